"""Batches of articles -> rows of the project's tables: what one process does, and what becomes of an article that breaks it."""

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.errors import SaysoError, SkipArticle, StopRun
from sayso.records import Skipped
from sayso.show.coded import Coded
from sayso.store.rows import Entry, Lines, Unused

if TYPE_CHECKING:
    from sayso.run.coder import Coder  # importing it takes spaCy's second; only the processes that code need it

BUG = "This is a bug in sayso: please report it, with the article if you may."


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Inputs of one shard in their order. `last`: the shard ends with it."""

    shard: str
    entries: tuple[Entry, ...] = ()
    unused: tuple[Unused, ...] = ()
    last: bool = False


@dataclass(frozen=True, slots=True)
class CodeBatch:
    """Codes batches with one coder, loaded once."""

    coder: "Coder"

    @property
    def made_by(self) -> tuple[str, ...]:
        return self.coder.made_by

    def __call__(self, batch: Batch) -> Lines:
        lines = Lines()
        for entry, coded in zip(batch.entries, self._coded(batch.entries), strict=True):
            if isinstance(coded, Skipped):
                lines.add_unused(Unused(skipped=coded, key=entry.key, article_id=entry.article.id), batch.shard)
            else:
                lines.add_coded(coded, entry, batch.shard)
        for unused in batch.unused:
            lines.add_unused(unused, batch.shard)
        return lines

    def _coded(self, entries: Sequence[Entry]) -> list[Coded | Skipped]:
        try:
            return list(self.coder.code_many([e.article for e in entries]))
        except StopRun:
            raise
        except Exception:  # one of them cannot be coded: find out which, and keep the others
            return [self._one(e) for e in entries]

    def _one(self, entry: Entry) -> Coded | Skipped:
        where = entry.article.where or entry.article.id
        try:
            return self.coder.code_article(entry.article)
        except SkipArticle as error:
            return Skipped(where=where, reason=error.message, hint=error.hint)
        except SaysoError:
            raise
        except Exception as error:  # a bug of ours, or no memory for this one: it must not cost the other million
            at = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{Path(at.filename).name}:{at.lineno}"
            return Skipped(where=where, reason=f"sayso failed on it: {type(error).__name__}: {str(error)[:100]} ({place})", hint=BUG)


@dataclass(frozen=True, slots=True)
class MakeWorker:
    """Builds the worker in its process."""

    load: "Callable[[], Coder]"

    def __call__(self) -> CodeBatch:
        return CodeBatch(self.load())


# ---------------------------------------------------------------- where a process dies over a batch
def split(batch: Batch) -> list[Batch]:
    ones = [replace(batch, entries=(e,), unused=(), last=False) for e in batch.entries]
    return [*ones, replace(batch, entries=())]


def lost(batch: Batch) -> Lines:
    lines = Lines()
    for entry in batch.entries:
        skipped = Skipped(
            where=entry.article.where or entry.article.id,
            reason="the process that coded it died (out of memory?)",
            hint="Split it if it is long; else report it as a bug of sayso.",
        )
        lines.add_unused(Unused(skipped=skipped, key=entry.key, article_id=entry.article.id), batch.shard)
    return lines


def join(parts: list[Lines]) -> Lines:
    whole = Lines()
    for part in parts:
        whole.add_lines(part)
    return whole

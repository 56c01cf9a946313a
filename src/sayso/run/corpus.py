"""Many articles into a project: what is done is skipped, a killed run loses a shard at most, the same input gives the same bytes."""

import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.errors import StopRun
from sayso.readers.detect import STANDARD_INPUT, Input, read_paths
from sayso.records import Article, Skipped, content_id
from sayso.run.duplicates import Duplicates
from sayso.run.estimate import Estimate
from sayso.run.plan import Known, Part, Planner, grouped
from sayso.run.pool import Pool
from sayso.run.settings import Settings, check_given, columns_of, first_settings, from_toml, to_toml
from sayso.run.work import Batch, MakeWorker
from sayso.store.files import damage, damaged
from sayso.store.lock import locked
from sayso.store.read import Project
from sayso.store.rows import ARTICLE_COLUMNS, Entry, Lines, Unused, to_article
from sayso.store.schema import SETTINGS_FILE
from sayso.store.write import Writer, clear_leftovers, create

if TYPE_CHECKING:
    from sayso.run.coder import Coder  # importing it takes spaCy's second; only the processes that code need it

NAMED = 10  # skipped inputs that a summary names; the table `skipped` holds all


@dataclass(slots=True, kw_only=True)
class Summary:
    """What a run did. `reasons` counts the skipped by reason, `named` are the first of them."""

    folder: Path
    coded: int = 0
    reports: int = 0
    statements: int = 0
    skipped: int = 0
    already: int = 0
    twice: int = 0
    recoded: int = 0
    duplicates: int = 0
    shards: int = 0
    words: int = 0
    seconds: float = 0.0
    told: list[str] = field(default_factory=list)
    named: list[Skipped] = field(default_factory=list)
    expected: int | None = None  # inputs in all, where that could be counted

    @property
    def met(self) -> int:
        """Inputs so far."""
        return self.coded - self.recoded + self.skipped + self.already + self.twice

    def __str__(self) -> str:
        parts = [f"{self.coded:,} articles coded", f"{self.reports:,} reports", f"{self.statements:,} statements"]
        beside = {
            "of them anew": self.recoded,
            "copies of others": self.duplicates,
            "done before": self.already,
            "given twice": self.twice,
            "skipped": self.skipped,
        }
        parts += [f"{number:,} {what}" for what, number in beside.items() if number]
        return f"{self.folder}: {', '.join(parts)}"


def code_corpus(
    folder: Path,
    paths: Sequence[Input],
    *,
    load: Callable[[Settings, Path], "Callable[[], Coder]"],
    program: str,
    jobs: int = 1,
    part: Part | None = None,
    outlet: str = "",
    published: date | None = None,
    columns: Mapping[str, str] | str | None = None,
    lexicons: Sequence[Path | str] = (),
    model: str | None = None,
    recode: bool = False,
    told: Callable[[Summary], None] = lambda _: None,
) -> Summary:
    """Code every article under the paths into a project, which is made where there is none.

    Args:
        load: From the project's settings, what loads a coder; called once in each process, so it must be picklable.
        program: Name and version of this program, for the record.
        part: Take only this part of the inputs; other runs take the others, into the same project if they share the disk.
        lexicons, model: Of a new project; for one that there is they must be the same, or left out.
        recode: First code anew what was coded by another version of program, model, lexicons or settings.
        told: Called as the work goes on, with the counts so far.
    Raises: StopRun where nothing can go on; what was finished by then is kept.
    """
    summary = Summary(folder=folder)
    given = Reading(paths, outlet, published, columns_of(columns))
    given.inputs(Settings())  # before a folder is made: a path that does not exist is a slip of the hand
    try:
        with _held(folder, part, first_settings(folder, lexicons=lexicons, model=model)):
            project = Project.open(folder)
            settings = from_toml(project.settings, folder)
            check_given(settings, folder, lexicons=lexicons, model=model)
            if problems := list(damage(folder, project.shards)):
                raise damaged(folder, problems)
            if part is None:
                clear_leftovers(folder)
            run = _Run(project, settings, program, part, Estimate(paths), summary, told)
            planner = Planner(run.known(), run.next_name, part, Copies(project))
            new = planner.batches(outside(given.inputs(settings), folder))
            first = next(new, None)
            summary.already, summary.twice = planner.already, planner.twice
            if first or recode:  # else there is nothing to load the model for
                with Pool(MakeWorker(load(settings, folder)), jobs) as pool:
                    run.code(pool, planner, chain([first] if first else (), new), recode)
    except OSError as error:  # such as no room for temporary files
        remedy = "Check disk, memory and the folder for temporary files, then run the same command again: what was finished is kept."
        raise StopRun(f"The system refused something that the run needs: {error}", remedy) from error
    return summary


@dataclass(frozen=True, slots=True)
class Reading:
    """What the user says about the inputs; what he leaves out, the settings say."""

    paths: Sequence[Input]
    outlet: str
    published: date | None
    columns: Mapping[str, str] | None

    def inputs(self, settings: Settings) -> Iterator[Article | Skipped]:
        """Raises StopRun at once where a path does not exist."""
        if not self.paths:
            return iter(())
        return read_paths(
            self.paths,
            outlet=self.outlet or settings.outlet,
            published=self.published,
            columns=self.columns or columns_of(settings.map),
            english_only=settings.language == "en",
            unique=False,  # the planner knows them, those of the project too
        )


def outside(inputs: Iterable[Article | Skipped], folder: Path) -> Iterator[Article | Skipped]:
    """Without the project's own files, where its folder lies among the inputs."""
    own = os.path.join(os.path.abspath(folder), "")
    return (f for f in inputs if f.where.startswith(STANDARD_INPUT) or not os.path.abspath(f.where).startswith(own))


class Copies:
    """Finds what an article is a copy of, among those of the project, which are read when the first new one comes, and of this run."""

    def __init__(self, project: Project) -> None:
        self._project, self._finder = project, Duplicates()
        self._caught_up = False

    def __call__(self, article: Article) -> tuple[str | None, str | None, float | None]:
        if not self._caught_up:
            for article_id, text, published in self._project.sql("SELECT article_id, text, published FROM articles"):
                self._finder.add(article_id, text, published)
            self._caught_up = True
        return self._finder(article)


@contextmanager
def _held(folder: Path, part: Part | None, settings: Settings) -> Iterator[None]:
    """The project's lock, and the project itself where there is none yet."""
    if not (folder / SETTINGS_FILE).exists():
        create(folder, to_toml(settings))
    with locked(folder, part.name if part else ""):
        yield


class _Run:
    """One run over one project."""

    def __init__(
        self,
        project: Project,
        settings: Settings,
        program: str,
        part: Part | None,
        estimate: Estimate,
        summary: Summary,
        told: Callable[[Summary], None],
    ) -> None:
        self.project, self.settings, self.program, self.part = project, settings, program, part
        self.estimate, self.summary, self.told = estimate, summary, told
        self.writer = Writer(project.folder)
        self.start = time.monotonic()
        self.prefix = f"{part.name}-" if part else ""
        numbers = [s.name.removeprefix(self.prefix) for s in project.shards if s.name.startswith(self.prefix)]
        self.next_number = max((int(n) for n in numbers if n.isdigit()), default=0)

    def code(self, pool: Pool, planner: Planner, new: Iterable[Batch], recode: bool) -> None:
        version = content_id(self.program, *pool.made_by, self.settings.coding())
        makers = {
            "version": version,
            "program": self.program,
            "model": pool.made_by[0] if pool.made_by else "",
            "stages": "; ".join(pool.made_by[1:]),
            "settings": self.settings.coding(),
        }
        others = Counter(s.row["version"] for s in self.project.shards if s.row["version"] != version)
        old = [s.name for s in self.project.shards if s.row["version"] != version and s.name.startswith(self.prefix)]
        if others and not recode:
            number = sum(s.row["article_count"] for s in self.project.shards if s.row["version"] != version)
            self.summary.told.append(
                f"{number:,} articles of this project were coded by another version of program, model, lexicons or settings "
                f"(`sayso status {self.project.folder}`); --recode codes them anew."
            )
            self.told(self.summary)
        batches = chain(self._again(old) if recode else (), new)
        lines, keys = Lines(), _Keys()
        anew = set(old) if recode else set()
        for batch, found in pool.run(batches):
            lines.add_lines(found)
            keys.add(batch)
            self._count(batch, found, planner, batch.shard in anew)
            if batch.last:
                self.writer.write(lines, {**makers, "shard": batch.shard, "input_hash": keys.digest()})
                self.summary.shards += 1
                lines, keys = Lines(), _Keys()
        self.summary.already, self.summary.twice = planner.already, planner.twice
        self.told(self.summary)

    def _count(self, batch: Batch, lines: Lines, planner: Planner, anew: bool) -> None:
        summary = self.summary
        summary.coded += lines.count["articles"]
        summary.recoded += lines.count["articles"] if anew else 0
        summary.reports += lines.count["reports"]
        summary.statements += lines.count["statements"]
        summary.skipped += 0 if anew else lines.count["skipped"]
        summary.duplicates += sum(bool(e.duplicate_of or e.near_duplicate_of) for e in batch.entries)
        summary.words += sum(len(e.article.text.split()) for e in batch.entries)
        summary.already, summary.twice = planner.already, planner.twice
        if self.estimate.number is not None:
            summary.expected = self.estimate.number // (self.part.of if self.part else 1)
        summary.seconds = time.monotonic() - self.start
        if not anew and len(summary.named) < NAMED:
            summary.named += lines.skipped()[: NAMED - len(summary.named)]
        self.told(summary)

    def next_name(self) -> str:
        self.next_number += 1
        return f"{self.prefix}{self.next_number:06}"

    def known(self) -> Known:
        known = Known()
        for article_id, key in self.project.sql("SELECT article_id, input_key FROM articles"):
            known.add(article_id, key)
        for (key,) in self.project.sql("SELECT input_key FROM skipped"):
            known.add_skipped(key)
        return known

    def _again(self, shards: Sequence[str]) -> Iterator[Batch]:
        """The articles of a shard as they were read; what was skipped then stays skipped."""
        kept = f"{', '.join(ARTICLE_COLUMNS)}, record->'$.notes', input_key, duplicate_of, near_duplicate_of, similarity"
        for shard in shards:
            found: list[Entry | Unused] = [_entry(row) for row in self.project.in_shard(shard, "articles", kept)]
            for where, reason, hint, key, article_id in self.project.in_shard(
                shard, "skipped", "input_name, reason, hint, input_key, article_id"
            ):
                found.append(Unused(skipped=Skipped(where=where, reason=reason, hint=hint), key=key, article_id=article_id))
            yield from grouped(found, lambda name=shard: name, one_shard=True)  # type: ignore[misc]


@dataclass(slots=True)
class _Keys:
    """Fingerprints of the inputs of a shard."""

    articles: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)

    def add(self, batch: Batch) -> None:
        self.articles += [e.key for e in batch.entries]
        self.unused += [u.key for u in batch.unused]

    def digest(self) -> str:
        return sha256("\n".join([*self.articles, "", *self.unused]).encode()).hexdigest()


def _entry(row: tuple[Any, ...]) -> Entry:
    n = len(ARTICLE_COLUMNS)
    notes, key, exact, near, similarity = row[n:]
    article = to_article(row[:n], json.loads(notes))
    return Entry(article=article, key=key, duplicate_of=exact, near_duplicate_of=near, similarity=similarity)

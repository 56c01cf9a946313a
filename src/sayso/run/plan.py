"""Inputs in their order -> batches and shards. Only the inputs decide where one ends: neither jobs nor interruptions do."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Protocol

from sayso.errors import StopRun
from sayso.records import Article, Skipped
from sayso.run.files import BATCH
from sayso.run.work import Batch
from sayso.store.rows import Entry, Unused, article_key, skipped_key

SHARD_INPUTS = 200  # what a killed run loses at most, and some 20 s of work
SHARD_CHARACTERS = 8_000_000
BATCH_CHARACTERS = 100_000  # parsed together: a bound on memory

ANOTHER_ID = "Give it another id; or put it into a new project."


class Duplicates(Protocol):
    """Slot: what an article is a copy of, among those seen before it."""

    def __call__(self, article: Article) -> tuple[str | None, str | None, float | None]:
        """(exact duplicate of, near duplicate of, similarity)."""
        ...


@dataclass(slots=True)
class Known:
    """What the project holds, as fingerprints: some 100 bytes an article."""

    keys: dict[int, int] = field(default_factory=dict)  # of the id -> of the whole input
    skipped: set[int] = field(default_factory=set)

    def add(self, article_id: str, key: str) -> None:
        self.keys[short(article_id)] = int(key, 16)

    def add_skipped(self, key: str) -> None:
        self.skipped.add(int(key, 16))


def short(text: str) -> int:
    """The fingerprint of a text in 64 bits."""
    return int.from_bytes(sha256(text.encode("utf-8", "surrogatepass")).digest()[:8], "big")


@dataclass(frozen=True, slots=True)
class Part:
    """The i-th of n runs that share the work: each takes the inputs whose id falls to it."""

    number: int
    of: int

    @property
    def name(self) -> str:
        return f"{self.number}of{self.of}"

    def takes(self, text: str) -> bool:
        return short(text) % self.of == self.number - 1


def parse_part(text: str) -> Part:
    """`2/4`. Raises StopRun for anything else."""
    number, _, of = text.partition("/")
    if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
        raise StopRun(f"--shard {text!r} is no part of the work.", "Give its number and how many there are: 1/4, 2/4, 3/4, 4/4.")
    return Part(int(number), int(of))


@dataclass(slots=True)
class Planner:
    """Groups what is new into batches and shards; counts what is not."""

    known: Known
    name: Callable[[], str]  # of the next shard
    part: Part | None = None
    duplicates: Duplicates | None = None
    already: int = 0  # inputs that the project held before
    twice: int = 0  # inputs that came before in this run, just the same
    new: set[int] = field(default_factory=set)

    def batches(self, inputs: Iterable[Article | Skipped]) -> Iterator[Batch]:
        return grouped(self._new(inputs), self.name)

    def _new(self, inputs: Iterable[Article | Skipped]) -> Iterator[Entry | Unused]:
        for found in inputs:
            new = self._article(found) if isinstance(found, Article) else found
            if isinstance(new, Skipped):
                key = skipped_key(new)
                if self.part and not self.part.takes(new.where):
                    continue
                if int(key, 16) in self.known.skipped:
                    self.already += 1
                    continue
                self.known.add_skipped(key)
                yield Unused(skipped=new, key=key)
            elif new is not None:
                yield new

    def _article(self, article: Article) -> Entry | Skipped | None:
        key, name = article_key(article), short(article.id)
        mine = self.part is None or self.part.takes(article.id)
        before = self.known.keys.get(name)
        if before == int(key, 16) or int(key, 16) in self.known.skipped:
            if name in self.new:
                self.twice += mine
            else:
                self.already += mine
            return None
        if before is not None:
            reason = f"the project holds an article with its id {article.id} already, with another text, title, date, outlet or address"
            return Skipped(where=article.where or article.id, reason=reason, hint=ANOTHER_ID)
        exact, near, similarity = self.duplicates(article) if self.duplicates else (None, None, None)
        self.known.add(article.id, key)
        self.new.add(name)
        return Entry(article=article, key=key, duplicate_of=exact, near_duplicate_of=near, similarity=similarity) if mine else None


def grouped(inputs: Iterable[Entry | Unused], name: Callable[[], str], *, one_shard: bool = False) -> Iterator[Batch]:
    """Batches of inputs in their order. `one_shard`: all of them make up a shard that there was before."""
    entries: list[Entry] = []
    unused: list[Unused] = []
    shard, size, characters, in_batch = "", 0, 0, 0
    for found in inputs:
        shard = shard or name()
        size += 1
        if isinstance(found, Entry):
            entries.append(found)
            characters += len(found.article.text)
            in_batch += len(found.article.text)
        else:
            unused.append(found)
        last = not one_shard and (size >= SHARD_INPUTS or characters >= SHARD_CHARACTERS)
        if last or len(entries) >= BATCH or in_batch >= BATCH_CHARACTERS:
            yield Batch(shard=shard, entries=tuple(entries), unused=tuple(unused), last=last)
            entries, unused, in_batch = [], [], 0
            if last:
                shard, size, characters = "", 0, 0
    if shard:
        yield Batch(shard=shard, entries=tuple(entries), unused=tuple(unused), last=True)

"""Copies: which article of a corpus is another one over again, so that it is no second witness.

Found are the same text (whatever its case, marks and spaces), nearly the same text (a wire story with another headline and dateline,
edited or cut at its end), and a text of which the other holds nearly all.
"""

import re
from array import array
from collections import deque
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from typing import Any, Literal
from zlib import crc32

from sayso.records import Article

Kind = Literal["exact", "near", "contained"]
SHINGLE = 5  # words
# Candidates: pairs that share two MinHash values in one of 48 bands. Of copies cut to a half, a third and a quarter 100, 100 and 95 of
# 100 are found, of copies with a tenth of the words changed 99 (6,000 texts of news.txt); 0.02 ms and 5 kB an article.
PERMUTATIONS, BANDS, SEED = 96, 48, 42
NEAR = 0.5  # Jaccard overlap of the shingles
CONTAINED = 0.8  # share of the shorter text's shingles that the longer one has
SHORTEST_NEAR, SHORTEST_CONTAINED = 10, 30  # shingles; below, only the very same text is a copy
# Declarations and reports by formula (an emergency in one state, then in another) share up to 0.8 of their shingles and are no copies:
# what they share is not the names and the numbers. In a copy nearly all of the shorter text's are in the longer one too.
STRANGE = 0.1
DAYS_APART = 31  # the same formula a year later
WINDOW = 100_000  # articles that near duplicates are looked for among: at most some 700 MB, however long the run
SKETCH = 1024  # shingles kept of an article; of a longer one, a sample
BITS = 32
_WORD = re.compile(r"\w+")
_MARK = re.compile(r"(?<=[a-z,;:] )[A-Z]\w+|\d[\d,.]*\d|\d")  # names inside a sentence, numbers
_DATELINE = 12  # words at the start that may be the agency's or the outlet's own


@dataclass(frozen=True, slots=True)
class Match:
    """What an article is a copy of. `similarity`: 1 for exact; the Jaccard overlap for near; the share contained for contained."""

    of: str  # id of the article that came before
    kind: Kind
    similarity: float


@dataclass(frozen=True, slots=True)
class _Sketch:
    """A text's shingles as 32-bit hashes below 2 ** (32 - level), and its names and numbers."""

    article_id: str
    level: int
    shingles: "array[int]"
    marks: "array[int]"
    inner: "array[int]"  # those behind the first words
    day: int | None

    def at(self, level: int) -> "array[int]":
        below = 1 << (BITS - level)
        return self.shingles if level == self.level else array("I", (h for h in self.shingles if h < below))


@dataclass(slots=True)
class Duplicates:
    """Give it the articles one after the other; the answer depends on them and their order alone.

    Memory grows by 30 bytes an article for the exact copies, and for near ones up to `window` articles, not beyond.
    """

    window: int = WINDOW
    _exact: dict[bytes, str] = field(default_factory=dict)
    _recent: dict[int, _Sketch] = field(default_factory=dict)
    _order: deque[int] = field(default_factory=deque)
    _number: int = 0
    _index: Any = None

    def add(self, article_id: str, text: str, published: date | None = None) -> Match | None:
        """What the text is a copy of, among those added before; then it is remembered itself.

        A run that resumes adds what was done before too, in the same order: then it finds what a run in one go would find.
        """
        words = _WORD.findall(text.casefold())
        digest = blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=12).digest()
        if words and (first := self._exact.setdefault(digest, article_id)) != article_id:
            return Match(first, "exact", 1.0)
        shingles = [" ".join(words[n : n + SHINGLE]) for n in range(len(words) - SHINGLE + 1)]
        if len(shingles) < SHORTEST_NEAR:
            return None
        sketch = _sketch(article_id, text, shingles, published)
        minhash = self._minhash(shingles)
        best = self._best(sketch, sorted(self._index.query(minhash)))
        self._remember(sketch, minhash)
        return best

    def __call__(self, article: Article) -> tuple[str | None, str | None, float | None]:
        """(exact duplicate of, near duplicate of, similarity): the form that a project's table of articles holds."""
        match = self.add(article.id, article.text, article.published)
        if match is None:
            return None, None, None
        return (match.of, None, 1.0) if match.kind == "exact" else (None, match.of, match.similarity)

    def _minhash(self, shingles: list[str]) -> Any:
        from rensa import RMinHash, RMinHashLSH  # here: a run over one file need not load it

        if self._index is None:
            self._index = RMinHashLSH(NEAR, PERMUTATIONS, BANDS)
        minhash = RMinHash(PERMUTATIONS, SEED)
        minhash.update(shingles)
        return minhash

    def _best(self, new: _Sketch, candidates: list[int]) -> Match | None:
        """That with the largest overlap; at a draw the first."""
        best: Match | None = None
        most, mine = 0.0, frozenset(new.shingles)
        for number in candidates:
            overlap, match = _compare(new, mine, self._recent[number])
            if match and overlap > most:
                best, most = match, overlap
        return best

    def _remember(self, sketch: _Sketch, minhash: Any) -> None:
        self._number += 1
        self._index.insert(self._number, minhash)
        self._recent[self._number] = sketch
        self._order.append(self._number)
        if len(self._order) > self.window:
            oldest = self._order.popleft()
            self._index.remove(oldest)
            del self._recent[oldest]


def _sketch(article_id: str, text: str, shingles: list[str], published: date | None) -> _Sketch:
    hashes, level = sorted({crc32(s.encode("utf-8", "surrogatepass")) for s in shingles}), 0
    while len(hashes) > SKETCH:
        level += 1
        hashes = [h for h in hashes if h < 1 << (BITS - level)]
    line = text.split()  # where its lines end makes no difference
    marks, inner = _marks(" ".join(line)), _marks(" ".join(line[_DATELINE:]))
    return _Sketch(article_id, level, array("I", hashes), marks, inner, published.toordinal() if published else None)


def _marks(text: str) -> "array[int]":
    return array("I", sorted({crc32(mark.encode("utf-8", "surrogatepass")) for mark in _MARK.findall(text)}))


def _compare(new: _Sketch, mine: frozenset[int], old: _Sketch) -> tuple[float, Match | None]:
    """The Jaccard overlap of two texts (0.0 where it does not matter), and what it makes them."""
    if new.day is not None and old.day is not None and abs(new.day - old.day) > DAYS_APART:
        return 0.0, None
    level = max(new.level, old.level)
    if level != new.level:
        mine = frozenset(new.at(level))
    theirs = old.at(level)
    shared = sum(map(mine.__contains__, theirs))
    smaller = min(len(mine), len(theirs))
    if not shared or shared < min(NEAR, CONTAINED) * smaller:
        return 0.0, None
    overlap, contained = shared / (len(mine) + len(theirs) - shared), shared / smaller
    if overlap < NEAR and (contained < CONTAINED or smaller < SHORTEST_CONTAINED):
        return 0.0, None
    shorter, longer = (new, old) if len(mine) <= len(theirs) else (old, new)
    strange = len(set(shorter.inner).difference(longer.marks))
    if strange > max(1, STRANGE * len(shorter.inner)):
        return 0.0, None
    if overlap >= NEAR:
        return overlap, Match(old.article_id, "near", round(overlap, 3))
    return overlap, Match(old.article_id, "contained", round(contained, 3))

"""Article and Span: a text and a place in it."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range [start, end) into `Article.text`, in Unicode code points."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end

    def holds(self, other: "Span") -> bool:
        """True where `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """The words at this place."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One document with its outlet, publication date and text.

    `outlet` is who published it; `published` is None where nobody said (then relative dates stay unresolved).
    """

    id: str
    text: str
    title: str = ""
    outlet: str = ""
    url: str = ""
    published: date | None = None
    notes: tuple[str, ...] = ()  # what the reader had to guess: the encoding, a date that could not be read
    where: str = field(default="", compare=False)  # file, file:line or "standard input" that it was read from


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """An input, or a line of one, that cannot be used: named and counted, never lost in silence."""

    where: str  # file, file:line, or "standard input"
    reason: str  # what is wrong with it
    hint: str  # what to do about it

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}\n  -> {self.hint}"

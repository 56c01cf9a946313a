"""Lines of styled text as plain data, so that the terminal, the notebook and the tests share one account."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from sayso.records import Span

Style = Literal["", "title", "heading", "id", "party", "verb", "status", "claimant", "quiet", "trigger", "why"]

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text in one style. `keep`: wrap before it rather than inside it."""

    text: str
    style: Style = ""
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the account. `hang`: what stands before each of its continuation lines."""

    segments: tuple[Segment, ...] = ()
    hang: str = ""

    def plain(self) -> str:
        return "".join(s.text for s in self.segments)


def line(*parts: str | Segment, hang: str = "") -> Line:
    return Line(tuple(Segment(p) if isinstance(p, str) else p for p in parts), hang)


def tidy(text: str) -> str:
    """Text of an article, made safe to show: white space to single spaces, control and direction marks out.

    An article may carry terminal escape sequences or marks that turn the direction of writing; neither may reach the reader's screen.
    """
    spaced = _SPACE.sub(" ", text)
    return "".join(c for c in spaced if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"})


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, the middle left out at word boundaries: how it begins and how it ends tell most."""
    if len(text) <= limit:
        return text
    head, tail = text[: limit * 2 // 3 - 1], text[-(limit // 3 - 2) :]
    head = head.rsplit(" ", 1)[0] if " " in head else head
    tail = tail.split(" ", 1)[1] if " " in tail else tail
    return f"{head} … {tail}"


def clip(text: str, limit: int) -> str:
    """At most `limit` characters, the end left out at a word boundary."""
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + " …"


def excerpt(text: str, sentence: Span, triggers: Iterable[Span], limit: int = 240) -> tuple[Segment, ...]:
    """The sentence with its triggers marked in brackets; what lies far from them is left out of a long one."""
    inside = sorted({t for t in triggers if sentence.holds(t)})
    start, end = _window(text, sentence, inside, limit)
    segments = [Segment("… " if start > sentence.start else "", "quiet")]
    at = start
    for trigger in inside:
        if trigger.start < at:  # one trigger inside another: the first is marked
            continue
        segments.append(Segment(tidy(text[at : trigger.start])))
        segments.append(Segment(f"[{tidy(trigger.of(text))}]", "trigger"))
        at = trigger.end
    segments.append(Segment(tidy(text[at:end]).rstrip()))
    segments.append(Segment(" …" if end < sentence.end else "", "quiet"))
    return tuple(s for s in segments if s.text)


def _window(text: str, sentence: Span, triggers: list[Span], limit: int) -> tuple[int, int]:
    if len(sentence) <= limit:
        return sentence.start, sentence.end
    first = triggers[0].start if triggers else sentence.start
    last = triggers[-1].end if triggers else sentence.start
    before = max(0, min(limit - (last - first), first - sentence.start)) // 2
    start = sentence.start if first - sentence.start <= limit // 3 else first - before
    end = min(sentence.end, max(start + limit, last + 20))
    if start > sentence.start and " " in text[start:first]:
        start = text.index(" ", start, first) + 1
    if end < sentence.end and " " in text[last:end]:
        end = text.rindex(" ", last, end)
    return start, end


def wrap(one: Line, width: int) -> Iterator[Line]:
    """The line in pieces of at most `width` columns, broken at spaces; a word longer than that stands alone."""
    row: list[Segment] = []
    used = 0
    for word in _words(one, width - len(one.hang)):
        size = sum(len(s.text) for s in word)
        if used + size - _space_after(word) > width and used > (len(one.hang) if row else 0):
            yield _ended(row, one.hang)
            word[0] = Segment(word[0].text.lstrip(), word[0].style)
            row, used, size = [Segment(one.hang, "quiet")], len(one.hang), sum(len(s.text) for s in word)
        row += word
        used += size
    yield _ended(row, one.hang)


def _space_after(word: list[Segment]) -> int:
    return len(word[-1].text) - len(word[-1].text.rstrip())


def _ended(row: list[Segment], hang: str) -> Line:
    merged: list[Segment] = []
    for segment in row:
        if merged and merged[-1].style == segment.style:
            merged[-1] = Segment(merged[-1].text + segment.text, segment.style)
        else:
            merged.append(segment)
    if merged:
        merged[-1] = Segment(merged[-1].text.rstrip(), merged[-1].style)
    return Line(tuple(s for s in merged if s.text), hang)


def _words(one: Line, room: int) -> Iterator[list[Segment]]:
    """What may not be broken: a word with the space around it, in as many pieces as it has styles (`2026` + `,`)."""
    word: list[Segment] = []
    for segment in one.segments:
        whole = segment.keep and len(segment.text.strip()) <= room
        for text in [segment.text] if whole else re.findall(r"\s*\S+\s*|\s+", segment.text):
            if word and (word[-1].text[-1:].isspace() or text[:1].isspace()):
                yield word
                word = []
            word.append(Segment(text, segment.style))
    if word:
        yield word

"""The text of an article with its marks: cut at every boundary, each piece with the classes of all marks that cover it.

Marks overlap at will (a place inside a recipient inside a quotation inside another), so no nesting of tags could hold them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sayso.records import CodedArticle, Report, Span, Statement
from sayso.show.voices import speaker

TINTS = 6  # colours of claimants; the style sheet has as many
LONGEST_PART = 30_000  # characters of text on one page


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the text: what it is (`content`, `cue`, `trigger`, `actor` ...), of which record, and how deep inside other statements."""

    span: Span
    kind: str
    record: str
    tint: int = 0
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with one set of marks. `records`: whose they are."""

    text: str
    classes: str
    records: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as pieces, with the records whose marks begin in it."""

    pieces: tuple[Piece, ...]
    records: tuple[Report | Statement, ...]
    start: int


def tints(coded: CodedArticle) -> dict[str, int]:
    """Statement -> colour: the same claimant has the same one throughout the article, commonest claimants first where colours run out."""
    said_by = {s.id: speaker(s, coded.article.text).casefold() for s in coded.statements}
    order = list(dict.fromkeys(name for name in said_by.values() if name))
    return {i: order.index(name) % (TINTS - 1) + 1 if name else TINTS for i, name in said_by.items()}


def marks(coded: CodedArticle) -> Iterator[Mark]:
    colours = tints(coded)
    for s in coded.statements:
        depth = len(coded.chain(s.id))
        yield from (Mark(span, "content", s.id, colours[s.id], depth) for span in s.content)
        yield from (Mark(span, "cue", s.id, colours[s.id], depth) for span in s.cue)
        yield from (Mark(span, "source", s.id, colours[s.id], depth) for span in s.source)
    for r in coded.reports:
        yield Mark(r.trigger, "trigger", r.id)
        yield from (Mark(p.span, "actor", r.id) for p in r.actors if p.span)
        yield from (Mark(p.span, "recipient", r.id) for p in r.recipients if p.span)
        if r.when.span:
            yield Mark(r.when.span, "date", r.id)
        if r.where.span:
            yield Mark(r.where.span, "place", r.id)


def pieces(text: str, span: Span, found: Sequence[Mark]) -> Iterator[Piece]:
    """The text of the span, cut at all boundaries of the marks."""
    inside = [m for m in found if m.span.overlaps(span) and len(m.span)]
    cuts = sorted({span.start, span.end, *(c for m in inside for c in (m.span.start, m.span.end) if span.start < c < span.end)})
    for start, end in pairwise(cuts):
        here = [m for m in inside if m.span.start <= start and end <= m.span.end]
        yield Piece(text[start:end], _classes(here), " ".join(dict.fromkeys(m.record for m in here)))


def _classes(here: Sequence[Mark]) -> str:
    """`content tint-2 inside inside-1 trigger`: the innermost statement's tint, and the one's around it as a line below."""
    said = sorted((m for m in here if m.kind == "content"), key=lambda m: m.depth)
    names = [f"tint-{said[-1].tint}"] if said else []
    if len(said) > 1:
        names += ["inside", f"inside-{said[-2].tint}"]
    names += [f"source-{m.tint}" for m in here if m.kind == "source"][:1]
    return " ".join(dict.fromkeys([*(m.kind for m in here), *names]))


def paragraphs(coded: CodedArticle) -> list[Paragraph]:
    """The whole text, paragraph by paragraph, each with its records in reading order."""
    text, found = coded.article.text, sorted(marks(coded), key=lambda m: (m.span.start, m.span.end))
    records: list[tuple[int, Report | Statement]] = [(r.trigger.start, r) for r in coded.reports]
    records += [(min((x.start for x in (*s.cue, *s.content)), default=0), s) for s in coded.statements]
    records.sort(key=lambda pair: (pair[0], pair[1].id))
    spans = list(_paragraphs(text)) or [Span(0, len(text))]
    result = []
    for n, span in enumerate(spans):
        until = spans[n + 1].start if n + 1 < len(spans) else len(text) + 1
        since = span.start if n else 0
        own = tuple(r for at, r in records if since <= at < until)
        result.append(Paragraph(tuple(pieces(text, span, found)), own, span.start))
    return result


def parts(found: Sequence[Paragraph]) -> list[list[Paragraph]]:
    """Paragraphs in parts that a page can hold; marks and records weigh as much as text."""
    result: list[list[Paragraph]] = []
    size = LONGEST_PART
    for one in found:
        weight = sum(len(p.text) + 60 for p in one.pieces) + 900 * len(one.records)
        if not result or size + weight > LONGEST_PART * 4:
            result.append([])
            size = 0
        result[-1].append(one)
        size += weight
    return result


def _paragraphs(text: str) -> Iterator[Span]:
    """Lines with something on them; one that is very long is cut, so that no page grows without bound."""
    start = 0
    for part in text.splitlines(keepends=True):
        end = start + len(part.rstrip())
        for at in range(start, end, LONGEST_PART):
            if text[at : min(end, at + LONGEST_PART)].strip():
                yield Span(at, min(end, at + LONGEST_PART))
        start += len(part)

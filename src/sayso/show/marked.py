"""The text of an article with its marks: what names an event in brackets with the report's id, what is said in angle quotes."""

from collections.abc import Iterator

from sayso.records import CodedArticle, Span
from sayso.show.lines import Line, Segment, Style, line, tidy

Mark = tuple[int, int, str, Style]  # place, order at that place, what is put there, its style


def marked(coded: CodedArticle) -> Iterator[Line]:
    """Each paragraph as one line of styled text: `Ostria denied «s1 that its drones had [attacked r1] the post»`."""
    text = coded.article.text
    marks = sorted(_marks(coded))
    triggers = [r.trigger for r in coded.reports]
    for paragraph in _paragraphs(text):
        segments: list[Segment] = []
        at = paragraph.start
        for place, _, put, style in [m for m in marks if paragraph.start <= m[0] <= paragraph.end]:
            segments.append(_piece(text, Span(at, place), triggers))
            segments.append(Segment(put, style))
            at = place
        segments.append(_piece(text, Span(at, paragraph.end), triggers))
        yield line(*(s for s in segments if s.text))
        yield Line()


def _piece(text: str, span: Span, triggers: list[Span]) -> Segment:
    inside = len(span) > 0 and any(t.holds(span) for t in triggers)
    return Segment(tidy(span.of(text)), "trigger" if inside else "")


def _marks(coded: CodedArticle) -> Iterator[Mark]:
    """What closes at a place comes before what opens there; of what opens together, the longer comes first."""
    triggers: dict[Span, list[str]] = {}
    for report in coded.reports:
        triggers.setdefault(report.trigger, []).append(report.id)
    for span, ids in triggers.items():
        yield span.start, 1_000_000_000, "[", "trigger"
        yield span.end, -1_000_000_000, f" {' '.join(ids)}]", "trigger"
    for statement in coded.statements:
        for span in statement.content:
            yield span.start, 900_000_000 - len(span), f"«{statement.id} ", "claimant"
            yield span.end, len(span) - 900_000_000, "»", "claimant"


def _paragraphs(text: str) -> Iterator[Span]:
    start = 0
    for part in text.splitlines(keepends=True):
        if part.strip():
            yield Span(start, start + len(part.rstrip()))
        start += len(part)

"""Pair quotation marks into quoted stretches, before any sentence is split."""

import re
from dataclasses import dataclass

from sayso.records import Span

OPENING = {"“": "”", "„": "“”", "«": "»", "‟": "”", "〝": "〞", "``": "''"}
CLOSING = frozenset("”»〞")
DOUBLE = re.compile(r"``|''|[“”„‟«»〝〞\"″]")
SINGLE = re.compile(r"[‘’‚‹›]|(?<!')'(?!')")
PARAGRAPH = re.compile(r"[^\n]+")
BEFORE_OPENING = frozenset(" \t\u00a0([{—–-/:")
AFTER_CLOSING = frozenset(" \t\u00a0)]}.,;:!?—–-/…")


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted stretch. `inner` is between the marks, `outer` takes the marks in.

    `level` 0 is outermost. `open_ended`: the closing mark is left out because the quotation goes on in the next paragraph, as
    printers do; then `continues` is the index of the quotation that goes on, and that one's `continued` is True.
    """

    inner: Span
    outer: Span
    level: int = 0
    open_ended: bool = False
    continued: bool = False


def pair_quotes(text: str) -> tuple[Quote, ...]:
    """Find quoted stretches by pairing opening and closing marks, paragraph by paragraph.

    Args:
        text: Article text; offsets in the result count code points into it.
    Returns: Quotes in reading order, outer before inner; empty if there are none.
    Raises: Nothing. A mark left open is dropped, unless the next paragraph opens with a mark too (the printers' convention for a
        quotation over several paragraphs): one stray mark must not cost the article.
    Method: One pass with a memory of the open mark, reset at paragraphs; straight marks are told apart by the characters beside them.
    """
    paragraphs = [m.span() for m in PARAGRAPH.finditer(text)]
    found: list[Quote] = []
    carried = False
    for number, (start, end) in enumerate(paragraphs):
        following = text[slice(*paragraphs[number + 1])].lstrip()[:2] if number + 1 < len(paragraphs) else ""
        goes_on = bool(DOUBLE.match(following)) and following[:1] not in CLOSING
        doubles, left_open = _doubles(text, start, end, goes_on)
        if doubles and carried and not text[start : doubles[0].outer.start].strip():
            doubles[0] = Quote(doubles[0].inner, doubles[0].outer, 0, doubles[0].open_ended, continued=True)
        carried = left_open
        found += doubles
        found += _singles(text, start, end, doubles)
    return tuple(sorted(found, key=lambda q: (q.outer.start, -q.outer.end)))


def _doubles(text: str, start: int, end: int, goes_on: bool) -> tuple[list[Quote], bool]:
    quotes: list[Quote] = []
    opened: re.Match[str] | None = None
    for mark in DOUBLE.finditer(text, start, end):
        if _opens(text, mark, start, opened is not None):
            opened = mark  # a second opening mark: the first was stray
        elif opened is not None:
            if opened.end() < mark.start():
                quotes.append(Quote(Span(opened.end(), mark.start()), Span(opened.start(), mark.end())))
            opened = None
    if opened is not None and goes_on and text[opened.end() : end].strip():
        stop = start + len(text[start:end].rstrip())
        quotes.append(Quote(Span(opened.end(), stop), Span(opened.start(), stop), open_ended=True))
        return quotes, True
    return quotes, False


def _opens(text: str, mark: re.Match[str], start: int, is_open: bool) -> bool:
    """Whether this mark opens a quotation; `is_open`: one is open already."""
    sign = mark.group()
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end()] if mark.end() < len(text) else " "
    if sign in CLOSING or (sign == "''" and is_open):
        return False
    if sign in OPENING:
        return not (sign == "“" and is_open and after in AFTER_CLOSING and before not in BEFORE_OPENING)  # German „ … “
    if is_open:  # a straight mark closes what is open, unless it can only open
        return before in " \t\u00a0([{" and not after.isspace() and after not in AFTER_CLOSING
    return not after.isspace() and (before in BEFORE_OPENING or not before.isalnum())


def _singles(text: str, start: int, end: int, doubles: list[Quote]) -> list[Quote]:
    """Quotations in single marks: nested in doubles, or British ones where the paragraph has no doubles. Apostrophes are not."""
    quotes: list[Quote] = []
    opened: int | None = None
    for mark in SINGLE.finditer(text, start, end):
        at = mark.start()
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < len(text) else " "
        opens = before in BEFORE_OPENING.union('“"«') and not after.isspace() and mark.group() not in "’›"
        closes = not before.isspace() and not after.isalnum()
        if opens and opened is None:
            opened = at
        elif closes and opened is not None and mark.group() not in "‘‚‹":
            holder = next((d for d in doubles if d.inner.start <= opened < d.inner.end), None)
            plural_possessive = before == "s" and after == " " and SINGLE.search(text, at + 1, holder.inner.end if holder else end)
            if (holder is not None and at > holder.inner.end) or at - opened < 3:
                opened = None
            elif not plural_possessive:
                quotes.append(Quote(Span(opened + 1, at), Span(opened, at + 1), level=1 if holder else 0))
                opened = None
    return quotes

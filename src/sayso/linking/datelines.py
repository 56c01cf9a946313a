"""The day that an article was written, as its first lines tell it: `MINSK, Aug 17 (Reuters) -`, or a date on a line of its own."""

import re
from datetime import date, timedelta

from sayso.linking.timepage import is_dateline
from sayso.linking.timereader import TimeReader
from sayso.linking.timevalues import Against
from sayso.linking.timewords import TimeFinder
from sayso.records import Article, Span

HEAD = 300  # characters in which a dateline is looked for
EXACT = frozenset({"date", "date us", "iso", "numeric"})
PLACE = re.compile(r"(?:[A-Z][\w.’'-]*(?:[ ,/]+|$)){1,6}")  # `KYIV, Ukraine, `
AFTER = re.compile(r"\s*(?:\([^()\n]{2,40}\)\s*)?(?:[-–—―:]+\s|\.\s+(?=[A-Z])|\([^()\n]{2,40}\))")  # ` (Reuters) - `, `. The army`
MOST_BEFORE = timedelta(days=3)  # a paper comes out so long after at the most


def dateline(article: Article, find: TimeFinder, read: TimeReader) -> date | None:
    """The base of `on Monday`: the dateline's day where the article gives no publication date, or one at most three days after it.

    A dateline without a year is only read with a publication date. None where neither is known.
    """
    text, published = article.text[:HEAD], article.published
    for found in find(text):
        interval, basis = read(found, Against(published))
        if found.rule not in EXACT or interval is None or basis != "stated" or not _is_dateline(text, found.span):
            continue
        if published is None:
            return interval.start
        if timedelta() <= published - interval.start <= MOST_BEFORE:
            return interval.start
    return published


def _is_dateline(text: str, time: Span) -> bool:
    before = text[text.rfind("\n", 0, time.start) + 1 : time.start]
    if is_dateline(text, time):
        return time.end < len(text)
    return PLACE.fullmatch(before.lstrip()) is not None and AFTER.match(text, time.end) is not None

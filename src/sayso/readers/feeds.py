"""RSS and Atom files: one entry, one article."""

import io
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from typing import Any

from sayso.readers.dates import field_date
from sayso.readers.decode import without_surrogates
from sayso.readers.given import Given
from sayso.readers.rows import Found
from sayso.records import Article, Skipped, content_id

ONLY_SUMMARY = "The feed gives only a summary of this article."
CHANGED = "The feed gives only the day of the last change; it is taken for the day of publication."
HINT = "Save the feed anew, or give the articles themselves."
SILENT = {"script", "style", "iframe", "noscript", "template"}
PARAGRAPHS = {
    *(
        "p",
        "div",
        "blockquote",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "table",
        "pre",
        "section",
        "article",
        "figure",
        "figcaption",
    ),
    *("hr", "header", "footer", "aside"),
}
LINES = {"br", "li", "tr", "dt", "dd"}


def feed_entries(raw: bytes, where: str, given: Given) -> Iterator[Found]:
    """The entries of a feed in its order. An entry without the article's full text gives its summary, with a note."""
    import feedparser  # here: it takes longer to import than an article to code

    # as a stream: bytes that look like an address would be fetched, those that look like a path opened
    try:
        feed: Any = feedparser.parse(io.BytesIO(raw), sanitize_html=False, resolve_relative_uris=False)
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as error:  # drawn by odd bytes
        reason = f"the feed cannot be read: {type(error).__name__}: {str(error)[:100]}"
        yield where, Skipped(where=where, reason=reason, hint=HINT)
        return
    if not feed.entries:
        broken = f": {feed.bozo_exception}"[:200] if feed.get("bozo") else ""
        yield where, Skipped(where=where, reason=f"the feed has no entries{broken}", hint=HINT)
    outlet = _line(feed.feed.get("title"))
    for number, entry in enumerate(feed.entries, 1):
        here = f"{where}:[{number}]"
        yield here, _article(entry, here, outlet, given)


def _article(entry: Any, where: str, outlet: str, given: Given) -> Article | Skipped:
    full = max((_text(part) for part in entry.get("content", ())), key=len, default="")
    text = full or _text(entry.get("summary_detail"))
    if not text:
        return Skipped(where=where, reason="the entry has no text", hint=HINT)
    title, url = _line(entry.get("title")), str(entry.get("link") or "").strip()
    outlet = _line(entry.get("source", {}).get("title")) or outlet or given.outlet
    published, changed = _day(entry, "published"), _day(entry, "updated")
    notes = () if full else (ONLY_SUMMARY,)
    return Article(
        id=content_id(outlet, url, title, text),
        text=text,
        title=title,
        outlet=outlet,
        url=url,
        published=published or changed or given.published,
        notes=notes if published or not changed else (*notes, CHANGED),
    )


def _day(entry: Any, name: str) -> date | None:
    """The day as the feed writes it; else as feedparser reads it (in UTC)."""
    said, parsed = dict.get(entry, name), dict.get(entry, f"{name}_parsed")  # its own get gives one for the other, with a warning
    return field_date(said) or (date(*parsed[:3]) if parsed else None)


def _text(part: Any) -> str:
    value = without_surrogates(str((part or {}).get("value") or ""))
    return value.strip() if (part or {}).get("type") == "text/plain" else fragment_text(value)


def _line(value: object) -> str:
    return " ".join(fragment_text(without_surrogates(str(value or ""))).split())


class _Fragment(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  (its base's form)
        self.silent += tag in SILENT
        self.parts.append("\n\n" if tag in PARAGRAPHS else "\n" if tag in LINES else "")

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in SILENT))
        self.parts.append("\n\n" if tag in PARAGRAPHS else "")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(re.sub(r"\s+", " ", data))


def fragment_text(html: str) -> str:
    """The words of a piece of HTML, its paragraphs set apart by empty lines."""
    if "<" not in html and "&" not in html:
        return html.strip()
    parser = _Fragment()
    parser.feed(html)
    parser.close()
    text = re.sub(r" *\n[ \n]*", lambda gap: "\n\n" if gap.group().count("\n") > 1 else "\n", "".join(parser.parts))
    return re.sub(r" {2,}", " ", text).strip()

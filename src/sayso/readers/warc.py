"""WARC archives (Common Crawl News and others): one page that was answered, one article."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from sayso.readers.decode import NotText
from sayso.readers.given import Given
from sayso.readers.pages import article_from_page, decode_page, looks_like_html
from sayso.readers.rows import Found
from sayso.readers.unpack import Seekless
from sayso.records import Article, Skipped

LARGEST_PAGE = 10_000_000  # bytes
CRAWLED = "The page gives no date; the day on which it was fetched is taken."
PAGES = {"text/html", "application/xhtml+xml"}
CUT = "Get the archive again; the records before this place were read."


def warc_pages(stream: BinaryIO, where: str, given: Given) -> Iterator[Found]:
    """The pages of an archive in its order. What is no page (pictures, errors, redirects) is counted and told at the end."""
    from fastwarc import ArchiveIterator, WarcRecordType

    left_out: Counter[str] = Counter()
    number = pages = 0
    wanted = WarcRecordType.response | WarcRecordType.resource
    records = iter(ArchiveIterator(Seekless(stream), wanted, auto_decode="all", stream_detect=False))
    while True:
        number += 1
        here = f"{where}:[{number}]"
        try:
            record: Any = next(records)
            reason = _no_page(record)
            body = b"" if reason else record.reader.read(LARGEST_PAGE + 1)
        except StopIteration:
            break
        except OSError as error:
            yield here, Skipped(where=here, reason=f"the archive is broken here: {error}"[:200], hint=CUT)
            break
        if reason:
            left_out[reason] += 1
            continue
        pages += 1
        yield here, _article(record, body, here, given)
    if left_out:
        kinds = ", ".join(f"{n} {kind}" for kind, n in sorted(left_out.items(), key=lambda item: (-item[1], item[0]))[:8])
        reason = f"{left_out.total():,} records hold no page and were left out: {kinds}"
        yield where, Skipped(where=where, reason=reason, hint="Nothing need be done, unless an article is among them.")
    elif number == 1:
        yield where, Skipped(where=where, reason="the archive holds no pages", hint="Give one with response records.")


def _no_page(record: Any) -> str:
    if record.is_http_parsed:
        if (status := record.http_headers.status_code) != 200:
            return f"with status {status}"
        kind = record.http_content_type
    else:
        kind = record.headers.get("Content-Type")
    kind = (kind or "").split(";")[0].strip().lower()
    return "" if kind in PAGES or not kind else kind


def _article(record: Any, body: bytes, where: str, given: Given) -> Article | Skipped:
    url = (record.headers.get("WARC-Target-URI") or "").strip().strip("<>")
    if len(body) > LARGEST_PAGE:
        return Skipped(where=where, reason=f"the page {url} has more than 10 MB", hint="Save the article as plain text.")
    text = decode_page(body, record.http_charset or "")
    if isinstance(text, NotText):
        return Skipped(where=where, reason=f"{url}: {text.reason}", hint=text.hint)
    if not record.http_content_type and not looks_like_html(text.text):
        return Skipped(where=where, reason=f"{url}: it is no page", hint="Save the article as plain text.")
    found = article_from_page(text.text, where, given, notes=(text.note,) if text.note else (), url=url)
    if isinstance(found, Skipped):
        return replace(found, reason=f"{url}: {found.reason}")
    if found.published is None and record.record_date:
        return replace(found, published=record.record_date.date(), notes=(*found.notes, CRAWLED))
    return found

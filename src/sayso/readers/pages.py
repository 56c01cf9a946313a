"""HTML page -> Article: text, title, outlet, address and date as the page gives them."""

import re

from sayso.readers.dates import field_date, stated_date
from sayso.readers.decode import Decoded, NotText, decode
from sayso.readers.english import SAMPLE, not_english, other_language
from sayso.readers.given import Given
from sayso.records import Article, Skipped, content_id

HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article)\b", re.IGNORECASE | re.DOTALL)
CHARSET = re.compile(rb"<meta[^>]{1,200}charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
LANGUAGE = re.compile(r"<html[^>]{0,500}?\slang\s*=\s*[\"']?([a-z]{2})\b", re.IGNORECASE)
TAGS = re.compile(r"<(script|style|noscript)\b.*?</\1\s*>|<!--.*?-->|<[^<>]*>", re.IGNORECASE | re.DOTALL)
# Only dates that the page marks as its own: the extensive search takes the year of a copyright line for the day of the news.
# `max_date` is fixed, for the default is today, and the same page must be read the same way tomorrow.
DATES = {"extensive_search": False, "original_date": True, "max_date": "2199-12-31"}


def looks_like_html(head: str) -> bool:
    return HTML.match(head) is not None


def said_charset(raw: bytes) -> str | None:
    """The encoding that the page itself declares."""
    found = CHARSET.search(raw[:4096])
    return found[1].decode("ascii", "ignore").lower() if found else None


def decode_page(raw: bytes, charset: str = "") -> Decoded | NotText:
    """The encoding that the server named, or else the page itself, counts only where the bytes are not UTF-8: many name the wrong one."""
    decoded = decode(raw)
    charset = charset or said_charset(raw) or ""
    if isinstance(decoded, NotText) or not decoded.note or not charset:
        return decoded
    try:
        return Decoded(raw.decode(charset), encoding=charset)
    except (UnicodeDecodeError, LookupError):
        return decoded


def foreign(page: str) -> str | None:
    """The language of a page that says so itself and whose words are surely not English: most pages of a crawl, told before the
    article is looked for, which takes ten times as long."""
    said = LANGUAGE.search(page[:5000])
    if said is None or said[1].lower() == "en":
        return None
    words = " ".join(TAGS.sub(" ", page[:200_000]).split())
    middle = max(0, (len(words) - SAMPLE) // 2)  # menus stand before it, the small print behind
    return other_language(words[middle : middle + SAMPLE])


def article_from_page(page: str, where: str, given: Given, *, notes: tuple[str, ...] = (), url: str = "") -> Article | Skipped:
    """What the user gives fills in what the page does not say; `url` is the address that it was fetched from."""
    if given.english_only and (language := foreign(page)):
        return not_english(where, language)
    from trafilatura import bare_extraction  # here: it takes longer to import than an article to code

    page = page.replace("\x00", "")  # lxml takes no NUL
    try:
        found = bare_extraction(
            page, url=url or None, with_metadata=True, include_comments=False, include_tables=False, date_extraction_params=dict(DATES)
        )
    except (
        ValueError,
        TypeError,
        AttributeError,
        RecursionError,
        AssertionError,
    ) as error:  # what odd mark-up has drawn from lxml and trafilatura
        return Skipped(
            where=where,
            reason=f"the page cannot be read: {type(error).__name__}: {str(error)[:100]}",
            hint="Save the article as plain text.",
        )
    if found is None or isinstance(found, dict) or not (text := (found.text or "").strip()):
        return Skipped(where=where, reason="no article text was found in the page", hint="If it has one, save it as plain text.")
    title, url = (found.title or "").strip(), url or (found.url or "").strip()
    first, _, rest = text.partition("\n")
    if first.strip() == title and rest.strip():
        text = rest.strip()  # the headline is the title, not the first sentence
    outlet = (found.sitename or found.hostname or "").strip() or given.outlet
    return Article(
        id=content_id(outlet, url, title, text),
        text=text,
        title=title,
        outlet=outlet,
        url=url,
        published=field_date(found.date) or stated_date(text) or given.published,
        notes=notes,
    )

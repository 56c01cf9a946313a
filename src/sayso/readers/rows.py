"""JSON: one object, one article (`{"id", "title", "published", "publisher" or "outlet", "url", "text"}`)."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sayso.readers.dates import field_date
from sayso.readers.decode import without_surrogates
from sayso.records import Article, Skipped, content_id

FORM = 'Write one JSON object a line: {"text": ..., "id", "title", "published", "publisher", "url": ...}.'


def parse_object(raw: str, where: str) -> Mapping[str, Any] | list[Any] | Skipped:
    """A JSON object (or a list of them), or what is wrong with it."""
    try:
        value = json.loads(raw)
    except json.JSONDecodeError as error:
        at = f"line {error.lineno}, " if error.lineno > 1 else ""
        return Skipped(where=where, reason=f"broken JSON: {error.msg} ({at}character {error.colno})", hint=FORM)
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits; 100,000 brackets
        return Skipped(where=where, reason=f"JSON that cannot be read: {str(error)[:100]}", hint=FORM)
    if isinstance(value, dict | list):
        return value
    return Skipped(where=where, reason=f"a JSON {type(value).__name__}, not an object", hint=FORM)


def article_from(row: object, where: str, *, outlet: str = "", published: date | None = None) -> Article | Skipped:
    """One document -> Article. `outlet` and `published` fill in what the document does not say. The text is kept to the letter."""
    if not isinstance(row, dict):
        return Skipped(where=where, reason=f"a JSON {type(row).__name__}, not an object", hint=FORM)
    text = row.get("text")
    if not isinstance(text, str):
        keys = ", ".join(sorted(map(str, row))[:8]) or "none"
        reason = "`text` is not a string" if "text" in row else f"it has no `text` (its keys: {keys})"
        return Skipped(where=where, reason=reason, hint=FORM)
    if not text.strip():
        return Skipped(where=where, reason="its `text` is empty", hint="Leave the line out, or give the article's text.")
    for key in ("id", "title", "publisher", "outlet", "url"):
        if not isinstance(row.get(key), str | int | None) or isinstance(row.get(key), bool):
            return Skipped(where=where, reason=f"`{key}` is a {type(row[key]).__name__}, not a string", hint=FORM)
    fields = {key: without_surrogates(str(row.get(key) or "")).strip() for key in ("title", "url")}
    outlet = without_surrogates(str(row.get("outlet") or row.get("publisher") or "")).strip() or outlet
    said = field_date(row.get("published"))
    notes: tuple[str, ...] = ()
    if said is None and row.get("published"):
        notes = (f"The publication date {str(row['published'])[:40]!r} could not be read; write it as 2020-08-17.",)
    text = without_surrogates(text)
    given = row.get("id")
    name = without_surrogates(str(given)).strip() if given is not None else ""
    name = name or content_id(outlet, fields["url"], fields["title"], text)
    return Article(id=name, text=text, outlet=outlet, published=said or published, notes=notes, **fields)

"""JSON: one object, one article (`{"id", "title", "published", "publisher" or "outlet", "url", "text"}`, or other names for these)."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO

from sayso.readers.dates import field_date
from sayso.readers.decode import without_surrogates
from sayso.readers.given import SAY_WHICH, Given, listed, places
from sayso.records import Article, Skipped, content_id

FORM = 'Write one JSON object a line: {"text": ..., "id", "title", "published", "publisher", "url": ...}.'
LONGEST_LINE = 10_000_000  # bytes
ONE_A_LINE = "Split it into its articles: JSON lines, one article a line."
Found = tuple[str, Article | Skipped]  # where it stands, what it gives


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


def article_from(row: object, where: str, given: Given) -> Article | Skipped:
    """One document -> Article. What the user gives fills in what the document does not say. The text is kept to the letter."""
    if not isinstance(row, dict):
        return Skipped(where=where, reason=f"a JSON {type(row).__name__}, not an object", hint=FORM)
    return article_of(row, places(row, given.columns), where, given)


def article_of(row: Mapping[str, Any], at: Mapping[str, str], where: str, given: Given) -> Article | Skipped:
    """The same, where the places of the fields are known: a table has them once for all its rows."""
    text_at = at.get("text", given.columns.get("text", "text"))
    text = row.get(text_at)
    if not isinstance(text, str):
        there = text is not None or text_at in row
        reason = f"`{text_at}` is not a string" if there else f"it has no `{text_at}` (its keys: {listed(sorted(row))})"
        return Skipped(where=where, reason=reason, hint=FORM if there else SAY_WHICH)
    if not text.strip():
        return Skipped(where=where, reason=f"its `{text_at}` is empty", hint="Leave it out, or give the article's text.")
    fields: dict[str, str] = {}
    for name in ("id", "title", "outlet", "url"):
        value = row.get(at.get(name, name))
        if name == "outlet" and isinstance(value, dict):  # NewsAPI: {"id": ..., "name": ...}
            value = value.get("name")
        if not isinstance(value, str | int | float | None) or isinstance(value, bool):
            return Skipped(where=where, reason=f"`{at[name]}` is a {type(value).__name__}, not a string", hint=FORM)
        fields[name] = "" if value is None else without_surrogates(str(value)).strip()
    fields["outlet"] = fields["outlet"] or given.outlet
    stated = row.get(at.get("published", "published"))
    said = field_date(stated)
    notes: tuple[str, ...] = ()
    if said is None and stated:
        notes = (f"The publication date {str(stated)[:40]!r} could not be read; write it as 2020-08-17.",)
    text = without_surrogates(text)
    fields["id"] = fields["id"] or content_id(fields["outlet"], fields["url"], fields["title"], text)
    return Article(text=text, published=said or given.published, notes=notes, **fields)


def json_lines(stream: BinaryIO, where: str, given: Given) -> Iterator[Found]:
    """A file of any size: a line is read, given out and forgotten."""
    empty = True
    for number, raw in enumerate(lines_of(stream.readline), 1):
        here = f"{where}:{number}"
        if raw is None:
            empty = False
            yield here, Skipped(where=here, reason=f"the line has more than {LONGEST_LINE // 1_000_000} MB", hint=ONE_A_LINE)
            continue
        if not raw.strip():
            continue
        empty = False
        try:
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            yield here, Skipped(where=here, reason=f"not UTF-8 at byte {error.start + 1} of the line", hint="Save the file as UTF-8.")
            continue
        value = parse_object(text, here)
        yield here, value if isinstance(value, Skipped) else article_from(value, here, given)
    if empty:
        yield where, Skipped(where=where, reason="it is empty", hint="Check that it was saved or downloaded in full.")


def lines_of(readline: Callable[[int], bytes], longest: int = LONGEST_LINE) -> Iterator[bytes | None]:
    """Lines of a stream; None in place of one longer than `longest`: memory stays bounded."""
    while line := readline(longest + 1):
        if len(line) > longest and not line.endswith(b"\n"):
            while (more := readline(longest)) and not more.endswith(b"\n"):
                pass
            yield None
        else:
            yield line.rstrip(b"\n")

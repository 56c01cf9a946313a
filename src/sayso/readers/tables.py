"""Tables: CSV, TSV and Parquet, one row, one article. A row is read, given out and forgotten."""

import csv
import io
import math
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from sayso.readers.decode import Decoded, NotText, decode
from sayso.readers.given import SAY_WHICH, Given, absent, listed, places
from sayso.readers.rows import LONGEST_LINE, Found, article_of
from sayso.readers.unpack import peeked
from sayso.records import Article, Skipped

DELIMITERS = "\t,;|"
BATCH = 64  # Parquet rows in memory at a time
BYTES = range(0xDC80, 0xDD00)  # how Python holds bytes that are not UTF-8


def csv_rows(stream: BinaryIO, where: str, given: Given) -> Iterator[Found]:
    """A table as text: the first line names the columns; the separator is told by it, the encoding by the first bytes.

    A row that cannot be right is skipped: broken quotation marks or another number of cells than the header would give an article
    with a part of its text, and nobody would see it.
    """
    head, stream = peeked(stream)
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    # the first bytes may end within a letter
    decoded = Decoded(head.decode("utf-16", "replace"), encoding="utf-16") if wide else decode(head[: head.rfind(b"\n") + 1] or head)
    if isinstance(decoded, NotText):
        yield where, Skipped(where=where, reason=decoded.reason, hint=decoded.hint)
        return
    first = decoded.text.lstrip("\ufeff").split("\n", 1)[0].rstrip("\r")
    delimiter = delimiter_of(first) or ","
    errors = "surrogateescape" if decoded.encoding.startswith("utf-8") else "replace"
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_LINE))
    lines = _lines(io.TextIOWrapper(stream, decoded.encoding, errors, newline=""))
    rows = csv.reader(lines, delimiter=delimiter, strict=True, quoting=_quoting(decoded.text, delimiter))
    yield from _csv_rows(rows, where, given, (decoded.note,) if decoded.note else ())


def _csv_rows(rows: Any, where: str, given: Given, notes: tuple[str, ...]) -> Iterator[Found]:
    header: list[str] = []
    at: dict[str, str] = {}
    some = False
    while True:
        here = f"{where}:{rows.line_num + 1}"
        try:
            cells = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            yield here, Skipped(where=here, reason=f"a row that breaks off or has a stray quotation mark ({error})", hint=_QUOTE)
            some = True
            continue
        if not any(cells):
            continue
        if not header:
            header = [name.lstrip("\ufeff").strip() for name in cells]
            if problem := misfit(header, given):
                yield where, Skipped(where=where, reason=problem, hint=SAY_WHICH)
                return
            at = places(header, given.columns)
            continue
        some = True
        if len(cells) != len(header):
            yield here, Skipped(where=here, reason=f"the row has {len(cells)} cells, the header {len(header)}", hint=_QUOTE)
            continue
        row, guessed = _mended(dict(zip(header, cells, strict=True)))
        found = article_of(row, at, here, given) if row is not None else _not_utf8(here)
        yield here, found if isinstance(found, Skipped) else _noted(found, (*notes, *guessed))
    if not some:
        reason = "the table has no rows" if header else "it is empty"
        yield where, Skipped(where=where, reason=reason, hint="Check that it was saved or downloaded in full.")


_QUOTE = 'Cells that hold a separator, a line end or a quotation mark stand in "..." with each mark inside doubled.'


def misfit(header: Sequence[str], given: Given) -> str:
    """Why a table's columns cannot be used; "" where they can."""
    if missing := absent(header, given.columns):
        return f"it has no column {', '.join(missing)} (its columns: {listed(header)})"
    if "text" not in places(header, given.columns):
        return f"no column is known to hold the text (its columns: {listed(header)})"
    return ""


def delimiter_of(line: str) -> str | None:
    """What parts the names of a header line; None where there is only one."""
    counts = {mark: len(header_of(line, mark)) for mark in DELIMITERS}
    best = max(DELIMITERS, key=lambda mark: counts[mark])  # at a draw the first of them
    return best if counts[best] > 1 else None


def header_of(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _quoting(start: str, delimiter: str) -> Any:
    """Many tab-separated files quote nothing; a cell that begins with a quotation would then swallow what follows."""
    if delimiter != "\t":
        return csv.QUOTE_MINIMAL
    lines = start.splitlines(keepends=True)[:1000]
    try:
        widths = {len(cells) for cells in csv.reader(lines, delimiter=delimiter, strict=True) if cells}
    except csv.Error:
        return csv.QUOTE_NONE
    return csv.QUOTE_MINIMAL if len(widths) == 1 else csv.QUOTE_NONE


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """Lines; of one that is longer than any row may be, its start, on which the row fails."""
    while line := text.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith("\n"):
            line = text.readline(LONGEST_LINE + 1)


def _mended(row: dict[str, str]) -> tuple[dict[str, str] | None, tuple[str, ...]]:
    """Cells that are not UTF-8 in a file that began as UTF-8 are read in the encoding that they fit, with a note of it."""
    notes: dict[str, None] = {}
    for name, cell in row.items():
        if not cell.isascii() and any(ord(c) in BYTES for c in cell):
            decoded = decode(cell.encode("utf-8", "surrogateescape"))
            if isinstance(decoded, NotText):
                return None, ()
            row[name] = decoded.text
            notes[decoded.note] = None
    return row, tuple(notes)


def _not_utf8(where: str) -> Skipped:
    return Skipped(where=where, reason="the row is text in no encoding that is known", hint="Save the file as UTF-8.")


def _noted(article: Article, notes: tuple[str, ...]) -> Article:
    return replace(article, notes=(*notes, *article.notes)) if notes else article


# ---------------------------------------------------------------- Parquet


def parquet_rows(source: Path | BinaryIO, where: str, given: Given) -> Iterator[Found]:
    """Rows of a Parquet file in batches. A stream is written to a temporary file first, for Parquet is read from its end."""
    if not isinstance(source, Path):
        with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
            shutil.copyfileobj(source, file)
            file.flush()
            yield from parquet_rows(Path(file.name), where, given)
        return
    import duckdb  # here: it takes longer to import than an article to code

    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": 1,
        "enable_external_file_cache": False,
        "autoinstall_known_extensions": False,
    }
    with duckdb.connect(":memory:", config=config) as connection:
        table = f"read_parquet({_sql(source)}, binary_as_string = true)"
        try:
            header = [str(column[0]) for column in connection.execute(f"SELECT * FROM {table} LIMIT 0").description or ()]
            if problem := misfit(header, given):
                yield where, Skipped(where=where, reason=problem, hint=SAY_WHICH)
                return
            at = places(header, given.columns)
            wanted = list(dict.fromkeys(at.values()))
            rows = connection.execute(f"SELECT {', '.join(map(_name, wanted))} FROM {table}")
            number = 0
            while batch := rows.fetchmany(BATCH):
                for cells in batch:
                    number += 1
                    here = f"{where}:[{number}]"
                    yield here, article_of(dict(zip(wanted, map(_plain, cells), strict=True)), at, here, given)
        except duckdb.Error as error:
            reason = f"the Parquet file cannot be read: {str(error).splitlines()[0][:200]}"
            yield where, Skipped(where=where, reason=reason, hint="Check that it was saved or downloaded in full.")
            return
    if not number:
        yield where, Skipped(where=where, reason="the table has no rows", hint="Check that it was saved or downloaded in full.")


def _sql(path: Path) -> str:
    """A path as an SQL string that names one file: what would be a pattern is bracketed."""
    plain = "".join(f"[{c}]" if c in "*?[" else c for c in str(path.absolute()))
    return "'" + plain.replace("'", "''") + "'"


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _plain(value: object) -> object:
    """A cell as JSON would have it. A missing number is no number: pandas writes it as NaN."""
    if isinstance(value, float):
        return None if math.isnan(value) else str(value).removesuffix(".0")
    if isinstance(value, str | list | dict | bytes | tuple | None):
        return value
    return value.isoformat() if isinstance(value, date | datetime) else str(value)

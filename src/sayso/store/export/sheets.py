"""Rows -> a file: tab-separated, CSV, JSON lines, Parquet or Stata. Rows go out as they come; only Stata, which is read whole too, waits.

What a layout without quotation rules cannot hold is cleaned: see `plain`.
"""

import csv
import json
import re
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Any, Literal

from sayso.errors import StopRun
from sayso.show.columns import Column
from sayso.show.data import Row
from sayso.store.export.entries import Told
from sayso.store.schema import SQL_TYPES

Form = Literal["tsv", "csv", "jsonl", "parquet", "dta"]
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_LINES = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]+")  # all but the tab
_LABEL = 80  # bytes in UTF-8 that Stata keeps of a label


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file of an export.

    `status`: `actual` holds what is told to have happened, `other` the rest, `any` both. `key` names the columns that tell rows apart.
    """

    file: str
    about: str
    columns: tuple[Column, ...]
    rows: Callable[[Told], Iterable[Row]]
    key: tuple[str, ...] = ()
    form: Form = "tsv"
    header: bool = True
    status: Literal["any", "actual", "other"] = "any"
    needs_events: bool = False  # it is there only where the reports of a project were grouped

    def holds(self, actual: bool) -> bool:
        return self.status == "any" or (self.status == "actual") == actual


def plain(text: str) -> str:
    """Safe in a tab-separated file read with or without quotation rules: line breaks and tabs become spaces, straight double quotes curly.

    Not single quotes: programs that guess the rules would take one at the start of a value for a rule.
    """
    if not text.isprintable():  # most are, and that is quickly told
        text = _BREAKS.sub(" ", whole(text))
    return text.replace('"', "”")  # and no space is cut: in `FRA; ` it says that of the second nothing is known


def one_line(text: str) -> str:
    """Safe in a CSV file: a cell over several lines is what readers and tools trip over. Quotes and tabs stay."""
    return text if text.isprintable() else _LINES.sub(" ", whole(text))


def whole(text: str) -> str:
    """What any file can hold: no NUL, and a mark for half a character."""
    return text if text.isprintable() else text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _whole(value: Any) -> Any:
    """The same for every text in a record."""
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, dict):
        return {k: _whole(v) for k, v in value.items()}
    return [_whole(v) for v in value] if isinstance(value, list) else value


def cell(value: Any) -> str:
    """A value as text; "" for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


@dataclass
class Writer:
    """Writes one sheet into a folder. Use it as a context; `count` says how many rows went out."""

    sheet: Sheet
    folder: Path
    made: date
    count: int = 0
    _closing: ExitStack = field(default_factory=ExitStack)
    _kept: list[Row] = field(default_factory=list)

    @property
    def path(self) -> Path:
        return self.folder / self.sheet.file

    def __enter__(self) -> "Writer":
        names = [c.name for c in self.sheet.columns]
        if self.sheet.form == "dta":
            return self
        path = self.path.with_name(f".{self.sheet.file}.jsonl") if self.sheet.form == "parquet" else self.path
        self._file: IO[str] = self._closing.enter_context(path.open("w", encoding="utf-8", newline=""))
        if self.sheet.header and self.sheet.form == "tsv":
            self._file.write("\t".join(names) + "\n")
        if self.sheet.form == "csv":
            self._csv = csv.writer(self._file, lineterminator="\n")
            self._csv.writerow(names)
        return self

    def write(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self.count += 1
            values = [row[c.name] for c in self.sheet.columns]
            if self.sheet.form == "tsv":
                self._file.write("\t".join(["" if v is None else plain(cell(v)) for v in values]) + "\n")
            elif self.sheet.form == "csv":
                self._csv.writerow([one_line(cell(v)) for v in values])
            elif self.sheet.form == "dta":
                self._kept.append(row)
            else:
                self._file.write(json.dumps(_whole(row), ensure_ascii=False, default=str) + "\n")

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        self._closing.close()
        if failed is None and self.sheet.form == "parquet":
            to_parquet(Path(self._file.name), self.path, self.sheet.columns)
        if failed is None and self.sheet.form == "dta":
            to_stata(self._kept, self.path, self.sheet, self.made)


def to_parquet(lines: Path, path: Path, columns: tuple[Column, ...]) -> None:
    """JSON lines -> Parquet with the types of the columns; the lines are removed. One thread: the same rows give the same bytes."""
    import duckdb  # it takes a third of a second to import; only Parquet needs it

    types = "{" + ", ".join(f"'{c.name}': '{SQL_TYPES[c.kind]}'" for c in columns) + "}"
    source = f"read_json({_quoted(lines)}, format = 'newline_delimited', columns = {types}, maximum_object_size = 134217728)"
    with duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}) as connection:
        try:
            connection.execute(f"COPY (SELECT * FROM {source}) TO {_quoted(path)} (FORMAT parquet, COMPRESSION zstd)")
        except duckdb.IOException as error:
            raise OSError(str(error).splitlines()[0]) from error
    lines.unlink()


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def to_stata(rows: list[Row], path: Path, sheet: Sheet, made: date) -> None:
    """Stata 14 and later (format 118, UTF-8). Long text becomes strL, days %td, yes and no 1 and 0; labels come from the meanings."""
    try:
        import pandas
    except ImportError as error:
        raise StopRun("Writing Stata files needs pandas, which is not installed.", "pip install 'sayso[pandas]'") from error
    frame = pandas.DataFrame({c.name: _stata_column([r[c.name] for r in rows], c.kind) for c in sheet.columns})
    frame.to_stata(
        path,
        write_index=False,
        version=118,
        time_stamp=datetime(made.year, made.month, made.day, tzinfo=UTC).replace(tzinfo=None),
        data_label=_shortened(sheet.about),
        variable_labels={c.name: _shortened(c.meaning) for c in sheet.columns},
        convert_dates={c.name: "td" for c in sheet.columns if c.kind is date},
    )


def _stata_column(values: list[Any], kind: type) -> Any:
    import pandas

    if kind is date:
        return pandas.to_datetime(pandas.Series(values, dtype="object"))
    if kind is str:
        return pandas.Series([whole(v) if v is not None else "" for v in values], dtype="object")
    return pandas.Series([None if v is None else float(v) for v in values], dtype="float64")


def _shortened(text: str) -> str:
    """Stata counts bytes."""
    raw = text.encode("utf-8")
    return text if len(raw) <= _LABEL else raw[: _LABEL - 3].decode("utf-8", "ignore") + "…"

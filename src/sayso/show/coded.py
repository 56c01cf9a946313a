"""Coded: the result of one article, with the forms that people and programs want of it."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.errors import StopRun
from sayso.records import CodedArticle
from sayso.show import frames
from sayso.show.account import account
from sayso.show.data import file_name, to_annotation, to_dict
from sayso.show.html import to_html
from sayso.show.lines import Line, wrap

if TYPE_CHECKING:
    import pandas
    import polars


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Coded(CodedArticle):
    """What was found in one article. Shows itself in a notebook; frozen, with offsets into `article.text` everywhere."""

    def __repr__(self) -> str:
        return f"<Coded {self.article.id!r}: {len(self.reports)} reports, {len(self.statements)} statements>"

    def _repr_html_(self) -> str:
        return to_html(self.lines())

    def lines(self, *, why: bool = False, width: int | None = None) -> Iterator[Line]:
        """The readable account as lines of styled text, wrapped at `width` columns where it is given.

        `why` adds the rule, the lexicon row and the words behind each record.
        """
        for line in account(self, why=why):
            yield from [line] if width is None else wrap(line, width)

    def account(self, *, width: int = 100, why: bool = False) -> str:
        """The readable account as plain text."""
        return "\n".join(line.plain() for line in self.lines(why=why, width=width)) + "\n"

    def to_dict(self) -> dict[str, Any]:
        """Everything, as plain values in stable order (docs/output.md)."""
        return to_dict(self)

    def to_json(self) -> str:
        """The same as one line of JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False)

    def to_pandas(self, table: frames.Table = "reports") -> "pandas.DataFrame":
        """One row for each report, or for each of the `statements`. Raises StopRun where pandas is not installed."""
        return frames.to_pandas(self, table)

    def to_polars(self, table: frames.Table = "reports") -> "polars.DataFrame":
        """One row for each report, or for each of the `statements`. Raises StopRun where polars is not installed."""
        return frames.to_polars(self, table)

    def annotations(self) -> dict[str, Any]:
        """The document with `statements` and `events` in the form that annotators write and scorers read."""
        return to_annotation(self)

    def write_annotations(self, folder: Path) -> Path:
        """Write `annotations()` to FOLDER/ID.json, whole or not at all, and return its path. Raises StopRun where it cannot be written."""
        path = folder / file_name(self.article.id)
        text = json.dumps(self.annotations(), ensure_ascii=False, indent=1) + "\n"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            write_whole(path, text)
        except OSError as error:
            raise StopRun(
                f"{path}: cannot be written: {error.strerror or error}", "Check the folder, its permissions and the disk."
            ) from error
        return path


def write_whole(path: Path, text: str) -> None:
    """By temporary file and rename: a reader never meets half a file, and a killed run leaves the old one."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(text.encode("utf-8", "surrogatepass"))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)

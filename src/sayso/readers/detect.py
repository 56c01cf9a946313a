"""Paths and streams -> articles, by the reader that a file's content asks for (sniff.py).

A file format is one module beside this one, a name in sniff.py and a line in `_stream` or `_whole`.
"""

import glob
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO, Literal

from sayso.errors import StopRun
from sayso.readers.dates import stated_date
from sayso.readers.decode import NotText, decode
from sayso.readers.english import not_english, other_language
from sayso.readers.feeds import feed_entries
from sayso.readers.given import Given, checked
from sayso.readers.pages import article_from_page, decode_page
from sayso.readers.rows import ONE_A_LINE, Found, article_from, json_lines, parse_object
from sayso.readers.sniff import Format, other_format, sniff
from sayso.readers.tables import csv_rows, parquet_rows
from sayso.readers.unpack import BROKEN, peeked, plain_name, unpacked
from sayso.readers.warc import warc_pages
from sayso.records import Article, Skipped, content_id

Input = Path | Literal["-"]
STANDARD_INPUT = "standard input"
LARGEST_FILE = 10_000_000  # bytes of a file that is read whole; JSON lines, tables and archives may be of any size
LONGEST_TEXT = 1_000_000  # characters; language.model.LONGEST_ARTICLE is what the parser takes
IN_FULL = "Check that it was saved or downloaded in full."


def read_paths(
    paths: Sequence[Input],
    *,
    outlet: str = "",
    published: date | None = None,
    columns: Mapping[str, str] | None = None,
    longest: int = LONGEST_TEXT,
    english_only: bool = True,
    unique: bool = True,
) -> Iterator[Article | Skipped]:
    """Every article under the paths, in their order (folders sorted by name), and every input or line that cannot be used.

    Args:
        paths: Files, folders, patterns such as `news/*.csv` or `news/**/*.html`, and "-" for standard input.
        outlet, published: What the user says. For plain text they win; for all else they fill in what the document does not say,
            since one option cannot be true of many documents that each say something else.
        columns: Our field (text, id, title, date, outlet, url) -> the name of its column in a table or its key in JSON, where that is
            none of the common ones (`given.parse_map` makes it of `text=body,date=pub`).
        longest: Texts longer than this many characters are skipped.
        english_only: Skip texts that are surely in another language.
        unique: Skip an article whose id came before. False where the caller sees to that: then no id is kept in memory.
    Returns: One pass over the inputs; nothing is read before it is asked for. Of files of many articles, one at a time is in memory.
    Raises: StopRun at once, before anything is read, where a path does not exist or `columns` names no field of ours.
    """
    if missing := [str(p) for p in paths if p != "-" and not os.path.lexists(p) and not glob.has_magic(str(p))]:
        raise StopRun(f"There is no file or folder {', '.join(missing)}.", "Check the spelling; paths are relative to the current folder.")
    inputs = [found for path in paths for found in _matches(path)]
    return _Reader(Given(outlet, published, checked(columns or {}), english_only), longest, unique).read(inputs)


def _matches(path: Input) -> list[Input]:
    """What a path stands for: itself, or the files that it is a pattern of (for shells that leave patterns alone)."""
    if path == "-" or os.path.lexists(path):
        return [path]
    if found := [Path(p) for p in sorted(glob.glob(str(path), recursive=True)) if not os.path.isdir(p)]:
        return [*found]
    raise StopRun(f"No file matches {path}.", "Check the pattern; paths are relative to the current folder.")


@dataclass(slots=True)
class _Reader:
    given: Given
    longest: int
    unique: bool = True
    seen: dict[str, str] = field(default_factory=dict)  # article id -> where it came from

    def read(self, paths: Sequence[Input]) -> Iterator[Article | Skipped]:
        for path in paths:
            for where, found in self._input(path):
                yield found if isinstance(found, Skipped) else self._check(found, where)

    def _check(self, article: Article, where: str) -> Article | Skipped:
        if len(article.text) > self.longest:
            reason = f"the text has {len(article.text):,} characters; the longest that is read is {self.longest:,}"
            return Skipped(where=where, reason=reason, hint=ONE_A_LINE)
        if first := self.seen.get(article.id):
            reason = f"its id {article.id} was used before, at {first}"
            return Skipped(where=where, reason=reason, hint="Leave one of the two out, or give it another id.")
        if self.given.english_only and (language := other_language(article.text)):
            return not_english(where, language)
        if self.unique:
            self.seen[article.id] = where
        return replace(article, where=where)

    def _input(self, path: Input) -> Iterator[Found]:
        if path == "-":
            yield from self._open(sys.stdin.buffer, None, STANDARD_INPUT)
        elif path.is_dir():
            some = False
            for found in self._folder(str(path)):
                some = True
                yield found
            if not some:
                reason, hint = "the folder holds no files", "Give a folder with articles in it."
                yield str(path), Skipped(where=str(path), reason=reason, hint=hint)
        else:
            try:
                with path.open("rb") as stream:
                    yield from self._open(stream, path, str(path))
            except OSError as error:
                yield str(path), unreadable(str(path), error)

    def _folder(self, folder: str) -> Iterator[Found]:
        """Files below a folder in the order of their names, but for hidden ones; links to folders are not followed."""
        try:
            with os.scandir(folder) as entries:
                names = sorted((e.name, e.is_dir(follow_symlinks=False)) for e in entries if not e.name.startswith("."))
        except OSError as error:
            yield folder, unreadable(folder, error)
            return
        for name, is_folder in names:
            path = Path(folder, name)
            if is_folder:
                yield from self._folder(str(path))
            elif path.is_file() or (path.is_symlink() and not path.is_dir()):  # a pipe or a device in a folder would hang the run
                yield from self._input(path)

    def _open(self, raw: BinaryIO, path: Path | None, where: str) -> Iterator[Found]:
        try:
            stream, packed = unpacked(raw)
            yield from self._stream(stream, None if packed else path, where, plain_name(path.name) if path else "")
        except BROKEN as error:
            reason = f"its compressed data are broken or cut off ({error or type(error).__name__})"[:200]
            yield where, Skipped(where=where, reason=reason, hint="Get the file again; what stands before the break was read.")

    def _stream(self, stream: BinaryIO, path: Path | None, where: str, name: str) -> Iterator[Found]:
        head, stream = peeked(stream)
        kind = sniff(head, name, self.given.columns)
        if kind == "rows":
            yield from json_lines(stream, where, self.given)
        elif kind == "parquet":
            yield from parquet_rows(path or stream, where, self.given)
        elif kind == "warc":
            yield from warc_pages(stream, where, self.given)
        elif kind == "table" and head.strip():
            yield from csv_rows(stream, where, self.given)
        else:
            raw = stream.read(LARGEST_FILE + 1)
            if len(raw) > LARGEST_FILE:
                reason = f"it has more than {LARGEST_FILE // 1_000_000} MB, too much for one article"
                yield where, Skipped(where=where, reason=reason, hint=ONE_A_LINE)
            elif not raw.strip(b" \t\r\n\f\v\xef\xbb\xbf"):
                reason = "it holds nothing but white space" if raw else "it is empty"
                yield where, Skipped(where=where, reason=reason, hint=IN_FULL)
            else:
                yield from self._whole(raw, kind, where)

    def _whole(self, raw: bytes, kind: Format, where: str) -> Iterator[Found]:
        if kind == "feed":
            yield from feed_entries(raw, where, self.given)
            return
        if kind == "text" and (name := other_format(raw)):
            yield where, Skipped(where=where, reason=f"it is {name}, not an article", hint="Turn it into JSON lines: one article a line.")
            return
        text = decode_page(raw) if kind == "html" else decode(raw)
        if isinstance(text, NotText):
            yield where, Skipped(where=where, reason=text.reason, hint=text.hint)
            return
        notes = (text.note,) if text.note else ()
        if kind == "html":
            yield where, article_from_page(text.text, where, self.given, notes=notes)
        elif kind == "text":
            yield where, self._plain(text.text, where, notes)
        else:
            value = parse_object(text.text, where)
            if isinstance(value, list):
                for n, row in enumerate(value, 1):
                    yield f"{where}:[{n}]", self._row(row, f"{where}:[{n}]", notes)
                if not value:
                    yield where, Skipped(where=where, reason="an empty JSON list", hint=IN_FULL)
            else:
                yield where, value if isinstance(value, Skipped) else self._row(value, where, notes)

    def _plain(self, text: str, where: str, notes: tuple[str, ...]) -> Article | Skipped:
        """Nothing is cut or mended but line ends: what looks like a caption or an address may be evidence."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if not text.strip():
            return Skipped(where=where, reason="it holds nothing but white space", hint=IN_FULL)
        outlet = self.given.outlet
        published = self.given.published or stated_date(text)
        return Article(id=content_id(outlet, "", "", text), text=text, outlet=outlet, published=published, notes=notes)

    def _row(self, row: object, where: str, notes: tuple[str, ...] = ()) -> Article | Skipped:
        found = article_from(row, where, self.given)
        return replace(found, notes=(*notes, *found.notes)) if notes and isinstance(found, Article) else found


def unreadable(where: str, error: OSError) -> Skipped:
    return Skipped(where=where, reason=f"it cannot be read: {error.strerror or error}", hint="Check the path and its permissions.")

"""Paths and streams -> articles. What a file is, is told by its content; its name only breaks a tie.

Formats: plain text, HTML, JSON lines, one JSON document, a JSON list of documents, folders of these, standard input (`-`).
"""

import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO, Literal

from sayso.errors import StopRun
from sayso.readers.dates import stated_date
from sayso.readers.decode import Decoded, NotText, decode
from sayso.readers.english import other_language
from sayso.readers.pages import article_from_page, looks_like_html, said_charset
from sayso.readers.rows import article_from, parse_object
from sayso.records import Article, Skipped, content_id

Input = Path | Literal["-"]
Format = Literal["text", "html", "json", "rows"]
STANDARD_INPUT = "standard input"
HEAD = 1 << 16
LARGEST_FILE = 10_000_000  # bytes of a file that holds one article; JSON lines may be of any size
LONGEST_TEXT = 1_000_000  # characters; language.model.LONGEST_ARTICLE is what the parser takes
ONE_A_LINE = "Split it into its articles: JSON lines, one article a line."


def read_paths(
    paths: Sequence[Input], *, outlet: str = "", published: date | None = None, longest: int = LONGEST_TEXT, english_only: bool = True
) -> Iterator[Article | Skipped]:
    """Every article under the paths, in their order (folders sorted by name), and every input or line that cannot be used.

    Args:
        outlet, published: What the user says. For plain text they win; for HTML and JSON they fill in what the document does not say,
            since one option cannot be true of many documents that each say something else.
        longest: Texts longer than this many characters are skipped.
        english_only: Skip texts that are surely in another language.
    Returns: One pass over the inputs; nothing is read before it is asked for.
    Raises: StopRun at once, before anything is read, where a path does not exist.
    """
    if missing := [str(p) for p in paths if p != "-" and not os.path.lexists(p)]:
        raise StopRun(f"There is no file or folder {', '.join(missing)}.", "Check the spelling; paths are relative to the current folder.")
    return _Reader(outlet, published, longest, english_only).read(paths)


def sniff(head: bytes, name: str = "") -> Format:
    """What a file is by its first bytes; its name decides only where they leave it open."""
    suffix = Path(name).suffix.lower()
    start = head.decode("utf-8-sig", "replace").lstrip()
    if looks_like_html(start) or (suffix in {".html", ".htm", ".xhtml"} and "<" in start):
        return "html"
    if suffix in {".jsonl", ".ndjson"}:
        return "rows"
    if re.match(r'\{\s*["}]', start):
        complete = start.splitlines() if len(head) < HEAD else start.splitlines()[:-1]
        lines = [line for line in complete if line.lstrip().startswith("{")]
        # in a document spread over lines, no line is an object; among JSON lines most are, even where the first is broken
        if any(isinstance(parse_object(line, ""), dict) for line in lines) or (not complete and suffix != ".json"):
            return "rows"
        return "json"
    return "json" if suffix == ".json" or re.match(r"\[\s*\{\s*\"", start) else "text"


@dataclass(slots=True)
class _Reader:
    outlet: str
    published: date | None
    longest: int
    english_only: bool
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
        if self.english_only and (language := other_language(article.text)):
            reason = f"it is not in English (language: {language})"
            return Skipped(where=where, reason=reason, hint="Translate it first; sayso reads English.")
        self.seen[article.id] = where
        return replace(article, where=where)

    def _input(self, path: Input) -> Iterator[tuple[str, Article | Skipped]]:
        if path == "-":
            yield from self._stream(sys.stdin.buffer, STANDARD_INPUT, "")
        elif path.is_dir():
            yield from self._folder(path)
        else:
            try:
                with path.open("rb") as stream:
                    yield from self._stream(stream, str(path), path.name)
            except OSError as error:
                yield str(path), unreadable(str(path), error)

    def _folder(self, folder: Path) -> Iterator[tuple[str, Article | Skipped]]:
        """Files below a folder in the order of their names, but for hidden ones; links to folders are not followed."""
        broken: list[OSError] = []
        files: list[Path] = []
        for here, folders, names in os.walk(folder, onerror=broken.append):
            folders[:] = [f for f in folders if not f.startswith(".")]
            files += [Path(here, name) for name in names if not name.startswith(".")]
        for error in broken:
            yield str(error.filename), unreadable(str(error.filename), error)
        if not files and not broken:
            yield str(folder), Skipped(where=str(folder), reason="the folder holds no files", hint="Give a folder with articles in it.")
        for path in sorted(files):
            if path.is_file() or path.is_symlink():  # a pipe or a device in a folder would hang the run
                yield from self._input(path)

    def _stream(self, stream: BinaryIO, where: str, name: str) -> Iterator[tuple[str, Article | Skipped]]:
        head = stream.read(HEAD)
        kind = sniff(head, name)
        if kind == "rows":
            yield from self._rows(head, stream, where)
            return
        raw = head + stream.read(LARGEST_FILE + 1 - len(head))
        if len(raw) > LARGEST_FILE:
            reason = f"it has more than {LARGEST_FILE // 1_000_000} MB, too much for one article"
            yield where, Skipped(where=where, reason=reason, hint=ONE_A_LINE)
        elif not raw.strip(b" \t\r\n\f\v\xef\xbb\xbf"):
            reason = "it holds nothing but white space" if raw else "it is empty"
            yield where, Skipped(where=where, reason=reason, hint="Check that it was saved or downloaded in full.")
        else:
            yield from self._whole(raw, kind, where)

    def _whole(self, raw: bytes, kind: Format, where: str) -> Iterator[tuple[str, Article | Skipped]]:
        if kind == "text" and (name := other_format(raw, where)):
            yield where, Skipped(where=where, reason=f"it is {name}, not an article", hint="Turn it into JSON lines: one article a line.")
            return
        text = decode_page(raw) if kind == "html" else decode(raw)
        if isinstance(text, NotText):
            yield where, Skipped(where=where, reason=text.reason, hint=text.hint)
            return
        notes = (text.note,) if text.note else ()
        if kind == "html":
            yield where, article_from_page(text.text, where, outlet=self.outlet, published=self.published, notes=notes)
        elif kind == "text":
            yield where, self._plain(text.text, where, notes)
        else:
            value = parse_object(text.text, where)
            if isinstance(value, list):
                for n, row in enumerate(value, 1):
                    yield f"{where}:[{n}]", self._row(row, f"{where}:[{n}]", notes)
                if not value:
                    yield where, Skipped(where=where, reason="an empty JSON list", hint="Check that it was saved in full.")
            else:
                yield where, value if isinstance(value, Skipped) else self._row(value, where, notes)

    def _plain(self, text: str, where: str, notes: tuple[str, ...]) -> Article | Skipped:
        """Nothing is cut or mended but line ends: what looks like a caption or an address may be evidence."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if not text.strip():
            return Skipped(where=where, reason="it holds nothing but white space", hint="Check that it was saved or downloaded in full.")
        published = self.published or stated_date(text)
        return Article(id=content_id(self.outlet, "", "", text), text=text, outlet=self.outlet, published=published, notes=notes)

    def _row(self, row: object, where: str, notes: tuple[str, ...] = ()) -> Article | Skipped:
        found = article_from(row, where, outlet=self.outlet, published=self.published)
        return replace(found, notes=(*notes, *found.notes)) if notes and isinstance(found, Article) else found

    def _rows(self, head: bytes, stream: BinaryIO, where: str) -> Iterator[tuple[str, Article | Skipped]]:
        empty = True
        for number, raw in enumerate(lines_of(head, stream.readline), 1):
            here = f"{where}:{number}"
            if raw is None:
                empty = False
                yield here, Skipped(where=here, reason=f"the line has more than {LARGEST_FILE // 1_000_000} MB", hint=ONE_A_LINE)
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
            yield here, value if isinstance(value, Skipped) else self._row(value, here)
        if empty:
            yield where, Skipped(where=where, reason="it is empty", hint="Check that it was saved or downloaded in full.")


def lines_of(head: bytes, readline: Callable[[int], bytes], longest: int = LARGEST_FILE) -> Iterator[bytes | None]:
    """Lines of a stream whose first bytes were read already; None in place of one longer than `longest`: memory stays bounded."""
    *whole, rest = head.split(b"\n")
    yield from whole
    while True:
        line = rest + readline(longest + 1)
        rest = b""
        if not line:
            return
        if len(line) > longest and not line.endswith(b"\n"):
            while (more := readline(longest)) and not more.endswith(b"\n"):
                pass
            yield None
        else:
            yield line.rstrip(b"\n")


def other_format(raw: bytes, name: str) -> str | None:
    """Text that is no prose: coding it would give reports of mark-up."""
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|rss|feed|tei|nitf)\b", raw[:200], re.IGNORECASE):
        return "an XML file or a feed"
    return "a table" if Path(name).suffix.lower() in {".csv", ".tsv"} else None


def decode_page(raw: bytes) -> Decoded | NotText:
    """The encoding that the page declares counts only where its bytes are not UTF-8: many pages declare the wrong one."""
    decoded = decode(raw)
    charset = said_charset(raw)
    if isinstance(decoded, NotText) or not decoded.note or not charset:
        return decoded
    try:
        return Decoded(raw.decode(charset))
    except (UnicodeDecodeError, LookupError):
        return decoded


def unreadable(where: str, error: OSError) -> Skipped:
    return Skipped(where=where, reason=f"it cannot be read: {error.strerror or error}", hint="Check the path and its permissions.")

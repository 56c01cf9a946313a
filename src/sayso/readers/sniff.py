"""What a file is, told by its first bytes; its name only breaks a tie."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from sayso.readers.given import places
from sayso.readers.pages import looks_like_html
from sayso.readers.rows import parse_object
from sayso.readers.tables import delimiter_of, header_of
from sayso.readers.unpack import HEAD

Format = Literal["text", "html", "json", "rows", "table", "parquet", "feed", "warc"]
FEED = re.compile(r"(?:<\?[^>]*\?>|<!--.*?-->|<!DOCTYPE[^>]*>|\s)*<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE | re.DOTALL)
XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|tei|nitf)\b", re.IGNORECASE)
TABLES = {".csv", ".tsv", ".tab", ".psv"}
COLUMN = re.compile(r"[^\W\d](?:[\w .-]{0,38}\w)?")  # prose has a space behind its commas


def sniff(head: bytes, name: str = "", columns: Mapping[str, str] | None = None) -> Format:
    """What a file is by its first bytes; its name decides only where they leave it open."""
    suffix = Path(name).suffix.lower()
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"WARC/"):
        return "warc"
    start = head.decode("utf-8-sig", "replace").lstrip()
    if FEED.match(start[:4096]):
        return "feed"
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
    if suffix == ".json" or re.match(r"\[\s*\{\s*\"", start):
        return "json"
    return "table" if suffix in TABLES or _is_header(start, columns or {}) else "text"


def _is_header(start: str, columns: Mapping[str, str]) -> bool:
    """A first line of two or more short names, one of which is the text's."""
    line = start.split("\n", 1)[0].rstrip("\r")
    if len(line) > 1000 or not (delimiter := delimiter_of(line)):
        return False
    names = header_of(line, delimiter)
    return len(names) > 1 and all(COLUMN.fullmatch(n) for n in names) and "text" in places(names, columns)


def other_format(raw: bytes) -> str | None:
    """Text that is no prose: coding it would give reports of mark-up."""
    return "an XML file that is no feed" if XML.match(raw[:200]) else None

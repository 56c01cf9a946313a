"""A user's lexicon file, in whichever form it is: YAML, a CSV table of actors, or a PETRARCH dictionary. Told by its content."""

import csv
import io
import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from sayso.errors import StopRun
from sayso.lexicons.load import Source, read_bytes, read_yaml, stop_on
from sayso.lexicons.petrarch import decoded, import_texts, looks_like_petrarch, mapping_digest

COLUMNS = ("name", "country", "sectors", "start", "end", "aliases", "id", "kind", "office")
KINDS = ("", "person", "organisation")
FORMS = "A lexicon is a YAML file, a table of actors or a PETRARCH dictionary: see docs/lexicons.md."
MOST_MALFORMED = 0.3  # share of the lines with content; a file with more is no dictionary, or a broken one


def read_user(path: Path) -> Source:
    """The file as sections of a lexicon (docs/lexicons.md). Raises StopRun naming every bad row, or what is wrong with the file."""
    raw = read_bytes(path)
    if path.suffix.lower() in {".yaml", ".yml"}:
        return read_yaml(path)
    return _read(path, raw)


@lru_cache(maxsize=4)  # each part of a coder asks for its sections of the same file
def _read(path: Path, raw: bytes) -> Source:
    text = decoded(raw)
    if _is_table(text):
        return Source(path, _from_table(text, path), sha256(raw).hexdigest())
    if not looks_like_petrarch(text):
        suffix = path.suffix.lower()
        if suffix == ".csv":
            raise StopRun(f"{path}: its first line names no columns `name` and `country` or `sectors`.", FORMS)
        if suffix == ".txt" and not re.search(r"^\w+:", text, re.MULTILINE):
            raise StopRun(f"{path}: it has no lines such as `NAME_ [CODE]`.", FORMS)
        return read_yaml(path)
    found = import_texts([(str(path), text)])
    if len(found.malformed) > MOST_MALFORMED * (found.loaded + len(found.malformed)):
        shown = [str(bad) for bad in found.malformed[:20]]
        raise StopRun("\n".join([f"{path}: {found.account()}", *shown]), "Mend these lines and run again.")
    return Source(path, found.content, sha256(raw + mapping_digest().encode()).hexdigest())


# ---------------------------------------------------------------- CSV


def _is_table(text: str) -> bool:
    header = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    names = {cell.strip().lower() for cell in header.split(",")}
    return "name" in names and bool(names & {"country", "sectors"})


def _from_table(text: str, path: Path) -> dict[str, Any]:
    """Rows of name, country, sectors, start, end, aliases, id: a row with dates (or kind person) is a person's term of office."""
    lines = (line for line in io.StringIO(text, newline="") if not line.startswith("#"))
    reader = csv.reader(lines)
    header = [cell.strip().lower() for cell in next(reader)]
    rows = [row for row in reader if any(map(str.strip, row))]
    stop_on(_problems(header, rows), path)
    table = [dict(zip(header, map(str.strip, row), strict=True)) for row in rows]
    dated = {row["name"] for row in table if row.get("start") or row.get("end")}
    content: dict[str, Any] = {"schema": "lexicon/1", "people": {}, "organisations": {}}
    for row in table:
        kind = row.get("kind") or ("person" if row["name"] in dated else "organisation")
        section = content["people" if kind == "person" else "organisations"]
        made = section.setdefault(row["name"], {"aliases": [], "terms": [], "identifier": row.get("id", "")})
        made["aliases"] += [a for a in _cells(row.get("aliases", "")) if a not in made["aliases"]]
        made["terms"].append(
            {
                "country": row.get("country") or None,
                "sectors": _cells(row.get("sectors", "").upper()),
                "office": row.get("office", ""),
                "from": row.get("start", ""),
                "to": row.get("end", ""),
            }
        )
    return content


def _problems(header: list[str], rows: list[list[str]]) -> Iterator[str]:
    if unknown := [name for name in header if name not in COLUMNS]:
        yield f"unknown column {', '.join(unknown)}; known are {', '.join(COLUMNS)}"
    for n, row in enumerate(rows, 1):
        cells = dict(zip(header, map(str.strip, row), strict=False))
        if len(row) != len(header):
            yield f"row {n}: {len(row)} cells, the header has {len(header)}"
        elif not cells["name"]:
            yield f"row {n}: needs a name"
        elif cells.get("kind", "") not in KINDS:
            yield f"row {n}: kind {cells['kind']!r} is neither person nor organisation"


def _cells(cell: str) -> list[str]:
    return [part.strip() for part in re.split(r"[|;]", cell) if part.strip()]

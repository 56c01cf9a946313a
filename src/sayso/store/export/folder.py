"""What lies beside the data in every export: data package, code book, citation, README and checksums. All of it made from the code."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from sayso.show.columns import Column
from sayso.store.export import codes
from sayso.store.export.sheets import Sheet

CHECKSUMS = "SHA256SUMS"
PACKAGE = "datapackage.json"
SOURCES = (
    ("GeoNames (coordinates and ids of places, CC BY 4.0)", "https://www.geonames.org"),
    ("Correlates of War, State System Membership, version 2016 (numbers of states)", "https://correlatesofwar.org"),
)
_NAME = "sayso-"  # how the name of the data package begins
_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean", date: "date", list: "array", dict: "object"}
_MEDIA = {
    "tsv": "text/tab-separated-values",
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
    "dta": "application/x-stata-dta",
}
_CODED_BY_CAMEO = frozenset({"EventCode", "CAMEO Code", "code", "cameo_code"})


@dataclass(frozen=True, slots=True)
class Facts:
    """What the papers of an export tell of it."""

    format: str
    about: str
    losses: tuple[str, ...]
    reading: str
    query: str
    status: str  # which statuses are in it, in words
    made: date
    program: str
    made_by: tuple[str, ...]
    articles: int
    reports: int
    copies: int
    rows: Mapping[str, int]
    left_out: Mapping[str, int]
    days: tuple[date, date] | None


def write(folder: Path, sheets: tuple[Sheet, ...], facts: Facts) -> None:
    (folder / PACKAGE).write_text(_json(package(folder, sheets, facts)), "utf-8", newline="\n")
    (folder / "codebook.md").write_text(codebook(sheets, facts), "utf-8", newline="\n")
    (folder / "CITATION.cff").write_text(citation(facts), "utf-8", newline="\n")
    (folder / "README.md").write_text(readme(sheets, facts), "utf-8", newline="\n")
    names = sorted(p.name for p in folder.iterdir() if p.name != CHECKSUMS)
    (folder / CHECKSUMS).write_text("".join(f"{digest(folder / n)}  {n}\n" for n in names), "utf-8", newline="\n")


def is_export(folder: Path) -> bool:
    """Whether an export made this folder."""
    try:
        name = json.loads((folder / PACKAGE).read_text("utf-8"))["name"]
        return str(name).startswith(_NAME) and (folder / CHECKSUMS).is_file()
    except (OSError, ValueError, KeyError, TypeError):
        return False


def digest(path: Path) -> str:
    with path.open("rb") as file:
        found = sha256()
        while block := file.read(1 << 20):
            found.update(block)
    return found.hexdigest()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


# ---------------------------------------------------------------- data package
def package(folder: Path, sheets: tuple[Sheet, ...], facts: Facts) -> dict[str, Any]:
    """A Data Package: https://datapackage.org. Tables carry a Table Schema."""
    return {
        "name": f"{_NAME}{facts.format}",
        "title": _title(facts),
        "description": facts.about,
        "created": f"{facts.made.isoformat()}T00:00:00Z",
        "sources": [{"title": "the articles named in the data"}, *({"title": title, "path": path} for title, path in SOURCES)],
        "contributors": [{"title": facts.program, "role": "wrangler"}],
        "resources": [_resource(folder, s) for s in sheets],
    }


def _resource(folder: Path, sheet: Sheet) -> dict[str, Any]:
    path = folder / sheet.file
    found: dict[str, Any] = {
        "name": sheet.file.rsplit(".", 1)[0].replace(".export", "").replace("_", "-").lower(),
        "path": sheet.file,
        "title": sheet.about,
        "mediatype": _MEDIA[sheet.form],
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest(path)}",
    }
    schema: dict[str, Any] = {"fields": [_field(c, sheet) for c in sheet.columns], "missingValues": [""]}
    if sheet.key:
        schema["primaryKey"] = list(sheet.key)
    if sheet.form in {"tsv", "csv"}:
        found |= {"format": sheet.form, "encoding": "utf-8", "profile": "tabular-data-resource"}
        found["dialect"] = {"delimiter": "\t" if sheet.form == "tsv" else ",", "header": sheet.header, "lineTerminator": "\n"}
        found["dialect"] |= {"quoteChar": '"', "doubleQuote": True} if sheet.form == "csv" else {}
    else:
        found["format"] = sheet.form
    return {**found, "schema": schema}


def _field(column: Column, sheet: Sheet) -> dict[str, Any]:
    found: dict[str, Any] = {"name": column.name, "type": _TYPES[column.kind], "description": column.meaning}
    if column.kind is bool and sheet.form in {"tsv", "csv"}:
        found |= {"trueValues": ["true"], "falseValues": ["false"]}
    return found


# ---------------------------------------------------------------- words for people
def _title(facts: Facts) -> str:
    return f"Event reports coded with sayso, {facts.format} form"


def codebook(sheets: tuple[Sheet, ...], facts: Facts) -> str:
    lines = [f"# Code book: {facts.format}", "", f"Made from the code of {facts.program}. {facts.about}", ""]
    shown: dict[tuple[Column, ...], str] = {}
    for sheet in sheets:
        lines += [f"## {sheet.file}", "", f"{sheet.about[0].upper()}{sheet.about[1:]}."]
        if sheet.columns in shown:
            lines += ["", f"Columns as in {shown[sheet.columns]}.", ""]
            continue
        shown[sheet.columns] = sheet.file
        if sheet.form == "tsv":
            lines[-1] += " Tab-separated, UTF-8, " + ("with" if sheet.header else "without") + " a header; empty is missing."
        lines += ["", "| # | column | type | meaning |", "|---|---|---|---|"]
        lines += [f"| {n} | `{c.name}` | {_TYPES[c.kind]} | {_in_table(c.meaning)} |" for n, c in enumerate(sheet.columns, 1)]
        lines.append("")
    lines += ["## PLOVER types and modes", ""]
    with_cameo = any(c.name in _CODED_BY_CAMEO for s in sheets for c in s.columns)
    lines += _categories(with_cameo)
    lines += ["", "## Sectors", "", "| PLOVER | CAMEO role | in words |", "|---|---|---|"]
    lines += [f"| {name} | {s.cameo} | {s.label} |" for name, s in codes.sectors().items()]
    lines += ["", "PLOVER's JRN is the press and MED health; CAMEO's MED is the media and HLH health.", ""]
    return "\n".join(lines)


def _categories(with_cameo: bool) -> list[str]:
    if not with_cameo:
        lines = ["| type | mode | quad class | intensity |", "|---|---|---|---|"]
        rows = codes.categories().items()
        return [*lines, *(f"| {t} | {m} | {c.quad} | {_number(c.intensity)} |" for (t, m), c in rows)]
    known = codes.cameo_codes()
    lines = [
        "`CAMEO`: the code taken; after a stroke, the one taken where the first actor carries arms for a living (government, army, rebels",
        "and other armed groups). No code is more exact than the record that it is made from.",
        "",
        "| type | mode | quad class | intensity | CAMEO | its label | Goldstein | limit |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for (type_, mode), c in codes.categories().items():
        both = [c.cameo] if c.armed == c.cameo else [c.cameo, c.armed]
        labels, values = (" / ".join(x) for x in zip(*((known[b].label, _number(known[b].goldstein)) for b in both), strict=True))
        lines.append(f"| {type_} | {mode} | {c.quad} | {_number(c.intensity)} | {' / '.join(both)} | {labels} | {values} | {c.limit} |")
    return lines


def _in_table(text: str) -> str:
    return text.replace("|", "\\|")


def _number(value: float) -> str:
    return f"{value:g}"


def citation(facts: Facts) -> str:
    return "\n".join([
        "cff-version: 1.2.0",
        "message: Put your own name and title here, and keep the references.",
        "type: dataset",
        f'title: "{_title(facts)}"',
        "authors:",
        "  - name: Your name",
        f'version: "{facts.made.isoformat()}"',
        f"date-released: {facts.made.isoformat()}",
        "references:",
        "  - type: software",
        "    title: sayso",
        "    authors:",
        "      - name: The sayso developers",
        f'    version: "{facts.program.split()[-1]}"',
        "  - type: manual",
        '    title: "PLOVER: Political Language Ontology for Verifiable Event Records"',
        "    authors:",
        "      - name: Open Event Data Alliance",
        "  - type: database",
        "    title: GeoNames",
        "    authors:",
        "      - name: GeoNames",
        "    url: https://www.geonames.org",
        "  - type: dataset",
        "    title: State System Membership",
        "    authors:",
        "      - name: Correlates of War Project",
        '    version: "2016"',
        "",
    ])  # fmt: skip


def readme(sheets: tuple[Sheet, ...], facts: Facts) -> str:
    lines = [f"# {_title(facts)}", "", facts.about, ""]
    lines += ["## What is in it", "", "| | |", "|---|---|"]
    lines += [f"| query | {f'`{_in_table(facts.query)}`' if facts.query else 'none: everything'} |"]
    lines += [f"| status | {facts.status} |"]
    lines += [f"| articles | {facts.articles:,} |", f"| reports | {facts.reports:,} |"]
    if facts.copies:
        lines.append(f"| of them in copies of earlier articles | {facts.copies:,} (column `copy_of`): not independent |")
    if facts.days:
        lines.append(f"| days | {facts.days[0].isoformat()} to {facts.days[1].isoformat()} |")
    lines += [f"| left out: {reason} | {count:,} |" for reason, count in facts.left_out.items()]
    lines += [f"| made | {facts.made.isoformat()} by {facts.program} |"]
    lines += ["", "| file | rows | |", "|---|---|---|"]
    lines += [f"| {s.file} | {facts.rows[s.file]:,} | {s.about} |" for s in sheets]
    lines += ["", "Columns: codebook.md; the same for programs: datapackage.json. Whether the files are whole: `sha256sum -c SHA256SUMS`."]
    lines += ["", "## Reading it", "", *facts.reading.splitlines()]
    if facts.losses:
        lines += ["", "## What this form cannot say", "", *(f"- {loss}" for loss in facts.losses)]
    lines += ["", "## Coded by", "", *(f"- {made}" for made in facts.made_by)]
    lines += [
        "",
        "## Rights and sources",
        "",
        "A row says that an article tells this, on somebody's word: not that it is true. It quotes at most 200 characters of an article;",
        "the rights in the articles are their owners'. How to cite: CITATION.cff.",
        "",
        *(f"- {title}: {path}" for title, path in SOURCES),
        "- names and codes of actors: the sources in sayso's NOTICE",
        "",
    ]
    return "\n".join(lines)

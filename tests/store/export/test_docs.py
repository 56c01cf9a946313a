"""docs/exports.md names every form, and every column in its table is there."""

import re
from pathlib import Path

from sayso.store.export import FORMATS
from sayso.store.export.plover import COLUMNS as PLOVER
from sayso.store.export.tables import REPORT_COLUMNS

PAGE = (Path(__file__).parents[3] / "docs/exports.md").read_text("utf-8")
THEIRS = {
    name: {c.name for c in FORMATS[fmt].sheets[0].columns}
    for name, fmt in (("POLECAT", "polecat"), ("ICEWS", "icews"), ("GDELT", "gdelt"), ("Phoenix", "phoenix"), ("PLOVER record", "jsonl"),
                      ("eventreport", "eventreport"))
}  # fmt: skip
NO_COLUMNS = {"side", "words", "number"}


def rows() -> list[list[str]]:
    table = PAGE.split("## Our columns, theirs")[1].split("\n\n")[1]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]


def test_every_form_is_named() -> None:
    assert all(f"| `{name}` |" in PAGE for name in FORMATS)


def test_every_column_in_the_table_is_there() -> None:
    head, _, *body = rows()
    ours = {c.name for c in REPORT_COLUMNS}
    assert head[1:] == list(THEIRS)
    for first, *cells in body:
        assert all(name in ours or name.endswith("*") for name in re.findall(r"`([^`]+)`", first)), first
        for where, cell in zip(head[1:], cells, strict=True):
            plain = re.sub(r"\([^)]*\)| where .*| \.\.\.", "", cell)
            if where == "PLOVER record" and ":" in plain:
                plain = plain.split(":")[0]
            names = {n.strip() for part in plain.split(",") for n in part.split(" to ")} - {"", "side"}
            known = THEIRS[where] | {"Recipient", "Target", "Actor2", "target", "actor2"}
            assert names <= known, (where, names - known)


def test_plover_keys_that_are_named_in_entities_are_described() -> None:
    assert "identifier_text" in next(c.meaning for c in PLOVER if c.name == "actor")

"""What is written into a project comes back: records without loss, columns with their types, and clear words where something is amiss."""

import re
from datetime import date
from pathlib import Path

import pytest

from sayso import Skipped, StopRun
from sayso.show.columns import LONGEST_COLUMN
from sayso.show.data import report_rows, statement_rows
from sayso.store.read import Project
from sayso.store.schema import SETTINGS_FILE, SQL_TYPES, STORED, TABLES, VERSION
from sayso.store.write import clear_leftovers, create
from tests.show.written import CODED
from tests.store.made import SETTINGS, make_project, named, write_shard

SKIPPED = Skipped(where="a.txt", reason="it is empty", hint="Check it.")


# ---------------------------------------------------------------- what goes in comes out
def test_articles_come_back_as_they_were(tmp_path: Path) -> None:
    odd = named("odd/“id”\n", CODED)
    project = make_project(tmp_path / "p", [CODED, odd])
    assert list(project.coded()) == [CODED, odd]
    assert project.article("odd/“id”\n") == odd
    assert project.article("none") is None


def test_flat_tables_are_the_public_rows(tmp_path: Path) -> None:
    project = make_project(tmp_path / "p")
    assert list(project.rows()) == report_rows(CODED)
    assert list(project.rows(table="statements")) == statement_rows(CODED)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.name)
@pytest.mark.parametrize("filled", [True, False], ids=["filled", "empty"])
def test_every_table_has_its_columns_and_types(tmp_path: Path, table: "object", filled: bool) -> None:
    project = make_project(tmp_path / "p", [CODED] if filled else [], [SKIPPED] if filled else [])
    if not filled:
        for manifest in (tmp_path / "p/manifest").iterdir():
            manifest.unlink()
        project = Project.open(tmp_path / "p")
    relation = project.table(table.name)  # type: ignore[attr-defined]
    expected = [(c.name, SQL_TYPES[c.kind]) for c in table.columns]  # type: ignore[attr-defined]
    assert list(zip(relation.columns, map(str, relation.types), strict=True)) == expected
    assert bool(relation.fetchall()) is filled


def test_every_column_has_a_short_name_and_a_meaning() -> None:
    for table in TABLES.values():
        assert len(set(table.names)) == len(table.names)
        for column in table.columns:
            assert re.fullmatch(r"[a-z][a-z0-9_]*", column.name)
            assert len(column.name) <= LONGEST_COLUMN
            assert column.meaning


def test_actors_stand_one_by_one(tmp_path: Path) -> None:
    rows = list(make_project(tmp_path / "p").sql("SELECT record_id, role, number, name, country, sectors, chain FROM actors"))
    assert ("r1", "actor", 1, "Ostria", "OST", "GOV", 1) in rows
    assert ("s5", "claimant", 1, "officials", None, None, None) in rows
    parties = sum(len(r.actors) + len(r.recipients) for r in CODED.reports) + sum(len(s.claimants) for s in CODED.statements)
    assert len(rows) == parties


def test_text_that_is_hard_to_store(tmp_path: Path) -> None:
    from dataclasses import replace

    text = CODED.article.text + "\x00 \u2028 \ufffe 🕊 \\ \" ' end"
    coded = replace(CODED, article=replace(CODED.article, text=text))
    assert list(make_project(tmp_path / "p", [coded]).coded()) == [coded]


def test_a_folder_with_an_odd_name(tmp_path: Path) -> None:
    project = make_project(tmp_path / "it's [a] *project?")
    assert project.count() == len(CODED.reports)


# ---------------------------------------------------------------- bytes
def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        make_project(tmp_path / name, [named(str(n)) for n in range(50)], [SKIPPED])
    for table in STORED:
        one, two = ((tmp_path / name / table.name / "000001-01234567.parquet").read_bytes() for name in ("one", "two"))
        assert one == two


def test_coding_a_shard_anew_leaves_one_version_of_it(tmp_path: Path) -> None:
    make_project(tmp_path / "p", [named("old")])
    write_shard(tmp_path / "p", "000001", [named("new")], version="fedcba9876543210")
    assert [c.article.id for c in Project.open(tmp_path / "p").coded()] == ["new"]
    assert [f.name for f in (tmp_path / "p/articles").iterdir()] == ["000001-fedcba98.parquet"]


# ---------------------------------------------------------------- data frames
def test_pandas_polars_and_arrow_keep_the_types(tmp_path: Path) -> None:
    project = make_project(tmp_path / "p")
    frame = project.to_pandas("reports")
    assert frame["killed"].dtype == "Int64"
    assert frame["killed"].tolist()[1] == 4
    assert frame["killed"].isna().sum() == 3
    assert str(frame["published"].dtype) == "datetime64[s]"
    polars = project.to_polars("reports", "type:COERCE")
    assert polars["event_type"].to_list() == ["COERCE", "COERCE"]
    assert polars["published"].to_list()[0] == date(2026, 3, 12)
    assert list(polars.columns) == list(TABLES["reports"].names)


def test_arrow(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    assert make_project(tmp_path / "p").to_arrow("statements").num_rows == len(CODED.statements)


# ---------------------------------------------------------------- what is amiss
def test_no_project(tmp_path: Path) -> None:
    with pytest.raises(StopRun, match="There is no project"):
        Project.open(tmp_path / "none")
    with pytest.raises(StopRun, match="This folder is no project"):
        Project.open(tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(StopRun, match="is a file"):
        Project.open(tmp_path / "file")
    with pytest.raises(StopRun, match="not empty"):
        create(tmp_path, SETTINGS)


AMISS = {
    "older": ("schema = 0\n", "made by an older sayso"),
    "newer": (f"schema = {VERSION + 1}\n", "made by a newer sayso"),
    "no number": ('schema = "x"\n', "expected a number"),
    "broken": ("schema = \n", "not valid TOML"),
}


@pytest.mark.parametrize(("settings", "message"), AMISS.values(), ids=AMISS)
def test_a_project_of_another_version_is_told_with_the_remedy(tmp_path: Path, settings: str, message: str) -> None:
    (tmp_path / SETTINGS_FILE).write_text(settings)
    with pytest.raises(StopRun, match=message) as error:
        Project.open(tmp_path)
    assert error.value.hint


@pytest.mark.parametrize("harm", ["cut", "missing", "manifest"])
def test_a_damaged_shard_is_named_with_the_remedy(tmp_path: Path, harm: str) -> None:
    make_project(tmp_path / "p")
    path = tmp_path / "p/reports/000001-01234567.parquet"
    if harm == "cut":
        path.write_bytes(path.read_bytes()[:100])
    elif harm == "missing":
        path.unlink()
    else:
        (tmp_path / "p/manifest/000001.json").write_text('{"schema": 1')
    with pytest.raises(StopRun, match="000001") as error:
        _ = Project.open(tmp_path / "p").reports
    assert "Remove" in error.value.hint
    assert "000001.json" in error.value.hint
    assert "sayso code" in error.value.hint


def test_what_a_killed_run_left_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    make_project(tmp_path / "p")
    for name in ("articles/000002-01234567.parquet", "manifest/.000002.json.77.part"):
        (tmp_path / "p" / name).write_bytes(b"half")
    (tmp_path / "p/.parts/000002-77").mkdir(parents=True)
    clear_leftovers(tmp_path / "p")
    left = sorted(str(f.relative_to(tmp_path / "p")) for f in (tmp_path / "p").rglob("*") if f.is_file())
    assert left == sorted([SETTINGS_FILE, "manifest/000001.json", *(f"{t.name}/000001-01234567.parquet" for t in STORED)])
    assert Project.open(tmp_path / "p").count() == len(CODED.reports)

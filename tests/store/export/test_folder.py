"""The folder of an export: what is left out and told, the papers beside the data, the same bytes again, and nothing of others lost."""

import errno
import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from sayso import StopRun
from sayso.records import CodedArticle
from sayso.store.events import grouped
from sayso.store.export import FORMATS, Summary, export, export_coded
from sayso.store.export.sheets import plain, whole
from tests.store.export.test_read_back import columns, tsv
from tests.store.export.told import BOTH, MADE, MAIN
from tests.store.made import make_project

NO_STATUS = [name for name, f in FORMATS.items() if f.actual_only]


def written(fmt: str, out: Path, **options: Any) -> Summary:
    return export_coded(BOTH, fmt, out, made=MADE, **options)


# ---------------------------------------------------------------- what did not happen
def test_layouts_without_a_status_are_known() -> None:
    assert NO_STATUS == ["polecat", "icews", "gdelt", "phoenix"]


@pytest.mark.parametrize("fmt", NO_STATUS)
@pytest.mark.parametrize("all_status", [False, True], ids=["actual only", "all statuses"])
def test_a_denied_attack_never_looks_like_an_attack(tmp_path: Path, fmt: str, all_status: bool) -> None:
    summary = written(fmt, tmp_path / "out", all_status=all_status)
    main, other, side = (s.file for s in FORMATS[fmt].sheets)
    said = {r["event_id"]: r for r in tsv(tmp_path / "out" / side)}
    names = None if FORMATS[fmt].sheets[0].header else columns(fmt)
    key = columns(fmt)[0]
    happened = tsv(tmp_path / "out" / main, names)
    assert {said[r[key]]["status"] for r in happened} == {"actual"}
    assert (tmp_path / "out" / other).exists() is all_status
    told = "all: what did not happen stands in a file of its own" if all_status else "only what is told to have happened"
    assert f"| status | {told} |" in (tmp_path / "out/README.md").read_text("utf-8")
    if all_status:
        rest = tsv(tmp_path / "out" / other, names)
        assert sorted(said[r[key]]["status"] for r in rest) == ["hypothetical", "negated"]
        assert {r[key] for r in happened} | {r[key] for r in rest} == set(said)
        assert not any("status" in reason for reason in summary.left_out)
    else:
        assert summary.left_out["told not to have happened (status negated)"] == 1
        assert summary.left_out["told as possible (status hypothetical)"] == 1
        assert {r[key] for r in happened} == set(said)


def test_what_has_no_place_is_counted_by_reason(tmp_path: Path) -> None:
    summary = written("gdelt", tmp_path / "out")
    assert summary.left_out == {
        "of a type that has no CAMEO code": 1,
        "told as long past, without a date": 1,
        "told as possible (status hypothetical)": 1,
        "told not to have happened (status negated)": 1,
        "with neither actor nor recipient": 1,
        "without any date, in an article without one": 1,
    }
    assert summary.reports + sum(summary.left_out.values()) == 8
    assert (summary.articles, summary.rows) == (2, {"gdelt.export.CSV": 10, "gdelt_claimants.tsv": 10})
    readme = (tmp_path / "out/README.md").read_text("utf-8")
    for reason, count in summary.left_out.items():
        assert f"| left out: {reason} | {count} |" in readme
    assert str(summary).startswith("2 reports of 8 from 2 articles -> ")


@pytest.mark.parametrize("fmt", ["parquet", "csv", "jsonl", "eventreport", "stata"])
def test_forms_with_a_status_leave_nothing_out(tmp_path: Path, fmt: str) -> None:
    summary = written(fmt, tmp_path / "out")
    assert (summary.reports, summary.left_out) == (8, {})


# ---------------------------------------------------------------- papers
@pytest.mark.parametrize("fmt", FORMATS)
def test_papers_tell_of_every_file_and_column(tmp_path: Path, fmt: str) -> None:
    out = tmp_path / "out"
    summary = written(fmt, out, query="type:ASSAULT|x", keep=lambda _, report: report.type == "ASSAULT", all_status=True)
    package = json.loads((out / "datapackage.json").read_text("utf-8"))
    assert package["name"] == f"sayso-{fmt}"
    assert [r["path"] for r in package["resources"]] == list(summary.rows)
    codebook, readme = (out / "codebook.md").read_text("utf-8"), (out / "README.md").read_text("utf-8")
    for resource, sheet in zip(package["resources"], (s for s in FORMATS[fmt].sheets if not s.needs_events), strict=True):
        path = out / resource["path"]
        assert resource["bytes"] == path.stat().st_size
        assert resource["hash"] == "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()
        fields = resource["schema"]["fields"]
        assert [f["name"] for f in fields] == [c.name for c in sheet.columns]
        assert all(f["description"] and f"`{f['name']}`" in codebook for f in fields)
        assert set(resource["schema"].get("primaryKey", ())) <= {f["name"] for f in fields}
        assert f"| {sheet.file} | {summary.rows[sheet.file]} |" in readme
    assert "`type:ASSAULT\\|x`" in readme
    assert "2026-11-22 by sayso " in readme
    assert "- parser@1" in readme
    assert all(loss in readme for loss in FORMATS[fmt].losses)
    assert FORMATS[fmt].reading in readme


@pytest.mark.parametrize("fmt", FORMATS)
def test_checksums_fit(tmp_path: Path, fmt: str) -> None:
    written(fmt, tmp_path / "out")
    lines = (tmp_path / "out/SHA256SUMS").read_text("utf-8").splitlines()
    listed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    files = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (tmp_path / "out").iterdir() if p.name != "SHA256SUMS"}
    assert listed == files


def test_the_citation_is_yaml_with_the_day(tmp_path: Path) -> None:
    import yaml

    written("csv", tmp_path / "out")
    found = yaml.safe_load((tmp_path / "out/CITATION.cff").read_text("utf-8"))
    assert (found["type"], found["date-released"], found["references"][0]["title"]) == ("dataset", MADE, "sayso")


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_same_articles_give_the_same_bytes(tmp_path: Path, fmt: str) -> None:
    written(fmt, tmp_path / "a")
    written(fmt, tmp_path / "b")
    one, other = ({p.name: p.read_bytes() for p in (tmp_path / n).iterdir()} for n in "ab")
    assert one == other


# ---------------------------------------------------------------- where it is written
def test_an_earlier_export_is_replaced(tmp_path: Path) -> None:
    written("gdelt", tmp_path / "out", all_status=True)
    written("csv", tmp_path / "out")
    assert (tmp_path / "out/reports.csv").exists()
    assert not (tmp_path / "out/gdelt.export.CSV").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("what", ["foreign", "changed", "pretended"])
def test_what_no_export_wrote_is_never_lost(tmp_path: Path, what: str) -> None:
    out = tmp_path / "out"
    if what == "pretended":
        out.mkdir()
        (out / "thesis.tex").write_text("mine", "utf-8")
        (out / "SHA256SUMS").write_text(f"{hashlib.sha256(b'mine').hexdigest()}  thesis.tex\n", "utf-8")
    else:
        written("csv", out)
        (out / ("thesis.tex" if what == "foreign" else "CITATION.cff")).write_text("mine", "utf-8")
    before = {p.name: p.read_bytes() for p in out.iterdir()}
    with pytest.raises(StopRun, match="CITATION" if what == "changed" else "thesis"):
        written("csv", out)
    assert {p.name: p.read_bytes() for p in out.iterdir()} == before
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_file_in_its_place_and_a_form_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x", "utf-8")
    with pytest.raises(StopRun, match="an export is a folder"):
        written("csv", tmp_path / "out")
    with pytest.raises(StopRun, match="parquet, csv, jsonl, polecat"):
        written("excel", tmp_path / "new")
    with pytest.raises(StopRun, match="cannot be written"):
        written("csv", tmp_path / "out/below")


def test_a_run_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    def broken() -> Iterator[CodedArticle]:
        yield MAIN
        raise StopRun("The shard is damaged.", "Code it again.")

    written("csv", tmp_path / "out")
    before = (tmp_path / "out/reports.csv").read_bytes()
    with pytest.raises(StopRun, match="damaged"):
        export_coded(broken(), "csv", tmp_path / "out", made=MADE)
    assert (tmp_path / "out/reports.csv").read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_stata_without_pandas_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pandas", None)
    with pytest.raises(StopRun, match=r"sayso\[pandas\]"):
        written("stata", tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------- projects
def test_a_project_goes_out_by_query(tmp_path: Path) -> None:
    project = make_project(tmp_path / "p", BOTH)
    every = export(project, "csv", tmp_path / "all", made=MADE)
    assert (every.articles, every.reports, every.rows["statements.csv"]) == (2, 8, 2)
    some = export(project, "csv", tmp_path / "some", "type:ASSAULT status:negated", made=MADE)
    assert (some.articles, some.reports, some.rows) == (1, 1, {"reports.csv": 1, "statements.csv": 1, "articles.csv": 1, "events.csv": 1})
    assert "`type:ASSAULT status:negated`" in (tmp_path / "some/README.md").read_text("utf-8")
    none = export(project, "csv", tmp_path / "none", "type:AID", made=MADE)
    assert (none.articles, none.reports) == (0, 0)
    with pytest.raises(StopRun):
        export(project, "csv", tmp_path / "bad", "nosuchfield:1", made=MADE)


@pytest.mark.parametrize("fmt", ["parquet", "csv", "eventreport"])
def test_reports_of_a_project_carry_their_events(tmp_path: Path, fmt: str) -> None:
    """Every event that a report names is there, once, with the project's own id."""
    project = make_project(tmp_path / "p", BOTH)
    export(project, fmt, tmp_path / "out", made=MADE)
    of = grouped(project).event_of()
    form = "csv" if fmt == "eventreport" else fmt
    name = "eventreport" if fmt == "eventreport" else "reports"
    ids = [i for (i,) in duckdb.connect().execute(f"SELECT event_id FROM '{tmp_path / 'out' / name}.{form}'").fetchall()]
    assert sorted(ids) == sorted(of.values())
    if fmt != "eventreport":
        told = (
            duckdb.connect().execute(f"SELECT event_id, report_count FROM '{tmp_path / 'out' / 'events'}.{form}' ORDER BY ALL").fetchall()
        )
        assert told == sorted((e, ids.count(e)) for e in set(ids))


def test_a_project_and_its_articles_give_the_same(tmp_path: Path) -> None:
    export(make_project(tmp_path / "p", BOTH), "gdelt", tmp_path / "a", made=MADE)
    written("gdelt", tmp_path / "b")
    one, other = ({p.name: p.read_bytes() for p in (tmp_path / n).iterdir()} for n in "ab")
    assert one == other


def test_copies_are_marked_and_counted(tmp_path: Path) -> None:
    copy = replace(MAIN, article=replace(MAIN.article, id="a-2"))
    export_coded([MAIN, copy], "gdelt", tmp_path / "out", copies={"a-2": "a-1"}, made=MADE)
    rows = tsv(tmp_path / "out/gdelt_claimants.tsv")
    assert {(r["article_id"], r["copy_of"]) for r in rows} == {("a-1", ""), ("a-2", "a-1")}
    assert "| of them in copies of earlier articles | 2 (" in (tmp_path / "out/README.md").read_text("utf-8")


def test_the_day_is_todays_where_none_is_given(tmp_path: Path) -> None:
    export_coded([], "csv", tmp_path / "out")
    made = json.loads((tmp_path / "out/datapackage.json").read_text("utf-8"))["created"]
    assert abs((date.fromisoformat(made[:10]) - date.today()).days) <= 1


# ---------------------------------------------------------------- cells
@pytest.mark.parametrize(
    ("raw", "expected"),
    [("a\tb", "a b"), ("a\r\n b", "a  b"), ('"a"', "”a”"), (" é\u2028x\x85y ", " é x y "), ("\x00a\x1b[31m", "a [31m"), ("a\ud800", "a?")],
)
def test_cells_of_a_tab_separated_file(raw: str, expected: str) -> None:
    assert plain(raw) == expected


def test_what_every_file_can_hold() -> None:
    assert whole("a\0b\ud83d") == "ab?"


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("sayso.store.export.folder.write", full)
    with pytest.raises(StopRun, match="cannot be written: No space left on device"):
        written("csv", tmp_path / "out")
    assert list(tmp_path.iterdir()) == []

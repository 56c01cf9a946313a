"""JSON, annotations, tables and the notebook's view of one article coded by hand."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sayso import StopRun
from sayso.show.data import SCHEMA, file_name
from sayso.show.frames import columns
from sayso.show.voices import chain, voice
from tests import snapshots_of
from tests.show.written import CODED, REPORTS, STATEMENTS, TEXT

SHARED = Path(os.environ.get("SAYSO_SHARED") or Path(__file__).parents[3] / "shared")


# ---------------------------------------------------------------- JSON
def test_json_goes_round() -> None:
    again = json.loads(CODED.to_json())
    assert again == CODED.to_dict()
    assert again["schema"] == SCHEMA
    assert list(again) == ["schema", "article", "statements", "reports", "made_by"]


def test_json_is_one_line_in_stable_order() -> None:
    assert "\n" not in CODED.to_json()
    snapshots_of.check("article.json", json.dumps(CODED.to_dict(), ensure_ascii=False, indent=1) + "\n")


def test_every_span_in_the_json_holds_the_words_it_names() -> None:
    def check(value: object) -> int:
        if isinstance(value, dict):
            here = 0
            if {"start", "end", "text"} <= set(value) and isinstance(value["start"], int):
                assert TEXT[value["start"] : value["end"]] == value["text"]
                here = 1
            return here + sum(map(check, value.values()))
        return sum(map(check, value)) if isinstance(value, list) else 0

    assert check(CODED.to_dict()) > 20


def test_chains_and_voices() -> None:
    assert chain(CODED, "s5") == ("officials", "Ilse Torvald")
    assert [voice(CODED, r) for r in REPORTS] == ["actor", "third party", "unnamed", "outlet"]
    by_torvald = replace(REPORTS[0], statement="s3")
    assert voice(CODED, by_torvald) == "actor side"
    by_kalvia = replace(REPORTS[0], statement="s2")
    assert voice(CODED, by_kalvia) == "recipient"


# ---------------------------------------------------------------- annotations
def test_annotations_have_the_scorers_keys() -> None:
    found = CODED.annotations()
    assert set(found) == {"id", "title", "published", "publisher", "url", "text", "statements", "events"}
    event = found["events"][0]
    assert event["trigger"] == [TEXT.index("attacked"), TEXT.index("attacked") + 8]
    assert (event["status"], event["according_to"], event["date"], event["place"]) == ("negated", "s1", "2026-03-12", "Brodny")
    assert event["actors"] == [{"span": event["actors"][0]["span"], "name": "Ostria", "country": "OST", "sectors": ["GOV"]}]
    assert [s["speaker"] for s in found["statements"]] == ["Ostria", "Kalvia", "Ilse Torvald", "Ilse Torvald", "officials"]
    assert found["statements"][4]["parent"] == "s4"


def test_annotations_are_written_whole_and_over_older_ones(tmp_path: Path) -> None:
    path = CODED.write_annotations(tmp_path / "new")
    path.write_text("older", "utf-8")
    assert CODED.write_annotations(tmp_path / "new") == path
    assert json.loads(path.read_text("utf-8")) == CODED.annotations()
    assert [p.name for p in path.parent.iterdir()] == ["brodny-1.json"]


def test_a_folder_that_cannot_be_written_stops_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(StopRun, match="cannot be written"):
        CODED.write_annotations(tmp_path / "file")


@pytest.mark.parametrize(
    ("name", "file"),
    [("kremlin-51312", "kremlin-51312.json"), ("2020.08_x", "2020.08_x.json")],
)
def test_safe_ids_are_file_names_as_they_are(name: str, file: str) -> None:
    assert file_name(name) == file


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", "a\\b", "..", "", "con:1", "x" * 500, "ünïcode", "a b", ".hidden"])
def test_other_ids_are_made_safe_and_stay_apart(name: str) -> None:
    made = file_name(name)
    assert len(made) < 160
    assert not set(made) - set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
    assert not made.startswith(".")
    assert made != file_name(name + "'")


def test_annotations_scored_against_themselves_are_perfect(tmp_path: Path) -> None:
    scorer = SHARED / "tools/gold.py"
    if not scorer.is_file():
        pytest.skip("needs ../shared (or SAYSO_SHARED) with the scorer gold.py")
    CODED.write_annotations(tmp_path)
    command = [sys.executable, str(scorer), "score", "--json", str(tmp_path), str(tmp_path)]
    scores = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert {name: s["F1"] for name, s in scores.items() if s["n"]} == {name: 1.0 for name, s in scores.items() if s["n"]}
    assert scores["event + type"]["n"] == len(REPORTS)
    assert scores["statement: relation"]["n"] == len(STATEMENTS)


# ---------------------------------------------------------------- tables
@pytest.mark.parametrize("table", ["reports", "statements"])
def test_column_names_suit_every_statistics_program(table: str) -> None:
    for name in columns(table):  # type: ignore[arg-type]
        assert name == name.lower()
        assert name.isidentifier()
        assert len(name) <= 32
        assert name != "source" or table == "statements"


def test_pandas() -> None:
    pytest.importorskip("pandas")
    frame = CODED.to_pandas()
    assert list(frame.columns) == list(columns("reports"))
    assert list(frame["status"]) == ["negated", "actual", "hypothetical", "actual"]
    assert frame["killed"].sum() == 4
    assert frame["killed"].isna().sum() == 3
    assert frame["claimant_chain"][2] == "officials < Ilse Torvald"
    assert len(CODED.to_pandas("statements")) == len(STATEMENTS)
    empty = replace(CODED, reports=()).to_pandas()
    assert dict(empty.dtypes) == dict(frame.dtypes)


def test_polars() -> None:
    pytest.importorskip("polars")
    frame = CODED.to_polars()
    assert frame.columns == list(columns("reports"))
    assert frame["event_start"].to_list() == [date(2026, 3, 12), None, None, None]
    assert frame["arrested"].to_list() == [None, None, None, 30]
    assert replace(CODED, reports=()).to_polars().schema == frame.schema
    assert CODED.to_polars("statements").height == len(STATEMENTS)


@pytest.mark.parametrize(("package", "method"), [("pandas", "to_pandas"), ("polars", "to_polars")])
def test_a_missing_package_is_named_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch, package: str, method: str) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(StopRun) as stopped:
        getattr(CODED, method)()
    assert f"pip install 'sayso[{package}]'" in str(stopped.value)


def test_a_table_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="reports"):
        CODED.to_polars("events")  # type: ignore[arg-type]


# ---------------------------------------------------------------- notebook
def test_the_notebook_view_escapes_all_that_comes_from_outside() -> None:
    evil = "<script>alert('x')</script><img src=x onerror=alert(1)>&\""
    text = TEXT.replace("30 protesters", evil)
    article = replace(CODED.article, text=text, title=evil, outlet=evil, id=evil, notes=(evil,))
    shown = replace(CODED, article=article)._repr_html_()
    assert "<script" not in shown
    assert "<img" not in shown
    assert "&lt;script&gt;" in shown


def test_the_notebook_view_tells_what_the_account_tells() -> None:
    shown = CODED._repr_html_()
    assert "did NOT" in shown
    assert "Ilse Torvald" in shown
    assert shown.count("<div") == shown.count("</div>")


def test_repr_is_short() -> None:
    assert repr(CODED) == "<Coded 'brodny-1': 4 reports, 5 statements>"

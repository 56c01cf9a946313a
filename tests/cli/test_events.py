"""`sayso events`, `event`, `pair` and `outlets` as a user calls them."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sayso.cli.main import app
from tests import snapshots_of
from tests.store.made import make_project
from tests.store.test_events import MANY


@pytest.fixture
def project(tmp_path: Path) -> str:
    make_project(tmp_path / "crisis", MANY)
    return str(tmp_path / "crisis")


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def ids(project: str) -> list[str]:
    return [json.loads(line)["event_id"] for line in run("events", project, "--json").stdout.splitlines()]


@pytest.mark.parametrize("command", ["events", "event", "pair", "outlets"])
def test_help(command: str) -> None:
    shown = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "96", "TERMINAL_WIDTH": "96"}, prog_name="sayso").stdout
    snapshots_of.check(f"help-{command}.txt", shown)


def test_listed(project: str) -> None:
    found = run("events", project)
    assert found.exit_code == 0
    assert len(re.findall(r"^E\w{10}  Ondria attacked Varkesh$", found.stdout, re.MULTILINE)) == 2
    assert "told by several; 2026-03-11; ASSAULT; 2 independent outlets, 2 in their own voice" in " ".join(found.stdout.split())
    assert found.stderr.endswith("3 events\n")


def test_some_of_them(project: str) -> None:
    assert run("events", project, "--limit", "1").stderr.endswith("3 events, 1 shown (--limit N for more)\n")
    assert run("events", project, "--query", "type:COERCE").stderr.endswith("1 event\n")
    nothing = run("events", project, "--query", "type:AID")
    assert (nothing.exit_code, nothing.stdout) == (1, "")


def test_for_programs(project: str) -> None:
    rows = list(csv.DictReader(io.StringIO(run("events", project, "--csv", "--sort", "event_type,-event_start").stdout)))
    assert [(r["event_type"], r["event_start"]) for r in rows] == [
        ("ASSAULT", "2026-03-20"),
        ("ASSAULT", "2026-03-11"),
        ("COERCE", "2026-03-11"),
    ]
    assert len(ids(project)) == 3


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["events", "{p}", "--sort", "colour"], "There is no column 'colour' to sort by."),
        (["events", "{p}", "--query", "colour:red"], "there is no field 'colour'"),
        (["event", "{p}", "nosuch"], "No event's id begins with 'nosuch'."),
        (["event", "{p}", "E"], "Several ids begin with 'E'"),
        (["event", "{p}", "{e}", "--split", "x/r1"], "has no report x/r1"),
        (["event", "{p}", "{e}", "--merge", "{e}"], "is one event already"),
        (["pair", "{p}", "OND", "VRK", "--by", "hour"], "There is no step 'hour'."),
        (["events", "{p}/none"], "There is no project"),
    ],
)
def test_slips_are_told(project: str, words: list[str], told: str) -> None:
    event = ids(project)[0]
    found = run(*(w.format(p=project, e=event) for w in words))
    assert found.exit_code == 1
    assert told in found.stderr
    assert "Traceback" not in found.stderr


def test_a_dossier(project: str, tmp_path: Path) -> None:
    event = ids(project)[0]
    shown = run("event", project, event[:7], "--why").stdout
    for heading in ("ON WHOSE WORD", "WHAT THE ACCOUNTS AGREE ON", "OUTLETS BY FIELDS", "TIME LINE", "WHO RESTS ON WHOM", "WHY THESE"):
        assert heading in shown
    plain = json.loads(run("event", project, event, "--json").stdout)
    assert plain["event_id"] == event
    assert {s["title"] for s in plain["sections"]} >= {"On whose word", "Time line"}
    assert run("event", project, event, "--html", str(tmp_path / "e.html")).exit_code == 0
    page = (tmp_path / "e.html").read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert not re.search(r"(src|href)=|https?://|<script|@import", page)


def test_why_two_events_are_two(project: str) -> None:
    first, second = (
        e["event_id"] for e in map(json.loads, run("events", project, "--json", "--query", "type:ASSAULT").stdout.splitlines())
    )
    shown = run("event", project, first, "--against", second).stdout
    assert "-100.0 points (4 make one event)" in shown
    assert "time      9 days apart" in shown


def test_decisions(project: str) -> None:
    first, second = (
        e["event_id"] for e in map(json.loads, run("events", project, "--json", "--query", "type:ASSAULT").stdout.splitlines())
    )
    assert "4 mentions in 4 articles" in " ".join(run("event", project, first, "--merge", second, "--by", "ana").stdout.split())
    assert len(ids(project)) == 2
    assert "Taken back: merge" in run("event", project, first, "--undo", "--by", "ana").stderr
    assert len(ids(project)) == 3
    of_a = next(e for e in (first, second) if "a/r1" in run("event", project, e, "--json").stdout)
    assert run("event", project, of_a, "--split", "a/r1").exit_code == 0
    assert len(ids(project)) == 4


def test_two_actors(project: str) -> None:
    assert run("pair", project).stdout.split() == ["3", "OND", "VRK"]
    shown = run("pair", project, "ond", "Varkesh", "--by", "day").stdout
    assert re.search(r"2026-03-11  ond → Varkesh +-16\.0 █+ │", shown)
    plain = json.loads(run("pair", project, "OND", "VRK", "--json").stdout)
    assert [(p["start"], p["events"], p["conflict"]) for p in plain["periods"]] == [("2026-03-01", 3, -25.0)]
    assert {v["name"] for v in plain["voices"]} == {f"The {n}" for n in "abcde"}
    assert run("pair", project, "OND", "XXX").exit_code == 1


def test_outlets(project: str) -> None:
    shown = run("outlets", project).stdout
    assert shown.count("100%") == 5
    rows = list(csv.DictReader(io.StringIO(run("outlets", project, "--by-type", "--csv").stdout)))
    assert {(r["outlet"], r["type"], r["events"], r["own"], r["alone"]) for r in rows} >= {
        ("The a", "ASSAULT", "1", "1", "0"),
        ("The e", "COERCE", "1", "1", "1"),
    }
    assert run("outlets", project, "--query", "type:AID").exit_code == 1

"""Scores against annotations. Where the reference scorer is at hand, all figures agree with it."""

import copy
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sayso import StopRun
from sayso.explore.gold import annotated, evaluate, from_folder, from_project, table, to_dict
from sayso.explore.score import Figure, Tally, compare, sentences
from sayso.store.read import Project
from tests.show.written import CODED
from tests.store.made import make_project

Document = dict[str, Any]
GOLD: Document = CODED.annotations()
SHARED = Path(os.environ.get("SAYSO_SHARED") or Path(__file__).parents[3] / "shared")
REFERENCE = SHARED / "tools/gold.py"


def figures(found: Document, gold: Document = GOLD) -> dict[str, Figure]:
    tally = Tally()
    compare(gold, found, tally)
    return tally.figures()


def changed(change: Callable[[Document], object]) -> Document:
    document = copy.deepcopy(GOLD)
    change(document)
    return document


def test_the_annotation_itself_scores_one() -> None:
    assert {name for name, f in figures(GOLD).items() if f.f1 != 1.0 and f.gold} == set()


def test_nothing_found_scores_nought() -> None:
    assert {f.f1 for f in figures({}).values()} == {0.0}
    assert figures({})["event + type"] == Figure(0, 4, 0)


def status(document: Document) -> None:
    document["events"][0]["status"] = "actual"


def type_(document: Document) -> None:
    document["events"][0]["type"] = "COERCE"


def claimant(document: Document) -> None:
    document["events"][0]["according_to"] = None


def moved(document: Document) -> None:
    document["events"][3]["trigger"] = [0, 5]


def country(document: Document) -> None:
    document["events"][0]["actors"][0]["country"] = "XXX"


def lost(document: Document) -> None:
    del document["events"][1]
    del document["statements"][1]


def invented(document: Document) -> None:
    document["events"].append({**document["events"][0], "id": "r9"})
    document["statements"].append({**document["statements"][0], "id": "s9"})


def shifted(document: Document) -> None:
    statement = document["statements"][2]
    statement["content"] = [[statement["content"][0][0] + 15, statement["content"][0][1] + 40]]
    statement["cue"] = [[0, 3]]


def unnamed(document: Document) -> None:
    document["statements"][0]["speaker"] = None
    document["statements"][1]["source"] = []


def half_date(document: Document) -> None:
    document["events"][0]["date"] = "2026"


CHANGES: dict[str, tuple[Callable[[Document], object], dict[str, Figure]]] = {
    "another status": (status, {"status, of matched": Figure(3, 4, 4), "status other than actual, of matched": Figure(1, 2, 1)}),
    "another type": (type_, {"event + type": Figure(3, 4, 4), "event found (any type)": Figure(4, 4, 4)}),
    "another claimant": (claimant, {"according to, of matched": Figure(3, 4, 4), "event + type": Figure(4, 4, 4)}),
    "a trigger in another sentence": (moved, {"event found (any type)": Figure(3, 4, 4)}),
    "another country": (country, {"event + type + who (countries)": Figure(3, 4, 4), "event + type + who (spans)": Figure(4, 4, 4)}),
    "one lost": (lost, {"event + type": Figure(3, 4, 3), "statement: relation": Figure(4, 5, 4)}),
    "one too many": (invented, {"event + type": Figure(4, 4, 5), "statement: relation": Figure(5, 5, 6)}),
    "a content out of place": (shifted, {"statement: content": Figure(4, 5, 5), "statement: cue": Figure(4, 5, 5)}),
    "no speaker": (unnamed, {"statement: speaker": Figure(4, 5, 5), "statement: source": Figure(4, 5, 5)}),
    "a date less exact": (half_date, {"date, of matched": Figure(1, 1, 1)}),
}


@pytest.mark.parametrize(("change", "expected"), CHANGES.values(), ids=CHANGES)
def test_what_a_change_costs(change: Callable[[Document], object], expected: dict[str, Figure]) -> None:
    found = figures(changed(change))
    assert {name: found[name] for name in expected} == expected


def test_sentences() -> None:
    text = "Mr. Aldorf came. “Why?” asked Gen. Brask.\nThe U.N. met on Jan. 5. It ended"
    assert [text[a:b] for a, b in sentences(text)] == [
        "Mr. Aldorf came.",
        "“Why?” asked Gen. Brask.",
        "The U.N. met on Jan. 5.",
        "It ended",
    ]


# ---------------------------------------------------------------- folders
@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Every change once more as a document of its own, so that a folder of many kinds is scored."""
    folder = tmp_path / "gold"
    folder.mkdir()
    for n, name in enumerate(CHANGES):
        (folder / f"{n}.json").write_text(json.dumps({**GOLD, "id": name}), "utf-8")
    return folder


@pytest.fixture
def found(tmp_path: Path) -> Path:
    folder = tmp_path / "found"
    folder.mkdir()
    for n, (change, _) in list(enumerate(CHANGES.values()))[:-1]:  # one file is missing: nothing was found there
        (folder / f"{n}.json").write_text(json.dumps(changed(change)), "utf-8")
    return folder


@pytest.mark.skipif(not REFERENCE.exists(), reason="needs the reference scorer of ../shared (or SAYSO_SHARED)")
def test_all_figures_agree_with_the_reference(gold: Path, found: Path) -> None:
    command = [sys.executable, str(REFERENCE), "score", "--json", str(gold), str(found)]
    reference = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert to_dict(evaluate(gold, from_folder(found))) == reference


def test_the_table_is_for_people(gold: Path, found: Path) -> None:
    shown = list(table(evaluate(gold, from_folder(found))))
    assert shown[0].split() == ["P", "R", "F1", "gold"]
    assert any(line.startswith("event + type   ") for line in shown)


def test_a_project_is_scored_by_article_id(tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold/a.json").write_text(json.dumps(GOLD), "utf-8")
    project: Project = make_project(tmp_path / "p")
    assert evaluate(tmp_path / "gold", from_project(project)).figures()["event + type"].f1 == 1.0
    (tmp_path / "gold/a.json").write_text(json.dumps({**GOLD, "text": GOLD["text"] + " "}), "utf-8")
    with pytest.raises(StopRun, match="another text"):
        evaluate(tmp_path / "gold", from_project(project))


WRONG = {"no JSON": "{", "a list": "[]", "no events": '{"id": "a", "text": "b", "statements": []}'}


@pytest.mark.parametrize("content", WRONG.values(), ids=WRONG)
def test_a_file_that_is_no_annotation_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "bad.json").write_text(content, "utf-8")
    with pytest.raises(StopRun, match=r"bad\.json"):
        list(annotated(tmp_path))


def test_a_folder_without_annotations(tmp_path: Path) -> None:
    with pytest.raises(StopRun, match="holds no annotations"):
        list(annotated(tmp_path))
    with pytest.raises(StopRun, match="cannot be read"):
        list(annotated(tmp_path / "none"))

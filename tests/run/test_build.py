"""The user's lexicons: what docs/lexicons.md shows can be loaded, and what is broken is told."""

import re
from pathlib import Path

import pytest

import sayso

DOCS = Path(__file__).parents[2] / "docs/lexicons.md"


def given(folder: Path, content: str) -> Path:
    path = folder / "mine.yaml"
    path.write_text(content, "utf-8")
    return path


def test_the_example_of_the_documentation_loads_and_works(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    coder = sayso.load([given(tmp_path, example)])
    coded = coder.code("Varkeshi police kettled the marchers in Brodny, Ilse Torvald said.", published="2020-08-17")
    (report,) = [r for r in coded.reports if r.trigger.of(coded.article.text) == "kettled"]
    assert (report.type, report.mode) == ("COERCE", "restrict")
    assert [p.country for p in report.actors] == ["VRK"]
    assert [s.claimants[0].country for s in coded.chain(report.statement)] == ["VRK"]
    picketed = "Protesters picketed the ministry on Friday."
    assert sayso.load().code(picketed).reports
    assert not coder.code(picketed).reports


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("schema: lexicon/2", "expected lexicon/1"),
        ("rows: []", "expected lexicon/1"),
        ("schema: lexicon/1\nplace: []", "unknown section place"),
        ("schema: lexicon/1\nschema: lexicon/1", "given twice"),
        ("schema: [", "not valid YAML"),
        ("- a\n- b", "expected keys"),
        ("schema: lexicon/1\ncountries: {varkesh: {name: Varkesh}}", "three capital letters"),
        ("schema: lexicon/1\npeople: {A B: {country: VRK, sectors: [KING]}}", "KING"),
        ("schema: lexicon/1\nplaces: [{name: Brodny}]", "country"),
        ("schema: lexicon/1\ncues: [{verb: bleat, force: sings}]", "sings"),
        ("schema: lexicon/1\ntriggers: [{verbs: kettle, type: SOUP}]", "SOUP"),
        ("schema: lexicon/1\ntypes: {SOUP: {quad: 9}}", "SOUP"),
    ],
)
def test_a_broken_lexicon_stops_with_the_reason(tmp_path: Path, content: str, reason: str) -> None:
    with pytest.raises(sayso.StopRun) as stopped:
        sayso.load([given(tmp_path, content)])
    assert reason in str(stopped.value)
    assert "mine.yaml" in str(stopped.value)
    assert stopped.value.hint


def test_a_lexicon_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(sayso.StopRun, match="cannot be read"):
        sayso.load([tmp_path / "no.yaml"])

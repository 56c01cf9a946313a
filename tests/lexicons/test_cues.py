"""The cue lexicon: what it holds, and that bad rows are refused by name."""

from pathlib import Path

import pytest

from sayso.errors import StopRun
from sayso.lexicons.cues import load_cues, regular_forms
from sayso.records import FORCES

USER = """schema: lexicon/1
cues:
  - {verb: say, force: denies, takes: [that], good: "<who>He</who> <cue>said</cue> <what>it was so</what>."}
  - {noun: canard, force: asserts, distance: true, takes: [that], good: "the <cue>canard</cue> <what>that pigs fly</what>"}
"""
BAD = """schema: lexicon/1
cues:
  - {verb: say, force: shouts, takes: [that], good: "<cue>said</cue> <what>so</what>"}
  - {verb: sing, force: asserts, takes: [dance], good: "<cue>sang</cue> <what>so</what>"}
  - {verb: hum, force: asserts, takes: [that], good: "He hummed that."}
  - {phrase: in the light of, force: asserts, good: "<cue>in the light of</cue> <what>it</what>"}
  - {force: asserts, takes: [that]}
  - {verb: dig, force: asserts, takes: [that], prior: 3, good: "<cue>dug</cue> <what>it</what>", colour: red}
  - just words
"""


def test_it_covers_political_news() -> None:
    cues = load_cues()
    verbs = [c for c in cues.cues if c.pos == "verb"]
    assert len(verbs) >= 350
    assert len(cues.cues) - len(verbs) >= 80
    assert {c.force for c in cues.cues} == set(FORCES)
    assert len({c.id for c in cues.cues}) == len(cues.cues)


def test_phrases_come_before_their_first_word() -> None:
    assert [c.name for c in load_cues().at("verb", "call")] == ["call for", "call on", "call upon", "call"]


@pytest.mark.parametrize(
    ("lemma", "form", "name"),
    [("say", "said", "say"), ("stresse", "stressed", "stress"), ("reiterat", "reiterated", "reiterate"), ("deni", "denies", "deny")],
)
def test_a_wrong_lemma_is_mended(lemma: str, form: str, name: str) -> None:
    assert load_cues().verbs(lemma, form)[0].name == name


def test_regular_forms() -> None:
    assert {"vows", "vowed", "vowing"} <= set(regular_forms("vow"))
    assert {"admits", "admitted", "admitting"} <= set(regular_forms("admit"))
    assert {"denies", "denied", "denying"} == set(regular_forms("deny"))


def test_a_users_rows_replace_ours(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(USER, "utf-8")
    ours, both = load_cues(), load_cues([path])
    assert both.at("verb", "say")[0].force == "denies"
    assert both.at("noun", "canard")[0].distanced
    assert len(both.cues) == len(ours.cues) + 1
    assert both.digest != ours.digest


def test_every_bad_row_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(BAD, "utf-8")
    with pytest.raises(StopRun) as stopped:
        load_cues([path])
    message = str(stopped.value)
    assert "7 bad row(s)" not in message  # some rows have more than one fault
    for words in ("verb: say", "shouts", "dance", "verb: hum", "in the light of", "row 5", "colour", "prior 3", "row 7"):
        assert words in message


def test_the_ranker_is_part_of_the_lexicon() -> None:
    cues = load_cues()
    assert 0 < cues.threshold < 1
    assert cues.weights["bias"]

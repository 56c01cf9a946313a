"""The trigger lexicon: its form, the user's layer, and what makes a row valid."""

from pathlib import Path

import pytest

from sayso.errors import StopRun
from sayso.lexicons.codebook import load_codebook
from sayso.lexicons.triggers import load_triggers

LEXICON = load_triggers()
BOOK = load_codebook()


def entries(lemma: str) -> list[str]:
    return [t.id for t in LEXICON.by_lemma.get(lemma, ())]


def test_types_and_modes_are_those_of_the_code_book() -> None:
    for row in LEXICON.rows:
        if row.type == "none":
            continue
        modes = {m.name for m in BOOK.types[row.type].modes}
        assert row.mode in modes | {None, "none"}, row.id
    for type_, rules in LEXICON.modes.items():
        assert {r.mode for r in rules} <= {m.name for m in BOOK.types[type_].modes}, type_
    assert set(LEXICON.contexts) == set(BOOK.contexts)


@pytest.mark.parametrize("row", LEXICON.rows, ids=lambda r: r.id)
def test_a_row_carries_a_good_and_a_bad_example(row: object) -> None:
    assert getattr(row, "type") == "none" or (getattr(row, "good") and getattr(row, "bad"))  # noqa: B009


def test_entries_are_found_by_their_lemma() -> None:
    assert "SANCTION/break off" not in entries("break")
    assert any(i.startswith("SANCTION/break off {") for i in entries("break"))
    assert any(i.startswith("SANCTION/wash {hand} of") for i in entries("wash"))
    assert any(i == "PROTEST/hunger strike" for i in entries("strike"))
    assert len(LEXICON) > 1500


def test_an_entry_that_asks_for_more_comes_first() -> None:
    weights = [t.weight for t in LEXICON.by_lemma["break"]]
    assert weights == sorted(weights, reverse=True)


def test_guards_name_classes_that_exist() -> None:
    for row in LEXICON.rows:
        for word in row.obj | row.not_obj | row.subj | row.not_subj | row.near | row.not_near:
            if word.startswith("@"):
                assert LEXICON.words(word[1:]), row.id


USER = """schema: lexicon/1
triggers:
  - type: ASSAULT
    verbs: zap, attack
    mode: drone
    good: ["<a>Ruritania</a> <t>zapped</t> <r>Freedonia</r>."]
    bad: ["He zapped the channels."]
"""


def test_a_users_entry_takes_the_place_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(USER, "utf-8")
    lexicon = load_triggers([path])
    assert [t.row.mode for t in lexicon.by_lemma["zap"]] == ["drone"]
    assert [t.row.mode for t in lexicon.by_lemma["attack"] if t.pos == "verb"] == ["drone"]
    assert lexicon.digest != LEXICON.digest


def test_every_bad_row_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(
        "schema: lexicon/1\ntriggers:\n  - {type: NOPE, verbs: zap}\n  - {type: AID, verb: zap}\n  - {type: AID, verbs: zip, who: subj}\n",
        "utf-8",
    )
    with pytest.raises(StopRun) as error:
        load_triggers([path])
    text = str(error.value)
    assert "unknown type 'NOPE'" in text
    assert "unknown key verb" in text
    assert "no verbs, nouns or adjs" in text
    assert "has no `>`" in text

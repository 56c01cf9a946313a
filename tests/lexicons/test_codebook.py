"""The code book: PLOVER's 16 types, 67 modes, 37 contexts, each with what a reader needs."""

from pathlib import Path

import pytest

from sayso.errors import StopRun
from sayso.lexicons.codebook import QUADS, load_codebook

BOOK = load_codebook()


def test_it_is_complete() -> None:
    assert len(BOOK.types) == 16
    assert sum(len(t.modes) for t in BOOK.types.values()) == 67
    assert len(BOOK.contexts) == 37


@pytest.mark.parametrize("name", sorted(BOOK.types))
def test_a_type_says_what_it_is(name: str) -> None:
    type_ = BOOK.types[name]
    assert type_.definition
    assert type_.good
    assert type_.bad
    assert type_.quad in QUADS
    assert -10 <= type_.intensity <= 10
    for mode in type_.modes:
        assert mode.definition, mode.name
        assert mode.good, mode.name
        assert mode.bad, mode.name


def test_intensity_is_the_modes_own_or_the_types() -> None:
    assert BOOK.intensity("ASSAULT", "drone") == -9.5
    assert BOOK.intensity("PROTEST", "vandalize") == BOOK.types["PROTEST"].intensity
    assert BOOK.quad("SANCTION") == 4


def test_a_users_type_is_laid_on_top(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("schema: lexicon/1\ntypes:\n  CYBERWAR: {definition: Attacks on networks., quad: 4, intensity: -8}\n", "utf-8")
    book = load_codebook([path])
    assert book.types["CYBERWAR"].quad == 4
    assert len(book.types) == 17
    assert book.digest != BOOK.digest


def test_every_bad_row_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("schema: lexicon/1\ntypes:\n  A: {quad: 4, intensity: 1}\n  B: {definition: x, quad: 7, intensity: 1}\n", "utf-8")
    with pytest.raises(StopRun) as error:
        load_codebook([path])
    assert "A: lacks definition" in str(error.value)
    assert "B: quad 7" in str(error.value)

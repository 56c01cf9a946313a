"""Every row of the lexicon is tried on its own examples: the good ones give its statement, the bad ones none with its cue."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from marked import shared, unmark

from sayso.language.model import Parser
from sayso.lexicons.cues import Cue, load_cues
from sayso.records import Article, Statement
from sayso.statements.extract import CueStatements

KNOWN: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "examples_that_fail.yaml").read_text("utf-8"))
CUES = load_cues()
GOOD = [(c, s) for c in CUES.cues for s in c.good]
BAD = [(c, s) for c in CUES.cues for s in c.bad]
Wide = Callable[[str], tuple[Statement, ...]]


@pytest.fixture(scope="module")
def find_wide(parser: Parser) -> Wide:
    finder = CueStatements(CUES, wide=True)
    return lambda text: finder(parser(Article(id="t", text=text)))


def cases(rows: list[tuple[Cue, str]], known: list[str]) -> list[Any]:
    return [
        pytest.param(cue, s, id=cue.id, marks=pytest.mark.xfail(strict=True, reason="parse") if cue.id in known else ()) for cue, s in rows
    ]


@pytest.mark.parametrize(("cue", "sentence"), cases(GOOD, KNOWN["good"]))
def test_good_example(cue: Cue, sentence: str, find_wide: Wide) -> None:
    text, parts = unmark(sentence)
    hits = [s for s in find_wide(text) if shared(text, s.cue, parts.cue) >= 0.5 and shared(text, s.content, parts.what) >= 0.7]
    assert hits
    assert shared(text, hits[0].source, parts.who) >= 0.5
    assert hits[0].force == cue.force or hits[0].because[0].row != cue.id


@pytest.mark.parametrize(("cue", "sentence"), cases(BAD, KNOWN["bad"]))
def test_bad_example(cue: Cue, sentence: str, find_wide: Wide) -> None:
    assert not [s for s in find_wide(sentence) if s.because[0].row == cue.id]

"""Every row of the lexicon is tried on its own examples: the good ones give its statement, the bad ones none by that row.

Rows that the present model gets wrong are listed in examples_that_fail.yaml, and the list is held to both ways: it is an error
when a row begins to fail, and when one has come right. SNAPSHOTS=write takes a wanted change over.
"""

import os
from pathlib import Path
from typing import Any

import yaml

from sayso.language.model import Parser
from sayso.lexicons.cues import Cue, CueLexicon
from sayso.records import Article, Statement
from sayso.statements.extract import CueStatements
from tests.statements.marked import shared, unmark

FILE = Path(__file__).parent / "examples_that_fail.yaml"


def is_found(cue: Cue, sentence: str, statements: tuple[Statement, ...]) -> bool:
    text, parts = unmark(sentence)
    hits = (s for s in statements if shared(text, s.cue, parts.cue) >= 0.5 and shared(text, s.content, parts.what) >= 0.7)
    found = next(hits, None)
    return (
        found is not None and shared(text, found.source, parts.who) >= 0.5 and (found.because[0].row != cue.id or found.force == cue.force)
    )


def parsed(parser: Parser, finder: CueStatements, sentences: list[str]) -> list[tuple[Statement, ...]]:
    articles = [Article(id=str(n), text=s) for n, s in enumerate(sentences)]
    return [finder(reading) for reading in parser.batch(articles, size=64)]


def check(kind: str, failing: list[str]) -> None:
    known: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    if os.environ.get("SNAPSHOTS") == "write":
        known[kind] = sorted(failing)
        FILE.write_text(yaml.safe_dump(known, allow_unicode=True), "utf-8", newline="\n")
    assert {"now wrong": sorted({*failing} - {*known[kind]}), "come right": sorted({*known[kind]} - {*failing})} == {
        "now wrong": [],
        "come right": [],
    }


def test_good_examples(parser: Parser, cues: CueLexicon) -> None:
    rows = [(cue, sentence) for cue in cues.cues for sentence in cue.good]
    found = parsed(parser, CueStatements(cues, wide=True), [unmark(sentence)[0] for _, sentence in rows])
    check("good", [cue.id for (cue, sentence), statements in zip(rows, found, strict=True) if not is_found(cue, sentence, statements)])


def test_bad_examples(parser: Parser, cues: CueLexicon) -> None:
    rows = [(cue, sentence) for cue in cues.cues for sentence in cue.bad]
    found = parsed(parser, CueStatements(cues), [sentence for _, sentence in rows])
    check("bad", [cue.id for (cue, _), statements in zip(rows, found, strict=True) if any(s.because[0].row == cue.id for s in statements)])


def test_most_rows_get_their_own_example_right(cues: CueLexicon) -> None:
    known: dict[str, list[str]] = yaml.safe_load(FILE.read_text("utf-8"))
    assert len(known["good"]) < len(cues.cues) / 10

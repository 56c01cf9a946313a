"""Whom a source phrase names: the bearer of a title, the issuer of a document, the name behind initials."""

import pytest

from sayso.language.model import Parser
from sayso.lexicons.cues import CueLexicon
from sayso.records import Article
from sayso.statements.extract import CueStatements

NAMES = {
    "President of Norland Ada Lind said that the bridge was closed.": "Ada Lind",
    "The ambassador of Norland to Sudria, Olav Berg, said that the bridge was closed.": "Olav Berg",
    "The general manager of Velda Media, Dr Jan bin Tamir, said that the bridge was closed.": "Jan bin Tamir",
    "A statement released by the Supreme Court said that the bridge was closed.": "Supreme Court",
    "The wife of opposition leader Olav Berg said that the bridge was closed.": "The wife of opposition leader Olav Berg",
    "The spokesman for Berg said that the bridge was closed.": "The spokesman for Berg",
}


def claimed(parser: Parser, cues: CueLexicon, article: Article) -> list[str]:
    return [p.text for s in CueStatements(cues)(parser(article)) for p in s.claimants]


KNOWN = pytest.mark.xfail(strict=True, reason="the parser takes the title and the name behind it for two subjects")


@pytest.mark.parametrize("sentence", [pytest.param(s, marks=KNOWN if "The wife of" in s else ()) for s in NAMES])
def test_the_claimant_is_who_the_phrase_names(parser: Parser, cues: CueLexicon, sentence: str) -> None:
    (text,) = claimed(parser, cues, Article(id="a", text=sentence))
    assert text.endswith(NAMES[sentence])


def test_initials_in_a_transcript_are_written_out_elsewhere(parser: Parser, cues: CueLexicon) -> None:
    text = "Ada Lind spoke with Westlandnews reporter Olav N. Berg.\n((ONB)) Do you think that you will win?\n((Ada Lind)) I do.\n"
    text += "((WN)) And what will you do then? Our readers want to know.\nI asked Westlandnews to print it."
    said = claimed(parser, cues, Article(id="a", text=text, outlet="Westlandnews"))
    assert any("Olav N. Berg" in who for who in said)
    assert "Westlandnews" in said

"""The parts of a statement beside its spans: force, distance, negation, kind, claimants and their type; and what must always hold."""

from collections.abc import Callable

import pytest

from sayso.language.model import Parser
from sayso.lexicons.cues import CueLexicon
from sayso.records import Article, Statement
from sayso.statements.extract import CueStatements

Finder = Callable[[str], tuple[Statement, ...]]

STANCES = {  # sentence: force, distanced, negated
    "The minister said that the talks had failed.": ("asserts", False, False),
    "The minister did not say who had fired first.": ("asserts", False, True),
    "The ministry denied that its planes had struck the town.": ("denies", False, False),
    "The ministry never denied that its planes had struck the town.": ("denies", False, True),
    "The rebels claimed that they held the airport.": ("asserts", True, False),
    "The king has reportedly left the country.": ("asserts", True, False),
    "The premier promised to cut the tax.": ("promises", False, False),
    "The union threatened to close the port.": ("threatens", False, False),
    "The council urged both sides to stop firing.": ("demands", False, False),
    "Sudria accused Norland of moving troops to the border.": ("blames", False, False),
    "The general thinks the war will be long.": ("believes", False, False),
    "The ministry plans to close ten schools.": ("intends", False, False),
}
TYPES = {  # sentence: claimant type
    "The foreign minister said that the talks had failed.": "official",
    "The newspaper reported that the talks had failed.": "media",
    "The report says that half of the crop was lost.": "document",
    "Western experts said that the talks had failed.": "unnamed",
    "It was reported that the talks had failed.": "nobody",
    "The union said that the talks had failed.": "organisation",
    "The widow said that the talks had failed.": "person",
}
KINDS = {
    "“We will not sign this paper,” the minister said.": "direct",
    "The minister said that he would not sign.": "indirect",
    "The minister said the paper was “a trap for all of us”.": "mixed",
}
ODD = [
    "",
    "\n\n \n",
    '"',
    "“”",
    "said",
    "“Said",
    "According to",
    "According to.",
    "In the words of",
    ": : :",
    "A:\n\nB:\n",
    "((XY)) ((XY))",
    "said said said said",
    "“Yes,” “no,” “perhaps,”",
    "He said: “She said: ‘They said: “No.”’”",
    "🙂 said 🙂 that 🙂.",
    "The minister said:",
    "The minister said that",
    "\ufeffThe\u00a0minister\u00a0said\u00a0no.",
    "reported " * 200,
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "stance"), STANCES.items())
def test_stance(sentence: str, stance: tuple[str, bool, bool], find: Finder) -> None:
    first = find(sentence)[0]
    assert (first.force, first.distanced, first.negated) == stance


@pytest.mark.parametrize(("sentence", "expected"), TYPES.items())
def test_type_of_claimant(sentence: str, expected: str, find: Finder) -> None:
    assert find(sentence)[0].claimant_type == expected


@pytest.mark.parametrize(("sentence", "expected"), KINDS.items())
def test_kind(sentence: str, expected: str, find: Finder) -> None:
    assert find(sentence)[0].kind == expected


def test_each_coordinated_speaker_is_a_claimant(find: Finder) -> None:
    (statement,) = find("The minister and the general said the bridge was safe.")
    assert [p.text for p in statement.claimants] == ["The minister", "the general"]


def test_a_statement_says_why(find: Finder) -> None:
    (statement,) = find("According to Italy, Germany attacked France.")
    (reason,) = statement.because
    assert (reason.rule, reason.row) == ("statement:phrase", "phrase:according to who")
    assert reason.words == statement.cue
    assert 0 < statement.confidence <= 1


def test_nested_statements_know_their_parent(find: Finder) -> None:
    outer, inner = find("The police said that the driver claimed he had been asleep.")
    assert (outer.parent, inner.parent) == (None, outer.id)


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize("wide", [False, True])
def test_what_always_holds(text: str, wide: bool, parser: Parser, cues: CueLexicon) -> None:
    finder = CueStatements(cues, wide=wide)
    reading = parser(Article(id="odd", text=text))
    found = finder(reading)
    assert found == finder(reading)
    for statement in found:
        spans = (*statement.cue, *statement.source, *statement.content)
        assert statement.cue
        assert statement.content
        assert all(0 <= s.start < s.end <= len(text) for s in spans)
        assert all(a.end <= b.start for a, b in zip(statement.content, statement.content[1:], strict=False))
        assert not any(c.overlaps(s) for c in statement.cue for s in statement.content)


def test_who_made_it_names_the_lexicon(cues: CueLexicon) -> None:
    assert cues.digest[:8] in CueStatements(cues).made_by
    assert CueStatements(cues).made_by != CueStatements(cues, wide=True).made_by

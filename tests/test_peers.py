"""Sentences on which the event coders before this one go wrong: the attack with its victim, its status and its claimant."""

from typing import NamedTuple

import pytest

import sayso
from sayso import Coded, Report
from sayso.run.coder import Coder


class Attack(NamedTuple):
    status: str = "actual"
    according_to: str = ""
    actor: str | None = "DEU"
    recipient: str | None = "FRA"
    historical: bool = False
    killed: int | None = None


SENTENCES = {
    "Germany attacked France.": Attack(),
    "Germany did not attack France.": Attack("negated"),
    "Germany didn't attack France.": Attack("negated"),
    "Germany did n't attack France.": Attack("negated"),
    "Germany never attacked France.": Attack("negated"),
    "If Germany attacks France, Italy will condemn Germany.": Attack("hypothetical"),
    "Germany may attack France.": Attack("hypothetical"),
    "Germany attacked France in 1940.": Attack(historical=True),
    "Italy said Germany attacked France.": Attack(according_to="Italy"),
    "France said Germany attacked it.": Attack(according_to="France"),
    "Germany denied that it attacked France.": Attack("negated", "Germany"),
    "Germany attacked France, Italy said.": Attack(according_to="Italy"),
    "According to Italy, Germany attacked France.": Attack(according_to="Italy"),
    "According to Italy, 20 civilians were killed in France.": Attack(according_to="Italy", actor=None, killed=20),
    "France was attacked by Germany.": Attack(),
    "Germany's attack on France killed 20 civilians.": Attack(killed=20),
}


@pytest.fixture(scope="module")
def coder() -> Coder:
    return sayso.load()


def code(coder: Coder, sentence: str) -> Coded:
    return coder.code(sentence, outlet="example.org", published="2020-08-17")


def attacks(coded: Coded) -> list[Report]:
    return [r for r in coded.reports if r.type == "ASSAULT"]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_an_attack(sentence: str, coder: Coder) -> None:
    coded, expected = code(coder, sentence), SENTENCES[sentence]
    (report,) = attacks(coded)
    chain = coded.chain(report.statement)
    found = Attack(
        status=report.status,
        according_to=chain[0].claimants[0].name if chain else "",
        actor=report.actors[0].country if report.actors else None,
        recipient=report.recipients[0].country if report.recipients else None,
        historical=report.historical,
        killed=report.counts.killed,
    )
    assert found == expected
    assert len(chain) <= 1


def test_what_follows_from_an_attack_is_hypothetical_too(coder: Coder) -> None:
    (accusation,) = [r for r in code(coder, "If Germany attacks France, Italy will condemn Germany.").reports if r.type == "ACCUSE"]
    assert accusation.status in {"hypothetical", "future"}
    assert [p.country for p in (*accusation.actors, *accusation.recipients)] == ["ITA", "DEU"]


def test_saying_is_no_act_against_the_attacker(coder: Coder) -> None:
    for sentence in ("Italy said Germany attacked France.", "Germany attacked France, Italy said."):
        assert [r.type for r in code(coder, sentence).reports] == ["ASSAULT"]


def test_us_is_not_the_united_states(coder: Coder) -> None:
    coded = code(coder, "Germany told us to leave.")
    assert not any(p.country == "USA" for r in coded.reports for p in (*r.actors, *r.recipients))


def test_sport_is_no_war(coder: Coder) -> None:
    assert code(coder, "Germany beat France in the final.").reports == ()


def test_the_three_forms_of_attribution_are_one(coder: Coder) -> None:
    forms = ("Italy said Germany attacked France.", "Germany attacked France, Italy said.", "According to Italy, Germany attacked France.")
    coded = [code(coder, form) for form in forms]
    seen = [
        [(r.type, r.mode, r.status, [p.name for p in r.actors], [p.name for p in r.recipients]) for r in one.reports]
        + [[s.claimants[0].name for s in one.statements]]
        for one in coded
    ]
    assert seen[0] == seen[1] == seen[2]

"""Who a phrase is by its own words: tests/sentences/actors.yaml, and what is known of names."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from sayso.lexicons.actors import ActorLexicon, load_actors
from sayso.linking.compose import Composed, Context, compose
from sayso.linking.names import near, part_of, stands_for

TABLE = yaml.safe_load((Path(__file__).parents[1] / "sentences" / "actors.yaml").read_text("utf-8"))
ROWS = [row for rows in TABLE.values() for row in rows]
BEHIND = {"of", "in", "to", "for", "by"}


@pytest.fixture(scope="module")
def lexicon() -> ActorLexicon:
    return load_actors()


def read(phrase: str, lexicon: ActorLexicon, day: date | None = None, **named: int) -> Composed:
    """The phrase as the stage reads it; the head is the last word before the first preposition."""
    tokens = lexicon.tokens(phrase)
    head = next((i - 1 for i, t in enumerate(tokens) if i and t.key in BEHIND), len(tokens) - 1)
    return compose(tokens, head, Context(lexicon, day, named))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {row[-1].get('day', '') if isinstance(row[-1], dict) else ''}".strip())
def test_country_and_primary_sector(row: list[Any], lexicon: ActorLexicon) -> None:
    day = row[-1]["day"] if isinstance(row[-1], dict) else None
    said = read(row[0], lexicon, day)
    assert (said.country or "-", said.sectors[0] if said.sectors else "-") == (row[1], row[2])


def test_a_plural_of_two_states_is_two_actors(lexicon: ActorLexicon) -> None:
    assert read("foreign ministers of Germany and Poland", lexicon).several == ("DEU", "POL")
    assert read("Chinese and Russian troops", lexicon).several == ("CHN", "RUS")
    assert read("the Russian ambassador", lexicon).several == ()


def test_a_party_is_only_believed_where_its_state_is_named(lexicon: ActorLexicon) -> None:
    assert read("the Socialist Party", lexicon).country is None
    assert read("the Socialist Party", lexicon, ALB=2).country == "ALB"


def test_an_israeli_minister_is_not_another_states_person_of_that_name(lexicon: ActorLexicon) -> None:
    assert read("Norwegian minister Angela Merkel", lexicon, date(2019, 1, 1)).known is None


PAIRS = {
    ("lukashenko", "lukashenka"): True,
    ("lukashenko", "lukashenko"): True,
    ("brown", "crown"): False,
    ("brown", "browne"): False,  # too short to be sure
    ("poroshenko", "timoshenko"): False,
    ("nauseda", "nausedas"): True,
}


@pytest.mark.parametrize(("pair", "same"), PAIRS.items(), ids=["/".join(p) for p in PAIRS])
def test_near_names(pair: tuple[str, str], same: bool) -> None:
    assert near(*pair) is same


PARTS = {
    ("lukashenko", "alexander lukashenko"): True,
    ("alexander", "alexander lukashenko"): False,  # a first name alone may be anybody's
    ("al sisi", "abdel fattah al sisi"): True,
    ("john kerry", "john forbes kerry"): True,
    ("angela lind", "angela merkel"): False,
    ("a lukashenko", "alexander lukashenko"): True,
}


@pytest.mark.parametrize(("pair", "fits"), PARTS.items(), ids=[" < ".join(p) for p in PARTS])
def test_parts_of_a_name(pair: tuple[str, str], fits: bool) -> None:
    assert part_of(tuple(pair[0].split()), tuple(pair[1].split())) is fits


def test_an_abbreviation_is_made_of_the_initials() -> None:
    assert stands_for("SMM", ["the", "Special", "Monitoring", "Mission"])
    assert stands_for("UDV", ["Union", "of", "Democrats", "of", "Veldia"])
    assert not stands_for("BBC", ["Special", "Monitoring", "Mission"])

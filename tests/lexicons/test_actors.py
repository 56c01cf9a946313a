"""The tables of actors: they are sane, they agree with their own examples, and the user's file goes on top."""

import csv
from datetime import date
from pathlib import Path

import pytest

from sayso.errors import StopRun
from sayso.lexicons.actors import SECTORS, ActorLexicon, CountryWord, Known, load_actors
from sayso.lexicons.load import DATA
from sayso.linking.compose import Context, compose

VELDIA = """
schema: lexicon/1
countries:
  VLD:
    name: Veldia
    adjectives: [Veldish]
    nouns: [Veld, Velds]
    capital: Port Veld
    seats: [Amber Palace]
    leaders:
      - {name: Ada Lind, office: president, from: 2018-03-01, to: 2022-02-28}
  NRL: {name: Norland, adjectives: [Norlandic], capital: Tarn}
people:
  Jon Frey: {country: VLD, sectors: [OPP, PTY]}
organisations:
  Free Veldia: {aliases: [FV], country: VLD, sectors: [OPP, PTY]}
agents:
  river warden: {sectors: [COP]}
"""
NOT_STATES = {"EUR", "UNO", "IGO", "NGO", "MNC", "ISM", "IMG"}


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> ActorLexicon:
    path = tmp_path_factory.mktemp("user") / "veldia.yaml"
    path.write_text(VELDIA, "utf-8")
    return load_actors([path])


def primary(phrase: str, lexicon: ActorLexicon) -> str:
    tokens = lexicon.tokens(phrase)
    head = next((i - 1 for i, t in enumerate(tokens) if i and t.key in {"of", "in", "to", "for"}), len(tokens) - 1)
    said = compose(tokens, head, Context(lexicon))
    return said.sectors[0] if said.sectors else "-"


EXAMPLES = load_actors().examples


@pytest.mark.parametrize(("row", "sort", "phrase"), EXAMPLES, ids=[f"{row} {sort}: {phrase}" for row, sort, phrase in EXAMPLES])
def test_rows_agree_with_their_examples(row: str, sort: str, phrase: str, lexicon: ActorLexicon) -> None:
    wanted = next(a.sectors[0] for a in lexicon.agents if a.row == row and a.sectors)
    assert (primary(phrase, lexicon) == wanted) is (sort == "good")


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / "actors" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


TABLES = ["countries.csv", "countries-own.csv", "organisations.csv", "people.csv", "people-own.csv", "parties.csv"]


@pytest.mark.parametrize("name", TABLES)
def test_tables_hold_codes_sectors_and_dates(name: str) -> None:
    states = {row["code"] for row in rows("countries.csv")}
    for row in rows(name):
        assert None not in row, f"{row}: too many cells"
        assert row["name"], row
        assert row["code"] in states | NOT_STATES | {""}, row
        assert set(row["sectors"].split("|")) <= SECTORS | {""}, row
        for edge in ("from", "to"):
            day = row.get(edge) or "2000-01-01"
            date.fromisoformat((day + "-01-01")[:10])
        assert not (row.get("from") and row.get("to")) or row["from"] <= row["to"], row


def test_every_state_has_a_name_a_capital_and_an_adjective(lexicon: ActorLexicon) -> None:
    for row in rows("countries.csv"):
        if row["sectors"] or row["code"] in {
            "ATA",
            "PSE",
            "HKG",
            "ESH",
            "NRU",
            "VAT",
            "SGP",
            "MCO",
            "LUX",
            "DJI",
            "PAN",
            "KWT",
            "SMR",
            "GTM",
        }:
            continue  # dependencies; those without a capital of another name
        assert lexicon.names[row["code"]]
        assert row["capitals"], row
        assert row["adjectives"], row


def test_abbreviations_are_told_from_words(lexicon: ActorLexicon) -> None:
    assert [getattr(e, "code", None) for e in lexicon.find("US")][:1] == ["USA"]
    assert lexicon.find("us") == ()
    assert lexicon.find("UN")
    assert not any(isinstance(e, Known) for e in lexicon.find("who"))
    assert any(isinstance(e, CountryWord) and e.code == "IRN" for e in lexicon.find("IRAN"))  # a headline in capitals


def test_a_users_country_is_whole(lexicon: ActorLexicon) -> None:
    for phrase in ("Veldia", "Veldish", "Velds", "Port Veld", "the Amber Palace"):
        said = compose(lexicon.tokens(phrase), 0, Context(lexicon))
        assert said.country == "VLD", phrase
    assert lexicon.names["VLD"] == "Veldia"
    assert primary("a Veldish river warden", lexicon) == "COP"
    assert primary("FV", lexicon) == "OPP"


def test_terms_of_office(lexicon: ActorLexicon) -> None:
    (lind,) = [e for e in lexicon.find("Ada Lind") if isinstance(e, Known)]
    assert lind.at(date(2020, 8, 17)) == ("VLD", ("GOV",))
    assert lind.at(date(2024, 1, 1)) == ("VLD", ("ELI",))
    assert lind.at(date(2010, 1, 1)) == ("VLD", ())
    (frey,) = [e for e in lexicon.find("Jon Frey") if isinstance(e, Known)]
    assert frey.at(date(2010, 1, 1)) == ("VLD", ("OPP", "PTY"))


def test_one_file_may_go_over_another(tmp_path: Path) -> None:
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_text("schema: lexicon/1\norganisations:\n  Open Square: {country: NGO, sectors: [SOC]}\n", "utf-8")
    second.write_text("schema: lexicon/1\norganisations:\n  Hamas: {country: PSE, sectors: [GOV]}\n", "utf-8")
    laid = load_actors([first, second])
    (hamas, *_) = laid.find("Hamas")
    assert isinstance(hamas, Known)
    assert hamas.terms[0].sectors == ("GOV",)
    assert laid.find("Open Square")
    assert laid.digest != load_actors([first]).digest


BAD = """
schema: lexicon/1
countries:
  Veldia: {name: Veldia}
  VLD: {adjectives: [Veldish], leaders: [{office: president}]}
people:
  Jon Frey: {country: Veldia, sectors: [KING], from: last year}
agents:
  river warden: {words: [warden]}
organisations: [Free Veldia]
"""


def test_every_bad_row_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(BAD, "utf-8")
    with pytest.raises(StopRun) as stopped:
        load_actors([path])
    for words in ("Veldia", "needs a `name`", "leader 1", "KING", "last year", "river warden", "organisations"):
        assert words in str(stopped.value)


def test_a_spelling_with_the_surname_in_front_makes_no_other_surname() -> None:
    lexicon = load_actors()
    assert "Kim Yo-jong" in {p.name for p in lexicon.surnames["kim"]}  # `Kim Yo Jong` is one of her spellings
    assert "Kim Yo-jong" not in {p.name for p in lexicon.surnames.get("jong", ())}

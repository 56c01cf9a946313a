"""Who is who in short articles, from the text to the link: tests/sentences/actors_in_articles.yaml."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from sayso.language.model import load_parser
from sayso.lexicons.actors import load_actors
from sayso.lexicons.cues import load_cues
from sayso.linking.actors import Actors
from sayso.linking.attribution import name_parties, nest
from sayso.records import ActorLink, Article, Mention, Party, Report, Span
from sayso.statements.extract import CueStatements

CASES: dict[str, Any] = yaml.safe_load((Path(__file__).parents[1] / "sentences" / "actors_in_articles.yaml").read_text("utf-8"))
MARK = re.compile(r"<(/?)(\d)>")
LEXICON = """
schema: lexicon/1
countries:
  VLD:
    name: Veldia
    adjectives: [Veldish]
    capital: Port Veld
    leaders: [{name: Ada Lind, office: president, from: 2018-03-01}]
  NRL: {name: Norland, adjectives: [Norlandic], capital: Tarn}
people:
  Jon Frey: {country: VLD, sectors: [OPP, PTY]}
organisations:
  Free Veldia: {aliases: [Free Veldia movement], country: VLD, sectors: [OPP, PTY]}
"""


class Reader:
    """The parts that actors need, loaded once."""

    def __init__(self, lexicon: Path) -> None:
        self.parser, self.cues = load_parser(), CueStatements(load_cues())
        self.actors = Actors(load_actors([lexicon]))

    def __call__(self, text: str) -> tuple[tuple[Mention, ...], dict[int, ActorLink]]:
        article = Article(id="a", text=text, published=date(2020, 8, 17))
        reading = self.parser(article)
        return reading.mentions, self.actors(article, reading.mentions, nest(self.cues(reading)))


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    path = tmp_path_factory.mktemp("lexicon") / "veldia.yaml"
    path.write_text(LEXICON, "utf-8")
    return Reader(path)


def unmark(marked: str) -> tuple[str, dict[int, Span]]:
    text, at = "", 0
    starts: dict[int, int] = {}
    spans: dict[int, Span] = {}
    for mark in MARK.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        if mark[1]:
            spans[int(mark[2])] = Span(starts[int(mark[2])], len(text))
        else:
            starts[int(mark[2])] = len(text)
    return text + marked[at:], spans


FAILS = {"a name introduced by its title", "a misspelt name"}
KNOWN = pytest.mark.xfail(strict=True, reason="the parser cuts a title from its name in them")


@pytest.mark.parametrize("name", [pytest.param(name, marks=KNOWN if name in FAILS else ()) for name in CASES])
def test_who_the_marked_words_are(name: str, read: Reader) -> None:
    text, spans = unmark(CASES[name]["text"])
    mentions, links = read(text)
    for number, expected in CASES[name]["who"].items():
        # the mention whose head stands in the marked words, the last one: titles come before names
        (*_, mention) = [m for m in mentions if spans[number].holds(m.head)]
        link = links.get(mention.id)
        assert link is not None or expected == ["-", "-", "-"]
        if link is not None:
            assert [link.name, link.country or "-", link.sectors[0] if link.sectors else "-"] == expected


def test_mentions_of_one_actor_share_a_chain(read: Reader) -> None:
    mentions, links = read("President Ada Lind visited Tarn on Monday. She praised the harbour. The Veldish leader left on Tuesday.")
    chains = {links[m.id].chain for m in mentions if m.id in links and links[m.id].name == "Ada Lind" and m.role == "subject"}
    assert len(chains) == 1


def test_the_two_of_a_report_are_two_parties(read: Reader) -> None:
    mentions, links = read("Veldia and Norland signed a treaty. The two countries agreed to trade.")
    (both,) = [m for m in mentions if links.get(m.id) and links[m.id].parts]
    party = Party(span=both.span, text="The two countries", mention=both.id)
    report = Report(id="r1", trigger=Span(0, 1), sentence=Span(0, 1), type="AGREE", actors=(party,))
    (named,) = name_parties([report], links)
    assert [p.country for p in named.actors] == ["VLD", "NRL"]


def test_a_state_that_attacks_with_arms_does_so_by_its_forces() -> None:
    link = ActorLink(name="Norland", country="NRL", sectors=("GOV",), rule="actor:state")
    party = Party(span=Span(0, 7), text="Norland", mention=1)
    report = Report(id="r1", trigger=Span(8, 14), sentence=Span(0, 20), type="ASSAULT", mode="aerial", actors=(party,))
    (armed,) = name_parties([report], {1: link})
    assert armed.actors[0].sectors == ("MIL",)
    (said,) = name_parties([Report(id="r1", trigger=Span(8, 14), sentence=Span(0, 20), type="ACCUSE", actors=(party,))], {1: link})
    assert said.actors[0].sectors == ("GOV",)

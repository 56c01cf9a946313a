"""The six articles of examples/articles: which reports tell of one happening, as a person says who has read them all."""

from pathlib import Path

import pytest

import sayso
from sayso.events.telling import Telling, telling
from sayso.show.data import report_rows
from tests.events.stories import b_cubed, grouped, pairwise

EXAMPLES = Path(__file__).parents[2] / "examples"
COPY = {"port-sael-courier": "meridian-wire"}  # what a project's table of articles says

# A happening: its type, and words of the sentences that tell of it. What fits no line is a happening of its own; the same sentence
# with the same trigger in two articles is the same happening in any case.
HAPPENINGS = {
    "the attack on Brodny": ("ASSAULT", ["drone attack", "drones attacked", "drones had hit", "did not attack",
                                         "carried out an attack at Brodny", "had attacked the border post", "Brigade had attacked"]),
    "beatings on Tuesday": ("ASSAULT", ["dragged my brother", "officers had beaten", "beaten them with batons", "nobody was hurt"]),
    "two protesters killed": ("ASSAULT", ["Two protesters were killed", "have killed two young people"]),
    "arrests on Tuesday": ("COERCE", ["beat and arrested dozens", "Police detained 48"]),
    "the accusation": ("ACCUSE", ["accused neighbouring Ondria", "accused Ondria of"]),
    "diplomats expelled": ("SANCTION expel", ["expelled two Ondrian"]),
    "the ambassador withdrawn": ("SANCTION withdraw", ["recalled its ambassador", "withdrew its ambassador"]),
    "talks offered": ("AGREE", ["offered to host", "prepared to host"]),
    "the phone calls": ("CONSULT actual", ["telephoned Hraldin", "after telephone calls"]),
    "the meeting of 20 March": ("CONSULT", ["Port Sael"]),
    "the threat to close the border": ("THREATEN", ["close the border"]),
}  # fmt: skip


def happening(told: Telling) -> str:
    for name, (act, words) in HAPPENINGS.items():
        type_, _, more = act.partition(" ")
        if told.type == type_ and (not more or more in (told.mode, told.status)) and any(w in told.sentence for w in words):
            return name
    return told.same


@pytest.fixture(scope="module")
def tellings() -> list[Telling]:
    coder = sayso.load(lexicons=[EXAMPLES / "lexicon.yaml"])
    found = []
    for coded in sayso.code_files(coder, [EXAMPLES / "articles"]):
        assert isinstance(coded, sayso.Coded)
        found += [telling(row, COPY.get(coded.article.id)) for row in report_rows(coded)]
    return found


def test_six_outlets_tell_of_the_same_crisis(tellings: list[Telling]) -> None:
    truth, found = {t.key: happening(t) for t in tellings}, grouped(tellings)
    precision, recall, both = b_cubed(truth, found)
    told = f"B-cubed {precision:.2f} {recall:.2f} {both:.2f}, pairs {pairwise(truth, found)}"
    assert both >= 0.85, told
    assert precision >= 0.9, told


@pytest.mark.xfail(strict=True, reason="with the transformer's parse 7 of 13 accounts stand together, from 4 articles")
def test_the_attack_is_told_and_denied(tellings: list[Telling]) -> None:
    """The core of the story stands together, whatever else is missed: told by one side, denied by the other."""
    found = grouped(tellings)
    attack = [t for t in tellings if happening(t) == "the attack on Brodny"]
    ids = [found[t.key] for t in attack]
    together = [t for t in attack if found[t.key] == max(ids, key=ids.count)]
    assert len(together) >= 0.7 * len(attack)
    assert {"actual", "negated"} <= {t.status for t in together}
    assert len({t.article for t in together}) >= 5

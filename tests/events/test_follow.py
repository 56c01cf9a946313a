"""What becomes of promises, threats and demands; what stands against what; and the decisions of people."""

from datetime import date, timedelta
from typing import Any

import pytest

from sayso.errors import StopRun
from sayso.events.decide import Decision, decided, merge, split
from sayso.events.follow import ties
from sayso.events.group import Event
from sayso.events.profile import Profile, profile
from sayso.events.rules import rules
from sayso.lexicons.codebook import load_codebook
from tests.events.told import told

VARKESH, ONDRIA, MEROVIA = ("Varkesh", "VRK", "GOV"), ("Ondria", "OND", "GOV"), ("Merovia", "MRV", "GOV")
DAY = date(2026, 3, 1)


def event(name: str, type_: str, mode: str = "", *, late: int = 0, sentence: str = "", **given: Any) -> Profile:
    when = DAY + timedelta(days=late)
    values = {"actor": ONDRIA, "recipient": VARKESH, "day": when, "published": when, **given}
    return profile(Event(name, (told(article=name, type=type_, mode=mode or None, sentence=sentence or f"{name} it.", **values),)))


GRAIN = "It promised grain for the hungry villages."
SENT = "It sent grain to the hungry villages."


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        (event("A", "AGREE", sentence=GRAIN), event("B", "AID", late=20, sentence=SENT), "fulfilled"),
        (event("A", "AGREE", sentence=GRAIN), event("B", "SANCTION", "discontinue", late=20, sentence=SENT), "broken"),
        (event("A", "CONCEDE", sentence=GRAIN), event("B", "RETREAT", late=9, sentence=GRAIN), "fulfilled"),
        (event("A", "THREATEN", "violence", sentence=GRAIN), event("B", "ASSAULT", late=3, sentence=GRAIN), "carried out"),
        (event("A", "THREATEN", "expel", sentence=GRAIN), event("B", "SANCTION", "expel", late=3, sentence=GRAIN), "carried out"),
        (
            event("A", "REQUEST", "yield", sentence=GRAIN),
            event("B", "REJECT", late=3, sentence=GRAIN, actor=VARKESH, recipient=ONDRIA),
            "refused",
        ),
        (
            event("A", "REQUEST", "yield", sentence=GRAIN),
            event("B", "RETREAT", "release", late=3, sentence=GRAIN, actor=VARKESH, recipient=None),
            "met",
        ),
        (event("A", "RETREAT", "ceasefire"), event("B", "ASSAULT", late=3, actor=VARKESH, recipient=ONDRIA), "broken"),
        (event("A", "AGREE", sentence=GRAIN), event("B", "AID", late=200, sentence=SENT), None),  # too late
        (event("A", "AGREE", sentence=GRAIN), event("B", "AID", late=-2, sentence=SENT), None),  # before
        (event("A", "AGREE", sentence=GRAIN), event("B", "AID", late=20, sentence="It built a bridge."), None),  # something else
        (event("A", "AGREE", sentence=GRAIN), event("B", "AID", late=20, sentence=SENT, actor=MEROVIA), None),  # somebody else
        (event("A", "AGREE", sentence=GRAIN), event("B", "AID", late=20, sentence=SENT, status="future"), None),  # not done yet
    ],
)
def test_what_came_of_it(first: Profile, second: Profile, outcome: str | None) -> None:
    assert [t.what for t in ties(first, [second])] == ([outcome] if outcome else [])


def test_a_denied_fulfilment_says_so() -> None:
    (tie,) = ties(event("A", "AGREE", sentence=GRAIN), [event("B", "AID", late=20, sentence=SENT, status="negated")])
    assert tie.note == "but this is denied"


def test_opposite_acts_of_one_day() -> None:
    ceasefire, attack = event("A", "RETREAT", "ceasefire"), event("B", "ASSAULT")
    assert "contradicted" in [t.what for t in ties(attack, [ceasefire])]
    assert "contradicted" not in [t.what for t in ties(attack, [event("C", "RETREAT", "ceasefire", late=9)])]


def test_a_rival_account() -> None:
    place = ("Brodny", "VRK", "East", "city", 50.0, 30.0)
    ours = event("A", "ASSAULT", place=place, sentence="It attacked the border post at dawn.")
    theirs = event("B", "ASSAULT", place=place, sentence="They attacked the border post at dawn.", actor=("Brigade", "VRK", "REB"))
    (tie,) = ties(ours, [theirs])
    assert (tie.what, tie.note) == ("rival account", "Ondria or Brigade")


def test_every_word_of_the_rules_is_in_the_code_book() -> None:
    types = load_codebook().types
    book = rules()
    acts = [a for f in book.follow for a in f.then] + [a for pair in book.opposite for a in pair]
    for type_, mode in [(a.type, a.mode) for a in acts] + [(f.first, m) for f in book.follow for m in f.modes]:
        assert type_ in types
        assert not mode or types[type_].mode(mode), (type_, mode)
    for type_, modes in book.families.items():
        assert all(types[type_].mode(m) for m in modes), type_
    assert {f.first for f in book.follow} | book.worded | book.mutual | book.personal <= types.keys()
    assert {f.who for f in book.follow} == {"same", "answer", "either"}


# ---------------------------------------------------------------- decisions
A, B, C, D = (told(article=name, published=DAY + timedelta(days=n)) for n, name in enumerate("abcd"))


def shape(events: list[Event]) -> dict[str, str]:
    return {e.id: "".join(t.article for t in e.tellings) for e in events}


def test_merged() -> None:
    one, two, three = Event("E1", (A, B)), Event("E2", (C,)), Event("E3", (D,))
    assert shape(decided([one, two, three], [merge([two, one])])) == {"E2": "abc", "E3": "d"}


def test_split_off() -> None:
    event = Event("E1", (A, B, C))
    found = decided([event], [split(event, [B.key])])
    assert sorted(shape(found).values()) == ["ac", "b"]
    assert shape(found)["E1"] == "ac"


def test_a_report_that_came_later_goes_where_it_fits_better() -> None:
    strike = {"actor": ONDRIA, "recipient": VARKESH}
    stays = told(article="s", sentence="Drones attacked the depot beside the railway.", **strike)
    leaves = told(article="l", sentence="Drones attacked the harbour and a warehouse.", **strike)
    new = told(article="n", sentence="Drones attacked the harbour, where a warehouse burned.", **strike)
    decision = split(Event("E1", (stays, leaves)), [leaves.key])
    found = decided([Event("E1", (stays, leaves, new))], [decision])
    assert sorted(sorted(t.article for t in e.tellings) for e in found) == [["l", "n"], ["s"]]


def test_merge_then_split_again() -> None:
    one, two = Event("E1", (A,)), Event("E2", (B,))
    both = merge([one, two])
    (merged,) = decided([one, two], [both])
    assert sorted(shape(decided([one, two], [both, split(merged, [B.key])])).values()) == ["a", "b"]


def test_decisions_about_reports_that_are_gone_change_nothing() -> None:
    decision = merge([Event("E1", (A,)), Event("E2", (B,))])
    assert shape(decided([Event("E3", (C,))], [decision])) == {"E3": "c"}
    assert shape(decided([Event("E1", (A,)), Event("E3", (C,))], [decision])) == {"E1": "a", "E3": "c"}


def test_decisions_go_through_the_journal_as_plain_values() -> None:
    decision = merge([Event("E1", (A,)), Event("E2", (B,))])
    assert Decision.from_dict(decision.to_dict()) == decision
    for wrong in (
        {},
        {"kind": "merge", "reports": [["a"]]},
        {"kind": "burn", "reports": [["a"], ["b"]]},
        {"kind": "split", "reports": [[], ["b"]]},
    ):
        with pytest.raises(StopRun, match="no decision about events"):
            Decision.from_dict(wrong)


def test_what_cannot_be_split() -> None:
    event = Event("E1", (A, B))
    with pytest.raises(StopRun, match="has no report x/r9"):
        split(event, ["x/r9"])
    with pytest.raises(StopRun, match="Nothing to split"):
        split(event, [A.key, B.key])

"""Two reports: one happening or two? Each line is a case; the invented states are Varkesh (VRK), Ondria (OND) and Merovia (MRV)."""

from datetime import date
from typing import Any

import pytest

from sayso.events.compare import Comparer, party
from sayso.events.telling import Who
from tests.events.told import told

VARKESH, ONDRIA, MEROVIA = ("Varkesh", "VRK", "GOV"), ("Ondria", "OND", "GOV"), ("Merovia", "MRV", "GOV")
ALDORF, LINDQVAR, FOREIGN = ("Jens Aldorf", "OND", "GOV"), ("Petra Lindqvar", "OND", "GOV"), ("Foreign Ministry", "OND", "GOV")
ARMY, POLICE, PROTESTERS = ("Ondrian army", "OND", "MIL"), ("police", "VRK", "COP"), ("protesters", "VRK", "CVL")
MON, TUE, WED, FRI = (date(2026, 3, n) for n in (9, 10, 11, 13))
BRODNY = ("Brodny", "VRK", "East Varkesh", "city", 50.0, 30.0)
ORLENKA = ("Orlenka", "VRK", "Orlenka", "city", 51.5, 27.0)
POST = "Ondrian drones attacked a border post near the river."

STRIKE = {"actor": ONDRIA, "recipient": VARKESH, "day": WED, "mode": "drone", "sentence": POST}
AGAIN = {**STRIKE, "sentence": "Drones attacked the post near the river again."}
Given = dict[str, Any]
TOGETHER: dict[str, tuple[Given, Given]] = {
    "the army for the state": (STRIKE, {**STRIKE, "actor": ARMY, "mode": None}),
    "no date in one": (STRIKE, {**STRIKE, "day": None, "sentence": "Drones attacked the border post."}),
    "no actor in one, but it is named": (
        STRIKE,
        {"day": WED, "mode": "drone", "sentence": "Varkesh blamed Ondria after a drone attack on a border post.", "trigger": "attack"},
    ),
    "a city in a province": (
        {**STRIKE, "place": BRODNY},
        {
            **STRIKE,
            "place": ("East Varkesh", "VRK", "East Varkesh", "province"),
            "sentence": "An attack hit the east.",
            "trigger": "attack",
        },
    ),
    "a city in a country": ({**STRIKE, "place": BRODNY}, {**STRIKE, "place": ("Varkesh", "VRK", None, "country")}),
    "a denial": (STRIKE, {"actor": ONDRIA, "recipient": VARKESH, "status": "negated", "sentence": "Ondria did not attack the post."}),
    "two tolls": ({**STRIKE, "killed": 4}, {**STRIKE, "killed": 6}),
    "a name in two spellings": (
        {
            "type": "ACCUSE",
            "actor": ("Tomas Hraldin", "VRK", "GOV"),
            "recipient": ONDRIA,
            "sentence": "He accused Ondria of arming rebels.",
        },
        {"type": "ACCUSE", "actor": ("Hraldyn", "VRK", "GOV"), "recipient": ONDRIA, "sentence": "He blamed Ondria for arming rebels."},
    ),
    "a minister for his state": (
        {"type": "SANCTION", "mode": "expel", "actor": LINDQVAR, "recipient": VARKESH, "day": WED},
        {"type": "SANCTION", "mode": "expel", "actor": ONDRIA, "recipient": VARKESH, "day": WED},
    ),
    "a meeting told from either side": (
        {"type": "CONSULT", "actor": ALDORF, "recipient": MEROVIA, "day": WED},
        {"type": "CONSULT", "actor": [MEROVIA, ALDORF], "day": WED},
    ),
    "a copy whose date was garbled": (
        {**STRIKE, "day": WED, "basis": "context"},
        {**STRIKE, "article": "b", "day": MON, "basis": "context"},
    ),
}
APART: dict[str, tuple[Given, Given]] = {
    "other days": (STRIKE, {**AGAIN, "day": FRI}),
    "the day after, at another place": ({**STRIKE, "place": BRODNY}, {**AGAIN, "day": date(2026, 3, 12), "place": ORLENKA}),
    "the same day, far away": (
        {**STRIKE, "place": BRODNY, "sentence": "Drones attacked a post."},
        {**STRIKE, "place": ORLENKA, "sentence": "A tower burned after the raid.", "trigger": "raid"},
    ),
    "undated strikes a week apart": (
        {"actor": ONDRIA, "recipient": VARKESH, "published": date(2026, 3, 5)},
        {"actor": ONDRIA, "recipient": VARKESH, "published": date(2026, 3, 12)},
    ),
    "daily news in the same words": (
        {"actor": ONDRIA, "recipient": VARKESH, "published": WED, "sentence": "Ondrian strikes kill at least 30 people."},
        {"actor": ONDRIA, "recipient": VARKESH, "published": date(2026, 3, 12), "sentence": "Ondrian strikes kill at least 92 people."},
    ),
    "daily protests": (
        {"type": "PROTEST", "mode": "demo", "actor": PROTESTERS, "day": MON},
        {"type": "PROTEST", "mode": "demo", "actor": PROTESTERS, "day": WED},
    ),
    "rounds of talks": (
        {"type": "CONSULT", "actor": [ALDORF, MEROVIA], "day": MON},
        {"type": "CONSULT", "actor": [ALDORF, MEROVIA], "day": FRI},
    ),
    "a phone call and a visit": (
        {"type": "CONSULT", "mode": "phone", "actor": [ALDORF, MEROVIA], "day": MON},
        {"type": "CONSULT", "mode": "visit", "actor": [ALDORF, MEROVIA], "day": MON},
    ),
    "two meetings of one host": (
        {"type": "CONSULT", "actor": [ALDORF, MEROVIA], "day": MON},
        {"type": "CONSULT", "actor": [VARKESH, MEROVIA], "day": MON},
    ),
    "arrest and curfew": (
        {"type": "COERCE", "mode": "arrest", "actor": POLICE, "recipient": PROTESTERS, "day": MON},
        {"type": "COERCE", "mode": "curfew", "actor": POLICE, "recipient": PROTESTERS, "day": MON},
    ),
    "two demands of one day": (
        {
            "type": "REQUEST",
            "actor": ALDORF,
            "recipient": VARKESH,
            "day": MON,
            "sentence": "He urged it to free the poet.",
            "trigger": "urged",
        },
        {"type": "REQUEST", "actor": LINDQVAR, "recipient": VARKESH, "day": MON, "sentence": "She asked for grain.", "trigger": "asked"},
    ),
    "who attacks whom": (STRIKE, {**AGAIN, "actor": VARKESH, "recipient": ONDRIA}),
    "an attack of long ago": (STRIKE, {**AGAIN, "day": None, "historical": True}),
    "the same words on other days": (STRIKE, {**STRIKE, "day": FRI}),
    "other types": (STRIKE, {**STRIKE, "type": "COERCE"}),
}


@pytest.mark.parametrize("case", TOGETHER)
def test_belongs_together(case: str) -> None:
    one, other = TOGETHER[case]
    found = Comparer().compare(told(**one), told(**{"article": "b", "at": 100, **other}))
    assert found.same, found


@pytest.mark.parametrize("case", APART)
def test_stays_apart(case: str) -> None:
    one, other = APART[case]
    found = Comparer().compare(told(**one), told(**{"article": "b", "at": 100, **other}))
    assert not found.same, found


@pytest.mark.parametrize("case", [*TOGETHER, *APART])
def test_the_reasons_add_up_whichever_comes_first(case: str) -> None:
    one, other = (told(**{"article": name, **given}) for name, given in zip("ab", (TOGETHER | APART)[case], strict=True))
    comparer = Comparer()
    found = comparer.compare(one, other)
    assert found.score == comparer.compare(other, one).score
    assert comparer.score(one, other) == pytest.approx(found.score, abs=0.01)
    assert all(p.reason for p in found.parts)


def test_one_sentence_tells_of_one_happening_once() -> None:
    one, other = told(report="r1", **STRIKE), told(report="r2", **STRIKE)
    assert not Comparer().compare(one, other).same


@pytest.mark.parametrize(
    ("one", "other", "points"),
    [
        (Who("Jens Aldorf", "OND", ("GOV",)), Who("jens aldorf", "OND", ("GOV",)), 2.0),
        (Who("Ondria", "OND", ("GOV",)), Who("Ondria", "OND", ("GOV",)), 1.3),
        (Who("Ondria", "OND", ("GOV",)), Who("Foreign Ministry", "OND", ("GOV",)), 1.4),
        (Who("Jens Aldorf", "OND", ("GOV",)), Who("Petra Lindqvar", "OND", ("GOV",)), -1.5),
        (Who("Ondria", "OND", ("GOV",)), Who("Varkesh", "VRK", ("GOV",)), -2.5),
        (Who("officers"), Who("Ondria", "OND", ("GOV",)), 0.0),
        (Who("rebels", "OND", ("REB",)), Who("Ondria", "OND", ("GOV",)), -0.7),
    ],
)
def test_parties(one: Who, other: Who, points: float) -> None:
    assert party(one, other, True)[0] == party(other, one, True)[0] == points

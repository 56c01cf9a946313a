"""What an event's reports amount to: independent lines, sides, standing, agreed and disputed fields, confirmation."""

from datetime import date
from typing import Any

import pytest

from sayso.events.group import Event
from sayso.events.profile import Profile, profile
from sayso.events.telling import Telling, telling
from tests.events.told import row, told

VARKESH, ONDRIA = ("Varkesh", "VRK", "GOV"), ("Ondria", "OND", "GOV")
MINISTRY, MARCHEV = ("Defence Ministry", "VRK", "MIL GOV"), ("Oleg Marchev", "VRK", "GOV MIL")
ALDORF, MEROVIA, GROUP = ("Jens Aldorf", "OND", "GOV"), ("Merovia", "MRV", "GOV"), ("Open Square", "", "NGO")
STRIKE: dict[str, Any] = {"actor": ONDRIA, "recipient": VARKESH, "day": date(2026, 3, 11)}


def event(*reports: dict[str, Any], copies: dict[str, str] | None = None) -> Profile:
    """Each report in an article of its own outlet, with a sentence of its own, unless it says otherwise."""
    made: list[Telling] = []
    for number, given in enumerate(reports):
        values = {"article": f"a{number}", "outlet": f"Outlet {number}", "sentence": f"Number {number} says that something happened there."}
        one = row(**{**values, **STRIKE, **given})
        made.append(telling(one, (copies or {}).get(str(one["article_id"]))))
    return profile(Event("E1", tuple(sorted(made, key=lambda t: t.order))))


OWN: dict[str, Any] = {}
BY_MINISTRY = {"claimant": MINISTRY}
BY_MARCHEV = {"claimant": MARCHEV}
DENIAL = {"claimant": ALDORF, "status": "negated"}


@pytest.mark.parametrize(
    ("reports", "standing"),
    [
        ([OWN], "one"),
        ([OWN, OWN], "several"),
        ([OWN, BY_MINISTRY], "several"),
        ([BY_MINISTRY], "one side"),
        ([BY_MINISTRY, BY_MARCHEV], "one side"),  # of one government
        ([BY_MINISTRY, {"claimant": MEROVIA}], "several"),
        ([BY_MINISTRY, DENIAL], "contested"),
        ([OWN, DENIAL], "contested"),
        ([DENIAL], "denied"),
        ([{"status": "future"}], "announced"),
        ([{"status": "hypothetical"}], "possible"),
        ([{"voice": "unnamed"}], "one"),
        ([OWN, {"outlet": "Outlet 0"}], "one"),  # twice in one outlet
    ],
)
def test_standing(reports: list[dict[str, Any]], standing: str) -> None:
    assert event(*reports).standing == standing


def test_mentions_are_not_counted() -> None:
    found = event(*[{"outlet": "The Wire"}] * 9)
    assert found.outlets == len(found.asserted) == 1


def test_a_copy_is_no_second_witness() -> None:
    assert event(OWN, OWN, copies={"a1": "a0"}).outlets == 1
    assert event(OWN, OWN, OWN, copies={"a1": "a0"}).outlets == 2


def test_the_same_sentence_is_no_second_witness() -> None:
    same = {"sentence": "Drones that came from the west attacked the post on the river before dawn."}
    assert event(same, same).outlets == 1
    short = {"sentence": "Drones attacked it."}
    assert event(short, short).outlets == 2


def test_organs_of_one_state_are_one_claimant() -> None:
    found = event(BY_MINISTRY, BY_MARCHEV, {"claimant": VARKESH}, {"claimant": GROUP})
    assert [(w.key, w.side) for w in found.claimed] == [("state VRK", "recipient"), ("open square", "unknown")]
    assert found.claimed[0].names == ("Defence Ministry", "Oleg Marchev", "Varkesh")


def test_sides() -> None:
    found = event(BY_MINISTRY, {"claimant": ALDORF}, {"claimant": MEROVIA}, {"voice": "unnamed"}, OWN)
    assert [w.side for w in found.told] == ["recipient", "actor", "third", "unknown", "outlet"]


def test_sides_inside_one_state() -> None:
    given = {"actor": ("police", "VRK", "COP"), "recipient": ("protesters", "VRK", "CVL")}
    found = event(
        {**given, "claimant": ("Interior Ministry", "VRK", "GOV")},
        {**given, "claimant": ("Dana Wirtz", "VRK", "CVL")},
    )
    assert [w.side for w in found.told] == ["actor", "recipient"]


def test_the_page_of_a_ministry_is_the_voice_of_its_state() -> None:
    found = event({"outlet": "Ministry of Foreign Affairs of Ondria", "status": "negated"}, BY_MINISTRY)
    assert [(w.key, w.side) for w in found.denied] == [("state OND", "actor")]
    assert found.standing == "contested"


def test_fields_that_agree_and_fields_that_do_not() -> None:
    found = event(
        {"killed": 4},
        {"killed": 4},
        {"killed": 6, "claimant": MINISTRY},
        {"actor": ("Black River Brigade", "VRK", "REB"), "claimant": ALDORF},
    )
    fields = {f.name: f for f in found.fields}
    assert (fields["killed"].value.text, fields["killed"].share) == ("4", 0.67)
    assert [(v.text, v.says) for v in fields["killed"].others] == [("6", ("Outlet 2, citing Defence Ministry",))]
    assert (fields["actor"].value.text, fields["actor"].share) == ("Ondria", 0.75)
    assert [v.text for v in fields["actor"].others] == ["Black River Brigade"]
    assert not fields["recipient"].disputed
    assert [a.name for a in found.actors] == ["Ondria"]


def test_a_minister_and_his_state_do_not_contradict_each_other() -> None:
    fields = {f.name: f for f in event({"actor": ALDORF}, OWN).fields}
    assert fields["actor"].share == 1
    assert not fields["actor"].disputed


def test_confirmed_later() -> None:
    found = event(BY_MINISTRY, {"published": date(2026, 3, 14), "outlet": "The Courier"})
    assert [(c.by, c.day, c.how) for c in found.confirmed] == [("The Courier", date(2026, 3, 14), "told it in its own voice")]
    assert not event(OWN, {"published": date(2026, 3, 14)}).confirmed  # it was told at once
    assert not event(BY_MINISTRY, {**BY_MARCHEV, "published": date(2026, 3, 14)}).confirmed  # the same side again


def test_announced_and_then_done() -> None:
    found = event({"status": "future"}, {"published": date(2026, 3, 14)})
    assert found.standing == "one"
    assert found.status == "actual"
    assert found.confirmed


def test_who_confirms_in_so_many_words() -> None:
    found = event(OWN, {**DENIAL, "status": "actual", "force": "confirms"})
    assert [(c.by, c.how) for c in found.confirmed] == [("Jens Aldorf", "confirmed it")]


def test_those_who_met_are_all_there() -> None:
    met = {"type": "CONSULT", "recipient": None}
    found = event({**met, "actor": [ALDORF, MEROVIA]}, {**met, "actor": [MEROVIA, VARKESH]})
    assert sorted(a.name for a in found.actors) == ["Jens Aldorf", "Merovia", "Varkesh"]
    assert not any(f.disputed for f in found.fields)


def test_nothing_known_but_the_type() -> None:
    found = profile(Event("E1", (told(published=None, outlet=""),)))
    assert (found.first_day, found.place, found.actors, found.outlets) == (None, "", (), 1)

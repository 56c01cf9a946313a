"""Many reports: the same events whatever their order, and the same when they come bit by bit."""

from collections.abc import Iterable
from datetime import date
from random import Random

import pytest

from sayso.events.compare import Comparer
from sayso.events.group import Event, Index, clusters, components, event_id, group, link, named
from sayso.events.telling import Telling
from tests.events.stories import b_cubed, grouped
from tests.events.stories import told as stories
from tests.events.told import told

STRIKE = {"actor": ("Ondria", "OND", "GOV"), "recipient": ("Varkesh", "VRK", "GOV"), "day": date(2026, 3, 11)}


def keys(events: Iterable[Event]) -> set[frozenset[str]]:
    return {frozenset(t.key for t in e.tellings) for e in events}


def test_nothing() -> None:
    assert group([]) == []


def test_one_report_is_an_event() -> None:
    (event,) = group([told(**STRIKE)])
    assert event.id.startswith("E")
    assert len(event.id) == 11


@pytest.mark.parametrize("seed", range(4))
def test_order_makes_no_difference(seed: int) -> None:
    _, tellings = stories(5, events=60, days=40)
    mixed = list(tellings)
    Random(seed).shuffle(mixed)
    assert [(e.id, [t.key for t in e.tellings]) for e in group(mixed)] == [(e.id, [t.key for t in e.tellings]) for e in group(tellings)]


def test_candidates_do_not_depend_on_who_comes_first() -> None:
    _, tellings = stories(6, events=40, days=30)
    assert links(tellings) == links(reversed(tellings))


def links(tellings: Iterable[Telling]) -> set[tuple[str, str]]:
    index, comparer = Index(), Comparer()
    found = set()
    for telling in tellings:
        for other in index.candidates(telling).values():
            if comparer.score(telling, other) >= 4:
                found.add((min(telling.key, other.key), max(telling.key, other.key)))
        index.add(telling)
    return found


def test_blocks_lose_next_to_nothing() -> None:
    """All pairs compared, and those that meet in a block: the same links, but for reports that name nobody at all."""
    tellings = [t for t in stories(7, events=50, days=30)[1] if t.actors or t.recipients]
    comparer = Comparer()
    every = {(min(a.key, b.key), max(a.key, b.key)) for n, a in enumerate(tellings) for b in tellings[n + 1 :] if comparer.score(a, b) >= 4}
    met = links(tellings)
    assert met <= every
    assert len(met) > 0.97 * len(every)


def test_added_bit_by_bit_is_the_same_as_at_once() -> None:
    _, tellings = stories(8, events=80, days=40)
    comparer, index = Comparer(), Index()
    found = []
    for start in range(0, len(tellings), 25):
        found += list(link(tellings[start : start + 25], index, comparer))
    assert keys(named(clusters(tellings, found, comparer), {})) == keys(group(tellings))


def test_clusters_never_cross_circles() -> None:
    _, tellings = stories(9, events=60, days=30)
    found = list(link(tellings, Index(), Comparer()))
    circle = components([t.key for t in tellings], found)
    assert all(len({circle[t.key] for t in e.tellings}) == 1 for e in group(tellings))


def test_ids_stay_when_an_earlier_article_joins() -> None:
    late = told(article="b", published=date(2026, 3, 13), **STRIKE)
    early = told(article="a", published=date(2026, 3, 12), **STRIKE)
    (before,) = group([late])
    comparer = Comparer()
    groups = clusters([late, early], list(link([late, early], Index(), comparer)), comparer)
    (after,) = named(groups, {late.anchor: before.id})
    assert after.first is early
    assert after.id == before.id


def test_the_larger_part_keeps_the_id() -> None:
    a, b, c = (told(article=name, day=date(2026, 3, day), **{k: v for k, v in STRIKE.items() if k != "day"}) for name, day in
               (("a", 1), ("b", 2), ("c", 20)))  # fmt: skip
    old = {t.anchor: "E1" for t in (a, b, c)}
    small, large = named([[c], [a, b]], old)
    assert large.id == "E1"
    assert small.id == event_id(c)


def test_ids_are_never_given_twice() -> None:
    one = told(**STRIKE)
    assert event_id(one, {event_id(one)}) != event_id(one)


def test_a_week_of_strikes_is_no_chain() -> None:
    days = [told(article=f"d{n}", **{**STRIKE, "day": date(2026, 3, n)}) for n in range(1, 8)]
    vague = told(article="v", actor=STRIKE["actor"], recipient=STRIKE["recipient"], published=date(2026, 3, 5))
    assert all(len({t.first for t in e.tellings if t.dated}) == 1 for e in group([*days, vague]))


@pytest.mark.parametrize(("seed", "floor"), [(1, 0.86), (2, 0.85), (3, 0.85)])
def test_generated_stories_are_found_again(seed: int, floor: float) -> None:
    """docs/events.md has the figures; these are floors."""
    truth, tellings = stories(seed)
    assert b_cubed(truth, grouped(tellings))[2] >= floor

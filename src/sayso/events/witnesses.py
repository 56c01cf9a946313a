"""Who stands behind an event: what counts as one line of evidence, and on which side a claimant is.

An outlet's articles are one line, and so are copies and rewrites of one text. As claimants, the organs of one state are one line, whoever
of them speaks: a minister and his ministry know it from each other. Mentions are never counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sayso.events.compare import party
from sayso.events.rules import rules
from sayso.events.telling import Telling, Who, plain, stem

Side = Literal["actor", "recipient", "third", "unknown", "outlet"]
SIDES: tuple[Side, ...] = ("outlet", "actor", "recipient", "third", "unknown")
SHARED_SENTENCE = 8  # words: shorter ones two reporters may write alike


@dataclass(frozen=True, slots=True)
class Witness:
    """One line of claimants: an outlet in its own voice, a state, a person, or `unnamed`. `names`: under which it appears."""

    key: str
    side: Side
    names: tuple[str, ...]
    tellings: tuple[Telling, ...]


def lines(tellings: Sequence[Telling]) -> dict[str, str]:
    """Article -> the line that it belongs to: the name of the outlet that told it first."""
    root: dict[str, str] = {}

    def find(key: str) -> str:
        root.setdefault(key, key)
        while root[key] != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    for telling in tellings:
        for other in _ties(telling):
            one, two = find(telling.article), find(other)
            root[max(one, two)] = min(one, two)
    name: dict[str, str] = {}
    for telling in tellings:  # in their order: the first outlet names the line
        name.setdefault(find(telling.article), outlet(telling))
    return {t.article: name[find(t.article)] for t in tellings}


def _ties(telling: Telling) -> list[str]:
    ties = [telling.copy_of]
    if telling.outlet:
        ties.append(f"outlet {plain(telling.outlet)}")
    if telling.same.count(" ") > SHARED_SENTENCE + 1:
        ties.append(f"sentence {telling.same}")
    return ties


def outlet(telling: Telling) -> str:
    return telling.outlet or f"article {telling.article}"


def witnesses(tellings: Sequence[Telling], actors: Sequence[Who], recipients: Sequence[Who]) -> list[Witness]:
    """The lines of claimants behind some reports of an event, in the order in which they come up.

    Args:
        actors, recipients: The event's parties, which say whose side a claimant is on.
    """
    line = lines(tellings)
    found: dict[tuple[str, Side], list[tuple[str, Telling]]] = {}
    for telling in tellings:
        for key, side, name in _voices(telling, line[telling.article], actors, recipients):
            found.setdefault((key, side), []).append((name, telling))
    return [
        Witness(key, side, tuple(dict.fromkeys(n for n, _ in said)), tuple(dict.fromkeys(t for _, t in said)))
        for (key, side), said in found.items()
    ]


def _voices(telling: Telling, line: str, actors: Sequence[Who], recipients: Sequence[Who]) -> Iterable[tuple[str, Side, str]]:
    office = _office(telling.outlet, (*actors, *recipients))
    if telling.own_voice:
        if office:
            return [(key_of(office), side_of(office, actors, recipients), telling.outlet)]
        return [(f"outlet {line}", "outlet", line)]
    if not telling.claimants or telling.claimant_type in ("unnamed", "nobody"):
        name = telling.claimants[0].name if telling.claimants else "unnamed"
        return [("unnamed", "unknown", name)]
    found = []
    for who in telling.claimants:
        if office and not who.country and _words(who.name) <= _words(telling.outlet):  # the ministry quotes itself
            who = office
        found.append((key_of(who), side_of(who, actors, recipients), who.name))
    return found


def _office(outlet_name: str, parties: Iterable[Who]) -> Who | None:
    """Whom an outlet speaks for whose name is that of an office of one of the parties' states: `Ministry of Foreign Affairs of Ondria`."""
    words = _words(outlet_name)
    if not words & rules().offices:
        return None
    stems = {stem(w) for w in words}
    state = next((p for p in parties if p.country and any(stem(w) in stems for w in _words(p.name) if len(w) > 3)), None)
    return Who(outlet_name, state.country, ("GOV",)) if state else None


def _words(name: str) -> frozenset[str]:
    return frozenset(plain(name).split())


def key_of(who: Who) -> str:
    """Organs of one state share a key."""
    return f"state {who.country}" if who.of_state else plain(who.name)


def side_of(who: Who, actors: Sequence[Who], recipients: Sequence[Who]) -> Side:
    """By name, then by country; where both sides are of one country, by whether they act for the state."""
    both: tuple[tuple[Side, Sequence[Who]], ...] = (("actor", actors), ("recipient", recipients))
    for side, parties in both:
        if any(plain(who.name) == plain(p.name) for p in parties):
            return side
    if not who.country:
        return "unknown"
    ours, theirs = [p for p in actors if p.country == who.country], [p for p in recipients if p.country == who.country]
    if ours and theirs:
        like_ours = any(p.of_state == who.of_state and party(who, p, False)[0] > 0 for p in ours)
        like_theirs = any(p.of_state == who.of_state and party(who, p, False)[0] > 0 for p in theirs)
        return "third" if like_ours == like_theirs else "actor" if like_ours else "recipient"
    return "actor" if ours else "recipient" if theirs else "third"

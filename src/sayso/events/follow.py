"""What became of an event, and what stands against it: promises kept or broken, threats carried out, opposite acts, rival accounts.

The table of rules is rules.toml. A pair of events is told with the words that they share, so that a reader can judge the tie.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sayso.events.compare import Comparer, party
from sayso.events.profile import Profile
from sayso.events.rules import Act, Follow, rules
from sayso.events.telling import Telling, Who

RIVAL = 2.5  # points that two accounts must share beside the actor on whom they differ


@dataclass(frozen=True, slots=True)
class Tie:
    """How one event bears on another. `what`: fulfilled, broken, carried out, met, refused, dropped, contradicted, rival account.

    A later event that is denied or contested says so in `note`.
    """

    what: str
    other: Profile
    words: tuple[str, ...]
    note: str = ""


def ties(event: Profile, others: Iterable[Profile]) -> list[Tie]:
    """Everything among `others` that bears on the event: what followed from it first, then what stands against it."""
    found = [t for other in others if other.event.id != event.event.id for t in _ties(event, other)]
    return sorted(found, key=lambda t: (t.what in ("contradicted", "rival account"), day_of(t.other) or date.max, t.other.event.id))


def day_of(event: Profile) -> date | None:
    """The day that is told, else that of the first article."""
    return event.first_day or event.event.first.published


def _ties(event: Profile, other: Profile) -> Iterator[Tie]:
    for rule in rules().follow:
        if tie := _followed(event, other, rule):
            yield tie
            break
    if _opposed(event, other):
        yield Tie("contradicted", other, _shared(event, other), f"{event.type} and {other.type} of the same parties at the same time")
    elif rival := _rival(event, other):
        yield Tie("rival account", other, _shared(event, other), rival)


def _followed(event: Profile, other: Profile, rule: Follow) -> Tie | None:
    if event.type != rule.first or (rule.modes and event.mode not in rule.modes):
        return None
    if not any(act.fits(other.type, other.mode) for act in rule.then):
        return None
    begin, end = day_of(event), day_of(other)
    if begin is None or end is None or not 0 <= (end - begin).days <= rule.days or event.event.id == other.event.id:
        return None
    if other.status in ("future", "hypothetical") or not _who_fits(event, other, rule.who):
        return None
    words = _shared(event, other)
    if len(words) < rule.words:
        return None
    note = {"denied": "but this is denied", "contested": "though not all agree that it happened"}.get(other.standing, "")
    return Tie(rule.outcome, other, words, note)


def _who_fits(event: Profile, other: Profile, who: str) -> bool:
    if who == "answer":
        return same(event.recipients, other.actors) and (not other.recipients or same(event.actors, other.recipients))
    if who == "either":
        both = (*event.actors, *event.recipients)
        return same(both, other.actors) and (not other.recipients or same(both, other.recipients))
    mutual = other.type in rules().mutual
    second = (*other.actors, *other.recipients) if mutual else other.recipients
    return same(event.actors, other.actors) and (not event.recipients or not second or same(event.recipients, second))


def same(ones: Sequence[Who], others: Sequence[Who]) -> bool:
    return any(party(a, b, False)[0] >= 0.9 for a in ones for b in others)


def _opposed(event: Profile, other: Profile) -> bool:
    """Opposite acts of the same parties on the same day, both told to have happened."""
    pairs = rules().opposite
    if not any(_either(a, b, event, other) for a, b in pairs):
        return False
    if event.status != "actual" or other.status != "actual" or not event.first_day or not other.first_day:
        return False
    last, first = min(event.last_day or event.first_day, other.last_day or other.first_day), max(event.first_day, other.first_day)
    return first <= last and same(event.actors, other.actors) and same(event.recipients, other.recipients)


def _either(one: Act, other: Act, event: Profile, second: Profile) -> bool:
    return any(one.fits(a.type, a.mode) and other.fits(b.type, b.mode) for a, b in ((event, second), (second, event)))


def _rival(event: Profile, other: Profile) -> str:
    """The same happening, it seems, laid at somebody else's door."""
    if event.type != other.type or not rules().same_mode(event.type, event.mode, other.mode):
        return ""
    if not event.actors or not other.actors or same(event.actors, other.actors):
        return ""
    comparer = Comparer()
    best = ""
    for a in event.event.tellings:
        for b in other.event.tellings:
            parts = comparer.compare(a, b).parts
            rest = sum(p.points for p in parts if p.field != "actor")
            agree = any(p.points >= 1 and p.field in ("recipient", "place", "counts") for p in parts)
            if rest >= RIVAL and agree and min(p.points for p in parts) > -10:
                best = f"{event.actors[0].name} or {other.actors[0].name}"
    return best


def _shared(event: Profile, other: Profile) -> tuple[str, ...]:
    return tuple(sorted(_own(event.event.tellings) & _own(other.event.tellings)))


def _own(tellings: Sequence[Telling]) -> frozenset[str]:
    return frozenset().union(*(t.own for t in tellings))

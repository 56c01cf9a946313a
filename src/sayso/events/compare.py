"""Are two reports of one happening? Points for each field that agrees, with the reason in words; 4 and more make one event.

What one report leaves out speaks neither for nor against. The points and the bar were set by hand on generated stories and on news
(docs/events.md) and are the same for every corpus: how often a word occurs in it does not count, so that an event never changes because of
articles that have nothing to do with it.
"""

import math
import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache

from sayso.events.rules import rules
from sayso.events.telling import Telling, Where, Who, plain, stem

ENOUGH = 4.0
NEVER = -100.0  # these two are not one event, whatever else agrees
SLACK = 2.0  # a report of an event may fit its fullest report less well by so much
SHOWN = 6  # words that a reason lists
NARROW = 2  # days: a time that is told so exactly must agree
NEAR_KM, FAR_KM = 15.0, 80.0
REPEATED = 3  # days between copies: the same sentence a week later is a formula, not a copy


@dataclass(frozen=True, slots=True)
class Points:
    field: str
    points: float
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """`parts` is why: it adds up to `score`."""

    parts: tuple[Points, ...]

    @property
    def score(self) -> float:
        return round(sum(p.points for p in self.parts), 3)

    @property
    def same(self) -> bool:
        return self.score >= ENOUGH


@dataclass(slots=True)
class Comparer:
    """Compares tellings of one type. It remembers what it found out about parties: a corpus names the same ones again and again."""

    _sides: dict[tuple[tuple[Who, ...], tuple[Who, ...]], tuple[float, str]] = field(default_factory=dict)

    def score(self, a: Telling, b: Telling) -> float:
        """As `compare`, without the words; the cheap reasons against come first."""
        book = rules()
        if a.type != b.type or not book.same_mode(a.type, a.mode, b.mode):
            return NEVER
        if a.article == b.article and a.sentence_at == b.sentence_at:
            return NEVER
        time = _time(a, b)[0]
        if time <= NEVER:
            return NEVER
        if _copied(a, b):
            return 2 * ENOUGH
        who = self._parties(a, b)
        if who <= NEVER:
            return NEVER
        return who + time + _mode(a, b) + place(a.where, b.where)[0] + _counts(a, b)[0] + _words(a, b)[0] + _hints(a, b)[0] + _denial(a, b)

    def compare(self, a: Telling, b: Telling) -> Comparison:
        """The same score with its reasons."""
        book = rules()
        if a.type != b.type:
            return Comparison((Points("type", NEVER, f"{a.type} and {b.type}"),))
        if not book.same_mode(a.type, a.mode, b.mode):
            return Comparison((Points("mode", NEVER, f"{a.mode} and {b.mode} are not one happening"),))
        if a.article == b.article and a.sentence_at == b.sentence_at:
            return Comparison((Points("sentence", NEVER, "one sentence tells of two happenings"),))
        time, when = _time(a, b)
        if time <= NEVER:
            return Comparison((Points("time", time, when),))
        if _copied(a, b):
            return Comparison((Points("words", 2 * ENOUGH, "the same sentence in both articles"),))
        parts = [Points("time", time, when)]
        if a.type in book.mutual:
            parts.append(Points("parties", *self._all(a, b)))
        else:
            parts.append(Points("actor", *self._side(a.actors, b.actors, a.type)))
            parts.append(Points("recipient", *self._side(a.recipients, b.recipients, a.type)))
        parts.append(Points("mode", _mode(a, b), f"both {a.mode}"))
        parts.append(Points("place", *place(a.where, b.where)))
        parts.append(Points("counts", *_counts(a, b)))
        points, shared = _words(a, b)
        parts.append(Points("words", points, _in_common(a, shared)))
        parts.append(Points("names", *_hints(a, b)))
        parts.append(Points("status", _denial(a, b), "it is denied"))
        return Comparison(tuple(p for p in parts if p.points))

    def _parties(self, a: Telling, b: Telling) -> float:
        if a.type in rules().mutual:
            return self._all(a, b)[0]
        return self._side(a.actors, b.actors, a.type)[0] + self._side(a.recipients, b.recipients, a.type)[0]

    def _all(self, a: Telling, b: Telling) -> tuple[float, str]:
        """Those who met, whoever is told first: each of the shorter list must be in the other."""
        few, many = sorted(((*a.actors, *a.recipients), (*b.actors, *b.recipients)), key=len)
        if not few:
            return 0.0, ""
        found = [self._side((one,), many, a.type) for one in few]
        mean = sum(points for points, _ in found) / len(found)
        return round(mean * min(2, len(few)) if mean > 0 else mean, 3), ", ".join(dict.fromkeys(reason for _, reason in found if reason))

    def _side(self, ones: tuple[Who, ...], others: tuple[Who, ...], type_: str) -> tuple[float, str]:
        if not ones or not others:
            return 0.0, ""
        personal = type_ in rules().personal
        key = (ones, others) if not personal else ((*ones, _PERSONAL), others)
        found = self._sides.get(key)
        if found is None:
            found = self._sides[key] = _side(ones, others, personal)
        return found


_PERSONAL = Who("")  # marks sides that were compared as speakers


def _copied(a: Telling, b: Telling) -> bool:
    if a.same != b.same or a.article == b.article or len(a.words) < 4:
        return False
    if a.dated and b.dated and _gap(a, b) > 1:
        return False  # a formula of every day
    return not (a.published and b.published and abs((a.published - b.published).days) > REPEATED)


def _gap(a: Telling, b: Telling) -> int:
    """Days between the two times; 0 and less where they overlap or one is not known."""
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return 0
    return max(a.first, b.first) - min(a.last, b.last)


# ---------------------------------------------------------------- who
def _side(ones: tuple[Who, ...], others: tuple[Who, ...], personal: bool) -> tuple[float, str]:
    """The best pair counts, and the others of the shorter list a little: lists are where coders miss and double most."""
    best, reason = -9.0, ""
    total = 0.0
    few, many = sorted((ones, others), key=lambda s: (len(s), s[0].name))
    for one in few:
        points, why = max((party(one, other, personal) for other in many), key=lambda p: (p[0], p[1]))
        total += points
        if points > best:
            best, reason = points, why
    return round(0.75 * best + 0.25 * total / len(few), 3), reason


@cache
def party(one: Who, other: Who, personal: bool) -> tuple[float, str]:
    """Points for two parties: the same name; a minister, his ministry, his state; a description that may be either; or two others."""
    elsewhere = bool(one.country and other.country and one.country != other.country)
    if one.name and plain(one.name) == plain(other.name) and not (elsewhere and one.sectors and other.sectors):
        return (2.0 if one.person or other.person or _proper(one) else 1.3), f"both {one.name}"
    if elsewhere:
        return -2.5, f"{one.name} and {other.name} are of {one.country} and {other.country}"
    if one.person and other.person:
        if _same_person(one.name, other.name):
            return 1.8, f"{one.name} and {other.name}: one name in two spellings"
        return (-1.5 if personal else 0.5), f"{one.name} and {other.name} are two persons"
    known = bool(one.country and other.country)
    if one.of_state and other.of_state and known:
        return 1.4 if one.sectors[0] == other.sectors[0] else 1.1, f"{one.name} and {other.name} both act for {one.country}"
    shared = bool({*one.sectors} & {*other.sectors})
    if shared and known:  # `dozens of protesters`, `my brother`: civilians of one country are many
        return (1.2 if one.of_state else 0.6), f"{one.name} and {other.name}: both {one.sectors[0]} of {one.country}"
    if _stems(one.name) & _stems(other.name):
        return 1.2, f"{one.name} and {other.name} share a name"
    if shared:
        return 0.6, f"{one.name} and {other.name} may be the same"
    if not one.sectors or not other.sectors:
        return (0.7 if known else 0.0), f"{one.name} and {other.name}: both of {one.country}" if known else ""
    if known:
        return _ODD[one.of_state, other.of_state], f"{one.name} and {other.name} are different actors of {one.country}"
    return -0.8, f"{one.name} and {other.name} are different kinds of actor"


# the state and somebody else of the same country: rather not; two others (rebels, civilians): perhaps told in other words
_ODD = {(True, True): 0.5, (True, False): -0.7, (False, True): -0.7, (False, False): 0.2}


def _proper(who: Who) -> bool:
    """One of a kind: `Black River Brigade`. A state and its organs, `protesters` and `Palestinians` are in the news every day."""
    return not who.of_state and sum(word[:1].isupper() for word in who.name.split()) > 1


@cache
def _stems(name: str) -> frozenset[str]:
    return frozenset(stem(w) for w in name.split() if len(w) > 3)


@cache
def _same_person(one: str, other: str) -> bool:
    """`Lukashenko` and `Alexander Lukashenka`: the last names are nearly alike, and first names that are both told begin alike."""
    ours, theirs = plain(one).split(), plain(other).split()
    if SequenceMatcher(None, ours[-1], theirs[-1]).ratio() < 0.8:
        return False
    return len(ours) == 1 or len(theirs) == 1 or ours[0][0] == theirs[0][0]


# ---------------------------------------------------------------- when
def _time(a: Telling, b: Telling) -> tuple[float, str]:
    if a.historical != b.historical and not (a.dated and b.dated):
        return -2.0, "one is told as long past"
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return 0.0, ""
    gap = _gap(a, b)
    wide = max(a.last - a.first, b.last - b.first)
    if a.dated and b.dated:
        if gap <= 0:
            return (
                (2.0, "the same day") if wide < NARROW else (1.2, "the times overlap") if wide < 10 else (0.4, "the times overlap widely")
            )
        if gap == 1:
            return -0.5, "a day apart"
        return (NEVER, f"{gap} days apart") if gap > NARROW else (-2.5, f"{gap} days apart")
    if a.basis == b.basis == "published":
        return (
            (0.6, "told the same day")
            if gap == 0
            else (-0.5, "told on days that follow")
            if gap == 1
            else (-0.8 * gap, f"told {gap} days apart")
        )
    if "published" in (a.basis, b.basis):  # news is told within a day or two, and plans before
        told, other = (a, b) if b.basis == "published" else (b, a)
        late = (other.last or 0) - (told.last or 0)
        if gap <= 0 or 0 < late <= 2:
            return 0.7, "told then or soon after"
        return max(-4.0, -0.8 * gap), "told much later" if late > 0 else "told before that day"
    if gap <= 0:
        return (1.0, "the same time, as the article goes on") if wide < 10 else (0.3, "the times overlap widely")
    return max(-4.0, -0.6 * gap), f"{gap} days apart, as the article goes on"


# ---------------------------------------------------------------- where
@cache
def place(a: Where, b: Where) -> tuple[float, str]:
    """A city in its province in its country agree; two cities far apart do not."""
    if not a.text or not b.text:
        return 0.0, ""
    if a.name and plain(a.name) == plain(b.name) and a.precision == b.precision:
        return {"city": 1.5, "district": 1.2, "province": 0.8}.get(a.precision, 0.6), f"both {a.name}"
    if plain(a.text) == plain(b.text):
        return 1.2, f"both {a.text}"
    if a.country and b.country and a.country != b.country:
        return -2.0, f"{a.text} and {b.text} lie in {a.country} and {b.country}"
    for inner, outer in ((a, b), (b, a)):
        if outer.precision == "country" and outer.country and outer.country == inner.country:
            return 0.6, f"{inner.text} lies in {outer.text}"
        if outer.precision == "province" and outer.name and plain(outer.name) == plain(inner.admin1):
            return 0.8, f"{inner.text} lies in {outer.text}"
    if a.latitude is not None and a.longitude is not None and b.latitude is not None and b.longitude is not None:
        far = _km(a.latitude, a.longitude, b.latitude, b.longitude)
        if far <= NEAR_KM:
            return 0.3, f"{a.text} is near {b.text}"
        return (-2.5 if far > FAR_KM else -1.0), f"{a.text} and {b.text} are {far:,.0f} km apart"
    if _stems(a.text) & _stems(b.text):
        return 0.8, f"{a.text} and {b.text} share a name"
    return -1.5, f"{a.text} and {b.text}"


def _km(lat: float, lon: float, lat2: float, lon2: float) -> float:
    p, q = math.radians(lat), math.radians(lat2)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(lon2 - lon) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


# ---------------------------------------------------------------- how, how many, in which words
def _mode(a: Telling, b: Telling) -> float:
    return 0.6 if a.mode and a.mode == b.mode else 0.0


def _counts(a: Telling, b: Telling) -> tuple[float, str]:
    theirs = dict(b.counts)
    points, reasons = 0.0, []
    for name, number in a.counts:
        if (other := theirs.get(name)) is None:
            continue
        if number == other:
            points += 1.0
            reasons.append(f"{number} {name}")
        elif max(number, other) > 3 * min(number, other):
            points -= 0.7  # tolls rise, but seldom threefold
            reasons.append(f"{number} and {other} {name}")
    if a.published != b.published and a.numbers and b.numbers and not a.numbers & b.numbers and not (a.dated and b.dated):
        points -= 3.0  # `kill at least 30`, `kill at least 92`: every day's news in the same words
        reasons.append("other numbers on another day")
    return points, ", ".join(reasons)


def _words(a: Telling, b: Telling) -> tuple[float, frozenset[str]]:
    """How much of the shorter sentence stands in the other, the parties' names aside; more is asked where words are the act."""
    shared = a.own & b.own
    fewest = max(4, min(len(a.own), len(b.own)))
    part = min(1.0, len(shared) / fewest)
    begin = 0.3 if a.trigger and stem(a.trigger.split()[0]) == stem(b.trigger.split()[0]) else 0.0
    return round((4.0 * part - 0.8 if a.type in rules().worded else 2.5 * part) + begin, 3), shared


def _in_common(a: Telling, shared: frozenset[str]) -> str:
    if not shared:
        return "hardly a word in common"
    words = {stem(w): w for w in reversed(re.findall(r"\w+", a.sentence))}
    return "both have " + ", ".join(words.get(s, s) for s in sorted(shared)[:SHOWN])


def _hints(a: Telling, b: Telling) -> tuple[float, str]:
    """A report that leaves a party open may name it elsewhere in its sentence: `accused Ondria of a drone attack`."""
    found = []
    for one, other in ((a, b), (b, a)):
        for missing, told in ((one.actors, other.actors), (one.recipients, other.recipients)):
            if told and not missing and any(_stems(w.name) & one.names for w in told):
                found.append(next(w.name for w in told if _stems(w.name) & one.names))
    return min(1.6, 0.8 * len(found)), f"{' and '.join(found)} named beside it"


def _denial(a: Telling, b: Telling) -> float:
    """A denial answers what is in the news; it need not repeat the details."""
    if "negated" not in (a.status, b.status) or not (a.published and b.published):
        return 0.0
    return 0.6 if abs((a.published - b.published).days) <= NARROW else 0.0

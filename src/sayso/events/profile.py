"""An event -> what its accounts agree on, where they part and who says what; whether it is asserted, claimed, denied, confirmed."""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from sayso.events.compare import party, place
from sayso.events.group import Event
from sayso.events.rules import rules
from sayso.events.telling import Telling, Who, plain
from sayso.events.witnesses import Witness, lines, witnesses

# contested: told or claimed, and denied by others. one side: only claimed, and by one side alone. several: two independent outlets in
# their own voice, or claimants of two sides. one: a single line. denied, announced, possible: nobody says that it happened.
Standing = Literal["contested", "one side", "several", "one", "denied", "announced", "possible"]
COUNTED = ("killed", "injured", "arrested")


@dataclass(frozen=True, slots=True)
class Value:
    """One reading of a field: `lines` are the independent outlets that give it, `says` who says so."""

    text: str
    lines: tuple[str, ...]
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """`value` is that of most independent outlets; `share` of those that state the field give it; `others` cannot be true as well."""

    name: str
    value: Value
    share: float
    others: tuple[Value, ...] = ()

    @property
    def disputed(self) -> bool:
        return bool(self.others)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What was claimed, announced or denied first, and told by `by` on a later day."""

    by: str
    day: date | None
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is known of an event. Counts are of independent lines, never of mentions."""

    event: Event
    type: str
    mode: str
    actors: tuple[Who, ...]
    recipients: tuple[Who, ...]
    first_day: date | None
    last_day: date | None
    place: str
    place_country: str
    fields: tuple[Field, ...]
    lines: dict[str, str] = field(hash=False)  # article -> its line of outlets
    told: tuple[Witness, ...]  # that it happened
    denied: tuple[Witness, ...]
    open: tuple[Witness, ...]  # that it will, or may
    standing: Standing
    confirmed: tuple[Confirmation, ...]

    @property
    def outlets(self) -> int:
        return len(set(self.lines.values()))

    @property
    def asserted(self) -> tuple[Witness, ...]:
        """Outlets in their own voice."""
        return tuple(w for w in self.told if w.side == "outlet")

    @property
    def claimed(self) -> tuple[Witness, ...]:
        return tuple(w for w in self.told if w.side != "outlet")

    @property
    def status(self) -> str:
        statuses = [t.status for t in self.event.tellings]
        return next(s for s in ("actual", "future", "hypothetical", "negated") if s in statuses)

    @property
    def agreement(self) -> float:
        return round(sum(f.share for f in self.fields) / len(self.fields), 2) if self.fields else 1.0


def profile(event: Event) -> Profile:
    tellings = event.tellings
    line = lines(tellings)
    actors, recipients = _parties(tellings, "actors", line), _parties(tellings, "recipients", line)
    fields = tuple(f for f in _fields(tellings, line, actors, recipients) if f)
    told, denied, others = (
        tuple(witnesses([t for t in tellings if t.status in statuses], actors, recipients))
        for statuses in (("actual",), ("negated",), ("future", "hypothetical"))
    )
    days = _days(tellings, line)
    where = next((f.value.text for f in fields if f.name == "place"), "")
    return Profile(
        event=event,
        type=event.first.type,
        mode=next((f.value.text for f in fields if f.name == "mode"), ""),
        actors=actors,
        recipients=recipients,
        first_day=days[0] if days else None,
        last_day=days[1] if days else None,
        place=where,
        place_country=next((t.where.country for t in tellings if t.where.text == where and t.where.country), ""),
        fields=fields,
        lines=line,
        told=told,
        denied=denied,
        open=others,
        standing=_standing(told, denied, tellings),
        confirmed=_confirmed(tellings, told),
    )


def _standing(told: Sequence[Witness], denied: Sequence[Witness], tellings: Sequence[Telling]) -> Standing:
    if not told:
        if denied:
            return "denied"
        return "announced" if any(t.status == "future" for t in tellings) else "possible"
    if {w.key for w in denied} - {w.key for w in told}:
        return "contested"
    own = [w for w in told if w.side == "outlet"]
    sides = {w.side for w in told if w.side != "outlet"}
    if not own and len(sides) == 1 and "unknown" not in sides:
        return "one side"
    return "several" if len(own) > 1 or (len(told) > 1 and (own or len(sides) > 1)) else "one"


def _confirmed(tellings: Sequence[Telling], told: Sequence[Witness]) -> tuple[Confirmation, ...]:
    """Who bears out later what was only claimed, announced or denied before; and whoever is said to confirm it."""
    days = sorted({t.published for t in tellings if t.published})
    found = []
    if days and len(days) > 1:
        first = [t for t in tellings if t.published == days[0]]
        open_then = not any(t.own_voice and t.status == "actual" for t in first)
        known = {w.key for w in told if any(t in first for t in w.tellings)}
        for witness in told:
            when = min((t.published for t in witness.tellings if t.published), default=None)
            if open_then and witness.key not in known and when and when > days[0] and witness.side != "unknown":
                how = "told it in its own voice" if witness.side == "outlet" else "said so too"
                found.append(Confirmation(" and ".join(witness.names[:2]), when, how))
                break  # the first is the news
    for witness in told:
        for telling in witness.tellings:
            if telling.force == "confirms" and not any(f.by == witness.names[0] for f in found):
                found.append(Confirmation(witness.names[0], telling.published, "confirmed it"))
    return tuple(found)


# ---------------------------------------------------------------- fields
def _fields(tellings: Sequence[Telling], line: dict[str, str], actors: Sequence[Who], recipients: Sequence[Who]) -> list[Field | None]:
    told = [t for t in tellings if t.dated] or [t for t in tellings if t.basis == "context"]
    other = _never if tellings[0].type in rules().mutual else _other
    found = [
        _field("mode", [(t.mode, t) for t in tellings if t.mode], line, operator.eq, str, _never),
        _field("actor", _named(tellings, "actors", recipients), line, _same, lambda w: w.name, other),
        _field("recipient", _named(tellings, "recipients", actors), line, _same, lambda w: w.name, other),
        _field("day", [((t.first, t.last), t) for t in told], line, _overlap, _span, lambda a, b: not _overlap(a, b)),
        _field(
            "place",
            [(t.where, t) for t in tellings if t.where.text],
            line,
            lambda a, b: place(a, b)[0] > 0,
            lambda w: w.text,
            lambda a, b: place(a, b)[0] < 0,
        ),
    ]
    for name in COUNTED:
        numbers = [(number, t) for t in tellings for n, number in t.counts if n == name]
        found.append(_field(name, numbers, line, operator.eq, str, operator.ne))
    statuses = [(("did not happen" if t.status == "negated" else "happened"), t) for t in tellings if t.status in ("actual", "negated")]
    found.append(_field("happened", statuses, line, operator.eq, str, operator.ne))
    return found


def _field(
    name: str,
    stated: Sequence[tuple[Any, Telling]],
    line: dict[str, str],
    same: Callable[[Any, Any], bool],
    text: Callable[[Any], str],
    excludes: Callable[[Any, Any], bool],
) -> Field | None:
    """Values that are the same in other words are put together; the one of most independent outlets is agreed."""
    if not stated:
        return None
    groups: list[list[tuple[Any, Telling]]] = []
    for value, telling in stated:
        home = next((g for g in groups if same(g[0][0], value)), None)
        if home is None:
            groups.append([(value, telling)])
        else:
            home.append((value, telling))
    ranked = sorted(groups, key=lambda g: (-len({line[t.article] for _, t in g}), -len(g), text(g[0][0])))
    total = len({line[t.article] for _, t in stated})
    best = ranked[0]
    agreed = {t.key for _, t in best}  # who names two parties does not dispute the one
    others = tuple(_value(g, line, text) for g in ranked[1:] if excludes(best[0][0], g[0][0]) and not all(t.key in agreed for _, t in g))
    return Field(name, _value(best, line, text), round(len({line[t.article] for _, t in best}) / total, 2), others)


def _value(group: Sequence[tuple[Any, Telling]], line: dict[str, str], text: Callable[[Any], str]) -> Value:
    words = [text(v) for v, _ in group]
    commonest = max(dict.fromkeys(words), key=words.count)
    return Value(commonest, tuple(sorted({line[t.article] for _, t in group})), tuple(dict.fromkeys(says(t) for _, t in group)))


def says(telling: Telling) -> str:
    """`Meridian Wire`, `Meridian Wire, citing Open Square`."""
    name = telling.outlet or f"article {telling.article}"
    if telling.own_voice:
        return name
    who = " and ".join(w.name for w in telling.claimants) or "unnamed"
    return f"{name}, citing {who}"


def _named(tellings: Sequence[Telling], role: str, others: Sequence[Who]) -> list[tuple[Who, Telling]]:
    """The parties that reports name in a role, without those that are agreed to have the other one: coders mix them up."""
    return [(w, t) for t in tellings for w in getattr(t, role) if not any(_same(w, o) for o in others)]


def _same(one: Who, other: Who) -> bool:
    return plain(one.name) == plain(other.name) or party(one, other, False)[0] >= 0.7


def _never(_: object, __: object) -> bool:
    """Modes of one happening are of one family, and who met may be many."""
    return False


def _other(one: Who, other: Who) -> bool:
    return party(one, other, False)[0] <= -0.7


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return max(a[0], b[0]) <= min(a[1], b[1])


def _span(days: tuple[int, int]) -> str:
    first, last = (date.fromordinal(d).isoformat() for d in days)
    return first if first == last else f"{first} to {last}"


def _days(tellings: Sequence[Telling], line: dict[str, str]) -> tuple[date, date] | None:
    """The day that most independent outlets tell; else, for news without a date, none."""
    told = [t for t in tellings if t.dated] or [t for t in tellings if t.basis == "context"]
    days = [(t.first, t.last, t) for t in told if t.first is not None and t.last is not None]
    if not days:
        return None
    support: dict[tuple[int, int], set[str]] = {}
    for first, last, telling in days:
        support.setdefault((first, last), set()).add(line[telling.article])
    first, last = min(support, key=lambda d: (-len(support[d]), d[1] - d[0], d))
    return date.fromordinal(first), date.fromordinal(last)


def _parties(tellings: Sequence[Telling], role: Literal["actors", "recipients"], line: dict[str, str]) -> tuple[Who, ...]:
    """The one that most independent outlets name, and those that are named as often."""
    support: dict[Who, set[str]] = {}
    for telling in tellings:
        for who in getattr(telling, role):
            support.setdefault(who, set()).add(line[telling.article])
    if not support:
        return ()
    groups: list[list[Who]] = []
    for who in sorted(support, key=lambda w: (-len(support[w]), not w.of_state, not w.country, w.name)):
        home = next((g for g in groups if _same(g[0], who)), None)
        if home is None:
            groups.append([who])
        else:
            home.append(who)
    weight = {g[0]: len(set().union(*(support[w] for w in g))) for g in groups}
    most = 0 if tellings[0].type in rules().mutual else max(weight.values())  # each of those who met was there
    return tuple(w for w in weight if weight[w] >= most)

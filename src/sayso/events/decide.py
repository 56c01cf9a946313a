"""What a person decided about events: two are one, or one is two. Laid over the machine's grouping each time, so that it survives reruns.

A decision names reports by their anchors (article, place of the trigger, type), not by their numbers: these change when an article is coded
anew, the text does not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sayso.errors import StopRun
from sayso.events.compare import Comparer
from sayso.events.group import Event, event_id
from sayso.events.telling import Telling

Kind = Literal["merge", "split"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """merge: the events that hold these reports are one. split: the reports of the first list are an event apart from those of the second.

    `events`: the ids that the person saw, the one that stays first. `reports`: anchors, one list for each event (merge), or those that
    leave and those that stay (split).
    """

    kind: Kind
    events: tuple[str, ...]
    reports: tuple[tuple[str, ...], ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for the journal."""
        return {"kind": self.kind, "events": list(self.events), "reports": [list(r) for r in self.reports]}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "Decision":
        """Raises StopRun for what is no decision about events."""
        try:
            kind, reports = plain["kind"], tuple(tuple(map(str, r)) for r in plain["reports"])
            if kind not in ("merge", "split") or len(reports) < 2 or not all(reports):
                raise ValueError(kind)
            return cls(kind=kind, events=tuple(map(str, plain.get("events", ()))), reports=reports)
        except (KeyError, TypeError, ValueError) as error:
            raise StopRun(
                f"This is no decision about events: {plain!r}.", "It needs `kind` (merge or split) and two lists of `reports`."
            ) from error


def merge(events: Sequence[Event]) -> Decision:
    """These are one event; the first gives its id."""
    return Decision(kind="merge", events=tuple(e.id for e in events), reports=tuple(tuple(t.anchor for t in e.tellings) for e in events))


def split(event: Event, reports: Iterable[str]) -> Decision:
    """The reports (keys, `article/r3`) are an event of their own. Raises StopRun where none or all of the event's are named."""
    leave = set(reports)
    unknown = sorted(leave - {t.key for t in event.tellings})
    if unknown:
        known = ", ".join(t.key for t in event.tellings)
        raise StopRun(f"Event {event.id} has no report {', '.join(unknown)}.", f"It has: {known}.")
    gone = tuple(t.anchor for t in event.tellings if t.key in leave)
    kept = tuple(t.anchor for t in event.tellings if t.key not in leave)
    if not gone or not kept:
        raise StopRun(
            f"Nothing to split: {len(gone)} of {len(event.tellings)} reports would leave event {event.id}.", "Name some, not all."
        )
    return Decision(kind="split", events=(event.id,), reports=(gone, kept))


def decided(events: Iterable[Event], decisions: Iterable[Decision], comparer: Comparer | None = None) -> list[Event]:
    """The events with the decisions laid over them, the earliest first. A decision whose reports are gone changes nothing."""
    found = {e.id: e for e in events}
    scores = comparer or Comparer()
    for decision in decisions:
        (_merge if decision.kind == "merge" else _split)(found, decision, scores)
    return sorted(found.values(), key=lambda e: e.first.order)


def _merge(found: dict[str, Event], decision: Decision, _: Comparer) -> None:
    named = {a for group in decision.reports for a in group}
    held = [e for e in found.values() if any(t.anchor in named for t in e.tellings)]
    if len(held) < 2:
        return
    ranked = sorted(held, key=lambda e: (decision.events.index(e.id) if e.id in decision.events else len(decision.events), e.first.order))
    for event in held:
        del found[event.id]
    tellings = sorted((t for e in held for t in e.tellings), key=lambda t: t.order)
    found[ranked[0].id] = Event(ranked[0].id, tuple(tellings))


def _split(found: dict[str, Event], decision: Decision, comparer: Comparer) -> None:
    gone, kept = (set(r) for r in decision.reports[:2])
    for event in list(found.values()):
        leaving, staying = ([t for t in event.tellings if t.anchor in side] for side in (gone, kept))
        if not leaving or not staying:
            continue
        for telling in event.tellings:  # those that came since go where they fit better
            if telling.anchor not in gone and telling.anchor not in kept:
                (leaving if _best(telling, leaving, comparer) > _best(telling, staying, comparer) else staying).append(telling)
        found[event.id] = Event(event.id, tuple(sorted(staying, key=lambda t: t.order)))
        apart = tuple(sorted(leaving, key=lambda t: t.order))
        first = min((t for t in apart if t.anchor in gone), key=lambda t: t.order)
        name = event_id(first, found)
        found[name] = Event(name, apart)


def _best(telling: Telling, others: Sequence[Telling], comparer: Comparer) -> float:
    return max(comparer.score(telling, t) for t in others)

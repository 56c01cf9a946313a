"""The tables of events: their columns, and how a profile fills them."""

from collections.abc import Iterable
from datetime import date

from sayso.events.profile import Profile
from sayso.events.telling import Who
from sayso.events.witnesses import Side, Witness
from sayso.show.columns import Column
from sayso.show.data import Row
from sayso.store.schema import Table


def _party(role: str, who: str) -> tuple[Column, ...]:
    return (
        Column(f"{role}_name", str, f"{who}, as most independent outlets name them; several joined by '; '"),
        Column(f"{role}_country", str, f"{who}: ISO 3166 alpha-3 codes and others, in step with the names"),
        Column(f"{role}_sectors", str, f"{who}: PLOVER sectors, in step with the names"),
    )


EVENTS = Table(
    "events",
    "one row for each event: what is agreed, and on whose word it stands",
    (
        Column("event_id", str, "the event; its id stays when reports join"),
        Column("event_type", str, "PLOVER type, or one of your own code book"),
        Column("event_mode", str, "PLOVER mode that most independent outlets give"),
        Column("event_start", date, "first day, as most independent outlets tell; empty where nobody tells a day"),
        Column("event_end", date, "last day"),
        *_party("actor", "who does it"),
        *_party("recipient", "to whom it is done"),
        Column("place", str, "place that most independent outlets name"),
        Column("place_country", str, "its country"),
        Column("status", str, "actual where anybody tells it as such, else future, hypothetical or negated"),
        Column("standing", str, "contested, one side, several, one, denied, announced or possible: docs/events.md"),
        Column("report_count", int, "reports in it: mentions, no measure of support"),
        Column("article_count", int, "articles that tell of it"),
        Column("outlet_count", int, "independent outlets: copies, rewrites and articles of one outlet are one"),
        Column("own_voice", int, "independent outlets that say themselves that it happened"),
        Column("claimants", int, "independent claimants who say that it happened, outlets aside; organs of one state are one"),
        Column("claims_actor_side", int, "of them on the actor's side"),
        Column("claims_recipient_side", int, "of them on the recipient's side"),
        Column("claims_third", int, "third parties"),
        Column("claims_unknown", int, "unnamed, or of no known side"),
        Column("denials", int, "independent outlets and claimants who say that it did not happen"),
        Column("denied_by", str, "who they are"),
        Column("confirmed_by", str, "who bore out later what was only claimed or announced first"),
        Column("agreement", float, "how far the outlets that state a field agree on it, 0 to 1, mean of the fields"),
        Column("disputed", str, "fields on which accounts exclude each other"),
        Column("killed_min", int, "smallest number killed that is told"),
        Column("killed_max", int, "largest"),
        Column("intensity", float, "PLOVER's value for type and mode, from -10 to 10"),
        Column("quad_class", int, "PLOVER: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict"),
        Column("first_published", date, "day of the first article that tells of it"),
        Column("last_published", date, "day of the last"),
        Column("outlets", str, "independent outlets, each under the name of the one that told it first"),
    ),
    stored=False,
)
EVENT_REPORTS = Table(
    "event_reports",
    "one row for each report: to which event it belongs",
    (
        Column("event_id", str, "the event, with the decisions of people laid over the machine's grouping"),
        Column("article_id", str, "the report's article"),
        Column("report_id", str, "the report"),
        Column("line", str, "the line of evidence that it belongs to: the outlet that told it first"),
        Column("anchor", str, "names the report by its place in the article"),
        Column("machine_event", str, "the event by the machine's grouping alone"),
        Column("circle", str, "reports that are linked at all: grouping anew happens within a circle"),
        Column("shard", str, "the shard that holds the report"),
    ),
    stored=False,
)
LINKS = Table(
    "event_links",
    "one row for each pair of reports that agree enough to be one event",
    (Column("one", str, "article/report"), Column("other", str, "the same"), Column("score", float, "points: docs/events.md")),
    stored=False,
)


def event_row(found: Profile) -> Row:
    from sayso.store.export import codes  # here: exports hold a table of events and import this module

    tellings = found.event.tellings
    days = sorted(t.published for t in tellings if t.published)
    killed = [n for t in tellings for name, n in t.counts if name == "killed"]
    category = codes.categories().get((found.type, found.mode)) or codes.categories().get((found.type, ""))
    claimed = found.claimed
    return {
        "event_id": found.event.id,
        "event_type": found.type,
        "event_mode": found.mode or None,
        "event_start": found.first_day,
        "event_end": found.last_day,
        **_parties("actor", found.actors),
        **_parties("recipient", found.recipients),
        "place": found.place or None,
        "place_country": found.place_country or None,
        "status": found.status,
        "standing": found.standing,
        "report_count": len(tellings),
        "article_count": len(found.lines),
        "outlet_count": found.outlets,
        "own_voice": len(found.asserted),
        "claimants": len(claimed),
        "claims_actor_side": _on(claimed, "actor"),
        "claims_recipient_side": _on(claimed, "recipient"),
        "claims_third": _on(claimed, "third"),
        "claims_unknown": _on(claimed, "unknown"),
        "denials": len(found.denied),
        "denied_by": "; ".join(w.names[0] for w in found.denied) or None,
        "confirmed_by": "; ".join(c.by for c in found.confirmed) or None,
        "agreement": found.agreement,
        "disputed": "; ".join(f.name for f in found.fields if f.disputed) or None,
        "killed_min": min(killed, default=None),
        "killed_max": max(killed, default=None),
        "intensity": category.intensity if category else None,
        "quad_class": category.quad if category else None,
        "first_published": days[0] if days else None,
        "last_published": days[-1] if days else None,
        "outlets": "; ".join(dict.fromkeys(found.lines.values())),
    }


def _on(witnesses: Iterable[Witness], side: Side) -> int:
    return sum(1 for w in witnesses if w.side == side)


def _parties(role: str, parties: tuple[Who, ...]) -> Row:
    return {
        f"{role}_name": "; ".join(p.name for p in parties) or None,
        f"{role}_country": "; ".join(p.country for p in parties) if any(p.country for p in parties) else None,
        f"{role}_sectors": "; ".join(" ".join(p.sectors) for p in parties) if any(p.sectors for p in parties) else None,
    }

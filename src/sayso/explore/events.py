"""The events of a project as a list: those that a query selects, the best supported first."""

from collections.abc import Iterator

from sayso.errors import StopRun
from sayso.show.account import capital, counted
from sayso.show.data import Row
from sayso.show.lines import Line, Segment, clip, line, tidy
from sayso.show.phrases import as_object, does, listed
from sayso.store.event_tables import EVENTS
from sayso.store.events import Events, decide_merge, decide_split, grouped, undo_last

STANDING = {
    "contested": "told and denied",
    "one side": "claimed by one side only",
    "several": "told by several",
    "one": "told by one",
    "denied": "only denied",
    "announced": "announced",
    "possible": "told as possible",
}
_SIDES = (
    ("claims_actor_side", "of the actor's side"),
    ("claims_recipient_side", "of the recipient's side"),
    ("claims_third", "a third party"),
    ("claims_unknown", "of no known side"),
)
__all__ = ["Events", "decide_merge", "decide_split", "grouped", "headline", "lines", "order", "rows", "undo_last"]
ORDER = "-outlet_count,-claimants,-last_published"
LONGEST_NAME = 48


def rows(events: Events, query: str = "", *, sort: str = ORDER, limit: int | None = None) -> Iterator[Row]:
    """Rows of table `events` with a report that the query selects. Raises StopRun for an order or query that cannot be understood."""
    return events.selected(query, order(sort), limit)


def order(sort: str) -> str:
    """`-outlet_count,event_start` -> SQL; a minus turns it round, what is not known comes last."""
    parts = []
    for name in filter(None, (s.strip() for s in sort.split(","))):
        column = name.removeprefix("-")
        if column not in EVENTS.names:
            raise StopRun(f"There is no column {column!r} to sort by.", f"There are: {', '.join(EVENTS.names)}.")
        parts.append(f"{column} {'DESC' if name.startswith('-') else 'ASC'} NULLS LAST")
    return ", ".join([*parts, "event_id"])


def lines(row: Row) -> Iterator[Line]:
    """One event for a person: who did what to whom, and below it when, where and on whose word."""
    yield line(Segment(row["event_id"] + "  ", "id"), Segment(headline(row), "party"), hang=" " * 13)
    facts = [day(row), row["place"] and f"at {clip(tidy(row['place']), LONGEST_NAME)}", code(row)]
    facts += [support(row), row["denied_by"] and f"denied by {shortened(row['denied_by'], 2)}"]
    facts += [row["confirmed_by"] and f"later {shortened(row['confirmed_by'], 2)}"]
    style: list[Segment] = [Segment(" " * 13), Segment(STANDING[row["standing"]], "status")]
    yield line(*style, Segment("; " + "; ".join(f for f in facts if f), "quiet"), hang=" " * 13)


def headline(row: Row) -> str:
    """`Ondria attacked Brodny and Varkesh with drones`."""
    actors, recipients = shortened(row["actor_name"], 3), shortened(row["recipient_name"], 3)
    status, before, after = does(row["event_type"], row["event_mode"], row["status"], as_object(recipients))
    return " ".join(f"{capital(actors) or 'Somebody'} {status} {before}{recipients}{after}".split())


def shortened(names: str | None, most: int) -> str:
    """Some of a joined list, as a list in words."""
    every = [clip(tidy(n), LONGEST_NAME) for n in (names or "").split("; ") if n]
    shown = every[:most] + ([f"{len(every) - most} more"] if len(every) > most else [])
    return listed(shown)


def day(row: Row) -> str:
    """The day that is told; else that of the first article, marked as such."""
    if row["event_start"]:
        start, end = row["event_start"].isoformat(), (row["event_end"] or row["event_start"]).isoformat()
        return start if start == end else f"{start} to {end}"
    return f"told {row['first_published'].isoformat()}" if row["first_published"] else "no day told"


def code(row: Row) -> str:
    return " ".join(filter(None, (row["event_type"], row["event_mode"])))


def support(row: Row) -> str:
    """`3 independent outlets, 2 in their own voice; 2 claimants: 1 of the actor's side, 1 third party`."""
    text = counted(row["outlet_count"], "independent outlet")
    if row["own_voice"] == 1 == row["outlet_count"]:
        text += ", in its own voice"
    elif row["own_voice"]:
        text += f", {row['own_voice']} in {'its' if row['own_voice'] == 1 else 'their'} own voice"
    if not row["claimants"]:
        return text
    sides = [(row[column], words) for column, words in _SIDES if row[column]]
    shown = ", ".join(words if row["claimants"] == 1 else f"{number} {words}" for number, words in sides)
    return f"{text}; {counted(row['claimants'], 'claimant')}: {shown}"

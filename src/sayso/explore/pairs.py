"""Two actors over time: cooperation and conflict by PLOVER's intensities, event by event, and how it looks by outlet and by claimant.

Each event counts once, however many tell of it; in the picture of one outlet or claimant, once for each event that it tells of.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

from sayso.errors import StopRun
from sayso.show.data import Row
from sayso.show.lines import Line, Segment, clip, line, tidy
from sayso.store.events import Events
from sayso.store.export import codes

Speaking = Literal["outlet", "claimant"]
STEPS = ("day", "week", "month", "year")


@dataclass(frozen=True, slots=True)
class Period:
    """What the one did to the other in a span of time.

    `cooperation` and `conflict` are sums of PLOVER's intensities: up to 10 for a cooperative event, down to -10 for one of conflict.
    """

    start: date
    actor: str
    recipient: str
    events: int
    cooperation: float
    conflict: float


@dataclass(frozen=True, slots=True)
class Voice:
    """How the pair looks to one outlet, or in what one claimant says: events told, their mean intensity, the share of conflict."""

    kind: Speaking
    name: str
    events: int
    intensity: float
    conflict: float


@dataclass(frozen=True, slots=True)
class Pair:
    one: str
    other: str
    step: str
    periods: tuple[Period, ...]
    voices: tuple[Voice, ...]


def pair(events: Events, one: str, other: str, step: str = "month") -> Pair:
    """What two actors did to each other, and to whom it looks how. An actor is a country's code or words of a name.

    Only what is told to have happened counts. Raises StopRun where a step is unknown.
    """
    if step not in STEPS:
        raise StopRun(f"There is no step {step!r}.", f"There are: {', '.join(STEPS)}.")
    return Pair(one, other, step, tuple(_periods(events, one, other, step)), tuple(_voices(events, one, other)))


def partners(events: Events, limit: int = 20) -> list[tuple[str, str, int]]:
    """The pairs of countries with most events, in whichever direction."""
    sql = """SELECT least(a, r) AS one, greatest(a, r) AS other, count(DISTINCT event_id) AS n FROM
        (SELECT event_id, unnest(string_split(actor_country, '; ')) AS a, unnest(string_split(recipient_country, '; ')) AS r FROM
            (SELECT event_id, actor_country, recipient_country FROM events
             WHERE actor_country IS NOT NULL AND recipient_country IS NOT NULL))
        WHERE a <> '' AND r <> '' AND a <> r GROUP BY 1, 2 ORDER BY n DESC, one, other LIMIT ?"""
    return [(one, other, int(n)) for one, other, n in events.project.sql(sql, [limit])]


def to_dict(found: Pair) -> Row:
    return asdict(found)


def lines(found: Pair) -> Iterator[Line]:
    """Periods with bars to the left for conflict and to the right for cooperation; below, how it looks to whom."""
    yield line(Segment(f"{found.one} and {found.other}, by {found.step}", "title"))
    most = max(max(p.cooperation, -p.conflict) for p in found.periods) or 1.0
    yield line(Segment(f"{'':22}{'conflict':>17}   cooperation", "heading"))
    for period in found.periods:
        left = ("█" * round(-period.conflict / most * 10)).rjust(10)
        right = "█" * round(period.cooperation / most * 10)
        who = f"{period.start.isoformat()}  {clip(f'{period.actor} → {period.recipient}', 20)}"
        yield line(Segment(who.ljust(24), "party"), Segment(f"{period.conflict:>6.1f} {left} │ {right} {period.cooperation:.1f}"))
    for kind, title in (("outlet", "As outlets tell it"), ("claimant", "As claimants tell it")):
        voices = [v for v in found.voices if v.kind == kind]
        if voices:
            yield Line()
            yield line(Segment(f"{title} (events, mean intensity, share of conflict)".upper(), "heading"))
        for voice in voices[:SHOWN]:
            name = clip(tidy(voice.name), 40)
            yield line(
                Segment(name.ljust(42), "claimant"), Segment(f"{voice.events:>5,}  {voice.intensity:>+5.1f}  {voice.conflict:>4.0%}")
            )


SHOWN = 15


def _side(role: str) -> str:
    """SQL: is this one among the parties? Twice the value: by code, or by words of the name."""
    code = f"list_contains(string_split(coalesce({role}_country, ''), '; '), upper(?))"
    return f"({code} OR contains(lower(coalesce({role}_name, '')), lower(?)))"


_DAY = "coalesce(event_start, first_published)"
# A meeting has two actors and no recipient: then both count as doing it to each other.
_DIRECTED = f"({_side('actor')} AND ({_side('recipient')} OR (recipient_name IS NULL AND {_side('actor')})))"


def _periods(events: Events, one: str, other: str, step: str) -> Iterator[Period]:
    sql = f"""SELECT date_trunc('{step}', {_DAY})::DATE AS start, count(*), sum(greatest(intensity, 0)), sum(least(intensity, 0))
        FROM events WHERE status = 'actual' AND standing <> 'denied' AND intensity IS NOT NULL AND {_DAY} IS NOT NULL AND {_DIRECTED}
        GROUP BY 1 ORDER BY 1"""
    found = []
    for actor, recipient in ((one, other), (other, one)):
        for start, number, good, bad in events.project.sql(sql, [actor, actor, recipient, recipient, recipient, recipient]):
            found.append(Period(start, actor, recipient, int(number), round(good, 1), round(bad, 1)))
    yield from sorted(found, key=lambda p: (p.start, p.actor != one))


def _voices(events: Events, one: str, other: str) -> Iterator[Voice]:
    """From the reports of these events: an outlet's own, and each claimant's, once for each event."""
    sql = f"""SELECT e.event_id, r.event_type, r.event_mode, r.voice, r.outlet_name, r.claimant_name FROM events e
        JOIN event_reports m USING (event_id) JOIN reports r ON r.article_id = m.article_id AND r.report_id = m.report_id
        WHERE r.status = 'actual' AND e.event_id IN (SELECT event_id FROM events WHERE status = 'actual' AND ({_DIRECTED} OR {_DIRECTED}))
        ORDER BY ALL"""
    seen: dict[tuple[Speaking, str], dict[str, float]] = {}
    values = [one, one, other, other, other, other, other, other, one, one, one, one]
    for event_id, type_, mode, voice, outlet, claimants in events.project.sql(sql, values):
        found = codes.categories().get((type_, mode or "")) or codes.categories().get((type_, ""))
        if found is None:
            continue
        if outlet:
            seen.setdefault(("outlet", outlet), {}).setdefault(event_id, found.intensity)
        for name in claimants.split("; ") if claimants and voice != "outlet" else ():
            seen.setdefault(("claimant", name), {}).setdefault(event_id, found.intensity)
    for (kind, name), values_of in sorted(seen.items(), key=lambda x: (x[0][0] != "outlet", -len(x[1]), x[0][1])):
        numbers = list(values_of.values())
        share = sum(1 for n in numbers if n < 0) / len(numbers)
        yield Voice(kind, name, len(numbers), round(sum(numbers) / len(numbers), 1), round(share, 2))

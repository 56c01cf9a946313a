"""How outlets differ: what they say themselves, what they pass on as somebody's word, whom they let speak, and what they copy.

Counted are events, not mentions: an outlet that tells of one attack ten times tells of one attack. It says it itself where any of its
reports does; else it passes it on.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from sayso.show.data import Row
from sayso.show.lines import Line, Segment, clip, line, tidy
from sayso.store.events import Events
from sayso.store.query import parse


@dataclass(frozen=True, slots=True)
class Share:
    """One outlet, for all types ("") or one. `own`, `attributed` and `unnamed` are events and add up to `events`."""

    outlet: str
    type: str
    events: int
    own: int
    attributed: int
    unnamed: int
    copied: int  # told only in articles that repeat another's text
    alone: int  # that no independent outlet tells of

    @property
    def own_share(self) -> float:
        return self.own / self.events if self.events else 0.0


def shares(events: Events, query: str = "", *, by_type: bool = False) -> list[Share]:
    """The outlets with most events first; with `by_type`, a row for each type of an outlet. Only what is told to have happened counts."""
    where, values = parse(query).where("reports")
    sql = f"""WITH told AS (
            SELECT r.outlet_name, {"r.event_type" if by_type else "''"} AS event_type, m.event_id,
                bool_or(r.voice = 'outlet') AS own, bool_or(r.voice NOT IN ('outlet', 'unnamed')) AS named,
                bool_and(coalesce(a.duplicate_of, a.near_duplicate_of) IS NOT NULL) AS copied
            FROM (SELECT * FROM reports WHERE {where}) r
            JOIN event_reports m USING (article_id, report_id) JOIN articles a USING (article_id)
            WHERE r.status = 'actual' AND r.outlet_name IS NOT NULL GROUP BY ALL)
        SELECT outlet_name, t.event_type, count(*), count(*) FILTER (own), count(*) FILTER (NOT own AND named),
            count(*) FILTER (NOT own AND NOT named), count(*) FILTER (copied), count(*) FILTER (e.outlet_count = 1)
        FROM told t JOIN events e USING (event_id)
        GROUP BY outlet_name, t.event_type ORDER BY sum(count(*)) OVER (PARTITION BY outlet_name) DESC, outlet_name, 3 DESC, 2"""
    return [Share(*row) for row in _rows(events, sql, values)]


def _rows(events: Events, sql: str, values: list[object]) -> Iterator[tuple[str, str, int, int, int, int, int, int]]:
    for outlet, type_, *numbers in events.project.sql(sql, values):
        yield outlet, type_, *map(int, numbers)


def speakers(events: Events, outlet: str, limit: int = 12) -> list[tuple[str, int]]:
    """Whom an outlet lets speak: claimants and the number of events that it tells on their word."""
    sql = """SELECT name, count(DISTINCT event_id) AS n FROM
        (SELECT m.event_id, unnest(string_split(r.claimant_name, '; ')) AS name FROM reports r
         JOIN event_reports m USING (article_id, report_id) WHERE r.outlet_name = ? AND r.claimant_name IS NOT NULL)
        WHERE name <> '' GROUP BY 1 ORDER BY n DESC, name LIMIT ?"""
    return [(name, int(n)) for name, n in events.project.sql(sql, [outlet, limit])]


def to_row(share: Share) -> Row:
    return {f.name: getattr(share, f.name) for f in fields(share)} | {"own_share": round(share.own_share, 3)}


def lines(found: list[Share]) -> Iterator[Line]:
    """A line for each outlet, or each type of an outlet, with bars for what it says itself."""
    width = min(32, max(len(tidy(s.outlet)) for s in found))
    typed = any(s.type for s in found)
    head = "outlet".ljust(width) + (f"  {'type':10}" if typed else "")
    yield line(Segment(f"{head}  events  own voice   attributed  unnamed  copied  alone", "heading"))
    last = ""
    for share in found:
        name = tidy(share.outlet) if share.outlet != last else ""
        last = share.outlet
        bar = ("█" * round(5 * share.own_share)).ljust(5, "░")
        numbers = f"{share.attributed / share.events:>10.0%}  {share.unnamed / share.events:>7.0%}  {share.copied:>6,}  {share.alone:>5,}"
        text = (f"  {share.type:10}" if typed else "") + f"  {share.events:>6,}  {bar} {share.own_share:>4.0%}  {numbers}"
        yield line(Segment(clip(name, width).ljust(width), "party"), Segment(text))

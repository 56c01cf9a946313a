"""Claimants: what each says about whom, what rests on his word alone, and what the outlets say themselves of the same."""

from collections.abc import Iterator
from dataclasses import dataclass

from sayso.records import STATUSES
from sayso.store.read import Project

OWN = "(in the outlet's own voice)"
# the same type, the same parties, the same day: near enough to ask who else says so, without grouping events
_PARTIES = """concat_ws('|', event_type, lower(coalesce(actor_country, actor_name, '')),
  lower(coalesce(recipient_country, recipient_name, '')))"""
_SAME = f"concat_ws('|', {_PARTIES}, coalesce(event_start, published)::VARCHAR)"
_VOICES = f"""voices AS MATERIALIZED (SELECT {_SAME} AS same, count(DISTINCT lower(coalesce(claimant_name, claimant_chain, ''))) AS voices
  FROM reports GROUP BY 1)"""
_COUNTS = ", ".join(f"count(*) FILTER (status = '{s}')" for s in STATUSES)


@dataclass(frozen=True, slots=True)
class Claimant:
    """A speaker. `alone`: reports of which nobody else speaks, in this project."""

    name: str
    country: str
    kind: str
    statements: int
    reports: int
    alone: int


@dataclass(frozen=True, slots=True)
class About:
    """What a claimant says of one party in reports: how often as the one who does it, and to whom it is done."""

    name: str
    reports: int
    as_actor: int
    as_recipient: int


@dataclass(frozen=True, slots=True)
class Against:
    """The same type and parties: how the claimant, the outlets themselves and everybody else tell it, as counts by status."""

    event_type: str
    actor: str
    recipient: str
    claimant: tuple[int, ...]
    outlets: tuple[int, ...]
    others: tuple[int, ...]

    @property
    def contested(self) -> bool:
        """One side says that it happened, the other that it did not."""
        rest = [o + s for o, s in zip(self.outlets, self.others, strict=True)]
        return bool((self.claimant[0] and rest[1]) or (self.claimant[1] and rest[0]))


def claimants(project: Project, words: str = "", limit: int = 100, offset: int = 0) -> tuple[list[Claimant], int]:
    """Speakers by name, the most quoted first, and how many there are. `words`: part of the name."""
    sql = f"""WITH {_VOICES},
      said AS (SELECT lower(claimant_name) AS who, mode(claimant_name) AS name, mode(claimant_country) AS country,
        mode(claimant_type) AS kind, count(*) AS n FROM statements WHERE claimant_name IS NOT NULL GROUP BY 1),
      told AS (SELECT lower(claimant_name) AS who, count(*) AS n, count(*) FILTER (voices = 1) AS alone
        FROM (SELECT claimant_name, {_SAME} AS same FROM reports WHERE claimant_name IS NOT NULL) JOIN voices USING (same) GROUP BY 1)
      SELECT name, coalesce(country, ''), coalesce(kind, ''), said.n, coalesce(told.n, 0), coalesce(alone, 0), count(*) OVER ()
      FROM said LEFT JOIN told USING (who) WHERE contains(who, lower(?)) ORDER BY 4 DESC, 5 DESC, 1 LIMIT ? OFFSET ?"""
    rows = list(project.sql(sql, [words, limit, offset]))
    return [Claimant(*row[:6]) for row in rows], int(rows[0][6]) if rows else 0


def about(project: Project, name: str, limit: int = 40) -> list[About]:
    """The parties that a claimant speaks of."""
    sql = """SELECT min(p), count(*), count(*) FILTER (role = 1), count(*) FILTER (role = 2) FROM (
        SELECT unnest(list_distinct(string_split(actor_name, '; '))) AS p, 1 AS role FROM reports WHERE lower(claimant_name) = lower(?)
        UNION ALL SELECT unnest(list_distinct(string_split(recipient_name, '; '))), 2 FROM reports WHERE lower(claimant_name) = lower(?))
      WHERE p <> '' GROUP BY lower(p) ORDER BY 2 DESC, 1 LIMIT ?"""
    return [About(*row) for row in project.sql(sql, [name, name, limit])]


def alone(project: Project, name: str, limit: int = 50) -> tuple[list[dict[str, str]], int]:
    """Reports that rest on this word alone: nobody else, and no outlet itself, tells of the same type, parties and day."""
    columns = ("article_id", "report_id", "date", "event_type", "status", "actor", "recipient", "outlet", "sentence")
    sql = f"""WITH {_VOICES} SELECT article_id, report_id, coalesce(event_date, published::VARCHAR, ''), event_type, status,
        coalesce(actor_name, ''), coalesce(recipient_name, ''), coalesce(outlet_name, ''), sentence, count(*) OVER ()
      FROM (SELECT *, {_SAME} AS same FROM reports WHERE lower(claimant_name) = lower(?)) JOIN voices USING (same) WHERE voices = 1
      ORDER BY published DESC NULLS LAST, article_id, trigger_start, report_id LIMIT ?"""
    rows = list(project.sql(sql, [name, limit]))
    return [dict(zip(columns, row[:-1], strict=True)) for row in rows], int(rows[0][-1]) if rows else 0


def against(project: Project, name: str, limit: int = 40) -> list[Against]:
    """Type by type and party by party what the claimant says beside what the outlets say themselves and what others say."""
    return sorted(_against(project, name, limit), key=lambda a: (not a.contested, -sum(a.claimant), a.event_type, a.actor, a.recipient))


def _against(project: Project, name: str, limit: int) -> Iterator[Against]:
    sql = f"""WITH mine AS (SELECT {_PARTIES} AS same, min(event_type) AS type, min(actor_name) AS actor, min(recipient_name) AS recipient,
          count(*) AS n FROM reports WHERE lower(claimant_name) = lower(?) GROUP BY 1 ORDER BY 5 DESC, 1 LIMIT ?)
      SELECT same, any_value(type), any_value(actor), any_value(recipient),
        CASE WHEN lower(claimant_name) = lower(?) THEN 0 WHEN voice = 'outlet' THEN 1 ELSE 2 END AS side, {_COUNTS}
      FROM (SELECT *, {_PARTIES} AS same FROM reports) JOIN mine USING (same) GROUP BY same, side ORDER BY same, side"""
    sides: dict[str, dict[int, tuple[int, ...]]] = {}
    heads: dict[str, tuple[str, str, str]] = {}
    for same, kind, actor, recipient, side, *counts in project.sql(sql, [name, limit, name]):
        heads[same] = (str(kind), str(actor or "—"), str(recipient or "—"))
        sides.setdefault(same, {})[int(side)] = tuple(counts)
    none = (0,) * len(STATUSES)
    for same, (kind, actor, recipient) in heads.items():
        own, outlets, others = (sides[same].get(n, none) for n in range(3))
        yield Against(kind, actor, recipient, own, outlets, others)

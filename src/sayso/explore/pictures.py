"""The numbers behind the pictures: reports by time, by who did it to whom, by place."""

from dataclasses import dataclass
from typing import Any

from sayso.records import STATUSES
from sayso.store.query import parse
from sayso.store.read import Project

MOST_BARS = 62
STEPS = (("day", 1, 10), ("month", 31, 7), ("year", 366, 4))


@dataclass(frozen=True, slots=True)
class Bar:
    """A day, month or year, and how many reports of it are told as having happened or not."""

    label: str
    actual: int
    negated: int
    future: int
    hypothetical: int

    @property
    def total(self) -> int:
        return self.actual + self.negated + self.future + self.hypothetical


@dataclass(frozen=True, slots=True)
class Pair:
    actor: str
    recipient: str
    count: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map. `name` is what the query `place:` finds it by."""

    name: str
    country: str
    latitude: float
    longitude: float
    count: int


def timeline(project: Project, query: str) -> tuple[list[Bar], int]:
    """Bars by the day of the event (of publication, where that is not known), and how many reports have neither.

    Days where they fit the width, else months, else years; those without a report stand between the others as empty ones do.
    """
    where, values = parse(query).where()
    at = "coalesce(event_start, published)"
    low, high, unknown = next(
        project.sql(f"SELECT min({at}), max({at}), count(*) FILTER ({at} IS NULL) FROM reports WHERE {where}", values)
    )
    if low is None:
        return [], int(unknown)
    step, _, length = next((s for s in STEPS if (high - low).days / s[1] < MOST_BARS), STEPS[-1])
    counts = ", ".join(f"count(*) FILTER (status = '{s}')" for s in STATUSES)
    sql = f"""SELECT left(b::VARCHAR, {length}), {counts}
        FROM (SELECT unnest(generate_series(date_trunc('{step}', ?::DATE), ?::DATE, INTERVAL 1 {step}))::DATE AS b)
        LEFT JOIN (SELECT date_trunc('{step}', {at})::DATE AS told, status FROM reports WHERE {where}) ON told = b GROUP BY b ORDER BY b"""
    return [Bar(*row) for row in project.sql(sql, [low, high, *values])], int(unknown)


def pairs(project: Project, query: str, by: str = "name", limit: int = 400) -> list[Pair]:
    """Who did it to whom, by `name` or `country`, the commonest first; a report with two actors counts for each of them."""
    column = {"country": "country"}.get(by, "name")
    where, values = parse(query).where()
    sql = f"""SELECT min(a), min(r), count(*) FROM (
          SELECT a, unnest(list_distinct(string_split(recipient_{column}, '; '))) AS r FROM (
            SELECT unnest(list_distinct(string_split(actor_{column}, '; '))) AS a, recipient_{column} FROM reports WHERE {where}))
        WHERE a <> '' AND r <> '' GROUP BY lower(a), lower(r) ORDER BY 3 DESC, 1, 2 LIMIT {limit:d}"""
    label: dict[str, str] = {}  # `Police` and `police` are one
    return [Pair(label.setdefault(a.lower(), a), label.setdefault(r.lower(), r), int(n)) for a, r, n in project.sql(sql, values)]


def spots(project: Project, query: str, limit: int = 300) -> tuple[list[Spot], int]:
    """Places with coordinates, the commonest first, and how many reports have none."""
    where, values = parse(query).where()
    sql = f"""SELECT place_name, coalesce(min(place_country), ''), latitude, longitude, count(*) FROM reports
        WHERE {where} AND latitude IS NOT NULL AND longitude IS NOT NULL GROUP BY 1, 3, 4 ORDER BY 5 DESC, 1 LIMIT {limit:d}"""
    found = [Spot(str(name or ""), *rest) for name, *rest in project.sql(sql, values)]
    missing: Any = next(project.sql(f"SELECT count(*) FILTER (latitude IS NULL OR longitude IS NULL) FROM reports WHERE {where}", values))
    return found, int(missing[0])

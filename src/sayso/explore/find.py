"""Reports or statements that a query selects, with their articles, and how many there are of what."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice

from sayso.errors import StopRun
from sayso.show.coded import Coded
from sayso.show.columns import PUBLIC
from sayso.show.data import Row
from sayso.store.query import FIELDS, Query, Term, parse
from sayso.store.read import Project

ID = {"reports": "report_id", "statements": "statement_id", "articles": "article_id"}
NEWEST = "-published"
AT_ONCE = 50  # rows whose articles are in memory together
_PLAIN = re.compile(r"[\w./][\w./-]*")  # needs no quotation marks
VALUES = 12  # offered where a value is not found


@dataclass(frozen=True, slots=True)
class Hit:
    """One article with those of its records that a query selects, in the order that was asked for."""

    coded: Coded
    ids: tuple[str, ...]


def hits(project: Project, query: str, *, table: str = "reports", sort: str = NEWEST, limit: int | None = None) -> Iterator[Hit]:
    """Neighbours of one article stand together. Raises StopRun for a query or an order that cannot be understood."""
    columns = tuple(dict.fromkeys(("article_id", ID[table])))
    found = project.rows(query, table, columns=columns, order=order(sort, table), limit=limit)
    while chunk := list(islice(found, AT_ONCE)):
        articles = project.some(sorted({r["article_id"] for r in chunk}))
        for article_id, group in groupby(chunk, key=lambda r: r["article_id"]):
            yield Hit(articles[article_id], tuple(r[ID[table]] for r in group))


def order(sort: str, table: str) -> str:
    """`published,-confidence` -> SQL; a minus turns it round, what is not known comes last, and the records of an article keep theirs."""
    columns = {c.name: c for c in PUBLIC.get(table, PUBLIC["reports"][:4])}
    parts = []
    for name in filter(None, (s.strip() for s in sort.split(","))):
        column = name.removeprefix("-")
        if column not in columns:
            raise StopRun(f"There is no column {column!r} to sort by.", f"There are: {', '.join(columns)}.")
        parts.append(f"{column} {'DESC' if name.startswith('-') else 'ASC'} NULLS LAST")
    number = {"reports": ", trigger_start, report_id", "statements": ", content_start NULLS LAST, statement_id"}.get(table, "")
    return ", ".join([*parts, "article_id"]) + number


def rows(
    project: Project,
    query: str,
    *,
    table: str = "reports",
    columns: Sequence[str] = (),
    sort: str = NEWEST,
    limit: int | None = None,
    offset: int = 0,
) -> Iterator[Row]:
    """The flat rows, for programs."""
    return project.rows(query, table, columns=columns, order=order(sort, table), limit=limit, offset=offset)


def counts(project: Project, query: str, by: str, *, table: str = "reports") -> list[tuple[str, int]]:
    """How many records there are of each value of a column, the most first; lists count once for each member."""
    columns = {c.name: c for c in PUBLIC[table]}
    if by not in columns:
        raise StopRun(f"There is no column {by!r} to count by.", f"There are: {', '.join(columns)}.")
    where, values = parse(query).where(table)
    value = f"unnest(string_split({by}, '; '))" if columns[by].kind is str else f"{by}::VARCHAR"
    sql = f"SELECT v, count(*) FROM (SELECT {value} AS v FROM {table} WHERE {where} AND {by} IS NOT NULL) GROUP BY v ORDER BY 2 DESC, 1"
    found = [(str(v), int(n)) for v, n in project.sql(sql, values) if v]
    unknown = next(project.sql(f"SELECT count(*) FROM {table} WHERE {where} AND {by} IS NULL", values))[0]
    return [*found, *([("(not known)", int(unknown))] if unknown else [])]


def why_nothing(project: Project, query: str, table: str = "reports") -> Iterator[str]:
    """For a query that found nothing: which part of it alone finds nothing, and what there is instead."""
    for term in parse(query).terms:
        if term.negated:
            continue
        if project.count(Query((replace(term, negated=False),)), table):
            continue
        yield f"{written(term)} alone finds nothing." + _instead(project, term, table)


def _instead(project: Project, term: Term, table: str) -> str:
    column = FIELDS[term.field].column if term.field else ""
    if not column:
        return ""
    found = [value for value, _ in counts(project, "", column, table=table)]
    return f" There are: {', '.join(found[:VALUES])}{' ...' if len(found) > VALUES else ''}." if found else ""


def written(term: Term) -> str:
    values = ",".join(v if _PLAIN.fullmatch(v) else f'"{v}"' for v in term.values)
    return ("-" if term.negated else "") + (f"{term.field}:{values}" if term.field else values)

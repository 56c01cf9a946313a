"""What there is to narrow a selection by: the values of each facet, how many reports each would give, and the query that it makes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sayso.explore.find import written
from sayso.store.query import Query, Term, days, parse
from sayso.store.read import Project

FEW, ALL = 7, 200


@dataclass(frozen=True, slots=True)
class Choice:
    """One value: `query` is the present one with this value chosen, or given up where it is chosen now."""

    label: str
    count: int
    chosen: bool
    query: str


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    title: str
    choices: tuple[Choice, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class _Kind:
    """`values`: SQL of the values of one report, as a list; `form`: how a value stands in a query."""

    field: str
    title: str
    values: str
    form: Callable[[str], str] = str


def _names(column: str) -> str:
    return f"list_distinct(string_split({column}, '; '))"


def _whole(name: str) -> str:
    """A query has no way to write a straight quotation mark: what is longest between them has to do, as words of the name."""
    return f"={name}" if '"' not in name else max(name.split('"'), key=len).strip()


KINDS = (
    _Kind("date", "Date", ""),
    _Kind("type", "What", "[event_type]"),
    _Kind("status", "Whether it happened", "[status]"),
    _Kind("actor", "Who", _names("actor_name"), _whole),
    _Kind("recipient", "To whom", _names("recipient_name"), _whole),
    _Kind("claimant", "According to whom", _names("claimant_name"), _whole),
    _Kind("voice", "Who that is to the event", "[voice]"),
    _Kind("claimant_type", "Kind of claimant", "[claimant_type]"),
    _Kind("outlet", "Outlet", "[outlet_name]", _whole),
)
FACETS = tuple(k.field for k in KINDS)


def facets(project: Project, text: str, every: str = "") -> Iterator[Facet]:
    """All facets for a query. Values of one facet are alternatives, so each is counted as if its own facet said nothing else.

    `every`: the facet of which all values are wanted, not the commonest only.
    """
    query = parse(text)
    limits = {kind.field: ALL if every == kind.field else FEW for kind in KINDS}
    rests = {kind.field: Query(tuple(t for t in query.terms if t.field != kind.field or t.negated)) for kind in KINDS}
    values: dict[str, list[tuple[str, str, int]]] = {}
    for rest in dict.fromkeys(rests.values()):  # mostly one and the same, so that the reports are gone through once
        values |= _values(project, rest, [k for k in KINDS if k.values and rests[k.field] == rest], limits)
    for kind in KINDS:
        chosen, rest, limit = _chosen(query, kind.field), rests[kind.field], limits[kind.field]
        found = _periods(project, rest, chosen) if kind.field == "date" else values[kind.field]
        known = {form.lower() for _, form, _ in found}
        lost = [(v.removeprefix("="), v, 0) for v in chosen if v.lower() not in known]
        if kind.field != "date" and lost:
            lost = [(label, form, _count(project, rest, kind.field, form)) for label, form, _ in lost]
        choices = tuple(
            Choice(label, n, form.lower() in {c.lower() for c in chosen}, toggled(query, kind.field, form))
            for label, form, n in [*lost, *found[:limit]]
        )
        if choices:
            yield Facet(kind.field, kind.title, choices, len(found) > limit)


def toggled(query: Query | str, field: str, value: str) -> str:
    """The query with the value among the alternatives of its field, or without it where it stands there."""
    query = parse(query) if isinstance(query, str) else query
    terms: list[Term] = []
    done = False
    for term in query.terms:
        if term.field != field or term.negated or done:
            terms.append(term)
            continue
        done = True
        kept = tuple(v for v in term.values if v.lower() != value.lower())
        if len(kept) == len(term.values):
            kept = (*kept, value)
        if kept:
            terms.append(replace(term, values=kept))
    if not done:
        terms.append(Term(field, (value,)))
    return " ".join(map(written, terms))


def narrowed(query: str, **values: str) -> str:
    """The query with one value more for each field, in the form of a whole name or a code."""
    terms = [*parse(query).terms, *(Term(field, (value,)) for field, value in values.items())]
    return " ".join(map(written, terms))


def whole(name: str) -> str:
    return _whole(name)


def _chosen(query: Query, field: str) -> tuple[str, ...]:
    return next((t.values for t in query.terms if t.field == field and not t.negated), ())


def _values(project: Project, query: Query, kinds: Sequence[_Kind], limits: dict[str, int]) -> dict[str, list[tuple[str, str, int]]]:
    """For each facet its commonest values, one more than its limit, to tell that there are more."""
    found: dict[str, list[tuple[str, str, int]]] = {k.field: [] for k in kinds}
    if not kinds:
        return found
    where, bound = query.where()
    columns = ", ".join(f"{k.values} AS {k.field}" for k in kinds)
    each = " UNION ALL ".join(
        f"""(SELECT '{k.field}', min(v), count(*) FROM (SELECT unnest({k.field}) AS v FROM chosen) WHERE v <> ''
        GROUP BY lower(v) ORDER BY 3 DESC, 2 LIMIT {limits[k.field] + 1:d})"""
        for k in kinds
    )
    form = {k.field: k.form for k in kinds}
    for field, v, n in project.sql(f"WITH chosen AS MATERIALIZED (SELECT {columns} FROM reports WHERE {where}) {each}", bound):
        found[field].append((str(v), form[field](str(v)), int(n)))
    return {field: sorted(rows, key=lambda r: (-r[2], r[0])) for field, rows in found.items()}


def _count(project: Project, query: Query, field: str, value: str) -> int:
    return project.count(Query((*query.terms, Term(field, (value,)))))


def _periods(project: Project, query: Query, chosen: tuple[str, ...]) -> list[tuple[str, str, int]]:
    """Years; of one year its months; of one month its days. Each with what the query `date:` finds."""
    where, bound = query.where()
    begins, ends = "coalesce(event_start, published)", "coalesce(event_end, published)"
    window = days(chosen[0]) if len(chosen) == 1 else None
    inside, extra = "", []
    if window and len(chosen[0]) < 10:
        inside, extra = f" AND {begins} <= ? AND {ends} >= ?", [window[1], window[0]]
    for length in (4, 7, 10):
        sql = f"SELECT DISTINCT left({begins}::VARCHAR, {length}) FROM reports WHERE {where}{inside} AND {begins} IS NOT NULL ORDER BY 1"
        names = [str(n) for (n,) in project.sql(sql, [*bound, *extra])]
        if window:
            names = [n for n in names if n.startswith(chosen[0])]
        if len(names) > 1:
            break
    names = list(dict.fromkeys([*chosen, *names[-31:]])) if window else names[-31:]
    if not names:
        return []
    counts = ", ".join(f"count(*) FILTER ({begins} <= ? AND {ends} >= ?)" for _ in names)
    spans: list[tuple[date, date]] = [found for n in names if (found := days(n))]
    sql = f"SELECT {counts} FROM reports WHERE {where}"
    row = next(project.sql(sql, [*(d for first, last in spans for d in (last, first)), *bound]))
    return [(n, n, int(c)) for n, c in zip(names, row, strict=True) if c]

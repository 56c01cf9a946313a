"""The query language: `type:REJECT claimant:BLR since:2020-08 -status:negated sanctions`. One parser, one SQL condition with bound values.

It lives beside the tables whose columns it names, so that exports, the command line, the browser and Python mean the same by a query.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import get_args

from sayso.errors import StopRun
from sayso.records import FORCES, STATUSES, ClaimantType, Kind
from sayso.show.voices import Voice

Condition = tuple[str, list[object]]  # SQL with question marks, and their values
EXAMPLE = 'type:ASSAULT,COERCE claimant:"Interior Ministry" since:2020-08 -status:negated tear gas'

_TERM = re.compile(r'(?P<minus>-?)(?:(?P<field>[A-Za-z_]+):)?(?P<value>(?:"[^"]*"|[^\s",]+)?(?:,(?:"[^"]*"|[^\s",]+)?)*)(?=\s|$)')
_VALUE = re.compile(r'"([^"]*)"|([^",]+)')
_CODE = re.compile(r"[A-Za-z]{3}")
_CODES = re.compile(r"([A-Za-z]{3})/([A-Za-z]{3})")
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(frozen=True, slots=True)
class Term:
    """`-field:one,two`: any of the values, or none of them. `field` "" = words of the evidence."""

    field: str
    values: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """All of the terms must fit."""

    terms: tuple[Term, ...]

    def where(self, table: str = "reports") -> Condition:
        """The condition on the rows of `reports`, `statements` or `articles`: SQL and the values for its question marks."""
        if not self.terms:
            return "true", []
        if table == "articles":
            sql, values = self.where("reports")
            return f"article_id IN (SELECT article_id FROM reports WHERE {sql})", values
        if table not in ("reports", "statements"):
            raise StopRun(f"A query cannot be put to table {table!r}.", "Put it to reports, statements or articles.")
        parts, values = [], []
        for term in self.terms:
            sql, bound = _condition(term, table)
            parts.append(sql)
            values += bound
        return " AND ".join(parts), values


def parse(text: str) -> Query:
    """Raises StopRun naming the place that is not understood, and what there is."""
    return Query(tuple(_terms(text.strip())))


def _terms(text: str) -> Iterator[Term]:
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        found = _TERM.match(text, at)
        if found is None or found.end() == at:
            rest = text[at:].split(maxsplit=1)[0]
            why = "a quotation mark is left open" if text.count('"') % 2 else "it is not of the form field:value or a word"
            raise StopRun(f"In the query, {rest!r}: {why}.", f"For example: {EXAMPLE}")
        values = tuple(quoted or plain for quoted, plain in _VALUE.findall(found["value"]))
        field = (found["field"] or "").lower()
        if field and field not in FIELDS:
            raise unknown_field(field)
        if not (values := tuple(v.strip() for v in values if v.strip())):
            raise StopRun(f"In the query, {found[0]!r} has no value.", f"For example: {EXAMPLE}")
        if not field and len(values) > 1 and '"' not in found["value"]:
            values = tuple(values)  # tear,gas: either word
        term = Term(field, values, bool(found["minus"]))
        if field:
            FIELDS[field].check(term)
        yield term
        at = found.end()


def unknown_field(name: str) -> StopRun:
    near = get_close_matches(name, FIELDS, n=1)
    guess = f"Did you mean {near[0]}:? " if near else ""
    return StopRun(
        f"In the query, there is no field {name!r}.", f"{guess}There are: {', '.join(FIELDS)}. For words with a colon: use quotation marks."
    )


# ---------------------------------------------------------------- conditions
def _condition(term: Term, table: str) -> Condition:
    if term.field:
        field = FIELDS[term.field]
        if table not in field.tables:
            there = ", ".join(name for name, f in FIELDS.items() if table in f.tables)
            raise StopRun(f"In the query, {term.field}: is not known of {table}.", f"Of {table} there are: {there}.")
        choices = [field.sql(value, table) for value in term.values]
    else:
        choices = [_words(value, table) for value in term.values]
    sql = " OR ".join(f"({one})" for one, _ in choices)
    values = [v for _, bound in choices for v in bound]
    # what is not known fits no condition, and so does fit its negation
    return (f"NOT coalesce({sql}, false)" if term.negated else f"coalesce({sql}, false)"), values


def _words(value: str, table: str) -> Condition:
    """Words of the evidence, from the start of a word, letters' case aside: `attack` finds `attacked`."""
    evidence = "sentence" if table == "reports" else "concat_ws(' ', source, cue, content)"
    return f"regexp_matches({evidence}, ?, 'i')", [r"(^|[^\pL\pN])" + _pattern(value)]


def _pattern(value: str) -> str:
    """RE2: what the user wrote, to the letter; white space is any white space."""
    return r"\s+".join("".join(c if c.isalnum() else f"\\x{{{ord(c):x}}}" for c in word) for word in value.split())


def _list(column: str) -> Callable[[str, str], Condition]:
    return lambda value, _: (f"list_contains(string_split(lower({column}), '; '), lower(?))", [value])


def _equal(column: str, form: Callable[[str], str] = str) -> Callable[[str, str], Condition]:
    return lambda value, _: (f"lower({column}) = lower(?)", [form(value)])


def _part(column: str) -> Callable[[str, str], Condition]:
    return lambda value, _: (
        (f"lower({column}) = lower(?)", [value[1:]]) if value.startswith("=") else (f"contains(lower({column}), lower(?))", [value])
    )


def _prefix(column: str) -> Callable[[str, str], Condition]:
    return lambda value, _: (f"starts_with({column}, ?)", [value])


def _flag(column: str) -> Callable[[str, str], Condition]:
    return lambda value, _: (f"{column} = ?", [value.lower() in YES])


def _party(*roles: str) -> Callable[[str, str], Condition]:
    def condition(value: str, table: str) -> Condition:
        choices = [_role(role, value) for role in roles if table == "reports" or role == "claimant"]
        return " OR ".join(f"coalesce({sql}, false)" for sql, _ in choices), [v for _, bound in choices for v in bound]

    return condition


def _role(role: str, value: str) -> Condition:
    """`BLR` or `MIL`: a code of one party; `BLR/MIL`: both codes of the same party; `=Jens Aldorf`: a whole name; else words of one."""
    if value.startswith("="):
        return f"list_contains(string_split(lower({role}_name), '; '), lower(?))", [value[1:]]
    countries, sectors = f"string_split({role}_country, '; ')", f"string_split({role}_sectors, '; ')"
    if found := _CODES.fullmatch(value):
        both = f"list_filter(list_zip({countries}, {sectors}), lambda x: x[1] = ? AND list_contains(string_split(x[2], ' '), ?))"
        return f"len({both}) > 0", [found[1].upper(), found[2].upper()]
    name: Condition = (f"regexp_matches({role}_name, ?, 'i')", [r"(^|[^\pL\pN])" + _pattern(value) + r"($|[^\pL\pN])"])
    if not _CODE.fullmatch(value):
        return name
    code = value.upper()
    sector = f"list_contains(string_split(replace({role}_sectors, '; ', ' '), ' '), ?)"
    return f"coalesce(list_contains({countries}, ?), false) OR coalesce({sector}, false) OR {name[0]}", [code, code, *name[1]]


# ---------------------------------------------------------------- dates
def days(value: str) -> tuple[date, date] | None:
    """First and last day of 2020, 2020-08 or 2020-08-16."""
    found = _DAY.fullmatch(value)
    if not found:
        return None
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    try:
        first = date(year, month or 1, day or 1)
        last = date(year, month or 12, day or monthrange(year, month or 12)[1])
    except ValueError:  # a month of 13, a day of 31 in June
        return None
    return first, last


_EVENT_FIRST, _EVENT_LAST = "coalesce(event_start, published)", "coalesce(event_end, published)"


def _time(first: str, last: str, how: str) -> Callable[[str, str], Condition]:
    def condition(value: str, table: str) -> Condition:
        start, end = days(value) or (date.min, date.max)
        begins, ends = (first, last) if table == "reports" else ("published", "published")
        if how == "since":
            return f"{ends} >= ?", [start]
        if how == "until":
            return f"{begins} <= ?", [end]
        return f"{begins} <= ? AND {ends} >= ?", [end, start]

    return condition


# ---------------------------------------------------------------- fields
YES, NO = ("yes", "true", "1"), ("no", "false", "0")
BOTH, REPORTS, STATEMENTS = ("reports", "statements"), ("reports",), ("statements",)


@dataclass(frozen=True, slots=True)
class Field:
    """`known`: the only values there are (none: anything goes). `column`: whose values to offer where a value is not found."""

    meaning: str
    sql: Callable[[str, str], Condition]
    tables: tuple[str, ...] = BOTH
    known: tuple[str, ...] = ()
    is_date: bool = False
    column: str = ""

    def check(self, term: Term) -> None:
        for value in term.values:
            if self.known and value.lower() not in self.known:
                raise StopRun(f"In the query, {term.field}:{value}: there is no such value.", f"There are: {', '.join(self.known)}.")
            if self.is_date and days(value) is None:
                raise StopRun(f"In the query, {term.field}:{value} is no date.", "Write 2020, 2020-08 or 2020-08-16.")


FIELDS: dict[str, Field] = {
    "type": Field("event type: ASSAULT, REJECT ...", _equal("event_type"), REPORTS, column="event_type"),
    "mode": Field("how it was done: drone, arrest ...", _equal("event_mode"), REPORTS, column="event_mode"),
    "context": Field("context: military, election ...", _list("contexts"), REPORTS, column="contexts"),
    "status": Field("whether it happened", _equal("status"), REPORTS, known=STATUSES),
    "historical": Field("told as background", _flag("historical"), REPORTS, known=(*YES, *NO)),
    "actor": Field("who did it: BLR, MIL, BLR/MIL, words of a name, or the whole name behind =", _party("actor"), REPORTS),
    "recipient": Field("to whom: the same", _party("recipient"), REPORTS),
    "claimant": Field("on whose say-so: the same", _party("claimant")),
    "party": Field("actor, recipient or claimant: the same", _party("actor", "recipient", "claimant")),
    "voice": Field("who the claimant is to the event", _equal("voice"), REPORTS, known=get_args(Voice)),
    "claimant_type": Field("what kind of claimant", _equal("claimant_type"), known=get_args(ClaimantType)),
    "force": Field("what is done by saying it", _equal("force"), known=FORCES),
    "kind": Field("how it is quoted", _equal("kind"), STATEMENTS, known=get_args(Kind)),
    "outlet": Field("words of the outlet's name, or the whole name behind =", _part("outlet_name"), column="outlet_name"),
    "place": Field("words of the place, or its country's code", lambda v, _: _place(v), REPORTS),
    "since": Field(
        "not before: day of the event, or of publication where the event's is not known",
        _time(_EVENT_FIRST, _EVENT_LAST, "since"),
        is_date=True,
    ),
    "until": Field("not after: the same", _time(_EVENT_FIRST, _EVENT_LAST, "until"), is_date=True),
    "date": Field("in that year, month or day: the same", _time(_EVENT_FIRST, _EVENT_LAST, "in"), is_date=True),
    "published": Field("day of publication", _time("published", "published", "in"), is_date=True),
    "article": Field("start of the article's id", _prefix("article_id")),
    "rule": Field("words of the rule that made it", _part("rule")),
}


def _place(value: str) -> Condition:
    name = "contains(lower(concat_ws(' ', place, place_name, place_admin1)), lower(?))"
    if not _CODE.fullmatch(value):
        return name, [value]
    return f"coalesce(place_country = ?, false) OR {name}", [value.upper(), value]

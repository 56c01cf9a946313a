"""Tables of ours: reports, statements, articles and events, for Parquet, CSV and Stata."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from sayso.records import Party, Statement
from sayso.show.columns import ARTICLE, REPORTS, STATEMENTS, Column
from sayso.show.data import Row, report_row, statement_row
from sayso.show.lines import clip, tidy
from sayso.store.event_tables import EVENTS
from sayso.store.export import codes
from sayso.store.export.entries import LONGEST_QUOTE, Entry, Told
from sayso.store.export.sheets import Form, Sheet
from sayso.store.export.side import COPY, IDENTIFIERS, KEY, QUOTE, identifiers

ARTICLE_KEY = Column("article_key", str, "the article: its id where that is short and plain, else a digest of it")
EVENT = Column("event_id", str, "the event that it belongs to: docs/events.md; empty for articles without a project")
REPORT_COLUMNS = (
    KEY,
    EVENT,
    *(QUOTE if c.name == "sentence" else c for c in REPORTS),
    *IDENTIFIERS,
    Column("quad_class", int, "PLOVER: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict"),
    Column("intensity", float, "PLOVER's value for the type and mode, from -10 to 10"),
    Column("cameo_code", str, "the nearest CAMEO code; codebook.md tells the limits"),
    Column("goldstein", float, "value of that code on the Goldstein scale, from -10 to 10"),
    Column("actor_cow", str, "Correlates of War numbers of the actors on the day, in step with their names"),
    Column("recipient_cow", str, "the same for the recipients"),
    COPY,
)
STATEMENT_COLUMNS = (
    Column("statement_key", str, "the statement: article, then _, then its id in the article"),
    *(
        Column("content_quote", str, f"what is said, at most {LONGEST_QUOTE} characters of it") if c.name == "content" else c
        for c in STATEMENTS
    ),
)
ARTICLE_COLUMNS = (
    ARTICLE_KEY,
    *ARTICLE,
    Column("title", str, "its headline"),
    Column("characters", int, "length of the text in Unicode code points"),
    Column("report_count", int, "reports of it in this export"),
    Column("made_by", str, "rules, lexicons and model with versions and digests, joined by '; '"),
    COPY,
)


def report_rows(told: Told) -> Iterator[Row]:
    for entry in told.entries:
        row = report_row(told.coded, entry.report)
        del row["sentence"]
        category, cameo = entry.category, entry.cameo
        statement = entry.statement
        yield {
            "report_key": entry.key,
            "event_id": entry.event_id,
            **row,
            "quote": entry.quote,
            "actor_identifier": identifiers(entry.report.actors),
            "recipient_identifier": identifiers(entry.report.recipients),
            "claimant_identifier": identifiers(statement.claimants if statement else ()),
            "quad_class": category.quad if category else None,
            "intensity": category.intensity if category else None,
            "cameo_code": cameo.code if cameo else None,
            "goldstein": cameo.goldstein if cameo else None,
            "actor_cow": cow_numbers(entry, entry.report.actors),
            "recipient_cow": cow_numbers(entry, entry.report.recipients),
            "copy_of": told.copy_of,
        }


def cow_numbers(entry: Entry, parties: Iterable[Party]) -> str | None:
    """For what has no day, those of the day of publication; without either, none: a number is a state at a time."""
    day: date | None = entry.day or entry.coded.article.published
    found = [codes.cow(p.country, day) if day else None for p in parties]
    return "; ".join("" if n is None else str(n) for n in found) if any(found) else None


def statement_rows(told: Told) -> Iterator[Row]:
    """All of an article; where only some of its reports go out, those that they stand in."""
    coded = told.coded
    wanted = {s.id for e in told.entries for s in coded.chain(e.report.statement)}
    for statement in coded.statements:
        if told.complete or statement.id in wanted:
            yield _statement_row(told, statement)


def _statement_row(told: Told, statement: Statement) -> Row:
    row = statement_row(told.coded, statement)
    content = row.pop("content")
    quote = clip(tidy(content).strip(), LONGEST_QUOTE - 1) if content else None
    return {"statement_key": f"{told.key}_{statement.id}", **row, "content_quote": quote}


def article_rows(told: Told) -> Iterator[Row]:
    article = told.coded.article
    yield {
        "article_key": told.key,
        "article_id": article.id,
        "outlet_name": article.outlet or None,
        "article_url": article.url or None,
        "published": article.published,
        "title": tidy(article.title) or None,
        "characters": len(article.text),
        "report_count": len(told.entries),
        "made_by": "; ".join(told.coded.made_by) or None,
        "copy_of": told.copy_of,
    }


def sheets(form: Form) -> tuple[Sheet, ...]:
    """The tables in one form; in all of them a row tells of everything, whatever its status: that has a column of its own."""
    found: tuple[Sheet, ...] = (
        Sheet(f"reports.{form}", "a row for each report: one event as one article tells it", REPORT_COLUMNS, report_rows, ("report_key",)),
        Sheet(f"statements.{form}", "one row for each statement: who is given as saying what", STATEMENT_COLUMNS, statement_rows,
              ("statement_key",)),
        Sheet(f"articles.{form}", "one row for each article, without its text", ARTICLE_COLUMNS, article_rows, ("article_key",)),
        Sheet(f"events.{form}", "one row for each event that the reports tell of, as it is in the project: what is agreed, "
              "and on whose word", EVENTS.columns, lambda told: told.events, ("event_id",), needs_events=True),
    )  # fmt: skip
    return tuple(replace(s, form=form) for s in found)

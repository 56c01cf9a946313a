"""The side table: on whose say-so, whether it happened, and the words behind it, for layouts that have no place for them."""

from sayso.records import Party
from sayso.show.columns import REPORTS, Column
from sayso.show.data import Row, report_row
from sayso.store.export.entries import LONGEST_QUOTE, Entry, distinct

QUOTE = Column("quote", str, f"the sentence that it rests on, at most {LONGEST_QUOTE} characters of it")
KEY = Column("report_key", str, "the report: article, then _, then its id in the article; the same in every export")
COPY = Column("copy_of", str, "the earlier article that this one repeats wholly or nearly: the two are not independent")
_BY_NAME = {c.name: c for c in REPORTS}
_WORD = (  # on whose, and whether
    "status", "historical", "voice", "claimant_name", "claimant_country", "claimant_sectors", "claimant_type", "claimant_chain",
    "force", "statement_id",
)  # fmt: skip
_REST = (
    "event_type", "event_mode", "event_date", "event_start", "event_end", "date_precision", "date_basis", "killed", "injured",
    "arrested", "confidence", "article_id", "outlet_name", "article_url", "published", "trigger", "trigger_start", "trigger_end",
    "sentence_start", "sentence_end",
)  # fmt: skip
IDENTIFIERS = tuple(
    Column(f"{role}_identifier", str, f"{role}s: identifiers such as Wikidata's, in step with the names, where the lexicon has them")
    for role in ("actor", "recipient", "claimant")
)
DAY_BASIS = Column("day_basis", str, "what the day in the data file rests on: stated, relative, context, or the article's publication")
COLUMNS = (
    KEY,
    *(_BY_NAME[name] for name in _WORD),
    Column("distanced", bool, "the author holds the statement at arm's length: claims, so-called"),
    DAY_BASIS,
    *(_BY_NAME[name] for name in _REST),
    *IDENTIFIERS,
    COPY,
    QUOTE,
)


def columns(event_id: str, kind: type) -> tuple[Column, ...]:
    return (Column("event_id", kind, f"the same as {event_id} in the data file"), *COLUMNS)


def row(entry: Entry) -> Row:
    """Everything but the event id."""
    told = report_row(entry.coded, entry.report)
    statement = entry.statement
    return {
        "report_key": entry.key,
        **{name: told[name] for name in (*_WORD, *_REST)},
        "distanced": statement.distanced if statement else None,
        "day_basis": entry.day_basis,
        "actor_identifier": identifiers(distinct(entry.report.actors)),
        "recipient_identifier": identifiers(distinct(entry.report.recipients)),
        "claimant_identifier": identifiers(statement.claimants if statement else ()),
        "copy_of": entry.copy_of,
        "quote": entry.quote,
    }


def identifiers(parties: tuple[Party, ...]) -> str | None:
    found = [p.link.identifier if p.link else "" for p in parties]
    return "; ".join(found) if any(found) else None

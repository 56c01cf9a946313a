"""eventreport (R): one row for each report, `event_id` to group them, a precision for each variable, numbers to break ties with.

Of a project, `event_id` is that of its events (docs/events.md). Of articles without a project, reports with the same type, mode, first
actor, first recipient, day and place are taken to tell of one event: no more than that.
"""

from collections.abc import Iterator
from hashlib import sha256

from sayso.records import Party
from sayso.show.columns import Column
from sayso.show.data import Row
from sayso.show.lines import tidy
from sayso.store.export import codes
from sayso.store.export.entries import Entry, Told, distinct
from sayso.store.export.polecat import joined
from sayso.store.export.sheets import Sheet
from sayso.store.export.side import QUOTE

GEO = {"country": 1, "region": 1, "sea": 1, "province": 2, "district": 3, "city": 4}
DATES = {"day": 6, "week": 5, "month": 4, "season": 3, "year": 2, "decade": 1, "century": 1}
_BY_SIDE = {"third party": 3, "actor side": 2, "recipient side": 2, "actor": 2, "recipient": 2, "unnamed": 1}


def _party(role: str, who: str) -> tuple[Column, ...]:
    return (
        Column(role, str, f"{who}: names, joined by '; '"),
        Column(f"{role}_country", str, "ISO 3166 alpha-3 codes, in step with the names"),
        Column(f"{role}_type", str, "PLOVER sectors, in step with the names: '|' inside one party"),
        Column(f"{role}_precision", int, "0 nobody is told, 1 words only, 2 a country or sector is known, 3 both, 4 an identifier too"),
    )


COLUMNS = (
    Column("id", str, "report key: article, then _, then the report's id in the article"),
    Column("event_id", str, "the same for reports of one event"),
    Column("event_type", str, "PLOVER type"),
    Column("event_mode", str, "PLOVER mode"),
    Column("type_precision", int, "1 type only, 2 type and mode"),
    Column("status", str, "actual, negated, future or hypothetical: reports of one event may differ"),
    Column("happened", int, "1 where it is told to have happened, else 0"),
    Column("date_start", str, "first day of the time that is told, YYYY-MM-DD"),
    Column("date_end", str, "its last day"),
    Column("date_precision", int, "0 not told, 1 decade or century, 2 year, 3 season, 4 month, 5 week, 6 day"),
    Column("country", str, "country of the place, ISO 3166 alpha-3"),
    Column("province", str, "state or province of the place"),
    Column("city", str, "the place, where it is a city"),
    Column("location", str, "the place in the article's words"),
    Column("latitude", float, "degrees north"),
    Column("longitude", float, "degrees east"),
    Column("geo_precision", int, "0 not told, 1 country or wider, 2 province, 3 district, 4 city"),
    *_party("actor1", "who does it"),
    *_party("actor2", "to whom it is done"),
    Column("deaths_best", int, "number killed that the sentence gives; empty is not zero"),
    Column("injuries_best", int, "number injured that the sentence gives"),
    Column("arrests_best", int, "number arrested that the sentence gives"),
    Column("source", str, "outlet, (day of publication), title"),
    Column("source_author", str, "claimants from the innermost outwards, joined by ' < '; empty: the outlet itself"),
    Column("source_type", str, "who that is to the event: outlet, actor, recipient, actor side, recipient side, third party, unnamed"),
    Column("source_classification", int, "4 the outlet itself, 3 a third party, 2 a party to the event or its side, 1 unnamed"),
    Column(
        "certain",
        int,
        "3 the outlet says it, 2 somebody named, 1 nobody named or held at arm's length, 0 it did not happen (yet)",
    ),
    Column("confidence", float, "how sure the coder is, 0 to 1"),
    Column("url", str, "address of the article"),
    Column("copy_of", str, "the earlier article that this one repeats: leave such rows out to count independent reports"),
    QUOTE,
)


def rows(told: Told) -> Iterator[Row]:
    return (_row(e) for e in told.entries)


def _row(entry: Entry) -> Row:
    report, where, article = entry.report, entry.report.where, entry.coded.article
    day = f"({article.published.isoformat()})" if article.published else ""
    return {
        "id": entry.key,
        "event_id": event_id(entry),
        "event_type": report.type,
        "event_mode": report.mode,
        "type_precision": 2 if report.mode else 1,
        "status": report.status,
        "happened": int(entry.actual),
        "date_start": report.when.start,
        "date_end": report.when.end or report.when.start,
        "date_precision": DATES.get(report.when.precision, 0) if report.when.start else 0,
        "country": where.country,
        "province": where.admin1 or (where.name if where.precision == "province" else None),
        "city": where.name if where.precision == "city" else None,
        "location": where.text or None,
        "latitude": where.latitude,
        "longitude": where.longitude,
        "geo_precision": GEO.get(where.precision, 0) if where.text or where.country else 0,
        **_parties("actor1", distinct(report.actors)),
        **_parties("actor2", distinct(report.recipients)),
        "deaths_best": report.counts.killed,
        "injuries_best": report.counts.injured,
        "arrests_best": report.counts.arrested,
        "source": " ".join(filter(None, (article.outlet, day, tidy(article.title)))) or article.id,
        "source_author": entry.chain,
        "source_type": entry.voice,
        "source_classification": _BY_SIDE.get(entry.voice, 4),
        "certain": certain(entry),
        "confidence": report.confidence,
        "url": article.url or None,
        "copy_of": entry.copy_of,
        "quote": entry.quote,
    }


def certain(entry: Entry) -> int:
    if not entry.actual:
        return 0
    if entry.statement is None:
        return 3
    return 1 if entry.statement.distanced or entry.voice == "unnamed" else 2


def event_id(entry: Entry) -> str:
    """That of the project; without one, of what is the same in all fields, else of its own."""
    if entry.event_id:
        return entry.event_id
    report = entry.report
    day = report.when.start if report.when.precision == "day" else None
    if not (day and report.actors and report.recipients):
        return entry.key
    place = str(report.where.geonames_id or report.where.name or report.where.country or "")
    same = [report.type, report.mode or "", day.isoformat(), _who(report.actors[0]), _who(report.recipients[0]), place]
    return f"E{sha256(chr(0).join(same).encode('utf-8', 'replace')).hexdigest()[:16]}"


def _who(party: Party) -> str:
    """A state or one of its sectors by its codes; whom we have no codes for by name."""
    if party.country and party.country not in codes.BODIES and party.sectors:
        return f"{party.country} {party.sectors[0]}"
    return party.name.casefold()


def _parties(role: str, parties: tuple[Party, ...]) -> Row:
    return {
        role: joined(p.name for p in parties),
        f"{role}_country": joined(p.country or "" for p in parties),
        f"{role}_type": joined("|".join(p.sectors) for p in parties),
        f"{role}_precision": min(map(precision, parties), default=0),
    }


def precision(party: Party) -> int:
    if party.link and party.link.identifier:
        return 4
    return 1 + bool(party.country) + bool(party.sectors)


SHEETS = (Sheet("eventreport.csv", "one row for each report, with precisions and tie-breakers", COLUMNS, rows, ("id",), form="csv"),)

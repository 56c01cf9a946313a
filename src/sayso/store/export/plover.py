"""PLOVER records, one JSON object a line, with status and claimants as further keys."""

from collections.abc import Iterator
from typing import Any

from sayso.records import Party, Place, Statement
from sayso.show.columns import Column
from sayso.show.data import Row
from sayso.show.lines import tidy
from sayso.store.export import codes
from sayso.store.export.entries import Entry, Told, distinct
from sayso.store.export.sheets import Sheet

_RESOLUTION = {"city": 4, "district": 3, "province": 2, "country": 1}
# PLOVER keeps its auxiliary modes in the context, so a reader that knows no status still sees that this did not happen
_AUXILIARY = {"negated": "negation", "future": "future", "hypothetical": "hypothetical"}

COLUMNS = (
    Column("id", str, "report key: article, then _, then the report's id in the article"),
    Column("date", str, "YYYY-MM-DD: first day of the time that is told, else the day of publication; null where neither is known"),
    Column("enddate", str, "last day of that time, where it is longer than a day"),
    Column("actor", list, "entities: code, sector, other_sector_codes, entity_text (words), identifier_text (name), identifier_id"),
    Column("recipient", list, "entities of the same form"),
    Column("event", list, "PLOVER type"),
    Column("mode", list, "PLOVER mode"),
    Column("context", list, "PLOVER contexts, and the auxiliary modes negation, future, hypothetical, historical"),
    Column("quad_code", int, "1 verbal and 2 material cooperation, 3 verbal and 4 material conflict"),
    Column("event_scale", float, "PLOVER's intensity"),
    Column("event_text", list, "the words that name the event"),
    Column("event_loc", dict, "extracted_place, resolved_place, geonameid, lat, lon, province, country_code, resolution"),
    Column("size", dict, "dead, injured, arrested, as the sentence gives them"),
    Column("status", str, "actual, negated, future or hypothetical"),
    Column("historical", bool, "told as background: long before the news"),
    Column("claimants", list, "entities on whose say-so it is told; empty: the outlet's own voice, or nobody named (see voice)"),
    Column("claimant_chain", list, "speakers from the innermost outwards; null for one whom nobody named"),
    Column("claimant_type", str, "official, person, organisation, media, document, unnamed or nobody"),
    Column("voice", str, "who the claimant is to the event: outlet, actor, recipient, actor side, recipient side, third party, unnamed"),
    Column("force", str, "what is done by saying it: asserts, denies, threatens ..."),
    Column("distanced", bool, "the author holds it at arm's length: claims, so-called"),
    Column("date_precision", str, "day, week, month, season, year, decade, century or unknown"),
    Column("date_basis", str, "what `date` rests on: stated, relative, context, publication or not stated"),
    Column("text_info", dict, "offsets in code points into the text: sentence and trigger; quote, at most 200 characters"),
    Column("cite_info", dict, "publication, title, url, date, language, article_id"),
    Column("confidence", float, "how sure the coder is, 0 to 1"),
    Column("copy_of", str, "the earlier article that this one repeats wholly or nearly"),
    Column("coder", str, "the program"),
)  # fmt: skip


def rows(told: Told) -> Iterator[Row]:
    return (record(e) for e in told.entries)


def record(entry: Entry) -> dict[str, Any]:
    report, article, category = entry.report, entry.coded.article, entry.category
    statement: Statement | None = entry.statement
    auxiliary = [_AUXILIARY[report.status]] if report.status in _AUXILIARY else []
    auxiliary += ["historical"] if report.historical else []
    longer = report.when.end if report.when.end != report.when.start else None
    return {
        "id": entry.key,
        "date": entry.day.isoformat() if entry.day else None,
        "enddate": longer.isoformat() if longer else None,
        "actor": [entity(p) for p in distinct(report.actors)],
        "recipient": [entity(p) for p in distinct(report.recipients)],
        "event": [report.type],
        "mode": [report.mode] if report.mode else [],
        "context": [*report.contexts, *auxiliary],
        "quad_code": category.quad if category else None,
        "event_scale": category.intensity if category else None,
        "event_text": [tidy(report.trigger.of(article.text))],
        "event_loc": location(report.where),
        "size": {"dead": report.counts.killed, "injured": report.counts.injured, "arrested": report.counts.arrested},
        "status": report.status,
        "historical": report.historical,
        "claimants": [entity(p) for p in statement.claimants] if statement else [],
        "claimant_chain": [name or None for name in entry.speakers],
        "claimant_type": statement.claimant_type if statement else None,
        "voice": entry.voice,
        "force": statement.force if statement else None,
        "distanced": statement.distanced if statement else None,
        "date_precision": report.when.precision,
        "date_basis": entry.day_basis,
        "text_info": {
            "start": report.sentence.start,
            "end": report.sentence.end,
            "trigger_start": report.trigger.start,
            "trigger_end": report.trigger.end,
            "quote": entry.quote,
        },
        "cite_info": {
            "publication": article.outlet or None,
            "title": tidy(article.title) or None,
            "url": article.url or None,
            "date": article.published.isoformat() if article.published else None,
            "language": "en",
            "article_id": article.id,
        },
        "confidence": report.confidence,
        "copy_of": entry.copy_of,
        "coder": "sayso",
    }


def entity(party: Party) -> dict[str, Any]:
    return {
        "code": party.country,
        "sector": party.sectors[0] if party.sectors else None,
        "other_sector_codes": list(party.sectors[1:]),
        "entity_text": tidy(party.text),
        "identifier_text": party.name,
        "identifier_id": (party.link.identifier or None) if party.link else None,
    }


def location(place: Place) -> dict[str, Any] | None:
    if not place.text and not place.country:
        return None
    return {
        "extracted_place": place.text or None,
        "resolved_place": place.name or None,
        "geonameid": place.geonames_id,
        "lat": place.latitude,
        "lon": place.longitude,
        "province": place.admin1 or None,
        "country": codes.state_name(place.country) or None,
        "country_code": place.country,
        "resolution": _RESOLUTION.get(place.precision),
    }


SHEETS = (Sheet("reports.jsonl", "one PLOVER record for each report, a JSON object a line", COLUMNS, rows, ("id",), form="jsonl"),)

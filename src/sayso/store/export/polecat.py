"""POLECAT: 40 columns, tab-separated, with a header. Several actors stand in one row, joined by "; "."""

from collections.abc import Iterable, Iterator
from functools import cache

from sayso.records import Party
from sayso.show.columns import Column
from sayso.show.data import Row
from sayso.show.lines import tidy
from sayso.store.export import codes, side
from sayso.store.export.entries import Entry, Told, distinct
from sayso.store.export.sheets import Sheet

QUADS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}
FEATURES = {"city": "PPL", "district": "ADM2", "province": "ADM1", "country": "PCLI", "region": "RGN", "sea": "SEA"}


def _party(role: str) -> tuple[Column, ...]:
    return (
        Column(f"{role} Name", str, "names, joined by '; '"),
        Column(f"{role} Country", str, "ISO 3166 alpha-3 codes or EUR, UNO, IGO, NGO, MNC, ISM, IMG, in step with the names"),
        Column(f"{role} COW", str, "Correlates of War numbers on the event's day, in step with the names"),
        Column(f"Primary {role} Sector", str, "the first sector of each, in step with the names"),
        Column(f"{role} Sectors", str, "all sectors: '|' inside one party, '; ' between parties"),
        Column(f"{role} Title", str, "always empty: titles stand in the raw name"),
        Column(f"{role} Name Raw", str, "the article's words"),
        Column(f"Wikipedia {role} ID", str, "always empty: the side table has Wikidata's identifiers, where known"),
    )


COLUMNS = (
    Column("Event ID", str, "report key: article, then _, then the report's id in the article"),
    Column("Event Date", str, "YYYY-MM-DD: first day of the time that is told, else the day of publication (the side table says which)"),
    Column("Event Type", str, "PLOVER type"),
    Column("Event Mode", str, "PLOVER mode"),
    Column("Intensity", float, "PLOVER's value for the type and mode"),
    Column("Quad Code", str, "VERBAL or MATERIAL, COOPERATION or CONFLICT"),
    Column("Contexts", str, "PLOVER contexts, joined by '; '"),
    *_party("Actor"),
    *_party("Recipient"),
    Column("Placename", str, "the gazetteer entry that the place was taken to mean"),
    Column("City", str, "its name, where it is a city"),
    Column("District", str, "its name, where it is a district"),
    Column("Province", str, "the state or province that it is or lies in"),
    Column("Country", str, "its country, ISO 3166 alpha-3"),
    Column("Latitude", float, "degrees north"),
    Column("Longitude", float, "degrees east"),
    Column("GeoNames ID", int, "of the entry"),
    Column("Raw Placename", str, "the place in the article's words"),
    Column("Feature Type", str, "PPL city, ADM2 district, ADM1 province, PCLI country, RGN region, SEA sea: from the precision"),
    Column("Source", str, "outlet"),
    Column("Publication Date", str, "YYYY-MM-DD"),
    Column("Story People", str, "always empty"),
    Column("Story Organizations", str, "always empty"),
    Column("Story Locations", str, "always empty"),
    Column("Language", str, "en"),
    Column("Version", str, "sayso and its version"),
)  # fmt: skip


def rows(told: Told) -> Iterator[Row]:
    for entry in told.entries:
        yield _row(entry)


def _row(entry: Entry) -> Row:
    report, where, category = entry.report, entry.report.where, entry.category
    article = entry.coded.article
    return {
        "Event ID": entry.key,
        "Event Date": entry.day,
        "Event Type": report.type,
        "Event Mode": report.mode,
        "Intensity": category.intensity if category else None,
        "Quad Code": QUADS.get(category.quad) if category else None,
        "Contexts": "; ".join(report.contexts),
        **_parties("Actor", distinct(report.actors), entry),
        **_parties("Recipient", distinct(report.recipients), entry),
        "Placename": where.name,
        "City": where.name if where.precision == "city" else None,
        "District": where.name if where.precision == "district" else None,
        "Province": where.admin1 or (where.name if where.precision == "province" else None),
        "Country": where.country,
        "Latitude": where.latitude,
        "Longitude": where.longitude,
        "GeoNames ID": where.geonames_id,
        "Raw Placename": where.text,
        "Feature Type": FEATURES.get(where.precision) if where.name else None,
        "Source": article.outlet,
        "Publication Date": article.published,
        "Story People": None,
        "Story Organizations": None,
        "Story Locations": None,
        "Language": "en",
        "Version": version(),
    }


@cache
def version() -> str:
    from importlib.metadata import version as installed

    return f"sayso {installed('sayso')}"


def _parties(role: str, parties: tuple[Party, ...], entry: Entry) -> Row:
    numbers = [codes.cow(p.country, entry.day) if entry.day else None for p in parties]
    return {
        f"{role} Name": joined(p.name for p in parties),
        f"{role} Country": joined(p.country or "" for p in parties),
        f"{role} COW": joined(str(n) if n else "" for n in numbers),
        f"Primary {role} Sector": joined(p.sectors[0] if p.sectors else "" for p in parties),
        f"{role} Sectors": joined("|".join(p.sectors) for p in parties),
        f"{role} Title": None,
        f"{role} Name Raw": joined(tidy(p.text) for p in parties),
        f"Wikipedia {role} ID": None,
    }


def joined(values: Iterable[str]) -> str:
    """Several in step; a `;` inside a value becomes a comma, or the lists would fall out of step. "" where nothing is known of any."""
    found = [v.replace(";", ",").strip() for v in values]
    return "; ".join(found) if any(found) else ""


def side_rows(told: Told) -> Iterator[Row]:
    return ({"event_id": e.key, **side.row(e)} for e in told.entries)


NAME = "one row for each report of what is told to have happened"
SHEETS = (
    Sheet("polecat.txt", NAME, COLUMNS, rows, ("Event ID",), status="actual"),
    Sheet("polecat_not_actual.txt", "the same columns for what is denied, planned or only possible", COLUMNS, rows, ("Event ID",),
          status="other"),
    Sheet("polecat_claimants.tsv", "on whose say-so, and more that the layout has no place for", side.columns("Event ID", str), side_rows,
          ("event_id",)),
)  # fmt: skip

"""Phoenix (the layout of the PETRARCH pipelines): 26 columns, tab-separated, no header."""

from sayso.records import Party
from sayso.show.columns import Column
from sayso.show.data import Row
from sayso.store.export import codes, dyads
from sayso.store.export.entries import Entry, Pair
from sayso.store.export.polecat import joined, version


def _party(role: str, who: str) -> tuple[Column, ...]:
    return (
        Column(role, str, f"{who}: its whole CAMEO code"),
        Column(f"{role}_root", str, "country or body"),
        Column(f"{role}_agent", str, "the first role"),
        Column(f"{role}_others", str, "further roles, joined by ';'"),
    )


COLUMNS = (
    Column("id_version", str, "report key, then _ and the version of sayso"),
    Column("date", int, "YYYYMMDD: first day of the time that is told, else the day of publication (the side table says which)"),
    Column("year", int, "of that day"),
    Column("month", int, "of that day"),
    Column("day", int, "of that day"),
    *_party("source", "the actor"),
    *_party("target", "the recipient"),
    Column("code", str, "CAMEO code: a string, 010 is not 10"),
    Column("root_code", str, "its first two digits"),
    Column("quad_class", int, "0 neutral, 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict"),
    Column("goldstein", float, "Goldstein value of the code"),
    Column("issues", str, "PLOVER contexts, each with ',1', joined by ';'"),
    Column("lat", float, "degrees north"),
    Column("lon", float, "degrees east"),
    Column("placeName", str, "place of the event"),
    Column("stateName", str, "its state or province"),
    Column("countryName", str, "its country, ISO 3166 alpha-3"),
    Column("sentence_ids", str, "article key, _ and the number of the sentence"),
    Column("urls", str, "address of the article"),
    Column("sources", str, "outlet"),
)


def event_id(key: str) -> str:
    return f"{key}_{version().split()[-1]}"


def row(entry: Entry, pair: Pair, cameo: codes.Cameo) -> Row:
    day, where, article = entry.day, entry.report.where, entry.coded.article
    assert day is not None  # entries without a day never come here: see `refuse`
    return {
        "id_version": event_id(entry.key + pair.suffix),
        "date": int(f"{day:%Y%m%d}"),
        "year": day.year,
        "month": day.month,
        "day": day.day,
        **_code("source", pair.actor),
        **_code("target", pair.recipient),
        "code": cameo.code,
        "root_code": cameo.root,
        "quad_class": cameo.phoenix_quad,
        "goldstein": cameo.goldstein,
        "issues": ";".join(f"{c.upper()},1" for c in entry.report.contexts),
        "lat": where.latitude,
        "lon": where.longitude,
        "placeName": where.name,
        "stateName": where.admin1,
        "countryName": where.country,
        "sentence_ids": f"{entry.article_key}_{entry.sentence_number}",
        "urls": article.url,
        "sources": joined([article.outlet]),
    }


def _code(role: str, party: Party | None) -> Row:
    root = dyads.country(party) or dyads.body(party)
    roles = codes.roles(party)
    return {
        role: root + "".join(roles),
        f"{role}_root": root,
        f"{role}_agent": roles[0] if roles else None,
        f"{role}_others": ";".join(roles[1:]),
    }


SHEETS = dyads.sheets("phoenix", "txt", COLUMNS, row, event_id=event_id, header=False)

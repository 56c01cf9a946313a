"""GDELT 2.0 events: 61 columns, tab-separated, no header. Actor codes are CAMEO, codes of places FIPS 10-4."""

from datetime import date

from sayso.records import Party, Place
from sayso.show.columns import Column
from sayso.show.data import Row
from sayso.store.export import codes, dyads
from sayso.store.export.entries import Entry, Pair, number

GROUPS = {"UNO": "UNO", "EUR": "EEC"}  # bodies that GDELT has as known groups
GEO_TYPES = {"country": 1, "city": 4, "district": 5, "province": 5}
US_TYPES = {"city": 3, "district": 2, "province": 2}  # the United States have types of their own


def _actor(role: str, who: str) -> tuple[Column, ...]:
    return (
        Column(f"{role}Code", str, f"{who}: CAMEO code, country or body first, then roles"),
        Column(f"{role}Name", str, "name in capitals"),
        Column(f"{role}CountryCode", str, "CAMEO country code, as GDELT has them (ROM, TMP, MTN)"),
        Column(f"{role}KnownGroupCode", str, "UNO United Nations, EEC European Union; no others are told apart"),
        Column(f"{role}EthnicCode", str, "always empty"),
        Column(f"{role}Religion1Code", str, "always empty"),
        Column(f"{role}Religion2Code", str, "always empty"),
        *(Column(f"{role}Type{n}Code", str, "CAMEO role (MED is the media, HLH health), or IGO, NGO, MNC, IMG, INT") for n in (1, 2, 3)),
    )


def _geo(role: str, what: str) -> tuple[Column, ...]:
    if role != "Action":
        names = ("FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
        rest = (Column(f"{role}Geo_{n}", float if n in {"Lat", "Long"} else str, "always empty") for n in names)
        return (Column(f"{role}Geo_Type", int, what), *rest)
    return (
        Column(f"{role}Geo_Type", int, f"{what}: 0 none, 1 country, 2 US state or district, 3 US city, 4 city, 5 province or district"),
        Column(f"{role}Geo_FullName", str, "name, province, country"),
        Column(f"{role}Geo_CountryCode", str, "FIPS 10-4"),
        Column(f"{role}Geo_ADM1Code", str, "the country's code for a country, else empty"),
        Column(f"{role}Geo_ADM2Code", str, "always empty"),
        Column(f"{role}Geo_Lat", float, "degrees north"),
        Column(f"{role}Geo_Long", float, "degrees east"),
        Column(f"{role}Geo_FeatureID", str, "the country's code for a country, else empty: GDELT's ids are not GeoNames'"),
    )


COLUMNS = (
    Column("GLOBALEVENTID", int, "a number made from the report key: up to 19 digits, so read it as a 64-bit integer or text"),
    Column("SQLDATE", int, "YYYYMMDD: first day of the time that is told, else the day of publication (the side table says which)"),
    Column("MonthYear", int, "YYYYMM"),
    Column("Year", int, "YYYY"),
    Column("FractionDate", float, "the year and the part of it gone by, as GDELT counts it"),
    *_actor("Actor1", "the actor"),
    *_actor("Actor2", "the recipient"),
    Column("IsRootEvent", int, "1 where it stands in the article's first paragraph"),
    Column("EventCode", str, "CAMEO code: a string, 010 is not 10"),
    Column("EventBaseCode", str, "its first three digits"),
    Column("EventRootCode", str, "its first two digits"),
    Column("QuadClass", int, "by the root code: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict"),
    Column("GoldsteinScale", float, "value of the code"),
    Column("NumMentions", int, "always 1: a row is one report; reports are not yet grouped into events"),
    Column("NumSources", int, "always 1"),
    Column("NumArticles", int, "always 1"),
    Column("AvgTone", float, "always empty: sayso measures no tone"),
    *_geo("Actor1", "always 0: places are those of events, not of actors"),
    *_geo("Actor2", "always 0"),
    *_geo("Action", "place of the event"),
    Column("DATEADDED", int, "YYYYMMDD000000: day of publication, else of the event"),
    Column("SOURCEURL", str, "address of the article, else outlet and article"),
)


def row(entry: Entry, pair: Pair, cameo: codes.Cameo) -> Row:
    day, article = entry.day, entry.coded.article
    assert day is not None  # entries without a day never come here: see `refuse`
    added = article.published or day
    return {
        "GLOBALEVENTID": number(entry.key + pair.suffix),
        "SQLDATE": int(f"{day:%Y%m%d}"),
        "MonthYear": int(f"{day:%Y%m}"),
        "Year": day.year,
        "FractionDate": fraction(day),
        **_party("Actor1", pair.actor),
        **_party("Actor2", pair.recipient),
        "IsRootEvent": int(entry.in_lead),
        "EventCode": cameo.code,
        "EventBaseCode": cameo.base,
        "EventRootCode": cameo.root,
        "QuadClass": cameo.quad,
        "GoldsteinScale": cameo.goldstein,
        "NumMentions": 1,
        "NumSources": 1,
        "NumArticles": 1,
        "AvgTone": None,
        **_place("Actor1", Place()),
        **_place("Actor2", Place()),
        **_place("Action", entry.report.where),
        "DATEADDED": int(f"{added:%Y%m%d}000000"),
        "SOURCEURL": article.url or " ".join(filter(None, (article.outlet, article.id))),
    }


def fraction(day: date) -> float:
    """GDELT's approximation: months of 30 days in a year of 365."""
    return round(day.year + ((day.month - 1) * 30 + day.day) / 365, 4)


def _party(role: str, party: Party | None) -> Row:
    country, group = dyads.country(party, gdelt=True), GROUPS.get(party.country or "", "") if party else ""
    kind = dyads.body(party) if not group else ""
    kinds = list(dict.fromkeys([*(["INT" if kind == "ISM" else kind] if kind else []), *codes.roles(party)]))
    if group:
        kinds = kinds or (["IGO"] if group == "UNO" else [])
    return {
        f"{role}Code": (country or group) + "".join(kinds),
        f"{role}Name": party.name.upper() if party else None,
        f"{role}CountryCode": country,
        f"{role}KnownGroupCode": group,
        f"{role}EthnicCode": None,
        f"{role}Religion1Code": None,
        f"{role}Religion2Code": None,
        **{f"{role}Type{n}Code": kinds[n - 1] if len(kinds) >= n else None for n in (1, 2, 3)},
    }


def _place(role: str, place: Place) -> Row:
    types = US_TYPES if place.country == "USA" else {}
    kind = types.get(place.precision) or GEO_TYPES.get(place.precision, 0)
    fips = codes.fips(place.country, f"{place.name} {place.admin1}") if kind else ""
    named = kind and fips
    country = codes.state_name(place.country)
    parts = [place.name, place.admin1 if place.admin1 != place.name else "", country if country != place.name else ""]
    return {
        f"{role}Geo_Type": kind if named else 0,
        f"{role}Geo_FullName": ", ".join(filter(None, parts)) if named else None,
        f"{role}Geo_CountryCode": fips if named else None,
        f"{role}Geo_ADM1Code": fips if named and kind == 1 else None,
        f"{role}Geo_ADM2Code": None,
        f"{role}Geo_Lat": place.latitude if named else None,
        f"{role}Geo_Long": place.longitude if named else None,
        f"{role}Geo_FeatureID": fips if named and kind == 1 else None,
    }


SHEETS = dyads.sheets("gdelt", "export.CSV", COLUMNS, row, event_id=number, header=False)

"""ICEWS: 20 columns, tab-separated, with a header. "Source" there is the actor."""

from sayso.records import Party
from sayso.show.columns import Column
from sayso.show.data import Row
from sayso.store.export import codes, dyads
from sayso.store.export.entries import Entry, Pair, number

BODY_NAMES = {"EUR": "European Union", "UNO": "United Nations", "IGO": "International Government Organization"}
COLUMNS = (
    Column("Event ID", int, "a number made from the report key; unique here"),
    Column("Event Date", str, "YYYY-MM-DD: first day of the time that is told, else the day of publication (the side table says which)"),
    Column("Source Name", str, "the actor"),
    Column("Source Sectors", str, "its sectors in words, joined by ','"),
    Column("Source Country", str, "its country in words"),
    Column("Event Text", str, "label of the CAMEO code"),
    Column("CAMEO Code", str, "a string: 010 is not 10"),
    Column("Intensity", float, "Goldstein value of the code"),
    Column("Target Name", str, "the recipient"),
    Column("Target Sectors", str, "its sectors in words, joined by ','"),
    Column("Target Country", str, "its country in words"),
    Column("Story ID", int, "a number made from the article's key"),
    Column("Sentence Number", int, "number of the sentence in the article, counted by full stops; the side table has exact offsets"),
    Column("Publisher", str, "outlet"),
    Column("City", str, "place of the event, where it is a city"),
    Column("District", str, "the same, where it is a district"),
    Column("Province", str, "state or province of the place"),
    Column("Country", str, "country of the place in words"),
    Column("Latitude", float, "degrees north"),
    Column("Longitude", float, "degrees east"),
)


def row(entry: Entry, pair: Pair, cameo: codes.Cameo) -> Row:
    where = entry.report.where
    return {
        "Event ID": number(entry.key + pair.suffix),
        "Event Date": entry.day,
        **_party("Source", pair.actor),
        "Event Text": cameo.label,
        "CAMEO Code": cameo.code,
        "Intensity": cameo.goldstein,
        **_party("Target", pair.recipient),
        "Story ID": number(entry.article_key),
        "Sentence Number": entry.sentence_number,
        "Publisher": entry.coded.article.outlet,
        "City": where.name if where.precision == "city" else None,
        "District": where.name if where.precision == "district" else None,
        "Province": where.admin1 or (where.name if where.precision == "province" else None),
        "Country": codes.state_name(where.country),
        "Latitude": where.latitude,
        "Longitude": where.longitude,
    }


def _party(role: str, party: Party | None) -> Row:
    known = codes.sectors()
    words = [known[s].label if s in known else s for s in party.sectors] if party else []
    home = codes.state_name(party.country) or BODY_NAMES.get(party.country or "", "") if party else ""
    return {f"{role} Name": party.name if party else None, f"{role} Sectors": ",".join(words), f"{role} Country": home}


SHEETS = dyads.sheets("icews", "tab", COLUMNS, row, event_id=number, header=True)

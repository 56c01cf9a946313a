"""Each form is read as its community reads it, and the values are those that went in."""

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import pandas
import pytest

from sayso.records import CodedArticle
from sayso.show.columns import LONGEST_COLUMN
from sayso.store.export import FORMATS, export_coded
from sayso.store.export import gdelt as gdelt_module
from sayso.store.export.entries import LONGEST_QUOTE, number
from sayso.store.export.sheets import one_line, plain, whole
from tests.store.export.told import BOTH, MADE, MAIN, TEXT

ODD_NAME = 'Łódź “Głos”\t"Daily"\nNews'
ODD_NAME_PLAIN = "Łódź “Głos” ”Daily” News"
Row = dict[str, Any]


def export(fmt: str, out: Path, articles: Iterable[CodedArticle] = BOTH, **options: Any) -> Path:
    export_coded(articles, fmt, out / fmt, made=MADE, **options)
    return out / fmt


def tsv(path: Path, names: list[str] | None = None) -> list[Row]:
    """As pandas reads it with its usual quotation rules; every cell as text."""
    frame = pandas.read_csv(path, sep="\t", dtype=str, keep_default_na=False, header=None if names else 0, names=names)
    raw = [line.split("\t") for line in path.read_text("utf-8").split("\n")[:-1]]
    assert frame.to_numpy().tolist() == (raw if names else raw[1:])  # and with none
    rows: list[Row] = frame.to_dict("records")
    return rows


def ask(sql: str) -> duckdb.DuckDBPyRelation:
    found = duckdb.sql(sql)
    assert found is not None
    return found


def columns(fmt: str, nth: int = 0) -> list[str]:
    return [c.name for c in FORMATS[fmt].sheets[nth].columns]


# ---------------------------------------------------------------- POLECAT
def test_polecat(tmp_path: Path) -> None:
    folder = export("polecat", tmp_path)
    rows = tsv(folder / "polecat.txt")
    assert list(rows[0]) == POLECAT
    assert {r["Event ID"]: r["Event Date"] for r in rows} == {"a-1_r1": "2026-03-12", "a-1_r3": "2026-01-01", OWN_KEY + "_r1": "2026-03-12",
                                                             OWN_KEY + "_r3": "2026-03-12"}  # fmt: skip
    attack = rows[0]
    expected = {
        "Event Type": "ASSAULT", "Event Mode": "aerial", "Intensity": "-9.5", "Quad Code": "MATERIAL CONFLICT",
        "Contexts": "military; terrorism", "Actor Name": "Germany; German army, third corps", "Actor Country": "DEU; DEU",
        "Actor COW": "255; 255", "Primary Actor Sector": "GOV; MIL", "Actor Sectors": "GOV; MIL|GOV", "Actor Title": "",
        "Actor Name Raw": "Germany; army", "Wikipedia Actor ID": "", "Recipient Name": "France; civilians", "Recipient Country": "FRA; ",
        "Recipient COW": "220; ", "Primary Recipient Sector": "GOV; ", "Recipient Sectors": "GOV; ", "Placename": "Paris", "City": "Paris",
        "District": "", "Province": "Île-de-France", "Country": "FRA", "Latitude": "48.853", "Longitude": "2.349", "GeoNames ID": "2988507",
        "Raw Placename": "Paris", "Feature Type": "PPL", "Source": "The ”Daily” Times", "Publication Date": "2026-03-13", "Language": "en",
    }  # fmt: skip
    assert {k: attack[k] for k in expected} == expected
    assert all(len(attack[f"Recipient {c}"].split("; ")) == 2 for c in ("Name", "Country", "COW", "Sectors", "Name Raw"))
    own = rows[2]
    assert (own["Event Type"], own["Intensity"], own["Recipient Name"], own["Publication Date"]) == ("CYBERWAR", "", ODD_NAME_PLAIN, "")


def test_the_side_table_says_on_whose_word(tmp_path: Path) -> None:
    said = {r["event_id"]: r for r in tsv(export("polecat", tmp_path) / "polecat_claimants.tsv")}
    attack = said["a-1_r1"]
    expected = {
        "report_key": "a-1_r1", "status": "actual", "voice": "third party", "claimant_name": "Italy", "claimant_country": "ITA",
        "claimant_type": "official", "claimant_chain": "Italy", "force": "asserts", "statement_id": "s1", "distanced": "false",
        "day_basis": "relative", "event_start": "2026-03-12", "date_precision": "day", "killed": "20", "confidence": "0.75",
        "article_url": "https://daily.example/a?b=1", "actor_identifier": "Q183; ", "historical": "false",
    }  # fmt: skip
    assert {k: attack[k] for k in expected} == expected
    assert attack["quote"] == "Germany attacked France in Paris on Thursday, Italy said; 20 civilians were killed."
    assert TEXT[int(attack["sentence_start"]) : int(attack["sentence_end"])] == attack["quote"]
    assert TEXT[int(attack["trigger_start"]) : int(attack["trigger_end"])] == "attacked"
    assert (said["a-1_r3"]["voice"], said["a-1_r3"]["date_precision"], said["a-1_r3"]["claimant_name"]) == ("outlet", "year", "")


def test_an_actor_named_twice_stands_once_in_step_with_its_identifier(tmp_path: Path) -> None:
    from dataclasses import replace

    (first, army), france = MAIN.reports[0].actors, MAIN.reports[0].recipients[0]
    twice = replace(MAIN.reports[0], actors=(army, army, first), recipients=(france, france))
    folder = export("polecat", tmp_path, [replace(MAIN, reports=(twice,))])
    (row,), (said,) = tsv(folder / "polecat.txt"), tsv(folder / "polecat_claimants.tsv")
    assert (row["Actor Name"], row["Recipient Name"]) == ("German army, third corps; Germany", "France")
    assert (row["Actor Country"], said["actor_identifier"]) == ("DEU; DEU", "; Q183")


# ---------------------------------------------------------------- layouts with one actor and one recipient
def test_icews(tmp_path: Path) -> None:
    rows = tsv(export("icews", tmp_path) / "icews.tab")
    assert list(rows[0]) == ICEWS
    assert len({r["Event ID"] for r in rows}) == len(rows) == 4 + 6  # the attack in pairs, the meeting in both directions
    first = {k: v for k, v in rows[0].items() if k not in {"Event ID", "Story ID"}}
    assert first == {
        "Event Date": "2026-03-12", "Source Name": "Germany", "Source Sectors": "Government", "Source Country": "Germany",
        "Event Text": "Employ aerial weapons", "CAMEO Code": "195", "Intensity": "-10.0", "Target Name": "France",
        "Target Sectors": "Government", "Target Country": "France", "Sentence Number": "1", "Publisher": "The ”Daily” Times",
        "City": "Paris", "District": "", "Province": "Île-de-France", "Country": "France", "Latitude": "48.853", "Longitude": "2.349",
    }  # fmt: skip
    assert rows[0]["Event ID"] == str(number("a-1_r1-1"))
    assert rows[2]["Source Sectors"] == "Military,Government"
    meeting = [r for r in rows if r["CAMEO Code"] == "040"]
    assert [(r["Source Name"], r["Target Country"]) for r in meeting][:3] == [("Germany", "France"), ("Germany", "United Nations"),
                                                                            ("France", "Germany")]  # fmt: skip
    numbers = pandas.read_csv(tmp_path / "icews/icews.tab", sep="\t", dtype={"CAMEO Code": str})
    assert numbers["Event ID"].dtype == "int64"
    assert numbers["CAMEO Code"].tolist()[-1] == "040"


def test_gdelt(tmp_path: Path) -> None:
    folder = export("gdelt", tmp_path)
    rows = tsv(folder / "gdelt.export.CSV", columns("gdelt"))
    assert columns("gdelt") == GDELT
    assert len(GDELT) == 61
    first = {k: v for k, v in rows[0].items() if v}
    assert first == {
        "GLOBALEVENTID": str(number("a-1_r1-1")), "SQLDATE": "20260312", "MonthYear": "202603", "Year": "2026", "FractionDate": "2026.1973",
        "Actor1Code": "DEUGOV", "Actor1Name": "GERMANY", "Actor1CountryCode": "DEU", "Actor1Type1Code": "GOV",
        "Actor2Code": "FRAGOV", "Actor2Name": "FRANCE", "Actor2CountryCode": "FRA", "Actor2Type1Code": "GOV",
        "IsRootEvent": "1", "EventCode": "195", "EventBaseCode": "195", "EventRootCode": "19", "QuadClass": "4", "GoldsteinScale": "-10.0",
        "NumMentions": "1", "NumSources": "1", "NumArticles": "1", "Actor1Geo_Type": "0", "Actor2Geo_Type": "0",
        "ActionGeo_Type": "4", "ActionGeo_FullName": "Paris, Île-de-France, France", "ActionGeo_CountryCode": "FR",
        "ActionGeo_Lat": "48.853", "ActionGeo_Long": "2.349", "DATEADDED": "20260313000000", "SOURCEURL": "https://daily.example/a?b=1",
    }  # fmt: skip
    assert (rows[2]["Actor1Code"], rows[2]["Actor1Type1Code"], rows[2]["Actor1Type2Code"]) == ("DEUMILGOV", "MIL", "GOV")
    body = next(r for r in rows if r["Actor1Name"] == "UNITED NATIONS")
    assert (body["Actor1Code"], body["Actor1CountryCode"], body["Actor1KnownGroupCode"], body["IsRootEvent"]) == ("UNOIGO", "", "UNO", "0")
    arrays = ask(f"SELECT * FROM read_csv('{folder}/gdelt.export.CSV', delim='\\t', header=false)").fetchall()
    assert [r[0] for r in arrays] == [int(r["GLOBALEVENTID"]) for r in rows]
    said = {r["event_id"] for r in tsv(folder / "gdelt_claimants.tsv")}
    assert said == {r["GLOBALEVENTID"] for r in rows}


@pytest.mark.parametrize(
    ("sectors", "country", "expected"),
    [
        (("JRN",), "ROU", ("ROMMED", "ROM", "", "MED")),
        (("MED",), "KOS", ("KSVHLH", "KSV", "", "HLH")),
        (("GOV",), "EUR", ("EEC", "", "EEC", "")),
        (("GOV", "MIL"), "EUR", ("EECMIL", "", "EEC", "MIL")),
        (("GOV",), "IGO", ("IGO", "", "", "IGO")),
        (("BUS",), "MNC", ("MNCBUS", "", "", "MNC")),
        (("REB",), "ISM", ("INTREB", "", "", "INT")),
        (("REB",), "OST", ("OSTREB", "OST", "", "REB")),
        ((), None, ("", "", "", "")),
    ],
)
def test_gdelt_actor_codes(sectors: tuple[str, ...], country: str | None, expected: tuple[str, ...]) -> None:
    from sayso.records import ActorLink, Party

    found = gdelt_module._party("Actor1", Party(span=None, text="x", link=ActorLink(name="x", country=country, sectors=sectors)))
    assert (found["Actor1Code"], found["Actor1CountryCode"], found["Actor1KnownGroupCode"], found["Actor1Type1Code"] or "") == expected


@pytest.mark.parametrize(("day", "expected"), [("2015-02-18", 2015.1315), ("2015-01-01", 2015.0027), ("2015-12-31", 2015.989)])
def test_gdelt_fraction_of_a_year(day: str, expected: float) -> None:
    from datetime import date

    assert gdelt_module.fraction(date.fromisoformat(day)) == expected


def test_phoenix(tmp_path: Path) -> None:
    folder = export("phoenix", tmp_path)
    rows = tsv(folder / "phoenix.txt", columns("phoenix"))
    assert columns("phoenix") == PHOENIX
    assert len(PHOENIX) == 26
    third = rows[2]
    assert third["id_version"].startswith("a-1_r1-3_")
    del third["id_version"]
    assert third == {
        "date": "20260312", "year": "2026", "month": "3", "day": "12", "source": "DEUMILGOV", "source_root": "DEU", "source_agent": "MIL",
        "source_others": "GOV", "target": "FRAGOV", "target_root": "FRA", "target_agent": "GOV", "target_others": "", "code": "195",
        "root_code": "19", "quad_class": "4", "goldstein": "-10.0", "issues": "MILITARY,1;TERRORISM,1", "lat": "48.853", "lon": "2.349",
        "placeName": "Paris", "stateName": "Île-de-France", "countryName": "FRA", "sentence_ids": "a-1_1",
        "urls": "https://daily.example/a?b=1", "sources": "The ”Daily” Times",
    }  # fmt: skip
    assert {r["event_id"] for r in tsv(folder / "phoenix_claimants.tsv")} == {
        r["id_version"] for r in tsv(folder / "phoenix.txt", columns("phoenix"))
    }


# ---------------------------------------------------------------- PLOVER, eventreport
def test_plover_records(tmp_path: Path) -> None:
    lines = (export("jsonl", tmp_path) / "reports.jsonl").read_text("utf-8").splitlines()
    records = {r["id"]: r for r in map(json.loads, lines)}
    assert len(records) == 8
    assert all(list(r) == columns("jsonl") for r in records.values())
    attack = records["a-1_r1"]
    assert attack["actor"][1] == {"code": "DEU", "sector": "MIL", "other_sector_codes": ["GOV"], "entity_text": "army",
                                  "identifier_text": "German army; third corps", "identifier_id": None}  # fmt: skip
    assert (attack["event"], attack["mode"], attack["context"], attack["size"]["dead"]) == (
        ["ASSAULT"],
        ["aerial"],
        ["military", "terrorism"],
        20,
    )
    assert (attack["date"], attack["quad_code"], attack["event_scale"], attack["claimant_chain"]) == ("2026-03-12", 4, -9.5, ["Italy"])
    assert (attack["event_loc"]["geonameid"], attack["event_loc"]["resolution"]) == (2988507, 4)
    assert (records["a-1_r2"]["status"], records["a-1_r2"]["context"], records["a-1_r2"]["force"]) == ("negated", ["negation"], "denies")
    assert (records["a-1_r4"]["context"], records["a-1_r4"]["date"]) == (["historical"], None)
    assert records["a-1_r5"]["context"] == ["hypothetical"]
    assert records["a-1_r5"]["recipient"][0]["identifier_text"] == ODD_NAME
    assert (records["a-1_r3"]["date"], records["a-1_r3"]["enddate"], records["a-1_r3"]["claimants"]) == ("2026-01-01", "2026-12-31", [])
    assert records["a-1_r1"]["cite_info"]["title"] == 'War: "why"? Łódź'
    assert all("text" not in r for r in records.values())


def test_eventreport(tmp_path: Path) -> None:
    with (export("eventreport", tmp_path) / "eventreport.csv").open(encoding="utf-8", newline="") as file:
        rows = {r["id"]: r for r in csv.DictReader(file)}
    attack, denial = rows["a-1_r1"], rows["a-1_r2"]
    expected = {
        "event_type": "ASSAULT", "type_precision": "2", "status": "actual", "happened": "1", "date_start": "2026-03-12",
        "date_precision": "6", "city": "Paris", "geo_precision": "4", "actor1": "Germany; German army, third corps",
        "actor1_precision": "3", "deaths_best": "20",
        "source_author": "Italy", "source_type": "third party", "source_classification": "3", "certain": "2",
    }  # fmt: skip
    assert {k: attack[k] for k in expected} == expected
    assert (denial["happened"], denial["certain"], denial["source_type"], denial["source_classification"]) == ("0", "0", "actor side", "2")
    assert (denial["date_precision"], denial["geo_precision"], rows["a-1_r3"]["date_precision"]) == ("0", "0", "2")
    assert rows["a-1_r5"]["actor2"] == one_line(ODD_NAME)
    assert rows["a-1_r3"]["source_type"] == "outlet"
    assert (rows["a-1_r3"]["source_classification"], rows["a-1_r3"]["certain"]) == ("4", "3")


def test_reports_of_one_event_share_its_id_only_where_the_same_is_told(tmp_path: Path) -> None:
    from dataclasses import replace

    def named(name: str, **changes: Any) -> CodedArticle:
        return replace(MAIN, article=replace(MAIN.article, id=name), reports=(replace(MAIN.reports[0], **changes),))

    year = MAIN.reports[2].when
    articles = [named("a"), named("b", status="negated"), named("c", type="COERCE"), named("d", when=year), named("e", recipients=())]
    frame = pandas.read_csv(export("eventreport", tmp_path, articles) / "eventreport.csv")
    ids = frame.set_index("id")["event_id"]
    assert ids["a_r1"] == ids["b_r1"]
    assert len({ids["a_r1"], ids["c_r1"], ids["d_r1"], ids["e_r1"]}) == 4
    assert ids["d_r1"] == "d_r1"


# ---------------------------------------------------------------- tables of ours
def native(folder: Path, table: str) -> list[Row]:
    """A table of ours in any of its three forms, as plain values."""
    (path,) = folder.glob(f"{table}.*")
    if path.suffix == ".dta":
        frame = pandas.read_stata(path, convert_dates=True)
        return [{k: _stata_value(v) for k, v in row.items()} for row in frame.to_dict("records")]
    source = (
        f"read_csv('{path}', all_varchar = false, types = {{'cameo_code': 'VARCHAR'}})"
        if path.suffix == ".csv" and table == "reports"
        else f"'{path}'"
    )
    relation = ask(f"SELECT * FROM {source}")
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def _stata_value(value: Any) -> Any:
    if pandas.isna(value) or value == "":
        return None
    return value.date() if isinstance(value, pandas.Timestamp) else value


@pytest.mark.parametrize("fmt", ["parquet", "csv", "stata"])
def test_tables_of_ours(tmp_path: Path, fmt: str) -> None:
    folder = export(fmt, tmp_path)
    rows = {r["report_key"]: r for r in native(folder, "reports")}
    assert len(rows) == 8
    attack = rows["a-1_r1"]
    assert list(attack) == columns(fmt)
    expected = {
        "article_id": "a-1", "outlet_name": 'The "Daily"\tTimes', "event_type": "ASSAULT", "status": "actual",
        "actor_name": "Germany; German army; third corps", "actor_sectors": "GOV; MIL GOV", "event_date": "2026-03-12",
        "latitude": 48.853, "geonames_id": 2988507, "killed": 20, "injured": None, "claimant_name": "Italy", "voice": "third party",
        "confidence": 0.75, "quad_class": 4, "intensity": -9.5, "cameo_code": "195", "goldstein": -10.0, "actor_cow": "255; 255",
        "actor_identifier": "Q183; ", "trigger": "attacked", "trigger_start": 8,
    }  # fmt: skip
    assert {k: attack[k] for k in expected} == expected
    assert str(attack["event_start"]) == "2026-03-12"
    assert bool(attack["historical"]) is False
    assert bool(rows["a-1_r4"]["historical"]) is True
    assert rows["a-1_r5"]["recipient_name"] == (one_line(ODD_NAME) if fmt == "csv" else ODD_NAME)
    assert rows["a-1_r2"]["status"] == "negated"
    assert rows[OWN_KEY + "_r1"]["cameo_code"] is None
    statements = {r["statement_key"]: r for r in native(folder, "statements")}
    assert statements["a-1_s2"]["content_quote"] == "that its army had attacked doctors"
    articles = {r["article_key"]: r for r in native(folder, "articles")}
    assert articles["a-1"]["title"] == 'War: "why"? Łódź'
    assert articles["a-1"]["made_by"] == "parser@1; rules@2"
    assert articles[OWN_KEY]["article_id"] == "folder/né_2.txt"


def test_parquet_types(tmp_path: Path) -> None:
    folder = export("parquet", tmp_path)
    relation = ask(f"SELECT * FROM '{folder}/reports.parquet'")
    types = dict(zip(relation.columns, map(str, relation.types), strict=True))
    assert (types["published"], types["historical"], types["killed"], types["confidence"]) == ("DATE", "BOOLEAN", "BIGINT", "DOUBLE")
    assert set(pandas.read_parquet(folder / "reports.parquet")["event_type"]) == {"ASSAULT", "CONSULT", "COERCE", "CYBERWAR"}


def test_stata_names_labels_and_long_text(tmp_path: Path) -> None:
    from dataclasses import replace

    long = replace(MAIN.article, outlet="é" * 3000)
    folder = export("stata", tmp_path, [replace(MAIN, article=long)])
    with pandas.io.stata.StataReader(folder / "reports.dta") as reader:
        labels = reader.variable_labels()
        frame = reader.read()
    assert list(frame.columns) == columns("stata")
    assert all(len(name) <= LONGEST_COLUMN and labels[name] for name in labels)
    assert frame["outlet_name"][0] == "é" * 3000
    assert labels["status"] == "actual, negated, future or hypothetical"


@pytest.mark.parametrize("fmt", FORMATS)
def test_no_form_carries_whole_texts(tmp_path: Path, fmt: str) -> None:
    from dataclasses import replace

    secret = "zyzzyva " * 200
    text = TEXT + "\n" + secret
    statement = replace(MAIN.statements[0], content=(replace(MAIN.statements[0].cue[0], start=0, end=len(text)),))
    whole = replace(MAIN.reports[0], sentence=replace(MAIN.reports[0].sentence, end=len(text)))
    coded = replace(MAIN, article=replace(MAIN.article, text=text), statements=(statement,), reports=(whole,))
    folder = export(fmt, tmp_path, [coded])
    longest = "zyzzyva " * (LONGEST_QUOTE // len("zyzzyva ") + 1)
    for path in folder.iterdir():
        if path.suffix == ".parquet":
            found = str(ask(f"SELECT * FROM '{path}'").fetchall())
        else:
            found = path.read_bytes().decode("utf-8", "replace")
        assert longest not in found


@pytest.mark.parametrize("fmt", FORMATS)
def test_nothing_in_gives_empty_tables(tmp_path: Path, fmt: str) -> None:
    folder = export(fmt, tmp_path, [])
    for sheet in FORMATS[fmt].sheets:
        if sheet.status == "other" or sheet.needs_events:
            continue
        path = folder / sheet.file
        if sheet.form == "parquet":
            assert ask(f"SELECT count(*) FROM '{path}'").fetchall() == [(0,)]
        elif sheet.form == "dta":
            assert len(pandas.read_stata(path)) == 0
        else:
            assert len(path.read_text("utf-8").splitlines()) == (sheet.header and sheet.form != "jsonl")


OWN_KEY = "bf868b810737a9e2"
ODD = [
    'a,b;c|"d"', '"', '""a', "'", "a\tb", "a\rb", "a\nb", "a\r\n\r\nb", "\\", '\\"', "#a", "=1+1", "a\0b", "\ud83d", "😀é“”", "\ufeffa",
    "a\x85b\u2028c", "\x1fa", "NA", "None", "null", "nan", "{a}", "$a$b", " a ", "",
]  # fmt: skip


def odd_articles() -> list[CodedArticle]:
    from dataclasses import replace

    return [replace(MAIN, article=replace(MAIN.article, id=f"n{n}", outlet=odd), reports=MAIN.reports[:1]) for n, odd in enumerate(ODD)]


def test_odd_characters_in_csv(tmp_path: Path) -> None:
    path = export("csv", tmp_path, odd_articles()) / "reports.csv"
    expected = [one_line(odd) for odd in ODD]
    with path.open(encoding="utf-8", newline="") as file:
        assert [r["outlet_name"] for r in csv.DictReader(file)] == expected
    assert pandas.read_csv(path, dtype=str, keep_default_na=False)["outlet_name"].tolist() == expected
    assert [name or "" for (name,) in ask(f"SELECT outlet_name FROM read_csv('{path}', all_varchar = true)").fetchall()] == expected
    assert not any("\n" in e or "\r" in e for e in expected)
    assert expected[:4] == ['a,b;c|"d"', '"', '""a', "'"]


@pytest.mark.parametrize("fmt", ["parquet", "stata", "jsonl"])
def test_odd_characters_in_forms_that_hold_all(tmp_path: Path, fmt: str) -> None:
    folder = export(fmt, tmp_path, odd_articles())
    if fmt == "jsonl":
        lines = (folder / "reports.jsonl").read_text("utf-8").split("\n")[:-1]
        found = [json.loads(line)["cite_info"]["publication"] or "" for line in lines]
    else:
        found = [row["outlet_name"] or "" for row in native(folder, "reports")]
    assert found == [whole(odd) for odd in ODD]


@pytest.mark.parametrize(("fmt", "column"), [("polecat", "Source"), ("icews", "Publisher"), ("phoenix", "sources")])
def test_odd_characters_in_tab_separated_forms(tmp_path: Path, fmt: str, column: str) -> None:
    sheet = FORMATS[fmt].sheets[0]
    path = export(fmt, tmp_path, odd_articles()) / sheet.file
    found = tsv(path, None if sheet.header else columns(fmt))
    by_article = {r["article_id"]: r["event_id"] for r in tsv(next(path.parent.glob("*_claimants.tsv")))}
    key = columns(fmt)[0]
    expected = {by_article[f"n{n}"]: plain(odd.replace(";", ",").strip() if fmt == "phoenix" else odd) for n, odd in enumerate(ODD)}
    assert {r[key]: r[column] for r in found if r[key] in expected} == expected
    header = "true" if sheet.header else "false"
    rows = ask(f"SELECT * FROM read_csv('{path}', delim = '\\t', header = {header}, quote = '', all_varchar = true)").fetchall()
    assert [[value or "" for value in row] for row in rows] == [list(r.values()) for r in found]


LAYOUTS = (Path(__file__).with_name("layouts.txt")).read_text("utf-8").split("\n\n")
POLECAT, ICEWS, GDELT, PHOENIX = (layout.splitlines()[1].split("|") for layout in LAYOUTS)

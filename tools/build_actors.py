"""Build our actor tables from open facts: `python tools/build_actors.py CORPORA_DIR`.

Reads CORPORA_DIR/actors (World Factbook, Archigos, Wikidata extracts, visits of foreign leaders) and Babel's territory names, and writes
countries.csv, people.csv and parties.csv under src/sayso/lexicons/data/actors. What these sources lack stands in the hand-written tables
beside them (countries-own.csv, organisations.csv, people-own.csv), which this program never touches. Needs `pip install babel`.
"""

import csv
import html
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote as decode

from anyascii import anyascii
from babel import Locale
from babel.core import get_global

OUT = Path(__file__).parents[1] / "src/sayso/lexicons/data/actors"
FIRST_YEAR = 1985  # a leader who left before that is history: his name would only be mistaken for somebody else's
FACTS_OF = "2026-01"  # the Factbook's edition

# Factbook codes whose names differ from Babel's, and territories that have no Factbook name of their own
BY_GEC = {
    "cf": "CG", "cg": "CD", "cv": "CV", "ga": "GM", "iv": "CI", "sh": "SH", "tp": "ST", "fs": "TF", "hm": "HM", "fm": "FM", "um": "UM",
    "wf": "WF", "ac": "AG", "bf": "BS", "rn": "MF", "sc": "KN", "st": "LC", "tb": "BL", "td": "TT", "tk": "TC", "uc": "CW", "vc": "VC",
    "vq": "VI", "bm": "MM", "hk": "HK", "mc": "MO", "bk": "BA", "sv": "SJ", "vt": "VA", "tu": "TR", "sb": "PM", "fk": "FK", "sx": "GS",
}  # fmt: skip
# Dependencies fold into the state that controls them (PLOVER); Hong Kong, Palestine, Taiwan and Kosovo keep their own codes.
STATE_OF = {
    "AUS": "CX CC NF HM", "CHN": "MO", "DNK": "FO GL", "FRA": "CP GF GP MQ RE YT PF NC WF PM BL MF TF", "NLD": "AW CW SX BQ",
    "NZL": "CK NU TK", "NOR": "SJ BV", "FIN": "AX", "USA": "AS GU MP PR VI UM",
    "GBR": "AI BM IO VG KY FK GI GG IM JE MS PN SH TC GS AC TA DG",
}  # fmt: skip
DEPENDENT = {alpha2: state for state, several in STATE_OF.items() for alpha2 in several.split()}
PREFERRED = {"MM": "MMR", "CD": "COD", "DE": "DEU", "FR": "FRA", "TL": "TLS", "YE": "YEM", "XK": "KOS", "EU": "EUR"}
# Archigos writes the Correlates of War letters; those that are no ISO codes
COW = {
    "SUR": "SUR", "PAR": "PRY", "URU": "URY", "UKG": "GBR", "IRE": "IRL", "NTH": "NLD", "FRN": "FRA", "SWZ": "CHE", "SPN": "ESP",
    "POR": "PRT", "GMY": "DEU", "GFR": "DEU", "GDR": "DEU", "AUS": "AUT", "BHM": "BHS", "CZR": "CZE", "SLO": "SVK", "SER": "SRB",
    "MNG": "MNE", "MAC": "MKD", "CRO": "HRV", "YUG": "SRB", "BOS": "BIH", "SLV": "SVN", "BUL": "BGR", "MLD": "MDA", "RUM": "ROU",
    "LAT": "LVA", "LIT": "LTU", "GRG": "GEO", "SWD": "SWE", "DEN": "DNK", "ICE": "ISL", "CAP": "CPV", "HAI": "HTI", "EQG": "GNQ",
    "GAM": "GMB", "MAA": "MRT", "NIR": "NER", "NIG": "NGA",
    "CDI": "CIV", "GUI": "GIN", "BFO": "BFA", "SIE": "SLE", "TOG": "TGO", "CAO": "CMR",
    "CEN": "CAF", "CHA": "TCD", "CON": "COG", "DRC": "COD", "TAZ": "TZA", "BUI": "BDI", "TRI": "TTO", "BAR": "BRB", "ANG": "AGO",
    "MZM": "MOZ", "ZAM": "ZMB", "ZIM": "ZWE", "MAW": "MWI", "SAF": "ZAF", "LES": "LSO", "BOT": "BWA", "SWA": "SWZ", "MAG": "MDG",
    "MAS": "MUS", "MOR": "MAR", "ALG": "DZA", "LIB": "LBY", "SUD": "SDN", "LEB": "LBN", "YPR": "YEM", "KUW": "KWT", "BAH": "BHR",
    "UAE": "ARE", "OMA": "OMN", "TAJ": "TJK", "KYR": "KGZ", "KZK": "KAZ", "MON": "MNG", "TAW": "TWN", "ROK": "KOR", "BHU": "BTN",
    "BNG": "BGD", "MYA": "MMR", "SRI": "LKA", "MAD": "MDV", "NEP": "NPL", "THI": "THA", "CAM": "KHM", "VIE": "VNM", "DRV": "VNM",
    "RVN": "VNM", "MAL": "MYS", "SIN": "SGP", "BRU": "BRN", "PHI": "PHL", "INS": "IDN", "ETM": "TLS", "GUA": "GTM", "AUL": "AUS",
    "HON": "HND", "SAL": "SLV", "NEW": "NZL", "COS": "CRI", "SOL": "SLB", "TKM": "TKM", "NAM": "NAM", "LAO": "LAO",
}  # fmt: skip
NO_STATES = {"AQ", "EU", "UN", "EZ", "QO", "ZZ", "XA", "XB"}
BLANK = {"none", "na", "n/a", ""}


@dataclass(frozen=True)
class Term:
    """One person in one office."""

    name: str
    short: str
    code: str
    office: str
    start: str
    end: str
    identifier: str
    source: str


def main(corpora: Path) -> None:
    actors = corpora / "actors"
    factbook = [json.loads(line) for line in (actors / "factbook-governments.jsonl").open(encoding="utf-8")]
    factbook = [row for row in factbook if row.get("names") and row["gec"] != "categories"]
    alpha3 = alpha3_codes()
    code_of = {row["gec"]: code for row in factbook if (code := factbook_code(row, alpha3))}
    write("countries.csv", COUNTRY_COLUMNS, countries(factbook, code_of, alpha3))
    by_name = {anyascii(name).lower(): code for code, name in english_names(alpha3)}
    current = list(factbook_people(factbook, code_of))
    terms = [*archigos(actors), *wikidata_leaders(actors, by_name, current), *foreign_ministers(actors, by_name), *current]
    terms += visitors(actors, by_name, terms)
    write("people.csv", PEOPLE_COLUMNS, people(terms))
    write("parties.csv", PARTY_COLUMNS, parties(factbook, code_of))


# ---------------------------------------------------------------- countries
COUNTRY_COLUMNS = ["code", "name", "aliases", "adjectives", "nouns", "capitals", "seats", "sectors"]


def alpha3_codes() -> dict[str, str]:
    """ISO 3166 alpha-2 -> alpha-3, from CLDR's aliases."""
    found = defaultdict(list)
    for three, two in get_global("territory_aliases").items():
        if len(three) == 3 and three.isalpha() and len(two) == 1:
            found[two[0]].append(three)
    return {two: PREFERRED.get(two, min(threes)) for two, threes in sorted(found.items())} | {"XK": "KOS"}


def english_names(alpha3: dict[str, str]) -> Iterator[tuple[str, str]]:
    for two, name in sorted(Locale("en").territories.items()):
        if two in alpha3:
            yield state_code(two, alpha3), name


def state_code(two: str, alpha3: dict[str, str]) -> str:
    return DEPENDENT.get(two) or alpha3[two]


def factbook_code(row: dict[str, Any], alpha3: dict[str, str]) -> str:
    """Alpha-2 of a Factbook row; "" where it is no state or territory of its own."""
    if row["gec"] in BY_GEC:
        return BY_GEC[row["gec"]]
    names = {name.lower(): two for two, name in Locale("en").territories.items() if two in alpha3}
    shown = (clean(row["names"].get(f"conventional {kind} form")).lower() for kind in ("short", "long"))
    return next((names[name] for name in shown if name in names), "")


def countries(factbook: list[dict[str, Any]], code_of: dict[str, str], alpha3: dict[str, str]) -> list[list[str]]:
    by_two = {two: row for row in factbook if (two := code_of.get(row["gec"]))}
    rows = []
    for two, name in sorted(Locale("en").territories.items()):
        if two not in alpha3 or two in NO_STATES:
            continue
        row = by_two.get(two, {})
        names = row.get("names", {})
        aliases = [clean(names.get(f"conventional {kind} form")) for kind in ("short", "long")]
        aliases = [re.sub(r" \(.*|;.*", "", a) for a in aliases]
        former = re.sub(r"\([^)]*\)", "", clean(names.get("former")))
        if not DEPENDENT.get(two):
            aliases += [
                part
                for part in re.split(r"[,;] ", former)
                if not re.search(r"\d|British |French |German |Spanish |Congo|Mali|Sahara", part)
            ]
        adjectives = [p for p in demonyms(row.get("demonym_adjective")) if p not in {"Congo", "Dutch", "Chinese"} or two in {"NL", "CN"}]
        capitals = split_capitals(clean(row.get("capital")))
        row_name = name.replace(" SAR China", "")
        nouns = noun_forms(row.get("demonym_noun"))
        shown = [join(without(name, aliases)), join(adjectives), join(nouns), join(c for c in capitals if c != name)]
        rows.append([state_code(two, alpha3), row_name, *shown, "", "GOV" if two in DEPENDENT else ""])
    return sorted(rows, key=lambda r: (r[0], r[-1], r[1]))  # the state before its dependencies: a row with sectors keeps its own name


def clean(text: object) -> str:
    words = html.unescape(str(text)) if isinstance(text, str) else ""
    words = re.sub(r"&([a-z])circ;", r"\1", words).replace("Ccircte", "Cote")
    words = re.sub(r"<[^>]+>", "", words).replace("\xa0", " ").strip()
    return "" if words.lower() in BLANK else words


def demonyms(text: object) -> list[str]:
    """`Sahrawi, Sahrawian` -> both; notes and `(colloquial)` left out."""
    words = re.sub(r"\([^)]*\)|; note.*", "", clean(text))
    return [p.strip() for p in re.split(r",|;| or |/", words) if p.strip() and p.strip() != "none" and len(p.split()) < 4]


def noun_forms(text: object) -> list[str]:
    """`Algerian(s)` -> Algerian, Algerians; `Frenchman(men)` -> Frenchman, Frenchmen."""
    words = clean(text).split("; note")[0]
    words = re.sub(r"([\w -]+)\(s\)", r"\1, \1s", words)
    words = re.sub(r"(\w+)(wo)?man\s*\((?:wo)?men\)", r"\1\2man, \1\2men", words)
    return demonyms(words)


def split_capitals(text: str) -> list[str]:
    text = re.split(r"; note|, note| in Romanian|; located", text)[0]
    if not text or text.startswith(("no official", "administered")):
        return []
    parts = [re.sub(r"\(.*?\)|\[.*?\]", "", p).strip() for p in re.split(r";|, (?!D\.C)", re.sub(r"\([^)]*\)", "", text))]
    return [p.split(" is ")[0].strip() for p in parts if p]


def join(parts: Any) -> str:
    return "|".join(dict.fromkeys(p for p in parts if p))


def without(name: str, aliases: list[str]) -> list[str]:
    return [a for a in aliases if a != name]


# ---------------------------------------------------------------- people
PEOPLE_COLUMNS = ["name", "short", "code", "sectors", "office", "from", "to", "identifier", "source"]
WORDS_OF_TITLES = """
Transition Transitional Interim Acting Caretaker Prime Vice Deputy First Head Captain Chief Council Supreme Chairman Co-prince Archbishop
General Gen. Lt. Brig. Maj. Capt. Col. Sheikh Dr. Sir Dame Amir Emir Sultan King Queen Prince Pope Emperor President Premier Minister
Chancellor Taoiseach Regent and Foreign Secretary Administrator Governor Governor-General Government Executive Bailiff Leader State
Presidency Taliban
"""
PHRASES_OF_TITLES = (
    "State Affairs Commission|Supreme People's Assembly|Field Marshal|of the Swiss Confederation|of the|Crown Prince|Grand Duke"
)
TITLES = re.compile(f"^(?:(?:{PHRASES_OF_TITLES}|{'|'.join(map(re.escape, WORDS_OF_TITLES.split()))})\\s+)+")


def factbook_people(factbook: list[dict[str, Any]], code_of: dict[str, str]) -> Iterator[Term]:
    """`President Abdelmadjid TEBBOUNE (since 12 December 2019)`."""
    alpha3 = alpha3_codes()
    for row in factbook:
        two = code_of.get(row["gec"])
        if not two or two in DEPENDENT or two not in alpha3:
            continue
        for office in ("chief of state", "head of government"):
            said = clean(row.get("executive", {}).get(office)).split("; represented")[0]
            found = re.match(r"(?P<who>[^;(]+?)\s*\(since (?:approximately )?(?P<since>[^)]+?)\)", said)
            if not found:
                continue
            who = TITLES.sub("", found["who"]).strip(" ,")
            if len(who.split()) > 6 or not re.search(r"[A-ZÀ-Þ]{2}", who):
                continue
            yield Term(proper(who), known_as(who), alpha3[two], office, iso_day(found["since"]), "", "", "factbook")


def proper(who: str) -> str:
    """`Recep Tayyip ERDOGAN` -> `Recep Tayyip Erdogan`; the quoted nickname goes."""
    words = re.sub(r"[\"“].*?[\"”]\s*", "", who).replace("  ", " ")
    return " ".join(recase(w) for w in words.split()).strip(" ,")


def recase(word: str) -> str:
    if len(word) > 2 and word.isupper() and word not in {"III", "VIII"} and not word.startswith("II"):
        return "-".join(p.capitalize() for p in word.split("-"))
    return word.capitalize() if len(word) == 2 and word.isupper() and word not in {"II", "IV", "VI", "XI"} else word


def known_as(who: str) -> str:
    """The Factbook prints in capitals the part of a name that a person is known by."""
    capital = [
        w.strip(",")
        for w in who.split()
        if len(w.strip(",.")) > 1 and w.strip(",.").isupper() and w.strip(",") not in {"II", "III", "VI", "IV", "XIV"}
    ]
    given = len(capital) == 1 and " bin " in who.lower() and who.startswith(capital[0])
    return "" if given else " ".join(recase(w) for w in capital)  # a given name stands alone for too many


def iso_day(text: str) -> str:
    for form, iso in (("%d %B %Y", "%Y-%m-%d"), ("%B %Y", "%Y-%m")):
        try:
            return datetime.strptime(text.strip(), form).strftime(iso)
        except ValueError:
            continue
    years: list[str] = re.findall(r"\d{4}", text)
    return years[-1] if years else ""


def archigos(actors: Path) -> list[Term]:
    """Effective leaders by year; the full name is in the DBpedia address."""
    found: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    with (actors / "archigos-leader-years.txt").open(encoding="utf-8", errors="replace") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if row["enddate"] >= f"{FIRST_YEAR}" and row["dbpedia.uri"].startswith("http"):
                found[row["leadid"], row["obsid"]].append(row)
    terms = []
    for (_, _), rows in sorted(found.items()):
        first = min(rows, key=lambda r: r["startdate"])
        last = max(rows, key=lambda r: r["enddate"])
        start = first["startdate"] if first["entry"] != "(p_year)" else ""
        end = "" if last["exit"] == "Still in Office" else last["enddate"]
        name = re.sub(r"_?\(.*?\)", "", first["dbpedia.uri"].rsplit("/", 1)[-1])
        name = re.sub(r"%([0-9A-F]{2})", "", name).replace("_", " ").strip() if "%" not in name else unquote(name)
        code = COW.get(first["idacr"], first["idacr"])
        if len(name.split()) > 1:
            terms.append(Term(name, surname_in(name, first["leader"]), code, "leader", start, end, "", "archigos"))
    return terms


def unquote(name: str) -> str:
    return decode(name).replace("_", " ").strip()


def surname_in(name: str, leader: str) -> str:
    """Archigos writes the surname; keep it where it stands in the full name, so that Xi Jinping is known as Xi."""
    plain = anyascii(leader).lower()
    return next((w for w in name.split() if anyascii(w).lower() == plain), "")


def wikidata_leaders(actors: Path, by_name: dict[str, str], current: list[Term]) -> Iterator[Term]:
    """Rows without an end held in 2022; the Factbook tells who came after."""
    for row in read(actors / "wikidata-leaders-2021.csv"):
        code = by_name.get(anyascii(row["country"]).lower())
        name = re.sub(r",.*| of (?:Spain|Norway|Sweden|the .*|Denmark|Belgium|Jordan).*", "", row["officeholderLabel"])
        if not code or not name or re.fullmatch(r"Q\d+", name):
            continue
        end = row["end_year"]
        if not end:
            office = "head of government" if re.search(r"[Pp]rime|Premier|Chancellor|Taoiseach", row["positionLabel"]) else "chief of state"
            heir = next((t for t in current if t.code == code and t.office == office), None)
            if heir and not same_person(heir, name) and heir.start[:4] >= "2022":
                end = heir.start
        yield Term(name, "", code, row["positionLabel"], row["start_year"], end, row["officeholder"], "wikidata")


def same_person(term: Term, name: str) -> bool:
    mine = set(anyascii(name).lower().replace("-", " ").split())
    return bool(mine & set(anyascii(term.short or term.name.split()[-1]).lower().replace("-", " ").split()))


def foreign_ministers(actors: Path, by_name: dict[str, str]) -> Iterator[Term]:
    for row in read(actors / "wikidata-foreign-ministers.csv"):
        if row["name"] and row["start"] >= "1990" and (code := by_name.get(anyascii(row["countryLabel"]).lower())):
            yield Term(row["name"], "", code, "foreign minister", row["start"], "", row["person"], "wikidata")


def visitors(actors: Path, by_name: dict[str, str], known: list[Term]) -> list[Term]:
    """Leaders who visited the USA since FIRST_YEAR and are in no other source: in office from the first visit to the last."""
    there = {(anyascii(t.name).lower().split()[-1], t.code) for t in known} | {(anyascii(t.short).lower(), t.code) for t in known}
    seen: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in (actors / "visits-to-us.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        name = re.sub(r"\s+", " ", TITLES.sub("", row.get("visitor") or "")).strip()
        code = by_name.get(anyascii(row.get("from") or "").lower())
        plain = re.fullmatch(r"[A-ZÀ-Þ][\w.'’-]+(?: (?:al|bin|de|van|von|da|dos|del|ibn|[A-ZÀ-Þ][\w.'’-]*)){1,4}", name)
        if code and plain and row["start-date"] >= f"{FIRST_YEAR}" and (anyascii(name).lower().split()[-1], code) not in there:
            seen[name, code].append(row["start-date"])
    return [Term(name, "", code, "visiting leader", min(days), max(days), "", "visits") for (name, code), days in sorted(seen.items())]


def people(terms: list[Term]) -> list[list[str]]:
    """Terms of one person and state that overlap are told once, best source first; sorted so that a rebuild gives the same file."""
    kept: list[Term] = []
    for term in sorted(terms, key=lambda t: (t.code, anyascii(t.name), t.start, t.source)):
        twin = next((k for k in kept[-6:] if k.code == term.code and anyascii(k.name) == anyascii(term.name)), None)
        if twin and twin.start[:4] == term.start[:4]:
            kept[kept.index(twin)] = Term(
                twin.name, twin.short or term.short, twin.code, twin.office, max(twin.start, term.start), max(twin.end, term.end),
                twin.identifier or term.identifier, twin.source if term.source in twin.source else f"{twin.source}+{term.source}",
            )  # fmt: skip
        else:
            kept.append(term)
    return [[t.name, t.short, t.code, "GOV", t.office, t.start, t.end, t.identifier, t.source] for t in kept]


# ---------------------------------------------------------------- parties
PARTY_COLUMNS = ["name", "abbreviation", "code", "sectors", "source"]


def parties(factbook: list[dict[str, Any]], code_of: dict[str, str]) -> list[list[str]]:
    """`National Liberation Front or FLN` -> name and abbreviation; notes left out."""
    alpha3, rows = alpha3_codes(), []
    for row in factbook:
        two = code_of.get(row["gec"])
        if not two or two not in alpha3 or "banned" in (row.get("parties") or "")[:60]:
            continue
        for part in re.split(r"<br\s*/?>|;", row.get("parties") or ""):
            said = re.sub(r"\([^)]*\)|\[[^\]]*\]|note.*", "", clean(part))
            name, *short = [p.strip(" ,:*") for p in re.split(r" or ", said)]
            words = name.split()
            if not 1 <= len(words) <= 8 or len(name) < 4 or name.endswith(":") or not name[0].isupper():
                continue
            abbreviation = next((s for s in short if re.fullmatch(r"[A-ZÀ-Þ][\w/-]{1,9}", s) and len(s.split()) == 1), "")
            rows.append([name, abbreviation, state_code(two, alpha3), "PTY", f"factbook {FACTS_OF}"])
    return sorted({tuple(r): r for r in rows}.values(), key=lambda r: (r[2], r[0]))


# ---------------------------------------------------------------- files
def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def write(name: str, columns: list[str], rows: list[list[str]]) -> None:
    with (OUT / name).open("w", encoding="utf-8", newline="") as out:
        out.write(f"# built by tools/build_actors.py; sources and licences: ../SOURCES.md; {date.today().isoformat()[:4]}\n")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    print(f"{name}: {len(rows)} rows, {(OUT / name).stat().st_size:,} bytes")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))

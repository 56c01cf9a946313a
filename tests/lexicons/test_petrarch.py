"""PETRARCH dictionaries: every line is loaded or named, dates and synonyms are kept, CAMEO's codes become PLOVER's."""

import os
from datetime import date
from pathlib import Path

import pytest

from sayso.errors import StopRun
from sayso.lexicons.actors import SECTORS, ActorLexicon, Agent, CountryWord, Known, load_actors
from sayso.lexicons.cameo import cameo_codes
from sayso.lexicons.petrarch import Imported, import_petrarch, import_texts
from sayso.lexicons.user import read_user
from sayso.run.build import load

SHARED = Path(os.environ.get("SAYSO_SHARED", Path(__file__).parents[3] / "shared")) / "corpora" / "actors" / "petrarch"

ACTORS = """# A dictionary in the form of PETRARCH's, written for this test.

FRANCE_  [FRA]
+FRENCH_
+FRANCCE_
ADA_LIND_  # president
+PRESIDENT_LIND_
+LIND_
\t[FRAGOV >950101]
\t[FRAMED <901231]
\t[FRAELI]
MAX_VOSS_
\t[FRAGOV 19280101-19290101]
\t[FRAELI]
RADIO_TARN_ [FRAMED] # the media
US_ [USA]
U.S._ [USA]
WHO_ [IGOUNOHLHWHO]
+WORLD_HEALTH_BODY_OF_TARN_(WHBT)_+_TARN_HEALTH_BODY_
ARMY_OF_TARN_ [IMGMOSREB]
OLD_LEAGUE_ [YUGGOV <911231] [SCGOPP]
FAR_ISLAND_MISSION_ [ZZQGOV]
NOBODY_AT_ALL_ [---]
"""
ODD = """+ORPHAN_
LOST_NAME_
+LOST_TOO_
GOOD_NAME_ [FRABUS]
\t[FRABUS 991301-991302]
\t[FRABUS 2004017-20061201]
BROKEN_ [FRAGOV
"""
AGENTS = """!PERSON! = MAN, WOMEN
FARMER [~AGR]
RIOT_POLICE {} [~COP]
PLOUGHOX {PLOUGHOXEN} [~CRM]
FISHER!PERSON! [~AGR]
HEALTH!PERSON! {} [~HLH]
NEWS_DESK [~MED] # PLOVER: JRN
IMAM [~MUS]
FIREBRAND [~RAD]
NO_CODE
CUT_OFF [~GOV}
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


@pytest.fixture(scope="module")
def imported() -> Imported:
    return import_texts([("actors.txt", ACTORS), ("agents.txt", AGENTS)])


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> ActorLexicon:
    folder = tmp_path_factory.mktemp("petrarch")
    return load_actors([write(folder, "actors.txt", ACTORS), write(folder, "agents.txt", AGENTS)])


CODES = {
    "FRA": ("FRA", ()),
    "FRAGOV": ("FRA", ("GOV",)),
    "FRAMED": ("FRA", ("JRN",)),  # CAMEO: media
    "FRAHLH": ("FRA", ("MED",)),  # CAMEO: health
    "FRAGOVMED": ("FRA", ("GOV", "JRN")),
    "FRAGOVHLH": ("FRA", ("GOV", "MED")),
    "MED": (None, ("JRN",)),
    "IGOUNO": ("UNO", ("GOV",)),
    "IGOUNOHLHWHO": ("UNO", ("MED", "GOV")),
    "IGOEUREEC": ("EUR", ("GOV",)),
    "EUR": (None, ()),  # a region; PLOVER's EUR is the Union
    "NGO": ("NGO", ("SOC",)),
    "NGOHLH": ("NGO", ("MED",)),
    "MNCUSAMED": ("MNC", ("BUS", "JRN")),
    "IMGMOSALQ": ("IMG", ("UAF",)),
    "IMGMOSREB": ("IMG", ("REB",)),
    "MUSGOV": ("MUS", ("GOV",)),  # Mauritius
    "GINGOV": ("GIN", ("GOV",)),
    "KSVREB": ("KOS", ("REB",)),
    "BMU": ("GBR", ("GOV",)),
    "BMUBUS": ("GBR", ("BUS",)),
    "SAUSHI": ("SAU", ("REL",)),
    "SAUOPPSHI": ("SAU", ("OPP",)),
    "ZZQREB": (None, ("REB",)),
    "NGOHINDEN211DEV": ("NGO", ("SOC",)),
}


@pytest.mark.parametrize(("code", "expected"), CODES.items())
def test_codes(code: str, expected: tuple[str | None, tuple[str, ...]]) -> None:
    country, sectors = cameo_codes().read(code)
    assert country == expected[0]
    assert sectors[: len(expected[1]) or 1] == expected[1]


def test_a_dictionary_with_plovers_codes_keeps_its_health() -> None:
    cameo = "NEWS_DESK [~MED]\nNURSE [~HLH]\n"
    plover = "NEWS_DESK [~JRN]\nNURSE [~MED]\n"
    both = import_texts([("cameo.txt", cameo.replace("_DESK", "_ROOM")), ("plover.txt", plover)])
    assert {word: row["sectors"] for word, row in both.content["agents"].items()} == {
        "news room": ["JRN"],
        "nurse": ["MED"],
        "news desk": ["JRN"],
    }
    assert import_texts([("plover.txt", plover)]).content["agents"]["nurse"]["sectors"] == ["MED"]
    assert import_texts([("cameo.txt", cameo)]).content["agents"]["nurse"]["sectors"] == ["MED"]
    assert both.in_plover == ["plover.txt"]
    assert "MED is health" in both.account()


def test_every_code_of_the_table_is_plovers() -> None:
    codes = cameo_codes()
    allowed = codes.states | {"IGO", "UNO", "EUR", "NGO", "MNC", "ISM", "IMG", "DDR", None}
    for part in (*codes.first.values(), *codes.roles.values()):
        assert part.country in allowed, part
        assert set(part.sectors) <= SECTORS, part
    assert codes.roles_of("MUS") == ("REL",)


def test_parts_that_plover_has_no_place_for_are_counted(imported: Imported) -> None:
    assert imported.unread["ZZQ"] == 1
    assert imported.unread["WHO"] == 1


def test_every_line_is_counted_once(imported: Imported) -> None:
    assert imported.lines == len((ACTORS + AGENTS).splitlines())
    assert [(m.file, m.line) for m in imported.malformed] == [("agents.txt", 9), ("agents.txt", 10), ("agents.txt", 11)]


def test_what_is_malformed_is_named_with_its_line_and_the_rest_kept() -> None:
    found = import_texts([("odd.txt", ODD)])
    assert {m.line: m.reason for m in found.malformed} == {
        1: "another name of nobody",
        2: "a name without a code",
        3: "a name without a code",
        5: "[FRABUS 991301-991302] is no code with dates",
        6: "[FRABUS 2004017-20061201] is no code with dates",
        7: "a bracket that is not closed",
    }
    assert found.lines == len(ODD.splitlines())
    assert list(found.content["organisations"]) == ["Good Name"]
    assert "odd.txt:2: a name without a code: LOST_NAME_" in map(str, found.malformed)
    assert "7 lines: 1 loaded, 0 without content, 6 malformed" in found.account()


def test_dates(lexicon: ActorLexicon) -> None:
    lind = known(lexicon, "Ada Lind")
    assert lind.at(date(1989, 1, 1)) == ("FRA", ("JRN",))
    assert lind.at(date(1993, 1, 1)) == ("FRA", ("ELI",))
    assert lind.at(date(2020, 1, 1)) == ("FRA", ("GOV",))
    voss = known(lexicon, "Max Voss")
    assert voss.at(date(1928, 6, 1)) == ("FRA", ("GOV",))
    assert voss.at(date(1950, 1, 1)) == ("FRA", ("ELI",))
    league = known(lexicon, "Old League")
    assert league.at(date(1990, 1, 1)) == ("SRB", ("GOV",))
    assert league.at(date(1995, 1, 1)) == ("SRB", ("OPP",))


def known(lexicon: ActorLexicon, name: str) -> Known:
    (found,) = [e for e in lexicon.find(name) if isinstance(e, Known)]
    return found


def test_open_dates() -> None:
    text = "ADA_LIND_\n+LIND_\n\t[FRAGOV >010115]\n\t[FRAMED <901231]\n\t[FRAELI]\n"
    (row,) = import_texts([("a", text)]).content["people"].values()
    assert [(t["sectors"], t["from"], t["to"]) for t in row["terms"]] == [
        (["GOV"], "2001-01-15", ""),
        (["JRN"], "", "1990-12-31"),
        (["ELI"], "", ""),
    ]


def test_states_people_and_groups(lexicon: ActorLexicon) -> None:
    assert [e.row for e in lexicon.find("French")] == [e.row for e in load_actors().find("French")]  # ours knows that it is an adjective
    assert [e.code for e in lexicon.find("Francce") if isinstance(e, CountryWord)] == ["FRA"]
    assert known(lexicon, "President Lind") == known(lexicon, "Ada Lind")
    assert any(p.name == "Ada Lind" for p in lexicon.surnames["lind"])
    assert known(lexicon, "Radio Tarn").at(None) == ("FRA", ("JRN",))
    assert known(lexicon, "Army of Tarn").kind == "organisation"
    assert known(lexicon, "WHBT") == known(lexicon, "Tarn Health Body")
    assert known(lexicon, "WHBT").at(None)[0] == "UNO"
    assert lexicon.find("Nobody at all") == ()


def test_names_in_capitals_that_are_words_stay_abbreviations(lexicon: ActorLexicon) -> None:
    assert lexicon.find("us") == ()
    assert not any(isinstance(e, Known) for e in lexicon.find("who"))
    assert any(isinstance(e, Known) for e in lexicon.find("WHO"))
    assert lexicon.find("US")


def test_agents(imported: Imported, lexicon: ActorLexicon) -> None:
    rows = imported.content["agents"]
    assert rows["riot police"] == {"sectors": ["COP"], "plural": [], "regular": False}
    assert rows["ploughox"] == {"sectors": ["CRM"], "plural": ["ploughoxen"], "regular": False}
    assert rows["fisherman"] == {"sectors": ["AGR"], "words": ["fisherwomen"]}
    assert rows["healthman"]["sectors"] == ["MED"]
    assert rows["news desk"]["sectors"] == ["JRN"]
    agents = {
        word: [e.sectors for e in lexicon.find(word) if isinstance(e, Agent)] for word in ("news desks", "ploughoxen", "ploughoxes", "imam")
    }
    assert agents["news desks"] == [("JRN",)]
    assert agents["ploughoxen"] == [("CRM",)]
    assert agents["ploughoxes"] == []
    assert agents["imam"][0] == ("REL",)


def test_one_door_for_every_form(tmp_path: Path) -> None:
    txt = write(tmp_path, "dictionary", ACTORS)
    table = write(tmp_path, "mine.csv", CSV)
    coder = load([txt, table])
    coded = coder.code("Radio Tarn said Jon Frey attacked Francce.", published="2020-05-01")
    assert {(s.claimants[0].country, s.claimants[0].sectors) for s in coded.statements if s.claimants} == {("FRA", ("JRN",))}
    assert coder.made_by != load([table]).made_by != load().made_by  # it is hashed into the run


def test_written_as_a_lexicon_it_says_the_same(tmp_path: Path, imported: Imported, lexicon: ActorLexicon) -> None:
    path = write(tmp_path, "imported.yaml", imported.to_yaml())
    assert read_user(path).content == {k: v for k, v in imported.content.items() if v}
    again = load_actors([path])
    assert {key: again.phrases[key] for key in again.phrases} == dict(lexicon.phrases)


CSV = """name,country,sectors,start,end,aliases,id
# a comment
Jon Frey,DEU,GOV,2015-03-01,2019,J. Frey|Johnny Frey,Q17
Jon Frey,DEU,OPP|PTY,2019,,,
Free Tarn,FRA,OPP;PTY,,,FT,
Lone Name,,JRN,,,,
"""


def test_lines_are_counted_as_editors_do() -> None:
    raw = "OLD_NAME_ [FRAGOV]\r\n\r\nODD\x85NAME_ [FRABUS]\nLOST_\n"
    found = import_texts([("a", raw)])
    assert (found.lines, [m.line for m in found.malformed]) == (4, [4])
    assert list(found.content["organisations"]) == ["Old Name", "Odd Name"]


def test_a_table(tmp_path: Path) -> None:
    lexicon = load_actors([write(tmp_path, "mine.csv", CSV)])
    frey = known(lexicon, "Johnny Frey")
    assert (frey.kind, frey.identifier) == ("person", "Q17")
    assert frey.at(date(2016, 1, 1)) == ("DEU", ("GOV",))
    assert frey.at(date(2021, 1, 1)) == ("DEU", ("OPP", "PTY"))
    assert known(lexicon, "FT").at(None) == ("FRA", ("OPP", "PTY"))
    assert known(lexicon, "Lone Name").at(None) == (None, ("JRN",))


BAD_TABLES = {
    "name,country,sectors,colour\nA,FRA,GOV,red\n": "unknown column colour",
    "name,country,sectors\nA,FRA\n": "row 1: 2 cells",
    "name,country,sectors\n,FRA,GOV\n": "row 1: needs a name",
    "name,country,sectors\nA,France,GOV\n": "'France' is not three capital letters",
    "name,country,sectors\nA,FRA,XYZ\n": "unknown sectors",
    "name,country,sectors,start\nA,FRA,GOV,5 May\n": "is no date",
    "name,country,sectors,kind\nA,FRA,GOV,robot\n": "neither person nor organisation",
}


@pytest.mark.parametrize(("text", "problem"), BAD_TABLES.items())
def test_a_bad_table_stops_with_its_rows(text: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(StopRun, match=problem):
        load_actors([write(tmp_path, "bad.csv", text)])


def test_what_the_user_wrote_goes_before_what_was_imported(tmp_path: Path) -> None:
    own = write(tmp_path, "own.yaml", "schema: lexicon/1\norganisations:\n  Radio Tarn: {country: DEU, sectors: [GOV]}\n")
    for order in ([own, write(tmp_path, "a.txt", ACTORS)], [write(tmp_path, "a.txt", ACTORS), own]):
        first = load_actors(order).find("Radio Tarn")[0]
        assert isinstance(first, Known)
        assert first.at(None) == ("DEU", ("GOV",))


def test_a_file_that_is_mostly_malformed_stops(tmp_path: Path) -> None:
    with pytest.raises(StopRun, match="another name of nobody"):
        read_user(write(tmp_path, "odd.txt", ODD))


STRANGERS = {
    "story.txt": ("The minister [of defence] said so.\nHe left.", "no lines such as"),
    "table.csv": ("id,text\n1,He left.\n", "names no columns"),
    "empty.txt": ("", "no lines such as"),
    "list.yaml": ("- a\n- b\n", "expected keys"),
    "other": ("just words", "expected keys"),
}


@pytest.mark.parametrize(("name", "text", "problem"), [(n, *r) for n, r in STRANGERS.items()], ids=STRANGERS)
def test_what_is_no_lexicon_is_told_so(name: str, text: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(StopRun, match=problem):
        read_user(write(tmp_path, name, text))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the field's own dictionaries are not here (SAYSO_SHARED)")
def test_the_fields_own_dictionaries_load_whole() -> None:
    paths = sorted(SHARED.glob("Phoenix.*.txt"))
    assert len(paths) == 4
    found = import_petrarch(paths)
    assert found.lines == sum(len(p.read_bytes().splitlines()) for p in paths)
    assert len(found.malformed) < 100
    assert all(m.reason for m in found.malformed)
    people, agents = found.content["people"], found.content["agents"]
    assert {"country": "AFG", "sectors": ["GOV"], "from": "2001-12-22", "to": ""} in people["Hamid Karzai"]["terms"]
    assert "Karzai" in people["Hamid Karzai"]["aliases"]
    assert agents["cattle thief"] == {"sectors": ["CRM"], "plural": ["cattle thieves"], "regular": False}
    assert agents["minister for health"]["sectors"] == ["GOV", "MED"]
    assert agents["minister for information"]["sectors"] == ["GOV", "JRN"]
    lexicon = load_actors(paths)
    karzai = next(e for e in lexicon.find("Karzai") if isinstance(e, Known))
    assert karzai.at(date(2005, 1, 1)) == ("AFG", ("GOV",))
    assert karzai.at(date(1990, 1, 1)) == ("AFG", ("ELI",))
    assert lexicon.find("us") == ()

"""The gazetteer: names are found whatever their accents and case, users' places come first, bad rows are all listed."""

from pathlib import Path

import pytest

from sayso.errors import StopRun
from sayso.lexicons.load import read_csv
from sayso.lexicons.places import KINDS, OWN, PLACES, fold, load_places

PLACES_ = load_places()

FOLDED = {
    "Saint-Denis": "saint denis",
    "Malmö": "malmo",
    "Łódź": "lodz",
    "Xi’an": "xian",
    "U.S.": "us",
    "  Rio  de Janeiro ": "rio de janeiro",
    "Washington, D.C.": "washington dc",
    "Минск": "minsk",
    "": "",
    "...": "",
}


@pytest.mark.parametrize(("name", "folded"), FOLDED.items(), ids=FOLDED)
def test_the_form_in_which_names_are_compared(name: str, folded: str) -> None:
    assert fold(name) == folded


NAMES = {  # a name: one of the places that bear it
    "Minsk": ("city", "BLR"),
    "minsk": ("city", "BLR"),
    "Kyiv": ("city", "UKR"),
    "Kiev": ("city", "UKR"),
    "São Paulo": ("city", "BRA"),
    "Sao Paulo": ("city", "BRA"),
    "Bavaria": ("province", "DEU"),
    "U.S.": ("country", "USA"),
    "Georgia": ("country", "GEO"),
    "Black Sea": ("sea", ""),
    "Middle East": ("region", ""),
    "Aleppo": ("city", "SYR"),
    "Washington, D.C.": ("city", "USA"),
}


@pytest.mark.parametrize(("name", "place"), NAMES.items(), ids=NAMES)
def test_names_are_found(name: str, place: tuple[str, str]) -> None:
    assert place in {(row.kind, row.country) for row in PLACES_(name)}


@pytest.mark.parametrize("name", ["", "-", "Qqxzzy", "mins", "minskk", "\t", "#", "zzzzzzzz", "\n", "August", "Congress"])
def test_what_is_no_name_is_not_found(name: str) -> None:
    assert PLACES_(name) == ()


def test_every_line_of_the_large_table_is_sorted_and_found() -> None:
    header, *lines = PLACES.read_bytes().split(b"\n")[:-1]
    assert b"CC BY" in header
    assert lines == sorted(lines)
    for line in (*lines[:3], *lines[::2503], *lines[-3:]):
        key, name, kind, country, *_ = line.decode().split("\t")
        assert kind in KINDS
        assert (name, kind, country) in {(r.name, r.kind, r.country) for r in PLACES_(key)}


def test_our_own_table_is_sound() -> None:
    rows, _ = read_csv(OWN)
    assert len(rows) == len({r["name"] for r in rows})
    for row in rows:
        assert row["kind"] in {*KINDS, "none"}, row
        if row["kind"] == "none":
            continue
        assert row["kind"] != "country" or len(row["country"]) == 3, row
        assert abs(float(row["latitude"])) <= 90, row
        assert abs(float(row["longitude"])) <= 180, row


USERS = """
schema: lexicon/1
places:
  - {name: Szohod, country: BOR, lat: 48.1, lon: 22.5, aliases: [Sohod]}
  - {name: Paris, country: ARL, kind: province}
"""


def test_the_users_places_come_first(tmp_path: Path) -> None:
    path = tmp_path / "user.yaml"
    path.write_text(USERS, "utf-8")
    places = load_places([path])
    (found,) = places("SOHOD")
    assert (found.name, found.country, found.latitude, found.kind) == ("Szohod", "BOR", 48.1, "city")
    assert [(row.country, row.kind) for row in places("Paris")] == [("ARL", "province")]
    assert places.digest != PLACES_.digest
    assert places("Minsk") == PLACES_("Minsk")


def test_a_lexicon_without_places_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "user.yaml"
    path.write_text("schema: lexicon/1\n", "utf-8")
    assert load_places([path])("Paris") == PLACES_("Paris")


def test_every_bad_row_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "user.yaml"
    rows = ["{name: A}", "{name: B, country: X, lat: 91}", "{name: C, country: X, kind: moon}", "{name: D, country: X, x: 1}"]
    path.write_text("\n  - ".join(["places:", *rows]), "utf-8")
    with pytest.raises(StopRun) as caught:
        load_places([path])
    for words in ("row 1", "B: `lat`", "C: kind 'moon'", "D: unknown x"):
        assert words in caught.value.message

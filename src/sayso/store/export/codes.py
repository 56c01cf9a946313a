"""Codes of other data sets: CAMEO categories and roles, Goldstein values, Correlates of War numbers by day, FIPS 10-4.

The tables stand in store/data; SOURCES.md there says where each comes from. Every look-up answers None or "" for what it does not know:
a user's own category has no CAMEO code, and Palestine no Correlates of War number.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from sayso.records import Party, Report

DATA = Path(__file__).parents[1] / "data"
BODIES = frozenset({"EUR", "UNO", "IGO", "NGO", "MNC", "ISM", "IMG"})  # country codes that are no states


@dataclass(frozen=True, slots=True)
class Category:
    """One PLOVER type or type with mode. `armed`: the CAMEO code where the first actor carries arms for a living."""

    quad: int
    intensity: float
    cameo: str
    armed: str
    limit: str


@dataclass(frozen=True, slots=True)
class Cameo:
    code: str  # a string: 010 is not 10
    label: str
    goldstein: float

    @property
    def root(self) -> str:
        return self.code[:2]

    @property
    def base(self) -> str:
        return self.code[:3]

    @property
    def quad(self) -> int:
        """GDELT's quad class: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict."""
        return 1 + sum(self.root > last for last in ("05", "08", "13"))

    @property
    def phoenix_quad(self) -> int:
        """The same with a class 0 for what is neutral (statements and appeals)."""
        return 0 if self.root < "03" else self.quad


@dataclass(frozen=True, slots=True)
class State:
    country: str
    name: str
    fips: str
    cameo: str
    gdelt: str


@dataclass(frozen=True, slots=True)
class Sector:
    cameo: str
    armed: bool
    label: str


def _rows(name: str) -> list[dict[str, str]]:
    lines = (DATA / name).read_text("utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@cache
def categories() -> dict[tuple[str, str], Category]:
    return {
        (r["type"], r["mode"]): Category(int(r["quad"]), float(r["intensity"]), r["cameo"], r["armed"] or r["cameo"], r["limit"])
        for r in _rows("cameo.csv")
    }


@cache
def cameo_codes() -> dict[str, Cameo]:
    return {r["code"]: Cameo(r["code"], r["label"], float(r["goldstein"])) for r in _rows("cameo-codes.csv")}


@cache
def states() -> dict[str, State]:
    return {r["country"]: State(**r) for r in _rows("states.csv")}


@cache
def sectors() -> dict[str, Sector]:
    return {r["sector"]: Sector(r["cameo"], r["armed"] == "yes", r["label"]) for r in _rows("sectors.csv")}


@cache
def _memberships() -> dict[str, list[tuple[date, date, int]]]:
    found: dict[str, list[tuple[date, date, int]]] = {}
    for r in _rows("cow.csv"):
        last = date.fromisoformat(r["to"]) if r["to"] else date.max
        found.setdefault(r["country"], []).append((date.fromisoformat(r["from"]), last, int(r["cow"])))
    return found


def category(report: Report) -> Category | None:
    """A mode of the user's own falls back on its type; a type of the user's own has none."""
    return categories().get((report.type, report.mode or "")) or categories().get((report.type, ""))


def cameo(report: Report) -> Cameo | None:
    found = category(report)
    if found is None:
        return None
    armed = bool(report.actors) and any(sectors()[s].armed for s in report.actors[0].sectors[:1] if s in sectors())
    return cameo_codes()[found.armed if armed else found.cameo]


def cow(country: str | None, day: date) -> int | None:
    """Correlates of War number of a state on a day; None for what was no member of the state system then."""
    return next((number for first, last, number in _memberships().get(country or "", ()) if first <= day <= last), None)


def fips(country: str | None, place: str = "") -> str:
    """FIPS 10-4. The one state with two codes is Palestine: the Gaza Strip and the West Bank."""
    if country == "PSE" and "gaza" in place.lower():
        return "GZ"
    found = states().get(country or "")
    return found.fips if found else ""


def state_name(country: str | None) -> str:
    """The English name; a user's own code as it is; "" for bodies that are no states."""
    code = country or ""
    found = states().get(code)
    return found.name if found else "" if code in BODIES else code


def roles(party: Party | None) -> list[str]:
    """CAMEO roles of a party, the first is primary. A body that is no state has no government."""
    known = sectors()
    found = [known[s].cameo for s in (party.sectors if party else ()) if s in known and known[s].cameo]
    if party and party.country in BODIES:
        found = [role for role in found if role != "GOV"]
    return list(dict.fromkeys(found))

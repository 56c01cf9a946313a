"""CAMEO actor codes -> PLOVER's country and sectors."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from sayso.lexicons.load import DATA, read_csv

NOBODY = "---"
CODES = re.compile(r"\[~?([A-Z]+)")


@dataclass(frozen=True, slots=True)
class _Part:
    country: str | None
    sectors: tuple[str, ...]
    weak: bool


@dataclass(slots=True)
class Codes:
    """Reads codes; `unread` counts the parts that PLOVER has no place for (the World Bank in IGOUNODEVWBK, the home of MNCUSA)."""

    states: frozenset[str]
    first: Mapping[str, _Part]
    roles: Mapping[str, _Part]
    unread: Counter[str] = field(default_factory=Counter)
    in_plover: bool = field(init=False)
    _read: dict[str, tuple[str | None, tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.in_plover = self.roles["MED"].sectors == ("MED",)

    def read(self, code: str) -> tuple[str | None, tuple[str, ...]]:
        """`AFGGOVMED` -> ("AFG", ("GOV", "JRN")): CAMEO's MED is the media, which PLOVER calls JRN. A bare state has no sector."""
        if code not in self._read:
            self._read[code] = self._parts(code)
        country, sectors, unread = self._read[code]
        self.unread.update(unread)
        return country, sectors

    def roles_of(self, code: str) -> tuple[str, ...]:
        """The sectors of an agent's code, which has no country: `MUS` is Muslim here, not Mauritius."""
        strong, weak, unread = self._roles([code[i : i + 3] for i in range(0, len(code), 3)])
        self.unread.update(unread)
        return tuple(dict.fromkeys(strong or weak))

    def _parts(self, code: str) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
        country, rest, before = None, [code[i : i + 3] for i in range(0, len(code), 3)], _Part(None, (), True)
        unread: tuple[str, ...] = ()
        if rest[0] in self.first:
            before = self.first[rest.pop(0)]
            country = before.country
        elif rest[0] in self.states:
            country = rest.pop(0)
        elif rest[0] not in self.roles:
            unread = (rest.pop(0),)
        strong, weak, more = self._roles(rest)
        country = next((self.roles[part].country for part in rest if part in self.roles and self.roles[part].country), country)
        if before.weak or (country in self.states and before.sectors == ("GOV",)):
            weak = [*before.sectors, *weak][:1]  # a dependency's GOV, a movement's SOC: where nothing else is said
        else:
            strong = [*before.sectors, *strong]
        if country in {"IGO", "UNO", "EUR"} and len(strong) > 1 and strong[0] == "GOV":
            strong = [*strong[1:], "GOV"]  # the World Health Organization is MED first
        return country, tuple(dict.fromkeys(strong or weak)), (*unread, *more)

    def _roles(self, parts: list[str]) -> tuple[list[str], list[str], tuple[str, ...]]:
        """Sectors, those that count only where there is no other, and what is no role."""
        strong, weak = list[str](), list[str]()
        for part in parts:
            if part in self.roles:
                (weak if self.roles[part].weak else strong).extend(self.roles[part].sectors)
        return strong, weak, tuple(part for part in parts if part not in self.roles)


def cameo_codes(text: str = "") -> Codes:
    """For the codes of a dictionary. NGEC's agents have PLOVER's codes in PETRARCH's form: there MED is health, and nothing tells but the
    company it keeps: JRN, which CAMEO does not know, and no HLH. Reads import/cameo-codes.csv and the states of actors/countries.csv."""
    first, roles, plover, states = _tables()
    parts = {code[i : i + 3] for code in set(CODES.findall(text)) for i in range(0, len(code), 3)}
    return Codes(states, first, roles | plover if "JRN" in parts and "HLH" not in parts else roles)


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, _Part], dict[str, _Part], dict[str, _Part], frozenset[str]]:
    places: dict[str, dict[str, _Part]] = {"first": {}, "role": {}, "plover": {}}
    for row in read_csv(DATA / "import" / "cameo-codes.csv")[0]:
        sectors = tuple(row["sectors"].split("|")) if row["sectors"] else ()
        places[row["place"]][row["code"]] = _Part(row["country"] or None, sectors, row["weak"] == "yes")
    states = frozenset(row["code"] for row in read_csv(DATA / "actors" / "countries.csv")[0])
    return places["first"], places["role"], places["plover"], states

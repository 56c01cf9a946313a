"""rules.toml as values: which modes may be one happening, which types need words, what became of what."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Act:
    """A type, and a mode where one is asked for: `RETREAT`, `RETREAT ceasefire`."""

    type: str
    mode: str = ""

    @classmethod
    def read(cls, text: str) -> "Act":
        type_, _, mode = text.partition(" ")
        return cls(type_, mode)

    def fits(self, type_: str, mode: str | None) -> bool:
        return self.type == type_ and (not self.mode or self.mode == mode)


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """`then` after `first` by the parties that `who` names, within `days`, is `outcome` for the first. `modes`: only those of the first.

    `words`: how many the two must share beside the parties' names.
    """

    first: str
    then: tuple[Act, ...]
    who: str
    outcome: str
    days: int
    modes: tuple[str, ...] = ()
    words: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    worded: frozenset[str]
    mutual: frozenset[str]
    personal: frozenset[str]
    state: frozenset[str]
    bodies: frozenset[str]
    offices: frozenset[str]
    empty: frozenset[str]
    families: Mapping[str, Mapping[str, frozenset[int]]]  # type -> mode -> the rows of modes that it stands in
    follow: tuple[Follow, ...]
    opposite: tuple[tuple[Act, Act], ...]
    digest: str

    def same_mode(self, type_: str, one: str | None, other: str | None) -> bool:
        """May both tell of the same happening?"""
        if not one or not other or one == other:
            return True
        rows = self.families.get(type_, {})
        return bool(rows.get(one, frozenset()) & rows.get(other, frozenset()))


@cache
def rules() -> Rules:
    raw = Path(__file__).with_name("rules.toml").read_bytes()
    told = tomllib.loads(raw.decode())
    families: dict[str, dict[str, frozenset[int]]] = {}
    for type_, rows in told["modes"].items():
        families[type_] = {m: frozenset(n for n, row in enumerate(rows) if m in row) for m in {m for row in rows for m in row}}
    return Rules(
        worded=frozenset(told["types"]["worded"]),
        mutual=frozenset(told["types"]["mutual"]),
        personal=frozenset(told["types"]["personal"]),
        state=frozenset(told["sectors"]["state"]),
        bodies=frozenset(told["names"]["bodies"]),
        offices=frozenset(told["names"]["offices"]),
        empty=frozenset(told["words"]["empty"]),
        families=families,
        follow=tuple(
            Follow(
                first=f["first"],
                then=tuple(map(Act.read, f["then"])),
                who=f["who"],
                outcome=f["outcome"],
                days=f["days"],
                modes=tuple(f.get("modes", ())),
                words=f.get("words", 2),
            )
            for f in told["follow"]
        ),
        opposite=tuple((Act.read(o["one"]), Act.read(o["other"])) for o in told["opposite"]),
        digest=sha256(raw).hexdigest(),
    )

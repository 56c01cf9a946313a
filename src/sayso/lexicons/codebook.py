"""The code book: event types, their modes, contexts, quad codes and intensities (PLOVER, as GUIDELINES settles it)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from sayso.lexicons.load import DATA, stop_on
from sayso.lexicons.user import read_user

QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """How an event of a type is done. `intensity` None = the type's own holds."""

    name: str
    definition: str
    intensity: float | None = None
    good: str = ""
    bad: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One event type of the code book."""

    name: str
    definition: str
    quad: int  # 1-4, see QUADS
    intensity: float
    modes: tuple[Mode, ...] = ()
    good: str = ""
    bad: str = ""

    def mode(self, name: str | None) -> Mode | None:
        return next((m for m in self.modes if m.name == name), None)


@dataclass(frozen=True, slots=True)
class CodeBook:
    types: Mapping[str, EventType]
    contexts: Mapping[str, str]  # name -> definition
    digest: str

    def quad(self, type_: str) -> int:
        """Quad code of a type. KeyError for a type that is not in the book."""
        return self.types[type_].quad

    def intensity(self, type_: str, mode: str | None = None) -> float:
        """The mode's intensity where it has one, else the type's."""
        found = self.types[type_].mode(mode)
        return self.types[type_].intensity if found is None or found.intensity is None else found.intensity


def load_codebook(extra: Sequence[Path] = ()) -> CodeBook:
    """Our code book, with the sections `types:` and `contexts:` of the user's lexicon files laid on top.

    A user's type takes the place of ours of the same name, or is added. Raises StopRun listing every bad row.
    """
    types: dict[str, EventType] = {}
    contexts: dict[str, str] = {}
    digests = []
    for path in (DATA / "codebook.yaml", *extra):
        source = read_user(Path(path))
        digests.append(source.digest)
        rows: Mapping[str, Any] = source.content.get("types") or {}
        stop_on(_problems(rows), source.path)
        types.update((str(name), _type(str(name), raw)) for name, raw in rows.items())
        contexts.update((str(k), str(v)) for k, v in (source.content.get("contexts") or {}).items())
    return CodeBook(types, contexts, sha256("".join(digests).encode()).hexdigest())


def _type(name: str, raw: Mapping[str, Any]) -> EventType:
    return EventType(
        name=name,
        definition=str(raw["definition"]),
        quad=int(raw["quad"]),
        intensity=float(raw["intensity"]),
        modes=tuple(_mode(str(n), m) for n, m in (raw.get("modes") or {}).items()),
        good=str(raw.get("good", "")),
        bad=str(raw.get("bad", "")),
    )


def _mode(name: str, raw: Mapping[str, Any]) -> Mode:
    value = raw.get("intensity")
    return Mode(
        name=name,
        definition=str(raw["definition"]),
        intensity=None if value is None else float(value),
        good=str(raw.get("good", "")),
        bad=str(raw.get("bad", "")),
    )


def _problems(rows: Mapping[str, Any]) -> Iterator[str]:
    for name, raw in rows.items():
        missing = [k for k in ("definition", "quad", "intensity") if k not in raw]
        if missing:
            yield f"{name}: lacks {', '.join(missing)}"
        elif raw["quad"] not in QUADS:
            yield f"{name}: quad {raw['quad']!r} is none of {', '.join(map(str, QUADS))}"
        for mode, m in (raw.get("modes") or {}).items():
            if "definition" not in m:
                yield f"{name} {mode}: lacks definition"

"""Settings of a project: written into its sayso.toml at the first run, read from there at every later one."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from sayso.errors import StopRun
from sayso.readers.given import parse_map
from sayso.store.schema import SETTINGS_FILE, VERSION

LANGUAGES = ("en", "any")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`lexicons` are paths relative to the project folder; "" or () = the default."""

    lexicons: tuple[str, ...] = ()
    model: str = ""
    outlet: str = ""
    language: str = "en"
    map: str = ""

    def coding(self) -> str:
        """The settings that decide what is found in an article, as JSON: part of the version of every shard."""
        return json.dumps({"lexicons": list(self.lexicons), "model": self.model}, ensure_ascii=False)

    def lexicon_paths(self, folder: Path) -> list[Path]:
        return [Path(os.path.normpath(folder / name)) for name in self.lexicons]


COMMENTS = {
    "lexicons": "your own lexicon files, laid over ours (docs/lexicons.md); paths relative to this folder",
    "model": "another spaCy pipeline with Universal Dependencies labels; empty: the one that ships",
    "outlet": "who published what does not say so itself; --outlet wins",
    "language": 'texts surely in another language are skipped; "any" lets them through',
    "map": "columns of CSV, Parquet and JSON lines, such as text=body,date=pub; --map wins",
}
SECTIONS = {"coding": ("lexicons", "model"), "input": ("outlet", "language", "map")}


def to_toml(settings: Settings) -> str:
    """The text of a new sayso.toml, with a word on each setting."""
    values = asdict(settings)
    lines = ["# Settings of a sayso project, read at the start of every run (docs/project.md).", f"schema = {VERSION}"]
    for section, names in SECTIONS.items():
        lines += ["", f"[{section}]"]
        for name in names:
            lines += [f"# {COMMENTS[name]}", f"{name} = {json.dumps(values[name], ensure_ascii=False)}"]
    return "\n".join(lines) + "\n"


def from_toml(plain: Mapping[str, Any], folder: Path) -> Settings:
    """Raises StopRun naming every setting that is not known or not of its kind."""
    problems: list[str] = []
    given: dict[str, Any] = {}
    kinds = {f.name: tuple if f.name == "lexicons" else str for f in fields(Settings)}
    for section, values in plain.items():
        if section == "schema":
            continue
        if section not in SECTIONS or not isinstance(values, dict):
            problems.append(f"[{section}] is not known; there are [{'], ['.join(SECTIONS)}]")
            continue
        for name, value in values.items():
            if name not in SECTIONS[section]:
                problems.append(f"[{section}] {name} is not known; there are {', '.join(SECTIONS[section])}")
            elif kinds[name] is tuple and isinstance(value, list) and all(isinstance(v, str) for v in value):
                given[name] = tuple(value)
            elif kinds[name] is str and isinstance(value, str):
                given[name] = value
            else:
                problems.append(f"[{section}] {name} = {value!r}: expected {'a list of texts' if kinds[name] is tuple else 'a text'}")
    settings = Settings(**given) if not problems else Settings()
    if settings.language not in LANGUAGES:
        problems.append(f"[input] language = {settings.language!r}: there are {', '.join(LANGUAGES)}")
    if problems:
        raise StopRun("\n".join([f"{folder / SETTINGS_FILE}:", *problems]), "Mend these settings, or take them out for the defaults.")
    return settings


def first_settings(folder: Path, *, lexicons: Sequence[Path | str] = (), model: str | None = None) -> Settings:
    """What the first run writes down. Outlet and map belong to the inputs of a run, so they are left for the user to write."""
    return Settings(lexicons=tuple(_relative(Path(p), folder) for p in lexicons), model=model or "")


def check_given(settings: Settings, folder: Path, *, lexicons: Sequence[Path | str] = (), model: str | None = None) -> None:
    """Raises StopRun where the command line says something else about coding than the project: one project, one setting."""
    given = first_settings(folder, lexicons=lexicons, model=model)
    told = []
    if lexicons and _same(given, folder) != _same(settings, folder):
        told.append(f"lexicons: {', '.join(given.lexicons)} on the command line, {', '.join(settings.lexicons) or 'none'} in the project")
    if model and model != settings.model:
        told.append(f"model: {model} on the command line, {settings.model or 'the one that ships'} in the project")
    if told:
        raise StopRun(
            "\n".join([f"The project {folder} has other settings:", *told]),
            f"Leave the option out, or change {folder / SETTINGS_FILE}: `sayso code --recode` then codes anew what was coded before.",
        )


def columns_of(given: Mapping[str, str] | str | None) -> dict[str, str] | None:
    """`text=body,date=pub`, or the same as a mapping. Raises StopRun for what is neither."""
    if isinstance(given, str):
        return parse_map(given) if given.strip() else None
    return dict(given) if given else None


def _same(settings: Settings, folder: Path) -> list[Path]:
    return [p.resolve() for p in settings.lexicon_paths(folder)]


def _relative(path: Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive
        return path.resolve().as_posix()

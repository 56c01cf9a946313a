"""Where the files of a project are, and which of its shards are whole."""

import json
import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.errors import StopRun
from sayso.store.schema import MANIFEST, RUNS, SETTINGS_FILE, STORED, VERSION

PARTS = ".parts"  # files being written; what a killed run leaves there is cleared by the next


@dataclass(frozen=True, slots=True)
class Shard:
    """The manifest of one shard: its row in table `runs`, and the files that must be there."""

    row: dict[str, Any]
    files: dict[str, dict[str, Any]]  # table -> {"name", "bytes", "sha256"}

    @property
    def name(self) -> str:
        return str(self.row["shard"])

    def path(self, folder: Path, table: str) -> Path:
        return folder / table / str(self.files[table]["name"])


def shard_file(shard: str, version: str) -> str:
    """The version is in the name, so that coding a shard anew never touches the files that readers are reading."""
    return f"{shard}-{version[:8]}.parquet"


def check_project(folder: Path) -> dict[str, Any]:
    """The settings of a project as they stand in its sayso.toml. Raises StopRun where it is none, or one of another version."""
    path = folder / SETTINGS_FILE
    try:
        settings = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        if folder.exists():
            hint = "Name the folder that `sayso code --project` made."
            raise StopRun(f"This folder is no project (it has no {SETTINGS_FILE}): {folder}", hint) from error
        raise StopRun(f"There is no project: {folder}", f"Make one: sayso code PATHS --project {folder}") from error
    except NotADirectoryError as error:
        raise StopRun(f"{folder} is a file, not a project folder.", "Name the folder that `sayso code --project` made.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise StopRun(f"{path}: cannot be read: {error}", "Check the file and its permissions.") from error
    except tomllib.TOMLDecodeError as error:
        raise StopRun(f"{path}: not valid TOML: {error}", "Mend the line that the message names.") from error
    found = settings.get("schema")
    if not isinstance(found, int) or isinstance(found, bool):
        raise StopRun(f"{path}: `schema` is {found!r}; expected a number.", f"This program writes `schema = {VERSION}`.")
    if found > VERSION:
        raise StopRun(
            f"{folder} was made by a newer sayso (schema {found}; this one reads {VERSION}).", "Upgrade: pip install --upgrade sayso"
        )
    if found < VERSION:
        raise StopRun(
            f"{folder} was made by an older sayso (schema {found}; this one reads {VERSION}).",
            "Code the articles into a new project: sayso code PATHS --project NEW. The old folder stays as it is.",
        )
    return settings


def read_manifest(folder: Path) -> tuple[Shard, ...]:
    """All shards that were finished, by name. Raises StopRun where a manifest cannot be read."""
    return tuple(_shard(path) for path in sorted((folder / MANIFEST).glob("*.json")))


def _shard(path: Path) -> Shard:
    try:
        plain = json.loads(path.read_text("utf-8"))
        return Shard({c: plain[c] for c in RUNS.names}, {t.name: plain["files"][t.name] for t in STORED})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StopRun(f"{path}: cannot be read: {type(error).__name__}: {error}", _AGAIN.format(path=path)) from error


_AGAIN = "Remove {path} and run `sayso code` over the same files again: only the articles of this shard are coded anew."


def damage(folder: Path, shards: tuple[Shard, ...]) -> Iterator[str]:
    """What is wrong with the files of the shards: missing, or not of the length that was written."""
    for shard in shards:
        for table in STORED:
            path, size = shard.path(folder, table.name), shard.files[table.name]["bytes"]
            try:
                found = path.stat().st_size
            except FileNotFoundError:
                yield f"{shard.name}: {path} is missing"
            except OSError as error:
                yield f"{shard.name}: {path} cannot be read: {error.strerror or error}"
            else:
                if found != size:
                    yield f"{shard.name}: {path} is cut short or changed: {found:,} bytes of {size:,}"


def damaged(folder: Path, problems: list[str]) -> StopRun:
    """The error for a project with damaged shards."""
    manifests = sorted({str(folder / MANIFEST / f"{p.split(':', 1)[0]}.json") for p in problems})
    remedy = f"Remove {', '.join(manifests)} and run `sayso code` over the same files again: only the articles of"
    return StopRun("\n".join([f"{folder} is damaged:", *problems]), f"{remedy} {'this shard' if len(manifests) == 1 else 'these shards'}"
                   " are coded anew.")  # fmt: skip


def write_whole(path: Path, content: bytes) -> None:
    """By temporary file and rename, and on the disk before the name is: a reader never meets half a file."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)

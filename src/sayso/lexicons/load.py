"""Files -> checked, frozen lexicons with a digest; the user's files are laid over ours."""

import csv
import gc
import io
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from sayso.errors import StopRun

DATA = Path(__file__).parent / "data"
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml is ten times faster; wheels carry it


class _Unique(_Base):  # type: ignore[misc]
    """A YAML loader that refuses a repeated key: it would hide a row."""


def _mapping(loader: Any, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
    seen: dict[Hashable, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} is given twice", key_node.start_mark)
        seen[key] = loader.construct_object(value_node, deep=deep)
    return seen


_Unique.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, lambda loader, node: _mapping(loader, node, deep=True))


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of one lexicon file, its content, and the digest that goes into every run."""

    path: Path
    content: Any
    digest: str


def read_yaml(path: Path) -> Source:
    """Raises StopRun naming file, line and remedy where it cannot be read or is no YAML mapping."""
    raw = read_bytes(path)
    try:
        content = yaml.load(raw, Loader=_Unique)
    except yaml.YAMLError as error:
        raise StopRun(f"{path}: not valid YAML: {error}", "Mend the place that the message names.") from error
    if not isinstance(content, dict):
        raise StopRun(f"{path}: expected keys such as `schema:` and `rows:` at the top level.", "See docs/lexicons.md for the form.")
    return Source(path, content, sha256(raw).hexdigest())


def write_yaml(content: dict[str, Any]) -> str:
    """The same content as YAML that `read_yaml` reads back: rows in their order, the innermost on one line."""
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    return str(yaml.dump(content, Dumper=dumper, sort_keys=False, allow_unicode=True, width=1000, default_flow_style=None))


def read_csv(path: Path) -> tuple[list[dict[str, str]], str]:
    """Rows of a UTF-8 CSV file with a header line (lines that start with # are comments), and its digest."""
    raw = read_bytes(path)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise StopRun(f"{path}: not UTF-8 at byte {error.start}", "Save the file as UTF-8.") from error
    lines = (line for line in io.StringIO(text, newline="") if not line.startswith("#"))
    return list(csv.DictReader(lines)), sha256(raw).hexdigest()


def read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise StopRun(f"{path}: cannot be read: {error.strerror or error}", "Check the path and its permissions.") from error


@contextmanager
def uncollected() -> Iterator[None]:
    """Python's cycle collector walks all objects again and again while many are made that stay: without it loading takes half the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def stop_on(problems: Iterator[str], path: Path) -> None:
    """Raise StopRun listing every bad row, not just the first."""
    if found := list(problems):
        raise StopRun("\n".join([f"{path}: {len(found)} bad row(s):", *found]), f"Mend these rows of {path} and run again.")

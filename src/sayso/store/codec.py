"""Records <-> plain JSON values, without loss: what the `record` column of a project holds.

Fields that hold their default are left out, so that the text is a third as long and a field added later needs no new form.
"""

import types
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from sayso.records import Report, Statement

Plain = dict[str, Any]


def dump(record: Any) -> Plain:
    """A frozen record as a dictionary of plain values."""
    found: Plain = {}
    kind: Any = type(record)
    for name, default in _defaults(kind):
        value = getattr(record, name)
        if value is default or value == default:
            continue
        found[name] = _plain(value)
    return found


def load_statement(plain: Plain) -> Statement:
    return _loader(Statement)(plain)  # type: ignore[no-any-return]


def load_report(plain: Plain) -> Report:
    return _loader(Report)(plain)  # type: ignore[no-any-return]


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if is_dataclass(value) and not isinstance(value, type):
        return dump(value)
    return value.isoformat() if isinstance(value, date) else value


@cache
def _defaults(kind: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((f.name, _default(f)) for f in fields(kind))


def _default(field: Field[Any]) -> Any:
    if field.default is not MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not MISSING else MISSING


@cache
def _loader(kind: Any) -> Callable[[Any], Any]:
    """What turns the plain form of a type back into it; made once for each type from its annotations."""
    origin, args = get_origin(kind), get_args(kind)
    if origin is tuple:
        one = _loader(args[0])
        return lambda values: tuple(one(v) for v in values)
    if origin in (Union, types.UnionType):
        (inner,) = (_loader(a) for a in args if a is not type(None))
        return lambda value: None if value is None else inner(value)
    if kind is date:
        return date.fromisoformat
    if origin is Literal or not is_dataclass(kind):
        return lambda value: value
    make: Any = kind
    hints = get_type_hints(kind)
    loaders: dict[str, Callable[[Any], Any]] = {}

    def load(plain: Plain) -> Any:
        if not loaders:  # filled at first use: ActorLink holds ActorLinks
            loaders.update({f.name: _loader(hints[f.name]) for f in fields(kind)})
        return make(**{name: loaders[name](value) for name, value in plain.items()})

    return load

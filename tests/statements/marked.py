"""Sentences with their answer written into them: <who>, <cue>, <what>."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from sayso.records import Span, Statement

MARK = re.compile(r"<(/?)(who|cue|what)>")
TABLE = Path(__file__).parents[1] / "sentences" / "statements.yaml"


@dataclass(frozen=True)
class Parts:
    """What is marked in a sentence: character spans of source, cue and content."""

    who: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    what: tuple[Span, ...] = field(default=())


def unmark(marked: str) -> tuple[str, Parts]:
    """The text without marks, and the marked spans."""
    text, at = "", 0
    opened: dict[str, int] = {}
    spans: dict[str, list[Span]] = {"who": [], "cue": [], "what": []}
    for mark in MARK.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        if mark.group(1):
            spans[mark.group(2)].append(Span(opened.pop(mark.group(2)), len(text)))
        else:
            opened[mark.group(2)] = len(text)
    assert not opened, f"{opened} left open in {marked!r}"
    return text + marked[at:], Parts(**{k: tuple(v) for k, v in spans.items()})


def shared(text: str, ours: tuple[Span, ...], theirs: tuple[Span, ...]) -> float:
    """Dice of two sets of spans over letters and digits; 1 for two empty ones."""
    a, b = ({i for s in spans for i in range(s.start, s.end) if text[i].isalnum()} for spans in (ours, theirs))
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0


def like(text: str, statement: Statement, parts: Parts) -> tuple[float, float, float]:
    return shared(text, statement.cue, parts.cue), shared(text, statement.source, parts.who), shared(text, statement.content, parts.what)


def matching(text: str, statements: tuple[Statement, ...], parts: Parts, *, least: float = 0.8) -> Statement | None:
    """The statement whose cue, source and content are those marked (Dice of each at least `least`; half of the cue's words will do)."""
    close = ((like(text, s, parts), s) for s in statements)
    return next((s for (cue, who, what), s in close if cue >= 0.5 and who >= least and what >= least), None)


def table() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(TABLE.read_text("utf-8"))
    return content

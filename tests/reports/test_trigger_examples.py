"""Every row of the trigger lexicon is tried on its own examples: good ones give its report, bad ones none of its own."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from sayso.lexicons.triggers import Row, load_triggers
from sayso.records import Party, Report, Span

KNOWN: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "examples_that_fail.yaml").read_text("utf-8"))
MARK = re.compile(r"<(/?)([atr])>")
Reporter = Callable[[str], tuple[Report, ...]]


def unmark(marked: str) -> tuple[str, dict[str, list[Span]]]:
    """The text without marks, and the spans marked <a>ctor, <t>rigger, <r>ecipient."""
    text, at, opened = "", 0, 0
    spans: dict[str, list[Span]] = {"a": [], "t": [], "r": []}
    for mark in MARK.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        if mark.group(1):
            spans[mark.group(2)].append(Span(opened, len(text)))
        else:
            opened = len(text)
    return text + marked[at:], spans


def names(parties: tuple[Party, ...], spans: list[Span]) -> bool:
    parties = tuple(p for p in parties if p.span)  # not those that the sentence leaves out
    return len(parties) == len(spans) and all(any(p.span and p.span.overlaps(s) for p in parties) for s in spans)


def fits(report: Report, row: Row, spans: dict[str, list[Span]]) -> bool:
    triggered = report.type == row.type and any(report.trigger.overlaps(s) for s in spans["t"])
    return triggered and names(report.actors, spans["a"]) and names(report.recipients, spans["r"])


def cases(kind: str) -> list[object]:
    rows = [(row, text) for row in load_triggers().rows if row.type != "none" for text in getattr(row, kind)]
    known = KNOWN[kind]
    return [
        pytest.param(row, text, id=f"{row.id}: {text}", marks=pytest.mark.xfail(strict=True, reason="known") if text in known else ())
        for row, text in rows
    ]


@pytest.mark.parametrize(("row", "marked"), cases("good"))
def test_good_example(row: Row, marked: str, reports: Reporter) -> None:
    text, spans = unmark(marked)
    found = reports(text)
    assert any(fits(r, row, spans) for r in found), [
        (r.type, r.trigger.of(text), [p.text for p in r.actors], [p.text for p in r.recipients]) for r in found
    ]


@pytest.mark.parametrize(("row", "text"), cases("bad"))
def test_bad_example(row: Row, text: str, reports: Reporter, own_entries: Callable[[Row], set[str]]) -> None:
    assert not [r for r in reports(text) if r.because[0].row in own_entries(row)]

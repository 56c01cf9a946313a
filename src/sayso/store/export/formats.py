"""The list of forms. Their words stand in formats.toml: what each is called, what it cannot say, and how to read it."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sayso.store.export import eventreport, gdelt, icews, phoenix, plover, polecat, tables
from sayso.store.export.entries import Entry
from sayso.store.export.sheets import Sheet

Refuse = Callable[[Entry], str]


@dataclass(frozen=True, slots=True)
class Format:
    """`about` is one line for `--help`. `refuse` gives the reason why a report has no place in it, "" where it has one."""

    name: str
    about: str
    sheets: tuple[Sheet, ...]
    losses: tuple[str, ...]
    reading: str
    refuse: Refuse

    @property
    def actual_only(self) -> bool:
        """Its data file has no place for a status: what did not happen stays out, or goes into a file of its own."""
        return any(s.status == "actual" for s in self.sheets)


def _anything(_: Entry) -> str:
    return ""


def _undated(entry: Entry) -> str:
    if entry.day:
        return ""
    return "told as long past, without a date" if entry.report.historical else "without any date, in an article without one"


def _no_dyad(entry: Entry) -> str:
    if not (entry.report.actors or entry.report.recipients):
        return "with neither actor nor recipient"
    return "of a type that has no CAMEO code" if entry.cameo is None else _undated(entry)


_MADE: dict[str, tuple[tuple[Sheet, ...], Refuse]] = {
    "parquet": (tables.sheets("parquet"), _anything),
    "csv": (tables.sheets("csv"), _anything),
    "jsonl": (plover.SHEETS, _anything),
    "polecat": (polecat.SHEETS, _undated),
    "icews": (icews.SHEETS, _no_dyad),
    "gdelt": (gdelt.SHEETS, _no_dyad),
    "phoenix": (phoenix.SHEETS, _no_dyad),
    "eventreport": (eventreport.SHEETS, _anything),
    "stata": (tables.sheets("dta"), _anything),
}


def _load() -> dict[str, Format]:
    words = tomllib.loads(Path(__file__).with_name("formats.toml").read_text("utf-8"))
    losses = {name: " ".join(text.split()) for name, text in words["losses"].items()}
    return {
        name: Format(name, told["about"], sheets, tuple(losses[x] for x in told["losses"]), told["reading"].strip(), refuse)
        for name, (sheets, refuse) in _MADE.items()
        for told in (words["formats"][name],)
    }


FORMATS: dict[str, Format] = _load()

"""Reports as lines of a table: `ASSAULT drone negated: Germany -> France + 20 civilians`."""

from pathlib import Path
from typing import Any

import yaml

from sayso.records import Party, Report

TABLE = Path(__file__).parents[1] / "sentences" / "reports.yaml"


def line(report: Report) -> str:
    """Type, mode where there is one, status where it is not actual, parties; those that the sentence leaves out in brackets."""
    head = " ".join(w for w in (report.type, report.mode or "", report.status if report.status != "actual" else "") if w)
    return f"{head}: {_names(report.actors)} -> {_names(report.recipients)}"


def _names(parties: tuple[Party, ...]) -> str:
    return " + ".join(p.text if p.span else f"({p.text})" for p in parties) or "-"


def table() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(TABLE.read_text("utf-8"))
    return content

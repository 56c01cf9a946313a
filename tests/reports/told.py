"""Reports as lines of a table: `ASSAULT drone negated: Germany -> France + 20 civilians`."""

from pathlib import Path
from typing import Any

import yaml

from sayso.records import Report

TABLE = Path(__file__).parents[1] / "sentences" / "reports.yaml"


def line(report: Report) -> str:
    """Type, mode where there is one, status where it is not actual, parties; those that the sentence leaves out in brackets."""
    head = " ".join(w for w in (report.type, report.mode or "", report.status if report.status != "actual" else "") if w)
    actors, recipients = (" + ".join(p.text if p.span else f"({p.text})" for p in parties) or "-" for parties in (report.actors, report.recipients))
    return f"{head}: {actors} -> {recipients}"


def table() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(TABLE.read_text("utf-8"))
    return content

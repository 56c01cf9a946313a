"""Decisions about events (merge, split) in the project's journal.sqlite: a table of its own, to which rows are only added."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sayso.errors import StopRun
from sayso.events.decide import Decision
from sayso.store.schema import JOURNAL

_TABLE = """
CREATE TABLE IF NOT EXISTS event_decisions (
  number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, reviewer TEXT NOT NULL, decision TEXT NOT NULL, undoes INTEGER UNIQUE);
CREATE TRIGGER IF NOT EXISTS event_decisions_stay BEFORE DELETE ON event_decisions
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER IF NOT EXISTS event_decisions_hold BEFORE UPDATE ON event_decisions
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision as it stands in the journal."""

    number: int
    at: str  # UTC, ISO 8601
    reviewer: str
    decision: Decision


def add(folder: Path, reviewer: str, decision: Decision) -> int:
    """Append a decision and return its number."""
    return _insert(folder, reviewer, json.dumps(decision.to_dict(), ensure_ascii=False, sort_keys=True), None)


def undo(folder: Path, reviewer: str) -> Entry | None:
    """Take the newest decision that still holds back, and return it; None where there is none."""
    held = entries(folder)
    if not held:
        return None
    _insert(folder, reviewer, "{}", held[-1].number)
    return held[-1]


def entries(folder: Path) -> list[Entry]:
    """All decisions that hold, in their order; none where the project has no journal."""
    if not (folder / JOURNAL).exists():
        return []
    with _open(folder, make=False) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'event_decisions'").fetchone():
            return []  # reviewers have decided about reports only
        rows = connection.execute(
            "SELECT number, at, reviewer, decision FROM event_decisions WHERE undoes IS NULL AND number NOT IN "
            "(SELECT undoes FROM event_decisions WHERE undoes IS NOT NULL) ORDER BY number"
        ).fetchall()
    return [Entry(number, at, reviewer, Decision.from_dict(json.loads(text))) for number, at, reviewer, text in rows]


def _insert(folder: Path, reviewer: str, text: str, undoes: int | None) -> int:
    with _open(folder) as connection:
        sql = "INSERT INTO event_decisions (at, reviewer, decision, undoes) VALUES (?,?,?,?)"
        number = connection.execute(sql, [datetime.now(UTC).isoformat(timespec="milliseconds"), reviewer, text, undoes]).lastrowid
        connection.commit()
    return number or 0


@contextmanager
def _open(folder: Path, *, make: bool = True) -> Iterator[sqlite3.Connection]:
    """`make` the table where it is not there yet; a reader changes nothing."""
    path = folder / JOURNAL
    try:
        with closing(sqlite3.connect(path, timeout=10)) as connection:
            if make:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.executescript(_TABLE)
            yield connection
    except sqlite3.DatabaseError as error:
        raise StopRun(f"{path}: {error}", "Check disk and permissions. The file holds every decision: keep a copy first.") from error

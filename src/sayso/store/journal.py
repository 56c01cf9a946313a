"""journal.sqlite: the decisions of reviewers, one row each. Rows are only ever added; taking one back is a row, too."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from sayso.errors import StopRun
from sayso.records.review import Anchor, Judgement, Verdict
from sayso.store.schema import JOURNAL

VERSION = 1
UNDO = "undo"
Shards = dict[str, list[Any]]  # shard -> version, articles, reports
_TABLES = """
CREATE TABLE IF NOT EXISTS decisions (
  number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, reviewer TEXT NOT NULL, verdict TEXT NOT NULL,
  anchor TEXT NOT NULL, seen TEXT NOT NULL, given TEXT NOT NULL, undoes INTEGER UNIQUE, ticket TEXT UNIQUE);
CREATE TABLE IF NOT EXISTS shards (number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, shards TEXT NOT NULL);
CREATE TRIGGER IF NOT EXISTS decisions_stay BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER IF NOT EXISTS decisions_hold BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
"""


def utc_now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Journal:
    """The journal of one project, made at the first decision. Safe to use from several threads, and by several programs at once."""

    def __init__(self, folder: Path, now: Callable[[], str] = utc_now) -> None:
        self.path, self._now = folder / JOURNAL, now
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None

    # ---------------------------------------------------------------- writing
    def decide(
        self,
        reviewer: str,
        verdict: Verdict,
        anchor: Anchor,
        seen: dict[str, str | None],
        given: dict[str, str | None] | None = None,
        ticket: str | None = None,
    ) -> int:
        """Append a decision and return its number. With the ticket of one that is there already (sent twice), nothing is added."""
        values = (self._now(), reviewer, verdict, _json(asdict(anchor)), _json(seen), _json(given or {}), ticket)
        with self._writing() as connection:
            row = connection.execute("SELECT number FROM decisions WHERE ticket = ?", [ticket]).fetchone()
            if row is None:
                sql = "INSERT INTO decisions (at, reviewer, verdict, anchor, seen, given, ticket) VALUES (?,?,?,?,?,?,?) RETURNING number"
                row = connection.execute(sql, values).fetchone()
        return int(row[0])

    def undo(self, reviewer: str, ticket: str | None = None) -> Judgement | None:
        """Take back the reviewer's last decision that still holds, and return it; None where there is none left."""
        with self._writing() as connection:
            row = connection.execute(f"{_SELECT} WHERE ticket = ? AND verdict = '{UNDO}'", [ticket]).fetchone()
            if row:  # sent twice
                row = connection.execute(f"{_SELECT} WHERE number = (SELECT undoes FROM decisions WHERE ticket = ?)", [ticket]).fetchone()
                return _judgement(row)
            row = connection.execute(f"{_SELECT} WHERE reviewer = ? AND {_HOLDS} ORDER BY number DESC LIMIT 1", [reviewer]).fetchone()
            if row is None:
                return None
            connection.execute(
                "INSERT INTO decisions (at, reviewer, verdict, anchor, seen, given, undoes, ticket) VALUES (?,?,?,?,'{}','{}',?,?)",
                [self._now(), reviewer, UNDO, row[4], row[0], ticket],
            )
        return _judgement(row)

    def note_shards(self, shards: Shards) -> None:
        """Keep what the project holds where it differs from what was kept last, so that a change can be told."""
        if not shards:
            return
        text = _json(shards)
        with self._writing() as connection:
            last = connection.execute("SELECT shards FROM shards ORDER BY number DESC LIMIT 1").fetchone()
            if last is None or last[0] != text:
                connection.execute("INSERT INTO shards (at, shards) VALUES (?, ?)", [self._now(), text])

    # ---------------------------------------------------------------- reading
    def judgements(self) -> list[Judgement]:
        """All decisions that have not been taken back, in their order."""
        return [_judgement(row) for row in self._rows(f"{_SELECT} WHERE {_HOLDS} ORDER BY number")]

    def last(self) -> int:
        """Number of the newest row: it changes with every decision."""
        rows = self._rows("SELECT coalesce(max(number), 0) FROM decisions")
        return int(rows[0][0]) if rows else 0

    def shards(self) -> list[tuple[str, Shards]]:
        """What the project held, the newest first: since when, and which shards."""
        return [(at, json.loads(text)) for at, text in self._rows("SELECT at, shards FROM shards ORDER BY number DESC LIMIT 2")]

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        if self._connection is None and not self.path.exists():
            return []
        with self._told(), self._lock:
            return self._open().execute(sql).fetchall()

    # ---------------------------------------------------------------- the file
    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: two programs that write at once wait for each other."""
        with self._told(), self._lock:
            connection = self._open()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            connection = sqlite3.connect(self.path, timeout=10, isolation_level=None, check_same_thread=False)
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version > VERSION:
                connection.close()
                raise StopRun(f"{self.path} was written by a newer sayso (form {version}).", "Upgrade: pip install --upgrade sayso")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(_TABLES + f"PRAGMA user_version = {VERSION};")
            self._connection = connection
        return self._connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise StopRun(
                f"{self.path}: {error}",
                "Check disk and permissions. The file holds every decision: keep a copy before you touch it.",
            ) from error

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None


_SELECT = "SELECT number, at, reviewer, verdict, anchor, seen, given FROM decisions"
_HOLDS = f"verdict <> '{UNDO}' AND number NOT IN (SELECT undoes FROM decisions WHERE undoes IS NOT NULL)"


def _judgement(row: tuple[Any, ...]) -> Judgement:
    number, at, reviewer, verdict, anchor, seen, given = row
    return Judgement(
        number=number,
        at=at,
        reviewer=reviewer,
        verdict=verdict,
        anchor=Anchor(**json.loads(anchor)),
        seen=tuple(json.loads(seen).items()),
        given=tuple(json.loads(given).items()),
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str).encode("utf-8", "replace").decode()

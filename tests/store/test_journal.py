"""Decisions are added, never changed, survive a restart, and are taken back one by one."""

import sqlite3
from dataclasses import replace
from itertools import count
from pathlib import Path
from threading import Thread

import pytest

from sayso import StopRun
from sayso.records.review import Anchor
from sayso.store.journal import Journal

ANCHOR = Anchor(
    article_id="a",
    report_id="r1",
    quote="attacked",
    before="had ",
    after=" the",
    start=4,
    sentence="It had attacked the post.",
    text_sha256="0",
)
SEEN: dict[str, str | None] = {"event_type": "ASSAULT", "status": "negated", "event_mode": None}


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    clock = count()
    return Journal(tmp_path, now=lambda: f"2026-03-12T00:00:{next(clock):02}")


def test_reading_makes_no_file(journal: Journal) -> None:
    assert (journal.judgements(), journal.last(), journal.shards()) == ([], 0, [])
    assert not journal.path.exists()


def test_a_decision_comes_back_whole_after_a_restart(journal: Journal) -> None:
    journal.decide("Ann", "correct", ANCHOR, SEEN, {"event_type": "COERCE"})
    journal.close()
    (found,) = Journal(journal.path.parent).judgements()
    assert (found.reviewer, found.verdict, found.anchor, dict(found.seen)) == ("Ann", "correct", ANCHOR, SEEN)
    assert found.values == {"event_type": "COERCE", "status": "negated", "event_mode": None}
    assert found.at == "2026-03-12T00:00:00"


def test_a_decision_sent_twice_is_one(journal: Journal) -> None:
    numbers = {journal.decide("Ann", "accept", ANCHOR, SEEN, ticket="t1") for _ in range(3)}
    assert len(numbers) == len(journal.judgements()) == 1


def test_undo_goes_all_the_way_back_and_only_ones_own(journal: Journal) -> None:
    for n in range(3):
        journal.decide("Ann", "accept", replace(ANCHOR, report_id=f"r{n}"), SEEN)
    journal.decide("Ben", "reject", ANCHOR, SEEN)
    back = [journal.undo("Ann", ticket=f"u{n}") for n in range(4)]
    assert [j.anchor.report_id if j else None for j in back] == ["r2", "r1", "r0", None]
    again = journal.undo("Ann", ticket="u0")  # the same undo, sent twice
    assert again is not None
    assert again.anchor.report_id == "r2"
    assert [j.reviewer for j in journal.judgements()] == ["Ben"]
    journal.decide("Ann", "accept", ANCHOR, SEEN)
    assert len(journal.judgements()) == 2


def test_rows_can_be_neither_changed_nor_taken_away(journal: Journal) -> None:
    journal.decide("Ann", "accept", ANCHOR, SEEN)
    journal.undo("Ann")
    connection = sqlite3.connect(journal.path)
    for sql in ("DELETE FROM decisions", "UPDATE decisions SET verdict = 'reject'"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(sql)
    assert connection.execute("SELECT count(*) FROM decisions").fetchone() == (2,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_two_programs_and_many_threads_lose_nothing(journal: Journal) -> None:
    other = Journal(journal.path.parent)
    threads = [Thread(target=lambda j=j, n=n: j.decide(f"{n}", "accept", ANCHOR, SEEN)) for n in range(10) for j in (journal, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(journal.judgements()) == 20
    assert len({j.number for j in journal.judgements()}) == 20


def test_what_the_project_held_is_kept_where_it_changes(journal: Journal) -> None:
    journal.note_shards({"000001": ["v1", 2, 8]})
    journal.note_shards({"000001": ["v1", 2, 8]})
    journal.note_shards({"000001": ["v2", 2, 9]})
    assert [shards for _, shards in journal.shards()] == [{"000001": ["v2", 2, 9]}, {"000001": ["v1", 2, 8]}]


def test_broken_and_newer_files_are_told(tmp_path: Path) -> None:
    (tmp_path / "journal.sqlite").write_bytes(b"this is no database " * 50)
    with pytest.raises(StopRun, match=r"journal\.sqlite") as error:
        Journal(tmp_path).judgements()
    assert "keep a copy" in error.value.hint
    (tmp_path / "journal.sqlite").unlink()
    connection = sqlite3.connect(tmp_path / "journal.sqlite")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StopRun, match="newer sayso"):
        Journal(tmp_path).last()


def test_odd_text_is_kept(journal: Journal) -> None:
    odd = replace(ANCHOR, quote="“<b>'\x00\ud800\u2028🕊")
    journal.decide("Ann", "accept", odd, SEEN)
    assert journal.judgements()[0].anchor.quote == "“<b>'\x00?\u2028🕊"

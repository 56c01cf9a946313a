"""Events of a project: grouped once, carried on when shards come, corrected by people, kept whatever is coded anew."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from sayso import Article, Coded, Party, Report, Span, StopRun
from sayso.records import ActorLink, CodedArticle, When
from sayso.store.event_tables import EVENT_REPORTS, EVENTS
from sayso.store.events import Events, decide_merge, decide_split, grouped, undo_last
from sayso.store.journal import Journal
from sayso.store.read import Project
from sayso.store.schema import SQL_TYPES
from tests.store.made import make_project, write_shard

ONDRIA = ActorLink(name="Ondria", country="OND", sectors=("GOV",))
VARKESH = ActorLink(name="Varkesh", country="VRK", sectors=("GOV",))
DAY = date(2026, 3, 11)


def article(name: str, *, day: date | None = DAY, late: int = 1, text: str = "", outlet: str = "", type_: str = "ASSAULT") -> CodedArticle:
    """One article with one report: Ondria attacked Varkesh."""
    words = text or f"In the words of {name}, Ondria attacked Varkesh near the river."
    at = words.index("Ondria attacked Varkesh")
    actor, trigger, recipient = Span(at, at + 6), Span(at + 7, at + 15), Span(at + 16, at + 23)
    report = Report(
        id="r1",
        trigger=trigger,
        sentence=Span(0, len(words)),
        type=type_,
        actors=(Party(span=actor, text="Ondria", link=ONDRIA),),
        recipients=(Party(span=recipient, text="Varkesh", link=VARKESH),),
        when=When(start=day, end=day, precision="day", basis="stated") if day else When(),
    )
    published = (day or DAY) + timedelta(days=late)
    found = Article(id=name, text=words, outlet=outlet or f"The {name}", published=published)
    return Coded(article=found, statements=(), reports=(report,))


def shape(events: Events) -> set[str]:
    """`ab`: the articles of each event."""
    sql = "SELECT string_agg(article_id, '' ORDER BY article_id) FROM event_reports GROUP BY event_id"
    return {s for (s,) in events.project.sql(sql)}


def id_of(events: Events, article_id: str) -> str:
    return str(next(events.project.sql("SELECT event_id FROM event_reports WHERE article_id = ?", [article_id]))[0])


def project(folder: Path, articles: Sequence[CodedArticle]) -> Project:
    return make_project(folder, articles)


NEXT = DAY + timedelta(days=9)
MANY = [article("a"), article("b", late=2), article("c", day=NEXT), article("d", day=NEXT), article("e", type_="COERCE")]


def test_grouped(tmp_path: Path) -> None:
    found = grouped(project(tmp_path / "p", MANY))
    assert shape(found) == {"ab", "cd", "e"}
    (row,) = found.rows("event_id = ?", [id_of(found, "a")])
    assert (row["report_count"], row["outlet_count"], row["own_voice"], row["standing"]) == (2, 2, 2, "several")
    assert (row["event_start"], row["actor_country"], row["recipient_country"]) == (DAY, "OND", "VRK")
    assert (row["intensity"], row["quad_class"]) == (-9.0, 4)


def test_the_tables_have_their_columns(tmp_path: Path) -> None:
    found = grouped(project(tmp_path / "p", MANY))
    for table in (EVENTS, EVENT_REPORTS):
        relation = found.project.connection.view(table.name)
        assert list(zip(relation.columns, map(str, relation.types), strict=True)) == [(c.name, SQL_TYPES[c.kind]) for c in table.columns]
        assert all(c.meaning for c in table.columns)


def test_an_empty_project_has_no_events(tmp_path: Path) -> None:
    found = grouped(project(tmp_path / "p", []))
    assert list(found.rows()) == []
    with pytest.raises(StopRun, match="holds no events yet"):
        found.event("E")


def test_grouping_twice_writes_nothing(tmp_path: Path) -> None:
    made = project(tmp_path / "p", MANY)
    grouped(made)
    before = {f: f.stat().st_mtime_ns for f in (tmp_path / "p/events").iterdir()}
    grouped(Project.open(tmp_path / "p"))
    assert {f: f.stat().st_mtime_ns for f in (tmp_path / "p/events").iterdir()} == before


@pytest.mark.parametrize("cut", [1, 2, 3, 4])
def test_carried_on_is_the_same_as_at_once(tmp_path: Path, cut: int) -> None:
    folder = tmp_path / "p"
    before = grouped(project(folder, MANY[:cut]))
    ids = {a.article.id: id_of(before, a.article.id) for a in MANY[:cut]}
    write_shard(folder, "000002", MANY[cut:])
    after, whole = grouped(Project.open(folder)), grouped(project(tmp_path / "w", MANY))
    assert shape(after) == shape(whole)
    assert {a: id_of(after, a) for a in ids} == ids
    columns = [c for c in EVENTS.names if c != "event_id"]
    assert sorted(str([r[c] for c in columns]) for r in after.rows()) == sorted(str([r[c] for c in columns]) for r in whole.rows())


def test_a_new_article_may_make_two_events_one(tmp_path: Path) -> None:
    """What belongs together is decided anew within the circle, and the links found before count."""
    folder = tmp_path / "p"
    vague = article("v", day=None, late=1)
    grouped(project(folder, [MANY[0], vague]))
    write_shard(folder, "000002", [MANY[1]])
    assert shape(grouped(Project.open(folder))) == {"abv"}


def test_ids_stay_when_an_article_is_coded_anew(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    before = id_of(grouped(project(folder, MANY)), "a")
    anew = [replace(a, reports=tuple(replace(r, id="r7", confidence=0.5) for r in a.reports)) for a in MANY]
    write_shard(folder, "000001", anew, version="fedcba9876543210")
    after = grouped(Project.open(folder))
    assert id_of(after, "a") == before
    assert shape(after) == {"ab", "cd", "e"}
    assert {r for (r,) in after.project.sql("SELECT report_id FROM event_reports")} == {"r7"}


def test_a_grouping_that_was_cut_short_is_made_again(tmp_path: Path) -> None:
    made = project(tmp_path / "p", MANY)
    grouped(made)
    for file in (tmp_path / "p/events").glob("events-*.parquet"):
        file.unlink()
    assert shape(grouped(Project.open(tmp_path / "p"))) == {"ab", "cd", "e"}
    (tmp_path / "p/events/grouping.json").write_text("{", "utf-8")
    assert shape(grouped(Project.open(tmp_path / "p"))) == {"ab", "cd", "e"}


# ---------------------------------------------------------------- decisions
def test_merged_and_taken_back(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    found = grouped(project(folder, MANY))
    one, other = id_of(found, "a"), id_of(found, "c")
    decide_merge(found, "ana", [one, other])
    after = grouped(Project.open(folder))
    assert shape(after) == {"abcd", "e"}
    assert id_of(after, "c") == one
    assert len(list(after.rows())) == 2
    assert "merge" in undo_last(after, "ana")
    assert shape(grouped(Project.open(folder))) == {"ab", "cd", "e"}
    assert "no decision" in undo_last(after, "ana")


def test_split_survives_new_articles_and_a_rerun(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    found = grouped(project(folder, MANY))
    decide_split(found, "ana", id_of(found, "a"), ["b/r1"])
    assert shape(grouped(Project.open(folder))) == {"a", "b", "cd", "e"}
    write_shard(folder, "000002", [article("f", day=NEXT)])
    assert shape(grouped(Project.open(folder))) == {"a", "b", "cdf", "e"}
    write_shard(folder, "000001", MANY, version="fedcba9876543210")
    after = grouped(Project.open(folder))
    assert shape(after) == {"a", "b", "cdf", "e"}
    assert sum(r["report_count"] for r in after.rows()) == 6


def test_a_journal_about_reports_only_holds_no_decisions_about_events(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    made = project(folder, MANY)
    Journal(folder).undo("ana")  # makes the file
    assert (folder / "journal.sqlite").exists()
    assert shape(grouped(made)) == {"ab", "cd", "e"}
    decide_merge(Events(made), "ana", [id_of(Events(made), "a"), id_of(Events(made), "c")])
    assert Journal(folder).judgements() == []
    assert shape(grouped(Project.open(folder))) == {"abcd", "e"}


def test_a_damaged_journal_is_told(tmp_path: Path) -> None:
    made = project(tmp_path / "p", MANY)
    (tmp_path / "p/journal.sqlite").write_bytes(b"no database" * 100)
    with pytest.raises(StopRun, match=r"journal\.sqlite"):
        grouped(made)


def test_one_event_cannot_be_merged_with_itself(tmp_path: Path) -> None:
    found = grouped(project(tmp_path / "p", MANY))
    with pytest.raises(StopRun, match="one event already"):
        decide_merge(found, "ana", [id_of(found, "a"), id_of(found, "b")])


# ---------------------------------------------------------------- asking
def test_events_that_a_query_selects(tmp_path: Path) -> None:
    found = grouped(project(tmp_path / "p", MANY))
    assert len(list(found.selected("type:ASSAULT"))) == 2
    assert len(list(found.selected("outlet:The"))) == 3
    assert [r["event_type"] for r in found.selected("type:COERCE")] == ["COERCE"]
    assert list(found.selected("type:AID")) == []


def test_by_the_beginning_of_an_id(tmp_path: Path) -> None:
    found = grouped(project(tmp_path / "p", MANY))
    name = id_of(found, "a")
    assert [t.article for t in found.event(name[:6]).tellings] == ["a", "b"]
    with pytest.raises(StopRun, match="Several ids begin with 'E'"):
        found.event("E")
    with pytest.raises(StopRun, match="No event's id begins with 'X'"):
        found.event("X")


def test_copies_are_one_line(tmp_path: Path) -> None:
    """The same sentence in two outlets: a copy, even where nobody marked the article as one."""
    text = "Before dawn, at the border post on the river near Brodny, Ondria attacked Varkesh with drones."
    found = grouped(project(tmp_path / "p", [article("a", text=text), article("b", text=text)]))
    (row,) = found.rows()
    assert (row["outlet_count"], row["article_count"], row["outlets"]) == (1, 2, "The a")

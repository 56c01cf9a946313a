"""Questions over a project: found, counted, explained, summed up."""

from dataclasses import replace
from pathlib import Path

import pytest

from sayso import Skipped, StopRun
from sayso.explore import explain, find
from sayso.explore.status import status
from sayso.show.lines import Line
from sayso.store.files import damage
from sayso.store.read import Project
from tests.show.written import CODED
from tests.store.made import make_project, named, write_shard


def dated(article_id: str, day: int, outlet: str = "velmar.example") -> "object":
    coded = named(article_id)
    published = CODED.article.published
    assert published
    return replace(coded, article=replace(coded.article, published=published.replace(day=day), outlet=outlet))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    articles = [dated("abc1", 12), dated("abd2", 14), dated("xyz3", 13, "Other; Wire")]
    return make_project(tmp_path / "p", articles, [Skipped(where=f"{n}.txt", reason="it is empty", hint="Check.") for n in range(3)])  # type: ignore[arg-type]


def text(lines: "object") -> str:
    return "\n".join(line.plain() for line in lines if isinstance(line, Line))  # type: ignore[attr-defined]


# ---------------------------------------------------------------- find
def test_the_newest_come_first_with_their_records(project: Project) -> None:
    hits = list(find.hits(project, "type:COERCE"))
    assert [(h.coded.article.id, h.ids) for h in hits] == [("abd2", ("r3", "r4")), ("xyz3", ("r3", "r4")), ("abc1", ("r3", "r4"))]
    hits = list(find.hits(project, "type:COERCE", sort="article_id", limit=3))
    assert [(h.coded.article.id, h.ids) for h in hits] == [("abc1", ("r3", "r4")), ("abd2", ("r3",))]
    assert [h.ids for h in find.hits(project, "force:denies", table="statements")] == [("s1",)] * 3
    assert [h.coded.article.id for h in find.hits(project, "", table="articles", sort="published")] == ["abc1", "xyz3", "abd2"]


def test_an_unknown_column_is_told(project: Project) -> None:
    with pytest.raises(StopRun, match="no column 'pubished'"):
        list(find.hits(project, "", sort="pubished"))
    with pytest.raises(StopRun, match="no column 'day'"):
        find.counts(project, "", "day")


def test_counts(project: Project) -> None:
    assert find.counts(project, "", "event_type") == [("ASSAULT", 6), ("COERCE", 6)]
    assert find.counts(project, "type:ASSAULT", "recipient_country") == [("KLV", 3), ("(not known)", 3)]
    assert find.counts(project, "", "published") == [("2026-03-12", 4), ("2026-03-13", 4), ("2026-03-14", 4)]


def test_why_nothing_was_found(project: Project) -> None:
    assert list(find.why_nothing(project, "type:AID status:actual")) == ["type:AID alone finds nothing. There are: ASSAULT, COERCE."]
    assert list(find.why_nothing(project, '"no such words" type:ASSAULT')) == ['"no such words" alone finds nothing.']
    assert list(find.why_nothing(project, "type:COERCE mode:drone")) == []


# ---------------------------------------------------------------- explain
def test_the_beginning_of_an_id_is_enough(project: Project) -> None:
    assert explain.find(project, "x").coded.article.id == "xyz3"
    assert explain.find(project, "abc1").record == ""
    assert explain.find(project, "abd/s2").record == "s2"


NO_SUCH = {
    "ab": ("Several ids begin with 'ab': abc1, abd2", "more"),
    "q": ("No article's id", "abc1, abd2, xyz3"),
    "x/r9": ("no record 'r9'", "r1, r2"),
    "": ("No article", "abc1"),
}


@pytest.mark.parametrize(("name", "told"), NO_SUCH.items(), ids=lambda n: n if isinstance(n, str) else "")
def test_an_id_that_names_none_or_several(project: Project, name: str, told: tuple[str, str]) -> None:
    with pytest.raises(StopRun) as error:
        explain.find(project, name)
    assert told[0] in error.value.message
    assert told[1] in error.value.hint


def test_an_article_shows_its_text_with_marks_and_the_account(project: Project) -> None:
    shown = text(explain.find(project, "abc").lines(why=True))
    assert "Ostria denied on Thursday «s1 that its drones had [attacked r1] the Kalvian border post at Brodny»" in shown
    assert "«s4 officials had told her «s5 that Kalvia might [close r3] the river»»" in shown
    assert "[arrested r4] 30 protesters" in shown
    assert "because trigger:verb · ASSAULT/attack · “attacked”" in shown


def test_one_record_shows_itself_alone_with_what_stands_behind_it(project: Project) -> None:
    shown = text(explain.find(project, "abc/r1").lines(why=True))
    assert "Ostria did NOT attack" in shown
    assert "because trigger:verb" in shown
    assert "arrest" not in shown
    assert "denied" in text(explain.find(project, "abc/s1").lines())


# ---------------------------------------------------------------- status
def test_status_sums_up(project: Project) -> None:
    found = status(project)
    assert (found.articles, found.reports, found.statements, found.outlets) == (3, 12, 15, 2)
    assert (found.first, found.last, found.undated) == ("2026-03-12", "2026-03-14", 0)
    assert found.skipped == (("it is empty", 3),)
    assert [v.articles for v in found.versions] == [3]
    assert "3 articles, 12 reports, 15 statements" in text(found.lines())
    assert found.to_dict()["skipped"] == {"it is empty": 3}


def test_status_tells_versions_apart(project: Project) -> None:
    write_shard(project.folder, "000002", [named("new")], version="fedcba9876543210", model="another@2")
    found = status(Project.open(project.folder))
    assert [v.differs for v in found.versions] == [(), ("model: another@2",)]
    assert "--recode" in text(found.lines())


def test_status_tells_what_a_run_would_do_otherwise_now(project: Project) -> None:
    shown = text(status(project, "sayso 9").lines())
    assert "a run would now differ: sayso 9, not program" in shown
    assert "settings of sayso.toml" in shown  # the hand-made shard has none
    assert "--recode" in shown


def test_status_of_a_damaged_project_says_what_is_damaged(project: Project) -> None:
    next((project.folder / "reports").iterdir()).write_bytes(b"")
    found = status(Project.open(project.folder))
    assert found.articles == 3
    assert len(found.problems) == len(list(damage(project.folder, project.shards))) == 1
    assert "damaged: 000001" in text(found.lines())


def test_status_of_an_empty_project(tmp_path: Path) -> None:
    found = status(make_project(tmp_path / "p", []))
    assert found.articles == 0
    assert "0 articles" in text(found.lines())

"""Many articles into a project: resume, jobs, parts, versions, bad articles, copies."""

import json
from pathlib import Path

import pytest

from sayso import StopRun
from sayso.run import plan
from sayso.run.plan import Part, parse_part
from sayso.store.read import Project
from tests.run.corpora import NEWS, contents, run, write_news


@pytest.fixture(autouse=True)
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "SHARD_INPUTS", 10)
    monkeypatch.setattr(plan, "BATCH", 4)


# ---------------------------------------------------------------- what is in it afterwards
def test_every_article_is_there_once_in_the_order_of_the_inputs(tmp_path: Path) -> None:
    summary = run(tmp_path / "p", write_news(tmp_path / "news", 25))
    assert (summary.coded, summary.reports, summary.skipped, summary.shards) == (25, 25, 0, 3)
    project = Project.open(tmp_path / "p")
    assert [Path(c.article.where).name for c in project.coded()] == [f"{n:04}.txt" for n in range(25)]
    assert [s.row["article_count"] for s in project.shards] == [10, 10, 5]
    assert {s.row["program"] for s in project.shards} == {"standin 1"}
    assert {s.row["model"] for s in project.shards} == {"standin_model@1"}


def test_what_is_done_is_skipped_and_what_is_new_is_added(tmp_path: Path) -> None:
    news = write_news(tmp_path / "news", 12)
    run(tmp_path / "p", news)
    before = contents(tmp_path / "p")
    again = run(tmp_path / "p", news)
    assert (again.coded, again.already) == (0, 12)
    assert contents(tmp_path / "p") == before
    write_news(tmp_path / "news", 14)
    more = run(tmp_path / "p", news)
    assert (more.coded, more.already) == (2, 12)
    assert {name: raw for name, raw in contents(tmp_path / "p").items() if name in before} == before
    assert Project.open(tmp_path / "p").count(table="articles") == 14


def test_a_project_among_its_inputs_does_not_code_itself(tmp_path: Path) -> None:
    news = write_news(tmp_path / "news", 3)
    for _ in range(2):
        run(news / "p", news)
    assert Project.open(news / "p").count(table="articles") == 3
    assert Project.open(news / "p").count(table="skipped") == 0


def test_a_path_that_does_not_exist_makes_no_project(tmp_path: Path) -> None:
    with pytest.raises(StopRun, match="no-such"):
        run(tmp_path / "p", tmp_path / "no-such")
    assert not (tmp_path / "p").exists()


# ---------------------------------------------------------------- bad articles
def test_one_bad_article_costs_only_itself(tmp_path: Path) -> None:
    news = write_news(tmp_path / "news", 9)
    for name, words in {"0002": "UNCODABLE", "0005": "BUG"}.items():
        path = news / f"{name}.txt"
        path.write_text(path.read_text("utf-8") + words, "utf-8")
    (news / "0007.txt").write_bytes(b"")
    summary = run(tmp_path / "p", news)
    assert (summary.coded, summary.skipped) == (6, 3)
    rows = list(Project.open(tmp_path / "p").sql("SELECT input_name, reason, hint, article_id IS NOT NULL FROM skipped"))
    assert [(Path(name).name, known) for name, _, _, known in rows] == [("0002.txt", True), ("0007.txt", False), ("0005.txt", True)] or len(
        rows
    ) == 3
    reasons = {Path(name).name: (reason, hint) for name, reason, hint, _ in rows}
    assert reasons["0002.txt"] == ("it cannot be coded", "Leave it out.")
    assert "KeyError" in reasons["0005.txt"][0]
    assert "report it" in reasons["0005.txt"][1]
    again = run(tmp_path / "p", news)
    assert (again.coded, again.skipped, again.already) == (0, 0, 9)


def test_an_article_that_kills_its_process_costs_only_itself(tmp_path: Path) -> None:
    news = write_news(tmp_path / "news", 9)
    (news / "0004.txt").write_text(NEWS + "DIE", "utf-8")
    summary = run(tmp_path / "p", news, jobs=2)
    assert (summary.coded, summary.skipped) == (8, 1)
    assert "died" in summary.named[0].reason
    names = [Path(c.article.where).name for c in Project.open(tmp_path / "p").coded()]
    assert names == [f"{n:04}.txt" for n in range(9) if n != 4]


def test_an_id_that_comes_again_with_another_text_is_named(tmp_path: Path) -> None:
    for name, number in (("one", 1), ("two", 2)):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({"id": "a", "text": NEWS.format(number)}) + "\n", "utf-8")
    run(tmp_path / "p", tmp_path / "one.jsonl")
    summary = run(tmp_path / "p", tmp_path / "two.jsonl")
    assert (summary.coded, summary.skipped) == (0, 1)
    assert "with another text" in summary.named[0].reason


def test_an_input_given_twice_is_counted(tmp_path: Path) -> None:
    news = write_news(tmp_path / "news", 3)
    (news / "copy.txt").write_bytes((news / "0001.txt").read_bytes())
    first = run(tmp_path / "p", news)
    assert (first.coded, first.twice, first.already, first.skipped) == (3, 1, 0, 0)
    again = run(tmp_path / "p", news)
    assert (again.coded, again.twice, again.already) == (0, 0, 4)


# ---------------------------------------------------------------- the same bytes
def test_the_number_of_jobs_changes_no_byte(tmp_path: Path) -> None:
    news = write_news(tmp_path / "news", 33)
    (news / "0003.txt").write_bytes(b"")
    run(tmp_path / "one", news)
    run(tmp_path / "three", news, jobs=3)
    assert contents(tmp_path / "one") == contents(tmp_path / "three")


def test_parts_make_up_the_whole(tmp_path: Path) -> None:
    news = write_news(tmp_path / "news", 40)
    (news / "0003.txt").write_bytes(b"")
    (news / "0009.txt").write_bytes(b"")
    run(tmp_path / "whole", news)
    found = [run(tmp_path / "p", news, part=Part(n, 3)) for n in (1, 2, 3)]
    assert sum(s.coded for s in found) == 38
    assert all(s.coded for s in found)
    whole, parts = Project.open(tmp_path / "whole"), Project.open(tmp_path / "p")
    for table in ("reports", "articles", "skipped"):
        sql = f"SELECT {'input_key' if table != 'reports' else '*'} FROM {table} ORDER BY ALL"
        assert list(whole.sql(sql)) == list(parts.sql(sql))
    assert run(tmp_path / "p", news).coded == 0


@pytest.mark.parametrize("text", ["", "3", "0/2", "3/2", "a/b", "1/2/3", "-1/2"])
def test_what_is_no_part_is_refused(text: str) -> None:
    with pytest.raises(StopRun, match="is no part"):
        parse_part(text)


# ---------------------------------------------------------------- versions
def test_another_version_is_told_and_recoded_on_demand(tmp_path: Path) -> None:
    news = write_news(tmp_path / "news", 14)
    (news / "0003.txt").write_bytes(b"")
    run(tmp_path / "p", news)
    run(tmp_path / "fresh", news, version="2")
    write_news(tmp_path / "more", 15)
    told = run(tmp_path / "p", tmp_path / "more", version="2")
    assert (told.coded, len(told.told)) == (2, 1)  # the one that was empty, and the fifteenth
    assert "13 articles of this project were coded by another version" in told.told[0]
    anew = run(tmp_path / "p", version="2", recode=True)
    assert (anew.coded, anew.recoded, anew.skipped, anew.told) == (13, 13, 0, [])
    project = Project.open(tmp_path / "p")
    assert len({s.row["version"] for s in project.shards}) == 1
    assert {c.made_by[1] for c in project.coded()} == {"standin-rules@2"}
    fresh = contents(tmp_path / "fresh")
    assert {name: raw for name, raw in contents(tmp_path / "p").items() if name in fresh and "sayso.toml" not in name} == {
        name: raw for name, raw in fresh.items() if "sayso.toml" not in name
    }
    assert run(tmp_path / "p", version="2", recode=True).coded == 0


# ---------------------------------------------------------------- copies
def test_copies_are_kept_and_marked_also_over_runs(tmp_path: Path) -> None:
    text = write_news(tmp_path / "news", 1).joinpath("0000.txt").read_text("utf-8")
    row = {"id": "wire", "text": text, "outlet": "Wire"}
    (tmp_path / "wire.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    copies = [
        {"id": "daily", "text": text, "outlet": "Daily"},
        {"id": "weekly", "text": text + " It was the third such day this year.", "outlet": "W"},
    ]
    (tmp_path / "copies.jsonl").write_text("".join(json.dumps(c) + "\n" for c in copies), "utf-8")
    run(tmp_path / "p", tmp_path / "wire.jsonl")
    assert run(tmp_path / "p", tmp_path / "copies.jsonl").duplicates == 2
    sql = "SELECT article_id, duplicate_of, near_duplicate_of, similarity FROM articles"
    wire, daily, weekly = Project.open(tmp_path / "p").sql(sql)
    assert wire == ("wire", None, None, None)
    assert daily == ("daily", "wire", None, 1.0)
    assert weekly[1:3] == (None, "wire")
    assert 0.8 < weekly[3] < 1

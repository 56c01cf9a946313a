"""The commands over a project, with a stand-in for the coder."""

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import sayso
from sayso.cli.ask import asked
from sayso.cli.corpus import duration, facts
from sayso.cli.main import app
from sayso.run.corpus import Summary
from tests.run.corpora import Standin, write_news
from tests.show.written import CODED
from tests.store.made import make_project, named


class Run:
    """Runs `sayso ...` in this process; after it, `code`, `out` and `err` hold what came of it."""

    def __call__(self, *args: str) -> "Run":
        result = CliRunner().invoke(app, list(args))
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        self.code, self.out, self.err = result.exit_code, result.stdout, result.stderr
        return self


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.setattr(sayso, "load", lambda *_: Standin())
    monkeypatch.chdir(tmp_path)
    return Run()


@pytest.fixture
def project(run: Run, tmp_path: Path) -> str:
    assert run  # in its folder
    make_project(tmp_path / "p", [named("brodny-1"), named("brodny-2")])
    return "p"


# ---------------------------------------------------------------- code
def test_code_fills_a_project_and_goes_on(run: Run, tmp_path: Path) -> None:
    write_news(tmp_path / "news", 3)
    assert run("code", "news", "--project", "p").code == 0
    assert (run.out, run.err) == ("", "p: 3 articles coded, 3 reports, 0 statements\n")
    (tmp_path / "news/bad.txt").write_bytes(b"")
    assert run("code", "news", "--project", "p").code == 3
    assert "bad.txt: it is empty" in run.err
    assert "p: 0 articles coded, 0 reports, 0 statements, 3 done before, 1 skipped" in run.err
    assert run("code", "--project", "p", "--recode").code == 0
    assert run("status", "p").code == 0
    assert "3 articles, 3 reports, 0 statements" in run.out
    assert run("status", "p", "--skipped").out.startswith("news/bad.txt: it is empty")
    assert json.loads(run("status", "p", "--json").out)["articles"] == 3


def test_code_with_wrong_usage(run: Run, tmp_path: Path) -> None:
    write_news(tmp_path / "news", 1)
    for args in (
        ["--project", "p"],
        ["news", "--jobs", "2"],
        ["news", "--shard", "1/2"],
        ["news", "--recode"],
        ["news", "--project", "p", "--json"],
        [],
    ):
        assert run("code", *args).code == 2, args
    assert run("code", "news", "--project", "p", "--shard", "3/2").code == 1
    assert "is no part" in run.err
    assert run("code", "news", "--project", "p", "--map", "txt=a").code == 1
    assert not Path("p").exists()


def test_many_skipped_are_counted_and_the_first_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    for n in range(14):
        (tmp_path / f"news/{n:02}.txt").write_bytes(b"")
    assert run("code", "news", "--project", "p").code == 1
    assert run.err.count("skipped news/") == 10
    assert "4 more were skipped: sayso status p --skipped" in run.err


def test_progress_in_words() -> None:
    summary = Summary(folder=Path("p"), coded=100, skipped=20, expected=720, seconds=10.0)
    assert facts(summary) == "120 of 720 · 10.0 articles/s · 1 min to go · 20 skipped"
    assert facts(Summary(folder=Path("p"))) == "0 · 0.0 articles/s"
    assert [duration(s) for s in (3, 200, 30_000)] == ["3 s", "3 min", "8.3 h"]


# ---------------------------------------------------------------- query
def test_query_reads_like_the_account(run: Run, project: str) -> None:
    assert run("query", project, "status:negated", "claimant:OST").code == 0
    assert run.out.count("Ostria did NOT attack") == 2
    assert "velmar.example · published 2026-03-12 · 4 reports · 5 statements · id brodny-1" in run.out
    assert run.err == "\n2 reports\n"
    assert run("query", project, "--limit", "3").err == "\n8 reports, 3 shown (--limit N for more)\n"
    assert "because trigger:verb" in run("query", project, "mode:drone", "--why").out
    assert "Said by Kalvia" in run("query", project, "claimant:KLV", "--table", "statements").out
    assert run("query", project, "--table", "articles").out.count("Ostria denies attack") == 2


def test_query_for_programs(run: Run, project: str) -> None:
    rows = [json.loads(line) for line in run("query", project, "type:ASSAULT", "--json").out.splitlines()]
    assert [(r["article_id"], r["report_id"], r["published"]) for r in rows[:2]] == [
        ("brodny-1", "r1", "2026-03-12"),
        ("brodny-1", "r2", "2026-03-12"),
    ]
    table = list(csv.DictReader(io.StringIO(run("query", project, "type:ASSAULT", "--csv", "--limit", "1").out)))
    assert [r["sentence"] for r in table] == [CODED.reports[0].sentence.of(CODED.article.text)]
    articles = [json.loads(line) for line in run("query", project, "--table", "articles", "--json").out.splitlines()]
    assert [a["article_id"] for a in articles] == ["brodny-1", "brodny-2"]
    assert "text" not in articles[0]
    assert run("query", project, "--by", "event_type", "--csv").out == "event_type,count\nASSAULT,4\nCOERCE,4\n"
    assert run("query", project, "--by", "event_type").out.split() == ["4", "ASSAULT", "4", "COERCE"]


def test_query_that_finds_nothing_says_why(run: Run, project: str) -> None:
    assert run("query", project, "type:AID").code == 1
    assert "type:AID alone finds nothing. There are: ASSAULT, COERCE." in run.err
    assert run("query", project, "typ:AID").code == 1
    assert "Did you mean type:?" in run.err
    assert run("query", project, "--sort", "x").code == 1
    assert run("query", project, "--table", "x").code == 2
    assert run("query", "none").code == 1
    assert "There is no project: none" in run.err


def test_the_shell_takes_quotation_marks_off_and_they_come_back() -> None:
    assert asked(["type:ASSAULT", "claimant:Jens Aldorf", "-tear gas", "x"]) == 'type:ASSAULT claimant:"Jens Aldorf" -"tear gas" x'
    assert asked(['claimant:"Jens Aldorf" x']) == 'claimant:"Jens Aldorf" x'
    assert asked(["type:ASSAULT since:2020-08"]) == "type:ASSAULT since:2020-08"


# ---------------------------------------------------------------- show, evaluate
def test_show(run: Run, project: str) -> None:
    assert "[attacked r1]" in run("show", project, "brodny-1").out
    assert "CLAIMANT BY CLAIMANT" in run.out
    assert "because" in run("show", project, "brodny-1/r1", "--why").out
    assert json.loads(run("show", project, "brodny-2", "--json").out)["article"]["id"] == "brodny-2"
    assert run("show", project, "brodny").code == 1
    assert "Several ids" in run.err


def test_evaluate(run: Run, project: str, tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold/1.json").write_text(json.dumps(named("brodny-1").annotations()), "utf-8")  # type: ignore[attr-defined]
    assert run("evaluate", "gold", "--project", project, "--docs").code == 0
    assert "1.json" in run.out
    assert "event + type" in run.out
    scores = json.loads(run("evaluate", "gold", "--found", "gold", "--json").out)
    assert scores["event + type"]["F1"] == 1.0
    assert json.loads(run("evaluate", "gold", "--json").out)["event found (any type)"]["F1"] < 1.0  # by the stand-in
    assert run("evaluate", "gold", "--found", "gold", "--project", project).code == 2
    assert run("evaluate", "none").code == 2


# ---------------------------------------------------------------- from Python
def test_the_public_face(run: Run, tmp_path: Path) -> None:
    assert run
    summary = sayso.code_corpus([write_news(tmp_path / "news", 2)], tmp_path / "p", outlet="Wire")
    assert summary.coded == 2
    project = sayso.open(tmp_path / "p")
    assert project.reports.shape[0] == 2
    assert project.to_pandas("articles")["outlet_name"].tolist() == ["Wire", "Wire"]
    assert repr(project).endswith("2 articles, 2 reports, 0 statements>")

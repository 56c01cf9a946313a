"""The command line: exit codes, bad input, streams. What it prints about an article is tested in tests/show."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

import sayso
from sayso.cli.main import app
from tests import snapshots_of

NEWS = "ORLENKA, March 12, 2026 — The police arrested thirty protesters in the capital on Tuesday evening, the ministry said.\n"


class Nothing:
    """A coder that finds nothing, so that the command line is tested without a model."""

    def code_many(self, articles: Iterable[sayso.Article]) -> Iterator[sayso.Coded]:
        return map(self.code_article, articles)

    def code_article(self, article: sayso.Article) -> sayso.Coded:
        if "UNCODABLE" in article.text:
            raise sayso.SkipArticle("it cannot be coded", "Leave it out.")
        return sayso.Coded(article=article, statements=(), reports=())


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> "Run":
    monkeypatch.setattr(sayso, "load", lambda *_: Nothing())
    monkeypatch.chdir(tmp_path)
    return Run()


class Run:
    """Runs `sayso code ...` in this process; after it, `code`, `out` and `err` hold what came of it."""

    def __call__(self, *args: str, stdin: str | bytes = b"") -> "Run":
        result = CliRunner().invoke(app, ["code", *args], input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        self.code, self.out, self.err = result.exit_code, result.stdout, result.stderr
        return self


def write(name: str, content: str | bytes) -> str:
    Path(name).write_bytes(content.encode() if isinstance(content, str) else content)
    return name


# ---------------------------------------------------------------- what is good
def test_one_article(run: Run) -> None:
    assert run(write("a.txt", NEWS), "--outlet", "Example Wire").code == 0
    assert "Example Wire · published 2026-03-12" in run.out
    assert run.err == ""


def test_json_is_one_object_a_line(run: Run) -> None:
    assert run(write("a.txt", NEWS), write("b.txt", NEWS.replace("thirty", "forty")), "--json", "--published", "2026-03-13").code == 0
    found = [json.loads(line) for line in run.out.splitlines()]
    assert [f["article"]["published"] for f in found] == ["2026-03-13"] * 2
    assert run.err == "2 articles coded: 0 reports, 0 statements\n"


def test_annotations_are_written_by_id_and_nothing_is_printed(run: Run) -> None:
    rows = [{"id": "one", "text": NEWS}, {"id": "../two", "text": NEWS * 2}]
    assert run(write("docs.jsonl", "\n".join(map(json.dumps, rows))), "--annotations", "out").code == 0
    assert run.out == ""
    names = sorted(p.name for p in Path("out").iterdir())
    assert len(names) == 2
    assert names[0] == "one.json"
    assert json.loads(Path("out", "one.json").read_text("utf-8"))["text"] == NEWS


def test_standard_input(run: Run) -> None:
    assert run("-", stdin=NEWS.encode()).code == 0
    assert "ORLENKA" in run.out


def test_a_folder(run: Run) -> None:
    Path("news").mkdir()
    write("news/b.txt", NEWS)
    write("news/a.txt", NEWS.replace("thirty", "forty"))
    assert run("news", "--json").code == 0
    assert "forty" in run.out.splitlines()[0]


# ---------------------------------------------------------------- what is bad
BAD = {
    "empty": (b"", "it is empty"),
    "white space": (b" \n\t\n", "nothing but white space"),
    "binary junk": (bytes(range(256)) * 40, "binary data"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(200), "a picture"),
    "50 MB": (b"word " * 10_000_000, "more than 10 MB"),
    "French": (
        ("Le gouvernement a rejeté mardi la demande de l'opposition et annoncé de nouvelles élections. " * 10).encode(),
        "not in English",
    ),
    "cannot be coded": (b"UNCODABLE " * 40, "it cannot be coded"),
}


@pytest.mark.parametrize(("content", "reason"), BAD.values(), ids=BAD)
def test_an_input_that_cannot_be_used_is_named_with_reason_and_remedy(run: Run, content: bytes, reason: str) -> None:
    bad, good = write("bad.txt", content), write("good.txt", NEWS)
    assert run(good, bad, "--json").code == 3
    assert len(run.out.splitlines()) == 1
    assert reason in run.err
    assert "-> " in run.err
    assert run.err.endswith("1 article coded: 0 reports, 0 statements; 1 input skipped\n")
    assert run(bad).code == 1
    assert "0 articles coded" in run.err


def test_a_broken_line_costs_only_itself(run: Run) -> None:
    lines = [json.dumps({"id": "a", "text": NEWS}), '{"id": "b", "text": "cut', json.dumps({"id": "c", "text": NEWS * 2}), '{"id": "d"}']
    assert run(write("docs.jsonl", "\n".join(lines)), "--json").code == 3
    assert [json.loads(line)["article"]["id"] for line in run.out.splitlines()] == ["a", "c"]
    assert "docs.jsonl:2: broken JSON" in run.err
    assert "docs.jsonl:4: it has no `text`" in run.err


def test_another_encoding_is_read_and_noted(run: Run) -> None:
    old = write("old.txt", NEWS.replace("—", "–").encode("cp1252"))
    assert run(old).code == 0
    assert "–" in run.out
    assert "not UTF-8" in run.out
    assert run(old, "--json").code == 0
    assert "not UTF-8" in run.err


def test_wrong_usage(run: Run) -> None:
    assert run().code == 2
    assert run("no-such-file.txt").code == 2
    assert run(write("a.txt", NEWS), "--published", "12.3.2026").code == 2
    assert run(write("a.txt", NEWS), "--lexicon", "no-such.yaml").code == 2
    assert run(write("a.txt", NEWS), "--no-such-option").code == 2


def test_what_stops_a_run_is_told_with_a_remedy(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise sayso.StopRun("lexicon.yaml: 2 bad row(s)", "Mend them.")

    monkeypatch.setattr(sayso, "load", broken)
    assert run(write("a.txt", NEWS)).code == 1
    assert run.err == "sayso: lexicon.yaml: 2 bad row(s)\n  -> Mend them.\n"


def test_an_interrupted_run_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sayso, "load", interrupted)
    assert run(write("a.txt", NEWS)).code == 130
    assert "interrupted" in run.err


def test_an_annotations_folder_that_is_a_file(run: Run) -> None:
    assert run(write("a.txt", NEWS), "--annotations", write("out", "")).code == 2


# ---------------------------------------------------------------- help and start-up
@pytest.mark.parametrize("command", [(), *((c,) for c in ("code", "query", "show", "status", "export", "evaluate"))], ids=" ".join)
def test_help(command: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(app, [*command, "--help"], env={"COLUMNS": "96", "TERMINAL_WIDTH": "96"}, prog_name="sayso").stdout
    snapshots_of.check(f"help{''.join(f'-{c}' for c in command)}.txt", shown)


def test_version() -> None:
    assert CliRunner().invoke(app, ["--version"]).stdout == f"sayso {sayso.__version__}\n"


HELP = (
    "from typer.testing import CliRunner; from sayso.cli.main import app; assert not CliRunner().invoke(app, ['code', '--help']).exit_code"
)


@pytest.mark.parametrize("code", ["import sayso", HELP], ids=["import", "help"])
def test_nothing_heavy_is_imported_before_it_is_needed(code: str) -> None:
    heavy = "{'spacy', 'pandas', 'polars', 'trafilatura', 'numpy', 'py3langid', 'yaml', 'duckdb'}"
    command = f"import sys; {code}; found = {heavy} & set(sys.modules); assert not found, found"
    subprocess.run([sys.executable, "-c", command], check=True)


# ---------------------------------------------------------------- as a program, with a stand-in for the coder
DRIVER = """
import sys, sayso
from sayso.cli.main import main
class Slow:
    made_by = ("slow@1",)
    def code_many(self, articles):
        import time
        for a in articles:
            if "SLOW" in a.text:
                print("waiting", file=sys.stderr, flush=True)
                time.sleep(60)
            start = a.text.find("arrested")
            words, whole = sayso.Span(start, start + 8), sayso.Span(0, len(a.text))
            report = sayso.Report(id="r1", trigger=words, sentence=whole, type="COERCE", status="negated")
            yield sayso.Coded(article=a, statements=(), reports=(report,))
sayso.load = lambda *_: Slow()
main()
"""


def program(*args: str, **environment: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", DRIVER, "code", *args]
    colours = {"FORCE_COLOR", "NO_COLOR"}
    env = {**{k: v for k, v in os.environ.items() if k not in colours}, **environment}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ on Windows")
@pytest.mark.parametrize("into_project", [False, True], ids=["account", "project"])
def test_control_c_ends_it_without_a_traceback(tmp_path: Path, into_project: bool) -> None:
    (tmp_path / "a.txt").write_text("SLOW " + NEWS, "utf-8")
    process = program(str(tmp_path / "a.txt"), *(["--project", str(tmp_path / "p")] if into_project else []))
    assert process.stderr
    assert process.stderr.readline() == b"waiting\n"
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in err
    assert b"interrupted" in err
    assert (b"Run the same command again" in err) is into_project


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["account", "json"])
def test_a_closed_pipe_ends_it_without_a_traceback(tmp_path: Path, form: tuple[str, ...]) -> None:
    rows = [json.dumps({"id": str(n), "title": "t" * 200, "text": f"{n} {NEWS}"}) for n in range(2000)]
    (tmp_path / "docs.jsonl").write_text("\n".join(rows), "utf-8")
    process = program(str(tmp_path / "docs.jsonl"), *form)
    assert process.stdout
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr
    err = process.stderr.read()
    assert process.wait(timeout=60) == 141
    assert b"Traceback" not in err
    assert b"BrokenPipe" not in err
    process.stderr.close()


def test_no_colours_where_the_output_is_piped(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NEWS, "utf-8")
    out, _ = program(str(tmp_path / "a.txt")).communicate(timeout=60)
    assert b"\x1b" not in out
    assert "ORLENKA" in out.decode()


@pytest.mark.parametrize(("environment", "coloured"), [({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)])
def test_colours_on_a_terminal_unless_refused(tmp_path: Path, environment: dict[str, str], coloured: bool) -> None:
    """Bold and dim are no colours; 3x and 9x are."""
    (tmp_path / "a.txt").write_text(NEWS, "utf-8")
    out, _ = program(str(tmp_path / "a.txt"), COLUMNS="80", TERM="xterm-256color", **environment).communicate(timeout=60)
    assert b"\x1b[" in out
    assert bool(re.search(rb"\x1b\[(?:\d+;)*[39][0-7]m", out)) is coloured
    assert max(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in out.decode().splitlines()) <= 80


def test_python_minus_m() -> None:
    shown = subprocess.run([sys.executable, "-m", "sayso", "--version"], check=True, capture_output=True, text=True).stdout
    assert shown == f"sayso {sayso.__version__}\n"

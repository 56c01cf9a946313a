"""The documents say what the program does: commands, options, columns, keys, codes."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

import sayso
from sayso.cli.main import app
from sayso.lexicons.codebook import load_codebook
from sayso.records import FORCES, STATUSES
from sayso.show.data import SCHEMA
from sayso.show.frames import columns
from sayso.show.phrases import phrases
from sayso.store.query import FIELDS
from sayso.store.schema import ACTORS, ARTICLES, RUNS, SKIPPED

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
OUTPUT = (ROOT / "docs/output.md").read_text("utf-8")
CONCEPTS = (ROOT / "docs/concepts.md").read_text("utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").glob("*.md")])


def test_every_option_is_in_the_readme() -> None:
    shown = CliRunner().invoke(app, ["code", "--help"]).stdout
    options = set(re.findall(r"--[a-z-]+", shown)) - {"--help"}
    assert len(options) > 5
    assert {o for o in options if o not in README} == set()


def test_every_column_is_described() -> None:
    for table in ("reports", "statements"):
        assert [c for c in columns(table) if f"`{c}`" not in OUTPUT] == []


def test_every_table_and_field_of_a_project_is_described() -> None:
    page = (ROOT / "docs/project.md").read_text("utf-8")
    for table in (ARTICLES, ACTORS, SKIPPED, RUNS):
        listed = page[page.index(f"**{table.name}**") :].partition("\n\n")[0]
        assert [c for c in table.names if f"`{c}`" not in listed] == []
    assert [f for f in FIELDS if f"`{f}`" not in page] == []
    for command in ("code", "query"):
        options = set(re.findall(r"--[a-z-]+", CliRunner().invoke(app, [command, "--help"]).stdout)) - {"--help"}
        assert {o for o in options if o not in page + README} == set()


def test_every_key_of_the_json_is_described() -> None:
    assert SCHEMA in OUTPUT
    example = json.loads((ROOT / "tests/snapshots/article.json").read_text("utf-8"))

    def keys(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*map(keys, value.values()))
        return set().union(*map(keys, value)) if isinstance(value, list) else set()

    assert {k for k in keys(example) if f"`{k}`" not in OUTPUT} == set()


def test_every_status_and_force_is_described() -> None:
    assert [w for w in (*STATUSES, *FORCES) if w not in CONCEPTS] == []


def test_every_type_and_mode_of_the_code_book_reads_in_words() -> None:
    ours = {name: set(modes) - {"any"} for name, modes in phrases().items() if name.isupper()}
    assert ours == {name: {m.name for m in type_.modes} for name, type_ in load_codebook().types.items()}


def test_the_test_command_is_the_one_that_ci_runs() -> None:
    commands = [line for line in README.splitlines() if line.startswith("python3 -m venv")]
    assert len(commands) == 2
    assert "-c constraints.txt '.[dev]' && .venv/bin/pytest" in commands[1]
    ci = (ROOT / ".ci/run").read_text("utf-8")
    assert "-c constraints.txt '.[dev]'" in ci
    assert ci.rstrip().endswith('bin/pytest"')


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", text):
        assert (page.parent / target).exists(), target
    for target in re.findall(r"`((?:docs|examples|tools|training|tests)/[\w./-]+\.(?:md|py|yaml|toml))`", text):
        assert (ROOT / target).exists(), target


def test_versions_agree() -> None:
    assert f'version = "{sayso.__version__}"' in (ROOT / "pyproject.toml").read_text("utf-8")
    assert f"version: {sayso.__version__}" in (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"## {sayso.__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_code_of_the_tutorial_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "docs/tutorial.md").read_text("utf-8"), re.DOTALL)
    assert len(blocks) == 2
    exec("\n".join(blocks), {})
    shown = capsys.readouterr().out
    assert "Free Orlenka" in shown
    assert "negated" in shown
    assert "said by" in shown

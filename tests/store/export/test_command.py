"""`sayso export` from the shell."""

from pathlib import Path

from typer.testing import CliRunner, Result

from sayso.cli.main import app
from sayso.store.export import FORMATS
from tests.store.export.told import BOTH
from tests.store.made import make_project


def run(*words: object) -> Result:
    return CliRunner().invoke(app, ["export", *map(str, words)])


def test_the_help_names_every_form() -> None:
    shown = run("--help").stdout
    assert [name for name in FORMATS if name not in shown] == []


def test_a_project_is_written_and_told_of(tmp_path: Path) -> None:
    make_project(tmp_path / "p", BOTH)
    result = run(tmp_path / "p", tmp_path / "out", "--to", "gdelt", "--query", "type:ASSAULT", "--all-status")
    assert result.exit_code == 0
    assert result.stdout.startswith("3 reports of 4 from 1 article -> ")
    assert "  gdelt_not_actual.export.CSV: 2 rows\n" in result.stdout
    assert "  left out: 1 told as long past, without a date\n" in result.stdout
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "CITATION.cff", "README.md", "SHA256SUMS", "codebook.md", "datapackage.json", "gdelt.export.CSV", "gdelt_claimants.tsv",
        "gdelt_not_actual.export.CSV",
    ]  # fmt: skip


def test_wrong_words_are_told_with_a_remedy(tmp_path: Path) -> None:
    make_project(tmp_path / "p", BOTH)
    for words, told in (
        (("p", "out", "--to", "exel"), "There is no export form 'exel'."),
        (("none", "out", "--to", "csv"), "no project"),
        (("p", "p", "--to", "csv"), "Name an empty or a new folder."),
        (("p", "out", "--to", "csv", "--query", "tipe:ASSAULT"), "tipe"),
    ):
        project, out, *rest = words
        result = run(tmp_path / project, tmp_path / out, *rest)
        assert result.exit_code == 1
        assert told in result.stderr
    assert (tmp_path / "p/sayso.toml").exists()
    assert not (tmp_path / "out").exists()

"""sayso.toml: written once, read at every run, and a word where it and the command line differ."""

import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from sayso import StopRun
from sayso.explore.status import status
from sayso.run.settings import COMMENTS, SECTIONS, Settings, check_given, first_settings, from_toml, to_toml
from sayso.store.read import Project
from tests.run.corpora import run, write_news

HERE = Path("project")


def test_what_is_written_is_read_again() -> None:
    settings = Settings(lexicons=("../mine.yaml", 'odd "name".yaml'), model="en_x", outlet="Ünser Blatt", language="any", map="text=body")
    assert from_toml(tomllib.loads(to_toml(settings)), HERE) == settings
    assert from_toml({"schema": 1}, HERE) == Settings()


def test_every_setting_has_its_place_and_its_word() -> None:
    names = [f.name for f in fields(Settings)]
    assert sorted(names) == sorted(COMMENTS) == sorted(n for section in SECTIONS.values() for n in section)


WRONG = {
    "a section": ({"codng": {}}, "[codng] is not known"),
    "a name": ({"input": {"outlets": "x"}}, "outlets is not known; there are outlet"),
    "a kind": ({"coding": {"lexicons": "x"}}, "expected a list of texts"),
    "a value": ({"input": {"language": "fr"}}, "there are en, any"),
}


@pytest.mark.parametrize(("plain", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_setting_is_named(plain: dict[str, object], message: str) -> None:
    with pytest.raises(StopRun) as error:
        from_toml(plain, HERE)
    assert message in str(error.value)


def test_lexicons_are_relative_to_the_project(tmp_path: Path) -> None:
    settings = first_settings(tmp_path / "a/project", lexicons=[tmp_path / "mine.yaml"])
    assert settings.lexicons == ("../../mine.yaml",)
    assert settings.lexicon_paths(tmp_path / "a/project") == [tmp_path / "mine.yaml"]


def test_a_project_has_one_setting(tmp_path: Path) -> None:
    mine, other = tmp_path / "mine.yaml", tmp_path / "other.yaml"
    settings = first_settings(tmp_path / "p", lexicons=[mine])
    check_given(settings, tmp_path / "p", lexicons=[mine])
    check_given(settings, tmp_path / "p")
    with pytest.raises(StopRun, match="has other settings") as error:
        check_given(settings, tmp_path / "p", lexicons=[other], model="en_x")
    assert "other.yaml" in error.value.message
    assert "en_x" in error.value.message
    assert "--recode" in error.value.hint


def test_status_compares_the_settings_with_those_of_the_shards(tmp_path: Path) -> None:
    run(tmp_path / "p", write_news(tmp_path / "news", 1))
    assert status(Project.open(tmp_path / "p"), "standin 1").outdated == ()
    toml = tmp_path / "p/sayso.toml"
    toml.write_text(toml.read_text("utf-8").replace('model = ""', 'model = "en_x"'), "utf-8")
    assert "en_x" in status(Project.open(tmp_path / "p"), "standin 2").outdated[1]


def test_the_outlet_of_the_settings_stands_in_where_none_is_given(tmp_path: Path) -> None:
    news = write_news(tmp_path / "news", 1)
    run(tmp_path / "p", news, outlet="First")
    toml = tmp_path / "p/sayso.toml"
    assert 'outlet = ""' in toml.read_text("utf-8")  # it was this run's, not the project's
    toml.write_text(toml.read_text("utf-8").replace('outlet = ""', 'outlet = "Always"'), "utf-8")
    write_news(tmp_path / "more", 2)
    (tmp_path / "more/0000.txt").unlink()
    run(tmp_path / "p", tmp_path / "more")
    assert [c.article.outlet for c in Project.open(tmp_path / "p").coded()] == ["First", "Always"]

"""Small projects, written from hand-made records."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from sayso.records import CodedArticle, Skipped
from sayso.store.read import Project
from sayso.store.rows import Entry, Lines, Unused, article_key, skipped_key
from sayso.store.schema import RUNS, VERSION
from sayso.store.write import Writer, create
from tests.show.written import CODED

SETTINGS = f"schema = {VERSION}\n"


def named(article_id: str, coded: CodedArticle = CODED) -> CodedArticle:
    """The article of tests/show/written.py under another id."""
    return replace(coded, article=replace(coded.article, id=article_id))


def write_shard(
    folder: Path,
    name: str,
    articles: Iterable[CodedArticle],
    skipped: Iterable[Skipped] = (),
    version: str = "0123456789abcdef",
    **makers: str,
) -> None:
    lines = Lines()
    for coded in articles:
        lines.add_coded(coded, Entry(article=coded.article, key=article_key(coded.article)), name)
    for one in skipped:
        lines.add_unused(Unused(skipped=one, key=skipped_key(one)), name)
    row = {c.name: 0 if c.kind is int else c.name for c in RUNS.columns}
    Writer(folder).write(lines, {**row, **makers, "shard": name, "version": version})


def make_project(folder: Path, articles: Iterable[CodedArticle] = (CODED,), skipped: Iterable[Skipped] = ()) -> Project:
    create(folder, SETTINGS)
    write_shard(folder, "000001", articles, skipped)
    return Project.open(folder)

"""Read annotated documents, and score against them what was found: the table of `sayso evaluate`."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sayso.errors import SkipArticle, StopRun
from sayso.explore.score import Tally, compare
from sayso.records import Article
from sayso.show.coded import Coded
from sayso.store.read import Project

NEEDED = ("id", "text", "statements", "events")
FORM = "The form is that of `sayso code --annotations` (docs/output.md)."


def annotated(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """(file name, document) of every annotation in a folder, by name. Raises StopRun naming the file that is none."""
    try:
        files = sorted(p for p in folder.iterdir() if p.suffix == ".json")
    except OSError as error:
        raise StopRun(
            f"{folder}: cannot be read: {error.strerror or error}", "Name a folder of annotations, one JSON file each."
        ) from error
    if not files:
        raise StopRun(f"{folder} holds no annotations (no .json file).", FORM)
    for file in files:
        yield file.name, _document(file)


def _document(file: Path) -> dict[str, Any]:
    try:
        document = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise StopRun(f"{file}: cannot be read: {error}", FORM) from error
    missing = [k for k in NEEDED if k not in document] if isinstance(document, dict) else list(NEEDED)
    if missing:
        raise StopRun(f"{file} is no annotation: it lacks {', '.join(missing)}.", FORM)
    return dict(document)


def evaluate(
    folder: Path, find: Callable[[str, Mapping[str, Any]], Mapping[str, Any]], each: Callable[[str, Tally], None] = lambda *_: None
) -> Tally:
    """Score what `find(file name, document)` gives for each document against its annotation.

    Args:
        each: Called with the figures of every document.
    Raises: StopRun where a file is no annotation.
    """
    whole = Tally()
    for name, document in annotated(folder):
        one = Tally()
        try:
            compare(document, find(name, document), one)
        except (KeyError, TypeError, IndexError) as error:
            raise StopRun(f"{folder / name}: not of the form of an annotation: {type(error).__name__} {error}", FORM) from error
        each(name, one)
        for figure, (right, gold, found) in one.counts.items():
            whole.add(figure, right, gold, found)
    return whole


def by_coder(code: Callable[[Article], Coded]) -> Callable[[str, Mapping[str, Any]], Mapping[str, Any]]:
    """What was found is what a coder finds now. Raises StopRun for a document that it cannot code."""

    def find(name: str, document: Mapping[str, Any]) -> Mapping[str, Any]:
        title, url, outlet = (str(document.get(key) or "") for key in ("title", "url", "publisher"))
        try:
            day = date.fromisoformat(document["published"]) if document.get("published") else None
        except (TypeError, ValueError) as error:
            raise StopRun(f"{name}: `published` is {document['published']!r}.", "Write it as 2020-08-17, or null.") from error
        article = Article(id=str(document["id"]), text=document["text"], outlet=outlet, published=day, title=title, url=url)
        try:
            return code(article).annotations()
        except SkipArticle as error:
            raise StopRun(f"{name}: {error.message}", error.hint) from error

    return find


def from_folder(folder: Path) -> Callable[[str, Mapping[str, Any]], Mapping[str, Any]]:
    """What was found stands in files of the same names; a document without one counts as nothing found."""
    if not folder.is_dir():
        raise StopRun(f"There is no folder {folder}.", "Write it: sayso code DOCS.jsonl --annotations DIR")
    return lambda name, _: _document(folder / name) if (folder / name).exists() else {}


def from_project(project: Project) -> Callable[[str, Mapping[str, Any]], Mapping[str, Any]]:
    """What was found stands in a project, by article id. Raises StopRun where its text is another than the annotated one."""

    def find(name: str, document: Mapping[str, Any]) -> Mapping[str, Any]:
        coded = project.article(str(document["id"]))
        if coded is None:
            return {}
        if coded.article.text != document["text"]:
            raise StopRun(
                f"{name}: the project's article {coded.article.id} has another text than the annotated one.", "Code the same texts."
            )
        return coded.annotations()

    return find


def table(tally: Tally) -> Iterator[str]:
    """The figures for people."""
    yield f"{'':58}    P     R    F1   gold"
    for name, figure in tally.figures().items():
        shown = f"  {name}" if name.endswith("of matched") else name
        yield f"{shown:58} {figure.precision:.3f} {figure.recall:.3f} {figure.f1:.3f} {figure.gold:5}"


def to_dict(tally: Tally) -> dict[str, dict[str, float]]:
    return {name: {"P": f.precision, "R": f.recall, "F1": f.f1, "n": f.gold} for name, f in tally.figures().items()}

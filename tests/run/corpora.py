"""Corpora and stand-ins for the coder, so that runs are tested without a model. Importable by worker processes."""

import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from sayso import Article, Coded, Party, Report, SkipArticle, Span
from sayso.run.corpus import Summary, code_corpus
from sayso.run.settings import Settings

NEWS = "VELMAR, 12 March 2026 — The police of Kalvia arrested {} protesters in the capital on Tuesday, the ministry said. Nobody was hurt."


class Standin:
    """Finds one arrest in each article; does as its words tell it."""

    def __init__(self, version: str = "1", slow: float = 0.0) -> None:
        self.version, self.slow = version, slow

    @property
    def made_by(self) -> tuple[str, ...]:
        return ("standin_model@1", f"standin-rules@{self.version}")

    def code_many(self, articles: Iterable[Article]) -> Iterator[Coded]:
        return map(self.code_article, articles)

    def code_article(self, article: Article) -> Coded:
        time.sleep(self.slow)
        if "UNCODABLE" in article.text:
            raise SkipArticle("it cannot be coded", "Leave it out.")
        if "BUG" in article.text:
            raise KeyError("a rule of ours")
        if "DIE" in article.text:
            os.kill(os.getpid(), signal.SIGKILL)
        start = article.text.find("arrested")
        trigger, whole = Span(start, start + 8), Span(0, len(article.text))
        police = Party(span=None, text="the police", link=None)
        report = Report(id="r1", trigger=trigger, sentence=whole, type="COERCE", mode="arrest", actors=(police,))
        return Coded(article=article, statements=(), reports=(report,), made_by=self.made_by)


def loader(_settings: Settings, _folder: Path, *, version: str = "1", slow: float = 0.0) -> Callable[[], Standin]:
    return partial(Standin, version, slow)


def write_news(folder: Path, number: int) -> Path:
    """Articles that differ enough not to be copies of one another."""
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(number):
        text = NEWS.format(n) + "".join(f" The word {n}x{k} came to the fore." for k in range(30))
        (folder / f"{n:04}.txt").write_text(text, "utf-8")
    return folder


def run(project: Path, *paths: Path, version: str = "1", slow: float = 0.0, **options: object) -> Summary:
    load = partial(loader, version=version, slow=slow)
    return code_corpus(project, list(paths), load=load, program="standin 1", **options)  # type: ignore[arg-type]


def contents(project: Path) -> dict[str, bytes]:
    """Every file of a project but the lock, by its path."""
    return {str(f.relative_to(project)): f.read_bytes() for f in sorted(project.rglob("*")) if f.is_file() and ".lock" not in f.name}

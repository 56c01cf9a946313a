"""Files to results: order, skips, and the one that cannot be coded among many."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from sayso import Article, Coded, SkipArticle, Skipped, StopRun
from sayso.run.files import BATCH, code_files

NEWS = "The police of Varkesh arrested thirty protesters in the capital on Tuesday evening, number {}."


class Fussy:
    """A stand-in for a coder; refuses articles that say REFUSE."""

    def code_many(self, articles: Iterable[Article]) -> Iterator[Coded]:
        return map(self.code_article, articles)

    def code_article(self, article: Article) -> Coded:
        if "REFUSE" in article.text:
            raise SkipArticle("refused", "Do not ask.")
        return Coded(article=article, statements=(), reports=())


def code(paths: list[Path]) -> list[str]:
    """Of each result its text or the reason why there is none."""
    results = code_files(Fussy(), paths)  # type: ignore[arg-type]
    return [r.reason if isinstance(r, Skipped) else r.article.text for r in results]


def write(folder: Path, texts: list[str]) -> list[Path]:
    paths = [folder / f"{n:03}.txt" for n in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, "utf-8")
    return paths


def test_order_is_kept_over_batches_and_skips(tmp_path: Path) -> None:
    texts = [NEWS.format(n) for n in range(2 * BATCH + 5)]
    texts[3] = texts[BATCH] = texts[-1] = ""
    assert code(write(tmp_path, texts)) == [t or "it is empty" for t in texts]


def test_one_that_cannot_be_coded_costs_only_itself(tmp_path: Path) -> None:
    texts = [NEWS.format(n) for n in range(5)]
    texts[2] += " REFUSE"
    assert code(write(tmp_path, texts)) == [*texts[:2], "refused", *texts[3:]]


def test_a_path_that_is_not_there_stops_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(StopRun, match="no-such"):
        code_files(Fussy(), [tmp_path / "no-such"])  # type: ignore[arg-type]

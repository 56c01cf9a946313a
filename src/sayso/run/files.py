"""Files -> results: every article that can be coded, and every input that cannot, in their order."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from sayso.errors import SkipArticle
from sayso.readers.detect import Input, read_paths
from sayso.records import Article, Skipped
from sayso.run.settings import columns_of
from sayso.show.coded import Coded

if TYPE_CHECKING:
    from sayso.run.coder import Coder  # importing it takes spaCy's second; only the processes that code need it

BATCH = 16  # articles parsed together; the number changes nothing but speed


def code_files(
    coder: "Coder",
    paths: Sequence[Input],
    *,
    outlet: str = "",
    published: date | None = None,
    columns: Mapping[str, str] | str | None = None,
) -> Iterator[Coded | Skipped]:
    """Code every article under the paths: files, folders, patterns, `-` for standard input.

    Args:
        outlet, published: For what does not say so itself (HTML and JSON lines do; for plain text these win).
        columns: Which column or key holds what: {"text": "body"} or "text=body,date=pub".
    Raises: StopRun at once where a path does not exist.
    """
    return _code(coder, read_paths(paths, outlet=outlet, published=published, columns=columns_of(columns)))


def _code(coder: "Coder", inputs: Iterator[Article | Skipped]) -> Iterator[Coded | Skipped]:
    waiting: list[Article] = []
    for found in inputs:
        if isinstance(found, Article):
            waiting.append(found)
        if waiting and (len(waiting) == BATCH or not isinstance(found, Article)):
            yield from _batch(coder, waiting)
            waiting = []
        if not isinstance(found, Article):
            yield found
    yield from _batch(coder, waiting)


def _batch(coder: "Coder", articles: Sequence[Article]) -> Iterator[Coded | Skipped]:
    try:
        yield from list(coder.code_many(articles))
    except SkipArticle:  # one of them cannot be coded: find out which, and keep the others
        for article in articles:
            try:
                yield coder.code_article(article)
            except SkipArticle as error:
                yield Skipped(where=article.id, reason=error.message, hint=error.hint)

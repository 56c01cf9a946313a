"""sayso reads news and writes down who did or said what to whom, when, where, whether it happened, and on whose say-so.

import sayso
coder = sayso.load()
coded = coder.code("Italy said Germany attacked France.", outlet="example.org", published="2020-08-17")
print(coded.account())

sayso.code_corpus(["news/"], "crisis", jobs=2)
project = sayso.open("crisis")
project.find("type:REJECT claimant:BLR").df()
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.errors import SaysoError, SkipArticle, StopRun
from sayso.records import Article, Party, Report, Skipped, Span, Statement
from sayso.show.coded import Coded

if TYPE_CHECKING:
    from sayso.run.coder import Coder
    from sayso.run.corpus import Summary as Summary
    from sayso.run.settings import Settings
    from sayso.store.read import Project

__version__ = "0.1.0"
__all__ = [
    "Article",
    "Coded",
    "Party",
    "Report",
    "SaysoError",
    "SkipArticle",
    "Skipped",
    "Span",
    "Statement",
    "StopRun",
    "__version__",
    "code_corpus",
    "code_files",
    "load",
    "open",
]


def load(lexicons: Sequence[Path | str] = (), model: str | None = None) -> "Coder":
    """A coder: load it once, code many articles with it.

    Args:
        lexicons: Your own lexicon files (docs/lexicons.md), laid over ours in this order.
        model: Another spaCy pipeline with Universal Dependencies labels: an installed package or a folder. None: the one that ships.
    Raises: StopRun where a lexicon is broken (every bad row is named) or the pipeline cannot be loaded.
    """
    from sayso.run import build  # spaCy takes a second to import: `import sayso` and `sayso --help` must not wait for it

    return build.load(lexicons, model)


def code_files(
    coder: "Coder",
    paths: Sequence[Path | str],
    *,
    outlet: str = "",
    published: date | None = None,
    columns: Mapping[str, str] | str | None = None,
) -> Iterator[Coded | Skipped]:
    """Code every article under the paths (docs/input.md): files, folders, patterns, "-" for standard input.

    Args:
        outlet, published: For what does not say so itself (HTML and JSON lines do; for plain text these win).
        columns: Which column or key holds what, where its name does not tell: {"text": "body"} or "text=body,date=pub".
    Returns: One result for each article and one `Skipped` for each input that cannot be used, in their order.
    Raises: StopRun at once where a path does not exist.
    """
    from sayso.run import files

    return files.code_files(coder, ["-" if p == "-" else Path(p) for p in paths], outlet=outlet, published=published, columns=columns)


def code_corpus(
    paths: Sequence[Path | str],
    project: Path | str,
    *,
    jobs: int = 1,
    shard: str = "",
    outlet: str = "",
    published: date | None = None,
    columns: Mapping[str, str] | str | None = None,
    lexicons: Sequence[Path | str] = (),
    model: str | None = None,
    recode: bool = False,
    told: "Callable[[Summary], None]" = lambda _: None,
) -> "Summary":
    """Code every article under the paths into a project folder, which is made where there is none (docs/project.md).

    What is done is skipped; a run that was killed loses at most the 200 articles in flight; the same input gives the same bytes, whatever
    the number of jobs. With several jobs, a script needs `if __name__ == "__main__":` around the call, as all of Python's processes do.

    Args:
        jobs: Processes, each of which loads the model once.
        shard: "2/4": take only the second of four parts of the inputs, for batch queues; the other parts are other runs.
        outlet, published, columns: As in `code_files`.
        lexicons, model: As in `load`; written down in the project's sayso.toml at the first run.
        recode: Code anew what another version of program, model, lexicons or settings coded.
        told: Called as the work goes on, with the counts so far.
    Raises: StopRun where nothing can go on; what was finished by then is kept.
    """
    from sayso.run import corpus
    from sayso.run.plan import parse_part

    return corpus.code_corpus(
        Path(project),
        ["-" if p == "-" else Path(p) for p in paths],
        load=_loader,
        program=f"sayso {__version__}",
        jobs=jobs,
        part=parse_part(shard) if shard else None,
        outlet=outlet,
        published=published,
        columns=columns,
        lexicons=lexicons,
        model=model,
        recode=recode,
        told=told,
    )


def _loader(settings: "Settings", folder: Path) -> "Callable[[], Coder]":
    return partial(_load, settings.lexicon_paths(folder), settings.model or None)


def _load(lexicons: Sequence[Path], model: str | None) -> "Coder":
    return load(lexicons, model)


def open(project: Path | str) -> "Project":  # noqa: A001  (sayso.open reads as it should)
    """A project folder, to ask it: its tables as DuckDB relations, pandas, polars or Arrow, its articles whole.

    Raises: StopRun where there is no project, or one that another version of sayso made.
    """
    from sayso.store.read import Project

    return Project.open(project)

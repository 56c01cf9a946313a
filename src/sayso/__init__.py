"""sayso reads news and writes down who did or said what to whom, when, where, whether it happened, and on whose say-so.

import sayso
coder = sayso.load()
coded = coder.code("Italy said Germany attacked France.", outlet="example.org", published="2020-08-17")
print(coded.account())
"""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.errors import SaysoError, SkipArticle, StopRun
from sayso.records import Article, Party, Report, Skipped, Span, Statement
from sayso.show.coded import Coded

if TYPE_CHECKING:
    from sayso.run.coder import Coder

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
    "code_files",
    "load",
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
    coder: "Coder", paths: Sequence[Path | str], *, outlet: str = "", published: date | None = None
) -> Iterator[Coded | Skipped]:
    """Code every article under the paths: plain text, HTML, JSON lines, folders of these, "-" for standard input.

    Args:
        outlet, published: For what does not say so itself (HTML and JSON lines do; for plain text these win).
    Returns: One result for each article and one `Skipped` for each input that cannot be used, in their order.
    Raises: StopRun at once where a path does not exist.
    """
    from sayso.run import files

    return files.code_files(coder, ["-" if p == "-" else Path(p) for p in paths], outlet=outlet, published=published)

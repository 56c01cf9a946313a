"""The pinned model and the finder, loaded once."""

from collections.abc import Callable

import pytest

from sayso.language.model import Parser
from sayso.lexicons.cues import CueLexicon, load_cues
from sayso.linking.attribution import nest
from sayso.records import Article, Statement
from sayso.statements.extract import CueStatements

Finder = Callable[[str], tuple[Statement, ...]]


@pytest.fixture(scope="session")
def cues() -> CueLexicon:
    return load_cues()


@pytest.fixture(scope="session")
def find(parser: Parser, cues: CueLexicon) -> Finder:
    finder = CueStatements(cues)
    return lambda text: nest(finder(parser(Article(id="t", text=text))))

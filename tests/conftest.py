"""The shipped pipeline, loaded once for all tests."""

import pytest

from sayso.language.model import Parser, load_parser


@pytest.fixture(scope="session")
def parser() -> Parser:
    return load_parser()

"""The pinned model and the stage, loaded once."""

from collections.abc import Callable

import pytest

from sayso.language.model import Parser
from sayso.lexicons.codebook import load_codebook
from sayso.lexicons.triggers import Row, TriggerLexicon, load_triggers
from sayso.records import Article, Report
from sayso.reports.extract import TriggerReports

Reporter = Callable[[str], tuple[Report, ...]]


@pytest.fixture(scope="session")
def triggers() -> TriggerLexicon:
    return load_triggers()


@pytest.fixture(scope="session")
def reports(parser: Parser, triggers: TriggerLexicon) -> Reporter:
    stage = TriggerReports(triggers, load_codebook())
    return lambda text: stage(parser(Article(id="t", text=text)))


@pytest.fixture(scope="session")
def own_entries(triggers: TriggerLexicon) -> Callable[[Row], set[str]]:
    """Ids of the entries that belong to a row."""
    found: dict[int, set[str]] = {}
    for trigger in (t for ts in triggers.by_lemma.values() for t in ts):
        found.setdefault(triggers.rows.index(trigger.row), set()).add(trigger.id)
    return lambda row: found.get(triggers.rows.index(row), set())

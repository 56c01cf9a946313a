"""The table of sentences: every statement marked in it is found, and none where there is none."""

from collections.abc import Callable

import pytest

from sayso.records import Statement
from tests.statements.marked import matching, table, unmark

TABLE = table()
MARKED = [(f"{name}-{n}" if n else name, marked) for name, all_ in TABLE["sentences"].items() for n, marked in enumerate(all_)]
EMPTY = [(name, TABLE["texts"][name]) for name, marked in TABLE["sentences"].items() if not marked]


def cases(rows: list[tuple[str, str]]) -> list[object]:
    known = TABLE["fails"]
    return [
        pytest.param(text, id=name, marks=pytest.mark.xfail(strict=True, reason=known[name]) if name in known else ())
        for name, text in rows
    ]


@pytest.mark.parametrize("marked", cases(MARKED))
def test_statement_is_found(marked: str, find: Callable[[str], tuple[Statement, ...]]) -> None:
    text, parts = unmark(marked)
    found = find(text)
    assert matching(text, found, parts), [[[s.of(text) for s in spans] for spans in (f.source, f.cue, f.content)] for f in found]


@pytest.mark.parametrize("text", cases(EMPTY))
def test_nothing_is_found(text: str, find: Callable[[str], tuple[Statement, ...]]) -> None:
    assert find(text) == ()


def test_known_failures_are_in_the_table() -> None:
    assert set(TABLE["fails"]) <= {name for name, _ in MARKED + EMPTY}
    assert set(TABLE["texts"]) == {name for name, marked in TABLE["sentences"].items() if not marked}

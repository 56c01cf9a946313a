"""The list of columns and the rows that fill it say the same."""

from datetime import date

import pytest

from sayso.show.columns import LONGEST_COLUMN, PUBLIC, Column
from sayso.show.data import Row, report_rows, statement_rows
from tests.show.written import CODED

ROWS: dict[str, list[Row]] = {"reports": report_rows(CODED), "statements": statement_rows(CODED)}


@pytest.mark.parametrize("table", PUBLIC)
def test_rows_hold_just_these_columns_in_this_order_with_these_types(table: str) -> None:
    assert ROWS[table]
    for row in ROWS[table]:
        assert list(row) == [c.name for c in PUBLIC[table]]
        assert [c.name for c in PUBLIC[table] if row[c.name] is not None and type(row[c.name]) is not c.kind] == []


COLUMNS: dict[str, Column] = {c.name: c for columns in PUBLIC.values() for c in columns}


@pytest.mark.parametrize("column", COLUMNS.values(), ids=COLUMNS)
def test_names_can_be_read_by_stata_and_meanings_are_given(column: Column) -> None:
    assert column.name.isidentifier()
    assert column.name.islower()
    assert len(column.name) <= LONGEST_COLUMN
    assert column.kind in {str, int, float, bool, date}
    assert column.meaning

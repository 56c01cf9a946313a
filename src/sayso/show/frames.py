"""Rows -> pandas and polars, with the same columns and types whether there are rows or not."""

from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from sayso.errors import StopRun
from sayso.records import CodedArticle
from sayso.show.columns import PUBLIC
from sayso.show.data import Row, report_rows, statement_rows

if TYPE_CHECKING:
    import pandas
    import polars

Table = Literal["reports", "statements"]
_KINDS = {c.name: c.kind for table in PUBLIC.values() for c in table}


def kind_of(column: str) -> type:
    """The type of a column."""
    return _KINDS[column]


def columns(table: Table) -> tuple[str, ...]:
    """Column names of a table, in their order."""
    return tuple(c.name for c in PUBLIC[table])


def rows_of(coded: CodedArticle, table: Table) -> list[Row]:
    """Raises ValueError for a table that there is not."""
    if table not in ("reports", "statements"):
        raise ValueError(f"no table {table!r}: there are 'reports' and 'statements'")
    return report_rows(coded) if table == "reports" else statement_rows(coded)


def to_pandas(coded: CodedArticle, table: Table) -> "pandas.DataFrame":
    """Nullable types, so that a count that nobody gave stays missing and does not become 0.0."""
    try:
        import pandas
    except ImportError as error:
        raise StopRun("pandas is not installed.", "pip install 'sayso[pandas]'") from error
    rows = rows_of(coded, table)
    dtypes: dict[type, str] = {bool: "boolean", int: "Int64", float: "Float64", date: "datetime64[s]", str: "string"}
    data: dict[str, Any] = {c: pandas.Series([row[c] for row in rows], dtype=dtypes[kind_of(c)]) for c in columns(table)}
    return pandas.DataFrame(data)


def to_polars(coded: CodedArticle, table: Table) -> "polars.DataFrame":
    try:
        import polars
    except ImportError as error:
        raise StopRun("polars is not installed.", "pip install 'sayso[polars]'") from error
    types = {bool: polars.Boolean, int: polars.Int64, float: polars.Float64, date: polars.Date, str: polars.String}
    return polars.DataFrame(rows_of(coded, table), schema={c: types[kind_of(c)] for c in columns(table)}, orient="row")

"""Relations -> pandas, polars, Arrow, with nullable types: a count that nobody gave stays missing and does not become 0.0."""

from datetime import date
from typing import TYPE_CHECKING

import duckdb

from sayso.errors import StopRun
from sayso.store.schema import Table

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

_PANDAS: dict[type, str] = {bool: "boolean", int: "Int64", float: "Float64", date: "datetime64[s]", str: "string"}


def to_pandas(relation: duckdb.DuckDBPyRelation, table: Table) -> "pandas.DataFrame":
    try:
        import pandas  # noqa: F401  (asked for here, so that the message is ours)
    except ImportError as error:
        raise StopRun("pandas is not installed.", "pip install 'sayso[pandas]'") from error
    return relation.df().astype({c.name: _PANDAS[c.kind] for c in table.columns})


def to_polars(relation: duckdb.DuckDBPyRelation, table: Table) -> "polars.DataFrame":
    try:
        import polars
    except ImportError as error:
        raise StopRun("polars is not installed.", "pip install 'sayso[polars]'") from error
    types = {bool: polars.Boolean, int: polars.Int64, float: polars.Float64, date: polars.Date, str: polars.String}
    return polars.DataFrame(relation).cast({c.name: types[c.kind] for c in table.columns})


def to_arrow(relation: duckdb.DuckDBPyRelation) -> "pyarrow.Table":
    try:
        import pyarrow
    except ImportError as error:
        raise StopRun("pyarrow is not installed.", "pip install pyarrow") from error
    return pyarrow.table(relation)

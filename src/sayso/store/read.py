"""Read a project folder: its tables as DuckDB relations, its articles as records."""

import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from sayso.errors import StopRun
from sayso.show.coded import Coded
from sayso.show.data import Row
from sayso.store import tables
from sayso.store.files import Shard, check_project, damage, damaged, read_manifest
from sayso.store.query import Query, parse
from sayso.store.rows import CODED_COLUMNS, to_coded
from sayso.store.schema import SQL_TYPES, STORED, TABLES, Table

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from sayso.store.events import Events
    from sayso.store.export import Summary

AT_ONCE = 64  # rows fetched at a time; memory stays flat whatever the project holds


class Project:
    """A project folder, open for reading. It shows the shards that were whole when it was opened; open it again to see newer ones.

    `reports`, `statements`, `articles`, `actors`, `skipped` and `runs` are DuckDB relations (docs/project.md lists their columns), and
    views of the same names in `connection`, for SQL of your own.
    """

    def __init__(self, folder: Path, settings: dict[str, Any], shards: tuple[Shard, ...]) -> None:
        self.folder, self.settings, self.shards = folder, settings, shards

    @classmethod
    def open(cls, path: Path | str) -> "Project":
        """Raises StopRun where there is no project, or one made by another version of the form."""
        folder = Path(path)
        return cls(folder, check_project(folder), read_manifest(folder))

    def __repr__(self) -> str:
        count = {name: sum(s.row[f"{name}_count"] for s in self.shards) for name in ("article", "report", "statement")}
        return f"<Project {str(self.folder)!r}: " + ", ".join(f"{n:,} {name}s" for name, n in count.items()) + ">"

    # ---------------------------------------------------------------- tables
    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """An in-memory database with a view of each table. Raises StopRun where a shard is damaged."""
        if problems := list(damage(self.folder, self.shards)):
            raise damaged(self.folder, problems)
        spill = str(Path(tempfile.gettempdir(), f"sayso-{os.getpid()}"))  # else a large sort would leave its files where the user stands
        offline = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
        connection = duckdb.connect(config={"temp_directory": spill, **offline})
        for table in STORED:
            connection.execute(f"CREATE VIEW {table.name} AS {self._from(table)}")
        runs = TABLES["runs"]
        form = json.dumps([{c.name: SQL_TYPES[c.kind] for c in runs.columns}])
        rows = json.dumps([{c: s.row[c] for c in runs.names} for s in self.shards])  # in one go: there may be thousands
        connection.execute("CREATE TABLE runs AS SELECT unnest(from_json(?, ?), recursive := true)", [rows, form])
        return connection

    def _from(self, table: Table) -> str:
        files = [s.path(self.folder, table.name) for s in self.shards]
        if not files:
            nothing = ", ".join(f"NULL::{SQL_TYPES[c.kind]} AS {c.name}" for c in table.columns)
            return f"SELECT {nothing} WHERE false"
        names = ", ".join("'" + str(f).replace("'", "''") + "'" for f in files)
        return f"SELECT {', '.join(table.names)} FROM read_parquet([{names}])"

    def table(self, name: str) -> duckdb.DuckDBPyRelation:
        """Raises StopRun for a table that there is not."""
        if name not in TABLES:
            raise StopRun(f"There is no table {name!r}.", f"There are: {', '.join(TABLES)}.")
        return self.connection.table(name) if name == "runs" else self.connection.view(name)

    @property
    def articles(self) -> duckdb.DuckDBPyRelation:
        return self.table("articles")

    @property
    def statements(self) -> duckdb.DuckDBPyRelation:
        return self.table("statements")

    @property
    def reports(self) -> duckdb.DuckDBPyRelation:
        return self.table("reports")

    @property
    def actors(self) -> duckdb.DuckDBPyRelation:
        return self.table("actors")

    @property
    def skipped(self) -> duckdb.DuckDBPyRelation:
        return self.table("skipped")

    @property
    def runs(self) -> duckdb.DuckDBPyRelation:
        return self.table("runs")

    # ---------------------------------------------------------------- questions
    def find(self, query: str | Query = "", table: str = "reports") -> duckdb.DuckDBPyRelation:
        """The rows of `reports`, `statements` or `articles` that a query selects (docs/project.md has the language), as a relation.

        A query speaks of reports. Of `statements` it selects those that it fits itself; of `articles` those with a report that fits.
        Raises StopRun for a query that cannot be understood.
        """
        where, values = self._where(query, table)
        return self.connection.sql(f"SELECT * FROM {table} WHERE {where}", params=values)

    def rows(
        self,
        query: str | Query = "",
        table: str = "reports",
        columns: Sequence[str] = (),
        order: str = "",
        limit: int | None = None,
        offset: int = 0,
    ) -> Iterator[Row]:
        """The same, one dictionary at a time: memory stays flat.

        Args:
            columns: Which ones; all where empty.
            order: SQL, such as "published, article_id"; "" = as they were coded.
        """
        where, values = self._where(query, table)
        names = list(columns) or list(TABLES[table].names)
        sql = f"SELECT {', '.join(names)} FROM {table} WHERE {where}"
        sql += (
            (f" ORDER BY {order}" if order else "")
            + (f" LIMIT {limit:d}" if limit is not None else "")
            + (f" OFFSET {offset:d}" if offset else "")
        )
        for row in self._fetch(sql, values):
            yield dict(zip(names, row, strict=True))

    def count(self, query: str | Query = "", table: str = "reports") -> int:
        where, values = self._where(query, table)
        return int(next(self._fetch(f"SELECT count(*) FROM {table} WHERE {where}", values))[0])

    def coded(self, query: str | Query = "") -> Iterator[Coded]:
        """Every article with a report that the query selects (all, where it is empty), whole, in the order of coding."""
        where, values = self._where(query, "articles")
        sql = f"SELECT {', '.join(CODED_COLUMNS)} FROM articles WHERE {where}"
        yield from map(to_coded, self._fetch(sql, values))

    def article(self, article_id: str) -> Coded | None:
        """One article by its whole id."""
        rows = self._fetch(f"SELECT {', '.join(CODED_COLUMNS)} FROM articles WHERE article_id = ? LIMIT 1", [article_id])
        return next(map(to_coded, rows), None)

    def some(self, article_ids: Sequence[str]) -> dict[str, Coded]:
        """Several articles by their whole ids."""
        sql = f"SELECT {', '.join(CODED_COLUMNS)} FROM articles WHERE list_contains(?, article_id)"
        return {c.article.id: c for c in map(to_coded, self._fetch(sql, [list(article_ids)]))}

    def sql(self, statement: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """Rows of any SQL over the tables, fetched as they are asked for."""
        return self._fetch(statement, list(values))

    def in_shard(self, shard: str, table: str, columns: str) -> Iterator[tuple[Any, ...]]:
        """Columns (as SQL) of one shard: its own file is read, so that the others may be written anew meanwhile."""
        (found,) = (s for s in self.shards if s.name == shard)
        return self._fetch(f"SELECT {columns} FROM read_parquet(?)", [str(found.path(self.folder, table))])

    def _where(self, query: str | Query, table: str) -> tuple[str, list[object]]:
        found = parse(query) if isinstance(query, str) else query
        return found.where(table)

    def _fetch(self, sql: str, values: Sequence[object]) -> Iterator[tuple[Any, ...]]:
        try:
            cursor = self.connection.cursor()  # so that two loops over one project do not disturb each other
            cursor.execute(sql, list(values))
            while rows := cursor.fetchmany(AT_ONCE):
                yield from rows
        except duckdb.IOException as error:
            raise StopRun(
                f"{self.folder}: a file cannot be read: {str(error).splitlines()[0]}",
                "If the project is being coded anew, open it again; else see `sayso status`.",
            ) from error

    def events(self) -> "Events":
        """The reports grouped into events (docs/events.md); what came since the last time is grouped first.

        Raises StopRun where the folder cannot be written.
        """
        from sayso.store.events import grouped

        return grouped(self)

    def export(self, to: str, out: Path | str, query: str = "", *, all_status: bool = False) -> "Summary":
        """Write the reports that a query selects into the folder `out` in the form `to` (docs/exports.md)."""
        from sayso.store.export import export

        return export(self, to, Path(out), query, all_status=all_status)

    # ---------------------------------------------------------------- data frames
    def to_pandas(self, table: str = "reports", query: str = "") -> "pandas.DataFrame":
        """A table with the columns and types of docs/project.md. Raises StopRun where pandas is not installed."""
        return tables.to_pandas(self._relation(table, query), TABLES[table])

    def to_polars(self, table: str = "reports", query: str = "") -> "polars.DataFrame":
        """The same for polars."""
        return tables.to_polars(self._relation(table, query), TABLES[table])

    def to_arrow(self, table: str = "reports", query: str = "") -> "pyarrow.Table":
        """The same for Arrow."""
        return tables.to_arrow(self._relation(table, query))

    def _relation(self, table: str, query: str) -> duckdb.DuckDBPyRelation:
        return self.find(query, table) if query else self.table(table)

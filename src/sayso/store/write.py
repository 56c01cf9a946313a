"""Write shards: lines of rows go in, Parquet files come out whole or not at all, the manifest last."""

import errno
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb

from sayso.errors import StopRun
from sayso.store.files import PARTS, Shard, check_project, read_manifest, shard_file, write_whole
from sayso.store.rows import Lines
from sayso.store.schema import MANIFEST, SETTINGS_FILE, STORED, VERSION, Table, sql_columns

LARGEST_ROW = 1 << 24  # bytes of a row for which DuckDB has room by itself


class Writer:
    """Writes the shards of one project. Make it only while the project's lock is held."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.connection = duckdb.connect(config={"threads": 1})  # one thread: the same rows give the same bytes

    def write(self, lines: Lines, row: dict[str, Any]) -> Shard:
        """Write one shard: its rows, and the row that `runs` has of it. Raises StopRun where it cannot be written."""
        name, version = str(row["shard"]), str(row["version"])
        with writing(self.folder):
            parts = self.folder / PARTS / f"{name}-{os.getpid()}"
            shutil.rmtree(parts, ignore_errors=True)
            parts.mkdir(parents=True)
            try:
                files = {t.name: self._table(t, lines, parts, shard_file(name, version)) for t in STORED}
                shard = Shard({**row, **{f"{t.name.rstrip('s')}_count": lines.count[t.name] for t in STORED if t.name != "skipped"},
                               "skipped_count": lines.count["skipped"]}, files)  # fmt: skip
                for table in STORED:
                    target = shard.path(self.folder, table.name)
                    target.parent.mkdir(exist_ok=True)
                    (parts / f"{table.name}.parquet").replace(target)
                self._commit(shard)
            finally:
                shutil.rmtree(parts, ignore_errors=True)
        return shard

    def _table(self, table: Table, lines: Lines, parts: Path, name: str) -> dict[str, Any]:
        source, target = parts / f"{table.name}.jsonl", parts / f"{table.name}.parquet"
        text = lines.text[table.name]
        source.write_bytes(text)
        longest = max(map(len, text.splitlines()), default=0)
        self.connection.execute(
            f"COPY (SELECT * FROM read_json(?, format = 'newline_delimited', columns = {sql_columns(table)}, "
            f"maximum_object_size = {max(LARGEST_ROW, longest + 1)})) TO '{str(target).replace(chr(39), chr(39) * 2)}' "
            f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{sayso_schema: '{VERSION}', sayso_table: '{table.name}'}})",
            [str(source)],
        )
        source.unlink()
        digest = sha256()
        with target.open("rb+") as file:
            while block := file.read(1 << 20):
                digest.update(block)
            os.fsync(file.fileno())
        return {"name": name, "bytes": target.stat().st_size, "sha256": digest.hexdigest()}

    def _commit(self, shard: Shard) -> None:
        """From here on the shard is there; files of an earlier version of it are nobody's any more."""
        path = self.folder / MANIFEST / f"{shard.name}.json"
        path.parent.mkdir(exist_ok=True)
        content = {"schema": VERSION, **shard.row, "files": shard.files}
        write_whole(path, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())
        for table in STORED:
            for file in (self.folder / table.name).glob(f"{shard.name}-*.parquet"):
                if file.name != shard.files[table.name]["name"]:
                    file.unlink(missing_ok=True)


def create(folder: Path, settings: str) -> None:
    """A new, empty project. `settings` is the text of its sayso.toml. Raises StopRun where the folder holds something else."""
    with writing(folder):
        ours = {t.name for t in STORED}  # a run that was killed as it began leaves these
        if folder.is_dir() and any(p.name not in ours and not p.name.startswith(".") for p in folder.iterdir()):
            raise StopRun(f"{folder} is not empty and no project (it has no {SETTINGS_FILE}).", "Name a new folder, or an empty one.")
        folder.mkdir(parents=True, exist_ok=True)
        for table in STORED:
            (folder / table.name).mkdir(exist_ok=True)
        write_whole(folder / SETTINGS_FILE, settings.encode())


def clear_leftovers(folder: Path) -> None:
    """Remove what a killed run left: half-written files, and shards that have no manifest. Call it only while the whole lock is held."""
    check_project(folder)
    known = {s.path(folder, t.name) for s in read_manifest(folder) for t in STORED}
    with writing(folder):
        shutil.rmtree(folder / PARTS, ignore_errors=True)
        for path in folder.glob("*/.*.part"):
            path.unlink(missing_ok=True)
        for table in STORED:
            for file in (folder / table.name).glob("*.parquet"):
                if file not in known:
                    file.unlink(missing_ok=True)


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """What the disk refuses -> an error with a remedy."""
    try:
        yield
    except (OSError, duckdb.IOException) as error:
        reason = (error.strerror if isinstance(error, OSError) else "") or str(error).splitlines()[0]
        if getattr(error, "errno", None) in {errno.ENOSPC, errno.EDQUOT} or "No space left" in str(error):
            reason, remedy = "the disk is full", "Make room on it"
        else:
            remedy = "Check the folder, its permissions and the disk"
        again = "then run the same command again: what was finished is kept."
        raise StopRun(f"{folder}: cannot be written: {reason}", f"{remedy}, {again}") from error

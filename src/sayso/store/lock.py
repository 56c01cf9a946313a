"""One writer at a time: a lock on a file that the system takes away with the process, so that a killed run leaves none behind."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sayso.errors import StopRun

LOCK = ".lock"


@contextmanager
def locked(folder: Path, part: str = "") -> Iterator[None]:
    """Hold the project for writing, or one part of it (`2of4`) beside the other parts.

    Raises StopRun at once where another run holds it.
    """
    with _hold(folder, LOCK, shared=bool(part)):
        if part:
            with _hold(folder, f"{LOCK}-{part}", shared=False):
                yield
        else:
            yield


@contextmanager
def locked_beside(folder: Path, what: str) -> Iterator[None]:
    """Hold what is written beside the tables (`events`), while others may be writing these. Raises StopRun where another run holds it."""
    with _hold(folder, f"{LOCK}-{what}", shared=False):
        yield


@contextmanager
def _hold(folder: Path, name: str, *, shared: bool) -> Iterator[None]:
    try:
        file = (folder / name).open("a+", encoding="utf-8")
    except OSError as error:
        raise StopRun(f"{folder}: cannot be written: {error.strerror or error}", "Check the folder and its permissions.") from error
    with file:
        if not _take(file, shared):
            file.seek(0)
            who = file.read(100).strip()
            raise StopRun(
                f"Another run is writing to {folder}" + (f" (process {who})." if who else "."),
                "Wait for it to end. To share the work among several: --shard 1/2, --shard 2/2.",
            )
        if not shared:
            file.truncate(0)
            file.write(f"{os.getpid()}\n")
            file.flush()
        yield


if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[str], shared: bool) -> bool:
        """Windows has no shared locks here: parts hold only their own."""
        if shared:
            return True
        try:
            file.seek(1 << 30)  # beyond the number that is written into it
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(file: IO[str], shared: bool) -> bool:
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

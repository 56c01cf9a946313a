"""How many inputs there will be, counted while the first of them are coded, so that a run can say how long it will take."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Thread

from sayso.readers.detect import Input

ONE = {".txt", ".md", ".html", ".htm", ".xhtml", ".json", ""}  # files of one article (a JSON list is rare)
LINES = {".jsonl", ".ndjson"}


class Estimate:
    """`number` is None until all is counted, and where files of many articles are packed or of a kind that only reading would tell."""

    def __init__(self, paths: Sequence[Input]) -> None:
        self.number: int | None = None
        self._paths = list(paths)
        Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        try:
            total = 0
            for file in _files(self._paths):
                if (kind := file.suffix.lower()) in LINES:
                    total += _lines(file)
                elif kind in ONE:
                    total += 1
                else:
                    return
            self.number = total
        except OSError:  # the reader will name it
            return


def _files(paths: Sequence[Input]) -> Iterator[Path]:
    for path in paths:
        if path == "-" or not os.path.lexists(path):  # standard input, patterns
            yield Path("unknown.unknown")
        elif path.is_dir():
            for here, folders, names in os.walk(path):
                folders[:] = [f for f in folders if not f.startswith(".")]
                yield from (Path(here, name) for name in names if not name.startswith("."))
        else:
            yield path


def _lines(file: Path) -> int:
    number, last = 0, b"\n"
    with file.open("rb") as stream:
        while block := stream.read(1 << 20):
            number, last = number + block.count(b"\n"), block[-1:]
    return number + (last != b"\n")

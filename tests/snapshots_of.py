"""Compare a text with a file in tests/snapshots."""

import os
from pathlib import Path

SNAPSHOTS = Path(__file__).parent / "snapshots"


def check(name: str, text: str) -> None:
    """`make snapshots` (SNAPSHOTS=write) takes a wanted change over."""
    if os.environ.get("SNAPSHOTS") == "write":
        (SNAPSHOTS / name).write_text(text, "utf-8", newline="\n")
    assert text == (SNAPSHOTS / name).read_text("utf-8")

"""Fixtures for all tests."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

SNAPSHOTS = Path(__file__).parent / "snapshots"


@pytest.fixture
def snapshot() -> Callable[[str, str], None]:
    """Compare a text with tests/snapshots/NAME; `make snapshots` (SNAPSHOTS=write) takes a wanted change over."""

    def check(name: str, text: str) -> None:
        if os.environ.get("SNAPSHOTS") == "write":
            (SNAPSHOTS / name).write_text(text, "utf-8", newline="\n")
        assert text == (SNAPSHOTS / name).read_text("utf-8")

    return check

"""The command line: it translates between the shell and the public face, and does nothing else."""

import sys

from sayso.cli import code  # noqa: F401  (each module adds its commands to the program, in this order)

# isort: split
from sayso.cli import ask, events, scores, web  # noqa: F401
from sayso.cli.app import INTERRUPTED, app

__all__ = ["app", "main"]


def main() -> None:
    """Entry point of `sayso` and `python -m sayso`."""
    sys.stderr.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        app()
    except KeyboardInterrupt:  # before the command began
        sys.exit(INTERRUPTED)

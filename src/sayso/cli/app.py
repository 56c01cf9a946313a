"""What the commands share: the program itself, its exit codes, and how errors are told."""

import glob
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

import sayso
from sayso.errors import SaysoError

STOPPED, SOME_SKIPPED, INTERRUPTED, PIPE_CLOSED = 1, 3, 130, 141  # 2, wrong usage, is Typer's
EXIT_CODES = """\b
Exit codes:
  0    everything was coded
  1    stopped, or nothing could be coded
  2    wrong usage
  3    some input was skipped: each is named, with the reason, on standard error
  130  interrupted
  141  the reader of the output closed the pipe"""

app = typer.Typer(
    name="sayso",
    help="Read news and write down who did or said what to whom, when, where, whether it happened, and on whose say-so.",
    epilog=EXIT_CODES,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"sayso {sayso.__version__}")
        raise typer.Exit


def existing(paths: list[str] | None) -> list[str] | None:
    """Typer's own check takes - for a file; a pattern is looked up by the reader."""
    if missing := [p for p in paths or () if p != "-" and not os.path.lexists(p) and not glob.has_magic(p)]:
        raise typer.BadParameter(f"there is no file or folder {', '.join(missing)}")
    return paths


@app.callback()
def common(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")] = False,
) -> None:
    pass


@contextmanager
def translated() -> Iterator[None]:
    """What goes wrong on purpose -> a message and an exit code. Anything else is a bug of ours and shows itself in full."""
    try:
        yield
        sys.stdout.flush()
    except SaysoError as error:
        typer.echo(f"sayso: {error}", err=True)
        raise typer.Exit(STOPPED) from error
    except KeyboardInterrupt as error:
        typer.echo("\nsayso: interrupted; what is printed or written is complete up to here", err=True)
        raise typer.Exit(INTERRUPTED) from error
    except BrokenPipeError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that Python's last flush finds no broken pipe either
        raise typer.Exit(PIPE_CLOSED) from error


def many(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")

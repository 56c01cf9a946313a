"""The command line: it translates between the shell and the public face, and does nothing else."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
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


def main() -> None:
    """Entry point of `sayso` and `python -m sayso`."""
    sys.stderr.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        app()
    except KeyboardInterrupt:  # before the command began
        sys.exit(INTERRUPTED)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"sayso {sayso.__version__}")
        raise typer.Exit


def _existing(paths: list[str]) -> list[str]:
    """Typer's own check takes - for a file."""
    if missing := [p for p in paths if p != "-" and not os.path.lexists(p)]:
        raise typer.BadParameter(f"there is no file or folder {', '.join(missing)}")
    return paths


@app.callback()
def common(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")] = False,
) -> None:
    pass


@app.command(epilog=EXIT_CODES)
def code(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATHS",
            callback=_existing,
            help="Plain text, HTML, JSON lines, folders of these, or - for standard input.",
        ),
    ],
    *,
    outlet: Annotated[str, typer.Option(metavar="NAME", help="Who published it, where the file does not say.")] = "",
    published: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Publication date, where the file does not say.")
    ] = None,
    lexicon: Annotated[
        list[Path] | None,
        typer.Option(exists=True, dir_okay=False, metavar="FILE", help="Your own lexicon, laid over ours. May be given several times."),
    ] = None,
    model: Annotated[str | None, typer.Option(metavar="NAME", help="Another spaCy pipeline with Universal Dependencies labels.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object for each article, one a line.")] = False,
    annotations: Annotated[
        Path | None,
        typer.Option(file_okay=False, metavar="DIR", help="Write DIR/ID.json in the form that annotators use and scorers read."),
    ] = None,
    why: Annotated[bool, typer.Option("--why", help="Show the rule, the lexicon row and the words behind each record.")] = False,
) -> None:
    """Code articles: print a readable account of each, claimant by claimant."""
    with translated():
        day = published.date() if published else None
        lexicons = lexicon or []
        exit_code = _code(
            paths, outlet=outlet, published=day, lexicons=lexicons, model=model, as_json=json, annotations=annotations, why=why
        )
    raise typer.Exit(exit_code)


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


def _code(
    paths: list[str],
    *,
    outlet: str,
    published: date | None,
    lexicons: list[Path],
    model: str | None,
    as_json: bool,
    annotations: Path | None,
    why: bool,
) -> int:
    results = sayso.code_files(sayso.load(lexicons, model), paths, outlet=outlet, published=published)
    show = _writer(as_json, quiet=annotations is not None, why=why)
    done = skipped = reports = statements = 0
    for result in results:
        if isinstance(result, sayso.Skipped):
            skipped += 1
            typer.echo(f"skipped {result}", err=True)
            continue
        for note in result.article.notes if as_json or annotations else ():  # the account holds them
            typer.echo(f"note on {result.article.title or result.article.id}: {note}", err=True)
        done, reports, statements = done + 1, reports + len(result.reports), statements + len(result.statements)
        if annotations:
            result.write_annotations(annotations)
        show(result)
    if skipped or done > 1 or annotations:
        sys.stdout.flush()  # so that the total comes last on a terminal
        total = f"{_many(done, 'article')} coded: {_many(reports, 'report')}, {_many(statements, 'statement')}"
        typer.echo(f"{total}; {_many(skipped, 'input')} skipped" if skipped else total, err=True)
    if not done:
        return STOPPED
    return SOME_SKIPPED if skipped else 0


def _writer(as_json: bool, *, quiet: bool, why: bool) -> Callable[[sayso.Coded], None]:
    """What happens on standard output with each result: JSON, nothing (where annotations are written), or the account."""
    if as_json:
        return _write_json
    if quiet:
        return lambda _: None
    from sayso.cli.paint import Painter  # rich takes longer to import than an article to code

    painter = Painter()
    return lambda result: painter.show(result, why)


def _write_json(result: sayso.Coded) -> None:
    sys.stdout.buffer.write(f"{result.to_json()}\n".encode())  # UTF-8 whatever the terminal's encoding
    sys.stdout.buffer.flush()


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")

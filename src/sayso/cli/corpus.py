"""`sayso code --project`: progress while it runs, and what came of it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

import sayso
from sayso.cli.app import INTERRUPTED, SOME_SKIPPED, STOPPED

if TYPE_CHECKING:
    from sayso import Summary

Told = Callable[["Summary"], None]


def code_into(
    project: Path,
    paths: list[str],
    *,
    jobs: int,
    shard: str,
    outlet: str,
    published: date | None,
    map_: str,
    lexicons: list[Path],
    model: str | None,
    recode: bool,
) -> int:
    try:
        with _progress() as told:
            summary = sayso.code_corpus(
                paths,
                project,
                jobs=jobs,
                shard=shard,
                outlet=outlet,
                published=published,
                columns=map_,
                lexicons=lexicons,
                model=model,
                recode=recode,
                told=told,
            )
    except KeyboardInterrupt:
        typer.echo(f"\nsayso: interrupted; {project} holds what was finished. Run the same command again to go on.", err=True)
        return INTERRUPTED
    for skipped in summary.named:
        typer.echo(f"skipped {skipped}", err=True)
    if summary.skipped > len(summary.named):
        typer.echo(f"... {summary.skipped - len(summary.named):,} more were skipped: sayso status {project} --skipped", err=True)
    for note in summary.told:
        typer.echo(f"note: {note}", err=True)
    typer.echo(str(summary), err=True)
    if summary.skipped:
        return SOME_SKIPPED if summary.coded or summary.already else STOPPED
    return 0


@contextmanager
def _progress() -> Iterator[Told]:
    """A line on standard error where that is a terminal; else nothing."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[facts]}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("coding", total=None, facts="loading")

        def told(summary: "Summary") -> None:
            progress.update(task, completed=summary.met, total=summary.expected, facts=facts(summary))

        yield told


def facts(summary: "Summary") -> str:
    """`1,200 of 3,000 · 9.8 articles/s · 3 min to go`."""
    seconds = max(summary.seconds, 0.001)
    rate = summary.coded / seconds
    parts = [f"{summary.met:,}" + (f" of {summary.expected:,}" if summary.expected else ""), f"{rate:.1f} articles/s"]
    if summary.expected and rate:
        parts.append(f"{duration((summary.expected - summary.met) / rate)} to go")
    if summary.skipped:
        parts.append(f"{summary.skipped:,} skipped")
    return " · ".join(parts)


def duration(seconds: float) -> str:
    minutes = max(0.0, seconds) / 60
    if minutes < 1:
        return f"{max(0.0, seconds):.0f} s"
    return f"{minutes:.0f} min" if minutes < 100 else f"{minutes / 60:.1f} h"

"""`sayso code`: articles to accounts, JSON, annotations, or into a project."""

import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

import sayso
from sayso.cli.app import EXIT_CODES, SOME_SKIPPED, STOPPED, app, existing, many, translated
from sayso.cli.corpus import code_into


@app.command(epilog=EXIT_CODES)
def code(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATHS",
            callback=existing,
            help="Text, HTML, JSON lines, CSV, Parquet, feeds, WARC, folders and patterns of these, or - for standard input.",
        ),
    ] = None,
    *,
    outlet: Annotated[str, typer.Option(metavar="NAME", help="Who published it, where the file does not say.")] = "",
    published: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Publication date, where the file does not say.")
    ] = None,
    map_: Annotated[
        str, typer.Option("--map", metavar="FIELD=NAME,...", help="Which column or key holds what: text=body,date=pub,outlet=source.")
    ] = "",
    lexicon: Annotated[
        list[Path] | None,
        typer.Option(exists=True, dir_okay=False, metavar="FILE", help="Your own lexicon, laid over ours. May be given several times."),
    ] = None,
    model: Annotated[str | None, typer.Option(metavar="NAME", help="Another spaCy pipeline with Universal Dependencies labels.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object for each article, one a line.")] = False,
    annotations: Annotated[
        Path | None,
        typer.Option(file_okay=False, metavar="DIR", help="Write DIR/ID.json in the form that annotators use and scorers read."),
    ] = None,
    why: Annotated[bool, typer.Option("--why", help="Show the rule, the lexicon row and the words behind each record.")] = False,
    project: Annotated[
        Path | None,
        typer.Option(
            file_okay=False, metavar="FOLDER", help="Write into this project, made where there is none; what it holds is skipped."
        ),
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, metavar="N", help="With --project: processes; each needs about 1 GB.")] = 1,
    shard: Annotated[str, typer.Option(metavar="I/N", help="With --project: only this part of the inputs, such as 2/4.")] = "",
    recode: Annotated[
        bool, typer.Option("--recode", help="With --project: code anew what another version of program or settings coded.")
    ] = False,
) -> None:
    """Code articles: print an account of each, or fill a project.

    The account goes claimant by claimant. With --project, as many articles as there are go into a folder of open tables (docs/project.md).
    """
    day = published.date() if published else None
    if project:
        if as_json or annotations or why:
            raise typer.BadParameter(
                "--json, --annotations and --why print one article after the other; a project is asked with `sayso query`."
            )
        if not paths and not recode:
            raise typer.BadParameter("name files or folders; without them, --recode codes anew what the project holds.")
        with translated():
            exit_code = code_into(
                project,
                paths or [],
                jobs=jobs,
                shard=shard,
                outlet=outlet,
                published=day,
                map_=map_,
                lexicons=lexicon or [],
                model=model,
                recode=recode,
            )
        raise typer.Exit(exit_code)
    if not paths:
        raise typer.BadParameter("name files or folders, or - for standard input.")
    if jobs > 1 or shard or recode:
        raise typer.BadParameter("--jobs, --shard and --recode need a --project.")
    with translated():
        exit_code = _code(
            paths,
            outlet=outlet,
            published=day,
            map_=map_,
            lexicons=lexicon or [],
            model=model,
            as_json=as_json,
            annotations=annotations,
            why=why,
        )
    raise typer.Exit(exit_code)


def _code(
    paths: list[str],
    *,
    outlet: str,
    published: date | None,
    map_: str,
    lexicons: list[Path],
    model: str | None,
    as_json: bool,
    annotations: Path | None,
    why: bool,
) -> int:
    results = sayso.code_files(sayso.load(lexicons, model), paths, outlet=outlet, published=published, columns=map_)
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
        total = f"{many(done, 'article')} coded: {many(reports, 'report')}, {many(statements, 'statement')}"
        typer.echo(f"{total}; {many(skipped, 'input')} skipped" if skipped else total, err=True)
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

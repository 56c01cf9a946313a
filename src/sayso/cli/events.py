"""`sayso events`, `sayso event`, `sayso pair`, `sayso outlets`: the same happening, told by many."""

import getpass
import json
from pathlib import Path
from typing import Annotated

import typer

import sayso
from sayso.cli.app import app, many, translated
from sayso.cli.ask import FEW, FOUND_NONE, PROJECT, QUERY_HELP, _print_rows


@app.command(epilog=QUERY_HELP)
def events(
    project: PROJECT,
    *,
    query: Annotated[str, typer.Option("--query", metavar="QUERY", help="Only events with a report that it selects.")] = "",
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help=f"At most so many (for people {FEW}, for programs all).")] = None,
    sort: Annotated[
        str, typer.Option(metavar="COLUMNS", help="Order by these columns of `events`; a minus before one turns it round.")
    ] = "-outlet_count,-claimants,-last_published",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object for each event, one a line.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Comma-separated values with a header.")] = False,
) -> None:
    """Group reports into events, and list them with who stands behind.

    What came since the last time is grouped first. Exit code 1 where nothing is found.
    """
    if as_json and as_csv:
        raise typer.BadParameter("--json or --csv, not both.")
    with translated():
        from sayso.explore import events as listed

        found = listed.grouped(sayso.open(project))
        if as_json or as_csv:
            _print_rows(listed.rows(found, query, sort=sort, limit=limit), as_json, as_csv)
            return
        rows = list(listed.rows(found, query, sort=sort, limit=limit or FEW))
        if not rows:
            typer.echo("No events." if query else "No events: the project holds no reports.", err=True)
            raise typer.Exit(FOUND_NONE)
        from sayso.cli.paint import Painter

        painter = Painter()
        for row in rows:
            painter.lines(listed.lines(row))
        total = found.count(query)
        typer.echo(f"\n{many(total, 'event')}" + (f", {len(rows):,} shown (--limit N for more)" if len(rows) < total else ""), err=True)


@app.command()
def event(
    project: PROJECT,
    name: Annotated[str, typer.Argument(metavar="ID", help="An event's id or its beginning, from `sayso events`.")],
    *,
    why: Annotated[bool, typer.Option("--why", help="Also why its reports are one event, field by field.")] = False,
    against: Annotated[str, typer.Option(metavar="ID", help="Why it is not the same event as this other one.")] = "",
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the dossier as one HTML page that needs nothing else.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The dossier as one JSON object.")] = False,
    merge: Annotated[str, typer.Option(metavar="ID", help="Decide that this other event is the same one.")] = "",
    split: Annotated[
        list[str] | None, typer.Option(metavar="REPORT", help="Decide that this report (ARTICLE/r3) is no part of it; may be repeated.")
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take the last decision about events back.")] = False,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who decides; the name that you are logged in with, where it is left out.")] = "",
) -> None:
    """Show an event: on whose word it stands, and where accounts part.

    Also outlets by fields, a time line, who rests on whom, what came of it, and why its reports are one event.
    --merge and --split are decisions: they go to the project's journal and hold whenever events are grouped anew.
    """
    with translated():
        from sayso.explore.dossier import dossier
        from sayso.explore.events import decide_merge, decide_split, grouped, undo_last

        opened = sayso.open(project)
        found = grouped(opened)
        if merge or split or undo:
            who = by or getpass.getuser()
            if undo:
                typer.echo(undo_last(found, who), err=True)
            if merge:
                decide_merge(found, who, [name, merge])
            if split:
                decide_split(found, who, name, split)
            found = grouped(sayso.open(project))
            if undo and not (merge or split) and not next(found.rows("starts_with(event_id, ?)", [name]), None):
                return
        if against:
            from sayso.cli.paint import Painter
            from sayso.explore.dossier import closest

            Painter().lines(closest(found.event(name), found.event(against)))
            return
        shown = dossier(found, name)
        if html:
            html.write_text(shown.html(), "utf-8")
            typer.echo(f"{shown.title} -> {html}", err=True)
            return
        if as_json:
            typer.echo(json.dumps(shown.to_dict(), ensure_ascii=False, default=str))
            return
        from sayso.cli.paint import Painter

        Painter().lines(shown.lines(why=why))


@app.command()
def pair(
    project: PROJECT,
    one: Annotated[str, typer.Argument(metavar="ONE", help="A country's code (BLR) or words of an actor's name.")] = "",
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The same.")] = "",
    *,
    by: Annotated[str, typer.Option(metavar="STEP", help="day, week, month or year.")] = "month",
    as_json: Annotated[bool, typer.Option("--json", help="The same as one JSON object.")] = False,
) -> None:
    """Show what two actors did to each other over time.

    Cooperation and conflict by PLOVER's intensities, and how it looks by outlet and by claimant. Without names: the pairs with most events.
    """
    with translated():
        from sayso.explore import pairs
        from sayso.explore.events import grouped

        found = grouped(sayso.open(project))
        if not other:
            for a, b, number in pairs.partners(found):
                typer.echo(f"{number:>8,}  {a} {b}")
            return
        shown = pairs.pair(found, one, other, by)
        if as_json:
            typer.echo(json.dumps(pairs.to_dict(shown), default=str, ensure_ascii=False))
            return
        if not shown.periods:
            typer.echo(f"Nothing that {one} and {other} did to each other.", err=True)
            raise typer.Exit(FOUND_NONE)
        from sayso.cli.paint import Painter

        Painter().lines(pairs.lines(shown))


@app.command(epilog=QUERY_HELP)
def outlets(
    project: PROJECT,
    *,
    query: Annotated[str, typer.Option("--query", metavar="QUERY", help="Only what reports that it selects tell.")] = "",
    by_type: Annotated[bool, typer.Option("--by-type", help="A line for each type of each outlet.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Comma-separated values with a header.")] = False,
) -> None:
    """Show what outlets say themselves, and what they pass on.

    Counted are events, not mentions. copied: told only in articles that repeat another's text; alone: no independent outlet tells of it.
    """
    with translated():
        from sayso.explore import outlets as of
        from sayso.explore.events import grouped

        found = of.shares(grouped(sayso.open(project)), query, by_type=by_type)
        if as_csv:
            _print_rows((of.to_row(s) for s in found), False, True)
            return
        if not found:
            typer.echo("No outlet with a name tells of anything that happened.", err=True)
            raise typer.Exit(FOUND_NONE)
        from sayso.cli.paint import Painter

        Painter().lines(of.lines(found))

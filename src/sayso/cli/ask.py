"""`sayso query`, `show`, `status`, `export`: ask a project."""

import csv
import io
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

import sayso
from sayso.cli.app import STOPPED, app, many, translated

PROJECT = Annotated[Path, typer.Argument(metavar="PROJECT", help="The folder that `sayso code --project` made.")]
FEW = 20  # records that people are shown at once
FOUND_NONE = 1
QUERY_HELP = """\b
Queries: field:value and words of the evidence; all must fit.
  type:ASSAULT,COERCE    one or the other
  -status:negated        not
  claimant:"Jens Aldorf" words of a name; a code: BLR, MIL; both of one party: BLR/MIL
  since:2020-08          also until:, date:, published: with 2020, 2020-08, 2020-08-16
  "tear gas" riot        words of the evidence, from their beginning: arrest finds arrested
All fields: docs/project.md"""


@app.command(epilog=QUERY_HELP)
def query(
    project: PROJECT,
    words: Annotated[list[str] | None, typer.Argument(metavar="QUERY", help="What to find; all, where it is left out.")] = None,
    *,
    table: Annotated[str, typer.Option(metavar="NAME", help="reports, statements or articles.")] = "reports",
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help=f"At most so many (for people {FEW}, for programs all).")] = None,
    sort: Annotated[str, typer.Option(metavar="COLUMNS", help="Order by these columns; a minus before one turns it round.")] = "-published",
    by: Annotated[str, typer.Option(metavar="COLUMN", help="Count the records of each value of this column.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object for each record, one a line.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Comma-separated values with a header.")] = False,
    why: Annotated[bool, typer.Option("--why", help="Show the rule, the lexicon row and the words behind each record.")] = False,
) -> None:
    """Find reports in a project: who did what to whom, on whose say-so.

    Exit code 1 where nothing is found.
    """
    if as_json and as_csv:
        raise typer.BadParameter("--json or --csv, not both.")
    with translated():
        from sayso.explore import find

        opened, text = sayso.open(project), asked(words or [])
        if table not in find.ID:
            raise typer.BadParameter(f"there is no table {table!r}: {', '.join(find.ID)}.")
        if by:
            counts = find.counts(opened, text, by, table=table)[:limit]
            _print_rows(({by: value, "count": number} for value, number in counts), as_json, as_csv)
            return
        if as_json or as_csv:
            columns = opened.table(table).columns[:-2] if table == "articles" else ()  # without text and record
            _print_rows(find.rows(opened, text, table=table, columns=columns, sort=sort, limit=limit), as_json, as_csv)
            return
        total = opened.count(text, table)
        if not total:
            for reason in find.why_nothing(opened, text, table):
                typer.echo(reason, err=True)
            typer.echo("Nothing found.", err=True)
            raise typer.Exit(FOUND_NONE)
        from sayso.cli.paint import Painter
        from sayso.show.account import head, some

        painter = Painter()
        for hit in find.hits(opened, text, table=table, sort=sort, limit=limit or FEW):
            painter.lines(head(hit.coded) if table == "articles" else some(hit.coded, hit.ids, why=why))
        sys.stdout.flush()
        shown = min(total, limit or FEW)
        noun = table.rstrip("s")
        typer.echo(f"\n{many(total, noun)}" + (f", {shown:,} shown (--limit N for more)" if shown < total else ""), err=True)


def asked(words: list[str]) -> str:
    """The query as one text. The shell has taken the quotation marks off: `claimant:Jens Aldorf` gets them back."""
    return " ".join(words) if len(words) == 1 else " ".join(_quoted(w) for w in words)


def _quoted(word: str) -> str:
    if not any(c.isspace() for c in word) or '"' in word or re.search(r"\s-?[A-Za-z_]+:", word):  # the last: several terms in one
        return word
    minus, rest = ("-", word[1:]) if word.startswith("-") else ("", word)
    field, colon, value = rest.partition(":")
    return f'{minus}{field}:"{value}"' if colon and field.isidentifier() else f'{minus}"{rest}"'


def _print_rows(rows: Iterable[dict[str, Any]], as_json: bool, as_csv: bool) -> None:
    """JSON lines, CSV, or a plain table of counts; UTF-8 whatever the terminal's encoding."""
    writer, line = None, io.StringIO(newline="")
    for row in rows:
        if as_json:
            text = json.dumps(row, ensure_ascii=False, default=str) + "\n"
        elif as_csv:
            line.seek(0)
            line.truncate()
            if writer is None:
                writer = csv.DictWriter(line, list(row), lineterminator="\n")
                writer.writeheader()
            writer.writerow(row)
            text = line.getvalue()
        else:
            *names, number = row.values()
            text = f"{number:>8,}  {' '.join(map(str, names))}\n"
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


@app.command()
def show(
    project: PROJECT,
    name: Annotated[str, typer.Argument(metavar="ID", help="An article's id or its beginning; with /r3 or /s2 behind it, one record.")],
    *,
    why: Annotated[bool, typer.Option("--why", help="Show the rule, the lexicon row and the words behind each record.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The whole article as one JSON object.")] = False,
) -> None:
    """Show an article of a project.

    The text with its marks, and what was found; of one record what stands behind it.
    """
    with translated():
        from sayso.explore.explain import find

        found = find(sayso.open(project), name)
        if as_json:
            sys.stdout.buffer.write(f"{found.coded.to_json()}\n".encode())
            sys.stdout.buffer.flush()
            return
        from sayso.cli.paint import Painter

        Painter().lines(found.lines(why=why))


@app.command()
def status(
    project: PROJECT,
    *,
    skipped: Annotated[bool, typer.Option("--skipped", help="Name every input that was skipped, with reason and remedy.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The same as one JSON object.")] = False,
) -> None:
    """Say what a project holds.

    How much, from when, by what version coded, what was skipped and why.
    """
    with translated():
        from sayso.explore.status import status as status_of

        opened = sayso.open(project)
        if skipped:
            for where, reason, hint in opened.sql("SELECT input_name, reason, hint FROM skipped"):
                typer.echo(str(sayso.Skipped(where=where, reason=reason, hint=hint)))
            return
        found = status_of(opened, f"sayso {sayso.__version__}")
        if as_json:
            typer.echo(json.dumps(found.to_dict(), ensure_ascii=False))
        else:
            from sayso.cli.paint import Painter

            Painter().lines(found.lines())
    if found.problems:
        raise typer.Exit(STOPPED)


@app.command()
def export(
    project: PROJECT,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The folder to write.")],
    *,
    to: Annotated[
        str, typer.Option("--to", metavar="FORM", help="parquet, csv, stata, jsonl, polecat, icews, gdelt, phoenix or eventreport.")
    ],
    query: Annotated[str, typer.Option("--query", metavar="QUERY", help="Only what it selects, as in `sayso query`.")] = "",
    all_status: Annotated[
        bool,
        typer.Option("--all-status", help="For forms without a status: what did not happen as well, in a file of its own."),
    ] = False,
) -> None:
    """Write a project's reports in the form that others read.

    docs/exports.md says what each form is for, and what it cannot say.
    """
    with translated():
        typer.echo(str(sayso.open(project).export(to, out, query, all_status=all_status)))

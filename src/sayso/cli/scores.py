"""`sayso evaluate`: agreement with annotations."""

import json
from pathlib import Path
from typing import Annotated

import typer

import sayso
from sayso.cli.app import app, translated


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD_DIR", exists=True, file_okay=False, help="Annotations, one JSON file each.")],
    *,
    found: Annotated[
        Path | None,
        typer.Option(exists=True, file_okay=False, metavar="DIR", help="Score these annotations (sayso code --annotations DIR)."),
    ] = None,
    project: Annotated[Path | None, typer.Option(file_okay=False, metavar="FOLDER", help="Score what this project holds.")] = None,
    lexicon: Annotated[
        list[Path] | None, typer.Option(exists=True, dir_okay=False, metavar="FILE", help="Your own lexicon, laid over ours.")
    ] = None,
    model: Annotated[str | None, typer.Option(metavar="NAME", help="Another spaCy pipeline with Universal Dependencies labels.")] = None,
    docs: Annotated[bool, typer.Option("--docs", help="A line for each document, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The figures as one JSON object.")] = False,
) -> None:
    """Score against annotations.

    Precision, recall and F1 of events and statements. Codes the documents, unless it is told where results are.
    """
    if found and project:
        raise typer.BadParameter("--found or --project, not both.")
    with translated():
        from sayso.explore import gold as scoring
        from sayso.explore.score import Tally

        def each(name: str, one: Tally) -> None:
            if docs:
                event, statement = (one.figures()[n].f1 for n in ("event + type", "statement: relation"))
                typer.echo(f"{name:40} events F1 {event:.2f}  statements F1 {statement:.2f}", err=as_json)

        if found:
            find = scoring.from_folder(found)
        elif project:
            find = scoring.from_project(sayso.open(project))
        else:
            next(scoring.annotated(gold))  # what is no annotation is told before a model is loaded
            find = scoring.by_coder(sayso.load(lexicon or [], model).code_article)
        tally = scoring.evaluate(gold, find, each)
        if as_json:
            typer.echo(json.dumps(scoring.to_dict(tally), indent=1))
        else:
            for line in scoring.table(tally):
                typer.echo(line)

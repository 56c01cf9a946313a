"""`sayso web`: the project in the browser."""

import webbrowser
from contextlib import suppress
from typing import Annotated

import typer

from sayso.cli.app import app, translated
from sayso.cli.ask import PROJECT


@app.command()
def web(
    project: PROJECT,
    *,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, metavar="N", help="Answer on this port; else on 8517, or any that is free.")
    ] = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Print the address and open no browser.")] = False,
    reviewer: Annotated[str, typer.Option(metavar="NAME", help="Who reviews; else the page asks.")] = "",
) -> None:
    """Read, explore and review a project in the browser.

    The pages come from this machine, are for this machine, and load nothing from the network. docs/web.md shows them.
    """
    with translated():
        from sayso.app.server import Server

        server = Server(project, port=port, reviewer=reviewer)
        typer.echo(server.address)
        typer.echo("The address holds a token: only who has it can open the pages. Ctrl+C ends.", err=True)
        if not no_open:
            webbrowser.open(server.address)
        with suppress(KeyboardInterrupt):  # that is how it ends
            server.run()

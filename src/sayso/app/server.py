"""The routes, and the server that answers them on this machine."""

import secrets
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sayso.app import claimants, explore, project, reader, review
from sayso.app.desk import Desk, Form
from sayso.app.guard import Guard
from sayso.app.pages import HERE, page
from sayso.errors import SaysoError, StopRun

PORT = 8517
LARGEST_FORM = 100_000  # bytes
ROUTES = [*project.ROUTES, *reader.ROUTES, *explore.ROUTES, *review.ROUTES, *claimants.ROUTES]


def make_app(desk: Desk, token: str, port: int) -> Guard:
    """The application that answers on 127.0.0.1:port to browsers that know the token."""
    routes = [Route(r.path, _told(r.endpoint, "POST" in (r.methods or ())), methods=list(r.methods or ())) for r in ROUTES]
    app = Starlette(
        routes=[*routes, Mount("/static", StaticFiles(directory=HERE / "static"))], exception_handlers={404: _missing, 500: _bug}
    )
    app.state.desk = desk
    return Guard(app, token, port)


def _told(endpoint: Callable[..., Any], posts: bool) -> Callable[[Request], Any]:
    """What goes wrong on purpose -> a page that says what to do."""

    def answer(request: Request, *form: Form) -> Response:
        try:
            answered: Response = endpoint(request, *form)
        except SaysoError as error:
            if "application/json" in request.headers.get("accept", ""):
                return JSONResponse({"message": error.message, "hint": error.hint}, 400)
            return page(request, "error.html", message=error.message, hint=error.hint, status=400)
        return answered

    async def take(request: Request) -> Response:
        sent = bytearray()
        async for chunk in request.stream():
            sent += chunk
            if len(sent) > LARGEST_FORM:
                return PlainTextResponse("Too much was sent at once.", 413)
        form = dict(parse_qsl(sent.decode("utf-8", "replace"), keep_blank_values=True))
        return await run_in_threadpool(answer, request, form)

    return take if posts else answer


def _missing(request: Request, error: Exception) -> Response:
    what = error.detail if isinstance(error, HTTPException) and error.detail != "Not Found" else "There is no such page."
    return page(request, "error.html", message=what, hint="Go on from one of the pages named above.", status=404)


def _bug(request: Request, _: Exception) -> Response:
    hint = "Please report it with what the terminal says. Nothing that was decided is lost."
    return page(request, "error.html", message="This is a bug in sayso.", hint=hint, status=500)


class Server:
    """A project on a port of this machine. `address` holds the token: whoever has it can read the project while the server runs."""

    def __init__(self, folder: Path, *, port: int | None = None, reviewer: str = "") -> None:
        """Raises StopRun where there is no project or the port is taken."""
        desk = Desk(folder, reviewer)
        self.socket = _bound(port)
        self.port: int = self.socket.getsockname()[1]
        token = secrets.token_urlsafe(24)
        self.address = f"http://127.0.0.1:{self.port}/?token={token}"
        config = uvicorn.Config(make_app(desk, token, self.port), log_level="warning", access_log=False, server_header=False, ws="none")
        self.server = uvicorn.Server(config)

    def run(self) -> None:
        """Answer until interrupted."""
        self.server.run(sockets=[self.socket])


def _bound(port: int | None) -> socket.socket:
    """Our usual port, so that copied links go on working, else any that is free; a port that was asked for, or nothing."""
    for wanted in (PORT, 0) if port is None else (port,):
        found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind(("127.0.0.1", wanted))
        except OSError:
            found.close()
            continue
        return found
    raise StopRun(f"Port {port} of this machine is taken.", "Name another with --port, or leave it out: a free one is taken.")

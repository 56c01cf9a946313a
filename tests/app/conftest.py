"""A server on a free port of this machine, asked over real sockets, and a real Chromium to look at it."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from sayso.app.server import Server
from tests.app.made import crisis

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
FLAGS += ["--disable-background-networking", "--disable-component-update"]


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    text: str


@dataclass
class Site:
    """A running server, and what a browser would send it."""

    server: Server
    folder: Path

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    @property
    def token(self) -> str:
        return self.server.address.rsplit("=", 1)[1]

    def ask(self, path: str, *, method: str = "GET", body: str = "", own: bool = True, **headers: str) -> Answer:
        """`own`: with the cookie and the origin of our own pages."""
        connection = HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        sent = {"Cookie": f"sayso-{self.server.port}={self.token}", "Origin": self.root} if own else {}
        if body:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body or None, {**sent, **{k.replace("_", "-"): v for k, v in headers.items()}})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, text)

    def cookie(self, reviewer: str) -> str:
        return f"sayso-{self.server.port}={self.token}; sayso-reviewer={reviewer}"

    def post(self, path: str, **values: str) -> Answer:
        return self.ask(path, method="POST", body=urlencode(values))


def serve(folder: Path, reviewer: str = "") -> Iterator[Site]:
    server = Server(folder, port=0, reviewer=reviewer)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.server.started:
        thread.join(0.01)
    yield Site(server, folder)
    server.server.should_exit = True
    thread.join(10)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    yield from serve(crisis(tmp_path / "p"))


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Skips where there is no Chromium or no Playwright; where SAYSO_BROWSER is set (in CI), that fails."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    must = bool(os.environ.get("SAYSO_BROWSER"))
    if not chromium:
        assert not must, "SAYSO_BROWSER is set, but no chromium is installed"
        pytest.skip("no chromium is installed: apt-get install chromium")
    if not must:
        pytest.importorskip("playwright", reason="playwright is not installed: pip install playwright")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def tab(browser: "Browser", site: Site) -> Iterator["Page"]:
    """A page that has been let in. It fails the test where anything asks for something outside the server, or an error is logged."""
    context = browser.new_context(base_url=site.root, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    wrong: list[str] = []

    def asked(request: Any) -> None:
        if not request.url.startswith(f"{site.root}/"):
            wrong.append(request.url)

    page.on("request", asked)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.goto(site.server.address)
    yield page
    context.close()
    assert not wrong

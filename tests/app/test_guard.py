"""Who is let in, and what the pages may load."""

import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sayso import StopRun
from sayso.app.guard import HEADERS, POLICY
from sayso.app.server import Server
from sayso.cli.main import app
from tests.app.conftest import Site
from tests.app.made import crisis


def test_the_token_opens_and_is_taken_out_of_the_address(site: Site) -> None:
    refused = site.ask("/", own=False)
    assert refused.status == 403
    assert "sayso web" in refused.text
    answer = site.ask(f"/articles?page=1&token={site.token}", own=False)
    assert (answer.status, answer.headers["location"]) == (303, "/articles?page=1")
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=strict" in answer.headers["set-cookie"]
    assert site.ask("/", own=False, Cookie=answer.headers["set-cookie"].split(";")[0]).status == 200


@pytest.mark.parametrize("path", ["/", "/articles", "/static/sayso.css", "/?token=wrong", "/none"])
def test_without_the_token_nothing_is_shown(site: Site, path: str) -> None:
    answer = site.ask(path, own=False)
    assert answer.status == 403
    assert "velmar" not in answer.text


def test_another_name_for_this_machine_is_refused(site: Site) -> None:
    for host in ("evil.example", f"evil.example:{site.server.port}", "127.0.0.1", f"127.0.0.1.evil.example:{site.server.port}"):
        assert site.ask("/", Host=host).status == 421
    assert site.ask("/", Host=f"localhost:{site.server.port}").status == 200


def test_other_pages_cannot_send_anything(site: Site) -> None:
    for origin in ("http://evil.example", "null", f"http://127.0.0.1:{site.server.port + 1}"):
        assert site.ask("/review/decide", method="POST", body="verdict=accept", Origin=origin).status == 403
    assert site.ask("/review/decide", method="POST", own=False, Cookie=f"sayso-{site.server.port}={site.token}").status == 403


@pytest.mark.parametrize("path", ["/", "/none", "/static/sayso.js", "/article?id=none"])
def test_every_answer_carries_the_policy(site: Site, path: str) -> None:
    for own in (True, False):
        headers = site.ask(path, own=own).headers
        assert {name: headers[name] for name in HEADERS} == HEADERS
        assert "server" not in headers
    assert POLICY.startswith("default-src 'none'")
    assert "unsafe" not in POLICY


def test_only_this_machine_is_answered(site: Site) -> None:
    assert site.server.socket.getsockname()[0] == "127.0.0.1"


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    folder = crisis(tmp_path / "p")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(StopRun, match="taken"):
            Server(folder, port=other.getsockname()[1])


def test_no_project(tmp_path: Path) -> None:
    with pytest.raises(StopRun, match="There is no project"):
        Server(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_the_command_tells_what_is_missing(tmp_path: Path) -> None:
    told = CliRunner().invoke(app, ["web", str(tmp_path / "none"), "--no-open"])
    assert told.exit_code == 1
    assert "sayso code PATHS --project" in told.output


def test_errors_are_pages_that_say_what_to_do(site: Site) -> None:
    for path, status in (("/article?id=none", 400), ("/nowhere", 404), ("/static/none.css", 404)):
        answer = site.ask(path)
        assert answer.status == status
        assert answer.headers["content-type"].startswith("text/html")
        assert "Traceback" not in answer.text
    assert "look among the articles" in site.ask("/article?id=none").text


def test_a_broken_journal_is_a_page_too(tmp_path: Path) -> None:
    folder = crisis(tmp_path / "p")
    (folder / "journal.sqlite").write_bytes(b"no database at all, but long enough to be read as one" * 20)
    from tests.app.conftest import serve

    for site in serve(folder):
        answer = site.ask("/")
        assert answer.status == 400
        assert "journal.sqlite" in answer.text
        assert "keep a copy" in answer.text

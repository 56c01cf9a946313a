"""Review in a real browser: twenty keys are twenty decisions, undo goes all the way back, and all is there tomorrow."""

import csv
import io
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sayso.store.journal import Journal
from tests.app.conftest import Site, serve
from tests.app.made import many
from tests.store.made import make_project

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    make_project(tmp_path / "p", many(100))
    yield from serve(tmp_path / "p")


def verdicts(site: Site, who: str = "Ann") -> list[str]:
    return [j.verdict for j in Journal(site.folder).judgements() if j.reviewer == who]


def begin(tab: "Page", who: str = "Ann", query: str = "") -> None:
    tab.goto(f"/review?q={query}")
    tab.get_by_label(
        "Your name or initials" if tab.locator("[required]").count() == 1 and not tab.locator("#cards").count() else "Somebody else"
    ).fill(who)
    tab.keyboard.press("Enter")
    tab.locator("#cards[data-ready]").wait_for()


def settled(tab: "Page", site: Site, number: int, who: str = "Ann") -> None:
    for _ in range(200):
        if len(verdicts(site, who)) == number:
            return
        tab.wait_for_timeout(50)
    raise AssertionError(f"{len(verdicts(site, who))} decisions, not {number}")


def test_twenty_rapid_keys_are_twenty_decisions(tab: "Page", site: Site) -> None:
    begin(tab)
    asked = [c.get_attribute("data-key") for c in tab.locator(".card").all()]
    keys = "arsaraasrraasaraaras"
    assert len(keys) == len(asked) == 20
    for key in keys:
        tab.keyboard.press(key)
    settled(tab, site, 20)
    found = Journal(site.folder).judgements()
    told = {"a": "accept", "r": "reject", "s": "skip"}
    assert [j.verdict for j in found] == [told[k] for k in keys]
    assert [f"{j.anchor.article_id}/{j.anchor.report_id}" for j in found] == asked
    assert tab.inner_text("#done") == str(len(keys.replace("s", "")))


def test_the_queue_goes_on_past_the_first_cards(tab: "Page", site: Site) -> None:
    begin(tab)
    for n in range(30):
        tab.locator(".card:not([hidden])").wait_for()
        tab.keyboard.press("a")
        settled(tab, site, n + 1)
    assert len({j.anchor for j in Journal(site.folder).judgements()}) == 30


def test_undo_goes_all_the_way_back_over_a_restart(tab: "Page", site: Site, browser: "Browser") -> None:
    begin(tab)
    for key in "aras":
        tab.keyboard.press(key)
    settled(tab, site, 4)
    tab.keyboard.press("u")
    settled(tab, site, 3)
    first = tab.locator(".card:not([hidden])").get_attribute("data-key")
    for again in serve(site.folder, reviewer="Ann"):  # tomorrow, at another port
        page = browser.new_page(base_url=again.root)
        page.goto(again.server.address)
        page.goto("/review")
        page.locator("#cards[data-ready]").wait_for()
        assert page.locator(".card:not([hidden])").get_attribute("data-key") == first
        assert page.inner_text("#done") == "3"
        for left in (2, 1, 0, 0):
            page.keyboard.press("u")
            settled(page, again, left)
        page.get_by_text("There is nothing left to undo.").wait_for()
        page.close()


def test_a_correction_by_keys(tab: "Page", site: Site) -> None:
    begin(tab)
    tab.keyboard.press("c")
    tab.keyboard.type("MOB")  # in the list of types
    assert tab.locator("#book .on").get_attribute("data-type") == "MOBILIZE"
    tab.locator(".card:not([hidden]) [name=actor_name]").fill("a, r and u")  # typing is no command
    tab.keyboard.press("Enter")
    settled(tab, site, 1)
    (found,) = Journal(site.folder).judgements()
    assert found.verdict == "correct"
    assert dict(found.given) == {"event_type": "MOBILIZE", "actor_name": "a, r and u"}
    tab.keyboard.press("c")
    tab.locator(".card:not([hidden]) [name=actor_name]").fill("x")
    tab.keyboard.press("Escape")
    tab.keyboard.press("a")
    settled(tab, site, 2)
    assert verdicts(site) == ["correct", "accept"]


def test_two_reviewers_and_their_conflicts(tab: "Page", site: Site) -> None:
    for who, keys in (("Ann", "aaar"), ("Ben", "aara")):
        begin(tab, who, "type:AID")
        for key in keys:
            tab.keyboard.press(key)
        settled(tab, site, 4, who)
    tab.goto("/review/decisions")
    assert tab.get_by_role("heading", name="Where they differ: 2").is_visible()
    assert "a report at all" in tab.inner_text("main")


def test_what_cannot_be_saved_is_told_and_sent_again(tab: "Page", site: Site) -> None:
    begin(tab)
    tab.evaluate("() => { window.kept = window.fetch; window.fetch = () => Promise.reject(new Error('the server is gone')); }")
    tab.keyboard.press("a")
    tab.locator("#trouble:not([hidden])").wait_for()
    tab.keyboard.press("r")  # is not taken while something is unsaved
    tab.evaluate("() => { window.fetch = window.kept; }")
    tab.get_by_role("button", name="Try again").click()
    settled(tab, site, 1)
    assert verdicts(site) == ["accept"]


# ---------------------------------------------------------------- without a browser
def test_it_works_without_scripts(site: Site) -> None:
    who = site.cookie("Zo%C3%AB")
    assert "Begin" in site.ask("/review").text
    text = site.ask("/review", Cookie=who).text
    article, report = unescape(re.search(r'data-key="([^"]*)"', text)[1]).rsplit("/", 1)  # type: ignore[index]
    body = f"article={article}&report={report}&verdict=correct&historical=true"
    assert site.ask("/review/decide", method="POST", body=body, Cookie=who).status == 303
    (found,) = Journal(site.folder).judgements()
    assert (found.reviewer, dict(found.given)) == ("Zoë", {"historical": "true"})
    assert site.ask("/review/undo", method="POST", body="q=", Cookie=who).status == 303
    assert Journal(site.folder).judgements() == []


def test_bad_decisions_are_refused(site: Site) -> None:
    who = site.cookie("Ann")
    here = "article=a000000&report=r1&verdict="
    bad = ("undo", "", "correct&status=odd", "correct&event_type=NONE")
    for body in (*(here + b for b in bad), "article=none&report=r1&verdict=accept"):
        assert site.ask("/review/decide", method="POST", body=body, Cookie=who).status == 400
    assert site.post("/review/decide", verdict="accept", article="a000000", report="r1").status == 400  # nobody said who
    assert site.post("/review/who", reviewer=" <>").status == 400
    assert site.post("/review/who", reviewer="x" * 200_000).status == 413
    assert Journal(site.folder).judgements() == []


def test_page_json_and_csv_of_the_decisions_agree(site: Site) -> None:
    who = site.cookie("Ann")
    for n, verdict in enumerate(("accept", "reject", "correct"), 1):
        body = f"article=a000000&report=r{n}&verdict={verdict}&event_mode=beat"
        assert site.ask("/review/decide", method="POST", body=body, Cookie=who).status == 303
    lines = list(csv.DictReader(io.StringIO(site.ask("/review/decisions.csv").text)))
    rows = json.loads(site.ask("/review/decisions.json").text)
    assert [(r["report_id"], r["verdict"], r["event_mode"]) for r in lines] == [
        ("r1", "accept", ""),
        ("r2", "reject", ""),
        ("r3", "correct", "beat"),
    ]
    assert [{k: "" if v is None else str(v) for k, v in r.items()} for r in rows] == lines

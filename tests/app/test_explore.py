"""A link gives the same rows in page, JSON and CSV, and every number on the page is what its link finds."""

import csv
import io
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from sayso import StopRun
from sayso.explore.facets import FACETS, facets, narrowed, toggled
from sayso.explore.find import written
from sayso.explore.pictures import pairs, spots, timeline
from sayso.store.query import parse
from sayso.store.read import Project
from tests.app.conftest import Site, serve
from tests.app.made import many
from tests.store.made import make_project

if TYPE_CHECKING:
    from playwright.sync_api import Page

QUERIES = [
    "",
    "type:ASSAULT",
    "claimant:officials -type:AID",
    "status:negated date:2026",
    'recipient:"=Kalvia"',
    "protesters",
    "actor:nobody",
]


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("big") / "p"
    make_project(folder, many(1200))
    yield from serve(folder)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "p", many(200))


@pytest.mark.parametrize("query", QUERIES)
def test_page_json_and_csv_agree(site: Site, query: str) -> None:
    q = quote(query)
    shown = [unescape(i) for i in re.findall(r'data-id="([^"]*)"', site.ask(f"/explore?q={q}").text)]
    rows = json.loads(site.ask(f"/explore.json?q={q}").text)
    lines = list(csv.DictReader(io.StringIO(site.ask(f"/explore.csv?q={q}").text)))
    ids = [f"{r['article_id']}/{r['report_id']}" for r in rows]
    assert shown == ids == [f"{r['article_id']}/{r['report_id']}" for r in lines]
    assert len(ids) == Project.open(site.folder).count(query)
    assert [{k: "" if v is None else str(v) for k, v in r.items()} for r in rows] == lines


def test_pages_follow_each_other_without_gap(big: Site) -> None:
    path, seen = "/explore?q=type:ASSAULT,AID&sort=confidence", []
    while path:
        text = big.ask(path).text
        seen += re.findall(r'data-id="([^"]*)"', text)
        after = re.search(r'href="([^"]*)" rel="next"', text)
        path = unescape(after[1]) if after else ""
    rows = json.loads(big.ask("/explore.json?q=type:ASSAULT,AID&sort=confidence").text)
    assert seen == [f"{r['article_id']}/{r['report_id']}" for r in rows]
    assert len(seen) == 400


@pytest.mark.parametrize("query", ["", "type:ASSAULT", 'actor:"=Ostria" date:2024', "status:negated outlet:Harbour"])
def test_every_facet_counts_what_its_link_finds(project: Project, query: str) -> None:
    found = list(facets(project, query))
    assert {f.name for f in found} <= set(FACETS)
    assert len(found) >= 5
    for facet in found:
        for choice in facet.choices:
            mine = parse(choice.query)
            if choice.chosen:  # the link gives it up
                assert choice.query != query
                continue
            others = next((t.values for t in parse(query).terms if t.field == facet.name), ())
            values = next(t.values for t in mine.terms if t.field == facet.name)
            alone = toggled(query, facet.name, others[0]) if others else query
            only = narrowed(alone, **{facet.name: values[-1]}) if others else choice.query
            assert project.count(only) == choice.count, (facet.name, choice)


def test_choosing_and_giving_up_a_value() -> None:
    assert toggled("", "type", "AID") == "type:AID"
    assert toggled("type:AID word", "type", "ASSAULT") == "type:AID,ASSAULT word"
    assert toggled("type:AID,ASSAULT word", "type", "aid") == "type:ASSAULT word"
    assert toggled("type:AID", "type", "AID") == ""
    assert toggled("-type:AID", "type", "AID") == "-type:AID type:AID"
    for odd in ("=Ilse Torvald, minister", "a:b", "-x", "O'Neill; & <b>", "tear gas"):
        assert parse(toggled("", "actor", odd)).terms[0].values == (odd,)
        assert parse(written(parse(f'"{odd}"').terms[0])).terms[0].values == (odd,)


def test_pictures_count_every_report(project: Project) -> None:
    bars, unknown = timeline(project, "")
    assert sum(b.total for b in bars) + unknown == project.count() == 200
    labels = [b.label for b in bars]
    assert labels == sorted(set(labels))
    for pair in pairs(project, ""):
        assert project.count(narrowed("", actor=f"={pair.actor}", recipient=f"={pair.recipient}")) == pair.count
    found, missing = spots(project, "")
    assert sum(s.count for s in found) + missing == 200
    with pytest.raises(StopRun):
        timeline(project, "none:x")


@pytest.mark.parametrize("view", ["table", "timeline", "matrix", "network", "map"])
def test_links_in_the_pictures_find_what_they_say(big: Site, view: str) -> None:
    text = big.ask(f"/explore?view={view}&q=type:ASSAULT").text
    assert len(text) < 1_000_000
    project = Project.open(big.folder)
    links = re.findall(r'<td class="(?:n|heat-\d)"><a href="([^"]*)"[^>]*>([\d,]+)</a>', text)
    for href, number in links[:12]:
        query = parse_qs(urlsplit(unescape(href)).query)["q"][0]
        assert project.count(query) == int(number.replace(",", ""))
    assert links or view in {"table", "timeline", "map"}


def test_what_is_wrong_with_a_query_is_told_beside_it(site: Site) -> None:
    answer = site.ask("/explore?q=typ:ASSAULT")
    assert answer.status == 400
    assert "Did you mean type:?" in unescape(answer.text)
    assert 'value="typ:ASSAULT"' in answer.text
    assert site.ask("/explore.csv?q=typ:x").status == 400
    assert site.ask("/explore?sort=none").status == 400
    assert "Nothing found" in site.ask("/explore?q=type:NONE").text
    assert site.ask("/explore?page=999999&view=nothing").status == 200


def test_nothing_found_shows_in_every_view(site: Site) -> None:
    for view in ("table", "timeline", "matrix", "network", "map"):
        assert site.ask(f"/explore?q=type:NONE&view={view}").status == 200


# ---------------------------------------------------------------- in the browser
def test_facets_and_keys(tab: "Page") -> None:
    tab.goto("/explore")
    tab.locator(".facets").get_by_role("link", name="ASSAULT", exact=True).click()
    tab.wait_for_url("**q=type%3AASSAULT**")
    total = int(tab.inner_text(".count b"))
    assert tab.locator("tr[data-id]").count() == total
    tab.keyboard.press("2")
    tab.wait_for_url("**view=timeline**")
    assert tab.locator("svg.chart rect").count() > 0
    tab.keyboard.press("1")
    tab.wait_for_url(lambda url: "view" not in url)
    tab.keyboard.press("j")
    tab.keyboard.press("j")
    assert tab.locator("tr.on").count() == 1
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/article?**")
    assert tab.locator(".note.on details[open]").count() == 1
    tab.go_back()
    tab.keyboard.press("/")
    tab.keyboard.type(" status:negated")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**status%3Anegated**")

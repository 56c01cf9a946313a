"""Every screen, light and dark, wide and narrow: nothing that axe finds serious, nothing wider than the window, nothing over 1 MB."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.app.conftest import Site, serve
from tests.app.made import crisis, many
from tests.show.written import CODED
from tests.store.made import make_project, write_shard

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SCREENS = [
    "/", "/articles", "/skipped", "/article?id=brodny-1&record=r1", "/explore", "/explore?view=timeline", "/explore?view=matrix&by=country",
    "/explore?view=network", "/explore?view=map", "/explore?q=typo:x", "/review", "/review/decisions", "/claimants",
    "/claimants/one?name=Ostria", "/nowhere",
]  # fmt: skip


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """axe-core's script: from the folder SAYSO_AXE, else fetched with npm. Skips where neither is to be had, but in CI."""
    folder = Path(os.environ.get("SAYSO_AXE", "")) if os.environ.get("SAYSO_AXE") else tmp_path_factory.mktemp("axe")
    script = folder / "node_modules/axe-core/axe.min.js"
    if not script.exists() and shutil.which("npm"):
        command = ["npm", "install", "--silent", "--no-save", "--prefix", str(folder), "axe-core@4"]
        subprocess.run(command, check=False, capture_output=True, timeout=120)
    if not script.exists():
        assert not os.environ.get("SAYSO_BROWSER"), "SAYSO_BROWSER is set, but axe-core cannot be installed with npm"
        pytest.skip("axe-core is not to be had: npm install axe-core")
    return script.read_text("utf-8")


@pytest.fixture(scope="module")
def crisis_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    for site in serve(crisis(tmp_path_factory.mktemp("screens") / "p"), reviewer="Ann"):
        for who, verdict in (("Ann", "accept"), ("Ben", "reject")):
            body = f"article=brodny-1&report=r1&verdict={verdict}"
            assert site.ask("/review/decide", method="POST", body=body, Cookie=site.cookie(who)).status == 303
        yield site


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: "Browser", crisis_site: Site, axe: str, scheme: str) -> None:
    context = browser.new_context(base_url=crisis_site.root, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(crisis_site.server.address)
    found = []
    for path in SCREENS:
        page.goto(path)
        page.evaluate(axe)
        wrong = [v for v in page.evaluate("axe.run()")["violations"] if v["impact"] in ("serious", "critical")]
        found += [f"{path}: {v['id']}: {v['nodes'][0]['html']}: {v['nodes'][0]['failureSummary']}" for v in wrong]
    context.close()
    assert not found, "\n".join(found)


def test_no_screen_is_wider_than_a_narrow_window(browser: "Browser", crisis_site: Site) -> None:
    context = browser.new_context(base_url=crisis_site.root, viewport={"width": 380, "height": 800})
    page = context.new_page()
    page.goto(crisis_site.server.address)
    for path in SCREENS:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 380, path
    context.close()


def test_everything_is_reached_by_the_tab_key(browser: "Browser", crisis_site: Site) -> None:
    context = browser.new_context(base_url=crisis_site.root)
    page = context.new_page()
    page.goto(crisis_site.server.address)
    for path in ("/explore", "/review", "/article?id=brodny-1"):
        page.goto(path)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the page"
        wanted = page.evaluate(
            "[...document.querySelectorAll('a, button, input:not([type=hidden]), select, summary')].filter(e => e.checkVisibility()).length"
        )
        seen = 1
        for _ in range(wanted * 2):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement === document.body"):
                break
            seen += page.evaluate("document.activeElement.matches('a, button, input, select, summary')")
        assert seen >= wanted, path
    context.close()


def test_no_page_is_over_a_megabyte(tmp_path: Path) -> None:
    from dataclasses import replace

    long = replace(CODED, article=replace(CODED.article, text=CODED.article.text + "\n\n" + "word " * 300_000, id="long"))
    make_project(tmp_path / "p", [*many(3000), long])
    for site in serve(tmp_path / "p", reviewer="Ann"):
        for path in [*SCREENS, "/article?id=long", "/explore?all=actor", "/article?id=a000001"]:
            assert len(site.ask(path).text.encode()) < 1_000_000, path


def test_an_empty_project_and_one_that_grows(tmp_path: Path) -> None:
    make_project(tmp_path / "p", [])
    for site in serve(tmp_path / "p", reviewer="Ann"):
        for path in SCREENS:
            expected = 404 if path == "/nowhere" else 400 if any(x in path for x in ("/article?", "typo", "one?")) else 200
            assert site.ask(path).status == expected, path
        write_shard(tmp_path / "p", "000002", [CODED])  # a run goes on while the pages are open
        assert '4</b> <a href="/explore">reports' in site.ask("/").text
        assert site.ask("/article?id=brodny-1").status == 200
        write_shard(tmp_path / "p", "000002", [CODED], version="fedcba9876543210")
        assert "coded anew" in site.ask("/").text
        (tmp_path / "p/reports/000002-fedcba98.parquet").write_bytes(b"cut")
        answer = site.ask("/explore")
        assert answer.status in (400, 500)
        assert "Traceback" not in answer.text

"""The text with its marks, the records beside it, and the way through them by keys."""

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from sayso import Span
from sayso.app.marks import Mark, marks, paragraphs, parts, pieces
from sayso.show.account import sentence, statement_sentence
from tests.app.conftest import Site
from tests.app.made import EVIL, hostile
from tests.show.written import CODED

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_pieces_are_cut_at_every_boundary_and_lose_nothing() -> None:
    text = "abcdefghij"
    found = [Mark(Span(0, 6), "content", "s1", 1, 1), Mark(Span(2, 8), "content", "s2", 2, 2), Mark(Span(5, 7), "trigger", "r1")]
    cut = list(pieces(text, Span(0, 10), found))
    assert [p.text for p in cut] == ["ab", "cde", "f", "g", "h", "ij"]
    assert cut[2].classes.split() == ["content", "trigger", "tint-2", "inside", "inside-1"]
    assert cut[2].records == "s1 s2 r1"
    assert cut[5].classes == ""


def test_every_mark_covers_its_words_and_every_record_stands_once() -> None:
    shown = paragraphs(CODED)
    for mark in marks(CODED):
        words = "".join(p.text for q in shown for p in q.pieces if mark.record in p.records.split() and mark.kind in p.classes.split())
        assert mark.span.of(CODED.article.text) in words
    ids = [r.id for p in shown for r in p.records]
    assert sorted(ids) == sorted([*(r.id for r in CODED.reports), *(s.id for s in CODED.statements)])
    assert "".join(p.text for q in shown for p in q.pieces) == CODED.article.text.replace("\n\n", "")


def test_nested_statements_are_visibly_inside() -> None:
    inner = next(p for q in paragraphs(CODED) for p in q.pieces if p.text == "close")
    assert {"content", "inside"} <= set(inner.classes.split())


def test_a_record_as_a_sentence() -> None:
    said = {r.id: "".join(s.text for s in sentence(CODED, r)) for r in CODED.reports}
    assert said["r1"] == "velmar.example reports that Ostria denied that Ostria attacked Kalvia with drones on 12 March 2026 in Brodny"
    assert "did NOT" not in said["r1"]
    assert said["r3"].startswith("velmar.example reports that Ilse Torvald said that officials said that Kalvia MIGHT put restrictions")
    assert said["r4"].startswith("velmar.example reports that Police of Ostria arrested 30 protesters in Velmar")
    told = {s.id: "".join(x.text for x in statement_sentence(CODED, s)) for s in CODED.statements}
    assert told["s3"] == "Ilse Torvald said: “We attacked nobody”"


def test_the_page_shows_text_sentences_and_why(site: Site) -> None:
    answer = site.ask("/article?id=brodny-1&record=r1")
    assert answer.status == 200
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.text))
    assert "Mrs Torvald said officials had told her that Kalvia might close the river." in plain
    assert "trigger:verb" in plain
    assert "ASSAULT/attack" in plain


def test_decisions_stand_beside_the_records(site: Site) -> None:
    body = "article=brodny-1&report=r1&verdict=correct&actor_name=Sundal"
    assert site.ask("/review/decide", method="POST", body=body, Cookie=site.cookie("Ann")).status == 303
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", site.ask("/article?id=brodny-1").text))
    assert plain.count("corrected by Ann") == 1
    assert "Ann: actor_name Sundal" in plain


def test_long_articles_come_in_parts() -> None:
    from dataclasses import replace

    long = replace(CODED, article=replace(CODED.article, text=CODED.article.text + "\n\n" + ("word " * 200_000)))
    shown = parts(paragraphs(long))
    assert len(shown) > 5
    assert all(sum(len(p.text) for q in part for p in q.pieces) < 200_000 for part in shown)


def test_an_article_full_of_script_tags_is_only_text(site: Site) -> None:
    evil = quote(hostile().article.id, safe="")
    for path in (f"/article?id={evil}", "/", "/articles", "/explore", "/claimants", "/explore?view=matrix", "/explore?view=network"):
        text = site.ask(path).text
        assert "<script>document" not in text
        assert "<img" not in text
        assert "javascript:document" not in re.findall(r'href="([^"]*)"', text)
        assert "<bad>" not in text
    assert EVIL.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;") in site.ask(f"/article?id={evil}").text


# ---------------------------------------------------------------- in the browser
def test_markup_in_an_article_does_not_run(tab: "Page") -> None:
    tab.goto("/article?id=" + quote(hostile().article.id, safe=""))
    assert "said" in tab.inner_text("#text")
    assert tab.title() not in ("owned", "1")
    assert tab.locator("#text img, #text script").count() == 0


def test_keys_walk_through_records_and_articles(tab: "Page") -> None:
    tab.goto("/article?id=brodny-1")
    seen = []
    for _ in range(3):
        tab.keyboard.press("j")
        seen.append(tab.locator(".note.on").get_attribute("id"))
    tab.keyboard.press("k")
    assert tab.locator(".note.on").get_attribute("id") == seen[1]
    assert tab.locator("#text .lit").count() >= 1
    assert not tab.locator(".note.on details[open]").count()
    tab.keyboard.press("Enter")
    assert tab.locator(".note.on details[open] dl.why").is_visible()
    tab.keyboard.press("m")
    assert tab.locator("#text.plain").count() == 1
    assert tab.locator("#marks").get_attribute("aria-pressed") == "false"
    here = tab.url
    tab.keyboard.press("p")
    tab.wait_for_url("**/article?id=brodny-2**")
    tab.keyboard.press("n")
    tab.wait_for_url(here)


def test_keys_are_shown_and_typing_is_not_a_command(tab: "Page") -> None:
    tab.goto("/article?id=brodny-1")
    assert {k.inner_text() for k in tab.locator("footer kbd").all()} == {"j", "k", "Enter", "m", "n", "p"}

"""The readable account: what a reader finds in it, and that no article can upset it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sayso import Article, Coded, Party, Report, Span
from sayso.records import FORCES, STATUSES, Place, When
from sayso.show.account import account, opening, shown
from sayso.show.lines import Line, Segment, excerpt, shorten, tidy, wrap
from sayso.show.phrases import does, listed, phrases, says, when
from tests import snapshots_of
from tests.show.written import CODED, KALVIA, OSTRIA, REPORTS, STATEMENTS, TEXT, at, party


def line_of(coded: Coded, number: str) -> str:
    return next(line.plain() for line in account(coded) if line.plain().startswith(f"{number} "))


def with_report(**changes: Any) -> Coded:
    return replace(CODED, reports=(replace(REPORTS[0], **changes),))


def test_the_account_of_one_article() -> None:
    snapshots_of.check("account.txt", CODED.account(width=100))


def test_who_did_what_to_whom_when_where_and_on_whose_say_so() -> None:
    assert line_of(CODED, "r1").startswith("r1   Ostria did NOT attack Kalvia with drones on 12 March 2026 in Brodny, according to Ostria")
    assert "according to officials, quoted by Ilse Torvald" in line_of(CODED, "r3")
    assert "in the outlet's own voice" in line_of(CODED, "r4")


@pytest.mark.parametrize(
    ("status", "words"),
    [("actual", "attacked"), ("negated", "did NOT attack"), ("future", "WILL attack"), ("hypothetical", "MIGHT attack")],
)
def test_the_status_is_seen(status: str, words: str) -> None:
    assert f"Ostria {words} Kalvia with drones" in line_of(with_report(status=status), "r1")


def test_several_actors_are_listed_once_each() -> None:
    coded = with_report(actors=(party("Ostria", OSTRIA), party("Kalvia", KALVIA, 2), party("its", OSTRIA)), recipients=(), status="actual")
    assert line_of(coded, "r1").startswith("r1   Ostria and Kalvia attacked with drones")


def test_a_type_that_only_the_users_code_book_knows_is_named() -> None:
    assert "Ostria RECYCLE Kalvia" in line_of(with_report(type="RECYCLE", mode=None, status="actual"), "r1")


def test_every_sentence_stands_once_with_its_triggers_marked() -> None:
    text = CODED.account(width=1000)
    assert text.count("its drones had [attacked] the Kalvian border post at Brodny, where Kalvia says four soldiers were [killed].") == 1


def test_why_shows_rule_row_and_words() -> None:
    lines = [line.plain().strip() for line in account(CODED, why=True)]
    assert "because trigger:verb · ASSAULT/attack · “attacked”" in lines
    assert "because Ostria: actor:country · countries:OST · “its”" in lines
    assert not any("because" in line.plain() for line in account(CODED))


def test_the_summary_goes_claimant_by_claimant() -> None:
    lines = [line.plain() for line in account(CODED)]
    closing = lines[lines.index("CLAIMANT BY CLAIMANT") :]
    heads = [line.split("  ")[0] for line in closing if line.startswith("Said by")]
    assert heads == ["Said by velmar.example itself", "Said by Ostria", "Said by Kalvia", "Said by Ilse Torvald", "Said by officials"]


def test_every_statement_stands_under_its_speaker_with_its_kind_and_reports() -> None:
    lines = [line.plain() for line in account(CODED)]
    at_ostria = lines.index("Said by Ostria  official")
    assert lines[at_ostria + 1].startswith("s1   denied that its drones had attacked")
    assert lines[at_ostria + 1].endswith("  indirect")
    assert lines[at_ostria + 2].strip() == "→ r1 Ostria did NOT attack Kalvia with drones on 12 March 2026 in Brodny"
    assert "s5   (quoted by Ilse Torvald) said that Kalvia might close the river  indirect · at arm's length" in lines


def test_an_article_without_records_says_so() -> None:
    coded = Coded(article=Article(id="empty", text="It rained."), statements=(), reports=())
    assert "Nothing found" in coded.account()


@pytest.mark.parametrize("width", [40, 80, 100, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for line in CODED.account(width=width, why=True).splitlines():
        assert len(line) <= width


def test_terminal_escapes_and_direction_marks_of_an_article_do_not_reach_the_screen() -> None:
    evil = "\x1b[31mred\x07 \u202egnitset\u202c \x9b2J"
    article = replace(CODED.article, text=TEXT.replace("30 protesters", evil.ljust(13)), title=evil, outlet=evil)
    coded = replace(CODED, article=article, reports=(replace(REPORTS[3], where=Place(text=evil)),))
    shown = coded.account(why=True)
    assert not any(c in shown for c in "\x1b\x07\u202e\u202c\x9b")
    assert "red" in shown


def test_a_capital_that_only_began_a_sentence_is_not_kept() -> None:
    text = "Protesters met. The police arrested protesters. Will Abel met Varkesh."

    def named(words: str) -> str:
        return shown(Party(span=at(words, text=text), text=words), text)

    assert [named(w) for w in ("Protesters", "The police", "Will Abel", "Varkesh")] == ["protesters", "the police", "Will Abel", "Varkesh"]


# ---------------------------------------------------------------- the words
def test_every_phrase_reads_with_and_without_a_recipient_in_every_status() -> None:
    types = {name: modes for name, modes in phrases().items() if name.isupper()}
    assert len(types) == 16
    for name, modes in types.items():
        for mode in modes:
            for status in STATUSES:
                for recipient in ("Kalvia", ""):
                    marker, before, after = does(name, None if mode == "any" else mode, status, recipient)  # type: ignore[arg-type]
                    said = f"{marker} {before}{recipient}{after}"
                    assert not set("{}[]~|/") & set(said), said
                    assert "  " not in said.strip(), said


def test_pronouns_that_are_not_the_actor() -> None:
    he = Party(span=None, text="He")
    coded = replace(with_report(actors=(he,), recipients=(he,), status="actual"), statements=(replace(STATEMENTS[0], claimants=(he,)),))
    assert line_of(coded, "r1").startswith("r1   He attacked him with drones on 12 March 2026 in Brodny, according to him")


def test_a_place_is_named_as_in_the_gazetteer_where_the_words_hold_it() -> None:
    coded = with_report(where=Place(text="Brodny on Thursday", name="Brodny"))
    assert "in Brodny, according" in line_of(coded, "r1")
    assert "in the capital, according" in line_of(with_report(where=Place(text="the capital", name="Velmar")), "r1")


def test_every_force_has_a_verb() -> None:
    for force in FORCES:
        assert says(force, False)[1]  # type: ignore[arg-type]
        assert says(force, True)[0] == "did NOT"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (When(), ""),
        (When(text="on Friday"), "(“on Friday”)"),
        (When(start=date(2020, 8, 16), end=date(2020, 8, 16), precision="day"), "on 16 August 2020"),
        (When(start=date(2020, 2, 1), end=date(2020, 2, 29), precision="month"), "in February 2020"),
        (When(start=date(2010, 1, 1), end=date(2010, 12, 31), precision="year"), "in 2010"),
        (When(start=date(1990, 1, 1), end=date(1999, 12, 31), precision="decade"), "between 1990 and 1999"),
        (When(start=date(2020, 8, 10), end=date(2020, 8, 16), precision="week"), "between 10 August 2020 and 16 August 2020"),
    ],
)
def test_dates_in_words(value: When, words: str) -> None:
    assert when(value) == words


def test_lists_in_words() -> None:
    assert [listed([]), listed(["A"]), listed(["A", "B"]), listed(["A", "B", "C"])] == ["", "A", "A and B", "A, B and C"]


# ---------------------------------------------------------------- lines
def test_shortening_keeps_both_ends_and_the_limit() -> None:
    text = "first " + "middle " * 50 + "last"
    short = shorten(text, 60)
    assert len(short) <= 60
    assert short.startswith("first middle")
    assert short.endswith("last")
    assert " … " in short
    assert shorten("short", 60) == "short"


def test_a_long_sentence_is_cut_around_its_trigger() -> None:
    text = "before " * 80 + "attacked " + "after " * 80
    start = text.index("attacked")
    shown = "".join(s.text for s in excerpt(text, Span(0, len(text.rstrip())), [Span(start, start + 8)], limit=120))
    assert "[attacked]" in shown
    assert len(shown) < 170
    assert shown.startswith("… ")
    assert shown.endswith(" …")


def test_white_space_and_control_characters_are_tidied() -> None:
    assert tidy("a\n\n b\t\x00c\x1b") == "a b c"


def test_wrapping_breaks_at_spaces_and_keeps_styles() -> None:
    rows = list(
        wrap(Line((Segment("one two ", "party"), Segment("three four", "verb"), Segment("  CODE x", "quiet", keep=True)), hang="  "), 12)
    )
    assert [r.plain() for r in rows] == ["one two", "  three four", "  CODE x"]
    assert rows[0].segments[0].style == "party"


def test_wrapping_does_not_part_a_word_from_the_comma_of_another_style() -> None:
    rows = list(wrap(Line((Segment("in the year 2026", "verb"), Segment(", according", "quiet"))), 16))
    assert [r.plain() for r in rows] == ["in the year", "2026, according"]


def test_reports_of_statements_that_are_missing_are_the_outlets() -> None:
    lost = Report(id="r9", trigger=at("arrested"), sentence=at(TEXT), type="COERCE", statement="s99")
    assert "in the outlet's own voice" in line_of(replace(CODED, reports=(lost,)), "r9")


def test_negated_cues_are_seen() -> None:
    coded = replace(CODED, statements=(replace(STATEMENTS[0], negated=True),))
    assert "did NOT deny that its drones" in line_of(coded, "s1")


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("https://example.org/picture.jpg\n\nTalks failed in Halvik.", "Talks failed in Halvik."),
        ("Talks failed. See https://example.org now.", "Talks failed. See https://example.org now."),
        ("https://example.org", "https://example.org"),
        ("", ""),
    ],
)
def test_a_text_without_a_title_is_named_by_its_first_words(text: str, begins: str) -> None:
    assert opening(text) == begins


def test_the_account_begins_with_them() -> None:
    text = "https://example.org/picture.jpg\n\nTalks failed in Halvik."
    bare = replace(CODED, article=replace(CODED.article, title="", text=text), reports=(), statements=())
    assert bare.account().splitlines()[0] == "Talks failed in Halvik."

"""What is worked out once for every layout: keys, days, pairs, quotes."""

from dataclasses import replace
from datetime import date

import pytest

from sayso.records import Article, CodedArticle, Party, Report, When
from sayso.store.export.entries import LONGEST_QUOTE, article_key, day_of, number, pairs, tell
from tests.store.export.told import ATTACK, BOTH, DENIAL, MAIN, MEETING, OWN, PAST, TEXT


def test_keys_are_unique_and_their_part_before_the_underscore_is_the_article() -> None:
    told = list(tell(BOTH))
    keys = [e.key for t in told for e in t.entries]
    assert len(set(keys)) == len(keys)
    assert keys[:2] == ["a-1_r1", "a-1_r2"]
    assert {k.split("_")[0] for k in keys} == {t.key for t in told}


def test_ids_that_repeat_get_keys_of_their_own() -> None:
    keys = [e.key for t in tell([MAIN, MAIN, MAIN]) for e in t.entries]
    assert len(set(keys)) == 3 * len(MAIN.reports)
    assert "a-1~2_r1" in keys


@pytest.mark.parametrize("odd", ["folder/né.txt", "a_b", "a\tb", "x" * 65, "", "\ud800", "a~2"])
def test_an_odd_id_is_given_a_plain_key(odd: str) -> None:
    key = article_key(odd)
    assert key.isalnum()
    assert len(key) == 16
    assert key != article_key(odd + "x")


def test_numbers_fit_into_64_bits_and_are_stable() -> None:
    assert number("a-1_r1") == number("a-1_r1") != number("a-1_r2")
    assert all(0 <= number(str(n)) < 2**63 for n in range(1000))
    assert len({number(str(n)) for n in range(1000)}) == 1000


def test_the_day_of_a_report() -> None:
    news = date(2026, 3, 13)
    assert day_of(ATTACK, news) == (date(2026, 3, 12), "relative")
    assert day_of(DENIAL, news) == (news, "publication")
    assert day_of(PAST, news) == (None, "not stated")
    assert day_of(DENIAL, None) == (None, "not stated")
    year = When(start=date(2010, 1, 1), end=date(2010, 12, 31), precision="year", basis="stated")
    assert day_of(replace(PAST, when=year), news) == (date(2010, 1, 1), "stated")


def names(report: Report) -> list[tuple[str, str, str]]:
    def name(party: Party | None) -> str:
        return party.name if party else "-"

    return [(name(p.actor), name(p.recipient), p.suffix) for p in pairs(report)]


def test_pairs_of_several_actors_and_recipients() -> None:
    assert names(ATTACK) == [
        ("Germany", "France", "-1"),
        ("Germany", "civilians", "-2"),
        ("German army; third corps", "France", "-3"),
        ("German army; third corps", "civilians", "-4"),
    ]
    assert names(DENIAL) == [("German army; third corps", "doctors of Kosovo", "")]
    assert names(replace(DENIAL, actors=())) == [("-", "doctors of Kosovo", "")]


def test_those_who_meet_act_on_each_other() -> None:
    assert [p[:2] for p in names(MEETING)] == [
        ("Germany", "France"), ("Germany", "United Nations"), ("France", "Germany"), ("France", "United Nations"),
        ("United Nations", "Germany"), ("United Nations", "France"),
    ]  # fmt: skip


def test_those_who_attack_together_do_not_attack_each_other() -> None:
    assert [p[:2] for p in names(replace(ATTACK, recipients=()))] == [("Germany", "-"), ("German army; third corps", "-")]


def test_nobody_acts_on_himself_and_nobody_twice() -> None:
    twice = replace(MEETING, actors=(*MEETING.actors[:2], MEETING.actors[0]))
    assert [p[:2] for p in names(twice)] == [("Germany", "France"), ("France", "Germany")]
    own = replace(MEETING, actors=MEETING.actors[:2], recipients=MEETING.actors[:1])
    assert [p[:2] for p in names(own)] == [("France", "Germany")]
    alone = replace(MEETING, actors=MEETING.actors[:1], recipients=MEETING.actors[:1])
    assert [p[:2] for p in names(alone)] == [("Germany", "Germany")]


def test_a_quote_is_short_and_holds_the_words_that_name_the_event() -> None:
    text = "Far away, " + "and far away again, " * 30 + "the army attacked a post" + ", it was said" * 30 + "."
    start = text.index("attacked")
    span = replace(ATTACK.sentence, start=0, end=len(text))
    report = replace(ATTACK, sentence=span, trigger=replace(span, start=start, end=start + 8))
    coded = CodedArticle(article=Article(id="x", text=text), statements=(), reports=(report,))
    (told,) = tell([coded])
    quote = told.entries[0].quote
    assert len(quote) <= LONGEST_QUOTE
    assert "attacked" in quote
    assert quote.startswith("… ")
    assert quote.endswith(" …")


def test_number_of_the_sentence_and_the_lead() -> None:
    entries = [e for t in tell([MAIN]) for e in t.entries]
    assert [e.sentence_number for e in entries] == [1, 2, 3, 4, 5]
    assert [e.in_lead for e in entries] == [True, True, False, False, False]
    assert TEXT.count("\n\n") == 1


def test_only_what_is_kept_is_told() -> None:
    told = list(tell(BOTH, lambda _, report: report.status == "negated"))
    assert [(t.key, [e.report.id for e in t.entries], t.complete) for t in told] == [("a-1", ["r2"], False)]
    assert [len(t.entries) for t in tell([replace(OWN, reports=())])] == [0]
    assert [t.copy_of for t in tell([MAIN], copies={"a-1": "a-0"})] == ["a-0"]

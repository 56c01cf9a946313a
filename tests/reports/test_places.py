"""Where a report happened, by the words of its sentence: a trigger, the words for its place, and where they stand."""

import pytest

from sayso.records import Report
from tests.reports.conftest import Reporter

PLACES = {  # a sentence: (type, place, basis) of its reports in their order; "" = not stated
    "Police arrested ten activists in Paris.": [("COERCE", "Paris", "clause")],
    "The Syrian army shelled Homs on Monday.": [("ASSAULT", "Homs", "object")],
    "Rebels attacked Aleppo on Monday.": [("ASSAULT", "Aleppo", "object")],
    "In Minsk, thousands protested and police arrested 200 people.": [("PROTEST", "Minsk", "clause"), ("COERCE", "Minsk", "clause")],
    "France condemned the attack in Brest.": [("ACCUSE", "", "not stated"), ("ASSAULT", "Brest", "clause")],
    "Soldiers shot two men at a market in Damascus.": [("ASSAULT", "Damascus", "clause")],
    "Clashes broke out in the northern city of Mazar.": [("ASSAULT", "the northern city of Mazar", "clause")],
    "Rebels seized the town of Zenda.": [("COERCE", "the town of Zenda", "object")],
    "The president visited Rome.": [("CONSULT", "Rome", "object")],
    "The ministers discussed the war in Syria.": [("CONSULT", "", "not stated")],
    "The presidents met in Geneva.": [("CONSULT", "Geneva", "clause")],
    "Germany accused Russia.": [("ACCUSE", "", "not stated")],
    "A court sentenced the rebel to five years in prison.": [("SANCTION", "", "not stated")],
}


FAILS = {"France condemned the attack in Brest.", "The ministers discussed the war in Syria."}


def cases() -> list[object]:
    known = pytest.mark.xfail(strict=True, reason="the parser hangs the place on the verb")
    return [pytest.param(*row, id=row[0], marks=known if row[0] in FAILS else ()) for row in PLACES.items()]


@pytest.mark.parametrize(("sentence", "expected"), cases())
def test_the_place_of_each_report(sentence: str, expected: list[tuple[str, str, str]], reports: Reporter) -> None:
    assert [(r.type, r.where.text, r.where.basis) for r in reports(sentence)] == expected


def test_the_words_of_a_place_stand_in_the_sentence(reports: Reporter) -> None:
    for sentence in PLACES:
        for report in reports(sentence):
            assert_inside(report, sentence)


def assert_inside(report: Report, sentence: str) -> None:
    where = report.where
    assert (where.span is None) == (where.basis == "not stated") == (where.text == "")
    if where.span is not None:
        assert where.span.of(sentence) == where.text
        assert report.sentence.holds(where.span)

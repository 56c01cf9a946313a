"""The table of sentences: exactly the reports that it gives are found in each."""

from collections.abc import Callable

import pytest

from sayso.records import Report
from tests.reports.told import line, table

TABLE = table()
ROWS = [(name, row[0], sorted(row[1:])) for group in TABLE["sentences"].values() for name, row in group.items()]
Reporter = Callable[[str], tuple[Report, ...]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            text, expected, id=name, marks=pytest.mark.xfail(strict=True, reason=TABLE["fails"][name]) if name in TABLE["fails"] else ()
        )
        for name, text, expected in ROWS
    ],
)
def test_reports_of_a_sentence(text: str, expected: list[str], reports: Reporter) -> None:
    assert sorted(map(line, reports(text))) == expected


def test_no_name_is_used_twice() -> None:
    names = [name for name, _, _ in ROWS]
    assert len(names) == len(set(names))
    assert set(TABLE["fails"]) <= set(names)


def test_spans_lie_in_the_text(reports: Reporter) -> None:
    for _, text, _ in ROWS:
        for report in reports(text):
            assert report.trigger.of(text)
            assert report.sentence.holds(report.trigger)
            for party in (*report.actors, *report.recipients):
                assert party.span is None or party.span.of(text) == party.text
                assert party.span or party.because[0].rule == "role:implied"


def test_every_report_says_why(reports: Reporter) -> None:
    for _, text, _ in ROWS:
        for report in reports(text):
            assert report.because[0].rule.startswith("trigger:")
            assert report.because[0].row.startswith(report.type)
            assert 0 < report.confidence <= 1


def test_three_forms_of_attribution_are_alike(reports: Reporter) -> None:
    """GUIDELINES and PEERS.md: no coder treats them alike; linking adds the claimant."""
    forms = ["Italy said Germany attacked France.", "Germany attacked France, Italy said.", "According to Italy, Germany attacked France."]
    assert {tuple(map(line, reports(text))) for text in forms} == {("ASSAULT: Germany -> France",)}


def test_times_are_read(reports: Reporter) -> None:
    report = reports("Germany attacked France in 1940.")[0]
    assert report.when.text == "1940"


def test_counts_are_read(reports: Reporter) -> None:
    report = reports("Airstrikes killed 20 civilians and wounded five.")[0]
    assert report.counts.killed == 20


def test_places_are_read(reports: Reporter) -> None:
    assert reports("Police arrested ten activists in Paris.")[0].where.text == "Paris"


def test_contexts_are_read(reports: Reporter) -> None:
    assert reports("A court sentenced the minister for bribery.")[0].contexts == ("corruption", "executive", "legal")

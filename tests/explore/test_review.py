"""Decisions find their report again after a rerun, or are listed; agreement is Krippendorff's."""

from dataclasses import replace
from pathlib import Path

import pytest

from sayso import Coded, Span
from sayso.explore.agreement import agreement, alpha, conflicts, interval
from sayso.explore.review import FIELDS, anchors, queue, standing
from sayso.records.review import Verdict
from sayso.store.journal import Journal
from sayso.store.read import Project
from tests.show.written import CODED
from tests.store.made import make_project, write_shard

KEY = ("brodny-1", "r1")


class Desk:
    """A project that can be coded anew, and its journal."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.project, self.version = folder, make_project(folder), 0
        self.journal = Journal(folder)

    def decide(self, verdict: Verdict, key: tuple[str, str] = KEY, who: str = "Ann", **given: str | None) -> None:
        anchor, seen = anchors(self.project, [key])[key]
        self.journal.decide(who, verdict, anchor, seen, given)

    def recode(self, *coded: Coded) -> None:
        self.version += 1
        write_shard(self.folder, "000001", coded, version=f"{self.version:016}")
        self.project = Project.open(self.folder)

    def stands(self) -> list[tuple[tuple[str, str] | None, bool]]:
        return [(s.key, s.fits) for s in standing(self.project, self.journal.judgements())]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "p")


def moved(coded: Coded, by: int) -> Coded:
    """The same article with words put before it: all offsets are others."""
    from sayso.store.codec import dump, load_report, load_statement

    def shift(value: object) -> object:
        if isinstance(value, dict):
            if set(value) == {"start", "end"} and isinstance(value["start"], int):
                return {"start": value["start"] + by, "end": value["end"] + by}
            return {k: shift(v) for k, v in value.items()}
        return [shift(v) for v in value] if isinstance(value, list) else value

    return replace(
        coded,
        article=replace(coded.article, text="+" * (by - 1) + "\n" + coded.article.text),
        statements=tuple(load_statement(shift(dump(s))) for s in coded.statements),  # type: ignore[arg-type]
        reports=tuple(load_report(shift(dump(r))) for r in coded.reports),  # type: ignore[arg-type]
    )


def test_a_decision_stands_where_it_was_taken(desk: Desk) -> None:
    for key in [("brodny-1", f"r{n}") for n in range(1, 5)]:
        desk.decide("accept", key)
    assert desk.stands() == [(("brodny-1", f"r{n}"), True) for n in range(1, 5)]
    assert set(anchors(desk.project, [KEY])[KEY][1]) == set(FIELDS)


def test_other_numbers_and_other_places_do_not_lose_it(desk: Desk) -> None:
    desk.decide("accept")
    desk.decide("reject", ("brodny-1", "r4"))
    one, two, three, four = CODED.reports
    desk.recode(replace(CODED, reports=(replace(four, id="r1"), replace(one, id="r2"), replace(two, id="r3"), replace(three, id="r4"))))
    assert desk.stands() == [(("brodny-1", "r2"), True), (("brodny-1", "r1"), True)]
    desk.recode(moved(CODED, 57))
    assert desk.stands() == [(("brodny-1", "r1"), True), (("brodny-1", "r4"), True)]


def test_another_id_of_the_article_does_not_lose_it(desk: Desk) -> None:
    desk.decide("accept")
    desk.recode(replace(CODED, article=replace(CODED.article, id="new")))
    assert desk.stands() == [(("new", "r1"), True)]


def test_another_cut_of_sentences_and_a_longer_trigger_do_not_lose_it(desk: Desk) -> None:
    desk.decide("accept")
    first = CODED.reports[0]
    had = CODED.article.text.index("had attacked")
    longer = replace(first, trigger=Span(had, first.trigger.end), sentence=Span(had, first.sentence.end))
    desk.recode(replace(CODED, reports=(longer, *CODED.reports[1:])))
    assert desk.stands() == [(KEY, True)]


def test_what_is_gone_or_coded_otherwise_is_listed_and_not_lost(desk: Desk) -> None:
    desk.decide("accept")
    desk.decide("reject", ("brodny-1", "r2"))
    desk.recode(replace(CODED, reports=(replace(CODED.reports[0], type="COERCE"), *CODED.reports[2:])))
    found = standing(desk.project, desk.journal.judgements())
    assert [(s.key, s.fits) for s in found] == [(KEY, False), (None, False)]
    assert found[0].changed == (("event_type", "ASSAULT", "COERCE"),)
    assert dict(found[0].judgement.values)["event_type"] == "ASSAULT"  # the reviewer's word holds
    desk.recode(CODED)
    assert desk.stands() == [(KEY, True), (("brodny-1", "r2"), True)]


def test_a_decision_is_never_hung_on_other_words(desk: Desk) -> None:
    desk.decide("accept", ("brodny-1", "r2"))
    desk.recode(replace(CODED, reports=(CODED.reports[0],)))
    assert desk.stands() == [(None, False)]


def test_the_last_word_of_a_reviewer_counts(desk: Desk) -> None:
    desk.decide("accept")
    desk.decide("reject")
    desk.decide("accept", who="Ben")
    found = standing(desk.project, desk.journal.judgements())
    assert [(s.judgement.reviewer, s.judgement.verdict, s.key) for s in found] == [("Ann", "reject", KEY), ("Ben", "accept", KEY)]


def test_the_queue_asks_the_least_certain_first_and_the_skipped_last(desk: Desk) -> None:
    reports = tuple(replace(r, confidence=c) for r, c in zip(CODED.reports, (0.9, 0.2, 0.5, 0.1), strict=True))
    desk.recode(replace(CODED, reports=reports))

    def asked(query: str = "", done: tuple[str, ...] = (), later: tuple[str, ...] = (), limit: int = 9) -> list[str]:
        decided, skipped = ([("brodny-1", r) for r in ids] for ids in (done, later))
        return [report for _, report in queue(desk.project, query, decided, skipped, limit)]

    assert asked() == ["r4", "r2", "r3", "r1"]
    assert asked(done=("r4",), later=("r2",)) == ["r3", "r1", "r2"]
    assert asked("type:COERCE") == ["r4", "r3"]
    assert asked(limit=2) == ["r4", "r2"]
    assert asked(done=("r1", "r2", "r3", "r4")) == []


# ---------------------------------------------------------------- agreement
def test_alpha_is_krippendorffs() -> None:
    """His own example of four observers and twelve units, with values left out: 0.743 for nominal data."""
    a = "1 2 3 3 2 1 4 1 2 - - -".split()  # noqa: SIM905  (as it is printed)
    b = "1 2 3 3 2 2 4 1 2 5 - 3".split()  # noqa: SIM905
    c = "- 3 3 3 2 3 4 2 2 5 1 -".split()  # noqa: SIM905
    d = "1 2 3 3 2 4 4 1 2 5 1 -".split()  # noqa: SIM905
    units = [[v for v in unit if v != "-"] for unit in zip(a, b, c, d, strict=True)]
    found = alpha(units)
    assert found is not None
    assert round(found, 3) == 0.743
    low, high = interval(units) or (2, -2)
    assert low < found < high
    assert interval(units) == (low, high)  # the same draws each time


def test_alpha_at_its_ends() -> None:
    assert alpha([["a", "a"], ["b", "b"]]) == 1
    assert alpha([["a", "b"], ["b", "a"]]) == pytest.approx(-0.5)
    assert alpha([["a", "a"], ["a", "a"]]) is None  # nothing that could differ
    assert alpha([["a"], []]) is None
    assert interval([]) is None


def test_agreement_and_conflicts_of_two_reviewers(desk: Desk) -> None:
    for n in range(1, 5):
        desk.decide("accept", ("brodny-1", f"r{n}"))
    desk.decide("correct", ("brodny-1", "r1"), "Ben", event_type="COERCE", actor_name=None)
    desk.decide("accept", ("brodny-1", "r2"), "Ben")
    desk.decide("reject", ("brodny-1", "r3"), "Ben")
    desk.decide("skip", ("brodny-1", "r4"), "Ben")
    found = standing(desk.project, desk.journal.judgements())
    figures = {f.field: f for f in agreement(found)}
    assert (figures["a report at all"].units, round(figures["a report at all"].same, 2)) == (3, 0.67)
    assert (figures["event_type"].units, figures["event_type"].same) == (2, 0.5)
    assert figures["status"].same == 1
    differ = {c.key[1]: c.fields for c in conflicts(found)}
    assert differ == {"r1": ("event_type", "actor_name"), "r3": ("a report at all",)}

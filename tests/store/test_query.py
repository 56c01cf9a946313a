"""The query language: what each query finds among the reports of tests/show/written.py, and what is said of a wrong one."""

from pathlib import Path

import pytest

from sayso import StopRun
from sayso.store.query import FIELDS, parse
from sayso.store.read import Project
from tests.store.made import make_project, named


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return make_project(tmp_path_factory.mktemp("query") / "p")


# r1 Ostria did NOT attack Kalvia's border post with drones (12 March 2026, Brodny), says Ostria; r2 four soldiers killed, says Kalvia;
# r3 Kalvia might close the river, say officials quoted by Torvald; r4 the police arrested 30 protesters, in the outlet's own voice
REPORTS = {
    "": "r1 r2 r3 r4",
    "type:ASSAULT": "r1 r2",
    "type:assault": "r1 r2",
    "type:ASSAULT mode:drone": "r1",
    "type:ASSAULT,COERCE": "r1 r2 r3 r4",
    "-type:ASSAULT": "r3 r4",
    "type:ASSAULT -mode:drone": "r2",  # r2 has no mode: what is not known is not a drone
    "context:military": "r1",
    "status:negated": "r1",
    "-status:actual": "r1 r3",
    "actor:OST": "r1 r4",
    "actor:COP": "r4",
    "actor:OST/COP": "r4",
    "actor:OST/MIL": "",
    "actor:police": "r4",
    'actor:"police of Ostria"': "r4",
    "actor:olice": "",
    "recipient:KLV": "r1",
    "recipient:soldiers": "r2",
    "claimant:KLV": "r2",
    "claimant:officials": "r3",
    "party:KLV": "r1 r2 r3",
    "voice:outlet": "r4",
    "claimant_type:unnamed": "r3",
    "force:denies": "r1",
    "outlet:velmar": "r1 r2 r3 r4",
    "outlet:nowhere": "",
    "place:Brodny": "r1",
    "place:OST": "r4",
    "since:2026-03-12": "r1 r2 r3 r4",
    "since:2026-04": "",
    "until:2026-03-11": "",
    "until:2026": "r1 r2 r3 r4",
    "date:2026-03": "r1 r2 r3 r4",
    "date:2025": "",
    "published:2026-03-12": "r1 r2 r3 r4",
    "protest": "r4",
    "Protesters river": "",
    "protesters,river": "r3 r4",
    '"close the river"': "r3",
    '"30 protesters"': "r4",
    "-drones": "r3 r4",
    "rotesters": "",
    "attack.d": "",  # a mark stands for itself
    "article:brod": "r1 r2 r3 r4",
    "article:x": "",
    "rule:trigger": "r1",
    "historical:no": "r1 r2 r3 r4",
}


@pytest.mark.parametrize(("query", "expected"), REPORTS.items(), ids=lambda q: q or "(all)")
def test_reports(project: Project, query: str, expected: str) -> None:
    found = " ".join(row["report_id"] for row in project.rows(query, columns=["report_id"]))
    assert found == expected
    assert project.count(query) == len(expected.split())
    assert len(project.find(query)) == len(expected.split())


STATEMENTS = {
    "": "s1 s2 s3 s4 s5",
    "kind:direct": "s3",
    "claimant:Torvald": "s3 s4",
    "force:denies": "s1",
    "river -claimant:Torvald": "s5",
    "since:2027": "",
    "party:KLV": "s2",
}


@pytest.mark.parametrize(("query", "expected"), STATEMENTS.items(), ids=lambda q: q or "(all)")
def test_statements(project: Project, query: str, expected: str) -> None:
    assert " ".join(row["statement_id"] for row in project.rows(query, "statements", columns=["statement_id"])) == expected


def test_articles_are_those_with_a_report_that_fits(tmp_path: Path) -> None:
    from dataclasses import replace

    empty = replace(named("empty"), reports=())
    project = make_project(tmp_path / "p", [named("full"), empty])
    assert [c.article.id for c in project.coded("type:ASSAULT")] == ["full"]
    assert [c.article.id for c in project.coded("")] == ["full", "empty"]
    assert project.count("type:AID", "articles") == 0


WRONG = {
    "typ:ASSAULT": ("no field 'typ'", "Did you mean type:"),
    "status:happened": ("status:happened", "There are: actual, negated, future, hypothetical"),
    "since:March": ("since:March is no date", "2020-08"),
    "since:2020-13": ("is no date", "2020-08"),
    "date:2021-02-29": ("is no date", "2020-08"),
    'actor:"Jens': ("left open", "For example"),
    "type:": ("no value", "For example"),
    "actor:,": ("no value", "For example"),
    "-": ("no value", "For example"),
}


@pytest.mark.parametrize(("query", "told"), WRONG.items(), ids=WRONG)
def test_a_wrong_query_is_told_with_what_there_is(query: str, told: tuple[str, str]) -> None:
    with pytest.raises(StopRun) as error:
        parse(query)
    assert told[0] in error.value.message
    assert told[1] in error.value.hint


def test_a_field_that_a_table_does_not_have(project: Project) -> None:
    with pytest.raises(StopRun, match="type: is not known of statements") as error:
        project.count("type:ASSAULT", "statements")
    assert "kind" in error.value.hint
    with pytest.raises(StopRun, match="cannot be put to"):
        project.count("type:ASSAULT", "actors")


def test_values_are_bound_and_never_run_as_sql(project: Project) -> None:
    for hostile in ("outlet:'; DROP VIEW reports; --", "'", "x') OR (true", "a%_b", "(?i).*", "\\", "\x00", "actor:')"):
        assert project.count(hostile) == 0
    assert project.count() == 4


def test_every_field_has_a_meaning_and_finds_without_error(project: Project) -> None:
    for name, field in FIELDS.items():
        value = "2020" if field.is_date else field.known[0] if field.known else "x"
        for table in field.tables:
            assert project.count(f'{name}:"{value}"', table) >= 0
            assert project.count(f'-{name}:"{value}"', table) >= 0
        assert field.meaning

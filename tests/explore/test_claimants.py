"""What a claimant says about whom, what rests on his word alone, and what others say of the same."""

from dataclasses import replace
from pathlib import Path

from sayso.explore.claimants import about, against, alone, claimants
from sayso.store.read import Project
from tests.show.written import CODED
from tests.store.made import make_project


def crisis(folder: Path) -> Project:
    """Beside the article of written.py, one in which an outlet itself says that the drones did attack."""
    own = replace(CODED.reports[0], id="r1", status="actual", statement=None)
    other = replace(CODED, article=replace(CODED.article, id="other", outlet="Harbour Post"), statements=(), reports=(own,))
    return make_project(folder, [CODED, other])


def test_claimants_are_counted_by_name(tmp_path: Path) -> None:
    found, total = claimants(crisis(tmp_path / "p"))
    names = {c.name: c for c in found}
    assert total == len(found) == len(names)
    assert (names["Ostria"].statements, names["Ostria"].reports, names["Ostria"].alone) == (1, 1, 0)
    assert (names["Ilse Torvald"].statements, names["Ilse Torvald"].reports) == (2, 0)
    assert (names["officials"].reports, names["officials"].alone) == (1, 1)
    assert [c.name for c in claimants(Project.open(tmp_path / "p"), "torv")[0]] == ["Ilse Torvald"]
    assert claimants(Project.open(tmp_path / "p"), limit=1, offset=1)[1] == total


def test_about_whom(tmp_path: Path) -> None:
    project = crisis(tmp_path / "p")
    assert {(a.name, a.as_actor, a.as_recipient) for a in about(project, "ostria")} == {("Ostria", 1, 0), ("Kalvia", 0, 1)}
    assert about(project, "nobody") == []


def test_alone_means_that_nobody_else_tells_it(tmp_path: Path) -> None:
    project = crisis(tmp_path / "p")
    assert alone(project, "Ostria") == ([], 0)  # the Harbour Post tells of the same
    rows, total = alone(project, "officials")
    assert (total, rows[0]["event_type"], rows[0]["status"]) == (1, "COERCE", "hypothetical")


def test_a_denial_against_the_outlets_own_voice_is_contested(tmp_path: Path) -> None:
    (one,) = against(crisis(tmp_path / "p"), "Ostria")
    assert (one.event_type, one.actor, one.recipient, one.contested) == ("ASSAULT", "Ostria", "Kalvia", True)
    assert (one.claimant, one.outlets, one.others) == ((0, 1, 0, 0), (1, 0, 0, 0), (0, 0, 0, 0))

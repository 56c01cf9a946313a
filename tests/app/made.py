"""Projects for the pages, from hand-made records: a small crisis, a hostile article, and as many reports as are asked for."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from sayso import Coded, Party, Report, Skipped, Span
from sayso.records import ActorLink, Place, Statement, When
from tests.show.written import CODED
from tests.store.made import make_project

SKIPPED = Skipped(where="bad.html", reason="it is empty", hint="Check it.")
EVIL = '<script>document.title = "owned"</script><img src=x onerror="document.title=1">'


def hostile() -> Coded:
    """An article full of markup: its text, title, outlet, address, names and rules."""
    text = f"{EVIL} said {EVIL} attacked {EVIL}.\n\n</p></main>" + EVIL
    name = Party(span=Span(0, len(EVIL)), text=EVIL, link=ActorLink(name=EVIL, country="<bad>", sectors=("<i>",), rule="<u>", row=EVIL))
    said, attacked = text.index("said"), text.index("attacked")
    statement = Statement(
        id="s1",
        cue=(Span(said, said + 4),),
        source=(Span(0, len(EVIL)),),
        content=(Span(said + 5, text.index(".\n")),),
        kind="indirect",
        claimants=(name,),
        claimant_type="person",
    )
    report = Report(
        id="r1",
        trigger=Span(attacked, attacked + 8),
        sentence=Span(0, text.index("\n")),
        type="ASSAULT",
        actors=(name,),
        recipients=(name,),
        statement="s1",
        where=Place(text=EVIL, country="<bad>"),
    )
    article = replace(CODED.article, id=f"evil/{EVIL}&?#", text=text, title=EVIL, outlet=EVIL, url="javascript:document.title=1")
    return Coded(article=article, statements=(statement,), reports=(report,), made_by=("by-hand@1",))


def crisis(folder: Path) -> Path:
    """The article of tests/show/written.py, a copy of it by another outlet, and the hostile one."""
    other = replace(CODED, article=replace(CODED.article, id="brodny-2", outlet="Harbour Post", published=date(2026, 3, 14)))
    make_project(folder, [CODED, other, hostile()], [SKIPPED])
    return folder


OUTLETS = ("velmar.example", "Harbour Post", "The Lantern", "Kalvia Today")
PEOPLE = ("Ostria", "Kalvia", "Merovia", "Sundal", "Torvald's Brigade", "The “Gardian”", "Ilse Torvald, minister")
TYPES = ("ASSAULT", "ACCUSE", "REJECT", "AID", "COERCE", "CONSULT")


def many(reports: int) -> list[Coded]:
    """Articles of ten reports each, of all types, parties, days and outlets in turn."""
    return [_many(n) for n in range(reports // 10)]


def _many(n: int) -> Coded:
    made = []
    for i in range(10):
        k = n * 10 + i
        actor, recipient = PEOPLE[k % 7], PEOPLE[(k // 7 + 1) % 7]
        start = date(2024, 1, 1) + timedelta(days=k % 700)
        one = CODED.reports[i % 4]
        made.append(
            replace(
                one,
                id=f"r{i + 1}",
                type=TYPES[k % 6],
                mode=None,
                actors=(replace(one.actors[0], link=_link(actor)),) if one.actors else (),
                recipients=(Party(span=None, text=recipient, link=_link(recipient)),),
                when=When(start=start, end=start, precision="day", basis="stated"),
                where=Place(text="Brodny", name="Brodny", country="KLV", latitude=48.0 + k % 9, longitude=20.0 + k % 31, precision="city"),
                confidence=(k % 100) / 100,
            )
        )
    article = replace(CODED.article, id=f"a{n:06}", outlet=OUTLETS[n % 4], published=date(2024, 1, 1) + timedelta(days=n % 700))
    return replace(CODED, article=article, reports=tuple(made))


def _link(name: str) -> ActorLink:
    return ActorLink(name=name, country={"Ostria": "OST", "Kalvia": "KLV"}.get(name), sectors=("GOV",), rule="actor:made")

"""One article coded by hand, with invented countries: what the forms of show/ are tested on."""

from datetime import date

from sayso import Article, Coded, Party, Report, Span, Statement
from sayso.records import ActorLink, Counts, Place, Reason, When

TEXT = (
    "VELMAR, 12 March 2026 — Ostria denied on Thursday that its drones had attacked the Kalvian border post at Brodny, where Kalvia "
    "says four soldiers were killed. “We attacked nobody,” said the foreign minister, Ilse Torvald.\n\n"
    "Mrs Torvald said officials had told her that Kalvia might close the river. Police in Velmar arrested 30 protesters."
)
OSTRIA = ActorLink(name="Ostria", country="OST", sectors=("GOV",), chain=1, rule="actor:country", row="countries:OST")
KALVIA = ActorLink(name="Kalvia", country="KLV", sectors=("GOV",), chain=2, rule="actor:country")
TORVALD = ActorLink(name="Ilse Torvald", country="OST", sectors=("GOV",), identifier="Q0", chain=3, rule="actor:person")
POLICE = ActorLink(name="police of Ostria", country="OST", sectors=("COP",), chain=4, rule="actor:composed")


def at(words: str, nth: int = 1, text: str = TEXT) -> Span:
    """The place of some words in the text. Raises ValueError where they are not there."""
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def party(words: str, link: ActorLink | None = None, nth: int = 1) -> Party:
    return Party(span=at(words, nth), text=words, link=link)


def sentence(first: str, last: str) -> Span:
    return Span(at(first).start, at(last).end)


FIRST = sentence("VELMAR, 12 March", "were killed.")
STATEMENTS = (
    Statement(
        id="s1",
        cue=(at("denied"),),
        source=(at("Ostria"),),
        content=(at("that its drones had attacked the Kalvian border post at Brodny"),),
        kind="indirect",
        claimants=(party("Ostria", OSTRIA),),
        claimant_type="official",
        force="denies",
        because=(Reason(rule="statement:verb", row="cues:deny", words=(at("denied"),)),),
    ),
    Statement(
        id="s2",
        cue=(at("says"),),
        source=(at("Kalvia", 2),),
        content=(at("four soldiers were killed"),),
        kind="indirect",
        claimants=(party("Kalvia", KALVIA, 2),),
        claimant_type="official",
        force="asserts",
    ),
    Statement(
        id="s3",
        cue=(at("said"),),
        source=(at("the foreign minister, Ilse Torvald"),),
        content=(at("“We attacked nobody,”"),),
        kind="direct",
        claimants=(party("the foreign minister, Ilse Torvald", TORVALD),),
        claimant_type="official",
        force="asserts",
    ),
    Statement(
        id="s4",
        cue=(at("said", 2),),
        source=(at("Mrs Torvald"),),
        content=(at("officials had told her that Kalvia might close the river"),),
        kind="indirect",
        claimants=(party("Mrs Torvald", TORVALD),),
        claimant_type="official",
        force="asserts",
    ),
    Statement(
        id="s5",
        cue=(at("had told"),),
        source=(at("officials"),),
        content=(at("that Kalvia might close the river"),),
        kind="indirect",
        claimants=(party("officials"),),
        claimant_type="unnamed",
        force="asserts",
        distanced=True,
        parent="s4",
    ),
)
REPORTS = (
    Report(
        id="r1",
        trigger=at("attacked"),
        sentence=FIRST,
        type="ASSAULT",
        mode="drone",
        contexts=("military",),
        actors=(party("its", OSTRIA),),
        recipients=(party("the Kalvian border post", ActorLink(name="Kalvia", country="KLV", sectors=("MIL",), chain=2)),),
        status="negated",
        when=When(
            span=at("on Thursday"), text="on Thursday", start=date(2026, 3, 12), end=date(2026, 3, 12), precision="day", basis="relative"
        ),
        where=Place(span=at("Brodny"), text="Brodny", country="KLV"),
        statement="s1",
        because=(Reason(rule="trigger:verb", row="ASSAULT/attack", words=(at("attacked"),)),),
    ),
    Report(
        id="r2",
        trigger=at("killed"),
        sentence=FIRST,
        type="ASSAULT",
        recipients=(party("four soldiers"),),
        counts=Counts(killed=4),
        statement="s2",
    ),
    Report(
        id="r3",
        trigger=at("close"),
        sentence=sentence("Mrs Torvald said", "the river."),
        type="COERCE",
        mode="restrict",
        actors=(party("Kalvia", KALVIA, 3),),
        status="hypothetical",
        statement="s5",
    ),
    Report(
        id="r4",
        trigger=at("arrested"),
        sentence=sentence("Police in Velmar", "protesters."),
        type="COERCE",
        mode="arrest",
        actors=(party("Police", POLICE),),
        recipients=(party("30 protesters"),),
        where=Place(span=at("Velmar"), text="Velmar", country="OST"),
        counts=Counts(arrested=30),
    ),
)
CODED = Coded(
    article=Article(id="brodny-1", text=TEXT, title="Ostria denies attack", outlet="velmar.example", published=date(2026, 3, 12)),
    statements=STATEMENTS,
    reports=REPORTS,
    made_by=("by-hand@1",),
)

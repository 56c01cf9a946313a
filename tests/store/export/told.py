"""Articles coded by hand for the exports: odd characters, several parties, what was denied, what has no date."""

from datetime import date

from sayso.records import ActorLink, Article, CodedArticle, Counts, Party, Place, Report, Span, Statement, When

GERMANY = ActorLink(name="Germany", country="DEU", sectors=("GOV",), identifier="Q183", chain=1)
FRANCE = ActorLink(name="France", country="FRA", sectors=("GOV",), chain=2)
ITALY = ActorLink(name="Italy", country="ITA", sectors=("GOV",), chain=3)
ARMY = ActorLink(name="German army; third corps", country="DEU", sectors=("MIL", "GOV"), chain=4)
PRESS = ActorLink(name='Łódź “Głos”\t"Daily"\nNews', country="ROU", sectors=("JRN",), chain=5)
DOCTORS = ActorLink(name="doctors of Kosovo", country="KOS", sectors=("MED",), chain=6)
UN = ActorLink(name="United Nations", country="UNO", sectors=("GOV",), chain=7)
MARCH = When(text="on Thursday", start=date(2026, 3, 12), end=date(2026, 3, 12), precision="day", basis="relative")
PARIS = Place(text="Paris", country="FRA", name="Paris", admin1="Île-de-France", latitude=48.853, longitude=2.349, geonames_id=2988507,
              precision="city")  # fmt: skip

TEXT = (
    "Germany attacked France in Paris on Thursday, Italy said; 20 civilians were killed. Germany denied that its army had attacked "
    "doctors.\n\n"
    "The three ministers met. In the old war, Germany bombed Italy. Germany may attack the press."
)


def at(words: str, nth: int = 1, text: str = TEXT) -> Span:
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def party(words: str, link: ActorLink | None, nth: int = 1) -> Party:
    return Party(span=at(words, nth), text=words, link=link)


def sentence(first: str, last: str) -> Span:
    return Span(at(first).start, at(last).end)


SAID = Statement(id="s1", cue=(at("said"),), source=(at("Italy"),), content=(sentence("Germany attacked", "Thursday"),), kind="indirect",
                 claimants=(party("Italy", ITALY),), claimant_type="official")  # fmt: skip
DENIED = Statement(id="s2", cue=(at("denied"),), source=(at("Germany", 2),), content=(sentence("that its army", "doctors"),),
                   kind="indirect", claimants=(party("Germany", GERMANY, 2),), claimant_type="official", force="denies")  # fmt: skip
ATTACK = Report(
    id="r1", trigger=at("attacked"), sentence=sentence("Germany attacked", "killed."), type="ASSAULT", mode="aerial",
    contexts=("military", "terrorism"),
    actors=(party("Germany", GERMANY), party("army", ARMY)), recipients=(party("France", FRANCE), party("civilians", None)),
    when=MARCH, where=PARIS, counts=Counts(killed=20), statement="s1", confidence=0.75,
)  # fmt: skip
DENIAL = Report(
    id="r2", trigger=at("attacked", 2), sentence=sentence("Germany denied", "doctors."), type="ASSAULT", actors=(party("army", ARMY),),
    recipients=(party("doctors", DOCTORS),), status="negated", statement="s2",
)  # fmt: skip
MEETING = Report(
    id="r3", trigger=at("met"), sentence=sentence("The three", "met."), type="CONSULT",
    actors=(party("ministers", GERMANY), party("ministers", FRANCE), party("ministers", UN)),
    when=When(start=date(2026, 1, 1), end=date(2026, 12, 31), precision="year", basis="stated"),
)  # fmt: skip
PAST = Report(
    id="r4", trigger=at("bombed"), sentence=sentence("In the old", "bombed Italy."), type="ASSAULT", mode="explosives",
    actors=(party("Germany", GERMANY, 3),), recipients=(party("Italy", ITALY, 2),), historical=True,
)  # fmt: skip
MAYBE = Report(
    id="r5", trigger=at("attack", 3), sentence=sentence("Germany may", "press."), type="ASSAULT", actors=(party("Germany", GERMANY, 4),),
    recipients=(party("the press", PRESS),), status="hypothetical",
)  # fmt: skip
ARTICLE = Article(
    id="a-1",
    text=TEXT,
    title='War:\t"why"?\nŁódź',
    outlet='The "Daily"\tTimes',
    url="https://daily.example/a?b=1",
    published=date(2026, 3, 13),
)
MAIN = CodedArticle(
    article=ARTICLE, statements=(SAID, DENIED), reports=(ATTACK, DENIAL, MEETING, PAST, MAYBE), made_by=("parser@1", "rules@2")
)

OWN_TEXT = "Hackers probed the press. Italy jailed 3."
OWN = CodedArticle(
    article=Article(id="folder/né_2.txt", text=OWN_TEXT),
    statements=(),
    reports=(
        Report(id="r1", trigger=at("probed", text=OWN_TEXT), sentence=Span(0, 25), type="CYBERWAR", when=MARCH,
               recipients=(Party(span=at("the press", text=OWN_TEXT), text="the press", link=PRESS),)),
        Report(id="r2", trigger=at("jailed", text=OWN_TEXT), sentence=Span(26, 41), type="COERCE", mode="arrest",
               actors=(Party(span=at("Italy", text=OWN_TEXT), text="Italy", link=ITALY),)),
        Report(id="r3", trigger=at("jailed", text=OWN_TEXT), sentence=Span(26, 41), type="COERCE", mode="arrest", when=MARCH),
    ),
    made_by=("parser@1",),
)  # fmt: skip
BOTH = (MAIN, OWN)
MADE = date(2026, 11, 22)

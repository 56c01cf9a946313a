"""Who is hurt somewhere is of that place, where no words of the party's own say otherwise."""

from sayso.linking.attribution import name_implied
from sayso.records import ActorLink, Party, Place, Report, Span

HERE = Span(0, 1)


def victim(link: ActorLink, place: str | None, type_: str = "ASSAULT") -> Party:
    party = Party(span=HERE, text="x", link=link)
    report = Report(id="r1", trigger=HERE, sentence=HERE, type=type_, recipients=(party,), where=Place(text="there", country=place))
    return name_implied([report])[0].recipients[0]


def test_a_guess_gives_way_to_the_place() -> None:
    guessed = ActorLink(name="villagers", country="VLD", sectors=("CVL",), row="agent:civilian; country:VLD (sentence)")
    assert victim(guessed, "NRL").country == "NRL"
    assert victim(guessed, None).country == "VLD"


def test_a_country_of_its_own_holds() -> None:
    assert victim(ActorLink(name="tourists", country="VLD", sectors=("CVL",), row="country:VLD"), "NRL").country == "VLD"


def test_officials_are_not_of_the_place() -> None:
    guessed = ActorLink(name="ministers", country="VLD", sectors=("GOV",), row="country:VLD (sentence)")
    assert victim(guessed, "NRL").country == "VLD"


def test_a_victim_of_whom_nothing_is_known_is_a_civilian() -> None:
    party = victim(ActorLink(name="Ada Lind"), "NRL")
    assert (party.country, party.sectors) == ("NRL", ("CVL",))
    assert victim(ActorLink(name="Ada Lind"), "NRL", "CONSULT").sectors == ()

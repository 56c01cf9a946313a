"""Places: words that name one, told apart by what stands beside them and by the article's countries."""

import pytest

from sayso.lexicons.places import load_places
from sayso.linking.places import Places
from sayso.records import ActorLink, Article, Party, Place, Report, Span

PLACES = Places(load_places())
TOLD_APART = {  # the place words are marked <p>..</p>: (name, country, precision)
    "They met in <p>Minsk</p>.": ("Minsk", "BLR", "city"),
    "They met in <p>Paris</p>.": ("Paris", "FRA", "city"),
    "They met in <p>Paris</p>, Texas.": ("Paris", "USA", "city"),
    "They met in <p>Paris, Texas</p>.": ("Paris", "USA", "city"),
    "They met in <p>London</p>, Ontario, and left.": ("London", "CAN", "city"),
    "They met in <p>the Syrian city of Aleppo</p>.": ("Aleppo", "SYR", "city"),
    "They met at <p>the old harbour in Christchurch</p>, New Zealand.": ("Christchurch", "NZL", "city"),
    "They met at <p>Baghdad International Airport</p>.": ("Baghdad", "IRQ", "city"),
    "They met at <p>the embassy</p> in Minsk.": ("Minsk", "BLR", "city"),
    "They met in <p>Rio</p> de Janeiro.": ("Rio de Janeiro", "BRA", "city"),
    "They met at <p>the White House</p>.": ("White House", "USA", "district"),
    "They met in <p>Southern Syria</p>.": ("Syria", "SYR", "country"),
    "They met in <p>Gaza</p>.": ("Gaza", "PSE", "province"),
    "Syria lost <p>Palmyra</p>.": ("Palmyra", "SYR", "city"),
    "They met in <p>northern Iraq</p>.": ("Iraq", "IRQ", "country"),
    "They met in <p>the U.S.</p> on Monday.": ("United States", "USA", "country"),
    "They met in <p>the U.S. state of Georgia</p>.": ("Georgia", "USA", "province"),
    "They met in <p>Georgia</p>, near the Black Sea.": ("Georgia", "GEO", "country"),
    "They met in <p>Washington</p>.": ("Washington D.C.", "USA", "city"),
    "They met in <p>New York</p>.": ("New York City", "USA", "city"),
    "They met in <p>the Gulf of Oman</p>.": ("Gulf of Oman", None, "sea"),
    "They met in <p>Rio de Janeiro</p>'s old town.": ("Rio de Janeiro", "BRA", "city"),
    "They met in <p>Saint-Étienne</p>.": ("Saint-Étienne", "FRA", "city"),
    "Troops of Lebanon met in <p>Tripoli</p>, in the north of Lebanon.": ("Tripoli", "LBN", "city"),
    "Troops of Libya met in <p>Tripoli</p>.": ("Tripoli", "LBY", "city"),
}


@pytest.mark.parametrize(("marked", "place"), TOLD_APART.items(), ids=TOLD_APART)
def test_names_are_told_apart(marked: str, place: tuple[str, str | None, str]) -> None:
    where = placed(marked).where
    assert (where.name, where.country, where.precision) == place
    assert where.latitude is not None


def placed(marked: str, *parties: Party) -> Report:
    text = marked.replace("<p>", "").replace("</p>", "")
    span = Span(marked.index("<p>"), marked.index("</p>") - 3)
    where = Place(span=span, text=span.of(text))
    report = Report(id="r1", trigger=Span(5, 8), sentence=Span(0, len(text)), type="CONSULT", where=where, actors=parties)
    (found,) = PLACES(Article(id="a", text=text), (report,))
    assert (found.where.span, found.where.text) == (where.span, where.text)
    return found


def test_the_countries_of_the_parties_tell_names_apart() -> None:
    lebanese = Party(span=None, text="troops", link=ActorLink(name="troops", country="LBN"))
    assert placed("They met in <p>Tripoli</p>.", lebanese).where.country == "LBN"
    assert placed("They met in <p>Tripoli</p>.").where.country == "LBY"


@pytest.mark.parametrize(
    "marked", ["They met in <p>the capital</p>.", "They met at <p>Qqxzzy</p>.", "They met in <p>a minsk</p>.", "They met in <p>August</p>."]
)
def test_words_that_name_no_known_place_stay_words(marked: str) -> None:
    report = placed(marked)
    assert (report.where.name, report.where.country, report.where.precision, report.because) == ("", None, "unknown", ())


def test_not_stated_stays_not_stated() -> None:
    report = Report(id="r1", trigger=Span(0, 1), sentence=Span(0, 9), type="CONSULT")
    assert PLACES(Article(id="a", text="They met."), (report,)) == (report,)


def test_a_report_says_why_and_names_the_rivals() -> None:
    (reason,) = placed("They met in <p>Paris</p>.").because
    assert (reason.rule, reason.row) == ("place:gazetteer", "geonames:2988507")
    assert "Texas" in reason.note or "USA" in reason.note

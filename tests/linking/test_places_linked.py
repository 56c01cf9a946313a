"""Places: words that name one, told apart by what stands beside them and by the article's countries."""

from random import Random

import pytest

from sayso.lexicons.places import load_places
from sayso.linking.places import Places
from sayso.records import ActorLink, Article, Mention, Party, Place, Report, Span

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


@pytest.mark.parametrize(("words", "kept"), [("Ivan Qqxzzy", ""), ("the village of Qqxzzy", "the village of Qqxzzy"), ("Aleppo", "Aleppo")])
def test_what_was_struck_is_a_place_where_words_or_gazetteer_say_so(words: str, kept: str) -> None:
    text = f"They struck {words}."
    span = Span(12, 12 + len(words))
    report = Report(
        id="r1", trigger=Span(5, 11), sentence=Span(0, len(text)), type="ASSAULT", where=Place(span=span, text=words, basis="object")
    )
    (found,) = PLACES(Article(id="a", text=text), (report,))
    assert found.where.text == kept


def test_not_stated_stays_not_stated() -> None:
    report = Report(id="r1", trigger=Span(0, 1), sentence=Span(0, 9), type="CONSULT")
    assert PLACES(Article(id="a", text="They met."), (report,)) == (report,)


def test_a_report_says_why_and_names_the_rivals() -> None:
    (reason,) = placed("They met in <p>Paris</p>.").because
    assert (reason.rule, reason.row) == ("place:gazetteer", "geonames:2988507")
    assert "Texas" in reason.note or "USA" in reason.note


def name(text: str, words: str, label: str, number: int = 0) -> Mention:
    span = Span(text.index(words), text.index(words) + len(words))
    return Mention(id=number, span=span, head=span, words=(), kind="name", name=span, label=label)


def test_every_place_of_an_article() -> None:
    text = "Troops left Aleppo for Qqxzzy. In Homs the U.S. envoy Paris Jackson met Paris of the Damascus Trust, and Syria agreed."
    mentions = [
        name(text, w, label) for w, label in (("Aleppo", "LOC"), ("Qqxzzy", "LOC"), ("Paris Jackson", "PER"), ("Damascus Trust", "ORG"))
    ]
    found = PLACES.in_article(Article(id="a", text=text), mentions)
    assert [(f.span.of(text), f.row.name if f.row else None) for f in found] == [
        ("Aleppo", "Aleppo"),  # by its label
        ("Qqxzzy", None),  # the same, but not in the gazetteer
        ("Homs", "Homs"),  # by where it stands
        ("U.S.", "United States"),
        ("Syria", "Syria"),  # a country
    ]


def test_any_text_is_resolved_inside_its_span_or_not_at_all() -> None:
    rng = Random(5)
    pieces = [
        "Paris",
        "Texas",
        "the ",
        "of ",
        "New ",
        "York",
        ", ",
        "in ",
        " and ",
        "-",
        "'s ",
        "’",
        "U.S.",
        "Rio de ",
        "Łódź",
        ".",
        " ",
        "1",
        "x",
    ]
    for _ in range(1000):
        text = "".join(rng.choices(pieces, k=rng.randrange(1, 10)))
        start = rng.randrange(len(text))
        span = Span(start, rng.randrange(start, len(text)) + 1)
        found = PLACES.resolve(text, span, {"USA": 1.0}, beside=False)
        assert found is None or (found.span.overlaps(span) and found.row is not None), (text, span)

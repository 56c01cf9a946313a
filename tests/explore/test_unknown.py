"""The names that could not be placed: which, how often, where."""

from sayso.explore.unknown import Unknown, unknown
from sayso.records import ActorLink, Article, CodedArticle, Party, Report, Span, Statement

TEXT = "Zorvan struck a deal with the Free Harbour. Residents cheered. The Free Harbour said that Arlania had paid."


def party(words: str, link: ActorLink | None, *, after: int = 0, text: str = TEXT) -> Party:
    start = text.index(words, after)
    return Party(span=Span(start, start + len(words)), text=words, link=link)


ARLANIA = ActorLink(name="Arlania", country="ARL", sectors=("GOV",))
HARBOUR = ActorLink(name="Free Harbour", country="ARL")
ZORVAN = ActorLink(name="Zorvan", sectors=("UNK",))


def coded(name: str = "a1") -> CodedArticle:
    end = TEXT.index(" Residents")
    sentence = Span(0, end)
    deal = Report(
        id="r1",
        trigger=Span(7, 13),
        sentence=sentence,
        type="AGREE",
        actors=(party("Zorvan", ZORVAN),),
        recipients=(party("the Free Harbour", HARBOUR), party("Residents", None)),
    )
    again = Report(id="r2", trigger=Span(7, 13), sentence=sentence, type="CONSULT", actors=(party("Zorvan", ZORVAN),))
    said = Statement(
        id="s1",
        cue=(),
        source=(),
        content=(),
        kind="indirect",
        claimants=(party("The Free Harbour", HARBOUR), party("Arlania", ARLANIA)),
    )
    return CodedArticle(article=Article(id=name, text=TEXT), statements=(said,), reports=(deal, again))


def test_what_is_unknown_and_how_often() -> None:
    harbour, residents, zorvan = unknown([coded()])
    assert harbour == Unknown(
        name="Free Harbour",
        count=2,
        articles=1,
        no_country=0,
        no_sector=2,
        example="Zorvan struck a deal with the Free Harbour. Residents cheered. The Free Harbour said that Arlania had paid.",
        article="a1",
    )
    assert (residents.name, residents.count, residents.no_country, residents.no_sector) == ("Residents", 1, 1, 1)
    assert (zorvan.count, zorvan.no_country, zorvan.no_sector) == (1, 1, 1)  # told twice at one place


def test_articles_most_and_the_order() -> None:
    rows = unknown((coded(f"a{n}") for n in range(3)), most=2)
    assert [(r.name, r.count, r.articles, r.article) for r in rows] == [("Free Harbour", 6, 3, "a0"), ("Residents", 3, 3, "a0")]
    assert rows[0].to_dict()["count"] == 6


def test_words_that_are_no_names_are_left_out() -> None:
    text = "Then they left the town, and nobody saw them again."
    report = Report(id="r1", trigger=Span(10, 14), sentence=Span(0, 24), type="RETREAT", actors=(party("they", None, text=text),))
    article = CodedArticle(article=Article(id="a", text=text), statements=(), reports=(report,))
    assert unknown([article]) == ()
    assert [r.name for r in unknown([article], names_only=False)] == ["they"]


def test_one_of_several_actors_of_a_phrase() -> None:
    both = ActorLink(name="Arlania and Zorvan", country="ARL", sectors=("GOV",), parts=(ARLANIA, ZORVAN))
    report = Report(id="r1", trigger=Span(7, 13), sentence=Span(0, 20), type="AGREE", actors=(party("Zorvan", both),))
    (row,) = unknown([CodedArticle(article=Article(id="a", text=TEXT), statements=(), reports=(report,))])
    assert (row.no_country, row.no_sector) == (1, 1)


def test_an_example_is_cut_at_words() -> None:
    text = "word " * 40 + "Zorvan" + " other" * 40
    report = Report(id="r1", trigger=Span(0, 4), sentence=Span(0, 9), type="AGREE", actors=(party("Zorvan", None, text=text),))
    (row,) = unknown([CodedArticle(article=Article(id="a", text=text), statements=(), reports=(report,))])
    assert row.example.startswith("... word word")
    assert row.example.endswith("other other ...")


def test_nothing() -> None:
    assert unknown([]) == ()

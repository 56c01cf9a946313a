"""The default coder from end to end, as a user of the library meets it."""

from datetime import date, datetime

import pytest

import sayso
from sayso.run.coder import Coder

TEXT = "Germany attacked France on Monday, Italy said. “We condemn the attack,” the Italian foreign minister said."


@pytest.fixture(scope="module")
def coder() -> Coder:
    return sayso.load()


def test_a_text_becomes_records_that_point_back_at_it(coder: Coder) -> None:
    coded = coder.code(TEXT, outlet="example.org", published="2020-08-19", title="A title", url="https://example.org/1")
    assert (coded.article.outlet, coded.article.published) == ("example.org", date(2020, 8, 19))
    assert coded.reports
    assert coded.statements
    for report in coded.reports:
        assert report.sentence.holds(report.trigger)
        assert report.because
    assert len(coded.made_by) == 6


def test_the_day_may_be_given_in_any_sensible_form(coder: Coder) -> None:
    for given in ("2020-08-17", " 2020-08-17 ", date(2020, 8, 17), datetime(2020, 8, 17, 12, 30)):
        assert coder.code("It rained.", published=given).article.published == date(2020, 8, 17)
    assert coder.code("It rained.").article.published is None


@pytest.mark.parametrize("given", ["17.8.2020", "yesterday", "", "2020-13-01"])
def test_a_day_that_is_none_is_refused_with_a_remedy(coder: Coder, given: str) -> None:
    with pytest.raises(sayso.StopRun) as stopped:
        coder.code("It rained.", published=given)
    assert "2020-08-17" in stopped.value.hint


def test_ids_come_from_content(coder: Coder) -> None:
    one, same = coder.code(TEXT, outlet="a"), coder.code(TEXT, outlet="a")
    other = coder.code(TEXT, outlet="b")
    assert one == same
    assert one.article.id != other.article.id
    assert coder.code(TEXT, id="mine").article.id == "mine"


@pytest.mark.parametrize("text", ["", " ", "\n\n", "a", "“", "?!", "\u200b", "«" * 50, "said " * 200, "😀 said 😀."])
def test_odd_texts_do_no_harm(coder: Coder, text: str) -> None:
    coded = coder.code(text)
    assert coded.article.text == text
    coded.account()
    coded.to_json()


def test_one_by_one_or_many_at_once_is_the_same(coder: Coder) -> None:
    articles = [sayso.Article(id=str(n), text=TEXT * (n % 3 + 1), published=date(2020, 8, 19)) for n in range(7)]
    assert list(coder.code_many(articles)) == [coder.code_article(a) for a in articles]


def test_a_text_that_is_too_long_is_skipped_with_a_remedy(coder: Coder) -> None:
    with pytest.raises(sayso.SkipArticle, match="longest"):
        coder.code("word " * 300_000)


def test_a_pipeline_that_is_not_there_stops_with_a_remedy() -> None:
    with pytest.raises(sayso.StopRun, match="no_such_pipeline"):
        sayso.load(model="no_such_pipeline")

"""The public face: few names, all of them there, none of them heavy."""

import pickle

import pytest

import sayso


def test_all_is_about_a_dozen_names_that_exist() -> None:
    assert len(sayso.__all__) <= 16
    assert sorted(sayso.__all__, key=str.casefold) == sorted(set(sayso.__all__), key=str.casefold)
    for name in sayso.__all__:
        assert getattr(sayso, name) is not None


def test_errors_say_what_to_do_and_survive_pickling() -> None:
    for kind in (sayso.SaysoError, sayso.SkipArticle, sayso.StopRun):
        error = pickle.loads(pickle.dumps(kind("It broke.", "Mend it.")))
        assert isinstance(error, kind)
        assert str(error) == "It broke.\n  -> Mend it."


def test_records_are_frozen() -> None:
    span = sayso.Span(1, 2)
    with pytest.raises(AttributeError):
        span.start = 0  # type: ignore[misc]
    coded = sayso.Coded(article=sayso.Article(id="a", text=""), statements=(), reports=())
    with pytest.raises(AttributeError):
        coded.reports = ()  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(coded)) == coded


def test_every_public_name_is_documented() -> None:
    for name in sayso.__all__:
        assert name == "__version__" or getattr(sayso, name).__doc__, name

"""The time words carry their own evidence: each group's sentences."""

import re
from pathlib import Path

import pytest

from sayso.errors import StopRun
from sayso.lexicons.times import load_times
from sayso.linking.timewords import TimeFinder

WORDS = load_times()
FIND = TimeFinder(WORDS)
GOOD = [(group, sentence) for group, (good, _) in WORDS.examples.items() for sentence in good]
BAD = [(group, sentence) for group, (_, bad) in WORDS.examples.items() for sentence in bad]


@pytest.mark.parametrize(("group", "marked"), GOOD)
def test_good_sentences(group: str, marked: str) -> None:  # noqa: ARG001
    text = re.sub(r"</?t>", "", marked)
    assert [e.span.of(text) for e in FIND(text)] == re.findall(r"<t>(.*?)</t>", marked)


@pytest.mark.parametrize(("group", "sentence"), BAD)
def test_bad_sentences(group: str, sentence: str) -> None:  # noqa: ARG001
    assert FIND(sentence) == ()


def test_every_bad_group_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "xx.yaml"
    path.write_text("schema: times/1\ngroups:\n  months: {words: {}, good: [], bad: []}\n  moons: {words: [new], good: [], bad: []}\n")
    with pytest.raises(StopRun) as caught:
        load_times(path)
    assert "months: `words` must be a filled mapping" in caught.value.message
    assert "moons: no such group" in caught.value.message
    assert "weekdays: " in caught.value.message

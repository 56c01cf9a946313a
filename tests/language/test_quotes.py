"""Quotation marks of every kind, paired before any sentence is split."""

import pytest

from sayso.language.quotes import pair_quotes

# name: (text, inner text of the outermost quotations)
TEXTS: dict[str, tuple[str, list[str]]] = {
    "curly": ("The minister said: “We will talk.” Then he left.", ["We will talk."]),
    "straight": ('"We will talk," the minister said. "Soon."', ["We will talk,", "Soon."]),
    "two apostrophes": ("''We will talk,'' he said. ``Soon,'' he added.", ["We will talk,", "Soon,"]),
    "guillemets": ("«We will talk», he said.", ["We will talk"]),
    "german marks": ("„We will talk“, he said. „Soon“, he added.", ["We will talk", "Soon"]),
    "dash after it": ("“We will talk,” – said the leader. “Soon,” - he added.", ["We will talk,", "Soon,"]),
    "british single": ("‘We will talk,’ he said, and it’s late.", ["We will talk,"]),
    "apostrophes are no quotes": ("The players' union said it's the workers' right.", []),
    "stray opening mark": ("“We will talk, he said.\nAnother line. “Soon,” he said.", ["Soon,"]),
    "stray closing mark": ("We will talk,” he said. “Soon,” he added.", ["Soon,"]),
    "second opening mark": ("He said “we and “they will talk” today.", ["they will talk"]),
    "left open over paragraphs": ("“We will talk.\n“And then sign.” He left.", ["We will talk.", "And then sign."]),
    "straight, left open over paragraphs": ('"We will talk.\n"And then sign," he said.', ["We will talk.", "And then sign,"]),
    "inches are no quotes": ('A 5" pipe broke.', []),
    "empty marks": ('He wrote "" and left.', []),
    "after a bracket": ('He left ("in a hurry") today.', ["in a hurry"]),
}


@pytest.mark.parametrize(("text", "expected"), TEXTS.values(), ids=TEXTS)
def test_outermost_quotations(text: str, expected: list[str]) -> None:
    assert [q.inner.of(text) for q in pair_quotes(text) if q.level == 0] == expected


def test_a_quotation_inside_a_quotation_is_kept_apart() -> None:
    text = "“He told me ‘we attack tonight’ and hung up,” she said."
    assert [(q.level, q.inner.of(text)) for q in pair_quotes(text)] == [
        (0, "He told me ‘we attack tonight’ and hung up,"),
        (1, "we attack tonight"),
    ]


def test_a_quotation_over_paragraphs_says_that_it_goes_on() -> None:
    text = "“We will talk.\n“And then sign,” he said."
    first, second = pair_quotes(text)
    assert (first.open_ended, first.continued) == (True, False)
    assert (second.open_ended, second.continued) == (False, True)


@pytest.mark.parametrize("marks", ['"', "“", "”", "'", "’", "«", "“”“", "\n“", "“\n“\n“", "``''``", "‘“’”"])
def test_any_marks_give_spans_inside_the_text(marks: str) -> None:
    for text in (marks, f"{marks}word{marks}", f"word {marks} word {marks}\n{marks}word"):
        for quote in pair_quotes(text):
            assert 0 <= quote.outer.start <= quote.inner.start < quote.inner.end <= quote.outer.end <= len(text)

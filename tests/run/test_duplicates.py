"""Copies among articles: what is one, what is none, and that the order alone decides."""

import random
from datetime import date

import pytest

from sayso.records import Article
from sayso.run.duplicates import SKETCH, Duplicates, Match

WIRE = """The foreign minister of Arlania, Berta Holm, said on Monday that the talks with Borduria on the use of the river Selva had failed.
She told reporters in Szohod that her government would now take the case to the court of arbitration. The delegation of Borduria left
the city in the evening without a word to the press. Its leader, Anton Klow, had said last week that no agreement was better than a bad one.
The two countries have quarrelled over the river since 2019, when Borduria began to build a dam near the town of Brod. Fishermen on the
lower course complain that their catch has fallen by a third. The dam is to be finished in 2033 and will hold 400 million cubic metres.
A spokesman of the Northern Council, which mediated in the talks, called on both sides to stay at the table. Police kept some two hundred
demonstrators away from the hotel in which the talks were held. Three of them were arrested and set free again on Tuesday."""
BRIEF = ". ".join(WIRE.split(". ")[2:5]) + "."
OTHER = """The parliament of Veldia voted on Thursday to raise the pay of teachers by a tenth from September on. The minister of education,
Nils Aske, said that the schools in the north had lost every fifth teacher within two years. The opposition called the law a gift before
the election and asked who would pay for it. The union of teachers in Tarn welcomed it and called off the strike of next week."""
FORMULA = """Today the president declared that an emergency exists in the state of {state} and ordered aid to supplement the efforts of the
state, of its towns and of its counties due to the emergency that results from {storm} from {day} on and that still goes on. The action of
the president authorises the agency to coordinate all relief of disasters, which has the purpose of lessening the hardship and the suffering
caused by the emergency in the counties of {counties}. The agency is authorised to find, to move and to provide at its discretion the
equipment and the resources that are needed. {name} of the agency has been named to coordinate the relief in the area."""


def found(*texts: str, window: int = 1000) -> list[Match | None]:
    copies = Duplicates(window)
    return [copies.add(f"a{n}", text) for n, text in enumerate(texts)]


COPIES = {  # name: (text, kind)
    "the very same": (WIRE, "exact"),
    "other case, marks and spaces": (WIRE.upper().replace(",", " –").replace("\n", "  "), "exact"),
    "another headline and dateline": (f"River talks collapse\n\nSZOHOD, Tuesday (Northern Wire) - {WIRE}", "near"),
    "other lines, a word changed": (" ".join(WIRE.split()).replace("hotel", "house"), "near"),
    "cut at its end": (f"LONDON (Agency) - {WIRE[: len(WIRE) * 2 // 3]}", "near"),
    "cut to a third": (WIRE[: len(WIRE) // 3], "contained"),
    "a paragraph of its own": (f"{WIRE} {OTHER}", "near"),
    "in the middle of another": (f"{OTHER} {WIRE[: len(WIRE) // 2]} {OTHER.replace('Veldia', 'Norland').replace('the', 'that')}", None),
    "a few words changed": (
        WIRE.replace("said on Monday", "told the press").replace("a third", "one third").replace("hotel", "house"),
        "near",
    ),
    "a brief of it": (BRIEF, "contained"),
    "another story": (OTHER, None),
    "a sentence of it": (WIRE.split(".", maxsplit=1)[0], None),
    "nothing": ("", None),
}


@pytest.mark.parametrize(("text", "kind"), COPIES.values(), ids=COPIES)
def test_what_is_a_copy(text: str, kind: str | None) -> None:
    first, second = found(WIRE, text)
    assert first is None
    assert (second.kind if second else None) == kind
    if second:
        assert second.of == "a0"
        assert 0.5 <= second.similarity <= 1
        assert kind != "exact" or second.similarity == 1


def test_the_longer_one_may_come_second() -> None:
    assert found(BRIEF, WIRE)[1] is not None


def test_short_texts_are_copies_only_where_they_are_the_same() -> None:
    assert found("No comment.", "No comment!", "No comment at all.")[1:] == [Match("a0", "exact", 1.0), None]
    assert found("", "", " ") == [None, None, None]


def test_a_formula_filled_in_anew_is_no_copy() -> None:
    one = FORMULA.format(
        state="Orland", storm="the storm Ada", day="3 May 2031", counties="Aker, Bro, Dahl, Ebbe and Falk", name="Ines Holt"
    )
    two = FORMULA.format(state="Tessel", storm="wild fires", day="9 June 2031", counties="Lund, Moen, Nes, Odda and Pors", name="Karl Ruud")
    assert found(one, two) == [None, None]
    assert found(one, one.replace("Today the", "On Friday evening the"))[1] is not None


def test_a_formula_of_another_year_is_no_copy() -> None:
    copies = Duplicates()
    edited = WIRE.replace("said on Monday", "told the press")
    assert copies.add("a", WIRE, date(2031, 5, 4)) is None
    assert copies.add("b", edited, date(2032, 5, 4)) is None
    match = copies.add("c", edited.replace("hotel", "house"), date(2032, 5, 6))
    assert match
    assert match.of == "b"
    same = copies.add("d", WIRE, date(2033, 5, 4))
    assert same == Match("a", "exact", 1.0)


def test_the_most_similar_counts_and_of_equals_the_first() -> None:
    headed = f"River talks collapse\n\n{WIRE}"
    matches = found(WIRE, WIRE[: len(WIRE) // 2], headed, WIRE)
    assert [m.of if m else None for m in matches] == [None, "a0", "a0", "a0"]
    last = found(WIRE[: len(WIRE) * 2 // 3], headed, f"{headed} He left.")[2]
    assert last
    assert last.of == "a1"


def test_long_texts_are_compared_by_a_sample() -> None:
    rng = random.Random(4)
    words = [f"{rng.choice('bdfgklmnprst')}{rng.choice('aeiou')}{rng.choice('bdfgklmnprst')}{n}" for n in range(4 * SKETCH)]
    text = " ".join(words)
    kinds = [m.kind if m else None for m in found(text, " ".join(words[: 3 * SKETCH]), " ".join(words[-SKETCH:]), " ".join(words[::-1]))]
    assert kinds == [None, "near", "contained", None]


def test_what_left_the_window_is_forgotten_but_for_exact_copies() -> None:
    edited = WIRE.replace("said on Monday", "told the press")
    assert found(WIRE, OTHER, edited, window=1)[2] is None
    assert found(WIRE, OTHER, edited, window=2)[2] is not None
    assert found(WIRE, OTHER, WIRE, window=1)[2] == Match("a0", "exact", 1.0)


def test_the_order_alone_decides() -> None:
    rng = random.Random(9)
    texts = [t for n in range(30) for t in (f"{WIRE} {n}", f"{OTHER} {n} {rng.random()}", FORMULA + str(n))]
    assert found(*texts) == found(*texts)
    copies = Duplicates()
    half = [copies.add(f"a{n}", text) for n, text in enumerate(texts[:45])]  # a run that resumes adds what was done before too
    assert half + [copies.add(f"a{n}", text) for n, text in enumerate(texts[45:], 45)] == found(*texts)


def test_the_same_article_again_is_no_copy_of_itself() -> None:
    copies = Duplicates()
    assert [copies.add("a", WIRE), copies.add("a", WIRE)][0] is None


def test_the_columns_of_a_project() -> None:
    copies = Duplicates()
    assert copies(Article(id="a", text=WIRE)) == (None, None, None)
    assert copies(Article(id="b", text=WIRE)) == ("a", None, 1.0)
    exact, near, similarity = copies(Article(id="c", text=f"River talks collapse\n\n{WIRE}"))
    assert (exact, near) == (None, "a")
    assert similarity
    assert similarity > 0.9


def test_any_characters() -> None:
    odd = "\ud800 ".join(WIRE.split())
    assert found(odd, odd)[1] == Match("a0", "exact", 1.0)

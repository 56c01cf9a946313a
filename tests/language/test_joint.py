"""The arithmetic of the joint pipeline: trees, name tags, windows, lemmas, features."""

from itertools import pairwise, product

import numpy as np
import pytest
import spacy

from sayso.language.decode import allowed, best_path, is_tree, tree
from sayso.language.joint import cut, ends_sentence
from sayso.language.known import COLUMNS, PHRASES, WORDS, bit, hints
from sayso.language.network import LONGEST_WINDOW
from sayso.language.spelling import NGRAMS, apply_script, ngrams, shape, spelling


@pytest.mark.parametrize("seed", range(60))
def test_the_tree_is_the_best_one_with_its_root(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 6))
    scores = rng.standard_normal((n, n)).astype(np.float32)
    heads = tree(scores.copy())
    roots = [i for i in range(n) if heads[i] == i]
    assert len(roots) == 1
    assert is_tree(heads, roots[0])

    def total(candidate: tuple[int, ...]) -> float:
        return float(sum(scores[i, h] for i, h in enumerate(candidate)))

    same_root = [c for c in product(range(n), repeat=n) if [i for i in range(n) if c[i] == i] == roots and is_tree(np.array(c), roots[0])]
    assert total(tuple(heads)) == pytest.approx(max(map(total, same_root)), abs=1e-4)


def test_a_word_alone_is_its_own_head() -> None:
    assert tree(np.zeros((1, 1), np.float32)).tolist() == [0]


@pytest.mark.parametrize("seed", range(20))
def test_name_tags_are_the_best_sequence_that_iob2_allows(seed: int) -> None:
    labels = ["B-ORG", "B-PER", "I-ORG", "I-PER", "O"]
    scores = np.random.default_rng(seed).standard_normal((2, 5, len(labels))).astype(np.float32)

    def fits(path: tuple[int, ...]) -> bool:
        before = ["O", *(labels[i] for i in path)]
        return all(not b.startswith("I-") or a[2:] == b[2:] for a, b in pairwise(before))

    found = best_path(scores, allowed(labels))
    for row, path in zip(scores, found, strict=True):
        best = max((p for p in product(range(len(labels)), repeat=5) if fits(p)), key=lambda p: sum(row[i, k] for i, k in enumerate(p)))
        assert tuple(path) == best


LEMMAS = {
    "strip and add": ("studies", "l3+y", "study"),
    "lower-case": ("Said", "l2+y", "say"),
    "keep the case": ("Germans", "k1+", "German"),
    "its own": ("went", "=go", "go"),
    "nothing to do": ("minister", "l0+", "minister"),
}


@pytest.mark.parametrize(("form", "script", "lemma"), LEMMAS.values(), ids=LEMMAS)
def test_lemma_scripts(form: str, script: str, lemma: str) -> None:
    assert apply_script(form, script) == lemma


@pytest.mark.parametrize(("word", "folded"), [("Minsk", "Xx"), ("COVID-19", "X-d"), ("e-mail", "x-x"), ("’s", "’x")])
def test_shapes_fold_runs(word: str, folded: str) -> None:
    assert shape(word) == folded


def test_long_words_give_a_bounded_number_of_features() -> None:
    assert len(ngrams(spelling("a" * 10_000))) == NGRAMS
    assert ngrams("an")  # the shortest words have some too


def test_windows_hold_every_word_once_and_are_never_too_long() -> None:
    doc = spacy.blank("en")("Talks failed. " * 100 + "\n\n" + "word " * 400 + "\n" + "   ")
    windows = list(cut(doc))
    assert [i for w in windows for i in w] == [t.i for t in doc if not t.is_space or "\n" in t.text]
    assert max(map(len, windows)) <= LONGEST_WINDOW
    assert doc[windows[0][-1]].text == "."  # cut where a sentence ends


def test_hints_mark_the_longest_known_name_and_its_neighbours() -> None:
    table = {"port veld": bit("town"), "port": bit("surname"), "may": bit("state")}
    found = hints(["in", "Port", "Veld", "may", "Port"], table)
    own = found[:, COLUMNS : 2 * COLUMNS]
    town, surname = PHRASES.index("town"), 2 * len(PHRASES) + WORDS.index("surname")
    assert own[:, town].tolist() == [0, 1, 0, 0, 0]  # begins
    assert own[:, len(PHRASES) + town].tolist() == [0, 0, 1, 0, 0]  # goes on
    assert own[:, surname].tolist() == [0, 1, 0, 0, 1]
    assert not own[3].any()  # in small letters it is no name
    assert np.array_equal(found[1:, :COLUMNS], own[:-1])  # the word before
    assert np.array_equal(found[:-1, 2 * COLUMNS :], own[1:])  # the word behind


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        (["failed", ".", "Then"], True),
        (["failed", ".", '"'], False),  # its closing mark is still to come
        ([".", '"', "He"], True),
        (["said", '"', "We"], False),  # an opening mark
        (["of", "talks", "failed"], False),
    ],
)
def test_a_window_is_cut_behind_a_sentence_and_never_behind_an_opening_mark(words: list[str], ends: bool) -> None:
    assert ends_sentence(words) is ends

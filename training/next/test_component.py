"""The arithmetic of the joint pipeline: trees, windows, lemmas, features. Run by hand: pytest training/next."""

from itertools import product

import numpy as np
import pytest
import spacy
from component import LONGEST_WINDOW, NGRAMS, apply_script, cut, is_tree, ngrams, shape, spelling, tree


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

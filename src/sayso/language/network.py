"""The weights of the shipped pipeline and their arithmetic, in numpy alone.

A small transformer over whole words with heads for tags, lemmas, sentence starts, names and dependencies; training/encoder.py and
training/joint.py hold the same network in PyTorch and say where its parts come from.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from sayso.language.decode import Floats, Ints, allowed
from sayso.language.spelling import hashed, ngrams, shape, spelling

LONGEST_WINDOW = 128  # words in context at a time; what the encoder was taught on
REMEMBERED = 200_000  # word types whose input vector is kept


class Network:
    """The weights and the arithmetic. `w` holds float32 arrays under the names of the training code's state dict."""

    def __init__(self, weights: dict[str, Floats], facts: dict[str, Any]) -> None:
        self.w, self.facts = weights, facts
        size = facts["size"]
        self.width, self.heads, self.depth = size["width"], size["heads"], size["depth"]
        self.vocabulary: dict[str, int] = {w: n for n, w in enumerate(facts["vocabulary"], 1)}
        self.cached: dict[str, Floats] = {}
        self.labels: dict[str, list[str]] = facts["labels"]
        self.lemmas: dict[str, str] = facts["lemmas"]  # "form|POS" or "form|POS|TAG" -> lemma or lemmas, as the treebanks have it
        self.known: dict[str, int] = facts["known"]  # names and their sorts (known.py)
        of = [label.split("|", 1)[0] for label in self.labels["morph"]]
        self.other_pos = np.array([[0.0 if p == pos else -1e4 for p in of] for pos in self.labels["pos"]], np.float32)
        self.root = self.labels["dep"].index("root")
        self.penalty = allowed(self.labels["name"])
        half = self.width // self.heads // 2
        angle = np.arange(LONGEST_WINDOW + 1)[:, None] / 10_000 ** (np.arange(half) / half)
        self.turn = np.exp(1j * angle).astype(np.complex64)

    # -------------------------------------------------------------- words
    def vectors(self, words: Sequence[str]) -> Floats:
        """(n, width): input vectors; spelling alone decides, so each word type is worked out once."""
        if len(self.cached) > REMEMBERED:
            self.cached.clear()
        for word in words:
            if word not in self.cached:
                self.cached[word] = self._embed(word)
        return np.stack([self.cached[w] for w in words])

    def _embed(self, word: str) -> Floats:
        """(width,): one word at a time, so that the sums come out the same whatever other words are new."""
        forms, grams, shapes = (self.w[f"encoder.{name}.weight"] for name in ("word", "ngram", "shape"))
        plain = spelling(word)
        row = grams[[hashed(g, len(grams)) for g in ngrams(plain)]].astype(np.float32).mean(0)
        row += shapes[hashed(shape(plain), len(shapes))]
        row += forms[self.vocabulary.get(plain.lower(), 0)]  # row 0: any rare form
        y: Floats = norm(self._linear("encoder.project", row[None]), self.w["encoder.norm_in.weight"], self.w["encoder.norm_in.bias"])[0]
        return y

    # -------------------------------------------------------------- context
    def encode(self, x: Floats, lengths: Ints) -> Floats:
        """(batch, time, width) -> the same, each word in its context; `lengths`: words in each row, the rest is padding."""
        b, t, d = x.shape
        x = x.reshape(b * t, d).copy()
        padding = None
        if lengths.min() < t:
            padding = np.where(np.arange(t)[None, :] < lengths[:, None], 0.0, -1e4).astype(np.float32)[:, None, None, :]
        for n in range(self.depth):
            p = f"encoder.layers.{n}."
            h = norm(x, self.w[p + "norm1.weight"], self.w[p + "norm1.bias"])
            x += self._linear(p + "out", self._attend(self._linear(p + "qkv", h), b, t, padding))
            h = self._linear(p + "up", norm(x, self.w[p + "norm2.weight"], self.w[p + "norm2.bias"]))
            np.maximum(h, 0, out=h)
            h *= h
            x += self._linear(p + "down", h)
        return norm(x, self.w["encoder.norm_out.weight"], self.w["encoder.norm_out.bias"]).reshape(b, t, d)

    def _attend(self, qkv: Floats, b: int, t: int, padding: Floats | None) -> Floats:
        size = self.width // self.heads
        q, k, v = np.ascontiguousarray(qkv.reshape(b, t, 3, self.heads, size).transpose(2, 0, 3, 1, 4))
        for turned in (q.view(np.complex64), k.view(np.complex64)):  # rotary positions: pairs of numbers as one complex number
            turned *= self.turn[:t]
        scores = q @ k.transpose(0, 1, 3, 2)
        if padding is not None:
            scores += padding
        mixed: Floats = (softmax(scores) @ v).transpose(0, 2, 1, 3).reshape(b * t, self.width)
        return mixed

    def _linear(self, name: str, x: Floats) -> Floats:
        y: Floats = x @ self.w[name + ".weight.T"]
        y += self.w[name + ".bias"]
        return y

    # -------------------------------------------------------------- answers
    def flat(self, name: str, h: Floats) -> Floats:
        return self._linear(f"flat.{name}" if name != "start" else "start", h)

    def names(self, h: Floats, hints: Floats) -> Floats:
        """(n, width), (n, hints of known.py) -> (n, labels)."""
        return self._linear("name_out", np.maximum(self._linear("name_in", np.concatenate((h, hints), -1)), 0))

    def arcs(self, h: Floats) -> Floats:
        """(t, width) -> (t, t): how well word j is the head of word i; i itself = root."""
        d, g = np.maximum(self._linear("arc_dep", h), 0), np.maximum(self._linear("arc_head", h), 0)
        return (d @ self.w["arc"] + self.w["arc_bias"]) @ g.T

    def relations(self, h: Floats, heads: Ints) -> Ints:
        """The relation of each word to its head, as label numbers; `root` for a word that is its own head and for no other."""
        d, g = np.maximum(self._linear("rel_dep", h), 0), np.maximum(self._linear("rel_head", h), 0)[heads]
        t, size = d.shape
        left = (d @ self.w["rel.flat"]).reshape(t, -1, size)
        scores = np.matmul(left, g[:, :, None])[:, :, 0] + self._linear("rel_flat", np.concatenate((d, g), -1))
        scores[:, self.root] = np.where(heads == np.arange(t), np.inf, -np.inf)
        best: Ints = scores.argmax(-1)
        return best


def norm(x: Floats, weight: Floats, bias: Floats) -> Floats:
    y: Floats = x - x.mean(-1, keepdims=True)
    y *= (1 / np.sqrt(np.einsum("ij,ij->i", y, y) / x.shape[-1] + 1e-5))[:, None]
    y *= weight
    y += bias
    return y


def softmax(x: Floats) -> Floats:
    x -= x.max(-1, keepdims=True)
    np.exp(x, out=x)
    x /= x.sum(-1, keepdims=True)
    return x

"""The shipped pipeline's one trained component: a small transformer that tags, lemmatizes, splits sentences, parses and finds names.

It runs in numpy alone. Trained by training/pretrain.py and training/joint.py, which hold the same network in PyTorch.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, MORPH, POS, TAG
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab
from threadpoolctl import threadpool_limits

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

NGRAMS = 18
LONGEST_WINDOW = 128  # words in context at a time; what the encoder was taught on
SHORTEST_CUT = 64  # a window is cut at a likely sentence end beyond this
REMEMBERED = 200_000  # word types whose input vector is kept
WINDOWS_AT_ONCE = 16
SCRIPTS_TRIED = 5  # lemma scripts, likeliest first, before the first is taken in any case
QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "«": '"', "»": '"'})
NEWLINE = "\n"
ENDS = frozenset('.!?…”"')


def spelling(word: str) -> str:
    """The word as its features see it: quotation marks of one kind, no longer than 40 characters."""
    return word.translate(QUOTES)[:40]


def shape(word: str) -> str:
    """`Minsk` -> `Xx`, `COVID-19` -> `X-d`: runs are folded."""
    return re.sub(r"(.)\1+", r"\1", "".join("X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else c for c in word))


def hashed(text: str, rows: int) -> int:
    return 1 + crc32(text.encode("utf-8", "surrogatepass")) % (rows - 1)


def ngrams(word: str) -> list[str]:
    """At most NGRAMS character n-grams of the framed lower-case word; of a long one those at its ends."""
    framed = f"<{word.lower()}>"
    grams = [framed[i : i + n] for n in (3, 4, 5, 2) for i in range(len(framed) - n + 1)]
    if len(grams) > NGRAMS:
        grams = sorted(grams, key=lambda g: (not g.startswith("<"), not g.endswith(">"), -len(g)))[:NGRAMS]
    return grams


def apply_script(form: str, script: str) -> str:
    """Lemma from a form: "l3+y" = lower-case, strip three letters, add y; "=be" = the lemma itself."""
    if script.startswith("="):
        return script[1:]
    strip, add = script[1:].split("+", 1)
    base = form if script[0] == "k" else form.lower()
    return (base[: -int(strip)] if strip != "0" else base) + add


class Network:
    """The weights and the arithmetic. `w` holds float32 arrays under the names of the training code's state dict."""

    def __init__(self, weights: dict[str, Floats], facts: dict[str, Any]) -> None:
        self.w, self.facts = weights, facts
        size = facts["size"]
        self.width, self.heads, self.depth = size["width"], size["heads"], size["depth"]
        self.vocabulary: dict[str, int] = {w: n for n, w in enumerate(facts["vocabulary"], 1)}
        self.known: dict[str, Floats] = {}
        self.labels: dict[str, list[str]] = facts["labels"]
        self.lemmas: dict[str, str] = facts["lemmas"]  # "form|POS" -> lemma, as the treebanks have it
        self.root = self.labels["dep"].index("root")
        self.penalty = allowed(self.labels["name"])
        half = self.width // self.heads // 2
        angle = np.arange(LONGEST_WINDOW + 1)[:, None] / 10_000 ** (np.arange(half) / half)
        self.cos, self.sin = np.cos(angle).astype(np.float32), np.sin(angle).astype(np.float32)

    # -------------------------------------------------------------- words
    def vectors(self, words: Sequence[str]) -> Floats:
        """(n, width): input vectors; spelling alone decides, so each word type is worked out once."""
        if len(self.known) > REMEMBERED:
            self.known.clear()
        if fresh := [w for w in dict.fromkeys(words) if w not in self.known]:
            for word, row in zip(fresh, self._embed(fresh), strict=True):
                self.known[word] = row
        return np.stack([self.known[w] for w in words])

    def _embed(self, words: list[str]) -> Floats:
        tables = [self.w[f"encoder.{name}.weight"] for name in ("word", "ngram", "shape")]
        rows = np.empty((len(words), tables[0].shape[1]), np.float32)
        for i, word in enumerate(words):
            plain = spelling(word)
            grams = [hashed(g, len(tables[1])) for g in ngrams(plain)]
            rows[i] = tables[1][grams].astype(np.float32).mean(0)
            rows[i] += tables[2][hashed(shape(plain), len(tables[2]))]
            rows[i] += tables[0][self.vocabulary.get(plain.lower(), 0)]  # row 0: any rare form
        return norm(self._linear("encoder.project", rows), self.w["encoder.norm_in.weight"], self.w["encoder.norm_in.bias"])

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
        scores = self._rotate(q, t) @ self._rotate(k, t).transpose(0, 1, 3, 2)
        scores *= np.float32(size**-0.5)
        if padding is not None:
            scores += padding
        mixed: Floats = (softmax(scores) @ v).transpose(0, 2, 1, 3).reshape(b * t, self.width)
        return mixed

    def _rotate(self, x: Floats, t: int) -> Floats:
        half = x.shape[-1] // 2
        a, b, cos, sin = x[..., :half], x[..., half:], self.cos[:t], self.sin[:t]
        return np.concatenate((a * cos - b * sin, b * cos + a * sin), -1)

    def _linear(self, name: str, x: Floats) -> Floats:
        y: Floats = x @ self.w[name + ".weight.T"]
        y += self.w[name + ".bias"]
        return y

    # -------------------------------------------------------------- answers
    def flat(self, name: str, h: Floats) -> Floats:
        return self._linear(f"flat.{name}" if name != "start" else "start", h)

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


# ------------------------------------------------------------------ names
def allowed(labels: Sequence[str]) -> Floats:
    """(n + 1, n): 0 where the second IOB2 label may follow the first, else a large penalty; the last row is for a start."""
    penalty = np.zeros((len(labels) + 1, len(labels)), np.float32)
    for j, label in enumerate(labels):
        if label.startswith("I-"):
            for i, before in enumerate([*labels, "O"]):
                if before[2:] != label[2:]:
                    penalty[i, j] = -1e4
    return penalty


def best_path(scores: Floats, penalty: Floats) -> Ints:
    """(batch, time, n) scores -> (batch, time): the labels of the best sequence that IOB2 allows (Viterbi 1967)."""
    b, t, n = scores.shape
    total = scores[:, 0] + penalty[n]
    back = np.zeros((b, t, n), np.int64)
    for k in range(1, t):
        ways = total[:, :, None] + penalty[:n]
        back[:, k] = ways.argmax(1)
        total = ways.max(1) + scores[:, k]
    path = np.zeros((b, t), np.int64)
    path[:, -1] = total.argmax(-1)
    for k in range(t - 1, 0, -1):
        path[:, k - 1] = np.take_along_axis(back[:, k], path[:, k, None], 1)[:, 0]
    return path


# ------------------------------------------------------------------ trees
def tree(scores: Floats) -> Ints:
    """Heads of one sentence from its arc scores (n, n): the best tree with one root, which is its own head.

    Method: each word's best head; where that is no tree, the maximum spanning arborescence (Chu and Liu 1965, Edmonds 1967) for each
    of the likeliest roots.
    """
    heads: Ints = scores.argmax(-1)
    roots = np.flatnonzero(heads == np.arange(len(heads)))
    if len(roots) == 1 and is_tree(heads, int(roots[0])):
        return heads
    diagonal = np.diag(scores).copy()
    best, best_score = heads, -np.inf
    for root in np.argsort(-diagonal, kind="stable")[:3]:
        s = scores.copy()
        np.fill_diagonal(s, -np.inf)
        found = arborescence(s, int(root))
        total = diagonal[root] + sum(s[i, found[i]] for i in range(len(found)) if i != root)
        if total > best_score:
            best, best_score = found, total
    return best


def is_tree(heads: Ints, root: int) -> bool:
    seen = np.zeros(len(heads), bool)
    seen[root] = True
    for i in range(len(heads)):
        path = []
        while not seen[i]:
            if i in path:
                return False
            path.append(i)
            i = int(heads[i])
        seen[path] = True
    return True


def arborescence(scores: Floats, root: int) -> Ints:
    """Maximum spanning arborescence over n words from `root`; scores[i, j] = j as head of i. The root's entry is itself."""
    n = len(scores)
    heads: Ints = scores.argmax(-1)
    heads[root] = root
    cycle = np.array(find_cycle(heads, root), np.int64)
    if not len(cycle):
        return heads
    inside = np.zeros(n, bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    kept = scores[cycle, heads[cycle]]
    # contract: the cycle becomes the last word of a smaller problem
    m = len(outside)
    small = np.full((m + 1, m + 1), -np.inf, scores.dtype)
    small[:m, :m] = scores[np.ix_(outside, outside)]
    into = scores[np.ix_(cycle, outside)] - kept[:, None]
    small[m, :m] = into.max(0)
    enter = into.argmax(0)
    out = scores[np.ix_(outside, cycle)]
    small[:m, m] = out.max(1)
    leave = out.argmax(1)
    inner = arborescence(small, int(np.flatnonzero(outside == root)[0]))
    for a in range(m):
        heads[outside[a]] = outside[inner[a]] if inner[a] < m else cycle[leave[a]]
    entry = cycle[enter[inner[m]]]
    heads[entry] = outside[inner[m]]
    heads[root] = root
    return heads


def find_cycle(heads: Ints, root: int) -> list[int]:
    state = np.zeros(len(heads), np.int8)
    state[root] = 2
    for start in range(len(heads)):
        path, i = [], start
        while state[i] == 0:
            state[i] = 1
            path.append(i)
            i = int(heads[i])
        if state[i] == 1:
            return path[path.index(i) :]
        state[path] = 2
    return []


# ------------------------------------------------------------------ spaCy
FACTORY = "sayso_joint"  # the name under which pipelines on disk ask for it


@Language.factory(FACTORY, assigns=["token.tag", "token.pos", "token.morph", "token.lemma", "token.dep", "token.head", "doc.ents"])
def make_joint(nlp: Language, name: str) -> "Joint":
    return Joint(nlp.vocab, name)


class Joint:
    """The component: tokens in; sentences, tags, morphology, lemmas, dependencies and names out.

    Sentence starts, and places where none may be, that an earlier component has set are kept.
    """

    def __init__(self, vocab: Vocab, name: str = FACTORY) -> None:
        self.vocab, self.name = vocab, name
        self._network: Network | None = None
        self._lemmas: dict[tuple[str, str, int], int] = {}
        self._codes: dict[str, list[int]] = {}

    def use(self, network: Network) -> None:
        self._network = network
        self._codes.clear()
        self._lemmas.clear()

    @property
    def network(self) -> Network:
        if self._network is None:
            raise ValueError("The component sayso_joint has no weights yet: load it from disk.")
        return self._network

    @property
    def labels(self) -> tuple[str, ...]:
        """The dependency relations that it can give; none before the weights are loaded."""
        return tuple(self._network.labels["dep"]) if self._network else ()

    def __call__(self, doc: Doc) -> Doc:
        self._annotate([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 32) -> Iterator[Doc]:
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            self._annotate(batch)
            yield from batch

    def _annotate(self, docs: list[Doc]) -> None:
        windows = [Window(doc, words) for doc in docs for words in cut(doc)]
        by_length = sorted(windows, key=lambda w: len(w.words))
        with threadpool_limits(1, "blas"):  # small products: more threads only wait for each other, and may round otherwise
            for first in range(0, len(by_length), WINDOWS_AT_ONCE):
                self._read(by_length[first : first + WINDOWS_AT_ONCE])
        for doc in docs:
            self._write(doc, [w for w in windows if w.doc is doc])

    def _read(self, windows: list["Window"]) -> None:
        """Encode a batch of windows and decide everything about their words."""
        net = self.network
        lengths = np.array([len(w.words) for w in windows])
        x = np.zeros((len(windows), int(lengths.max()), net.width), np.float32)
        for row, w in enumerate(windows):
            x[row, : len(w.words)] = net.vectors([NEWLINE if w.doc[i].is_space else w.doc[i].text for i in w.words])
        encoded = net.encode(x, lengths)
        h = np.concatenate([encoded[row, :length] for row, length in enumerate(lengths)])
        starts = net.flat("start", h)[:, 0] > 0
        flat = {name: net.flat(name, h).argmax(-1) for name in ("tag", "morph")}
        flat["name"] = self._names(net.flat("name", h), lengths)
        flat["lemma"] = np.argsort(-net.flat("lemma", h), -1)[:, :SCRIPTS_TRIED]
        at = 0
        for w in windows:
            rows = slice(at, at + len(w.words))
            at += len(w.words)
            w.answers = {name: values[rows] for name, values in flat.items()}
            w.heads = trees(net.arcs(h[rows]), sentences(w, starts[rows]))
            w.answers["dep"] = net.relations(h[rows], w.heads)

    def _names(self, scores: Floats, lengths: Ints) -> Ints:
        """(words of all windows, n) -> (words,): the best label sequence of each window."""
        inside = np.arange(int(lengths.max()))[None, :] < lengths[:, None]
        padded = np.zeros((*inside.shape, scores.shape[1]), np.float32)
        padded[inside] = scores  # behind a window's end all labels are equally good, so the path up to it is unchanged
        return best_path(padded, self.network.penalty)[inside]

    def _write(self, doc: Doc, windows: list["Window"]) -> None:
        """The answers into the Doc, all at once."""
        strings, n = self.vocab.strings, len(doc)
        if not n:
            return
        space = [strings.add("_SP"), strings.add("SPACE"), self.vocab.morphology.add(""), 0, 0, strings.add("dep"), 2, 0]
        table = np.zeros((n, len(ATTRIBUTES)), np.uint64)
        table[:] = space
        for token in doc:  # white space hangs on the word before it
            if token.is_space:
                table[token.i, 3] = token.orth
                table[token.i, 4] = np.int64(-1 if token.i else (1 if n > 1 else 0)).astype(np.uint64)
        code = self._code_tables()
        for w in windows:
            inside = ""
            tags = [strings[code["pos"][morph]] for morph in w.answers["morph"]]
            lemmas = [self._lemma(doc[i].text, *rest) for i, *rest in zip(w.words, tags, w.answers["lemma"], strict=True)]
            for k, i in enumerate(w.words):
                token = doc[i]
                if token.is_space:
                    continue
                if i and doc[i - 1].is_space:
                    inside = ""  # no name runs over a line break or a gap
                a = {name: int(values[k]) for name, values in w.answers.items() if name != "lemma"}
                name = self.network.labels["name"][a["name"]]
                begins = name != "O" and (name.startswith("B-") or inside != name[2:])
                inside = name[2:] if name != "O" else ""
                table[i] = (
                    code["tag"][a["tag"]], code["pos"][a["morph"]], code["morph"][a["morph"]], lemmas[k],
                    np.int64(w.words[w.heads[k]] - i).astype(np.uint64), code["dep"][a["dep"]],
                    2 if name == "O" else 3 if begins else 1, code["name"][a["name"]],
                )  # fmt: skip
        doc.from_array(ATTRIBUTES, table)  # type: ignore[arg-type]  # its stub knows no unsigned numbers

    def _code_tables(self) -> dict[str, list[int]]:
        """Label numbers -> numbers of spaCy's string store."""
        if not self._codes:
            add, labels = self.vocab.strings.add, self.network.labels
            morphs = [label.split("|", 1) for label in labels["morph"]]
            self._codes = {
                "tag": [add(t) for t in labels["tag"]],
                "pos": [add(pos) for pos, _ in morphs],
                "morph": [self.vocab.morphology.add(feats) for _, feats in morphs],
                "dep": [add("ROOT" if d == "root" else d) for d in labels["dep"]],
                "name": [add(name[2:]) if name != "O" else 0 for name in labels["name"]],
            }
        return self._codes

    def _lemma(self, form: str, pos: str, numbers: Ints) -> int:
        """The lemma that the treebanks give this form; for others the likeliest edit script that makes a known word."""
        key = (form, pos, int(numbers[0]))
        if (number := self._lemmas.get(key)) is None:
            if len(self._lemmas) > REMEMBERED:
                self._lemmas.clear()
            net, plain = self.network, form.translate(QUOTES)
            forms = (plain, plain.lower()) if pos == "PROPN" else (plain.lower(), plain)
            lemma = next((known for f in forms if (known := net.lemmas.get(f"{f}|{pos}"))), None)
            if lemma is None:
                scripts = [net.labels["lemma"][n] for n in numbers]
                tried = [apply_script(form, script) for script in scripts if not script.startswith("=")]  # those are of known forms
                lemma = next((t for t in tried if len(t) > 1 and t.lower() in net.vocabulary), (tried or [form])[0] or form)
            number = self._lemmas[key] = self.vocab.strings.add(lemma)
        return number

    def to_disk(self, path: Path | str, *, exclude: Sequence[str] = ()) -> None:
        _ = exclude
        Path(path).mkdir(parents=True, exist_ok=True)
        stored: dict[str, Any] = {name: array.astype(np.float16) for name, array in self.network.w.items()}
        np.savez(Path(path, "weights.npz"), **stored)
        Path(path, "facts.json").write_text(json.dumps(self.network.facts, ensure_ascii=False), "utf-8")

    def from_disk(self, path: Path | str, *, exclude: Sequence[str] = ()) -> "Joint":
        _ = exclude
        with np.load(Path(path, "weights.npz"), allow_pickle=False) as stored:
            # the large tables stay in 16 bits: a few rows of them are read for each new word
            weights = {name: stored[name] if name in TABLES else stored[name].astype(np.float32) for name in stored.files}
        self.use(Network(weights, json.loads(Path(path, "facts.json").read_text("utf-8"))))
        return self


TABLES = frozenset({"encoder.word.weight", "encoder.ngram.weight", "encoder.shape.weight"})
ATTRIBUTES = [TAG, POS, MORPH, LEMMA, HEAD, DEP, ENT_IOB, ENT_TYPE]


class Window:
    """A stretch of one text that is read at a time: indices of its words, and what was decided about each."""

    def __init__(self, doc: Doc, words: list[int]) -> None:
        self.doc, self.words = doc, words
        self.heads: Ints = np.zeros(0, np.int64)
        self.answers: dict[str, Ints] = {}


def cut(doc: Doc) -> Iterator[list[int]]:
    """The words of a text in windows, cut where a sentence is likely to end. Line breaks count as words, other white space is left out."""
    words = [t.i for t in doc if not t.is_space or NEWLINE in t.text]
    while len(words) > LONGEST_WINDOW:
        ends = [k for k in range(SHORTEST_CUT, LONGEST_WINDOW) if doc[words[k]].is_space or doc[words[k - 1]].text in ENDS]
        breaks = [k for k in ends if doc[words[k]].is_space]
        at = (breaks or ends or [LONGEST_WINDOW])[-1]
        yield words[:at]
        words = words[at:]
    if words:
        yield words


def sentences(window: Window, starts: NDArray[np.bool_]) -> Iterator[Ints]:
    """Positions in the window of each sentence's words."""
    rows: list[int] = []
    for k, i in enumerate(window.words):
        token = window.doc[i]
        if token.is_space:
            continue
        if rows and (token.sent_start == 1 or (starts[k] and token.sent_start != -1)):
            yield np.array(rows)
            rows = []
        rows.append(k)
    if rows:
        yield np.array(rows)


def trees(scores: Floats, groups: Iterable[Ints]) -> Ints:
    heads = np.arange(len(scores))
    for rows in groups:
        heads[rows] = rows[tree(scores[np.ix_(rows, rows)])]
    return heads

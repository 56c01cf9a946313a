"""The shipped pipeline's one trained component, for spaCy: tags, lemmas, sentences, dependencies and names in one go."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab
from threadpoolctl import threadpool_limits

from sayso.language.decode import Floats, Ints, best_path, tree
from sayso.language.known import hints
from sayso.language.network import LONGEST_WINDOW, REMEMBERED, Network
from sayso.language.spelling import QUOTES, apply_script

SHORTEST_CUT = 64  # a window is cut at a likely sentence end beyond this
WINDOWS_AT_ONCE = 16
SCRIPTS_TRIED = 5  # lemma scripts, likeliest first, before the first is taken in any case
NEWLINE = "\n"
UNCHANGED = frozenset({"NN", "JJ", "RB", "VB", "VBP", "IN", "UH", "CD", "FW"})  # tags of forms that are their own lemma
ENDS, CLOSING = frozenset(".!?…"), frozenset('”"')

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
        self._lemmas: dict[tuple[str, int, int, int], int] = {}
        self._codes: dict[str, NDArray[np.uint64]] = {}

    def use(self, network: Network) -> None:
        self._network = network
        self._codes.clear()
        self._lemmas.clear()

    @property
    def network(self) -> Network:
        if self._network is None:
            raise ValueError("The component sayso_joint has no weights yet: load it from disk.")
        return self._network

    def __call__(self, doc: Doc) -> Doc:
        """Each text is read for itself: what stands beside it in a batch could move the last bits of a sum, and with them a close call."""
        if len(doc):
            windows = [Window(doc, words) for words in cut(doc)]
            with threadpool_limits(1, "blas"):  # small products: more threads only wait for each other, and may round otherwise
                for first in range(0, len(windows), WINDOWS_AT_ONCE):
                    self._read(windows[first : first + WINDOWS_AT_ONCE])
            self._write(doc, windows)
        return doc

    def _read(self, windows: list["Window"]) -> None:
        """Encode a batch of windows and decide everything about their words."""
        net = self.network
        lengths = np.array([len(w.words) for w in windows])
        inside = np.arange(int(lengths.max()))[None, :] < lengths[:, None]
        x = np.zeros((*inside.shape, net.width), np.float32)
        x[inside] = net.vectors([text for w in windows for text in w.texts])
        h = net.encode(x, lengths)[inside]
        starts = net.flat("start", h)[:, 0] > 0
        flat = {name: net.flat(name, h).argmax(-1) for name in ("tag", "pos")}
        flat["morph"] = (net.flat("morph", h) + net.other_pos[flat["pos"]]).argmax(-1)
        flat["lemma"] = np.argsort(-net.flat("lemma", h), -1)[:, :SCRIPTS_TRIED]
        names = net.names(h, np.concatenate([hints(w.texts, net.known) for w in windows]))
        padded = np.zeros((*inside.shape, names.shape[1]), np.float32)
        padded[inside] = names  # behind a window's end all labels are equally good: the path up to it is unchanged
        flat["name"] = best_path(padded, net.penalty)[inside]
        at = 0
        for w in windows:
            rows = slice(at, at + len(w.words))
            at += len(w.words)
            w.answers = {name: values[rows] for name, values in flat.items()}
            w.heads = trees(net.arcs(h[rows]), sentences(w, starts[rows]))
            w.answers["dep"] = net.relations(h[rows], w.heads)

    def _write(self, doc: Doc, windows: list["Window"]) -> None:
        """The answers into the Doc, all at once."""
        strings, code = self.vocab.strings, self._code_tables()
        spaces = np.array([t.i for t in doc if t.is_space], np.int64)
        table = np.zeros((len(doc), len(ATTRIBUTES)), np.uint64)
        table[:] = [strings.add("_SP"), strings.add("SPACE"), self.vocab.morphology.add(""), 0, 0, strings.add("dep"), 2, 0]
        table[spaces, 3] = [doc[int(i)].orth for i in spaces]
        table[spaces, 4] = np.where(spaces > 0, -1, min(1, len(doc) - 1)).astype(np.uint64)  # white space hangs on the word before it
        for w in windows:
            real = ~w.spaces
            here, a = w.words[real], {name: values[real] for name, values in w.answers.items()}
            heads, named = w.words[w.heads[real]], code["name"][a["name"]]
            table[here, 0], table[here, 1], table[here, 2] = code["tag"][a["tag"]], code["pos"][a["morph"]], code["morph"][a["morph"]]
            texts = [text for text, kept in zip(w.texts, real, strict=True) if kept]
            table[here, 3] = list(map(self._lemma, texts, a["pos"].tolist(), a["tag"].tolist(), a["lemma"].tolist()))
            table[here, 4], table[here, 5] = (heads - here).astype(np.uint64), code["dep"][a["dep"]]
            new = np.diff(here, prepend=-2) > 1  # no name runs over a line break or a gap
            table[here, 6] = np.where(named == 0, 2, np.where(new | (code["begins"][a["name"]] == 1), 3, 1))
            table[here, 7] = named
        doc.from_array(ATTRIBUTES, table)  # type: ignore[arg-type]  # its stub knows no unsigned numbers

    def _code_tables(self) -> dict[str, NDArray[np.uint64]]:
        """Label numbers -> numbers of spaCy's string store."""
        if not self._codes:
            add, labels = self.vocab.strings.add, self.network.labels
            morphs = [label.split("|", 1) for label in labels["morph"]]
            codes = {
                "tag": [add(t) for t in labels["tag"]],
                "pos": [add(pos) for pos, _ in morphs],
                "morph": [self.vocab.morphology.add(feats) for _, feats in morphs],
                "dep": [add("ROOT" if d == "root" else d) for d in labels["dep"]],
                "name": [add(name[2:]) if name != "O" else 0 for name in labels["name"]],
                "begins": [int(name.startswith("B-")) for name in labels["name"]],
            }
            self._codes = {name: np.array(values, np.uint64) for name, values in codes.items()}
        return self._codes

    def _lemma(self, form: str, pos_number: int, tag_number: int, scripts: list[int]) -> int:
        """The lemma that the treebanks give this form; for others the form itself, or what the likeliest edit script makes of it."""
        key = (form, pos_number, tag_number, scripts[0])
        if (number := self._lemmas.get(key)) is None:
            if len(self._lemmas) > REMEMBERED:
                self._lemmas.clear()
            labels = self.network.labels
            lemma = self._find_lemma(form, labels["pos"][pos_number], labels["tag"][tag_number], [labels["lemma"][n] for n in scripts])
            number = self._lemmas[key] = self.vocab.strings.add(lemma)
        return number

    def _find_lemma(self, form: str, pos: str, tag: str, scripts: list[str]) -> str:
        net, plain = self.network, form.translate(QUOTES)
        made = [apply_script(form, script) for script in scripts]
        proper = tag in {"NNP", "NNPS"}
        forms = (plain, plain.lower()) if pos == "PROPN" or proper else (plain.lower(), plain)
        for f in forms:
            if known := net.lemmas.get(f"{f}|{pos}|{tag}") or net.lemmas.get(f"{f}|{pos}"):
                several = known.split(" ")
                return several[0] if len(several) == 1 else next((m for m in made if m in several), several[0])
        if tag == "NNP":
            return form.capitalize() if form.islower() else form
        if tag in UNCHANGED:
            return form if form.isupper() and len(form) > 1 else form.lower()
        tried = [m for m, script in zip(made, scripts, strict=True) if not script.startswith("=")]  # those with = are of known forms
        return next((t for t in tried if len(t) > 1 and t.lower() in net.vocabulary), (tried or [form])[0] or form)

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
ATTRIBUTES = ["TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE"]


class Window:
    """A stretch of one text that is read at a time: indices of its words, and what was decided about each."""

    def __init__(self, doc: Doc, words: list[int]) -> None:
        tokens = [doc[i] for i in words]
        self.words = np.array(words)
        self.spaces = np.array([t.is_space for t in tokens])
        self.texts = [NEWLINE if t.is_space else t.text for t in tokens]
        self.bound = [t.sent_start for t in tokens]  # 1: starts a sentence, -1: must not, 0: who knows
        self.heads: Ints = np.zeros(0, np.int64)
        self.answers: dict[str, Ints] = {}


def cut(doc: Doc) -> Iterator[list[int]]:
    """The words of a text in windows, cut where a sentence is likely to end. Line breaks count as words, other white space is left out."""
    kept = [(t.i, t.text) for t in doc if not t.is_space or NEWLINE in t.text]
    while len(kept) > LONGEST_WINDOW:
        breaks = [k for k in range(SHORTEST_CUT, LONGEST_WINDOW) if NEWLINE in kept[k][1]]
        ends = [k for k in range(SHORTEST_CUT, LONGEST_WINDOW) if ends_sentence([text for _, text in kept[k - 2 : k + 1]])]
        at = (breaks or ends or [LONGEST_WINDOW])[-1]
        yield [i for i, _ in kept[:at]]
        kept = kept[at:]
    if kept:
        yield [i for i, _ in kept]


def ends_sentence(words: list[str]) -> bool:
    """Of three words in a row: may a sentence end behind the second? Behind `."` and behind `.` alone, but not behind `said "`."""
    before, last, behind = words
    return before in ENDS if last in CLOSING else last in ENDS and behind not in CLOSING


def sentences(window: Window, starts: NDArray[np.bool_]) -> Iterator[Ints]:
    """Positions in the window of each sentence's words."""
    rows: list[int] = []
    for k, bound in enumerate(window.bound):
        if window.spaces[k]:
            continue
        if rows and (bound == 1 or (starts[k] and bound != -1)):
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

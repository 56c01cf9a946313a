"""Train tags, morphology, lemmas, sentence starts, names and dependencies together on top of the pretrained encoder.

Usage: python joint.py WORK_DIR CORPORA_DIR [--epochs 14] [--threads 1]      needs WORK_DIR/encoder.pt (pretrain.py)

Dependencies: deep biaffine attention (Dozat and Manning 2017) over the tokens of one sentence; a root points at itself.
Lemmas: one of a few hundred edit scripts (strip so many letters, add these). Writes WORK_DIR/joint.pt after each epoch that is best, and
WORK_DIR/joint-state.pt after each, from which a killed run goes on.
"""

import argparse
import random
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

import corpus
import names
from encoder import Encoder, Size, drop, features
from known import known_names
from sayso.language.decode import allowed, best_path
from sayso.language.known import COLUMNS, hints
from sayso.language.spelling import NGRAMS, QUOTES

NAME_WIDTH = 128
WINDOW_WORDS = 140  # running text of a few sentences: what the encoder was taught on
BATCH_WORDS = 1200
HEADS = ("tag", "pos", "morph", "lemma", "name", "dep")


def lemma_script(form: str, lemma: str) -> str:
    """`studies` -> `study`: "l3+y" (lower-case, strip three letters, add y); a lemma with no common start is its own script."""
    lower = form.lower()
    case, base = ("k", form) if not lemma.islower() and form[:1] == lemma[:1] and form != lower else ("l", lower)
    common = 0
    while common < min(len(base), len(lemma)) and base[common] == lemma[common]:
        common += 1
    if common == 0:
        return f"={lemma}"
    return f"{case}{len(base) - common}+{lemma[common:]}"


@dataclass
class Window:
    """Running text of a few sentences, as numbers."""

    words: list[str]
    start: np.ndarray  # 1 where a sentence starts
    head: np.ndarray  # index in the window; itself for a root
    sentence: np.ndarray  # number of the sentence in the window
    labels: dict[str, np.ndarray]
    hints: np.ndarray  # (words, 3 * COLUMNS): what our tables of names say


@dataclass
class Tables:
    """Numbers of the labels, and the names that we know."""

    ids: dict[str, dict[str, int]]
    known: dict[str, int]


def windows(sentences: list[corpus.Sentence], tables: Tables, rng: random.Random | None, *, augment: bool = False) -> list[Window]:
    """Cut the documents into windows; with `rng` at other places each time, and with `augment` some of them changed (corpus.py)."""
    out: list[Window] = []
    group: list[corpus.Sentence] = []
    limit = WINDOW_WORDS

    def flush() -> None:
        if group:
            out.append(window(corpus.augmented(group, rng) if rng and augment else group, tables))
            group.clear()

    for s in sentences:
        if group and (s.document != group[0].document or sum(len(g.tokens) for g in group) + len(s.tokens) > limit):
            flush()
            limit = rng.randint(20, WINDOW_WORDS) if rng else WINDOW_WORDS
        group.append(s)
    flush()
    return out


def window(group: list[corpus.Sentence], tables: Tables) -> Window:
    words, start, head, sentence = [], [], [], []
    labels: dict[str, list[int]] = {h: [] for h in HEADS}
    for n, s in enumerate(group):
        if n and s.new_paragraph:
            words.append("\n")
            start.append(0)
            head.append(len(words) - 1)
            sentence.append(-1)
            for h in HEADS:
                labels[h].append(-100)
        base = len(words)
        for i, t in enumerate(s.tokens):
            words.append(t.form)
            start.append(int(i == 0))
            head.append(base + t.head)
            sentence.append(n)
            for h, value in named(t).items():
                labels[h].append(tables.ids[h].get(value, -100))
    numbers = {h: np.array(v) for h, v in labels.items()}
    return Window(words, np.array(start), np.array(head), np.array(sentence), numbers, hints(words, tables.known))


def known_lemmas(sentences: list[corpus.Sentence]) -> dict[str, str]:
    """ "form|POS", and "form|POS|TAG" where that says otherwise, -> its lemma, or several ("be have" for `'s`), the commonest first.

    A capital is kept only where no lower-case form with that part of speech was seen.
    """
    counts: dict[str, Counter[str]] = {}
    for s in sentences:
        for i, t in enumerate(s.tokens):
            form = t.form if t.pos == "PROPN" or (i and t.form != t.form.lower()) else t.form.lower()
            for key in (f"{form.translate(QUOTES)}|{t.pos}", f"{form.translate(QUOTES)}|{t.pos}|{t.tag}"):
                counts.setdefault(key, Counter())[t.lemma] += 1
    out: dict[str, str] = {}
    for key, c in sorted(counts.items()):
        usual = sorted((lemma for lemma in c if c[lemma] >= 0.05 * c.total() and " " not in lemma), key=lambda lemma: (-c[lemma], lemma))
        text = " ".join(usual) or min(c)
        if key.count("|") == 1 or out.get(key.rsplit("|", 1)[0]) != text:
            out[key] = text
    return out


def named(t: corpus.Token) -> dict[str, str]:
    return {"tag": t.tag, "pos": t.pos, "morph": f"{t.pos}|{t.morph}", "lemma": lemma_script(t.form, t.lemma), "name": t.name, "dep": t.dep}


class Joint(nn.Module):
    def __init__(self, encoder: Encoder, sizes: dict[str, int], arc: int = 192, rel: int = 64) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.size.width
        self.flat = nn.ModuleDict({h: nn.Linear(width, sizes[h]) for h in HEADS if h not in {"dep", "name"}})
        self.name_in, self.name_out = nn.Linear(width + 3 * COLUMNS, NAME_WIDTH), nn.Linear(NAME_WIDTH, sizes["name"])
        self.start = nn.Linear(width, 1)
        self.arc_head, self.arc_dep = nn.Linear(width, arc), nn.Linear(width, arc)
        self.rel_head, self.rel_dep = nn.Linear(width, rel), nn.Linear(width, rel)
        self.arc = nn.Parameter(torch.zeros(arc, arc))
        self.arc_bias = nn.Parameter(torch.zeros(arc))
        self.rel = nn.Parameter(torch.zeros(sizes["dep"], rel, rel))
        self.rel_flat = nn.Linear(2 * rel, sizes["dep"])

    def forward(self, x: Tensor, mask: Tensor, dropout: float) -> Tensor:
        return drop(self.encoder(x, mask, dropout), dropout, self.training)

    def names(self, h: Tensor, hints: Tensor, dropout: float) -> Tensor:
        """(batch, time, width), (batch, time, 3 * COLUMNS) -> (batch, time, labels)."""
        return self.name_out(drop(F.relu(self.name_in(torch.cat((h, hints.to(h.dtype)), -1))), dropout, self.training)).float()

    def arcs(self, h: Tensor, same: Tensor, dropout: float) -> Tensor:
        """(batch, time, width) -> (batch, time, time) scores of each word's head; `same`: the two stand in one sentence."""
        d = drop(F.relu(self.arc_dep(h)), dropout, self.training)
        g = drop(F.relu(self.arc_head(h)), dropout, self.training)
        return ((d @ self.arc.to(d.dtype) + self.arc_bias.to(d.dtype)) @ g.transpose(1, 2)).float().masked_fill(~same, -1e4)

    def relations(self, h: Tensor, heads: Tensor, dropout: float) -> Tensor:
        d = drop(F.relu(self.rel_dep(h)), dropout, self.training)
        g = drop(F.relu(self.rel_head(h)), dropout, self.training)
        g = torch.gather(g, 1, heads[..., None].expand(-1, -1, g.shape[-1]))
        labels, size = self.rel.shape[:2]
        left = (d @ self.rel.to(d.dtype).permute(1, 0, 2).reshape(size, -1)).unflatten(-1, (labels, size))
        return (left * g[:, :, None]).sum(-1).float() + self.rel_flat(torch.cat((d, g), -1)).float()


class Features:
    """Word -> feature rows, remembered."""

    def __init__(self, vocabulary: dict[str, int], size: Size) -> None:
        self.vocabulary, self.size, self.known = vocabulary, size, {}

    def __call__(self, batch: list[Window], longest: int, device: torch.device) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        index: dict[str, int] = {"": 0}
        where = np.zeros((len(batch), longest), np.int64)
        for b, w in enumerate(batch):
            for t, word in enumerate(w.words):
                where[b, t] = index.setdefault(word, len(index))
        words, grams, shapes = np.zeros(len(index), np.int64), np.zeros((len(index), NGRAMS), np.int64), np.zeros(len(index), np.int64)
        for word, n in index.items():
            if word not in self.known:
                self.known[word] = features(word, self.vocabulary, self.size)
            words[n], rows, shapes[n] = self.known[word]
            grams[n, : len(rows)] = rows
        return tuple(torch.from_numpy(a).to(device) for a in (words, grams, shapes, where))  # type: ignore[return-value]


def batches(ws: list[Window], rng: random.Random | None) -> list[list[Window]]:
    order = sorted(ws, key=lambda w: len(w.words) + (rng.random() * 20 if rng else 0))
    out: list[list[Window]] = [[]]
    for w in order:
        if out[-1] and (len(out[-1]) + 1) * len(w.words) > BATCH_WORDS:
            out.append([])
        out[-1].append(w)
    if rng:
        rng.shuffle(out)
    return out


def padded(arrays: list[np.ndarray], longest: int, fill: int) -> Tensor:
    out = np.full((len(arrays), longest), fill, np.int64)
    for i, a in enumerate(arrays):
        out[i, : len(a)] = a
    return torch.from_numpy(out)


def run(
    model: Joint, feats: Features, batch: list[Window], device: torch.device, *, dropout: float = 0.0, word_dropout: float = 0.0
) -> tuple[Tensor, Tensor]:
    longest = max(len(w.words) for w in batch)
    words, grams, shapes, where = feats(batch, longest, device)
    if word_dropout:
        words = torch.where(torch.rand(words.shape, device=device) < word_dropout, 0, words)
    mask = padded([np.ones(len(w.words), np.int64) for w in batch], longest, 0).bool().to(device)
    x = model.encoder.embed(words, grams, shapes)[where]
    if word_dropout:
        x = torch.where((torch.rand(mask.shape, device=device) < 0.03)[..., None], model.encoder.mask.to(x.dtype), x)
    return model(drop(x, dropout, model.training), mask, dropout), mask


def hints_of(batch: list[Window], longest: int) -> Tensor:
    out = np.zeros((len(batch), longest, 3 * COLUMNS), np.float32)
    for b, w in enumerate(batch):
        out[b, : len(w.words)] = w.hints
    return torch.from_numpy(out)


def loss_of(model: Joint, h: Tensor, batch: list[Window], mask: Tensor, dropout: float) -> Tensor:
    longest, device = h.shape[1], h.device
    sentence = padded([w.sentence for w in batch], longest, -1).to(device)
    heads = padded([w.head for w in batch], longest, 0).to(device)
    real = mask & (sentence >= 0)
    total = F.binary_cross_entropy_with_logits(
        model.start(h).squeeze(-1).float()[real], padded([w.start for w in batch], longest, 0).float().to(device)[real]
    )
    for name, layer in model.flat.items():
        gold = padded([w.labels[name] for w in batch], longest, -100).to(device)
        total = total + F.cross_entropy(layer(h)[real].float(), gold[real], ignore_index=-100, label_smoothing=0.03)
    gold = padded([w.labels["name"] for w in batch], longest, -100).to(device)
    total = total + F.cross_entropy(model.names(h, hints_of(batch, longest).to(device), dropout)[real], gold[real], ignore_index=-100)
    same = (sentence[:, :, None] == sentence[:, None, :]) & real[:, None, :]
    total = total + 1.5 * F.cross_entropy(model.arcs(h, same, dropout)[real], heads[real])
    gold = padded([w.labels["dep"] for w in batch], longest, -100).to(device)
    return total + F.cross_entropy(model.relations(h, heads, dropout)[real], gold[real], ignore_index=-100)


@torch.no_grad()
def evaluate(model: Joint, feats: Features, ws: list[Window], device: torch.device) -> dict[str, float]:
    """On gold tokens, with predicted sentences (arcs over them); punctuation left out of UAS and LAS."""
    model.eval()
    hits: Counter[str] = Counter()
    punct = DEPS.get("punct")
    for batch in batches(ws, None):
        with torch.autocast(device.type, torch.bfloat16):
            h, _ = run(model, feats, batch, device)
            longest = h.shape[1]
            starts = (model.start(h).squeeze(-1) > 0).cpu().numpy()
            sentence = np.full((len(batch), longest), -1)
            for b, w in enumerate(batch):
                newline = False
                n = -1
                for t, word in enumerate(w.words):
                    if word == "\n":
                        newline = True
                        continue
                    if starts[b, t] or newline or n < 0:
                        n += 1
                        predicted = True
                    else:
                        predicted = False
                    newline = False
                    sentence[b, t] = n
                    hits["start"] += predicted and bool(w.start[t])
                    hits["start gold"] += bool(w.start[t])
                    hits["start said"] += predicted
            s = torch.from_numpy(sentence).to(device)
            arcs = model.arcs(h, (s[:, :, None] == s[:, None, :]) & (s[:, None, :] >= 0), 0.0)
            heads = arcs.argmax(-1)
            rels = model.relations(h, heads, 0.0).argmax(-1).cpu().numpy()
            flat = {name: layer(h).argmax(-1).cpu().numpy() for name, layer in model.flat.items()}
            flat["name"] = best_path(model.names(h, hints_of(batch, longest).to(device), 0.0).cpu().numpy(), allowed(NAMES))
        heads = heads.cpu().numpy()
        for b, w in enumerate(batch):
            n = len(w.words)
            real = w.sentence >= 0
            for name, guess in flat.items():
                gold = w.labels[name]
                hits[name] += int(((guess[b, :n] == gold) & real).sum())
            hits["all"] += int(real.sum())
            scored = real & (w.labels["dep"] != punct)
            right = (heads[b, :n] == w.head) & scored
            hits["uas"] += int(right.sum())
            hits["las"] += int((right & (rels[b, :n] == w.labels["dep"])).sum())
            hits["scored"] += int(scored.sum())
            for kind, found in (("gold", w.labels["name"]), ("said", flat["name"][b, :n])):
                w_spans = spans(found)
                hits[f"name {kind}"] += len(w_spans)
                if kind == "said":
                    hits["name right"] += len(w_spans & spans(w.labels["name"]))
    model.train()
    f1 = 2 * hits["start"] / (hits["start gold"] + hits["start said"])
    ner = 2 * hits["name right"] / max(1, hits["name gold"] + hits["name said"])
    out = {name: hits[name] / hits["all"] for name in ("tag", "pos", "morph", "lemma")}
    return {**out, "starts": f1, "names": ner, "UAS": hits["uas"] / hits["scored"], "LAS": hits["las"] / hits["scored"]}


NAMES: list[str] = []
DEPS: dict[str, int] = {}


def spans(labels: np.ndarray) -> set[tuple[int, int, str]]:
    found, start, kind = set(), -1, ""
    for i in range(len(labels) + 1):
        label = NAMES[labels[i]] if i < len(labels) and labels[i] >= 0 else "O"
        if start >= 0 and not (label.startswith("I-") and label[2:] == kind):
            if kind in names.SCORED:
                found.add((start, i, names.SCORED[kind]))
            start = -1
        if label != "O" and start < 0:
            start, kind = i, label[2:]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--dropout", type=float, default=0.2)
    parser.add_argument("--every", type=int, default=1, help="score the dev sets after every so many epochs")
    parser.add_argument("--start", type=Path, help="go on from this joint.pt instead of fresh heads")
    parser.add_argument("--plain", action="store_true", help="without the augmentation for news, to see what it is worth")
    parser.add_argument("--fresh", action="store_true", help="start from random weights, to see what pretraining is worth")
    args = parser.parse_args()
    torch.manual_seed(7)
    torch.set_num_threads(args.threads)
    rng = random.Random(7)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    stored = torch.load(args.work / "encoder.pt", map_location=device)
    size = Size(**stored["size"])
    encoder = Encoder(size)
    if not args.fresh:
        encoder.load_state_dict(stored["encoder"])
    train = [corpus.refined(s) for s in corpus.treebank(args.corpora, "train")]
    counts: dict[str, Counter[str]] = {h: Counter() for h in HEADS}
    for s in train:
        for t in s.tokens:
            for h, value in named(t).items():
                counts[h][value] += 1
    labels = {h: [v for v, n in sorted(c.items()) if n >= (3 if h in {"lemma", "morph"} else 1)] for h, c in counts.items()}
    ids = {h: {v: n for n, v in enumerate(vs)} for h, vs in labels.items()}
    tables = Tables(ids, known_names(args.corpora))
    lemmas = known_lemmas(train)
    NAMES.extend(labels["name"])
    DEPS.update(ids["dep"])
    feats = Features(stored["vocabulary"], size)
    model = Joint(encoder, {h: len(v) for h, v in labels.items()}).to(device)
    if args.start:
        model.load_state_dict(torch.load(args.start, map_location=device)["model"])
    tests = {name: windows(sentences, tables, None) for name, sentences in corpus.dev(args.corpora).items()}
    rows_ = {id(p) for table in (encoder.word, encoder.ngram) for p in table.parameters()}
    pretrained = {id(p) for p in encoder.parameters()} - rows_
    # learnt from raw text: the layers move with half the rate, and the tables, of which the treebanks show few rows, with less
    groups = [
        {"params": [p for p in model.parameters() if id(p) in rows_], "scale": 1.0 if args.fresh else 0.2, "weight_decay": 0.0},
        {"params": [p for p in model.parameters() if id(p) in pretrained], "scale": 1.0 if args.fresh else 0.5},
        {"params": [p for p in model.parameters() if id(p) not in pretrained | rows_], "scale": 1.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=args.rate, betas=(0.9, 0.99), weight_decay=0.01, fused=True)
    steps = args.epochs * len(batches(windows(train, tables, random.Random(0)), random.Random(0)))
    step, first, best, began = 0, 0, 0.0, time.monotonic()
    state = args.work / "joint-state.pt"
    if state.exists():
        kept = torch.load(state, map_location=device, weights_only=False)
        model.load_state_dict(kept["model"])
        optimizer.load_state_dict(kept["optimizer"])
        step, first, best = kept["step"], kept["epoch"], kept["best"]
        rng.setstate(kept["rng"])
        torch.set_rng_state(kept["torch"].cpu())
    for epoch in range(first, args.epochs):
        losses = []
        for batch in batches(windows(train, tables, rng, augment=not args.plain), rng):
            now = args.rate * min(1.0, (step + 1) / 200) * max(0.01, 1 - step / steps)
            for group in optimizer.param_groups:
                group["lr"] = now * group["scale"]
            with torch.autocast(device.type, torch.bfloat16):
                h, mask = run(model, feats, batch, device, dropout=args.dropout, word_dropout=0.1)
                loss = loss_of(model, h, batch, mask, args.dropout)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            optimizer.step()
            losses.append(loss.item())
            step += 1
        shown = ""
        if (epoch + 1) % args.every == 0 or epoch + 1 == args.epochs:
            scores = {name: evaluate(model, feats, ws, device) for name, ws in tests.items()}
            shown = "  ".join(f"{name}: " + " ".join(f"{k} {100 * v:.1f}" for k, v in s.items()) for name, s in scores.items())
            if (mean := float(np.mean([s["LAS"] for s in scores.values()]))) > best:
                best = mean
                facts = {
                    "size": stored["size"],
                    "vocabulary": stored["vocabulary"],
                    "labels": labels,
                    "lemmas": lemmas,
                    "known": tables.known,
                }
                torch.save({**facts, "model": model.state_dict()}, args.work / "joint.pt")
        print(f"epoch {epoch + 1} loss {np.mean(losses):.3f} {time.monotonic() - began:.0f} s  {shown}", flush=True)
        now = {"step": step, "epoch": epoch + 1, "best": best, "rng": rng.getstate(), "torch": torch.get_rng_state()}
        torch.save({**now, "model": model.state_dict(), "optimizer": optimizer.state_dict()}, f"{state}.part")
        Path(f"{state}.part").rename(state)


if __name__ == "__main__":
    main()

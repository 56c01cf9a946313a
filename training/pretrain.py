"""Teach the encoder English on raw text: guess words that were hidden (masked language modelling, Devlin et al. 2019).

Usage: python pretrain.py WORK_DIR CORPORA_DIR [--steps 6000] [--threads 1]      needs the output of vectors.py

Resumes from WORK_DIR/encoder.pt. The learning rate warms up (again after a resume), stays, and falls over the last fifth of the steps.
Word rows start from the vectors of vectors.py. The text of the treebanks' training sentences is read too: mails, reviews and talk have
words that news has not. A GPU is used where there is one; matrix products run in bfloat16.
"""

import argparse
import time
from array import array
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

import corpus
from encoder import Encoder, Size, features, save
from sayso.language.spelling import NGRAMS, spelling

OUTPUTS = 10_000  # words that can be guessed
WINDOW, BATCH = 128, 48
HIDDEN = 0.25
NEWS_REPEATS = 5  # news is what it is for: its 7 million words are drawn five times as often as their share
TREEBANK_REPEATS = 8  # 0.35 million words
TREEBANKS = ("ewt-train", "gum-train")


def read_corpus(work: Path) -> tuple[np.ndarray, list[str], Counter[str]]:
    """(type number of every word, types, counts of lower-case forms); cached."""
    cache = work / "corpus.npz"
    if cache.exists():
        stored = np.load(cache, allow_pickle=False)
        types = stored["types"].tolist()
        return stored["ids"], types, Counter(dict(zip(stored["forms"].tolist(), stored["counts"].tolist(), strict=True)))
    number: dict[str, int] = {}
    forms: Counter[str] = Counter()
    ids = array("i")
    with (work / "tokens.txt").open(encoding="utf-8") as lines:
        for line in lines:
            words = [w[:40] for w in line.split()]
            forms.update(w.lower() for w in words)
            ids.extend(number.setdefault(w, len(number)) for w in words)
    common = forms.most_common(100_000)
    np.savez(
        cache,
        ids=np.array(ids, np.int32),
        types=np.array(list(number)),
        forms=np.array([f for f, _ in common]),
        counts=np.array([c for _, c in common]),
    )
    return read_corpus(work)


def with_treebanks(ids: np.ndarray, types: list[str], parsing: Path) -> tuple[np.ndarray, list[str]]:
    """The words of the treebanks' training sentences behind those of the raw text."""
    number = {w: n for n, w in enumerate(types)}
    more = array("i")
    for name in TREEBANKS:
        for sentence in corpus.read_conllu(parsing / f"{name}.conllu.xz"):
            more.extend(number.setdefault(spelling(t.form), len(number)) for t in sentence.tokens)
    return np.concatenate([ids, np.array(more, np.int32)]), list(number)


def feature_table(types: list[str], vocabulary: dict[str, int], size: Size) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    words, grams, shapes = np.zeros(len(types), np.int32), np.zeros((len(types), NGRAMS), np.int32), np.zeros(len(types), np.int32)
    for i, word in enumerate(types):
        words[i], rows, shapes[i] = features(word, vocabulary, size)
        grams[i, : len(rows)] = rows
    return torch.from_numpy(words), torch.from_numpy(grams), torch.from_numpy(shapes)


def start_from_vectors(encoder: Encoder, vocabulary: dict[str, int], path: Path) -> None:
    with np.load(path, allow_pickle=False) as stored:
        row = dict(zip(stored["forms"].tolist(), stored["rows"].astype(np.float32), strict=True))
    with torch.no_grad():
        for form, number in vocabulary.items():
            if (vector := row.get(form)) is not None:
                encoder.word.weight[number, : len(vector)] = torch.from_numpy(3 * vector / (np.linalg.norm(vector) + 1e-6))


def rate(step: int, first: int, steps: int, top: float) -> float:
    if step < first + 200:
        return top * (step - first + 1) / 200
    return top * min(1.0, max(0.02, (steps - step) / (0.2 * steps)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    args = parser.parse_args()
    torch.manual_seed(7)
    torch.set_num_threads(args.threads)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    size = Size()
    raw, types, forms = read_corpus(args.work)
    ids, types = with_treebanks(raw, types, args.corpora / "parsing")
    vocabulary = {form: n for n, (form, _) in enumerate(forms.most_common(size.words - 1), 1)}
    words, grams, shapes = (t.to(device) for t in feature_table(types, vocabulary, size))
    encoder, head = Encoder(size).to(device), torch.nn.Linear(size.width, OUTPUTS).to(device)
    optimizer = torch.optim.AdamW(
        [*encoder.parameters(), *head.parameters()], lr=args.rate, betas=(0.9, 0.98), weight_decay=0.01, fused=True
    )
    checkpoint, first = args.work / "encoder.pt", 0
    if checkpoint.exists():
        stored = torch.load(checkpoint, map_location=device)
        encoder.load_state_dict(stored["encoder"])
        head.load_state_dict(stored["head"])
        optimizer.load_state_dict(stored["optimizer"])
        first = stored["step"]
    else:
        start_from_vectors(encoder, vocabulary, args.work / "vectors.npz")
    news = int(len(raw) * 0.123)  # the news corpus comes first in the token file: 7.2 of 58 million words
    starts = np.concatenate(
        [
            np.tile(np.arange(0, news - WINDOW, WINDOW), NEWS_REPEATS),
            np.arange(news, len(raw) - WINDOW, WINDOW),
            np.tile(np.arange(len(raw), len(ids) - WINDOW, WINDOW), TREEBANK_REPEATS),
        ]
    )
    began, losses = time.monotonic(), []
    for step in range(first, args.steps):
        rng = np.random.default_rng((7, step))  # each step's batch depends on its number alone, so a resumed run is the same run
        picked = starts[rng.integers(len(starts), size=BATCH)] + rng.integers(WINDOW)
        batch = torch.from_numpy(np.stack([ids[s : s + WINDOW] for s in np.minimum(picked, len(ids) - WINDOW)])).long().to(device)
        for group in optimizer.param_groups:
            group["lr"] = rate(step, first, args.steps, args.rate)
        unique, where = torch.unique(batch, return_inverse=True)
        target = words[batch].long()
        hidden = torch.from_numpy(rng.random(batch.shape) < HIDDEN).to(device) & (target < OUTPUTS) & (target > 0)
        keep = torch.from_numpy(rng.random(batch.shape) < 0.1).to(device)
        with torch.autocast(device.type, torch.bfloat16):
            x = encoder.embed(words[unique], grams[unique], shapes[unique])[where]
            x = torch.where((hidden & ~keep)[..., None], encoder.mask.to(x.dtype), x)
            loss = F.cross_entropy(head(encoder(x)[hidden]), target[hidden])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
        optimizer.step()
        losses.append(loss.item())
        if (step + 1) % 50 == 0:
            speed = (step + 1 - first) * WINDOW * BATCH / (time.monotonic() - began)
            print(f"step {step + 1} of {args.steps} loss {np.mean(losses[-50:]):.3f} {speed:.0f} words/s", flush=True)
        if (step + 1) % 250 == 0 or step + 1 == args.steps:
            save(f"{checkpoint}.part", encoder, vocabulary, head=head.state_dict(), optimizer=optimizer.state_dict(), step=step + 1)
            Path(f"{checkpoint}.part").rename(checkpoint)


if __name__ == "__main__":
    main()

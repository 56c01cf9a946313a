"""Teach the name finder's head anew on top of the finished network, which stays as it is: it needs more passes than the rest does.

Usage: python name_head.py WORK_DIR CORPORA_DIR [--epochs 8] [--threads 1]      needs WORK_DIR/joint.pt (joint.py), and rewrites it

The network's vectors of the treebanks' words are worked out once, so a pass takes seconds.
"""

import argparse
import random
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

import corpus
import joint
from encoder import Encoder, Size
from sayso.language.decode import allowed, best_path

Rows = list[tuple[Tensor, Tensor, Tensor]]  # per window: vectors (words, width), hints, labels
BATCH = 12
TOP = 2e-3


@torch.no_grad()
def rows_of(model: joint.Joint, feats: joint.Features, windows: list[joint.Window]) -> Rows:
    rows: Rows = []
    for batch in joint.batches(windows, None):
        with torch.autocast("cpu", torch.bfloat16):
            h, _ = joint.run(model, feats, batch, torch.device("cpu"))
        for b, w in enumerate(batch):
            rows.append((h[b, : len(w.words)].bfloat16(), torch.from_numpy(w.hints), torch.from_numpy(w.labels["name"])))
    return rows


@torch.no_grad()
def score(model: joint.Joint, rows: Rows) -> float:
    """F1 of PER, ORG and places, by whole spans."""
    model.eval()
    penalty, gold, said, right = allowed(joint.NAMES), 0, 0, 0
    for h, hints, labels in rows:
        path = best_path(model.names(h.float()[None], hints[None], 0.0).numpy(), penalty)[0]
        want, got = joint.spans(labels.numpy()), joint.spans(path)
        gold, said, right = gold + len(want), said + len(got), right + len(want & got)
    return 2 * right / max(1, gold + said)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.manual_seed(7)
    torch.set_num_threads(args.threads)
    rng = random.Random(7)
    stored = torch.load(args.work / "joint.pt", map_location="cpu")
    size, labels = Size(**stored["size"]), stored["labels"]
    tables = joint.Tables({h: {v: n for n, v in enumerate(vs)} for h, vs in labels.items()}, stored["known"])
    joint.NAMES.extend(labels["name"])
    model = joint.Joint(Encoder(size), {h: len(v) for h, v in labels.items()})
    model.load_state_dict(stored["model"])
    model.eval()
    feats = joint.Features(stored["vocabulary"], size)
    train = [corpus.refined(s) for s in corpus.treebank(args.corpora, "train")]
    rows = rows_of(model, feats, joint.windows(train, tables, rng))
    rows += rows_of(model, feats, joint.windows(train, tables, rng, augment=True))
    tests = {n: rows_of(model, feats, joint.windows(s, tables, None)) for n, s in corpus.dev(args.corpora).items()}
    head = [model.name_in, model.name_out]
    for layer in head:
        layer.reset_parameters()
    optimizer = torch.optim.AdamW([p for layer in head for p in layer.parameters()], lr=TOP, weight_decay=0.01)
    step, steps = 0, args.epochs * (len(rows) // BATCH + 1)
    for epoch in range(args.epochs):
        model.train()
        rng.shuffle(rows)
        losses = []
        for first in range(0, len(rows), BATCH):
            h, hints, gold = (torch.cat(column) for column in zip(*rows[first : first + BATCH], strict=True))
            for group in optimizer.param_groups:
                group["lr"] = TOP * max(0.02, 1 - step / steps)
            scores = model.names(F.dropout(h.float(), 0.2)[None], hints[None], 0.2)[0]
            loss = F.cross_entropy(scores, gold, ignore_index=-100)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            step += 1
        shown = " ".join(f"{name} {100 * score(model, test):.1f}" for name, test in tests.items())
        print(f"epoch {epoch + 1} loss {np.mean(losses):.3f} names {shown}", flush=True)
    torch.save({**stored, "model": model.state_dict()}, args.work / "joint.pt")


if __name__ == "__main__":
    main()

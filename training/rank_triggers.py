"""Train the ranker of trigger candidates: logistic regression on annotated articles. See src/sayso/reports/ranker.py.

    python training/rank_triggers.py GOLD_DIR [--model PIPELINE] [--out src/sayso/lexicons/data/triggers/ranker.json]

GOLD_DIR holds one JSON file per article (`text`, `published`, `events` with `trigger` spans and `type`). A candidate is right where
an event of its type has a trigger that overlaps with its own, or else stands in the same sentence (one candidate for one event).
Penalty and threshold are chosen by five-fold cross-validation over articles; the weights are then fitted on all of them.
The same input gives the same file.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from sayso.language.model import Parser, load_parser
from sayso.language.reading import Reading
from sayso.lexicons.codebook import load_codebook
from sayso.lexicons.triggers import RANKER, load_triggers
from sayso.records import Article
from sayso.reports.doubles import Candidate
from sayso.reports.extract import TriggerReports
from sayso.reports.ranker import NOBODY, features

PENALTIES = (4.0, 8.0, 16.0)
RARE = 2  # features seen in fewer candidates carry no weight
SMALL = 0.02  # weights below this are left out of the file
FOLDS = 5
NEARLY = 0.005
WEIGHT = 3  # times that an example of the lexicon counts: it is clear where a real sentence may be mixed
TAG = re.compile(r"</?[art]>")


class Sample:
    """Candidates of one article: their features, whether each is right, and how many events the annotator marked."""

    def __init__(self, rows: list[list[str]], labels: list[bool], gold: int) -> None:
        self.rows, self.labels, self.gold = rows, labels, gold


def sample(reading: Reading, gold: Sequence[dict[str, Any]], stage: TriggerReports) -> Sample:
    company, rows = NOBODY, list[list[str]]()
    candidates: list[Candidate] = []
    for sentence in reading.doc.sents:
        company = company.then(stage.candidates(list(sentence)))
        candidates += company.sentence
        rows += [list(features(c, stage.triggers, company)) for c in company.sentence]
    return Sample(rows, labels(candidates, gold), len(gold))


def examples(stage: TriggerReports, parser: Parser) -> list[Sample]:
    """The lexicon's own good and bad examples: a good one's marked trigger is right; a bad one holds nothing."""
    found = []
    for row in stage.triggers.rows:
        for text, good in [*((e, True) for e in row.good), *((e, False) for e in row.bad)]:
            plain = TAG.sub("", text)
            start = TAG.sub("", text[: text.find("<t>")]) if good else ""
            end = TAG.sub("", text[: text.find("</t>")]) if good else ""
            gold = [{"trigger": [len(start), len(end)], "type": row.type}] if good else []
            found.append(sample(parser(Article(id="example", text=plain)), gold, stage))
    return found * WEIGHT


def labels(candidates: Sequence[Candidate], gold: Sequence[dict[str, Any]]) -> list[bool]:
    spans = [(c.match.tokens[0].idx, c.match.tokens[-1].idx + len(c.match.tokens[-1])) for c in candidates]
    right = [False] * len(candidates)
    left = []
    for event in gold:
        start, end = event["trigger"]
        hits = [n for n, (a, b) in enumerate(spans) if a < end and start < b and candidates[n].type == event["type"] and not right[n]]
        if hits:
            right[hits[0]] = True
        else:
            left.append(event)
    for event in left:
        start = event["trigger"][0]
        near = [
            (abs(spans[n][0] - start), n)
            for n, c in enumerate(candidates)
            if c.type == event["type"] and not right[n] and c.token.sent.start_char <= start < c.token.sent.end_char
        ]
        if near:
            right[min(near)[1]] = True
    return right


def fit(samples: Sequence[Sample], penalty: float, steps: int = 300) -> dict[str, float]:
    """Weights by feature name: L2-penalised logistic regression, full batch, Adam."""
    seen = Counter(f for s in samples for row in s.rows for f in set(row))
    names = sorted(f for f, n in seen.items() if n >= RARE)
    number = {f: n for n, f in enumerate(names)}
    columns = [[number[f] for f in sorted(set(row)) if f in number] for s in samples for row in s.rows]
    y = np.array([label for s in samples for label in s.labels], dtype=float)
    flat = np.array([c for row in columns for c in row])
    row_of = np.repeat(np.arange(len(columns)), [len(row) for row in columns])
    w, m, v = np.zeros(len(names)), np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, steps + 1):
        score = np.bincount(row_of, weights=w[flat], minlength=len(columns))
        error = 1 / (1 + np.exp(-score)) - y
        gradient = np.bincount(flat, weights=error[row_of], minlength=len(names)) + penalty * w
        m, v = 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient**2
        w -= 0.05 * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return dict(zip(names, w.tolist(), strict=True))


def scores(samples: Iterable[Sample], weights: dict[str, float]) -> list[tuple[float, bool]]:
    return [
        (1 / (1 + np.exp(-sum(weights.get(f, 0.0) for f in set(row)))), label)
        for s in samples
        for row, label in zip(s.rows, s.labels, strict=True)
    ]


def best_threshold(scored: list[tuple[float, bool]], gold: int) -> tuple[float, float]:
    """(best F1, lowest threshold whose F1 is as good but for NEARLY): a reader can drop a doubtful report, not find a lost one."""
    curve, right = [], 0
    for n, (p, label) in enumerate(sorted(scored, key=lambda x: -x[0]), 1):
        right += label
        curve.append((2 * right / (n + gold), float(p)))
    best = max(f1 for f1, _ in curve)
    return best, min(p for f1, p in curve if f1 >= best - NEARLY)


def train(samples: Sequence[Sample], own: Sequence[Sample]) -> dict[str, Any]:
    """`samples` are cross-validated; `own` examples are always learned from."""
    gold = sum(s.gold for s in samples)
    tried = []
    for penalty in PENALTIES:
        scored = []
        for fold in range(FOLDS):
            weights = fit([*own, *(s for n, s in enumerate(samples) if n % FOLDS != fold)], penalty)
            scored += scores([s for n, s in enumerate(samples) if n % FOLDS == fold], weights)
        tried.append((*best_threshold(scored, gold), penalty))
        print(f"penalty {penalty}: F1 {tried[-1][0]:.3f} at {tried[-1][1]:.3f}")
    f1, threshold, penalty = max(tried)
    weights = {f: round(w, 2) for f, w in fit([*own, *samples], penalty).items() if abs(w) >= SMALL}
    return {"threshold": round(threshold, 3), "penalty": penalty, "cross_validated_f1": round(f1, 3), "weights": weights}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("gold", type=Path)
    options.add_argument("--model", default=None)
    options.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "src/sayso/lexicons/data/triggers" / RANKER)
    args = options.parse_args()
    parser = load_parser(args.model)
    stage = TriggerReports(replace(load_triggers(), weights={"bias": 0.0}, threshold=0.0), load_codebook())
    samples = []
    for path in sorted(args.gold.glob("*.json")):
        raw = json.loads(path.read_text("utf-8"))
        published = raw.get("published") or ""
        day = date.fromisoformat(published) if len(published) == len("2020-08-16") else None
        samples.append(sample(parser(Article(id=raw["id"], text=raw["text"], published=day)), raw["events"], stage))
    args.out.write_text(json.dumps(train(samples, examples(stage, parser)), indent=0, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()

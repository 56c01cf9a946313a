"""Weights that tell a statement from a mere look-alike, learnt from gold annotations and from our own marked sentences.

Usage: python statements.py GOLD_DIR OUT.json [--l2 4.0] [--model NAME]

GOLD_DIR holds gold files in the form of the scoring contract: a text and its statements with character spans. Every candidate of the
wide search is compared with the gold and described by the features of sayso.statements.ranker; a logistic regression with L2 is fitted by
gradient descent (numpy, no randomness). The threshold is the lowest with an F1 near the best in five-fold cross-validation by
document, whose figures are printed.
"""

import argparse
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from sayso.language.model import Parser, load_parser
from sayso.language.reading import Reading
from sayso.lexicons.cues import CueLexicon, load_cues
from sayso.records import Article, Span, Statement
from sayso.statements.extract import CueStatements, candidates

TABLE = Path(__file__).parents[1] / "tests" / "sentences" / "statements.yaml"
MARK = re.compile(r"<(/?)(who|cue|what)>")
FOLDS = 5
SLACK = 0.003  # of F1 given up for recall: a statement that is missed loses the claimant of all that stands in it
LEAST = 3  # a feature seen less often than this is dropped
Rows = list[tuple[int, list[str], float, bool]]  # document, features, target, is it right


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--table", type=Path, default=TABLE)
    parser.add_argument("--l2", type=float, default=4.0)
    parser.add_argument("--model", default=None)
    args = parser.parse_args()
    golds = [json.loads(p.read_text("utf-8")) for p in sorted(args.gold.glob("*.json"))]
    parse = load_parser(args.model)
    readings = parse.batch(Article(id=g["id"], text=g["text"]) for g in golds)
    rows, total = collect(zip(golds, readings, strict=True))
    rows += own_examples(parse, load_cues(), args.table)
    fit_and_write(rows, total, args.out, args.l2)


def collect(pairs: Any) -> tuple[Rows, int]:
    """Candidates of all documents with their features and whether the gold has them; and the number of gold statements."""
    finder = CueStatements(load_cues(), wide=True)
    rows: Rows = []
    total = 0
    for number, (gold, reading) in enumerate(pairs):
        total += len(gold["statements"])
        rows += [(number, names, y, y == 1) for names, y in described(gold, reading, finder)]
    return rows, total


def own_examples(parse: Parser, cues: CueLexicon, table: Path) -> Rows:
    """The lexicon's good and bad sentences and the tests' table of sentences, so that no row is judged by a handful of gold cases alone."""
    marked = [s for c in cues.cues if not c.wide for s in c.good]
    marked += [s for all_ in yaml.safe_load(table.read_text("utf-8"))["sentences"].values() for s in all_]
    rows: Rows = []
    for sentence in marked:
        text = MARK.sub("", sentence)
        for statement, names in candidates(parse(Article(id="", text=text)), cues):
            shown = spans_marked(sentence)
            if meet(shown["cue"], statement.cue):
                right = dice(shown["what"], statement.content) >= 0.5
                rows.append((-1, list(names), 1.0 if right else 0.5, right))
    for cue in cues.cues:
        for sentence in cue.bad:
            found = candidates(parse(Article(id="", text=sentence)), cues)
            rows += [(-1, list(names), 0.0, False) for statement, names in found if statement.because[0].row == cue.id]
    return rows


def spans_marked(sentence: str) -> dict[str, tuple[Span, ...]]:
    """Where <who>, <cue> and <what> stand in the sentence without its marks."""
    found: dict[str, list[Span]] = {"who": [], "cue": [], "what": []}
    opened: dict[str, int] = {}
    removed = 0
    for mark in MARK.finditer(sentence):
        here = mark.start() - removed
        removed += len(mark.group())
        if mark.group(1):
            found[mark.group(2)].append(Span(opened[mark.group(2)], here))
        opened[mark.group(2)] = here
    return {k: tuple(v) for k, v in found.items()}


def described(gold: dict[str, Any], reading: Reading, finder: CueStatements) -> list[tuple[list[str], float]]:
    """Features of each candidate, and 1 where the gold has it with the same source, 0.5 where its source or content differs, else 0."""
    left = [(list(names), statement) for statement, names in candidates(reading, finder.cues)]
    done: list[tuple[list[str], float]] = []
    for wanted in gold["statements"]:
        scored = [(likeness(wanted, s), n) for n, (_, s) in enumerate(left)]
        best = max((x for x in scored if x[0][0] or x[0][1] >= 0.5), default=None)
        if best is not None:
            (cue, content, source), n = best
            names, _ = left.pop(n)
            done.append((names, 1.0 if cue and content >= 0.5 and source else 0.5))
    return done + [(names, 0.0) for names, _ in left]


def likeness(wanted: dict[str, Any], statement: Statement) -> tuple[bool, float, bool]:
    cue, content, source = (spans(wanted[k]) for k in ("cue", "content", "source"))
    return (
        meet(cue, statement.cue),
        dice(content, statement.content),
        meet(source, statement.source) or (not source and not statement.source),
    )


def spans(pairs: list[list[int]]) -> tuple[Span, ...]:
    return tuple(Span(a, b) for a, b in pairs)


def meet(a: tuple[Span, ...], b: tuple[Span, ...]) -> bool:
    return any(x.overlaps(y) for x in a for y in b)


def dice(a: tuple[Span, ...], b: tuple[Span, ...]) -> float:
    x, y = ({i for s in spans_ for i in range(s.start, s.end)} for spans_ in (a, b))
    return 2 * len(x & y) / (len(x) + len(y)) if x or y else 1.0


def fit_and_write(rows: Rows, total: int, out: Path, l2: float) -> None:
    held_out = np.zeros(len(rows))
    for fold in range(FOLDS):
        learn = [r for r in rows if r[0] < 0 or r[0] % FOLDS != fold]
        weights = fit(learn, l2)
        for n, row in enumerate(rows):
            if row[0] >= 0 and row[0] % FOLDS == fold:
                held_out[n] = 1 / (1 + np.exp(-sum(weights.get(f, 0.0) for f in row[1])))
    from_gold = np.array([r[0] >= 0 for r in rows])
    right = np.array([r[3] for r in rows]) & from_gold
    curve = [(f1(right, from_gold & (held_out >= t), total), float(t)) for t in np.arange(0.1, 0.9, 0.01)]
    top = max(x[0][2] for x in curve)
    best = next(x for x in curve if x[0][2] >= top - SLACK)
    print("all candidates     P {:.3f} R {:.3f} F1 {:.3f}".format(*f1(right, from_gold, total)))
    print("held out at {:.2f}   P {:.3f} R {:.3f} F1 {:.3f}".format(best[1], *best[0]))
    weights = {f: round(w, 3) for f, w in sorted(fit(rows, l2).items()) if abs(w) >= 0.02}
    record = {
        "schema": "cue-ranker/1",
        "source": "gold annotations and our own examples, training/statements.py",
        "threshold": round(float(best[1]), 2),
    }
    lines = ",\n".join(f"  {json.dumps(f, ensure_ascii=False)}: {w}" for f, w in weights.items())
    head = json.dumps(record, ensure_ascii=False)[:-1]
    out.write_text(f'{head}, "weights": {{\n{lines}\n}}}}\n', "utf-8", newline="\n")
    print(len(weights), "weights")


def f1(right: Any, kept: Any, total: int) -> tuple[float, float, float]:
    tp = int((right & kept).sum())
    p, r = tp / max(int(kept.sum()), 1), tp / max(total, 1)
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def fit(rows: Rows, l2: float, steps: int = 400) -> dict[str, float]:
    """Logistic regression by full-batch gradient descent with Nesterov momentum; features seen fewer than LEAST times are dropped."""
    counts = Counter(f for r in rows for f in set(r[1]))
    index = {f: n for n, f in enumerate(sorted(f for f, c in counts.items() if c >= LEAST))}
    where = [np.array(sorted({index[f] for f in r[1] if f in index})) for r in rows]
    y = np.array([r[2] for r in rows])
    at = np.concatenate(where)
    row_of = np.repeat(np.arange(len(rows)), [len(w) for w in where])
    penalty = np.full(len(index), l2)
    penalty[index["bias"]] = 0.0
    w, v = np.zeros(len(index)), np.zeros(len(index))
    curvature = np.bincount(at, minlength=len(index)) * 2.5 + penalty  # a diagonal bound makes rare features move as fast as common ones
    rate = 1.0 / curvature
    for _ in range(steps):
        ahead = w + 0.9 * v
        p = 1 / (1 + np.exp(-np.bincount(row_of, weights=ahead[at], minlength=len(rows))))
        gradient = np.bincount(at, weights=(p - y)[row_of], minlength=len(index)) + penalty * ahead
        v = 0.9 * v - rate * gradient
        w = w + v
    return dict(zip(index, w.tolist(), strict=True))


if __name__ == "__main__":
    main()

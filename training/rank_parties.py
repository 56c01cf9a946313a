"""Train the choice of parties: two logistic regressions on annotated articles. See src/sayso/reports/parties.py.

    python training/rank_parties.py GOLD_DIR [--model PIPELINE] [--out src/sayso/lexicons/data/triggers/parties.json]

GOLD_DIR is that of rank_triggers.py. Learned from every candidate that is right there: a phrase is an actor (a recipient) where the
gold event has one whose words it heads. Penalty and thresholds are chosen by cross-validation over articles, by how many events get
all their parties; the weights are then fitted on all articles. The same input gives the same file.
"""

import argparse
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from spacy.tokens import Token

from rank_triggers import labels
from sayso.language.model import Parser, load_parser
from sayso.language.reading import Reading
from sayso.lexicons.codebook import load_codebook
from sayso.lexicons.triggers import PARTIES, load_triggers
from sayso.records import Article
from sayso.reports.doubles import Candidate
from sayso.reports.extract import TriggerReports
from sayso.reports.parties import SIDES, Event, features, phrases

PENALTIES = (1.5, 3.0)
RARE = 2
SMALL = 0.02
FOLDS = 4
NEARLY = 0.003
STEPS = 120
WEIGHT = 2  # times that an example of the lexicon counts
TAG = re.compile(r"(</?[art]>)")
GRID = np.arange(0.25, 0.66, 0.05)


@dataclass(frozen=True)
class Choice:
    """One event that is right: for each phrase its features, and whether it is an actor, a recipient by gold and by the rules alone."""

    rows: list[list[str]]
    gold: list[tuple[bool, bool]]
    rules: list[tuple[bool, bool]]
    missed: tuple[int, int]  # parties that no phrase heads


def choices(reading: Reading, gold: Sequence[dict[str, Any]], stage: TriggerReports) -> list[Choice]:
    candidates = [c for s in reading.doc.sents for c in stage.candidates(list(s))]
    spans = [(c.match.tokens[0].idx, c.match.tokens[-1].idx + len(c.match.tokens[-1])) for c in candidates]
    found = []
    right = labels(candidates, gold)
    for c, span, ok in zip(candidates, spans, right, strict=True):
        if not ok:
            continue
        events = [e for e in gold if e["type"] == c.type]
        here = [e for e in events if e["trigger"][0] < span[1] and span[0] < e["trigger"][1]]
        here = here or [e for e in events if c.token.sent.start_char <= e["trigger"][0] < c.token.sent.end_char]
        if here:
            found.append(choice(c, min(here, key=lambda e: abs(e["trigger"][0] - span[0])), stage, reading))
    return found


def choice(c: Candidate, event: dict[str, Any], stage: TriggerReports, reading: Reading) -> Choice:
    tokens = phrases(c, stage.triggers)
    chosen = [f.token for f in (*c.actors, *c.recipients)]
    marked: list[set[int]] = []
    missed = []
    for side in ("actors", "recipients"):
        heads: set[int] = set()
        lost = 0
        for party in event[side]:
            if party["span"] is not None:
                top = head_of(party["span"], tokens, chosen, reading)
                heads |= {top.i} if top is not None else set()
                lost += top is None
        marked.append(heads)
        missed.append(lost)
    facts = Event.of(c)
    acting, suffering = {f.token.i for f in c.actors}, {f.token.i for f in c.recipients}
    return Choice(
        [list(dict.fromkeys(features(t, facts, stage.triggers))) for t in tokens],
        [(t.i in marked[0], t.i in marked[1]) for t in tokens],
        [(t.i in acting, t.i in suffering) for t in tokens],
        (missed[0], missed[1]),
    )


def head_of(span: Sequence[int], tokens: Sequence[Token], chosen: Sequence[Token], reading: Reading) -> Token | None:
    """The phrase that a gold party is: the highest inside its words, else one that the rules chose whose phrase overlaps with them."""
    start, end = span
    inside = [t for t in tokens if start <= t.idx < end]
    top = next((t for t in inside if not any(o.is_ancestor(t) for o in inside if o is not t)), None)
    if top is not None and top in chosen:
        return top
    for t in chosen:
        mention = reading.mention_of(t)
        if mention is not None and mention.span.start < end and start < mention.span.end:
            return t
    return top


def examples(stage: TriggerReports, parser: Parser) -> list[Choice]:
    """The lexicon's own good examples with marked parties, WEIGHT times: what a row says of itself is not learned away."""
    found: list[Choice] = []
    for row in stage.triggers.rows:
        for marked in row.good:
            text, spans = unmark(marked)
            if spans["t"] and (spans["a"] or spans["r"]):
                event = {"trigger": spans["t"][0], "type": row.type}
                event |= {side: [{"span": s} for s in spans[tag]] for side, tag in (("actors", "a"), ("recipients", "r"))}
                found += choices(parser(Article(id="example", text=text)), [event], stage)
    return found * WEIGHT


def unmark(marked: str) -> tuple[str, dict[str, list[list[int]]]]:
    """`<a>Ruritania</a> <t>attacked</t>` -> the text, and the spans of each tag."""
    text, spans, start = "", {tag: list[list[int]]() for tag in "art"}, 0
    for piece in TAG.split(marked):
        if piece[:1] != "<":
            text += piece
        elif piece[1] != "/":
            start = len(text)
        else:
            spans[piece[2]].append([start, len(text)])
    return text, spans


class Matrix:
    """Rows of all choices with features as numbers, for fits on part of them."""

    def __init__(self, every: Sequence[Choice]) -> None:
        seen: dict[str, int] = {}
        for c in every:
            for row in c.rows:
                for f in row:
                    seen[f] = seen.get(f, 0) + 1
        self.names = sorted(f for f, n in seen.items() if n >= RARE)
        number = {f: n for n, f in enumerate(self.names)}
        rows = [[number[f] for f in row if f in number] for c in every for row in c.rows]
        self.flat = np.array([n for row in rows for n in row])
        self.row_of = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        self.size = len(rows)

    def fit(self, y: np.ndarray, use: np.ndarray, penalty: float) -> np.ndarray:
        """L2-penalised logistic regression on the rows `use`, full batch, Adam."""
        w, m, v = np.zeros(len(self.names)), np.zeros(len(self.names)), np.zeros(len(self.names))
        for step in range(1, STEPS + 1):
            error = (1 / (1 + np.exp(-self.scores(w))) - y) * use
            gradient = np.bincount(self.flat, weights=error[self.row_of], minlength=len(w)) + penalty * w
            m, v = 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient**2
            w -= 0.08 * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
        return w

    def scores(self, w: np.ndarray) -> np.ndarray:
        return np.bincount(self.row_of, weights=w[self.flat], minlength=self.size)


def decided(chances: np.ndarray, thresholds: tuple[float, float]) -> np.ndarray:
    """Actor, recipient or neither for each row: the side whose chance is furthest above its threshold."""
    above = chances - np.array(thresholds)
    best = above.argmax(axis=1)
    return np.stack([(best == n) & (above[:, n] >= 0) for n in range(len(SIDES))], axis=1)


def whole(given: np.ndarray, gold: np.ndarray, event_of: np.ndarray, missed: np.ndarray) -> float:
    """Share of events whose parties are all right."""
    wrong = np.bincount(event_of, weights=(given != gold).any(axis=1), minlength=len(missed)) + missed
    return float((wrong == 0).mean())


def f1(given: np.ndarray, gold: np.ndarray, missed: int) -> float:
    return float(2 * (given & gold).sum() / (given.sum() + gold.sum() + missed))


def train(given: Sequence[Choice], fold_of: Sequence[int], own: Sequence[Choice]) -> dict[str, Any]:
    """`given` are cross-validated; `own` examples are always learned from."""
    every = [*given, *own]
    matrix = Matrix(every)
    sizes = [len(c.rows) for c in every]
    event_of = np.repeat(np.arange(len(every)), sizes)
    folds = np.repeat([*fold_of, *(-1 for _ in own)], sizes)
    judged = folds >= 0
    gold = np.array([g for c in every for g in c.gold])
    rules = np.array([r for c in every for r in c.rules])
    missed = np.array([sum(c.missed) for c in given])
    lost = [sum(c.missed[n] for c in given) for n in range(len(SIDES))]

    def figures(decision: np.ndarray) -> tuple[float, str]:
        x, y = decision[judged], gold[judged]
        each = ", ".join(f"{side} F1 {f1(x[:, n], y[:, n], lost[n]):.3f}" for n, side in enumerate(SIDES))
        return whole(x, y, event_of[judged], missed), each

    alone, each = figures(rules)
    print(f"{len(given)} events; rules alone: all parties right {alone:.3f}, {each}")
    tried = []
    for penalty in PENALTIES:
        chances = np.zeros(gold.shape)
        for fold in range(FOLDS):
            for n in range(len(SIDES)):
                held = folds == fold
                w = matrix.fit(gold[:, n].astype(float), (~held).astype(float), penalty)
                chances[held, n] = (1 / (1 + np.exp(-matrix.scores(w))))[held]
        for a in GRID:
            for r in GRID:
                right, _ = figures(decided(chances, (a, r)))
                tried.append((right, -float(a + r), penalty, float(a), float(r)))
        best = _lowest([t for t in tried if t[2] == penalty])
        right, each = figures(decided(chances, (best[3], best[4])))
        print(f"penalty {penalty}: all parties right {right:.3f} at {best[3]:.2f}, {best[4]:.2f}; {each}")
    right, _, penalty, a, r = _lowest(tried)
    weights = {}
    for n, side in enumerate(SIDES):
        w = matrix.fit(gold[:, n].astype(float), np.ones(len(gold)), penalty)
        weights[side] = {f: round(float(x), 2) for f, x in zip(matrix.names, w, strict=True) if abs(x) >= SMALL}
    return {
        "weights": weights,
        "thresholds": dict(zip(SIDES, (round(a, 2), round(r, 2)), strict=True)),
        "penalty": penalty,
        "cross_validated": {"all parties right": round(right, 3), "rules alone": round(alone, 3)},
    }


def _lowest(tried: list[tuple[float, float, float, float, float]]) -> tuple[float, float, float, float, float]:
    """The lowest thresholds that do as well as the best but for NEARLY: a party too many is seen, one that is missing is not."""
    best = max(t[0] for t in tried)
    return max((t for t in tried if t[0] >= best - NEARLY), key=lambda t: (t[1], t))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("gold", type=Path)
    options.add_argument("--model", default=None)
    options.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "src/sayso/lexicons/data/triggers" / PARTIES)
    args = options.parse_args()
    parser = load_parser(args.model)
    stage = TriggerReports(replace(load_triggers(), weights={"bias": 0.0}, threshold=0.0), load_codebook())
    every: list[Choice] = []
    fold_of: list[int] = []
    for n, path in enumerate(sorted(args.gold.glob("*.json"))):
        raw = json.loads(path.read_text("utf-8"))
        published = raw.get("published") or ""
        day = date.fromisoformat(published) if len(published) == len("2020-08-16") else None
        found = choices(parser(Article(id=raw["id"], text=raw["text"], published=day)), raw["events"], stage)
        every += found
        fold_of += [n % FOLDS] * len(found)
    args.out.write_text(json.dumps(train(every, fold_of, examples(stage, parser)), indent=0, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()

"""Measure everything that has gold, and keep the table in docs/accuracy.md.

Usage: python tools/evaluate.py --shared ../shared [--part parsing|gold|polnear|plover|facts]... [--write docs/accuracy.md]

Parts: parsing (EWT and GUM dev: tags, lemmas, dependencies, sentences, names), gold (our annotated articles, by gold.py), polnear
(attributions, by score_attribution.py), plover (PLOVER's published examples). Only dev splits are read.
"""

import argparse
import importlib.util
import json
import lzma
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from spacy.scorer import Scorer
from spacy.tokens import Doc, Span
from spacy.training import Example

import sayso
from sayso.language.model import SHIPPED, load_parser
from sayso.lexicons.cues import CueLexicon, load_cues, regular_forms
from sayso.records import Article
from sayso.run.build import load
from sayso.statements.extract import CueStatements

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "training"))

import corpus  # noqa: E402  training/corpus.py
import names  # noqa: E402

Rows = list[tuple[str, str]]
MODEL: str | None = None  # the shipped one


# ------------------------------------------------------------------ parsing
def parsing(shared: Path) -> Rows:
    """Scores on running text, with the pipeline's own tokens and sentences; punctuation is left out of UAS and LAS."""
    nlp = load_parser(MODEL).nlp
    ewt = corpus.ewt(shared / "corpora", "dev")
    gum = [
        s for s in corpus.read_conllu(shared / "corpora/parsing/gum-dev.conllu.xz") if genre(s.document) != "reddit"
    ]  # its words are blanked out
    clean = [s for s in gum if genre(s.document) in corpus.GUM_OPEN_GENRES]
    sets = {"EWT dev": ewt, "GUM dev, open genres": clean}
    for kind in sorted({genre(s.document) for s in gum}):
        sets[f"GUM dev, {kind}" + ("" if kind in corpus.GUM_OPEN_GENRES else " (measure only)")] = [
            s for s in gum if genre(s.document) == kind
        ]
    rows: Rows = [("text", "UPOS, lemma, UAS, LAS, sentence F1, names F1")]
    for name, sentences in sets.items():
        docs = [corpus.to_doc(nlp, g) for g in corpus.grouped(iter(sentences))]
        rows.append((f"{name} ({len(sentences)} sentences)", scores(docs, nlp.pipe([d.text for d in docs]))))
        if name in {"EWT dev", "GUM dev, open genres"}:
            cut = [Doc(nlp.vocab, [t.text for t in d], [bool(t.whitespace_) for t in d]) for d in docs]
            rows.append((f"{name}, given its tokens", scores(docs, nlp.pipe(cut))))
    return rows


def scores(gold_docs: list[Doc], ours: Iterable[Doc]) -> str:
    examples = [Example(found, d) for found, d in zip(ours, gold_docs, strict=True)]
    s = {
        **Scorer.score_token_attr(examples, "pos"),
        **Scorer.score_token_attr(examples, "lemma"),
        **Scorer.score_deps(examples, "dep", ignore_labels=("punct", "dep")),
        **Scorer.score_spans(
            examples, "sents", getter=lambda doc, _: doc.sents, has_annotation=lambda doc: doc.has_annotation("SENT_START")
        ),
        **Scorer.score_spans(examples, "ents", getter=lambda doc, _: scored_names(doc)),
    }
    keys = ("pos_acc", "lemma_acc", "dep_uas", "dep_las", "sents_f", "ents_f")
    return ", ".join(f"{100 * (s.get(k) or 0):.1f}" for k in keys)


def scored_names(doc: Doc) -> list[Span]:
    """The names that have gold: people, bodies, and places of both kinds as one."""
    return [Span(doc, e.start, e.end, names.SCORED[e.label_]) for e in doc.ents if e.label_ in names.SCORED]


def genre(document: str) -> str:
    return document.split("_")[1]


# ------------------------------------------------------------------ the whole, on annotated articles
def gold(shared: Path) -> Rows:
    documents = [json.loads(p.read_text("utf-8")) for p in sorted((shared / "corpora/gold/dev").glob("*.json"))]
    with tempfile.TemporaryDirectory() as out:
        coder = load(model=MODEL)
        for d in documents:
            published = date.fromisoformat(d["published"]) if d.get("published") else None
            article = Article(id=d["id"], text=d["text"], title=d["title"], outlet=d["publisher"], url=d["url"], published=published)
            Path(out, f"{d['id']}.json").write_text(json.dumps(coder.code_article(article).annotations()), "utf-8")
        command = [sys.executable, str(shared / "tools/gold.py"), "score", "--json", str(shared / "corpora/gold/dev"), out]
        scores = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return [(f"gold dev: {name} (n={s['n']})", f"P {s['P']:.3f}  R {s['R']:.3f}  F1 {s['F1']:.3f}") for name, s in scores.items()]


def polnear(shared: Path) -> Rows:
    """All attributions as the scorer has them; then speech cues alone; then what stands above each level of confidence."""
    scorer = imported(shared / "tools/score_attribution.py")
    with lzma.open(shared / "corpora/attribution/polnear/dev.jsonl.xz", "rt", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    coder, cues = load(model=MODEL), load_cues()
    coder = replace(coder, statements=CueStatements(cues, wide=True))  # its notion of attribution is wider than our guidelines'
    scored: list[Attributions] = []
    with tempfile.TemporaryDirectory() as folder:
        ann, txt, out = Path(folder, "ann"), Path(folder, "txt"), Path(folder, "pred.jsonl")
        ann.mkdir()
        txt.mkdir()
        with out.open("w", encoding="utf-8") as sink:
            for d in documents:
                (ann / f"{d['id']}.ann").write_text(d["ann"], "utf-8")
                (txt / f"{d['id']}.txt").write_text(d["text"], "utf-8")
                coded = coder.code_article(Article(id=d["id"], text=d["text"]))
                outermost = [s for s in coded.statements if s.parent is None]  # PolNeAR does not annotate nested ones
                triples = [{k: [[x.start, x.end] for x in getattr(s, k)] for k in ("source", "cue", "content")} for s in outermost]
                sink.write(json.dumps({"doc": d["id"], "attributions": triples}) + "\n")
                gold = [scorer.Att(g, d["text"]) for g in scorer.read_ann(ann / f"{d['id']}.ann")[0]]
                ours = [scorer.Att(t, d["text"]) for t in triples]
                scored.append((d["text"], gold, ours, [s.confidence for s in outermost]))
        command = [sys.executable, str(shared / "tools/score_attribution.py"), str(ann), str(out), "--text", str(txt), "--json"]
        scores: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    rows = [
        (f"PolNeAR dev: {name} (n={m['gold']})", f"P {m['p']:.3f}  R {m['r']:.3f}  F1 {m['f']:.3f}")
        for name, m in scores["measures"].items()
    ]
    for name, test in (("AR dice50", scorer.ar_dice(scorer.ROLES)), ("AR head", scorer.ar_head)):
        rows.append(above(scorer, scored, f"PolNeAR dev: {name}, speech cues alone", test, words=speech_words(cues)))
        rows += [
            above(scorer, scored, f"PolNeAR dev: {name}, confidence at least {least}", test, least=least)
            for least in (0.5, 0.7, 0.8, 0.9, 0.95, 0.97)
        ]
    return rows


Attributions = tuple[str, list[Any], list[Any], list[float]]  # text, gold, ours, confidence of ours


def imported(path: Path) -> Any:
    """A script as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def speech_words(cues: CueLexicon) -> frozenset[str]:
    """Forms of the lexicon's verbs that report a quotation and tell no mere belief or intention; `according`; the colon."""
    spoken = (c for c in cues.cues if c.pos == "verb" and "quote" in c.takes and c.force not in {"believes", "intends"})
    irregular = {"said", "told", "wrote", "written", "spoke", "according", ":"}
    return frozenset(irregular.union(*({c.words[0], *regular_forms(c.words[0]), *c.forms} for c in spoken)))


def above(
    scorer: Any, scored: list[Attributions], name: str, test: Any, *, least: float = 0.0, words: frozenset[str] | None = None
) -> tuple[str, str]:
    """Precision and recall of what is at least so sure. With `words`, of those whose cue has one of them: gold ones for recall, ours
    for precision, matched with any of the other side (as the design's tables have it)."""
    found = right = wanted = ours = 0
    for text, gold, predicted, confidence in scored:
        kept = [p for p, c in zip(predicted, confidence, strict=True) if c >= least]
        pairs = scorer.match(gold, kept, test)
        g = {i for i, x in enumerate(gold) if words is None or _has(x, text, words)}
        p = {i for i, x in enumerate(kept) if words is None or _has(x, text, words)}
        found, right = found + len(g & set(pairs)), right + len(p & set(pairs.values()))
        wanted, ours = wanted + len(g), ours + len(p)
    precision, recall = right / max(1, ours), found / max(1, wanted)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"{name} (n={wanted})", f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}"


def _has(attribution: Any, text: str, words: frozenset[str]) -> bool:
    return any(w.lower() in words for a, b in attribution.raw["cue"] for w in re.findall(r"\w+|:", text[a:b]))


def plover(shared: Path) -> Rows:
    """PLOVER's own examples: is the type among those found in the sentence, and do the countries of a report of that type agree?"""
    examples = [json.loads(line) for line in (shared / "corpora/events/plover-gsr.jsonl").read_text("utf-8").splitlines()]
    coder, typed, countries, n_countries = load(model=MODEL), 0, 0, 0
    for e in examples:
        reports = coder.code_article(Article(id=e["id"], text=e["text"])).reports
        same = [r for r in reports if r.type == e["event"]]
        typed += bool(same)
        # one record holds a string where parties should be
        sides = [e[side] if isinstance(e[side], list) else [] for side in ("source", "target")]
        wanted = [{x["code"] for x in side if len(x.get("code") or "") == 3} for side in sides]
        if any(wanted):
            n_countries += 1
            found = [({p.country for p in r.actors}, {p.country for p in r.recipients}) for r in same]
            countries += any(all(w <= f for w, f in zip(wanted, pair, strict=True)) for pair in found)
    return [
        (f"PLOVER examples: type found in the sentence (n={len(examples)})", f"{typed / len(examples):.3f}"),
        (f"PLOVER examples: type and countries of both sides (n={n_countries})", f"{countries / max(1, n_countries):.3f}"),
    ]


PARTS: dict[str, Callable[[Path], Rows]] = {"parsing": parsing, "gold": gold, "polnear": polnear, "plover": plover}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--part", action="append", choices=sorted(PARTS))
    parser.add_argument("--model", help="measure with another pipeline: a package or a folder")
    parser.add_argument("--write", type=Path)
    args = parser.parse_args()
    global MODEL  # noqa: PLW0603  set once, before anything is measured
    MODEL = args.model
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False).stdout.strip()
    weights = sum(f.stat().st_size for f in SHIPPED.rglob("*") if f.is_file())
    lines = [
        "# Accuracy", "",
        f"Measured on {date.today():%Y-%m-%d} at commit {commit}, sayso {sayso.__version__}, pipeline {load_parser(MODEL).made_by}, by",
        "`make evaluate` (`python tools/evaluate.py --shared ../shared --write docs/accuracy.md`). Only dev splits are read.",
        f"What each corpus is and where it lives: docs/model-card.md. Weights: {weights / 1e6:.0f} MB.",
    ]  # fmt: skip
    for part in args.part or PARTS:
        lines += ["", f"## {part}", "", "| what | figures |", "|---|---|"]
        lines += [f"| {name} | {figures} |" for name, figures in PARTS[part](args.shared)]
    text = "\n".join(lines) + "\n"
    print(text)
    if args.write:
        args.write.write_text(text, "utf-8")


if __name__ == "__main__":
    main()

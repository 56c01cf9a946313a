"""Trained weights -> the pipeline folder that ships.

Usage: python package.py WORK_DIR [--out FOLDER]      needs WORK_DIR/joint.pt (joint.py)
"""

import argparse
import re
import shutil
from pathlib import Path

import numpy as np
import spacy
import torch
from spacy.language import Language
from spacy.util import compile_prefix_regex, compile_suffix_regex

from sayso.language.joint import FACTORY
from sayso.language.network import Network

RUNS = (r"[!?]{2,}", *(rf"{re.escape(c)}{{2,}}" for c in "*=_-~#+.<>$"))


def tokenize_runs(nlp: Language) -> None:
    """`?!?!`, `====`: a run of one sign is one word, as in the treebanks; spaCy's own rules cut it up."""
    defaults = nlp.Defaults
    nlp.tokenizer.prefix_search = compile_prefix_regex([*RUNS, *defaults.prefixes]).search  # type: ignore[attr-defined]
    nlp.tokenizer.suffix_search = compile_suffix_regex([*RUNS, *defaults.suffixes]).search  # type: ignore[attr-defined]


def paired(qkv: np.ndarray, size: dict[str, int]) -> np.ndarray:
    """Columns of queries and keys in the order in which rotary positions pair them, queries scaled: what the run time needs not do."""
    width, each = size["width"], size["width"] // size["heads"]
    order = np.arange(width).reshape(size["heads"], 2, each // 2).transpose(0, 2, 1).ravel()
    columns = np.concatenate((order, order + width, np.arange(2 * width, 3 * width)))
    scale = np.where(np.arange(3 * width) < width, each**-0.5, 1.0).astype(np.float32)
    return np.ascontiguousarray(qkv[..., columns] * scale)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "src/sayso/language/en")
    parser.add_argument("--version", default="0.1.0")
    args = parser.parse_args()
    stored = torch.load(args.work / "joint.pt", map_location="cpu")
    weights = {name: tensor.float().numpy() for name, tensor in stored["model"].items()}
    relations = weights.pop("rel")  # (label, dependent, head) -> (dependent, label * head): one matrix product at run time
    ready = {"rel.flat": np.ascontiguousarray(relations.transpose(1, 0, 2).reshape(relations.shape[1], -1))}
    for name, array in weights.items():
        if name.endswith(".weight") and array.ndim == 2 and name.split(".")[-2] not in {"word", "ngram", "shape"}:
            ready[f"{name}.T"] = np.ascontiguousarray(array.T)
        else:
            ready[name] = array
    for name in list(ready):
        if ".qkv." in name:
            ready[name] = paired(ready[name], stored["size"])
    vocabulary = sorted(stored["vocabulary"], key=stored["vocabulary"].__getitem__)
    nlp = spacy.blank("en")
    nlp.meta.update(
        name="sayso_news", version=args.version, license="CC BY-SA 4.0", author="The sayso developers",
        description="English news: tags, lemmas, Universal Dependencies, names. See docs/model-card.md.",
    )  # fmt: skip
    tokenize_runs(nlp)
    component = nlp.add_pipe(FACTORY)
    component.use(Network(ready, {"vocabulary": vocabulary, **{key: stored[key] for key in ("size", "labels", "lemmas", "known")}}))
    shutil.rmtree(args.out, ignore_errors=True)
    nlp.to_disk(args.out)
    print(f"{args.out}: {sum(f.stat().st_size for f in args.out.rglob('*') if f.is_file()) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()

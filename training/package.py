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
from spacy.lang.char_classes import ALPHA, HYPHENS
from spacy.language import Language
from spacy.symbols import ORTH
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

from sayso.language.joint import FACTORY
from sayso.language.network import Network

RUNS = (r"[.:]?[!?]{2,}", r"(?<!\.)[.:][!?]", *(rf"{re.escape(c)}{{2,}}" for c in "*=_-~#+.<>$"))
# `pro-Beijing`, `re-elected` are one word in the treebanks, `state-owned` is three
PREFIXES = (
    *("anti", "co", "counter", "cross", "e", "ex", "inter", "intra", "mid", "multi", "non", "pan"),
    *("post", "pre", "pro", "re", "semi", "sub", "trans", "ultra"),
)
SHORT = "al. Ft. Lt. Capt. Sgt. Maj. Cmdr. Wed. Thurs. Tues. approx. ca."
PHONE = re.compile(r"(?:\(?\d{3}[)-]?[-.]?\d{3}[-.]\d{4}|\d{3}-\d{4})$")
ABBREVIATED = r"(?<=[A-Z]\.)-(?=[a-z])"  # `U.S.-led`
HYPHEN = r"(?<=[{a}0-9])(?:{h})(?=[{a}])"


def tokenize_as_treebanks_do(nlp: Language) -> None:
    """spaCy's own rules for English, but for what they cut otherwise than EWT and GUM do."""
    defaults, tokenizer = nlp.Defaults, nlp.tokenizer
    before = "".join(rf"(?<!\b[{p[0].upper()}{p[0]}]{p[1:]})" for p in PREFIXES)
    hyphen = HYPHEN.format(a=ALPHA, h=HYPHENS)
    assert hyphen in defaults.infixes, "spaCy's rule for hyphens has changed: look at it again"
    infixes = [*(before + rule if rule == hyphen else rule for rule in defaults.infixes), ABBREVIATED]
    tokenizer.prefix_search = compile_prefix_regex([*RUNS, *defaults.prefixes]).search  # type: ignore[attr-defined]
    tokenizer.suffix_search = compile_suffix_regex([*RUNS, *defaults.suffixes]).search  # type: ignore[attr-defined]
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer  # type: ignore[attr-defined]
    tokenizer.token_match = PHONE.match  # type: ignore[attr-defined]
    tokenizer.rules = {word: cut for word, cut in tokenizer.rules.items() if word.lower() not in {"wed", "id"}}  # type: ignore[attr-defined]
    for word in SHORT.split():
        tokenizer.add_special_case(word, [{ORTH: word}])  # type: ignore[attr-defined]
    tokenizer.add_special_case("and/or", [{ORTH: "and"}, {ORTH: "/"}, {ORTH: "or"}])  # type: ignore[attr-defined]


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
    tokenize_as_treebanks_do(nlp)
    component = nlp.add_pipe(FACTORY)
    component.use(Network(ready, {"vocabulary": vocabulary, **{key: stored[key] for key in ("size", "labels", "lemmas", "known")}}))
    shutil.rmtree(args.out, ignore_errors=True)
    nlp.to_disk(args.out)
    print(f"{args.out}: {sum(f.stat().st_size for f in args.out.rglob('*') if f.is_file()) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()

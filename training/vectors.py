"""Train floret vectors on the raw text corpora; the shipped pipeline's word features.

Usage: python vectors.py CORPORA_DIR OUT_PREFIX [--threads 2]

Method: floret (fastText subwords hashed into a small table, Explosion 2021): no word list is shipped, and a
misspelled or unseen name still gets a vector from its character n-grams.
"""

import argparse
import lzma
from collections.abc import Iterator
from pathlib import Path

import floret
import spacy

SOURCES = ("text/news.txt.xz", "text/speeches.txt.xz")
QUOTES = str.maketrans({"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'"})


def documents(corpora: Path) -> Iterator[str]:
    for source in SOURCES:
        with lzma.open(corpora / source, "rt", encoding="utf-8") as lines:
            yield from lines


def write_tokens(corpora: Path, out: Path) -> None:
    """One tokenised document a line, by the tokenizer that the pipeline uses, so that the vectors fit its tokens."""
    tokenizer = spacy.blank("en").tokenizer
    with out.open("w", encoding="utf-8") as sink:
        for line in documents(corpora):
            words = (t.text for t in tokenizer(line.strip().translate(QUOTES)) if not t.is_space)
            sink.write(" ".join(words) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    tokens = args.out.with_suffix(".tokens.txt")
    if not tokens.exists():
        part = tokens.with_suffix(".part")
        write_tokens(args.corpora, part)
        part.rename(tokens)
    model = floret.train_unsupervised(
        str(tokens), model="cbow", mode="floret", hashCount=2, bucket=50_000, dim=96, minn=4, maxn=5,
        minCount=3, neg=10, ws=5, epoch=3, lr=0.05, thread=args.threads,
    )  # fmt: skip
    model.save_floret_vectors(str(args.out.with_suffix(".floret")))


if __name__ == "__main__":
    main()

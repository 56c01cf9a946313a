"""Raw text -> word vectors, the pipeline's word features.

Usage: python vectors.py CORPORA_DIR WORK_DIR [--threads 2]

Writes WORK_DIR/tokens.txt (one tokenised document a line), WORK_DIR/vectors.floret, and WORK_DIR/vectors.npz (forms: the most frequent
lower-case words; rows: their vectors), from which the encoder in next/ starts. Method: floret (fastText subwords hashed into a small
table, Explosion 2021), continuous bag of words: no word list is shipped, and a misspelled or unseen name still gets a vector.
"""

import argparse
import lzma
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import floret
import numpy as np
import spacy

SOURCES = ("text/news.txt.xz", "text/speeches.txt.xz")
FORMS = 50_000
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
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    tokens, part = args.work / "tokens.txt", args.work / "tokens.part"
    if not tokens.exists():
        write_tokens(args.corpora, part)
        part.rename(tokens)
    with tokens.open(encoding="utf-8") as lines:
        forms = Counter(word.lower() for line in lines for word in line.split())
    model = floret.train_unsupervised(
        str(tokens), model="cbow", mode="floret", hashCount=2, bucket=50_000, dim=96, minn=4, maxn=5,
        minCount=3, neg=10, ws=5, epoch=3, lr=0.05, thread=args.threads,
    )  # fmt: skip
    model.save_floret_vectors(str(args.work / "vectors.floret"))
    common = [form for form, _ in forms.most_common(FORMS)]
    np.savez(args.work / "vectors.npz", forms=np.array(common), rows=np.stack([model.get_word_vector(w) for w in common]))


if __name__ == "__main__":
    main()

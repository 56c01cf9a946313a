"""Trained weights -> the pipeline folder that ships.

Usage: python package.py WORK_DIR [--out ../src/sayso/language/en]      needs WORK_DIR/model/model-best (train.py)
"""

import argparse
import shutil
from pathlib import Path

import spacy

HERE = Path(__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("--out", type=Path, default=HERE.parent / "src/sayso/language/en")
    parser.add_argument("--version", default="0.1.0")
    args = parser.parse_args()
    nlp = spacy.load(args.work / "model/model-best")
    nlp.meta.update(
        name="sayso_news", version=args.version, license="CC BY-SA 4.0", author="The sayso developers",
        description="English news: tags, lemmas, Universal Dependencies, names. See docs/model-card.md.",
    )  # fmt: skip
    config = nlp.config.copy()
    config["paths"] = dict.fromkeys(config["paths"])  # where it was trained is nobody's business
    nlp.config = config
    shutil.rmtree(args.out, ignore_errors=True)
    nlp.to_disk(args.out)
    print(f"{args.out}: {sum(f.stat().st_size for f in args.out.rglob('*') if f.is_file()) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()

"""Train the pipeline of config.cfg on the output of corpus.py and vectors.py.

Usage: python train.py WORK_DIR

Vectors are pruned to nothing else than what floret stores; the run resumes from nothing: spaCy keeps model-best and model-last.
"""

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    args, overrides = parser.parse_known_args()
    work: Path = args.work
    spacy = [sys.executable, "-m", "spacy"]
    vectors = work / "vectors-spacy"
    if not vectors.exists():
        subprocess.run([*spacy, "init", "vectors", "en", str(work / "vectors.floret"), str(vectors), "--mode", "floret"], check=True)
    subprocess.run(
        [*spacy, "train", str(HERE / "config.cfg"), "--output", str(work / "model"), "--paths.train", str(work / "data/train.spacy"),
         "--paths.dev", str(work / "data/dev.spacy"), "--paths.vectors", str(vectors), *overrides],
        check=True,
    )  # fmt: skip


if __name__ == "__main__":
    main()

"""Train the pipeline of config.cfg on the output of corpus.py and vectors.py.

Usage: python train.py WORK_DIR

spaCy keeps WORK_DIR/model/model-best and model-last at every evaluation. Further arguments go to `spacy train`.
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
    config = work / "config.cfg"
    subprocess.run([*spacy, "init", "fill-config", str(HERE / "config.cfg"), str(config)], check=True)
    subprocess.run(
        [*spacy, "train", str(config), "--output", str(work / "model"), "--paths.train", str(work / "data/train.spacy"),
         "--paths.dev", str(work / "data/dev.spacy"), "--paths.vectors", str(vectors), *overrides],
        check=True,
    )  # fmt: skip


if __name__ == "__main__":
    main()

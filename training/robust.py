"""How the trained network fares on the dev sets as news prints them: capitals, headlines, no articles, dashes after quotations.

Usage: python robust.py CORPORA_DIR JOINT_PT [JOINT_PT ...]      prints LAS of each; compare a run of joint.py with one with --plain
"""

import argparse
from pathlib import Path

import torch

import corpus
import joint
from encoder import Encoder, Size

CHANGES = {
    "as it is": lambda s: s,
    "capitals": corpus.shouted,
    "headline": corpus.headline,
    "no articles": corpus.without_articles,
    "dashes": corpus.dashed,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("models", type=Path, nargs="+")
    args = parser.parse_args()
    torch.set_num_threads(1)
    for path in args.models:
        stored = torch.load(path, map_location="cpu")
        labels, size = stored["labels"], Size(**stored["size"])
        tables = joint.Tables({h: {v: n for n, v in enumerate(vs)} for h, vs in labels.items()}, stored["known"])
        joint.NAMES[:] = labels["name"]
        joint.DEPS.update(tables.ids["dep"])
        model = joint.Joint(Encoder(size), {h: len(v) for h, v in labels.items()})
        model.load_state_dict(stored["model"])
        feats = joint.Features(stored["vocabulary"], size)
        for name, sentences in corpus.dev(args.corpora).items():
            for change, made in CHANGES.items():
                dev = [new for s in sentences if (new := made(s)) is not s or change == "as it is"]  # those that the change touches
                score = joint.evaluate(model, feats, joint.windows(dev, tables, None), torch.device("cpu"))
                print(
                    f"{path.name} {name} {change} ({len(dev)} sentences): LAS {100 * score['LAS']:.1f} names {100 * score['names']:.1f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()

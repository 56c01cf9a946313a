"""Names as they come: surname alone, typos and transliterations, initials in brackets."""

import re
from collections.abc import Sequence

from rapidfuzz.distance import JaroWinkler, Levenshtein

SHORTEST_FUZZY = 6  # in shorter names one letter makes another name: Brown, Crown
NEAR = 0.93
IN_BRACKETS = re.compile(r"\(\s*[\"“]?([A-ZÀ-Þ][A-Za-zÀ-ÿ-]*[A-ZÀ-Þ][A-Za-zÀ-ÿ-]*)[\"”]?\s*\)")

Key = tuple[str, ...]


def near(a: str, b: str) -> bool:
    """The same name spelt otherwise (`lukashenko`, `lukashenka`): same first letter, a letter or two apart, long enough."""
    if a == b:
        return True
    if min(len(a), len(b)) < SHORTEST_FUZZY or a[0] != b[0]:
        return False
    return Levenshtein.distance(a, b, score_cutoff=2) <= (1 if min(len(a), len(b)) < 9 else 2) and JaroWinkler.similarity(a, b) >= NEAR


def part_of(short: Key, full: Key) -> bool:
    """`short` can stand for the person `full`: her surname, her last words, or the same words with a typo; not the first name alone."""
    if not short or not full:
        return False
    if len(short) > len(full):
        return False
    if len(short) == len(full):
        return all(near(a, b) or _initial(a, b) for a, b in zip(short, full, strict=True)) and near(short[-1], full[-1])
    if len(short) == 1:
        return near(short[0], full[-1]) or (len(full) > 2 and short[0] in full[1:]) or (len(short[0]) > 3 and short[0] in full[1:])
    tail = full[-len(short) :]
    if all(near(a, b) for a, b in zip(short, tail, strict=True)):
        return True
    return near(short[0], full[0]) and near(short[-1], full[-1])  # a middle name left out


def _initial(a: str, b: str) -> bool:
    return min(len(a), len(b)) == 1 and a[0] == b[0]


def initials_of(words: Sequence[str]) -> str:
    """`Special Monitoring Mission` -> SMM."""
    return "".join(w[0] for w in words if w[:1].isupper()).upper()


def stands_for(short: str, words: Sequence[str]) -> bool:
    """An abbreviation in brackets fits the name before it: its capitals are initials of the name's words, in order."""
    capitals = [c for c in short.upper() if c.isalpha()]
    letters = initials_of(words)
    every = "".join(w[0] for w in words if w[:1].isalpha()).upper()
    return bool(capitals) and ("".join(capitals) in {letters, every} or (len(capitals) > 2 and _in_order(capitals, every)))


def _in_order(wanted: Sequence[str], letters: str) -> bool:
    rest = iter(letters)
    return all(c in rest for c in wanted)

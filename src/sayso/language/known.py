"""What the tables of names say about words: a hint for the name finder, which raw text alone teaches too few names."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sayso.language.spelling import QUOTES

PHRASES = ("state", "town", "area", "body", "person")  # may be of several words
WORDS = ("given", "surname", "people", "organ", "title")  # one word each
LONGEST = 6  # words of a known name
COLUMNS = 2 * len(PHRASES) + len(WORDS)


def bit(sort: str) -> int:
    return 1 << (*PHRASES, *WORDS).index(sort)


def hints(words: Sequence[str], table: Mapping[str, int]) -> NDArray[np.float32]:
    """(n, 3 * COLUMNS): for each word, and for those before and behind it, the sorts of names that it begins, is inside of, or is.

    Args:
        table: Lower-case name -> bits of its sorts. The longest name that starts at a word counts; one in small letters does not.
    """
    own = np.zeros((len(words) + 2, COLUMNS), np.float32)  # a row of zeros at both ends
    keys = [w.translate(QUOTES).lower() for w in words]
    for i, word in enumerate(words):
        if not word[:1].isupper():
            continue
        alone = table.get(keys[i], 0)
        for k in range(len(WORDS)):
            own[i + 1, 2 * len(PHRASES) + k] = alone >> (len(PHRASES) + k) & 1
        for n in range(min(LONGEST, len(words) - i), 0, -1):
            bits = alone if n == 1 else table.get(" ".join(keys[i : i + n]), 0)
            if bits & (1 << len(PHRASES)) - 1:
                for k in range(len(PHRASES)):
                    if bits >> k & 1:
                        own[i + 1, k] = 1
                        own[i + 2 : i + 1 + n, len(PHRASES) + k] = 1
                break
    return np.concatenate((own[:-2], own[1:-1], own[2:]), axis=1)

"""From scores to the best tree and the best sequence of name tags."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


def tree(scores: Floats) -> Ints:
    """Heads of one sentence from its arc scores (n, n): the best tree with one root, which is its own head.

    Method: each word's best head; where that is no tree, the maximum spanning arborescence (Chu and Liu 1965, Edmonds 1967) for each
    of the likeliest roots.
    """
    heads: Ints = scores.argmax(-1)
    roots = np.flatnonzero(heads == np.arange(len(heads)))
    if len(roots) == 1 and is_tree(heads, int(roots[0])):
        return heads
    diagonal = np.diag(scores).copy()
    best, best_score = heads, -np.inf
    for root in np.argsort(-diagonal, kind="stable")[:3]:
        s = scores.copy()
        np.fill_diagonal(s, -np.inf)
        found = arborescence(s, int(root))
        total = diagonal[root] + sum(s[i, found[i]] for i in range(len(found)) if i != root)
        if total > best_score:
            best, best_score = found, total
    return best


def is_tree(heads: Ints, root: int) -> bool:
    seen = np.zeros(len(heads), bool)
    seen[root] = True
    for i in range(len(heads)):
        path = []
        while not seen[i]:
            if i in path:
                return False
            path.append(i)
            i = int(heads[i])
        seen[path] = True
    return True


def arborescence(scores: Floats, root: int) -> Ints:
    """Maximum spanning arborescence over n words from `root`; scores[i, j] = j as head of i. The root's entry is itself."""
    n = len(scores)
    heads: Ints = scores.argmax(-1)
    heads[root] = root
    cycle = np.array(find_cycle(heads, root), np.int64)
    if not len(cycle):
        return heads
    inside = np.zeros(n, bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    kept = scores[cycle, heads[cycle]]
    # contract: the cycle becomes the last word of a smaller problem
    m = len(outside)
    small = np.full((m + 1, m + 1), -np.inf, scores.dtype)
    small[:m, :m] = scores[np.ix_(outside, outside)]
    into = scores[np.ix_(cycle, outside)] - kept[:, None]
    small[m, :m] = into.max(0)
    enter = into.argmax(0)
    out = scores[np.ix_(outside, cycle)]
    small[:m, m] = out.max(1)
    leave = out.argmax(1)
    inner = arborescence(small, int(np.flatnonzero(outside == root)[0]))
    for a in range(m):
        heads[outside[a]] = outside[inner[a]] if inner[a] < m else cycle[leave[a]]
    entry = cycle[enter[inner[m]]]
    heads[entry] = outside[inner[m]]
    heads[root] = root
    return heads


def find_cycle(heads: Ints, root: int) -> list[int]:
    state = np.zeros(len(heads), np.int8)
    state[root] = 2
    for start in range(len(heads)):
        path, i = [], start
        while state[i] == 0:
            state[i] = 1
            path.append(i)
            i = int(heads[i])
        if state[i] == 1:
            return path[path.index(i) :]
        state[path] = 2
    return []


def allowed(labels: Sequence[str]) -> Floats:
    """(n + 1, n): 0 where the second IOB2 label may follow the first, else a large penalty; the last row is for a start."""
    penalty = np.zeros((len(labels) + 1, len(labels)), np.float32)
    for j, label in enumerate(labels):
        if label.startswith("I-"):
            for i, before in enumerate([*labels, "O"]):
                if before[2:] != label[2:]:
                    penalty[i, j] = -1e4
    return penalty


def best_path(scores: Floats, penalty: Floats) -> Ints:
    """(batch, time, n) scores -> (batch, time): the labels of the best sequence that IOB2 allows (Viterbi 1967)."""
    b, t, n = scores.shape
    total = scores[:, 0] + penalty[n]
    back = np.zeros((b, t, n), np.int64)
    for k in range(1, t):
        ways = total[:, :, None] + penalty[:n]
        back[:, k] = ways.argmax(1)
        total = ways.max(1) + scores[:, k]
    path = np.zeros((b, t), np.int64)
    path[:, -1] = total.argmax(-1)
    for k in range(t - 1, 0, -1):
        path[:, k - 1] = np.take_along_axis(back[:, k], path[:, k, None], 1)[:, 0]
    return path

"""What the network sees of a word: its spelling alone."""

import re
from zlib import crc32

NGRAMS = 18
QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "«": '"', "»": '"'})


def spelling(word: str) -> str:
    """The word as its features see it: quotation marks of one kind, no longer than 40 characters."""
    return word.translate(QUOTES)[:40]


def shape(word: str) -> str:
    """`Minsk` -> `Xx`, `COVID-19` -> `X-d`: runs are folded."""
    return re.sub(r"(.)\1+", r"\1", "".join("X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else c for c in word))


def hashed(text: str, rows: int) -> int:
    return 1 + crc32(text.encode("utf-8", "surrogatepass")) % (rows - 1)


def ngrams(word: str) -> list[str]:
    """At most NGRAMS character n-grams of the framed lower-case word; of a long one those at its ends."""
    framed = f"<{word.lower()}>"
    grams = [framed[i : i + n] for n in (3, 4, 5, 2) for i in range(len(framed) - n + 1)]
    if len(grams) > NGRAMS:
        grams = sorted(grams, key=lambda g: (not g.startswith("<"), not g.endswith(">"), -len(g)))[:NGRAMS]
    return grams


def apply_script(form: str, script: str) -> str:
    """Lemma from a form: "l3+y" = lower-case, strip three letters, add y; "=be" = the lemma itself."""
    if script.startswith("="):
        return script[1:]
    strip, add = script[1:].split("+", 1)
    base = form if script[0] == "k" else form.lower()
    return (base[: -int(strip)] if strip != "0" else base) + add

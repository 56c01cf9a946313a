"""A candidate statement, while it is being put together from tokens."""

from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from sayso.language.walk import base
from sayso.lexicons.cues import Cue

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
NOUNLIKE = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X", "SYM"})


@dataclass(slots=True)
class Found:
    """Token indices of cue and content, heads of the source phrases (more than one where the parse does not join them)."""

    rule: str
    cue: set[int]
    content: set[int]
    source: list[Token]
    row: Cue | None = None
    head: Token | None = None  # the cue word that is negated, passive, ...
    absorbs: set[int] = field(default_factory=set)  # cue words of weaker candidates that this one takes the place of
    source_tokens: set[int] = field(default_factory=set)  # the source phrase where the parse cannot be asked for it
    quoted: bool = False  # the content was found by quotation marks


def is_finite(token: Token) -> bool:
    return token.tag_ in FINITE and token.pos_ in {"VERB", "AUX"}


def subtree(token: Token) -> set[int]:
    return {t.i for t in token.subtree}


def noun_head(doc: Doc, start: int, limit: int = 12) -> Token | None:
    """Head of the noun phrase that begins at `start`: climb from its first word as long as that stays inside the phrase."""
    if start >= len(doc):
        return None
    here = doc[start]
    stop = min(start + limit, len(doc))
    while here.head.i != here.i and start <= here.head.i < stop and here.head.sent == here.sent:
        if here.pos_ in {"NOUN", "PROPN", "PRON"} and base(here) not in {"compound", "nmod", "amod", "flat", "det"}:
            break
        if here.head.pos_ not in NOUNLIKE:
            break
        here = here.head
    return here if here.pos_ in NOUNLIKE else None


def trimmed(doc: Doc, content: set[int]) -> set[int]:
    """Without punctuation and white space at the edges of each unbroken run (quotation marks and brackets go too)."""
    kept: set[int] = set()
    run: list[int] = []
    for i in [*sorted(content), -1]:
        if run and i != run[-1] + 1:
            while run and _loose(doc[run[0]]):
                run.pop(0)
            while run and _loose(doc[run[-1]]):
                run.pop()
            kept.update(run)
            run = []
        run.append(i)
    return kept


def _loose(token: Token) -> bool:
    return token.is_punct or token.is_space or token.text in {"`", "``", "''"}

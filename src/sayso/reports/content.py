"""What an act of words is about: the clause and phrases that say what is asked, promised, threatened or refused."""

from collections.abc import Iterator

from spacy.tokens import Token

from sayso.language.walk import base, case

FACTUAL = frozenset({"after", "as", "because", "since", "while", "when", "following", "amid"})
SCENIC = frozenset({"after", "over", "following", "amid", "during", "because", "in"})


def content_tokens(token: Token, noun: bool) -> Iterator[Token]:
    """The words that say what is asked or promised: complement clauses, objects, `for` and `to` phrases; facts in relative clauses not."""
    wanted = (
        {"acl", "nmod", "obl", "ccomp", "xcomp", "advcl"} if noun else {"ccomp", "xcomp", "advcl", "obj", "obl", "nsubj:pass", "parataxis"}
    )
    starts = [c for c in token.children if (base(c) in wanted or c.dep_ in wanted) and c.i > token.i and c.dep_ != "acl:relcl"]
    starts = [c for c in starts if not (base(c) == "obl" and case(c) in SCENIC)]
    starts = [c for c in starts if not (base(c) == "advcl" and any(g.lower_ in FACTUAL for g in c.children))]
    if noun and base(token) == "obj":
        starts += [
            c
            for c in token.head.children
            if c.i > token.i and base(c) in {"xcomp", "ccomp", "advcl", "obl"} and case(c) in {"", "to", "for"}
        ]
    for start in starts:
        yield from _facts_left_out(start)


def _facts_left_out(start: Token) -> Iterator[Token]:
    yield start
    for c in start.children:
        if c.dep_ != "acl:relcl" and base(c) != "parataxis":
            yield from _facts_left_out(c)

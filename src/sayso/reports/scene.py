"""When: the time phrase that belongs to a trigger's clause, as words."""

from collections.abc import Iterator

from spacy.tokens import Token

from sayso.language.reading import Reading
from sayso.language.walk import base, case, clause_head
from sayso.lexicons.triggers import TriggerLexicon
from sayso.records import Span, When

DROPPED = frozenset({"acl", "advcl", "appos", "parataxis", "punct", "cc", "conj"})


def when_of(token: Token, reading: Reading, lexicon: TriggerLexicon) -> When:
    """The nearest time phrase on the trigger, else on its clause, else in front of the sentence."""
    for holder in _holders(token):
        for c in holder.children:
            if base(c) in {"obl", "nmod", "advmod", "compound"} and is_time(c, lexicon):
                span = phrase(c, names=c.pos_ == "PROPN")
                return When(span=span, text=span.of(reading.article.text))
    return When()


def is_time(token: Token, lexicon: TriggerLexicon) -> bool:
    lemma = token.lemma_.lower()
    if lemma in lexicon.words("time_words"):
        return token.ent_type_ not in {"PER", "ORG", "GPE"}
    if token.text.isdigit() and len(token.text) == 4:
        return token.text[:2] in {"15", "16", "17", "18", "19", "20"} and (
            case(token) in {"in", "since", "of", "by", "from", "until", "during", "before", "after", ""}
        )
    return False


def _holders(token: Token) -> Iterator[Token]:
    """The trigger, the words between it and its clause, and the clause itself."""
    top = clause_head(token)
    here = token
    for _ in range(6):
        yield here
        if here in (top, here.head):
            break
        here = here.head
    if base(top) in {"conj", "xcomp", "advcl", "ccomp"} and top.head != top:
        yield top.head


def phrase(head: Token, *, names: bool = True) -> Span:
    """The phrase under a head in one unbroken run, clauses left out; `names` False: and names (`meet in Zenda next week`)."""
    kept = {head.i}
    queue = [head]
    while queue:
        for c in queue.pop().children:
            if c.pos_ == "PROPN" and not names:
                continue
            if (base(c) not in DROPPED and base(c) != "case") or (base(c) == "case" and c.head != head):
                kept.add(c.i)
                queue.append(c)
    first = last = head.i
    while first - 1 in kept:
        first -= 1
    while last + 1 in kept or (last + 2 in kept and head.doc[last + 1].text == ","):
        last += 1
    return Span(head.doc[first].idx, head.doc[last].idx + len(head.doc[last]))

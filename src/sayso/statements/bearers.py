"""Which word of a source phrase stands for the claimant: the name that a title leads to, the issuer of a document."""

from spacy.tokens import Doc, Token

from sayso.language.walk import base, case
from sayso.lexicons.cues import CueLexicon

ISSUED = frozenset({"by", "from", "of"})
ISSUERS = frozenset({"PER", "ORG", "GPE", "NORP"})
LIMITS = frozenset({",", "(", ";", ":"})


def named_by(head: Token, words: set[int], lexicon: CueLexicon) -> Token | None:
    """Head of the personal name that the phrase leads up to: `President of Norland | Ada Lind`, `the envoy to Sudria, | Olav Berg`.

    Decided by position, since titles are where parses differ most. None where the head is in the name itself, or where the name
    belongs to somebody inside the phrase (`the wife of the minister Olav Berg`).
    """
    if not words or head.morph.get("Number", []) == ["Plur"]:
        return None
    doc, first = head.doc, min(words)
    for start, end in _names(doc, words, lexicon):
        if start <= head.i < end:
            return None
        if end < len(doc) and doc[end].tag_ == "POS":
            continue
        if _leads_to(doc, first, start, head, lexicon):
            return doc[start:end].root
    return None


def _names(doc: Doc, words: set[int], lexicon: CueLexicon) -> list[tuple[int, int]]:
    """Personal names among the words, titles at their beginning left out."""
    found = []
    for entity in doc[min(words) : max(words) + 1].ents:
        start = entity.start
        while start < entity.end and (_is_title(doc[start], lexicon) or doc[start].is_punct):
            start += 1
        if start > entity.start and start + 2 < entity.end and doc[start].pos_ == "ADP":
            start += 3 if doc[start + 1].pos_ == "DET" else 2  # "Emir of Qatar Tamim bin Hamad" as one name
        if entity.label_ == "PER" and start < entity.end and entity.end - 1 in words:
            found.append((start, entity.end))
    return found


def _is_title(token: Token, lexicon: CueLexicon) -> bool:
    return token.lower_.rstrip(".") in lexicon.honorifics or lexicon.types.get(token.lemma_.lower()) == "official"


def _leads_to(doc: Doc, first: int, start: int, head: Token, lexicon: CueLexicon) -> bool:
    """Whether what stands before the name, from the phrase's first word on, is a title or description of its bearer."""
    if head.i > start:
        return False  # the head comes behind the name: "Lind aides"
    role = False
    for i in range(start - 1, first - 1, -1):
        here = doc[i]
        inside_name = bool(here.ent_type_) and here.ent_type_ != "PER" and i + 1 < start and doc[i + 1].ent_iob_ == "I"
        if here.text in LIMITS:
            person = head.pos_ in {"NOUN", "PROPN"} and lexicon.types.get(head.lemma_.lower(), "person") in {"official", "person"}
            return here.text == "," and i == _before_titles(doc, start, lexicon) and person and not _list(doc, head.i, i)
        if here.pos_ == "ADP" and not inside_name:
            human = lexicon.types.get(head.lemma_.lower()) in {"official", "person"}  # no "campaign of the late Koval"
            return human and i + 1 < start and not role and head.i < i
        role = role or lexicon.types.get(here.lemma_.lower()) in {"official", "person"}
    return True


def _before_titles(doc: Doc, start: int, lexicon: CueLexicon) -> int:
    at = start - 1
    while at > 0 and (_is_title(doc[at], lexicon) or doc[at].text == "."):
        at -= 1
    return at


def _list(doc: Doc, start: int, end: int) -> bool:
    return any(doc[i].ent_type_ == "PER" for i in range(start, end) if doc[i].pos_ == "PROPN" and doc[i].ent_iob_ == "I")


def issuer_of(head: Token, words: set[int], lexicon: CueLexicon) -> Token | None:
    """Who speaks by way of a document: `a statement by the ministry`, `the bank's report`, `NATO data`."""
    if lexicon.types.get(head.lemma_.lower()) != "document" or head.ent_type_ in ISSUERS:
        return None
    for c in head.children:
        if c.i < head.i and (c.dep_ == "nmod:poss" or (base(c) in {"compound", "nmod"} and c.ent_type_ in ISSUERS)) and c.i in words:
            return c
    for c in head.subtree:
        if c.i > head.i and case(c) in ISSUED and c.pos_ in {"NOUN", "PROPN"} and _speaks(c, lexicon):
            return c
    return None


def _speaks(noun: Token, lexicon: CueLexicon) -> bool:
    return noun.ent_type_ in ISSUERS or lexicon.types.get(noun.lemma_.lower()) in {"official", "person", "organisation", "media"}


def with_name(doc: Doc, words: set[int], cue: set[int], lexicon: CueLexicon) -> set[int]:
    """The phrase with the name right behind it that the parse cut off: `House of Commons | Speaker Olav Berg said`."""
    if not words:
        return words
    last = at = max(words)
    while at + 1 < len(doc) and at - last < 3 and at + 1 not in cue and _is_title(doc[at + 1], lexicon) and doc[at + 1].pos_ == "PROPN":
        at += 1
    while at + 1 < len(doc) and doc[at + 1].text == "." and _is_title(doc[at], lexicon):
        at += 1  # "Col | . Olav Berg"
    name = doc[at + 1 : at + 2]
    cut = last + 1 < len(doc) and doc[last + 1].ent_iob_ == "I"  # "former President Bill | Clinton"
    named = doc[last].ent_type_ == "PER" and not _is_title(doc[last], lexicon)
    if (named and not cut) or not name or name[0].ent_type_ != "PER":
        return words
    end = at + 1
    while end < len(doc) and doc[end].ent_type_ == "PER" and (end == at + 1 or doc[end].ent_iob_ == "I"):
        end += 1
    grown = set(range(last + 1, end))
    return words if grown & cue or (end < len(doc) and doc[end].tag_ == "POS") else words | grown

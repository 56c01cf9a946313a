"""The source of a verb cue: its subject, also where it is shared, far away, or lost by the parse."""

from spacy.tokens import Token

from sayso.language.walk import ancestors, auxiliaries, base, case, child, children, is_passive, marker, subject, understood_subject
from sayso.lexicons.cues import CueLexicon
from sayso.statements.found import FINITE, noun_head

SPELLS = frozenset({"minute", "hour", "day", "week", "month", "year"})  # "hours after Sudria accused"
LONGEST_DATELINE = 9  # words
QUANTITIES = frozenset({"several", "many", "some", "others", "few", "both", "most"})
PARTS = frozenset({"nmod", "flat", "compound", "appos", "nmod:poss"})


def sources(verb: Token, lexicon: CueLexicon) -> list[Token]:
    """Head of the source phrase as a list of one; empty for `it`, `there` and where there is none."""
    if subject(verb) is None and verb.i > verb.sent.start and verb.nbor(-1).lower_ == "as" and verb.tag_ in FINITE:
        return speaker_behind(verb)  # "As writes the paper, P"
    found = _own(verb) or _of_relative(verb) or _of_main_clause(verb) or understood_subject(hoisted(verb) or verb) or _above(verb)
    if found is not None and verb.i - 2 <= found.i < verb.i and verb.tag_ in {"VBG", "VBN"}:
        found = _issuer(found, lexicon) or found
    if found is None or found.is_space or base(found) == "expl" or (found.head.i == verb.i and is_passive_cue(verb)):
        return []
    return [found]


def _own(verb: Token) -> Token | None:
    found = subject(verb)
    if found is not None and (case(found) or _behind_preposition(found) or found.lemma_.lower() in SPELLS):
        return _just_before(verb)  # "did not ask for aid and says", "on Twitter called": a wrong subject
    if found is not None and ("Rel" in found.morph.get("PronType", []) and base(verb) == "acl"):
        return None  # "X, who said": the antecedent is wanted
    if found is not None and found.i < verb.i and (at := _heading(found, verb)):
        behind = noun_head(verb.doc, at + 1)  # "Unrest in Sudria: the army says", "VELDA, Sudria - The army said"
        return behind if behind is not None and behind.i < verb.i else found
    if found is None and base(verb) != "acl" and verb.tag_ in FINITE | {"VBG"}:
        return _just_before(verb)
    return found


def _heading(found: Token, verb: Token) -> int:
    """Where a heading or dateline ends that the parse took for the subject; 0 for none."""
    for t in verb.doc[found.i + 1 : verb.i]:
        dateline = t.text in {"-", "–", "—"} and t.i - verb.sent.start < LONGEST_DATELINE and t.whitespace_ and t.nbor(-1).whitespace_
        if t.text == ":" or (dateline and verb.sent[0].text[:1].isupper()):
            return t.i
    return 0


def _behind_preposition(noun: Token) -> bool:
    edge = noun.left_edge
    return edge.i > noun.sent.start and edge.nbor(-1).lower_ in {"in", "on", "at", "of", "by", "for", "from", "to"} and noun.i < noun.head.i


def _just_before(verb: Token) -> Token | None:
    """The noun phrase that ends right before a verb with no subject of its own in the parse: `..., with a spokesman saying`."""
    doc, at = verb.doc, verb.i - 1
    while at > verb.sent.start and doc[at].pos_ in {"ADV", "AUX", "PART"}:
        at -= 1
    here = doc[at]
    if here.lower_ in QUANTITIES and here.i > verb.sent.start:
        return here  # "minds changed and several said"
    if here.pos_ not in {"NOUN", "PROPN", "PRON"} or here.i < verb.sent.start or here.dep_ == "obl:unmarked":
        return None
    while here.head.i < verb.i and here.head.pos_ in {"NOUN", "PROPN"} and here.dep_ in PARTS and here.head.i != here.i:
        here = here.head
    introduced = case(here) not in {"", "with", "after", "despite", "that", "before", "as"}
    return None if introduced and child(here, "case") is not None else here


def _of_relative(verb: Token) -> Token | None:
    """`a missile of the rebels, who say P`: who speak are people, though the parse hangs the clause on a thing."""
    own = subject(verb)
    if own is None or own.lower_ != "who" or own.i <= verb.sent.start or base(verb) != "acl":
        return None
    at = own.i - 1
    while at > verb.sent.start and verb.doc[at].text == ",":
        at -= 1
    near, thing = verb.doc[at], verb.head
    if near.i == thing.i or thing.ent_type_ == "PER" or near.pos_ not in {"PROPN", "NOUN"} or thing.tag_ in {"NNS", "NNPS"}:
        return None
    while near.head.i < own.i and near.dep_ in {"flat", "compound"} and near.head.i != near.i:
        near = near.head
    return near if near.ent_type_ in {"PER", "ORG", "NORP"} else None


def _of_main_clause(verb: Token) -> Token | None:
    """`X says the talks go on, calling for calm`: a participle behind a comma belongs to whom the sentence is about."""
    if verb.tag_ != "VBG":
        return None
    if not any(t.is_alpha for t in verb.doc[verb.sent.start : verb.i]):  # "Saying that P, the mayor left": it opens the sentence
        subjects = (s for t in verb.doc[verb.i : verb.sent.end] if t.tag_ in FINITE and (s := subject(t)) is not None)
        return next((s for s in subjects if s.left_edge.nbor(-1).text == ","), None)
    before = verb.nbor(-1)
    while before.i > verb.sent.start and (before.pos_ == "ADV" or (before.is_quote and before.nbor(-1).text == ",")):
        before = before.nbor(-1)  # `..., ” further adding that Q`
    root = verb.sent.root
    if before.text != "," or root.i > verb.i:
        return None
    return subject(root)


def _above(verb: Token) -> Token | None:
    if base(verb) in {"acl", "advcl", "xcomp", "conj"} and verb.tag_ == "VBG":
        return next((s for a in ancestors(verb) if (s := subject(a)) is not None), None)
    if base(verb) == "acl" and verb.head.pos_ in {"NOUN", "PROPN", "PRON"}:
        return verb.head
    opening = verb.sent[0]
    if base(verb) == "root" and verb.tag_ in FINITE and opening.i and (opening.pos_ == "CCONJ" or opening.text == ","):
        before = opening.nbor(-1).sent.root  # "The president, speaking at a rally. And said that P": a sentence cut in two
        return subject(before) or (before if before.pos_ in {"NOUN", "PROPN"} else None)
    return None


def _issuer(thing: Token, lexicon: CueLexicon) -> Token | None:
    """`X released a statement saying P`: X says it, by way of the statement."""
    verb = thing.head
    document = thing.lemma_.lower() in lexicon.said_things or lexicon.types.get(thing.lemma_.lower()) == "document"
    if document and base(thing) == "obj" and verb.lemma_.lower() in lexicon.support_verbs:
        return understood_subject(verb)
    return None


def speaker_behind(verb: Token) -> list[Token]:
    """The speaker behind an inverted verb, whatever the parse takes it for: `"...," said the leader`."""
    thing = child(verb, "nsubj", "obj", "obl", "dep")
    if thing is not None and verb.i < thing.i <= verb.i + 6 and not case(thing):
        return [thing]
    behind = verb.nbor(1) if verb.i + 1 < len(verb.doc) else verb
    found = noun_head(verb.doc, verb.i + 1) if behind.pos_ != "ADP" else None
    return [found] if found is not None else []


def hoisted(verb: Token) -> Token | None:
    """The cue that this verb is coordinated with, though the parse hangs it on that cue's content: `said he would go and urged calm`."""
    inner = verb.head
    if base(verb) != "conj" or subject(verb) is not None or inner.i == verb.i or verb.tag_ not in FINITE or inner.tag_ == verb.tag_:
        return None
    for outer in ancestors(inner):
        if outer.tag_ == verb.tag_ and subject(outer) is not None:
            return outer
        if base(outer) not in {"ccomp", "xcomp", "conj", "advcl"}:
            return None
    return None


def is_passive_cue(verb: Token) -> bool:
    """Passive by its auxiliaries, or a bare participle; a wrong `nsubj:pass` alone is not believed."""
    bare = verb.tag_ == "VBN"  # a finite verb does not share the auxiliaries of the verb that it is coordinated with
    helpers = {c.lemma_.lower() for c in (auxiliaries(verb) if bare else children(verb, "aux", "cop"))}
    if helpers & {"be", "get", "being", "been"}:
        return verb.tag_ not in {"VBG", "VB"} or any(c.dep_ == "aux:pass" for c in verb.children)
    if helpers or verb.tag_ in {"VBZ", "VBP", "VBG", "VB"}:
        return False
    if _under_with(verb):
        return True
    if verb.tag_ == "VBD":
        return False
    if bare and any(base(c) == "ccomp" and c.i > verb.i and subject(c) is not None for c in verb.children) and not _by_somebody(verb):
        return False  # "The agency, citing two officers, reported that P"
    if base(verb) == "acl" and verb.head.dep_ == "ROOT" and any(marker(c) == "that" for c in verb.children):
        return False  # "The premier made clear that P", parsed as a noun phrase
    return base(verb) in {"acl", "advcl"} or is_passive(verb)


def _by_somebody(verb: Token) -> bool:
    return any(case(c) == "by" for c in children(verb, "obl")) or verb.nbor(-1 if verb.i else 0).lower_ in {"as", "when", "if"}


def _under_with(verb: Token) -> bool:
    """`with the minister expected to resign`: a participle, whatever its tag."""
    for t in reversed(verb.doc[max(verb.sent.start, verb.i - 8) : verb.i]):
        if t.lower_ == "with":
            return True
        if t.is_punct or t.pos_ in {"VERB", "AUX", "SCONJ", "CCONJ"}:
            return False
    return False

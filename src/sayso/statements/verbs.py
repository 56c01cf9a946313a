"""Verb cues: said, denied, was reported to, accused of, plans to."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from sayso.language.walk import (
    NEGATIONS,
    OBJECTS,
    base,
    case,
    child,
    children,
    marker,
    subject,
)
from sayso.lexicons.cues import Cue, CueLexicon
from sayso.statements.contents import (
    PERSONAL,
    after_that,
    around,
    before_comma,
    before_tail,
    behind_preposition,
    clause_said,
    content_behind,
    is_infinitive,
    rest_of_sentence,
    tail_source,
    what_it_calls,
)
from sayso.statements.found import FINITE, Found, is_finite, subtree
from sayso.statements.sources import is_passive_cue, sources, speaker_behind

DASHES = frozenset("-–—―")
ABOUT_FACTS = frozenset({"asserts", "confirms", "denies", "believes", "intends", "doubts"})


def verb_cues(doc: Doc, lexicon: CueLexicon) -> Iterator[Found]:
    for token in doc:
        rows = lexicon.verbs(token.lemma_.lower(), token.lower_)
        if rows and (made := _at_tail(token, rows)) is not None:
            yield made
        elif rows and is_verbal(token):
            found = (_match(token, row, lexicon) for row in rows)
            first = next((f for f in found if f is not None), None) or by_position(token, rows, lexicon)
            if first is not None:
                yield first


def is_verbal(token: Token) -> bool:
    """A verb, or a word tagged as a noun that stands where a verb does (`Norland claims victory` in a headline)."""
    if token.tag_ == "VBG" and child(token, "nmod:poss") is not None:
        return False  # "the court's ruling"
    if token.pos_ in {"VERB", "AUX"}:
        return base(token) not in {"aux", "cop", "amod", "compound"} or child(token, "nsubj") is not None
    return (
        token.pos_ in {"NOUN", "PROPN", "ADJ"}
        and any(base(c) in {"nsubj", "ccomp"} for c in token.children)
        and child(token, "cop") is None
    )


def _match(verb: Token, row: Cue, lexicon: CueLexicon) -> Found | None:
    words = _phrase(verb, row.words)
    if words is None:
        return None
    particle = child(verb, "compound:prt")
    if particle is not None and particle.i not in words and not row.prepositions and len(row.words) == 1:
        return None  # "put up", "give in": another verb
    cue = cue_words(verb) | words
    passive = is_passive_cue(verb) and not _intransitive(verb, row)
    if passive and row.active:
        return None
    found = _passive(verb, row, cue) if passive else _active_frames(verb, row, cue, lexicon)
    if found is not None:
        found.content -= found.cue
    return found if found is not None and found.content else None


def _intransitive(verb: Token, row: Cue) -> bool:
    """`The unions called for a strike`, parsed as a noun with a participle: without `be` it can be no passive."""
    if not row.prepositions or "thing" in row.takes or any(c.lemma_ == "be" for c in verb.children):
        return False
    behind = verb.nbor(1).lower_ if verb.i + 1 < verb.sent.end else ""
    return behind in row.prepositions and (verb.head.dep_ == "ROOT" or verb.head.pos_ == "PROPN" or base(verb) == "root")


def _at_tail(verb: Token, rows: Sequence[Cue]) -> Found | None:
    """`P, the release said.`, where the parse has another subject or no verb."""
    row = next((r for r in rows if {"quote", "that"} <= r.takes and len(r.words) == 1), None)
    if row is None or (verb.tag_ not in FINITE and verb.pos_ not in {"NOUN", "VERB"}) or verb.tag_ == "VBG":
        return None
    source = tail_source(verb)
    if source is None or ((own := subject(verb)) is not None and own.i >= source.left_edge.i):
        return None
    if verb.pos_ == "NOUN" and (source.tag_ not in {"NNS", "NNPS"} and not verb.lower_.endswith(("s", "ed"))):
        return None
    cue = cue_words(verb)
    return Found(rule="statement:tail", cue=cue, content=before_comma(verb, source), source=[source], row=row, head=verb)


def by_position(verb: Token, rows: Sequence[Cue], lexicon: CueLexicon) -> Found | None:
    """What follows the verb, where the parse shows nothing that it could have as content: the ranker tells whether that is believed."""
    row = next((r for r in rows if r.words == (verb.lemma_.lower(),) and not (r.pos == "verb" and not r.takes)), None)
    if row is None or verb.tag_ not in FINITE | {"VBG", "VBN", "VB"} or verb.pos_ not in {"VERB", "AUX"}:
        return None
    if verb.tag_ in {"VBN", "VBD"} and not any(t.is_alpha for t in verb.doc[verb.sent.start : verb.i]):
        return None  # "Asked whether P, she said Q"
    passive = is_passive_cue(verb)
    if passive and (row.active or base(verb) in {"acl", "advcl"}):
        return None
    behind = content_behind(verb, row)
    source = [] if passive else sources(verb, lexicon)
    own = subject(verb) if passive else None
    about = subtree(own) if own is not None and base(own) != "expl" and own.i < verb.i else set()
    if not behind or not (passive or source):
        return None
    rule = "statement:passive-position" if passive else "statement:position"
    cue = cue_words(verb)
    return Found(rule=rule, cue=cue, content=(behind | about) - cue, source=source, row=row, head=verb)


def _phrase(verb: Token, words: tuple[str, ...]) -> set[int] | None:
    """Tokens of a cue of several words (`point out`, `make it clear`), a few words apart at most; None where they are not there."""
    found, at = {verb.i}, verb.i
    end = verb.sent.end
    for word in words[1:]:
        at = next((i for i in range(at + 1, min(at + 4, end)) if word in {verb.doc[i].lower_, verb.doc[i].lemma_.lower()}), -1)
        if at < 0:
            return None
        found.add(at)
    return found


def cue_words(verb: Token) -> set[int]:
    """The verb with auxiliaries, negation, particle, and the adverbs between them."""
    parts = {c.i for c in verb.children if base(c) in {"aux", "cop"} or c.dep_ == "compound:prt" or c.lower_ in NEGATIONS}
    near = {i for i in parts if abs(i - verb.i) <= 5}
    first = min([verb.i, *(i for i in near if i < verb.i)])
    between = verb.doc[first : verb.i]
    if any(base(t) not in {"aux", "cop", "advmod", "punct"} and t.lower_ not in NEGATIONS for t in between):
        return {verb.i, *(i for i in near if i > verb.i or verb.i - i == 1)}
    return {verb.i, *range(first, verb.i), *(i for i in near if i > verb.i)}


# ---------------------------------------------------------------- active verbs


def _active_frames(verb: Token, row: Cue, cue: set[int], lexicon: CueLexicon) -> Found | None:
    source = sources(verb, lexicon) or _inverted(verb, row)
    made = Found(rule="", cue=cue, content=set(), source=source, row=row, head=verb)
    objects = [c for c in verb.children if (c.dep_ in OBJECTS or _bare_predicate(c)) and c not in source]
    told = {"someone", "someone-to"} & row.takes

    if "that" in row.takes and (clause := clause_said(verb)) is not None:
        made.rule, made.content = "statement:clause", subtree(clause)
        return _with_more(verb, made)
    hung = [*children(verb, "xcomp", "advcl", "ccomp", "acl"), *(c for o in objects for c in children(o, "acl"))]
    infinitive = next((c for c in hung if is_infinitive(c) and c.i > verb.i), None)
    if infinitive is not None and told and "someone-to" in row.takes and objects:
        made.rule, made.content = "statement:told-to", subtree(objects[0]) | subtree(infinitive)
        return made
    if infinitive is not None and {"to", "someone-to"} & row.takes:
        made.rule, made.content = "statement:infinitive", subtree(infinitive)
        if "thing" in row.takes:
            made.content |= set().union(*(subtree(c) for c in objects))  # "proposed Y as head to end the strife"
        return made
    if "ing" in row.takes:
        gerund = next((c for c in children(verb, "xcomp", "ccomp", "obj") if c.tag_ == "VBG" or c.lower_.endswith("ing")), None)
        if gerund is not None and gerund.pos_ == "VERB":
            made.rule, made.content = "statement:gerund", subtree(gerund)
            return made
    if (oblique := behind_preposition(verb, row)) is not None and not ("thing" in row.takes and objects):
        made.rule, made.content = "statement:preposition", oblique
        if "someone-to" in row.takes and infinitive is not None:
            made.content |= subtree(infinitive)
        before = min(oblique)
        if before - 1 == max(cue) or verb.doc[before].lower_ in row.prepositions:
            made.cue = cue | {before} if verb.doc[before].lower_ in row.prepositions else cue
        return made
    if "thing" in row.takes and (named := what_it_calls(verb)):
        made.rule, made.content = "statement:what", named
        return made
    if "thing" in row.takes and objects:
        thing = _thing(verb, row, objects)
        if thing:
            made.rule, made.content = "statement:object", thing
            return made
    if "quote" in row.takes and (content := around(verb, spoken="that" not in row.takes)):
        made.rule, made.content = f"statement:{'as-clause' if marker(verb) == 'as' else 'parenthesis'}", content
        return made
    if "that" in row.takes and (content := after_that(verb)):
        made.rule, made.content = "statement:that", content
        return made
    if "that" in row.takes and "someone" in row.takes and objects and (content := after_that(verb)):
        made.rule, made.content = "statement:that", content
        return made
    if {"quote", "that"} <= row.takes and source and (content := before_tail(verb)):
        made.rule, made.content = "statement:tail", content
        return made
    if "that" in row.takes and "quote" in row.takes and source and (content := rest_of_sentence(verb, source[0])):
        made.rule, made.content = "statement:rest", content
        return made
    return None


def _with_more(verb: Token, made: Found) -> Found:
    """A sentence on both sides of its reporting clause: `"A," he said, "B."`"""
    first = verb.doc[min(made.content)]
    for c in verb.children:
        if base(c) not in {"ccomp", "parataxis"} or subtree(c) & made.content or is_infinitive(c):
            continue
        before = c.i < first.i
        if before and first.lower_ in {"that", "whether", "if"}:
            continue  # "Koval, who had won, said that P"
        if not before and not verb.doc[min(subtree(c))].is_quote and any(t.pos_ in {"SCONJ", "ADP"} for t in verb.doc[c.left_edge.i : c.i]):
            continue  # "P, Koval said, hours after Q"
        made.content |= subtree(c)
    if base(verb) == "parataxis":
        made.content |= around(verb)
    return made


def _is_person(token: Token) -> bool:
    return token.ent_type_ == "PER" or token.lower_ in {"him", "her", "them", "me", "us", "you"}


def _bare_predicate(token: Token) -> bool:
    """A noun taken for a predicate: `called the raid a disgrace`."""
    return token.dep_ == "xcomp" and token.pos_ in {"NOUN", "PROPN"} and token.i > token.head.i and not is_infinitive(token)


def _thing(verb: Token, row: Cue, objects: list[Token]) -> set[int]:
    predicate = child(verb, "xcomp")
    hung = [*children(verb, "obl", "advcl", "xcomp"), *(c for o in objects for c in children(o, "nmod", "acl"))]
    as_phrase = next((c for c in hung if case(c) == "as" or marker(c) == "as"), None)
    if "xcomp" in row.requires and predicate is None:
        return set()
    if "as" in row.requires and as_phrase is None:
        return set()
    if predicate is None and as_phrase is None and row.force in ABOUT_FACTS and all(_is_person(o) for o in objects):
        return set()  # "confirmed him", "named a new premier": done to a person, not said of a fact
    content: set[int] = set()
    for thing in objects:
        content |= subtree(thing)
        if thing.lower_ in PERSONAL and base(verb) == "acl":
            content |= subtree(verb.head) - subtree(verb)  # "the islands, which Sudria claims"
    if predicate is not None:
        content |= subtree(predicate)
    for c in children(verb, "obl", "advcl"):
        if c.i > verb.i and (case(c) in row.prepositions or marker(c) in row.prepositions):
            content |= subtree(c)
    return content


def _inverted(verb: Token, row: Cue) -> list[Token]:
    """The speaker behind the verb, taken for an object: `"...," said the leader`, `as writes the paper`."""
    if "quote" not in row.takes or verb.tag_ not in FINITE:
        return []
    before = next(
        (t for t in reversed(verb.doc[max(verb.sent.start, verb.i - 3) : verb.i]) if not t.is_space and t.text not in DASHES), None
    )
    if before is None or not (before.is_quote or before.text in {",", "»", "''"} or before.lower_ == "as"):
        return []
    earlier = verb.doc[verb.sent.start : verb.i]
    if before.lower_ != "as" and not any(t.is_quote or t.text in {"»", "''"} or is_finite(t) for t in earlier):
        return []  # "Koval, the envoy, told the press": nothing has been said yet
    behind = verb.nbor(1) if verb.i + 1 < verb.sent.end else verb
    return speaker_behind(verb) if behind.pos_ in {"DET", "NOUN", "PROPN", "PRON", "ADJ", "NUM"} else []


# ---------------------------------------------------------------- passive verbs


def _passive(verb: Token, row: Cue, cue: set[int]) -> Found | None:
    """`it is said that P`, `X is believed to P`, `X, accused of P, ...`, `P, it was announced`."""
    agent = next((c for c in children(verb, "obl") if case(c) == "by" and c.i > verb.i), None)
    own = subject(verb)
    if own is None and base(verb) == "conj":
        own = subject(verb.head)
    head_noun = verb.head if base(verb) == "acl" else None
    made = Found(rule="", cue=cue, content=set(), source=[agent] if agent is not None else [], row=row, head=verb)
    clause = clause_said(verb) or child(verb, "csubj")
    thing = own if own is not None and base(own) != "expl" and own.lower_ not in {"it", *PERSONAL} else head_noun
    about = subtree(thing) - (subtree(verb) if head_noun is thing else set()) if thing is not None else set()
    infinitive = next((c for c in children(verb, "xcomp", "advcl", "ccomp") if is_infinitive(c) and c.i > verb.i), None)
    if agent is not None:
        by = next((c for c in agent.children if c.lower_ == "by"), None)
        made.cue = cue | {by.i} if by is not None and by.i <= max(cue) + 2 else cue
    said = subtree(clause) if clause is not None else after_that(verb, sure=True) if own is not None and own.lower_ == "it" else set()
    if said and "that" in row.takes:
        made.rule, made.content = "statement:passive-that", said
        if {"someone", "someone-to"} & row.takes and thing is own and own is not None:
            return None  # "they were told that P": nobody is named who said it
        return made
    if infinitive is not None and row.takes & {"that", "to", "someone-to", "thing"}:
        made.rule, made.content = "statement:passive-to", subtree(infinitive) | about
        return made
    oblique = behind_preposition(verb, row)
    if oblique is not None:
        made.rule, made.content = "statement:passive-preposition", oblique | (about if "as" in row.prepositions else set())
        if verb.doc[min(oblique)].lower_ in row.prepositions and verb.doc[min(oblique)].lower_ != "as":
            made.cue = made.cue | {min(oblique)}
        return made
    told = row.force == "asserts" and {"thing", "that"} <= row.takes
    if about and not row.requires and (told or (agent is not None and "thing" in row.takes)):
        made.rule, made.content = "statement:passive-object", about
        behind = verb.nbor(1) if verb.i + 1 < verb.sent.end else verb
        if behind.pos_ == "ADP" and behind.lower_ not in {"by", "as"} and agent is None:
            made.content = about | {behind.i}  # "a fire is reported at the port"
        return made
    return None

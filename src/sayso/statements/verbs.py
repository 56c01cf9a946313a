"""Verb cues: said, denied, was reported to, accused of, plans to."""

from collections.abc import Iterator

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
from sayso.statements.found import FINITE, Found, is_finite, subtree
from sayso.statements.sources import is_passive_cue, sources, speaker_behind

DASHES = frozenset("-–—―")
ABOUT_FACTS = frozenset({"asserts", "confirms", "denies", "believes", "intends", "doubts"})
PERSONAL = frozenset({"who", "whom", "which", "that"})


def verb_cues(doc: Doc, lexicon: CueLexicon) -> Iterator[Found]:
    for token in doc:
        rows = lexicon.verbs(token.lemma_.lower(), token.lower_)
        if rows and is_verbal(token):
            found = (_match(token, row, lexicon) for row in rows)
            if (first := next((f for f in found if f is not None), None)) is not None:
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

    if "that" in row.takes and (clause := _clause(verb)) is not None:
        made.rule, made.content = "statement:clause", subtree(clause)
        return _with_more(verb, made)
    hung = [*children(verb, "xcomp", "advcl", "ccomp", "acl"), *(c for o in objects for c in children(o, "acl"))]
    infinitive = next((c for c in hung if _is_infinitive(c) and c.i > verb.i), None)
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
    if (oblique := _oblique(verb, row)) is not None and not ("thing" in row.takes and objects):
        made.rule, made.content = "statement:preposition", oblique
        if "someone-to" in row.takes and infinitive is not None:
            made.content |= subtree(infinitive)
        before = min(oblique)
        if before - 1 == max(cue) or verb.doc[before].lower_ in row.prepositions:
            made.cue = cue | {before} if verb.doc[before].lower_ in row.prepositions else cue
        return made
    if "thing" in row.takes and (named := _what_it_calls(verb)):
        made.rule, made.content = "statement:what", named
        return made
    if "thing" in row.takes and objects:
        thing = _thing(verb, row, objects)
        if thing:
            made.rule, made.content = "statement:object", thing
            return made
    if "quote" in row.takes and (content := _parenthesis(verb, spoken="that" not in row.takes)):
        made.rule, made.content = f"statement:{'as-clause' if marker(verb) == 'as' else 'parenthesis'}", content
        return made
    if "that" in row.takes and (content := _after_that(verb)):
        made.rule, made.content = "statement:that", content
        return made
    if "that" in row.takes and "someone" in row.takes and objects and (content := _after_that(verb)):
        made.rule, made.content = "statement:that", content
        return made
    if {"quote", "that"} <= row.takes and source and (content := _before_tail(verb)):
        made.rule, made.content = "statement:tail", content
        return made
    if "that" in row.takes and "quote" in row.takes and source and (content := _rest(verb, source[0])):
        made.rule, made.content = "statement:rest", content
        return made
    return None


def _clause(verb: Token) -> Token | None:
    """The clause that is said: a complement, or one that a worse parse hangs on the verb another way."""
    complements = [c for c in verb.children if base(c) == "ccomp" and not _is_infinitive(c)]
    if complements:
        return next((c for c in complements if c.i > verb.i and marker(c) == "that"), complements[0])
    for c in verb.children:
        if base(c) in {"xcomp", "advcl", "acl", "parataxis", "conj", "csubj"} and c.i > verb.i and marker(c) in {"that", "whether"}:
            return c
        if base(c) == "parataxis" and c.i > verb.i and verb.nbor(1).text in {":", ","} and not is_reporting_shape(c):
            return c
    return None


def is_reporting_shape(verb: Token) -> bool:
    """`he said` inside or after something said: nothing but a subject and adverbs of its own."""
    return subject(verb) is not None and not any(base(c) in {"ccomp", "obj", "xcomp"} for c in verb.children)


def _with_more(verb: Token, made: Found) -> Found:
    """A sentence on both sides of its reporting clause: `"A," he said, "B."`"""
    first = verb.doc[min(made.content)]
    for c in verb.children:
        if base(c) not in {"ccomp", "parataxis"} or subtree(c) & made.content or _is_infinitive(c):
            continue
        before = c.i < first.i
        if before and first.lower_ in {"that", "whether", "if"}:
            continue  # "Koval, who had won, said that P"
        if not before and not verb.doc[min(subtree(c))].is_quote and any(t.pos_ in {"SCONJ", "ADP"} for t in verb.doc[c.left_edge.i : c.i]):
            continue  # "P, Koval said, hours after Q"
        made.content |= subtree(c)
    if base(verb) == "parataxis":
        made.content |= _parenthesis(verb)
    return made


def _is_infinitive(verb: Token) -> bool:
    return any(c.lower_ == "to" and (base(c) in {"mark", "aux"} or c.tag_ == "TO") for c in verb.children)


def _oblique(verb: Token, row: Cue) -> set[int] | None:
    """Content behind one of the row's prepositions, preposition included."""
    for preposition in row.prepositions:
        for c in children(verb, "obl", "advcl", "nmod", "xcomp", "ccomp", "obj"):
            if c.i > verb.i and (case(c) == preposition or marker(c) == preposition):
                return subtree(c)
        for i in range(verb.i + 1, min(verb.i + 4, verb.sent.end)):
            token = verb.doc[i]
            if token.lower_ != preposition and token.pos_ not in {"ADV", "PART", "PRON"}:
                break
            if token.lower_ == preposition and base(token) in {"case", "mark", "compound"} and token.head.i > i:
                return {t for t in subtree(token.head) if t >= i}
    return None


def _is_person(token: Token) -> bool:
    return token.ent_type_ == "PER" or token.lower_ in {"him", "her", "them", "me", "us", "you"}


def _what_it_calls(verb: Token) -> set[int]:
    """`what it called "a gang of thieves"`: the name that somebody gives it."""
    own = subject(verb)
    if own is None or own.left_edge.i <= verb.sent.start or own.left_edge.nbor(-1).lower_ != "what" or own.i > verb.i:
        return set()
    named: set[int] = set()
    quoted = False
    for t in verb.doc[verb.i + 1 : verb.sent.end]:
        if t.is_quote:
            if quoted:
                break
            quoted = True
        elif not quoted and named and (t.is_punct or t.pos_ in {"ADP", "VERB", "AUX", "SCONJ", "CCONJ"}):
            break
        elif t.lower_ != "as" or quoted:
            named.add(t.i)
    return named


def _bare_predicate(token: Token) -> bool:
    """A noun taken for a predicate: `called the raid a disgrace`."""
    return token.dep_ == "xcomp" and token.pos_ in {"NOUN", "PROPN"} and token.i > token.head.i and not _is_infinitive(token)


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


def _parenthesis(verb: Token, *, spoken: bool = False) -> set[int]:
    """The clause that a reporting clause follows or interrupts (`P, X said`), or that an as-clause leans on (`as X noted, P`).

    `spoken`: only behind a quotation mark (`"P," X went on`).
    """
    leans = base(verb) == "advcl" and marker(verb) == "as"
    if base(verb) == "root" or (subject(verb) is None and not (leans and _first_in_clause(verb))):
        return set()
    inserted = base(verb) in {"parataxis", "ccomp"} and not marker(verb)
    first = min(subtree(verb))
    before = verb.doc[first - 1].text if first > verb.sent.start else ""
    comma = before in {",", '"', "”", "»", "''", "–", "-", "—"} or verb.doc[first].text in {",", "–", "-", "—"}
    if spoken and not leans and before not in {'"', "”", "»", "''"}:
        return set()
    if not leans and not (inserted and comma and verb.head.i < verb.i):
        return set()
    return subtree(verb.head) - subtree(verb)


def _first_in_clause(verb: Token) -> bool:
    return verb.i > verb.sent.start and verb.nbor(-1).lower_ == "as"


def is_complementizer(that: Token) -> bool:
    """`that` which opens a clause of its own, though the tagger may take it for a relative: `told the court that it was late`."""
    if that.pos_ == "SCONJ" or that.dep_ == "mark":
        return True
    verb = that.head
    complete = any(base(c) in {"obj", "obl", "cop", "ccomp", "xcomp", "advmod"} and c.i > that.i for c in verb.children if c.i != that.i)
    return verb.i > that.i and any(base(c) == "nsubj" and c.i > that.i for c in verb.children) and complete


def _after_that(verb: Token) -> set[int]:
    """`that` soon after the verb, though the parse does not hang its clause there: what follows in the sentence."""
    end = verb.sent.end
    for i in range(verb.i + 1, min(verb.i + 14, end)):
        token = verb.doc[i]
        if token.lower_ == "that" and is_complementizer(token):
            return set(range(i, end))
        if token.is_punct or token.pos_ in {"VERB", "CCONJ"}:
            break
    return set()


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


def _before_tail(verb: Token) -> set[int]:
    """`P, X said.`: a reporting clause at the end of its sentence, however it hangs together with what comes before."""
    own = subject(verb)
    first = min((t.i for t in own.subtree), default=verb.i) if own is not None else verb.i
    rest = verb.doc[verb.i + 1 : verb.sent.end]
    aside = next((n for n, t in enumerate(rest) if t.text == "," and n + 1 < len(rest) and rest[n + 1].tag_ == "VBG"), len(rest))
    behind = [t for t in rest[:aside] if not t.is_punct and not t.is_space]  # "..., officials told the press, adding that Q"
    if own is None or own.i > verb.i or len(behind) > 6 or any(is_finite(t) for t in behind) or first <= verb.sent.start:
        return set()
    mark = verb.doc[first - 1]
    if mark.text != "," and not ((mark.is_quote or mark.text in {"»", "''"}) and mark.i > verb.sent.start and mark.nbor(-1).text == ","):
        return set()
    before = verb.doc[verb.sent.start : first - 1]
    return {t.i for t in before} if any(is_finite(t) for t in before) else set()


def _rest(verb: Token, source: Token) -> set[int]:
    """What follows a verb of saying up to the end of the sentence, where the parse finds no clause there though it has a verb.

    A phrase of time, place or hearer in between is stepped over: `said in May the talks would fail`.
    """
    after = [t for t in verb.doc[verb.i + 1 : verb.sent.end] if not t.is_space]
    if after and after[0].pos_ == "ADP":
        after = _behind_phrase(after)
    if not after or after[0].is_punct or after[0].pos_ in {"ADP", "PART", "CCONJ"} or source.i > verb.i or verb.tag_ not in FINITE:
        return set()
    for t in after:
        if t.lower_ in PERSONAL or t.pos_ in {"SCONJ", "CCONJ"}:
            return set()  # "maintains his post and remains in charge"
        if t.tag_ in FINITE:
            return {t.i for t in after}
    return set()


def _behind_phrase(words: list[Token]) -> list[Token]:
    """The words behind a short prepositional phrase that opens them; empty if it is long or nothing opens a clause behind it."""
    for n, t in enumerate(words[1:9], 1):
        if t.text == ",":
            return words[n + 1 :]
        opens = t.pos_ in {"DET", "PRON"} or (t.pos_ == "PROPN" and words[n - 1].pos_ not in {"ADP", "PROPN", "DET"})
        if opens and words[n - 1].pos_ in {"NOUN", "PROPN", "NUM"}:
            return words[n:]
    return []


# ---------------------------------------------------------------- passive verbs


def _passive(verb: Token, row: Cue, cue: set[int]) -> Found | None:
    """`it is said that P`, `X is believed to P`, `X, accused of P, ...`, `P, it was announced`."""
    agent = next((c for c in children(verb, "obl") if case(c) == "by" and c.i > verb.i), None)
    own = subject(verb)
    if own is None and base(verb) == "conj":
        own = subject(verb.head)
    head_noun = verb.head if base(verb) == "acl" else None
    made = Found(rule="", cue=cue, content=set(), source=[agent] if agent is not None else [], row=row, head=verb)
    clause = _clause(verb) or child(verb, "csubj")
    thing = own if own is not None and base(own) != "expl" and own.lower_ not in {"it", *PERSONAL} else head_noun
    about = subtree(thing) - (subtree(verb) if head_noun is thing else set()) if thing is not None else set()
    infinitive = next((c for c in children(verb, "xcomp", "advcl", "ccomp") if _is_infinitive(c) and c.i > verb.i), None)
    if agent is not None:
        by = next((c for c in agent.children if c.lower_ == "by"), None)
        made.cue = cue | {by.i} if by is not None and by.i <= max(cue) + 2 else cue
    said = subtree(clause) if clause is not None else _after_that(verb) if own is not None and own.lower_ == "it" else set()
    if said and "that" in row.takes:
        made.rule, made.content = "statement:passive-that", said
        if {"someone", "someone-to"} & row.takes and thing is own and own is not None:
            return None  # "they were told that P": nobody is named who said it
        return made
    if infinitive is not None and row.takes & {"that", "to", "someone-to", "thing"}:
        made.rule, made.content = "statement:passive-to", subtree(infinitive) | about
        return made
    oblique = _oblique(verb, row)
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

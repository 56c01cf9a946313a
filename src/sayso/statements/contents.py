"""Where the content of a verb stands: its clause, what a preposition leads to, what it is said around, behind or in the middle of."""

from spacy.tokens import Token

from sayso.language.walk import base, case, children, marker, subject
from sayso.lexicons.cues import Cue
from sayso.statements.found import FINITE, is_finite, noun_head, subtree

PERSONAL = frozenset({"who", "whom", "which", "that"})
LONGEST_TAIL = 6  # words behind `X said` at the end of a sentence
LONGEST_SPEAKER = 14


def clause_said(verb: Token) -> Token | None:
    """The clause that is said: a complement, or one that a worse parse hangs on the verb another way."""
    complements = [c for c in verb.children if base(c) == "ccomp" and not is_infinitive(c)]
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


def is_infinitive(verb: Token) -> bool:
    return any(c.lower_ == "to" and (base(c) in {"mark", "aux"} or c.tag_ == "TO") for c in verb.children)


def behind_preposition(verb: Token, row: Cue) -> set[int] | None:
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


def what_it_calls(verb: Token) -> set[int]:
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


def around(verb: Token, *, spoken: bool = False) -> set[int]:
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


def after_that(verb: Token, *, sure: bool = False) -> set[int]:
    """`that` soon after the verb, though the parse does not hang its clause there: what follows in the sentence.

    `sure`: nothing else can be meant (`It was reported by the guards that P`).
    """
    end = verb.sent.end
    for i in range(verb.i + 1, min(verb.i + 14, end)):
        token = verb.doc[i]
        if token.lower_ == "that" and (sure or is_complementizer(token)):
            return set(range(i, end))
        if token.is_punct or token.pos_ in {"VERB", "CCONJ"}:
            break
    return set()


def before_tail(verb: Token) -> set[int]:
    """`P, X said.`: a reporting clause at the end of its sentence, however it hangs together with what comes before."""
    own = subject(verb)
    first = min((t.i for t in own.subtree), default=verb.i) if own is not None else verb.i
    rest = verb.doc[verb.i + 1 : verb.sent.end]
    aside = next((n for n, t in enumerate(rest) if t.text == "," and n + 1 < len(rest) and rest[n + 1].tag_ == "VBG"), len(rest))
    behind = [t for t in rest[:aside] if not t.is_punct and not t.is_space]  # "..., officials told the press, adding that Q"
    if own is not None and own.lower_ in PERSONAL:
        return set()  # "said Koval, who saw it"
    if own is None or own.i > verb.i or len(behind) > LONGEST_TAIL or any(is_finite(t) for t in behind) or first <= verb.sent.start:
        return set()
    mark = verb.doc[first - 1]
    if mark.text != "," and not ((mark.is_quote or mark.text in {"»", "''"}) and mark.i > verb.sent.start and mark.nbor(-1).text == ","):
        return set()
    before = verb.doc[verb.sent.start : first - 1]
    return {t.i for t in before} if any(is_finite(t) for t in before) else set()


def tail_source(verb: Token) -> Token | None:
    """The speaker of `P, X said.` by position, where the parse takes another phrase for the subject; None where that is not its shape."""
    doc, first = verb.doc, verb.sent.start
    behind = [t for t in doc[verb.i + 1 : verb.sent.end] if not t.is_punct and not t.is_space]
    if len(behind) > LONGEST_TAIL or any(is_finite(t) or t.lower_ in {"that", "to"} for t in behind):
        return None
    at = verb.i - 1
    while at > first and doc[at].pos_ in {"AUX", "ADV", "PART"}:
        at -= 1
    last = at
    while (
        at > first and verb.i - at < LONGEST_SPEAKER and doc[at].text not in {",", "”", '"', "''"} and doc[at].pos_ not in {"VERB", "AUX"}
    ):
        at -= 1
    words = doc[at + 1 : last + 1]
    if doc[at].text not in {",", "”", '"', "''"} or not words or words[0].pos_ not in {"DET", "PROPN", "NOUN", "ADJ", "PRON", "NUM"}:
        return None
    opens = doc[first].lower_ in {"after", "when", "while", "before", "asked"} or words[0].lower_ in PERSONAL
    if opens or not any(is_finite(t) for t in doc[first:at]) or not any(t.pos_ in {"NOUN", "PROPN", "PRON"} for t in words):
        return None
    return noun_head(doc, at + 1, len(words))


def before_comma(verb: Token, source: Token) -> set[int]:
    """All of the sentence up to the comma before the speaker."""
    at = next((i for i in range(source.i, verb.sent.start, -1) if verb.doc[i].text in {",", "”", '"', "''"}), verb.sent.start)
    return set(range(verb.sent.start, at))


def rest_of_sentence(verb: Token, source: Token) -> set[int]:
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


def content_behind(verb: Token, row: Cue) -> set[int]:
    """The words behind a verb up to the end of its sentence, if they begin like something that it takes."""
    doc, start, end = verb.doc, verb.i + 1, verb.sent.end
    while start < end and (doc[start].pos_ == "ADV" or doc[start].is_space or doc[start].text in {":", ","}):
        start += 1
    if start >= end:
        return set()
    first, rest = doc[start], doc[start:end]
    clause = any(is_finite(t) for t in rest)
    opens = first.pos_ in {"DET", "NOUN", "PROPN", "PRON", "ADJ", "NUM"} or first.is_quote
    fits = (
        ("to" in row.takes and first.lower_ == "to")
        or ("that" in row.takes and clause and (opens or first.lower_ in {"that", "if", "whether", "how", "why", "what"}))
        or ("thing" in row.takes and opens and first.lower_ not in PERSONAL)
    )
    return set(range(start, end)) if fits and any(t.pos_ in {"NOUN", "PROPN", "VERB", "PRON"} for t in rest) else set()


def _behind_phrase(words: list[Token]) -> list[Token]:
    """The words behind a short prepositional phrase that opens them; empty if it is long or nothing opens a clause behind it."""
    for n, t in enumerate(words[1:9], 1):
        if t.text == ",":
            return words[n + 1 :]
        opens = t.pos_ in {"DET", "PRON"} or (t.pos_ == "PROPN" and words[n - 1].pos_ not in {"ADP", "PROPN", "DET"})
        if opens and words[n - 1].pos_ in {"NOUN", "PROPN", "NUM"}:
            return words[n:]
    return []

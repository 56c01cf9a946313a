"""Present-tense cues that the tagger takes for nouns: `A Norland court rules that ...`, `Sudria vows to ...`.

Found by position alone, since a sentence parsed without its verb has no clause to go by.
"""

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from sayso.language.mentions import phrase
from sayso.language.walk import subject
from sayso.lexicons.cues import Cue, CueLexicon
from sayso.statements.found import FINITE, Found, noun_head
from sayso.statements.verbs import is_verbal

OPENERS = frozenset({"DET", "PROPN", "NUM", "PRON"})
MAIN_BREAK = frozenset({"while", "after", "amid", "following", "as", "but", "although"})


def headline_cues(doc: Doc, lexicon: CueLexicon, taken: set[int]) -> Iterator[Found]:
    """Cues among the words that are no verbs in the parse; `taken` are the cue words that other rules have found."""
    for token in doc:
        if token.i in taken or token.pos_ not in {"NOUN", "PROPN"} or is_verbal(token):
            continue
        rows = _rows(token, lexicon)
        source = phrase_before(token) if rows else set()
        if not source:
            continue
        plain = not lexicon.at("noun", token.lower_.removesuffix("s"))  # "alleges" is no noun, "claims" may be
        made = next((m for r in rows if (m := _content(token, r, plain=plain)) is not None), None)
        if made is not None:
            made.source_tokens = source
            made.source = [doc[head_of(doc, source)]]
            yield made


def _rows(token: Token, lexicon: CueLexicon) -> list[Cue]:
    """Rows of a present tense: with -s, or the bare verb between a plural and `that`."""
    if token.lower_.endswith("s"):
        return [r for r in lexicon.verbs("", token.lower_) if len(r.words) == 1]
    if token.i == token.sent.start or token.i + 1 >= token.sent.end:
        return []
    plural = token.nbor(-1).tag_ in {"NNS", "NNPS"} and token.nbor(1).lower_ == "that"
    return [r for r in lexicon.verbs(token.lower_, "") if len(r.words) == 1] if plural else []


def mend_sources(doc: Doc, found: list[Found]) -> None:
    """Give cues that the tagger took for nouns, and so left without a subject, the noun phrase before them."""
    for f in found:
        if f.head is None or f.source or f.row is None or f.row.pos != "verb" or "passive" in f.rule:
            continue
        if f.head.pos_ in {"VERB", "AUX"} and (f.head.tag_ not in FINITE or subject(f.head) is not None):
            continue  # a subject of its own that is no source: "it seems"
        if words := phrase_before(f.head) or _opening_phrase(f.head):
            f.source_tokens = words
            f.source = [doc[head_of(doc, words)]]


def _opening_phrase(verb: Token) -> set[int]:
    """The noun phrase that opens the sentence, cut off from its verb by a relative clause: `Koval, who won in March, said that P`."""
    head = noun_head(verb.doc, verb.sent.start)
    if head is None or verb.nbor(-1).text != ",":
        return set()
    words = {t.i for t in phrase(head)}
    return words if max(words) < verb.i and verb.doc[max(words) + 1].text == "," else set()


def phrase_before(token: Token) -> set[int]:
    """The words from the start of the clause to the cue, if they are a noun phrase and no verb; empty if they are not."""
    doc, start = token.doc, token.sent.start
    words: list[int] = []
    for i in range(token.i - 1, start - 1, -1):
        here = doc[i]
        if here.tag_ in FINITE and here.pos_ in {"VERB", "AUX"}:
            return set()
        if here.text in {";", ":"} or (here.pos_ == "SCONJ" and not words):
            break
        words.append(i)
        if here.dep_ == "cc" and here.i == token.i - 1:
            return _shared_subject(token)
    words = [i for i in sorted(words) if not doc[i].is_space]
    while words and (doc[words[0]].pos_ in {"ADV", "CCONJ", "PUNCT"} or doc[words[0]].is_punct):
        words.pop(0)
    if words and doc[words[0]].pos_ == "ADP":  # "In Sudria the supreme court calls for"
        cut = next((n for n, i in enumerate(words) if n > 1 and doc[i].pos_ in {"DET", "PUNCT"}), len(words))
        words = [i for i in words[cut:] if not doc[words[cut]].is_punct or i > words[cut]]
    last = doc[token.i - 1]
    fits = last.pos_ in {"NOUN", "PROPN", "PRON", "X"} or last.text in {")", '"', "”", ","}
    return set(words) if words and fits else set()


def _shared_subject(verb: Token) -> set[int]:
    """The subject of the last finite verb before, for a cue that is coordinated with it."""
    for here in reversed(verb.doc[verb.sent.start : verb.i + 1]):
        if here.tag_ in FINITE and (found := subject(here)) is not None:
            return {t.i for t in found.subtree if t.i < here.i}
    return set()


def head_of(doc: Doc, words: set[int]) -> int:
    """The head noun of a phrase by position: the last noun before `of`, `for`, a comma or the end."""
    ordered = sorted(words)
    for n, i in enumerate(ordered):
        stops = n + 1 == len(ordered) or doc[ordered[n + 1]].pos_ in {"ADP", "PUNCT"} or doc[ordered[n + 1]].is_punct
        if stops and doc[i].pos_ in {"NOUN", "PROPN", "PRON", "X"}:
            return i
    return ordered[-1]


def _content(token: Token, row: Cue, *, plain: bool = False) -> Found | None:
    doc, end = token.doc, token.sent.end
    if token.i + 1 >= end:
        return None
    following = doc[token.i + 1]
    word = following.lower_
    to = word == "to" and bool({"to"} & row.takes)
    preposition = word in row.prepositions and not row.takes
    that = word == "that" and "that" in row.takes
    opens = following.pos_ in OPENERS or following.is_quote or (plain and following.pos_ in {"NOUN", "ADJ"})
    thing = bool({"that", "thing"} & row.takes) and opens
    if not (to or preposition or that or thing):
        return None
    stop = end
    for i in range(token.i + 2, end):
        if doc[i].lower_ in MAIN_BREAK and doc[i - 1].text == ",":
            stop = i
            break
    start = token.i + 2 if preposition else token.i + 1
    cue = {token.i, token.i + 1} if preposition else {token.i}
    content = set(range(start, stop))
    return Found(rule="statement:headline", cue=cue, content=content, source=[], row=row, head=token) if content else None

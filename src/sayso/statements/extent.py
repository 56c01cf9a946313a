"""How far the content behind a cue runs: to the end of the sentence, unless something else begins.

Decided by position, because attachments at the end of a long clause are what a parser gets wrong most.
"""

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from sayso.language.walk import ancestors, base, subject
from sayso.lexicons.cues import CueLexicon
from sayso.statements.found import FINITE, Found, is_finite
from sayso.statements.quotations import Stretch

CLAUSES = frozenset({"clause", "that", "rest", "infinitive", "told-to", "passive-that", "passive-to", "headline", "gerund"}) | {
    "position", "passive-position",
}  # fmt: skip
THINGS = frozenset({"object", "preposition", "passive-preposition", "passive-object", "adverb"})
CIRCUMSTANCE = frozenset(
    {"after", "before", "during", "since", "amid", "following", "despite", "while", "when", "until", "because", "although", "via", "if"}
) | {"so"}
AFTER_COMMA = (CIRCUMSTANCE - {"before", "during", "until", "via", "if", "so"}) | {
    "whereas", "with", "as", "but", "though", "who", "which", "whose", "where",
}  # fmt: skip
JOINTS = frozenset({"and", "but", "or"})
SHORTEST_END = 2  # letters of a word before a full stop that is no abbreviation's
RELATIVE = frozenset({"which", "who", "whose", "where", "that"})


def set_extent(doc: Doc, found: Found, quotes: Sequence[Stretch], lexicon: CueLexicon) -> None:
    """Move the right end of the content to where it ends in the sentence."""
    kind = found.rule.removeprefix("statement:")
    if kind == "noun" and found.head is not None and (found.absorbs or base(found.head) == "obj") and found.content:
        kind = "clause" if doc[min(found.content)].lower_ in {"that", "to", "whether"} else "object"
    behind = {i for i in found.content if i > max(found.cue)}
    if found.head is None or not behind or kind not in CLAUSES | THINGS:
        return
    start, known = min(behind), max(behind)
    cue = found.head
    first = next((doc[i] for i in sorted(behind) if not doc[i].is_punct), cue)
    before = len(found.content) > len(behind)
    if before and (_inverted(found) or (first.tag_ == "VBG" and lexicon.verbs(first.lemma_.lower(), first.lower_))):
        found.content -= behind  # "P," said the leader of X; "P," X said, adding that Q
        return
    if cue.dep_ == "acl:relcl" or (base(cue) == "advcl" and cue.head.i > known):
        found.content = {i for i in found.content if i < _main_clause(cue)} or found.content
        return  # "voters who say P are few"; "Promising that P, the mayor left": the main clause comes behind
    opening = next((q for q in quotes if q.tokens and q.speech and start <= min(q.tokens) <= start + 1 and q.last in ".,!?…"), None)
    if opening is not None:
        found.content = (found.content - behind) | opening.tokens  # said "We lost," and the flags came down
        return
    stop = _stop(doc, found.head, start, known, kind in CLAUSES, lexicon)
    found.content = (found.content - behind) | set(range(start, stop))


def _inverted(found: Found) -> bool:
    cue = found.head
    if cue is None or not found.source or found.source[0].i < cue.i:
        return False
    return cue.i > 0 and max((i for i in found.content if i < cue.i), default=-9) >= cue.i - 4


def _stop(doc: Doc, cue: Token, start: int, known: int, clause: bool, lexicon: CueLexicon) -> int:
    end = min(max(doc[known].sent.end, known + 1), max(_main_clause(cue), start + 1))
    infinitive = doc[start].lower_ == "to" or any(t.lower_ == "to" and t.tag_ == "TO" for t in doc[start : start + 4])
    for i in range(start + 1, end):
        token = doc[i]
        if token.text == ";" or (token.is_space and "\n" in token.text):
            return i
        after = _next(doc, i, end)
        if after is None:
            continue
        if token.lower_ in JOINTS and (_goes_on(after, cue, clause, lexicon) or (infinitive and is_finite(after))):
            return i
        if (infinitive or not clause) and token.lower_ in JOINTS and _new_clause(doc, i, end):
            return i - (doc[i - 1].text == ",")
        if not clause and token.text == "," and doc[i + 1].lower_ in RELATIVE:
            return i  # "announced a vote on the charter, which ...": no part of what was announced
        if token.text == "." and doc[i + 1].is_quote and i + 2 < end and doc[i + 2].text[:1].isupper() and len(doc[i - 1]) > SHORTEST_END:
            return i  # "... in June. “We lost,” she said": two sentences that the parse took for one
        if token.text == "," and after.tag_ == "VBG" and lexicon.verbs(after.lemma_.lower(), after.lower_):
            return i
        if i <= known:
            continue
        if token.text == "," and (after.lower_ in AFTER_COMMA or after.tag_ == "VBG"):
            return i
        if not clause and (token.lower_ in CIRCUMSTANCE or token.text.endswith("day")):
            return i - (doc[i - 1].lower_ in {"on", "last", "this", "next", ","})
    return end


def _new_clause(doc: Doc, joint: int, end: int) -> bool:
    """Whether a clause with a subject of its own follows `and` or `but`."""
    for token in doc[joint + 1 : min(joint + 12, end)]:
        if token.text in {",", ";"} or token.pos_ == "SCONJ" or token.lower_ in RELATIVE or token.lower_ == "to":
            return False
        if is_finite(token):
            own = subject(token) or subject(token.head)
            return own is not None and joint < own.i < token.i
    return False


def _goes_on(after: Token, cue: Token, clause: bool, lexicon: CueLexicon) -> bool:
    """Whether the word behind `and` is a verb that goes on with the cue, not with what is said: `said P and urged Q`."""
    like_cue = after.tag_ == cue.tag_ or (cue.tag_ == "VBN" and after.tag_ == "VBD")
    like_main = cue.tag_ not in FINITE and after.tag_ == cue.sent.root.tag_ and is_finite(after)
    if after.pos_ not in {"VERB", "AUX"} or not (like_cue or like_main) or after.tag_ == "VB":
        return False
    speaks = any(row.force != "believes" for row in lexicon.verbs(after.lemma_.lower(), after.lower_))
    return speaks or (not clause and is_finite(after))


def _main_clause(cue: Token) -> int:
    """Where the main clause begins, if it comes behind the cue: `Promising that P, the mayor left the hall`."""
    doc, end, root = cue.doc, cue.sent.end, cue.sent.root
    if cue.tag_ in FINITE:
        return end
    if cue.tag_ in {"VBG", "VBN"} and not any(t.is_alpha for t in doc[cue.sent.start : cue.i]):  # it opens the sentence
        commas = (i for i in range(cue.i + 1, end - 1) if doc[i].text == "," and doc[i + 1].pos_ in {"DET", "PROPN", "PRON", "NOUN"})
        behind = [i for i in commas if any(t.pos_ in {"VERB", "AUX"} for t in doc[i:end])]
        return behind[-1] if behind else end
    if root.i <= cue.i or any(a.i == cue.i for a in ancestors(root)):
        return end
    own = subject(root)
    first = own.left_edge.i if own is not None else root.i
    return first if first > cue.i + 1 else end


def _next(doc: Doc, i: int, end: int) -> Token | None:
    """The next word that is no adverb, space, conjunction or closing quotation mark."""
    words = (doc[j] for j in range(i + 1, end) if doc[j].pos_ not in {"ADV", "SPACE"} and doc[j].lower_ not in JOINTS)
    return next((t for t in words if not (t.i == i + 1 and t.is_quote)), None)

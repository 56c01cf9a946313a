"""Whether it happened: actual, negated, future or hypothetical, read from the clause of the trigger and the clauses above it."""

import re
from dataclasses import dataclass

from spacy.tokens import Token

from sayso.language.walk import FUTURE, NEGATIONS, POSSIBLE, ancestors, auxiliaries, base, case, is_negated, marker
from sayso.lexicons.triggers import TriggerLexicon
from sayso.records import Reason, Span, Status

VERBAL = frozenset({"VERB", "AUX"})
SPOKEN = frozenset({"SUPPORT", "REQUEST", "ACCUSE", "AGREE", "CONCEDE", "REJECT", "THREATEN"})
YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
DEEP = 10  # clauses that a status may come from, counted upwards; real sentences stay far below


@dataclass(frozen=True, slots=True)
class Found:
    """A status, and the word that gave it (None for plain facts)."""

    status: Status
    word: Token | None = None
    rule: str = "status:plain"

    @property
    def reason(self) -> Reason:
        words = (Span(self.word.idx, self.word.idx + len(self.word)),) if self.word is not None else ()
        return Reason(rule=self.rule, words=words)


ACTUAL = Found("actual")


@dataclass(frozen=True, slots=True)
class Modality:
    lexicon: TriggerLexicon

    def status_of(self, token: Token, noun: bool, type_: str) -> Found:
        """Status of the event that this token names; `noun`: it is a noun trigger."""
        found = self._noun(token, type_) if noun else self._clause(token, type_, 0)
        if found.status == "hypothetical" and type_ in SPOKEN and self._performed(token, type_):
            return ACTUAL
        if found.status == "actual" and (mark := _question(token)) is not None:
            return Found("hypothetical", mark, "status:question")
        return found

    def _performed(self, token: Token, type_: str) -> bool:
        """Saying so does it (`I would like to thank you`, `let me condemn`); a threat with its condition has been made all the same."""
        for t in (token, *list(ancestors(token))[:2]):
            first_person = any(c.lower_ in {"i", "we", "me", "us"} for c in t.children)
            wish = t.lemma_.lower() in self.lexicon.words("wishes") or any(c.lower_ == "must" for c in t.children)
            if first_person and wish and (t is not token or wish):
                return True
        return type_ == "THREATEN" and not any(base(c) == "aux" and c.lower_ in POSSIBLE | FUTURE for c in token.children)

    def _noun(self, noun: Token, type_: str) -> Found:
        words = self.lexicon.words
        for c in noun.children:
            if c.lower_ in {"no", "neither"} and base(c) in {"det", "cc", "advmod"}:
                return Found("negated", c, "status:no")
            if base(c) == "amod" and c.lemma_.lower() in words("irrealis_adjectives"):
                return Found("future" if c.lemma_.lower() in {"upcoming", "scheduled"} else "hypothetical", c, "status:adjective")
        ahead = next((c for c in noun.children if base(c) == "acl" and c.lemma_.lower() in words("scheduling")), None)
        if ahead is None and noun.head.lemma_.lower() in words("scheduling") and base(noun) in {"obj", "nsubj"}:
            ahead = noun.head
        if ahead is not None:
            return Found("future", ahead, "status:expected")
        preposition = case(noun)
        if preposition == "without":
            return Found("negated", noun, "status:without")
        if preposition in {"unless", "in case", "in case of", "in event"}:
            return Found("hypothetical", noun, "status:condition")
        head = noun.head
        link = base(noun)
        if link == "conj":
            return self._noun(head, type_) if head.pos_ in {"NOUN", "PROPN"} else ACTUAL
        if link in {"nmod", "compound", "acl"} and head.pos_ in {"NOUN", "PROPN"}:
            lemma = head.lemma_.lower()
            if lemma in words("irrealis_nouns") and preposition in {"of", "for", "to", "against", "about", ""}:
                return Found("hypothetical", head, "status:only-planned")
            if lemma in words("absence_nouns") and lemma in {"absence", "lack", "avoidance", "prevention"}:
                return Found("negated", head, "status:absence")
            return ACTUAL
        if head.pos_ not in VERBAL or head == noun:
            return self._clause(noun, type_, 0) if head == noun or any(base(c) == "cop" for c in noun.children) else ACTUAL
        lemma = head.lemma_.lower()
        if (
            link in {"obj", "nsubj", "csubj"}
            or noun.dep_ == "nsubj:pass"
            or (link == "obl" and preposition in {"to", "for", "in", "from", "against", "with"})
        ):
            if (
                link == "obj"
                and lemma in words("irrealis")
                and lemma not in {"offer", "discuss", "debate", "authorise", "authorize", "approve", "agree", "vow", "pledge", "promise"}
            ):
                return Found("hypothetical", head, "status:only-planned")
            # talks that failed were held; a visit that was refused was not paid
            if (link == "obj" or noun.dep_ == "nsubj:pass") and lemma in words("negating"):
                return Found("negated", head, "status:not-done")
            if lemma in words("support") or lemma in words("happening"):
                return self._clause(head, type_, 0)
            if link == "obl" and lemma in words("irrealis"):
                return Found("hypothetical", head, "status:only-planned")
        return ACTUAL

    def _clause(self, verb: Token, type_: str, depth: int) -> Found:
        own = self._own(verb)
        if own.status != "actual" or depth > DEEP:
            return own
        return self._above(verb, type_, depth)

    def _own(self, verb: Token) -> Found:
        """What stands in the clause itself."""
        negation = next((c for c in verb.children if c.lower_ in NEGATIONS), verb)
        if is_negated(verb):
            return Found("negated", negation, "status:negation")
        if any(c.lower_ == "without" and base(c) in {"mark", "case"} for c in verb.children):
            return Found("negated", next(c for c in verb.children if c.lower_ == "without"), "status:without")
        if base(verb) == "conj" and not any(base(c) in {"nsubj", "aux"} for c in verb.children) and verb.head.pos_ in VERBAL:
            shared = self._own(verb.head)
            carried = shared.status != "negated" or any(c.lower_ in {"or", "nor"} for c in verb.children)
            if carried and shared.status != "actual":
                return shared
        mark = next((c for c in verb.children if base(c) == "mark" and c.lower_ in self.lexicon.words("conditional_marks")), None)
        if mark is not None and not (mark.lower_ == "until" and not _would(verb)):
            return Found("hypothetical", mark, "status:condition")
        conditional = self._condition_of(verb)
        for aux in auxiliaries(verb):
            word = aux.lower_
            if word in FUTURE or (aux.lemma_.lower() == "will" and word not in POSSIBLE):
                return (
                    Found("hypothetical", conditional, "status:condition")
                    if conditional is not None
                    else Found("future", aux, "status:will")
                )
            if word in POSSIBLE:
                if word in {"would", "should"} and conditional is None and word == "would" and _reported_in_past(verb):
                    return Found("future", aux, "status:would-in-report")
                if word == "could" and verb.tag_ == "VBN":
                    return Found("hypothetical", aux, "status:modal")
                return Found("hypothetical", aux, "status:modal")
        if conditional is not None and not _past(verb):
            return Found("hypothetical", conditional, "status:condition")
        adverb = next((c for c in verb.children if c.lower_ in {"maybe", "perhaps", "possibly", "potentially"}), None)
        if adverb is not None:
            return Found("hypothetical", adverb, "status:adverb")
        return ACTUAL

    def _condition_of(self, verb: Token) -> Token | None:
        for c in verb.children:
            if base(c) == "advcl" and (m := next((g for g in c.children if base(g) == "mark" and g.lower_ in {"if", "unless"}), None)):
                return m
        return None

    def _above(self, verb: Token, type_: str, depth: int) -> Found:
        """What the clauses above do to it."""
        words = self.lexicon.words
        head, link, mark = verb.head, base(verb), marker(verb)
        if head == verb:
            return ACTUAL
        lemma = head.lemma_.lower()
        infinitive = mark == "to" or verb.tag_ == "VB" or any(c.lower_ == "to" and base(c) in {"mark", "aux"} for c in verb.children)
        if link == "conj":
            if any(base(c) in {"nsubj", "aux"} for c in verb.children):
                return self._above(head, type_, depth + 1) if base(head) in {"ccomp", "advcl", "xcomp"} else ACTUAL
            return self._above(head, type_, depth + 1)
        if link in {"xcomp", "ccomp", "csubj"} or (link == "advcl" and mark in {"from", "of"}) or (link == "obl" and mark):
            if lemma in words("negating") and (link == "xcomp" or infinitive or verb.tag_ == "VBG"):
                return Found("actual") if is_negated(head) else Found("negated", head, "status:not-done")
            if (lemma in words("future_words") or head.lower_ in words("future_words")) and (link == "xcomp" or infinitive):
                if is_negated(head):
                    return Found("negated", head, "status:negation")
                above = self._own(head)
                return above if above.status == "hypothetical" else Found("future", head, "status:expected")
            if lemma in words("irrealis") and (
                infinitive or link == "xcomp" or _subjunctive(verb) or lemma in {"fear", "hope", "wish", "doubt", "suggest", "imagine"}
            ):
                return Found("hypothetical", head, "status:only-planned")
            if link == "xcomp" or lemma in words("through"):
                return self._clause(head, type_, depth + 1) if link == "xcomp" else self._through(head)
            return ACTUAL
        if link == "advcl" and infinitive and marker(verb) == "to":
            if lemma in words("irrealis"):
                return Found("hypothetical", head, "status:only-planned")
            if lemma in words("future_words"):
                return Found("future", head, "status:expected")
            if type_ in {"PROTEST", "CONSULT", "SUPPORT", "ACCUSE"}:
                return self._clause(head, type_, depth + 1)
            return Found("hypothetical", next((c for c in verb.children if c.lower_ == "to"), verb), "status:purpose")
        if link == "advcl" and mark in {"before", "instead"} and lemma in words("irrealis"):
            return Found("hypothetical", head, "status:only-planned")
        if link == "advcl" and verb.tag_ == "VBG" and mark in {"", "by"}:
            return self._clause(head, type_, depth + 1)
        if link == "acl" and head.pos_ == "NOUN" and (infinitive or mark in {"of", "that", "from"}) and verb.dep_ != "acl:relcl":
            if lemma in words("irrealis_nouns"):
                if lemma in {"attempt", "effort", "bid"}:
                    return Found("actual") if lemma == "attempt" else Found("hypothetical", head, "status:only-planned")
                return Found("hypothetical", head, "status:only-planned")
            if lemma in {"failure", "refusal", "inability"}:
                return Found("negated", head, "status:not-done")
        if link == "acl" and case(verb) and head.lemma_.lower() in words("irrealis_nouns"):
            return Found("hypothetical", head, "status:only-planned")
        return ACTUAL

    def _through(self, head: Token) -> Found:
        """`says that he attacked`: the saying's own status does not pass down, unless it is a condition."""
        found = self._own(head)
        return found if found.rule == "status:condition" else ACTUAL


def _would(verb: Token) -> bool:
    return any(a.lower_ in POSSIBLE or a.lower_ in FUTURE for a in auxiliaries(verb))


def _past(verb: Token) -> bool:
    return verb.tag_ == "VBD" or any(a.lower_ in {"had", "was", "were", "did"} for a in auxiliaries(verb))


def _subjunctive(verb: Token) -> bool:
    """`demanded that Iran stop`: a bare form after that."""
    return verb.tag_ in {"VB", "VBP"} and marker(verb) in {"that", ""}


def _reported_in_past(verb: Token) -> bool:
    """`said it would attack`: the future, seen from a past report."""
    here = verb
    for _ in range(3):
        if base(here) in {"ccomp", "parataxis"} and here.head.pos_ in VERBAL:
            return here.head.tag_ in {"VBD", "VBN"} or _past(here.head)
        if base(here) not in {"conj", "xcomp"}:
            return False
        here = here.head
    return False


def _question(token: Token) -> Token | None:
    """The question mark of the trigger's own sentence or quotation."""
    for t in token.doc[token.i + 1 : token.sent.end]:
        if t.text == "?":
            return t
        if t.text in {".", "!", "”", '"', "''"}:
            return None
    return None


def historical(text: str, published_year: int | None) -> bool:
    """Whether a time phrase names a year more than one before publication."""
    years = [int(y) for y in YEAR.findall(text)]
    return bool(years) and published_year is not None and max(years) < published_year - 1

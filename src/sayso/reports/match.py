"""Which lexicon entries a token sets off: its lemma, and the words that the entry asks for beside it."""

from collections.abc import Iterator, Set
from dataclasses import dataclass

from spacy.tokens import Token

from sayso.language.walk import ancestors, base, case, child, children
from sayso.lexicons.triggers import Trigger, TriggerLexicon
from sayso.reports.roles import is_headline_verb, is_misread, is_passive_here, slot_tokens

VERBAL = frozenset({"VERB", "AUX"})
NOMINAL = frozenset({"NOUN", "PROPN"})
REACH = 6  # tokens between a verb and its particle: "broke all diplomatic ties off"


@dataclass(frozen=True, slots=True)
class Match:
    """One entry set off by one token; `tokens` are all the words that make the trigger."""

    token: Token
    trigger: Trigger
    tokens: tuple[Token, ...]


def matches(token: Token, lexicon: TriggerLexicon, present: Set[str]) -> Iterator[Match]:
    """Entries that fit at this token, the most demanding first; `present`: the forms of all words of its sentence."""
    for trigger in candidates(token, lexicon):
        if may_fit(trigger, present) and fits_pos(token, trigger) and (found := words_of(token, trigger)) is not None:
            yield Match(token, trigger, tuple(sorted({token, *found}, key=lambda t: t.i)))


def may_fit(trigger: Trigger, present: Set[str]) -> bool:
    """Whether the words that the entry asks for stand in the sentence at all; cheap, so asked first."""
    return (
        all(word in present for word in trigger.words)
        and (not trigger.obj or not trigger.obj.isdisjoint(present))
        and (not trigger.comp or not trigger.comp.isdisjoint(present))
        and all(prep in present and not nouns.isdisjoint(present) for prep, nouns in trigger.preps)
    )


def candidates(token: Token, lexicon: TriggerLexicon) -> tuple[Trigger, ...]:
    tried = [token.lemma_.lower(), lexicon.irregular.get(token.lower_, ""), token.lower_]
    if token.pos_ in VERBAL or token.lower_.endswith(("s", "ed", "ing")):
        tried += _stems(token.lower_)
    found: list[Trigger] = []
    for form in dict.fromkeys(tried):
        found += lexicon.by_lemma.get(form, ())
    return tuple(found)


def _stems(form: str) -> Iterator[str]:
    """Where the lemmatizer errs: bans -> ban, vowed -> vow, banning -> ban."""
    form = form.removeprefix("re-")
    for ending, swaps in (("ies", ("y",)), ("es", ("", "e")), ("s", ("",)), ("ied", ("y",)), ("ed", ("", "e")), ("ing", ("", "e"))):
        if form.endswith(ending) and len(form) - len(ending) > 2:
            stem = form[: -len(ending)]
            yield from (stem + swap for swap in swaps)
            if len(stem) > 3 and stem[-1] == stem[-2]:
                yield stem[:-1]
    yield form


def fits_pos(token: Token, trigger: Trigger) -> bool:
    """Loose on purpose: taggers take headline verbs for nouns and participles for adjectives."""
    if trigger.pos == "verb":
        if token.pos_ in VERBAL:
            return token.dep_ != "compound" and (base(token) != "amod" or is_misread(token))
        if is_headline_verb(token):
            return True
        return (
            token.pos_ in {"NOUN", "ADJ", "PROPN"} and child(token, "nsubj", "nsubj:pass", "obj", "aux", "aux:pass") is not None
        ) and child(token, "cop", "det", "case") is None
    if trigger.pos == "noun":
        if token.pos_ in NOMINAL:
            return base(token) not in {"compound", "flat"} and not is_headline_verb(token)
        return token.pos_ in VERBAL and child(token, "det", "case", "nmod:poss") is not None and child(token, "obj", "nsubj") is None
    return token.pos_ in {"ADJ", "VERB", "NOUN"}


def words_of(token: Token, trigger: Trigger) -> list[Token] | None:
    """The further words that the entry asks for; None where one is missing."""
    found: list[Token] = []
    if trigger.pos == "noun":
        return _noun_words(token, trigger)
    for word in trigger.words:
        if (hit := _particle(token, word)) is None:
            return None
        found.append(hit)
    if trigger.obj:
        hit = next((t for t in _objects(token) if _named(t, trigger.obj)), None)
        if hit is None:
            return None
        found.append(hit)
    for prep, nouns in trigger.preps:
        hit = next((t for t in slot_tokens(token, prep, trigger.pos) if _named(t, nouns)), None)
        if hit is None:
            return None
        found.append(hit)
    if trigger.comp:
        hit = next((c for c in _complements(token) if c.lemma_.lower() in trigger.comp), None)
        if hit is None:
            return None
    return found


def _noun_words(token: Token, trigger: Trigger) -> list[Token] | None:
    """`hunger strike`: the modifiers stand right before the noun; `act of war`: the phrase follows it."""
    if "of" in trigger.words:
        wanted = trigger.words[trigger.words.index("of") + 1 :]
        hit = next((c for c in slot_tokens(token, "of", "noun") if c.lemma_.lower() in wanted or c.lower_ in wanted), None)
        return None if hit is None else [hit]
    before = list(token.doc[max(token.sent.start, token.i - 4) : token.i])
    found: list[Token] = []
    for word in trigger.words:
        hit = next((t for t in before if word in {t.lemma_.lower(), t.lower_}), None)
        if hit is None:
            return None
        found.append(hit)
    return found


def _particle(token: Token, word: str) -> Token | None:
    for c in token.children:
        if c.lower_ == word or (c.lemma_.lower() == word and base(c) in {"xcomp", "advmod", "obj", "compound", "obl"}):
            return c
        if base(c) in {"obl", "nmod", "advcl", "xcomp", "ccomp"} and c.i > token.i and case(c).split(" ")[0] == word:
            return child(c, "case") or c
        if base(c) in {"advcl", "xcomp", "ccomp"} and any(g.lower_ == word and base(g) == "mark" for g in c.children):
            return next(g for g in c.children if g.lower_ == word)
    end = min(token.sent.end, token.i + 1 + REACH)
    for t in token.doc[token.i + 1 : end]:
        if t.lower_ == word and (t.i <= token.i + 2 or token in list(ancestors(t))[:3]):
            return t
        if t.is_punct:
            break
    return None


def _objects(token: Token) -> list[Token]:
    """Logical objects, with what is coordinated with them, and the nouns that modify them (`sanctions package`)."""
    heads = slot_tokens(token, "obj", "verb")
    if is_passive_here(token):
        heads = [*heads, *children(token, "obj")]
    if not heads:  # a wrong tag may have made it something else: take the noun that follows
        heads = [c for c in token.children if c.i > token.i and c.pos_ in NOMINAL and base(c) in {"xcomp", "dep", "iobj", "ccomp"}]
    return [c for h in heads for c in (h, *(g for g in h.subtree if base(g) in {"conj", "compound"} and g.i - token.i < 12))]


def _complements(token: Token) -> list[Token]:
    found = [c for c in token.children if base(c) in {"xcomp", "ccomp", "advcl", "acl"}]
    found += [g for c in token.children if base(c) == "obj" for g in c.children if base(g) == "acl"]
    return found + [g for c in found for g in c.children if base(g) in {"conj", "xcomp"} and g.pos_ in VERBAL]


def _named(token: Token, words: frozenset[str]) -> bool:
    return not words.isdisjoint(forms(token))


def forms(token: Token) -> set[str]:
    """Lemma and word, and the word without a plural s, which lemmatizers leave on words that open a sentence."""
    return {token.lemma_.lower(), token.lower_, token.lower_.removesuffix("s")}

"""Mode, contexts and counts of a report, from the words around its trigger."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Token

from sayso.language.walk import base, case, children
from sayso.lexicons.triggers import TriggerLexicon
from sayso.records import Counts, Report
from sayso.reports.match import Match

FAR = 1000  # characters after which another talk may be meant
INSTRUMENT_CASES = frozenset({"with", "by", "using", "from", "in", "via", "over", "through", "of"})


def mode_of(match: Match, lexicon: TriggerLexicon) -> str | None:
    """The row's own mode, or the first mode of its type whose words stand near: in its phrase, its object and content, or its clause."""
    if match.trigger.row.mode:
        return None if match.trigger.row.mode == "none" else match.trigger.row.mode
    token = match.token
    for rule in lexicon.modes.get(match.trigger.row.type, ()):
        if "*" in rule.words or any(t.lemma_.lower() in rule.words or t.lower_ in rule.words for t in _near(token, rule.near)):
            return rule.mode
    return None


def carried_modes(reports: Sequence[Report], title: str, lexicon: TriggerLexicon) -> tuple[Report, ...]:
    """What the article goes on telling of one talk has the talk's mode: a call stays a call in the next sentence."""
    words = set(re.findall(r"[a-z]+", title.lower()))
    going_on = next((r.mode for r in lexicon.modes.get("CONSULT", ()) if words & r.words), None)
    last = 0
    carried = []
    for report in sorted(reports, key=lambda r: r.trigger):
        if report.type == "CONSULT":
            if report.mode is not None or report.trigger.start - last > FAR:
                going_on = report.mode
            if going_on != "third-party":
                report = replace(report, mode=going_on)
            last = report.trigger.start
        carried.append(report)
    return tuple(carried)


def _near(token: Token, where: str) -> Iterable[Token]:
    if where == "phrase":
        return _phrase(token)
    if where == "object":
        return _content(token)
    return token.sent if where == "sentence" else [*token.subtree, *token.head.subtree]


def _phrase(token: Token) -> list[Token]:
    """The trigger, what modifies it, its subject and its instruments."""
    found = [token]
    for c in token.children:
        if base(c) in {"amod", "compound", "advmod", "nsubj", "obj", "flat"} or (
            base(c) in {"obl", "nmod"} and case(c) in INSTRUMENT_CASES
        ):
            found += [c, *(g for g in c.children if base(g) in {"amod", "compound", "conj"})]
        elif base(c) == "advcl" and c.lower_ == "using":
            found += list(c.subtree)
        elif base(c) == "conj":
            found.append(c)
    if token.head != token and base(token) in {"obj", "nsubj", "obl", "conj"}:
        found.append(token.head)
        found += [c for c in token.head.children if base(c) in {"obl", "obj", "compound"}]
    return found


def _content(token: Token) -> list[Token]:
    """What is asked, refused, threatened: everything that hangs on the trigger behind it."""
    found = [token]
    for c in token.children:
        if (c.i > token.i and base(c) not in {"punct", "parataxis", "conj"}) or c.dep_ == "nsubj:pass":
            found += list(c.subtree)
    if base(token) == "obj":
        found += [t for c in token.head.children if c.i > token.i for t in c.subtree]
    return found


def contexts_of(token: Token, mode: str | None, lexicon: TriggerLexicon) -> tuple[str, ...]:
    """Contexts of the code book that words of the sentence, or the mode itself (`cyber`, `misinformation`), call for; in order."""
    words = {form for t in token.sent for form in (t.lemma_.lower(), t.lower_)}
    return tuple(sorted(name for name, asked in lexicon.contexts.items() if name == mode or not words.isdisjoint(asked)))


def counts_of(token: Token, tokens: tuple[Token, ...], lexicon: TriggerLexicon) -> Counts:
    """Numbers of killed, injured and arrested that the trigger's clause gives."""
    near = {
        t.i: t for start in (token, token.head, *tokens) for t in (start, *start.children, *(g for c in start.children for g in c.children))
    }
    killed = injured = arrested = None
    for i in sorted(near):
        t = near[i]
        lemma = t.lemma_.lower()
        number = _number_beside(t, lexicon)
        if number is None:
            continue
        if lemma in lexicon.words("killed_words"):
            killed = killed or number
        elif lemma in lexicon.words("injured_words"):
            injured = injured or number
        elif lemma in lexicon.words("arrested_words"):
            arrested = arrested or number
    return Counts(killed=killed, injured=injured, arrested=arrested)


def _number_beside(token: Token, lexicon: TriggerLexicon) -> int | None:
    """`killed 20 people`, `20 were killed`, `20 dead`, `the arrest of 20 people`."""
    passive = [c for c in token.children if c.dep_ == "nsubj:pass"]
    for c in [*children(token, "obj"), *passive, *children(token, "nummod"), *(c for c in children(token, "nmod") if case(c) == "of")]:
        if (n := number_of(c, lexicon)) is not None:
            return n
        for g in c.children:
            if base(g) == "nummod" and (n := number_of(g, lexicon)) is not None:
                return n
    return None


def number_of(token: Token, lexicon: TriggerLexicon) -> int | None:
    """`20`, `1,200`, `twenty`; None for anything else."""
    text = token.lower_.replace(",", "")
    if text.isdigit():
        return int(text)
    return lexicon.numbers.get(text) if token.pos_ == "NUM" else None

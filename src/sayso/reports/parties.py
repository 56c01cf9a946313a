"""Who of those that a sentence names takes part in an event: the rules' choice weighed against plain facts about each phrase.

The slots of the lexicon row propose actors and recipients (roles.py). Two logistic regressions, trained by training/rank_parties.py, then
look at every phrase of the sentence that could be a party, the rules' proposal being the strongest of the facts: they drop what the
slots took in error and add what stands where no slot looks. Without weights the rules' choice stands.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp

from spacy.tokens import Token

from sayso.language.walk import ancestors, base, case, child, conjuncts_of
from sayso.lexicons.triggers import TriggerLexicon
from sayso.reports.doubles import Candidate
from sayso.reports.match import forms
from sayso.reports.roles import Filler, Roles, is_passive_here

NAMING = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
INSIDE_NAME = frozenset({"flat", "fixed", "goeswith"})
LEARNED = "likely"  # the slot of a party that no rule proposed
LONGEST = 5  # links between trigger and phrase; beyond that all are "far"
SIDES = ("actor", "recipient")


@dataclass(frozen=True, slots=True)
class Parties:
    lexicon: TriggerLexicon

    def chosen(self, c: Candidate) -> Candidate:
        """The candidate with the parties that are likely enough."""
        weights = self.lexicon.parties
        if not weights:
            return c
        sides: dict[str, list[Filler]] = {side: [] for side in SIDES}
        proposed = {side: {f.token.i: f for f in fillers} for side, fillers in zip(SIDES, (c.actors, c.recipients), strict=True)}
        event = Event.of(c)
        for token in phrases(c, self.lexicon):
            facts = list(features(token, event, self.lexicon))
            chances = {side: _chance(sum([weights[side].get(f, 0.0) for f in facts])) for side in SIDES}
            side = max(SIDES, key=lambda s: chances[s] - self.lexicon.party_thresholds[s])
            if chances[side] >= self.lexicon.party_thresholds[side]:
                sides[side].append(proposed[side].get(token.i, Filler(token, LEARNED)))
        return replace(c, actors=tuple(sides["actor"]), recipients=tuple(sides["recipient"]))


def _chance(total: float) -> float:
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))


def phrases(c: Candidate, lexicon: TriggerLexicon) -> list[Token]:
    """Heads of the phrases of the sentence that could be a party, in reading order; the rules' own fillers are always among them."""
    proposed = {f.token.i for f in (*c.actors, *c.recipients)}
    trigger = {t.i for t in c.match.tokens}
    times, instruments, roles = lexicon.words("time_words"), lexicon.words("instruments"), Roles(lexicon)
    found = []
    for t in c.token.sent:
        if t.i in proposed:
            found.append(t)
            continue
        skipped = t.i in trigger or base(t) in INSIDE_NAME or not t.text[0].isalnum()
        deed = not t.ent_type_ and (roles.is_instrument(t) or not instruments.isdisjoint(forms(t)))
        if skipped or deed or (t.lemma_.lower() in times and t.ent_type_ != "PER"):
            continue
        named = t.pos_ in NAMING and not (t.pos_ == "NUM" and base(t) == "nummod")
        standing = t.text[0].isupper() or base(t) in {"nsubj", "obj", "obl"} or t.dep_ == "nmod:poss"
        if named or (t.pos_ in {"ADJ", "DET", "X"} and standing):
            found.append(t)
    return found


@dataclass(frozen=True, slots=True)
class Event:
    """What all phrases of a sentence are held against: the candidate, found once."""

    c: Candidate
    acting: dict[int, str]  # token index -> slot of those whom the rules chose
    suffering: dict[int, str]
    up: dict[int, int]  # token index -> links above the trigger
    rise: list[str]  # the relations of these links
    voice: str

    @classmethod
    def of(cls, c: Candidate) -> "Event":
        chain = [c.token, *ancestors(c.token)]
        pos = c.match.trigger.pos
        return cls(
            c,
            {f.token.i: f.slot for f in c.actors},
            {f.token.i: f.slot for f in c.recipients},
            {t.i: n for n, t in enumerate(chain)},
            [base(t) for t in chain],
            pos if pos != "verb" else "passive" if is_passive_here(c.token) else "verb",
        )


def features(t: Token, event: Event, lexicon: TriggerLexicon) -> Iterator[str]:
    """Plain facts about a phrase as a party of this event, as names; the same for training and use."""
    c, acting, suffering, voice = event.c, event.acting, event.suffering, event.voice
    kind, trigger, pos = c.type, c.token, c.match.trigger.pos
    rule = f"A:{acting[t.i]}" if t.i in acting else f"R:{suffering[t.i]}" if t.i in suffering else "-"
    others = f"{min(2, len(acting))}{min(2, len(suffering))}"
    group = conjuncts_of(t)
    first = group[0]
    joined = "conj" if first is not t else "head"
    way = path(event, first)
    lemma = t.lemma_.lower()
    where = "before" if t.i < trigger.i else "after"
    what = _what(t, lexicon)
    link, preposition = base(first), case(first)
    yield "bias"
    yield f"rule={rule}"
    yield f"rule={kind}:{rule}"
    yield f"rule={kind}:{pos}:{rule[:1]}:{others}"
    yield f"rule={rule}:{way}"
    yield f"rule={rule[:1]}:{what}"
    yield f"rule={kind}:{rule[:1]}:{what}"
    yield f"entry={c.match.trigger.id}:{rule[:1]}"
    yield f"way={voice}:{way}:{others}"
    yield f"way={kind}:{voice}:{way}"
    yield f"way={voice}:{way}:{preposition}"
    yield f"way={c.match.trigger.lemma}:{way}:{preposition}"
    yield f"place={where}:{min(9, abs(t.i - trigger.i) // 2)}:{rule[:1]}"
    yield f"place={kind}:{where}:{what}"
    yield f"joined={joined}:{rule[:1]}"
    yield f"link={link}:{preposition}:{rule[:1]}"
    yield f"link={kind}:{link}:{preposition}"
    yield f"what={what}"
    yield f"what={kind}:{what}"
    yield f"word={lemma}"
    yield f"word={kind}:{lemma}:{rule[:1]}"
    yield f"head={first.head.lemma_.lower()}:{link}"
    yield f"mode={kind}:{c.match.trigger.row.mode}:{rule[:1]}"
    yield from _beside(first, group, acting, suffering, kind)


def _what(t: Token, lexicon: TriggerLexicon) -> str:
    """What sort of word it is: a pronoun, a name by its kind, a word for people, for things."""
    lemma = t.lemma_.lower()
    if t.pos_ == "PRON":
        return f"pronoun:{t.lower_}" if len(t) < 5 else "pronoun"
    if t.ent_type_:
        return t.ent_type_
    if lemma in lexicon.words("party"):
        return "party-word"
    roles = Roles(lexicon)
    if lemma in lexicon.words("not_party"):
        return "not-party"
    if t.pos_ == "NOUN" and roles.is_instrument(t):
        return "deed"
    if t.pos_ == "NOUN" and roles.is_abstract(t):
        return "abstract"
    return f"{t.pos_}{'+' if t.text[0].isupper() else ''}{'=' if roles.is_party(t) else ''}"


def _beside(first: Token, group: Sequence[Token], acting: Mapping[int, str], suffering: Mapping[int, str], kind: str) -> Iterator[str]:
    """How it stands to those that the rules chose: coordinated with one, inside its phrase, above it."""
    mates = {t.i for t in group}
    if mates & set(acting):
        yield "mate=A"
    if mates & set(suffering):
        yield "mate=R"
    for steps, up in enumerate(ancestors(first)):
        side = "A" if up.i in acting else "R" if up.i in suffering else ""
        if side:
            yield f"inside={side}:{base(first)}:{min(steps, 2)}"
            yield f"inside={kind}:{side}"
            break
        if steps > LONGEST:
            break
    owner = next((g for g in first.children if g.i in acting or g.i in suffering), None)
    if owner is not None:
        yield f"holds={'A' if owner.i in acting else 'R'}:{base(owner)}"
    determiner = child(first, "det")
    yield f"det={determiner.lower_ if determiner is not None else '-'}:{kind}"
    if any(base(g) == "appos" for g in first.children) or base(first) == "appos":
        yield f"appos={base(first) == 'appos'}"


def path(event: Event, t: Token) -> str:
    """The relations from the trigger up to the word that holds both, and down to the phrase: `advcl^nsubj`."""
    down: list[str] = []
    here = t
    while here.i not in event.up:
        dep = here.dep_
        down.append(dep if dep in {"nsubj:pass", "nmod:poss", "obl:agent", "acl:relcl"} else base(here))
        if here.head.i == here.i:
            return "apart"
        here = here.head
    rise = event.rise[: event.up[here.i]]
    if len(rise) + len(down) > LONGEST:
        return f"far:{rise[0] if rise else ''}^{down[0] if down else ''}"
    return f"{'-'.join(rise)}^{'-'.join(reversed(down))}"

"""Candidates, and the rule that one act told twice in one sentence is one report."""

from dataclasses import dataclass, replace

from spacy.tokens import Token

from sayso.language.walk import ancestors, base, case, clause_head
from sayso.lexicons.triggers import TriggerLexicon
from sayso.records import PLACE_LABELS
from sayso.reports.content import content_tokens
from sayso.reports.match import Match
from sayso.reports.modality import Found
from sayso.reports.roles import Filler

WHILE = frozenset({"when", "as", "after", "while", "during"})
NEARBY = 3  # links between two words that name the same act


@dataclass(frozen=True, slots=True)
class Candidate:
    """A matched trigger with its parties and status, before doubles and mere topics are sorted out."""

    match: Match
    actors: tuple[Filler, ...]
    recipients: tuple[Filler, ...]
    status: Found
    type: str
    chance: float = 1.0  # that a careful reader would mark it (ranker.py)

    @property
    def token(self) -> Token:
        return self.match.token

    @property
    def noun(self) -> bool:
        return self.match.trigger.pos == "noun"


def without_content(found: list[Candidate]) -> list[Candidate]:
    """What is asked, promised, threatened or refused is not coded again."""
    covered: set[int] = set()
    for c in found:
        if c.match.trigger.row.content:
            covered |= {t.i for t in content_tokens(c.token, c.noun)} - {t.i for t in c.match.tokens}
    return [c for c in found if c.token.i not in covered]


def without_doubles(found: list[Candidate], lexicon: TriggerLexicon) -> list[Candidate]:
    """`airstrikes killed 26`, `opened fire, killing two and wounding five`, `shot and killed`: one report each."""
    casualties = lexicon.words("casualty")
    harmed = [c for c in found if c.type == "ASSAULT" and c.token.lemma_.lower() in casualties and not c.noun]
    others = [c for c in found if c not in harmed]
    attacks = [c for c in others if c.type == "ASSAULT"]
    loose: list[Candidate] = []
    for c in harmed:
        attack = min((a for a in attacks if _told_together(a.token, c.token)), key=lambda a: abs(a.token.i - c.token.i), default=None)
        if attack is None:
            loose.append(c)
            continue
        grown = _with_victims(attack, c, lexicon)
        attacks[attacks.index(attack)] = grown
        others[others.index(attack)] = grown
    if len(loose) > 1:
        loose = _one_by_one(loose)
    return _merge_pairs(sorted([*others, *loose], key=lambda c: c.token.i))


def _one_by_one(loose: list[Candidate]) -> list[Candidate]:
    """`killed three and wounded five`: the later joins the earlier where they share a clause or its doer."""
    kept = [loose[0]]
    for c in loose[1:]:
        first = kept[-1]
        linked = base(c.token) in {"conj", "advcl", "parataxis"} and first.token in list(ancestors(c.token))
        same_doer = {f.token.i for f in first.actors} == {f.token.i for f in c.actors}
        if linked and (same_doer or not c.actors or not first.actors):
            kept[-1] = replace(first, actors=first.actors or c.actors, recipients=_joined(first.recipients, c.recipients))
        else:
            kept.append(c)
    return kept


def _told_together(attack: Token, harm: Token) -> bool:
    """The attack is where, how or by what they were harmed; or the harm is its outcome."""
    up = list(ancestors(harm))[:4]
    if attack in up:
        return True
    chain = [attack, *list(ancestors(attack))[:5]]
    if harm in chain:
        below = chain[chain.index(harm) - 1]
        return base(below) in {"obl", "nsubj", "nmod", "advcl", "advmod", "conj", "parataxis"} or below.dep_ == "obl:agent"
    # both hang on a first harm verb: "two are killed and five injured in a raid"
    top = next((t for t in up if t in chain), None)
    return top is not None and chain.index(top) <= NEARBY and up.index(top) <= 1


def _with_victims(attack: Candidate, harm: Candidate, lexicon: TriggerLexicon) -> Candidate:
    """The attack with those it harmed. A mere place or thing that was attacked gives way to the people harmed there."""
    targets = tuple(f for f in attack.recipients if not _is_scene(f.token, lexicon)) if harm.recipients else attack.recipients
    actors = attack.actors or harm.actors
    acting = {f.token.i for f in actors}
    victims = tuple(f for f in _joined(targets, harm.recipients) if f.token.i not in acting)
    return replace(attack, actors=actors, recipients=victims, status=attack.status if attack.status.status != "actual" else harm.status)


def _is_scene(token: Token, lexicon: TriggerLexicon) -> bool:
    if token.lower_ in lexicon.words("states") or token.lemma_.lower() in lexicon.words("states"):
        return False
    thing = token.pos_ == "NOUN" and token.lemma_.lower() not in lexicon.words("party")
    return thing or token.ent_type_ in PLACE_LABELS or token.lemma_.lower() in lexicon.words("place_nouns")


def _joined(a: tuple[Filler, ...], b: tuple[Filler, ...]) -> tuple[Filler, ...]:
    seen = {f.token.i for f in a}
    return (*a, *(f for f in b if f.token.i not in seen))


def _merge_pairs(found: list[Candidate]) -> list[Candidate]:
    kept: list[Candidate] = []
    for c in found:
        twin = next((k for k in kept if k.type == c.type and _same_act(k, c)), None)
        if twin is None:
            kept.append(c)
        else:
            kept[kept.index(twin)] = _merged(twin, c)
    return kept


def _same_act(a: Candidate, b: Candidate) -> bool:
    one, two = a.token, b.token
    modes = {a.match.trigger.row.mode, b.match.trigger.row.mode} - {None, "none"}
    if len(modes) > 1 and a.type != "ASSAULT":
        return False  # an arrest over a seizure
    noun = one if a.noun else two
    if a.noun != b.noun and a.type != "ASSAULT" and base(noun) not in {"obj", "nsubj", "xcomp", "conj", "obl"}:
        return False
    near = one.head == two or two.head == one or (one.head == two.head and (a.noun or b.noun) and "obj" in {base(one), base(two)})
    if not near:
        near = clause_head(one) == clause_head(two) and (one in list(ancestors(two))[:NEARBY] or two in list(ancestors(one))[:NEARBY])
    if not near:
        return False
    if base(one) == "conj" or base(two) == "conj":
        return bool({f.token.i for f in a.recipients} & {f.token.i for f in b.recipients}) or not (a.recipients and b.recipients)
    return not (base(one) == "nmod" and case(one) in WHILE)


def _merged(a: Candidate, b: Candidate) -> Candidate:
    """The act keeps the more telling trigger: the verb, unless the noun is its subject; parties of both."""
    verb, other = (a, b) if not a.noun else (b, a)
    if not verb.noun and other.noun and other.token.dep_ == "nsubj":
        verb, other = other, verb  # "airstrikes kill 26": the airstrikes are the act
    recipients = verb.recipients
    if verb.noun and not other.noun:
        recipients = _joined(verb.recipients, other.recipients)
    elif not recipients:
        recipients = other.recipients
    actors = verb.actors or other.actors
    acting = {f.token.i for f in actors}
    status = verb.status if verb.status.status != "actual" else other.status
    return replace(verb, actors=actors, recipients=tuple(f for f in recipients if f.token.i not in acting), status=status)

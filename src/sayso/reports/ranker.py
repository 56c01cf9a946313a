"""How likely a candidate is to be news: a weighted sum of plain facts about it, trained by training/rank_triggers.py.

The lexicon row stays the reason for a report; the ranker only decides which candidates are kept, and gives their confidence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import exp

from spacy.tokens import Token

from sayso.language.walk import NEGATIONS, ancestors, base, case, child, marker
from sayso.lexicons.triggers import TriggerLexicon
from sayso.reports.doubles import Candidate
from sayso.reports.roles import Filler

VERBAL = frozenset({"VERB", "AUX"})
SCENES = ("sport", "art", "weather", "market", "accident")
SHORT = 120  # tokens; below this an article is a news item of a few sentences
BESIDE = 2  # words on each side that are looked at one by one
AROUND = 6  # words on each side whose nouns, verbs and names are looked at without their order
CLOSE = 3  # links up or down within which one candidate's clause holds another's
SAYING = frozenset({"NOUN", "VERB", "PROPN", "ADJ"})


@dataclass(frozen=True, slots=True)
class Company:
    """The other candidates that a candidate stands among: those of its sentence, and how many of each type the article had before."""

    sentence: Sequence[Candidate]
    number: int = 0  # of the sentence in its article, from 0
    before: dict[str, int] = field(default_factory=dict)

    def then(self, candidates: Sequence[Candidate]) -> "Company":
        """The company of the next sentence, whose candidates these are."""
        before = dict(self.before)
        for c in self.sentence:
            before[c.type] = before.get(c.type, 0) + 1
        return Company(candidates, self.number + 1, before)


NOBODY = Company((), -1)  # before the first sentence


@dataclass(frozen=True, slots=True)
class Ranker:
    lexicon: TriggerLexicon

    def probability(self, c: Candidate, company: Company) -> float:
        """Chance that a careful reader would mark this candidate; 1.0 where no weights are loaded."""
        weights = self.lexicon.weights
        if not weights:
            return 1.0
        total = sum(weights.get(f, 0.0) for f in dict.fromkeys(features(c, self.lexicon, company)))
        return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))

    def kept(self, company: Company) -> list[Candidate]:
        """Those of the sentence that are likely enough, each with its chance."""
        scored = [replace(c, chance=self.probability(c, company)) for c in company.sentence]
        return [c for c in scored if not self.lexicon.weights or c.chance >= self.lexicon.threshold]


def features(c: Candidate, lexicon: TriggerLexicon, company: Company) -> Iterator[str]:
    """Plain facts about a candidate, as names (some come more than once); the same for training and use."""
    token, trigger, row = c.token, c.match.trigger, c.match.trigger.row
    kind = row.type
    yield "bias"
    yield f"type={kind}"
    yield f"entry={trigger.id}:{trigger.pos}"
    yield f"row={row.id}"
    yield f"pos={kind}:{trigger.pos}:{token.pos_}"
    parties = f"{len(c.actors[:1])}{len(c.recipients[:1])}"
    yield f"parties={parties}"
    yield f"parties={kind}:{trigger.pos}:{parties}"
    if c.status.status != "negated":  # that it did not happen makes it no less news
        yield f"status={c.status.rule}"
        yield f"status={kind}:{c.status.status}"
    for side, fillers in (("a", c.actors), ("r", c.recipients)):
        yield from _party_facts(side, kind, fillers)
    yield from _place_in_clause(c, lexicon)
    yield from _words_beside(token, kind)
    yield from _place_in_article(token, kind)
    yield from _company(c, company)
    yield from _sentence(c, company)
    here = {t.lemma_.lower() for t in token.sent}
    for scene in SCENES:
        if here & lexicon.words(scene):
            yield f"scene={scene}"
            yield f"scene={kind}:{scene}"


def _party_facts(side: str, kind: str, fillers: tuple[Filler, ...]) -> Iterator[str]:
    for f in fillers[:2]:
        yield f"{side}slot={kind}:{f.slot}"
        yield f"{side}pos={kind}:{f.token.pos_}"
        yield f"{side}word={f.token.lemma_.lower()}"
        yield f"{side}ent={kind}:{f.token.ent_type_}"


def _place_in_clause(c: Candidate, lexicon: TriggerLexicon) -> Iterator[str]:
    token, kind, pos = c.token, c.match.trigger.row.type, c.match.trigger.pos
    head = token.head
    link = token.dep_
    yield f"link={pos}:{link}"
    yield f"link={kind}:{pos}:{base(token)}"
    yield f"tag={kind}:{token.tag_}"
    yield f"head={head.pos_}:{base(token)}:{case(token)}"
    if head is not token:
        yield f"headword={base(token)}:{head.lemma_.lower()}"
    depth = sum(1 for _ in ancestors(token))
    yield f"depth={pos}:{min(depth, 6)}"
    if token.sent.start == 0:
        yield f"first={kind}"
    if pos == "noun":
        determiner = child(token, "det")
        yield f"det={kind}:{determiner.lower_ if determiner is not None else '-'}"
        yield f"number={kind}:{token.tag_}"
        lemma = head.lemma_.lower()
        if head.pos_ in VERBAL and base(token) in {"nsubj", "obj"}:
            yield f"governed={kind}:{lemma in lexicon.words('happening')}:{lemma in lexicon.words('support')}"
    else:
        yield f"mark={marker(token)}"
        yield f"own-subject={any(base(k) == 'nsubj' for k in token.children)}"
        yield from (f"aux={k.lower_}" for k in token.children if base(k) == "aux" and k.lower_ not in {"did", "does", "do"})
    if any(t.lower_ in {"i", "we", "you", "our"} for t in token.sent):
        yield f"voice={kind}:first-person"


def _company(c: Candidate, company: Company) -> Iterator[str]:
    """Where much is told at once, some of it is only the scene; what the article has told already is told again as a topic."""
    kind, pos, token = c.type, c.match.trigger.pos, c.token
    others = [o for o in company.sentence if o.token.i != token.i]
    yield f"others={min(3, len(others))}"
    yield f"order={kind}:{min(5, sum(o.token.i < token.i for o in others))}"
    above = {t.i for t, _ in zip(ancestors(token), range(CLOSE), strict=False)}
    for other in others:
        held = any(t.i == token.i for t, _ in zip(ancestors(other.token), range(CLOSE), strict=False))
        side = "up" if other.token.i in above else "down" if held else "side"
        yield f"with={kind}:{other.type}"
        yield f"with={kind}:{pos}:{side}:{other.type}"
        yield f"with={pos}:{side}:{other.match.trigger.pos}"
    told = company.before.get(kind, 0)
    yield f"type-before={min(3, told)}"
    yield f"type-before={kind}:{pos}:{min(2, told)}"


def _sentence(c: Candidate, company: Company) -> Iterator[str]:
    """The sentence as a whole: its names, its words near the trigger, its place and its length; and the word itself with its parties."""
    token, kind, sentence = c.token, c.type, c.token.sent
    names = [t.ent_type_ for t in sentence if t.ent_type_]
    yield f"names={min(6, len(names))}"
    yield from (f"has={kind}:{name}" for name in dict.fromkeys(names))
    yield f"named-below={kind}:{any(t.ent_type_ for t in token.subtree)}"
    for t in token.doc[max(sentence.start, token.i - AROUND) : min(sentence.end, token.i + AROUND + 1)]:
        if t.i != token.i and t.pos_ in SAYING:
            yield f"near={t.lemma_.lower()}"
            yield f"near={kind}:{t.lemma_.lower()}"
    parties = f"{len(c.actors[:1])}{len(c.recipients[:1])}"
    lemma, determiner = token.lemma_.lower(), child(token, "det")
    yield f"lemma={lemma}"
    yield f"lemma={lemma}:{base(token)}"
    yield f"lemma={lemma}:{parties}"
    yield f"lemma={lemma}:det:{determiner.lower_ if determiner is not None else '-'}"
    yield f"entry={c.match.trigger.id}:{parties}"
    yield f"at={c.match.trigger.pos}:{min(5, (token.i - sentence.start) // 4)}"
    yield f"length={min(6, len(sentence) // 8)}"
    yield f"sentence={min(4, company.number)}"
    last = sentence.text.rstrip()[-1:]
    yield f"ends={last if last in '.!?:' else 'word'}"


def _place_in_article(token: Token, kind: str) -> Iterator[str]:
    """Long articles come back to what they have told; short items tell all once."""
    size = "short" if len(token.doc) < SHORT else "long"
    yield f"article={size}"
    yield f"article={kind}:{size}:{token.pos_}"
    if size == "long":
        told = bool((token.doc.to_array("LEMMA")[: token.sent.start] == token.lemma).any())
        yield f"told-before={told}"
        yield f"told-before={kind}:{token.pos_}:{told}"
        yield f"place={min(4, token.i * 5 // len(token.doc))}"


def _words_beside(token: Token, kind: str) -> Iterator[str]:
    doc, sentence = token.doc, token.sent
    for step in range(1, BESIDE + 1):
        before, after = token.i - step, token.i + step
        for side, at, edge in (("before", before, before < sentence.start), ("after", after, after >= sentence.end)):
            word = "|" if edge else doc[at].lower_
            if word not in NEGATIONS:
                yield f"{side}{step}={word}"
    for c in token.children:
        if c.pos_ in {"NOUN", "VERB", "PROPN"} and base(c) in {
            "obj",
            "nsubj",
            "nmod",
            "compound",
            "xcomp",
            "ccomp",
            "obl",
            "amod",
            "advcl",
        }:
            yield f"child={kind}:{base(c)}:{c.lemma_.lower()}"
            yield f"childword={c.lemma_.lower()}"

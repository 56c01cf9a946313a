"""Where: the words that name the place of a report, in its clause, else in its sentence. `linking.places` says what they mean."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from sayso.language.reading import Reading
from sayso.language.walk import base, case, clause_head, marker
from sayso.lexicons.triggers import TriggerLexicon
from sayso.records import PLACE_LABELS, Place, PlaceBasis, Report
from sayso.reports.scene import is_time, phrase

# Of what is done by speaking, only words on the verb itself tell the place: in `condemned the attack in Brest` Brest is that of the attack.
SPOKEN = frozenset({"ACCUSE", "AGREE", "CONCEDE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"})
SEEN = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "PROTEST"})  # what the rest of a sentence may tell the place of
STRUCK = frozenset({"ASSAULT", "seize"})  # types and modes of what is done where its object is: `shelled Homs`, `the attack on Homs`
ENTERED = frozenset({"MOBILIZE", "visit"})  # `entered Homs`, `sent troops to Homs`
LEFT = frozenset({"RETREAT"})  # `withdrew from Homs`
CLAUSAL = frozenset({"acl", "advcl", "ccomp", "csubj", "parataxis"})
DEEPEST = 5  # nouns within nouns: `wounded at a club in the centre of Homs`
FARTHEST = 6  # heads from a trigger to its clause, and clauses above it


def where_of(token: Token, reading: Reading, lexicon: TriggerLexicon, type_: str, mode: str | None) -> Place:
    """The place phrase nearest to the trigger: its own, its clause's, that of a clause which goes on in the same scene."""
    look = _Look(reading, lexicon, type_, mode)
    general: Token | None = None  # `in the city`: which one, other words may tell
    for holder in look.holders(token):
        found = list(look.under(holder, own=holder == token))
        if named := next((c for c in found if look.names(c)), None):
            return look.place(look.inner(named))
        if found and general is None:
            general = found[0]
            if general.lemma_.lower() not in look.general:
                break
    else:
        if type_ in SEEN and (elsewhere := look.in_sentence(token)) is not None:
            return look.place(elsewhere, "sentence")
    if general is not None:
        return look.place(general)
    unknown = next((c for c in token.children if look.may_be_place(c)), None)
    return look.place(unknown, "object") if unknown is not None else Place()


def places_of_acts(reports: Sequence[Report]) -> tuple[Report, ...]:
    """`They condemned the attack in Brest`: a place that stands behind the event that was spoken about is that event's alone."""
    return tuple(replace(r, where=Place()) if r.type in SPOKEN and _is_anothers(r, reports) else r for r in reports)


def _is_anothers(report: Report, reports: Sequence[Report]) -> bool:
    at = report.where.span
    if at is None:
        return False
    acts = (r for r in reports if r.type not in SPOKEN and r.where.span is not None and r.where.span.overlaps(at))
    return any(report.trigger.end <= r.trigger.start and r.trigger.end <= at.start for r in acts)


class _Look:
    """One report's look for its place."""

    def __init__(self, reading: Reading, lexicon: TriggerLexicon, type_: str, mode: str | None) -> None:
        self.reading, self.lexicon, self.type = reading, lexicon, type_
        self.inside, self.cases = lexicon.words("inside_cases"), lexicon.words("place_cases")
        self.nouns, self.general = lexicon.words("place_nouns"), lexicon.words("general_places")
        kinds = {type_, mode}
        self.struck, self.entered, self.left = (not kinds.isdisjoint(of) for of in (STRUCK, ENTERED, LEFT))

    def holders(self, token: Token) -> Iterator[Token]:
        """The trigger, the words between it and its clause, that clause, and those around that tell of the same scene."""
        top, here = clause_head(token), token
        for _ in range(FARTHEST):
            yield here
            if here in (top, here.head):
                break
            here = here.head
        yield from (c for c in top.children if base(c) == "conj" and c.pos_ == "VERB")  # `opened fire and bombed a post in Homs`
        if base(top) == "acl" and any(c.lower_ == "where" for c in top.children):
            yield top.head  # `the city of Homs, where police shot two`
        for _ in range(FARTHEST):
            if not self._goes_on(top):
                return
            top = top.head
            yield top

    def _goes_on(self, clause: Token) -> bool:
        """`Troops entered Homs and shot two`, `..., killing two`, `... as police arrested ten`; not `after he was held`."""
        link, word = base(clause), marker(clause)
        if self.type in SPOKEN:
            return link == "conj"
        return link in {"conj", "xcomp"} or (link == "advcl" and (not word or word in self.lexicon.words("same_scene")))

    def under(self, holder: Token, *, own: bool) -> Iterator[Token]:
        """Heads of the place phrases under a word, the nearest to it first."""
        level = [holder]
        for depth in range(1 if self.type in SPOKEN else DEEPEST):
            below = [c for t in level for c in t.children if base(c) not in CLAUSAL and (base(c) != "conj" or t != holder)]
            yield from (c for c in below if self._is_place(c, own=own, direct=depth == 0))
            level = [c for c in below if self._leads_on(c, own=own, direct=depth == 0)]

    def _leads_on(self, c: Token, *, own: bool, direct: bool) -> bool:
        """Places inside a noun phrase are the event's: `shot two men in Homs`; not in what it is about: `discussed the war in Syria`."""
        if c.pos_ not in {"NOUN", "PROPN", "NUM", "PRON"} or (base(c) == "nsubj" and not own):
            return False
        if any(
            t.pos == "noun" for t in self.lexicon.by_lemma.get(c.lemma_.lower(), ())
        ):  # `held a meeting`, `shot in a raid`; else another event
            return direct and (base(c) == "obj" or case(c) in self.inside)
        return self.type != "CONSULT" or c.pos_ == "PROPN" or c.lemma_.lower() in self.lexicon.words("party")

    def _is_place(self, c: Token, *, own: bool, direct: bool) -> bool:
        link, preposition = base(c), case(c).split(" ")[0]
        named = self.names(c)
        if own and direct and named and self._is_object(c, link, preposition):
            return True
        if link not in {"obl", "nmod"} or is_time(c, self.lexicon):
            return False
        if not named and not (direct and self.type not in SPOKEN and self._is_known(c)):
            return False
        if preposition in self.inside:
            return True
        if not direct or preposition not in self.cases:
            return False
        return self.left if preposition == "from" else self.struck or (not named and self.type in SEEN)

    def _is_known(self, c: Token) -> bool:
        """`at the border`, `in a market`; not `five years in prison`, `in all areas`."""
        if c.lemma_.lower() not in self.nouns or (c.lemma_.lower() in self.general and c.lower_ != c.lemma_.lower()):
            return False
        return any(base(t) in {"det", "nummod", "amod", "compound"} or t.dep_ == "nmod:poss" for t in c.children)

    def _is_object(self, c: Token, link: str, preposition: str) -> bool:
        """`shelled Homs`, `the attack on Homs`, `Homs was shelled`; `entered Homs`, `visited Homs`, `sent troops to Homs`."""
        if link == "obj" or c.dep_ == "nsubj:pass":
            return self.struck or self.entered
        if link not in {"obl", "nmod"}:
            return False
        return (self.struck and preposition in {"on", "of", "against"}) or (self.entered and preposition in {"to", "into"})

    def names(self, c: Token) -> bool:
        """A name of a place, or a noun with one: `the city of Homs`, `the western part of Homs`."""
        if self._is_name(c):
            return True
        lemma = c.lemma_.lower()
        if lemma not in self.nouns | self.general:
            return False
        beside = (t for t in c.children if base(t) == "appos" or (base(t) == "nmod" and case(t) == "of"))
        return any(self._is_name(t) or (lemma in self.general and t.pos_ == "PROPN") for t in beside)

    def _is_name(self, c: Token) -> bool:
        if is_time(c, self.lexicon) or not c.text[0].isupper():
            return False
        if case(c) in self.lexicon.words("name_cases") and not any(base(t) == "det" for t in c.children):
            return True  # whatever it was taken for: nobody is `in` a person, and few are `in` a body without an article
        mention = self.reading.mention_of(c)
        if mention is not None and mention.name is not None and mention.label and mention.label not in PLACE_LABELS:
            return False
        return c.ent_type_ in PLACE_LABELS or (c.pos_ == "PROPN" and not c.ent_type_ and case(c) in self.lexicon.words("name_cases"))

    def may_be_place(self, c: Token) -> bool:
        """An object whose name was taken for nothing: the gazetteer tells whether it is a place's."""
        mention = self.reading.mention_of(c)
        unknown = c.pos_ == "PROPN" and not c.ent_type_ and (mention is None or not mention.label) and case(c) != "of"  # `the murder of`
        return unknown and self._is_object(c, base(c), case(c).split(" ")[0])

    def inner(self, c: Token) -> Token:
        """`the United States consulate in Homs`: Homs."""
        if c.lemma_.lower() not in self.nouns or c.lemma_.lower() in self.general:
            return c
        return next((t for t in c.children if base(t) in {"nmod", "obl"} and case(t) in self.inside and self._is_name(t)), c)

    def in_sentence(self, token: Token) -> Token | None:
        """The place that the sentence names, where it names one alone: two may each be of another event."""
        found = [c for c in token.sent if base(c) in {"obl", "nmod"} and case(c) in self.inside and self._is_name(c)]
        return found[0] if len(found) == 1 else None

    def place(self, c: Token, basis: PlaceBasis = "clause") -> Place:
        mention = self.reading.mention_of(c)
        span = mention.span if mention else phrase(c)
        if basis == "clause" and case(c) not in self.cases and self.names(c):
            basis = "object"
        return Place(span=span, text=span.of(self.reading.article.text), basis=basis)

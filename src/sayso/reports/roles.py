"""Who did it and to whom: the grammatical slots of a trigger, and which of their fillers can be political parties."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from spacy.tokens import Token

from sayso.language.reading import Reading
from sayso.language.walk import base, case, child, children, conjuncts_of, marker, understood_subject
from sayso.lexicons.triggers import TriggerLexicon
from sayso.records import Party, Reason, Span
from sayso.reports.content import content_tokens

VERBAL = frozenset({"VERB", "AUX"})
NAMING = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ", "X", "SYM"})
BY = frozenset({"by"})
ACCUSED_OF = frozenset({"of", "for", "with", "over", "in"})


def is_misread(verb: Token) -> bool:
    """Finite verbs that parsers take for participles (`the party boycotted parliament`) or, in headlines, for nouns (`a court
    sentences 75 people`)."""
    if verb.pos_ == "NOUN":
        return is_headline_verb(verb)
    if verb.tag_ not in {"VBD", "VBN", "VBP", "VBZ"} or verb.i == 0 or verb.i + 1 >= verb.sent.end:
        return False
    before, after = verb.nbor(-1), verb.nbor(1)
    if before.pos_ not in {"NOUN", "PROPN"} or any(c.dep_ == "obl:agent" for c in verb.children):
        return False
    if base(verb) == "amod":
        return after.pos_ in NAMING
    return verb.dep_ == "acl" and (verb.tag_ != "VBN" or after.pos_ in {"DET", "PROPN", "PRON", "NUM"})


def is_headline_verb(token: Token) -> bool:
    """A noun right before a determiner, number, name or pronoun is no noun: `a court sentences 75 people`, `police arrest two men`."""
    if token.pos_ != "NOUN" or token.i == token.sent.start or token.i + 2 >= token.sent.end:
        return False
    after, then = token.nbor(1), token.nbor(2)
    if not token.lower_.endswith("s"):
        return token.nbor(-1).pos_ in {"NOUN", "PROPN"} and after.pos_ in {"DET", "NUM", "PRON"} and then.pos_ in {"NOUN", "ADJ", "PROPN"}
    return after.pos_ in {"DET", "NUM", "PROPN", "PRON"} or (after.pos_ == "ADJ" and then.pos_ in {"NOUN", "PROPN", "ADJ"})


def is_passive_here(verb: Token) -> bool:
    """Passive by its own auxiliaries, by the verb it is coordinated with, or as a bare participle (`activists arrested in May`)."""
    if any(c.dep_ in {"nsubj:pass", "csubj:pass", "aux:pass"} for c in verb.children):
        return True
    if is_misread(verb):
        return False
    if verb.tag_ == "VBN" and any(c.dep_ == "obl:agent" or (base(c) in {"aux", "cop"} and c.lemma_ == "be") for c in verb.children):
        return True
    participle = verb.tag_ == "VBN" or (verb.morph.get("VerbForm", []) == ["Part"] and verb.morph.get("Tense", []) == ["Past"])
    if not participle or any(base(c) in {"nsubj", "aux"} for c in verb.children):
        return False
    if base(verb) == "conj" and verb.head.pos_ in VERBAL:
        return is_passive_here(verb.head)
    return base(verb) in {"acl", "advcl", "amod", "xcomp", "root", "parataxis"} and child(verb, "obj") is None


def slot_tokens(token: Token, slot: str, pos: str) -> list[Token]:
    """Heads of the phrases in one slot, coordination not yet unfolded."""
    if pos == "noun":
        return _noun_slot(token, slot)
    if slot == "subj":
        return _verb_subject(token)
    if slot == "obj":
        return _verb_object(token)
    if slot == "iobj":
        return children(token, "iobj")
    if slot == "comp":
        return _complement_subject(token)
    if slot == "speaker":
        return speaker_of(token)
    if slot == "head":
        return [f for f in (understood_subject(token.head),) if f is not None] if base(token) == "aux" else []
    return _prepositional(token, slot)


def _verb_subject(verb: Token) -> list[Token]:
    if verb.pos_ == "ADJ" or child(verb, "cop") is not None:
        found = understood_subject(verb)
        return [found] if found is not None else []
    if is_passive_here(verb):
        near = [*verb.children, *(g for c in verb.children if base(c) == "obj" for g in c.children)]
        return [c for c in near if c.dep_ == "obl:agent" or (base(c) in {"obl", "nmod"} and case(c) in BY)]
    if is_headline_verb(verb):
        return [c for c in verb.children if c.dep_ == "nsubj"]
    if is_misread(verb):
        return [verb.head if base(verb) == "acl" else verb.nbor(-1)]
    found = understood_subject(verb)
    return [relative(found, verb)] if found is not None and found.i != verb.i else []


def _verb_object(verb: Token) -> list[Token]:
    if is_passive_here(verb):
        found = understood_subject(verb)
        return [relative(found, verb)] if found is not None else []
    own = [c for c in verb.children if base(c) == "obj"]
    if is_headline_verb(verb):
        return own
    if is_misread(verb) and not own and base(verb) == "amod":
        return [verb.head]
    if own:
        return [relative(c, verb) for c in own]
    if verb.dep_ == "acl:relcl" and child(verb, "nsubj") is not None and relative(child(verb, "nsubj") or verb, verb) != verb.head:
        return [verb.head]  # "the man police arrested"
    shared = [c for c in verb.children if base(c) == "conj" and c.pos_ in VERBAL and c.i > verb.i]
    if base(verb) == "conj" and verb.head.pos_ in VERBAL:
        late = [c for c in verb.head.children if base(c) == "obj" and c.i > verb.i]
        if late:
            return late
    for other in shared[:1]:  # "attacked and killed 20 people"
        if other.i - verb.i <= 3:
            return [c for c in other.children if base(c) == "obj"]
    return children(verb, "iobj")


def relative(token: Token, verb: Token) -> Token:
    """The noun that a relative pronoun stands for; any other token itself."""
    if token.lower_ in {"who", "which", "that", "whom"} and token.pos_ in {"PRON", "DET", "SCONJ"}:
        here = verb
        for _ in range(4):
            if base(here) == "acl":
                return here.head
            here = here.head
    return token


def _prepositional(token: Token, preposition: str) -> list[Token]:
    """Phrases with this preposition on the verb, or on its object, where parsers often hang them (`imposed sanctions on Iran`)."""
    found = [c for c in token.children if base(c) in {"obl", "nmod", "advmod"} and case(c).split(" ")[0] == preposition]
    if is_misread(token) and base(token) == "amod":
        found += [c for c in token.head.children if base(c) in {"nmod", "obl"} and case(c).split(" ")[0] == preposition]
    for c in token.children:
        if base(c) in {"obj", "obl", "nsubj", "xcomp"} and (base(c) != "nsubj" or is_passive_here(token)):
            found += [g for g in c.children if base(g) in {"nmod", "obl"} and case(g).split(" ")[0] == preposition]
    return found


def _complement_subject(verb: Token) -> list[Token]:
    """`demanded that Iran stop`, `called for Iran to stop`: who is to do it."""
    for c in verb.children:
        if base(c) in {"ccomp", "xcomp", "advcl"} and c.i > verb.i:
            own = next((g for g in c.children if base(g) == "nsubj"), None)
            if own is not None:
                return [own]
    return []


def speaker_of(token: Token) -> list[Token]:
    """Whose words these are, by the clause that reports them in the same sentence."""
    here = token
    for _ in range(8):
        up = here.head
        if up == here:
            break
        if base(here) in {"ccomp", "parataxis", "xcomp"} and up.pos_ in VERBAL and (found := understood_subject(up)) is not None:
            return [found]
        here = up
    for c in here.children:
        if base(c) == "parataxis" and c.pos_ in VERBAL and (own := child(c, "nsubj")) is not None:
            return [own]
    return []


def _noun_slot(noun: Token, slot: str) -> list[Token]:
    if slot == "poss":
        return children(noun, "nmod:poss", "det:poss")
    if slot == "mod":
        return [
            c for c in noun.children if base(c) in {"amod", "compound"} or (base(c) == "nmod" and c.dep_ != "nmod:poss" and not case(c))
        ]
    if slot == "light":
        return _light_subject(noun)
    if slot == "killed":
        return _victims(noun)
    if slot == "speaker":
        return speaker_of(noun)
    if slot == "by":
        found = [c for c in noun.children if base(c) in {"nmod", "obl"} and case(c) in BY]
        for c in noun.children:  # "an attack carried out by rebels"
            if base(c) == "acl" and is_passive_here(c):
                found += [g for g in c.children if base(g) in {"obl", "nmod"} and case(g) in BY]
        return found
    found = [c for c in noun.children if base(c) in {"nmod", "obl"} and case(c).split(" ")[0] == slot]
    if slot not in {"of", "in"}:  # "the suspension of aid to Freedonia"
        inner = [c for c in noun.children if base(c) == "nmod" and case(c) == "of"]
        found += [g for c in inner for g in c.children if base(g) in {"nmod", "obl"} and case(g).split(" ")[0] == slot]
    if slot == "of":
        found += children(noun, "obj")  # "bombing the town", taken for a noun
    holder = noun.head
    if base(noun) in {"obj", "nsubj", "obl"} and holder.pos_ in VERBAL and slot not in {"of", "from"}:
        found += [c for c in holder.children if base(c) in {"obl", "nmod"} and case(c).split(" ")[0] == slot and c.i > noun.i]
    return found


def _light_subject(noun: Token) -> list[Token]:
    """`launched an attack`, `an attack carried out by`, `took part in talks`: the subject of the verb that lends it one."""
    first = conjuncts_of(noun)[0]
    verb = first.head
    if verb.pos_ not in VERBAL or verb == first:
        return []
    if base(first) == "obj" or first.dep_ == "nsubj:pass" or (base(first) == "obl" and case(first) in {"in", "into", "with", "on", "at"}):
        return _verb_subject(verb)
    return []


def _victims(noun: Token) -> list[Token]:
    """`the attack killed 20 civilians`: the object of the verb of which it is the subject; `killed in an attack`."""
    verb = noun.head
    if verb.pos_ not in VERBAL:
        return []
    return _verb_object(verb)


@dataclass(frozen=True, slots=True)
class Filler:
    """A token that heads a party's phrase, with the slot in which it was found."""

    token: Token
    slot: str


@dataclass(frozen=True, slots=True)
class Roles:
    """Turns slots into parties, with the word classes of the lexicon."""

    lexicon: TriggerLexicon

    def find(
        self,
        token: Token,
        groups: Sequence[Sequence[str]],
        pos: str,
        *,
        things: bool = False,
        taken: Sequence[Token] = (),
        acting: Set[int] = frozenset(),
    ) -> list[Filler]:
        """The first group of slots that yields a party.

        `things`: also a building, a ship, a town. `taken`: words of the trigger itself (`sanctions` in `imposed sanctions`).
        `acting`: the actors, by index, which the slot `inside` passes over.
        """
        for group in groups:
            found: dict[int, Filler] = {}
            for slot in group:
                if slot == "inside":
                    found.update((t.i, Filler(t, slot)) for t in self._inside(token, pos == "noun", acting))
                    continue
                for head in self._heads(token, slot, pos):
                    if head in taken and slot in {"obj", "light"} and not self.is_party(head):
                        continue
                    for t in self.unfold(head, slot, things=things or (slot == "subj" and pos == "verb")):
                        found.setdefault(t.i, Filler(t, slot))
            if found:
                return list(found.values())
        slots = {slot for group in groups for slot in group}
        if pos == "noun" and "mod" in slots and (found_before := self._modifier_before(token)) is not None:
            return [Filler(found_before, "mod")]
        if pos == "verb" and slots & {"subj", "obj"}:
            return self._beside(token, "subj" if groups[0][0] == "subj" else "obj", slots, taken)
        return []

    def _inside(self, token: Token, noun: bool, acting: Set[int]) -> list[Token]:
        """The first party that what is asked or promised is about: `agreed to meet the king`, `pledged aid for Freedonia`."""
        for t in content_tokens(token, noun):
            named = t.pos_ in {"PROPN", "PRON"} or (t.pos_ == "NOUN" and t.lemma_.lower() in self.lexicon.words("party"))
            if t.i in acting or not named or base(t) in {"flat", "conj"} or t.lower_ in self.lexicon.words("back_pronouns"):
                continue
            if self.is_party(t):
                return conjuncts_of(t)
        return []

    def _beside(self, verb: Token, first: str, slots: set[str], taken: Sequence[Token]) -> list[Filler]:
        """Where the parse gives nothing: the noun phrase right before or behind the verb."""
        passive = is_passive_here(verb)
        if first == "subj" and not passive and _verb_subject(verb) == [] and (found := self._before(verb)) is not None:
            return [Filler(found, "before")]
        if first != "subj" and "obj" in slots and _verb_object(verb) == []:
            found = self._before(verb) if passive else self._behind(verb)
            if found is not None and found not in taken:
                return [Filler(found, "behind")]
        return []

    def _modifier_before(self, noun: Token) -> Token | None:
        """`Russian missile and drone strikes`: the first name in the run of modifiers before the noun."""
        found = None
        for t in reversed(noun.doc[noun.sent.start : noun.i]):
            if t.pos_ not in {"ADJ", "NOUN", "PROPN", "CCONJ"} and t.text not in {"-", "–"}:
                break
            if t.text[0].isupper() and self.is_modifier_party(t) and t.i > noun.sent.start:
                found = t
        return found

    def _before(self, verb: Token) -> Token | None:
        """The noun phrase that stands before the verb; phrases with a preposition are passed over (`police in Zenda arrested`)."""
        doc, start, i = verb.doc, verb.sent.start, verb.i - 1
        while i >= start:
            t = doc[i]
            if t.pos_ in {"ADV", "AUX", "PART"} or t.text in {",", ")", "(", '"', "”", "“"}:
                i -= 1
                continue
            if t.pos_ not in {"NOUN", "PROPN", "PRON", "NUM"}:
                return None
            first = i
            while first - 1 >= start and doc[first - 1].pos_ in {"DET", "ADJ", "NOUN", "PROPN", "NUM", "PART"}:
                first -= 1
            if first > start and doc[first - 1].pos_ == "ADP":
                i = first - 2
                continue
            return t if self.is_party(t) else next(iter(self.owner(t)), None)
        return None

    def _behind(self, verb: Token) -> Token | None:
        """The noun phrase that follows at once: determiners, numbers and modifiers may stand before its head."""
        last = None
        for t in verb.doc[verb.i + 1 : min(verb.i + 9, verb.sent.end)]:
            if t.pos_ in {"NOUN", "PROPN", "PRON"}:
                last = t
            elif t.pos_ not in {"DET", "ADJ", "NUM", "ADV"} or last is not None:
                break
        return last if last is not None and self.is_party(last) else None

    def _heads(self, token: Token, slot: str, pos: str) -> list[Token]:
        if slot in {"light", "subj"} and (doer := self._accused(token)) is not None:
            return [doer]
        if slot == "light" and conjuncts_of(token)[0].head.lemma_.lower() not in self.lexicon.words("support"):
            return []
        if slot == "killed" and token.head.lemma_.lower() not in self.lexicon.words("harm"):
            return []
        return slot_tokens(token, slot, pos)

    def _accused(self, token: Token) -> Token | None:
        """Who is said to have done it: `accused Iran of bombing`, `jailed for an attack`, `responsible for`."""
        for _ in range(3):
            prep = case(token) or marker(token)
            head = token.head
            if prep.split(" ")[0] in ACCUSED_OF and head.i != token.i:
                if head.lemma_.lower() in self.lexicon.words("accusing") and head.pos_ in VERBAL:
                    return next(iter(_verb_object(head)), None)
                if head.lemma_.lower() in self.lexicon.words("guilty"):
                    found = understood_subject(head)
                    return found if found is not None or head.head.pos_ not in VERBAL else next(iter(_verb_object(head.head)), None)
            if base(token) != "conj" and not (base(token) == "nmod" and token.head.pos_ == "NOUN"):
                return None
            token = head
        return None

    def unfold(self, head: Token, slot: str, *, things: bool) -> list[Token]:
        """A phrase and those coordinated with it, as parties: what cannot be one gives way to its owner (`Iran's plan` -> Iran)."""
        found: list[Token] = []
        for t in conjuncts_of(head) if slot != "mod" else [head]:
            if t.pos_ not in NAMING or not (t.text[0].isalnum() or t.text[0] == "’"):
                continue
            if slot == "mod":
                if self.is_modifier_party(t):
                    found.append(t)
            elif self.is_party(t):
                found.append(t)
            elif t.lemma_.lower() in self.lexicon.words("time_words"):
                continue
            elif owner := self.owner(t):
                found += owner
            elif things and t.pos_ in {"NOUN", "PROPN"} and not self.is_abstract(t) and not self.is_instrument(t):
                found.append(t)
        return found

    def is_party(self, token: Token) -> bool:
        words = self.lexicon.words
        lemma = token.lemma_.lower()
        if token.pos_ == "PRON" or (token.pos_ == "DET" and not list(token.children)):
            return lemma not in words("no_actor_pronouns") and token.lower_ not in words("no_actor_pronouns")
        if lemma in words("time_words") and token.ent_type_ != "PER":
            return False
        if lemma in words("party") or token.lower_ in words("party"):
            return True
        if lemma in words("not_party"):
            return False
        if token.pos_ == "PROPN" or token.ent_type_ or (token.is_upper and len(token) > 1 and token.is_alpha):
            return True
        if token.pos_ == "NOUN" and token.text[0].isupper() and child(token, "det", "amod") is None and not self.is_abstract(token):
            return not self.names_deed(token) and lemma not in words("instruments")  # a name that the tagger does not know
        if token.pos_ == "NUM" and token.i and token.nbor(-1).lower_ in words("time_words"):
            return False  # "October 2"
        if token.pos_ == "NUM":
            return (
                not any(base(c) == "nmod" and case(c) == "of" and not self.is_party(c) for c in token.children) and base(token) != "nummod"
            )
        if token.pos_ == "ADJ":
            return token.text[0].isupper() or child(token, "det") is not None
        return token.pos_ == "NOUN" and not self.is_abstract(token) and lemma.endswith(tuple(words("person_endings")))

    def is_instrument(self, token: Token) -> bool:
        return token.lemma_.lower() in self.lexicon.words("instruments") or self.names_deed(token)

    def is_abstract(self, token: Token) -> bool:
        lemma = token.lemma_.lower()
        return lemma in self.lexicon.words("not_party") or lemma.endswith(tuple(self.lexicon.words("abstract_endings")))

    def names_deed(self, token: Token) -> bool:
        return any(
            t.pos == "noun" and t.row.type in {"ASSAULT", "COERCE", "SANCTION"} for t in self.lexicon.by_lemma.get(token.lemma_.lower(), ())
        )

    def is_modifier_party(self, token: Token) -> bool:
        """`Russian`, `US`, `Taliban`, `police`, `rebel` before a noun."""
        if token.lemma_.lower() in self.lexicon.words("time_words"):
            return False
        named = token.text[0].isupper() and (token.pos_ in {"ADJ", "PROPN"} or (token.pos_ == "NOUN" and token.i > token.sent.start))
        return named or token.lemma_.lower() in self.lexicon.words("party")

    def owner(self, token: Token) -> list[Token]:
        """Whose it is: `Iran's plan`, `the plan by Iran`, `the Iranian plan`, `the policy of Iran`."""
        for slot in ("by", "poss", "mod", "from", "of", "on", "against"):
            if slot in {"of", "on", "against"} and self.names_deed(token):
                break  # the recipient of an arrest is not who arrested
            heads = (
                _noun_slot(token, slot)
                if slot in {"by", "poss", "mod"}
                else [c for c in token.children if base(c) == "nmod" and case(c) == slot]
            )
            found = []
            for head in heads:
                for t in conjuncts_of(head) if slot != "mod" else [head]:
                    if self.is_modifier_party(t) if slot == "mod" else self.is_party(t):
                        found.append(t)
                    elif slot == "of" and t.pos_ == "NOUN":
                        found += self.owner(t)
            if found:
                return found
        return []


def party(filler: Filler, reading: Reading, row: str) -> Party:
    """The party as words, with the mention that linking looks up."""
    mention = reading.mention_of(filler.token)
    span = mention.span if mention else Span(filler.token.idx, filler.token.idx + len(filler.token))
    reason = Reason(rule=f"role:{filler.slot}", row=row, words=(span,))
    return Party(span=span, text=span.of(reading.article.text), mention=mention.id if mention else None, because=(reason,))

"""Chains: which phrases of one article are the same actor. Names first, then descriptions and pronouns in reading order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from sayso.lexicons.actors import ActorLexicon, Known, Token
from sayso.linking.compose import Composed
from sayso.linking.names import Key, part_of
from sayso.records import Gender, Mention, Statement

Sort = Literal["person", "body", "state", "group", "thing"]

REACH = 6  # sentences back in which a pronoun's antecedent is looked for
FIRST_PERSON = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"})
SECOND_PERSON = frozenset({"you", "your", "yours", "yourself", "yourselves"})
HE_SHE = frozenset({"he", "him", "his", "himself", "she", "her", "hers", "herself"})
IT = frozenset({"it", "its", "itself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
RELATIVE = frozenset({"who", "whom", "whose", "which", "that"})


@dataclass(slots=True)
class Entity:
    """One actor of the article, as far as it is known yet. `country` and `sectors` are what its mentions say together."""

    number: int
    sort: Sort
    name: str
    named: bool = False
    key: Key = ()
    country: str | None = None
    sectors: tuple[str, ...] = ()
    known: Known | None = None
    roles: set[str] = field(default_factory=set)  # words of its roles: president, minister
    heads: set[str] = field(default_factory=set)  # head words of its descriptions: group, militia
    gender: Gender = "unknown"
    plural: bool = False
    weak: bool = True  # sectors so far are only a default
    rows: list[str] = field(default_factory=list)
    mentions: list[int] = field(default_factory=list)
    parts: tuple[int, ...] = ()  # numbers of the entities that it is made of: "the two leaders"


@dataclass(slots=True)
class Read:
    """A mention with what its own words say."""

    mention: Mention
    tokens: list[Token]
    head: int
    said: Composed
    key: Key  # of its proper name, titles left out
    shown: str  # the proper name, or the description
    sort: Sort
    within: bool = False  # a noun that only qualifies another: "police" in "police violence"
    name_at: tuple[int, int] = (0, 0)  # where its name stands in the article


class Chains:
    """Gathers the entities of one article; `of` maps mention ids to them, `rule` says how each mention was resolved."""

    def __init__(
        self, reads: Sequence[Read], statements: Sequence[Statement], lexicon: ActorLexicon, outlet: Composed, day: date | None, text: str
    ) -> None:
        self.reads = {r.mention.id: r for r in reads}
        self.order = [r.mention.id for r in reads]
        self.place = {number: n for n, number in enumerate(self.order)}
        self.outlet = outlet
        self.day = day
        self.text = text
        self.beside: list[Known] = []  # people whom the title names, and for whom the outlet speaks
        self.statements = statements
        self.lexicon = lexicon
        self.entities: list[Entity] = []
        self.of: dict[int, Entity] = {}
        self.rule: dict[int, str] = {}

    # ------------------------------------------------------------ names

    def names(self) -> None:
        """Every mention with a name of its own: the fullest first, so that a surname finds the whole name wherever it stands."""
        named = [r for r in self.reads.values() if r.mention.kind != "pronoun" and (r.key or r.said.known or r.said.state)]
        whole = {r.name_at: r.mention.id for r in named if len(r.key) > 1 and r.sort in {"person", "body"}}
        parts = {r.mention.id for r in named if r.within and any(_inside(r, at) for at, i in whole.items() if i != r.mention.id)}
        named = [r for r in named if r.mention.id not in parts]
        for read in sorted(named, key=lambda r: (-len(r.key) if r.sort == "person" else 0, r.mention.id)):
            entity = self._same_name(read)
            if entity is None:
                entity = self._new(read)
                self._join(read, entity, "actor:state" if read.sort == "state" else "actor:lexicon" if read.said.known else "actor:name")
            else:
                self._join(read, entity, "actor:same-name")
        for read in named:  # "X, the former minister": what the apposition says holds for the name
            other = read.mention.apposition
            if other is not None and other in self.reads and self.of.get(other) is not self.of[read.mention.id]:
                beside = self.reads[other]
                if beside.mention.kind == "pronoun":
                    continue
                if other not in self.of:
                    self._join(beside, self.of[read.mention.id], "actor:apposition")
        self._behind_commas(named)

    def _behind_commas(self, named: Sequence[Read]) -> None:
        """`Ada Lind, its ambassador to Norland,`: an apposition that the parser hung elsewhere, told by the comma."""
        starts = {
            r.tokens[0].start: r for r in self.reads.values() if r.tokens and r.mention.kind == "nominal" and r.mention.id not in self.of
        }
        for read in named:
            end = max(read.mention.span.end, read.tokens[-1].end)
            beside = starts.get(end + 2)
            if read.sort != "person" or beside is None or beside.mention.sentence != read.mention.sentence or self.comma(end) is False:
                continue
            title = beside.said.agents and beside.said.agents[0].kind == "person" and beside.mention.number != "plur"
            if title and not _clash(beside.said.country, self.of[read.mention.id].country):
                self._join(beside, self.of[read.mention.id], "actor:apposition")

    def comma(self, at: int) -> bool:
        return self.text[at : at + 1] == ","

    def _same_name(self, read: Read) -> Entity | None:
        said = read.said
        if read.sort == "state" and said.state:
            return next((e for e in self.entities if e.sort == "state" and e.country == said.country and e.name == said.state), None)
        if said.known is not None:
            found = next((e for e in self.entities if e.known is not None and e.known.name == said.known.name), None)
            if found is not None:
                return found
        if not read.key:
            return None
        fits = [e for e in self.entities if e.key and self._may_be_one(read, e)]
        exact = [e for e in fits if e.key == read.key]
        return next(iter(exact or self._nearest(read, fits)), None)

    def _may_be_one(self, read: Read, entity: Entity) -> bool:
        if read.key == entity.key:
            return not _clash(read.said.country, entity.country) or read.said.known is None
        if entity.sort != "person" or read.sort not in {"person", "thing"}:
            return False
        return part_of(read.key, entity.key) and not _clash(read.said.country, entity.country)

    def _nearest(self, read: Read, fits: list[Entity]) -> list[Entity]:
        def distance(entity: Entity) -> tuple[bool, int]:
            before = [i for i in entity.mentions if i <= read.mention.id]
            return (not before, min(abs(i - read.mention.id) for i in before or entity.mentions))

        return sorted(fits, key=distance)

    # ------------------------------------------------------------ descriptions and pronouns

    def rest(self) -> None:
        """Descriptions and pronouns in reading order; each may serve those after it."""
        for number in self.order:
            read = self.reads[number]
            if number in self.of:
                continue
            if read.mention.kind == "pronoun":
                self._pronoun(read)
            elif read.within and (read.key or not (read.said.country or read.said.agents)):
                continue  # "peace" in "peace talks"
            elif not self._apposed(read) and not self._description(read):
                self._join(read, self._new(read), "actor:composed" if read.said.agents or read.said.country else "actor:unknown")

    def _apposed(self, read: Read) -> bool:
        other = read.mention.apposition
        if other is not None and other in self.of and self.reads[other].mention.kind != "pronoun":
            self._join(read, self.of[other], "actor:apposition")
            return True
        return False

    def _description(self, read: Read) -> bool:
        """`the president`, `the Belarusian leader`, `the group`, `the two countries`: somebody named or described before."""
        words = [t.key for t in read.tokens]
        marks = self.lexicon.marks
        if not words:
            return False
        possessed = read.tokens[0].possessive or self._owned(read) is not None
        definite = possessed or words[0] in {"the", "this", "that", "these", "those", "both"}
        if not definite and not (read.said.agents and all(t.text[:1].isupper() for t in read.tokens) and read.mention.number != "plur"):
            return False  # "President", "Prime Minister" as names, in a transcript, are the ones spoken of
        head = words[read.head]
        if read.mention.number == "plur" and marks["several"] & set(words) and not read.said.country and len(words) <= 5 and not possessed:
            return self._several(read, set(words)) or self._take(read, self._same_words(read, None), "actor:same-words")
        country = read.said.country or self._owned(read)
        if head in marks["state_words"] and not read.said.country and len(words) <= 3:
            return self._take(read, self._before(read, lambda e: e.sort == "state", reach=REACH), "actor:the-state")
        if head in marks["group_words"] and not read.said.country and len(words) <= 3:
            found = self._same_words(read, country) or self._before(read, lambda e: e.sort == "body" and e.named, reach=3)
            return self._take(read, found, "actor:the-group")
        if read.sort == "person" and read.said.agents and read.mention.number != "plur":
            wanted = {a.word for a in read.said.agents[:1]}
            top = bool(wanted & marks["top"])

            def fits(entity: Entity) -> bool:
                return entity.sort == "person" and not _clash(country, entity.country) and self._has_role(entity, wanted, top, country)

            entity = self._before(read, fits)
            if entity is None and (country or top):
                entity = self._after(read, lambda e: e.named and fits(e))
            if entity is None and (self.beside and wanted & marks["top"]):
                entity = next((e for e in map(self._person, self.beside) if fits(e)), None)
            if entity is not None:
                return self._take(read, entity, "actor:the-role")
        return self._take(read, self._same_words(read, country), "actor:same-words")

    def _several(self, read: Read, words: set[str]) -> bool:
        """`the two leaders`, `both sides`: those who were named before, the latest two where their number is not told otherwise."""
        want_states = bool(words & {"countries", "nations", "states", "governments"})
        either = bool(words & {"sides", "parties"})
        count = 3 if words & {"three", "3"} else 2
        for back in range(self.place[read.mention.id] - 1, -1, -1):  # the last that were named side by side, or together
            entity, mention = self.of.get(self.order[back]), self.reads[self.order[back]].mention
            if entity is None or read.mention.sentence - mention.sentence > REACH:
                continue
            if len(entity.parts) == count and (either or (entity.sort == "state") == want_states):
                return self._take(read, entity, "actor:the-two")
        found: list[Entity] = []
        for entity in self._back(read, 30):
            fits = entity.sort in ({"state", "person", "body"} if either else {"state"} if want_states else {"person"})
            if (
                fits
                and entity.named
                and not entity.parts
                and entity not in found
                and (not found or either is False or entity.sort == found[0].sort)
            ):
                if entity.sort != "person" or not found or entity.country != found[0].country:  # two leaders are of two states
                    found.append(entity)
            if len(found) == count:
                break
        for known in self.beside if not want_states else []:
            person = self._person(known)
            if len(found) < count and person not in found and all(person.country != e.country for e in found):
                found.append(person)
        if len(found) < count:
            return False
        return self._take(read, self.together(sorted(found, key=lambda e: e.number), found[0].sort), "actor:the-two")

    def _person(self, known: Known) -> Entity:
        """The entity of a person who is known from elsewhere than the text."""
        found = next((e for e in self.entities if e.known is not None and e.known.name == known.name), None)
        if found is None:
            code, sectors = known.at(self.day)
            found = Entity(len(self.entities), "person", known.name, True, (), code, sectors, known, rows=[known.row], weak=False)
            found.roles |= {t.office for t in known.terms}
            self.entities.append(found)
        return found

    def _has_role(self, entity: Entity, wanted: set[str], top: bool, country: str | None) -> bool:
        if entity.roles & wanted:
            return True
        offices = {t.office for t in entity.known.terms} if entity.known else set()
        if any(w in office.lower() for w in wanted for office in offices):
            return True
        highest = bool(entity.roles & self.lexicon.marks["top"]) or bool(offices & self.lexicon.marks["top"])
        return "leader" in wanted and top and highest and country is not None

    def _same_words(self, read: Read, country: str | None) -> Entity | None:
        """Somebody described before by the same head word: `a militia` ... `the militia`."""
        head = read.tokens[read.head].key if read.head < len(read.tokens) else ""
        mine = {a.word for a in read.said.agents[:1]}

        def fits(entity: Entity) -> bool:
            same = head in entity.heads and (not mine or bool(mine & entity.roles))
            return (
                same
                and entity.sort not in {"state", "person"}
                and not _clash(country, entity.country)
                and entity.plural == (read.mention.number == "plur")
            )

        return self._before(read, fits, reach=50) if head else None

    def _pronoun(self, read: Read) -> None:
        word = read.mention.words[0].text.lower() if read.mention.words else ""
        if word in FIRST_PERSON:
            if (both := self._both(read, word)) is not None:
                self._take(read, both, "actor:we-both")
                return
            if not self._take(read, self.speaker(read.mention), "actor:speaker") and (self.outlet.country or self.outlet.known):
                self._take(read, self._narrator(), "actor:outlet")
            return
        if word in SECOND_PERSON:
            self._take(read, self._addressee(read.mention), "actor:addressee")
            return
        if word in RELATIVE:
            return
        wanted: tuple[Sort, ...]
        if word in HE_SHE:
            wanted, plural = ("person",), False
        elif word in IT:
            wanted, plural = ("body", "state", "group"), False
        elif word in THEY:
            wanted, plural = ("group", "body", "state", "person"), True
        else:
            return
        gender: Gender = "fem" if word in {"she", "her", "hers", "herself"} else "masc" if word in HE_SHE else "unknown"
        entity = self._met(read) if plural and read.mention.role == "subject" else None
        entity = entity or self._antecedent(read, wanted, gender, plural)
        if entity is not None and gender != "unknown" and entity.gender == "unknown":
            entity.gender = gender
        self._take(read, entity, "actor:pronoun")

    def _both(self, read: Read, word: str) -> Entity | None:
        """`We met`, `our talks` between two who speak in turn: both of them."""
        if word not in {"we", "our", "us"}:
            return None
        after = self.lexicon.tokens(self.text[read.mention.span.end : read.mention.span.end + 50])[:5]
        if not {t.key for t in after} & self.lexicon.marks["joint"]:
            return None
        own, other = self.speaker(read.mention), self._addressee(read.mention)
        if own is None or other is None or own.sort != "person":
            return None
        return self.together(sorted((own, other), key=lambda e: e.number), "person")

    def _narrator(self) -> Entity:
        """Whom the outlet stands for."""
        said = self.outlet
        name = said.known.name if said.known else self.lexicon.names.get(said.country or "", said.state)
        found = next((e for e in self.entities if e.name == name), None)
        if found is None:
            found = Entity(
                len(self.entities), "state", name, True, (), said.country, said.sectors, said.known, rows=list(said.rows), weak=False
            )
            self.entities.append(found)
        return found

    def _addressee(self, mention: Mention) -> Entity | None:
        """Whom a speaker calls `you`: the speaker before, or else the next one, who is not himself."""
        own = self.speaker(mention)
        if own is None:
            return None
        place = mention.span.start
        speakers = [
            (min(c.start for c in s.content), self.of[p.mention])
            for s in self.statements
            for p in s.claimants
            if s.content and p.mention is not None and p.mention in self.of
        ]
        others = [(at, e) for at, e in speakers if e is not own and e.sort == "person" and e.named]
        if not others:
            return None
        before = [(at, e) for at, e in others if at <= place]
        return max(before, key=lambda o: o[0])[1] if before else min(others, key=lambda o: o[0])[1]

    def _met(self, read: Read) -> Entity | None:
        """`The president spoke with the king. They discussed ...`: the people of the sentence before, where nobody else is many."""
        start = read.mention.span.start
        before = [
            self.reads[i] for i in self.order[: self.place[read.mention.id]] if self.reads[i].mention.sentence == read.mention.sentence - 1
        ]
        if read.mention.in_quote or any(r.mention.sentence == read.mention.sentence and r.mention.span.start < start for r in before):
            return None
        people: list[Entity] = []
        for other in before:
            entity = self.of.get(other.mention.id)
            if entity is None or other.within:
                continue
            if other.mention.role == "subject" and entity.parts:
                return entity
            if other.mention.role == "subject" and (entity.plural or entity.sort in {"group", "state"}):
                return None
            if entity.sort == "person" and entity.named and not entity.parts and entity not in people:
                people.append(entity)
        several = len(people) in {2, 3} and len({p.country for p in people}) == len(people)
        return self.together(people, "person") if several else None

    def _antecedent(self, read: Read, wanted: tuple[Sort, ...], gender: Gender, plural: bool) -> Entity | None:
        """The best mention before the pronoun: near, a subject, often spoken of, of the right gender and number."""
        best: tuple[float, int] | None = None
        chosen: Entity | None = None
        for other in reversed(self.order[: self.place[read.mention.id]]):
            mention = self.reads[other].mention
            back = read.mention.sentence - mention.sentence
            if back > REACH:
                break
            entity = self.of.get(other)
            if entity is None or entity.sort not in wanted or mention.span.holds(read.mention.span) or self.reads[other].within:
                continue
            if gender != "unknown" and entity.gender not in {gender, "unknown"}:
                continue
            if plural and not entity.parts and (group := self._beside(mention)) is not None:
                entity = group
            if plural and not self._is_many(entity):
                continue
            if not plural and entity.plural:
                continue
            score = 0.6 if entity.parts else 0.0
            if plural and not entity.parts:
                score += (
                    0.3
                    if entity.sort == "group"
                    else -0.3
                    if mention.role == "subject"
                    else -0.9
                    if entity.sort in {"state", "body"}
                    else 0.0
                )
            score += -0.9 * back + min(len(entity.mentions), 6) * 0.12
            score += 0.9 if mention.role == "subject" else 0.0 if mention.role == "object" else -0.2
            score += 0.4 if entity.named else 0.0
            score += 0.3 if mention.kind == "pronoun" and mention.words[0].text.lower() == read.mention.words[0].text.lower() else 0.0
            score -= 1.2 if mention.in_quote != read.mention.in_quote else 0.0
            score -= 1.5 if read.mention.in_quote and entity is self.speaker(read.mention) else 0.0
            score -= 0.5 if mention.kind == "adjective" else 0.0
            if not back and read.mention.role == "object" and mention.role == "subject":
                score -= 1.6  # "she handed him a note": he is not she who handed
            if best is None or (score, other) > best:
                best, chosen = (score, other), entity
        return chosen

    def _beside(self, mention: Mention) -> Entity | None:
        """Those who are named side by side with this mention, as one: `Macron and Merkel`."""
        members: list[Entity] = []
        for number in sorted({mention.id, *mention.conjuncts}):
            entity = self.of.get(number)
            if entity is not None and entity.named and not entity.parts and entity not in members:
                members.append(entity)
        sort = members[0].sort if members else "thing"
        if len(members) < 2 or any(m.sort != sort for m in members):
            return None
        return self.together(members, sort)

    @staticmethod
    def _is_many(entity: Entity) -> bool:
        return entity.plural or entity.sort in {"body", "state"} or bool(entity.parts)

    def speaker(self, mention: Mention) -> Entity | None:
        """Who says the innermost statement that holds this place."""
        holding = [s for s in self.statements if any(c.holds(mention.span) for c in s.content)]
        for statement in sorted(holding, key=lambda s: (sum(len(c) for c in s.content), s.id)):
            for party in statement.claimants:
                if party.mention is not None and party.mention in self.of:
                    return self.of[party.mention]
        return None

    # ------------------------------------------------------------ helpers

    def merge(self, gone: Entity, kept: Entity, rule: str) -> None:
        """All mentions of one actor are another's."""
        for number in gone.mentions:
            self.of[number] = kept
            self.rule[number] = rule
        kept.mentions = sorted({*kept.mentions, *gone.mentions})
        gone.mentions = []
        kept.country = kept.country or gone.country
        if not kept.sectors:
            kept.sectors, kept.weak = gone.sectors, gone.weak

    def together(self, members: Sequence[Entity], sort: Sort) -> Entity:
        """Several actors spoken of as one; the same several are the same entity."""
        numbers = tuple(m.number for m in members)
        if found := next((e for e in self.entities if e.parts == numbers), None):
            return found
        entity = Entity(len(self.entities), sort, " and ".join(m.name for m in members), plural=True, parts=numbers, weak=False)
        if len({m.country for m in members}) == 1:
            entity.country = members[0].country
        if len({m.sectors[:1] for m in members}) == 1:
            entity.sectors = members[0].sectors
        self.entities.append(entity)
        return entity

    def _owned(self, read: Read) -> str | None:
        """Country of a possessor or `of` phrase inside the mention that is resolved already."""
        for other in read.mention.of:
            if other in self.of and self.of[other].country:
                return self.of[other].country
        return None

    def _back(self, read: Read, reach: int) -> Iterator[Entity]:
        for other in reversed(self.order[: self.place[read.mention.id]]):
            if read.mention.sentence - self.reads[other].mention.sentence > reach:
                return
            if other in self.of:
                yield self.of[other]

    def _before(self, read: Read, fits: Callable[[Entity], bool], reach: int = 40) -> Entity | None:
        return next((e for e in self._back(read, reach) if fits(e)), None)

    def _after(self, read: Read, fits: Callable[[Entity], bool]) -> Entity | None:
        following = (self.of[i] for i in self.order[self.place[read.mention.id] + 1 :] if i in self.of)
        return next((e for e in following if fits(e)), None)

    def _take(self, read: Read, entity: Entity | None, rule: str) -> bool:
        if entity is None:
            return False
        self._join(read, entity, rule)
        return True

    def _new(self, read: Read) -> Entity:
        said = read.said
        named = bool(read.key or said.known or said.state)
        name = said.known.name if said.known else said.state or read.shown
        entity = Entity(
            len(self.entities),
            read.sort,
            name,
            named,
            read.key,
            known=said.known,
            plural=read.mention.number == "plur" and read.sort not in {"state", "person"},
        )
        self.entities.append(entity)
        return entity

    def _of_several(self, read: Read) -> Entity:
        """`Chinese and Russian troops`: one actor for each state."""
        members = []
        for code in read.said.several:
            entity = Entity(
                len(self.entities),
                read.sort,
                f"{read.shown} ({self.lexicon.names.get(code, code)})",
                False,
                (),
                code,
                read.said.sectors,
                weak=False,
            )
            entity.rows = list(read.said.rows)
            self.entities.append(entity)
            members.append(entity)
        whole = self.together(members, read.sort)
        whole.name = read.shown
        return whole

    def _join(self, read: Read, entity: Entity, rule: str) -> None:
        """The mention is this entity: what its words say is added to what is known."""
        said, mention = read.said, read.mention
        self.of[mention.id] = entity
        self.rule[mention.id] = rule
        entity.mentions.append(mention.id)
        entity.mentions.sort()
        if entity.parts:
            return
        if entity.country is None:
            entity.country = said.country or self._owned(read)
        if entity.known is None and said.known is not None:
            entity.known, entity.name = said.known, said.known.name
        if said.sectors and (not entity.sectors or (entity.weak and not said.takes_only)):
            entity.sectors, entity.weak = said.sectors, said.takes_only
        if len(read.key) > len(entity.key) and entity.named and entity.known is None:
            entity.key, entity.name = read.key, read.shown
        entity.roles |= {a.word for a in said.agents}
        if read.head < len(read.tokens) and (mention.kind == "nominal" or read.sort == "body"):
            entity.heads.add(read.tokens[read.head].key)
        entity.rows += [row for row in said.rows if row not in entity.rows]
        if entity.gender == "unknown":
            entity.gender = self._gender(read)

    def _gender(self, read: Read) -> Gender:
        if read.sort != "person":
            return "unknown"
        words = {t.key for t in read.tokens}
        fem, masc = bool(words & self.lexicon.marks["fem"]), bool(words & self.lexicon.marks["masc"])
        return "fem" if fem and not masc else "masc" if masc and not fem else "unknown"


def _inside(read: Read, at: tuple[int, int]) -> bool:
    """The mention is a piece of the name that stands there: `Olav` of `Olav Berg`."""
    return bool(read.tokens) and at[0] <= read.tokens[-1].start and read.tokens[-1].end <= at[1] and read.said.known is None


def _clash(a: str | None, b: str | None) -> bool:
    return a is not None and b is not None and a != b

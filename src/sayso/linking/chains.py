"""Entity and Chains: the actors of one article as they become known, and who stands where."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from sayso.lexicons.actors import ActorLexicon, Known, Token
from sayso.linking.compose import Composed
from sayso.linking.names import Key
from sayso.records import Gender, Mention, Statement

Sort = Literal["person", "body", "state", "group", "thing"]


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
        self.speaking = frozenset(p.mention for s in statements for p in s.claimants if p.mention is not None)
        self.lexicon = lexicon
        self.entities: list[Entity] = []
        self.of: dict[int, Entity] = {}
        self.rule: dict[int, str] = {}

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

    def owned(self, read: Read) -> str | None:
        """Country of a possessor or `of` phrase inside the mention that is resolved already."""
        owner = self.owner(read)
        return owner.country if owner else None

    def owner(self, read: Read) -> Entity | None:
        """Whose the phrase is by a possessor that its own words do not name: `its fighters`, `the group's leader`."""
        for other in read.mention.of:
            own = self.reads[other].said if other in self.reads else None
            named = own is None or own.country or own.known  # what is named, the words told already
            if not named and other in self.of and (self.of[other].country or self.of[other].sectors):
                return self.of[other]
        return None

    def back(self, read: Read, reach: int) -> Iterator[Entity]:
        for other in reversed(self.order[: self.place[read.mention.id]]):
            if read.mention.sentence - self.reads[other].mention.sentence > reach:
                return
            if other in self.of:
                yield self.of[other]

    def before(self, read: Read, fits: Callable[[Entity], bool], reach: int = 40) -> Entity | None:
        return next((e for e in self.back(read, reach) if fits(e)), None)

    def after(self, read: Read, fits: Callable[[Entity], bool]) -> Entity | None:
        following = (self.of[i] for i in self.order[self.place[read.mention.id] + 1 :] if i in self.of)
        return next((e for e in following if fits(e)), None)

    def take(self, read: Read, entity: Entity | None, rule: str) -> bool:
        if entity is None:
            return False
        self.join(read, entity, rule)
        return True

    def new(self, read: Read) -> Entity:
        said = read.said
        named = bool(read.key or said.known or said.state)
        if said.several and not named:
            return self._of_several(read)
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

    def join(self, read: Read, entity: Entity, rule: str) -> None:
        """The mention is this entity: what its words say is added to what is known."""
        said, mention = read.said, read.mention
        self.of[mention.id] = entity
        self.rule[mention.id] = rule
        entity.mentions.append(mention.id)
        entity.mentions.sort()
        if entity.parts:
            return
        if entity.country is None:
            entity.country = said.country or self.owned(read)
        if entity.known is None and said.known is not None:
            entity.known, entity.name = said.known, said.known.name
        owner = self.owner(read) if said.agents and said.agents[0].takes and (said.takes_only or not said.sectors) else None
        # "its fighters" are the group's; "his team" is as he is, "his officials" are officials
        shares = owner is not None and owner.sort in ({"body", "group"} if said.sectors else {"body", "group", "person"})
        if owner is not None and shares and not entity.sectors:
            entity.sectors = owner.sectors
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
        if read.sort not in {"person", "thing"}:  # thing: `my brother` names no role that the lexicon knows
            return "unknown"
        before = self.text[max(0, read.mention.span.start - 8) : read.mention.span.start].split()  # "Ms" that the parser left outside
        words = {t.key for t in read.tokens} | {w.strip(".").lower() for w in before[-1:]}
        fem, masc = bool(words & self.lexicon.marks["fem"]), bool(words & self.lexicon.marks["masc"])
        return "fem" if fem and not masc else "masc" if masc and not fem else "unknown"

    def person(self, known: Known) -> Entity:
        """The entity of a person who is known from elsewhere than the text."""
        found = next((e for e in self.entities if e.known is not None and e.known.name == known.name), None)
        if found is None:
            code, sectors = known.at(self.day)
            found = Entity(len(self.entities), "person", known.name, True, (), code, sectors, known, rows=[known.row], weak=False)
            found.roles |= {t.office for t in known.terms}
            self.entities.append(found)
        return found

    def speaker(self, mention: Mention) -> Entity | None:
        """Who says the innermost statement that holds this place."""
        holding = [s for s in self.statements if any(c.holds(mention.span) for c in s.content)]
        for statement in sorted(holding, key=lambda s: (sum(len(c) for c in s.content), s.id)):
            for party in statement.claimants:
                if party.mention is not None and party.mention in self.of:
                    return self.of[party.mention]
        return None


def clash(a: str | None, b: str | None) -> bool:
    return a is not None and b is not None and a != b

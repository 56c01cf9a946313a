"""The stage: mentions of one article -> who they are."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sayso.lexicons.actors import ActorLexicon, Known, Token
from sayso.linking.compose import Composed, compose
from sayso.linking.coreference import Chains, Entity, Read, Sort
from sayso.linking.names import IN_BRACKETS, Key, part_of, stands_for
from sayso.records import ActorLink, Article, Mention, Statement

ONE_COUNTRY = 0.6  # share of an article's mentions of states above which a bare "police" is that state's
NOWHERE = frozenset({"IGO", "NGO", "MNC", "IMG", "ISM", "EUR", "UNO"})


@dataclass(frozen=True, slots=True)
class Actors:
    """Names, countries and sectors of mentions, from the lexicon, from the words themselves and from the article."""

    lexicon: ActorLexicon

    @property
    def made_by(self) -> str:
        return f"actor-rules@1 actors:{self.lexicon.digest[:8]}"

    def __call__(self, article: Article, mentions: tuple[Mention, ...], statements: tuple[Statement, ...]) -> dict[int, ActorLink]:
        reads = self._surnames(article, [self._read(article, m) for m in mentions])
        chains = Chains(reads, statements, self.lexicon)
        chains.names()
        chains.rest()
        self._settle(article, chains, reads)
        return {number: self._link(entity, chains, chains.reads[number]) for number, entity in sorted(chains.of.items())}

    # ------------------------------------------------------------ reading one mention

    def _read(self, article: Article, mention: Mention) -> Read:
        text = mention.span.of(article.text)
        tokens = self.lexicon.tokens(text, mention.span.start)
        if mention.kind == "pronoun" or not tokens:
            return Read(mention, tokens, 0, Composed(), (), text, "thing")
        head = next((i for i, t in enumerate(tokens) if t.start <= mention.head.start < t.end), len(tokens) - 1)
        name = self._name_range(mention, tokens)
        said = compose(tokens, head, self.lexicon, article.published, name=name if mention.label == "PER" else None)
        if said.adjective and mention.kind == "adjective":
            said = self._striking(article, mention, said)
        first, last = self._bare_name(tokens, name, mention.label)
        key: Key = tuple(t.key for t in tokens[first:last])
        sort = _sort(mention, said, key)
        shown = article.text[tokens[first].start : tokens[last - 1].end] if key else _described(text)
        if said.state or (said.known is not None and said.known.kind == "organisation"):
            key = ()
        return Read(mention, tokens, head, said, key, shown, sort)

    @staticmethod
    def _name_range(mention: Mention, tokens: Sequence[Token]) -> tuple[int, int] | None:
        if mention.name is None:
            return None
        inside = [i for i, t in enumerate(tokens) if mention.name.start <= t.start < mention.name.end]
        return (inside[0], inside[-1] + 1) if inside else None

    def _bare_name(self, tokens: Sequence[Token], name: tuple[int, int] | None, label: str) -> tuple[int, int]:
        """The proper name without the titles and adjectives that the name finder took in; empty where there is none."""
        if name is None:
            return 0, 0
        first, last = name
        while first < last - 1 and label in {"PER", ""}:
            n, entries = self.lexicon.at(tokens, first)
            if not n or first + n >= last or any(isinstance(e, Known) for e in entries):
                break
            first += n
        while last > first and not tokens[last - 1].text[:1].isupper():
            last -= 1
        return (first, last) if last > first else (0, 0)

    def _striking(self, article: Article, mention: Mention, said: Composed) -> Composed:
        """`Israeli airstrikes`: the adjective stands for the armed forces."""
        after = self.lexicon.tokens(article.text[mention.span.end : mention.span.end + 40])[:2]
        words = {t.key.removesuffix("s") for t in after} | {t.key for t in after}
        return replace(said, sectors=("MIL",)) if words & self.lexicon.marks["war"] else said

    # ------------------------------------------------------------ surnames that only the lexicon knows

    def _surnames(self, article: Article, reads: list[Read]) -> list[Read]:
        """A surname with no full name in the article is the lexicon's person where title, country or date point to one alone."""
        named = Counter(r.said.country for r in reads if r.said.country)
        full = [r.key for r in reads if len(r.key) > 1]
        settled = []
        for read in reads:
            person = None
            if (
                read.key
                and read.said.known is None
                and not read.said.state
                and read.mention.label in {"PER", ""}
                and read.sort in {"person", "thing"}
            ):
                if not any(k != read.key and len(k) > len(read.key) and part_of(read.key, k) for k in full):
                    person = self._by_surname(article, read, named)
            if person is not None:
                code, sectors = person.at(article.published)
                sectors = read.said.sectors if read.said.sectors and not read.said.takes_only else sectors or read.said.sectors
                if read.said.former:
                    sectors = ("ELI",)
                said = replace(read.said, country=code, sectors=sectors, known=person, rows=(*read.said.rows, person.row))
                read = Read(read.mention, read.tokens, read.head, said, read.key, read.shown, "person")
            settled.append(read)
        return settled

    def _by_surname(self, article: Article, read: Read, named: Counter[str]) -> Known | None:
        key = " ".join(read.key)
        people = list(self.lexicon.surnames.get(key, ()))
        if not people and len(read.key) == 1:
            close = self.lexicon.near(key, lambda k: part_of((key,), (k,)))
            people = [p for k in close for p in self.lexicon.surnames[k] if named[p.at(article.published)[0] or ""]]
        said = read.said.country
        if said:
            people = [p for p in people if p.at(article.published)[0] == said]
        serving = [p for p in people if p.in_office(article.published)] or people
        near_by = [p for p in serving if named[p.at(article.published)[0] or ""]]
        for found in (near_by, serving if len(serving) == 1 and (serving[0].in_office(article.published)) else []):
            if found and len({p.at(article.published)[0] for p in found}) == 1:
                return found[0]
        return None

    # ------------------------------------------------------------ what the article adds

    def _settle(self, article: Article, chains: Chains, reads: Sequence[Read]) -> None:
        """Abbreviations, then countries that phrases leave out: of the sentence where it names one state, of the article where it is about one."""
        self._abbreviations(article, chains, reads)
        by_sentence: dict[int, Counter[str]] = {}
        whole: Counter[str] = Counter()
        for number, entity in chains.of.items():
            if entity.country and entity.country not in NOWHERE:
                whole[entity.country] += 1
                if chains.reads[number].said.country:
                    by_sentence.setdefault(chains.reads[number].mention.sentence, Counter())[entity.country] += 1
        top = whole.most_common(1)[0] if whole else None
        dominant = top[0] if top and top[1] >= ONE_COUNTRY * sum(whole.values()) else None
        for entity in chains.entities:
            if entity.country is not None or entity.parts:
                continue
            if not (entity.roles or entity.named) or (not entity.sectors and entity.sort == "thing" and not entity.named):
                continue
            here = {c for i in entity.mentions for c in by_sentence.get(chains.reads[i].mention.sentence, ())}
            found, rule = (next(iter(here)), "sentence") if len(here) == 1 else (dominant, "article")
            if found is not None:
                entity.country = found
                entity.rows.append(f"country:{found} ({rule})")

    def _abbreviations(self, article: Article, chains: Chains, reads: Sequence[Read]) -> None:
        """`Special Monitoring Mission (SMM)`: later `SMM` is the same."""
        introduced: dict[str, Entity] = {}
        for read in reads:
            entity = chains.of.get(read.mention.id)
            if entity is None or read.mention.kind == "pronoun":
                continue
            shown = read.mention.span.of(article.text)
            found = IN_BRACKETS.search(shown) or IN_BRACKETS.match(article.text, read.mention.span.end + 1)
            if found and stands_for(found[1], [w for w in shown.split("(")[0].split() if w[:1].isalpha()]):
                introduced.setdefault(found[1], entity)
            elif (other := introduced.get(read.shown)) is not None and other is not entity and entity.known is None:
                for number in entity.mentions:
                    chains.of[number] = other
                    chains.rule[number] = "actor:abbreviation"

    def _link(self, entity: Entity, chains: Chains, read: Read) -> ActorLink:
        rule = chains.rule[read.mention.id]
        return ActorLink(
            name=entity.name if entity.named or entity.parts or read.mention.kind == "pronoun" else read.shown,
            country=entity.country,
            sectors=self._sectors_here(entity, read, rule),
            identifier=entity.known.identifier if entity.known else "",
            chain=entity.number,
            rule=rule,
            row="; ".join(entity.rows),
        )

    @staticmethod
    def _sectors_here(entity: Entity, read: Read, rule: str) -> tuple[str, ...]:
        """A mention's own words hold for it (`Israeli airstrikes` MIL, `Israel said` GOV); else those of its chain."""
        own = read.said.sectors
        if entity.sort == "state" and own:
            return own
        return entity.sectors or own if rule != "actor:state" else own or entity.sectors


def _sort(mention: Mention, said: Composed, key: Key) -> Sort:
    if said.state:
        return "state"
    if said.known is not None:
        return "person" if said.known.kind == "person" else "body"
    if mention.label == "PER":
        return "person"
    if mention.label == "ORG":
        return "body"
    if said.agents:
        kind = said.agents[0].kind
        if kind == "person":
            return "group" if mention.number == "plur" else "person"
        if key and kind == "organ":
            return "body"
        return "group" if mention.number == "plur" or kind == "group" else "body" if kind == "organ" else "thing"
    return "thing"


def _described(text: str) -> str:
    """A description as a reader would give it: without a leading article or what hangs behind a comma."""
    words = text.split(",")[0].split(" (")[0].strip()
    for article in ("the ", "The ", "a ", "A ", "an ", "An "):
        if words.startswith(article):
            return words.removeprefix(article)
    return words

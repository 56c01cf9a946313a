"""The stage: mentions of one article -> who they are."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sayso.lexicons.actors import ActorLexicon, Agent, CountryWord, Known, Token, key_of
from sayso.lexicons.places import Gazetteer
from sayso.linking.chains import Chains, Entity, Read, Sort
from sayso.linking.compose import Composed, Context, compose, scan
from sayso.linking.coreference import rest
from sayso.linking.named import names
from sayso.linking.names import IN_BRACKETS, Key, part_of, stands_for
from sayso.linking.settle import settle, stands_in
from sayso.records import PLACE_LABELS, ActorLink, Article, Mention, Statement

TOWN = 50_000  # inhabitants of a town that is believed without its country being named


@dataclass(frozen=True, slots=True)
class Words:
    """The words of an article with their keys, found once; `between` gives those that start in a range."""

    tokens: list[Token]
    starts: list[int]

    @classmethod
    def of(cls, lexicon: ActorLexicon, text: str) -> "Words":
        tokens = lexicon.tokens(text)
        return cls(tokens, [t.start for t in tokens])

    def between(self, start: int, end: int) -> list[Token]:
        return self.tokens[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


@dataclass(frozen=True, slots=True)
class Actors:
    """Names, countries and sectors of mentions, from the lexicon, from the words themselves and from the article."""

    lexicon: ActorLexicon
    gazetteer: Gazetteer | None = None  # for towns that tell where an article plays

    @property
    def made_by(self) -> str:
        places = f" gazetteer:{self.gazetteer.digest[:8]}" if self.gazetteer else ""
        return f"actor-rules@1 actors:{self.lexicon.digest[:8]}{places}"

    def __call__(self, article: Article, mentions: tuple[Mention, ...], statements: tuple[Statement, ...]) -> dict[int, ActorLink]:
        words = Words.of(self.lexicon, article.text)
        named = self._states_named(article, words)
        context = Context(self.lexicon, article.published, named, lambda name: self._place(name, named))
        reads = self._surnames([self._read(article, words, m, context) for m in mentions], context)
        chains = Chains(reads, statements, self.lexicon, self._outlet(article, context), article.published, article.text)
        names(chains)
        chains.beside = self._in_title(article, context)
        towns = {r.mention.id: code for r in reads if (code := self._town(article, r, context))}
        for number, code in sorted(towns.items()):
            if number in chains.of and chains.of[number].country is None:
                chains.of[number].country = code
        self._abbreviations(article, chains, reads)
        rest(chains)
        settle(article, chains, towns)
        return {number: self._link(entity, chains, chains.reads[number]) for number, entity in sorted(chains.of.items())}

    # ------------------------------------------------------------ the article as a whole

    def _states_named(self, article: Article, words: "Words") -> Counter[str]:
        """How often title and text name each state, in whatever words."""
        named: Counter[str] = Counter()
        for tokens in (self.lexicon.tokens(article.title), words.tokens):
            at = 0
            while at < len(tokens):
                n, entries = self.lexicon.at(tokens, at) if tokens[at].text[0].isupper() else (0, ())
                codes = {e.code for e in entries if isinstance(e, CountryWord)}
                if len(codes) == 1 or len(entries) == 1:
                    named.update(codes)
                at += n or 1
        return named

    def _outlet(self, article: Article, context: Context) -> Composed:
        """Whom the publisher stands for: `we` of a release by the Kremlin is Russia's."""
        tokens = self.lexicon.tokens(article.outlet)
        return compose(tokens, len(tokens) - 1, context) if tokens else Composed()

    def _in_title(self, article: Article, context: Context) -> list[Known]:
        """People whom the title names, and the president for whom a residence publishes: `the two leaders` of a release."""
        hits = scan(self.lexicon.tokens(article.title), context)
        found = [h.known for h in hits if h.known is not None and h.known.kind == "person"]
        seat = next((e for e in self.lexicon.find(article.outlet) if isinstance(e, CountryWord) and e.how == "seat"), None)
        head = self.lexicon.holder(seat.code, "president", article.published) if seat else None
        return [*([head] if head else []), *found]

    # ------------------------------------------------------------ reading one mention

    def _read(self, article: Article, words: "Words", mention: Mention, context: Context) -> Read:
        if mention.kind == "pronoun":
            return Read(mention, words.between(mention.span.start, mention.span.end), 0, Composed(), (), "", "thing")
        end, name_end = self._whole_name(article, words, mention)
        tokens, text = words.between(mention.span.start, end), article.text[mention.span.start : end]
        if not tokens:
            return Read(mention, tokens, 0, Composed(), (), text, "thing")
        head = next((i for i, t in enumerate(tokens) if t.start <= mention.head.start < t.end), len(tokens) - 1)
        name = self._name_range(mention, tokens, name_end)
        said = compose(tokens, head, context, name=name if mention.label == "PER" else None)
        if said.town is not None and stands_in(article, mention, self.lexicon):
            said = replace(said, country=said.town.code, state=said.town.name, sectors=said.town.sectors)
        if (said.state or (said.known is not None and said.known.kind != "person")) and self._only_part(mention, tokens, head, name):
            said = replace(said, state="", known=None)
        if said.adjective and mention.span.end < len(article.text):
            said = self._striking(article, mention, said)
        if not said.sectors and not said.country and mention.role in {"subject", "object"} and self._is_count(tokens[head]):
            said = replace(said, sectors=("CVL",), takes_only=True)  # "killed at least 24"
        first, last = self._bare_name(tokens, head, name, mention.label, said)
        if said.agents and said.agents[0].kind == "person" and mention.number != "plur" and said.known is None:
            behind = self._behind_title(tokens, said)
            if behind[0] < behind[1] and (first == last or mention.label != "PER" or behind[0] <= first < last <= behind[1]):
                first, last = behind
        key: Key = tuple(t.key for t in tokens[first:last])
        sort = _sort(mention, said, key, tokens[head].key)
        shown = article.text[tokens[first].start : tokens[last - 1].end] if key else _described(text)
        if said.state or (said.known is not None and said.known.kind == "organisation"):
            key = ()
        within = next((w.dep for w in mention.words if w.span == mention.head), "") == "compound"
        name_at = (tokens[first].start, tokens[last - 1].end) if first < last else (0, 0)
        return Read(mention, tokens, head, said, key, shown, sort, within, name_at)

    def _only_part(self, mention: Mention, tokens: Sequence[Token], head: int, name: tuple[int, int] | None) -> bool:
        """Whether the state or body that the words name is not the bearer: `Ada Lind of Norland`, `Norland Times`, `critics in Norland`."""
        if mention.kind == "nominal":
            return mention.number == "plur" and not self.lexicon.at(tokens, head)[0]
        if name is None or mention.label not in {"PER", "ORG"} or not name[0] <= head < name[1]:
            return False
        known = (self.lexicon.at(tokens, i) for i in range(*name))
        ends = [i + n for i, (n, entries) in enumerate(known, name[0]) if any(isinstance(e, Known | CountryWord) for e in entries)]
        return not ends if mention.label == "PER" else bool(ends) and max(ends) < name[1]

    def _is_count(self, token: Token) -> bool:
        return (
            token.key in self.lexicon.marks["counts"]
            or token.key == "old"
            or (token.key.isdigit() and not (len(token.key) == 4 and token.key[:2] in {"19", "20"}))
        )

    def _behind_title(self, tokens: Sequence[Token], said: Composed) -> tuple[int, int]:
        """The capitalised words right behind a title that the name finder missed: `Prime Minister Draghi of Italy`."""
        title = said.agents[0].word.split()
        for at in range(len(tokens) - len(title)):
            if [t.key for t in tokens[at : at + len(title)]] == title:
                first = last = at + len(title)
                while (
                    last < len(tokens)
                    and tokens[last].text[:1].isupper()
                    and not self.lexicon.at(tokens, last)[0]
                    and not tokens[last - 1].possessive
                ):
                    last += 1
                return first, last
        return 0, 0

    def _whole_name(self, article: Article, words: "Words", mention: Mention) -> tuple[int, int]:
        """Where the mention and its name end; a name that the parser cut (`Al-`, `Theresa`) goes on to its end."""
        text, end = article.text, mention.span.end
        if mention.name is None:
            return end, end
        name_end = mention.name.end
        if text[name_end : name_end + 1] in {"-", "–"} and text[name_end + 1 : name_end + 2].isupper():
            while name_end < len(text) and (text[name_end].isalnum() or text[name_end] in "-–’'"):
                name_end += 1
        tokens = words.between(mention.name.start, name_end + 40)
        n, entries = self.lexicon.at(tokens, 0) if tokens else (0, ())
        if n > 1 and any(isinstance(e, Known | CountryWord) for e in entries) and all(t.text[:1].isupper() or t.hyphen for t in tokens[:n]):
            name_end = max(name_end, tokens[n - 1].end)
        return max(end, name_end), name_end

    @staticmethod
    def _name_range(mention: Mention, tokens: Sequence[Token], end: int) -> tuple[int, int] | None:
        if mention.name is None:
            return None
        inside = [i for i, t in enumerate(tokens) if mention.name.start <= t.start < end]
        return (inside[0], inside[-1] + 1) if inside else None

    def _bare_name(self, tokens: Sequence[Token], head: int, name: tuple[int, int] | None, label: str, said: Composed) -> tuple[int, int]:
        """The proper name without the titles and adjectives that the name finder took in; empty where nothing else is left."""
        if name is None or all(t.key in self.lexicon.marks["days"] or t.text.isdigit() for t in tokens[name[0] : name[1]]):
            return 0, 0
        first, last = name
        n, entries = self.lexicon.at(tokens, first)
        if first + n == last and not first <= head < last and any(isinstance(e, CountryWord) for e in entries):
            return 0, 0  # "Belarus" is no name of "the President of Belarus"
        if n == 1 and first + n == last and all(isinstance(e, Agent) for e in entries):
            return 0, 0  # "Ministry", "Senate": a description in capitals
        body = label == "ORG" or (label != "PER" and bool(said.agents) and said.agents[0].kind == "organ")
        while first < last:
            if tokens[first].key in self.lexicon.marks["honorifics"]:
                first += 1
                continue
            n, entries = self.lexicon.at(tokens, first)
            titles = all((isinstance(e, Agent) and e.kind == "person") or isinstance(e, CountryWord) for e in entries)
            if not n or first + n > last or not titles or (label not in {"PER", ""} and isinstance(entries[0], CountryWord)):
                break
            first += n
        while last > first and not tokens[last - 1].text[:1].isupper():
            last -= 1
        while body and 0 < first < last and self._belongs(tokens[first - 1], tokens[first]):
            first -= 1
        return (first, last) if last > first else (0, 0)

    @staticmethod
    def _belongs(before: Token, first: Token) -> bool:
        """A word before a body's name that is part of it: `Veldish Anti-` of `Veldish Anti-Corruption Bureau`."""
        return (
            before.text[:1].isupper() and not before.possessive and before.key not in {"the", "a", "an"} and first.start - before.end <= 1
        )

    def _striking(self, article: Article, mention: Mention, said: Composed) -> Composed:
        """`Israeli airstrikes`: the adjective stands for the armed forces."""
        after = self.lexicon.tokens(article.text[mention.span.end : mention.span.end + 40])[:2]
        words = {t.key.removesuffix("s") for t in after} | {t.key for t in after}
        return replace(said, sectors=("MIL",)) if words & self.lexicon.marks["war"] else said

    # ------------------------------------------------------------ surnames that only the lexicon knows

    def _surnames(self, reads: list[Read], context: Context) -> list[Read]:
        """A surname with no full name in the article is the lexicon's person where title, country or date point to one alone."""
        full = [r.key for r in reads if len(r.key) > 1]
        people = [r.key for r in reads if len(r.key) > 1 and r.sort == "person"]
        told = Counter(r.key for r in reads)
        settled = []
        for read in reads:
            bare = tuple(t.key for t in read.tokens) if all(t.text[:1].isupper() for t in read.tokens) else ()
            if bare and not read.key and not read.said.rows and any(part_of(bare, k) for k in people):
                read = replace(read, key=bare, sort="person")  # a surname that the tagger took for a common noun: "Fields"
            alone = (read.key and read.said.known is None and not read.said.state and read.mention.label in {"PER", ""}) or (
                read.key and read.said.agents
            )
            if alone and read.sort in {"person", "thing"} and not any(len(k) > len(read.key) and part_of(read.key, k) for k in full):
                person = self._by_surname(read, context)
                if person is not None and not (person.in_office(context.day) or read.said.agents or told[read.key] > 1):
                    person = None  # a surname alone, once, of somebody who holds no office: too many bear it
                read = _as_person(read, person, context) if person is not None else read
            settled.append(read)
        return settled

    def _by_surname(self, read: Read, context: Context) -> Known | None:
        key, named, day = " ".join(read.key), context.named, context.day
        people = list(self.lexicon.surnames.get(key, ()))
        if not people and len(read.key) == 1:
            close = self.lexicon.near(key, lambda k: part_of((key,), (k,)))
            people = [p for k in close for p in self.lexicon.surnames[k] if named.get(p.at(day)[0] or "")]
        if read.said.country:
            people = [p for p in people if p.at(day)[0] == read.said.country]
        if given := _given_name(read.mention, read.key):  # `Ann Ward` is not the lexicon's Bea Ward
            people = [p for p in people if given in key_of(p.name).split()]
        serving = [p for p in people if p.in_office(day)] or people
        near_by = [p for p in serving if named.get(p.at(day)[0] or "")]
        for found in (near_by, [p for p in serving if p.in_office(day)]):
            if found and len({p.at(day) for p in found}) == 1:  # the same person may stand in the tables in two spellings
                return found[0]
        return None

    # ------------------------------------------------------------ towns and abbreviations

    def _town(self, article: Article, read: Read, context: Context) -> str | None:
        """The state of a town or region that the lexicon of states does not know."""
        if read.said.country or not read.key or read.sort == "person" or not read.shown[:1].isupper():
            return None
        if read.mention.label not in PLACE_LABELS and not (read.mention.label == "" and stands_in(article, read.mention, self.lexicon)):
            return None
        return context.town(read.shown)

    def _place(self, name: str, named: Mapping[str, int]) -> str | None:
        """The state of a place, where the gazetteer leaves little doubt: one that the article names, or a large town or province."""
        rows = [row for row in self.gazetteer(name) if row.country] if self.gazetteer is not None else []
        if not rows:
            return None
        best = max(rows, key=lambda row: (row.population + 10**8 * (named.get(row.country, 0) > 0), row.country))
        sure = named.get(best.country) or best.population >= TOWN or len({row.country for row in rows}) == 1
        return best.country if sure else None

    def _abbreviations(self, article: Article, chains: Chains, reads: Sequence[Read]) -> None:
        """`Special Monitoring Mission (SMM)`: later `SMM` is the same."""
        introduced: dict[str, Entity] = {}
        for read in reads:
            entity = chains.of.get(read.mention.id)
            if entity is None or read.mention.kind == "pronoun":
                continue
            shown = read.mention.span.of(article.text)
            found = IN_BRACKETS.search(shown) or IN_BRACKETS.match(article.text, read.mention.span.end + 1)
            if found and stands_for(found[1], re.findall(r"\w+", shown.partition("(")[0])):
                introduced.setdefault(found[1], entity)
            elif (other := introduced.get(read.shown)) is not None and other is not entity:
                chains.merge(entity, other, "actor:abbreviation")

    def _link(self, entity: Entity, chains: Chains, read: Read, whole: bool = True) -> ActorLink:
        rule = chains.rule[read.mention.id]
        parts = [chains.entities[n] for n in entity.parts] if whole else []
        return ActorLink(
            name=entity.name if entity.named or entity.parts or read.mention.kind == "pronoun" or not read.shown else read.shown,
            country=entity.country,
            sectors=_sectors_here(entity, read),
            identifier=entity.known.identifier if entity.known else "",
            chain=entity.number,
            rule=rule if entity.sort != "state" or rule not in {"actor:same-name", "actor:lexicon"} else "actor:state",
            row="; ".join(entity.rows),
            parts=tuple(
                ActorLink(
                    name=p.name,
                    country=p.country,
                    sectors=p.sectors,
                    identifier=p.known.identifier if p.known else "",
                    chain=p.number,
                    rule=rule,
                    row="; ".join(p.rows),
                )
                for p in parts
            ),
        )


def _sectors_here(entity: Entity, read: Read) -> tuple[str, ...]:
    """A mention's own words hold for it (`Israeli airstrikes` MIL, `Israel said` GOV); for a person those of all its mentions."""
    own = read.said.sectors
    if entity.sort != "person" and own and not read.said.takes_only:
        return own
    return entity.sectors or own


def _as_person(read: Read, person: Known, context: Context) -> Read:
    code, held = person.at(context.day)
    said_so = read.said.sectors if read.said.sectors and not read.said.takes_only else ()
    sectors = ("ELI",) if read.said.former else held if held and held != ("ELI",) else said_so or held or read.said.sectors
    said = replace(read.said, country=code, sectors=sectors, known=person, rows=(*read.said.rows, person.row))
    return replace(read, said=said, sort="person")


def _sort(mention: Mention, said: Composed, key: Key, head: str) -> Sort:
    if said.state:
        return "state"
    if said.known is not None:
        return "person" if said.known.kind == "person" else "body"
    if mention.label == "PER" or (key and said.agents and said.agents[0].kind == "person" and mention.number != "plur"):
        return "person"
    if mention.label == "ORG" and (key or not said.agents):
        return "body"
    if said.agents:
        kind = said.agents[0].kind
        if kind == "person" and not key and head not in said.agents[0].word.split():
            return "thing"  # "an official position" is nobody
        if kind == "person":
            return "group" if mention.number == "plur" else "person"
        if key and kind == "organ":
            return "body"
        return "group" if mention.number == "plur" or kind == "group" else "body" if kind == "organ" else "thing"
    return "thing"


def _described(text: str) -> str:
    """A description as a reader would give it: without a leading article or what hangs behind a comma."""
    words = re.split(r",(?!\d)", text, maxsplit=1)[0].partition(" (")[0].strip()
    first, _, rest = words.partition(" ")
    return rest if rest and first.lower() in {"the", "a", "an"} else words


def _given_name(mention: Mention, surname: Key) -> str:
    """The name before a surname that stands in the phrase but not in what the name finder took; "" where there is none."""
    words = mention.words
    at = next((n for n, w in enumerate(words) if len(surname) == 1 and key_of(w.text) == surname[0]), 0)
    before = words[at - 1] if at else None
    if before is None or before.pos != "PROPN" or not before.text[:1].isupper() or before.span.end + 1 != words[at].span.start:
        return ""
    return key_of(before.text) if before.dep in {"flat", "compound"} or words[at].dep == "flat" else ""

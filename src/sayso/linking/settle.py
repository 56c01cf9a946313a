"""Countries that phrases leave out: of the place or the only state in their sentence, of the article where it is about one."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from sayso.lexicons.actors import ActorLexicon
from sayso.linking.chains import Chains, Entity
from sayso.records import ActorLink, Article, Mention

ONE_COUNTRY = 0.5  # more than this share of an article's mentions of states, and a bare "police" is that state's
LOCAL = frozenset({"CVL", "COP", "JUD", "EDU", "LAB", "MED", "AGR", "REF", "UAF", "BUS"})
NOWHERE = frozenset({"IGO", "NGO", "MNC", "IMG", "ISM", "EUR", "UNO"})
BEFORE = re.compile(
    r"(\w+)(?:\s+(?:the|northern|southern|eastern|western|central|city of|town of|village of|province of|capital,?|state of))*\s*$",
    re.IGNORECASE,
)


def settle(article: Article, chains: Chains, towns: Mapping[int, str]) -> None:
    """Give a country to every actor that has none, as far as the article makes one plain; `towns` are mention ids of towns."""
    places: dict[int, Counter[str]] = {}
    states: dict[int, Counter[str]] = {}
    whole: Counter[str] = Counter()
    for number in sorted(chains.reads):
        read, entity = chains.reads[number], chains.of.get(number)
        code = towns.get(number) or read.said.country or (entity.country if entity else None)
        if not code or code in NOWHERE:
            continue
        whole[code] += 1
        if not read.said.country and number not in towns:
            continue  # a pronoun or a bare name: the article names the state elsewhere
        states.setdefault(read.mention.sentence, Counter())[code] += 1
        if number in towns or read.said.placed or (read.said.state and stands_in(article, read.mention, chains.lexicon)):
            places.setdefault(read.mention.sentence, Counter())[code] += 1
    by_all, by_place = _dominant(whole), _dominant(sum(places.values(), Counter()))
    for entity in chains.entities:
        if entity.country is not None or entity.parts or not _wants(entity):
            continue
        sentences = [chains.reads[i].mention.sentence for i in entity.mentions]
        found: list[tuple[str, str | None]] = [("outlet", chains.outlet.country if _own(chains, entity) else None)]
        found += [("sentence", _only(states, sentences))]
        if entity.sectors[:1] and entity.sectors[0] in LOCAL:  # who is hurt, arrests or judges somewhere is mostly of that place
            found += [("place", _only(places, sentences))]
        found += [("article", by_all)]
        if entity.sectors[:1] in {("COP",), ("JUD",)}:  # police and courts are those of where the story plays
            found += [("place", by_place)]
        rule, code = next(((rule, code) for rule, code in found if code is not None), ("", None))
        if code is not None:
            entity.country = code
            entity.rows.append(f"country:{code} ({rule})")


def _only(by_sentence: Mapping[int, Counter[str]], sentences: Sequence[int]) -> str | None:
    """The one state that these sentences name; None for several or none."""
    codes = {code for s in sentences for code in by_sentence.get(s, ())}
    return next(iter(codes)) if len(codes) == 1 else None


def _own(chains: Chains, entity: Entity) -> bool:
    """A titled person whom a government's own release names without a state (`the Foreign Secretary said`) is of that government."""
    official = chains.outlet.country is not None and chains.outlet.sectors[:1] == ("GOV",)
    if not official or entity.sort != "person" or not entity.roles or entity.sectors[:1] not in {("GOV",), ("MIL",)}:
        return False
    first = chains.reads[entity.mentions[0]].tokens if entity.mentions else []
    return entity.named or (bool(first) and (first[0].key == "the" or first[0].text[:1].isupper()))


def is_guess(link: ActorLink) -> bool:
    """Whether no words of the actor's own say its country: it was taken from its sentence or from the article as a whole."""
    return "(sentence)" in link.row or "(article)" in link.row


def _wants(entity: Entity) -> bool:
    """Only somebody has a country: a name, or a description with a role or a sector."""
    return entity.named or bool(entity.sectors)


def stands_in(article: Article, mention: Mention, lexicon: ActorLexicon) -> bool:
    """A preposition of place stands before the mention: `in the northern city of ...`."""
    before = BEFORE.search(article.text, max(0, mention.span.start - 40), mention.span.start)
    return before is not None and before[1].lower() in lexicon.marks["place_before"]


def _dominant(counted: Counter[str]) -> str | None:
    if not counted:
        return None
    code, n = min(counted.items(), key=lambda item: (-item[1], item[0]))
    return code if n > ONE_COUNTRY * sum(counted.values()) else None

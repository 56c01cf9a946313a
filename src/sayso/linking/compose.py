"""What the words of one phrase say about who it is: a country and sectors from their parts, in any order."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from sayso.lexicons.actors import ActorLexicon, Agent, CountryWord, Entry, Known, Token

Zone = Literal["core", "from", "place", "aim", "tail"]  # tail: behind a preposition's noun, where only a name still counts
NEVER_STATES = frozenset({"backed", "opposed"})
OF_THE_TOWN = frozenset({"COP", "JUD", "CVL", "MED", "EDU", "LAB", "BUS", "REL"})  # Brussels police are no European police


@dataclass(frozen=True, slots=True)
class Context:
    """What a phrase is read against: the lexicon, the article's date, and how often the article names each state."""

    lexicon: ActorLexicon
    day: date | None = None
    named: Mapping[str, int] = field(default_factory=dict)
    town: Callable[[str], str | None] = lambda _: None  # the state of a town or province, by the gazetteer

    def meant(self, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        """Of several bearers of a name, those of a state that the article names first; a party of a state that it never names is none."""
        if len(entries) == 1 and not isinstance(entries[0], Known):
            return entries
        parties = [e for e in entries if isinstance(e, Known) and e.row.startswith("party:")]
        ours = [e for e in parties if self.named.get(e.terms[0].code or "")]
        kept = [e for e in entries if e not in parties and not (ours and isinstance(e, Agent))]
        return (*sorted(ours, key=self._rank), *sorted(kept, key=self._rank))

    def _rank(self, entry: Entry) -> int:
        return 1 if isinstance(entry, Agent) else -self.named.get(_code(entry) or "", 0)


def _code(entry: Entry) -> str | None:
    return entry.code if isinstance(entry, CountryWord) else entry.terms[0].code if isinstance(entry, Known) else None


@dataclass(frozen=True, slots=True)
class Hit:
    """A run of words that the lexicon knows, and how it stands in the phrase."""

    start: int  # token positions
    end: int
    entries: tuple[Entry, ...]
    zone: Zone
    mark: str = ""  # "backed", "opposed" or "led" where a compound says so: Tehran-backed, pro-Russian, US-led

    @property
    def country(self) -> CountryWord | None:
        return next((e for e in self.entries if isinstance(e, CountryWord)), None)

    @property
    def known(self) -> Known | None:
        return next((e for e in self.entries if isinstance(e, Known)), None)

    @property
    def agent(self) -> Agent | None:
        return next((e for e in self.entries if isinstance(e, Agent)), None)


@dataclass(frozen=True, slots=True)
class Composed:
    """Who a phrase is by its own words. `country` None and `sectors` () where they do not say."""

    country: str | None = None
    sectors: tuple[str, ...] = ()
    state: str = ""  # the state's name where the phrase is nothing but a state (or its capital, its seat)
    known: Known | None = None  # the organisation or person whose name it is
    agents: tuple[Agent, ...] = ()  # roles and organs, the head first
    former: bool = False
    takes_only: bool = False  # sectors are only the head word's own for want of anything better
    placed: bool = False  # the country is only where it is ("riot police in Minsk")
    adjective: bool = False  # nothing but an adjective of nationality
    several: tuple[str, ...] = ()  # states of a plural that names more than one: "Chinese and Russian troops"
    rows: tuple[str, ...] = ()
    town: CountryWord | None = None  # the state whose town it is, where the word may stand for a power (`Brussels`) or for the town


def compose(tokens: Sequence[Token], head: int, context: Context, *, name: tuple[int, int] | None = None) -> Composed:
    """Country and sectors of a phrase.

    Args:
        tokens: The phrase's words.
        head: Position of its head word.
        context: States, names and role words, and what of them the article makes likely.
        name: Token range of a person's name inside it, where a surname such as Jordan or London is no country.
    Method: scan for the longest known runs; words before the first preposition make the core; `of` and possessors come next, places last.
    """
    lexicon, day = context.lexicon, context.day
    hits = scan(tokens, context, name)
    former = _former(tokens, hits, lexicon)
    if any(h.country and h.zone == "core" and not h.mark and h.start <= head < h.end for h in hits):
        hits = [h for h in hits if h.zone == "core"]  # "Ondria, of state terror": the state itself, whatever the parse hangs on it
    agents = _agents(hits, head)
    hits = [
        _as_town(h) if h.zone == "place" or (agents and agents[0].sectors[:1] and agents[0].sectors[0] in OF_THE_TOWN) else h for h in hits
    ]
    self_hit, owner_hit = _known(hits, tokens, head, agents)
    known = self_hit.known if self_hit else None
    owner = owner_hit.known if owner_hit else None
    state_hit, placed = _country(hits, self_hit or owner_hit)
    state = state_hit.country if state_hit else None
    rows = [*(a.row for a in agents[:2]), *([state.row] if state else []), *([k.row for k in (known, owner) if k])]
    if known is not None and known.kind == "person":
        code, held = known.at(day)
        if state is not None and code and code != state.code and state_hit and state_hit.zone == "core":
            known = None  # another person of that name: an "Israeli minister" is not the lexicon's Norwegian
        else:
            said, weak = _sectors(agents, hits)
            if said and (not held or held == ("ELI",)):
                held = said  # a title that the text gives without "former" beats a table that ends before
            return Composed(code, ("ELI",) if former else held, "", known, agents, former=former, rows=tuple(rows))
    sectors, weak = _sectors(agents, hits)
    if known is not None:  # an organisation
        code, held = known.at(day)
        return Composed(code or (state.code if state else None), held or sectors, "", known, agents, former=former, rows=tuple(rows))
    if owner is not None:
        code, held = owner.at(day)
        country = state.code if state is not None and state_hit and state_hit.zone == "core" else code or (state.code if state else None)
        return Composed(
            country,
            ("ELI",) if former and owner.kind == "organisation" else sectors,
            "",
            None,
            agents,
            former,
            weak,
            rows=tuple(rows),
        )
    official = bool(agents) and state_hit is not None and state is not None and _is_official_capital(tokens, state_hit, state, lexicon)
    if state is not None and state_hit is not None and (not agents or official) and not placed:
        return _bare_state(state, state_hit, former, tuple(rows))
    if former and sectors and agents[0].kind == "person" and sectors[0] in {"GOV", "LEG", "PTY", "JUD", "SPY"}:
        sectors, weak = ("ELI",), True  # what somebody was says less than what else the article calls them
    several = _several(hits, tokens, placed) if agents else ()
    country = None if several else state.code if state else None
    if state is None and agents:
        country, placed = _town(tokens, hits, context)
    return Composed(country, sectors, "", None, agents, former, weak, placed, False, several, tuple(rows))


def _as_town(hit: Hit) -> Hit:
    """The hit with a capital's own state first: `the police of Brussels`, `officials in Brussels`."""
    capital = next((e for e in hit.entries if isinstance(e, CountryWord) and e.how == "capital"), None)
    return hit if capital is None else replace(hit, entries=(capital, *(e for e in hit.entries if e is not capital)))


def _town(tokens: Sequence[Token], hits: Sequence[Hit], context: Context) -> tuple[str | None, bool]:
    """`Aachen police`, `a court in Aachen`: the state of a town right before a role or organ, or behind a preposition of place."""
    taken = {i for h in hits for i in range(h.start, h.end)}
    agents = {h.start for h in hits if h.agent}
    marks = context.lexicon.marks
    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and end not in taken and tokens[end].text[:1].isupper() and len(tokens[end].text) > 1:
            end += 1
        if end > at:
            behind = at > 0 and tokens[at - 1].key in marks["place"] | marks["from"]
            if (end in agents or behind) and (code := context.town(" ".join(t.text for t in tokens[at:end]))):
                return code, behind and tokens[at - 1].key in marks["place"]
        at = end + 1
    return None, False


def _several(hits: Sequence[Hit], tokens: Sequence[Token], placed: bool) -> tuple[str, ...]:
    """Codes of two or more states side by side: joined by `and` or a comma, with nothing else between."""
    states = [h for h in hits if h.country and h.mark not in NEVER_STATES and (h.zone in {"core", "from"}) and not placed]
    codes: list[str] = []
    for before, after in itertools.pairwise(states):
        between = [t.key for t in tokens[before.end : after.start]]
        if before.country and after.country and before.zone == after.zone and between in (["and"], [], ["the"], ["and", "the"]):
            if between == [] and not _apart(tokens, before, after):
                continue
            codes += [before.country.code, after.country.code]
    found = tuple(dict.fromkeys(codes))
    return found if len(found) > 1 else ()


def _apart(tokens: Sequence[Token], before: Hit, after: Hit) -> bool:
    """A comma stands between two hits: `France, Germany` and not `Russian-Turkish`."""
    return tokens[after.start].start - tokens[before.end - 1].end > 1


def _bare_state(state: CountryWord, hit: Hit, former: bool, rows: tuple[str, ...]) -> Composed:
    """Nothing but a state: it acts as its government; its people are civilians; behind `of` it only says whose the phrase is."""
    if hit.zone != "core":
        return Composed(state.code, former=former, rows=rows)
    if state.how == "noun":
        return Composed(state.code, ("CVL",), rows=rows)
    only_adjective = all(isinstance(e, CountryWord) and e.how in {"adjective", "noun"} for e in hit.entries)
    town = next((e for e in hit.entries if isinstance(e, CountryWord) and e.how == "capital" and e.code != state.code), None)
    return Composed(state.code, state.sectors, state.name, adjective=only_adjective, town=town, rows=rows)


def _is_official_capital(tokens: Sequence[Token], hit: Hit, state: CountryWord, lexicon: ActorLexicon) -> bool:
    return state.how == "capital" and hit.start > 0 and tokens[hit.start - 1].key in lexicon.marks["official"] and hit.end == len(tokens)


def scan(tokens: Sequence[Token], context: Context, name: tuple[int, int] | None = None) -> list[Hit]:
    """Known runs of words from left to right, the longest first, each with the zone that the last preposition opened."""
    lexicon, marks = context.lexicon, context.lexicon.marks
    hits: list[Hit] = []
    zone: Zone = "core"
    at, closed = 0, True
    while at < len(tokens):
        token = tokens[at]
        n, entries = lexicon.at(tokens, at)
        if all(t.text.islower() for t in tokens[at : at + n]):
            entries = tuple(e for e in entries if isinstance(e, Agent))  # "dawn" is no newspaper, "turkey" no state
        entries = context.meant(entries)
        if name is not None and name[0] <= at < name[1] and (at, at + n) != name:
            entries = tuple(e for e in entries if isinstance(e, Known) or (at == name[0] and isinstance(e, Agent)))
        if not entries:
            opened = _zone(token, marks)
            if opened and hits:
                zone, closed = opened, False
            at += 1
            continue
        if closed:
            zone = "tail" if zone in {"place", "aim"} else zone
        if closed and zone == "from" and all(isinstance(e, Known) and e.kind == "person" for e in entries):
            zone = "tail"  # "the leader of the Houthis Abdul-Malik al-Houthi"
        hits.append(Hit(at, at + n, entries, zone, _mark(tokens, at, at + n, marks)))
        closed = zone != "core" and not _only_adjective(entries)
        at += n
    return hits


def _zone(token: Token, marks: Mapping[str, frozenset[str]]) -> Zone | None:
    if token.text[:1].isupper() and token.text not in {"In", "At", "Of"}:
        return None
    if token.key in marks["from"]:
        return "from"
    if token.key in marks["place"]:
        return "place"
    return "aim" if token.key in marks["aim"] else None


def _mark(tokens: Sequence[Token], start: int, end: int, marks: Mapping[str, frozenset[str]]) -> str:
    if start and tokens[start].hyphen and tokens[start - 1].key in marks["opposed"]:
        return "opposed"
    if end < len(tokens):
        after = tokens[end]
        if after.key in marks["led"] and after.hyphen:
            return "led"
        if after.key in marks["backed"] and after.hyphen:
            return "backed"
    return ""


def _only_adjective(entries: tuple[Entry, ...]) -> bool:
    return all(isinstance(e, CountryWord) and e.how == "adjective" for e in entries)


def _former(tokens: Sequence[Token], hits: Sequence[Hit], lexicon: ActorLexicon) -> bool:
    first = next((h.start for h in hits if h.agent or h.known), len(tokens))
    return any(t.key in lexicon.marks["former"] for t in tokens[: first + 1]) or any(h.agent and h.agent.sectors == ("ELI",) for h in hits)


def _agents(hits: Sequence[Hit], head: int) -> tuple[Agent, ...]:
    """Role words, the head's first, then the others of the core from right to left, then those of an `of` phrase."""
    own = [h for h in hits if h.agent and not h.mark]
    core = [h for h in own if h.zone == "core"]
    first = [h for h in core if h.start <= head < h.end] or core[-1:]
    rest = [h for h in reversed(core) if h not in first]
    ordered = [*first, *rest, *(h for h in own if h.zone == "from")]
    return tuple(h.agent for h in ordered if h.agent)


def _known(hits: Sequence[Hit], tokens: Sequence[Token], head: int, agents: tuple[Agent, ...]) -> tuple[Hit | None, Hit | None]:
    """The hit that names the phrase itself, and the one that names what it belongs to: `Hamas spokesman` is no Hamas."""
    named = [h for h in hits if h.known and not h.country and not h.agent and h.mark not in NEVER_STATES]
    core = [h for h in named if h.zone == "core"]
    people = [h for h in named if h.zone in {"core", "tail"} and h.known and h.known.kind == "person"]
    people = [h for h in people if not tokens[h.end - 1].possessive or h.end == len(tokens)]  # "Merkel's spokesman" is another
    itself = [h for h in core if h.start <= head < h.end] or people[-1:]
    if not itself and not agents:
        itself = core[:1]
    if itself:
        return itself[0], None
    owners = core or [h for h in named if h.zone == "from"]
    if not owners and agents and agents[0].takes:
        owners = named
    return None, owners[0] if owners else None


def _country(hits: Sequence[Hit], known: Hit | None) -> tuple[Hit | None, bool]:
    """The hit whose state the phrase belongs to, and whether it only says where."""
    states = [h for h in hits if h.country and h.mark not in NEVER_STATES]
    for zone in ("core", "from"):
        if found := next((h for h in states if h.zone == zone), None):
            return found, False
    if known is not None:
        return None, False
    place = next((h for h in states if h.zone == "place"), None)
    return place, place is not None


def _sectors(agents: tuple[Agent, ...], hits: Sequence[Hit]) -> tuple[tuple[str, ...], bool]:
    """Sectors, the primary first, and whether they are only the head word's own for want of an owner that says more."""
    if not agents:
        return (), False
    strong = [a for a in agents if not a.takes]
    owners = [
        h for h in hits if h.known and not h.country and not h.agent and h.known.kind == "organisation" and h.mark not in NEVER_STATES
    ]
    found: list[str] = []
    if agents[0].takes:
        for owner in owners:
            found += owner.known.terms[0].sectors if owner.known else ()
        aimed = [h.agent for h in hits if h.agent and h.zone == "aim" and not h.agent.takes]
        for agent in (*strong, *aimed[:1]):
            found += agent.sectors
        if not found:
            return next((a.sectors for a in agents if a.sectors), ()), True
    else:
        for agent in strong:
            found += agent.sectors
        for owner in owners:
            found += owner.known.terms[0].sectors if owner.known and owner.zone == "core" else ()
    return tuple(dict.fromkeys(found)), False

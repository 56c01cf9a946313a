"""Who is who: states with their words, organisations, people with their terms of office, and the words for roles and organs."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, get_args

from anyascii import anyascii

from sayso.lexicons.load import DATA, read_csv, read_yaml, stop_on, uncollected
from sayso.lexicons.user import read_user

Sector = Literal[
    "GOV", "MIL", "COP", "JUD", "LEG", "PTY", "OPP", "REB", "PRM", "SPY", "UAF", "CRM", "CVL", "BUS", "LAB", "EDU", "JRN", "MED", "REF",
    "REL", "SOC", "ELI", "PRE", "AGR", "UNK",
]  # fmt: skip
SECTORS: frozenset[str] = frozenset(get_args(Sector))
AgentKind = Literal["person", "organ", "group", "thing"]
How = Literal["name", "adjective", "noun", "capital", "seat"]
HOWS: tuple[tuple[How, str], ...] = (
    ("name", "aliases"),
    ("adjective", "adjectives"),
    ("noun", "nouns"),
    ("capital", "capitals"),
    ("seat", "seats"),
)
TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’ʼ][^\W\d_]+)*")
PLAIN = re.compile(r"[A-Z]?[a-z]+(?: [A-Z]?[a-z]+)*")
POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
CODE = re.compile(r"[A-Z]{3}")
SHORTEST_ABBREVIATION, LONGEST_ABBREVIATION = 2, 5


@dataclass(frozen=True, slots=True)
class CountryWord:
    """A word that stands for a state: its name, an adjective, its people, its capital or a seat of its power."""

    code: str
    name: str  # the state's usual English name
    how: How
    sectors: tuple[str, ...]  # what the state is when it acts: GOV; PRE for entities that only some states recognise
    row: str


@dataclass(frozen=True, slots=True)
class Term:
    """One office or standing of a person. Dates are ISO, as exact as known, "" where open or unknown."""

    code: str | None
    sectors: tuple[str, ...]
    office: str = ""
    start: str = ""
    end: str = ""

    def holds(self, day: str) -> bool:
        return self.start <= day and (not self.end or day <= self.end + "~")  # "2020" covers "2020-12-31": "~" sorts behind "-"


@dataclass(frozen=True, slots=True)
class Known:
    """An organisation, armed group, party, company or medium (`terms` has one), or a person with terms of office."""

    name: str
    kind: Literal["person", "organisation"]
    terms: tuple[Term, ...]
    short: str = ""  # the part of a person's name that stands alone: Xi, not Jinping
    identifier: str = ""
    row: str = ""

    def at(self, day: date | None) -> tuple[str | None, tuple[str, ...]]:
        """Country and sectors on a day: those of the office held then; out of office ELI; before any office no sector."""
        if self.kind == "organisation" and len(self.terms) == 1:
            return self.terms[0].code, self.terms[0].sectors
        if day is None:
            return self.terms[-1].code, self.terms[-1].sectors
        iso = day.isoformat()
        if holding := [t for t in self.terms if t.holds(iso) and (t.start or t.end)]:
            return holding[0].code, holding[0].sectors
        if open_ended := [t for t in self.terms if not t.start and not t.end]:
            return open_ended[0].code, open_ended[0].sectors
        if past := [t for t in self.terms if t.end and t.end < iso]:
            last = max(past, key=lambda t: t.end)
            return last.code, ("ELI",) if self.kind == "person" else last.sectors
        return self.terms[0].code, ()

    def in_office(self, day: date | None) -> bool:
        return bool(self.at(day)[1]) and self.at(day)[1] != ("ELI",)


@dataclass(frozen=True, slots=True)
class Agent:
    """A word for a role or organ. `takes`: it has the sectors of what it belongs to, and its own only where that has none."""

    word: str
    sectors: tuple[str, ...]
    kind: AgentKind
    takes: bool
    row: str


Entry = CountryWord | Known | Agent


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text as the lexicon sees it. `hyphen`: joined by one to the word before."""

    key: str
    text: str
    start: int
    end: int
    hyphen: bool = False
    possessive: bool = False


@dataclass(frozen=True, slots=True)
class ActorLexicon:
    """Look-up by normalised words. `phrases` maps keys joined by spaces to what they may mean, the user's entries first."""

    phrases: Mapping[str, tuple[Entry, ...]]
    surnames: Mapping[str, tuple[Known, ...]]
    agents: tuple[Agent, ...]
    examples: tuple[tuple[str, str, str], ...]  # (row, "good" or "bad", phrase)
    marks: Mapping[str, frozenset[str]]
    names: Mapping[str, str]  # country code -> usual name
    people: Mapping[str, tuple[Known, ...]]  # country code -> who held office there
    digest: str
    _longest: Mapping[str, int] = field(repr=False)
    _words: frozenset[str] = field(repr=False)

    def tokens(self, text: str, offset: int = 0) -> list[Token]:
        """The words of a text with their keys; `offset` is where the text starts in its article."""
        found, last = [], -1
        for match in TOKEN.finditer(text):
            raw = match.group()
            bare = POSSESSIVE.sub("", raw)
            marked = len(bare) < len(raw) or text[match.end() : match.end() + 1] in {"'", "’"}
            hyphen = match.start() == last + 1 and text[last : last + 1] in {"-", "–", "‑"}
            found.append(Token(self._key(bare), bare, offset + match.start(), offset + match.end(), hyphen, marked))
            last = match.end()
        return found

    def _key(self, word: str) -> str:
        key = key_of_word(word)
        return key if key[:1] != "^" or key in self._words else key[1:]  # a headline in capitals is no row of abbreviations

    def at(self, tokens: Sequence[Token], start: int) -> tuple[int, tuple[Entry, ...]]:
        """The longest phrase that begins at a token: how many words it takes, and what it may mean; (0, ()) where there is none."""
        for n in range(min(self._longest.get(tokens[start].key, 0), len(tokens) - start), 0, -1):
            if found := self.phrases.get(" ".join(t.key for t in tokens[start : start + n])):
                return n, found
        return 0, ()

    def find(self, name: str) -> tuple[Entry, ...]:
        """What a whole name may mean."""
        return self.phrases.get(" ".join(t.key for t in self.tokens(name)), ())

    def holder(self, code: str | None, office: str, day: date | None) -> Known | None:
        """Who held an office of a state on a day; None where the tables name nobody, or several."""
        if code is None or day is None:
            return None
        iso = day.isoformat()
        found = [
            p for p in self.people.get(code, ()) if any(t.code == code and t.office == office and t.start and t.holds(iso) for t in p.terms)
        ]
        return found[0] if len(found) == 1 else None

    def near(self, surname: str, ok: Callable[[str], bool]) -> list[str]:
        """Surnames of the lexicon with the same first letter and nearly the same length that pass `ok`, in alphabetical order."""
        keys = self._surname_keys()
        low = bisect_left(keys, surname[:2])
        found = []
        for key in keys[low:]:
            if not key.startswith(surname[:2]):
                break
            if abs(len(key) - len(surname)) <= 2 and ok(key):
                found.append(key)
        return found

    def _surname_keys(self) -> list[str]:
        if self.digest not in _SORTED:
            _SORTED[self.digest] = sorted(self.surnames)
        return _SORTED[self.digest]


_SORTED: dict[str, list[str]] = {}


@lru_cache(maxsize=1 << 16)
def key_of_word(word: str) -> str:
    """Lower case, Latin letters without marks; abbreviations in capitals (`US`, `U.S.`) are set apart by `^` from words (`us`)."""
    if not word.isascii():
        word = anyascii(word)
    bare = word.replace(".", "")
    if bare.isupper() and SHORTEST_ABBREVIATION <= len(bare) <= LONGEST_ABBREVIATION and bare.isalnum():
        return "^" + bare.lower()
    return bare.replace("'", "").replace("’", "").lower()


@cache
def key_of(name: str) -> str:
    """Key of a whole name, as it stands in the index."""
    if PLAIN.fullmatch(name):
        return name.lower()
    return " ".join(key_of_word(POSSESSIVE.sub("", w)) for w in TOKEN.findall(name))


def plural_of(phrase: str) -> str:
    """Regular plural of a role or organ, on its last word."""
    if phrase.endswith(("s", "x", "ch", "sh")):
        return phrase + "es"
    if phrase.endswith("man"):
        return phrase[:-3] + "men"
    if phrase.endswith("y") and phrase[-2:-1] not in set("aeiou"):
        return phrase[:-1] + "ies"
    return phrase + "s"


# ---------------------------------------------------------------- loading


@uncollected()
def load_actors(extra: Sequence[Path] = ()) -> ActorLexicon:
    """Our tables with the user's files (`schema: lexicon/1`) laid on top: theirs are found first.

    Raises StopRun naming every bad row of a file. Method: one dictionary of normalised phrases, filled in the order user, own, built.
    What an imported dictionary says as our tables do stays ours, which know more of it (an adjective, a capital); its other names go first.
    """
    builder = _Builder()
    imported: list[dict[str, Any]] = []
    for path in extra:
        source = read_user(path)
        builder.digests.append(source.digest)
        stop_on(_check_user(source.content), path)
        if source.content.get("imported"):
            imported.append(source.content)
        else:
            _add_user(builder, source.content)
        _add_people(builder, source.content)
    data = DATA / "actors"
    own_countries, built_countries = builder.csv(data / "countries-own.csv"), builder.csv(data / "countries.csv")
    for row in (*own_countries, *built_countries):
        if not row["sectors"]:  # a row with sectors is a part of the state that goes by a name of its own
            builder.names.setdefault(row["code"], row["name"].replace("&", "and"))
    for row in (*own_countries, *built_countries):
        builder.country(
            row["code"], row["name"], {how: split(row[column]) for how, column in HOWS}, split(row["sectors"]), f"country:{row['code']}"
        )
    for row in builder.csv(data / "organisations.csv"):
        builder.organisation(row["name"], split(row["aliases"]), row["code"] or None, split(row["sectors"]), f"organisation:{row['name']}")
    people = [("own", row) for row in builder.csv(data / "people-own.csv")] + [("built", row) for row in builder.csv(data / "people.csv")]
    for origin, row in people:
        term = Term(row["code"] or None, split(row["sectors"]), row["office"], row["from"], row["to"])
        builder.person(
            row["name"], split(row.get("aliases", "")), row["short"], term, row.get("identifier", ""), f"people-{origin}:{row['name']}"
        )
    for row in builder.csv(data / "parties.csv"):
        short = [row["abbreviation"]] if len(row["abbreviation"]) > SHORTEST_ABBREVIATION else []
        builder.organisation(row["name"], short, row["code"], split(row["sectors"]), f"party:{row['name']}")
    agents = read_yaml(DATA / "agents.yaml")
    builder.digests.append(agents.digest)
    stop_on(_check_agents(agents.content["rows"]), agents.path)
    builder.agent_rows(agents.content["rows"])
    for content in imported:
        _add_imported(builder, content)
    return builder.build({name: frozenset(words) for name, words in agents.content["marks"].items()})


def split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


class _Builder:
    """Gathers entries; every name is keyed once."""

    def __init__(self) -> None:
        self.phrases: dict[str, list[Entry]] = {}
        self.people: dict[str, tuple[Known, list[Term]]] = {}
        self.person_keys: dict[str, list[str]] = {}
        self.surnames: dict[str, list[str]] = {}
        self.agents: list[Agent] = []
        self.examples: list[tuple[str, str, str]] = []
        self.names: dict[str, str] = {}
        self.digests: list[str] = []

    def csv(self, path: Path) -> list[dict[str, str]]:
        rows, digest = read_csv(path)
        self.digests.append(digest)
        return rows

    def add(self, phrase: str, entry: Entry) -> None:
        if key := key_of(phrase):
            self.phrases.setdefault(key, []).append(entry)

    def country(self, code: str, name: str, words: Mapping[How, Iterable[str]], sectors: tuple[str, ...], row: str) -> None:
        usual = name if sectors else self.names.get(code, name)
        for how, column in words.items():
            for word in (name, *column) if how == "name" else column:
                self.add(word, CountryWord(code, usual, how, sectors or ("GOV",), row))

    def organisation(self, name: str, aliases: Iterable[str], code: str | None, sectors: tuple[str, ...], row: str) -> None:
        self.known(Known(name, "organisation", (Term(code, sectors),), row=row), aliases)

    def known(self, known: Known, aliases: Iterable[str]) -> None:
        for alias in (known.name, *aliases):
            self.add(alias, known)

    def person(self, name: str, aliases: Iterable[str], short: str, term: Term, identifier: str, row: str, *, kept: bool = False) -> None:
        """`kept`: the term stands as it is told, beside the others of the same row."""
        key = key_of(name)
        if key not in self.people:
            self.people[key] = (Known(name, "person", (), short or surname_of(name), identifier, row), [])
        terms = self.people[key][1]
        # the tables tell one term in several ways: the first file's dates hold
        told = any(t.code == term.code and t.start[:4] <= term.start[:4] <= (t.end or "9")[:4] for t in terms)
        if (kept and term not in terms) or not terms or not (told or kept or not (term.start or term.end)):
            terms.append(term)
        for alias in (name, *aliases):
            keys = self.person_keys.setdefault(key_of(alias), [])
            if key not in keys:
                keys.append(key)
        own = key_of(self.people[key][0].short)
        # `Kim Yo Jong` ends in no surname of hers: her own stands elsewhere in it
        others = (key_of(surname_of(a)) for a in aliases if own not in key_of(a).split())
        for shown in dict.fromkeys((own, *others)):
            holders = self.surnames.setdefault(shown, [])
            if key not in holders:
                holders.append(key)

    def agent_rows(self, rows: Iterable[dict[str, Any]]) -> None:
        for row in rows:
            name = f"agent:{row['words'][0]}"
            regular = dict.fromkeys(plural_of(w) for w in row["words"]) if row.get("regular", True) else {}
            for word in dict.fromkeys((*row["words"], *row.get("plural", ()), *regular)):
                agent = Agent(word, tuple(row["sectors"]), row["kind"], bool(row.get("takes")), name)
                self.agents.append(agent)
                self.add(word, agent)
            self.examples += [(name, sort, phrase) for sort in ("good", "bad") for phrase in row.get(sort, ())]

    def build(self, marks: Mapping[str, frozenset[str]]) -> ActorLexicon:
        made = {
            key: Known(known.name, "person", tuple(terms), known.short, known.identifier, known.row)
            for key, (known, terms) in self.people.items()
        }
        for alias, keys in self.person_keys.items():
            if alias:
                self.phrases.setdefault(alias, []).extend(made[k] for k in keys)
        phrases = {key: tuple(entries) for key, entries in self.phrases.items()}
        longest: dict[str, int] = {}
        words: set[str] = set()
        for key in phrases:
            parts = key.split(" ")
            words.update(parts)
            if longest.get(parts[0], 0) < len(parts):
                longest[parts[0]] = len(parts)
        return ActorLexicon(
            phrases=phrases,
            surnames={key: tuple(made[k] for k in keys) for key, keys in self.surnames.items() if key},
            agents=tuple(self.agents),
            examples=tuple(self.examples),
            marks=marks,
            names=self.names,
            people=self._by_country(made.values()),
            digest=sha256("".join(self.digests).encode()).hexdigest(),
            _longest=longest,
            _words=frozenset(words),
        )

    @staticmethod
    def _by_country(people: Iterable[Known]) -> dict[str, tuple[Known, ...]]:
        found: dict[str, list[Known]] = {}
        for person in people:
            for code in {t.code for t in person.terms if t.code}:
                found.setdefault(code, []).append(person)
        return {code: tuple(several) for code, several in found.items()}


PARTICLES = re.compile(r"a[ldsn]|ash|el|bin|ibn|ben|d[ei]|da|dos|del|della|van|von|der|den|l[ae]|abu", re.IGNORECASE)


def surname_of(name: str) -> str:
    """The last word with the particles before it (`al-Assad`, `von der Leyen`): what stands alone where the table says nothing else."""
    words = [w for w in name.split() if key_of_word(w) not in {"jr", "sr", "ii", "iii", "^ii", "^iii", "^vi", "^iv", "^xvi"}]
    if not words:
        return name
    start = len(words) - 1
    while start > 1 and PARTICLES.fullmatch(words[start - 1]):
        start -= 1
    return " ".join(words[start:])


# ---------------------------------------------------------------- the user's file


def _add_user(builder: _Builder, content: dict[str, Any]) -> None:
    for code, row in (content.get("countries") or {}).items():
        builder.names[code] = row["name"]
        words: dict[How, tuple[str, ...]] = {how: tuple(_listed(row, column)) for how, column in HOWS}
        words["capital"] = (*words["capital"], *_listed(row, "capital"))
        words["adjective"] = (*words["adjective"], *_listed(row, "demonyms"))
        builder.country(code, row["name"], words, tuple(row.get("sectors", ())), f"user:{code}")
        for leader in row.get("leaders", ()):
            _add_person(builder, leader["name"], {"country": code, "sectors": ["GOV"], **leader})
    for name, row in (content.get("organisations") or {}).items():
        builder.known(_organisation(name, row), _listed(row, "aliases"))
    for name, row in (content.get("agents") or {}).items():
        builder.agent_rows([_agent_row(name, row)])


def _add_people(builder: _Builder, content: dict[str, Any]) -> None:
    for name, row in (content.get("people") or {}).items():
        _add_person(builder, name, row)


def _add_imported(builder: _Builder, content: dict[str, Any]) -> None:
    """Names of a dictionary before ours, but for those that ours has with the same code and main sector."""
    for code, row in (content.get("countries") or {}).items():
        entry = CountryWord(code, builder.names.setdefault(code, row["name"]), "name", ("GOV",), f"user:{code}")
        for key in dict.fromkeys(map(key_of, (row["name"], *_listed(row, "aliases")))):
            there = builder.phrases.setdefault(key, [])
            if not any(isinstance(e, CountryWord) and e.code == code for e in there):
                there.insert(_behind_users(there), entry)
    for name, row in (content.get("organisations") or {}).items():
        known = _organisation(name, row)
        for key in dict.fromkeys(map(key_of, (name, *_listed(row, "aliases")))):
            there = builder.phrases.setdefault(key, [])
            if key and not any(_says(e, known) for e in there):
                there.insert(_behind_users(there), known)
    for name, row in (content.get("agents") or {}).items():
        sectors = tuple(row["sectors"])
        last = next((e for e in builder.phrases.get(key_of(name.split()[-1]), ()) if isinstance(e, Agent)), None)
        words = (name, *_listed(row, "words"))
        regular = map(plural_of, words) if row.get("regular", True) else ()
        for word in dict.fromkeys((*words, *_listed(row, "plural"), *regular)):
            there = builder.phrases.setdefault(key_of(word), [])
            if not any(isinstance(e, Agent) and e.sectors[:1] == sectors[:1] for e in there):
                agent = Agent(word, sectors, last.kind if last else "person", False, f"user:{name}")
                there.insert(_behind_users(there), agent)
                builder.agents.append(agent)


def _behind_users(there: Sequence[Entry]) -> int:
    """What the user wrote goes before what the user imported."""
    return next((n for n, entry in enumerate(there) if not entry.row.startswith("user:")), len(there))


def _says(entry: Entry, known: Known) -> bool:
    if isinstance(entry, Known):
        return len(known.terms) == 1 and entry.kind == "organisation" and entry.at(None)[0] == known.terms[0].code
    return (
        isinstance(entry, CountryWord)
        and len(known.terms) == 1
        and (entry.code, entry.sectors) == (known.terms[0].code, known.terms[0].sectors)
    )


def _organisation(name: str, row: Mapping[str, Any]) -> Known:
    return Known(name, "organisation", tuple(_terms(row)), identifier=row.get("identifier", ""), row=f"user:{name}")


def _agent_row(name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    return {"words": [name, *_listed(row, "words")], "kind": "person", **{k: v for k, v in row.items() if k != "words"}}


def _add_person(builder: _Builder, name: str, row: dict[str, Any]) -> None:
    for term in _terms(row):
        builder.person(name, _listed(row, "aliases"), row.get("short", ""), term, row.get("identifier", ""), f"user:{name}", kept=True)


def _terms(row: Mapping[str, Any]) -> Iterator[Term]:
    for held in row.get("terms") or [row]:
        yield Term(
            held.get("country", row.get("country")),
            tuple(held.get("sectors", row.get("sectors", ()))),
            held.get("office", ""),
            str(held.get("from", "") or ""),
            str(held.get("to", "") or ""),
        )


def _listed(row: Mapping[str, Any], column: str) -> list[str]:
    found = row.get(column, ())
    return [found] if isinstance(found, str) else list(found)


def _check_user(content: dict[str, Any]) -> Iterator[str]:
    if content.get("schema") != "lexicon/1":
        yield f"schema: expected lexicon/1, found {content.get('schema')!r}"
    for section in ("countries", "organisations", "people", "agents"):
        rows = content.get(section) or {}
        if not isinstance(rows, dict):
            yield f"{section}: expected names with their fields below them"
            continue
        for name, row in rows.items():
            if not isinstance(row, dict):
                yield f"{section}: {name}: expected fields such as `name:` or `country:` below it"
                continue
            yield from _check_row(f"{section}: {name}", section, name, row)


def _check_row(where: str, section: str, name: object, row: dict[str, Any]) -> Iterator[str]:
    if section == "countries":
        if not isinstance(name, str) or not CODE.fullmatch(name):
            yield f"{where}: a country's code is three capital letters"
        if not isinstance(row.get("name"), str):
            yield f"{where}: needs a `name`"
        for n, leader in enumerate(row.get("leaders", ()), 1):
            if not isinstance(leader, dict) or not isinstance(leader.get("name"), str):
                yield f"{where}: leader {n} needs a `name`"
    elif row.get("country") is not None and not CODE.fullmatch(str(row["country"])):
        yield f"{where}: country {row['country']!r} is not three capital letters"
    if section == "agents" and not row.get("sectors"):
        yield f"{where}: needs `sectors`"
    for held in (row, *(h for h in (*row.get("terms", ()), *row.get("leaders", ())) if isinstance(h, dict))):
        if held is not row and held.get("country") is not None and not CODE.fullmatch(str(held["country"])):
            yield f"{where}: country {held['country']!r} is not three capital letters"
        if unknown := [s for s in held.get("sectors", ()) if s not in SECTORS]:
            yield f"{where}: unknown sectors {unknown}; known are {', '.join(sorted(SECTORS))}"
        for edge in ("from", "to"):
            if held.get(edge) and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", str(held[edge])):
                yield f"{where}: {edge} {held[edge]!r} is no date such as 2020, 2020-08 or 2020-08-16"


def _check_agents(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for n, row in enumerate(rows, 1):
        for word in row.get("words", ()):
            if seen.setdefault(word, n) != n:
                yield f"row {n}: {word!r} stands in row {seen[word]} already"
        if unknown := [s for s in row.get("sectors", ()) if s not in SECTORS]:
            yield f"row {n}: unknown sectors {unknown}"
        if row.get("kind") not in get_args(AgentKind):
            yield f"row {n}: kind {row.get('kind')!r} is none of {', '.join(get_args(AgentKind))}"

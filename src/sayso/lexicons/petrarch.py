"""PETRARCH and PETRARCH2 dictionaries of actors and agents -> rows of a user's lexicon. No line is lost in silence.

ALDONIA_  [ALD]                    a name (`_` is a space), its CAMEO code, a comment behind #
+ALDONIAN_                         another name of the same
ADA_LIND_                          codes may stand below, with dates: from >, until <, between
+PRESIDENT_LIND_
    [ALDGOV 180301-220228]
    [ALDELI]                       without dates: at all other times
FARMER [~AGR]                      an agent: its regular plural is understood
CATTLE_THIEF {CATTLE_THIEVES} [~CRM]      its plural is given; {}: it has none
!PERSON! = MAN, MEN, WOMAN         what !PERSON! stands for in agents
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from sayso.lexicons.cameo import NOBODY, Codes, cameo_codes
from sayso.lexicons.load import DATA, read_bytes, read_yaml, uncollected, write_yaml

BRACKET = re.compile(r"\[([^\[\]{}]*)\]")
CODE = re.compile(r"\s*([A-Z]{3}(?:[A-Z0-9]{3})*|---)\s*(.*?)\s*")
ONE_CODE = re.compile(r"\[([A-Z]{3}(?:[A-Z0-9]{3})*) ?([<>\d][<>\d -]*)?\]")
PLAIN = re.compile(r"[A-Z][A-Z_'-]*")
DATES = re.compile(r"(?P<sign>[<>])\s*(?P<day>\d+)|(?P<from>\d+)\s*-\s*(?P<to>\d+)|(?P<at>\d+)")
SET = re.compile(r"(![A-Z]+!)\s*=\s*(.+)")
PLURAL = re.compile(r"\{([^{}]*)\}")
LOOKS = re.compile(r"^(?:[^#\s\[\]:][^\[\]:\n]*|[ \t]+)\[~?[A-Z]{3}(?:[A-Z0-9]{3})*(?:\s+[<>]?\s*\d[\d-]*)?\]", re.MULTILINE)
FIRST_YEAR = 30  # of two digits: 30 is 1930, 29 is 2029; earlier years are written with four
WIDEST_PERSON = 7  # words


@dataclass(frozen=True, slots=True)
class Malformed:
    """A line that cannot be read, or that says nothing."""

    file: str
    line: int
    reason: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}: {self.text}"


@dataclass(slots=True)
class Imported:
    """`content` has the form of a user's lexicon (docs/lexicons.md). Each line of the files is counted once."""

    content: dict[str, Any]
    loaded: int = 0
    empty: int = 0  # comments and blank lines
    malformed: list[Malformed] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)  # parts of codes that PLOVER has no place for
    in_plover: list[str] = field(default_factory=list)  # files with PLOVER's codes: MED is health in them, not the media

    @property
    def lines(self) -> int:
        return self.loaded + self.empty + len(self.malformed)

    def to_yaml(self) -> str:
        """The rows as a lexicon file, to be read, mended and given with `--lexicon`."""
        return write_yaml({section: rows for section, rows in self.content.items() if rows})

    def account(self) -> str:
        """How many lines were read and what they gave, in one line."""
        rows = ", ".join(f"{len(self.content[s]):,} {s}" for s in ("countries", "people", "organisations", "agents"))
        read = f"{self.lines:,} lines: {self.loaded:,} loaded, {self.empty:,} without content, {len(self.malformed):,} malformed; {rows}"
        return read + (f"; PLOVER's codes (MED is health) in {', '.join(self.in_plover)}" if self.in_plover else "")


@dataclass(frozen=True, slots=True)
class _Term:
    country: str | None
    sectors: tuple[str, ...]
    start: str
    end: str

    def row(self) -> dict[str, Any]:
        return {"country": self.country, "sectors": list(self.sectors), "from": self.start, "to": self.end}


@dataclass(slots=True)
class _Actor:
    lines: list[tuple[int, str]]
    names: list[str]
    terms: list[_Term] = field(default_factory=list)
    nobody: bool = False  # [---]: at some time it is not to be coded


def mapping_digest() -> str:
    """Of the tables that say what a dictionary's codes and names become: they are part of what is imported."""
    return sha256(b"".join(read_bytes(DATA / "import" / name) for name in ("cameo-codes.csv", "short-words.txt"))).hexdigest()


def looks_like_petrarch(text: str) -> bool:
    return LOOKS.search(text[:200_000]) is not None


def import_petrarch(paths: Sequence[Path]) -> Imported:
    """Actor and agent dictionaries, several at once: what stands in several is one. Raises StopRun where a file cannot be opened."""
    return import_texts([(str(p), decoded(read_bytes(p))) for p in paths])


def decoded(raw: bytes) -> str:
    """They are UTF-8, or have come through other encodings: then each byte is a letter, and nothing fails."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


@uncollected()
def import_texts(texts: Sequence[tuple[str, str]]) -> Imported:
    """The same from (name, text)."""
    return _Import().run(texts)


class _Import:
    def __init__(self) -> None:
        sections: dict[str, Any] = {s: {} for s in ("countries", "people", "organisations", "agents")}
        self.out = Imported({"schema": "lexicon/1", "source": "PETRARCH dictionaries", "imported": True, **sections})
        self.codes: Codes = cameo_codes()
        self.actors: dict[str, list[_Actor]] = {}
        self.sets: dict[str, list[str]] = {}

    def run(self, texts: Sequence[tuple[str, str]]) -> Imported:
        for name, text in texts:
            self.codes = cameo_codes(text)
            self.out.in_plover += [name] if self.codes.in_plover else []
            self._file(name, text.removesuffix("\n").split("\n"))  # as editors count them: a byte 0x85 ends no line
            self.out.unread.update(self.codes.unread)
        spelling = Spelling.of([n for actors in self.actors.values() for a in actors for n in a.names])
        bodies = _bodies()
        for name, actors in self.actors.items():
            for actor in actors:
                self._row(name, actor, spelling, bodies)
        self.out.malformed.sort(key=lambda m: (m.file, m.line))
        return self.out

    # ------------------------------------------------------------ lines

    def _file(self, file: str, lines: list[str]) -> None:
        """Several files are read one after the other; an actor does not go on from one to the next."""
        actor: _Actor | None = None
        for number, raw in enumerate(lines, 1):
            line = raw.split("#", 1)[0].rstrip()
            bare = line.strip()
            if not bare or bare.startswith(("<!--", "-->")):
                self.out.empty += 1
            elif found := SET.fullmatch(bare):
                self.sets[found[1]] = [word.strip() for word in found[2].split(",") if word.strip()]
                self.out.loaded += 1
            elif "[~" in bare:
                self._agent(file, number, bare, raw)
            elif bare.startswith(("+", ";")):
                self._synonym(file, number, bare, raw, actor)
            elif bare.startswith("["):
                if actor is None:
                    self._bad(file, number, "a code that no name stands before", raw)
                elif self._terms(file, number, bare, raw, actor):
                    actor.lines.append((number, raw))
            else:
                actor = self._root(file, number, bare, raw)

    def _bad(self, file: str, number: int, reason: str, raw: str) -> None:
        self.out.malformed.append(Malformed(file, number, reason, raw.strip()[:100]))

    def _root(self, file: str, number: int, bare: str, raw: str) -> _Actor | None:
        name, bracket, rest = bare.partition("[")
        names = _names(name)
        if not names:
            self._bad(file, number, "no name", raw)
            return None
        actor = _Actor([], names)
        self.actors.setdefault(file, []).append(actor)
        if not bracket or self._terms(file, number, bracket + rest, raw, actor):
            actor.lines.append((number, raw))
        return actor

    def _synonym(self, file: str, number: int, bare: str, raw: str, actor: _Actor | None) -> None:
        name, bracket, rest = bare.partition("[")
        names = _names(name)
        if actor is None or not names:
            self._bad(file, number, "no name" if actor else "another name of nobody", raw)
        elif not bracket or self._terms(file, number, bracket + rest, raw, actor):
            actor.lines.append((number, raw))
            actor.names += names

    def _terms(self, file: str, number: int, codes: str, raw: str, actor: _Actor) -> bool:
        """Takes the codes of a line; False where one of them cannot be read (the others are taken)."""
        if (plain := ONE_CODE.fullmatch(codes)) and (span := _span(plain[2])):  # nearly all lines
            actor.terms.append(_Term(*self.codes.read(plain[1]), *span))
            return True
        bodies = BRACKET.findall(codes)
        behind = codes.rpartition("]")[2]  # a comment without its mark
        stray = not bodies or any(mark in BRACKET.sub("", codes.removesuffix(behind)) + behind for mark in "[]{}")
        problems = ["a bracket that is not closed"] if stray else []
        for body in bodies:
            found = CODE.fullmatch(body)
            span = _span(found[2]) if found else None
            if found is None or span is None:
                problems.append(f"[{body}] is no code with dates")
            elif found[1] == NOBODY:
                actor.nobody = True
            else:
                actor.terms.append(_Term(*self.codes.read(found[1]), *span))
        if problems:
            self._bad(file, number, problems[0], raw)
        return not problems

    def _agent(self, file: str, number: int, bare: str, raw: str) -> None:
        words, _, code = bare.partition("[~")
        code, closed, rest = code.partition("]")
        if not closed or rest.strip() or not re.fullmatch(r"(?:[A-Z]{3})+", code):
            self._bad(file, number, "no [~CODE] at its end", raw)
            return
        plural = PLURAL.search(words)
        singular = [w.lower() for name in _names(PLURAL.sub("", words)) for w in self._expanded(name)]
        if not singular or any("!" in word for word in singular):
            self._bad(file, number, "no name, or a set that is not given above", raw)
            return
        sectors = self.codes.roles_of(code)
        if not sectors:
            self._bad(file, number, f"PLOVER has no sector for {code}", raw)
            return
        self.out.loaded += 1
        agents = self.out.content["agents"]
        if singular[0] in agents:
            return  # the first line counts, as with PETRARCH
        row: dict[str, Any] = {"sectors": list(sectors)}
        if singular[1:]:
            row["words"] = singular[1:]
        if plural:
            row |= {"plural": [n.lower() for n in _names(plural[1])], "regular": False}
        agents[singular[0]] = row

    def _expanded(self, name: str) -> Iterator[str]:
        mark = next((m for m in self.sets if m in name), None)
        if mark is None:
            yield name
            return
        for word in self.sets[mark]:
            before, _, after = name.partition(mark)
            yield from self._expanded(" ".join(f"{before}{word} {after}".split()))

    # ------------------------------------------------------------ rows

    def _row(self, file: str, actor: _Actor, spelling: "Spelling", bodies: frozenset[str]) -> None:
        if not actor.terms and not actor.nobody:
            for number, raw in actor.lines:
                self._bad(file, number, "a name without a code", raw)
            return
        self.out.loaded += len(actor.lines)
        if not actor.terms:
            return
        name, *aliases = dict.fromkeys(form for raw in actor.names for form in spelling.forms(raw))
        if len({(t.country, t.sectors) for t in actor.terms}) == 1 and any(not t.start and not t.end for t in actor.terms):
            actor.terms = [_Term(actor.terms[0].country, actor.terms[0].sectors, "", "")]  # the dates make no difference
        first = actor.terms[0]
        dated = any(t.start or t.end for t in actor.terms)
        if not dated and first.country and not first.sectors and first.country in self.codes.states:
            row = self.out.content["countries"].setdefault(first.country, {"name": name, "aliases": []})
            row["aliases"] += [name, *aliases]
            return
        terms = [t if t.sectors or t.country not in self.codes.states else _Term(t.country, ("GOV",), t.start, t.end) for t in actor.terms]
        person = dated and all(t.sectors for t in actor.terms) and _is_person(name, bodies, spelling.common)
        section = self.out.content["people" if person else "organisations"]
        row = section.setdefault(name, {"aliases": [], "terms": []})
        row["aliases"] += [a for a in aliases if a not in row["aliases"]]
        row["terms"] += [t for t in map(_Term.row, terms if dated else terms[:1]) if t not in row["terms"]]


def _names(raw: str) -> list[str]:
    """`+A_B_+_C_` -> ["A B", "C"]; letters in brackets behind a name are its abbreviation."""
    bare = raw.lstrip("+").strip("_ \t")
    if PLAIN.fullmatch(bare):
        return [bare.replace("_", " ")]
    found = []
    for part in re.split(r"[+;]", raw):
        plain = part.replace("_", " ").replace('"', "")
        inside = [a for a in re.findall(r"\(([^()]*)\)", plain) if re.fullmatch(r"[A-Z][A-Z.]{1,7}", a.strip())]
        outside = " ".join(re.sub(r"\([^()]*\)|[()]", " ", plain).split()).strip(" ,.'`") if "." not in plain else _tidy(plain)
        found += [name for name in (outside, *(a.strip() for a in inside)) if re.search(r"\w", name)]
    return found


def _tidy(plain: str) -> str:
    return " ".join(re.sub(r"\([^()]*\)|[()]", " ", plain).split()).strip(" ,'`")


def _span(said: str | None) -> tuple[str, str] | None:
    """Dates of a code as ISO (start, end), "" where open; None where they are no dates."""
    if not said:
        return "", ""
    found = DATES.fullmatch(said)
    if found is None:
        return None
    if day := _day(found["day"]):
        return (day, "") if found["sign"] == ">" else ("", day)
    start, end = _day(found["from"] or found["at"]), _day(found["to"] or found["at"])
    return (start, end) if start and end else None


@lru_cache(maxsize=1 << 15)
def _day(digits: str | None) -> str:
    """`790327` or `20041207`; "" where it is no day."""
    if digits is None or len(digits) not in {6, 8}:
        return ""
    if len(digits) == 6:
        digits = ("19" if int(digits[:2]) >= FIRST_YEAR else "20") + digits
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).isoformat()
    except ValueError:
        return ""


def _bodies() -> frozenset[str]:
    """Words for organs, groups and things: a name that ends in one is nobody's surname."""
    rows = read_yaml(DATA / "agents.yaml").content["rows"]
    return frozenset(word.lower().split()[-1] for row in rows if row["kind"] != "person" for word in row["words"])


def _is_person(name: str, bodies: frozenset[str], common: frozenset[str]) -> bool:
    words = name.lower().split()
    last = words[-1]
    small = any(w in common for w in words if w not in {"al", "el", "bin", "de", "van"})
    return 1 <= len(words) <= WIDEST_PERSON and not small and last not in bodies and last.removesuffix("s") not in bodies


@dataclass(frozen=True, slots=True)
class Spelling:
    """Names in capitals -> names as text has them, so that `US` stays an abbreviation and `IRAN` does not become one."""

    common: frozenset[str]  # short words that are no names
    short: frozenset[str]  # what stands alone as a name and is an abbreviation

    @classmethod
    def of(cls, names: Sequence[str]) -> "Spelling":
        lines = (DATA / "import" / "short-words.txt").read_text("utf-8").splitlines()
        common = frozenset(line for line in lines if not line.startswith("#"))
        alone = {n for n in names if 2 <= len(n) <= 5 and n.isascii() and n.isalpha()}
        return cls(common, frozenset(n for n in alone if n.lower() in common or len(n) == 2 or not set(n) & set("AEIOUY")))

    def forms(self, raw: str) -> tuple[str, ...]:
        """The spellings under which a name is looked for, the usual one first."""
        words = raw.split()
        if len(words) == 1 and 2 <= len(raw) <= 5 and raw.isalpha():
            return (raw.upper(),) if raw.upper() in self.short else (raw.capitalize(), raw.upper())
        usual = " ".join(self._word(w, n) for n, w in enumerate(words))
        if any(len(w) <= 5 and w.upper() in self.short and (n == 0 or w.lower() not in self.common) for n, w in enumerate(words)):
            short = " ".join(
                w.upper() if w.upper() in self.short and (n == 0 or w.lower() not in self.common) else self._word(w, n)
                for n, w in enumerate(words)
            )
            return (short, usual)
        return (usual,)

    def _word(self, word: str, place: int) -> str:
        if place and len(word) <= 3 and word.lower() in self.common:
            return word.lower()  # of, the, and
        return _capital(word)


@lru_cache(maxsize=1 << 15)
def _capital(word: str) -> str:
    if word.isalpha():
        return word.capitalize()
    if re.fullmatch(r"(?:[A-Za-z]\.)+", word):
        return word.upper()
    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)?", lambda m: m.group().capitalize(), word)

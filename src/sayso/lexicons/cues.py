"""Cue lexicon: words that attribute content to somebody, and what kinds of speaker there are."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, get_args

from sayso.lexicons.load import DATA, read_bytes, read_yaml, stop_on
from sayso.lexicons.user import read_user
from sayso.records import FORCES, ClaimantType, Force

CuePos = Literal["verb", "noun", "adjective", "adverb", "phrase"]
POS: tuple[CuePos, ...] = get_args(CuePos)
TAKES: Mapping[str, frozenset[str]] = {
    "verb": frozenset({"that", "to", "someone-to", "thing", "ing", "quote", "someone"}),
    "noun": frozenset({"that", "to", "compound"}),
    "adjective": frozenset({"that", "to", "noun"}),
    "adverb": frozenset(),
    "phrase": frozenset(),
}
KEYS = frozenset({*POS, "force", "distance", "takes", "prepositions", "requires", "prior", "wide", "active", "forms", "good", "bad"})
MARKS = re.compile(r"</?(who|cue|what)>")
WHO = "WHO"  # where the source stands in a phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One row: a word or phrase, what it does (`force`), and what it may have as content (see data/cues/verbs.yaml).

    `requires` names what must stand by an object for it to be content: "xcomp" a predicate (`found it unlawful`), "as" an as-phrase,
    "support" (of a noun) a verb such as `express`. `wide`: too weak for the guidelines, used only where a wide notion is asked for.
    `active`: no cue in the passive.
    """

    name: str  # as written in the row, lower case: "call for"
    words: tuple[str, ...]  # what is looked for: lemmas, or plain words of a phrase with WHO for the source; prepositions are apart
    pos: CuePos
    force: Force
    distanced: bool = False
    takes: frozenset[str] = frozenset()
    prepositions: tuple[str, ...] = ()
    requires: frozenset[str] = frozenset()
    prior: float = 1.0
    wide: bool = False
    active: bool = False
    forms: tuple[str, ...] = ()  # irregular forms of a verb that a lemmatizer may not know
    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return f"{self.pos}:{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CueLexicon:
    """All rows, by their first word, longest phrase first; and the words by which a speaker is told to be of some type."""

    cues: tuple[Cue, ...]
    digest: str
    types: Mapping[str, ClaimantType]  # head lemma -> type
    unnamed: frozenset[str]
    honorifics: frozenset[str]  # before a name, no part of it
    support_verbs: frozenset[str]
    said_things: frozenset[str]
    weights: Mapping[str, float] = field(default_factory=dict, repr=False)  # of the ranker (statements/ranker.py)
    threshold: float = 0.0
    _index: Mapping[tuple[CuePos, str], tuple[Cue, ...]] = field(default_factory=dict, repr=False)

    _forms: Mapping[str, str] = field(default_factory=dict, repr=False)

    def at(self, pos: CuePos, lemma: str) -> tuple[Cue, ...]:
        """Rows of this part of speech that begin with this word (a phrase: lower case, as in the text)."""
        return self._index.get((pos, lemma), ())

    def verbs(self, lemma: str, form: str) -> tuple[Cue, ...]:
        """Rows of a verb by its lemma, or by its regular form where the lemma was guessed wrong (`stresse` for `stressed`)."""
        return self._index.get(("verb", lemma)) or self._index.get(("verb", self._forms.get(form, "")), ())


def load_cues(extra: Sequence[Path] = ()) -> CueLexicon:
    """Read our cue files and lay the user's over them: a row with the same words and part of speech replaces ours.

    Args:
        extra: Lexicon files (`schema: lexicon/1`) with an optional section `cues:` of the same rows; later files win.
    Raises: StopRun naming every bad row of the first file that has any.
    """
    rows: dict[str, Cue] = {}
    digest = sha256()
    for name in ("verbs", "others"):
        source = read_yaml(DATA / "cues" / f"{name}.yaml")
        rows |= _checked(source.content.get("rows"), source.path)
        digest.update(source.digest.encode())
    speakers = read_yaml(DATA / "cues" / "speakers.yaml")
    digest.update(speakers.digest.encode())
    ranker = json.loads(raw := read_bytes(DATA / "cues" / "ranker.json"))
    digest.update(raw)
    for path in extra:
        source = read_user(path)
        rows |= _checked(source.content.get("cues", []), path)
        digest.update(source.digest.encode())
    return CueLexicon(
        cues=tuple(rows.values()),
        digest=digest.hexdigest(),
        types={word: kind for kind, words in speakers.content["types"].items() for word in words},
        unnamed=frozenset(speakers.content["unnamed"]),
        honorifics=frozenset(speakers.content["honorifics"]),
        support_verbs=frozenset(speakers.content["support_verbs"]),
        said_things=frozenset(speakers.content["said_things"]),
        weights=ranker["weights"],
        threshold=ranker["threshold"],
        _index=_indexed(rows.values()),
        _forms={
            form: verb
            for row in rows.values()
            if row.pos == "verb"
            for verb in row.words[:1]
            for form in (*regular_forms(verb), *row.forms)
        },
    )


def regular_forms(verb: str) -> tuple[str, ...]:
    """Regular -s, -ed and -ing forms, with and without a doubled last letter: `vow` -> vows, vowed, vowing ..."""
    if verb.endswith("e"):
        return (f"{verb}s", f"{verb}d", f"{verb[:-1]}ing")
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return (f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing")
    stems = (verb, verb + verb[-1])
    return (f"{verb}s", f"{verb}es", *(f"{s}{end}" for s in stems for end in ("ed", "ing")))


def _indexed(cues: Any) -> dict[tuple[CuePos, str], tuple[Cue, ...]]:
    index: dict[tuple[CuePos, str], list[Cue]] = {}
    for cue in sorted(cues, key=lambda c: (-len(c.words), c.name == " ".join(c.words))):  # "call for" before "call"
        index.setdefault((cue.pos, cue.words[0]), []).append(cue)
    return {key: tuple(found) for key, found in index.items()}


def _checked(rows: Any, path: Path) -> dict[str, Cue]:
    if not isinstance(rows, list):
        rows = [rows]
    stop_on(_problems(rows), path)
    cues = (_cue(row) for row in rows)
    return {cue.id: cue for cue in cues}


def _cue(row: Mapping[str, Any]) -> Cue:
    pos = next(p for p in POS if p in row)
    words = tuple(w if w == WHO else w.lower() for w in row[pos].split())
    if pos == "verb" and row.get("prepositions") and words[-1] in row["prepositions"]:
        words = words[:-1]  # "call for": the preposition is looked for with the content
    if pos == "verb" and words[-1:] == ("to",) and "to" in row.get("takes", ()):
        words = words[:-1]
    return Cue(
        name=row[pos].lower(),
        words=words,
        pos=pos,
        force=row["force"],
        distanced=bool(row.get("distance", False)),
        takes=frozenset(row.get("takes", ())),
        prepositions=tuple(row.get("prepositions", ())),
        requires=frozenset(row.get("requires", ())),
        prior=float(row.get("prior", 1.0)),
        wide=bool(row.get("wide", False)),
        active=bool(row.get("active", False)),
        forms=tuple(row.get("forms", ())),
        good=_sentences(row.get("good")),
        bad=_sentences(row.get("bad")),
    )


def _sentences(value: Any) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else tuple(value)


def _problems(rows: list[Any]) -> Iterator[str]:
    seen: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            yield f"row {number}: expected a mapping such as {{verb: say, force: asserts, takes: [that], good: ...}}, found {row!r}"
            continue
        poses = [p for p in POS if p in row]
        if len(poses) != 1 or not isinstance(row[poses[0]], str) or not row[poses[0]].strip():
            yield f"row {number}: give exactly one of {', '.join(POS)} with its words"
            continue
        pos, words = poses[0], row[poses[0]]
        name = f"row {number} ({pos}: {words})"
        if (key := (pos, words.lower())) in seen:
            yield f"{name}: the same as row {seen[key]}"
        seen[key] = number
        if unknown := sorted(str(k) for k in row.keys() - KEYS):
            yield f"{name}: unknown key {', '.join(unknown)}"
        if row.get("force") not in FORCES:
            yield f"{name}: force {row.get('force')!r} is none of {', '.join(FORCES)}"
        takes, prepositions = row.get("takes", []), row.get("prepositions", [])
        if not isinstance(takes, list) or (wrong := sorted(str(t) for t in takes if t not in TAKES[pos])):
            yield f"{name}: takes {takes if not isinstance(takes, list) else wrong}: a {pos} may take {sorted(TAKES[pos]) or 'nothing'}"
        elif pos in {"verb", "noun", "adjective"} and not takes and not prepositions:
            yield f"{name}: give what it takes, or the prepositions before its content"
        if not isinstance(prepositions, list) or not all(isinstance(p, str) for p in prepositions):
            yield f'{name}: prepositions must be a list of words; put "on" in quotation marks'
        if pos == "phrase" and words.split().count(WHO) != 1:
            yield f"{name}: a phrase has WHO once, where the source stands"
        prior = row.get("prior", 1.0)
        if not isinstance(prior, int | float) or not 0 <= prior <= 1:
            yield f"{name}: prior {prior!r} is no number from 0 to 1"
        good = _sentences(row.get("good"))
        if not good or not all("<cue>" in g and "<what>" in g for g in good):
            yield f"{name}: give a `good` sentence with <cue>...</cue> and <what>...</what>"
        yield from (f"{name}: `bad` sentences carry no marks: {b!r}" for b in _sentences(row.get("bad")) if MARKS.search(b))

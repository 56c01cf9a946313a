"""Trigger lexicon: which words name an event, of which type, and where its actor and recipient stand.

The form of a row is described at the top of `data/triggers/assault.yaml` and in docs/lexicons.md.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from sayso.lexicons.load import DATA, Source, read_bytes, read_yaml, stop_on
from sayso.lexicons.user import read_user

Pos = Literal["verb", "noun", "adj"]
FORMS: dict[str, Pos] = {"verbs": "verb", "nouns": "noun", "adjs": "adj"}
ROW_KEYS = frozenset(
    {"verbs", "nouns", "adjs", "who", "noun_who", "adj_who", "mode", "content", "topic", "things", "obj", "not_obj", "subj", "not_subj"}
    | {"near", "not_near", "when", "type", "good", "bad"}
)
# where the actors and recipients stand, unless the row says otherwise
DEFAULT_WHO = {"verb": "subj > obj", "noun": "light by poss mod from > against on of at to", "adj": "subj > to of with"}
RANKER = "ranker.json"
PARTIES = "parties.json"
PART = re.compile(r"\^?[\w'’-]*\{[^}]*\}|[^\s{}]+")


@dataclass(frozen=True, slots=True)
class Slots:
    """Where to look for parties, best first: the first group that yields a party wins; all slots of a group count together."""

    actors: tuple[tuple[str, ...], ...]
    recipients: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ModeRule:
    """A mode that is read from words beside a trigger: its phrase, its object and content, its clause, its sentence. `*` is any word."""

    mode: str
    words: frozenset[str]
    near: Literal["phrase", "clause", "object", "sentence"] = "phrase"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What the entries of one row share."""

    id: str
    type: str
    mode: str | None = None
    content: bool = False  # what is asked, promised, threatened or refused under it is no event of its own
    topic: bool = False  # the noun is a mere topic unless it carries parties or a verb of happening
    things: bool = False  # the recipient may be a thing (a building, a ship)
    obj: frozenset[str] = frozenset()
    not_obj: frozenset[str] = frozenset()
    subj: frozenset[str] = frozenset()
    not_subj: frozenset[str] = frozenset()
    when: Literal["", "future", "refusal"] = ""  # only of `will host`, only of `will not host`; then it is an act of today
    near: frozenset[str] = frozenset()
    not_near: frozenset[str] = frozenset()
    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """One entry: a verb, noun or adjective with what must stand beside it."""

    id: str
    row: Row
    pos: Pos
    lemma: str
    words: tuple[str, ...] = ()  # particles, prepositions or adverbs after a verb; modifiers before a noun
    obj: frozenset[str] = frozenset()  # `{talks tie}`: the object is one of these
    preps: tuple[tuple[str, frozenset[str]], ...] = ()  # `to{street}`
    comp: frozenset[str] = frozenset()  # `^{withdraw resign}`: head of the clause that depends on it
    slots: Slots
    weight: int = 0  # number of words it asks for: the most demanding entry wins


@dataclass(frozen=True, slots=True)
class TriggerLexicon:
    """All triggers by lemma, mode rules by type, and the word classes that rules need by name."""

    by_lemma: Mapping[str, tuple[Trigger, ...]]
    rows: tuple[Row, ...]
    modes: Mapping[str, tuple[ModeRule, ...]]
    classes: Mapping[str, frozenset[str]]
    numbers: Mapping[str, int]  # number words
    irregular: Mapping[str, str]  # verb forms that lemmatizers miss: struck -> strike
    digest: str
    files: tuple[str, ...] = ()
    implied: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)  # (type, mode) -> who does it where nobody is named
    contexts: Mapping[str, frozenset[str]] = field(default_factory=dict)  # words by context of the code book
    weights: Mapping[str, float] = field(default_factory=dict, repr=False)  # of the ranker, by feature; empty = rules alone
    threshold: float = 0.5
    # of the choice of parties: side (actor, recipient) -> feature -> weight; empty = rules alone
    parties: Mapping[str, Mapping[str, float]] = field(default_factory=dict, repr=False)
    party_thresholds: Mapping[str, float] = field(default_factory=dict)

    def __len__(self) -> int:
        return sum(len(t) for t in self.by_lemma.values())

    def words(self, name: str) -> frozenset[str]:
        """A word class of `classes.yaml`. A name that is not there is a bug in the rules: KeyError."""
        return self.classes[name]


def load_triggers(extra: Sequence[Path] = ()) -> TriggerLexicon:
    """Our trigger files, with the user's laid on top.

    Args:
        extra: YAML files with `schema: lexicon/1` and a section `triggers:` of rows (each with its `type:`). An entry of theirs takes
            the place of ours with the same words and part of speech; a row with `type: none` says that these words are no event.
    Raises: StopRun listing every bad row.
    """
    folder = DATA / "triggers"
    sources = [read_yaml(p) for p in sorted(folder.glob("*.yaml"))]
    own = [s for s in sources if s.path.name != "classes.yaml"]
    shared = next(s.content for s in sources if s.path.name == "classes.yaml")
    classes = {str(name): frozenset(_list(words)) for name, words in shared["classes"].items()}
    irregular = dict(pair.split() for pair in _list(shared["irregular"]))
    added = [read_user(Path(p)) for p in extra]
    types = {str(s.content["type"]) for s in own} | {"none"} | {str(t) for s in added for t in s.content.get("types", {})}
    rows: list[Row] = []
    entries: list[Trigger] = []
    modes: dict[str, tuple[ModeRule, ...]] = {}
    implied: dict[tuple[str, str], tuple[str, str]] = {}
    for source in (*own, *added):
        found = source.content.get("rows" if source in own else "triggers") or []
        stop_on(_problems(source, found, types), source.path)
        kind = str(source.content.get("type", ""))
        if kind:
            modes[kind] = tuple(_mode_rules(source.content.get("modes") or {}))
            implied.update(((kind, str(m)), _name_and_sector(str(who))) for m, who in (source.content.get("implied") or {}).items())
        for raw in found:
            row = _row(raw, str(raw.get("type", kind)))
            fresh = list(_entries(raw, row))
            if source in added:
                replaced = {(t.pos, _key(t)) for t in fresh}
                entries = [t for t in entries if (t.pos, _key(t)) not in replaced]
            rows.append(row)
            entries += fresh
    by_lemma: dict[str, list[Trigger]] = {}
    for trigger in entries:
        by_lemma.setdefault(trigger.lemma, []).append(trigger)
    digest = sha256("".join(s.digest for s in (*sources, *added)).encode()).hexdigest()
    ordered = {lemma: tuple(sorted(found, key=lambda t: (-t.weight, t.id))) for lemma, found in by_lemma.items()}
    raw_weights = {name: read_bytes(folder / name) if (folder / name).exists() else b"{}" for name in (RANKER, PARTIES)}
    ranker, parties = json.loads(raw_weights[RANKER]), json.loads(raw_weights[PARTIES])
    digest = sha256(digest.encode() + b"".join(raw_weights.values())).hexdigest()
    return TriggerLexicon(
        ordered,
        tuple(rows),
        modes,
        classes,
        shared["numbers"],
        irregular,
        digest,
        tuple(s.path.name for s in (*sources, *added)),
        implied,
        {str(name): frozenset(_list(words)) for name, words in shared["contexts"].items()},
        ranker.get("weights", {}),
        ranker.get("threshold", 0.5),
        parties.get("weights", {}),
        parties.get("thresholds", {}),
    )


def _name_and_sector(text: str) -> tuple[str, str]:
    """`security forces COP` -> ("security forces", "COP")."""
    name, _, sector = text.rpartition(" ")
    return name, sector


def _list(value: object) -> list[str]:
    """`a, b c` -> ["a", "b c"]; a YAML list is taken as it is."""
    if value is None:
        return []
    if isinstance(value, list):
        return [str(v).strip() for v in value]
    return [w.strip() for w in _split(str(value)) if w.strip()]


def _split(text: str) -> Iterator[str]:
    """Split at commas outside braces."""
    depth = start = 0
    for i, c in enumerate(text):
        depth += (c == "{") - (c == "}")
        if c == "," and not depth:
            yield text[start:i]
            start = i + 1
    yield text[start:]


def _mode_rules(raw: Mapping[str, Any]) -> Iterator[ModeRule]:
    for name, words in raw.items():
        mode, _, near = str(name).partition(" ")
        where: Literal["phrase", "clause", "object", "sentence"] = "phrase"
        if near in {"clause", "object", "sentence"}:
            where = near  # type: ignore[assignment]
        yield ModeRule(mode, frozenset(_list(words)), where)


def _row(raw: Mapping[str, Any], type_: str) -> Row:
    first = next((_list(raw[key])[0] for key in FORMS if raw.get(key)), "")
    return Row(
        id=f"{type_}/{first}",
        type=type_,
        mode=raw.get("mode"),
        content=bool(raw.get("content", False)),
        topic=bool(raw.get("topic", False)),
        things=bool(raw.get("things", False)),
        obj=frozenset(_list(raw.get("obj"))),
        not_obj=frozenset(_list(raw.get("not_obj"))),
        subj=frozenset(_list(raw.get("subj"))),
        not_subj=frozenset(_list(raw.get("not_subj"))),
        when=raw.get("when", ""),
        near=frozenset(_list(raw.get("near"))),
        not_near=frozenset(_list(raw.get("not_near"))),
        good=tuple(_examples(raw.get("good"))),
        bad=tuple(_examples(raw.get("bad"))),
    )


def _examples(value: object) -> list[str]:
    return [] if value is None else [str(v) for v in value] if isinstance(value, list) else [str(value)]


def _entries(raw: Mapping[str, Any], row: Row) -> Iterator[Trigger]:
    for key, pos in FORMS.items():
        who = raw.get({"verb": "who", "noun": "noun_who", "adj": "adj_who"}[pos]) or DEFAULT_WHO[pos]
        for entry in _list(raw.get(key)):
            yield _entry(entry, pos, row, _slots(str(who)))


def _entry(entry: str, pos: Pos, row: Row, slots: Slots) -> Trigger:
    parts = PART.findall(entry)
    obj: frozenset[str] = frozenset()
    comp: frozenset[str] = frozenset()
    preps: list[tuple[str, frozenset[str]]] = []
    plain: list[str] = []
    for part in parts:
        if "{" not in part:
            plain.append(part)
            continue
        name, inside = part[:-1].split("{", 1)
        words = frozenset(inside.replace(",", " ").split())
        if name == "^":
            comp = words
        elif name:
            preps.append((name, words))
        else:
            obj = words
    at = plain.index("of") - 1 if pos == "noun" and "of" in plain[1:] else -1 if pos == "noun" else 0
    lemma = plain[at]
    words_ = tuple(w for i, w in enumerate(plain) if i != at % len(plain))
    weight = (
        len(words_) + 2 * bool(obj) + 2 * bool(comp) + 2 * len(preps) + bool(row.obj) + bool(row.subj) + bool(row.near) + bool(row.when)
    )
    return Trigger(
        id=f"{row.type}/{entry}",
        row=row,
        pos=pos,
        lemma=lemma,
        words=words_,
        obj=obj,
        comp=comp,
        preps=tuple(preps),
        slots=slots,
        weight=weight,
    )


def _key(trigger: Trigger) -> str:
    return trigger.id.split("/", 1)[1]


@cache
def _slots(text: str) -> Slots:
    """`subj+with > obj against` -> actors: subject and `with` together; recipients: the object, else `against`."""
    actors, _, recipients = text.partition(">")
    groups = [tuple(tuple(group.split("+")) for group in side.split()) for side in (actors, recipients)]
    return Slots(groups[0], groups[1])


def _problems(source: Source, rows: object, types: set[str]) -> Iterator[str]:
    if not isinstance(rows, list):
        yield "rows: expected a list"
        return
    for number, raw in enumerate(rows, 1):
        if not isinstance(raw, dict):
            yield f"row {number}: expected keys such as verbs, nouns, who"
            continue
        name = f"row {number} ({next((str(raw[k])[:30] for k in FORMS if raw.get(k)), '?')})"
        if unknown := sorted(set(map(str, raw)) - ROW_KEYS):
            yield f"{name}: unknown key {', '.join(unknown)}"
        if not any(raw.get(k) for k in FORMS):
            yield f"{name}: no verbs, nouns or adjs"
        type_ = raw.get("type", source.content.get("type"))
        if type_ not in types:
            yield f"{name}: unknown type {type_!r}"
        if raw.get("when", "") not in {"", "future", "refusal"}:
            yield f"{name}: when is {raw['when']!r}, neither future nor refusal"
        for key in ("who", "noun_who", "adj_who"):
            if key in raw and ">" not in str(raw[key]):
                yield f"{name}: {key} has no `>` between actors and recipients"

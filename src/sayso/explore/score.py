"""Agreement with annotations: precision, recall and F1 of events and statements, by part.

The annotation form is that of `sayso code --annotations`: spans are [start, end) into `text`. Events are paired one to one: of the same
type and with overlapping triggers, else of the same type in the same sentence. Figures of parts ("of matched") are over the pairs.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

Plain = Mapping[str, Any]
How = Literal["span", "code", "country"]
Pair = Sequence[int]  # [start, end)

SAME_CONTENT = 0.5  # Dice overlap of two contents that count as the same
QUOTES = {0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x2013: "-", 0x2014: "-", 0xA0: " "}


@dataclass(slots=True)
class Tally:
    """True positives, gold and found, by figure."""

    counts: dict[str, list[int]] = field(default_factory=dict)

    def add(self, name: str, right: int, gold: int, found: int) -> None:
        count = self.counts.setdefault(name, [0, 0, 0])
        for place, number in enumerate((right, gold, found)):
            count[place] += number

    def figures(self) -> dict[str, "Figure"]:
        return {name: Figure(*count) for name, count in self.counts.items()}


@dataclass(frozen=True, slots=True)
class Figure:
    right: int
    gold: int
    found: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def compare(gold: Plain, found: Plain, tally: Tally) -> None:
    """Count one document into the tally. `found` may be empty: nothing was found."""
    bounds = sentences(gold["text"])
    _events(gold, found, bounds, tally)
    _statements(gold["statements"], found.get("statements", []), tally)


# ---------------------------------------------------------------- events
def _events(gold: Plain, found: Plain, bounds: Sequence[Pair], tally: Tally) -> None:
    ours, theirs = gold["events"], found.get("events", [])
    tally.add("event found (any type)", len(_paired(ours, theirs, bounds, typed=False)), len(ours), len(theirs))
    pairs = _paired(ours, theirs, bounds, typed=True)
    tally.add("event + type", len(pairs), len(ours), len(theirs))
    speakers = [{s["id"]: s.get("speaker") or "" for s in doc.get("statements", [])} for doc in (gold, found)]
    right = dict.fromkeys(("span", "code", "country", "all"), 0)
    for one, other in pairs:
        ok = _who(one, other, tally)
        for how, value in ok.items():
            right[how] += value
        status = one["status"] == other.get("status")
        tally.add("status, of matched", status, 1, 1)
        unreal, other_unreal = one["status"] != "actual", other.get("status") != "actual"
        tally.add("status other than actual, of matched", unreal and status, unreal, other_unreal)
        said, other_said = speakers[0].get(one["according_to"], ""), speakers[1].get(other.get("according_to"), "")
        voice = (not said and not other_said) or _share_words(said, other_said)
        tally.add("according to, of matched", voice, 1, 1)
        if one["mode"]:
            tally.add("mode, of matched", one["mode"] == other.get("mode"), 1, 1)
        if one["date"]:
            tally.add("date, of matched", _same_date(one["date"], other.get("date") or ""), 1, 1)
        right["all"] += ok["country"] and status and voice
    for name, how in (("who (spans)", "span"), ("who (countries)", "country"), ("who (country and sector)", "code")):
        tally.add(f"event + type + {name}", right[how], len(ours), len(theirs))
    tally.add("event + type + who (countries) + status + according to", right["all"], len(ours), len(theirs))
    record, other_record = _record(ours), _record(theirs)
    tally.add("record of the document (type, countries), actual", len(record & other_record), len(record), len(other_record))


def _paired(gold: Sequence[Plain], found: Sequence[Plain], bounds: Sequence[Pair], *, typed: bool) -> list[tuple[Plain, Plain]]:
    """One to one: overlapping triggers first, then the same sentence; of several, those that share the most parties, then the nearest."""
    pairs: list[tuple[int, int]] = []
    for overlapping in (True, False):
        candidates = []
        for i, one in enumerate(gold):
            for j, other in enumerate(found):
                if any(i == a or j == b for a, b in pairs) or (typed and one["type"] != other["type"]):
                    continue
                if overlapping:
                    near = _overlap(one["trigger"], other["trigger"])
                else:
                    near = _sentence(bounds, one["trigger"]) == _sentence(bounds, other["trigger"])
                if near:
                    shared = sum(_matched(one[side], other.get(side) or [], "span") for side in ("actors", "recipients"))
                    weight = shared + (one["type"] == other["type"])
                    candidates.append((-weight, abs(one["trigger"][0] - other["trigger"][0]), i, j))
        taken: tuple[set[int], set[int]] = (set(), set())
        for _, _, i, j in sorted(candidates):
            if i not in taken[0] and j not in taken[1]:
                taken[0].add(i)
                taken[1].add(j)
                pairs.append((i, j))
    return [(gold[i], found[j]) for i, j in pairs]


def _who(one: Plain, other: Plain, tally: Tally) -> dict[str, bool]:
    """Are all parties of both sides the same, by each way to tell?"""
    ok = {"span": True, "code": True, "country": True}
    for side, name in (("actors", "actor, of matched"), ("recipients", "recipient, of matched")):
        gold, found = one[side], other.get(side) or []
        tally.add(name, _matched(gold, found, "span"), len(gold), len(found))
        hows: tuple[How, ...] = ("span", "code", "country")
        for how in hows:
            ok[how] = ok[how] and _matched(gold, found, how) == len(gold) == len(found)
    return ok


def _matched(gold: Sequence[Plain], found: Sequence[Plain], how: How) -> int:
    left, number = list(found), 0
    for one in gold:
        for other in left:
            if _same_party(one, other, how):
                left.remove(other)
                number += 1
                break
    return number


def _same_party(one: Plain, other: Plain, how: How) -> bool:
    if how != "span":
        same = (one["country"] or "") == (other.get("country") or "")
        return same and (how == "country" or one["sectors"][:1] == (other.get("sectors") or [])[:1])
    if one["span"] and other.get("span"):
        return _overlap(one["span"], other["span"])
    return bool(one["name"]) and bool(other.get("name")) and _share_words(one["name"], other["name"])


def _same_date(one: str, other: str) -> bool:
    """The one is the other, or part of it: 2020-08 and 2020-08-16."""
    return bool(other) and (other.startswith(one) or one.startswith(other))


def _record(events: Sequence[Plain]) -> set[tuple[object, ...]]:
    """What an event data set would hold of the document: distinct types with the countries of either side, of what really happened."""

    def countries(event: Plain, side: str) -> tuple[str, ...]:
        return tuple(sorted({p.get("country") or "" for p in event.get(side) or []}))

    return {(e["type"], countries(e, "actors"), countries(e, "recipients")) for e in events if e.get("status") == "actual"}


# ---------------------------------------------------------------- statements
def _statements(gold: Sequence[Plain], found: Sequence[Plain], tally: Tally) -> None:
    """Each of gold takes the best that is left: one whose cue overlaps, else one with half of its content."""
    left = list(found)
    right = dict.fromkeys(("cue", "content", "source", "relation", "speaker"), 0)
    for one in gold:
        best: tuple[tuple[bool, float], Plain] | None = None
        for other in left:
            rank = (
                any(_overlap(a, b) for a in one["cue"] for b in other.get("cue") or []),
                _dice(one["content"], other.get("content") or []),
            )
            if (rank[0] or rank[1] >= SAME_CONTENT) and (best is None or rank > best[0]):
                best = rank, other
        if best is None:
            continue
        (cue, shared), other = best
        left.remove(other)
        content = shared >= SAME_CONTENT
        source = (not one["source"] and not other.get("source")) or any(
            _overlap(a, b) for a in one["source"] for b in other.get("source") or []
        )
        named, other_named = one["speaker"] or "", other.get("speaker") or ""
        speaker = (not named and not other_named) or _share_words(named, other_named)
        right["cue"] += cue
        right["content"] += content
        right["source"] += source
        right["relation"] += cue and content and source
        right["speaker"] += content and speaker
    for name, number in right.items():
        tally.add(f"statement: {name}", number, len(gold), len(found))


# ---------------------------------------------------------------- small questions
def _overlap(one: Pair | None, other: Pair | None) -> bool:
    return one is not None and other is not None and one[0] < other[1] and other[0] < one[1]


def _dice(one: Sequence[Pair], other: Sequence[Pair]) -> float:
    a, b = _places(one), _places(other)
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0


def _places(spans: Sequence[Pair]) -> set[int]:
    return {i for start, end in spans for i in range(start, end)}


def _share_words(one: str, other: str) -> bool:
    return bool(set(_words(one)) & set(_words(other)))


def _words(name: str) -> list[str]:
    return [w for w in re.findall(r"\w+", name.translate(QUOTES).lower()) if w not in _data()["small_words"]]


def _sentence(bounds: Sequence[Pair], span: Pair) -> int:
    return next((i for i, (_, end) in enumerate(bounds) if span[0] < end), len(bounds) - 1)


def sentences(text: str) -> list[tuple[int, int]]:
    """Line breaks end a sentence, and so do full stops and the like, but behind abbreviations and before small letters or dashes."""
    abbreviation = re.compile(r"\b(?:" + "|".join(map(re.escape, _data()["abbreviations"])) + r"|[A-Z])$")
    found: list[tuple[int, int]] = []
    start = 0
    for mark in re.finditer(r"\n+|[.!?…]+[\"'”’»)\]]*(?=\s)", text):
        is_break = mark[0].startswith("\n")
        if not is_break:
            if mark[0].startswith(".") and abbreviation.search(text[start : mark.start()]):
                continue
            following = text[mark.end() :].lstrip()[:1]
            if following and (following.islower() or following in "–—-"):
                continue
        found += _stripped(text, start, mark.start() if is_break else mark.end())
        start = mark.end()
    return found + _stripped(text, start, len(text))


def _stripped(text: str, start: int, end: int) -> list[tuple[int, int]]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return [(start, start + len(piece.strip()))] if piece.strip() else []


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "score.toml").read_text("utf-8"))

"""Find time expressions in plain text, by the patterns of a lexicon. What they mean is worked out in `timereader`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from sayso.lexicons.times import TimeLexicon, alternation
from sayso.records import Span

GOES_ON = re.compile(r"['’]s?\s|\s\w|-\w")
AROUND = 60  # characters on both sides of a time word in which its expression lies
NUMBERED = ("date", "date us", "month")  # what names a movement or a street: `the March 23 Movement`


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time phrase as found: which rule, with which parts. `attributive`: it modifies a noun ("Monday's vote", "a 2014 speech")."""

    span: Span
    rule: str
    parts: Mapping[str, str] = field(default_factory=dict, compare=False)
    attributive: bool = False


@dataclass(frozen=True)
class TimeFinder:
    """Time expressions by the patterns of a lexicon. The longest match wins, then the earlier pattern."""

    words: TimeLexicon

    def __call__(self, text: str) -> tuple[TimeExpression, ...]:
        """All expressions in reading order; none overlap."""
        found: list[TimeExpression] = []
        for start, end, kinds in self._islands(text):
            matches = sorted(self._matches(text, start, end, kinds), key=lambda e: (e.span.start, -len(e.span)))
            best: list[TimeExpression] = []
            for match in matches:
                if best and best[-1].span.overlaps(match.span):
                    if len(match.span) > len(best[-1].span):
                        best[-1] = match
                    continue
                best.append(match)
            found += (e for e in best if not self._is_name(text, e))
        return tuple(found)

    def phrase(self, text: str) -> tuple[TimeExpression, ...]:
        """The same for a phrase that is known to tell a time, where a bare `2014` or `May` is enough."""
        if found := self(text):
            return found
        return tuple(replace(e, span=Span(e.span.start - 3, e.span.end - 3)) for e in self(f"in {text}") if e.span.start >= 3)

    def _islands(self, text: str) -> Iterator[tuple[int, int, set[str]]]:
        """Stretches around the words that every expression has one of, with the kinds of these: only their patterns are looked for."""
        start, end, kinds = -1, -1, set[str]()
        for match in self._anchor.finditer(text):
            a, b = max(match.start() - AROUND, 0), min(match.end() + AROUND, len(text))
            if a > end:
                if end >= 0:
                    yield start, end, kinds
                start, kinds = a, set()
            end = b
            kinds.add(match.lastgroup or "")
        if end >= 0:
            yield start, end, kinds

    def _matches(self, text: str, start: int, end: int, kinds: set[str]) -> Iterator[TimeExpression]:
        for rule, pattern in (rule for kind, rules in self._rules.items() if kind in kinds for rule in rules):
            for match in pattern.finditer(text, start, end):
                a, b = match.span("t") if "t" in pattern.groupindex else match.span()
                parts = {k: v for k, v in match.groupdict().items() if v is not None and k != "t"}
                yield TimeExpression(Span(a, b), rule, parts, self._modifies_noun(text, a, b, rule))

    def _is_name(self, text: str, found: TimeExpression) -> bool:
        """`the Sunday Times`, `the March 23 Movement`."""
        start, end = found.span.start, found.span.end
        if found.rule in NUMBERED and self._named_after.match(text, end):
            return True
        return any(m.start() < end and start < m.end() for m in self._no_times.finditer(text, max(0, start - AROUND), end + AROUND))

    def _modifies_noun(self, text: str, start: int, end: int, rule: str) -> bool:
        """`Monday's vote`, `the December 3 attack`, `21st century challenges`."""
        if text[end : end + 2] in {"'s", "’s"}:
            return True
        determined = self._determined.search(text, max(0, start - 8), start) is not None
        bare = rule == "century" and self._determined.match(text, start, start + 4) is None
        return (determined or bare) and GOES_ON.match(text, end) is not None

    @cached_property
    def _determined(self) -> re.Pattern[str]:
        return re.compile(rf"(?i)\b(?:{alternation(self.words.lists['determiners'])})\s\Z")

    @cached_property
    def _no_times(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{alternation(self.words.lists['no_times'])})\b")

    @cached_property
    def _named_after(self) -> re.Pattern[str]:
        return re.compile(rf"(?: [A-Z][\w’'-]*)? (?:{alternation(self.words.lists['named_after'])})\b")

    @cached_property
    def _anchor(self) -> re.Pattern[str]:
        kinds = "|".join(f"(?P<{kind}>{words})" for kind, words in self.words.anchors.items())
        return re.compile(rf"(?<!\w)(?:{kinds})(?!\w)")

    @cached_property
    def _rules(self) -> Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]]:
        return {
            kind: tuple((name, re.compile(pattern)) for name, pattern in patterns.items()) for kind, patterns in self.words.patterns.items()
        }

"""One article as the time rules see it: what it tells when, where its events stand, and what stands around a time."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from sayso.lexicons.times import TimeLexicon
from sayso.linking.calendar import Interval
from sayso.linking.timewords import TimeExpression
from sayso.records import Article, Report, Span, When, WhenBasis

LEAD = 400  # characters: `Today, the ministers met` up to here is the day of the news
OPENING = 3  # words that may stand before a time that opens its sentence: "Early on Monday", "But in 2014"
CLAUSE = 120  # characters before a time in which its clause is looked for
CLAUSE_END = re.compile(r"[.,;:!?“”\"()—–\n]")
SENTENCE_END = re.compile(r"[.!?][”\"’)]*\s+[A-Z“\"]|\n")


@dataclass(frozen=True, slots=True)
class Told:
    """A time expression of the article with what it means."""

    expression: TimeExpression
    interval: Interval | None
    basis: WhenBasis

    @property
    def span(self) -> Span:
        return self.expression.span

    @property
    def attributive(self) -> bool:
        return self.expression.attributive

    def when(self, text: str) -> When:
        """As a report gets it; only for what has an interval."""
        found = self.interval
        assert found is not None
        return When(span=self.span, text=self.span.of(text), start=found.start, end=found.end, precision=found.precision, basis=self.basis)


class Phrases:
    """The phrases of a lexicon by name, compiled when they are first looked for."""

    def __init__(self, words: TimeLexicon) -> None:
        self.words = words
        self._compiled: dict[str, re.Pattern[str]] = {}

    def __getitem__(self, name: str) -> re.Pattern[str]:
        if name not in self._compiled:
            self._compiled[name] = re.compile(self.words.phrases[name])
        return self._compiled[name]


@dataclass(frozen=True)
class Page:
    """One article while its reports get their times; `dated` are those that went before, with theirs."""

    article: Article
    told: tuple[Told, ...]
    phrases: Phrases
    triggers: tuple[Span, ...] = ()
    dated: list[Report] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.article.text

    @cached_property
    def days(self) -> tuple[Told, ...]:
        """The days that the text may go on in: told on their own and in a main clause, not in a dateline, not as a limit."""
        return tuple(
            t for t in self.told if t.interval and t.interval.precision == "day" and not t.attributive and self._goes_on(t.span, t)
        )

    def _goes_on(self, time: Span, told: Told) -> bool:
        if told.expression.rule == "relative day" and time.start > LEAD and self.opens(time):
            return False  # `Today the Union offers to mediate`, well into the text: these days
        limit = self.phrases["limit"].search(self.text, max(0, time.start - 14), time.start)
        return limit is None and not self.embedded(time) and not is_dateline(self.text, time)

    def in_sentence(self, sentence: Span) -> list[Told]:
        """The times in a sentence that mean something."""
        return [t for t in self.told if t.interval and sentence.holds(t.span)]

    def is_past(self, told: Told) -> bool:
        """A date in full may lie a day ahead of the paper's: it is morning there."""
        if self.article.published is None or told.interval is None:
            return True
        return told.interval.start <= self.article.published + timedelta(days=told.basis == "stated")

    def opens(self, time: Span) -> bool:
        """It stands near the start of its sentence: `After the 2010 elections, ...` sets the time for what follows."""
        before = self.text[max(0, time.start - CLAUSE // 2) : time.start]
        return len(re.split(r"[.!?\n]\s*", before)[-1].split()) <= OPENING

    def embedded(self, time: Span) -> bool:
        """`senators who returned yesterday`: a time of their return alone."""
        return self.phrases["embedder"].search(clause_before(self.text, time.start, max(0, time.start - CLAUSE))) is not None

    def quoted(self, time: Span) -> bool:
        before = self.text[self.text.rfind("\n", 0, time.start) + 1 : time.start]
        return before.count('"') % 2 == 1 or before.rfind("“") > before.rfind("”")

    def one_sentence(self, one: Span, other: Span) -> bool:
        return SENTENCE_END.search(self.text, min(one.end, other.end), max(one.start, other.start)) is None


def is_dateline(text: str, time: Span) -> bool:
    """It has a line of its own."""
    start, end = text.rfind("\n", 0, time.start) + 1, text.find("\n", time.end)
    return not any(c.isalnum() for c in text[start : time.start] + text[time.end : end if end >= 0 else len(text)])


def clause_before(text: str, at: int, start: int) -> str:
    return CLAUSE_END.split(text[start:at])[-1]


def stems(words: str) -> frozenset[str]:
    """`shelling`, `shelled` -> `shel`: enough to know the same event again."""
    return frozenset(word[:4].lower() for word in re.findall(r"[^\W\d_]{4,}", words))


def is_noun(report: Report) -> bool:
    return any(b.rule == "trigger:noun" for b in report.because)

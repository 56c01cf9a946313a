"""When each report happened: its time words resolved against the publication date and what the article told before."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sayso.lexicons.times import TimeLexicon
from sayso.linking import calendar
from sayso.linking.calendar import Interval
from sayso.linking.timevalues import Against, TimeReader
from sayso.linking.timewords import TimeExpression, TimeFinder
from sayso.records import Article, Reason, Report, Span, When, WhenBasis

BREAK = re.compile(r"[;:()“”\"«»—–\n]| - ")
NEAR = 4  # words between an attributive time and the noun that names the event: "the 2014 fatal shooting"
OPENING = 3  # words that may stand before a time that opens its sentence: "Early on Monday", "But in 2014"


@dataclass(frozen=True, slots=True)
class Told:
    """A time expression of the article with what it means."""

    expression: TimeExpression
    interval: Interval | None
    basis: WhenBasis

    @property
    def span(self) -> Span:
        return self.expression.span


@dataclass(frozen=True)
class Times:
    """Slot `ReportLinker`: fills `Report.when` and `historical`."""

    words: TimeLexicon

    @property
    def made_by(self) -> str:
        return f"times@1 words:{self.words.digest[:8]}"

    def __call__(self, article: Article, reports: tuple[Report, ...]) -> tuple[Report, ...]:
        """The reports in their order; the time comes from their own words, else from their sentence where only one can be meant."""
        told = self.tell(article) if reports else ()
        triggers = sorted({r.trigger for r in reports})
        return tuple(self._dated(article, report, told, triggers) for report in reports)

    def tell(self, article: Article) -> tuple[Told, ...]:
        """Every time expression of the article, resolved in reading order."""
        told: list[Told] = []
        known: list[Interval] = []
        for expression in self._find(article.text):
            against = Against(article.published, tuple(known[-20:]), self._looks_ahead(article.text, expression.span.start))
            interval, basis = self._read(expression, against)
            told.append(Told(expression, interval, basis))
            if interval:
                known.append(interval)
        return tuple(told)

    # --- one report

    def _dated(self, article: Article, report: Report, told: tuple[Told, ...], triggers: Sequence[Span]) -> Report:
        if report.when.span is not None or report.when.text:
            when, rule = self._own(article, report, told), "time:own-words"
        else:
            when, rule = self._from_sentence(article, report, told, triggers)
        if when == report.when:
            return report
        because = Reason(rule=rule, words=(when.span,) if when.span else ())
        return replace(
            report, when=when, historical=report.historical or is_historical(when, article.published), because=(*report.because, because)
        )

    def _own(self, article: Article, report: Report, told: tuple[Told, ...]) -> When:
        """The words that the report itself gives: a range where there are two, their words alone where they tell no day."""
        when, within = report.when, []
        if when.span is not None:
            within = [t for t in told if t.span.overlaps(when.span)]
        if not within:
            text = when.text or (when.span.of(article.text) if when.span else "")
            at = when.span.start if when.span else 0
            known = tuple(t.interval for t in told if t.interval and when.span and t.span.end <= when.span.start)
            against = Against(article.published, known[-20:], report.status == "future")
            for e in self._finder.phrase(text):
                moved = replace(e, span=Span(e.span.start + at, e.span.end + at))
                within.append(Told(moved, *self._read(e, against)))
        if report.status == "future":
            within = [self._ahead(article, t) for t in within]
        best = next((t for t in within if t.interval), None)
        if best is None or best.interval is None:
            return when
        interval = best.interval
        if self._since(article.text, best.span) and article.published:
            interval = calendar.until(interval, article.published)
        return replace(when, start=interval.start, end=interval.end, precision=interval.precision, basis=best.basis)

    def _ahead(self, article: Article, told: Told) -> Told:
        known = () if told.basis != "context" or told.interval is None else (told.interval,)
        interval, basis = self._read(told.expression, Against(article.published, known, future=True))
        return told if told.basis == "context" else Told(told.expression, interval, basis)

    def _from_sentence(self, article: Article, report: Report, told: tuple[Told, ...], triggers: Sequence[Span]) -> tuple[When, str]:
        text, trigger = article.text, report.trigger
        here = [t for t in told if report.sentence.holds(t.span) and t.interval and not self._since(text, t.span)]
        for t in here:  # "the 2014 shooting"
            between = text[t.span.end : trigger.start]
            if (
                t.expression.attributive
                and t.span.end <= trigger.start
                and len(between.split()) <= NEAR
                and not re.search(r"[,.]", between)
            ):
                return _when(t, text), "time:before-noun"
        free = [t for t in here if not t.expression.attributive]
        if len(free) == 1 and self._may_modify(article, report, free[0].span, triggers):
            return _when(free[0], text), "time:only-one-in-sentence"
        return report.when, ""

    def _may_modify(self, article: Article, report: Report, time: Span, triggers: Sequence[Span]) -> bool:
        """Nothing stands between the event and the time that would tie it to another clause."""
        text, trigger = article.text, report.trigger
        first, last = (time, trigger) if time.start < trigger.start else (trigger, time)
        between = text[first.end : last.start]
        if BREAK.search(between) or any(first.end <= t.start < last.start for t in triggers if t != trigger):
            return False
        if last is time:
            return "," not in between
        opening = text[report.sentence.start : time.start]
        return report.statement is None and len(opening.split()) <= OPENING and "," not in opening

    def _since(self, text: str, time: Span) -> bool:
        return re.search(r"(?i)\bsince\s(?:the\s)?$", text[max(0, time.start - 12) : time.start]) is not None

    def _looks_ahead(self, text: str, at: int) -> bool:
        """A word of the future before the time, in its own clause."""
        before = re.split(r"[.,;:!?“”\"()—–\n]", text[max(0, at - 120) : at])[-1]
        return self._future.search(before) is not None

    @cached_property
    def _future(self) -> re.Pattern[str]:
        words = sorted(self.words.lists["future"], key=lambda w: (-len(w), w))
        return re.compile("|".join(rf"(?<!\w){re.escape(w)}\b" if w[0].isalpha() else rf"{re.escape(w)}\b" for w in words), re.IGNORECASE)

    @cached_property
    def _finder(self) -> TimeFinder:
        return TimeFinder(self.words)

    @cached_property
    def _read(self) -> TimeReader:
        return TimeReader(self.words)

    def _find(self, text: str) -> tuple[TimeExpression, ...]:
        return self._finder(text)


def _when(told: Told, text: str) -> When:
    assert told.interval is not None
    interval = told.interval
    return When(
        span=told.span, text=told.span.of(text), start=interval.start, end=interval.end, precision=interval.precision, basis=told.basis
    )


def is_historical(when: When, published: date | None) -> bool:
    """More than a year before publication, all of it."""
    return when.end is not None and published is not None and when.end < calendar.shift_months(published, -12)

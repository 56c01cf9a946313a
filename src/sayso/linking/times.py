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
# `since 2014`, `by 2050`: the time of what lasts until or from then, or of a deadline, hardly of an event told beside it
BEFORE_NOUN = re.compile(r"(?:['’]s?)?(?:[ -][^\s,.;:]+){0,4} ")  # `the 2014 fatal shooting`
IN_FRAME = re.compile(r"(?:['’]s)?(?: [\w’'-]+){1,3}, [^,;:“”\"]*")  # `In the November deal, both sides agreed`
IN_COMMAS = re.compile(r",(?: [A-Z][\w.’'-]*)+,?")  # `met in Rome, Italy, on Monday`
PROMISED = frozenset({"AGREE", "THREATEN"})  # types of what is done by saying `we will`
NOTES = {
    "time:carried-on": "The day told last; the text seems to go on in it.",
    "time:as-it-is-said": "Done in the saying, with no time named: the day of publication.",
}
SUPERLATIVE = re.compile(r"\b(?i:first|only|last|most|least|\w{3,}est)\b")
SPANNING = re.compile(r"\b(?i:since|by|until|till|before)\s(?:the\s)?$")
LEAD = 400  # characters: `Today, the ministers met` up to here is the day of the news
MOST_BREAKS = 5  # paragraph breaks over which a day is carried on
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
        when, rule = report.when, ""
        if report.when.span is not None or report.when.text:
            when, rule = self._own(article, report, told), "time:own-words"
            if when.start is None and not self._finder.phrase(when.text):  # `for five weeks`, `after the vote`: no time as such
                when, rule = self._from_sentence(article, report, told, triggers)
        else:
            when, rule = self._from_sentence(article, report, told, triggers)
            if not rule and report.status == "actual":
                when, rule = self._carried_on(article, report, told)
            if not rule and report.status == "actual":
                when, rule = self._as_it_is_said(article, report, told)
        if when == report.when:
            return report
        because = Reason(rule=rule, words=(when.span,) if when.span else (), note=NOTES.get(rule, ""))
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
            against = Against(article.published, known[-20:], report.status == "future" or self._looks_ahead(article.text, at))
            for e in self._finder.phrase(text):
                moved = replace(e, span=Span(e.span.start + at, e.span.end + at))
                within.append(Told(moved, *self._read(e, against)))
        if report.status == "future":
            within = [self._ahead(article, t) for t in within]
        resolved = [t for t in within if t.interval]
        best = next((t for t in resolved if t.basis == "stated"), resolved[0] if resolved else None)  # `late Monday, Aug. 17`
        if best is None or best.interval is None:
            return when
        interval = best.interval
        if self._since(article.text, best.span):
            if SUPERLATIVE.search(article.text, report.sentence.start, best.span.start):
                return when  # `the first visit since 2008`
            interval = calendar.until(interval, article.published) if article.published else interval
        return replace(when, start=interval.start, end=interval.end, precision=interval.precision, basis=best.basis)

    def _ahead(self, article: Article, told: Told) -> Told:
        known = () if told.basis != "context" or told.interval is None else (told.interval,)
        interval, basis = self._read(told.expression, Against(article.published, known, future=True))
        return told if told.basis == "context" else Told(told.expression, interval, basis)

    def _from_sentence(self, article: Article, report: Report, told: tuple[Told, ...], triggers: Sequence[Span]) -> tuple[When, str]:
        text, trigger = article.text, report.trigger
        here = [t for t in told if report.sentence.holds(t.span) and t.interval and not _spans(text, trigger, t.span)]
        for t in here:
            if t.expression.attributive and BEFORE_NOUN.fullmatch(text, t.span.end, max(t.span.end, trigger.start)):
                return _when(t, text), "time:before-noun"
            opening = text[report.sentence.start : t.span.start].lower()
            whole = t.interval is not None and t.interval.precision == "year"
            opens = opening in self.words.lists["frames"] or (whole and opening in self.words.lists["year_frames"])
            if t.expression.attributive and opens and IN_FRAME.fullmatch(text, t.span.end, max(t.span.end, trigger.start)):
                return _when(t, text), "time:frame"
        free = [t for t in here if not t.expression.attributive]
        able = [t for t in free if self._may_modify(article, report, t.span, triggers)]
        if not able:
            return report.when, ""
        nearest = min(able, key=lambda t: _gap(trigger, t.span))
        if len(free) > 1 and nearest.span.start < trigger.start:
            return report.when, ""  # `In May he was held and on Monday freed`: what follows the event is its own, what opens is not
        return _when(nearest, text), "time:in-sentence"

    def _carried_on(self, article: Article, report: Report, told: tuple[Told, ...]) -> tuple[When, str]:
        """`On Tuesday he flew to Szohod. He met the king.`: the day told last, while the article goes on in it.

        On gold/train it is right for about 125 of the 150 reports in the outlet's own voice with a date and no time words of their own.
        """
        text, sentence = article.text, report.sentence
        last = next((t for t in reversed(told) if t.span.end <= sentence.start and self._tells_a_day(t, article)), None)
        if last is None or last.interval is None or self._elsewhen.search(sentence.of(text)):
            return report.when, ""
        day = last.interval
        between = len(re.findall(r"\n+", text[last.span.end : sentence.start]))
        after = [t for t in told if last.span.end <= t.span.start < sentence.end and t.interval]
        moved = [t for t in after if t.interval and not _within(day, t.interval) and _is_past(t.interval, article)]
        moved = [t for t in moved if not t.expression.attributive or _opens(text, t.span)]
        if moved or between > (MOST_BREAKS if report.statement is None else 0):
            return report.when, ""
        carried = replace(_when(last, text), basis="context")
        return carried, "time:carried-on"

    def _as_it_is_said(self, article: Article, report: Report, told: tuple[Told, ...]) -> tuple[When, str]:
        """`We condemn the attack.`: no time is named because it is done in the saying, and so no later than publication."""
        if article.published is None or any(report.sentence.holds(t.span) for t in told):
            return report.when, ""
        text, trigger = article.text, report.trigger
        before = _clause_before(text, trigger.start, report.sentence.start)
        past = trigger.of(text).split()[0].endswith("ed") or any(b.rule == "trigger:noun" for b in report.because)
        if past or not self._speakers.search(before + trigger.of(text)) or self._no_present.search(before):
            return report.when, ""
        if self._perfect.search(" ".join(before.split()[-2:])) or (report.type not in PROMISED and self._to_come.search(before)):
            return report.when, ""
        day = article.published
        return When(start=day, end=day, precision="day", basis="publication"), "time:as-it-is-said"

    def _tells_a_day(self, told: Told, article: Article) -> bool:
        day = told.interval
        if told.expression.rule == "relative day" and told.span.start > LEAD and _opens(article.text, told.span):
            return False  # `Today the Union offers to mediate`, well into the text: these days
        return day is not None and day.precision == "day" and not told.expression.attributive and _is_past(day, article)

    def _may_modify(self, article: Article, report: Report, time: Span, triggers: Sequence[Span]) -> bool:
        """Nothing stands between the event and the time that would tie it to another clause."""
        text, trigger = article.text, report.trigger
        first, last = (time, trigger) if time.start < trigger.start else (trigger, time)
        between = text[first.end : last.start]
        if BREAK.search(between) or (between.strip() != "since" and self._clause_words.search(between)):
            return False
        if any(first.end <= t.start < last.start for t in triggers if t != trigger):
            return False
        if last is time:
            return "," not in IN_COMMAS.sub("", between)
        opening = text[report.sentence.start : time.start]
        return report.statement is None and len(opening.split()) <= OPENING and "," not in opening

    def _since(self, text: str, time: Span) -> bool:
        return re.search(r"(?i)\bsince\s(?:the\s)?$", text[max(0, time.start - 12) : time.start]) is not None

    def _looks_ahead(self, text: str, at: int) -> bool:
        """A word of the future before the time, in its own clause."""
        return self._future.search(_clause_before(text, at, max(0, at - 120))) is not None

    @cached_property
    def _future(self) -> re.Pattern[str]:
        return _words(self.words.lists["future"])

    @cached_property
    def _elsewhen(self) -> re.Pattern[str]:
        return _words(self.words.lists["elsewhen"])

    @cached_property
    def _clause_words(self) -> re.Pattern[str]:
        return _words(self.words.lists["clause_words"])

    @cached_property
    def _speakers(self) -> re.Pattern[str]:
        return _words(self.words.lists["speakers"])

    @cached_property
    def _perfect(self) -> re.Pattern[str]:
        return _words(self.words.lists["perfect"])

    @cached_property
    def _to_come(self) -> re.Pattern[str]:
        return _words(self.words.lists["to_come"])

    @cached_property
    def _no_present(self) -> re.Pattern[str]:
        return _words(self.words.lists["no_present"])

    @cached_property
    def _finder(self) -> TimeFinder:
        return TimeFinder(self.words)

    @cached_property
    def _read(self) -> TimeReader:
        return TimeReader(self.words)

    def _find(self, text: str) -> tuple[TimeExpression, ...]:
        return self._finder(text)


def _words(words: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=lambda w: (-len(w), w))
    return re.compile(
        "|".join(rf"(?<!\w){re.escape(w)}\b" if w[0].isalpha() else rf"{re.escape(w)}\b" for w in longest_first), re.IGNORECASE
    )


def _clause_before(text: str, at: int, start: int) -> str:
    return re.split(r"[.,;:!?“”\"()—–\n]", text[start:at])[-1]


def _opens(text: str, time: Span) -> bool:
    """It stands near the start of its sentence: `After the 2010 elections, ...` sets the time for what follows."""
    return len(re.split(r"[.!?\n]\s*", text[max(0, time.start - 60) : time.start])[-1].split()) <= OPENING


def _spans(text: str, trigger: Span, time: Span) -> bool:
    """`the first arrest since 2014` tells no time of the arrest; but who was `jailed since May` was jailed in May."""
    found = SPANNING.search(text, max(0, time.start - 12), time.start)
    lasting = text[trigger.start : trigger.end].endswith("ed") and found is not None and found.start() == trigger.end + 1
    return found is not None and not (lasting and found[0].lower().startswith("since"))


def _gap(one: Span, other: Span) -> int:
    return max(other.start - one.end, one.start - other.end)


def _is_past(interval: Interval, article: Article) -> bool:
    return article.published is None or interval.start <= article.published


def _within(inner: Interval, outer: Interval) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _when(told: Told, text: str) -> When:
    assert told.interval is not None
    interval = told.interval
    return When(
        span=told.span, text=told.span.of(text), start=interval.start, end=interval.end, precision=interval.precision, basis=told.basis
    )


def is_historical(when: When, published: date | None) -> bool:
    """More than a year before publication, or at least most of it: `in 2018`, told in August 2019."""
    if when.start is None or when.end is None or published is None or when.end >= published:
        return False  # `held since 2014` lasts
    return published.year > 1 and when.start + (when.end - when.start) / 2 < calendar.shift_months(published, -12)

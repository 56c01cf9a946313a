"""When each report happened: its time words resolved against the publication date and what the article told before."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sayso.lexicons.times import TimeLexicon
from sayso.linking import calendar, timecontext, timerules
from sayso.linking.calendar import Interval
from sayso.linking.datelines import dateline
from sayso.linking.timepage import CLAUSE, Page, Phrases, Told, clause_before, is_noun
from sayso.linking.timereader import TimeReader
from sayso.linking.timevalues import Against
from sayso.linking.timewords import TimeFinder
from sayso.records import Article, Reason, Report, Span, When

MEMORY = 20  # times told before that a new one may count from
A_WEEK = 7  # days
NOTES = {
    "time:carried-on": "The day told last; the text seems to go on in it.",
    "time:same-event": "The day that the article told for this event before.",
    "time:as-it-is-said": "Done in the saying, with no time named: the day of publication.",
}


@dataclass(frozen=True)
class Times:
    """Slot `ReportLinker`: fills `Report.when` and `historical`."""

    words: TimeLexicon

    @property
    def made_by(self) -> str:
        return f"times@2 words:{self.words.digest[:8]}"

    def __call__(self, article: Article, reports: tuple[Report, ...]) -> tuple[Report, ...]:
        """The reports in their order; the time comes from their own words, else their sentence, else what the text told before."""
        if not reports:
            return reports
        based = self.based(article)
        page = Page(based, self._tell(based), self._phrases, tuple(sorted({r.trigger for r in reports})))
        for report in reports:
            page.dated.append(self._dated(page, report))
        return tuple(page.dated)

    def tell(self, article: Article) -> tuple[Told, ...]:
        """Every time expression of the article, resolved in reading order."""
        return self._tell(self.based(article))

    def based(self, article: Article) -> Article:
        """The same with the day that it was written, where its first line tells it and the paper does not, or only just after."""
        return replace(article, published=dateline(article, self._find, self._read))

    def _tell(self, article: Article) -> tuple[Told, ...]:
        told: list[Told] = []
        known: list[Interval] = []
        for expression in self._find(article.text):
            against = Against(article.published, tuple(known[-MEMORY:]), self._looks_ahead(article.text, expression.span.start))
            interval, basis = self._read(expression, against)
            told.append(Told(expression, interval, basis))
            if interval and not expression.attributive:
                known.append(interval)
        return tuple(told)

    # --- one report

    def _dated(self, page: Page, report: Report) -> Report:
        when, rule = self._when(page, report)
        if when == report.when or self._is_told_as_of_now(page, report, when):
            return report
        because = Reason(rule=rule, words=(when.span,) if when.span else (), note=NOTES.get(rule, ""))
        historical = report.historical or is_historical(when, page.article.published)
        return replace(report, when=when, historical=historical, because=(*report.because, because))

    def _when(self, page: Page, report: Report) -> tuple[When, str]:
        unknown = report.when, ""
        if found := timecontext.counted(page, report, self._read):
            return found
        if report.when.span is not None or report.when.text:
            own = self._own(page, report)
            if own.span and own.start and (nearer := timerules.nearer(page, report, own.span)):
                return nearer, "time:in-sentence"
            if self._phrases["day part"].fullmatch(own.text):
                return timerules.in_sentence(page, report) or timecontext.carried_on(page, report) or unknown
            if own.start is not None or self._find.phrase(own.text):
                return own, "time:own-words"
            return timerules.in_sentence(page, report) or unknown  # `for five weeks`, `after the vote`: no time as such
        if found := timerules.in_sentence(page, report):
            return found
        if report.status == "future":
            return timecontext.carried_on(page, report) or unknown
        if report.status != "actual":
            return unknown
        carried = timecontext.carried_on(page, report) or timecontext.same_event(page, report)
        return carried or timecontext.as_it_is_said(page, report) or unknown

    def _own(self, page: Page, report: Report) -> When:
        """The words that the report itself gives: a range where there are two, their words alone where they tell no day."""
        article, when, within = page.article, report.when, list[Told]()
        if when.span is not None:
            within = [t for t in page.told if t.span.overlaps(when.span)]
        if not within:
            text = when.text or (when.span.of(article.text) if when.span else "")
            at = when.span.start if when.span else 0
            known = tuple(t.interval for t in page.told if t.interval and when.span and t.span.end <= when.span.start)
            against = Against(article.published, known[-MEMORY:], report.status == "future" or self._looks_ahead(article.text, at))
            for e in self._find.phrase(text):
                moved = replace(e, span=Span(e.span.start + at, e.span.end + at))
                within.append(Told(moved, *self._read(e, against)))
        if report.status == "future":
            within = [self._ahead(article, t) for t in within]
        resolved = [t for t in within if t.interval]
        best = next((t for t in resolved if t.basis == "stated"), resolved[0] if resolved else None)  # `late Monday, Aug. 17`
        if best is None or best.interval is None:
            return when
        interval = best.interval
        if self._phrases["since"].search(article.text, max(0, best.span.start - 12), best.span.start):
            if self._phrases["superlative"].search(article.text, report.sentence.start, best.span.start):
                return when  # `the first visit since 2008`
            interval = calendar.until(interval, article.published) if article.published else interval
        return replace(when, start=interval.start, end=interval.end, precision=interval.precision, basis=best.basis)

    def _ahead(self, article: Article, told: Told) -> Told:
        known = () if told.basis != "context" or told.interval is None else (told.interval,)
        interval, basis = self._read(told.expression, Against(article.published, known, future=True))
        return told if told.basis == "context" else Told(told.expression, interval, basis)

    def _is_told_as_of_now(self, page: Page, report: Report, when: When) -> bool:
        """`A court <rejects> a plea over a death in 2014`: what is told in the present was not more than a week ago."""
        today, text, start = page.article.published, page.text, report.trigger.start
        if today is None or when.end is None or (today - when.end).days <= A_WEEK or report.status != "actual" or is_noun(report):
            return False
        before, verb = text[max(report.sentence.start, start - 20) : start], report.trigger.of(text).split()[0]
        if verb.endswith("ed"):
            return self._phrases["is done"].search(before) is not None
        return verb.endswith("s") and not verb.endswith("ss") and verb.islower()

    def _looks_ahead(self, text: str, at: int) -> bool:
        """A word of the future before the time, in its own clause."""
        return self._phrases["future"].search(clause_before(text, at, max(0, at - CLAUSE))) is not None

    @cached_property
    def _find(self) -> TimeFinder:
        return TimeFinder(self.words)

    @cached_property
    def _read(self) -> TimeReader:
        return TimeReader(self.words)

    @cached_property
    def _phrases(self) -> Phrases:
        return Phrases(self.words)


def is_historical(when: When, published: date | None) -> bool:
    """More than a year before publication, or at least most of it: `in 2018`, told in August 2019."""
    if when.start is None or when.end is None or published is None or when.end >= published:
        return False  # `held since 2014` lasts
    return published.year > 1 and when.start + (when.end - when.start) / 2 < calendar.shift_months(published, -12)

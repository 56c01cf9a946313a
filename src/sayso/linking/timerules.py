"""Which of the times that an article tells is a report's: its own words, its sentence's, or the day that the text goes on in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from sayso.lexicons.times import TimeLexicon
from sayso.linking.calendar import Interval
from sayso.linking.timevalues import TimeReader
from sayso.linking.timewords import TimeExpression
from sayso.records import Article, Report, Span, When, WhenBasis

BREAK = re.compile(r"[;:()“”\"«»—–\n]| - ")
BEFORE_NOUN = re.compile(r"(?:['’]s?)?(?:[ -][^\s,.;:]+){0,4} ")  # `the 2014 fatal shooting`
IN_FRAME = re.compile(r"(?:['’]s)?(?: [\w’'-]+){1,3}, [^,;:“”\"]*")  # `In the November deal, both sides agreed`
IN_COMMAS = re.compile(r",(?: [A-Z][\w.’'-]*)+,?")  # `met in Rome, Italy, on Monday`
PROMISED = frozenset({"AGREE", "THREATEN"})  # types of what is done by saying `we will`
# `since 2014`, `by 2050`: the time of what lasts until or from then, or of a deadline, hardly of an event told beside it
SPANNING = re.compile(r"\b(?i:since|by|until|till|before)\s(?:the\s)?$")
SENTENCE_END = re.compile(r"[.!?][”\"’)]*\s+[A-Z“\"]|\n")
DATELINE = re.compile(r"\W*")
ASIDE = re.compile(r", (?!and |or |but )[^,;:.“”\"()]{1,60}, ?(?!and |or |but )")  # `the boy, known only as Ivan, was freed`
SCENE = re.compile(r"\b(?:in|at|during) (?:(?:the|a|an|its|his|her|their) )?$")
NOT_SCENE = re.compile(r"\b(?:for|over|about|regarding|of|on|to)\b")
HAPPENED = re.compile(
    r"[^.;:!?“”\"()—–\n]{0,80}? (?:that|which) (?:was|were|is|are|had|has|will)? ?(?:be |been )?(?:happened|occurred|took place|take place|began|started|ended|held|came into (?:effect|force)|entered into force|due|scheduled|planned)(?: [\w’'-]+){0,6}? "
)
JOINED = re.compile(r" and (?:then |later )?(?:was |were |had been |had )?")
DEFINITE = re.compile(r"\b(?i:the|this|these|those|that|both|its|their)(?: (?i:first|second|third|two|three|deadly|latest|\w+))?\s$")
REACH = 8  # words from `a day after` to the event that it counts from
ANCHORED = ("anchored", "anchored day")
OFF = re.compile(r"\b(?i:since|by|until|till|before|after)\s(?:the\s)?$")
LEAD = 400  # characters: `Today, the ministers met` up to here is the day of the news
MOST_BREAKS = 5  # paragraph breaks over which a day is carried on
OPENING = 3  # words that may stand before a time that opens its sentence: "Early on Monday", "But in 2014"
NOTES = {
    "time:carried-on": "The day told last; the text seems to go on in it.",
    "time:as-it-is-said": "Done in the saying, with no time named: the day of publication.",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A time expression of the article with what it means."""

    expression: TimeExpression
    interval: Interval | None
    basis: WhenBasis

    @property
    def span(self) -> Span:
        return self.expression.span


@dataclass(frozen=True, slots=True)
class Page:
    """One article as the rules see it: what it tells when, and where its events stand."""

    article: Article
    told: tuple[Told, ...]
    triggers: tuple[Span, ...] = ()
    sentences: tuple[Span, ...] = ()
    dated: list = None

    @property
    def text(self) -> str:
        return self.article.text


@dataclass(frozen=True)
class TimeRules:
    """For a report with no time words of its own: each rule gives its time, or None where it does not apply."""

    words: TimeLexicon
    read: TimeReader

    def in_sentence(self, page: Page, report: Report) -> tuple[When, str] | None:
        """A time in the report's sentence that can be meant for nothing else."""
        text, trigger = page.text, report.trigger
        here = [t for t in page.told if report.sentence.holds(t.span) and t.interval and not _spans(text, trigger, t.span)]
        for t in here:
            if t.expression.attributive and BEFORE_NOUN.fullmatch(text, t.span.end, max(t.span.end, trigger.start)):
                return when_of(t, text), "time:before-noun"
            opening = text[report.sentence.start : t.span.start].lower()
            whole = t.interval is not None and t.interval.precision == "year"
            opens = opening in self.words.lists["frames"] or (whole and opening in self.words.lists["year_frames"])
            if t.expression.attributive and opens and IN_FRAME.fullmatch(text, t.span.end, max(t.span.end, trigger.start)):
                return when_of(t, text), "time:frame"
        for t in here:
            if t.expression.attributive and t.span.start > trigger.end and self._scene(text, report, t.span):
                return when_of(t, text), "time:of-the-scene"
        free = [t for t in here if not t.expression.attributive]
        able = [t for t in free if self._may_modify(page, report, t.span)]
        if not able:
            own = next((t for t in free if self._of_the_noun(text, trigger, t.span)), None)
            return (when_of(own, text), "time:of-the-noun") if own else None
        nearest = min(able, key=lambda t: _gap(trigger, t.span))
        if len(free) > 1 and nearest.span.start < trigger.start:
            return None  # `In May he was held and on Monday freed`: what follows the event is its own, what opens is not
        return when_of(nearest, text), "time:in-sentence"

    def _of_the_noun(self, text: str, trigger: Span, time: Span) -> bool:
        """`a meeting in Szohod, which ended on May 15`, `shelled it on Monday and was <held>`."""
        if time.end <= trigger.start:
            return JOINED.fullmatch(text, time.end, trigger.start) is not None
        return HAPPENED.fullmatch(text, trigger.end, time.start) is not None

    def _scene(self, text: str, report: Report, time: Span) -> bool:
        """`He was arrested at the December 3 rally`: the time of that in which it happened."""
        between = text[report.trigger.end : time.start]
        return (
            SCENE.search(between) is not None
            and not BREAK.search(between)
            and not self._clause_words.search(between)
            and "," not in between
            and not NOT_SCENE.search(between)
        )

    def nearer(self, page: Page, report: Report, own: Span) -> When | None:
        """`He was <charged> yesterday with a murder on Friday`: a time between the event and the words that the parse gave it."""
        for t in page.told:
            between = report.trigger.end <= t.span.start and t.span.end <= own.start and t.interval is not None
            if (
                between
                and not t.expression.attributive
                and not page.text[: t.span.start].endswith(" of ")
                and self._may_modify(page, report, t.span)
            ):
                return when_of(t, page.text)
        return None

    def counted_from(self, page: Page, report: Report) -> tuple[When, str] | None:
        """`He was freed two days after the vote`, `a day after his arrest`: counted from the other event's day, or back to it."""
        for t in page.told:
            if t.expression.rule not in ANCHORED or not report.sentence.holds(t.span):
                continue
            base = self._back_from(page, report, t.span) if t.span.end <= report.trigger.start else self._on_from(page, report, t.span)
            if base is None:
                continue
            way = -1 if t.span.end <= report.trigger.start else 1
            if interval := self.read.counted(t.expression, base[0], way):
                return when_of(Told(t.expression, interval, base[1]), page.text), "time:counted-from"
        return None

    def _back_from(self, page: Page, report: Report, time: Span) -> tuple[date, WhenBasis] | None:
        """The day of what the sentence tells, for the event that it is counted from: its own, else the day that the text tells of."""
        between = page.text[time.end : report.trigger.start]
        if BREAK.search(between) or "," in between or len(between.split()) > REACH:
            return None
        if any(time.end <= other.start < report.trigger.start for other in page.triggers):
            return None
        here = [r.when for r in page.dated if r.sentence == report.sentence and r.trigger.end <= time.start]
        if main := next((w.start for w in reversed(here) if w.start and w.precision == "day"), None):
            return main, "context"
        day = self._narrated(page, report)
        if day is not None and day.interval is not None:
            return day.interval.start, "context"
        return (page.article.published, "relative") if page.article.published else None

    def _on_from(self, page: Page, report: Report, time: Span) -> tuple[date, WhenBasis] | None:
        """The day of the event that is named behind the words, if the text told it before: `two days after the vote`."""
        named = stems(" ".join(page.text[time.end : time.end + 60].split()[:4]))
        if not named or not self._may_modify(page, report, time):
            return None
        days = [r.when.start for r in page.dated if r.when.start and r.when.precision == "day" and stems(r.trigger.of(page.text)) & named]
        return (days[-1], "context") if days else None

    def same_event(self, page: Page, report: Report) -> tuple[When, str] | None:
        """`The attack took place at 7:45`: of the day that the article told for that attack."""
        if not DEFINITE.search(page.text, max(0, report.trigger.start - 40), report.trigger.start):
            return None
        if not any(b.rule == "trigger:noun" for b in report.because):
            return None
        same = [
            r
            for r in page.dated
            if r.type == report.type and r.when.precision == "day" and r.status == "actual" and r.trigger.start < report.trigger.start
        ]
        if not same:
            return None
        found = same[-1].when
        return replace(found, basis="context"), "time:same-event"

    def carried_on(self, page: Page, report: Report) -> tuple[When, str] | None:
        """`On Tuesday he flew to Szohod. He met the king.`: the day told last, while the article goes on in it."""
        text, sentence, article = page.text, report.sentence, page.article
        last = self._narrated(page, report)
        if last is None or last.interval is None or self._elsewhen.search(sentence.of(text)):
            return None
        before = clause_before(text, report.trigger.start, sentence.start)
        if self._perfect.search(" ".join(before.split()[-3:])):
            return None
        day = last.interval
        between = len(re.findall(r"\n+", text[last.span.end : sentence.start]))
        after = [t for t in page.told if last.span.end <= t.span.start < sentence.end and t.interval]
        moved = [t for t in after if t.interval and not _within(day, t.interval) and _is_past(t, article)]
        moved = [t for t in moved if _opens(text, t.span) or not (t.expression.attributive or _beside(page, t, last, report))]
        if moved or between > (MOST_BREAKS if report.statement is None else 0):
            return None
        return replace(when_of(last, text), basis="context"), "time:carried-on"

    def as_it_is_said(self, page: Page, report: Report) -> tuple[When, str] | None:
        """`We condemn the attack.`: no time is named because it is done in the saying, and so no later than publication."""
        day = page.article.published
        if day is None or any(report.sentence.holds(t.span) for t in page.told):
            return None
        text, trigger = page.text, report.trigger
        before = clause_before(text, trigger.start, report.sentence.start)
        past = trigger.of(text).split()[0].endswith("ed") or any(b.rule == "trigger:noun" for b in report.because)
        if past or not self._speakers.search(before + trigger.of(text)) or self._no_present.search(before):
            return None
        if self._perfect.search(" ".join(before.split()[-2:])) or (report.type not in PROMISED and self._to_come.search(before)):
            return None
        return When(start=day, end=day, precision="day", basis="publication"), "time:as-it-is-said"

    def _narrated(self, page: Page, report: Report) -> Told | None:
        """The day told last; of several in one sentence the one that opens it: `On Monday they sued over what he ordered last Friday`."""
        days = [
            t
            for t in page.told
            if t.span.end <= report.sentence.start
            and self._tells_a_day(t, page.article)
            and _is_past(t, page.article) == (report.status != "future")
        ]
        if not days:
            return None
        beside = [t for t in days if not SENTENCE_END.search(page.text, t.span.end, days[-1].span.start)]
        return next((t for t in beside if _opens(page.text, t.span)), days[-1])

    def _tells_a_day(self, told: Told, article: Article) -> bool:
        day = told.interval
        if DATELINE.fullmatch(
            article.text[
                article.text.rfind("\n", 0, told.span.start) + 1 : (article.text.find("\n", told.span.end) + 1 or len(article.text))
            ].replace(told.span.of(article.text), "")
        ):
            return False
        if OFF.search(article.text, max(0, told.span.start - 14), told.span.start):
            return False
        if told.expression.rule == "relative day" and told.span.start > LEAD and _opens(article.text, told.span):
            return False  # `Today the Union offers to mediate`, well into the text: these days
        return day is not None and day.precision == "day" and not told.expression.attributive

    def _may_modify(self, page: Page, report: Report, time: Span) -> bool:
        """Nothing stands between the event and the time that would tie it to another clause."""
        text, trigger = page.text, report.trigger
        first, last = (time, trigger) if time.start < trigger.start else (trigger, time)
        between = ASIDE.sub(" ", text[first.end : last.start])
        if BREAK.search(between) or (between.strip() != "since" and self._clause_words.search(between)):
            return False
        if any(first.end <= t.start < last.start for t in page.triggers if t != trigger):
            return False
        if last is time:
            return "," not in IN_COMMAS.sub("", between)
        opening = text[report.sentence.start : time.start]
        if opens := re.search(rf"(?:{self._clause_words.pattern}),? (?:on |in |at )?(?:the )?$", opening, re.IGNORECASE):
            return len(between.split()) <= 20 and opens[0].split()[0].lower() not in ("said", "says", "since", "before", "after")
        return report.statement is None and len(opening.split()) <= OPENING and "," not in opening

    @cached_property
    def _elsewhen(self) -> re.Pattern[str]:
        return any_of(self.words.lists["elsewhen"])

    @cached_property
    def _clause_words(self) -> re.Pattern[str]:
        return any_of(self.words.lists["clause_words"])

    @cached_property
    def _speakers(self) -> re.Pattern[str]:
        return any_of(self.words.lists["speakers"])

    @cached_property
    def _perfect(self) -> re.Pattern[str]:
        return any_of(self.words.lists["perfect"])

    @cached_property
    def _to_come(self) -> re.Pattern[str]:
        return any_of(self.words.lists["to_come"])

    @cached_property
    def _no_present(self) -> re.Pattern[str]:
        return any_of(self.words.lists["no_present"])


def any_of(words: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=lambda w: (-len(w), w))
    return re.compile(
        "|".join(rf"(?<!\w){re.escape(w)}\b" if w[0].isalpha() else rf"{re.escape(w)}\b" for w in longest_first), re.IGNORECASE
    )


def stems(words: str) -> frozenset[str]:
    """`shelling`, `shelled` -> `shel`: enough to know the same event again."""
    return frozenset(word[:4].lower() for word in re.findall(r"[^\W\d_]{4,}", words))


def clause_before(text: str, at: int, start: int) -> str:
    return re.split(r"[.,;:!?“”\"()—–\n]", text[start:at])[-1]


def when_of(told: Told, text: str) -> When:
    assert told.interval is not None
    interval = told.interval
    return When(
        span=told.span, text=told.span.of(text), start=interval.start, end=interval.end, precision=interval.precision, basis=told.basis
    )


def _opens(text: str, time: Span) -> bool:
    """It stands near the start of its sentence: `After the 2010 elections, ...` sets the time for what follows."""
    return len(re.split(r"[.!?\n]\s*", text[max(0, time.start - 60) : time.start])[-1].split()) <= OPENING


def _beside(page: Page, told: Told, day: Told, report: Report) -> bool:
    """`They met today, building on the summit in November 2023.`: a month or year that does not lead away from the day."""
    if not SENTENCE_END.search(page.text, min(day.span.end, told.span.end), max(day.span.start, told.span.start)):
        return True
    if told.interval is None or told.interval.precision in {"day", "week"}:
        return False
    if report.sentence.holds(told.span):
        return told.span.start > report.trigger.end
    return any(r.sentence.holds(told.span) and r.trigger.end <= told.span.start and r.when.span != told.span for r in page.dated)


def _spans(text: str, trigger: Span, time: Span) -> bool:
    """`the first arrest since 2014` tells no time of the arrest; but who was `jailed since May` was jailed in May."""
    found = SPANNING.search(text, max(0, time.start - 12), time.start)
    lasting = text[trigger.start : trigger.end].endswith("ed") and found is not None and found.start() == trigger.end + 1
    return found is not None and not (lasting and found[0].lower().startswith("since"))


def _gap(one: Span, other: Span) -> int:
    return max(other.start - one.end, one.start - other.end)


def _is_past(told: Told, article: Article) -> bool:
    """A date in full may lie a day ahead of the paper's: it is morning there."""
    if article.published is None or told.interval is None:
        return True
    return told.interval.start <= article.published + timedelta(days=told.basis == "stated")


def _within(inner: Interval, outer: Interval) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end

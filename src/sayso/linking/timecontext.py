"""The time of a report whose sentence names none: from the day that the text goes on in, from another event, from the saying."""

import re
from dataclasses import replace
from datetime import date

from sayso.linking.calendar import Interval
from sayso.linking.timepage import Page, Told, clause_before, is_noun, stems
from sayso.linking.timereader import TimeReader
from sayso.linking.timerules import BREAK, Found, may_modify
from sayso.records import Report, Span, When, WhenBasis

MOST_BREAKS = 5  # paragraph breaks over which a day is carried on
TOLD_ON = frozenset({"ASSAULT", "PROTEST"})  # types of what others, too, mostly tell of the day of the news
PROMISED = frozenset({"AGREE", "THREATEN"})  # types of what is done by saying `we will`
COUNTED = frozenset({"anchored", "anchored day"})
LOOK = 4  # characters behind the event: ` you` in `Thank you`
REACH = 8  # words from `a day after` to the event that it counts from
NAMED = 4  # words behind `a day after` that may name an event told before


def carried_on(page: Page, report: Report) -> Found | None:
    """`On Tuesday he flew to Szohod. He met the king.`: the day told last, while the article goes on in it."""
    text, sentence, own_voice = page.text, report.sentence, report.statement is None
    day = _narrated(page, report)
    if (
        day is None
        or day.interval is None
        or page.phrases["elsewhen"].search(text, sentence.start, report.trigger.start)
        or _is_perfect(page, report, 3)
    ):
        return None
    if text.count("\n", day.span.end, sentence.start) and not (own_voice or report.type in TOLD_ON):
        return None
    if len(re.findall(r"\n+", text[day.span.end : sentence.start])) > MOST_BREAKS:
        return None
    since = [t for t in page.told if day.span.end <= t.span.start < sentence.end]
    if any(_moves(page, report, day, t) for t in since):
        return None
    return replace(day.when(text), basis="context"), "time:carried-on"


def same_event(page: Page, report: Report) -> Found | None:
    """`The attack took place at 7:45`: of the day that the article told for that attack."""
    if not is_noun(report) or not page.phrases["definite"].search(page.text, max(0, report.trigger.start - 40), report.trigger.start):
        return None
    same = [r.when for r in page.dated if r.type == report.type and r.status == "actual" and r.when.precision == "day"]
    return (replace(same[-1], basis="context"), "time:same-event") if same else None


def counted(page: Page, report: Report, read: TimeReader) -> Found | None:
    """`He was freed two days after the vote`, `a day after his arrest`: counted on from the other event's day, or back to it."""
    for t in page.told:
        if t.expression.rule not in COUNTED or not report.sentence.holds(t.span):
            continue
        back = t.span.end <= report.trigger.start
        base = _back_from(page, report, t.span) if back else _on_from(page, report, t.span)
        if base and (interval := read.counted(t.expression, base[0], -1 if back else 1)):
            return Told(t.expression, interval, base[1]).when(page.text), "time:counted"
    return None


def as_it_is_said(page: Page, report: Report) -> Found | None:
    """`We condemn the attack.`: no time is named because it is done in the saying, and so no later than publication."""
    text, trigger, day = page.text, report.trigger, page.article.published
    if day is None or any(report.sentence.holds(t.span) and t.span.start < trigger.start for t in page.told):
        return None
    before = clause_before(text, trigger.start, report.sentence.start)
    verb = trigger.of(text).split()[0].lower()
    if is_noun(report) or verb.endswith("ed") or verb in page.phrases.words.lists["past_forms"]:
        return None
    if not page.phrases["speaker"].search(before + text[trigger.start : trigger.end + LOOK]) or page.phrases["no present"].search(before):
        return None
    if _is_perfect(page, report, 2) or (report.type not in PROMISED and page.phrases["to come"].search(before)):
        return None
    return When(start=day, end=day, precision="day", basis="publication"), "time:as-it-is-said"


def _narrated(page: Page, report: Report) -> Told | None:
    """The day told last; of several in one sentence the one that opens it: `On Monday they sued over what he did last Friday`."""
    start, trigger = report.sentence.start, report.trigger
    days = [t for t in page.days if t.span.end <= start or (t.span.end < trigger.start and not page.one_sentence(t.span, trigger))]
    days = [t for t in days if page.is_past(t) == (report.status != "future")]
    if report.statement is None:
        days = [t for t in days if not page.quoted(t.span)]
    if not days:
        return None
    return next((t for t in days if page.one_sentence(t.span, days[-1].span) and page.opens(t.span)), days[-1])


def _moves(page: Page, report: Report, day: Told, told: Told) -> bool:
    """A time told after the day leads away from it, unless it only goes with a noun, a clause or a quotation."""
    if day.interval is None or told.interval is None or _within(day.interval, told.interval) or not page.is_past(told):
        return False
    if page.embedded(told.span):
        return False
    if page.opens(told.span):
        return True
    if told.attributive or page.one_sentence(day.span, told.span):
        return False
    if report.statement is None and page.quoted(told.span):
        return False
    if told.interval.precision in {"day", "week"}:
        return True
    if report.sentence.holds(told.span):  # `They talked on, after the summit of November 2023.`
        return told.span.start < report.trigger.start
    return not any(r.sentence.holds(told.span) and r.trigger.end <= told.span.start and r.when.span != told.span for r in page.dated)


def _back_from(page: Page, report: Report, time: Span) -> tuple[date, WhenBasis] | None:
    """The day of what the sentence tells, for the event that it counts from: its own, else the day that the text tells of."""
    between = page.text[time.end : report.trigger.start]
    if BREAK.search(between) or "," in between or len(between.split()) > REACH:
        return None
    if any(time.end <= other.start < report.trigger.start for other in page.triggers):
        return None
    here = [r.when for r in page.dated if r.sentence == report.sentence and r.trigger.end <= time.start and r.when.precision == "day"]
    if here and here[-1].start:
        return here[-1].start, "context"
    day = _narrated(page, report)
    if day is not None and day.interval is not None:
        return day.interval.start, "context"
    return (page.article.published, "relative") if page.article.published else None


def _on_from(page: Page, report: Report, time: Span) -> tuple[date, WhenBasis] | None:
    """The day of the event that is named behind the words, if the text told it before: `two days after the vote`."""
    named = stems(" ".join(page.text[time.end : time.end + 60].split()[:NAMED]))
    if not named or not may_modify(page, report, time):
        return None
    told = [r for r in page.dated if r.when.precision == "day" and stems(r.trigger.of(page.text)) & named]
    return (told[-1].when.start, "context") if told and told[-1].when.start else None


def _is_perfect(page: Page, report: Report, words: int) -> bool:
    """`has` or `had` right before the event: it was some time before."""
    before = clause_before(page.text, report.trigger.start, report.sentence.start)
    return page.phrases["perfect"].search(" ".join(before.split()[-words:])) is not None


def _within(inner: Interval, outer: Interval) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end

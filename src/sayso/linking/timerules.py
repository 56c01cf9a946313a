"""Which time in its sentence is a report's, where the parse gave it none: what can be meant for nothing else."""

import re

from sayso.linking.timepage import OPENING, Page, Told
from sayso.records import Report, Span, When

BREAK = re.compile(r"[;:()“”\"«»—–\n]| - ")
BEFORE_NOUN = re.compile(r"(?:['’]s?)?(?:[ -][^\s,.;:]+){0,4} ")  # `the 2014 fatal shooting`
IN_FRAME = re.compile(r"(?:['’]s)?(?: [\w’'-]+){1,3}, [^,;:“”\"]*")  # `In the November deal, both sides agreed`
IN_COMMAS = re.compile(r",(?: [A-Z][\w.’'-]*)+,?")  # `met in Rome, Italy, on Monday`
ASIDE = re.compile(r", (?!and |or |but )[^,;:.“”\"()]{1,60}, ?(?!and |or |but )")  # `the boy, known only as Ivan, was freed`
LONGEST_FRONT = 12  # words before the time in `When he came to Szohod on Monday, ...`
LONGEST_START = 20  # words from a time that opens a clause to its event

Found = tuple[When, str]


def in_sentence(page: Page, report: Report) -> Found | None:
    """The time with the rule that gave it."""
    text, trigger = page.text, report.trigger
    here = [t for t in page.in_sentence(report.sentence) if not _limits(page, trigger, t.span)]
    if found := next((found for t in here if (found := _of_a_noun(page, report, t))), None):
        return found
    free = [t for t in here if not t.attributive]
    if front := next((t for t in free if _in_front(page, report, t.span)), None):
        return front.when(text), "time:opening"
    able = [t for t in free if may_modify(page, report, t.span)]
    if not able:
        clause = next((t for t in free if _dated_clause(page, trigger, t.span)), None)
        return (clause.when(text), "time:of-the-noun") if clause else None
    nearest = min(able, key=lambda t: max(t.span.start - trigger.end, trigger.start - t.span.end))
    if len(free) > 1 and nearest.span.start < trigger.start:
        return None  # `In May he was held and on Monday freed`: what follows the event is its own, what opens is not
    return nearest.when(text), "time:in-sentence"


def nearer(page: Page, report: Report, own: Span) -> When | None:
    """`He was <charged> yesterday with a murder on Friday`: a time between the event and the words that the parse gave it."""
    for t in page.in_sentence(Span(report.trigger.end, max(report.trigger.end, own.start))):
        if not t.attributive and not page.text[: t.span.start].endswith(" of ") and may_modify(page, report, t.span):
            return t.when(page.text)
    return None


def may_modify(page: Page, report: Report, time: Span) -> bool:
    """Nothing stands between the event and the time that would tie it to another clause."""
    text, trigger = page.text, report.trigger
    first, last = (time, trigger) if time.start < trigger.start else (trigger, time)
    between = ASIDE.sub(" ", text[first.end : last.start])
    if BREAK.search(between) or (between.strip() != "since" and page.phrases["clause word"].search(between)):
        return False
    if _event_between(page, first.end, last.start, trigger):
        return False
    if last is time:
        return "," not in IN_COMMAS.sub("", between)
    opening = text[report.sentence.start : time.start]
    if page.phrases["clause opens"].search(opening):
        return len(between.split()) <= LONGEST_START  # `where on Sunday both presidents signed it`
    return report.statement is None and len(opening.split()) <= OPENING and "," not in opening


def _of_a_noun(page: Page, report: Report, told: Told) -> Found | None:
    """A time that modifies a noun is the event's where that is the event, or frames it."""
    if not told.attributive or told.interval is None:
        return None
    text, trigger, time = page.text, report.trigger, told.span
    if BEFORE_NOUN.fullmatch(text, time.end, max(time.end, trigger.start)):
        return told.when(text), "time:before-noun"
    opening, lists = text[report.sentence.start : time.start].lower(), page.phrases.words.lists
    frames = opening in lists["frames"] or (told.interval.precision == "year" and opening in lists["year_frames"])
    if frames and IN_FRAME.fullmatch(text, time.end, max(time.end, trigger.start)):
        return told.when(text), "time:frame"
    return (told.when(text), "time:of-the-scene") if _scene(page, trigger, time) else None


def _scene(page: Page, trigger: Span, time: Span) -> bool:
    """`He was arrested at the December 3 rally`: that in which it happened."""
    between = page.text[trigger.end : time.start]
    if not page.phrases["scene"].search(between) or "," in between or BREAK.search(between):
        return False
    return not page.phrases["clause word"].search(between) and not page.phrases["not scene"].search(between)


def _in_front(page: Page, report: Report, time: Span) -> bool:
    """`When he came to Szohod on Monday, police <arrested> him`: what stands in front of the sentence sets its time."""
    text, trigger = page.text, report.trigger
    front, rest = text[report.sentence.start : time.start], text[time.end : trigger.start]
    if report.statement or not rest.startswith(", ") or not page.phrases["front"].match(front):
        return False
    if len(front.split()) > LONGEST_FRONT or "," in rest[1:] or BREAK.search(front + rest):
        return False
    return not page.phrases["clause word"].search(rest) and not _event_between(page, time.end, trigger.start, trigger)


def _dated_clause(page: Page, trigger: Span, time: Span) -> bool:
    """`a meeting in Szohod, which ended on May 15`; `was shelled on Monday and <seized>`."""
    if time.end <= trigger.start:
        return page.phrases["joined"].fullmatch(page.text, time.end, trigger.start) is not None
    return page.phrases["dated clause"].fullmatch(page.text, trigger.end, time.start) is not None


def _event_between(page: Page, start: int, end: int, but: Span) -> bool:
    return any(start <= t.start < end for t in page.triggers if t != but)


def _limits(page: Page, trigger: Span, time: Span) -> bool:
    """`the first arrest since 2014` tells no time of the arrest; but who was `jailed since May` was jailed in May."""
    found = page.phrases["spanning"].search(page.text, max(0, time.start - 12), time.start)
    if found is None:
        return False
    since = page.phrases["since"].search(page.text, max(0, time.start - 12), time.start)
    return not (since and found.start() == trigger.end + 1 and page.text[: trigger.end].endswith("ed"))

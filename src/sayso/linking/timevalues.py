"""What a time expression means: an interval of days, against the publication date or an earlier time in the text."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sayso.lexicons.times import TimeLexicon
from sayso.linking import calendar
from sayso.linking.calendar import Interval
from sayso.linking.timewords import TimeExpression
from sayso.records import WhenBasis

SOON = 31  # days: where the coming one is this near and the last one LONG_PAST, a date without a year means the coming one
LONG_PAST = 270
FINER = {"day": ("day",), "weekend": ("day", "week"), "week": ("day", "week"), "month": ("day", "week", "month")}

Value = tuple[Interval | None, WhenBasis]
Parts = Mapping[str, str]
UNKNOWN: Value = (None, "not stated")


@dataclass(frozen=True, slots=True)
class Against:
    """What an expression is read against. `told` are the times that the text has told so far, in reading order."""

    published: date | None
    told: tuple[Interval, ...] = ()
    future: bool = False  # the sentence tells of something to come

    def last(self, unit: str) -> Interval | None:
        """The time told last, at least as exact as the unit that is asked for."""
        exact = FINER.get(unit)
        return next((i for i in reversed(self.told) if exact is None or i.precision in exact), None)


@dataclass(frozen=True, slots=True)
class TimeReader:
    """Resolves expressions with the values of a lexicon."""

    words: TimeLexicon

    def __call__(self, expression: TimeExpression, against: Against) -> Value:
        """The interval and on what it rests; no interval where the words leave it open or name no real day (31 April)."""
        rule = RULES.get(expression.rule)
        try:
            interval, basis = rule(self, expression.parts, against) if rule else UNKNOWN
        except (ValueError, OverflowError):
            return UNKNOWN
        return UNKNOWN if interval is None or interval.end < interval.start else (interval, basis)

    def counted(self, expression: TimeExpression, day: date, way: int) -> Interval | None:
        """`three weeks after` an event of this day (way 1), or the event itself, three weeks before this day (way -1)."""
        parts = expression.parts
        try:
            count = (self.number(parts["n"]) if "n" in parts else 1) * self.way(parts["way"]) * way
            return calendar.shift(day, count, self.unit(parts["unit"]))
        except (ValueError, OverflowError):
            return None

    def month(self, name: str) -> int:
        name = name.rstrip(".")
        return int(self.words.maps["months"].get(name) or self.words.maps["month_abbreviations"][name])

    def number(self, word: str) -> int:
        """`81`, `eleven`, `eighty-one`."""
        return int(word) if word.isdigit() else sum(int(self.words.maps["numbers"][part]) for part in word.lower().split("-"))

    def step(self, rel: str) -> int:
        """-1 for the last one, 0 for this one, 1 for the next, by the last word that says so: `this past`, `the coming`."""
        return next((int(step) for word in reversed(rel.lower().split()) if (step := self.words.maps["steps"].get(word)) is not None), 0)

    def ordinal(self, word: str) -> int:
        return int(word[:-2]) if word[0].isdigit() else int(self.words.maps["ordinals"][word.lower()])

    def way(self, word: str) -> int:
        """-1 for back, 1 for on: `three days earlier`, `three days later`."""
        return int(self.words.maps["ways"][word.lower()])

    def unit(self, word: str) -> str:
        """day, week ...; a part of the day counts as its day."""
        word = word.lower()
        return word if word in {"weekend", "quarter"} else str(self.words.maps["units"].get(word, "day"))


def _pick(make: Callable[[int], Interval], against: Against) -> Value:
    """The year of a date that gives none: the last such date, or the coming one where that is meant.

    Without a publication date the year told last serves, as in `between 5 May 2019 and 7 June`.
    """
    if against.published is None:
        last = against.last("year")
        return (make(last.start.year), "context") if last else UNKNOWN
    today = against.published
    options = [made for made in _made(make, range(today.year - 4, today.year + 5)) if made]  # 29 February comes every four years
    if not options:
        return UNKNOWN  # 31 April
    past = [i for i in options if i.start <= today]
    coming = [i for i in options if i.end >= today]
    if not past or not coming:
        return (past[-1] if past else coming[0]), "stated"
    ahead, back = (coming[0].start - today).days, (today - past[-1].end).days
    if against.future:  # but `he will sue them over the vote of 7 December`, two days after it
        return (past[-1] if 0 < back <= SOON and ahead >= LONG_PAST else coming[0]), "stated"
    return (coming[0] if 0 < ahead <= SOON and back >= LONG_PAST else past[-1]), "stated"


def _made(make: Callable[[int], Interval], years: Iterable[int]) -> Iterable[Interval | None]:
    for year in years:
        try:
            yield make(year)
        except ValueError:  # 29 February
            yield None


def _dated(make: Callable[[int], Interval], year: str | None, against: Against) -> Value:
    return (make(int(year)), "stated") if year else _pick(make, against)


def _date(v: TimeReader, p: Parts, a: Against) -> Value:
    month, number = v.month(p["m"]), int(p["d"])
    return _dated(lambda year: calendar.day(date(year, month, number)), p.get("y"), a)


def _iso(_: TimeReader, p: Parts, __: Against) -> Value:
    return calendar.day(date(int(p["y"]), int(p["mo"]), int(p["d"]))), "stated"


def _numeric(_: TimeReader, p: Parts, __: Against) -> Value:
    """17/08/2020 and 17.08.2020; 7/8/2020 may be July or August, so it stays open."""
    first, second, year = int(p["a"]), int(p["b"]), int(p["y"])
    if p["sep"] == "." or first > 12:
        return calendar.day(date(year, second, first)), "stated"
    return (calendar.day(date(year, first, second)), "stated") if second > 12 or first == second else UNKNOWN


def _days(v: TimeReader, p: Parts, a: Against) -> Value:
    month, first, last = v.month(p["m"]), int(p["d"]), int(p["d2"])
    return _dated(lambda year: Interval(date(year, month, first), date(year, month, last), "day"), p.get("y"), a)


def _date_range(v: TimeReader, p: Parts, a: Against) -> Value:
    def make(year: int) -> Interval:
        end = date(year, v.month(p["m2"]), int(p["d2"]))
        start_year = int(p["y"]) if "y" in p else year - (v.month(p["m"]) > end.month)
        return Interval(date(start_year, v.month(p["m"]), int(p["d"])), end, "day")

    return _dated(make, p.get("y2") or p.get("y"), a)


def _month_year(v: TimeReader, p: Parts, a: Against) -> Value:
    if "y" in p:
        return calendar.month(int(p["y"]), v.month(p["m"])), "stated"
    if a.published is None:
        return UNKNOWN
    return calendar.month(a.published.year + v.step(p["rel"]), v.month(p["m"])), "relative"


def _months(v: TimeReader, p: Parts, a: Against) -> Value:
    if "y2" not in p and a.published is None:
        return UNKNOWN
    first, last = v.month(p["m"]), v.month(p["m2"])
    end = int(p["y2"]) if "y2" in p or a.published is None else a.published.year + v.step(p["rel"])
    start = int(p["y"]) if "y" in p else end - (first > last)
    return calendar.through(calendar.month(start, first), calendar.month(end, last)), "stated" if "y2" in p else "relative"


def _months_bare(v: TimeReader, p: Parts, a: Against) -> Value:
    first, last = v.month(p["m"]), v.month(p["m2"])
    return _pick(lambda year: calendar.through(calendar.month(year - (first > last), first), calendar.month(year, last)), a)


def _month(v: TimeReader, p: Parts, a: Against) -> Value:
    return _pick(lambda year: calendar.month(year, v.month(p["m"])), a)


def _month_rel(v: TimeReader, p: Parts, a: Against) -> Value:
    if a.published is None:
        return UNKNOWN
    number, today = v.month(p["m"]), a.published
    if (step := v.step(p["rel"])) == 0:
        return calendar.month(today.year, number), "relative"
    year = today.year + step * (number >= today.month if step < 0 else number <= today.month)
    return calendar.month(year, number), "relative"


def _year(_: TimeReader, p: Parts, __: Against) -> Value:
    return calendar.year(int(p["y"])), "stated"


def _year_short(_: TimeReader, p: Parts, a: Against) -> Value:
    """`in '98`: of the century that does not lie ahead."""
    if a.published is None:
        return UNKNOWN
    century, short = a.published.year // 100, int(p["y"])
    return calendar.year((century - (short > a.published.year % 100)) * 100 + short), "stated"


def _years(_: TimeReader, p: Parts, __: Against) -> Value:
    first, last = int(p["y"]), int(p["y2"]) if len(p["y2"]) == 4 else int(p["y"][:2] + p["y2"])
    if p.get("sep") == "/" and last != first + 1:
        return UNKNOWN  # decree 1430/2019
    if p.get("sep") == "-" and last <= first and len(p["y2"]) == 2 and 1 <= int(p["y2"]) <= 12:
        return calendar.month(first, int(p["y2"])), "stated"
    return (calendar.through(calendar.year(first), calendar.year(last)), "stated") if last > first else UNKNOWN


def _decade(_: TimeReader, p: Parts, __: Against) -> Value:
    first = int(p["y"])
    if first % 100 == 0 and 100 < first < 2000:  # the 1800s
        return Interval(date(first, 1, 1), date(first + 99, 12, 31), "century"), "stated"
    return calendar.decade(first if first > 99 else 1900 + first), "stated"


def _decade_word(v: TimeReader, p: Parts, __: Against) -> Value:
    return calendar.decade(int(v.words.maps["decade_words"][p["word"].lower()])), "stated"


def _century(v: TimeReader, p: Parts, __: Against) -> Value:
    return calendar.century(v.ordinal(p["n"])), "stated"


def _weekday(v: TimeReader, p: Parts, a: Against) -> Value:
    number, rel = int(v.words.maps["weekdays"][p["wd"]]), p.get("rel", "")
    if (today := a.published) is None:
        return UNKNOWN
    step = v.step(p.get("week", rel))
    if "week" in p or rel.lower() == "this":  # `this Friday` is the one of this week
        monday = calendar.week(today).start + timedelta(weeks=step)
        return calendar.day(monday + timedelta(days=number)), "relative"
    if step < 0:  # said on that weekday, it is a week ago
        return calendar.day(calendar.on_or_before(today - timedelta(days=1), number)), "relative"
    if step > 0:
        return calendar.day(calendar.on_or_after(today + timedelta(days=1), number)), "relative"
    return calendar.day((calendar.on_or_after if a.future else calendar.on_or_before)(today, number)), "relative"


def _weekday_told(v: TimeReader, p: Parts, a: Against) -> Value:
    if (last := a.last("week")) is None:
        return UNKNOWN
    number, step = int(v.words.maps["weekdays"][p["wd"]]), v.step(p.get("rel") or p["that"])
    if step < 0:
        return calendar.day(calendar.on_or_before(last.start - timedelta(days=1), number)), "context"
    return calendar.day(calendar.on_or_after(last.end + timedelta(days=1) if step else last.start, number)), "context"


def _weekday_day(v: TimeReader, p: Parts, a: Against) -> Value:
    """Monday 16th: the nearest such day, within half a year."""
    number, wanted = int(v.words.maps["weekdays"][p["wd"]]), int(p["d"])
    if (today := a.published) is None:
        return UNKNOWN
    for distance in range(26):
        for week in {-distance, distance}:
            there = calendar.on_or_before(today, number) + timedelta(weeks=week)
            if there.day == wanted:
                return calendar.day(there), "stated"
    return UNKNOWN


def _weekdays(v: TimeReader, p: Parts, a: Against) -> Value:
    first, last = (int(v.words.maps["weekdays"][p[k]]) for k in ("wd", "wd2"))
    if (today := a.published) is None:
        return UNKNOWN
    if "week" in p:
        start = calendar.week(today).start + timedelta(weeks=v.step(p["week"]), days=first)
    elif a.future:
        start = calendar.on_or_after(today, first)
    else:
        start = calendar.on_or_before(today, last) - timedelta(days=(last - first) % 7)
    return Interval(start, calendar.on_or_after(start, last), "day"), "relative"


def _day_of_month(v: TimeReader, p: Parts, a: Against) -> Value:
    """The 5th of this month; `on the 16th` alone is the last such day, or the coming one where something to come is told."""
    if (today := a.published) is None:
        return UNKNOWN
    if "rel" in p:
        month = calendar.shift_months(today.replace(day=1), v.step(p["rel"]))
        return calendar.day(month.replace(day=int(p["d"]))), "relative"
    made = [calendar.shift_months(today.replace(day=1), by) for by in (range(3) if a.future else range(0, -3, -1))]
    days = [m.replace(day=int(p["d"])) for m in made if calendar.month(m.year, m.month).end.day >= int(p["d"])]
    found = next((day for day in days if (day >= today if a.future else day <= today)), None)
    return (calendar.day(found), "relative") if found else UNKNOWN


def _week_of(v: TimeReader, p: Parts, a: Against) -> Value:
    """The week beginning 10 August."""
    day, basis = _date(v, {"d": p.get("d") or p["d2"], "m": p.get("m") or p["m2"], **({"y": p["y"]} if "y" in p else {})}, a)
    if day is None:
        return UNKNOWN
    return (calendar.weekend if v.unit(p["unit"]) == "weekend" else calendar.week)(day.start), basis


def _relative_day(v: TimeReader, p: Parts, a: Against) -> Value:
    return _from_today(int(v.words.maps["relative_days"][p["word"].lower()]), a)


def _from_today(days: int, a: Against) -> Value:
    return (calendar.shift(a.published, days, "day"), "relative") if a.published else UNKNOWN


def _period(v: TimeReader, p: Parts, a: Against) -> Value:
    """This week, last month, next year; `the past year` is a stretch up to now, and so is read as a window."""
    if (today := a.published) is None:
        return UNKNOWN
    rel, unit = p.get("rel", "this").lower(), v.unit(p["unit"])
    if unit == "weekend":
        return _weekend(v.step(rel), today, a)
    if unit == "quarter":
        first = calendar.shift_months(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), 3 * v.step(rel))
        return calendar.season(first.month, first.year), "relative"
    if rel.split()[-1] == "past" or rel == "the last":
        return _stretch(1, unit, -1, today), "relative"
    return calendar.shift(today, v.step(rel), unit), "relative"


def _weekend(step: int, today: date, a: Against) -> Value:
    coming = calendar.weekend(today)
    step = step or (-1 if coming.start > today and not a.future else 0)  # on a Monday, "this weekend" is the one just over
    return calendar.weekend(coming.start + timedelta(weeks=step)), "relative"


def _the_weekend(_: TimeReader, __: Parts, a: Against) -> Value:
    return _weekend(0, a.published, a) if a.published else UNKNOWN


def _period_but_one(v: TimeReader, p: Parts, a: Against) -> Value:
    """The week before last, the week after next."""
    if a.published is None:
        return UNKNOWN
    count = 2 * v.step(p.get("rel") or p["rel2"])
    if v.unit(p["unit"]) == "weekend":
        return calendar.weekend(a.published + timedelta(weeks=count)), "relative"
    return calendar.shift(a.published, count, v.unit(p["unit"])), "relative"


def _ahead(v: TimeReader, p: Parts, a: Against) -> Value:
    """In three days: where something to come is told; `they met in three days` says how long it took."""
    if a.published is None or not a.future:
        return UNKNOWN
    return calendar.shift(a.published, v.number(p["n"]), v.unit(p["unit"])), "relative"


def _window(v: TimeReader, p: Parts, a: Against) -> Value:
    """The past three weeks: from three weeks ago to now. The past 24 hours are the day itself."""
    if a.published is None:
        return UNKNOWN
    step = v.step(p["rel"])
    return (_stretch(v.number(p["n"]), v.unit(p["unit"]), step, a.published), "relative") if step else UNKNOWN


def _stretch(count: int, unit: str, step: int, today: date) -> Interval:
    there = calendar.shift(today, step * count, unit)
    if unit == "hour" and count <= 24:
        return calendar.day(today)
    start, end = sorted([there.start if step < 0 else there.end, today])
    return Interval(start, end, there.precision)


def _ago(v: TimeReader, p: Parts, a: Against) -> Value:
    if a.published is None:
        return UNKNOWN
    count, unit = v.number(p["n"]) if "n" in p else 0, v.unit(p["unit"])
    if "quarter" in p:
        count, unit = 25, "year"
    elif "half" in p or "n" not in p:
        if unit not in HALVES:
            return UNKNOWN
        whole, unit = HALVES[unit]
        count = count * whole + whole // 2
    return calendar.shift(a.published, -count, unit), "relative"


HALVES = {"year": (12, "month"), "decade": (10, "year"), "century": (100, "year")}


def _offset(v: TimeReader, p: Parts, a: Against) -> Value:
    """Three days earlier: than the time told last. As exact as both: three years after a day is that year."""
    unit = v.unit(p["unit"])
    if (last := a.last(unit)) is None:
        return UNKNOWN
    count = v.number(p["n"]) * v.way(p["way"])
    return calendar.shift(last.start, count, unit), "context"


def _next_one(v: TimeReader, p: Parts, a: Against) -> Value:
    step, unit = v.step(p["rel"]), v.unit(p["unit"])
    if (last := a.last(unit)) is None:
        return UNKNOWN
    if unit == "weekend":
        return calendar.weekend(last.start + timedelta(weeks=step)), "context"
    return calendar.shift(last.end if step > 0 else last.start, step, unit), "context"


def _that_one(v: TimeReader, p: Parts, a: Against) -> Value:
    return _next_one(v, {"rel": "same", "unit": p["unit"]}, a)


def _one_before(v: TimeReader, p: Parts, a: Against) -> Value:
    return _offset(v, {"n": "1", **p}, a)


def _season(v: TimeReader, p: Parts, a: Against) -> Value:
    first = int(v.words.maps["seasons"][p["s"].lower()])
    if "y" in p:
        return calendar.season(first, int(p["y"])), "stated"
    rel = p.get("rel", "").lower()
    if a.published is None:
        return UNKNOWN
    today = a.published
    made = [calendar.season(first, year) for year in (today.year - 2, today.year - 1, today.year, today.year + 1)]
    if v.step(rel) > 0 or (not rel and a.future):
        return next(i for i in made if i.start > today), "relative"
    if rel == "this":
        return next(i for i in made if i.end >= today and i.start.year >= today.year - (first == 12)), "relative"
    over = [i for i in made if (i.end < today if rel else i.start <= today)]
    return over[-1], "relative"


def _part_of_year(v: TimeReader, p: Parts, a: Against) -> Value:
    length = 3 if p["unit"].lower() == "quarter" else 6
    number = 12 // length if p["n"].lower() in {"last", "final"} else v.ordinal(p["n"])
    if "y" not in p and a.published is None:
        return UNKNOWN
    year = int(p["y"]) if "y" in p or a.published is None else a.published.year + v.step(p.get("rel", ""))
    made = calendar.months(year, (number - 1) * length + 1, length, "season" if length == 3 else "year")
    return made, "stated" if "y" in p else "relative"


def _quarter(_: TimeReader, p: Parts, a: Against) -> Value:
    if "half" in p:
        return calendar.months(int(p["y"]), int(p["half"]) * 6 - 5, 6, "year"), "stated"
    first = int(p["n"]) * 3 - 2
    if "y" in p:
        return calendar.season(first, int(p["y"])), "stated"
    return _pick(lambda year: calendar.season(first, year), a)


def _known_day(v: TimeReader, p: Parts, a: Against) -> Value:
    """The September 11 attacks; before they were, the words mean the day alone, of which nothing is taken for granted."""
    day: date = v.words.maps["known_days"][p["known"]]
    return (calendar.day(day), "stated") if a.published is None or a.published >= day else UNKNOWN


def _holiday(v: TimeReader, p: Parts, a: Against) -> Value:
    """Those that fall on the same day each year; of the others the year is kept, where it is said."""
    if not (day := v.words.maps["holidays"][p["h"]]):
        return (calendar.year(int(p["y"])), "stated") if "y" in p else UNKNOWN
    month, number = map(int, str(day).split("-"))
    return _dated(lambda year: calendar.day(date(year, month, number)), p.get("y"), a)


def _overnight(_: TimeReader, __: Parts, a: Against) -> Value:
    return (Interval(a.published - timedelta(days=1), a.published, "day"), "relative") if a.published else UNKNOWN


RULES: Mapping[str, Callable[[TimeReader, Parts, Against], Value]] = {
    "iso": _iso,
    "numeric": _numeric,
    "date": _date,
    "date us": _date,
    "days": _days,
    "days us": _days,
    "date range": _date_range,
    "date range eu": _date_range,
    "month year": _month_year,
    "months": _months,
    "months bare": _months_bare,
    "month": _month,
    "month rel": _month_rel,
    "month edge": _month,
    "month noun": _month,
    **dict.fromkeys(("year", "year and", "year edge", "year noun", "year aside"), _year),
    "year short": _year_short,
    "years": _years,
    "years from": _years,
    "decade": _decade,
    "decade short": _decade,
    "century": _century,
    "decade word": _decade_word,
    "weekday": _weekday,
    "weekday told": _weekday_told,
    "weekday of the week": _weekday,
    "weekday day": _weekday_day,
    "day of the month": _day_of_month,
    "day alone": _day_of_month,
    "week of": _week_of,
    "weekdays": _weekdays,
    "relative day": _relative_day,
    "this part": lambda v, p, a: _from_today(v.step(p["rel"]), a),
    "overnight": _overnight,
    "period": _period,
    "period but one": _period_but_one,
    "weekend": _the_weekend,
    "ahead": _ahead,
    "in the period": _period,
    "edge of the period": _period,
    "window": _window,
    "ago": _ago,
    "ago half": _ago,
    "ago quarter": _ago,
    "offset": _offset,
    "next one": _next_one,
    "that one": _that_one,
    "one before": _one_before,
    "season": _season,
    "season year": _season,
    "season in": _season,
    "part of year": _part_of_year,
    "quarter": _quarter,
    "quarter alone": _quarter,
    "known day": _known_day,
    "holiday": _holiday,
}
# "fiscal year" (it begins when a state says), "recurring", "window vague" and "ago vague" are found and stay words: no day follows
# from them; "anchored" and "anchored day" count from an event (timecontext).

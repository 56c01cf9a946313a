"""What an expression means that names its day, month, season or year, whole or in part: `16 August`, `in 2014`, `the 1990s`."""

from collections.abc import Mapping
from datetime import date, timedelta

from sayso.linking import calendar
from sayso.linking.calendar import Interval
from sayso.linking.timevalues import UNKNOWN, Against, Parts, Rule, Value, Values, dated, pick


def _date(v: Values, p: Parts, a: Against) -> Value:
    month, number = v.month(p["m"]), int(p["d"])
    return dated(lambda year: calendar.day(date(year, month, number)), p.get("y"), a)


def _iso(_: Values, p: Parts, __: Against) -> Value:
    return calendar.day(date(int(p["y"]), int(p["mo"]), int(p["d"]))), "stated"


def _numeric(_: Values, p: Parts, __: Against) -> Value:
    """17/08/2020 and 17.08.2020; 7/8/2020 may be July or August, so it stays open."""
    first, second, year = int(p["a"]), int(p["b"]), int(p["y"])
    if p["sep"] == "." or first > 12:
        return calendar.day(date(year, second, first)), "stated"
    return (calendar.day(date(year, first, second)), "stated") if second > 12 or first == second else UNKNOWN


def _days(v: Values, p: Parts, a: Against) -> Value:
    month, first, last = v.month(p["m"]), int(p["d"]), int(p["d2"])
    return dated(lambda year: Interval(date(year, month, first), date(year, month, last), "day"), p.get("y"), a)


def _date_range(v: Values, p: Parts, a: Against) -> Value:
    def make(year: int) -> Interval:
        end = date(year, v.month(p["m2"]), int(p["d2"]))
        start_year = int(p["y"]) if "y" in p else year - (v.month(p["m"]) > end.month)
        return Interval(date(start_year, v.month(p["m"]), int(p["d"])), end, "day")

    return dated(make, p.get("y2") or p.get("y"), a)


def _months_bare(v: Values, p: Parts, a: Against) -> Value:
    first, last = v.month(p["m"]), v.month(p["m2"])
    return pick(lambda year: calendar.through(calendar.month(year - (first > last), first), calendar.month(year, last)), a)


def _month(v: Values, p: Parts, a: Against) -> Value:
    return pick(lambda year: calendar.month(year, v.month(p["m"])), a)


def _year(_: Values, p: Parts, __: Against) -> Value:
    return calendar.year(int(p["y"])), "stated"


def _year_short(_: Values, p: Parts, a: Against) -> Value:
    """`in '98`: of the century that does not lie ahead."""
    if a.published is None:
        return UNKNOWN
    century, short = a.published.year // 100, int(p["y"])
    return calendar.year((century - (short > a.published.year % 100)) * 100 + short), "stated"


def _years(_: Values, p: Parts, __: Against) -> Value:
    first, last = int(p["y"]), int(p["y2"]) if len(p["y2"]) == 4 else int(p["y"][:2] + p["y2"])
    if p.get("sep") == "/" and last != first + 1:
        return UNKNOWN  # decree 1430/2019
    if p.get("sep") == "-" and last <= first and len(p["y2"]) == 2 and 1 <= int(p["y2"]) <= 12:
        return calendar.month(first, int(p["y2"])), "stated"
    return (calendar.through(calendar.year(first), calendar.year(last)), "stated") if last > first else UNKNOWN


def _decade(_: Values, p: Parts, __: Against) -> Value:
    first = int(p["y"])
    if first % 100 == 0 and 100 < first < 2000:  # the 1800s
        return Interval(date(first, 1, 1), date(first + 99, 12, 31), "century"), "stated"
    return calendar.decade(first if first > 99 else 1900 + first), "stated"


def _decade_word(v: Values, p: Parts, __: Against) -> Value:
    return calendar.decade(int(v.words.maps["decade_words"][p["word"].lower()])), "stated"


def _century(v: Values, p: Parts, __: Against) -> Value:
    return calendar.century(v.ordinal(p["n"])), "stated"


def _weekday_day(v: Values, p: Parts, a: Against) -> Value:
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


def _week_of(v: Values, p: Parts, a: Against) -> Value:
    """The week beginning 10 August."""
    day, basis = _date(v, {"d": p.get("d") or p["d2"], "m": p.get("m") or p["m2"], **({"y": p["y"]} if "y" in p else {})}, a)
    if day is None:
        return UNKNOWN
    return (calendar.weekend if v.unit(p["unit"]) == "weekend" else calendar.week)(day.start), basis


def _quarter(_: Values, p: Parts, a: Against) -> Value:
    if "half" in p:
        return calendar.months(int(p["y"]), int(p["half"]) * 6 - 5, 6, "year"), "stated"
    first = int(p["n"]) * 3 - 2
    if "y" in p:
        return calendar.season(first, int(p["y"])), "stated"
    return pick(lambda year: calendar.season(first, year), a)


def _known_day(v: Values, p: Parts, a: Against) -> Value:
    """The September 11 attacks; before they were, the words mean the day alone, of which nothing is taken for granted."""
    day: date = v.words.maps["known_days"][p["known"]]
    return (calendar.day(day), "stated") if a.published is None or a.published >= day else UNKNOWN


def _holiday(v: Values, p: Parts, a: Against) -> Value:
    """Those that fall on the same day each year; of the others the year is kept, where it is said."""
    if not (day := v.words.maps["holidays"][p["h"]]):
        return (calendar.year(int(p["y"])), "stated") if "y" in p else UNKNOWN
    month, number = map(int, str(day).split("-"))
    return dated(lambda year: calendar.day(date(year, month, number)), p.get("y"), a)


def _month_year(v: Values, p: Parts, a: Against) -> Value:
    if "y" in p:
        return calendar.month(int(p["y"]), v.month(p["m"])), "stated"
    if a.published is None:
        return UNKNOWN
    return calendar.month(a.published.year + v.step(p["rel"]), v.month(p["m"])), "relative"


def _months(v: Values, p: Parts, a: Against) -> Value:
    if "y2" not in p and a.published is None:
        return UNKNOWN
    first, last = v.month(p["m"]), v.month(p["m2"])
    end = int(p["y2"]) if "y2" in p or a.published is None else a.published.year + v.step(p["rel"])
    start = int(p["y"]) if "y" in p else end - (first > last)
    return calendar.through(calendar.month(start, first), calendar.month(end, last)), "stated" if "y2" in p else "relative"


def _season(v: Values, p: Parts, a: Against) -> Value:
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
    if rel and v.step(rel) == 0:
        return next(i for i in made if i.end >= today and i.start.year >= today.year - (first == 12)), "relative"
    over = [i for i in made if (i.end < today if rel else i.start <= today)]
    return over[-1], "relative"


def _part_of_year(v: Values, p: Parts, a: Against) -> Value:
    length = 3 if p["unit"].lower() == "quarter" else 6
    number = 12 // length if "final" in p else v.ordinal(p["n"])
    if "y" not in p and a.published is None:
        return UNKNOWN
    year = int(p["y"]) if "y" in p or a.published is None else a.published.year + v.step(p.get("rel", ""))
    made = calendar.months(year, (number - 1) * length + 1, length, "season" if length == 3 else "year")
    return made, "stated" if "y" in p else "relative"


STATED: Mapping[str, Rule] = {
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
    "weekday day": _weekday_day,
    "week of": _week_of,
    "season": _season,
    "season year": _season,
    "season in": _season,
    "part of year": _part_of_year,
    "quarter": _quarter,
    "quarter alone": _quarter,
    "known day": _known_day,
    "holiday": _holiday,
}

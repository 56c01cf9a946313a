"""What an expression means that counts from the publication date or from a time told before: `on Monday`, `last week`, `two days later`."""

from collections.abc import Mapping
from datetime import date, timedelta

from sayso.linking import calendar
from sayso.linking.calendar import Interval
from sayso.linking.timevalues import UNKNOWN, Against, Parts, Rule, Value, Values


def _month_rel(v: Values, p: Parts, a: Against) -> Value:
    if a.published is None:
        return UNKNOWN
    number, today = v.month(p["m"]), a.published
    if (step := v.step(p["rel"])) == 0:
        return calendar.month(today.year, number), "relative"
    year = today.year + step * (number >= today.month if step < 0 else number <= today.month)
    return calendar.month(year, number), "relative"


def _weekday(v: Values, p: Parts, a: Against) -> Value:
    number, rel = int(v.words.maps["weekdays"][p["wd"]]), p.get("rel", "")
    if (today := a.published) is None:
        return UNKNOWN
    step = v.step(p.get("week", rel))
    if "week" in p or (rel and step == 0):  # `this Friday` is the one of this week
        monday = calendar.week(today).start + timedelta(weeks=step)
        return calendar.day(monday + timedelta(days=number)), "relative"
    if step < 0:  # said on that weekday, it is a week ago
        return calendar.day(calendar.on_or_before(today - timedelta(days=1), number)), "relative"
    if step > 0:
        return calendar.day(calendar.on_or_after(today + timedelta(days=1), number)), "relative"
    return calendar.day((calendar.on_or_after if a.future else calendar.on_or_before)(today, number)), "relative"


def _weekday_told(v: Values, p: Parts, a: Against) -> Value:
    if (last := a.last("week")) is None:
        return UNKNOWN
    number, step = int(v.words.maps["weekdays"][p["wd"]]), v.step(p.get("rel") or p["that"])
    if step < 0:
        return calendar.day(calendar.on_or_before(last.start - timedelta(days=1), number)), "context"
    return calendar.day(calendar.on_or_after(last.end + timedelta(days=1) if step else last.start, number)), "context"


def _weekdays(v: Values, p: Parts, a: Against) -> Value:
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


def _day_of_month(v: Values, p: Parts, a: Against) -> Value:
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


def _relative_day(v: Values, p: Parts, a: Against) -> Value:
    return _from_today(int(v.words.maps["relative_days"][p["word"].lower()]), a)


def _from_today(days: int, a: Against) -> Value:
    return (calendar.shift(a.published, days, "day"), "relative") if a.published else UNKNOWN


def _period(v: Values, p: Parts, a: Against) -> Value:
    """This week, last month, next year; `the past year` is a stretch up to now, and so is read as a window."""
    if (today := a.published) is None:
        return UNKNOWN
    rel, unit = p.get("rel") or p.get("past", ""), v.unit(p["unit"])
    if unit == "weekend":
        return _weekend(v.step(rel), today, a)
    if unit == "quarter":
        first = calendar.shift_months(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), 3 * v.step(rel))
        return calendar.season(first.month, first.year), "relative"
    if "past" in p:
        return _stretch(1, unit, -1, today), "relative"
    return calendar.shift(today, v.step(rel), unit), "relative"


def _weekend(step: int, today: date, a: Against) -> Value:
    coming = calendar.weekend(today)
    step = step or (-1 if coming.start > today and not a.future else 0)  # on a Monday, "this weekend" is the one just over
    return calendar.weekend(coming.start + timedelta(weeks=step)), "relative"


def _the_weekend(_: Values, __: Parts, a: Against) -> Value:
    return _weekend(0, a.published, a) if a.published else UNKNOWN


def _period_but_one(v: Values, p: Parts, a: Against) -> Value:
    """The week before last, the week after next."""
    if a.published is None:
        return UNKNOWN
    count = 2 * v.step(p.get("rel") or p["rel2"])
    if v.unit(p["unit"]) == "weekend":
        return calendar.weekend(a.published + timedelta(weeks=count)), "relative"
    return calendar.shift(a.published, count, v.unit(p["unit"])), "relative"


def _ahead(v: Values, p: Parts, a: Against) -> Value:
    """In three days: where something to come is told; `they met in three days` says how long it took."""
    if a.published is None or not a.future:
        return UNKNOWN
    return calendar.shift(a.published, v.number(p["n"]), v.unit(p["unit"])), "relative"


def _window(v: Values, p: Parts, a: Against) -> Value:
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


def _ago(v: Values, p: Parts, a: Against) -> Value:
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


def _offset(v: Values, p: Parts, a: Against) -> Value:
    """Three days earlier: than the time told last. As exact as both: three years after a day is that year."""
    unit = v.unit(p["unit"])
    if (last := a.last(unit)) is None:
        return UNKNOWN
    count = v.number(p["n"]) * v.way(p["way"])
    return calendar.shift(last.start, count, unit), "context"


def _next_one(v: Values, p: Parts, a: Against) -> Value:
    step, unit = v.step(p["rel"]), v.unit(p["unit"])
    if (last := a.last(unit)) is None:
        return UNKNOWN
    if unit == "weekend":
        return calendar.weekend(last.start + timedelta(weeks=step)), "context"
    return calendar.shift(last.end if step > 0 else last.start, step, unit), "context"


def _that_one(v: Values, p: Parts, a: Against) -> Value:
    return _next_one(v, {"rel": "same", "unit": p["unit"]}, a)


def _one_before(v: Values, p: Parts, a: Against) -> Value:
    return _offset(v, {"n": "1", **p}, a)


def _overnight(_: Values, __: Parts, a: Against) -> Value:
    return (Interval(a.published - timedelta(days=1), a.published, "day"), "relative") if a.published else UNKNOWN


RELATIVE: Mapping[str, Rule] = {
    "month rel": _month_rel,
    "weekday": _weekday,
    "weekday told": _weekday_told,
    "weekday of the week": _weekday,
    "day of the month": _day_of_month,
    "day alone": _day_of_month,
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
}

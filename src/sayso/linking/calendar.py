"""Days, weeks, months, seasons as intervals of days. Arithmetic only, no words."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sayso.records import WhenPrecision


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from `start` to `end`, both inclusive."""

    start: date
    end: date
    precision: WhenPrecision


def day(of: date) -> Interval:
    return Interval(of, of, "day")


def week(of: date) -> Interval:
    """Monday to Sunday."""
    monday = of - timedelta(days=of.weekday())
    return Interval(monday, monday + timedelta(days=6), "week")


def weekend(of: date) -> Interval:
    """Saturday and Sunday of the week of a day."""
    saturday = week(of).start + timedelta(days=5)
    return Interval(saturday, saturday + timedelta(days=1), "day")


def month(year: int, number: int) -> Interval:
    start = date(year, number, 1)
    return Interval(start, shift_months(start, 1) - timedelta(days=1), "month")


def months(year: int, number: int, length: int, precision: WhenPrecision) -> Interval:
    """`length` months from the first of one."""
    start = date(year, number, 1)
    return Interval(start, shift_months(start, length) - timedelta(days=1), precision)


def year(number: int) -> Interval:
    return Interval(date(number, 1, 1), date(number, 12, 31), "year")


def decade(first: int) -> Interval:
    return Interval(date(first, 1, 1), date(first + 9, 12, 31), "decade")


def century(number: int) -> Interval:
    """The 19th century: 1801 to 1900."""
    return Interval(date(number * 100 - 99, 1, 1), date(number * 100, 12, 31), "century")


def shift_months(of: date, by: int) -> date:
    """The same day `by` months on; the last of the month where it has no such day."""
    total = of.year * 12 + of.month - 1 + by
    where, number = divmod(total, 12)
    for number_of_day in range(of.day, 27, -1):
        try:
            return date(where, number + 1, number_of_day)
        except ValueError:
            continue
    return date(where, number + 1, min(of.day, 28))


def period(unit: str, of: date) -> Interval:
    """The day, week, month ... that holds a day."""
    if unit == "week":
        return week(of)
    if unit == "month":
        return month(of.year, of.month)
    if unit == "year":
        return year(of.year)
    if unit == "decade":
        return decade(of.year // 10 * 10)
    if unit == "century":
        return century((of.year - 1) // 100 + 1)
    return day(of)


def shift(of: date, by: int, unit: str) -> Interval:
    """The period that lies `by` units from a day: three weeks ago is a week, two months ago a month, an hour ago that day."""
    if unit in {"hour", "day"}:
        return day(of + timedelta(days=by if unit == "day" else int(by / 24)))
    if unit in {"week", "fortnight"}:
        return week(of + timedelta(weeks=by * (2 if unit == "fortnight" else 1)))
    count = by * {"month": 1, "year": 12, "decade": 120, "century": 1200}[unit]
    return period(unit if unit in {"month", "year"} else "year", shift_months(of, count))


def on_or_before(of: date, weekday: int) -> date:
    return of - timedelta(days=(of.weekday() - weekday) % 7)


def on_or_after(of: date, weekday: int) -> date:
    return of + timedelta(days=(weekday - of.weekday()) % 7)


def season(first_month: int, in_year: int) -> Interval:
    """Three months; the winter of a year begins in its December."""
    return months(in_year, first_month, 3, "season")


def through(first: Interval, last: Interval) -> Interval:
    """From the start of one to the end of the other; as exact as the less exact."""
    return Interval(first.start, max(first.end, last.end), first.precision)


def until(interval: Interval, end: date) -> Interval:
    return replace(interval, end=max(interval.end, end))

"""What a time expression means: an interval of days, against the publication date or an earlier time in the text."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sayso.linking import calendar
from sayso.linking.calendar import Interval
from sayso.linking.timerelative import RELATIVE
from sayso.linking.timestated import STATED
from sayso.linking.timevalues import UNKNOWN, Against, Rule, Value, Values
from sayso.linking.timewords import TimeExpression

RULES: Mapping[str, Rule] = {**STATED, **RELATIVE}
# "fiscal year" (it begins when a state says), "recurring", "window vague" and "ago vague" are found and stay words: no day follows
# from them; "anchored" and "anchored day" count from an event (timecontext).


@dataclass(frozen=True, slots=True)
class TimeReader(Values):
    """Resolves expressions with the values of a lexicon."""

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

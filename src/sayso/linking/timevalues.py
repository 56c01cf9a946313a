"""What the rules of time expressions share: what they are read against, the values of words, and the year of a date that gives none."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sayso.lexicons.times import TimeLexicon
from sayso.linking.calendar import Interval
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
class Values:
    """What the words of a lexicon are worth: months, numbers, units."""

    words: TimeLexicon

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


def pick(make: Callable[[int], Interval], against: Against) -> Value:
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


def dated(make: Callable[[int], Interval], year: str | None, against: Against) -> Value:
    return (make(int(year)), "stated") if year else pick(make, against)


Rule = Callable[[Values, Parts, Against], Value]

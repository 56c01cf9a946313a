"""Find time expressions in plain English text. What they mean is worked out in `timevalues`; another language needs a finder of its own."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from sayso.lexicons.times import TimeLexicon
from sayso.records import Span

DASH = r"\s?[-–—]\s?"
DAY = r"(?:3[01]|[12]\d|0?[1-9])"
YEAR = r"(?:1[0-9]|20|21)\d\d"
ORDINAL = r"(?:st|nd|rd|th)?"
END = r"(?!\w|[-–/.,:]\d)"  # no number goes on here
DETERMINERS = re.compile(r"(?i)\b(?:the|a|an|his|her|its|their|this|that|our|my)\s$")
GOES_ON = re.compile(r"['’]s?\s|\s\w|-\w")


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time phrase as found: which rule, with which parts. `attributive`: it modifies a noun ("Monday's vote", "a 2014 speech")."""

    span: Span
    rule: str
    parts: Mapping[str, str] = field(default_factory=dict, compare=False)
    attributive: bool = False


@dataclass(frozen=True)
class TimeFinder:
    """Time expressions by rules over the words of a lexicon. The longest match wins, then the earlier rule."""

    words: TimeLexicon

    def __call__(self, text: str) -> tuple[TimeExpression, ...]:
        """All expressions in reading order; none overlap."""
        found: list[TimeExpression] = []
        for start, end in self._islands(text):
            matches = sorted(self._matches(text, start, end), key=lambda e: (e.span.start, -len(e.span)))
            best: list[TimeExpression] = []
            for match in matches:
                if best and best[-1].span.overlaps(match.span):
                    if len(match.span) > len(best[-1].span):
                        best[-1] = match
                    continue
                best.append(match)
            found += best
        return tuple(found)

    def phrase(self, text: str) -> tuple[TimeExpression, ...]:
        """The same for a phrase that is known to tell a time, where a bare `2014` or `May` is enough."""
        if found := self(text):
            return found
        return tuple(replace(e, span=Span(e.span.start - 3, e.span.end - 3)) for e in self(f"in {text}") if e.span.start >= 3)

    def _islands(self, text: str) -> Iterator[tuple[int, int]]:
        """Stretches around the words that every expression has one of: the rules need not look at the rest."""
        start = end = -1
        for match in self._anchor.finditer(text):
            a, b = max(match.start() - 60, 0), min(match.end() + 60, len(text))
            if a > end:
                if end >= 0:
                    yield start, end
                start = a
            end = b
        if end >= 0:
            yield start, end

    def _matches(self, text: str, start: int, end: int) -> Iterator[TimeExpression]:
        for rule, pattern in self._rules:
            for match in pattern.finditer(text, start, end):
                a, b = match.span("t") if "t" in pattern.groupindex else match.span()
                parts = {k: v for k, v in match.groupdict().items() if v is not None and k != "t"}
                yield TimeExpression(Span(a, b), rule, parts, _modifies_noun(text, a, b, rule))

    @cached_property
    def _anchor(self) -> re.Pattern[str]:
        maps, lists = self.words.maps, self.words.lists
        names = [*maps["months"], *maps["month_abbreviations"], *maps["weekdays"], *maps["holidays"]]
        more = ["weekend", "quarter", "half", "overnight", "century", "centuries"]
        lower = [*more, *maps["units"], *lists["day_parts"], *maps["relative_days"], *maps["seasons"]]
        return re.compile(rf"\b(?:(?:{_any(names)})s?|(?i:(?:{_any(lower)})s?)|Q[1-4]|{YEAR}s?|'?\d0s|\d\d?[./]\d\d?[./]\d{{4}})(?!\w)")

    @cached_property
    def _rules(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple((name, re.compile(pattern)) for name, pattern in patterns(self.words).items())


def _modifies_noun(text: str, start: int, end: int, rule: str) -> bool:
    """`Monday's vote`, `the December 3 attack`, `21st century challenges`."""
    if text[end : end + 2] in {"'s", "’s"}:
        return True
    determined = DETERMINERS.search(text, max(0, start - 6), start) is not None
    bare = rule == "century" and text[start : start + 4].lower() != "the "
    return (determined or bare) and GOES_ON.match(text, end) is not None


def _any(words: Mapping[str, object] | tuple[str, ...] | list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


def patterns(words: TimeLexicon) -> dict[str, str]:
    """Rule -> regular expression; names are matched as written, the small words in any case. The group `t`, if any, is the expression."""
    maps, lists = words.maps, words.lists
    mon = rf"(?:{_any(maps['months'])}|(?:{_any(maps['month_abbreviations'])})\.?)"
    month = rf"(?:{_any(maps['months'])})"
    wd = rf"(?:{_any(maps['weekdays'])})"
    lead = rf"(?:(?:{wd}|(?:{_any(maps['weekday_abbreviations'])})\.?),? )?"
    num = rf"(?i:\d{{1,3}}|{_any(maps['numbers'])})"
    vague = rf"(?i:{_any(lists['vague_numbers'])})"
    unit = rf"(?i:{_any(maps['units'])})"
    part = rf"(?i:{_any(lists['day_parts'])})"
    span = rf"(?:{unit}|{part}|(?i:weekend))"
    edge = rf"(?i:(?:the )?(?:{_any(lists['edges'])})(?:[ -](?:in |on |of )?(?:the )?)?)?"
    some_edge = edge.removesuffix("?")
    opener = rf"(?i:{_any(lists['openers'])})"
    year_opener = rf"(?i:{_any((*lists['openers'], *lists['year_openers']))})"
    season = rf"(?i:{_any(maps['seasons'])})"
    ordinal = rf"(?i:\d{{1,2}}(?:st|nd|rd|th)|{_any(maps['ordinals'])})"
    year = rf"(?P<y>{YEAR}){END}"
    of_year = rf"(?:,? (?:of )?(?P<y>{YEAR}){END})?"
    to = rf"(?:{DASH}| to | and | or | through | until )"
    recent = r"(?i:this past|the past|last|past)"
    deictic = rf"(?i:this coming|the coming|the current|this|next|coming|the last|{recent})"
    no_object = r"(?!\s(?!(?:and|but|when|in|on|at|by|as|after|before|that|who|which|he|she|it|they)\b)[\w“\"]|\w)"
    return {
        "iso": rf"\b(?P<y>{YEAR})[-/](?P<mo>0[1-9]|1[0-2])[-/](?P<d>{DAY})(?!\d)",
        "numeric": rf"\b(?P<a>\d\d?)(?P<sep>[./])(?P<b>\d\d?)(?P=sep)(?P<y>{YEAR})(?!\d)",
        "date": rf"\b{lead}(?:the )?(?P<d>{DAY}){ORDINAL}(?: of)? (?P<m>{mon})(?!\w){of_year}",
        "date us": rf"\b{lead}(?P<m>{mon}) (?:the )?(?P<d>{DAY}){ORDINAL}(?!\w|[.,:/]\d){of_year}",
        "days": rf"\b(?P<d>{DAY}){ORDINAL}{to}(?P<d2>{DAY}){ORDINAL}(?: of)? (?P<m>{mon})(?!\w){of_year}",
        "days us": rf"\b(?P<m>{mon}) (?P<d>{DAY}){ORDINAL}{to}(?P<d2>{DAY}){ORDINAL}(?!\w|[.,:/]\d){of_year}",
        "date range": rf"\b(?P<m>{mon}) (?P<d>{DAY}){ORDINAL}{of_year},?{to}"
        rf"(?P<m2>{mon}) (?P<d2>{DAY}){ORDINAL}(?!\w|[.,:/]\d)(?:,? (?P<y2>{YEAR}){END})?",
        "date range eu": rf"\b(?P<d>{DAY}){ORDINAL} (?P<m>{mon}){of_year}{to}"
        rf"(?P<d2>{DAY}){ORDINAL} (?P<m2>{mon})(?!\w)(?:,? (?P<y2>{YEAR}){END})?",
        "month year": rf"\b{edge}(?P<m>{mon}),? (?:of )?(?:(?P<rel>(?i:last|this|next)) year\b|{year})",
        "months": rf"\b(?P<m>{month})(?: (?P<y>{YEAR}))?{to}(?P<m2>{month}),? (?:of )?(?P<y2>{YEAR}){END}",
        "month": rf"\b(?:{opener} )(?P<t>{edge}(?P<m>{month}))(?! \d{{1,2}}\b)\b",
        "month rel": rf"\b{edge}(?P<rel>(?i:last|this past|this|next|this coming)) (?P<m>{month})\b",
        "month edge": rf"\b{some_edge}(?P<m>{month})\b(?! \d)",
        "month noun": rf"\b(?i:the|a|an|his|her|its|their) (?P<t>(?P<m>{month}))(?= [a-z]{{3}})",
        "year": rf"\b{year_opener} (?:the )?(?P<t>{edge}{year})",
        "year and": rf"(?<=\d\d\d\d)(?:,| and| or| to|, and) (?P<t>{year})",
        "year edge": rf"\b{some_edge}{year}",
        "year noun": rf"\b(?i:the|a|an|his|her|its|their|[\w’']+[’']s) (?P<t>{year})(?= [A-Za-z])",
        "year aside": rf"(?:\(|,\s)(?P<t>{year})(?=[),;])",
        "years": rf"\b(?P<y>{YEAR})(?:{DASH}|/)(?P<y2>{YEAR}|\d\d){END}",
        "years from": rf"\b(?i:between|from) (?P<t>(?P<y>{YEAR}) (?:to|and|until|through) (?P<y2>{YEAR}){END})",
        "decade": rf"\b(?:the )?{edge}(?P<y>(?:1[0-9]|20|21)\d0)s\b",
        "decade short": r"(?:\bthe )['’]?(?P<y>[2-9]0)s\b",
        "century": rf"\b(?:the )?{edge}(?P<n>{ordinal})[ -](?i:century)\b",
        "weekday": rf"\b(?P<t>{edge}(?:(?P<rel>(?i:the (?:previous|following|next|same)|that|this past|this coming|this|last|next|past)) )?"
        rf"(?P<wd>{wd})(?: (?P<part>{part}))?(?:,? (?:of )?(?P<week>(?i:last|this|next)) week)?)(?!s\b)\b",
        "weekdays": rf"\b(?P<wd>{wd}){to}(?P<wd2>{wd})(?: (?P<part>{part}))?\b",
        "recurring": rf"\b(?:(?i:{_any(lists['recurring'])}) (?:{wd}|{unit}|{part})|{wd}s)\b",
        "relative day": rf"\b{edge}(?P<word>(?i:{_any(maps['relative_days'])}))(?: {part})?\b",
        "two days": r"\b(?i:the day (?P<word>before yesterday|after tomorrow))\b",
        "this part": rf"\b{edge}(?P<rel>(?i:this|last)) (?P<part>{part})\b",
        "overnight": r"\b(?P<word>(?i:overnight))\b",
        "period": rf"\b{edge}(?P<rel>{deictic}) (?P<unit>{unit}|(?i:weekend|quarter))\b",
        "in the period": rf"\b(?P<word>(?i:earlier|later|late|early)) (?:on )?(?:in|during) the (?P<unit>{unit})\b",
        "edge of the period": r"\b(?i:the )?(?i:beginning|start|end|middle) of the (?P<unit>(?i:day|week|month|year))\b",
        "window": rf"\b(?P<rel>{deictic}|(?i:the next)) (?P<n>{num}) (?P<unit>{unit})s?\b",
        "window vague": rf"\b(?:in |over |during )?(?i:the |these )?(?i:last|past|recent|coming|next) (?:{vague} )?{unit}s\b",
        "ago": rf"\b(?:(?P<n>{num})(?P<half> and a half)?|(?i:half an?)) (?P<unit>{unit})s? ago\b",
        "ago half": rf"\b(?P<n>{num}) (?P<unit>{unit}) (?P<half>and a half) ago\b",
        "ago vague": rf"\b(?:{vague} )?{unit}s ago\b",
        "offset": rf"\b(?P<n>{num}) (?P<unit>{unit})s? (?P<way>(?i:earlier|previously|later|afterwards?|before|after))\b{no_object}",
        "anchored": rf"\b(?:{num}|{vague}) {unit}s? (?i:before|after|since|prior to|following)\b",
        "next one": rf"\b(?i:the) (?P<rel>(?i:same|very same|next|very next|following|previous|preceding)) (?P<unit>{span})\b",
        "that one": rf"\b{edge}(?i:that|that same) (?P<unit>{span})\b",
        "one before": rf"\b(?i:the) (?P<unit>{unit}|{part}) (?P<way>(?i:before|after|earlier|prior)){no_object}",
        "season": rf"\b{edge}(?P<rel>(?i:last|this past|this|next|this coming)) (?P<s>{season})\b",
        "season year": rf"\b(?:the )?{edge}(?P<s>{season})(?: of)?,? {year}",
        "season in": rf"\b(?:{opener}|(?i:by)) (?P<t>(?:the )?{edge}(?P<s>{season}))"
        r"(?= ?[.,;:)!?]|$| (?i:and|but|when|after|before|with|by)\b)",
        "part of year": rf"\b(?:the )?(?P<n>{ordinal}|(?i:last|final)) (?P<unit>(?i:quarter|half)) of "
        rf"(?:the |(?P<rel>(?i:last|this|next)) )?(?:{year}|(?i:year)\b)",
        "quarter": rf"\bQ(?P<n>[1-4]) (?:of )?{year}",
        "holiday": rf"\b(?P<h>{_any(maps['holidays'])})(?:,? (?P<y>{YEAR}){END})?(?!\w)",
    }

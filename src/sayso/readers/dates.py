"""Publication dates: what a field says, and what the first lines of a plain text say."""

import re
from datetime import date
from email.utils import parsedate_tz

_ISO = r"\d{4}-\d{2}-\d{2}"
_MONTH = r"[A-Z][a-z]{2,8}\.?"
_DATE = (
    rf"(?P<iso>{_ISO})"
    rf"|(?P<m1>{_MONTH}) (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y1>\d{{4}})"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)? (?P<m2>{_MONTH}),? (?P<y2>\d{{4}})"
)
_CLOCK = r"(?:[ T,]+(?:at )?\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|[A-Z]{2,4}|[+-]\d{2}:?\d{2})?)?"
_WEEKDAY = r"(?:[A-Z][a-z]+day,? )?"
_LABEL = r"(?i:(?:first )?(?:published|posted|date|dated|released|publication date|date of publication)(?: on| at)?\s*:?\s*)?"
_ALONE = re.compile(rf"[(\[]?{_LABEL}{_WEEKDAY}(?:{_DATE}){_CLOCK}[)\]]?\.?")
# MINSK, Aug. 17, 2020 (Agency) -- The ...
_DATELINE = re.compile(rf"[A-Z][A-Z .,'’()/-]{{2,40}}[,.:]? \(?(?:{_DATE})\)?\s*(?:\([^()]{{2,40}}\)\s*)?(?:--|[—–:/-])\s")
_FIRST_LINES = 4
_LONGEST_LINE = 100


def field_date(value: object) -> date | None:
    """A date as data files write it: ISO 8601 (`2020-08-17T10:00:00Z`, `20200817`), `2020/08/17`, or as in e-mail; else None.

    `20200817100000` holds one too. `08/09/2020` is left alone: whether it is August or September depends on who wrote it.
    """
    if not isinstance(value, str):
        return None
    value = value.strip()
    if re.match(rf"{_ISO}(?!\d)", value):
        return _iso(value[:10])
    if re.match(r"\d{4}/\d{2}/\d{2}(?!\d)", value):
        return _iso(value[:10].replace("/", "-"))
    if re.fullmatch(r"\d{8}(?:\d{4}|\d{6})?", value):
        return _iso(f"{value[:4]}-{value[4:6]}-{value[6:8]}")
    if found := _ALONE.fullmatch(value):
        return _date_of(found)
    if re.match(r"[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4}\b", value) and (parsed := parsedate_tz(value)):
        return _safe(*parsed[:3])
    return None


def stated_date(text: str) -> date | None:
    """The date that a plain text gives itself: a line with nothing but a date among the first lines, or a dateline with a year.

    Any other date in the first lines may be that of the news, so it is left alone.
    """
    lines = [line.strip() for line in text[:2000].splitlines()]
    for line in [line for line in lines if line][:_FIRST_LINES]:
        if (len(line) <= _LONGEST_LINE and (found := _ALONE.fullmatch(line))) or (found := _DATELINE.match(line)):
            return _date_of(found)
    return None


def _date_of(found: re.Match[str]) -> date | None:
    if iso := found["iso"]:
        return _iso(iso)
    day, month, year = (found["d1"], found["m1"], found["y1"]) if found["y1"] else (found["d2"], found["m2"], found["y2"])
    parsed = parsedate_tz(f"{day} {month.rstrip('.')[:3]} {year} 00:00:00")  # the standard library's month names, whatever the locale
    return _safe(*parsed[:3]) if parsed and parsed[1] else None


def _iso(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

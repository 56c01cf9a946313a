"""Report and statement in words: the verb of a code, a date, a list of parties. The words themselves are in phrases.toml."""

import re
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sayso.records import Force, Status, When

_VERB = re.compile(r"\{([^/{}]*)/([^/{}]*)\}")
_OBJECT = re.compile(r"\[([^\[\]|]*~[^\[\]|]*)(?:\|([^\[\]]*))?\]")


@cache
def phrases() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "phrases.toml").read_text("utf-8"))


def does(type_: str, mode: str | None, status: Status, recipient: str) -> tuple[str, str, str]:
    """What is said after the actor, around the recipient: (status words, up to the recipient, after the recipient).

    `("did NOT", "attack ", " with drones")`. A type that the phrases do not know is named as it is: the code book is data, and a user's
    own may hold more types than ours.
    """
    of_type = phrases().get(type_, {})
    template: str = of_type.get(mode) or of_type.get("any") or f"{{{type_}/{type_}}}[ ~]"
    marker: str = phrases()["status"].get(status, "")
    text = _VERB.sub(lambda m: m[2] if marker else m[1], template)
    text = _OBJECT.sub(lambda m: m[1] if recipient else (m[2] or ""), text)
    if "~" not in text:
        return marker, text, ""
    before, after = text.split("~", 1)
    return (marker, before, after) if recipient else (marker, f"{before}somebody{after}", "")


def says(force: Force, negated: bool) -> tuple[str, str]:
    """("", "denied") or ("did NOT", "say")."""
    found = _VERB.fullmatch(phrases()["force"][force])
    if found is None:
        raise ValueError(f"phrases.toml: [force] {force} is not of the form {{past/base}}")
    return (phrases()["status"]["negated"], found[2]) if negated else ("", found[1])


def when(value: When) -> str:
    """`on 16 August 2020`, `in February 2020`, `in 2010`; the article's own words where they could not be resolved; "" if unsaid.

    What the words about the event do not say themselves is marked: `(told before)`, `(day of publication)`.
    """
    if value.start is None:
        return f"(“{value.text}”)" if value.text else ""
    basis: str = phrases()["dates"]["basis"].get(value.basis, "")
    return _interval(value, value.start) + basis


def _interval(value: When, start: date) -> str:
    months = phrases()["dates"]["months"]
    end = value.end or start
    day = f"{start.day} {months[start.month - 1]} {start.year}"
    if value.precision == "day" or start == end:
        return f"on {day}"
    if value.precision == "month":
        return f"in {months[start.month - 1]} {start.year}"
    if value.precision == "year":
        return f"in {start.year}"
    if value.precision in {"decade", "century"}:
        return f"between {start.year} and {end.year}"
    return f"between {day} and {end.day} {months[end.month - 1]} {end.year}"


def as_object(name: str) -> str:
    """`according to him`: a pronoun that nobody could resolve, as it stands behind a verb or a preposition."""
    form: str = phrases()["object"].get(name.casefold(), name)
    return form


def listed(names: list[str], last: str = "and") -> str:
    """`A, B and C`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}" if names else ""

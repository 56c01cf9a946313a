"""Telling: a report as grouping sees it. Rows of the project's table `reports` go in, frozen values come out."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from sayso.events.rules import rules

Basis = Literal["told", "context", "published", "none"]
# Columns of `reports` that a telling is made from; `copy_of` (the article that came first with this text) is joined to them.
COLUMNS = (
    "article_id", "report_id", "outlet_name", "published", "event_type", "event_mode", "status", "historical",
    "actor_name", "actor_country", "actor_sectors", "recipient_name", "recipient_country", "recipient_sectors",
    "event_start", "event_end", "date_basis", "place", "place_country", "place_name", "place_admin1", "place_precision", "latitude",
    "longitude", "killed", "injured", "arrested", "statement_id", "voice", "claimant_name", "claimant_country", "claimant_sectors",
    "claimant_type", "claimant_chain", "force", "trigger", "trigger_start", "trigger_end", "sentence", "sentence_start", "confidence",
)  # fmt: skip
_WORD = re.compile(r"\d[\d.,]*\d|\w+")
_STEM = 5  # letters kept of a word: Varkesh and Varkeshi, attack and attacked
_SHORT = 3  # words of up to so many letters say little


@dataclass(frozen=True, slots=True)
class Who:
    """A party or claimant. `country` and `sectors` empty = not known."""

    name: str
    country: str = ""
    sectors: tuple[str, ...] = ()

    @property
    def person(self) -> bool:
        """Has it the form of a person's name? Two words or more with capitals, none of them that of a body."""
        return _is_person(self.name)

    @property
    def of_state(self) -> bool:
        return bool(self.country and self.sectors and self.sectors[0] in rules().state)


@dataclass(frozen=True, slots=True)
class Where:
    text: str = ""
    name: str = ""
    country: str = ""
    admin1: str = ""
    precision: str = "unknown"
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Telling:
    """One report. `first` and `last` are days as numbers, None = not known; `basis` says how far they hold."""

    article: str
    report: str
    outlet: str
    published: date | None
    copy_of: str
    type: str
    mode: str
    status: str
    historical: bool
    actors: tuple[Who, ...]
    recipients: tuple[Who, ...]
    claimants: tuple[Who, ...]
    claimant_type: str
    chain: str
    force: str
    voice: str
    first: int | None
    last: int | None
    basis: Basis
    where: Where
    counts: tuple[tuple[str, int], ...]
    trigger: str
    at: tuple[int, int]  # the trigger's place in the article
    sentence: str
    sentence_at: int
    confidence: float
    words: frozenset[str]  # stems of the sentence
    own: frozenset[str]  # without the parties' names
    names: frozenset[str]  # those written with a capital or as a number
    numbers: frozenset[str]
    same: str  # equal for the same sentence and trigger in another article

    @property
    def key(self) -> str:
        return f"{self.article}/{self.report}"

    @property
    def anchor(self) -> str:
        """Names the report by its place, so that it is found again when the article is coded anew."""
        return f"{self.article}@{self.at[0]}-{self.at[1]}:{self.type}"

    @property
    def order(self) -> tuple[str, str, int, int, str]:
        """Where it stands among all tellings: by day of publication, then as in the article."""
        return (self.published.isoformat() if self.published else "9999", self.article, *self.at, self.report)

    @property
    def own_voice(self) -> bool:
        """The outlet says it itself."""
        return self.voice == "outlet"

    @property
    def dated(self) -> bool:
        return self.basis == "told"

    @property
    def fullness(self) -> int:
        """How much of the happening it tells."""
        return (
            2 * bool(self.actors) + 2 * bool(self.recipients) + 2 * self.dated + bool(self.where.text) + bool(self.mode) + bool(self.counts)
        )


def telling(row: Mapping[str, Any], copy_of: str | None = None) -> Telling:
    """From a row with COLUMNS (`show.data.report_row` makes them)."""
    actors, recipients = _parties(row, "actor"), _parties(row, "recipient")
    first, last, basis = _window(row)
    sentence = row["sentence"] or ""
    words, names = _stems(sentence)
    known = frozenset(s for who in (*actors, *recipients) for s in _stems(who.name)[1])
    return Telling(
        article=row["article_id"],
        report=row["report_id"],
        outlet=row["outlet_name"] or "",
        published=row["published"],
        copy_of=copy_of or row["article_id"],
        type=row["event_type"],
        mode=row["event_mode"] or "",
        status=row["status"],
        historical=bool(row["historical"]),
        actors=actors,
        recipients=recipients,
        claimants=_parties(row, "claimant"),
        claimant_type=row["claimant_type"] or "",
        chain=row["claimant_chain"] or "",
        force=row["force"] or "",
        voice=row["voice"] or "outlet",
        first=first,
        last=last,
        basis=basis,
        where=Where(
            row["place"] or "",
            row["place_name"] or "",
            row["place_country"] or "",
            row["place_admin1"] or "",
            row["place_precision"] or "unknown",
            row["latitude"],
            row["longitude"],
        ),
        counts=tuple((n, int(row[n])) for n in ("killed", "injured", "arrested") if row[n] is not None),
        trigger=row["trigger"] or "",
        at=(int(row["trigger_start"]), int(row["trigger_end"])),
        sentence=sentence,
        sentence_at=int(row["sentence_start"]),
        confidence=float(row["confidence"]),
        words=words,
        own=words - known,
        names=names,
        numbers=frozenset(n for n in names if n[0].isdigit()),
        same=f"{row['event_type']} {int(row['trigger_start']) - int(row['sentence_start'])} {' '.join(_WORD.findall(sentence.casefold()))}",
    )


def _parties(row: Mapping[str, Any], role: str) -> tuple[Who, ...]:
    """The joined lists of a row, back into parties; each once."""
    names = _split(row[f"{role}_name"])
    countries, sectors = _split(row[f"{role}_country"]), _split(row[f"{role}_sectors"])
    found = []
    for number, name in enumerate(names):
        country = countries[number] if number < len(countries) else ""
        found.append(_who(name, country, sectors[number] if number < len(sectors) else ""))
    return tuple(dict.fromkeys(found))


def _split(value: str | None) -> list[str]:
    return value.split("; ") if value else []


@cache
def _who(name: str, country: str, sectors: str) -> Who:
    return Who(name, country, tuple(sectors.split()))


def _window(row: Mapping[str, Any]) -> tuple[int | None, int | None, Basis]:
    start, end = row["event_start"], row["event_end"]
    if start:
        told = row["date_basis"] in ("stated", "relative")
        return start.toordinal(), (end or start).toordinal(), "told" if told else "context"
    published = row["published"]
    if not published or row["historical"]:
        return None, None, "none"
    day = published.toordinal()
    return day, day, "published"


@cache
def plain(text: str) -> str:
    """Without case and accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


@cache
def _is_person(name: str) -> bool:
    words = name.split()
    if len(words) < 2 or not (words[0][:1].isupper() and words[-1][:1].isupper()):
        return False
    return not any(plain(w) in rules().bodies for w in words)


@cache
def stem(word: str) -> str:
    return plain(word)[:_STEM]


def _stems(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """All that say something, and among them those with a capital or a digit."""
    words, names = [], []
    for word in _WORD.findall(text):
        capital = word[0].isupper() or word[0].isdigit()
        if word[0].isdigit() or (len(word) > _SHORT and word.casefold() not in rules().empty):
            words.append(stem(word))
            if capital:
                names.append(stem(word))
    return frozenset(words), frozenset(names)

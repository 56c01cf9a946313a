"""ActorLink, When, Place: what a mention, a time phrase or a place name was taken to be."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sayso.records.text import Span

# stated: a date; relative: `on Monday`, against the publication date; context: against a time told before, or that time carried on;
# publication: told as going on (`we condemn`) with no time named, so the day of publication is taken
WhenBasis = Literal["stated", "relative", "context", "publication", "not stated"]
PlaceBasis = Literal["clause", "object", "sentence", "not stated"]
PlacePrecision = Literal["city", "district", "province", "country", "region", "sea", "unknown"]
WhenPrecision = Literal["day", "week", "month", "season", "year", "decade", "century", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorLink:
    """Who a mention is: a name, a country, sectors (the first is primary) and how that was worked out.

    `country` is ISO 3166 alpha-3 or one of EUR, UNO, IGO, NGO, MNC, ISM, IMG; None = unknown. `sectors` are PLOVER's
    (GOV, MIL, COP ...); empty = unknown.
    """

    name: str
    country: str | None = None
    sectors: tuple[str, ...] = ()
    identifier: str = ""  # e.g. a Wikidata id, where the lexicon has one
    chain: int = -1  # mentions of one article with the same number are the same actor
    rule: str = ""  # e.g. "actor:composed", "actor:pronoun"
    row: str = ""  # lexicon rows it rests on, "; " between them
    parts: tuple["ActorLink", ...] = ()  # where the words stand for several actors ("the two leaders"): each of them


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When the event happened: an interval of days, how exact, and on what it rests. `start` None = not stated."""

    span: Span | None = None
    text: str = ""
    start: date | None = None
    end: date | None = None  # inclusive
    precision: WhenPrecision = "unknown"
    basis: WhenBasis = "not stated"

    @property
    def iso(self) -> str | None:
        """As exact as the text allows: `2020-08-16`, `2020-02`, `2010`; None where not stated.

        A week has no such form: the month that most of it lies in stands for it, for a season its year. `start` and `end` say it exactly.
        """
        if self.start is None:
            return None
        if self.precision == "month":
            return f"{self.start:%Y-%m}"
        if self.precision == "week":
            return f"{self.start + ((self.end or self.start) - self.start) / 2:%Y-%m}"
        if self.precision in {"season", "year", "decade", "century"}:
            return f"{self.start:%Y}"
        return self.start.isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The place named for the event; `span` None = not stated, `country` None = not known.

    `name` to `precision` are those of the gazetteer entry that the words were taken to mean; `name` "" = none was found.
    """

    span: Span | None = None
    text: str = ""
    country: str | None = None
    name: str = ""
    admin1: str = ""  # state or province
    latitude: float | None = None
    longitude: float | None = None
    geonames_id: int | None = None
    precision: PlacePrecision = "unknown"
    basis: PlaceBasis = "not stated"  # in the report's clause, as what it struck or entered, elsewhere in its sentence

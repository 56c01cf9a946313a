"""Where each report happened: its place words looked up in the gazetteer, and told apart by the rest of the article."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log10

from sayso.lexicons.places import Gazetteer, PlaceRow, fold
from sayso.records import Article, Place, Reason, Report, Span

# a run of capitalised words, small words of names between them: `Paris`, `Rio de Janeiro`, `the Gulf of Oman`, `U.S.`
_WORD = r"(?:[^\W\d_a-zà-öø-ÿ][\w’'.-]*\w\.?|[A-Z]\.?)"
RUN = re.compile(
    rf"{_WORD}(?:[ -](?:(?:of|the|de|del|la|el|al|and|du|di|da|do|dos|le|les|los|las|upon|on|an|der|am|ad)[ -]){{0,2}}{_WORD})*"
)
AFTER = re.compile(rf",? (?:in |of )?(?:the )?({RUN.pattern})")  # what follows a place and may hold it: `Paris, Texas`
LONGEST = 6  # words of a name
FINEST = ("city", "district", "province", "country", "region", "sea")
# How much more likely a name is meant for a country or a region than for a town of the same name, in powers of ten of inhabitants.
KIND_WEIGHT = {"country": 8.5, "region": 7.0, "sea": 7.0}
PART_OF_TOWN = {"province": -0.6, "district": -0.9}  # `New York`, `Paris`: the town before the province and district around it
SAME_COUNTRY = (0.4, 1.0)  # for a country that the article names at all, and for its share of all countries named
USUAL = 500_000  # inhabitants of an entry that gives none: our own table holds only places that the news knows
HELD = 10.0  # `Paris, Texas`


@dataclass(frozen=True, slots=True)
class Found:
    """A known name in a text with the place that it was taken to mean, and the others that bear the name."""

    span: Span
    row: PlaceRow
    rivals: tuple[PlaceRow, ...] = ()


@dataclass(frozen=True)
class Places:
    """Slot `ReportLinker`: fills `Report.where`."""

    gazetteer: Gazetteer

    @property
    def made_by(self) -> str:
        return f"places@1 gazetteer:{self.gazetteer.digest[:8]}"

    def __call__(self, article: Article, reports: tuple[Report, ...]) -> tuple[Report, ...]:
        """The reports in their order. A report without place words stays `not stated`; words that name no known place stay words."""
        if not any(r.where.text for r in reports):
            return reports
        votes = self.countries(article, reports)
        return tuple(self._placed(article, report, votes) for report in reports)

    def countries(self, article: Article, reports: Sequence[Report] = ()) -> Mapping[str, float]:
        """The countries that the article tells of, each with its share: those named in the text, and those of the parties."""
        votes: Counter[str] = Counter()
        for report in reports:
            votes.update(p.country for p in (*report.actors, *report.recipients) if p.country)
        for match in RUN.finditer(article.text):
            votes.update(row.country for row in self.gazetteer.own(match[0]) if row.country)
        total = sum(votes.values())
        return {country: count / total for country, count in sorted(votes.items())}

    def resolve(self, text: str, span: Span, votes: Mapping[str, float]) -> Found | None:
        """The place that the words at `span` name: the smallest of the known names in them, told apart by the larger ones beside it."""
        known = list(self._known(text, span))
        if not known:
            return None
        inside = min(known, key=lambda k: (min(FINEST.index(row.kind) for row in k[1]), k[0].start))
        holders = [row for at, rows in known if at != inside[0] for row in rows]
        after = AFTER.match(text, span.end)
        if after and (rows := self._longest(after[1])):
            holders += rows
        ranked = sorted(inside[1], key=lambda row: (-_weight(row, holders, votes), row.country, row.admin1, row.name))
        return Found(inside[0], ranked[0], tuple(ranked[1:]))

    def _placed(self, article: Article, report: Report, votes: Mapping[str, float]) -> Report:
        where = report.where
        if not where.text or where.name:
            return report
        if where.span is not None:
            found = self.resolve(article.text, where.span, votes)
        else:
            found = self.resolve(where.text, Span(0, len(where.text)), votes)
        if found is None:
            return report
        return replace(report, where=place(where, found.row), because=(*report.because, _reason(found, where)))

    def _known(self, text: str, span: Span) -> Iterator[tuple[Span, tuple[PlaceRow, ...]]]:
        """Known names within a stretch of text, the longest first in each run of capitalised words; none overlap."""
        for run in RUN.finditer(text, span.start, span.end):
            yield from self._in_run(run[0], run.start())

    def _in_run(self, run: str, offset: int) -> Iterator[tuple[Span, tuple[PlaceRow, ...]]]:
        words = [(m.start(), m.end()) for m in re.finditer(r"[^\s-]+", run)]
        first = 0
        while first < len(words):
            for last in range(min(first + LONGEST, len(words)) - 1, first - 1, -1):
                start, end = words[first][0], words[last][1]
                name = re.sub(r"['’]s?$", "", run[start:end])
                if run[start].isupper() and (rows := self.gazetteer(name)):
                    yield Span(offset + start, offset + start + len(name)), rows
                    first = last
                    break
            first += 1

    def _longest(self, run: str) -> tuple[PlaceRow, ...]:
        return next((rows for _, rows in self._in_run(run, 0)), ())


def _weight(row: PlaceRow, holders: Sequence[PlaceRow], votes: Mapping[str, float]) -> float:
    weight = KIND_WEIGHT.get(row.kind) or log10((row.population or USUAL) + 1000) + PART_OF_TOWN.get(row.kind, 0.0)
    if row.country in votes:
        named, share = SAME_COUNTRY
        weight += named + share * votes[row.country]
    if any(_holds(holder, row) for holder in holders):
        weight += HELD
    return weight


def _holds(holder: PlaceRow, row: PlaceRow) -> bool:
    if holder.kind == "country":
        return holder.country == row.country != ""
    return holder.kind in {"province", "district"} and holder.country == row.country and fold(holder.name) == fold(row.admin1)


def place(where: Place, row: PlaceRow) -> Place:
    return replace(
        where,
        country=row.country or None,
        name=row.name,
        admin1=row.admin1,
        latitude=row.latitude,
        longitude=row.longitude,
        geonames_id=row.geonames_id,
        precision=row.kind,
    )


def _reason(found: Found, where: Place) -> Reason:
    others = sorted({f"{r.name} ({', '.join(filter(None, (r.admin1, r.country)))})" for r in found.rivals[:3]})
    return Reason(
        rule="place:gazetteer",
        row=f"geonames:{found.row.geonames_id}" if found.row.geonames_id else found.row.name,
        words=(found.span,) if where.span else (),
        note=f"Also of this name: {'; '.join(others)}." if others else "",
    )

"""Where each report happened: its place words looked up in the gazetteer, and told apart by the rest of the article."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log10

from sayso.lexicons.places import Gazetteer, PlaceRow, fold
from sayso.records import PLACE_LABELS, Article, Mention, Place, Reason, Report, Span

# a run of capitalised words, small words of names between them: `Paris`, `Rio de Janeiro`, `the Gulf of Oman`, `U.S.`
_CAPITAL = r"[^\W\d_a-zà-öø-ÿ]"
_WORD = rf"(?:(?:{_CAPITAL}\.){{2,}}|(?:St|Ft|Mt)\.|{_CAPITAL}[\w’'-]*)"
RUN = re.compile(
    rf"{_WORD}(?:[ -](?:(?:of|the|de|del|la|el|al|and|du|di|da|do|dos|le|les|los|las|upon|on|an|der|am|ad)[ -]){{0,2}}{_WORD})*"
)
AFTER = re.compile(rf",? (?:in |of )?(?:the )?({RUN.pattern})")  # what follows a place and may hold it: `Paris, Texas`
BESIDE = re.compile(rf" (?:in|near|outside|of|at) (?:the )?({RUN.pattern})")  # `the embassy in Szohod`, where only the embassy was marked
# a run that is no name as a whole, without the words that only stand beside one: `In Homs`, `Moscow and Kyiv`
PIECE = re.compile(r"\b(?!(?:In|The|From|Near|At|On|Across|Outside|But|And|To|and|the)\b)[^\W\d_].*?(?=$| and | the )")
IN = re.compile(r"\b(?i:in|near|outside|around|across|towns? of|city of|village of|province of|capital of) (?:the )?$")
POSSESSIVE = re.compile(r"['’]s?$")
LONGEST = 6  # words of a name
FINEST = ("city", "district", "province", "country", "region", "sea")
# How much more likely a name is meant for a country or a region than for a town of the same name, in powers of ten of inhabitants.
KIND_WEIGHT = {"country": 8.5, "region": 7.0, "sea": 7.0}
PART_OF_TOWN = {"province": -0.6, "district": -0.9}  # `New York`, `Paris`: the town before the province and district around it
SAME_COUNTRY = (0.4, 1.0)  # for a country that the article names at all, and for its share of all countries named
USUAL = 500_000  # inhabitants of an entry that gives none: our own table holds only places that the news knows
OTHER_NAME = 0.8  # `Puno` is sooner the town of that name than Pune
SAME_PROVINCE = 2.0  # for the share of its province among those named
WELL_KNOWN = 100_000  # inhabitants of a town that gives its name to what is in it
REACH = 40  # characters before a stretch in which a name that reaches into it may begin
HELD = 10.0  # `Paris, Texas`


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text with the place that it was taken to mean (None: not in the gazetteer), and the others that bear the name."""

    span: Span
    row: PlaceRow | None
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
        votes = self.votes(article, reports)
        return tuple(self._placed(article, report, votes) for report in reports)

    def votes(self, article: Article, reports: Sequence[Report] = ()) -> Mapping[str, float]:
        """The countries (`USA`) and provinces (`USA/texas`) that the article tells of, each with its share of all."""
        countries: Counter[str] = Counter()
        provinces: Counter[str] = Counter()
        for report in reports:
            countries.update(p.country for p in (*report.actors, *report.recipients) if p.country)
        for match in RUN.finditer(article.text):
            rows = self.gazetteer(POSSESSIVE.sub("", match[0]))
            if rows and rows[0].kind == "country":
                countries[rows[0].country] += 1
            elif rows and all(row.kind in {"province", "district"} for row in rows):  # a name that no town bears
                countries[rows[0].country] += 1
                provinces[f"{rows[0].country}/{fold(rows[0].name)}"] += 1
        return {**_shares(countries), **_shares(provinces)}

    def in_article(self, article: Article, mentions: Sequence[Mention]) -> tuple[Found, ...]:
        """Every place that an article names, whether something happened there or not.

        These are the names with the label of a place, those of countries, and known names where a place stands: `in Szohod`.
        """
        votes, text = self.votes(article), article.text
        names = [m.name for m in mentions if m.name and m.label in PLACE_LABELS]
        others = [m.name for m in mentions if m.name and m.label in {"PER", "ORG"}]
        for run in RUN.finditer(text):
            whole = bool(self.gazetteer(POSSESSIVE.sub("", run[0])))
            for part in [run] if whole else PIECE.finditer(text, run.start(), run.end()):
                name = POSSESSIVE.sub("", part[0])
                here = Span(part.start(), part.start() + len(name))
                if not any(here.overlaps(n) for n in names) and self._is_place(text, here, name, others):
                    names.append(here)
        found = [self.resolve(text, name, votes, beside=False) or Found(name, None) for name in sorted(names)]
        return tuple({f.span: f for f in found}.values())

    def _is_place(self, text: str, span: Span, name: str, others: Sequence[Span]) -> bool:
        if any(span.overlaps(other) and span != other for other in others):
            return False
        if self.gazetteer.own(name):
            return True
        return span not in others and IN.search(text, max(0, span.start - 40), span.start) is not None and bool(self.gazetteer(name))

    def resolve(self, text: str, span: Span, votes: Mapping[str, float], *, beside: bool = True) -> Found | None:
        """The place that the words at `span` name: the smallest of the known names in them, told apart by the larger ones beside it."""
        known = list(self._known(text, span))
        if not known:
            further = BESIDE.match(text, span.end) if beside else None
            return self.resolve(text, Span(*further.span(1)), votes) if further else None
        inside = min(known, key=lambda k: (min(FINEST.index(row.kind) for row in k[1]), k[0].start))
        holders = [row for at, rows in known if at != inside[0] for row in rows]
        after = AFTER.match(text, max(span.end, inside[0].end))
        if after and not any(row.kind == "country" for row in inside[1]) and (rows := self._longest(after[1])):
            holders += rows  # but `in China, Japan and Laos` is a list
        key = fold(inside[0].of(text))
        ranked = sorted(inside[1], key=lambda row: (-_weight(row, key, holders, votes), row.country, row.admin1, row.name))
        best = ranked[0]
        far = bool(votes) and best.country not in votes and best.country not in {h.country for h in holders}
        if far and best.kind == "city" and best.population < WELL_KNOWN and fold(best.name) not in self.gazetteer.users:
            return None  # a small town in a country that the article does not name: sooner one that the gazetteer lacks
        return Found(inside[0], best, tuple(ranked[1:]))

    def _placed(self, article: Article, report: Report, votes: Mapping[str, float]) -> Report:
        where = report.where
        if not where.text or where.name:
            return report
        if where.span is not None:
            found = self.resolve(article.text, where.span, votes)
        else:
            found = self.resolve(where.text, Span(0, len(where.text)), votes)
        if found is None or found.row is None:  # what was struck and is in no gazetteer may be a ship or a man
            bare = where.basis == "object" and RUN.fullmatch(where.text.removeprefix("the "))
            return replace(report, where=Place()) if bare else report
        return replace(report, where=place(where, found.row), because=(*report.because, _reason(found, found.row, where)))

    def _known(self, text: str, span: Span) -> Iterator[tuple[Span, tuple[PlaceRow, ...]]]:
        """Known names that begin in or reach into a stretch of text, the longest first in each run of capitalised words; none overlap."""
        start = max(text.rfind("\n", 0, span.start) + 1, span.start - REACH)
        for run in RUN.finditer(text, start):
            if run.start() >= span.end:
                return
            yield from (found for found in self._in_run(run[0], run.start()) if found[0].overlaps(span))

    def _in_run(self, run: str, offset: int) -> Iterator[tuple[Span, tuple[PlaceRow, ...]]]:
        words = [(m.start(), m.end()) for m in re.finditer(r"[^\s-]+", run)]
        first = 0
        while first < len(words):
            for last in range(min(first + LONGEST, len(words)) - 1, first - 1, -1):
                start, end = words[first][0], words[last][1]
                name = POSSESSIVE.sub("", run[start:end])
                if not run[start].isupper() or not (rows := self.gazetteer(name)):
                    continue
                if (
                    len(words) > 1 and first == last
                ):  # a single word of a longer name: `Baghdad` in `Baghdad Airport`, not `Plum` in `Plum Island`
                    rows = tuple(row for row in rows if _is_well_known(row, fold(name)))
                if rows:
                    yield Span(offset + start, offset + start + len(name)), rows
                    first = last
                    break
            first += 1

    def _longest(self, run: str) -> tuple[PlaceRow, ...]:
        return next((rows for _, rows in self._in_run(run, 0)), ())


def _shares(counts: Counter[str]) -> dict[str, float]:
    total = sum(counts.values())
    return {name: count / total for name, count in sorted(counts.items())}


def _is_well_known(row: PlaceRow, key: str) -> bool:
    """One word of a longer name may stand for this place: `Baghdad Airport`, not `Sri Lankan` for a town also called Sri."""
    if row.kind in {"city", "district"}:
        return row.population >= WELL_KNOWN and fold(row.name).startswith(key)
    return True


def _weight(row: PlaceRow, key: str, holders: Sequence[PlaceRow], votes: Mapping[str, float]) -> float:
    weight = KIND_WEIGHT.get(row.kind) or log10((row.population or USUAL) + 1000) + PART_OF_TOWN.get(row.kind, 0.0)
    if row.kind not in KIND_WEIGHT and not fold(row.name).startswith(key):
        weight -= OTHER_NAME
    if row.country in votes:
        named, share = SAME_COUNTRY
        weight += named + share * votes[row.country]
    weight += SAME_PROVINCE * votes.get(f"{row.country}/{fold(row.admin1)}", 0.0)
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


def _reason(found: Found, row: PlaceRow, where: Place) -> Reason:
    others = sorted({f"{r.name} ({', '.join(filter(None, (r.admin1, r.country)))})" for r in found.rivals[:3]})
    return Reason(
        rule="place:gazetteer",
        row=f"geonames:{row.geonames_id}" if row.geonames_id else row.name,
        words=(found.span,) if where.span else (),
        note=f"Also of this name: {'; '.join(others)}." if others else "",
    )

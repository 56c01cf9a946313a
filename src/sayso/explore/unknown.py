"""Who could not be placed: the names that got no country or no sector, the most frequent first, to be added to a lexicon."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sayso.records import CodedArticle, Party, Span

UNPLACED = {"UNK"}  # a sector that says nothing
AROUND = 70  # characters of an example on either side


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A name in `count` places of `articles` articles; `no_country`, `no_sector`: in how many of them it lacks that."""

    name: str
    count: int
    articles: int
    no_country: int
    no_sector: int
    example: str  # the words around one of the places
    article: str  # id of the article that the example is from

    def to_dict(self) -> dict[str, Any]:
        return {slot: getattr(self, slot) for slot in ("name", "count", "articles", "no_country", "no_sector", "example", "article")}


@dataclass(slots=True)
class _Tally:
    name: str
    example: str
    article: str
    places: set[tuple[str, int, int]] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    no_country: int = 0
    no_sector: int = 0


def unknown(coded: Iterable[CodedArticle], *, most: int = 50, names_only: bool = True) -> tuple[Unknown, ...]:
    """The most frequent actors, recipients and claimants without a country or a sector.

    Args:
        coded: Read once; one article at a time is in memory, and one line for each name.
        most: How many names at most.
        names_only: Leave out what has no capital letter in it: pronouns, `residents`, `the two men`.
    Returns: By the number of places, then by name. A place counts once, whatever is reported of it; a name is counted with and without
        `the`, in any case.
    """
    found: dict[str, _Tally] = {}
    for article in coded:
        text, article_id = article.article.text, article.article.id
        for party in _parties(article):
            if party.span is None or (names_only and party.name.islower()):
                continue
            lacks = _lacks(party)
            if not any(lacks):
                continue
            key = party.name.casefold().removeprefix("the ").strip()
            tally = found.setdefault(key, _Tally(party.name, _around(text, party.span), article_id))
            place = (article_id, party.span.start, party.span.end)
            if key and place not in tally.places:
                tally.places.add(place)
                tally.articles.add(article_id)
                tally.no_country += lacks[0]
                tally.no_sector += lacks[1]
    rows = [
        Unknown(
            name=t.name,
            count=len(t.places),
            articles=len(t.articles),
            no_country=t.no_country,
            no_sector=t.no_sector,
            example=t.example,
            article=t.article,
        )
        for t in found.values()
        if t.places
    ]
    return tuple(sorted(rows, key=lambda row: (-row.count, row.name))[:most])


def _parties(article: CodedArticle) -> Iterator[Party]:
    for report in article.reports:
        yield from report.actors
        yield from report.recipients
    for statement in article.statements:
        yield from statement.claimants


def _lacks(party: Party) -> tuple[bool, bool]:
    """(no country, no sector). Several actors in one phrase: where any of them lacks it."""
    links = party.link.parts or (party.link,) if party.link else ()
    no_country = not links or any(link.country is None for link in links)
    return no_country, not links or any(not set(link.sectors) - UNPLACED for link in links)


def _around(text: str, span: Span) -> str:
    start, end = max(0, span.start - AROUND), min(len(text), span.end + AROUND)
    before, after = text[start : span.start], text[span.end : end]
    if start:
        before = "... " + before.partition(" ")[2]
    if end < len(text):
        after = after.rpartition(" ")[0] + " ..."
    return " ".join(f"{before}{span.of(text)}{after}".split())

"""Coded articles -> entries: each report with what every layout asks of it, worked out once."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import takewhile
from typing import TYPE_CHECKING

from sayso.records import CodedArticle, Party, Report, Statement
from sayso.show.data import Row
from sayso.show.lines import clip, tidy
from sayso.show.voices import chain, same_party, voice
from sayso.store.export import codes

if TYPE_CHECKING:
    from sayso.store.events import Events

LONGEST_QUOTE = 200  # characters of an article's own words that leave with a report
# types in which parties that stand side by side act on each other; elsewhere they act together
MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
_SENTENCE_END = re.compile(r"""[.!?…]["”’»)\]]*\s+(?=["“‘«(\[]*[^\W\d_a-z])|\n\s*""")
_SAFE_KEY = re.compile(r"[A-Za-z0-9.:-]{1,64}")

Keep = Callable[[CodedArticle, Report], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A report on its way out.

    `key` is unique in an export and the same in every one; its part before the last `_` is that of the article. `day` is the day that
    layouts with one date column get, None where nothing stands for it; `day_basis` says what it rests on.
    """

    coded: CodedArticle
    report: Report
    key: str
    article_key: str
    statement: Statement | None
    speakers: tuple[str, ...]
    voice: str
    day: date | None
    day_basis: str
    copy_of: str | None = None
    event_id: str | None = None  # the event that it belongs to, where reports were grouped

    @property
    def actual(self) -> bool:
        return self.report.status == "actual"

    @property
    def category(self) -> codes.Category | None:
        return codes.category(self.report)

    @property
    def cameo(self) -> codes.Cameo | None:
        return codes.cameo(self.report)

    @property
    def chain(self) -> str | None:
        return " < ".join(name or "(unnamed)" for name in self.speakers) or None

    @property
    def quote(self) -> str:
        """The sentence that it rests on, cut to what may be quoted around the words that name the event."""
        text, span, at = self.coded.article.text, self.report.sentence, self.report.trigger
        words = tidy(span.of(text)).strip()
        if len(words) <= LONGEST_QUOTE:
            return words
        before = max(span.start, at.start - LONGEST_QUOTE // 2)
        return clip(("… " if before > span.start else "") + tidy(text[before : span.end]).strip(), LONGEST_QUOTE - 1)

    @property
    def sentence_number(self) -> int:
        """From 1, by full stops and line ends: near enough for a column that wants a number; the side table has the offsets."""
        ends = (m.end() for m in _SENTENCE_END.finditer(self.coded.article.text))
        return 1 + sum(1 for _ in takewhile(lambda end: end <= self.report.sentence.start, ends))

    @property
    def in_lead(self) -> bool:
        """In the first paragraph."""
        return "\n" not in self.coded.article.text[: self.report.trigger.start].strip()


@dataclass(frozen=True, slots=True)
class Pair:
    """One actor and one recipient; None where that side is not told. `suffix` makes the key of one pair among several unique."""

    actor: Party | None
    recipient: Party | None
    suffix: str


@dataclass(frozen=True, slots=True)
class Told:
    """One article with those of its reports that go out."""

    coded: CodedArticle
    key: str
    entries: tuple[Entry, ...]
    complete: bool = True  # no report of it was filtered out
    copy_of: str | None = None
    events: tuple[Row, ...] = ()  # rows of those events that no article before it tells of


def tell(
    articles: Iterable[CodedArticle],
    keep: Keep | None = None,
    copies: Mapping[str, str] | None = None,
    events: "Events | None" = None,
) -> Iterator[Told]:
    """Articles with their reports, in their order.

    Args:
        keep: Which reports; None = all. An article without one is left out.
        copies: Article id -> id of the earlier article that it repeats.
        events: The grouped reports of the project that they come from.
    """
    seen: Counter[str] = Counter()
    event_of = events.event_of() if events else {}
    rows = {row["event_id"]: row for row in events.rows()} if events else {}  # each goes out with the first article that tells of it
    for coded in articles:
        key = article_key(coded.article.id)
        seen[key] += 1
        if seen[key] > 1:  # ids that came from outside may repeat; keys may not
            key = f"{key}~{seen[key]}"
        copy_of = (copies or {}).get(coded.article.id)
        entries = tuple(
            _entry(coded, r, key, copy_of, event_of.get((coded.article.id, r.id))) for r in coded.reports if keep is None or keep(coded, r)
        )
        if entries or keep is None:
            new = tuple(rows.pop(e.event_id) for e in entries if e.event_id in rows)
            yield Told(coded, key, entries, keep is None, copy_of, new)


def article_key(article_id: str) -> str:
    """The id itself where it is short and plain, else a digest: no layout has to fear a tab, a path or an underscore in it."""
    return article_id if _SAFE_KEY.fullmatch(article_id) else sha256(article_id.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def number(key: str) -> int:
    """A key as a positive 63-bit integer, for layouts whose ids are numbers."""
    return int.from_bytes(sha256(key.encode()).digest()[:8]) >> 1


def _entry(coded: CodedArticle, report: Report, key: str, copy_of: str | None, event: str | None) -> Entry:
    day, basis = day_of(report, coded.article.published)
    return Entry(
        coded=coded,
        report=report,
        key=f"{key}_{report.id}",
        article_key=key,
        statement=coded.statement(report.statement),
        speakers=chain(coded, report.statement),
        voice=voice(coded, report),
        day=day,
        day_basis=basis,
        copy_of=copy_of,
        event_id=event,
    )


def day_of(report: Report, published: date | None) -> tuple[date | None, str]:
    """The first day of the time that is told; else the day of publication, but not for what is told as long past."""
    if report.when.start:
        return report.when.start, report.when.basis
    if published and not report.historical:
        return published, "publication"
    return None, "not stated"


def distinct(parties: Iterable[Party]) -> tuple[Party, ...]:
    """Each actor once, the first time that it is named: `Germany and its army` may be one and the same."""
    found: list[Party] = []
    for party in parties:
        if not any(same_party(party, other) for other in found):
            found.append(party)
    return tuple(found)


def pairs(report: Report) -> list[Pair]:
    """Who to whom, one by one. Parties of a meeting or agreement with no recipient act on each other, in both directions.

    Nobody acts on himself where there is anybody else to act on.
    """
    actors, recipients = distinct(report.actors), distinct(report.recipients)
    if len(actors) > 1 and not recipients and report.type in MUTUAL:
        recipients = actors
    found: list[tuple[Party | None, Party | None]] = [(a, r) for a in actors or (None,) for r in recipients or (None,)]
    found = [(a, r) for a, r in found if not (a and r and same_party(a, r))] or found
    return [Pair(a, r, f"-{n}" if len(found) > 1 else "") for n, (a, r) in enumerate(found, 1)]

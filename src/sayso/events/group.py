"""Reports -> events: candidates by blocks, links by points, clusters by the best links first.

The outcome depends on the set of reports alone, not on their order: links are taken by score, and draws are settled by the reports' keys.
New reports change only the clusters that they are linked to, so a grouping can be carried on where it was left.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sayso.events.compare import ENOUGH, NARROW, SLACK, Comparer
from sayso.events.rules import rules
from sayso.events.telling import Telling, Who, stem
from sayso.records import content_id

BUCKET = 7  # days that a block covers
REACH = 2  # days beyond its own time in which a report looks for others
NEWS = 3  # days for which a happening is told as news; after that, what has no date is another one
WIDEST = 5  # buckets that one report may stand in: what is told of a whole year is looked for where it begins


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """Two reports that may be one event, by their keys; the smaller key first."""

    score: float
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Event:
    """`tellings` in their order; `id` stays with it while reports come and go."""

    id: str
    tellings: tuple[Telling, ...]

    @property
    def first(self) -> Telling:
        return self.tellings[0]


@dataclass(slots=True)
class Index:
    """Where a report looks for others that tell of the same: by type, week and both parties.

    One that leaves a party open meets all that agree on the other; one that leaves both open, those whose sentence shares a name or number.
    """

    _full: dict[tuple[object, ...], list[Telling]] = field(default_factory=lambda: defaultdict(list))
    _open: dict[tuple[object, ...], list[Telling]] = field(default_factory=lambda: defaultdict(list))

    def candidates(self, new: Telling) -> dict[str, Telling]:
        """Those added before that may tell of the same, by key. Whichever of two comes first, they meet."""
        known = _known(new)
        found: dict[str, Telling] = {}
        for keys, full in ((_pair_keys(new), True), (_party_keys(new), known == 1), (_name_keys(new), known == 0)):
            for key in keys:
                found.update((t.key, t) for t in self._open.get(key, ()))
                if full:
                    found.update((t.key, t) for t in self._full.get(key, ()))
        found.pop(new.key, None)
        return found

    def add(self, new: Telling) -> None:
        known = _known(new)
        for keys, half in ((_pair_keys(new), False), (_party_keys(new), known == 1), (_name_keys(new), known == 0)):
            for key in keys:
                (self._open if half else self._full)[key].append(new)


def weeks(telling: Telling) -> list[int]:
    """Numbers of the weeks in which it looks for others; -1: it has no time."""
    if telling.first is None or telling.last is None:
        return [-1]
    first, last = (telling.first - REACH) // BUCKET, (telling.last + REACH) // BUCKET
    return list(range(first, min(last, first + WIDEST - 1) + 1))


def _known(t: Telling) -> int:
    """How many sides are told: 0, 1 or 2."""
    if t.type in rules().mutual:
        return min(2, len(_side((*t.actors, *t.recipients))))
    return bool(t.actors) + bool(t.recipients)


def _side(parties: Iterable[Who]) -> list[str]:
    """Countries; where one is not known, the last word of the name."""
    return sorted({p.country or f"={stem(p.name.split()[-1])}" for p in parties if p.country or p.name.strip()})


def _pair_keys(t: Telling) -> list[tuple[object, ...]]:
    """Both parties, the town, or the words themselves."""
    keys: list[tuple[object, ...]] = [("same", t.same)]
    if t.type in rules().mutual:
        both = _side((*t.actors, *t.recipients))
        pairs = [(a, r) for n, a in enumerate(both) for r in both[n + 1 :]]
    else:
        pairs = [(a, r) for a in _side(t.actors) for r in _side(t.recipients)]
    keys += [(t.type, week, a, r) for week in weeks(t) for a, r in pairs]
    if t.where.precision in ("city", "district"):  # so that a party of a wrong country does not hide it, nor below
        keys += [(t.type, week, "at", stem(t.where.name or t.where.text)) for week in weeks(t)]
    proper = sorted({stem(p.name) for p in t.recipients if p.name[:1].isupper() and not p.of_state})
    return keys + [(t.type, week, "named", name) for week in weeks(t) for name in proper]


def _party_keys(t: Telling) -> list[tuple[object, ...]]:
    if t.type in rules().mutual:
        sides = [("of", s) for s in _side((*t.actors, *t.recipients))]
    else:
        sides = [("by", s) for s in _side(t.actors)] + [("to", s) for s in _side(t.recipients)]
    return [(t.type, week, *side) for week in weeks(t) for side in sides]


def _name_keys(t: Telling) -> list[tuple[object, ...]]:
    return [(t.type, week, "name", name) for week in weeks(t) for name in sorted(t.names)]


# ---------------------------------------------------------------- links and clusters
def link(new: Iterable[Telling], index: Index, comparer: Comparer) -> Iterator[Link]:
    """The links between the new reports, and from them to those in the index, to which they are added."""
    for telling in sorted(new, key=lambda t: t.order):
        for other in index.candidates(telling).values():
            if (score := comparer.score(telling, other)) >= ENOUGH:
                one, two = sorted((telling.key, other.key))
                yield Link(round(score, 3), one, two)
        index.add(telling)


@dataclass(slots=True, eq=False)
class _Cluster:
    members: list[Telling]
    fullest: Telling
    sentences: set[tuple[str, int]]
    latest_start: int | None  # of the times that are told narrowly
    earliest_end: int | None
    days: tuple[int, ...]  # first and last day on which it is news without a date

    @classmethod
    def of(cls, telling: Telling) -> "_Cluster":
        exact = telling.dated and telling.first is not None and telling.last is not None and telling.last - telling.first < NARROW
        return cls(
            [telling],
            telling,
            {(telling.article, telling.sentence_at)},
            telling.first if exact else None,
            telling.last if exact else None,
            (telling.first, telling.first) if telling.basis == "published" and telling.first is not None else (),
        )

    def fits(self, other: "_Cluster", comparer: Comparer) -> bool:
        """Nothing in the one stands against the other: no sentence in both, no days apart, and their fullest reports go together."""
        if self.sentences & other.sentences:
            return False
        starts = [c.latest_start for c in (self, other) if c.latest_start is not None]
        ends = [c.earliest_end for c in (self, other) if c.earliest_end is not None]
        gap = max(starts) - min(ends) if starts else 0
        if gap > 1 or (gap == 1 and comparer.score(self.fullest, other.fullest) < ENOUGH):
            return False  # a vague report between two days does not make them one
        days = (*self.days, *other.days)
        if days and max(days) - min(days) > NEWS:
            return False
        if len(self.members) == len(other.members) == 1:
            return True
        return comparer.score(self.fullest, other.fullest) >= ENOUGH - SLACK

    def take(self, other: "_Cluster") -> None:
        self.members += other.members
        self.fullest = max((self.fullest, other.fullest), key=_rank)
        self.sentences |= other.sentences
        starts = [c.latest_start for c in (self, other) if c.latest_start is not None]
        ends = [c.earliest_end for c in (self, other) if c.earliest_end is not None]
        days = (*self.days, *other.days)
        self.days = (min(days), max(days)) if days else ()
        self.latest_start, self.earliest_end = max(starts, default=None), min(ends, default=None)


def _rank(telling: Telling) -> tuple[int, float, str]:
    return (telling.fullness, telling.confidence, telling.key)


def clusters(tellings: Iterable[Telling], links: Iterable[Link], comparer: Comparer) -> list[list[Telling]]:
    """The best link first: two clusters become one where nothing in the one stands against the other."""
    home = {t.key: _Cluster.of(t) for t in tellings}
    for found in sorted(links, key=lambda x: (-x.score, x.one, x.other)):
        one, other = home[found.one], home[found.other]
        if one is other or not one.fits(other, comparer):
            continue
        if len(one.members) < len(other.members):
            one, other = other, one
        one.take(other)
        for member in other.members:
            home[member.key] = one
    found_clusters = {id(c): c.members for c in home.values()}
    return sorted((sorted(m, key=lambda t: t.order) for m in found_clusters.values()), key=lambda m: m[0].order)


def components(keys: Iterable[str], links: Iterable[Link]) -> dict[str, str]:
    """Each report's circle: all that can be reached from it over links, named by the smallest key. Clusters never cross circles."""
    root = {k: k for k in keys}

    def find(key: str) -> str:
        while root[key] != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    for found in links:
        one, other = sorted((find(found.one), find(found.other)))
        root[other] = one
    return {k: find(k) for k in root}


# ---------------------------------------------------------------- ids
def named(groups: Sequence[Sequence[Telling]], before: Mapping[str, str], others: Iterable[str] = ()) -> list[Event]:
    """Events with ids. `before`: anchor of a report -> the id of its event so far.

    A group keeps the id that most of its reports had; where two groups share one, the larger share keeps it. A new group's id is made from
    its first report; `others` are ids that are in use elsewhere.
    """
    claims: list[tuple[int, int, str]] = []  # (-reports, number of the group, id)
    for number, group in enumerate(groups):
        shares: dict[str, int] = defaultdict(int)
        for telling in group:
            if old := before.get(telling.anchor):
                shares[old] += 1
        claims += [(-count, number, old) for old, count in shares.items()]
    kept: dict[int, str] = {}
    taken: set[str] = set(others)
    for _, number, old in sorted(claims):
        if number not in kept and old not in taken:
            kept[number] = old
            taken.add(old)
    events = []
    for number, group in enumerate(groups):
        name = kept.get(number) or event_id(group[0], taken)
        taken.add(name)
        events.append(Event(name, tuple(group)))
    return events


def event_id(first: Telling, taken: Container[str] = ()) -> str:
    """`E` and ten hexadecimal digits, from the place of its first report."""
    name, number = f"E{content_id(first.anchor, length=10)}", 1
    while name in taken:
        number += 1
        name = f"E{content_id(first.anchor, str(number), length=10)}"
    return name


def group(tellings: Iterable[Telling]) -> list[Event]:
    """All at once, from the beginning."""
    everything, comparer = list(tellings), Comparer()
    links = list(link(everything, Index(), comparer))
    return named(clusters(everything, links, comparer), {})

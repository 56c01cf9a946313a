"""The events of a project: grouped once, carried on when articles come, kept as Parquet beside the other tables.

`events/grouping.json` says what was grouped by which rules; it is written last, so a killed run leaves the grouping before it. What a new
shard brings is compared with the reports of its time and types alone, and only circles that it touches are grouped anew.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from sayso import events
from sayso.errors import StopRun
from sayso.events.compare import Comparer
from sayso.events.decide import Decision, decided, merge, split
from sayso.events.group import Event, Index, Link, clusters, components, link, named
from sayso.events.profile import profile
from sayso.events.telling import COLUMNS, Telling, telling
from sayso.show.data import Row
from sayso.store import event_journal
from sayso.store.event_tables import EVENT_REPORTS, EVENTS, LINKS, event_row
from sayso.store.files import write_whole
from sayso.store.lock import locked_beside
from sayso.store.read import Project
from sayso.store.schema import SQL_TYPES, Table
from sayso.store.write import writing

FOLDER, STATE = "events", "grouping.json"
LATE = 40  # days around the new reports in which others are looked for
_TABLES = (EVENTS, EVENT_REPORTS, LINKS)


@dataclass(frozen=True, slots=True)
class _State:
    """What stands in grouping.json: the rules, the shards that were grouped, the decisions that were laid over, and the files."""

    rules: str
    shards: dict[str, str]
    decisions: str
    files: dict[str, str]


@dataclass(slots=True)
class _Member:
    """A report's place in the grouping, as `event_reports` keeps it."""

    event_id: str
    article_id: str
    report_id: str
    line: str
    anchor: str
    machine_event: str
    circle: str
    shard: str

    @property
    def key(self) -> str:
        return f"{self.article_id}/{self.report_id}"


class Events:
    """A project with its reports grouped. The tables `events` and `event_reports` are there for SQL of your own."""

    def __init__(self, project: Project) -> None:
        self.project = project

    def rows(self, where: str = "true", values: Sequence[object] = (), order: str = "event_id", limit: int | None = None) -> Iterator[Row]:
        """Rows of `events`, one dictionary each. `where` and `order` are SQL."""
        sql = f"SELECT * FROM events WHERE {where} ORDER BY {order}" + (f" LIMIT {limit:d}" if limit is not None else "")
        for row in self.project.sql(sql, values):
            yield dict(zip(EVENTS.names, row, strict=True))

    def selected(self, query: str, order: str = "event_id", limit: int | None = None) -> Iterator[Row]:
        """Events with a report that the query selects."""
        from sayso.store.query import parse

        where, values = parse(query).where("reports")
        if not query.strip():
            return self.rows(order=order, limit=limit)
        inside = f"SELECT article_id, report_id FROM reports WHERE {where}"
        return self.rows(
            f"event_id IN (SELECT event_id FROM event_reports SEMI JOIN ({inside}) USING (article_id, report_id))", values, order, limit
        )

    def count(self, query: str = "") -> int:
        """How many events `selected` gives."""
        return sum(1 for _ in self.selected(query)) if query.strip() else int(next(self.project.sql("SELECT count(*) FROM events"))[0])

    def event(self, name: str) -> Event:
        """By its id or the beginning of it. Raises StopRun where there is none, or more than one."""
        sql = "SELECT event_id FROM events WHERE starts_with(event_id, ?) ORDER BY event_id LIMIT 9"
        ids = [i for (i,) in self.project.sql(sql, [name])] if name else []
        if not ids:
            known = [i for (i,) in self.project.sql("SELECT event_id FROM events ORDER BY report_count DESC, event_id LIMIT 5")]
            hint = f"Ids are, for example: {', '.join(known)}. `sayso events` shows them." if known else "The project holds no events yet."
            raise StopRun(f"No event's id begins with {name!r}.", hint)
        if len(ids) > 1 and name not in ids:
            raise StopRun(f"Several ids begin with {name!r}: {', '.join(ids[:8])}{' ...' if len(ids) > 8 else ''}", "Give more of it.")
        return self.some([name if name in ids else ids[0]])[0]

    def some(self, ids: Sequence[str]) -> list[Event]:
        """Several events by their whole ids, in the order of their first reports."""
        groups: dict[str, list[Telling]] = {}
        sql = "JOIN event_reports m USING (article_id, report_id) WHERE list_contains(?, m.event_id)"
        for row in _tellings(self.project, sql, [list(ids)], "m.event_id"):
            groups.setdefault(row[0], []).append(row[1])
        events = [Event(name, tuple(sorted(t, key=lambda x: x.order))) for name, t in groups.items()]
        return sorted(events, key=lambda e: e.first.order)

    def event_of(self) -> dict[tuple[str, str], str]:
        """(article, report) -> event, for exports."""
        return {(a, r): e for e, a, r in self.project.sql("SELECT event_id, article_id, report_id FROM event_reports")}


def grouped(project: Project) -> Events:
    """The events of a project; what came since the last time is grouped first, and decisions are laid over.

    Raises StopRun where the folder cannot be written, or another run writes to it.
    """
    folder = project.folder
    state, held = _read_state(folder), [e.decision for e in event_journal.entries(folder)]
    shards = {s.name: str(s.files["reports"]["name"]) for s in project.shards}
    now = _State(_rules(), shards, _digest(held), {})
    if state is None or (state.rules, state.shards, state.decisions) != (now.rules, now.shards, now.decisions):
        with locked_beside(folder, "events"):
            state = _Update(project, state, now, held).run()
    for table in (EVENTS, EVENT_REPORTS):
        _view(project, table, _source(folder, state, table))
    return Events(project)


def decide_merge(events: Events, reviewer: str, names: Sequence[str]) -> int:
    """These events are one; the first keeps its id. Returns the decision's number in the journal."""
    found = [events.event(n) for n in names]
    if len({e.id for e in found}) < 2:
        raise StopRun(f"{found[0].id} is one event already.", "Name another one.")
    return event_journal.add(events.project.folder, reviewer, merge(found))


def decide_split(events: Events, reviewer: str, name: str, reports: Sequence[str]) -> int:
    """These reports (`article/r3`) are an event of their own. Returns the decision's number in the journal."""
    return event_journal.add(events.project.folder, reviewer, split(events.event(name), reports))


def undo_last(events: Events, reviewer: str) -> str:
    """Take the newest decision about events back; says which."""
    entry = event_journal.undo(events.project.folder, reviewer)
    if entry is None:
        return "There is no decision about events to take back."
    return f"Taken back: {entry.decision.kind} {' '.join(entry.decision.events)} ({entry.reviewer}, {entry.at[:16]})"


@cache
def _rules() -> str:
    """Digest of how reports are grouped and described. Where it changes, everything is grouped anew; ids stay with their reports."""
    ours = sorted(Path(events.__file__).parent.glob("*.*"))
    tables = json.dumps([[c.name for c in t.columns] for t in _TABLES])
    return sha256(b"".join(p.read_bytes() for p in ours if p.suffix in (".py", ".toml")) + tables.encode()).hexdigest()[:16]


def _digest(decisions: Iterable[Decision]) -> str:
    return sha256(json.dumps([d.to_dict() for d in decisions], sort_keys=True).encode()).hexdigest()[:16]


def _source(folder: Path, state: _State, table: Table) -> str:
    return f"SELECT {', '.join(table.names)} FROM read_parquet({_quoted(folder / FOLDER / state.files[table.name])})"


def _view(project: Project, table: Table, source: str) -> None:
    project.connection.execute(f"CREATE OR REPLACE VIEW {table.name} AS {source}")


def _read_state(folder: Path) -> _State | None:
    """None where nothing was grouped yet, or what was is not whole any more."""
    try:
        plain = json.loads((folder / FOLDER / STATE).read_text("utf-8"))
        state = _State(plain["rules"], plain["shards"], plain["decisions"], plain["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return state if all((folder / FOLDER / str(state.files.get(t.name))).is_file() for t in _TABLES) else None


def _tellings(project: Project, where: str, values: Sequence[object] = (), extra: str = "NULL") -> Iterator[tuple[Any, Telling]]:
    """Tellings with one more column each. `where`: SQL behind FROM reports r."""
    columns = ", ".join(f"r.{c}" for c in COLUMNS)
    copies = _copies(project)
    for first, *row in project.sql(f"SELECT {extra}, {columns} FROM reports r {where}", values):
        plain = dict(zip(COLUMNS, row, strict=True))
        yield first, telling(plain, copies.get(plain["article_id"]))


def _copies(project: Project) -> dict[str, str]:
    """Article -> the first article with its text, over any number of copies of copies."""
    sql = "SELECT article_id, coalesce(duplicate_of, near_duplicate_of) AS a FROM articles WHERE a IS NOT NULL"
    of: dict[str, str] = dict(project.sql(sql))
    first = {}
    for article, earlier in of.items():
        seen = {article}
        while earlier in of and earlier not in seen:
            seen.add(earlier)
            earlier = of[earlier]
        first[article] = earlier
    return first


class _Update:
    """One pass: what is new is linked, the circles that it touches are grouped anew, the rest is carried over."""

    def __init__(self, project: Project, state: _State | None, now: _State, decisions: list[Decision]) -> None:
        self.project, self.now, self.decisions = project, now, decisions
        self.before = self._members(state)
        again = state is None or state.rules != now.rules
        self.state = None if again else state
        self.groups = _by_event(self.before if self.state else ())  # as they are described in the file that there is
        held = {} if again or state is None else state.shards
        self.same = {name for name, file in held.items() if now.shards.get(name) == file}
        self.new = [name for name in now.shards if name not in self.same]

    def _members(self, state: _State | None) -> list[_Member]:
        if state is None:
            return []
        return [_Member(*row) for row in self.project.sql(_source(self.project.folder, state, EVENT_REPORTS))]

    def run(self) -> _State:
        comparer = Comparer()
        kept = {m.key: m for m in self.before if m.shard in self.same}
        fresh = dict(self._fresh())
        region, links = self._region(fresh, kept, comparer)
        tellings = {t.key: t for t in region}
        circle = components(tellings, links)
        groups = clusters(region, links, comparer)
        outside = {k: m for k, m in kept.items() if k not in tellings}
        anchors = {m.anchor: m.machine_event for m in self.before if m.key not in outside}
        machine = named(groups, anchors, {m.machine_event for m in outside.values()})
        members = list(outside.values())
        for event in machine:
            for one in event.tellings:
                shard = fresh.get(one.key) or kept[one.key].shard
                members.append(_Member(event.id, one.article, one.report, "", one.anchor, event.id, circle[one.key], shard))
        self._decide(members, comparer)
        return self._write(members, fresh, links, tellings)

    def _fresh(self) -> Iterator[tuple[str, str]]:
        """Reports of new shards, with their shards."""
        for article, report, shard in self.project.sql(
            "SELECT r.article_id, r.report_id, a.shard FROM reports r JOIN articles a USING (article_id) WHERE list_contains(?, a.shard)",
            [self.new],
        ):
            yield f"{article}/{report}", shard

    def _region(self, fresh: dict[str, str], kept: dict[str, _Member], comparer: Comparer) -> tuple[list[Telling], list[Link]]:
        """The tellings to be grouped anew with all links among them."""
        if not self.state:
            everything = [t for _, t in _tellings(self.project, "")]
            return everything, list(link(everything, Index(), comparer))
        dropped = {m.circle for m in self.before if m.shard not in self.same}
        new = self._named(fresh)
        index = Index()
        for other in self._near(new):
            if other.key in kept:
                index.add(other)
        found = list(link(new, index, comparer))
        touched = dropped | {kept[k].circle for f in found for k in (f.one, f.other) if k in kept}
        old = self._named([k for k, m in kept.items() if m.circle in touched])
        return new + old, found + self._stored({t.key for t in old})

    def _stored(self, keys: Iterable[str]) -> list[Link]:
        """Links of earlier runs between these reports."""
        wanted = sorted(keys)
        if not wanted or not self.state:
            return []
        among = "(SELECT unnest(?::VARCHAR[]) AS key)"
        sql = f"SELECT one, other, score FROM ({_source(self.project.folder, self.state, LINKS)})"
        sql += f" SEMI JOIN {among} a ON one = a.key SEMI JOIN {among} b ON other = b.key"
        return [Link(score, one, other) for one, other, score in self.project.sql(sql, [wanted, wanted])]

    def _named(self, keys: Iterable[str]) -> list[Telling]:
        """Tellings by their keys."""
        wanted = sorted(keys)
        if not wanted:
            return []
        sql = "SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS key) k ON concat(r.article_id, '/', r.report_id) = k.key"
        return [t for _, t in _tellings(self.project, sql, [wanted])]

    def _near(self, new: Sequence[Telling]) -> Iterator[Telling]:
        """Those of the same types, in the time around the new ones or without any."""
        days = [d for t in new for d in (t.first, t.last, t.published.toordinal() if t.published else None) if d is not None]
        types = sorted({t.type for t in new})
        first, last = min(days, default=1) - LATE, max(days, default=3_000_000) + LATE
        sql = """WHERE list_contains(?, r.event_type) AND (coalesce(r.event_start, r.published) IS NULL OR
            (coalesce(r.event_end, r.event_start, r.published) >= DATE '0001-01-01' + ?::INTEGER - 1
             AND coalesce(r.event_start, r.published) <= DATE '0001-01-01' + ?::INTEGER - 1))"""
        for _, found in _tellings(self.project, sql, [types, max(1, first), min(last, 3_000_000)]):
            yield found

    def _decide(self, members: list[_Member], comparer: Comparer) -> None:
        """Lay the decisions of people over the machine's grouping."""
        for member in members:
            member.event_id = member.machine_event
        named_in = {a for d in self.decisions for group in d.reports for a in group}
        concerned = {m.machine_event for m in members if m.anchor in named_in}
        if not concerned:
            return
        groups: dict[str, list[str]] = {}
        for member in members:
            if member.machine_event in concerned:
                groups.setdefault(member.machine_event, []).append(member.key)
        tellings = {t.key: t for t in self._named(k for keys in groups.values() for k in keys)}
        events = [Event(name, tuple(sorted((tellings[k] for k in keys), key=lambda t: t.order))) for name, keys in groups.items()]
        place = {t.key: e.id for e in decided(events, self.decisions, comparer) for t in e.tellings}
        for member in members:
            member.event_id = place.get(member.key, member.event_id)

    def _write(self, members: list[_Member], fresh: dict[str, str], links: list[Link], tellings: dict[str, Telling]) -> _State:
        before, after = self.groups, _by_event(members)
        changed = [e for e, keys in after.items() if keys != before.get(e) or not fresh.keys().isdisjoint(keys)]
        gone = sorted((before.keys() - after.keys()) | set(changed))
        missing = self._named(k for e in changed for k in after[e] if k not in tellings)
        known = tellings | {t.key: t for t in missing}
        rows: list[Row] = []
        line: dict[str, str] = {}
        for name in changed:
            found = profile(Event(name, tuple(sorted((known[k] for k in after[name]), key=lambda t: t.order))))
            rows.append(event_row(found))
            line |= {t.key: found.lines[t.article] for t in found.event.tellings}
        for member in members:
            member.line = line.get(member.key, member.line)
        everyone = ({n: getattr(m, n) for n in EVENT_REPORTS.names} for m in members)
        pairs = ({"one": x.one, "other": x.other, "score": x.score} for x in links)
        apart = [*tellings, *(m.key for m in self.before if m.shard not in self.same)]
        folder = self.project.folder / FOLDER
        name = sha256(json.dumps([self.now.rules, self.now.shards, self.now.decisions], sort_keys=True).encode()).hexdigest()[:12]
        files = {t.name: f"{t.name}-{name}.parquet" for t in _TABLES}
        with writing(self.project.folder):
            folder.mkdir(exist_ok=True)
            self._table(EVENTS, rows, folder / files["events"], "event_id", gone)
            self._table(EVENT_REPORTS, everyone, folder / files["event_reports"], "", [])
            self._table(LINKS, pairs, folder / files["event_links"], "one", apart)
            state = _State(self.now.rules, self.now.shards, self.now.decisions, files)
            plain = {"rules": state.rules, "shards": state.shards, "decisions": state.decisions, "files": state.files}
            write_whole(folder / STATE, (json.dumps(plain, indent=1, sort_keys=True) + "\n").encode())
            for path in folder.glob("*.parquet"):
                if path.name not in files.values():
                    path.unlink(missing_ok=True)
        return state

    def _table(self, table: Table, rows: Iterable[Row], path: Path, key: str, gone: Sequence[str]) -> None:
        """The new rows, and those of the file before whose `key` is not gone ("": none of them). Sorted: the same rows, the same file."""
        lines, part = path.with_name(f".{path.name}.jsonl"), path.with_name(f".{path.name}.part")
        columns = "{" + ", ".join(f"'{c.name}': '{SQL_TYPES[c.kind]}'" for c in table.columns) + "}"
        try:
            with lines.open("wb") as file:
                for row in rows:
                    file.write(json.dumps(row, ensure_ascii=False, default=str).encode("utf-8", "replace") + b"\n")
            sql = f"SELECT * FROM read_json({_quoted(lines)}, format = 'newline_delimited', columns = {columns})"
            connection = self.project.connection
            if key and self.state:
                connection.execute("CREATE OR REPLACE TEMP TABLE gone AS SELECT unnest(?::VARCHAR[]) AS key", [list(gone)])
                sql += f" UNION ALL SELECT * FROM ({_source(self.project.folder, self.state, table)}) o ANTI JOIN gone g ON o.{key} = g.key"
            order = ", ".join(table.names[:3])
            connection.execute(f"COPY (SELECT * FROM ({sql}) ORDER BY {order}) TO {_quoted(part)} (FORMAT parquet, COMPRESSION zstd)")
            part.replace(path)
        finally:
            lines.unlink(missing_ok=True)
            part.unlink(missing_ok=True)


def _by_event(members: Iterable[_Member]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for member in members:
        found.setdefault(member.event_id, set()).add(member.key)
    return found


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"

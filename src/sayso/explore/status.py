"""What a project holds: how much, from when, by which version coded, what was skipped and why."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sayso.show.account import counted
from sayso.show.lines import Line, Segment, line, tidy
from sayso.store.files import damage
from sayso.store.read import Project

PARTS = ("program", "model", "stages", "settings")  # what two versions may differ in


@dataclass(frozen=True, slots=True)
class Version:
    """What one version of the program coded; `differs`: in what it differs from the newest one, with its own value."""

    program: str
    model: str
    articles: int
    shards: int
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    name: str
    articles: int
    reports: int
    statements: int
    words: int
    first: str | None
    last: str | None
    undated: int
    outlets: int
    duplicates: int
    near_duplicates: int
    skipped: tuple[tuple[str, int], ...]  # by reason, the commonest first
    versions: tuple[Version, ...]
    outdated: tuple[str, ...] = ()  # in what a run would differ now from all that was coded
    problems: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        plain = {name: getattr(self, name) for name in ("name", "articles", "reports", "statements", "words", "first", "last")}
        plain |= {name: getattr(self, name) for name in ("undated", "outlets", "duplicates", "near_duplicates")}
        versions = [{n: getattr(v, n) for n in ("program", "model", "articles", "shards", "differs")} for v in self.versions]
        return {
            **plain,
            "skipped": dict(self.skipped),
            "versions": versions,
            "outdated": list(self.outdated),
            "problems": list(self.problems),
        }

    def lines(self) -> Iterator[Line]:
        yield line(Segment(tidy(self.name), "title"))
        yield line(
            ", ".join([counted(self.articles, "article"), counted(self.reports, "report"), counted(self.statements, "statement")])
            + f"; {self.words:,} words"
        )
        if self.first:
            undated = f", {counted(self.undated, 'article')} without a date" if self.undated else ""
            yield line(f"published {self.first} to {self.last}{undated}; {counted(self.outlets, 'outlet')}")
        if self.duplicates or self.near_duplicates:
            yield line(
                f"copies: {self.duplicates:,} with the very same text as an earlier article, {self.near_duplicates:,} with nearly the same"
            )
        if self.skipped:
            yield line(Segment(f"skipped {sum(n for _, n in self.skipped):,}:", "status"))
            for reason, number in self.skipped:
                yield line(f"  {number:>6,}  {tidy(reason)}", hang=" " * 10)
        for number, version in enumerate(self.versions):
            yield line(f"coded by {version.program}, {version.model}: {counted(version.articles, 'article')}", hang="  ")
            for part in version.differs:
                yield line(Segment(f"  differs from the first in {tidy(part)}" if number else "", "status"), hang="    ")
        for what in self.outdated:
            yield line(Segment(f"a run would now differ: {tidy(what)}", "status"), hang="  ")
        if len(self.versions) > 1:
            yield line(Segment("Not all by one version.", "status"))
        if self.outdated or len(self.versions) > 1:
            yield line(Segment(f"`sayso code --project {tidy(self.name)} --recode` codes anew what this version did not.", "status"))
        for problem in self.problems:
            yield line(Segment(f"damaged: {tidy(problem)}", "status"), hang="  ")


def status(project: Project, program: str = "") -> Status:
    """`program` is this one's name and version, for comparison.

    Raises nothing for a damaged project: what is damaged is listed, and counted from the manifests.
    """
    problems = tuple(damage(project.folder, project.shards))
    total = {n: sum(s.row[f"{n}_count"] for s in project.shards) for n in ("article", "report", "statement")}
    words, first, last, undated, outlets, same, near = 0, None, None, 0, 0, 0, 0
    skipped: tuple[tuple[str, int], ...] = ()
    if not problems:
        words, first, last, undated, outlets, same, near = next(project.sql(_FACTS))
        skipped = tuple((str(r), int(n)) for r, n in project.sql(_SKIPPED))
    return Status(
        name=str(project.folder),
        articles=total["article"],
        reports=total["report"],
        statements=total["statement"],
        words=words or 0,
        first=first,
        last=last,
        undated=undated,
        outlets=outlets,
        duplicates=same,
        near_duplicates=near,
        skipped=skipped,
        versions=_versions(project),
        outdated=_outdated(project, program),
        problems=problems,
    )


_FACTS = """SELECT sum(words)::BIGINT, min(published)::VARCHAR, max(published)::VARCHAR, count(*) FILTER (published IS NULL),
count(DISTINCT outlet_name), count(duplicate_of), count(near_duplicate_of) FILTER (duplicate_of IS NULL) FROM articles"""
# numbers, ids and names differ from one input to the next: the reason without them is what counts
_SKIPPED = r"""SELECT regexp_replace(regexp_replace(reason, '(, at .*| its id )\S*', '\1', 'g'), '[0-9][0-9,]*', 'N', 'g') AS r, count(*)
FROM skipped GROUP BY r ORDER BY 2 DESC, 1"""


def _versions(project: Project) -> tuple[Version, ...]:
    """The one that coded the most first."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for shard in project.shards:
        groups.setdefault(shard.row["version"], []).append(shard.row)
    ranked = sorted(groups.values(), key=lambda rows: (-sum(r["article_count"] for r in rows), rows[0]["version"]))
    main = ranked[0][0] if ranked else {}
    return tuple(
        Version(
            program=rows[0]["program"],
            model=rows[0]["model"],
            articles=sum(r["article_count"] for r in rows),
            shards=len(rows),
            differs=tuple(_difference(part, rows[0][part], main[part]) for part in PARTS if rows[0][part] != main[part]),
        )
        for rows in ranked
    )


def _outdated(project: Project, program: str) -> tuple[str, ...]:
    """What can be told without loading anything: the program's version, and the settings as they stand in sayso.toml."""
    rows = [s.row for s in project.shards]
    if not rows:
        return ()
    told = []
    if program and all(r["program"] != program for r in rows):
        told.append(f"{program}, not {rows[-1]['program']}")
    coding = project.settings.get("coding", {})
    now = {"lexicons": coding.get("lexicons", []), "model": coding.get("model", "")}
    if all(r["settings"] != json.dumps(now, ensure_ascii=False) for r in rows):
        told.append(f"settings of sayso.toml: {json.dumps(now, ensure_ascii=False)}, not {rows[-1]['settings']}")
    return tuple(told)


def _difference(part: str, mine: str, other: str) -> str:
    ours, theirs = mine.split("; "), other.split("; ")
    only = [p for p in ours if p not in theirs] or ours
    return f"{part}: {'; '.join(only)}"

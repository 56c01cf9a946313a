"""One pass over coded articles: every report to its files, and what was left out is counted."""

import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.errors import StopRun
from sayso.records import CodedArticle
from sayso.store.export import folder as papers
from sayso.store.export.entries import Entry, Keep, Told, tell
from sayso.store.export.formats import FORMATS, Format
from sayso.store.export.polecat import version
from sayso.store.export.sheets import Sheet, Writer

if TYPE_CHECKING:
    from sayso.store.events import Events
    from sayso.store.read import Project

_STATUS_REASON = {
    "negated": "told not to have happened (status negated)",
    "future": "told as going to happen (status future)",
    "hypothetical": "told as possible (status hypothetical)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What was exported. `rows`: by file; `left_out`: reports that the form has no place for, by reason."""

    format: str
    folder: Path
    articles: int
    reports: int
    rows: Mapping[str, int]
    left_out: Mapping[str, int]

    def __str__(self) -> str:
        total = self.reports + sum(self.left_out.values())
        lines = [f"{_many(self.reports, 'report')} of {total:,} from {_many(self.articles, 'article')} -> {self.folder} ({self.format})"]
        lines += [f"  {name}: {_many(count, 'row')}" for name, count in self.rows.items()]
        lines += [f"  left out: {count:,} {reason}" for reason, count in self.left_out.items()]
        return "\n".join(lines)


def export(
    project: "Project", fmt: str, out: Path | str, query: str = "", *, all_status: bool = False, made: date | None = None
) -> Summary:
    """Write the reports of a project that a query selects (all, where it is empty) in the form `fmt` into the folder `out`.

    Args:
        fmt: One of FORMATS.
        all_status: For forms without a place for the status: what is denied, planned or possible goes into a file of its own.
        made: The day that the papers carry; today in UTC where not given. All else is the same whenever it is run.
    Raises: StopRun for a form or query that cannot be understood, and where `out` holds what no export wrote.
    """
    wanted: dict[str, set[str]] = {}
    if query.strip():
        for row in project.rows(query, columns=("article_id", "report_id")):
            wanted.setdefault(row["article_id"], set()).add(row["report_id"])
    copies = dict(project.sql("SELECT article_id, coalesce(duplicate_of, near_duplicate_of) AS a FROM articles WHERE a IS NOT NULL"))
    return export_coded(
        project.coded(query),
        fmt,
        out,
        keep=(lambda coded, report: report.id in wanted.get(coded.article.id, ())) if query.strip() else None,
        query=query.strip(),
        copies=copies,
        events=_events(project, fmt),
        all_status=all_status,
        made=made,
    )


def _events(project: "Project", fmt: str) -> "Events | None":
    """The project's events, for forms that have a place for them; what came since the last time is grouped first."""
    if not any(c.name == "event_id" for c in _known(fmt).sheets[0].columns):
        return None
    from sayso.store.events import grouped

    return grouped(project)


def export_coded(
    articles: Iterable[CodedArticle],
    fmt: str,
    out: Path | str,
    *,
    keep: Keep | None = None,
    query: str = "",
    copies: Mapping[str, str] | None = None,
    events: "Events | None" = None,
    all_status: bool = False,
    made: date | None = None,
) -> Summary:
    """The same for any coded articles.

    Args:
        keep: Which reports go out; None = all.
        query: What the README says about `keep`.
        copies: Article id -> the earlier article that it repeats.
        events: The grouped reports of the project that they come from; without one, no event ids.
    """
    form = _known(fmt)
    target = Path(out).absolute()
    day = made or datetime.now(UTC).date()
    part = _place(target)
    run = _Run(form, all_status, events is not None)
    try:
        run.write(tell(articles, keep, copies, events), part, day)
        papers.write(part, run.sheets, run.facts(query, day))
        _replace(part, target)
    except OSError as error:
        raise StopRun(f"{target}: cannot be written: {error.strerror or error}", "Check free space and permissions.") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return run.summary(Path(out))


class _Run:
    """The counts of one pass."""

    def __init__(self, form: Format, all_status: bool, grouped: bool) -> None:
        self.form, self.all_status = form, all_status
        self.sheets: tuple[Sheet, ...] = tuple(
            s for s in form.sheets if (s.status != "other" or all_status) and (grouped or not s.needs_events)
        )
        self.articles = self.reports = self.copies = 0
        self.left_out: Counter[str] = Counter()
        self.made_by: dict[str, None] = {}
        self.first: date | None = None
        self.last: date | None = None
        self.rows: dict[str, int] = {}

    def write(self, told: Iterable[Told], part: Path, day: date) -> None:
        with ExitStack() as stack:
            writers = [stack.enter_context(Writer(s, part, day)) for s in self.sheets]
            for article in told:
                fitting = replace(article, entries=tuple(e for e in article.entries if self._fits(e)))
                self._count(fitting)
                for writer in writers:
                    kept = tuple(e for e in fitting.entries if writer.sheet.holds(e.actual))
                    writer.write(writer.sheet.rows(replace(fitting, entries=kept)))
        self.rows = {w.sheet.file: w.count for w in writers}

    def _fits(self, entry: Entry) -> bool:
        reason = self.form.refuse(entry)
        if not reason and self.form.actual_only and not self.all_status and not entry.actual:
            reason = _STATUS_REASON[entry.report.status]
        if reason:
            self.left_out[reason] += 1
        return not reason

    def _count(self, told: Told) -> None:
        self.articles += 1
        self.reports += len(told.entries)
        self.copies += len(told.entries) if told.copy_of else 0
        self.made_by.update(dict.fromkeys(told.coded.made_by))
        for entry in told.entries:
            if entry.day:
                self.first = min(self.first or entry.day, entry.day)
                self.last = max(self.last or entry.day, entry.day)

    def summary(self, folder: Path) -> Summary:
        return Summary(
            format=self.form.name,
            folder=folder,
            articles=self.articles,
            reports=self.reports,
            rows=self.rows,
            left_out=dict(sorted(self.left_out.items())),
        )

    def _status(self) -> str:
        if not self.form.actual_only:
            return "all: each row has its own"
        return "all: what did not happen stands in a file of its own" if self.all_status else "only what is told to have happened"

    def facts(self, query: str, day: date) -> papers.Facts:
        return papers.Facts(
            format=self.form.name,
            about=f"{self.form.about[0].upper()}{self.form.about[1:]}.",
            losses=self.form.losses,
            reading=self.form.reading,
            query=query,
            status=self._status(),
            made=day,
            program=version(),
            made_by=tuple(self.made_by),
            articles=self.articles,
            reports=self.reports,
            copies=self.copies,
            rows=self.rows,
            left_out=dict(sorted(self.left_out.items())),
            days=(self.first, self.last) if self.first and self.last else None,
        )


def _known(fmt: str) -> Format:
    if fmt not in FORMATS:
        raise StopRun(f"There is no export form {fmt!r}.", f"There are: {', '.join(FORMATS)}.")
    return FORMATS[fmt]


def _place(target: Path) -> Path:
    """An empty folder beside the target to write in. Raises StopRun where the target holds what no export wrote."""
    if target.exists() and not target.is_dir():
        raise StopRun(f"{target} is a file; an export is a folder.", "Name a folder that there is not yet.")
    if target.exists() and (foreign := _foreign(target)):
        raise StopRun(
            f"{target} holds what is not from an earlier export, or was changed since: {', '.join(foreign[:3])}"
            f"{' ...' if len(foreign) > 3 else ''}",
            "Name an empty or a new folder.",
        )
    part = target.with_name(f".{target.name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
    except OSError as error:
        raise StopRun(f"{target}: cannot be written: {error.strerror or error}", "Check the path and its permissions.") from error
    return part


def _foreign(target: Path) -> list[str]:
    """Names in a folder that would be lost with it: what no export wrote, or what was changed since."""
    found = {p.name for p in target.iterdir()}
    ours: set[str] = set()
    if papers.is_export(target):
        listed = (target / papers.CHECKSUMS).read_text("utf-8")
        lines = [line.split("  ", 1) for line in listed.splitlines() if "  " in line]
        ours = {name for digest, name in lines if name in found and papers.digest(target / name) == digest} | {papers.CHECKSUMS}
    return sorted(found - ours)


def _replace(part: Path, target: Path) -> None:
    """The earlier export goes only when the new one stands in its place."""
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    part.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")

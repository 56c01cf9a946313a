"""What was read, skipped and why; runs and their versions; what changed."""

from collections.abc import Iterator
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sayso.app.pages import at_page, desk_of, page, turns
from sayso.explore.status import status
from sayso.show.account import counted
from sayso.store.journal import Shards
from sayso.store.schema import MANIFEST

AT_ONCE = 50


def overview(request: Request) -> Response:
    desk = desk_of(request)
    project = desk.project
    shards = [
        {**s.row, "at": datetime.fromtimestamp((desk.folder / MANIFEST / f"{s.name}.json").stat().st_mtime, UTC).strftime("%Y-%m-%d %H:%M")}
        for s in project.shards
    ]
    sql = "SELECT coalesce(outlet_name, ''), count(*), sum(report_count)::BIGINT FROM articles GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 12"
    return page(
        request,
        "project.html",
        status_of=status(project),
        outlets=list(project.sql(sql)),
        shards=sorted(shards, key=lambda s: (s["at"], s["shard"]), reverse=True)[:AT_ONCE],
        changes=list(_changes(desk.journal.shards())),
        lexicons=project.settings.get("coding", {}).get("lexicons", []),
    )


def _changes(held: list[tuple[str, Shards]]) -> Iterator[str]:
    """How the project differs from what it held when these pages were last opened on something else."""
    if len(held) < 2:
        return
    (at, now), (_, before) = held
    when = at[:16].replace("T", " ")
    new = [s for s in now if s not in before]
    gone = [s for s in before if s not in now]
    anew = [s for s in now if s in before and s not in new and now[s] != before[s]]
    if new:
        yield (
            f"{counted(sum(now[s][1] for s in new), 'article')} with {counted(sum(now[s][2] for s in new), 'report')} "
            f"more than before (noticed {when} UTC)"
        )
    if anew:
        difference = sum(now[s][2] - before[s][2] for s in anew)
        yield f"{counted(sum(now[s][1] for s in anew), 'article')} coded anew: {difference:+,} reports (noticed {when} UTC)"
    if gone:
        yield f"{counted(sum(before[s][1] for s in gone), 'article')} no longer there (noticed {when} UTC)"


def skipped(request: Request) -> Response:
    project = desk_of(request).project
    at = at_page(request)
    total = next(project.sql("SELECT count(*) FROM skipped"))[0]
    sql = "SELECT input_name, reason, hint FROM skipped ORDER BY reason, input_name LIMIT ? OFFSET ?"
    return page(
        request, "skipped.html", rows=list(project.sql(sql, [AT_ONCE, (at - 1) * AT_ONCE])), total=total, at=at, **turns(request, at, total)
    )


def articles(request: Request) -> Response:
    project, at = desk_of(request).project, at_page(request)
    total = sum(s.row["article_count"] for s in project.shards)
    sql = f"""SELECT article_id, coalesce(title, left(text, 90)), outlet_name, published, words, report_count, statement_count,
        coalesce(duplicate_of, near_duplicate_of) FROM articles ORDER BY published DESC NULLS LAST, article_id LIMIT {AT_ONCE} OFFSET ?"""
    rows = list(project.sql(sql, [(at - 1) * AT_ONCE]))
    return page(request, "articles.html", rows=rows, total=total, at=at, **turns(request, at, total))


ROUTES = [Route("/", overview), Route("/skipped", skipped), Route("/articles", articles)]

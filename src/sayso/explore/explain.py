"""One article or one record of a project, found by the beginning of its id, and everything behind it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sayso.errors import StopRun
from sayso.show.account import some
from sayso.show.coded import Coded
from sayso.show.lines import Line
from sayso.show.marked import marked
from sayso.store.read import Project

SHOWN = 8  # ids that a message lists


@dataclass(frozen=True, slots=True)
class Found:
    """`record` is a report (r1) or a statement (s1) of the article; "" = the whole article."""

    coded: Coded
    record: str = ""

    def lines(self, *, why: bool = False) -> Iterator[Line]:
        """The text with its marks, then the account of it; of one record: the record and what stands behind it."""
        if self.record:
            yield from some(self.coded, [self.record], why=why)
            return
        yield from marked(self.coded)
        yield Line()
        yield from self.coded.lines(why=why)


def find(project: Project, name: str) -> Found:
    """`3f2a`: the article whose id begins so; `3f2a/r3`: its third report.

    Raises StopRun where there is none, or more than one.
    """
    if coded := _article(project, name):
        return Found(coded)
    start, slash, record = name.rpartition("/")
    if slash and (coded := _article(project, start)):
        known = [r.id for r in coded.reports] + [s.id for s in coded.statements]
        if record not in known:
            raise StopRun(f"Article {coded.article.id} has no record {record!r}.", f"It has: {', '.join(known) or 'none'}.")
        return Found(coded, record)
    ids = [i for (i,) in project.sql("SELECT article_id FROM articles ORDER BY article_id LIMIT ?", [SHOWN])]
    hint = f"Ids are, for example: {', '.join(ids)}. `sayso query` shows them." if ids else "The project holds no articles yet."
    raise StopRun(f"No article's id begins with {name!r}.", hint)


def _article(project: Project, start: str) -> Coded | None:
    sql = "SELECT article_id FROM articles WHERE starts_with(article_id, ?) ORDER BY article_id <> ?, article_id LIMIT ?"
    ids = [i for (i,) in project.sql(sql, [start, start, SHOWN + 1])]
    if not ids or not start:
        return None
    if len(ids) > 1 and ids[0] != start:
        shown = ", ".join(ids[:SHOWN]) + (" ..." if len(ids) > SHOWN else "")
        raise StopRun(f"Several ids begin with {start!r}: {shown}", "Give more of it.")
    return project.article(ids[0])

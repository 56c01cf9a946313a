"""Review: what a reviewer is asked next, and where the decisions of earlier runs stand in the project as it is now."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sayso.records.review import Anchor, Judgement
from sayso.show.data import Row
from sayso.store.query import parse
from sayso.store.read import Project

# what a reviewer vouches for, and may correct
FIELDS = (
    *("event_type", "event_mode", "status", "historical", "actor_name", "actor_country", "actor_sectors"),
    *("recipient_name", "recipient_country", "recipient_sectors", "event_date", "place"),
    *("claimant_name", "claimant_country", "claimant_sectors"),
)
DECISIVE = ("event_type", "status", "actor_name", "recipient_name")  # where one of these changes, it is another report
CONTEXT = 40  # characters kept before and after the words
ENOUGH = 12  # of them that must agree on either side where the sentence does not
Key = tuple[str, str]  # article, report

_COLUMNS = (
    *("article_id", "report_id", "trigger", "trigger_start", "sentence", "text_sha256", "before", "after"),
    *FIELDS,
)
_SQL = f"""SELECT r.article_id, r.report_id, r.trigger, r.trigger_start, r.sentence, a.text_sha256,
  substring(a.text, greatest(1, r.trigger_start - {CONTEXT} + 1), least({CONTEXT}, r.trigger_start)),
  substring(a.text, r.trigger_end + 1, {CONTEXT}), {", ".join(f"r.{f}::VARCHAR" for f in FIELDS)}
  FROM reports r JOIN articles a ON a.article_id = r.article_id"""


@dataclass(frozen=True, slots=True)
class Standing:
    """A decision and the report that it is about now; `key` None where there is none any more. `changed`: (field, then, now)."""

    judgement: Judgement
    key: Key | None
    changed: tuple[tuple[str, str | None, str | None], ...] = ()

    @property
    def fits(self) -> bool:
        """False: it is listed as no longer fitting. A correction goes on holding; the machine's new view is shown beside it."""
        return self.key is not None and not any(field in DECISIVE for field, _, _ in self.changed)


# ---------------------------------------------------------------- anchors
def anchors(project: Project, keys: Iterable[Key]) -> dict[Key, tuple[Anchor, dict[str, str | None]]]:
    """What is written down of a report when it is judged: where it stands by its words, and how it is coded."""
    wanted = set(keys)
    rows = _rows(project, sorted({article for article, _ in wanted}))
    return {key: (_anchor(r), {f: r[f] for f in FIELDS}) for r in rows if (key := (r["article_id"], r["report_id"])) in wanted}


def _anchor(row: Row) -> Anchor:
    return Anchor(
        article_id=row["article_id"],
        report_id=row["report_id"],
        quote=row["trigger"],
        before=row["before"],
        after=row["after"],
        start=row["trigger_start"],
        sentence=row["sentence"],
        text_sha256=row["text_sha256"],
    )


def _rows(project: Project, values: Sequence[str], column: str = "r.article_id") -> list[Row]:
    sql = f"{_SQL} WHERE list_contains(?, {column}) ORDER BY r.article_id, r.trigger_start, r.report_id"
    return [dict(zip(_COLUMNS, row, strict=True)) for row in project.sql(sql, [list(values)])] if values else []


def standing(project: Project, judgements: Sequence[Judgement]) -> list[Standing]:
    """Each reviewer's last decision on each report, where that stands now, in the order of the decisions.

    A report is found again by article (or its text, where that has another id now), the words that name the event, and what stands
    around them; numbering, order and sentence boundaries may change. No report is given to two decisions of one reviewer.
    """
    latest: dict[tuple[str, Anchor], Judgement] = {}
    for judgement in judgements:
        latest[judgement.reviewer, judgement.anchor] = judgement
    chosen = list(latest.values())
    by_article: dict[str, list[Row]] = {}
    by_text: dict[str, list[Row]] = {}
    for row in _rows(project, sorted({j.anchor.article_id for j in chosen})):
        by_article.setdefault(row["article_id"], []).append(row)
    texts = sorted({j.anchor.text_sha256 for j in chosen if j.anchor.article_id not in by_article})
    for row in _rows(project, texts, "a.text_sha256"):
        by_text.setdefault(row["text_sha256"], []).append(row)
    found: dict[int, Standing] = {}
    taken: dict[str, set[Key]] = {}
    ranked = [
        (j, _candidates(j.anchor, dict(j.seen), by_article.get(j.anchor.article_id) or by_text.get(j.anchor.text_sha256, [])))
        for j in chosen
    ]
    for judgement, candidates in sorted(ranked, key=lambda pair: (pair[1][0][0] if pair[1] else (1,), -pair[0].number)):
        used = taken.setdefault(judgement.reviewer, set())
        free = [r for _, r in candidates if (r["article_id"], r["report_id"]) not in used]
        if not free:
            found[judgement.number] = Standing(judgement, None)
            continue
        row = free[0]
        key = row["article_id"], row["report_id"]
        used.add(key)
        changed = tuple((f, then, row[f]) for f, then in judgement.seen if f in FIELDS and row[f] != then)
        found[judgement.number] = Standing(judgement, key, changed)
    return [found[n] for n in sorted(found)]


def _candidates(anchor: Anchor, seen: dict[str, str | None], rows: Sequence[Row]) -> list[tuple[tuple[Any, ...], Row]]:
    """Reports that may be the one, the best first."""
    ranked = []
    for row in rows:
        one, other = _plain(anchor.quote), _plain(row["trigger"])
        if not one or not other or (one not in other and other not in one):
            continue
        before = _shared(anchor.before[::-1], row["before"][::-1])
        after = _shared(anchor.after, row["after"])
        begins, ends = row["trigger_start"], row["trigger_start"] + len(row["trigger"])
        same_place = row["text_sha256"] == anchor.text_sha256 and begins < anchor.start + len(anchor.quote) and anchor.start < ends
        same_sentence = _plain(row["sentence"]) == _plain(anchor.sentence)
        around = (before >= min(ENOUGH, len(anchor.before))) and (after >= min(ENOUGH, len(anchor.after)))
        if not (same_place or same_sentence or around):
            continue
        agree = sum(row[f] == seen.get(f) for f in DECISIVE)
        words = (not same_place, not (same_sentence and around), not around, one != other)
        rank = (*words, -agree, row["report_id"] != anchor.report_id, abs(row["trigger_start"] - anchor.start), row["report_id"])
        ranked.append((rank, row))
    return sorted(ranked, key=lambda pair: pair[0])


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _shared(one: str, other: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


# ---------------------------------------------------------------- the queue
def queue(project: Project, query: str, decided: Iterable[Key], skipped: Iterable[Key], limit: int) -> Iterator[Key]:
    """The reports that a query selects and that are not decided yet: least certain first, those that were skipped last."""
    where, values = parse(query).where()
    done, later = set(decided), set(skipped)
    sql = f"SELECT article_id, report_id FROM reports WHERE {where} ORDER BY confidence NULLS FIRST, article_id, trigger_start, report_id"
    waiting: list[Key] = []
    given = 0
    for article, report in project.sql(sql, values):
        key = (str(article), str(report))
        if key in done:
            continue
        if key in later:
            waiting.append(key)
            continue
        yield key
        given += 1
        if given == limit:
            return
    yield from waiting[: limit - given]

"""Coded articles and skipped inputs -> rows of the project's tables, as lines of JSON for DuckDB to read."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sayso.records import Article, CodedArticle, Party, Skipped, content_id
from sayso.show.coded import Coded
from sayso.show.data import Row, report_rows, statement_rows
from sayso.store.codec import dump, load_report, load_statement
from sayso.store.schema import STORED


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An article on its way into a project, with what is known of it beside its text."""

    article: Article
    key: str
    duplicate_of: str | None = None
    near_duplicate_of: str | None = None
    similarity: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unused:
    """An input that could not be used. `article_id`: it could be read, but not coded."""

    skipped: Skipped
    key: str
    article_id: str | None = None


@dataclass(slots=True)
class Lines:
    """Rows of every stored table, encoded: what a worker hands back."""

    text: dict[str, bytearray] = field(default_factory=lambda: {t.name: bytearray() for t in STORED})
    count: dict[str, int] = field(default_factory=lambda: {t.name: 0 for t in STORED})

    def add(self, table: str, rows: Iterable[Row]) -> None:
        for row in rows:
            # a lone surrogate is no character and cannot be stored: one mark stands for it, so that offsets stay
            self.text[table] += json.dumps(row, ensure_ascii=False, default=str).encode("utf-8", "replace") + b"\n"
            self.count[table] += 1

    def add_coded(self, coded: CodedArticle, entry: Entry, shard: str) -> None:
        self.add("articles", [article_row(coded, entry, shard)])
        self.add("statements", statement_rows(coded))
        self.add("reports", report_rows(coded))
        self.add("actors", actor_rows(coded))

    def add_unused(self, unused: Unused, shard: str) -> None:
        skipped = unused.skipped
        row = {"input_name": skipped.where, "reason": skipped.reason, "hint": skipped.hint}
        self.add("skipped", [{**row, "article_id": unused.article_id, "input_key": unused.key, "shard": shard}])

    def skipped(self) -> list[Skipped]:
        rows = map(json.loads, self.text["skipped"].splitlines())
        return [Skipped(where=r["input_name"], reason=r["reason"], hint=r["hint"]) for r in rows]

    def add_lines(self, other: "Lines") -> None:
        for table, text in other.text.items():
            self.text[table] += text
            self.count[table] += other.count[table]


def article_key(article: Article) -> str:
    """Two inputs with the same key give the same result."""
    day = article.published.isoformat() if article.published else ""
    return content_id(article.id, article.outlet, day, article.title, article.url, article.text)


def skipped_key(skipped: Skipped) -> str:
    return content_id("skipped", skipped.where, skipped.reason)


def article_row(coded: CodedArticle, entry: Entry, shard: str) -> Row:
    article = coded.article
    record = {
        "statements": [dump(s) for s in coded.statements],
        "reports": [dump(r) for r in coded.reports],
        "made_by": list(coded.made_by),
        "notes": list(article.notes),
    }
    return {
        "article_id": article.id,
        "outlet_name": article.outlet or None,
        "article_url": article.url or None,
        "published": article.published,
        "title": article.title or None,
        "words": len(article.text.split()),
        "characters": len(article.text),
        "text_sha256": sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest(),
        "report_count": len(coded.reports),
        "statement_count": len(coded.statements),
        "duplicate_of": entry.duplicate_of,
        "near_duplicate_of": entry.near_duplicate_of,
        "similarity": entry.similarity,
        "notes": " | ".join(article.notes) or None,
        "input_name": article.where or None,
        "input_key": entry.key,
        "shard": shard,
        "text": article.text,
        "record": json.dumps(record, ensure_ascii=False, separators=(",", ":")),
    }


def actor_rows(coded: CodedArticle) -> Iterable[Row]:
    for statement in coded.statements:
        yield from _parties(coded, statement.id, "claimant", statement.claimants)
    for report in coded.reports:
        yield from _parties(coded, report.id, "actor", report.actors)
        yield from _parties(coded, report.id, "recipient", report.recipients)


def _parties(coded: CodedArticle, record_id: str, role: str, parties: tuple[Party, ...]) -> Iterable[Row]:
    for number, party in enumerate(parties, 1):
        link = party.link
        yield {
            "article_id": coded.article.id,
            "record_id": record_id,
            "role": role,
            "number": number,
            "name": party.name,
            "country": party.country,
            "sectors": " ".join(party.sectors) or None,
            "identifier": link.identifier or None if link else None,
            "chain": link.chain if link and link.chain >= 0 else None,
            "words": party.text,
            "words_start": party.span.start if party.span else None,
            "words_end": party.span.end if party.span else None,
            "rule": link.rule or None if link else None,
            "lexicon_row": link.row or None if link else None,
        }


# columns that give an article back, in this order
ARTICLE_COLUMNS = ("article_id", "text", "title", "outlet_name", "article_url", "published", "input_name")
CODED_COLUMNS = (*ARTICLE_COLUMNS, "record")


def to_article(row: tuple[Any, ...], notes: Iterable[str] = ()) -> Article:
    """From the values of ARTICLE_COLUMNS."""
    name, text, title, outlet, url, published, where = row
    return Article(
        id=name,
        text=text,
        title=title or "",
        outlet=outlet or "",
        url=url or "",
        published=published,
        notes=tuple(notes),
        where=where or "",
    )


def to_coded(row: tuple[Any, ...]) -> Coded:
    """From the values of CODED_COLUMNS: the records just as the coder made them."""
    *article, raw = row
    record = json.loads(raw)
    return Coded(
        article=to_article(tuple(article), record["notes"]),
        statements=tuple(map(load_statement, record["statements"])),
        reports=tuple(map(load_report, record["reports"])),
        made_by=tuple(record["made_by"]),
    )

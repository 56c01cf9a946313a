"""The machine-readable forms of one article: the JSON object of `--json`, the annotations that gold.py scores, the rows of the tables."""

import re
from hashlib import sha256
from typing import Any

from sayso.records import CodedArticle, Party, Place, Reason, Report, Span, Statement, When, content_id
from sayso.show.voices import chain, speaker, voice

SCHEMA = "sayso/article/1"
Row = dict[str, Any]
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
LONGEST_FILE_NAME = 120


def to_dict(coded: CodedArticle) -> Row:
    """The whole result with stable keys in stable order; docs/output.md describes each."""
    article = coded.article
    return {
        "schema": SCHEMA,
        "article": {
            "id": article.id,
            "title": article.title,
            "outlet": article.outlet,
            "url": article.url,
            "published": article.published.isoformat() if article.published else None,
            "characters": len(article.text),
            "sha256": sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest(),
            "text": article.text,
        },
        "statements": [_statement(coded, s) for s in coded.statements],
        "reports": [_report(coded, r) for r in coded.reports],
        "made_by": list(coded.made_by),
    }


def _statement(coded: CodedArticle, statement: Statement) -> Row:
    text = coded.article.text
    return {
        "id": statement.id,
        "speaker": speaker(statement, text) or None,
        "claimants": [_party(p) for p in statement.claimants],
        "claimant_type": statement.claimant_type,
        "force": statement.force,
        "negated": statement.negated,
        "distanced": statement.distanced,
        "kind": statement.kind,
        "cue": [_span(s, text) for s in statement.cue],
        "source": [_span(s, text) for s in statement.source],
        "content": [_span(s, text) for s in statement.content],
        "parent": statement.parent,
        "confidence": statement.confidence,
        "because": [_reason(r, text) for r in statement.because],
    }


def _report(coded: CodedArticle, report: Report) -> Row:
    text = coded.article.text
    return {
        "id": report.id,
        "type": report.type,
        "mode": report.mode,
        "contexts": list(report.contexts),
        "status": report.status,
        "historical": report.historical,
        "actors": [_party(p) for p in report.actors],
        "recipients": [_party(p) for p in report.recipients],
        "when": _when(report.when, text),
        "where": _where(report.where, text),
        "counts": {"killed": report.counts.killed, "injured": report.counts.injured, "arrested": report.counts.arrested},
        "statement": report.statement,
        "according_to": [name or None for name in chain(coded, report.statement)],
        "voice": voice(coded, report),
        "trigger": _span(report.trigger, text),
        "sentence": _span(report.sentence, text),
        "confidence": report.confidence,
        "because": [_reason(r, text) for r in report.because],
    }


def _span(span: Span, text: str) -> Row:
    return {"start": span.start, "end": span.end, "text": span.of(text)}


def _party(party: Party) -> Row:
    link = party.link
    return {
        "text": party.text,
        "start": party.span.start if party.span else None,
        "end": party.span.end if party.span else None,
        "name": party.name,
        "country": party.country,
        "sectors": list(party.sectors),
        "identifier": link.identifier or None if link else None,
        "rule": link.rule if link else None,
        "row": link.row or None if link else None,
    }


def _when(when: When, text: str) -> Row:
    return {
        "iso": when.iso,
        "start": when.start.isoformat() if when.start else None,
        "end": when.end.isoformat() if when.end else None,
        "precision": when.precision,
        "basis": when.basis,
        "words": _span(when.span, text) if when.span else None,
    }


def _where(place: Place, text: str) -> Row:
    return {
        "text": place.text or None,
        "country": place.country,
        "name": place.name or None,
        "admin1": place.admin1 or None,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "geonames_id": place.geonames_id,
        "precision": place.precision,
        "basis": place.basis,
        "words": _span(place.span, text) if place.span else None,
    }


def _reason(reason: Reason, text: str) -> Row:
    return {
        "rule": reason.rule,
        "row": reason.row or None,
        "words": [_span(s, text) for s in reason.words],
        "note": reason.note or None,
    }


# ---------------------------------------------------------------- annotations
def to_annotation(coded: CodedArticle) -> Row:
    """The scoring form: the document with `statements` and `events`, every span [start, end)."""
    article = coded.article
    return {
        "id": article.id,
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "publisher": article.outlet,
        "url": article.url,
        "text": article.text,
        "statements": [
            {
                "id": s.id,
                "source": [_pair(x) for x in s.source],
                "cue": [_pair(x) for x in s.cue],
                "content": [_pair(x) for x in s.content],
                "kind": s.kind,
                "speaker": speaker(s, article.text) or None,
                "parent": s.parent,
            }
            for s in coded.statements
        ],
        "events": [
            {
                "id": r.id,
                "trigger": _pair(r.trigger),
                "type": r.type,
                "mode": r.mode,
                "actors": [_scored_party(p) for p in r.actors],
                "recipients": [_scored_party(p) for p in r.recipients],
                "status": r.status,
                "historical": r.historical,
                "according_to": r.statement,
                "date": r.when.iso,
                "place": r.where.text or None,
            }
            for r in coded.reports
        ],
    }


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def _scored_party(party: Party) -> Row:
    return {
        "span": _pair(party.span) if party.span else None,
        "name": party.name,
        "country": party.country,
        "sectors": list(party.sectors),
    }


def file_name(article_id: str) -> str:
    """An id as a file name on any system: as it is where it is safe, else its safe part and a digest, so that two ids never share one."""
    safe = _UNSAFE.sub("_", article_id).strip("._")
    if safe and safe == article_id and len(safe) <= LONGEST_FILE_NAME:
        return f"{safe}.json"
    return f"{safe[:LONGEST_FILE_NAME] or 'article'}-{content_id(article_id, length=8)}.json"


# ---------------------------------------------------------------- tables
def report_rows(coded: CodedArticle) -> list[Row]:
    """One flat row for each report: names of at most 32 characters, lists joined by "; ", None where not known."""
    return [report_row(coded, r) for r in coded.reports]


def report_row(coded: CodedArticle, report: Report) -> Row:
    text, statement = coded.article.text, coded.statement(report.statement)
    speakers = chain(coded, report.statement)
    return {
        **_article_columns(coded),
        "report_id": report.id,
        "event_type": report.type,
        "event_mode": report.mode,
        "contexts": _joined(report.contexts),
        "status": report.status,
        "historical": report.historical,
        **_party_columns("actor", report.actors),
        **_party_columns("recipient", report.recipients),
        "event_date": report.when.iso,
        "event_start": report.when.start,
        "event_end": report.when.end,
        "date_precision": report.when.precision,
        "date_basis": report.when.basis,
        "place": report.where.text or None,
        "place_country": report.where.country,
        "place_name": report.where.name or None,
        "place_admin1": report.where.admin1 or None,
        "place_precision": report.where.precision,
        "latitude": report.where.latitude,
        "longitude": report.where.longitude,
        "geonames_id": report.where.geonames_id,
        "killed": report.counts.killed,
        "injured": report.counts.injured,
        "arrested": report.counts.arrested,
        "statement_id": report.statement,
        "voice": voice(coded, report),
        **_party_columns("claimant", statement.claimants if statement else ()),
        "claimant_type": statement.claimant_type if statement else None,
        "claimant_chain": " < ".join(name or "(unnamed)" for name in speakers) or None,
        "force": statement.force if statement else None,
        "trigger": report.trigger.of(text),
        "trigger_start": report.trigger.start,
        "trigger_end": report.trigger.end,
        "sentence": report.sentence.of(text),
        "sentence_start": report.sentence.start,
        "sentence_end": report.sentence.end,
        "confidence": report.confidence,
        "rule": _joined(tuple(r.rule for r in report.because)),
    }


def statement_rows(coded: CodedArticle) -> list[Row]:
    """One flat row for each statement."""
    return [statement_row(coded, s) for s in coded.statements]


def statement_row(coded: CodedArticle, statement: Statement) -> Row:
    text = coded.article.text
    return {
        **_article_columns(coded),
        "statement_id": statement.id,
        "parent_id": statement.parent,
        "speaker": speaker(statement, text) or None,
        **_party_columns("claimant", statement.claimants),
        "claimant_type": statement.claimant_type,
        "force": statement.force,
        "negated": statement.negated,
        "distanced": statement.distanced,
        "kind": statement.kind,
        "cue": _pieces(statement.cue, text),
        "source": _pieces(statement.source, text),
        "content": _pieces(statement.content, text),
        "content_start": min((s.start for s in statement.content), default=None),
        "content_end": max((s.end for s in statement.content), default=None),
        "confidence": statement.confidence,
        "rule": _joined(tuple(r.rule for r in statement.because)),
    }


def _pieces(spans: tuple[Span, ...], text: str) -> str | None:
    return " … ".join(s.of(text) for s in spans) or None


def _article_columns(coded: CodedArticle) -> Row:
    article = coded.article
    return {
        "article_id": article.id,
        "outlet_name": article.outlet or None,
        "article_url": article.url or None,
        "published": article.published,
    }


def _party_columns(role: str, parties: tuple[Party, ...]) -> Row:
    return {
        f"{role}_name": _joined(tuple(p.name for p in parties)),
        f"{role}_country": _joined(tuple(p.country or "" for p in parties)),
        f"{role}_sectors": _joined(tuple(" ".join(p.sectors) for p in parties)),
    }


def _joined(values: tuple[str, ...]) -> str | None:
    """`FRA; DEU`; places are kept, so that the lists of name, country and sectors stay in step. None where all are unknown."""
    return "; ".join(values) if any(values) else None

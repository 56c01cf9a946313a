"""The reader: an article with its marks, its records as sentences beside it, and why each was made."""

from collections.abc import Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sayso.app.marks import paragraphs, parts, tints
from sayso.app.pages import desk_of, link, page
from sayso.errors import StopRun
from sayso.explore.find import NEWEST, order
from sayso.records import CodedArticle, Party, Reason, Report, Span, Statement
from sayso.records.review import Judgement
from sayso.show.account import sentence, statement_sentence
from sayso.show.lines import Segment, shorten, tidy
from sayso.show.voices import speaker
from sayso.store.query import parse
from sayso.store.read import Project

WORDS = 120  # characters of evidence shown


def article(request: Request) -> Response:
    project, asked = desk_of(request).project, request.query_params
    article_id, query = asked.get("id", ""), asked.get("q", "")
    coded = project.article(article_id)
    if coded is None:
        raise StopRun("There is no such article in this project.", "It may have been coded anew under another id: look among the articles.")
    shown = parts(paragraphs(coded))
    record = asked.get("record", "")
    at = next((n for n, part in enumerate(shown, 1) for p in part if any(r.id == record for r in p.records)), 0) or _part(
        asked.get("part", "")
    )
    at = min(at, len(shown))
    before, after = neighbours(project, article_id, query)
    colours = tints(coded)
    judged: dict[str, list[Judgement]] = {}
    for one in desk_of(request).standing():
        if one.key and one.key[0] == article_id and one.judgement.verdict != "skip":
            judged.setdefault(one.key[1], []).append(one.judgement)
    notes = [[note(coded, r, colours) for r in p.records] for p in shown[at - 1]]
    claimants = dict.fromkeys((colours[s.id], name) for s in coded.statements if (name := speaker(s, coded.article.text)))
    return page(
        request,
        "article.html",
        article=coded.article,
        coded=coded,
        judged=judged,
        rows=list(zip(shown[at - 1], notes, strict=True)),
        legend=[{"tint": t, "name": n} for t, n in claimants][:12],
        query=query,
        record=record,
        part=at,
        of_parts=len(shown),
        before=link("/article", id=before, q=query) if before else "",
        after=link("/article", id=after, q=query) if after else "",
    )


def _part(asked: str) -> int:
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def neighbours(project: Project, article_id: str, query: str) -> tuple[str | None, str | None]:
    """The articles before and after this one, among those that a query selects, the newest first."""
    where, values = parse(query).where("articles")
    ordered = order(NEWEST, "articles")
    sql = f"""SELECT b, a FROM (SELECT article_id, lag(article_id) OVER w AS b, lead(article_id) OVER w AS a
        FROM articles WHERE {where} WINDOW w AS (ORDER BY {ordered})) WHERE article_id = ?"""
    found = next(project.sql(sql, [*values, article_id]), None)
    return (found[0], found[1]) if found else (None, None)


# ---------------------------------------------------------------- notes in the margin
def note(coded: CodedArticle, record: Report | Statement, colours: dict[str, int]) -> dict[str, Any]:
    """What the margin says of a record."""
    text = coded.article.text
    if isinstance(record, Statement):
        return {
            "id": record.id,
            "kind": "statement",
            "tint": colours[record.id],
            "segments": list(statement_sentence(coded, record)),
            "codes": " · ".join(filter(None, [record.kind, "at arm's length" if record.distanced else "", record.claimant_type])),
            "why": [*_why(text, record.because), *(w for p in record.claimants for w in _why_party(text, p))],
            "confidence": record.confidence,
        }
    return {
        "id": record.id,
        "kind": "report",
        "tint": colours.get(record.statement or "", 0),
        "segments": list(sentence(coded, record)),
        "codes": codes(record),
        "why": [*_why(text, record.because), *(w for p in (*record.actors, *record.recipients) for w in _why_party(text, p))],
        "confidence": record.confidence,
    }


def codes(report: Report) -> str:
    sides = " → ".join(" + ".join(filter(None, map(code, side))) or "—" for side in (report.actors, report.recipients))
    facts = [" ".join(filter(None, (report.type, report.mode))), sides if sides != "— → —" else ""]
    facts += [report.status if report.status != "actual" else "", "historical" if report.historical else ""]
    return " · ".join(filter(None, facts))


def code(party: Party) -> str:
    return "/".join(filter(None, (party.country or ("?" if party.sectors else ""), *party.sectors[:2])))


def _why(text: str, reasons: tuple[Reason, ...]) -> Iterator[dict[str, str]]:
    for reason in reasons:
        yield {"rule": reason.rule, "row": reason.row, "words": _words(text, reason.words), "note": tidy(reason.note)}


def _why_party(text: str, party: Party) -> Iterator[dict[str, str]]:
    if party.link and party.link.rule:
        spans = (party.span,) if party.span else ()
        yield {"rule": party.link.rule, "row": party.link.row, "words": _words(text, spans), "note": f"taken to be {tidy(party.name)}"}
    yield from _why(text, party.because)


def _words(text: str, spans: tuple[Span, ...]) -> str:
    return " … ".join(shorten(tidy(s.of(text)), WORDS) for s in spans)


def plain(segments: list[Segment]) -> str:
    return "".join(s.text for s in segments)


ROUTES = [Route("/article", article)]

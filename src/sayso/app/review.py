"""Review: one report at a time, by keys; what was decided; agreement of reviewers."""

import csv
import io
import json
import re
from typing import Any
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from sayso.app.desk import Form
from sayso.app.marks import Mark, marks, pieces
from sayso.app.pages import desk_of, link, page, part_of_page
from sayso.app.reader import note
from sayso.errors import StopRun
from sayso.explore.agreement import agreement, conflicts
from sayso.explore.review import FIELDS, Key, Standing, anchors, queue
from sayso.records import STATUSES, CodedArticle, Report, Span
from sayso.records.review import VERDICTS
from sayso.show.lines import tidy

AT_ONCE = 20  # cards that a page brings along
AROUND = 500  # characters of text shown before and after the sentence
LONGEST = 500  # characters of a corrected value
LISTED = 200
COOKIE = "sayso-reviewer"
LABELS = {
    "event_type": "What", "event_mode": "How", "status": "Whether it happened", "historical": "Told as background",
    "actor_name": "Who", "actor_country": "Their country", "actor_sectors": "Their sectors",
    "recipient_name": "To whom", "recipient_country": "Their country", "recipient_sectors": "Their sectors",
    "event_date": "When", "place": "Where",
    "claimant_name": "According to", "claimant_country": "Their country", "claimant_sectors": "Their sectors",
}  # fmt: skip


def reviewer_of(request: Request) -> str:
    return _name(unquote(request.cookies.get(COOKIE, ""))) or desk_of(request).reviewer


def _name(text: str) -> str:
    return re.sub(r"[^\w .@-]", "", text).strip()[:40]


def review(request: Request) -> Response:
    desk, query, reviewer = desk_of(request), request.query_params.get("q", ""), reviewer_of(request)
    total = desk.project.count(query)
    if not reviewer:
        return page(
            request, "review.html", reviewer="", query=query, cards=[], total=total, done=0, book=None, fields=LABELS, statuses=STATUSES
        )
    decided, later = _state(request, reviewer)
    cards = _cards(request, list(queue(desk.project, query, decided, later, AT_ONCE)))
    done = len(decided) if not query else desk.project.count(query) - _left(request, query, decided)
    return page(
        request,
        "review.html",
        reviewer=reviewer,
        query=query,
        cards=cards,
        total=total,
        done=done,
        book=desk.codebook,
        fields=LABELS,
        statuses=STATUSES,
    )


def _left(request: Request, query: str, decided: set[Key]) -> int:
    return (
        sum(1 for _ in queue(desk_of(request).project, query, decided, (), 1_000_000_000))
        if decided
        else desk_of(request).project.count(query)
    )


def _state(request: Request, reviewer: str) -> tuple[set[Key], set[Key]]:
    """What this reviewer has decided, and what he has put off. A decision that no longer fits is asked for again."""
    mine = [s for s in desk_of(request).standing() if s.judgement.reviewer == reviewer and s.key]
    decided = {s.key for s in mine if s.key and s.judgement.verdict != "skip" and (s.fits or s.judgement.verdict == "correct")}
    return decided, {s.key for s in mine if s.key and s.judgement.verdict == "skip"}


# ---------------------------------------------------------------- cards
def more_cards(request: Request) -> Response:
    """The next cards for a page that is at work; it drops those that it has already."""
    decided, later = _state(request, reviewer_of(request))
    query = request.query_params.get("q", "")
    cards = _cards(request, list(queue(desk_of(request).project, query, decided, later, AT_ONCE)))
    return HTMLResponse(
        part_of_page("cards.html", cards=cards, fields=LABELS, statuses=STATUSES, book=desk_of(request).codebook, query=query)
    )


def _cards(request: Request, keys: list[Key]) -> list[dict[str, Any]]:
    project = desk_of(request).project
    articles = project.some(sorted({article for article, _ in keys}))
    known = anchors(project, keys)
    made = []
    for key in keys:
        coded = articles[key[0]]
        report = next(r for r in coded.reports if r.id == key[1])
        before, after = _around(coded, report)
        found = [m for m in marks(coded) if m.record in _own(coded, report)]
        made.append(
            {
                "key": "/".join(key),
                "article": coded.article,
                "report": report,
                "note": note(coded, report, {}),
                "pieces": list(pieces(coded.article.text, Span(before, after), [*found, Mark(report.sentence, "sentence", report.id)])),
                "cut": (before > 0, after < len(coded.article.text)),
                "now": {f: v or "" for f, v in known[key][1].items()},
            }
        )
    return made


def _own(coded: CodedArticle, report: Report) -> set[str]:
    return {report.id, *(s.id for s in coded.chain(report.statement))}


def _around(coded: CodedArticle, report: Report) -> tuple[int, int]:
    """The sentence with some text around it, from a word's beginning to a word's end."""
    text = coded.article.text
    start, end = max(0, report.sentence.start - AROUND), min(len(text), report.sentence.end + AROUND // 2)
    start = min(report.sentence.start, text.find(" ", start) + 1) if start and " " in text[start : report.sentence.start] else start
    end = max(report.sentence.end, text.rfind(" ", 0, end)) if end < len(text) else end
    return start, end


# ---------------------------------------------------------------- decisions
def who(_: Request, form: Form) -> Response:
    name = _name(form.get("reviewer", ""))
    if not name:
        raise StopRun("A reviewer needs a name.", "Give a name or initials: letters, figures, spaces, dots.")
    answer = RedirectResponse(link("/review", q=form.get("q", "")), 303)
    answer.set_cookie(COOKIE, quote(name), max_age=31_536_000, httponly=True, samesite="strict")
    return answer


def decide(request: Request, form: Form) -> Response:
    desk, reviewer = desk_of(request), reviewer_of(request)
    verdict, key = form.get("verdict", ""), (form.get("article", ""), form.get("report", ""))
    if not reviewer:
        raise StopRun("Nobody has said who reviews.", "Open Review and give a name.")
    if verdict not in VERDICTS:
        raise StopRun(f"There is no decision {verdict!r}.", f"There are: {', '.join(VERDICTS)}.")
    known = anchors(desk.project, [key]).get(key)
    if known is None:
        raise StopRun("This report is no longer there: the project was coded anew.", "Open Review again.")
    anchor, seen = known
    given = _given(form, seen) if verdict == "correct" else {}
    if verdict == "correct" and not given:
        verdict = "accept"  # nothing was changed
    if (kind := given.get("event_type")) and kind not in desk.codebook.types:
        raise StopRun(f"The code book has no type {kind!r}.", f"It has: {', '.join(desk.codebook.types)}.")
    if given.get("status", "actual") not in STATUSES:
        raise StopRun(f"There is no status {given['status']!r}.", f"There are: {', '.join(STATUSES)}.")
    number = desk.journal.decide(reviewer, verdict, anchor, seen, given, form.get("ticket") or None)  # type: ignore[arg-type]
    if _wants_json(request):
        return JSONResponse({"number": number, "verdict": verdict})
    return RedirectResponse(link("/review", q=form.get("q", "")), 303)


def _given(form: Form, seen: dict[str, str | None]) -> dict[str, str | None]:
    """What differs from what was coded; an emptied field says that there is nothing."""
    given: dict[str, str | None] = {}
    for field in FIELDS:
        if field in form and (value := tidy(form[field]).strip()[:LONGEST] or None) != seen.get(field):
            given[field] = value
    return given


def undo(request: Request, form: Form) -> Response:
    desk = desk_of(request)
    back = desk.journal.undo(reviewer_of(request), form.get("ticket") or None)
    query = form.get("q", "")
    if not _wants_json(request):
        return RedirectResponse(link("/review", q=query), 303)
    if back is None:
        return JSONResponse({"undone": None})
    standing = desk.stands([back])[0]
    cards = _cards(request, [standing.key]) if standing.key else []
    html = part_of_page("cards.html", cards=cards, fields=LABELS, statuses=STATUSES, book=desk.codebook, query=query) if cards else ""
    return JSONResponse({"undone": back.verdict, "key": "/".join(standing.key) if standing.key else "", "card": html})


def _wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


# ---------------------------------------------------------------- what came of it
def decisions(request: Request) -> Response:
    found = desk_of(request).standing()
    reviewers: dict[str, dict[str, int]] = {}
    for one in found:
        mine = reviewers.setdefault(one.judgement.reviewer, dict.fromkeys(VERDICTS, 0))
        mine[one.judgement.verdict] += 1
    unfit = [s for s in found if not s.fits and s.judgement.verdict != "skip"]
    differ = conflicts(found)
    return page(
        request,
        "decisions.html",
        reviewers=sorted(reviewers.items()),
        verdicts=VERDICTS,
        figures=agreement(found),
        conflicts=differ[:LISTED],
        conflict_count=len(differ),
        unfit=unfit[:LISTED],
        unfit_count=len(unfit),
        latest=list(reversed(found))[:LISTED],
        total=len(found),
        labels=LABELS,
    )


COLUMNS = ("number", "at", "reviewer", "verdict", "article_id", "report_id", "fits", "quote", "sentence", *FIELDS)


def decisions_csv(request: Request) -> Response:
    """One row for each decision that holds, with what holds by it, and the report that it is about now."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_line(one) for one in desk_of(request).standing())
    return Response(
        out.getvalue().encode("utf-8", "replace"),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": 'attachment; filename="decisions.csv"'},
    )


def _line(one: Standing) -> list[Any]:
    j = one.judgement
    article, report = one.key or (j.anchor.article_id, "")
    values = j.values
    about = [j.number, j.at, j.reviewer, j.verdict, article, report, "yes" if one.fits else "no", j.anchor.quote, j.anchor.sentence]
    return [*about, *(values.get(f) for f in FIELDS)]


def decisions_json(request: Request) -> Response:
    rows = [dict(zip(COLUMNS, _line(one), strict=True)) for one in desk_of(request).standing()]
    return Response(json.dumps(rows, ensure_ascii=False).encode("utf-8", "replace"), media_type="application/json")


ROUTES = [
    Route("/review", review),
    Route("/review/cards", more_cards),
    Route("/review/who", who, methods=["POST"]),
    Route("/review/decide", decide, methods=["POST"]),
    Route("/review/undo", undo, methods=["POST"]),
    Route("/review/decisions", decisions),
    Route("/review/decisions.csv", decisions_csv),
    Route("/review/decisions.json", decisions_json),
]

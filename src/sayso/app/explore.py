"""Explore: facets, table and pictures of what a query selects. All of it is in the address: a link gives the same rows to anybody."""

import csv
import io
import json
import math
from collections.abc import Iterator
from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from sayso.app.pages import HERE, at_page, desk_of, link, page, turns
from sayso.errors import StopRun
from sayso.explore import find, pictures
from sayso.explore.facets import facets, narrowed, toggled, whole
from sayso.show.columns import REPORTS
from sayso.store.query import FIELDS
from sayso.store.read import Project

AT_ONCE = 50
VIEWS = (("table", "Table"), ("timeline", "Timeline"), ("matrix", "Who to whom"), ("network", "Network"), ("map", "Map"))
SORTS = (
    ("-published", "newest article first"),
    ("published", "oldest article first"),
    ("-event_start", "latest event first"),
    ("event_start", "earliest event first"),
    ("confidence", "least certain first"),
    ("event_type", "by type"),
    ("outlet_name", "by outlet"),
)
CROSS, RING, LONGEST_TABLE = 14, 22, 100


def explore(request: Request) -> Response:
    project, asked = desk_of(request).project, request.query_params
    query, view, sort, by = asked.get("q", "").strip(), asked.get("view", "table"), asked.get("sort", find.NEWEST), asked.get("by", "name")
    view = view if view in dict(VIEWS) else "table"
    shared: dict[str, Any] = {"query": query, "view": view, "sort": sort, "by": by, "views": VIEWS, "sorts": SORTS, "fields": FIELDS}
    try:
        total = project.count(query)
        found = list(facets(project, query, asked.get("all", "")))
        values = {"table": _table, "timeline": _timeline, "matrix": _matrix, "network": _network, "map": _map}[view](
            request, project, query
        )
    except StopRun as error:
        return page(request, "explore.html", **shared, error=error, total=0, facets=[], nothing=[], status=400)
    nothing = list(find.why_nothing(project, query)) if not total else []
    return page(request, "explore.html", **shared, error=None, total=total, facets=found, nothing=nothing, **values)


def _table(request: Request, project: Project, query: str) -> dict[str, Any]:
    at, sort = at_page(request), request.query_params.get("sort", find.NEWEST)
    rows = list(find.rows(project, query, columns=SHOWN, sort=sort, limit=AT_ONCE, offset=(at - 1) * AT_ONCE))
    return {"rows": rows, "at": at, **turns(request, at, project.count(query), AT_ONCE)}


SHOWN = (
    *("article_id", "report_id", "published", "event_date", "event_type", "event_mode", "status", "actor_name", "recipient_name"),
    *("claimant_chain", "voice", "outlet_name", "sentence", "trigger", "confidence"),
)


# ---------------------------------------------------------------- pictures
def _timeline(_: Request, project: Project, query: str) -> dict[str, Any]:
    bars, unknown = pictures.timeline(project, query)
    return {"bars": bars, "unknown": unknown, "drawn": _drawn_bars(bars)}


def _drawn_bars(bars: list[pictures.Bar]) -> dict[str, Any]:
    """Rectangles of 800 by 220, the actual below, what did not (or not yet) happen on top."""
    most = max((b.total for b in bars), default=1) or 1
    width = 800 / max(len(bars), 1)
    drawn = []
    for n, bar in enumerate(bars):
        y = 200.0
        for kind in ("actual", "future", "hypothetical", "negated"):
            height = getattr(bar, kind) / most * 190
            if height:
                drawn.append({"x": round(n * width, 2), "y": round(y - height, 2), "w": round(width * 0.9, 2), "h": round(height, 2)}
                             | {"kind": kind, "title": f"{bar.label}: {getattr(bar, kind):,} {kind}"})  # fmt: skip
            y -= height
    step = max(1, math.ceil(len(bars) / 8))
    labels = [{"x": round(n * width, 1), "text": b.label} for n, b in enumerate(bars) if n % step == 0]
    return {"rects": drawn, "labels": labels, "most": most}


def _ranked(found: list[pictures.Pair], limit: int) -> tuple[list[str], list[str]]:
    """The commonest actors and recipients."""
    weight: tuple[dict[str, int], dict[str, int]] = ({}, {})
    for pair in found:
        for side, name in zip(weight, (pair.actor, pair.recipient), strict=True):
            side[name] = side.get(name, 0) + pair.count
    actors, recipients = (sorted(w, key=lambda name: (-w[name], name))[:limit] for w in weight)
    return actors, recipients


def _by(request: Request) -> str:
    return "country" if request.query_params.get("by") == "country" else "name"


def _matrix(request: Request, project: Project, query: str) -> dict[str, Any]:
    by = _by(request)
    found = pictures.pairs(project, query, by, 5000)
    actors, recipients = _ranked(found, CROSS)
    count = {(p.actor, p.recipient): p.count for p in found}
    actors = [a for a in actors if any((a, r) in count for r in recipients)]
    recipients = [r for r in recipients if any((a, r) in count for a in actors)]
    most = max((count.get((a, r), 0) for a in actors for r in recipients), default=1) or 1
    rows = []
    for a in actors:
        cells = [{"count": n, "tint": math.ceil(5 * n / most), "href": _pair_link(query, by, a, r)}
                 if (n := count.get((a, r), 0)) else None for r in recipients]  # fmt: skip
        rows.append({"name": a, "cells": cells})
    return {"cross": rows, "recipients": recipients}


def _pair_link(query: str, by: str, actor: str, recipient: str) -> str:
    form = whole if by == "name" else str
    return link("/explore", q=narrowed(query, actor=form(actor), recipient=form(recipient)))


def _network(request: Request, project: Project, query: str) -> dict[str, Any]:
    by = _by(request)
    found = pictures.pairs(project, query, by)
    weight: dict[str, int] = {}
    for pair in found:
        for name in {pair.actor, pair.recipient}:
            weight[name] = weight.get(name, 0) + pair.count
    names = sorted(weight, key=lambda name: (-weight[name], name))[:RING]
    kept = [p for p in found if p.actor in names and p.recipient in names]
    table = [
        {"actor": p.actor, "recipient": p.recipient, "count": p.count, "href": _pair_link(query, by, p.actor, p.recipient)} for p in kept
    ]
    return {"drawn": _drawn_ring(names, kept, weight), "table": table[:LONGEST_TABLE], "left_out": max(0, len(weight) - RING)}


def _drawn_ring(names: list[str], kept: list[pictures.Pair], weight: dict[str, int]) -> dict[str, Any]:
    """Actors on a circle, the busiest first from the top; an arc for each pair, bent to the left so that there and back are two."""
    most_edge, most_node = max((p.count for p in kept), default=1), max(weight.values(), default=1)
    place = {}
    for n, name in enumerate(names):
        turn = 2 * math.pi * n / max(len(names), 1) - math.pi / 2
        place[name] = (400 + 215 * math.cos(turn), 290 + 215 * math.sin(turn), math.cos(turn))
    edges = []
    for pair in sorted(kept, key=lambda p: p.count):
        (x, y, _), (u, v, _) = place[pair.actor], place[pair.recipient]
        if pair.actor == pair.recipient:
            continue
        bend = ((x + u) / 2 + (v - y) * 0.18 + (400 - (x + u) / 2) * 0.25, (y + v) / 2 + (x - u) * 0.18 + (290 - (y + v) / 2) * 0.25)
        edges.append({"d": f"M{x:.1f} {y:.1f}Q{bend[0]:.1f} {bend[1]:.1f} {u:.1f} {v:.1f}", "w": f"{0.8 + 6 * pair.count / most_edge:.1f}"}
                     | {"title": f"{pair.actor} → {pair.recipient}: {pair.count:,}"})  # fmt: skip
    nodes = []
    for name in names:
        x, y, side = place[name]
        size = 4 + 9 * math.sqrt(weight[name] / most_node)
        anchor = "middle" if abs(side) < 0.2 else "start" if side > 0 else "end"
        gap = 0.0 if anchor == "middle" else math.copysign(size + 5, side)
        dy = (4 if y > 290 else -1) * (size + 6) / 4 * (1.0 if y > 290 else 4.0) + (12 if y > 290 else 0) if anchor == "middle" else 4
        label = name if len(name) <= 26 else f"{name[:25]}…"
        nodes.append({"x": f"{x:.1f}", "y": f"{y:.1f}", "r": f"{size:.1f}", "lx": f"{x + gap:.1f}", "ly": f"{y + dy:.1f}"}
                     | {"anchor": anchor, "label": label, "title": f"{name}: {weight[name]:,}"})  # fmt: skip
    return {"edges": edges, "nodes": nodes}


def _map(_: Request, project: Project, query: str) -> dict[str, Any]:
    found, missing = pictures.spots(project, query)
    most = max((s.count for s in found), default=1)
    dots = [
        {
            "x": f"{(s.longitude + 180) * 2:.1f}",
            "y": f"{(90 - s.latitude) * 2:.1f}",
            "r": f"{2 + 9 * math.sqrt(s.count / most):.1f}",
            "title": f"{s.name}: {s.count:,}",
        }
        for s in found
    ]
    table = [
        {"name": s.name, "country": s.country, "count": s.count, "href": link("/explore", q=toggled(query, "place", s.name))} for s in found
    ]
    return {"dots": dots, "table": table[:LONGEST_TABLE], "missing": missing, "outline": _outline(), "window": _window(found)}


def _window(found: list[pictures.Spot]) -> str:
    """The part of the world to show: all places with some room around them, at least a continent."""
    if not found:
        return "0 20 720 300"
    xs, ys = [(s.longitude + 180) * 2 for s in found], [(90 - s.latitude) * 2 for s in found]
    width = min(720.0, max(160.0, (max(xs) - min(xs)) * 1.3, (max(ys) - min(ys)) * 2.6))
    height = width / 2
    x = min(max(0.0, (max(xs) + min(xs) - width) / 2), 720 - width)
    y = min(max(0.0, (max(ys) + min(ys) - height) / 2), 360 - height)
    return f"{x:.0f} {y:.0f} {width:.0f} {height:.0f}"


@cache
def _outline() -> str:
    return (HERE / "outline.txt").read_text("ascii").strip()


# ---------------------------------------------------------------- the same rows for programs
def as_csv(request: Request) -> Response:
    """All columns of all rows that the query selects, in the order of the page: what `sayso query --csv` gives."""
    rows = _all_rows(request)

    def lines() -> Iterator[bytes]:
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, [c.name for c in REPORTS], lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow(row)
            yield _taken(out)
        yield _taken(out)

    return _download(lines(), "text/csv; charset=utf-8", "reports.csv")


def as_json(request: Request) -> Response:
    rows = _all_rows(request)

    def lines() -> Iterator[bytes]:
        yield b"["
        for n, row in enumerate(rows):
            yield ((",\n" if n else "\n") + json.dumps(row, ensure_ascii=False, default=str)).encode("utf-8", "replace")
        yield b"\n]\n"

    return _download(lines(), "application/json", "reports.json")


def _all_rows(request: Request) -> Iterator[dict[str, Any]]:
    project, asked = desk_of(request).project, request.query_params
    project.count(asked.get("q", ""))  # what is wrong with the query is told before the download begins
    find.order(asked.get("sort", find.NEWEST), "reports")
    return find.rows(project, asked.get("q", ""), sort=asked.get("sort", find.NEWEST))


def _taken(out: io.StringIO) -> bytes:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text.encode("utf-8", "replace")


def _download(lines: Iterator[bytes], kind: str, name: str) -> Response:
    return StreamingResponse(lines, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})


ROUTES = [Route("/explore", explore), Route("/explore.csv", as_csv), Route("/explore.json", as_json)]

"""Claimants: for each speaker what he said about whom, on his word alone, and against what the outlets say themselves."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sayso.app.pages import at_page, desk_of, link, page, turns
from sayso.errors import StopRun
from sayso.explore.claimants import about, against, alone, claimants
from sayso.explore.facets import narrowed, whole
from sayso.records import STATUSES

AT_ONCE = 100


def listed(request: Request) -> Response:
    at, words = at_page(request), request.query_params.get("name", "").strip()
    found, total = claimants(desk_of(request).project, words, AT_ONCE, (at - 1) * AT_ONCE)
    return page(request, "claimants.html", found=found, total=total, words=words, at=at, **turns(request, at, total, AT_ONCE))


def one(request: Request) -> Response:
    project, name = desk_of(request).project, request.query_params.get("name", "")
    if not project.count(narrowed("", claimant=whole(name)), "statements") if name else True:
        raise StopRun("There is no such claimant in this project.", "Look among the claimants.")
    query = narrowed("", claimant=whole(name))
    parties = [(p, link("/explore", q=narrowed(query, party=whole(p.name)))) for p in about(project, name)]
    rest, rest_total = alone(project, name)
    return page(
        request,
        "claimant.html",
        name=name,
        query=query,
        reports=project.count(query),
        statements=project.count(query, "statements"),
        parties=parties,
        rest=rest,
        rest_total=rest_total,
        against=against(project, name),
        statuses=STATUSES,
    )


ROUTES = [Route("/claimants", listed), Route("/claimants/one", one)]

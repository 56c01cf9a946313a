"""What the pages share: templates, addresses, numbers."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from sayso.app.desk import Desk
from sayso.show.lines import tidy

HERE = Path(__file__).parent
PAGES = (("/", "Project"), ("/explore", "Explore"), ("/review", "Review"), ("/claimants", "Claimants"))


def desk_of(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page, with all that comes from outside escaped."""
    name = desk_of(request).folder.resolve().name
    text = _templates.get_template(template).render(pages=PAGES, here=request.url.path, project_name=name, **values)
    return HTMLResponse(text.encode("utf-8", "replace"), status)


def part_of_page(template: str, **values: Any) -> str:
    """A piece of HTML for a page that is open."""
    return _templates.get_template(template).render(**values).encode("utf-8", "replace").decode()


def link(path: str, **values: object) -> str:
    """An address with what is not empty."""
    query = urlencode([(k, str(v)) for k, v in values.items() if v not in (None, "")], errors="replace")
    return f"{path}?{query}" if query else path


def number(value: float) -> str:
    return f"{value:,}"


def web_address(url: str) -> str:
    """The address where it is one of the web; nothing else an article may claim as its own becomes a link."""
    return url if url.lower().startswith(("http://", "https://")) else ""


def day(value: date | None) -> str:
    return value.isoformat() if value else "no date"


def at_page(request: Request) -> int:
    asked = request.query_params.get("page", "1")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 1


def turns(request: Request, at: int, total: int, at_once: int = 50) -> dict[str, Any]:
    """Addresses of the page before and the page after; "" where there is none."""
    kept = {k: v for k, v in request.query_params.items() if k != "page"}
    before = link(request.url.path, **kept, page=at - 1) if at > 1 else ""
    return {"before": before, "after": link(request.url.path, **kept, page=at + 1) if at * at_once < total else ""}


_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_filters: dict[str, Callable[[Any], str]] = {"number": number, "tidy": lambda v: tidy(str(v)), "day": day, "web": web_address}
_templates.filters |= _filters
_templates.globals |= {"link": link}

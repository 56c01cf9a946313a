"""What the user says about the inputs, and in which column or key a table's fields stand."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from sayso.errors import StopRun

# The names under which data files commonly hold each field, the likeliest first (Common Crawl, news-please, NewsAPI, Factiva and
# LexisNexis exports, R and Python scrapers). Case, spaces and hyphens make no difference.
FIELDS = {
    "text": (
        *("text", "body", "content", "article_text", "full_text", "fulltext", "maintext", "main_text", "text_content", "article_body"),
        *("articlebody", "story_text", "article", "story"),
    ),
    "id": ("id", "article_id", "articleid", "doc_id", "docid", "document_id", "guid", "uid"),
    "title": ("title", "headline", "heading", "article_title"),
    "published": (
        *("published", "date", "publication_date", "pub_date", "pubdate", "published_at", "publishedat", "date_published"),
        *("datepublished", "publish_date", "date_publish", "published_date", "datetime"),
    ),
    "outlet": (
        "outlet",
        "publisher",
        "source",
        "source_name",
        "newspaper",
        "publication",
        "site_name",
        "sitename",
        "source_domain",
        "domain",
    ),
    "url": ("url", "link", "href", "web_url", "article_url", "source_url"),
}
SPOKEN = {"date": "published", "publisher": "outlet"}  # other words for a field that --map takes
SAY_WHICH = "Say which one holds it: --map text=NAME (and so for date, outlet, title, url, id)."


@dataclass(frozen=True, slots=True)
class Given:
    """Options that hold for every input. `columns` maps our fields to the names that a file has for them."""

    outlet: str = ""
    published: date | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    english_only: bool = True


def parse_map(*said: str) -> dict[str, str]:
    """`text=body,date=pub,outlet=source` -> {"text": "body", "published": "pub", "outlet": "source"}.

    Raises StopRun where a part is not FIELD=NAME, names no field of ours, or gives one twice.
    """
    found: dict[str, str] = {}
    known = ", ".join(sorted({*FIELDS, *SPOKEN}))
    for part in ",".join(said).split(","):
        name, equals, column = (piece.strip() for piece in part.partition("="))
        name = SPOKEN.get(name, name)
        if not equals or not column:
            raise StopRun(f"--map {part.strip()!r} is not FIELD=NAME.", "Write it like this: --map text=body,date=pub,outlet=source")
        if name not in FIELDS:
            raise StopRun(f"--map knows no field {name!r}.", f"The fields are {known}.")
        if name in found:
            raise StopRun(f"--map gives {name!r} twice.", "Give each field once.")
        found[name] = column
    return found


def checked(columns: Mapping[str, str]) -> dict[str, str]:
    """The same check for a mapping that comes from Python."""
    return parse_map(*(f"{name}={column}" for name, column in columns.items())) if columns else {}


def places(names: Iterable[str], columns: Mapping[str, str]) -> dict[str, str]:
    """Field -> the name that a file has for it: what the user says, else the first of the common names that is there."""
    by_key: dict[str, str] = {}
    for name in names:
        by_key.setdefault(_key(name), name)
    found = {}
    for field_name, common in FIELDS.items():
        if said := columns.get(field_name):
            if _key(said) in by_key:
                found[field_name] = by_key[_key(said)]
        elif here := next((by_key[key] for key in common if key in by_key), None):
            found[field_name] = here
    return found


def absent(names: Iterable[str], columns: Mapping[str, str]) -> list[str]:
    """Names that the user gives and the file does not have."""
    keys = {_key(name) for name in names}
    return [column for column in columns.values() if _key(column) not in keys]


def listed(names: Iterable[str], most: int = 20) -> str:
    """Names for a message, each cut to a readable length."""
    shown = [name if len(name) <= 40 else f"{name[:37]}..." for name in names]
    more = f" and {len(shown) - most} more" if len(shown) > most else ""
    return ", ".join(shown[:most]) + more or "none"


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    return re.sub(r"[\s.-]+", "_", name.strip().casefold())

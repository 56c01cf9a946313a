"""Measure places on GeoVirus: how many place names are recognised, and how many of those are put where they lie.

Usage: python tools/score_places.py --shared ../shared [--half 0|1] [--misses N]

A name is recognised where a name of the pipeline's (or of the gazetteer's countries) overlaps it; it is resolved where the entry that was
chosen lies within 161 km (100 miles) of the annotated point, the field's usual measure. GeoVirus (Gritta et al. 2018, "Which Melbourne?")
is only measured on; rules are worked out on the even articles (--half 0), so that the odd ones stay unseen.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

from sayso.language.model import load_parser
from sayso.lexicons.places import PlaceRow, fold, load_places
from sayso.linking.places import Places
from sayso.records import Article, Span

NEAR_KM = 161
EARTH_KM = 6371
AREAS = {"country", "province", "region", "sea"}  # which point stands for Australia is a convention; 222 km lie between two of them


@dataclass(frozen=True)
class Gold:
    name: str
    span: Span
    latitude: float
    longitude: float
    page: str


def read(path: Path) -> Iterator[tuple[Article, list[Gold]]]:
    for n, node in enumerate(ElementTree.parse(path).getroot()):
        text = node.findtext("text") or ""
        gold = [
            Gold(
                loc.findtext("name") or "",
                Span(int(loc.findtext("start") or 0) - 1, int(loc.findtext("end") or 0) - 1),
                float(loc.findtext("lat") or 0),
                float(loc.findtext("lon") or 0),
                unquote((loc.findtext("page") or "").rsplit("/", 1)[-1]),
            )
            for loc in node.iter("location")
        ]
        yield Article(id=str(n), text=text), gold


def distance_km(a: Gold, latitude: float, longitude: float) -> float:
    x, y, u, v = map(radians, (a.latitude, a.longitude, latitude, longitude))
    return 2 * EARTH_KM * asin(sqrt(sin((u - x) / 2) ** 2 + cos(x) * cos(u) * sin((v - y) / 2) ** 2))


def same_area(page: str, row: PlaceRow) -> bool:
    """`New_York_(state)`, `Georgia_(country)`: the page's title is the area's name, and its note does not say otherwise."""
    name, _, note = page.replace("_", " ").partition(" (")
    kind = {"country": "country", "state": "province", "u.s. state": "province", "province": "province"}.get(note.rstrip(")").lower())
    return fold(name) == fold(row.name) and kind in {None, row.kind}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--shared", type=Path, default=Path("../shared"))
    options.add_argument("--half", type=int, choices=(0, 1))
    options.add_argument("--misses", type=int, default=0, help="show this many names that were missed or misplaced")
    given = options.parse_args()
    parser, places = load_parser(), Places(load_places())
    gold_names = found_names = matched = placed = right = named = 0
    misses: list[str] = []
    for n, (article, gold) in enumerate(read(given.shared / "corpora/places/GeoVirus.xml")):
        if given.half is not None and n % 2 != given.half:
            continue
        found = places.in_article(article, parser(article).mentions)
        gold_names, found_names = gold_names + len(gold), found_names + len(found)
        for g in gold:
            hit = next((f for f in found if f.span.overlaps(g.span)), None)
            if hit is None:
                misses.append(f"not recognised: {g.name}   ... {article.text[max(0, g.span.start - 30) : g.span.end + 30]!r}")
                continue
            matched += 1
            if hit.row is None:
                misses.append(f"not in the gazetteer: {g.name}")
                continue
            placed += 1
            away = distance_km(g, hit.row.latitude or 0, hit.row.longitude or 0)
            right += away <= NEAR_KM
            same = hit.row.kind in AREAS and same_area(g.page, hit.row)
            named += away <= NEAR_KM or same
            if away > NEAR_KM and not same:
                misses.append(f"{away:.0f} km off: {g.name} taken for {hit.row.name}, {hit.row.kind}, {hit.row.admin1} {hit.row.country}")
    precision, recall = matched / found_names, matched / gold_names
    f1 = 2 * precision * recall / (precision + recall)
    print(f"names: {gold_names} annotated, {found_names} found; recognition P {precision:.3f} R {recall:.3f} F1 {f1:.3f}")
    print(f"of {matched} recognised, {placed} are in the gazetteer; within {NEAR_KM} km {right}: {right / matched:.3f} of the recognised")
    print(f"the same, areas (countries, provinces, regions) also where the annotated page names the same area: {named / matched:.3f}")
    print("\n".join(misses[: given.misses]))


if __name__ == "__main__":
    main()

"""The labels of the name finder, and how the corpora's own labels become them.

| label | what |
|---|---|
| PER | people, by name, without their titles |
| ORG | bodies: companies, parties, ministries, armies, media |
| GPE | countries, states, provinces, towns: places with a government |
| LOC | other places: seas, mountains, streets, buildings |
| NORP | nationalities, peoples, faiths, followers: `Belarusian`, `Americans`, `Sunni`, `Republicans` |
| EVENT | named wars, elections, storms, games |
| LAW | named laws, treaties, agreements |
| MISC | other names: ships, books, products |

Universal NER has PER, LOC and ORG, and in its early training file OTH; GUM has ten entity types for all noun phrases, of which the named
ones count. LOC is split, and NORP found where a corpus has no label for it, by our own tables of states and places.
"""

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

import yaml

WORDS: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "names.yaml").read_text("utf-8"))
LAWS, EVENTS, FOLLOWERS = (frozenset(WORDS[key]) for key in ("laws", "events", "followers"))
DATA = Path(__file__).parents[1] / "src/sayso/lexicons/data"
SCORED = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC"}  # what Universal NER's dev files have


class Named(Protocol):
    """What is asked of a token."""

    @property
    def form(self) -> str: ...
    @property
    def pos(self) -> str: ...


@cache
def _states() -> tuple[frozenset[str], frozenset[str]]:
    """(names of states, words for nationalities), in lower case."""
    places, peoples = set[str](), set[str]()
    for file in ("countries.csv", "countries-own.csv"):
        with (DATA / "actors" / file).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(line for line in lines if not line.startswith("#")):
                places |= {n.lower() for n in (row["name"], *row["aliases"].split("|"), *row["capitals"].split("|")) if n}
                peoples |= {w.lower() for w in (*row["adjectives"].split("|"), *row["nouns"].split("|")) if w}
    return frozenset(places), frozenset(peoples - places)


@cache
def _towns() -> frozenset[str]:
    names = set[str]()
    with (DATA / "places.tsv").open(encoding="utf-8") as lines:
        names.update(line.split("\t", 2)[1].lower() for line in lines if not line.startswith("#"))
    return frozenset(names)


@cache
def lands() -> tuple[list[str], list[str]]:
    """(states of one word, adjectives of one word), to make titles with."""
    states, folks = set[str](), set[str]()
    with (DATA / "actors/countries.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(line for line in lines if not line.startswith("#")):
            states.add(row["name"])
            folks.update(row["adjectives"].split("|"))
    return sorted(s for s in states if s.isalpha()), sorted(f for f in folks if f.isalpha() and f[:1].isupper())


def place(words: Sequence[str]) -> str:
    """GPE or LOC: is it known to have a government?"""
    text = " ".join(words).lower().removeprefix("the ")
    bare = text.replace(" .", ".").replace(".", "")
    return "GPE" if any(t in _states()[0] or t in _towns() for t in (text, bare)) else "LOC"


def people(word: str) -> bool:
    """Is the word a nationality, a people or a faith?"""
    lower = word.lower()
    return word[:1].isupper() and any(w in _states()[1] or w in FOLLOWERS for w in (lower, lower.removesuffix("s")))


def other(words: Sequence[str], default: str = "MISC") -> str:
    """NORP, LAW, EVENT or `default` for a name that is no person, place or body."""
    if people(words[-1]) or (len(words) == 1 and words[0].lower().endswith(("ians", "ese", "ish", "ists", "ites", "ans"))):
        return "NORP"
    last = words[-1].lower()
    named = {w.lower() for w in words}
    if last in LAWS or (named & LAWS and "of" in named):
        return "LAW"
    return "EVENT" if last in EVENTS or (named & EVENTS and default == "EVENT") else default


def refine(tokens: Sequence[Named], tags: Sequence[str], *, split: bool = True) -> list[str]:
    """IOB2 tags with the corpora's types -> tags with ours. `split` False: only merge, as the dev files are scored."""
    out = list(tags)
    start = 0
    while start < len(tags):
        if tags[start] == "O":
            if split and tokens[start].pos in {"ADJ", "PROPN", "NOUN"} and people(tokens[start].form):
                out[start] = "B-NORP"
            start += 1
            continue
        end = start + 1
        while end < len(tags) and tags[end].startswith("I-"):
            end += 1
        kind = tags[start][2:]
        words = [t.form for t in tokens[start:end]]
        if kind == "LOC":
            kind = place(words)
        elif kind in {"OTH", "MISC"}:
            kind = other(words) if any(w[:1].isalnum() for w in words) else ""
        elif kind == "EVENT":
            kind = other(words, "EVENT")
        elif kind == "PER" and end - start <= 2 and people(words[-1]) and words[-1].lower().endswith("s"):
            kind = "NORP"
        for i in range(start, end):
            out[i] = ("B-" if i == start else "I-") + kind if kind else "O"
        start = end
    return out

"""Our tables of states, towns, bodies and people -> the names that the name finder is given hints about (language/known.py)."""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import spacy
import yaml

from sayso.language.known import LONGEST, bit
from sayso.language.spelling import QUOTES

DATA = Path(__file__).parents[1] / "src/sayso/lexicons/data"
SHORTEST = 4  # letters of a town's other names
TOWN = 100_000  # inhabitants; smaller towns bear too many common words and surnames


def known_names(corpora: Path) -> dict[str, int]:
    """Lower-case name, its words as the tokenizer cuts them -> bits of its sorts."""
    table: dict[str, int] = {}
    tokenizer = spacy.blank("en").tokenizer

    def add(name: str, sort: str) -> None:
        words = [t.text for t in tokenizer(name.strip().removeprefix("the ").translate(QUOTES)) if not t.is_space]
        if 0 < len(words) <= LONGEST and any(w[:1].isupper() for w in words):
            key = " ".join(words).lower()
            table[key] = table.get(key, 0) | bit(sort)

    agents = yaml.safe_load((DATA / "agents.yaml").read_text("utf-8"))["rows"]
    titles = {part for row in agents if row.get("kind") == "person" for word in row["words"] for part in word.split()}

    def person(name: str) -> None:
        words = name.split()
        while words and (words[0].lower().strip(",") in titles or words[0].endswith(".") or not words[0][:1].isupper()):
            words.pop(0)
        parts = [p for p in words if len(p) > 1 and p[:1].isupper()]
        if len(parts) > 1:
            add(" ".join(words), "person")
            add(parts[0], "given")
            add(parts[-1], "surname")

    for row in _rows("actors/countries.csv", "actors/countries-own.csv"):
        for column in ("name", "aliases", "capitals"):
            for name in row[column].split("|"):
                add(name, "state")
        for column in ("adjectives", "nouns"):
            for name in row[column].split("|"):
                add(name, "people")
    for row in _rows("actors/organisations.csv", "actors/parties.csv"):
        for name in (row["name"], *(row.get("aliases") or row.get("abbreviation") or "").split("|")):
            add(name, "body")
    for row in _rows("actors/people.csv", "actors/people-own.csv"):
        for name in (row["name"], *(row.get("aliases") or "").split("|")):
            person(name)
    for name in leaders(corpora / "actors"):
        person(name)
    for row in _rows("places-own.csv"):
        for name in (row["name"], *re.split(r"; ?", row["aliases"])):
            if row["kind"] != "none":
                add(name, {"country": "state", "province": "state", "city": "town"}.get(row["kind"], "area"))
    with (DATA / "places.tsv").open(encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                key, name, kind, _, _, _, _, people, *_ = line.split("\t")
                if kind == "province" or (kind == "city" and int(people or 0) >= TOWN):
                    sort = "state" if kind == "province" else "town"
                    add(name, sort)
                    if len(key) >= SHORTEST:
                        add(key.title(), sort)  # without accents, and the place's other names
    for row in agents:
        for word in row["words"]:
            if " " not in word and row.get("kind") in {"organ", "person"}:
                add(word.capitalize(), "organ" if row["kind"] == "organ" else "title")
    return dict(sorted(table.items()))


def _rows(*files: str) -> Iterator[dict[str, Any]]:
    for file in files:
        with (DATA / file).open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(line for line in lines if not line.startswith("#"))


def leaders(folder: Path) -> Iterator[str]:
    """Names of heads of state and ministers; facts, without their text."""
    for file in ("wikidata-leaders-2021.csv", "wikidata-foreign-ministers.csv"):
        with (folder / file).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                yield row.get("officeholderLabel") or row.get("nameLabel") or row.get("name") or ""
    for line in (folder / "visits-to-us.jsonl").read_text("utf-8").splitlines():
        yield json.loads(line)["visitor"]

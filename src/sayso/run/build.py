"""Put the default parts together. Importing this module imports spaCy; the public face does so only inside `load`."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from sayso.language.model import load_parser
from sayso.lexicons.actors import load_actors
from sayso.lexicons.codebook import load_codebook
from sayso.lexicons.cues import load_cues
from sayso.lexicons.load import stop_on
from sayso.lexicons.places import load_places
from sayso.lexicons.times import load_times
from sayso.lexicons.triggers import load_triggers
from sayso.lexicons.user import read_user
from sayso.linking.actors import Actors
from sayso.linking.places import Places
from sayso.linking.times import Times
from sayso.reports.extract import TriggerReports
from sayso.run.coder import Coder
from sayso.statements.extract import CueStatements

SCHEMA = "lexicon/1"
ABOUT = ("schema", "source", "licence", "note", "imported")
SECTIONS = ("countries", "people", "organisations", "agents", "places", "cues", "triggers", "types", "contexts")


def load(lexicons: Sequence[Path | str] = (), model: str | None = None) -> Coder:
    """A coder with our parts: load it once, code many articles with it.

    Args:
        lexicons: Your own lexicon files (docs/lexicons.md), laid over ours in this order.
        model: Another spaCy pipeline with Universal Dependencies labels: an installed package or a folder. None: the one that ships.
    Raises: StopRun where a lexicon is broken (every bad row is named) or the pipeline cannot be loaded.
    """
    extra = [Path(p) for p in lexicons]
    for path in extra:
        stop_on(_problems(path), path)
    places = load_places(extra)
    return Coder(
        parser=load_parser(model),
        statements=CueStatements(load_cues(extra)),
        reports=TriggerReports(load_triggers(extra), load_codebook(extra)),
        actors=Actors(load_actors(extra), places),
        times=Times(load_times()),
        places=Places(places),
    )


def _problems(path: Path) -> Iterator[str]:
    """Each part reads its own sections of a user's file; a section that none of them reads would be lost in silence."""
    content = read_user(path).content
    if content.get("schema") != SCHEMA:
        yield f"schema: expected {SCHEMA}, found {content.get('schema')!r}"
    if unknown := sorted(set(map(str, content)) - {*ABOUT, *SECTIONS}):
        yield f"unknown section {', '.join(unknown)}; known are {', '.join(SECTIONS)}"

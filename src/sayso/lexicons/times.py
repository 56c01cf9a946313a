"""Time words of one language: months, weekdays, units, and the patterns that make expressions of them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.lexicons.load import DATA, read_yaml, stop_on

TIMES = DATA / "times" / "en.yaml"
MAPS = (
    *("months", "month_abbreviations", "weekdays", "weekday_abbreviations", "numbers", "ordinals", "units"),
    *("relative_days", "seasons", "holidays", "steps", "ways", "decade_words", "known_days"),
)
LISTS = (
    *("vague_numbers", "day_parts", "edges", "month_edges", "openers", "year_openers", "future", "recurring", "no_times", "named_after"),
    *("determiners", "happened", "auxiliaries", "spanning", "embedders", "definite", "scenes", "not_scenes", "fronts"),
    *("superlatives", "elsewhen", "frames", "year_frames", "clause_words", "speakers", "no_present", "past_forms", "perfect", "to_come"),
)
PHRASES = (
    *("since", "spanning", "limit", "superlative", "clause word", "clause opens", "embedder", "definite", "scene", "not scene", "front"),
    *("dated clause", "joined", "speaker", "perfect", "to come", "future", "no present", "elsewhen", "is done", "day part"),
)
HOLE = re.compile(r"\{([a-z][a-z_]*)\}")


@dataclass(frozen=True, slots=True)
class TimeLexicon:
    """Groups of time words: in `maps` each has a value (January: 1), in `lists` none. `examples`: group -> good, bad sentences.

    `patterns`: kind of its word or number -> kind of expression -> its regular expression, complete; `anchors`: that word or number
    itself; `phrases`: what stands around an expression.
    """

    maps: Mapping[str, Mapping[str, Any]]
    lists: Mapping[str, tuple[str, ...]]
    anchors: Mapping[str, str]
    patterns: Mapping[str, Mapping[str, str]]
    phrases: Mapping[str, str]
    examples: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
    digest: str


def load_times(path: Path = TIMES) -> TimeLexicon:
    """Read and check the time words. Raises StopRun listing every bad group, piece and pattern."""
    source = read_yaml(path)
    groups, *forms = (source.content.get(name) for name in ("groups", "pieces", "phrases", "anchors", "patterns"))
    stop_on(_problems(source.content.get("schema"), groups), path)
    filled = {name: alternation(groups[name]["words"]) for name in (*MAPS, *LISTS)}
    stop_on(_fill(filled, *forms), path)
    return TimeLexicon(
        {name: dict(groups[name]["words"]) for name in MAPS},
        {name: tuple(groups[name]["words"]) for name in LISTS},
        {kind: filled[f"anchor {kind}"] for kind in source.content["anchors"]},
        {kind: {name: filled[f"pattern {name}"] for name in names} for kind, names in source.content["patterns"].items()},
        {name: filled[f"phrase {name}"] for name in PHRASES},
        {name: (tuple(group["good"]), tuple(group["bad"])) for name, group in groups.items()},
        source.digest,
    )


def alternation(words: Mapping[str, object] | list[str] | tuple[str, ...]) -> str:
    """One of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


def _fill(filled: dict[str, str], pieces: object, phrases: object, anchors: object, patterns: object) -> Iterator[str]:
    """Put the words into the pieces and these into the rest; a piece may use those above it."""
    if not (isinstance(pieces, dict) and isinstance(phrases, dict) and isinstance(anchors, dict) and isinstance(patterns, dict)):
        yield "`pieces`, `phrases`, `anchors` and `patterns` must be mappings"
        return
    if wrong := sorted(map(str, {*(set(PHRASES) ^ set(phrases)), *(set(anchors) ^ set(patterns))})):
        yield f"missing or unknown: {', '.join(wrong)}"
        return
    forms = [*pieces.items(), *((f"phrase {name}", form) for name, form in phrases.items())]
    forms += ((f"anchor {name}", form) for name, form in anchors.items())
    forms += ((f"pattern {name}", form) for kind in patterns.values() for name, form in kind.items())
    for name, form in forms:
        if not isinstance(form, str):
            yield f"{name}: {form!r} is no text"
        elif missing := sorted(set(HOLE.findall(form)) - set(filled)):
            yield f"{name}: nothing above is called {', '.join(missing)}"
        else:
            filled[name] = HOLE.sub(lambda hole: filled[hole[1]], form)


def _problems(schema: object, groups: object) -> Iterator[str]:
    if schema != "times/1":
        yield f"`schema` is {schema!r}, not 'times/1'"
    if not isinstance(groups, dict):
        yield "`groups` is missing"
        return
    for name in sorted({*MAPS, *LISTS, *groups}, key=str):
        group = groups.get(name)
        if name not in {*MAPS, *LISTS}:
            yield f"{name}: no such group"
        elif not isinstance(group, dict) or not {"words", "good", "bad"} <= set(group):
            yield f"{name}: `words`, `good` and `bad` are needed"
        elif not isinstance(group["words"], dict if name in MAPS else list) or not group["words"]:
            yield f"{name}: `words` must be a filled {'mapping' if name in MAPS else 'list'}"
        elif bad := [word for word in group["words"] if not isinstance(word, str)]:
            yield f"{name}: words that YAML does not read as words (quote them): {bad}"

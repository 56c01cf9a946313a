"""Time words of one language: months, weekdays, units and what makes an expression of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.lexicons.load import DATA, read_yaml, stop_on

TIMES = DATA / "times" / "en.yaml"
MAPS = (
    *("months", "month_abbreviations", "weekdays", "weekday_abbreviations", "numbers", "ordinals", "units"),
    *("relative_days", "seasons", "holidays"),
)
LISTS = (
    *("vague_numbers", "day_parts", "edges", "openers", "year_openers", "future", "recurring"),
    *("elsewhen", "frames", "year_frames", "clause_words", "speakers", "no_present", "perfect", "to_come"),
)


@dataclass(frozen=True, slots=True)
class TimeLexicon:
    """Groups of time words: in `maps` each has a value (January: 1), in `lists` none. `examples`: group -> good, bad sentences."""

    maps: Mapping[str, Mapping[str, Any]]
    lists: Mapping[str, tuple[str, ...]]
    examples: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
    digest: str


def load_times(path: Path = TIMES) -> TimeLexicon:
    """Read and check the time words. Raises StopRun listing every bad group."""
    source = read_yaml(path)
    groups = source.content.get("groups")
    stop_on(_problems(source.content.get("schema"), groups), path)
    return TimeLexicon(
        {name: dict(groups[name]["words"]) for name in MAPS},
        {name: tuple(groups[name]["words"]) for name in LISTS},
        {name: (tuple(group["good"]), tuple(group["bad"])) for name, group in groups.items()},
        source.digest,
    )


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

"""Do two reviewers see the same? Krippendorff's alpha with a bootstrap interval, and the reports on which they differ."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.explore.review import Key, Standing
from sayso.records.review import Judgement

COMPARED = (
    *("event_type", "event_mode", "status", "actor_name", "actor_country", "recipient_name", "recipient_country"),
    *("claimant_name", "event_date", "place"),
)
RIGHT = "a report at all"
DRAWS, SEED = 1000, 20260312
Units = Sequence[Sequence[str]]  # for each report the values that reviewers gave it


def alpha(units: Units) -> float | None:
    """Krippendorff's alpha for values that are the same or not; None where nothing can disagree.

    1 = they always agree, 0 = as often as by chance. A unit that fewer than two judged does not count.
    (Krippendorff, Content Analysis, 4th edition, chapter 12: one minus observed over expected disagreement, from the coincidences.)
    """
    pairable = [u for u in units if len(u) > 1]
    counts = Counter(v for u in pairable for v in u)
    total = sum(counts.values())
    expected = total * total - sum(n * n for n in counts.values())
    if not expected:
        return None
    observed = 0.0
    for unit in pairable:
        same = sum(n * (n - 1) for n in Counter(unit).values())
        observed += (len(unit) * (len(unit) - 1) - same) / (len(unit) - 1)
    return 1 - observed * (total - 1) / expected


def interval(units: Units, draws: int = DRAWS, seed: int = SEED) -> tuple[float, float] | None:
    """95 % of the alphas of so many draws of the units with replacement; None where too few draws have one."""
    pairable = [u for u in units if len(u) > 1]
    chance = random.Random(seed)
    found = sorted(a for _ in range(draws) if (a := alpha(chance.choices(pairable, k=len(pairable)))) is not None) if pairable else []
    if len(found) < draws // 2:
        return None
    return found[int(0.025 * len(found))], found[min(len(found) - 1, int(0.975 * len(found)))]


@dataclass(frozen=True, slots=True)
class Figure:
    """Agreement on one field. `same`: share of the reports on which all agree."""

    field: str
    units: int
    same: float
    alpha: float | None
    interval: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A report on which reviewers differ, and in what."""

    key: Key
    judgements: tuple[Judgement, ...]
    fields: tuple[str, ...]


def shared(found: Sequence[Standing]) -> dict[Key, list[Judgement]]:
    """Reports that two or more reviewers have decided on."""
    groups: dict[Key, list[Judgement]] = {}
    for one in found:
        if one.key and one.judgement.verdict != "skip":
            groups.setdefault(one.key, []).append(one.judgement)
    return {key: sorted(js, key=lambda j: j.reviewer) for key, js in sorted(groups.items()) if len(js) > 1}


def agreement(found: Sequence[Standing]) -> list[Figure]:
    """Whether it is a report at all, then field by field among those that both let stand."""
    groups = shared(found)
    figures = [_figure(RIGHT, [["no" if j.verdict == "reject" else "yes" for j in js] for js in groups.values()])]
    kept = [[j.values for j in js if j.verdict != "reject"] for js in groups.values()]
    figures += [_figure(f, [[v.get(f) or "" for v in values] for values in kept if len(values) > 1]) for f in COMPARED]
    return [f for f in figures if f.units]


def _figure(field: str, units: Units) -> Figure:
    same = sum(len(set(u)) == 1 for u in units) / len(units) if units else 0.0
    return Figure(field, len(units), same, alpha(units), interval(units))


def conflicts(found: Sequence[Standing]) -> list[Conflict]:
    result = []
    for key, judgements in shared(found).items():
        rejected = {j.verdict == "reject" for j in judgements}
        values = [j.values for j in judgements if j.verdict != "reject"]
        fields = [f for f in COMPARED if len({v.get(f) or "" for v in values}) > 1]
        if len(rejected) > 1:
            fields.insert(0, RIGHT)
        if fields:
            result.append(Conflict(key, tuple(judgements), tuple(fields)))
    return result

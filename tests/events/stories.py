"""Generated stories with a known truth: events of invented states, told by outlets that see, copy and garble them.

`python -m tests.events.stories` prints how well grouping finds the events again (docs/events.md). The seeds are fixed.
"""

import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from sayso.events.group import group
from sayso.events.telling import Telling, telling
from tests.events.told import row

STATES = {
    "VRK": ("Varkesh", "Varkeshi", "Tomas Hraldin", "Ilse Torvald"),
    "OND": ("Ondria", "Ondrian", "Jens Aldorf", "Petra Lindqvar"),
    "MRV": ("Merovia", "Merovian", "Isolde Maran", "Hugo Brenn"),
    "SLD": ("Seldonia", "Seldonian", "Marta Kovel", "Ivo Strand"),
    "TRZ": ("Tarzania", "Tarzanian", "Emil Vash", "Nora Quill"),
}
CITIES = {  # name -> country, province, latitude, longitude
    "Brodny": ("VRK", "East Varkesh", 50.0, 30.0),
    "Orlenka": ("VRK", "Orlenka", 51.5, 27.0),
    "Velmar": ("OND", "Lower Ondria", 48.0, 22.0),
    "Halvik": ("OND", "Halvik", 47.0, 20.0),
    "Port Sael": ("MRV", "Coast", 44.0, 15.0),
    "Tiden": ("SLD", "North", 60.0, 10.0),
    "Marrow": ("TRZ", "Hills", 35.0, 40.0),
}
# type -> modes, trigger words, what the sentence says beside them
ACTS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "ASSAULT": (
        ("drone", "aerial", "heavy-weapons"),
        ("attacked", "struck", "shelled", "hit"),
        (
            "a depot beside the railway",
            "a border post",
            "the harbour and two warehouses",
            "an apartment block",
            "a power station",
            "the bridge",
        ),
    ),
    "PROTEST": (
        ("demo", "riot"),
        ("marched", "rallied", "protested"),
        ("over bread prices", "against the election result", "for the release of a poet", "against the new labour law", "over a dam"),
    ),
    "CONSULT": (
        ("visit", "multilateral"),
        ("met", "held talks", "discussed"),
        ("the gas transit contract", "a truce on the river", "the exchange of prisoners", "fishing rights", "a free trade zone"),
    ),
    "ACCUSE": (
        ("disapprove", "allege"),
        ("accused", "blamed", "condemned"),
        ("of rigging the vote", "for the dam that burst", "of arming rebels", "for jailing reporters", "of spying on ministers"),
    ),
    "SANCTION": (
        ("expel", "discontinue"),
        ("expelled", "imposed sanctions", "suspended aid"),
        ("two diplomats", "nineteen officials", "grain imports", "its military attache", "three banks"),
    ),
    "REQUEST": (
        ("yield", "change"),
        ("urged", "demanded", "called on"),
        ("to withdraw from the border", "to free the poet", "to reopen the pipeline", "to lower tariffs", "to extradite a banker"),
    ),
}
EXTRA = (
    "",
    "",
    ", officials said",
    " as tension rose",
    ", in the worst week for years",
    " after days of warnings",
    ", residents told reporters",
)


@dataclass(frozen=True)
class Truth:
    """One happening."""

    name: str
    type: str
    mode: str
    actor: str
    recipient: str
    day: date
    city: str
    about: str
    killed: int


def happenings(random: Random, number: int, days: int) -> list[Truth]:
    """Events, a third of them in series: the same parties and act again after one to four days, at the same or another place."""
    found: list[Truth] = []
    while len(found) < number:
        kind = random.choice(sorted(ACTS))
        modes, _, abouts = ACTS[kind]
        actor, other = random.sample(sorted(STATES), 2)
        recipient = actor if kind == "PROTEST" else other
        city = random.choice([c for c, place in CITIES.items() if place[0] in (actor, recipient)])
        day = date(2026, 1, 1) + timedelta(days=random.randrange(days))
        mode, about = random.choice(modes), random.choice(abouts)
        for _ in range(1 if random.random() < 0.66 else random.randint(2, 5)):
            killed = random.randint(1, 40) if kind == "ASSAULT" else 0
            found.append(Truth(f"t{len(found)}", kind, mode, actor, recipient, day, city, about, killed))
            day += timedelta(days=random.randint(1, 4))
            if random.random() < 0.5:
                about = random.choice(abouts)
            if random.random() < 0.4:
                city = random.choice([c for c, place in CITIES.items() if place[0] in (actor, recipient)])
    return found[:number]


def reports(random: Random, truths: Sequence[Truth], outlets: int = 12) -> Iterator[tuple[str, Telling]]:
    """(true event, report): each event is told in one to eight articles, a quarter of them copies of one another."""
    for truth in truths:
        told: list[dict[str, object]] = []
        for number in range(min(8, 1 + int(random.expovariate(0.5)))):
            article = f"{truth.name}-{number}"
            if told and random.random() < 0.25:
                copied = dict(random.choice(told))
                copied["article_id"], copied["outlet_name"] = article, f"Outlet {random.randrange(outlets)}"
                yield truth.name, telling(copied, str(told[0]["article_id"]))
                continue
            told.append(_row(random, truth, article, f"Outlet {random.randrange(outlets)}"))
            yield truth.name, telling(told[-1])


def _row(random: Random, truth: Truth, article: str, outlet: str) -> dict[str, object]:
    published = truth.day + timedelta(days=random.choice((0, 0, 1, 1, 1, 2)))
    _, verbs, _ = ACTS[truth.type]
    actor, recipient = _party(random, truth, truth.actor, "actor"), _party(random, truth, truth.recipient, "recipient")
    verb = random.choice(verbs)
    about = " ".join(w for w in truth.about.split() if random.random() < 0.9)
    place = random.choice((truth.city, truth.city, CITIES[truth.city][1], "", "", ""))
    killed = truth.killed + random.choice((0, 0, 0, 1, 3)) if truth.killed and random.random() < 0.5 else None
    words = [actor[0] or "Forces", verb, recipient[0], about, f"in {place}" if place else "", f"killing {killed}" if killed else ""]
    start, basis = _day(random, truth)
    city = place == truth.city
    lat, lon = CITIES[truth.city][2:] if city else (None, None)
    return row(
        article=article,
        outlet=outlet,
        published=published,
        type=truth.type,
        mode=truth.mode if random.random() < 0.7 else None,
        actor=actor if random.random() > 0.12 and actor[0] else None,
        recipient=recipient if random.random() > 0.2 and recipient[0] and truth.type != "PROTEST" else None,
        day=start,
        basis=basis,
        status="negated" if random.random() < 0.07 else "actual",
        place=(place, CITIES[truth.city][0], CITIES[truth.city][1], "city" if city else "province", lat, lon) if place else None,
        killed=killed,
        trigger=verb,
        sentence=" ".join(filter(None, words)) + random.choice(EXTRA) + ".",
    )


def _party(random: Random, truth: Truth, country: str, role: str) -> tuple[str, str, str]:
    """The state, its adjective with an organ, its leader or minister; one in thirty gets the wrong country."""
    name, adjective, leader, minister = STATES[country]
    wrong = random.random() < 0.03
    code = random.choice(sorted(STATES)) if wrong else country
    if truth.type == "PROTEST":
        return (random.choice((f"{adjective} workers", "protesters", "thousands of people")), code, "CVL")
    if truth.type == "ASSAULT":
        choices = [(name, "GOV"), (f"{adjective} forces", "MIL"), (f"{adjective} army", "MIL")]
        choices += [("four border guards", "MIL"), ("civilians", "CVL")] if role == "recipient" else []
    else:
        person = leader if int(truth.name[1:]) % 2 else minister
        choices = [(name, "GOV"), (person, "GOV"), (person, "GOV"), ("foreign ministry", "GOV")]
    text, sector = random.choice(choices)
    return (text, code, sector)


def _day(random: Random, truth: Truth) -> tuple[date | None, str]:
    luck = random.random()
    if luck < 0.5:
        return truth.day, random.choice(("stated", "relative"))
    if luck < 0.65:
        return truth.day + timedelta(days=random.choice((0, 0, 0, -2, 3))), "context"
    return None, "not stated"


def b_cubed(truth: Mapping[str, str], found: Mapping[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 over reports: of those put together with it, how many belong; of those that belong, how many are there."""
    by_truth, by_found, both = Counter(truth.values()), Counter(found[k] for k in truth), Counter((truth[k], found[k]) for k in truth)
    precision = sum(both[truth[k], found[k]] / by_found[found[k]] for k in truth) / len(truth)
    recall = sum(both[truth[k], found[k]] / by_truth[truth[k]] for k in truth) / len(truth)
    return precision, recall, 2 * precision * recall / (precision + recall)


def pairwise(truth: Mapping[str, str], found: Mapping[str, str]) -> tuple[float, float, float]:
    def pairs(groups: Counter[Any]) -> float:
        return sum(n * (n - 1) / 2 for n in groups.values())

    by_truth, by_found, both = Counter(truth.values()), Counter(found[k] for k in truth), Counter((truth[k], found[k]) for k in truth)
    precision, recall = pairs(both) / max(1, pairs(by_found)), pairs(both) / max(1, pairs(by_truth))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def same_fields(tellings: Sequence[Telling]) -> dict[str, str]:
    """The usual way: one event where type, mode, first actor, first recipient, day and place are equal; else an event of its own."""
    found = {}
    for t in tellings:
        if t.dated and t.actors and t.recipients:
            first = (t.type, t.mode, t.actors[0].country, t.actors[0].sectors[:1], t.recipients[0].country, t.first, t.where.name)
            found[t.key] = repr(first)
        else:
            found[t.key] = t.key
    return found


def grouped(tellings: Sequence[Telling]) -> dict[str, str]:
    return {t.key: e.id for e in group(tellings) for t in e.tellings}


def told(seed: int, events: int = 300, days: int = 120) -> tuple[dict[str, str], list[Telling]]:
    random = Random(seed)
    pairs = list(reports(random, happenings(random, events, days)))
    return {t.key: name for name, t in pairs}, [t for _, t in pairs]


def out(text: str) -> None:
    sys.stdout.write(text + "\n")


def main() -> None:
    out(f"{'stories':28}{'reports':>8}{'B-cubed P':>11}{'R':>7}{'F1':>7}{'pairs P':>9}{'R':>7}{'F1':>7}")
    for name, events, days in (
        ("300 events in 120 days", 300, 120),
        ("300 events in 30 days", 300, 30),
        ("1,000 events in 365 days", 1000, 365),
    ):
        for seed in (1, 2, 3):
            truth, tellings = told(seed, events, days)
            for how, found in (("grouped", grouped(tellings)), ("same fields", same_fields(tellings))):
                numbers = (*b_cubed(truth, found), *pairwise(truth, found))
                out(f"{name if how == 'grouped' else '  ' + how:28}{len(tellings):>8,}" + "".join(f"{n:>9.3f}" for n in numbers))
    if "--large" in sys.argv:
        truth, tellings = told(7, 40_000, 700)
        start = time.process_time()
        found = grouped(tellings)
        out(f"{len(tellings):,} reports in {time.process_time() - start:.0f} s of processor time: F1 {b_cubed(truth, found)[2]:.3f}")


if __name__ == "__main__":
    main()

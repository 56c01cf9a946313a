"""Reports by hand: a row of the table `reports` from the few things that a test says."""

from datetime import date

from sayso.events.telling import COLUMNS, Telling, telling

Party = tuple[str, str, str] | None  # name, country, sectors
DAY = date(2026, 3, 12)


def row(
    *,
    article: str = "a",
    report: str = "r1",
    outlet: str = "The Wire",
    published: date | None = DAY,
    type: str = "ASSAULT",  # noqa: A002  (the word of the code book)
    mode: str | None = None,
    actor: Party | list[Party] = None,
    recipient: Party | list[Party] = None,
    day: date | None = None,
    basis: str = "",
    status: str = "actual",
    historical: bool = False,
    place: tuple[object, ...] | None = None,
    killed: int | None = None,
    claimant: Party = None,
    claimant_type: str = "official",
    voice: str = "",
    force: str | None = None,
    trigger: str = "attacked",
    sentence: str = "Something happened.",
    at: int = 0,
) -> dict[str, object]:
    """`place`: text, country, province, precision, latitude, longitude; only the first is needed."""
    where = (*place, *(None,) * (6 - len(place))) if place else (None,) * 6
    start = at + max(0, sentence.find(trigger))
    values: dict[str, object] = dict.fromkeys(COLUMNS)
    values |= {
        "article_id": article, "report_id": report, "outlet_name": outlet, "published": published, "event_type": type, "event_mode": mode,
        "status": status, "historical": historical, **_party("actor", actor), **_party("recipient", recipient),
        "event_start": day, "event_end": day, "date_basis": basis or ("stated" if day else "not stated"),
        "place": where[0], "place_name": where[0], "place_country": where[1], "place_admin1": where[2],
        "place_precision": where[3] or ("city" if place else "unknown"), "latitude": where[4], "longitude": where[5], "killed": killed,
        **_party("claimant", claimant), "claimant_type": claimant_type if claimant or voice == "unnamed" else None,
        "claimant_chain": claimant[0] if claimant else None, "voice": voice or ("third party" if claimant else "outlet"), "force": force,
        "trigger": trigger, "trigger_start": start, "trigger_end": start + len(trigger), "sentence": sentence, "sentence_start": at,
        "confidence": 1.0,
    }  # fmt: skip
    return values


def _party(role: str, party: Party | list[Party]) -> dict[str, object]:
    parties = [p for p in (party if isinstance(party, list) else [party]) if p]
    if not parties:
        return {}
    names, countries, sectors = ("; ".join(p[n] for p in parties) for n in range(3))
    return {f"{role}_name": names, f"{role}_country": countries or None, f"{role}_sectors": sectors or None}


def told(**given: object) -> Telling:
    return telling(row(**given))  # type: ignore[arg-type]

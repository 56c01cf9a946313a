"""Which statement holds which report, and which statement which other: character ranges only, no parse."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from sayso.linking.settle import LOCAL, is_guess
from sayso.records import ActorLink, Party, Reason, Report, Span, Statement


def nest(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Number the statements in reading order (s1, s2 ...) and set each one's parent: the smallest other whose content holds its cue."""
    ordered = sorted(statements, key=lambda s: (_start(s), -_size(s.content)))
    numbered = [replace(s, id=f"s{n}", parent=None) for n, s in enumerate(ordered, 1)]
    return tuple(
        replace(s, parent=_holder(s.cue, [o for o in numbered if o is not s and _size(o.content) >= _size(s.content)])) for s in numbered
    )


def attribute(reports: Sequence[Report], statements: Sequence[Statement]) -> tuple[Report, ...]:
    """Number the reports (r1, r2 ...), tie each to the innermost statement that holds its trigger, and carry a denial over.

    `denied that it had attacked`: the attack is a report with status negated, according to who denies (GUIDELINES.md, section 4).
    """
    by_id = {s.id: s for s in statements}
    attributed = []
    for n, report in enumerate(sorted(reports, key=lambda r: (r.trigger, r.type)), 1):
        holder = by_id.get(_holder((report.trigger,), statements) or "")
        report = replace(report, id=f"r{n}", statement=holder.id if holder else None)
        if holder and holder.force == "denies" and not holder.negated and report.status == "actual":
            because = Reason(rule="status:denied", words=holder.cue, note="It stands in what somebody denies.")
            report = replace(report, status="negated", because=(*report.because, because))
        attributed.append(report)
    return tuple(attributed)


def name_claimants(statements: Sequence[Statement], links: dict[int, ActorLink]) -> tuple[Statement, ...]:
    return tuple(replace(s, claimants=tuple(link_party(p, links) for p in s.claimants)) for s in statements)


def name_parties(reports: Sequence[Report], links: dict[int, ActorLink]) -> tuple[Report, ...]:
    named = []
    for report in reports:
        actors = tuple(map(armed(report), link_parties(report.actors, links)))
        acting = {p.link.chain for p in actors if p.link and p.link.chain >= 0}
        # "promised that he would not run": who does it is not whom it is done to, whatever words name him twice
        recipients = tuple(p for p in link_parties(report.recipients, links) if not (p.link and p.link.chain in acting))
        named.append(replace(report, actors=actors, recipients=recipients))
    return tuple(named)


ARMED = frozenset({"aerial", "drone", "heavy-weapons", "firearms", "explosives", "destroy", "targeted"})


def armed(report: Report) -> Callable[[Party], Party]:
    """A bare state that attacks with arms does so by its forces: MIL, where it else were GOV."""

    def as_forces(party: Party) -> Party:
        if report.type != "ASSAULT" or report.mode not in ARMED or party.link is None or party.link.rule != "actor:state":
            return party
        because = Reason(rule="actor:armed", words=(report.trigger,), note="A state that attacks with arms does so by its forces.")
        return replace(party, link=replace(party.link, sectors=("MIL",)), because=(*party.because, because))

    return as_forces


def link_parties(parties: Sequence[Party], links: dict[int, ActorLink]) -> tuple[Party, ...]:
    """Each party with whom it is; `the two leaders` are as many parties as leaders, but for those who stand beside it already."""
    linked = [link_party(p, links) for p in parties]
    beside = {p.link.chain for p in linked if p.link}
    found: list[Party] = []
    for party in linked:
        parts = party.link.parts if party.link else ()
        found += [replace(party, link=part) for part in parts if part.chain not in beside] if parts else [party]
    return tuple(found)


HARMED = frozenset({"ASSAULT", "COERCE", "PROTEST"})  # whoever is hurt, arrested or protests somewhere is mostly of that place


def name_implied(reports: Sequence[Report]) -> tuple[Report, ...]:
    """Parties whose country the sentence leaves out are of the country of those beside them, or of the place."""
    return tuple(
        replace(r, actors=tuple(_with_country(p, r) for p in r.actors), recipients=tuple(_with_country(p, r) for p in r.recipients))
        for r in reports
    )


def _with_country(party: Party, report: Report) -> Party:
    if party.link is None:
        return party
    if (
        not party.sectors and report.type in {"ASSAULT", "COERCE"} and party in report.recipients
    ):  # a name or a thing that nothing is known of
        party = replace(party, link=replace(party.link, sectors=("CVL",), row=f"{party.link.row}; sector:CVL (harmed)".removeprefix("; ")))
    return _of_the_place(party, report)


def _of_the_place(party: Party, report: Report) -> Party:
    link, place = party.link, report.where.country
    if link is None or (link.country and not is_guess(link)):
        return party
    if link.rule == "actor:implied":
        beside = next((p.country for p in report.recipients if p.country), None) or place
        return replace(party, link=replace(link, country=beside))
    if place is None or report.type not in HARMED or not link.sectors or link.sectors[0] not in LOCAL:
        return party
    return replace(party, link=replace(link, country=place, row=f"{link.row}; country:{place} (place)"))


def link_party(party: Party, links: dict[int, ActorLink]) -> Party:
    link = links.get(party.mention) if party.mention is not None else None
    return party if link is None else replace(party, link=link)


def _holder(spans: Sequence[Span], statements: Sequence[Statement]) -> str | None:
    """Id of the statement with the smallest content that holds all these spans; None where there is none."""
    holding = [s for s in statements if all(any(c.holds(span) for c in s.content) for span in spans)]
    return min(holding, key=lambda s: (_size(s.content), s.id)).id if holding else None


def _size(spans: Sequence[Span]) -> int:
    return sum(len(s) for s in spans)


def _start(statement: Statement) -> int:
    return min((s.start for s in (*statement.cue, *statement.content)), default=0)

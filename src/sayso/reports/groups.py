"""`They`, `the two leaders`, `both sides`: several parties in one phrase, told apart by who met in an earlier sentence."""

from collections.abc import Sequence
from dataclasses import replace

from sayso.language.reading import Reading
from sayso.lexicons.triggers import TriggerLexicon
from sayso.records import Mention, Party, Reason, Report

SHARED = frozenset({"CONSULT", "AGREE", "SUPPORT", "COOPERATE", "REQUEST", "ACCUSE"})


def told_apart(reports: Sequence[Report], reading: Reading, lexicon: TriggerLexicon) -> tuple[Report, ...]:
    """Where one phrase stands for those who met before, the report names each of them at the words of that phrase."""
    known: tuple[Party, ...] = ()
    done = []
    for report in sorted(reports, key=lambda r: r.trigger):
        if report.type in SHARED and len(report.actors) == 1 and known and _is_group(report.actors[0], reading, lexicon, len(known)):
            report = replace(report, actors=tuple(_at(report.actors[0], p) for p in known))
        elif report.type == "CONSULT" and len(report.actors) + len(report.recipients) > 1 and not _is_crowd(report):
            known = (*report.actors, *report.recipients)
        done.append(report)
    return tuple(done)


def _is_crowd(report: Report) -> bool:
    return len(report.actors) > 1 and len({p.span for p in report.actors}) == 1


def _is_group(party: Party, reading: Reading, lexicon: TriggerLexicon, size: int) -> bool:
    if party.mention is None:
        return False
    mention = reading.mentions[party.mention]
    words = {w.text.lower() for w in mention.words}
    if words & {"two", "both"} and size != 2:
        return False
    return mention.name is None and not words.isdisjoint(lexicon.words("groups")) and _is_bare(mention)


def _is_bare(mention: Mention) -> bool:
    """`the leaders`, not `the leaders of the opposition`: a group with parties of its own is another one."""
    return not mention.of


def _at(group: Party, member: Party) -> Party:
    reason = Reason(rule="role:group", words=tuple(s for s in (group.span, member.span) if s is not None), note="Those who met before.")
    return replace(group, mention=member.mention, because=(*group.because, reason))

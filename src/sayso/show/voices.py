"""On whose say-so a record stands, as names: the speaker, the chain of speakers, and what the speaker has to do with the event."""

from collections.abc import Callable, Sequence
from typing import Literal

from sayso.records import CodedArticle, Party, Report, Statement
from sayso.show.lines import tidy

# actor side, recipient side: another voice of the same country. unnamed: a claimant whom nobody could look up ("officials", "reportedly")
Voice = Literal["outlet", "actor", "recipient", "actor side", "recipient side", "third party", "unnamed"]


def name_of(party: Party) -> str:
    return party.name


def speaker(statement: Statement, text: str, name: Callable[[Party], str] = name_of) -> str:
    """Whom a reader would name: `Alexander Lukashenko`, `Western experts`; "" where nobody is named."""
    names = [tidy(name(p)) for p in statement.claimants if p.name]
    if not names:
        names = [tidy(s.of(text)) for s in statement.source]
    return " and ".join(dict.fromkeys(names))


def chain(coded: CodedArticle, statement_id: str | None, name: Callable[[Party], str] = name_of) -> tuple[str, ...]:
    """Speakers from the innermost outwards; a speaker who quotes himself stands once; "" for one whom nobody named."""
    names: list[str] = []
    for statement in coded.chain(statement_id):
        said_by = speaker(statement, coded.article.text, name)
        if not names or names[-1] != said_by:
            names.append(said_by)
    return tuple(names)


def voice(coded: CodedArticle, report: Report) -> Voice:
    """Who the innermost claimant is to the event: the outlet itself, one of the parties, one of their side, or somebody else."""
    statement = coded.statement(report.statement)
    if statement is None:
        return "outlet"
    claimants = statement.claimants
    if not claimants or statement.claimant_type in {"unnamed", "nobody"}:
        return "unnamed"
    if _shares(claimants, report.actors, same_party):
        return "actor"
    if _shares(claimants, report.recipients, same_party):
        return "recipient"
    if _shares(claimants, report.actors, _same_country):
        return "actor side"
    if _shares(claimants, report.recipients, _same_country):
        return "recipient side"
    return "third party"


def _shares(claimants: Sequence[Party], parties: Sequence[Party], same: Callable[[Party, Party], bool]) -> bool:
    return any(same(c, p) for c in claimants for p in parties)


def same_party(one: Party, other: Party) -> bool:
    """The same actor of one article: by chain where linked, by name otherwise."""
    if one.link and other.link and one.link.chain >= 0 and other.link.chain >= 0:
        return one.link.chain == other.link.chain
    return bool(one.name) and one.name.casefold() == other.name.casefold()


def _same_country(one: Party, other: Party) -> bool:
    return one.country is not None and one.country == other.country

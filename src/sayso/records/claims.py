"""Statement and Report: who said or did what to whom, on whose say-so, and why we think so."""

from dataclasses import dataclass, field
from typing import Literal, get_args

from sayso.records.links import ActorLink, Place, When
from sayso.records.text import Article, Span

Kind = Literal["direct", "indirect", "mixed"]
Status = Literal["actual", "negated", "future", "hypothetical"]
Force = Literal[
    "asserts", "denies", "confirms", "promises", "threatens", "demands", "asks", "doubts", "believes", "intends", "blames", "praises"
]
ClaimantType = Literal["official", "person", "organisation", "media", "document", "unnamed", "nobody"]

FORCES: tuple[str, ...] = get_args(Force)
STATUSES: tuple[str, ...] = get_args(Status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a record, or a part of it, was made: the rule, the lexicon row behind it, and the words it saw."""

    rule: str  # short and stable, e.g. "statement:according-to"
    row: str = ""  # id of the lexicon row that fired, "" where the rule needed none
    words: tuple[Span, ...] = ()
    note: str = ""  # one sentence for the reader, where the rule's name does not say enough


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An actor, recipient or claimant at one place in the text, with whom we take it to be.

    `span` is None where the sentence leaves the party out but the article makes it plain. `link` is None before linking.
    """

    span: Span | None
    text: str
    mention: int | None = None  # id of the mention in its article that it was read from
    link: ActorLink | None = None
    because: tuple[Reason, ...] = ()

    @property
    def name(self) -> str:
        """The name that a reader would give it after reading the article; its own words where nothing better is known."""
        return self.link.name if self.link and self.link.name else self.text

    @property
    def country(self) -> str | None:
        return self.link.country if self.link else None

    @property
    def sectors(self) -> tuple[str, ...]:
        return self.link.sectors if self.link else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A place where the article attributes content to somebody (GUIDELINES.md, section 1)."""

    id: str  # "s1", "s2" ... in reading order, unique in its article
    cue: tuple[Span, ...]
    source: tuple[Span, ...]  # empty where nobody is named ("it was reported")
    content: tuple[Span, ...]  # in pieces around the cue where need be
    kind: Kind
    claimants: tuple[Party, ...] = ()  # one for each speaker in the source; empty = nobody named
    claimant_type: ClaimantType = "nobody"
    force: Force = "asserts"
    distanced: bool = False  # the author holds the content at arm's length: "claims", "so-called", "allegedly"
    negated: bool = False  # the cue itself is negated: "did not say"
    parent: str | None = None  # the statement whose content this one stands in
    confidence: float = 1.0
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Casualty and arrest numbers that the sentence gives; None = not stated."""

    killed: int | None = None
    injured: int | None = None
    arrested: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One event as one article tells it (GUIDELINES.md, section 2)."""

    id: str  # "r1", "r2" ... in reading order, unique in its article
    trigger: Span
    sentence: Span
    type: str  # PLOVER type, from the code book
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    status: Status = "actual"
    historical: bool = False
    when: When = field(default_factory=When)
    where: Place = field(default_factory=Place)
    counts: Counts = field(default_factory=Counts)
    statement: str | None = None  # the innermost statement that holds it; None = the outlet's own voice
    confidence: float = 1.0
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedArticle:
    """What was found in one article; the statements and reports refer to each other by id."""

    article: Article
    statements: tuple[Statement, ...]
    reports: tuple[Report, ...]
    made_by: tuple[str, ...] = ()  # stages, model and lexicon digests

    def statement(self, statement_id: str | None) -> Statement | None:
        return next((s for s in self.statements if s.id == statement_id), None)

    def chain(self, statement_id: str | None) -> tuple[Statement, ...]:
        """The statements that a record stands in, innermost first: (claimed by B, who is quoted by A)."""
        found: list[Statement] = []
        while (statement := self.statement(statement_id)) is not None and statement not in found:
            found.append(statement)
            statement_id = statement.parent
        return tuple(found)

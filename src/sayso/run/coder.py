"""The slots and the default parts: one article from end to end."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from sayso.language.model import Parser
from sayso.language.reading import Reading
from sayso.linking.attribution import attribute, name_claimants, name_parties, nest
from sayso.records import ActorLink, Article, CodedArticle, Mention, Report, Statement


class StatementFinder(Protocol):
    """Slot: who said what, in one parsed article. Claimants are mentions, not yet linked."""

    @property
    def made_by(self) -> str: ...
    def __call__(self, reading: Reading) -> tuple[Statement, ...]: ...


class ReportFinder(Protocol):
    """Slot: who did what to whom, in one parsed article. Parties, times and places are words, not yet linked."""

    @property
    def made_by(self) -> str: ...
    def __call__(self, reading: Reading) -> tuple[Report, ...]: ...


class ActorLinker(Protocol):
    """Slot: mentions of one article -> who they are, by mention id. Resolves pronouns and descriptions within the article.

    `statements` say who speaks in which quotation, so that `I` and `we` in it are the speaker.
    """

    @property
    def made_by(self) -> str: ...
    def __call__(self, article: Article, mentions: tuple[Mention, ...], statements: tuple[Statement, ...]) -> dict[int, ActorLink]: ...


class ReportLinker(Protocol):
    """Slot: resolve a report's time or place words against the article."""

    @property
    def made_by(self) -> str: ...
    def __call__(self, article: Article, reports: tuple[Report, ...]) -> tuple[Report, ...]: ...


@dataclass(frozen=True, slots=True)
class Coder:
    """Codes articles. Build it once with `sayso.load()`: loading takes longer than coding an article."""

    parser: Parser
    statements: StatementFinder
    reports: ReportFinder
    actors: ActorLinker
    times: ReportLinker
    places: ReportLinker

    @property
    def made_by(self) -> tuple[str, ...]:
        stages = (self.parser, self.statements, self.reports, self.actors, self.times, self.places)
        return tuple(stage.made_by for stage in stages)

    def code_article(self, article: Article) -> CodedArticle:
        """Raises SkipArticle for an article that cannot be coded."""
        return self.code_reading(self.parser(article))

    def code_many(self, articles: Iterable[Article]) -> Iterator[CodedArticle]:
        """The same for many, in their order."""
        return map(self.code_reading, self.parser.batch(articles))

    def code_reading(self, reading: Reading) -> CodedArticle:
        """The whole flow after parsing, on one screen."""
        article = reading.article
        statements = nest(self.statements(reading))
        links = self.actors(article, reading.mentions, statements)
        reports = name_parties(attribute(self.reports(reading), statements), links)
        reports = self.places(article, self.times(article, reports))
        return CodedArticle(article=article, statements=name_claimants(statements, links), reports=reports, made_by=self.made_by)

"""The slots and the default parts: one article from end to end."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from sayso.errors import StopRun
from sayso.language.model import Parser
from sayso.language.reading import Reading
from sayso.linking.attribution import attribute, name_claimants, name_implied, name_parties, nest
from sayso.records import ActorLink, Article, Mention, Report, Statement, content_id
from sayso.show.coded import Coded


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

    def code(
        self,
        text: str,
        *,
        outlet: str = "",
        published: date | str | None = None,
        title: str = "",
        url: str = "",
        id: str | None = None,  # noqa: A002  (the record's own word)
    ) -> Coded:
        """One article from its text.

        Args:
            text: Plain text; offsets in the result count its code points.
            outlet: Who published it: the voice of all that nobody else is given for.
            published: A date, or ISO text such as "2020-08-17"; without it `on Monday` stays unresolved.
            id: Names the article in files and tables; made from its content where not given.
        Raises: SkipArticle for a text that cannot be coded; StopRun where `published` is no date.
        """
        day = _day(published)
        name = id or content_id(outlet, day.isoformat() if day else "", title, text)
        return self.code_article(Article(id=name, text=text, title=title, outlet=outlet, url=url, published=day))

    def code_article(self, article: Article) -> Coded:
        """Raises SkipArticle for an article that cannot be coded."""
        return self.code_reading(self.parser(article))

    def code_many(self, articles: Iterable[Article]) -> Iterator[Coded]:
        """The same for many, in their order."""
        return map(self.code_reading, self.parser.batch(articles))

    def code_reading(self, reading: Reading) -> Coded:
        """The whole flow after parsing, on one screen."""
        article = reading.article
        statements = nest(self.statements(reading))
        links = self.actors(article, reading.mentions, statements)
        reports = name_parties(attribute(self.reports(reading), statements), links)
        reports = name_implied(self.places(article, self.times(article, reports)))
        return Coded(article=article, statements=name_claimants(statements, links), reports=reports, made_by=self.made_by)


def _day(given: date | str | None) -> date | None:
    if isinstance(given, datetime):
        return given.date()
    if given is None or isinstance(given, date):
        return given
    try:
        return date.fromisoformat(given.strip())
    except ValueError as error:
        raise StopRun(f"published={given!r} is not a date.", "Give a datetime.date or ISO text such as '2020-08-17'.") from error

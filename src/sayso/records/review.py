"""Judgement: what one reviewer decided about one report. It is appended, and never changed or taken away."""

from dataclasses import dataclass
from typing import Literal, get_args

Verdict = Literal["accept", "reject", "correct", "skip"]
VERDICTS: tuple[str, ...] = get_args(Verdict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where the judged report stood, by the article's own words, so that it is found again after a rerun."""

    article_id: str
    report_id: str  # as it was numbered then
    quote: str  # the trigger's words
    before: str  # what stood before and after them
    after: str
    start: int  # of the trigger, then
    sentence: str
    text_sha256: str  # of the article's text, in case its id changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One decision. `seen` is what the machine had coded then, `given` what the reviewer put in its place (columns of `reports`)."""

    number: int  # in the journal
    at: str  # UTC, ISO 8601
    reviewer: str
    verdict: Verdict
    anchor: Anchor
    seen: tuple[tuple[str, str | None], ...]
    given: tuple[tuple[str, str | None], ...] = ()

    @property
    def values(self) -> dict[str, str | None]:
        """What holds by this decision; of a rejected or skipped report, nothing."""
        return dict(self.seen) | dict(self.given) if self.verdict in {"accept", "correct"} else {}

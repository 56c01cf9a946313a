"""What we know, as frozen values. Standard library only."""

from sayso.records.claims import (
    FORCES,
    STATUSES,
    ClaimantType,
    CodedArticle,
    Counts,
    Force,
    Kind,
    Party,
    Reason,
    Report,
    Statement,
    Status,
)
from sayso.records.ids import content_id
from sayso.records.links import ActorLink, Place, PlaceBasis, PlacePrecision, When, WhenBasis, WhenPrecision
from sayso.records.mentions import PLACE_LABELS, Gender, GrammarRole, Mention, MentionKind, Number, Word
from sayso.records.text import Article, Skipped, Span

__all__ = [
    "FORCES",
    "PLACE_LABELS",
    "STATUSES",
    "ActorLink",
    "Article",
    "ClaimantType",
    "CodedArticle",
    "Counts",
    "Force",
    "Gender",
    "GrammarRole",
    "Kind",
    "Mention",
    "MentionKind",
    "Number",
    "Party",
    "Place",
    "PlaceBasis",
    "PlacePrecision",
    "Reason",
    "Report",
    "Skipped",
    "Span",
    "Statement",
    "Status",
    "When",
    "WhenBasis",
    "WhenPrecision",
    "Word",
    "content_id",
]

"""What a statement does with its content, and how firmly: force, distance, negation."""

from dataclasses import dataclass

from sayso.language.walk import is_negated
from sayso.records import Force
from sayso.statements.found import Found


@dataclass(frozen=True, slots=True)
class Stance:
    force: Force
    distanced: bool
    negated: bool


def stance_of(found: Found) -> Stance:
    """Force and distance come from the lexicon row; negation from the cue word's clause. A negated cue keeps its force: `did not deny`
    is a denial with `negated` set, so that nothing is lost and nothing is carried over to the content."""
    row = found.row
    negated = found.head is not None and is_negated(found.head)
    if row is None:
        return Stance("asserts", False, negated)
    return Stance(row.force, row.distanced, negated)

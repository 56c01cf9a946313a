"""How sure a candidate is to be a statement by the guidelines: a logistic regression over what is seen at the cue.

The weights come from gold annotations only (training/statements.py); they correct the rules, they do not replace them.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc, Token

from sayso.language.reading import Reading
from sayso.language.walk import base, children, is_negated
from sayso.lexicons.cues import Cue
from sayso.statements.found import Found, is_finite
from sayso.statements.guidelines import reasons_against
from sayso.statements.quotations import Stretch

FIRST = frozenset({"i", "we", "my", "our"})
STOPS = frozenset({".", "!", "?", ";", "”", '"', "»"})
LENGTHS = (1, 2, 3, 5, 8, 13, 21)


@dataclass(frozen=True, slots=True)
class Ranker:
    """Weights by feature name; unknown features count nothing."""

    weights: Mapping[str, float]

    def __call__(self, features: Iterator[str]) -> float:
        """Probability that the candidate is right."""
        score = math.fsum(self.weights.get(f, 0.0) for f in features)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def features(reading: Reading, found: Found, quotes: Sequence[Stretch], kind_of_source: str) -> Iterator[str]:
    """Names of the binary features that hold for a candidate."""
    row, head, doc = found.row, found.head, reading.doc
    rule = found.rule.removeprefix("statement:")
    yield "bias"
    yield f"rule={rule}"
    yield f"source={kind_of_source}"
    yield f"rule+source={rule}+{kind_of_source}"
    if row is not None:
        yield f"row={row.id}"
        yield f"row+rule={row.id}+{rule}"
        yield f"force={row.force}"
        yield f"force+rule={row.force}+{rule}"
        if row.wide:
            yield "wide"
            yield f"wide+{row.pos}"
    for reason in reasons_against(found):
        yield f"against={reason}"
    content = sorted(i for i in found.content if not doc[i].is_punct and not doc[i].is_space)
    size = len(content)
    yield f"length={sum(size >= n for n in LENGTHS)}"
    if size < 3:
        yield f"short+{rule}"
    if found.quoted:
        yield "quoted"
    yield from _edges(doc, found, content)
    if content:
        yield from _first_words(doc[content[0]], rule)
        if any(doc[i].ent_type_ for i in content[:3]):
            yield f"content-name+{rule}"
        yield from _thing([doc[i] for i in content if i > max(found.cue)], rule, row)
    if found.source and len(found.source) == 1:
        yield from _between(doc, found.source[0], found.cue)
    if head is None:
        return
    yield from _beside(head, max(found.cue), rule)
    yield f"tag={head.tag_}+{head.pos_}"
    yield f"dep={base(head)}+{rule}"
    quote = next((q for q in quotes if head.i in q.tokens), None)
    if quote is not None:
        yield f"in-quote={quote.speech}"
        yield f"in-quote+{rule}"
    if is_negated(head):
        yield f"negated+{row.force if row else ''}"
    for c in children(head, "aux"):
        yield f"aux={c.lower_ if c.tag_ == 'MD' else c.lemma_.lower()}"
    if found.source and len(found.source) == 1:
        yield from _source(found.source[0], head)


def _edges(doc: Doc, found: Found, content: Sequence[int]) -> Iterator[str]:
    """What makes it likely that the parts end where they should: few commas, no gaps, content beside the cue."""
    if not content:
        return
    marks = sum(doc[i].text == "," for i in range(content[0], content[-1] + 1))
    yield f"commas={min(marks, 3)}"
    yield f"gaps={min(sum(b > a + 3 for a, b in pairwise(content)), 2)}"
    near = min(abs(content[0] - max(found.cue)), abs(content[-1] - min(found.cue)))
    yield f"apart={min(near, 4)}"
    last = doc[content[-1]]
    yield f"ends={last.i + 1 >= last.sent.end or doc[last.i + 1].text in STOPS}"


def _first_words(first: Token, rule: str) -> Iterator[str]:
    yield f"first={first.lower_ if first.pos_ in {'SCONJ', 'PART', 'ADP', 'PRON'} else first.pos_}+{rule}"


def _thing(words: list[Token], rule: str, row: Cue | None) -> Iterator[str]:
    """Whether a clause or a thing is said, and which thing: one orders an arrest, and denies a report."""
    clause = any(is_finite(t) for t in words)
    force = row.force if row else ""
    yield f"clause={clause}+{rule}"
    yield f"clause={clause}+{force}"
    inside = {t.i for t in words}
    thing = next((t for t in words if t.pos_ in {"NOUN", "PROPN", "PRON", "VERB"} and t.head.i not in inside), None)
    if thing is not None:
        yield f"thing={thing.lemma_.lower()}"
        yield f"thing-name={thing.ent_type_}+{force}"
        yield f"thing-pos={thing.pos_}+{force}"


def _between(doc: Doc, source: Token, cue: set[int]) -> Iterator[str]:
    """What stands between the source and the cue: the nearer, the surer."""
    first, last = min(cue), max(cue)
    between = doc[source.i + 1 : first] if source.i < first else doc[last + 1 : source.i]
    yield f"between={min(len(between), 8)}"
    if any(t.pos_ in {"VERB", "AUX"} for t in between):
        yield "between-verb"
    if any(t.is_quote for t in between):
        yield "between-quote"


def _beside(head: Token, last: int, rule: str) -> Iterator[str]:
    """What stands right behind the cue, and in what clause the cue itself stands."""
    following = head.doc[last + 1] if last + 1 < head.sent.end else None
    function = {"ADP", "PART", "SCONJ", "PUNCT", "CCONJ"}
    yield f"next={'' if following is None else following.lower_ if following.pos_ in function else following.pos_}"
    above = head.head
    if above.i != head.i:
        yield f"above={above.pos_}+{rule}"
        if above.pos_ in {"VERB", "AUX"}:
            yield f"under={above.lemma_.lower()}"
    yield f"opens={head.sent.root.i == head.i}"


def _source(source: Token, head: Token) -> Iterator[str]:
    if source.lower_ in FIRST:
        yield f"first-person+{head.tag_}"
    elif source.pos_ == "PRON":
        yield f"pronoun={source.lower_}"
    yield f"source-pos={source.pos_}"
    if source.ent_type_:
        yield f"source-label={source.ent_type_}"
    far = abs(source.i - head.i)
    yield f"far={0 if far < 8 else 1 if far < 16 else 2}"
    yield "source-behind" if source.i > head.i else "source-before"

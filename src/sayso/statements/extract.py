"""The stage: cues and contents found, parts assembled."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from sayso.language.reading import Reading, spans_of
from sayso.language.walk import subject
from sayso.lexicons.cues import CueLexicon
from sayso.records import Kind, Reason, Span, Statement
from sayso.statements.bearers import with_name
from sayso.statements.extent import set_extent
from sayso.statements.found import Found, trimmed
from sayso.statements.headlines import headline_cues, mend_sources
from sayso.statements.labels import labelled
from sayso.statements.others import other_cues
from sayso.statements.quotations import Stretch, complete, quotation_cues, statement_paragraphs, stretches
from sayso.statements.ranker import Ranker, features
from sayso.statements.speakers import claimant_type, claimants, source_spans, source_tokens
from sayso.statements.stance import stance_of
from sayso.statements.verbs import verb_cues

VERSION = "cue-statements@1"
WIDE_LEAST = 0.25  # a wide search believes what is no statement by the guidelines, but not what is hardly any


@dataclass(frozen=True, slots=True)
class CueStatements:
    """Slot StatementFinder: statements by cue words, syntax and quotation marks, judged by the lexicon's ranker.

    `wide` keeps what the ranker and the coding guidelines leave out (`seems`, `we hope`): any sign of somebody's words or inner state.
    """

    cues: CueLexicon
    wide: bool = False

    @property
    def made_by(self) -> str:
        return f"{VERSION}{'+wide' if self.wide else ''} cues:{self.cues.digest[:8]}"

    def __call__(self, reading: Reading) -> tuple[Statement, ...]:
        """Statements in reading order, without ids and parents (linking/attribution.nest sets them)."""
        least = WIDE_LEAST if self.wide else self.cues.threshold
        return tuple(replace(s, confidence=round(p, 3)) for s, p in self._scored(reading) if p >= least)

    def _scored(self, reading: Reading) -> Iterator[tuple[Statement, float]]:
        ranker = Ranker(self.cues.weights)
        for statement, names in candidates(reading, self.cues, wide=self.wide):
            yield statement, ranker(names)


def candidates(reading: Reading, lexicon: CueLexicon, *, wide: bool = False) -> Iterator[tuple[Statement, Iterator[str]]]:
    """Everything that a wide search finds, with the features by which the ranker judges it."""
    quotes = stretches(reading)
    quoted = frozenset().union(*(q.inner for q in quotes))
    for found in find(reading, quotes, lexicon):
        if wide:
            _keep_relative(found)
            _keep_clauses(reading.doc, found)
        statement = _made(reading, found, quoted, lexicon)
        yield statement, features(reading, found, quotes, statement.claimant_type)


def _keep_relative(found: Found) -> None:
    """`X, who said P`: a wide search, made for comparison with other schemes, takes the pronoun itself for the source."""
    own = subject(found.head) if found.head is not None and found.head.dep_ == "acl:relcl" else None
    if own is not None and "Rel" in own.morph.get("PronType", []):
        found.source_tokens = {own.i}


def _keep_clauses(doc: Doc, found: Found) -> None:
    """`A poll that the party paid for showed`: a wide search takes all that stands between the source and its cue into the source."""
    first = min(found.cue)
    if len(found.source) != 1 or found.source_tokens or found.source[0].i >= first:
        return
    words = source_tokens(found.source)
    gap = set(range(max(words, default=first) + 1, first))
    if gap and gap <= {t.i for t in found.source[0].subtree} and not any(doc[i].is_quote for i in gap):
        found.source_tokens = words | gap


def _made(reading: Reading, found: Found, quoted: frozenset[int], lexicon: CueLexicon) -> Statement:
    doc = reading.doc
    source = with_name(doc, (found.source_tokens or source_tokens(found.source)) - found.cue, found.cue, lexicon)
    content = trimmed(doc, {i for i in found.content if not doc[i].is_space} - found.cue - source)
    stance = stance_of(found)
    cue = spans_of([doc[i] for i in found.cue])
    row = found.row.id if found.row is not None else ""
    return Statement(
        id="",
        cue=cue,
        source=source_spans(reading, source),
        content=_joined(reading, content),
        kind=_kind(reading, content, quoted),
        claimants=claimants(reading, found.source, found.cue, source, lexicon),
        claimant_type=claimant_type(reading, found.source, lexicon),
        force=stance.force,
        distanced=stance.distanced,
        negated=stance.negated,
        because=(Reason(rule=found.rule, row=row, words=cue),),
    )


def find(reading: Reading, quotes: tuple[Stretch, ...], lexicon: CueLexicon) -> list[Found]:
    """All candidates that stand, in reading order."""
    doc = reading.doc
    found = list(verb_cues(doc, lexicon))
    found += headline_cues(doc, lexicon, {i for f in found for i in f.cue})
    mend_sources(doc, found)
    taken = {i for f in found for i in f.cue}
    found += (f for f in other_cues(doc, lexicon) if f.head is None or f.head.i not in taken or f.absorbs)
    absorbed = {i for f in found for i in f.absorbs}
    found = [f for f in found if f.absorbs or not (f.head is not None and f.head.i in absorbed)]
    for f in found:
        set_extent(doc, f, quotes, lexicon)
    complete(quotes, found)
    quotation_cues(reading, quotes, lexicon, found)
    statement_paragraphs(reading, lexicon, found)
    found += labelled(reading, lexicon)
    for f in found:
        f.content -= f.cue | (f.source_tokens or source_tokens(f.source))
    kept = [f for f in found if any(not doc[i].is_punct and not doc[i].is_space for i in f.content)]
    return sorted(_distinct(kept), key=lambda f: (min(f.cue), -len(f.content)))


def _distinct(found: list[Found]) -> Iterator[Found]:
    """One statement for each cue word: where two rules fire on the same words, the one with more content."""
    taken: dict[int, Found] = {}
    for f in found:
        key = f.head.i if f.head is not None else min(f.cue)
        if key not in taken or len(f.content) > len(taken[key].content):
            taken[key] = f
    return iter(taken.values())


def _joined(reading: Reading, content: set[int]) -> tuple[Span, ...]:
    """Character spans; runs with nothing but space or marks between them are one."""
    text = reading.article.text
    joined: list[Span] = []
    for span in spans_of([reading.doc[i] for i in content]):
        if joined and not text[joined[-1].end : span.start].strip(" \t\n\"'“”‘’«».,!?…"):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return tuple(joined)


def _kind(reading: Reading, content: set[int], quoted: frozenset[int]) -> Kind:
    words = {i for i in content if not reading.doc[i].is_punct}
    if not words & quoted:
        return "indirect"
    return "mixed" if words - quoted else "direct"

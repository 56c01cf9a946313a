"""Who is speaking: source spans, one claimant for each speaker, and what kind of source it is."""

from spacy.tokens import Token

from sayso.language.mentions import phrase
from sayso.language.reading import Reading, spans_of
from sayso.language.walk import base, children, conjuncts_of
from sayso.lexicons.cues import CueLexicon
from sayso.records import ClaimantType, Party, Reason, Span
from sayso.statements.bearers import issuer_of, named_by

AFTER_SOURCE = frozenset({"ADP", "ADV", "SCONJ", "VERB", "NUM"})
ASIDE = frozenset({"acl", "advcl", "parataxis", "ccomp", "cop", "aux"})
BY_LABEL: dict[str, ClaimantType] = {"PER": "person", "ORG": "organisation", "GPE": "organisation", "LOC": "organisation"}


def source_tokens(heads: list[Token]) -> set[int]:
    """The source phrase: title, name, apposition and what tells which one, each member of a coordination; relative clauses out."""
    found: set[int] = set()
    for head in heads:
        gone = {t.i for c in head.subtree if base(c) in ASIDE and c.i > head.i for t in c.subtree}
        first = min(t.i for t in phrase(head))
        first -= first > head.sent.start and head.doc[first - 1].pos_ == "DET"  # "the | mayor", hung elsewhere
        kept = [t.i for t in head.subtree if t.i >= first and t.i not in gone]
        run = [i for i in kept if i >= head.i or i >= first]
        last = head.i
        for i in sorted(run):
            following = head.doc[i + 1] if i + 1 < len(head.doc) else head
            if i > head.i and head.doc[i].text == "," and following.pos_ in AFTER_SOURCE:
                break  # "According to Koval, in the north the guns are silent"
            last = i if last < i <= last + 3 else last
        while last > head.i and head.doc[last].is_punct and head.doc[last].text not in {")", "."}:
            last -= 1
        found |= set(range(first, last + 1))
    return found


def source_spans(reading: Reading, tokens: set[int]) -> tuple[Span, ...]:
    return spans_of([reading.doc[i] for i in tokens])


def claimants(reading: Reading, heads: list[Token], cue: set[int], words: set[int], lexicon: CueLexicon) -> tuple[Party, ...]:
    """One party for each speaker: `the minister and two deputies` are two. `words`: the source phrase.

    A party is read from the mention that tells most: the name that a title leads to, the issuer of a document.
    """
    parties = []
    for head in heads:
        parts = [t for t in conjuncts_of(head) if t.i >= head.i and t.pos_ != "VERB"]
        edges = [*(p.left_edge.i for p in parts), len(reading.doc)]
        for part, end in zip(parts, edges[1:], strict=True):
            own = {i for i in words if (i >= part.left_edge.i or part is head) and i < end}
            bearer = named_by(part, own, lexicon) or issuer_of(part, own, lexicon) or part
            mention = reading.mention_of(bearer)
            span = mention.span if mention is not None else spans_of(phrase(bearer))[0]
            if (said := [t for t in phrase(bearer) if t.i not in cue]) and len(said) < len(phrase(bearer)):
                span = spans_of(said)[-1]  # "according to" may be parsed into the phrase
            text = span.of(reading.article.text)
            because = (Reason(rule="claimant:source", words=(span,)),)
            parties.append(Party(span=span, text=text, mention=mention.id if mention else None, because=because))
    return tuple(parties)


def claimant_type(reading: Reading, heads: list[Token], lexicon: CueLexicon) -> ClaimantType:
    """By the words of the source phrase (a title beats a name), then by its name; `nobody` where no source is given."""
    if not heads:
        return "nobody"
    head = heads[0]
    words = phrase(head)
    lemma = head.lemma_.lower()
    mention = reading.mention_of(head)
    named = mention is not None and mention.name is not None
    plural = head.morph.get("Number", []) == ["Plur"]
    if not named and lemma in lexicon.unnamed and (plural or any(t.lower_ in {"a", "an", "one", "some", "several", "many"} for t in words)):
        return "unnamed"
    titles = [kind for t in (*words, *children(head, "appos")) if (kind := lexicon.types.get(t.lemma_.lower())) is not None]
    if "official" in titles and (lexicon.types.get(lemma) in {None, "official"}):
        return "official"
    if (kind := lexicon.types.get(lemma)) is not None:
        return kind
    if mention is not None and mention.label in BY_LABEL:
        return "media" if "media" in titles else BY_LABEL[mention.label]
    if head.pos_ == "PRON":
        return (
            "person"
            if head.lower_ in {"he", "she", "i", "who"}
            else "organisation"
            if head.lower_ == "it"
            else "unnamed"
            if head.lower_ in lexicon.unnamed
            else "person"
        )
    if titles:
        return titles[0]
    return "person" if named else "unnamed" if plural else "organisation"

"""Interviews and transcripts: `Name:` or `((Initials))` at the start of a line, and all that is said up to the next one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc, Token

from sayso.language.reading import Reading
from sayso.lexicons.cues import CueLexicon
from sayso.records import Span
from sayso.statements.found import Found, is_finite
from sayso.statements.quotations import covered

NAME = re.compile(r"(?m)^[ \t]*([A-Z0-9][^\n:.?!“”\"]{0,90}?)(?:\s*\([^)\n]{1,60}\)(?=\s?:))?\s?:(?=\s|(?<=\):))")
WIKI = re.compile(r"(?m)^[ \t]*(?:\(\([^()\n]{1,40}\)\)|[A-Z]{2,5}\)\))\s?:?")
SHORTEST_HEADLINE = 4  # words behind the name
LONGEST = 14  # words of a label: "Director of the General Office of the Communist Party of China Li Zhanshu"
LONGEST_INITIALS = 4
OPENING = 60  # words at the beginning of a turn
SPEAKING = frozenset({"i", "we", "you", "me", "us", "my", "our", "your"})


@dataclass(frozen=True, slots=True)
class Label:
    """Where a label stands, and where what is said begins."""

    span: Span
    after: int
    wiki: bool


def labelled(reading: Reading, lexicon: CueLexicon) -> Iterator[Found]:
    """One statement for each label of a conversation; none where lines with a colon are mere headlines."""
    doc, text = reading.doc, reading.article.text
    labels = _labels(doc, text, lexicon)
    for label, following in pairwise([*labels, None]):
        if label is None:
            break
        said = Span(label.after, following.span.start if following is not None else len(text))
        line = text.find("\n", label.after)
        headline = label.span.start == 0 and len(labels) < 3 and 0 < line < said.end and not _first_person(reading, Span(line, said.end))
        if headline:
            said = Span(label.after, line)  # `Koval: we will not sign`
        content = covered(doc, said)
        person = any(doc[i].ent_type_ == "PER" for i in covered(doc, label.span))  # "Iraq War: ..." is a topic
        if not (label.wiki or _conversation(reading, labels, content) or (headline and person and len(content) >= SHORTEST_HEADLINE)):
            continue
        colon = covered(doc, Span(label.span.end, label.after)) or covered(doc, label.span)
        cue = {i for i in colon if doc[i].text == ":"} or {max(colon, default=0)}
        name = [doc[i] for i in sorted(covered(doc, label.span)) if doc[i].is_alpha or doc[i].pos_ == "PROPN"]
        source = {t.i for t in name}
        yield Found(
            rule="statement:label",
            cue=cue,
            content=content - cue - source,
            source=[_spelt_out(reading, name) or _head(name)] if name else [],
            source_tokens=source,
            quoted=True,
        )


def _labels(doc: Doc, text: str, lexicon: CueLexicon) -> list[Label]:
    found = [Label(Span(m.start(), m.end()), m.end(), True) for m in WIKI.finditer(text)]
    found += [
        Label(Span(m.start(1), m.end(1)), m.end(), False) for m in NAME.finditer(text) if _is_name(doc, Span(m.start(1), m.end(1)), lexicon)
    ]
    found.sort(key=lambda x: (x.span.start, not x.wiki))
    return [x for n, x in enumerate(found) if n == 0 or x.span.start >= found[n - 1].after]


def _is_name(doc: Doc, span: Span, lexicon: CueLexicon) -> bool:
    tokens = [doc[i] for i in sorted(covered(doc, span)) if not doc[i].is_punct]
    if not tokens or len(tokens) > LONGEST or any(is_finite(t) for t in tokens) or tokens[0].pos_ == "DET":
        return False
    titled = all(t.text[0].isupper() or t.pos_ in {"ADP", "DET", "CCONJ", "PART"} or len(t) < 4 for t in tokens)
    person = any(t.ent_type_ == "PER" or lexicon.types.get(t.lower_) == "official" for t in tokens)
    return titled and (person or all(t.text.isupper() or t.pos_ == "PROPN" for t in tokens))


def _conversation(reading: Reading, labels: list[Label], content: set[int]) -> bool:
    """People who say I, we and you outside quotation marks soon after the label; a short turn of a longer talk needs none."""
    words = _unquoted(reading, content)
    if any(w in SPEAKING for w in words[:OPENING]):
        return True
    return len(labels) >= 2 and any(w.isalpha() for w in words) and 0 < len(words) < OPENING


def _first_person(reading: Reading, span: Span) -> bool:
    return any(w in SPEAKING for w in _unquoted(reading, covered(reading.doc, span))[:OPENING])


def _unquoted(reading: Reading, tokens: set[int]) -> list[str]:
    quoted = {i for q in reading.quotes if q.level == 0 for i in covered(reading.doc, q.outer)}
    return [reading.doc[i].lower_ for i in sorted(tokens - quoted)]


def _spelt_out(reading: Reading, name: list[Token]) -> Token | None:
    """Where the article writes out the name whose initials the label is: `OB:` for Olav Berg, `WN:` for the Westlandnews that asks."""
    initials = name[0].text
    if len(name) > 1 or not initials.isupper() or not 2 <= len(initials) <= LONGEST_INITIALS:
        return None
    for entity in reading.doc.ents:
        words = [t for t in entity if t.is_alpha or len(t) <= 2]
        if len(words) == len(initials) and all(t.text[0] == c for t, c in zip(words, initials, strict=True)):
            return words[-1] if reading.mention_of(words[-1]) else None
    outlet = reading.article.outlet
    letters = iter(outlet.upper())
    if outlet[:1] != initials[0] or not all(c in letters for c in initials):
        return None
    return next((t for t in reading.doc if t.text == outlet and reading.mention_of(t)), None)


def _head(words: list[Token]) -> Token:
    inside = {t.i for t in words}
    return next((t for t in words if t.head.i not in inside or t.head.i == t.i), words[-1])

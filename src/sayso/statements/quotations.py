"""Quotations: what is said in quotation marks, and by whom."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from sayso.language.quotes import Quote
from sayso.language.reading import Reading
from sayso.language.walk import subject
from sayso.lexicons.cues import CueLexicon
from sayso.records import Span
from sayso.statements.found import Found, is_finite, noun_head
from sayso.statements.sources import sources, speaker_behind
from sayso.statements.verbs import cue_words, is_verbal

LAST_COLON = re.compile(r":(?=[ \t]*\n)")
DASHES = frozenset("-–—―")
ENDS = re.compile(r"[.!?…,;:—–-][\"'”’»)\]]*$")
FAR = 26  # words between a quotation and the verb behind it: speakers have long titles
NEAR = 14  # words between a quotation and the verb that reports it


def covered(doc: Doc, span: Span) -> set[int]:
    """Tokens inside a character range."""
    tokens = doc.char_span(span.start, span.end, alignment_mode="contract")
    return {t.i for t in tokens} if tokens is not None else set()


@dataclass(frozen=True, slots=True)
class Stretch:
    """An outermost quotation as tokens, and what it looks like."""

    quote: Quote
    tokens: frozenset[int]  # the marks are in
    inner: frozenset[int]
    speech: bool  # words spoken, not a title, a name or a word held at arm's length
    sentence: bool  # begins and ends like a sentence: it could stand alone
    last: str  # the last character inside the marks


def stretches(reading: Reading) -> tuple[Stretch, ...]:
    """The outermost quotations of an article, in reading order."""
    return tuple(_stretch(reading, q) for q in reading.quotes if q.level == 0)


def _stretch(reading: Reading, quote: Quote) -> Stretch:
    doc, all_text = reading.doc, reading.article.text
    inner = covered(doc, quote.inner)
    words = [doc[i] for i in inner if not doc[i].is_punct and not doc[i].is_space]
    text = quote.inner.of(all_text).strip()
    closed = bool(ENDS.search(text))
    ends = closed or all_text[quote.outer.end : quote.outer.end + 1] == ","
    clause = any(t.pos_ in {"VERB", "AUX"} for t in words)
    return Stretch(
        quote,
        tokens=frozenset(covered(doc, quote.outer)),
        inner=frozenset(inner),
        speech=(len(words) >= 4 and clause) or (ends and len(words) >= 2) or len(words) >= 8,
        sentence=bool(text) and (text[0].isupper() or text[0] in "[…" or quote.continued) and (closed or quote.open_ended),
        last=text[-1:],
    )


def complete(quotes: Sequence[Stretch], found: Sequence[Found]) -> None:
    """Let contents and quotations fit: a cue inside a quotation keeps to it; one outside takes the whole of a quotation it reaches into."""
    for f in found:
        for quote in quotes:
            if f.cue & quote.tokens:
                f.content &= quote.tokens
                continue
            if not quote.speech:
                continue
            _begin_at(quote, f)
            if f.source and f.source[0].i in quote.tokens and f.head is not None:
                f.source = speaker_behind(f.head)  # a subject from inside the quotation: "Shame on you!" cried the widow
            shared = len(f.content & quote.tokens)
            if shared and shared * 3 >= min(len(quote.tokens), 12):
                f.content |= quote.tokens - f.cue
                f.quoted = True


def _begin_at(quote: Stretch, found: Found) -> None:
    """`She wrote P. “Q,” she said.`: what is said begins with the quotation, whatever the parse takes for its sentence."""
    first, last = min(quote.tokens), max(quote.tokens)
    cue = found.head if found.head is not None else None
    if cue is None or not last < cue.i <= last + NEAR or not first or not found.content & quote.tokens:
        return
    before = cue.doc[first - 1]
    if before.text in {".", "!", "?", ":"} or before.is_space:
        found.content = {i for i in found.content if i >= first}


def quotation_cues(reading: Reading, quotes: Sequence[Stretch], lexicon: CueLexicon, found: list[Found]) -> None:
    """Give each quotation that nobody has said yet to the verb beside it, or to the speaker of the quotation that it continues.

    Extends `found` in place: a verb that has a statement already takes the quotation in; else a new one is made.
    """
    by_cue = {f.head.i: f for f in found if f.head is not None}
    last: Found | None = None
    last_end = -1
    for quote in quotes:
        if not quote.tokens:
            continue
        owner = next((f for f in found if len(f.content & quote.tokens) * 2 >= len(quote.tokens) and not f.cue & quote.tokens), None)
        if owner is None and quote.speech:
            owner = _said_before(reading, quote, found)
            if owner is not None:
                owner.content |= quote.tokens - owner.cue
        if owner is None and quote.speech:
            verb, colon = _beside(reading.doc, quote, lexicon)
            if verb is not None and verb.i not in by_cue:
                by_cue[verb.i] = _by_quote(verb, colon, max(quote.tokens), lexicon)
                found.append(by_cue[verb.i])
            if verb is not None:
                owner = by_cue[verb.i]
            elif last is not None and quote.sentence and _goes_on(reading.article.text, last_end, quote, last):
                owner = last
            if owner is not None:
                owner.content |= quote.tokens - owner.cue
                owner.quoted = True
        if owner is not None:
            last, last_end = owner, max(quote.quote.outer.end, _end(reading.doc, owner))


def _said_before(reading: Reading, quote: Stretch, found: list[Found]) -> Found | None:
    """`He wrote that P: "Q"`: what ends at the colon goes on behind it."""
    at = min(quote.tokens) - 1
    if at < 1 or reading.doc[at].text != ":":
        return None
    ending = [f for f in found if f.content and max(f.content) == at - 1 and f.source and min(f.content) > max(f.cue)]
    said = [f for f in ending if f.row is not None and "quote" in f.row.takes]
    return max(said, key=lambda f: len(f.content), default=None)


def _by_quote(verb: Token, colon: set[int], end: int, lexicon: CueLexicon) -> Found:
    rows = (r for r in lexicon.verbs(verb.lemma_.lower(), verb.lower_) if "quote" in r.takes and len(r.words) == 1)
    source = sources(verb, lexicon)
    if not source and end < verb.i - 1:  # "P," the spokesman, Jan Koval, wrote
        between = noun_head(verb.doc, end + 2 if verb.doc[end + 1].is_punct else end + 1)
        source = [between] if between is not None and between.i < verb.i else []
    source = source or speaker_behind(verb)
    return Found(rule="statement:quote", cue=cue_words(verb) | colon, content=set(), source=source, row=next(rows, None), head=verb)


def statement_paragraphs(reading: Reading, lexicon: CueLexicon, found: list[Found]) -> None:
    """`The minister said:` at the end of a paragraph: what follows it, with or without quotation marks, is said."""
    doc = reading.doc
    heads = {f.head.i: f for f in found if f.head is not None}
    for colon in LAST_COLON.finditer(reading.article.text):
        token = next((doc[i] for i in covered(doc, Span(colon.start(), colon.start() + 1))), None)
        if token is None or token.i + 2 >= len(doc):
            continue
        verb = _scan(doc, range(token.i - 1, token.sent.start - 1, -1), lexicon)
        rest = {t.i for t in doc[token.i + 2 :]}
        quote = next((q for q in reading.quotes if q.level == 0 and q.outer.start >= token.idx), None)
        if quote is not None and rest and quote.outer.start <= doc[min(rest)].idx:
            rest = covered(doc, quote.outer)
        if verb is None or not rest or token.i - verb.i > 4:
            continue
        made = heads.get(verb.i)
        if made is None:
            row = next((r for r in lexicon.verbs(verb.lemma_.lower(), verb.lower_) if "quote" in r.takes), None)
            made = Found(
                rule="statement:paragraphs",
                cue=cue_words(verb),
                content=set(),
                source=sources(verb, lexicon) or _before_verb(verb),
                row=row,
                head=verb,
            )
            found.append(made)
        made.rule, made.content, made.quoted = "statement:paragraphs", rest, True
        if not made.source:
            made.source = _before_verb(verb)


def _before_verb(verb: Token) -> list[Token]:
    """The last noun phrase of the clause before a verb whose subject the parse lost."""
    for t in reversed(verb.doc[verb.sent.start : verb.i]):
        if t.pos_ in {"PROPN", "NOUN", "PRON"}:
            while t.head.i < verb.i and t.head.pos_ in {"PROPN", "NOUN"} and t.head.i != t.i:
                t = t.head
            return [t]
    return []


def _end(doc: Doc, found: Found) -> int:
    """Where the last sentence that the statement takes part in ends."""
    last = max(found.content | found.cue)
    return doc[doc[last].sent.end - 1].idx + len(doc[doc[last].sent.end - 1])


def _goes_on(text: str, end: int, quote: Stretch, last: Found) -> bool:
    """Whether nothing but space stands between what was said last and this quotation."""
    between = text[end : quote.quote.outer.start]
    return last.quoted and not between.strip(" \t\n.,;–—-\"'”’»") and between.count("\n") <= 2


def _beside(doc: Doc, quote: Stretch, lexicon: CueLexicon) -> tuple[Token | None, set[int]]:
    """The reporting verb after or before a quotation in its paragraph, with the colon that it needs where it is no verb of saying."""
    tokens = sorted(quote.tokens)
    after = _scan(doc, range(tokens[-1] + 1, min(tokens[-1] + 1 + FAR, len(doc))), lexicon)
    first = next((t for t in doc[tokens[-1] + 1 : tokens[-1] + 3] if not t.is_punct and not t.is_space), None)
    if after is not None and first is not None:
        new_sentence = quote.last in ".;" and first.text[:1].isupper()  # "We could not." He said that Q.
        if not new_sentence or (after.i + 1 < len(doc) and doc[after.i + 1].is_punct):
            return after, set()
    if (verb := _any_verb_behind(doc, quote, tokens[-1] + 1)) is not None:
        return verb, set()
    start = tokens[0] - 1
    while start >= 0 and doc[start].is_space and "\n" not in doc[start].text:
        start -= 1
    if start < 0 or "\n" in doc[start].text:
        return None, set()
    before = doc[start]
    backwards = range(start, max(start - NEAR, doc[start].sent.start - 1, -1), -1)
    verb = _scan(doc, backwards, lexicon)
    if before.text == ":":
        verb = verb or next((doc[i] for i in backwards if is_verbal(doc[i]) and doc[i].pos_ == "VERB"), None)
        return verb, {before.i} if verb is not None and before.i - verb.i <= 3 else set()
    if verb is not None and (before.text in {",", "that"} or before.i == verb.i or start - verb.i <= 4):
        return verb, set()
    return None, set()


def _any_verb_behind(doc: Doc, quote: Stretch, start: int) -> Token | None:
    """`"P," X shot back.`: right behind a quotation that ends open, any verb with a speaker reports it."""
    if quote.last not in {",", "?", "!", "…"}:
        return None
    for token in doc[start : start + 5]:
        if token.is_punct or token.is_space:
            if token.text not in DASHES | {","}:
                return None
        elif token.pos_ == "VERB" and is_finite(token):
            return token if subject(token) is not None else None
    return None


def _scan(doc: Doc, indices: range, lexicon: CueLexicon) -> Token | None:
    """The first verb that may report a quotation; the search ends with the sentence, the paragraph, or another quotation."""
    for i in indices:
        token = doc[i]
        if (token.is_space and "\n" in token.text) or token.text in {".", "!", "?", ";"} or token.text in {"“", "”", '"', "«", "»", "``"}:
            return None
        if is_verbal(token) and any("quote" in row.takes for row in lexicon.verbs(token.lemma_.lower(), token.lower_)):
            return token
    return None

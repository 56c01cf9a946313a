"""Quotations: what is said in quotation marks, and by whom."""

import re
from collections.abc import Sequence

from spacy.tokens import Doc, Token

from sayso.language.quotes import Quote
from sayso.language.reading import Reading
from sayso.language.walk import subject
from sayso.lexicons.cues import CueLexicon
from sayso.records import Span
from sayso.statements.found import Found, is_finite
from sayso.statements.sources import sources, speaker_behind
from sayso.statements.verbs import cue_words, is_verbal

DASHES = frozenset("-–—―")
ENDS = re.compile(r"[.!?…,;:—–-][\"'”’»)\]]*$")
NEAR = 14  # words between a quotation and the verb that reports it


def covered(doc: Doc, span: Span) -> set[int]:
    """Tokens inside a character range."""
    tokens = doc.char_span(span.start, span.end, alignment_mode="contract")
    return {t.i for t in tokens} if tokens is not None else set()


def is_speech(doc: Doc, quote: Quote) -> bool:
    """Words spoken, not a title, a name or a word held at arm's length: a clause, or a stretch that ends as sentences do."""
    tokens = [doc[i] for i in sorted(covered(doc, quote.inner)) if not doc[i].is_punct and not doc[i].is_space]
    text = doc.text[quote.inner.start : quote.inner.end].rstrip()
    ends = bool(ENDS.search(text)) or doc.text[quote.outer.end : quote.outer.end + 1] == ","
    has_verb = any(t.pos_ in {"VERB", "AUX"} for t in tokens)
    return (len(tokens) >= 4 and has_verb) or (ends and len(tokens) >= 2) or (len(tokens) >= 2 and has_verb and ends) or len(tokens) >= 8


def is_sentence(doc: Doc, quote: Quote) -> bool:
    """A quotation that could stand alone: begins and ends like a sentence."""
    text = doc.text[quote.inner.start : quote.inner.end].strip()
    return bool(text) and (text[0].isupper() or text[0] in "[…" or quote.continued) and (bool(ENDS.search(text)) or quote.open_ended)


def complete(reading: Reading, found: Sequence[Found]) -> None:
    """Let contents and quotations fit: a cue inside a quotation keeps to it; one outside takes the whole of a quotation it reaches into."""
    doc = reading.doc
    inner = [(covered(doc, q.outer), q) for q in reading.quotes if q.level == 0]
    for f in found:
        for tokens, quote in inner:
            if f.cue & tokens:
                f.content &= tokens
                continue
            if f.source and f.source[0].i in tokens and f.head is not None and is_speech(doc, quote):
                f.source = speaker_behind(f.head)  # a subject from inside the quotation: "Shame on you!" cried the widow
            if f.content & tokens and is_speech(doc, quote) and len(f.content & tokens) * 3 >= min(len(tokens), 12):
                f.content |= tokens - f.cue
                f.quoted = True


def quotation_cues(reading: Reading, lexicon: CueLexicon, found: list[Found]) -> None:
    """Give each quotation that nobody has said yet to the verb beside it, or to the speaker of the quotation that it continues.

    Extends `found` in place: a verb that has a statement already takes the quotation in; else a new one is made.
    """
    doc = reading.doc
    by_cue = {f.head.i: f for f in found if f.head is not None}
    last: Found | None = None
    last_end = -1
    for quote in (q for q in reading.quotes if q.level == 0):
        tokens = covered(doc, quote.outer)
        if not tokens:
            continue
        owner = next((f for f in found if len(f.content & tokens) * 2 >= len(tokens) and not f.cue & tokens), None)
        if owner is None and is_speech(doc, quote):
            verb, colon = _beside(reading, quote, lexicon)
            if verb is not None:
                owner = by_cue.get(verb.i)
                if owner is None:
                    row = next(
                        (r for r in lexicon.verbs(verb.lemma_.lower(), verb.lower_) if "quote" in r.takes and len(r.words) == 1), None
                    )
                    owner = Found(
                        rule="statement:quote",
                        cue=cue_words(verb) | colon,
                        content=set(),
                        source=sources(verb, lexicon) or speaker_behind(verb),
                        row=row,
                        head=verb,
                    )
                    found.append(owner)
                    by_cue[verb.i] = owner
            elif last is not None and is_sentence(doc, quote) and _goes_on(doc, last_end, quote, last):
                owner = last
            if owner is not None:
                owner.content |= tokens - owner.cue
                owner.quoted = True
        if owner is not None:
            last, last_end = owner, max(quote.outer.end, _end(doc, owner))


def statement_paragraphs(reading: Reading, lexicon: CueLexicon, found: list[Found]) -> None:
    """`The minister said:` at the end of a paragraph: what follows it, with or without quotation marks, is said."""
    doc = reading.doc
    heads = {f.head.i: f for f in found if f.head is not None}
    for token in doc[:-1]:
        if token.text != ":" or not doc[token.i + 1].is_space or "\n" not in doc[token.i + 1].text:
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


def _goes_on(doc: Doc, end: int, quote: Quote, last: Found) -> bool:
    """Whether nothing but space stands between what was said last and this quotation."""
    between = doc.text[end : quote.outer.start] if end <= quote.outer.start else ""
    if between.strip(" \t\n.,;–—-\"'”’»"):
        return False
    return last.quoted and ("\n" not in between or quote.continued or between.count("\n") <= 2)


def _beside(reading: Reading, quote: Quote, lexicon: CueLexicon) -> tuple[Token | None, set[int]]:
    """The reporting verb after or before a quotation in its paragraph, with the colon that it needs where it is no verb of saying."""
    doc = reading.doc
    tokens = sorted(covered(doc, quote.outer))
    after = _scan(doc, range(tokens[-1] + 1, min(tokens[-1] + 1 + NEAR, len(doc))), lexicon)
    first = next((t for t in doc[tokens[-1] + 1 : tokens[-1] + 3] if not t.is_punct and not t.is_space), None)
    ended = doc.text[quote.inner.start : quote.inner.end].rstrip()[-1:] in ".;"
    if after is not None and first is not None and not (ended and first.text[:1].isupper() and after.i - tokens[-1] > 8):
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


def _any_verb_behind(doc: Doc, quote: Quote, start: int) -> Token | None:
    """`"P," X shot back.`: right behind a quotation that ends open, any verb with a speaker reports it."""
    if doc.text[quote.inner.start : quote.inner.end].rstrip()[-1:] not in {",", "?", "!", "…"}:
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

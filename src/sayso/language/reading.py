"""Reading: one article, parsed, with its quotations and mentions. What statements and reports are found in."""

from dataclasses import dataclass, field

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Tokens

from sayso.language.quotes import Quote
from sayso.records import Article, Mention, Span


@dataclass(frozen=True, slots=True)
class Reading:
    """`doc` covers the whole article text: `token.idx` is an offset into `article.text`."""

    article: Article
    doc: Doc
    quotes: tuple[Quote, ...]
    mentions: tuple[Mention, ...]
    _by_head: dict[int, Mention] = field(default_factory=dict, repr=False, compare=False)

    def mention_of(self, token: Token) -> Mention | None:
        """The mention whose head, or whose name, this token is part of; None for anything that is no noun phrase or pronoun."""
        return self._by_head.get(token.i)


def span_of(tokens: Tokens) -> Span:
    """Character span of a spaCy span, white space at its edges left out."""
    first, last = tokens.start, tokens.end - 1
    while first < last and tokens.doc[first].is_space:
        first += 1
    while last > first and tokens.doc[last].is_space:
        last -= 1
    return Span(tokens.doc[first].idx, tokens.doc[last].idx + len(tokens.doc[last]))


def spans_of(tokens: list[Token]) -> tuple[Span, ...]:
    """Character spans of the runs of adjacent tokens in a list, in reading order."""
    runs: list[list[Token]] = []
    for token in sorted(set(tokens), key=lambda t: t.i):
        if runs and token.i == runs[-1][-1].i + 1:
            runs[-1].append(token)
        else:
            runs.append([token])
    return tuple(Span(run[0].idx, run[-1].idx + len(run[-1])) for run in runs)

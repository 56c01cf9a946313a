"""Load the language pipeline and parse articles with it. The only place that loads a model."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from sayso.errors import SkipArticle, StopRun
from sayso.language.joint import FACTORY
from sayso.language.mentions import find_mentions
from sayso.language.quotes import pair_quotes
from sayso.language.reading import Reading
from sayso.records import Article

SHIPPED = Path(__file__).parent / "en"
LONGEST_ARTICLE = 1_000_000  # characters; the parser needs about 1 GB for a text of this length
UD_ONLY = frozenset({"obl", "nsubj:pass", "acl:relcl"})  # relations that no other English scheme in use has
QUOTES_KEY = "sayso.quotes"
# a sentence does not start between a closing quotation mark and its reporting clause: `"Why?" asked the minister.`
AFTER_QUOTE = re.compile(r"[,?!…—–-]$")
ENDS = frozenset(".!?")
DASH = frozenset("-–—―")


@Language.component("sayso_breaks", assigns=["token.is_sent_start"])
def sayso_breaks(doc: Doc) -> Doc:
    """What layout and quotation marks decide about sentences: a line break starts one, a reporting clause after a quotation does not."""
    quotes = doc.user_data[QUOTES_KEY] = pair_quotes(doc.text)
    closes = {q.outer.end: q for q in quotes}
    opens = {q.outer.start for q in quotes}
    for token in doc[1:]:
        before = doc[token.i - 1]
        if before.is_space and "\n" in before.text and not token.is_space:
            token.is_sent_start = True
        elif token.is_space or before.idx in opens or token.idx + len(token) in closes:  # quotation marks stand with what they enclose
            token.is_sent_start = False
        elif token.idx in opens and before.text in ENDS:
            token.is_sent_start = True
        elif (quote := closes.get(before.idx + len(before))) is not None:
            ends_open = bool(AFTER_QUOTE.search(doc.text[quote.inner.start : quote.inner.end].rstrip()))
            if (ends_open and (token.text[0].islower() or token.pos_ in {"VERB", "AUX"})) or token.text in DASH:
                token.is_sent_start = False
        elif before.text in DASH and before.i and (doc[before.i - 1].idx + len(doc[before.i - 1])) in closes:
            token.is_sent_start = False
    return doc


@dataclass(frozen=True, slots=True)
class Parser:
    """Article -> Reading, with one loaded pipeline."""

    nlp: Language
    made_by: str

    def __call__(self, article: Article) -> Reading:
        """Raises SkipArticle for a text that is too long to parse."""
        check_length(article)
        return self._reading(article, self.nlp(article.text))

    def batch(self, articles: Iterable[Article], size: int = 16) -> Iterator[Reading]:
        """The same for many, in their order; the size of the batch changes nothing but speed."""
        pairs = ((a.text, a) for a in articles)
        for doc, article in self.nlp.pipe(pairs, as_tuples=True, batch_size=size):
            yield self._reading(article, doc)

    def _reading(self, article: Article, doc: Doc) -> Reading:
        quotes = doc.user_data[QUOTES_KEY]
        mentions, by_head = find_mentions(doc, quotes)
        return Reading(article, doc, quotes, mentions, by_head)


def check_length(article: Article) -> None:
    if len(article.text) > LONGEST_ARTICLE:
        raise SkipArticle(
            f"{article.id}: the text has {len(article.text):,} characters; the longest that is parsed is {LONGEST_ARTICLE:,}",
            "Split the file into its articles (JSON lines: one article a line).",
        )


def load_parser(name: str | None = None) -> Parser:
    """The shipped English pipeline, or another spaCy pipeline with Universal Dependencies labels.

    Args:
        name: An installed spaCy package or a folder; None for the shipped one.
    Raises: StopRun where it cannot be loaded or lacks what the rules need.
    """
    try:
        nlp = spacy.load(name or SHIPPED)
    except (OSError, ValueError) as error:
        raise StopRun(f"The language pipeline {name or SHIPPED} cannot be loaded: {error}", _HINT) from error
    _check(nlp, name or str(SHIPPED))
    nlp.max_length = LONGEST_ARTICLE + 1
    nlp.add_pipe("sayso_breaks", before=FACTORY if nlp.has_pipe(FACTORY) else "parser")
    return Parser(nlp, describe(nlp))


_HINT = "Leave the setting `model` empty for the pipeline that ships with sayso, or name an installed spaCy pipeline with UD labels."


def _check(nlp: Language, name: str) -> None:
    if nlp.has_pipe(FACTORY):  # ours does everything at once
        return
    missing = [p for p in ("parser", "ner") if p not in nlp.pipe_names]
    if "morphologizer" not in nlp.pipe_names:
        missing.append("morphologizer (universal part-of-speech tags)")
    if not any("lemmatizer" in p for p in nlp.pipe_names):
        missing.append("a lemmatizer")
    if missing:
        raise StopRun(f"The language pipeline {name} has no {', '.join(missing)}.", _HINT)
    if absent := UD_ONLY - set(nlp.get_pipe("parser").labels):  # type: ignore[attr-defined]
        raise StopRun(f"The parser of {name} does not use Universal Dependencies: it lacks {', '.join(sorted(absent))}.", _HINT)


def describe(nlp: Language) -> str:
    """Name, version and digest of a pipeline (over all its files), for the record of who made a row."""
    digest = sha256()
    for file in sorted(nlp.path.rglob("*")) if nlp.path else ():
        if file.is_file():
            digest.update(file.relative_to(nlp.path).as_posix().encode())
            digest.update(file.read_bytes())
    return f"{nlp.meta.get('lang')}_{nlp.meta.get('name')}@{nlp.meta.get('version')}:{digest.hexdigest()[:8]}"

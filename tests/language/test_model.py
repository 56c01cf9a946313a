"""Loading a pipeline, and what every reading must hold."""

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from sayso.errors import SkipArticle, StopRun
from sayso.language.model import LONGEST_ARTICLE, Parser, load_parser
from sayso.records import Article

TEXTS = (
    "Minsk rejected the offer. “We need no mediators,” – said the leader of the republic.\nThe talks, which Vilnius had proposed, failed.",
    "",
    "   \n\n  ",
    "One line\n\nAnother line without a stop\nA third",
    "“Why now?” asked the minister, who had not been told.\n“Because we can,” came the reply.",
    "U.S. troops left on Jan. 5, Mr. Doe said.   Three spaces.\tA tab.",
    "President Joseph R.  Biden met Angela  Merkel in New \t York and Joe\nBiden.",
    "😀 A smile, then: “Guten Tag”, said nobody. 中文也可以。",
)


def test_a_missing_pipeline_is_named() -> None:
    with pytest.raises(StopRun, match="no_such_pipeline"):
        load_parser("no_such_pipeline")


def test_a_pipeline_without_a_parser_is_told_what_it_lacks(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path)
    with pytest.raises(StopRun, match="parser, ner, morphologizer"):
        load_parser(str(tmp_path))


@Language.component("test_lemmatizer")
def lemmatizer(doc: Doc) -> Doc:
    return doc


def test_a_parser_with_other_labels_is_refused(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    for pipe in ("morphologizer", "parser", "ner"):
        component = nlp.add_pipe(pipe)
        component.add_label("POS=NOUN" if pipe == "morphologizer" else "dobj")  # type: ignore[attr-defined]
    nlp.add_pipe("test_lemmatizer")
    nlp.to_disk(tmp_path)
    with pytest.raises(StopRun, match="Universal Dependencies"):
        load_parser(str(tmp_path))


def test_an_endless_article_is_skipped_with_a_remedy(parser: Parser) -> None:
    with pytest.raises(SkipArticle, match="JSON lines"):
        parser(Article(id="a", text="word " * (LONGEST_ARTICLE // 5 + 1)))


@pytest.mark.parametrize("text", TEXTS)
def test_offsets_point_into_the_text(parser: Parser, text: str) -> None:
    reading = parser(Article(id="a", text=text))
    assert reading.doc.text == text
    for mention in reading.mentions:
        assert 0 <= mention.span.start <= mention.head.start < mention.head.end <= mention.span.end <= len(text)
        assert mention.words
        assert [w.span.of(text) for w in mention.words] == [w.text for w in mention.words]
        for other in (*mention.conjuncts, *mention.of, *filter(None, [mention.apposition])):
            assert reading.mentions[other].id == other


def test_one_by_one_and_in_batches_are_the_same(parser: Parser) -> None:
    articles = [Article(id=str(n), text=text) for n, text in enumerate(TEXTS)]
    single = [parser(a) for a in articles]
    for size in (1, 3, 16):
        batched = list(parser.batch(articles, size=size))
        assert [r.mentions for r in batched] == [r.mentions for r in single]
        assert [[t.dep_ for t in r.doc] for r in batched] == [[t.dep_ for t in r.doc] for r in single]


SENTENCES = {
    "a line break ends a sentence": ("Minsk rejects offer\nThe leader spoke", ["Minsk rejects offer", "The leader spoke"]),
    "a reporting clause stays with its quotation": ("“Why now?” asked the minister.", ["“Why now?” asked the minister."]),
    "so it does after a dash": ("“We will not go,” – said the leader.", ["“We will not go,” – said the leader."]),
}


@pytest.mark.parametrize(("text", "expected"), SENTENCES.values(), ids=SENTENCES)
def test_sentences(parser: Parser, text: str, expected: list[str]) -> None:
    assert [s.text.strip() for s in parser(Article(id="a", text=text)).doc.sents] == expected


MENTIONS = {
    "title and name": ("Lithuanian President Gitanas Nauseda spoke.", "Lithuanian President Gitanas Nauseda"),
    "relative clause left out": ("The minister, who had resigned, spoke.", "The minister"),
    "of phrase kept": ("The leader of the opposition spoke.", "The leader of the opposition"),
    "possessor kept": ("Lithuania's foreign minister spoke.", "Lithuania's foreign minister"),
}


@pytest.mark.parametrize(("text", "expected"), MENTIONS.values(), ids=MENTIONS)
def test_the_subject_as_a_mention(parser: Parser, text: str, expected: str) -> None:
    reading = parser(Article(id="a", text=text))
    assert expected in [m.span.of(text) for m in reading.mentions if m.role == "subject"]

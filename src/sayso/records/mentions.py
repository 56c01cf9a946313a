"""Mention: a noun phrase or pronoun as plain values, so that linking needs no parse."""

from dataclasses import dataclass
from typing import Literal

from sayso.records.text import Span

MentionKind = Literal["name", "nominal", "pronoun", "adjective"]  # adjective: "Russian" in "Russian strikes"
Number = Literal["sing", "plur", "unknown"]
Gender = Literal["fem", "masc", "neut", "unknown"]
GrammarRole = Literal["subject", "object", "possessor", "other"]


@dataclass(frozen=True, slots=True)
class Word:
    """One token of a mention. `pos` is the universal tag, `dep` its Universal Dependencies relation inside the sentence."""

    text: str
    lemma: str
    pos: str
    dep: str
    span: Span


PLACE_LABELS = frozenset({"GPE", "LOC"})  # with and without a government


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One noun phrase (title, modifiers and apposition in, relative clause and coordinated phrases out) or pronoun.

    `id` counts in reading order of `head`. `name` is the proper name inside it ("Gitanas Nauseda" of "Lithuanian President
    Gitanas Nauseda"), `label` its type by the name finder (docs/model-card.md:
    PER, ORG, GPE, LOC, NORP, EVENT, LAW, MISC; other pipelines may know fewer). `apposition` is the id of the mention that stands in
    apposition to it, `conjuncts` the ids of the phrases coordinated with it (all of them, in each of them), `of` the ids of mentions
    that modify it (possessors, `of` phrases, compounds that are names of their own).
    """

    id: int
    span: Span
    head: Span
    words: tuple[Word, ...]
    kind: MentionKind
    name: Span | None = None
    label: str = ""
    number: Number = "unknown"
    gender: Gender = "unknown"
    role: GrammarRole = "other"
    sentence: int = 0
    apposition: int | None = None
    conjuncts: tuple[int, ...] = ()
    of: tuple[int, ...] = ()
    in_quote: bool = False  # inside a quotation, where "I" and "we" are the quoted speaker

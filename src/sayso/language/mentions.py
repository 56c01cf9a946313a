"""Noun phrases, names and pronouns of a parsed text as mentions."""

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Entity

from sayso.language.quotes import Quote
from sayso.language.walk import base, conjuncts_of
from sayso.records import Gender, GrammarRole, Mention, MentionKind, Number, Span, Word

# what hangs on a noun but is no part of the phrase that names somebody
OUTSIDE = frozenset(
    {
        "conj",
        "cc",
        "case",
        "punct",
        "acl",
        "advcl",
        "parataxis",
        "cop",
        "aux",
        "nsubj",
        "csubj",
        "mark",
        "discourse",
        "dislocated",
        "list",
        "orphan",
        "expl",
        "obj",
        "obl",
        "vocative",
        "ccomp",
        "xcomp",
    }
)
BEARERS = frozenset({"PER", "ORG", "GPE", "LOC"})  # names that may act, or hold what happens
GENDERS: dict[str, Gender] = {"Fem": "fem", "Masc": "masc", "Neut": "neut"}
PRONOUN_GENDERS: dict[str, Gender] = {
    **dict.fromkeys(("he", "him", "his", "himself"), "masc"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "fem"),
    **dict.fromkeys(("it", "its", "itself"), "neut"),
}  # fmt: skip


def find_mentions(doc: Doc, quotes: tuple[Quote, ...]) -> tuple[tuple[Mention, ...], dict[int, Mention]]:
    """All mentions in reading order, and a map from token index to the mention that it heads or whose name it is part of."""
    heads = [t for t in doc if is_head(t)]
    number_of = {t.i: n for n, t in enumerate(heads)}
    sentence_of = {t.i: n for n, sentence in enumerate(doc.sents) for t in sentence}
    entity_at = {i: e for e in doc.ents if e.label_ in BEARERS for i in range(e.start, e.end)}
    outer = [q.outer for q in quotes if q.level == 0]
    mentions, by_token = [], {}
    for head in heads:
        mention = _mention(head, number_of, sentence_of[head.i], outer, entity_at)
        mentions.append(mention)
        by_token[head.i] = mention
    for mention, head in zip(mentions, heads, strict=True):
        for token in head.subtree:
            inside_name = mention.name and mention.name.start <= token.idx < mention.name.end
            own_flat = token.dep_ in {"flat", "fixed", "flat:foreign"} and by_token.get(token.head.i, mention) is mention
            if token.i not in by_token and (inside_name or own_flat):
                by_token[token.i] = mention
    return tuple(mentions), by_token


def is_head(token: Token) -> bool:
    if token.is_punct or token.is_space:
        return False
    if token.pos_ == "PRON":
        return token.dep_ not in {"det", "expl", "mark"}
    if token.pos_ in {"NOUN", "PROPN"}:
        # compounds too: "police" in "police violence", "ISIL" in "ISIL tanks" may be the ones who did it
        return base(token) not in {"flat", "fixed", "goeswith"}
    if token.pos_ == "ADJ" and base(token) == "amod" and token.text[0].isupper():
        return True  # "Russian" in "Russian strikes" may be the one who struck
    adjective_as_noun = token.pos_ in {"ADJ", "NUM", "DET"} and base(token) in {"nsubj", "obj", "obl", "iobj", "nmod"}
    return adjective_as_noun and not any(c.dep_ == "cop" for c in token.children)


def phrase(head: Token) -> list[Token]:
    """Tokens of the noun phrase around `head` in one unbroken run."""
    kept = {head.i}
    queue = [head]
    while queue:
        here = queue.pop()
        for c in here.children:
            if base(c) in OUTSIDE and not (here is not head and base(c) in {"case", "punct", "cc", "conj"}):
                continue
            kept.add(c.i)
            queue.append(c)
    first = last = head.i
    doc = head.doc
    joints = {t.i for t in doc[min(kept) : max(kept) + 1] if t.is_punct and t.text in {",", "-", "'", "’", ".", "(", ")", '"', "“", "”"}}
    while first - 1 in kept or (first - 1 in joints and any(i < first - 1 for i in kept)):
        first -= 1
    while last + 1 in kept or (last + 1 in joints and any(i > last + 1 for i in kept)):
        last += 1
    # a preposition in front belongs to the clause, however the parser hung it
    while first < head.i and (first not in kept or doc[first].is_punct or doc[first].pos_ == "ADP" or doc[first].lower_ == "according"):
        first += 1
    while last > head.i and (last not in kept or doc[last].is_punct) and doc[last].text not in {")", "."}:
        last -= 1
    return list(doc[first : last + 1])


def _mention(head: Token, number_of: dict[int, int], sentence: int, quoted: list[Span], entity_at: dict[int, Entity]) -> Mention:
    tokens = phrase(head)
    span = Span(tokens[0].idx, tokens[-1].idx + len(tokens[-1]))
    name, label = _name(head, tokens, entity_at)
    return Mention(
        id=number_of[head.i],
        span=span,
        head=Span(head.idx, head.idx + len(head)),
        words=tuple(Word(t.text, t.lemma_, t.pos_, t.dep_, Span(t.idx, t.idx + len(t))) for t in tokens),
        kind=_kind(head, name),
        name=name,
        label=label,
        number=_number(head),
        gender=_gender(head),
        role=_role(head),
        sentence=sentence,
        apposition=next((number_of[c.i] for c in head.children if base(c) == "appos" and c.i in number_of), None),
        conjuncts=tuple(number_of[t.i] for t in conjuncts_of(head) if t.i in number_of and t.i != head.i),
        of=tuple(number_of[t.i] for t in tokens if t.i in number_of and t.i != head.i and base(t) in {"nmod", "compound", "obl"}),
        in_quote=any(q.holds(span) for q in quoted),
    )


def _name(head: Token, tokens: list[Token], entity_at: dict[int, Entity]) -> tuple[Span | None, str]:
    """The proper name of this phrase: an entity that holds the head or is flat with it; else the run of proper nouns at the head."""
    own = {
        head.i,
        *(
            c.i
            for c in head.children
            if base(c) in {"flat", "appos"} or (base(c) in {"compound", "nmod"} and c.pos_ == "PROPN" and head.pos_ == "PROPN")
        ),
    }
    # the head's own name comes first (`Vladimir Putin`, not `Russia`, of `President of Russia Vladimir Putin`), one behind a preposition
    # last (`Ash Carter`, not `Defense`, of `Secretary of Defense Ash Carter`)
    parts = [t for t in tokens if t.i in own and base(t) != "appos"]
    for t in (head, *sorted(parts, key=lambda t: any(base(c) == "case" and c.i < t.i for c in t.children))):
        if (entity := entity_at.get(t.i)) and tokens[0].i <= entity.start and entity.end <= tokens[-1].i + 1:
            return Span(entity.start_char, entity.end_char), entity.label_
    if head.pos_ != "PROPN":
        return None, ""
    label = head.ent_type_ if head.ent_type_ not in BEARERS else ""
    first = last = head.i
    doc = head.doc
    while first > tokens[0].i and doc[first - 1].pos_ == "PROPN":
        first -= 1
    while last < tokens[-1].i and doc[last + 1].pos_ == "PROPN":
        last += 1
    return Span(doc[first].idx, doc[last].idx + len(doc[last])), label


def _kind(head: Token, name: Span | None) -> MentionKind:
    if head.pos_ == "PRON":
        return "pronoun"
    if base(head) == "amod":
        return "adjective"
    return "name" if name is not None else "nominal"


def _number(head: Token) -> Number:
    if head.morph.get("Number", []) == ["Plur"]:
        return "plur"
    return "sing" if head.morph.get("Number", []) else "unknown"


def _gender(head: Token) -> Gender:
    if head.pos_ != "PRON":
        return "unknown"
    marked = head.morph.get("Gender", [])
    return GENDERS.get(marked[0], "unknown") if marked else PRONOUN_GENDERS.get(head.lower_, "unknown")


def _role(head: Token) -> GrammarRole:
    first = conjuncts_of(head)[0]
    if base(first) in {"nsubj", "csubj"}:
        return "subject"
    if base(first) in {"obj", "iobj"}:
        return "object"
    return "possessor" if head.dep_ == "nmod:poss" else "other"

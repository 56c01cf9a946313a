"""Cues that are no verbs: the claim that, allegations of, allegedly, the alleged, was clear that, according to."""

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from sayso.language.walk import ancestors, base, case, child, children, clause, marker, subject, understood_subject
from sayso.lexicons.cues import WHO, Cue, CueLexicon
from sayso.statements.contents import PERSONAL, after_that, is_complementizer
from sayso.statements.found import Found, noun_head, subtree
from sayso.statements.verbs import cue_words, is_verbal

LINKS = frozenset({"where", "which", "who", "that", "but", "and", "because", "while", "when", "as"})
ASIDE = frozenset({"advcl", "parataxis", "discourse"})
LONGEST_SOURCE = 12  # words of a source inside a phrase: "in the deputy foreign minister's view"


def other_cues(doc: Doc, lexicon: CueLexicon) -> Iterator[Found]:
    finders = {"NOUN": _noun, "ADJ": _adjective, "ADV": _adverb, "VERB": _adjective}
    names = {"NOUN": "noun", "ADJ": "adjective", "ADV": "adverb", "VERB": "adjective"}
    for token in doc:
        for row in lexicon.at("phrase", token.lower_):
            if (found := _phrase(token, row)) is not None:
                yield found
                break
        pos = "NOUN" if token.tag_ == "VBG" and not is_verbal(token) else token.pos_
        if pos in finders:
            for word in (token.lower_, token.lemma_.lower()):
                rows = lexicon.at(names[pos], word)  # type: ignore[arg-type]
                made = next((f for row in rows for f in (finders[pos](token, row, lexicon),) if f), None)
                if made is not None:
                    made.content -= made.cue
                    if made.content:
                        yield made
                    break


# ---------------------------------------------------------------- phrases


def _phrase(first: Token, row: Cue) -> Found | None:
    """`according to X, P`: the words around WHO, and the clause that the phrase stands in."""
    doc, at = first.doc, first.i
    slot = row.words.index(WHO)
    before, after = row.words[:slot], row.words[slot + 1 :]
    if tuple(t.lower_ for t in doc[at : at + len(before)]) != before:
        return None
    start = at + len(before)
    cue = set(range(at, start))
    if after:
        limit = min(start + LONGEST_SOURCE, first.sent.end)
        end = next((i for i in range(start + 1, limit) if tuple(t.lower_ for t in doc[i : i + len(after)]) == after), None)
        if end is None:
            return None
        cue |= set(range(end, end + len(after)))
        possessive = doc[end - 1].lower_ in {"'s", "’s", "'", "’"} or doc[end - 1].pos_ in {"PRON", "DET"} or slot == len(row.words) - 1
        if any(t.pos_ in {"VERB", "AUX"} or (t.is_punct and t.i != end - 1) for t in doc[start:end]) or not (possessive or len(after) > 1):
            return None
        head = noun_head(doc, start, end - start)
        inside = set(range(at, end + len(after)))
    else:
        head = noun_head(doc, start)
        inside = cue | ({t for t in subtree(head) if t >= start} if head is not None else set())
    if head is None:
        return None
    content = _matrix(doc, at, head, inside)
    made = Found(rule="statement:phrase", cue=cue, content=content, source=[head], row=row, head=first)
    return made if content else None


def _matrix(doc: Doc, at: int, head: Token, inside: set[int]) -> set[int]:
    """The clause that a phrase such as `according to X` comments on: the sentence where it opens one, else the nearest clause."""
    sentence = head.sent
    opening = all(not t.is_alpha or t.pos_ in {"CCONJ", "ADV"} for t in doc[sentence.start : at])
    if opening:
        return set(range(sentence.start, sentence.end)) - inside
    last = max(inside)
    before = doc[at - 1] if doc[at - 1].text != "," or at < 2 else doc[at - 2]
    if before.lower_ in LINKS and last + 1 < sentence.end and doc[last + 1].text == ",":
        return set(range(last + 1, sentence.end))  # "..., where, according to X, P"
    if doc[at - 1].text == "," and not any(doc[i].is_alpha for i in range(last + 1, sentence.end)):
        return set(range(sentence.start, at - 1))  # "P, according to X."
    outside = next((t for t in ancestors(head) if t.i not in inside), None)
    if outside is None:
        return set(range(sentence.start, at))
    while not (is_verbal(outside) or outside.dep_ == "ROOT") and outside.head.i != outside.i:
        outside = outside.head
    content = subtree(outside) - inside
    for c in outside.children:
        if base(c) == "conj" and c.i > max(inside) and subject(c) is not None:
            content -= subtree(c)
    return content


# ---------------------------------------------------------------- adverbs and adjectives


def _adverb(token: Token, row: Cue, lexicon: CueLexicon) -> Found | None:  # noqa: ARG001
    head = token.head
    if head.i == token.i:
        return None
    if is_verbal(head) or child(head, "cop", "nsubj") is not None:
        content = set()
        for t in clause(head, without=ASIDE):
            content.add(t.i)
        for c in children(head, "conj"):
            if subject(c) is not None:
                content -= subtree(c)
        if base(head) == "acl" and "Rel" not in str(head.morph) and subject(head) is None:
            content |= {head.head.i}
    else:
        content = {i for i in subtree(head) if i > token.i}
    return Found(rule="statement:adverb", cue={token.i}, content=content - {token.i}, source=[], row=row, head=token)


def _adjective(token: Token, row: Cue, lexicon: CueLexicon) -> Found | None:  # noqa: ARG001
    if "noun" in row.takes:
        noun = token.head
        if base(token) != "amod" or noun.pos_ not in {"NOUN", "PROPN"} or noun.i < token.i:
            return None
        comma = next((i for i in range(noun.i, max(subtree(noun)) + 1) if token.doc[i].text == ","), noun.sent.end)
        content = {i for i in subtree(noun) if token.i < i < comma}
        return Found(rule="statement:adjective", cue={token.i}, content=content, source=[], row=row, head=token)
    if token.pos_ == "VERB" and child(token, "aux:pass", "cop", "aux") is None:
        return None
    cue = cue_words(token)
    who = understood_subject(token)
    if base(token) == "amod" or who is None or base(who) == "expl" or who.lower_ in {"it", "that", "this", "what", "there"}:
        return None
    made = Found(rule="statement:adjective-clause", cue=cue, content=set(), source=[who], row=row, head=token)
    for c in token.children:
        infinitive = any(g.lower_ == "to" and (base(g) in {"mark", "aux"} or g.tag_ == "TO") for g in c.children)
        if base(c) in {"ccomp", "xcomp", "advcl"} and c.i > token.i:
            if infinitive and "to" in row.takes:
                made.content = subtree(c)
                return made
            if not infinitive and "that" in row.takes and (base(c) == "ccomp" or marker(c) == "that"):
                made.content = subtree(c)
                return made
        if base(c) in {"obl", "nmod", "advcl"} and (case(c) or marker(c)) in row.prepositions:
            made.content = subtree(c)
            return made
    return None


# ---------------------------------------------------------------- nouns


def _noun(token: Token, row: Cue, lexicon: CueLexicon) -> Found | None:
    content, linking = _noun_content(token, row)
    if not content:
        return None
    made = Found(rule="statement:noun", cue={token.i, *linking}, content=content, source=[], row=row, head=token)
    owner = child(token, "nmod:poss") or next(
        (c for c in children(token, "nmod") if not (subtree(c) & content) and case(c) in {"of", "by", "from"}), None
    )
    verb = token.head if base(token) in {"obj", "iobj", "nsubj:pass", "obl"} and is_verbal(token.head) else None
    if verb is None and token.i > token.sent.start:
        verb = _verb_before(token)
    supported = verb is not None and verb.lemma_.lower() in lexicon.support_verbs and (base(token) == "obj" or verb.head.i == token.i)
    if "support" in row.requires and not supported:
        return None
    if supported and verb is not None:
        who = understood_subject(verb)
        if (owner is None or owner.pos_ in {"PRON", "DET"}) and who is not None:
            words = cue_words(verb)
            gap = range(max(words) + 1, token.i)
            if len(gap) <= 4:
                made.cue |= words | set(gap)
            made.absorbs = {verb.i}
            made.head = verb
            owner = who
    if owner is not None:
        between = token.doc[owner.i + 1 : token.i] if not made.absorbs else ()
        if not any(t.pos_ in {"ADP", "VERB"} for t in between):  # "support her amid reports of P": not her reports
            made.source = [owner]
    return made


def _verb_before(noun: Token) -> Token | None:
    """A verb right before its object that the parse took for a participle: `voiced outrage at the raid`."""
    at = noun.i - 1
    while at > noun.sent.start and noun.doc[at].pos_ in {"DET", "PRON", "ADJ"}:
        at -= 1
    here = noun.doc[at]
    return here if here.pos_ == "VERB" and here.head.i == noun.i and subject(here) is not None else None


def _noun_content(token: Token, row: Cue) -> tuple[set[int], set[int]]:
    """Content of a noun, and the preposition that leads to it."""
    for c in token.children:
        if c.i < token.i:
            continue
        infinitive = any(g.lower_ == "to" and (base(g) in {"mark", "aux"} or g.tag_ == "TO") for g in c.children)
        if base(c) in {"acl", "ccomp", "advcl", "xcomp"}:
            if infinitive and "to" in row.takes:
                return subtree(c), set()
            mark = child(c, "mark")
            own = subject(c)
            if "that" in row.takes and mark is None and own is not None and min(subtree(c)) == token.i + 1 and own.lower_ not in PERSONAL:
                return subtree(c), set()  # "the claim he had lied"
            if "that" in row.takes and mark is not None and mark.lower_ in {"that", "whether"}:
                return subtree(c), set()
            if mark is not None and mark.lower_ in row.prepositions:
                return subtree(c), {mark.i}
            first = token.doc[min(subtree(c))]
            if (
                "that" in row.takes
                and first.lower_ == "that"
                and first.i == token.i + 1
                and first.head.i == c.i
                and is_complementizer(first)
            ):
                return subtree(c), set()
        if base(c) in {"nmod", "obl"} and case(c) in row.prepositions:
            preposition = child(c, "case")
            return subtree(c), {preposition.i} if preposition is not None else set()
    following = token.nbor(1) if token.i + 1 < token.sent.end else token
    if following.lower_ == "to" and "to" in row.takes and following.head.i > following.i and following.head.tag_ == "VB":
        return {i for i in subtree(following.head) if i > token.i}, set()  # "broke his promise to P", hung on the verb
    if "that" in row.takes and (said := after_that(token)):
        return said, set()
    if following.lower_ in row.prepositions and base(following) in {"case", "mark"} and following.head.i > following.i:
        return {i for i in subtree(following.head) if i > token.i}, {following.i}
    if following.lower_ == "that" and "that" in row.takes and following.dep_ == "mark" and following.head.i > following.i:
        return {i for i in subtree(following.head) if i > token.i}, set()
    if "compound" in row.takes:
        modifiers = [c for c in children(token, "compound") if c.i < token.i and c.ent_iob_ in {"O", ""}]
        if modifiers:
            return set().union(*(subtree(c) for c in modifiers)), set()
    return set(), set()

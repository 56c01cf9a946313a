"""Small questions about a parse (Universal Dependencies), so that rules read like sentences."""

from collections.abc import Iterator

from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass"})
OBJECTS = frozenset({"obj", "iobj"})
CLAUSES = frozenset({"ccomp", "xcomp", "advcl", "advcl:relcl", "acl", "acl:relcl", "csubj", "csubj:pass", "parataxis"})
NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "nowhere", "none", "nobody", "nothing", "hardly", "scarcely"})
POSSIBLE = frozenset({"may", "might", "could", "can", "would", "should", "must"})
FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo"})


def children(token: Token, *deps: str) -> list[Token]:
    """Children with one of these relations; `nsubj` also matches its subtypes (`nsubj:pass`)."""
    return [c for c in token.children if c.dep_ in deps or c.dep_.split(":")[0] in deps]


def child(token: Token, *deps: str) -> Token | None:
    return next(iter(children(token, *deps)), None)


def base(token: Token) -> str:
    """Relation to its head without the subtype; `root` for a sentence's root."""
    return "root" if token.dep_ == "ROOT" else token.dep_.split(":")[0]


def is_passive(verb: Token) -> bool:
    return any(c.dep_ in {"nsubj:pass", "csubj:pass", "aux:pass"} for c in verb.children)


def subject(verb: Token) -> Token | None:
    """The subject that the verb itself carries."""
    return next((c for c in verb.children if c.dep_ in SUBJECTS), None)


def understood_subject(verb: Token) -> Token | None:
    """The subject, its own or shared: over coordination (`came and left`), control (`refused to leave`), relative clauses."""
    seen = 0
    while (own := subject(verb)) is None and seen < 8:
        seen += 1
        link = base(verb)
        if link == "conj" or (link in {"xcomp", "advcl"} and verb.head.pos_ in {"VERB", "AUX", "ADJ", "NOUN"}):
            controller = child(verb.head, "obj") if link == "xcomp" else None
            if controller is not None:
                return controller
            verb = verb.head
        elif link == "acl":
            return verb.head
        else:
            return None
    if own is not None and "Rel" in own.morph.get("PronType", []) and base(verb) == "acl":
        return verb.head
    return own


def conjuncts_of(token: Token) -> list[Token]:
    """The token and all that is coordinated with it, in reading order."""
    first = token
    while base(first) == "conj":
        first = first.head
    found, queue = [], [first]
    while queue:
        here = queue.pop()
        found.append(here)
        queue += [c for c in here.children if base(c) == "conj"]
    return sorted(found, key=lambda t: t.i)


def marker(verb: Token) -> str:
    """The word that subordinates this clause, lower case: `that`, `if`, `to`; "" for none."""
    return next((c.lower_ for c in verb.children if c.dep_ == "mark"), "")


def case(noun: Token) -> str:
    """The preposition before a noun, lower case, with its fixed followers (`because of`); "" for none."""
    found = child(noun, "case")
    if found is None:
        return ""
    return " ".join([found.lower_, *(c.lower_ for c in found.children if c.dep_ == "fixed")])


def is_negated(verb: Token) -> bool:
    """Negated in its own clause: not, never, no subject or object (`no one came`, `signed nothing`)."""
    for c in verb.children:
        if c.lower_ in NEGATIONS and base(c) in {"advmod", "det", "cc", "aux", "nsubj", "obj", "obl", "discourse"}:
            return c.lower_ != "no" or base(c) != "discourse"
        if base(c) in {"nsubj", "obj"} and any(g.lower_ == "no" and base(g) == "det" for g in c.children):
            return True
        if base(c) == "aux" and any(g.lower_ in NEGATIONS for g in c.children):
            return True
    return False


def auxiliaries(verb: Token) -> list[Token]:
    """Auxiliaries and copulas of this verb, or of the verb that it is coordinated with where it has none of its own."""
    own = [c for c in verb.children if base(c) in {"aux", "cop"}]
    if not own and base(verb) == "conj" and subject(verb) is None and verb.head.pos_ in {"VERB", "AUX"}:
        return auxiliaries(verb.head)
    return own


def ancestors(token: Token) -> Iterator[Token]:
    """Heads, nearest first."""
    while token.head.i != token.i:
        token = token.head
        yield token


def clause_head(token: Token) -> Token:
    """The verb (or predicate) of the smallest clause that the token stands in."""
    for here in (token, *ancestors(token)):
        if here.dep_ == "ROOT" or here.dep_ in CLAUSES or (base(here) == "conj" and here.pos_ == "VERB"):
            return here
    return token


def clause(head: Token, *, without: frozenset[str] = frozenset()) -> list[Token]:
    """Tokens of the clause under `head`, subtrees that hang on it by one of `without` left out."""
    gone: set[int] = set()
    for c in head.children:
        if c.dep_ in without or base(c) in without:
            gone |= {t.i for t in c.subtree}
    return [t for t in head.subtree if t.i not in gone]

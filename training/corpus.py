"""The treebanks and their names, as sentences; and the changes that make them look like news.

Names: Universal NER for EWT; for GUM its `Entity=` annotation, kept where a proper noun heads the mention. names.py has the labels.
"""

import lzma
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import spacy
from spacy.tokens import Doc

import names

SENTENCES_PER_DOC = 8
GUM_TYPES = {"person": "PER", "place": "LOC", "organization": "ORG", "event": "EVENT", "abstract": "MISC", "object": "MISC"}
# GUM dev holds genres whose licence bars them from training (../shared/corpora/README.md); only these are scored against the goal
GUM_OPEN_GENRES = frozenset({"academic", "bio", "court", "interview", "news", "voyage", "speech", "textbook", "conversation", "vlog"})


@dataclass(frozen=True, slots=True)
class Token:
    form: str
    lemma: str
    pos: str
    tag: str
    morph: str
    head: int  # offset of the head in the sentence; itself for the root
    dep: str
    space: bool
    name: str = "O"  # IOB2


@dataclass(slots=True)
class Sentence:
    id: str
    document: str
    new_paragraph: bool
    tokens: list[Token] = field(default_factory=list)


def read_conllu(path: Path) -> Iterator[Sentence]:
    document, paragraph, rows, sent_id = "", False, [], ""
    spaces: dict[int, bool] = {}
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# newdoc id"):
                document, paragraph = line.split("=", 1)[1].strip(), True
            elif line.startswith("# newpar"):
                paragraph = True
            elif line.startswith("# sent_id"):
                sent_id = line.split("=", 1)[1].strip()
            elif line and not line.startswith("#"):
                cells = line.split("\t")
                if "-" in cells[0]:
                    first, last = map(int, cells[0].split("-"))
                    for i in range(first, last):
                        spaces[i] = False
                    spaces[last] = "SpaceAfter=No" not in cells[9]
                elif "." not in cells[0]:
                    rows.append(cells)
            elif not line and rows:
                yield build(sent_id, document, paragraph, rows, spaces)
                rows, paragraph, spaces = [], False, {}


def build(sent_id: str, document: str, paragraph: bool, rows: list[list[str]], spaces: dict[int, bool]) -> Sentence:
    sentence = Sentence(sent_id, document, paragraph)
    for i, cells in enumerate(rows):
        head = i if cells[6] == "0" else int(cells[6]) - 1
        space = spaces.get(i + 1, "SpaceAfter=No" not in cells[9])
        lemma = cells[2] if cells[2] != "_" or cells[1] == "_" else cells[1]
        morph = "" if cells[5] == "_" else cells[5]
        sentence.tokens.append(Token(cells[1], lemma, cells[3], cells[4], morph, head, cells[7], space))
    for start, end, kind in gum_names(rows):
        for i in range(start, end):
            sentence.tokens[i] = replace(sentence.tokens[i], name=("B-" if i == start else "I-") + kind)
    return sentence


def gum_names(rows: list[list[str]]) -> list[tuple[int, int, str]]:
    """Outermost mentions of GUM that are names: their head word is a proper noun."""
    open_: list[tuple[str, str, int]] = []
    found: list[tuple[int, int, str]] = []
    for i, cells in enumerate(rows):
        value = next((m[7:] for m in cells[9].split("|") if m.startswith("Entity=")), "")
        for piece in re.findall(r"\([^()]+\)?|[^()]+\)", value):
            if piece.startswith("("):
                parts = piece.strip("()").split("-")
                kind = parts[1] if len(parts) > 1 else ""
                if piece.endswith(")"):
                    found.append((i, i + 1, kind))
                else:
                    open_.append((parts[0], kind, i))
            else:
                key = piece.rstrip(")")
                for k in range(len(open_) - 1, -1, -1):
                    if open_[k][0] == key:
                        _, kind, start = open_.pop(k)
                        found.append((start, i + 1, kind))
                        break
    names = []
    for start, end, kind in found:
        if kind not in GUM_TYPES:
            continue
        inside = [j for j in range(start, end) if not start <= int(rows[j][6]) - 1 < end]
        if not inside or rows[inside[0]][3] != "PROPN":
            continue
        first, last = trim(rows, start, end, inside[0])
        if kind == "person":
            first, last = bare(rows, first, last, inside[0])
        names.append((first, last, GUM_TYPES[kind]))
    names.sort(key=lambda n: (-(n[1] - n[0]), n[0]))
    kept: list[tuple[int, int, str]] = []
    for n in names:
        if all(n[1] <= k[0] or n[0] >= k[1] for k in kept):
            kept.append(n)
    return kept


def trim(rows: list[list[str]], start: int, end: int, head: int) -> tuple[int, int]:
    """The name itself inside its noun phrase: `Claire Warwick` of `the scholar Claire Warwick, who ...`."""
    capital = [r[3] == "PROPN" or (r[1][:1].isupper() and r[3] in {"ADJ", "NOUN", "VERB", "NUM"}) for r in rows]
    a = b = head
    while a > start and (
        capital[a - 1] or (a - 1 > start and rows[a - 1][1] in {"of", "the", "and", "-", "for", "'s", "&"} and capital[a - 2])
    ):
        a -= 1
    while b + 1 < end and (
        capital[b + 1] or (b + 2 < end and rows[b + 1][1] in {"of", "the", "-", "for", "'s", "&", "al"} and capital[b + 2])
    ):
        b += 1
    while a < b and not capital[a]:
        a += 1
    return a, b + 1


def bare(rows: list[list[str]], start: int, end: int, head: int) -> tuple[int, int]:
    """A person's name without title and origin, as Universal NER has it: `Louis XV` of `King Louis XV of France`."""
    titles = [j for j in range(start, head) if rows[j][7] == "nmod:desc"]
    if titles:
        start = titles[-1] + 1
    ofs = [j for j in range(head + 1, end) if rows[j][7] == "case"]
    return start, ofs[0] if ofs else end


def read_names(path: Path) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    current: list[str] = []
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("# sent_id"):
            current = names.setdefault(line.split("=", 1)[1].strip(), [])
        elif line and not line.startswith("#"):
            tag = line.split("\t")[2]
            current.append(tag if tag[2:] in {"PER", "LOC", "ORG", "OTH"} else "O")
    return names


def with_names(sentences: Iterator[Sentence], names: dict[str, list[str]]) -> Iterator[Sentence]:
    for sentence in sentences:
        tags = names.get(sentence.id, [])
        if len(tags) == len(sentence.tokens):
            fixed, previous = [], "O"
            for tag in tags:  # the mapping to O can leave an I- without its B-
                if tag.startswith("I-") and previous[2:] != tag[2:]:
                    tag = "B-" + tag[2:]
                fixed.append(tag)
                previous = tag
            sentence.tokens = [replace(t, name=n) for t, n in zip(sentence.tokens, fixed, strict=True)]
        yield sentence


def refined(sentence: Sentence) -> Sentence:
    """With the labels that the name finder learns (names.py)."""
    tags = names.refine(sentence.tokens, [t.name for t in sentence.tokens])
    return replace(sentence, tokens=[replace(t, name=n) for t, n in zip(sentence.tokens, tags, strict=True)])


def ewt(corpora: Path, split: str) -> list[Sentence]:
    sentences = read_conllu(corpora / "parsing" / f"ewt-{split}.conllu.xz")
    return list(with_names(sentences, read_names(corpora / "names" / f"uner-ewt-{split}.iob2")))


def gum(corpora: Path, split: str) -> list[Sentence]:
    """Only the genres with an open licence."""
    sentences = read_conllu(corpora / "parsing" / f"gum-{split}.conllu.xz")
    return [s for s in sentences if s.document.split("_")[1] in GUM_OPEN_GENRES]


def treebank(corpora: Path, split: str) -> list[Sentence]:
    return [*ewt(corpora, split), *gum(corpora, split)]


def dev(corpora: Path) -> dict[str, list[Sentence]]:
    return {"EWT": ewt(corpora, "dev"), "GUM": gum(corpora, "dev")}


def grouped(sentences: Iterator[Sentence]) -> Iterator[list[Sentence]]:
    group: list[Sentence] = []
    for sentence in sentences:
        if group and (sentence.document != group[0].document or len(group) >= SENTENCES_PER_DOC):
            yield group
            group = []
        group.append(sentence)
    if group:
        yield group


def to_doc(nlp: spacy.Language, group: list[Sentence]) -> Doc:
    words: list[str] = []
    spaces: list[bool] = []
    columns: dict[str, list[str]] = {k: [] for k in ("tag", "pos", "morph", "lemma", "dep", "name")}
    heads: list[int] = []
    starts: list[bool] = []
    for n, sentence in enumerate(group):
        if n and sentence.new_paragraph:
            if spaces:
                spaces[-1] = False
            words.append("\n")
            spaces.append(False)
            for key, value in zip(columns, ("_SP", "SPACE", "", "\n", "dep", "O"), strict=True):
                columns[key].append(value)
            heads.append(len(words) - 2)
            starts.append(False)
        base = len(words)
        for i, t in enumerate(sentence.tokens):
            words.append(t.form)
            spaces.append(t.space)
            for key, value in zip(columns, (t.tag, t.pos, t.morph, t.lemma, "ROOT" if t.dep == "root" else t.dep, t.name), strict=True):
                columns[key].append(value)
            heads.append(base + t.head)
            starts.append(i == 0)
    return Doc(
        nlp.vocab, words=words, spaces=spaces, tags=columns["tag"], pos=columns["pos"], morphs=columns["morph"],
        lemmas=columns["lemma"], deps=columns["dep"], heads=heads, ents=columns["name"],
    )  # fmt: skip


def augmented(group: list[Sentence], rng: random.Random) -> list[Sentence]:
    """The group, or in one case of six or so a copy of it as news would print it."""
    if rng.random() < TITLES:
        group = [titled(s, rng) for s in group]
    if rng.random() < DASHES and any(t.tag == "''" for s in group for t in s.tokens):
        group = [dashed(s) for s in group]
    roll = rng.random()
    for share, change in CHANGES:
        if (roll := roll - share) < 0:
            return [change(s) for s in group]
    return group


def each_token(sentence: Sentence, change: Callable[[Token], Token]) -> Sentence:
    return Sentence(sentence.id, sentence.document, sentence.new_paragraph, [change(t) for t in sentence.tokens])


def without_articles(sentence: Sentence) -> Sentence:
    """Drop articles that head nothing: machine translation from languages without them does."""
    heads = {t.head for i, t in enumerate(sentence.tokens) if t.head != i}
    drop = {
        i
        for i, t in enumerate(sentence.tokens)
        if t.tag == "DT" and t.form.lower() in {"the", "a", "an"} and i not in heads and t.head != i
    }
    renumber, kept = {}, []
    for i, t in enumerate(sentence.tokens):
        if i not in drop:
            renumber[i] = len(kept)
            kept.append(t)
    tokens = [replace(t, head=renumber[t.head]) for t in kept]
    for i, t in enumerate(tokens):  # a name's B- may have been dropped with its article
        if t.name.startswith("I-") and (i == 0 or tokens[i - 1].name == "O"):
            tokens[i] = replace(t, name="B-" + t.name[2:])
    return Sentence(sentence.id, sentence.document, sentence.new_paragraph, tokens)


def dashed(sentence: Sentence) -> Sentence:
    """`"We won," said Kim` -> `"We won," - said Kim`, as many languages print it and machine translation leaves it."""
    tokens = sentence.tokens
    for i in range(1, len(tokens) - 1):
        if tokens[i].tag == "''" and tokens[i - 1].form in {",", "?", "!"} and tokens[i + 1].pos != "PUNCT":
            shift = [t.head + (t.head > i) for t in tokens]
            moved = [replace(t, head=h) for t, h in zip(tokens, shift, strict=True)]
            dash = Token("\u2013" if i % 2 else "-", "-", "PUNCT", ":", "", shift[i], "punct", True)
            moved[i] = replace(moved[i], space=True)
            return replace(sentence, tokens=[*moved[: i + 1], dash, *moved[i + 1 :]])
    return sentence


def titled(sentence: Sentence, rng: random.Random) -> Sentence:
    """`Putin said` -> `President of Russia Vladimir Putin said`: a title before the first name that has none. The treebanks have few."""
    tokens = sentence.tokens
    for i, t in enumerate(tokens):
        before = [k for k, c in enumerate(tokens) if c.head == i and k < i]
        bare = all(tokens[k].dep in {"case", "cc", "punct", "mark", "advmod"} for k in before) and not (i and tokens[i - 1].name != "O")
        if t.name == "B-PER" and t.pos == "PROPN" and t.form.istitle() and bare and not tokens[t.head].name.endswith("PER"):
            land, folk = (rng.choice(words) for words in names.lands())
            title = rng.choice(names.WORDS["titles"]).format(land=land, folk=folk).split()
            new = _title(title, i, land, folk)
            shift = len(new)
            moved = [replace(o, head=o.head + shift * (o.head >= i)) for o in tokens]
            return replace(sentence, tokens=[*moved[:i], *new, *moved[i:]])
    return sentence


def _title(words: list[str], at: int, land: str, folk: str) -> list[Token]:
    """The tokens of a title at place `at`, whose last noun before any preposition hangs on the name behind."""
    cut = next((k for k, w in enumerate(words) if w in {"of", "to"}), len(words))
    heads = dict.fromkeys(range(len(words)), at + cut - 1)
    heads[cut - 1] = at + len(words)
    noun = cut - 1
    out = []
    for k, w in enumerate(words):
        if w in {"of", "to"}:
            inner = next((j - 1 for j in range(k + 1, len(words)) if words[j] == "of"), len(words) - 1)
            heads[k], heads[inner] = at + inner, at + noun
            for j in range(k + 1, inner):
                heads[j] = at + inner
            noun = inner
    for k, w in enumerate(words):
        small = w.islower()
        pos, tag, morph, dep = ("NOUN", "NN", "Number=Sing", "compound") if small else ("PROPN", "NNP", "Number=Sing", "compound")
        if w in {"of", "to"}:
            pos, tag, morph, dep = "ADP", "IN", "", "case"
        elif w == "the":
            pos, tag, morph, dep = "DET", "DT", "Definite=Def|PronType=Art", "det"
        elif w == folk or w in {"Prime", "Foreign", "former"}:
            pos, tag, morph, dep = "ADJ", "JJ" if w in {folk, "former"} else "NNP", "Degree=Pos", "amod"
        elif heads[k] == at + len(words):
            dep = "nmod:desc"
        elif k > cut and any(heads[j] == at + k and words[j] in {"of", "to"} for j in range(k)):
            dep = "nmod"
        name = "B-GPE" if w == land else "B-NORP" if w == folk else "O"
        out.append(Token(w, w, pos, tag, morph, heads[k], dep, True, name))
    return out


def without_full_stop(sentence: Sentence) -> Sentence:
    """As in a headline."""
    tokens = sentence.tokens
    if len(tokens) > 2 and tokens[-1].form == "." and all(t.head != len(tokens) - 1 for t in tokens):
        return replace(sentence, tokens=tokens[:-1], new_paragraph=True)
    return sentence


def shouted(sentence: Sentence) -> Sentence:
    return each_token(sentence, lambda t: replace(t, form=t.form.upper()))


def headline(sentence: Sentence) -> Sentence:
    small = {"ADP", "DET", "CCONJ", "PUNCT"}
    cased = each_token(sentence, lambda t: replace(t, form=t.form[:1].upper() + t.form[1:] if t.pos not in small else t.form))
    return without_full_stop(cased)


DASHES = 0.3
TITLES = 0.25
CHANGES = ((0.03, shouted), (0.03, headline), (0.03, without_full_stop), (0.08, without_articles))

"""Reading -> reports: who did what to whom, and whether it happened. The stage; start reading here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from sayso.language.reading import Reading, span_of
from sayso.language.walk import base
from sayso.lexicons.codebook import CodeBook
from sayso.lexicons.triggers import TriggerLexicon
from sayso.records import ActorLink, Counts, Party, Place, Reason, Report, Span
from sayso.reports.coding import carried_modes, contexts_of, counts_of, mode_of
from sayso.reports.doubles import Candidate, without_content, without_doubles
from sayso.reports.groups import told_apart
from sayso.reports.match import Match, forms, matches
from sayso.reports.modality import Found, Modality, historical
from sayso.reports.parties import Parties
from sayso.reports.places import places_of_acts, where_of
from sayso.reports.ranker import NOBODY, Ranker
from sayso.reports.roles import Filler, Roles, is_passive_here, party
from sayso.reports.scene import when_of

VERBAL = frozenset({"VERB", "AUX"})
MATERIAL = frozenset({"ASSAULT", "COERCE", "PROTEST", "SANCTION", "MOBILIZE", "AID", "RETREAT", "COOPERATE"})


@dataclass(frozen=True, slots=True)
class TriggerReports:
    """Finds reports by the trigger lexicon. Holds no state; loads nothing."""

    triggers: TriggerLexicon
    codebook: CodeBook

    @property
    def made_by(self) -> str:
        return f"trigger-rules@1 triggers:{self.triggers.digest[:8]} codebook:{self.codebook.digest[:8]}"

    def __call__(self, reading: Reading) -> tuple[Report, ...]:
        ranker, parties = Ranker(self.triggers), Parties(self.triggers)
        company, found = NOBODY, []
        for sentence in reading.doc.sents:
            company = company.then(self.candidates(list(sentence)))
            # none: words that a row, perhaps the user's, says are no event
            found += [parties.chosen(c) for c in ranker.kept(company) if c.type != "none"]
        reports = carried_modes(
            told_apart([self._report(c, reading) for c in found], reading, self.triggers), reading.article.title, self.triggers
        )
        reports = places_of_acts(reports)
        return tuple(replace(r, id=f"r{n}") for n, r in enumerate(sorted(reports, key=lambda r: (r.trigger, r.type)), 1))

    def candidates(self, tokens: Sequence[Token]) -> list[Candidate]:
        """All candidates of one sentence, doubles joined; what the ranker is trained on."""
        hits: list[Match] = []
        present = _forms_of(tokens)
        for token in tokens:
            if not token.is_punct and not token.is_space:
                hits += [m for m in matches(token, self.triggers, present) if self._guarded(m)]
        found = [c for m in hits if (c := self._candidate(m)) is not None]
        return without_doubles(without_content(_best(found)), self.triggers)

    def _guarded(self, match: Match) -> bool:
        """Whether the row's guards against other senses let it pass."""
        row, token = match.trigger.row, match.token
        if row.obj or row.not_obj:
            objects = _forms_of(_around(token, {"obj", "nsubj:pass", "nmod"}, inside=False))
            wide = _forms_of(_around(token, {"obj", "nsubj:pass", "nmod", "obl"})) if row.obj else objects
            if (row.obj and not wide & self._expand(row.obj)) or objects & self._expand(row.not_obj):
                return False
        if row.subj or row.not_subj:
            subjects = _forms_of(_around(token, {"nsubj", "nsubj:pass", "nmod:poss", "compound"}))
            if (row.subj and not subjects & self._expand(row.subj)) or subjects & self._expand(row.not_subj):
                return False
        if row.near or row.not_near:
            near = _forms_of(token.sent)
            if (row.near and not near & self._expand(row.near)) or near & self._expand(row.not_near):
                return False
        return True

    def _expand(self, words: frozenset[str]) -> frozenset[str]:
        """`@sport` stands for the word class of that name."""
        return frozenset(w for word in words for w in (self.triggers.words(word[1:]) if word.startswith("@") else (word,)))

    def _candidate(self, match: Match) -> Candidate | None:
        roles, trigger, token = Roles(self.triggers), match.trigger, match.token
        things = trigger.row.things or trigger.row.type in {"ASSAULT", "COERCE"}
        actors = tuple(roles.find(token, trigger.slots.actors, trigger.pos, taken=match.tokens))
        acting = {f.token.i for f in actors}
        recipients = tuple(
            f
            for f in roles.find(token, trigger.slots.recipients, trigger.pos, things=things, taken=match.tokens, acting=acting)
            if f.token.i not in acting
        )
        if not self._stands(match, actors, recipients):
            return None
        status = Modality(self.triggers).status_of(token, trigger.pos == "noun", trigger.row.type)
        if trigger.row.when:
            refused = status.status == "negated" and any(c.lemma_.lower() in {"will", "would"} for c in token.children)
            if not (refused if trigger.row.when == "refusal" else status.status == "future"):
                return None
            status = Found("actual", status.word, f"status:{trigger.row.when}")
        return Candidate(match, actors, recipients, status, trigger.row.type)

    def _stands(self, match: Match, actors: Sequence[Filler], recipients: Sequence[Filler]) -> bool:
        """Whether the words around make it news about political parties."""
        token, trigger = match.token, match.trigger
        if trigger.pos == "noun":
            return bool(self.triggers.weights) or self._is_news(match, actors, recipients)
        if not actors and not recipients:
            return bool(self.triggers.weights) and is_passive_here(token)
        subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
        if not actors and subject is not None and trigger.slots.actors and trigger.slots.actors[0] == ("subj",):
            return trigger.row.type == "ASSAULT" and bool(recipients) and subject.lemma_.lower() in self.triggers.words("instruments")
        return True

    def _is_news(self, match: Match, actors: Sequence[Filler], recipients: Sequence[Filler]) -> bool:
        """Without a ranker: a noun carries news with parties of its own, or under a verb of happening or doing."""
        token, words = match.token, self.triggers.words
        governed = False
        if token.head.pos_ in VERBAL and base(token) in {"nsubj", "obj"}:
            lemma = token.head.lemma_.lower()
            governed = lemma in words("happening") or (lemma in words("support") and base(token) == "obj") or token.dep_ == "nsubj:pass"
        named = bool(actors or recipients)
        return governed and named if match.trigger.row.topic else governed or named

    def _report(self, c: Candidate, reading: Reading) -> Report:
        row, text = c.match.trigger.id, reading.article.text
        actors = _unique([party(f, reading, row) for f in c.actors], text)
        recipients = tuple(
            p for p in _unique([party(f, reading, row) for f in c.recipients], text) if p.span not in {a.span for a in actors}
        )
        mode = mode_of(c.match, self.triggers) if c.type == c.match.trigger.row.type else None
        unnamed = not actors and (c.noun or is_passive_here(c.token))
        if unnamed and (who := self.triggers.implied.get((c.type, mode or ""))) is not None:
            actors = (_implied(*who, row),)
        when = when_of(c.token, reading, self.triggers)
        where: Place = where_of(c.token, reading, self.triggers, c.type, mode)
        words = _trigger_span(c.match)
        reasons = [Reason(rule=f"trigger:{c.match.trigger.pos}", row=row, words=(words,))]
        if c.status.rule != "status:plain":
            reasons.append(c.status.reason)
        published = reading.article.published.year if reading.article.published else None
        return Report(
            id="",
            trigger=words,
            sentence=span_of(c.token.sent),
            type=c.type,
            mode=mode,
            contexts=contexts_of(c.token, mode, self.triggers),
            actors=actors,
            recipients=recipients,
            status=c.status.status,
            historical=historical(when.text, published),
            when=when,
            where=where,
            counts=counts_of(c.token, c.match.tokens, self.triggers) if c.type in {"ASSAULT", "COERCE", "PROTEST"} else Counts(),
            confidence=round(c.chance, 3),
            because=tuple(reasons),
        )


def _implied(name: str, sector: str, row: str) -> Party:
    """Who must have done it: police where somebody is arrested and nobody named. Linking adds the country."""
    link = ActorLink(name=name, sectors=(sector,), rule="actor:implied", row=row)
    return Party(span=None, text=name, link=link, because=(Reason(rule="role:implied", row=row),))


def _forms_of(tokens: Iterable[Token]) -> set[str]:
    return {form for t in tokens for form in forms(t)}


def _around(token: Token, deps: set[str], *, inside: bool = True) -> list[Token]:
    """The token's dependents with these relations, what is coordinated with them and, `inside`, the compounds on them."""
    own = [c for c in token.children if c.dep_ in deps or base(c) in deps]
    return [t for c in own for t in (c, *(g for g in c.children if base(g) == "conj" or (inside and base(g) == "compound")))]


def _unique(parties: list[Party], text: str) -> tuple[Party, ...]:
    """Parties without repeats, nested ones left out, in reading order."""
    kept: list[Party] = []
    for p in sorted(parties, key=lambda p: p.span or Span(0, 0)):
        if any(p.span is not None and k.span is not None and k.span.holds(p.span) for k in kept):
            continue
        last = kept[-1] if kept else None
        if (
            last and last.span and p.span and p.span.start == last.span.end + 1
        ):  # "opposition leader" + "Ann Ward": one phrase, split by the parser
            whole = Span(last.span.start, p.span.end)
            kept[-1] = replace(p, span=whole, text=whole.of(text))
        else:
            kept.append(p)
    return tuple(kept)


def _trigger_span(match: Match) -> Span:
    """The trigger's words in one run, where they stand close together; else its head word."""
    first, last = match.tokens[0], match.tokens[-1]
    if last.i - first.i <= 5:
        return Span(first.idx, last.idx + len(last))
    return Span(match.token.idx, match.token.idx + len(match.token))


def _best(found: list[Candidate]) -> list[Candidate]:
    """One candidate for a word: the entry that asks for most; and no entry inside the words of a longer one."""
    chosen: dict[int, Candidate] = {}
    for c in found:
        old = chosen.get(c.token.i)
        if old is None or _rank(c) > _rank(old):
            chosen[c.token.i] = c
    kept = list(chosen.values())
    taken = {t.i: c for c in kept for t in c.match.tokens if t.i != c.token.i}
    return [c for c in kept if c.token.i not in taken or taken[c.token.i].match.trigger.weight < c.match.trigger.weight]


def _rank(c: Candidate) -> tuple[int, int, int]:
    return (c.match.trigger.weight, len(c.actors[:1]) + len(c.recipients[:1]), c.type in MATERIAL)

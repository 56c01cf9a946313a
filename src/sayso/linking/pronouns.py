"""Pronouns: who `he`, `they`, `we` and `you` are, by nearness, role, gender, number and quotation."""

from sayso.linking.chains import Chains, Entity, Read, Sort
from sayso.records import Gender, Mention

REACH = 6  # sentences back in which a pronoun's antecedent is looked for
FIRST_PERSON = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"})
SECOND_PERSON = frozenset({"you", "your", "yours", "yourself", "yourselves"})
HE_SHE = frozenset({"he", "him", "his", "himself", "she", "her", "hers", "herself"})
IT = frozenset({"it", "its", "itself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
RELATIVE = frozenset({"who", "whom", "whose", "which", "that"})


def is_early(chains: Chains, read: Read) -> bool:
    """`“We will stay,” he said.`: who `we` are is known once `he` is, who stands behind."""
    first_person = bool(read.mention.words) and read.mention.words[0].text.lower() in FIRST_PERSON
    return first_person and read.mention.in_quote and chains.speaker(read.mention) is None


def pronoun(chains: Chains, read: Read) -> None:
    word = read.mention.words[0].text.lower() if read.mention.words else ""
    if word in FIRST_PERSON:
        if (both := _both(chains, read, word)) is not None:
            chains.take(read, both, "actor:we-both")
            return
        said = chains.take(read, chains.speaker(read.mention), "actor:speaker")
        if not said and not read.mention.in_quote and (chains.outlet.country or chains.outlet.known):
            chains.take(read, _narrator(chains), "actor:outlet")
        return
    if word in SECOND_PERSON:
        chains.take(read, _addressee(chains, read.mention), "actor:addressee")
        return
    if word in RELATIVE:
        return
    wanted: tuple[Sort, ...]
    if word in HE_SHE:
        wanted, plural = ("person",), False
    elif word in IT:
        wanted, plural = ("body", "state", "group"), False
    elif word in THEY:
        wanted, plural = ("group", "body", "state", "person"), True
    else:
        return
    gender: Gender = "fem" if word in {"she", "her", "hers", "herself"} else "masc" if word in HE_SHE else "unknown"
    entity = _met(chains, read) if plural and read.mention.role == "subject" else None
    entity = entity or _antecedent(chains, read, wanted, gender, plural)
    if entity is not None and gender != "unknown" and entity.gender == "unknown" and not read.mention.in_quote:
        entity.gender = gender
    chains.take(read, entity, "actor:pronoun")


def _both(chains: Chains, read: Read, word: str) -> Entity | None:
    """`We met`, `our talks` between two who speak in turn: both of them."""
    if word not in {"we", "our", "us"}:
        return None
    after = chains.lexicon.tokens(chains.text[read.mention.span.end : read.mention.span.end + 50])[:5]
    if not {t.key for t in after} & chains.lexicon.marks["joint"]:
        return None
    own, other = chains.speaker(read.mention), _addressee(chains, read.mention)
    if own is None or other is None or own.sort != "person":
        return None
    return chains.together(sorted((own, other), key=lambda e: e.number), "person")


def _narrator(chains: Chains) -> Entity:
    """Whom the outlet stands for."""
    said = chains.outlet
    name = said.known.name if said.known else chains.lexicon.names.get(said.country or "", said.state)
    found = next((e for e in chains.entities if e.name == name), None)
    if found is None:
        found = Entity(
            len(chains.entities), "state", name, True, (), said.country, said.sectors, said.known, rows=list(said.rows), weak=False
        )
        chains.entities.append(found)
    return found


def _addressee(chains: Chains, mention: Mention) -> Entity | None:
    """Whom a speaker calls `you`: the speaker before, or else the next one, who is not himchains."""
    own = chains.speaker(mention)
    if own is None:
        return None
    place = mention.span.start
    speakers = [
        (min(c.start for c in s.content), chains.of[p.mention])
        for s in chains.statements
        for p in s.claimants
        if s.content and p.mention is not None and p.mention in chains.of
    ]
    others = [(at, e) for at, e in speakers if e is not own and e.sort == "person" and e.named]
    if not others:
        return None
    before = [(at, e) for at, e in others if at <= place]
    return max(before, key=lambda o: o[0])[1] if before else min(others, key=lambda o: o[0])[1]


def _met(chains: Chains, read: Read) -> Entity | None:
    """`The president spoke with the king. They discussed ...`: the people of the sentence before, where nobody else is many."""
    start = read.mention.span.start
    before = [
        chains.reads[i]
        for i in chains.order[: chains.place[read.mention.id]]
        if chains.reads[i].mention.sentence == read.mention.sentence - 1
    ]
    if read.mention.in_quote or any(r.mention.sentence == read.mention.sentence and r.mention.span.start < start for r in before):
        return None
    people: list[Entity] = []
    for other in before:
        entity = chains.of.get(other.mention.id)
        if entity is None or other.within:
            continue
        if other.mention.role == "subject" and entity.parts:
            return entity
        if other.mention.role == "subject" and (entity.plural or entity.sort in {"group", "state"}):
            return None
        if entity.sort == "person" and entity.named and not entity.parts and entity not in people:
            people.append(entity)
    several = len(people) in {2, 3} and len({p.country for p in people}) == len(people)
    return chains.together(people, "person") if several else None


def _antecedent(chains: Chains, read: Read, wanted: tuple[Sort, ...], gender: Gender, plural: bool) -> Entity | None:
    """The best mention before the pronoun: near, a subject, often spoken of, of the right gender and number."""
    place = chains.place[read.mention.id]
    here = [chains.reads[i].mention for i in chains.order[max(0, place - 60) : place]]
    subjects = {chains.of[m.id].number for m in here if m.sentence == read.mention.sentence and m.role == "subject" and m.id in chains.of}
    own_subject = _own_subject(chains, read, here)
    speaks = read.mention.id in chains.speaking
    best: tuple[float, int] | None = None
    chosen: Entity | None = None
    for other in reversed(chains.order[: chains.place[read.mention.id]]):
        mention = chains.reads[other].mention
        back = read.mention.sentence - mention.sentence
        if back > REACH:
            break
        entity = chains.of.get(other)
        if entity is None or not _may_be(chains, entity, wanted) or mention.span.holds(read.mention.span) or chains.reads[other].within:
            continue
        if entity is own_subject or (gender != "unknown" and entity.gender not in {gender, "unknown"}):
            continue
        if plural and not entity.parts and (group := _beside(chains, mention)) is not None:
            entity = group
        if plural and not _is_many(entity):
            continue
        if not plural and entity.plural:
            continue
        score = 0.6 if entity.parts else 0.0
        if plural and not entity.parts:
            score += (
                0.3 if entity.sort == "group" else -0.3 if mention.role == "subject" else -0.9 if entity.sort in {"state", "body"} else 0.0
            )
        score += -0.9 * back + min(len(entity.mentions), 6) * 0.12
        score += 0.9 if mention.role == "subject" else 0.0 if mention.role == "object" else -0.2
        score += 0.4 if entity.named else 0.0
        score += 0.3 if mention.kind == "pronoun" and mention.words[0].text.lower() == read.mention.words[0].text.lower() else 0.0
        score -= 1.2 if mention.in_quote != read.mention.in_quote else 0.0
        score -= 1.5 if read.mention.in_quote and entity is chains.speaker(read.mention) else 0.0
        score -= 0.5 if mention.kind == "adjective" else 0.0
        score += 0.9 if speaks and other in chains.speaking and not read.mention.in_quote else 0.0  # "said P. He added Q"
        if not back and read.mention.role == "object" and entity.number in subjects:
            score -= 1.6  # "she handed him a note": he is not she who handed
        if best is None or (score, other) > best:
            best, chosen = (score, other), entity
    return chosen


def _may_be(chains: Chains, entity: Entity, wanted: tuple[Sort, ...]) -> bool:
    """`he` is a person, and so may be any one of many: `a protester`, `an armed man`."""
    if entity.sort in wanted:
        return True
    human = bool((entity.roles | entity.heads) & chains.lexicon.marks["humans"])
    return human and "person" in wanted and entity.sort == "group" and not entity.plural and not entity.named


def _beside(chains: Chains, mention: Mention) -> Entity | None:
    """Those who are named side by side with this mention, as one: `Macron and Merkel`."""
    members: list[Entity] = []
    for number in sorted({mention.id, *mention.conjuncts}):
        entity = chains.of.get(number)
        if entity is not None and entity.named and not entity.parts and entity not in members:
            members.append(entity)
    sort = members[0].sort if members else "thing"
    if len(members) < 2 or any(m.sort != sort for m in members):
        return None
    return chains.together(members, sort)


def _is_many(entity: Entity) -> bool:
    return entity.plural or entity.sort in {"body", "state"} or bool(entity.parts)


def _own_subject(chains: Chains, read: Read, before: list[Mention]) -> Entity | None:
    """Who does what is done to the pronoun: in `Ruritania attacked it`, `it` is somebody else (Chomsky's principle B, by position)."""
    if read.mention.role != "object" or read.mention.words[0].text.lower().endswith(("self", "selves")):
        return None
    subjects = [m for m in before if m.sentence == read.mention.sentence and m.role == "subject"]
    return chains.of.get(subjects[-1].id) if subjects else None

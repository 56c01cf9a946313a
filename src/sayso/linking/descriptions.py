"""Descriptions: `the president`, `the Belarusian leader`, `the group`, `the two countries` are somebody named or described before."""

from sayso.linking.chains import Chains, Entity, Read, clash

REACH = 6  # sentences back in which the state or the group spoken of is looked for


def apposed(chains: Chains, read: Read) -> bool:
    other = read.mention.apposition
    if other is not None and other in chains.of and chains.reads[other].mention.kind != "pronoun":
        chains.join(read, chains.of[other], "actor:apposition")
        return True
    return False


def description(chains: Chains, read: Read) -> bool:
    """`the president`, `the Belarusian leader`, `the group`, `the two countries`: somebody named or described before."""
    words = [t.key for t in read.tokens]
    marks = chains.lexicon.marks
    if not words:
        return False
    possessed = read.tokens[0].possessive or chains.owned(read) is not None
    definite = possessed or words[0] in {"the", "this", "that", "these", "those", "both"}
    if not definite and not (read.said.agents and all(t.text[:1].isupper() for t in read.tokens) and read.mention.number != "plur"):
        return False  # "President", "Prime Minister" as names, in a transcript, are the ones spoken of
    head = words[read.head]
    if read.mention.number == "plur" and marks["several"] & set(words) and not read.said.country and len(words) <= 5 and not possessed:
        return _several(chains, read, set(words)) or chains.take(read, _same_words(chains, read, None), "actor:same-words")
    country = read.said.country or chains.owned(read)
    if head in marks["state_words"] and not read.said.country and len(words) <= 3:
        return chains.take(read, chains.before(read, lambda e: e.sort == "state", reach=REACH), "actor:the-state")
    if head in marks["group_words"] and not read.said.country and len(words) <= 3:
        found = _same_words(chains, read, country) or chains.before(read, lambda e: e.sort == "body" and e.named, reach=3)
        return chains.take(read, found, "actor:the-group")
    if read.sort == "person" and read.said.agents and read.mention.number != "plur":
        wanted = {a.word for a in read.said.agents[:1]}
        top = bool(wanted & marks["top"])

        def fits(entity: Entity) -> bool:
            return entity.sort == "person" and not clash(country, entity.country) and _has_role(chains, entity, wanted, top, country)

        entity = chains.before(read, fits)
        if entity is None and (country or top):
            entity = chains.after(read, lambda e: e.named and fits(e))
        if entity is None and (chains.beside and wanted & marks["top"]):
            entity = next((e for e in map(chains.person, chains.beside) if fits(e)), None)
        if entity is not None:
            return chains.take(read, entity, "actor:the-role")
    return chains.take(read, _same_words(chains, read, country), "actor:same-words")


def _several(chains: Chains, read: Read, words: set[str]) -> bool:
    """`the two leaders`, `both sides`: those who were named before, the latest two where their number is not told otherwise."""
    want_states = bool(words & {"countries", "nations", "states", "governments"})
    either = bool(words & {"sides", "parties"})
    count = 3 if words & {"three", "3"} else 2
    for back in range(chains.place[read.mention.id] - 1, -1, -1):  # the last that were named side by side, or together
        entity, mention = chains.of.get(chains.order[back]), chains.reads[chains.order[back]].mention
        if entity is None or read.mention.sentence - mention.sentence > REACH:
            continue
        if len(entity.parts) == count and (either or (entity.sort == "state") == want_states):
            return chains.take(read, entity, "actor:the-two")
    found: list[Entity] = []
    for entity in chains.back(read, 30):
        fits = entity.sort in ({"state", "person", "body"} if either else {"state"} if want_states else {"person"})
        if (
            fits
            and entity.named
            and not entity.parts
            and entity not in found
            and (not found or either is False or entity.sort == found[0].sort)
        ) and (entity.sort != "person" or not found or entity.country != found[0].country):  # two leaders are of two states
            found.append(entity)
        if len(found) == count:
            break
    for known in chains.beside if not want_states else []:
        person = chains.person(known)
        if len(found) < count and person not in found and all(person.country != e.country for e in found):
            found.append(person)
    if len(found) < count:
        return False
    return chains.take(read, chains.together(sorted(found, key=lambda e: e.number), found[0].sort), "actor:the-two")


def _has_role(chains: Chains, entity: Entity, wanted: set[str], top: bool, country: str | None) -> bool:
    if any(_is_role(w, role) for w in wanted for role in entity.roles):
        return True
    offices = {t.office for t in entity.known.terms} if entity.known else set()
    if any(w in office.lower() for w in wanted for office in offices):
        return True
    highest = bool(entity.roles & chains.lexicon.marks["top"]) or bool(offices & chains.lexicon.marks["top"])
    return "leader" in wanted and top and highest and country is not None


def _is_role(wanted: str, role: str) -> bool:
    """`the ministry` may be the interior ministry, `the minister` the foreign minister; `the president` is no vice president."""
    return role == wanted or (role.endswith(f" {wanted}") and not role.startswith(("vice", "deputy", "under", "assistant")))


def _same_words(chains: Chains, read: Read, country: str | None) -> Entity | None:
    """Somebody described before by the same head word: `a militia` ... `the militia`."""
    head = read.tokens[read.head].key if read.head < len(read.tokens) else ""
    mine = {a.word for a in read.said.agents[:1]}

    def fits(entity: Entity) -> bool:
        same = head in entity.heads and (not mine or any(_is_role(w, role) for w in mine for role in entity.roles))
        return (
            same
            and entity.sort not in {"state", "person"}
            and not clash(country, entity.country)
            and entity.plural == (read.mention.number == "plur")
        )

    return chains.before(read, fits, reach=50) if head else None

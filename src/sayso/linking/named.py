"""Names first: every mention with a name of its own, the fullest first, so that a surname finds the whole name wherever it stands."""

from collections.abc import Sequence

from sayso.linking.chains import Chains, Entity, Read, clash
from sayso.linking.names import part_of


def names(chains: Chains) -> None:
    """Every mention with a name of its own: the fullest first, so that a surname finds the whole name wherever it stands."""
    named = [r for r in chains.reads.values() if r.mention.kind != "pronoun" and (r.key or r.said.known or r.said.state)]
    whole = {r.name_at: r.mention.id for r in named if len(r.key) > 1 and r.sort in {"person", "body"}}
    parts = {r.mention.id for r in named if r.within and any(_inside(r, at) for at, i in whole.items() if i != r.mention.id)}
    named = [r for r in named if r.mention.id not in parts]
    for read in sorted(named, key=lambda r: (-len(r.key) if r.sort == "person" else 0, r.mention.id)):
        entity = _same_name(chains, read)
        if entity is None:
            entity = chains.new(read)
            chains.join(read, entity, "actor:state" if read.sort == "state" else "actor:lexicon" if read.said.known else "actor:name")
        else:
            chains.join(read, entity, "actor:same-name")
    for read in named:  # "X, the former minister": what the apposition says holds for the name
        other = read.mention.apposition
        if other is not None and other in chains.reads and chains.of.get(other) is not chains.of[read.mention.id]:
            beside = chains.reads[other]
            if beside.mention.kind == "pronoun":
                continue
            if other not in chains.of:
                chains.join(beside, chains.of[read.mention.id], "actor:apposition")
    _behind_commas(chains, named)


def _behind_commas(chains: Chains, named: Sequence[Read]) -> None:
    """`Ada Lind, its ambassador to Norland,`: an apposition that the parser hung elsewhere, told by the comma."""
    free = [r for r in chains.reads.values() if r.tokens and r.mention.kind != "pronoun" and not r.key and r.mention.id not in chains.of]
    starts = {r.tokens[0].start: r for r in free}
    ends = {r.mention.span.end: r for r in free if not r.within and r.mention.number != "plur"}
    for read in named:
        end = max(read.mention.span.end, read.tokens[-1].end)
        before = ends.get((read.name_at[0] or read.mention.span.start) - 1)
        if (
            before is not None
            and before.mention.sentence == read.mention.sentence
            and before.said.agents
            and before.mention.id not in chains.of
        ):
            chains.join(before, chains.of[read.mention.id], "actor:apposition")  # "the militant group Free Norland"
        beside = starts.get(end + 2)
        if read.sort != "person" or beside is None or beside.mention.sentence != read.mention.sentence or chains.text[end : end + 1] != ",":
            continue
        title = beside.said.agents and beside.said.agents[0].kind == "person" and beside.mention.number != "plur"
        if title and not clash(beside.said.country, chains.of[read.mention.id].country):
            chains.join(beside, chains.of[read.mention.id], "actor:apposition")


def _same_name(chains: Chains, read: Read) -> Entity | None:
    said = read.said
    if read.sort == "state" and said.state:
        return next((e for e in chains.entities if e.sort == "state" and e.country == said.country and e.name == said.state), None)
    if said.known is not None:
        found = next((e for e in chains.entities if e.known is not None and e.known.name == said.known.name), None)
        if found is not None:
            return found
    if not read.key:
        return None
    fits = [e for e in chains.entities if e.key and _may_be_one(read, e)]
    exact = [e for e in fits if e.key == read.key]
    return next(iter(exact or _nearest(read, fits)), None)


def _may_be_one(read: Read, entity: Entity) -> bool:
    if read.key == entity.key:
        return not clash(read.said.country, entity.country)
    if entity.sort != "person" or read.sort not in {"person", "thing"}:
        return False
    return part_of(read.key, entity.key) and not clash(read.said.country, entity.country)


def _nearest(read: Read, fits: list[Entity]) -> list[Entity]:
    def distance(entity: Entity) -> tuple[bool, int]:
        before = [i for i in entity.mentions if i <= read.mention.id]
        return (not before, min(abs(i - read.mention.id) for i in before or entity.mentions))

    return sorted(fits, key=distance)


def _inside(read: Read, at: tuple[int, int]) -> bool:
    """The mention is a piece of the name that stands there: `Olav` of `Olav Berg`."""
    return bool(read.tokens) and at[0] <= read.tokens[-1].start and read.tokens[-1].end <= at[1] and read.said.known is None

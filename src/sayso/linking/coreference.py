"""Which phrases of one article are the same actor: names first, then descriptions and pronouns in reading order."""

from sayso.linking.chains import Chains
from sayso.linking.descriptions import apposed, description
from sayso.linking.pronouns import is_early, pronoun


def rest(chains: Chains) -> None:
    """Descriptions and pronouns in reading order; each may serve those after it."""
    early = []
    for number in chains.order:
        read = chains.reads[number]
        if number in chains.of:
            continue
        if read.mention.kind == "pronoun" and is_early(chains, read):
            early.append(read)
        elif read.mention.kind == "pronoun":
            pronoun(chains, read)
        elif read.within and (read.key or not (read.said.country or read.said.agents)):
            continue  # "peace" in "peace talks"
        elif not apposed(chains, read) and not description(chains, read):
            chains.join(read, chains.new(read), "actor:composed" if read.said.agents or read.said.country else "actor:unknown")
    for read in early:
        pronoun(chains, read)

"""What the layouts with one actor and one recipient a row have in common: ICEWS, GDELT and Phoenix."""

from collections.abc import Callable, Iterator

from sayso.records import Party
from sayso.show.columns import Column
from sayso.show.data import Row
from sayso.store.export import codes, side
from sayso.store.export.entries import Entry, Pair, Told, pairs
from sayso.store.export.sheets import Sheet

Make = Callable[[Entry, Pair, codes.Cameo], Row]
EventId = Callable[[str], int | str]


def rows(make: Make) -> Callable[[Told], Iterator[Row]]:
    """A row for each pair. Entries without a CAMEO code never come here: see `refuse`."""

    def each(told: Told) -> Iterator[Row]:
        for entry in told.entries:
            if (cameo := entry.cameo) is not None:
                yield from (make(entry, pair, cameo) for pair in pairs(entry.report))

    return each


def sheets(name: str, suffix: str, columns: tuple[Column, ...], make: Make, *, event_id: EventId, header: bool) -> tuple[Sheet, ...]:
    """The data, what did not happen in a file of its own, and the side table with a row for each row of both."""
    first = columns[0]

    def beside(told: Told) -> Iterator[Row]:
        for entry in told.entries:
            row = side.row(entry)
            for pair in pairs(entry.report):
                yield {"event_id": event_id(entry.key + pair.suffix), **row}

    about, key = "one row for each actor and recipient of what is told to have happened", (first.name,)
    return (
        Sheet(f"{name}.{suffix}", about, columns, rows(make), key, header=header, status="actual"),
        Sheet(f"{name}_not_actual.{suffix}", "the same columns for what is denied, planned or only possible", columns, rows(make), key,
              header=header, status="other"),
        Sheet(f"{name}_claimants.tsv", "on whose say-so, and more that the layout has no place for", side.columns(first.name, first.kind),
              beside, ("event_id",)),
    )  # fmt: skip


def country(party: Party | None, *, gdelt: bool = False) -> str:
    """CAMEO country code of a state, a user's own code as it is; "" for bodies that are no states."""
    code = (party.country or "") if party else ""
    state = codes.states().get(code)
    if state is None:
        return "" if code in codes.BODIES else code
    return state.gdelt if gdelt else state.cameo


def body(party: Party | None) -> str:
    """UNO, IGO, NGO ...: what stands in a CAMEO actor code in the place of a country."""
    return party.country if party and party.country in codes.BODIES else ""

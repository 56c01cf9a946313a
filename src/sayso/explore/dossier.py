"""Everything about one event: on whose word it stands, outlets by fields, a time line, who rests on whom, what followed, why it is one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape

from sayso.events.compare import Comparer, Comparison
from sayso.events.follow import Tie, day_of, ties
from sayso.events.group import Event
from sayso.events.profile import Profile, profile, says
from sayso.events.rules import rules
from sayso.events.telling import Telling, stem
from sayso.events.witnesses import Witness
from sayso.explore.events import STANDING, headline, support
from sayso.show.account import counted
from sayso.show.data import Row
from sayso.show.lines import Line, Segment, clip, line, tidy
from sayso.store.event_tables import event_row
from sayso.store.events import Events

NEIGHBOURS = 300  # events of the same parties that are looked at for what followed
DAYS = 180
LONGEST_SENTENCE = 220
LENGTH_OF_DAY = 10  # 2026-03-11
SIDES = {
    "outlet": "an outlet's own voice",
    "actor": "the actor's side",
    "recipient": "the recipient's side",
    "third": "a third party",
    "unknown": "unnamed, or of no known side",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A table with a heading. `note`: how to read it. `named`: its cells need their headings where they stand one behind the other."""

    title: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    note: str = ""
    named: bool = False


@dataclass(frozen=True, slots=True)
class Dossier:
    """An event with all that is known of it; `row` is its row of table `events`."""

    profile: Profile
    row: Row
    followed: tuple[Tie, ...]  # what became of it, and what stands against it
    follows: tuple[Tie, ...]  # what it fulfils, breaks or answers

    @property
    def event(self) -> Event:
        return self.profile.event

    @property
    def title(self) -> str:
        return headline(self.row)

    def sections(self) -> tuple[Section, ...]:
        """The dossier as tables: what the terminal, the HTML file and the browser show."""
        found = self.profile
        return (
            Section("On whose word", ("who", "on which side", "says", "through whom", "first on"), tuple(_words(found))),
            Section(
                "What the accounts agree on",
                ("field", "most say", "share", "independent outlets", "others"),
                tuple(_fields(found)),
                "Share: of the independent outlets that state the field at all.",
            ),
            Section(
                "Outlets by fields",
                ("outlet", "published", "actor", "recipient", "how", "day", "place", "numbers", "happened"),
                tuple(_outlets(found)),
                named=True,
            ),
            Section("Time line", ("published", "outlet", "on whose word", "status", "sentence", "report"), tuple(_timeline(found))),
            Section("Who rests on whom", ("outlet", "rests on"), tuple(_rests(found))),
            Section("What came of it, and what stands against it", ("what", "event", "day", "because of"), tuple(_ties(self))),
            Section(
                "Why these reports are one event",
                ("report", "with", "points", "what agrees and what does not"),
                tuple(_why(self.event)),
                "4 points and more make one event: docs/events.md.",
            ),
        )

    def lines(self, *, why: bool = False) -> Iterator[Line]:
        """For a terminal; the last section only where it is asked for."""
        yield line(Segment(self.title, "title"))
        yield line(Segment(_about(self), "quiet"), hang="  ")
        for section in self.sections() if why else self.sections()[:-1]:
            if section.rows:
                yield Line()
                yield line(Segment(section.title.upper(), "heading"))
                yield from _listed(section)

    def html(self) -> str:
        """One self-contained page: nothing is loaded from anywhere."""
        parts = [f"<h1>{escape(self.title)}</h1>", f"<p>{escape(_about(self))}</p>"]
        for section in self.sections():
            if section.rows:
                parts += [f"<h2>{escape(section.title)}</h2>", _table(section)]
                parts += [f"<p class=note>{escape(section.note)}</p>"] if section.note else []
        return _PAGE.format(title=escape(self.title), body="\n".join(parts))

    def to_dict(self) -> Row:
        """Plain values, for programs."""
        sections = [{"title": s.title, "columns": list(s.columns), "rows": [list(r) for r in s.rows]} for s in self.sections()]
        return {"title": self.title, **self.row, "sections": sections}


def dossier(events: Events, name: str) -> Dossier:
    """By the event's id or its beginning. Raises StopRun where there is none, or more than one."""
    found = profile(events.event(name))
    near = [profile(e) for e in events.some(_neighbours(events, found))]
    before = [Tie(t.what, other, t.words, t.note) for other in near for t in ties(other, [found]) if t.what not in _AGAINST]
    return Dossier(found, event_row(found), tuple(ties(found, near)), tuple(before))


_AGAINST = ("contradicted", "rival account")  # these hold both ways


def _neighbours(events: Events, found: Profile) -> list[str]:
    """Events that share a country with it, in the half year around it; the nearest days first."""
    countries = sorted({p.country for p in (*found.actors, *found.recipients) if p.country})
    day = day_of(found)
    if not countries or day is None:
        return []
    book = rules()
    types = {found.type} | {a.type for f in book.follow if f.first == found.type for a in f.then}
    types |= {f.first for f in book.follow if any(a.type == found.type for a in f.then)}
    types |= {t for pair in book.opposite for t in (pair[0].type, pair[1].type) if found.type in (pair[0].type, pair[1].type)}
    sql = """SELECT event_id FROM events WHERE list_contains(?, event_type) AND
        list_has_any(string_split(concat_ws('; ', actor_country, recipient_country), '; '), ?)
        AND abs(coalesce(event_start, first_published) - ?::DATE) <= ? AND event_id <> ?
        ORDER BY abs(coalesce(event_start, first_published) - ?::DATE), event_id LIMIT ?"""
    values = [sorted(types), countries, day, DAYS, found.event.id, day, NEIGHBOURS]
    return [i for (i,) in events.project.sql(sql, values)]


def _about(found: Dossier) -> str:
    row = found.row
    day = row["event_start"] and (
        row["event_start"].isoformat() + (f" to {row['event_end'].isoformat()}" if row["event_end"] != row["event_start"] else "")
    )
    facts = [f"event {row['event_id']}", STANDING[row["standing"]], day or "no day told", row["place"] and f"at {tidy(row['place'])}"]
    facts += [support(row), f"{counted(row['report_count'], 'mention')} in {counted(row['article_count'], 'article')}"]
    facts += [f"{c.by} {c.how}" + (f" on {c.day.isoformat()}" if c.day else "") for c in found.profile.confirmed]
    return " · ".join(f for f in facts if f)


# ---------------------------------------------------------------- sections
def _words(found: Profile) -> Iterator[tuple[str, ...]]:
    for witnesses, what in ((found.told, "it happened"), (found.denied, "it did not happen"), (found.open, "it will or may happen")):
        for witness in witnesses:
            yield (
                ", ".join(dict.fromkeys(map(tidy, witness.names))),
                SIDES[witness.side],
                what,
                _through(witness, found),
                min((t.published.isoformat() for t in witness.tellings if t.published), default=""),
            )


def _through(witness: Witness, found: Profile) -> str:
    """The independent outlets that pass it on."""
    return "" if witness.side == "outlet" else "passed on by " + ", ".join(dict.fromkeys(found.lines[t.article] for t in witness.tellings))


def _fields(found: Profile) -> Iterator[tuple[str, ...]]:
    for field in found.fields:
        others = "; ".join(f"{tidy(v.text)} ({'; '.join(v.says)})" for v in field.others)
        given = f"{len(field.value.lines)}: {', '.join(field.value.lines)}"
        yield field.name, tidy(field.value.text), f"{field.share:.0%}", given, f"but {others}" if others else ""


def _outlets(found: Profile) -> Iterator[tuple[str, ...]]:
    """A row for each article that tells of it: the fullest of what it says."""
    articles: dict[str, list[Telling]] = {}
    for telling in found.event.tellings:
        articles.setdefault(telling.article, []).append(telling)
    for tellings in articles.values():
        first = tellings[0]
        days = dict.fromkeys(t.first for t in tellings if t.dated and t.first is not None)
        yield (
            first.outlet or f"article {first.article}",
            first.published.isoformat() if first.published else "",
            _joined(w.name for t in tellings for w in t.actors),
            _joined(w.name for t in tellings for w in t.recipients),
            _joined(t.mode for t in tellings if t.mode),
            ", ".join(_iso(d) for d in days),
            _joined(t.where.text for t in tellings if t.where.text),
            _joined(f"{number} {name}" for t in tellings for name, number in t.counts),
            "; ".join(f"{words}: {by}" for words, by in _happened(tellings)),
        )


def _happened(tellings: list[Telling]) -> Iterator[tuple[str, str]]:
    """`yes`: on whose word; `no`: on whose."""
    for status, words in (("actual", "yes"), ("negated", "no"), ("future", "to come"), ("hypothetical", "perhaps")):
        if by := _joined("own word" if t.own_voice else says(t).partition(", citing ")[2] for t in tellings if t.status == status):
            yield words, by


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


def _joined(values: Iterator[str]) -> str:
    return ", ".join(dict.fromkeys(clip(tidy(v), 60) for v in values))


def _timeline(found: Profile) -> Iterator[tuple[str, ...]]:
    for telling in found.event.tellings:
        yield (
            telling.published.isoformat() if telling.published else "",
            telling.outlet or f"article {telling.article}",
            telling.chain or ("the outlet" if telling.own_voice else "unnamed"),
            telling.status,
            clip(tidy(telling.sentence).strip(), LONGEST_SENTENCE),
            telling.key,
        )


def _rests(found: Profile) -> Iterator[tuple[str, ...]]:
    """For each outlet the claimants that it cites, whose text it repeats, or that it speaks for itself."""
    outlets: dict[str, list[str]] = {}
    for telling in found.event.tellings:
        name = telling.outlet or f"article {telling.article}"
        line_of = found.lines[telling.article]
        rests = outlets.setdefault(name, [])
        if line_of != name and telling.copy_of:
            rests.append(f"the text of {line_of}")
        rests.append("its own word" if telling.own_voice else says(telling).partition(", citing ")[2])
    for name, rests in outlets.items():
        yield name, "; ".join(dict.fromkeys(rests))


def _ties(found: Dossier) -> Iterator[tuple[str, ...]]:
    for tie in found.followed:
        yield _tie(tie, tie.what)
    for tie in found.follows:
        yield _tie(tie, _BACK.get(tie.what, tie.what))


_BACK = {
    "fulfilled": "it fulfils",
    "broken": "it breaks",
    "carried out": "it carries out",
    "met": "it meets",
    "refused": "it refuses",
    "dropped": "it drops",
}


def _tie(tie: Tie, what: str) -> tuple[str, ...]:
    other = event_row(tie.other)
    day = day_of(tie.other)
    because = [tie.note, f"both say {', '.join(_whole(tie))}" if tie.words else ""]
    return what, f"{headline(other)} ({tie.other.event.id})", day.isoformat() if day else "", "; ".join(b for b in because if b)


def _whole(tie: Tie) -> list[str]:
    """The words behind the stems that the two share, as the later event's sentences have them."""
    words = [w.strip(".,;:!?“”\"'()") for t in tie.other.event.tellings for w in t.sentence.split()]
    return [next((w for w in words if stem(w) == s), s) for s in tie.words[:8]]


def _why(event: Event) -> Iterator[tuple[str, ...]]:
    """Each report with the one that it agrees with best."""
    comparer = Comparer()
    for telling in event.tellings:
        best = max(
            (other for other in event.tellings if other is not telling), key=lambda o: (comparer.score(telling, o), o.key), default=None
        )
        if best is not None:
            comparison = comparer.compare(telling, best)
            yield telling.key, best.key, f"{comparison.score:+.1f}", reasons(comparison)


def reasons(comparison: Comparison) -> str:
    """`actor +1.3 both Ondria; time +0.6 told the same day`."""
    return "; ".join(f"{p.field} {p.points:+.1f} {p.reason}".strip() for p in comparison.parts)


def closest(one: Event, other: Event) -> Iterator[Line]:
    """The two reports of two events that agree best, and why they are not one event, or what keeps the events apart if they are."""
    comparer = Comparer()
    a, b = max(((a, b) for a in one.tellings for b in other.tellings), key=lambda p: (comparer.score(*p), p[0].key, p[1].key))
    found = comparer.compare(a, b)
    for telling in (a, b):
        yield line(Segment(f"{telling.key}  ", "id"), Segment(clip(tidy(telling.sentence).strip(), LONGEST_SENTENCE)), hang="  ")
    more = "these two alone would be one event; something else in the two events stands against it" if found.same else "4 make one event"
    yield line(Segment(f"{found.score:+.1f} points", "status"), Segment(f" ({more})", "quiet"))
    for part in found.parts:
        yield line(Segment(f"  {part.points:+6.1f}  {part.field.ljust(10)}", "claimant"), Segment(part.reason), hang=" " * 20)


# ---------------------------------------------------------------- forms
def _listed(section: Section) -> Iterator[Line]:
    """Rows as lines: the first cell in front, the others behind it with their headings where these tell something."""
    width = min(34, max(len(r[0]) for r in section.rows))
    for row in section.rows:
        first = clip(row[0], width)
        rest = [f"{h} {c}" if section.named and h != "published" else c for h, c in zip(section.columns[1:], row[1:], strict=True) if c]
        yield line(Segment(first.ljust(width + 2), "claimant"), Segment(" · ".join(rest)), hang=" " * (width + 2))


def _cell(text: str) -> str:
    day = len(text) == LENGTH_OF_DAY and text.replace("-", "").isdigit()
    return f"<td class=day>{escape(text)}</td>" if day else f"<td>{escape(text)}</td>"


def _table(section: Section) -> str:
    head = "".join(f"<th>{escape(c)}</th>" for c in section.columns)
    body = "\n".join("<tr>" + "".join(_cell(c) for c in row) + "</tr>" for row in section.rows)
    return f"<div><table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table></div>"


_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }}
h1 {{ font-size: 1.5rem; }} h2 {{ font-size: 1.1rem; margin-top: 2rem; }}
div {{ overflow-x: auto; }}
table {{ border-collapse: collapse; width: 100%; font-size: .9rem; }}
th, td {{ text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #8884;
  overflow-wrap: break-word; }}
.day {{ white-space: nowrap; }}
.note {{ opacity: .7; font-size: .85rem; }}
@media print {{ body {{ margin: 0; max-width: none; }} }}
</style>
</head>
<body>
{body}
</body>
</html>
"""

"""The readable account of one article: its reports with their evidence, then claimant by claimant what each says."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby

from sayso.records import CodedArticle, Party, Place, Reason, Report, Span, Statement
from sayso.show.lines import Line, Segment, Style, clip, excerpt, line, shorten, tidy
from sayso.show.phrases import as_object, does, listed, says, when
from sayso.show.voices import chain, speaker

LONGEST_NAME = 48
LONGEST_TITLE = 90  # of the text's beginning, where the article has no title
MORE_THAN_NAME = 20
LONGEST_CONTENT = 150
HANG = " " * 5
GUTTER = f"{HANG}│ "
ARTICLES = ("The ", "A ", "An ")
CLAIMANTS = {"nobody": "nobody named"}
QUOTES = '“”"„«»'
CLAUSES = frozenset(("asserts", "denies", "confirms", "promises", "threatens", "demands", "doubts", "believes"))  # are followed by `that`


def account(coded: CodedArticle, *, why: bool = False) -> Iterator[Line]:
    """One article for a person to read. `why` adds the rule, the lexicon row and the words behind each record."""
    yield from _head(coded)
    if coded.reports:
        yield from _titled("Who did what to whom, and on whose say-so", _reports(coded, coded.reports, why))
    if coded.reports or coded.statements:
        yield from _titled("Claimant by claimant", _claimants(coded, why))
    else:
        yield line(Segment("Nothing found that a political actor did or said.", "quiet"))


def head(coded: CodedArticle) -> Iterator[Line]:
    """Title, outlet, date, how much was found, and the id by which a project shows it."""
    yield from _head(coded, f"id {coded.article.id}")


def some(coded: CodedArticle, ids: Sequence[str], *, why: bool = False) -> Iterator[Line]:
    """Only these reports and statements of an article, in this order, below its head."""
    yield from head(coded)
    reports = {r.id: r for r in coded.reports}
    yield from _reports(coded, [reports[i] for i in ids if i in reports], why)
    for statement in filter(None, map(coded.statement, ids)):
        yield from _said_by(
            speaker(statement, coded.article.text, _namer(coded)), CLAIMANTS.get(statement.claimant_type, statement.claimant_type)
        )
        yield from _statement(coded, statement, why)


def _titled(title: str, lines: Iterator[Line]) -> Iterator[Line]:
    yield Line()
    yield line(Segment(title.upper(), "heading"))
    yield from lines


def _head(coded: CodedArticle, *more: str) -> Iterator[Line]:
    article = coded.article
    yield line(Segment(tidy(article.title) or clip(tidy(opening(article.text)).strip(), LONGEST_TITLE), "title"))
    facts = [tidy(article.outlet) or "outlet not given"]
    facts.append(f"published {article.published.isoformat()}" if article.published else "publication date not given")
    facts += [counted(len(coded.reports), "report"), counted(len(coded.statements), "statement")]
    facts += map(tidy, more)
    yield line(Segment(" · ".join(facts), "quiet"))
    for note in article.notes:
        yield line(Segment(f"Note: {tidy(note)}", "quiet"))


def opening(text: str) -> str:
    """How a text without a title begins; an address alone on its first line (a picture's, say) is no beginning."""
    lines = [line for line in text[:2000].splitlines() if line.strip()]
    return next((line for line in lines if " " in line.strip() or "://" not in line), text)[:400]


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


# ---------------------------------------------------------------- reports
def _reports(coded: CodedArticle, some: Sequence[Report], why: bool) -> Iterator[Line]:
    """Reports that rest on the same sentence stand together above it."""
    for sentence, group in groupby(some, key=lambda r: r.sentence):
        reports = list(group)
        yield Line()
        for report in reports:
            yield _numbered(
                report.id,
                *_who_did_what(report, coded.article.text),
                *_circumstances(report),
                *_according_to(coded, report),
                *_codes(report),
            )
            if why:
                yield from _why(coded, report.because)
                for party in (*report.actors, *report.recipients):
                    yield from _why_party(coded, party)
        yield line(Segment(GUTTER, "quiet"), *excerpt(coded.article.text, sentence, [r.trigger for r in reports]), hang=GUTTER)


def _numbered(number: str, *segments: Segment) -> Line:
    return line(Segment(number.ljust(len(HANG)), "id"), *segments, hang=HANG)


def _who_did_what(report: Report, text: str) -> Iterator[Segment]:
    recipients = names(report.recipients, text, as_object)
    status, before, after = does(report.type, report.mode, report.status, recipients)
    yield Segment(capital(names(report.actors, text)) or "Somebody", "party")
    yield Segment(" ")
    if status:
        yield Segment(status, "status")
        yield Segment(" ")
    yield Segment(before, "verb")
    if recipients and (after or before.endswith(" ")):
        yield Segment(recipients, "party")
    if after:
        yield Segment(after, "verb")


def sentence(coded: CodedArticle, report: Report) -> Iterator[Segment]:
    """The report as one sentence: `velmar.example reports that Ostria denied that Ostria attacked Kalvia on 12 March 2026`."""
    text = coded.article.text
    yield Segment(tidy(coded.article.outlet) or "The outlet", "title")
    yield Segment(" reports that ")
    last = ""
    for statement in reversed(coded.chain(report.statement)):
        said_by = speaker(statement, text, lambda party: shown(party, text)) or "an unnamed source"
        if said_by == last:  # who quotes himself stands once
            continue
        last = said_by
        force = statement.force if statement.force in CLAUSES else "asserts"
        if force == "denies" and statement.id == report.statement:
            if report.status == "negated":  # `denied that it attacked`, not `denied that it did NOT attack`
                report = replace(report, status="actual")
            else:
                force = "asserts"
        marker, verb = says(force, statement.negated)
        yield Segment(said_by, "claimant")
        yield Segment(f" {marker} {verb} that " if marker else f" {verb} that ")
    first, *rest = _who_did_what(report, text)
    yield first if report.actors else Segment("somebody", "party")
    yield from rest
    yield from _circumstances(report)


def _circumstances(report: Report) -> Iterator[Segment]:
    if said := tidy(when(report.when)):
        yield Segment(f" {said}")
    parties = [p.span for p in (*report.actors, *report.recipients) if p.span]
    if report.where.text and not any(report.where.span and p.overlaps(report.where.span) for p in parties):
        yield Segment(f" in {place(report.where)}")
    counts = [f"{number} {what}" for what in ("killed", "injured", "arrested") if (number := getattr(report.counts, what)) is not None]
    if counts:
        yield Segment(f" ({', '.join(counts)})")


def _according_to(coded: CodedArticle, report: Report) -> Iterator[Segment]:
    speakers = chain(coded, report.statement, _namer(coded))
    if not speakers:
        yield Segment(", in the outlet's own voice", "quiet")
        return
    yield Segment(", according to ")
    for n, name in enumerate(speakers):
        yield Segment(", quoted by " if n else "")
        yield Segment(name or "an unnamed source", "claimant")


def _codes(report: Report) -> Iterator[Segment]:
    """Type, mode, codes of the parties and status, for those who know them: quiet, at the end."""
    sides = " → ".join(" + ".join(_code(p) for p in side) or "—" for side in (report.actors, report.recipients))
    facts = [" ".join(filter(None, (report.type, report.mode))), sides if any(c.isalpha() for c in sides) else ""]
    facts += [report.status if report.status != "actual" else "", "historical" if report.historical else ""]
    yield Segment("  " + " · ".join(filter(None, facts)), "quiet", keep=True)


def _code(party: Party) -> str:
    return " ".join((party.country or "?", *party.sectors[:2])) if party.country or party.sectors else "?"


def capital(text: str) -> str:
    """With a capital letter at the start of a line."""
    return text[:1].upper() + text[1:]


def shown(party: Party, text: str) -> str:
    """A party as the account names it: in the article's words where they are the name and little more (`the Lithuanian President`)."""
    name, words = tidy(party.name), tidy(party.text)
    if len(words) <= len(name) + MORE_THAN_NAME and "," not in words and set(name.casefold().split()) <= set(words.casefold().split()):
        name = words
    return uncapitalised(shorten(name, LONGEST_NAME), text)


def _namer(coded: CodedArticle) -> Callable[[Party], str]:
    return lambda party: as_object(shown(party, coded.article.text))


def uncapitalised(name: str, text: str) -> str:
    """`the police`, `protesters`: without a capital that only began a sentence, as the article's other sentences show."""
    first, _, rest = name.partition(" ")
    is_word = first.istitle() and first.lower() in _small_words(text) and not rest[:1].isupper()
    return name[:1].lower() + name[1:] if is_word or name.startswith(ARTICLES) else name


@lru_cache(maxsize=8)
def _small_words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\b[a-z]+\b", text))


def names(parties: Sequence[Party], text: str, form: Callable[[str], str] = str) -> str:
    """`France and Germany`; each name shortened where it is long."""
    return listed(list(dict.fromkeys(form(shown(p, text)) for p in parties if p.name)))


def place(where: Place) -> str:
    """The gazetteer's name where the article's words hold it, else the words."""
    return tidy(where.name if where.name and where.name.casefold() in where.text.casefold() else where.text)


# ---------------------------------------------------------------- claimant by claimant
def _claimants(coded: CodedArticle, why: bool) -> Iterator[Line]:
    """The outlet's own reports, then each speaker's statements, with the reports that stand in them."""
    own = [r for r in coded.reports if r.statement is None]
    if own:
        yield from _said_by(f"{tidy(coded.article.outlet) or 'the outlet'} itself", "")
        for report in own:
            yield _numbered(report.id, *_who_did_what(report, coded.article.text), *_circumstances(report))
    for statements in _by_speaker(coded):
        kinds = dict.fromkeys(CLAIMANTS.get(s.claimant_type, s.claimant_type) for s in statements)
        yield from _said_by(speaker(statements[0], coded.article.text, _namer(coded)), ", ".join(kinds))
        for statement in statements:
            yield from _statement(coded, statement, why)


def _said_by(name: str, note: str) -> Iterator[Line]:
    yield Line()
    title = f"Said by {name}" if name else "Said, with nobody named"
    yield line(Segment(title, "claimant"), Segment(f"  {note}" if name and note else "", "quiet"), hang=HANG)


def _statement(coded: CodedArticle, statement: Statement, why: bool) -> Iterator[Line]:
    facts = [statement.kind, "at arm's length" if statement.distanced else ""]
    kinds = Segment("  " + " · ".join(filter(None, facts)), "quiet", keep=True)
    yield _numbered(statement.id, *_says(coded, statement), *_content(coded, statement), kinds)
    if why:
        yield from _why(coded, statement.because)
        for party in statement.claimants:
            yield from _why_party(coded, party)
    for report in coded.reports:
        if report.statement == statement.id:
            lead = Segment(f"{HANG}→ {report.id} ", "quiet")
            yield line(lead, *_who_did_what(report, coded.article.text), *_circumstances(report), hang=f"{HANG}  ")


def _says(coded: CodedArticle, statement: Statement) -> Iterator[Segment]:
    outer = [name or "an unnamed source" for name in chain(coded, statement.id, _namer(coded))[1:]]
    if outer:
        yield Segment(f"(quoted by {', quoted by '.join(outer)}) ", "quiet")
    marker, verb = says(statement.force, statement.negated)
    if marker:
        yield Segment(f"{marker} ", "status")
    yield Segment(verb, "verb")
    is_clause = statement.kind == "indirect" and any(s.of(coded.article.text).startswith("that ") for s in statement.content[:1])
    yield Segment(" " if is_clause else ": ")  # `denied that ...` needs no colon


def _content(coded: CodedArticle, statement: Statement) -> Iterator[Segment]:
    words = " … ".join(tidy(s.of(coded.article.text)).strip() for s in statement.content) or "(content not found)"
    if statement.kind != "direct":
        yield Segment(shorten(words, LONGEST_CONTENT))
    else:
        yield Segment(f"“{shorten(words.strip(QUOTES).rstrip(', '), LONGEST_CONTENT)}”")


def _by_speaker(coded: CodedArticle) -> Iterable[list[Statement]]:
    """Statements by speaker, in order of first appearance; letters' case does not make two speakers."""
    groups: dict[str, list[Statement]] = {}
    for statement in coded.statements:
        groups.setdefault(speaker(statement, coded.article.text).casefold(), []).append(statement)
    return groups.values()


def statement_sentence(coded: CodedArticle, statement: Statement) -> Iterator[Segment]:
    """The statement as one sentence: `Ilse Torvald said: “We attacked nobody”`."""
    yield Segment(speaker(statement, coded.article.text, lambda party: shown(party, coded.article.text)) or "An unnamed source", "claimant")
    yield Segment(" ")
    yield from _says(coded, statement)
    yield from _content(coded, statement)


# ---------------------------------------------------------------- why
def _why(coded: CodedArticle, reasons: Sequence[Reason]) -> Iterator[Line]:
    for reason in reasons:
        row = f" · {reason.row}" if reason.row else ""
        note = f" · {tidy(reason.note)}" if reason.note else ""
        yield _because(f"{reason.rule}{row}{_words(coded, reason.words)}{note}")


def _why_party(coded: CodedArticle, party: Party) -> Iterator[Line]:
    if party.link and party.link.rule:
        row = f" · {party.link.row}" if party.link.row else ""
        spans = (party.span,) if party.span else ()
        yield _because(f"{shown(party, coded.article.text)}: {party.link.rule}{row}{_words(coded, spans)}")
    yield from _why(coded, party.because)


def _words(coded: CodedArticle, spans: Sequence[Span]) -> str:
    found = [shorten(tidy(s.of(coded.article.text)), LONGEST_NAME) for s in spans]
    return f" · “{' … '.join(found)}”" if found else ""


def _because(text: str) -> Line:
    style: Style = "why"
    return line(Segment(f"{HANG}because ", "quiet"), Segment(text, style), hang=f"{HANG}        ")

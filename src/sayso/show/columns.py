"""The columns of the two public tables, in their order: name, type, and what it means. The only list of them.

`data.report_row` and `data.statement_row` fill them; data frames, project folders, exports and their data dictionaries read them here.
"""

from dataclasses import dataclass
from datetime import date

LONGEST_COLUMN = 32  # characters: what Stata takes


@dataclass(frozen=True, slots=True)
class Column:
    """`kind` is str, int, float, bool or date; every column may be empty, which means `not stated` or `not known`, never zero."""

    name: str
    kind: type
    meaning: str


def _party(role: str, who: str) -> tuple[Column, ...]:
    return (
        Column(f"{role}_name", str, f"{who}: names, as a reader would give them after reading the article; several joined by '; '"),
        Column(f"{role}_country", str, f"{who}: ISO 3166 alpha-3 codes or EUR, UNO, IGO, NGO, MNC, ISM, IMG, in step with the names"),
        Column(f"{role}_sectors", str, f"{who}: PLOVER sectors, the first is primary; spaces inside one party, '; ' between parties"),
    )


ARTICLE = (
    Column("article_id", str, "the article: its own id, or one made from its content"),
    Column("outlet_name", str, "who published the article"),
    Column("article_url", str, "its address"),
    Column("published", date, "its day of publication"),
)
REPORTS = (
    *ARTICLE,
    Column("report_id", str, "the report: r1, r2 ... in reading order, unique in its article"),
    Column("event_type", str, "PLOVER type, or one of your own code book"),
    Column("event_mode", str, "PLOVER mode: how it was done"),
    Column("contexts", str, "PLOVER contexts, joined by '; '"),
    Column("status", str, "actual, negated, future or hypothetical"),
    Column("historical", bool, "told as background: long before the news"),
    *_party("actor", "who does it"),
    *_party("recipient", "to whom it is done"),
    Column("event_date", str, "when, as exact as the text allows: 2020-08-16, 2020-08 or 2020"),
    Column("event_start", date, "first day of that time"),
    Column("event_end", date, "last day of that time, inclusive"),
    Column("date_precision", str, "day, week, month, season, year, decade, century or unknown"),
    Column("date_basis", str, "what the date rests on: stated, relative, context, publication or not stated"),
    Column("place", str, "the place in the article's words"),
    Column("place_country", str, "its country, ISO 3166 alpha-3"),
    Column("place_name", str, "name of the gazetteer entry that it was taken to mean"),
    Column("place_admin1", str, "state or province of that entry"),
    Column("place_precision", str, "city, district, province, country, region, sea or unknown"),
    Column("latitude", float, "of that entry, degrees north"),
    Column("longitude", float, "of that entry, degrees east"),
    Column("geonames_id", int, "of that entry in GeoNames"),
    Column("killed", int, "number killed that the sentence gives"),
    Column("injured", int, "number injured that the sentence gives"),
    Column("arrested", int, "number arrested that the sentence gives"),
    Column("statement_id", str, "the innermost statement that holds the report; empty: the outlet's own voice"),
    Column("voice", str, "who the claimant is to the event: outlet, actor, recipient, actor side, recipient side, third party, unnamed"),
    *_party("claimant", "on whose say-so (speakers of the innermost statement)"),
    Column("claimant_type", str, "official, person, organisation, media, document, unnamed or nobody"),
    Column("claimant_chain", str, "speakers from the innermost outwards, joined by ' < '"),
    Column("force", str, "what is done by saying it: asserts, denies, threatens ..."),
    Column("trigger", str, "the words that name the event"),
    Column("trigger_start", int, "where they start in the article's text, in Unicode code points"),
    Column("trigger_end", int, "where they end, exclusive"),
    Column("sentence", str, "the sentence that it rests on"),
    Column("sentence_start", int, "where the sentence starts"),
    Column("sentence_end", int, "where it ends, exclusive"),
    Column("confidence", float, "how sure the coder is, 0 to 1"),
    Column("rule", str, "the rules that made the record, joined by '; '"),
)
STATEMENTS = (
    *ARTICLE,
    Column("statement_id", str, "the statement: s1, s2 ... in reading order, unique in its article"),
    Column("parent_id", str, "the statement that it stands inside"),
    Column("speaker", str, "a name, or the description of an unnamed speaker"),
    *_party("claimant", "the speakers"),
    Column("claimant_type", str, "official, person, organisation, media, document, unnamed or nobody"),
    Column("force", str, "what is done by saying it: asserts, denies, threatens ..."),
    Column("negated", bool, "the cue is negated: did not say"),
    Column("distanced", bool, "the author holds it at arm's length: claims, so-called"),
    Column("kind", str, "direct, indirect or mixed"),
    Column("cue", str, "the words that attribute: said, according to"),
    Column("source", str, "the words that name the speaker"),
    Column("content", str, "what is said; pieces joined by ' … '"),
    Column("content_start", int, "where the content starts in the article's text, in Unicode code points"),
    Column("content_end", int, "where it ends, exclusive"),
    Column("confidence", float, "how sure the coder is, 0 to 1"),
    Column("rule", str, "the rules that made the record, joined by '; '"),
)
PUBLIC: dict[str, tuple[Column, ...]] = {"reports": REPORTS, "statements": STATEMENTS}

"""The tables of a project folder: their columns, types and meanings. docs/project.md is checked against them."""

from dataclasses import dataclass
from datetime import date

from sayso.show.columns import ARTICLE, REPORTS, STATEMENTS, Column

VERSION = 1  # of the project folder; raise it when a table changes its form
SETTINGS_FILE = "sayso.toml"
MANIFEST = "manifest"  # one JSON file for each shard, written last: a shard is there when its manifest is
JOURNAL = "journal.sqlite"  # place kept for review decisions
SQL_TYPES = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN", date: "DATE"}


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `stored`: it has Parquet shards of its own in a folder of its name."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    stored: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)


_ID, *_REST = ARTICLE
ARTICLES = Table(
    "articles",
    "one row for each article",
    (
        _ID,
        *_REST,
        Column("title", str, "its headline"),
        Column("words", int, "number of words, split at white space"),
        Column("characters", int, "length of the text in Unicode code points"),
        Column("text_sha256", str, "SHA-256 of the text in UTF-8"),
        Column("report_count", int, "number of reports found in it"),
        Column("statement_count", int, "number of statements found in it"),
        Column("duplicate_of", str, "the article that came before with the same words in the same order"),
        Column("near_duplicate_of", str, "the article that came before with nearly the same text, or that holds nearly all of it"),
        Column(
            "similarity",
            float,
            "how much they share, 0 to 1: of five-word runs in either, or of the shorter one's where it is part of the other",
        ),
        Column("notes", str, "what the reader had to guess, joined by ' | '"),
        Column("input_name", str, "file, file:line or standard input that it was read from"),
        Column("input_key", str, "fingerprint of id, outlet, date, title, address and text: tells what is done already"),
        Column("shard", str, "the shard that holds it; table `runs` says by what that was coded"),
        Column("text", str, "the article's text; all offsets count in it"),
        Column("record", str, "statements, reports and makers in full, as JSON: what the flat tables are made from"),
    ),
)
STATEMENT_TABLE = Table("statements", "one row for each statement: who is given as saying what", STATEMENTS)
REPORT_TABLE = Table("reports", "one row for each report: one event as one article tells it", REPORTS)
ACTORS = Table(
    "actors",
    "one row for each actor, recipient and claimant of a report or statement: the lists of the other tables, one by one",
    (
        _ID,
        Column("record_id", str, "the report (r1) or statement (s1)"),
        Column("role", str, "actor, recipient or claimant"),
        Column("number", int, "its place in the list, from 1"),
        Column("name", str, "as a reader would name it after reading the article"),
        Column("country", str, "ISO 3166 alpha-3 code or EUR, UNO, IGO, NGO, MNC, ISM, IMG"),
        Column("sectors", str, "PLOVER sectors, the first is primary, with spaces between"),
        Column("identifier", str, "e.g. a Wikidata id, where the lexicon has one"),
        Column("chain", int, "the same number in one article: the same actor"),
        Column("words", str, "the article's own words for it"),
        Column("words_start", int, "where they start in the text; empty where the sentence leaves it out"),
        Column("words_end", int, "where they end, exclusive"),
        Column("rule", str, "the rule that said who it is"),
        Column("lexicon_row", str, "the lexicon rows it rests on"),
    ),
)
SKIPPED = Table(
    "skipped",
    "one row for each input that could not be used",
    (
        Column("input_name", str, "file, file:line or standard input"),
        Column("reason", str, "what is wrong with it"),
        Column("hint", str, "what to do about it"),
        Column("article_id", str, "its id, where it could be read but not coded"),
        Column("input_key", str, "fingerprint: tells that it was met before"),
        Column("shard", str, "the shard that holds this row"),
    ),
)
RUNS = Table(
    "runs",
    "one row for each shard: by what it was coded, and how much it holds",
    (
        Column("shard", str, "its name; the files of all tables carry it"),
        Column("version", str, "digest of all that follows up to `settings`: two shards with the same one were coded by the same program"),
        Column("program", str, "sayso and its version"),
        Column("model", str, "language pipeline with version and digest"),
        Column("stages", str, "rules, lexicons and code book with versions and digests, joined by '; '"),
        Column("settings", str, "what sayso.toml said about coding, as JSON"),
        Column("input_hash", str, "digest over the inputs of the shard in their order"),
        Column("article_count", int, "articles in it"),
        Column("skipped_count", int, "inputs skipped"),
        Column("statement_count", int, "statements in it"),
        Column("report_count", int, "reports in it"),
        Column("actor_count", int, "rows of table `actors`"),
    ),
    stored=False,
)
TABLES: dict[str, Table] = {t.name: t for t in (ARTICLES, STATEMENT_TABLE, REPORT_TABLE, ACTORS, SKIPPED, RUNS)}
STORED = tuple(t for t in TABLES.values() if t.stored)


def sql_columns(table: Table) -> str:
    """`{article_id: 'VARCHAR', ...}`: the types, as DuckDB's readers take them."""
    return "{" + ", ".join(f"{c.name}: '{SQL_TYPES[c.kind]}'" for c in table.columns) + "}"

"""Tables, feeds, archives, compressed files and patterns: what each gives, and what one bad row costs."""

import bz2
import csv
import gzip
import io
import json
import lzma
import random
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest

from sayso.errors import StopRun
from sayso.readers.detect import LARGEST_FILE, read_paths
from sayso.readers.feeds import fragment_text
from sayso.readers.given import parse_map
from sayso.readers.sniff import sniff
from sayso.records import Article, Skipped

STORY = 'The foreign minister of Arlania said: "The talks with Borduria have failed."\nHe blamed the other side, again.'
OTHER = "Police in Szohod arrested thirty demonstrators on Tuesday; nobody was hurt."


def read(path: Path, said: str = "", **options: object) -> list[Article | Skipped]:
    return list(read_paths([path], columns=parse_map(said) if said else None, **options))  # type: ignore[arg-type]


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def shown(found: list[Article | Skipped]) -> list[str]:
    """Of an article its text, of a skipped input what is wrong."""
    return [f.text if isinstance(f, Article) else f"! {f.reason}" for f in found]


def articles(found: list[Article | Skipped]) -> list[Article]:
    assert all(isinstance(f, Article) for f in found), shown(found)
    return [f for f in found if isinstance(f, Article)]


def table(*rows: list[str], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


# --- tables as text

HEADER = ["id", "headline", "body", "date", "source", "link"]
ROW = ["a1", "Talks", STORY, "2031-05-04", "Arlan Post", "https://a.example/1"]


@pytest.mark.parametrize(("name", "delimiter"), [("a.csv", ","), ("a.csv", ";"), ("a.tsv", "\t"), ("a.tab", "\t"), ("a", "|"), ("a", "\t")])
def test_a_table_with_common_names_needs_no_map(name: str, delimiter: str, tmp_path: Path) -> None:
    (article,) = articles(read(write(tmp_path, name, table(HEADER, ROW, delimiter=delimiter))))
    assert article == Article(
        id="a1", title="Talks", text=STORY, published=date(2031, 5, 4), outlet="Arlan Post", url="https://a.example/1", notes=()
    )


def test_a_map_names_the_columns(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", table(["text", "Story Text", "when"], ["ignored", STORY, "20310504"]))
    (article,) = articles(read(path, "text=story_text, date=when"))
    assert (article.text, article.published) == (STORY, date(2031, 5, 4))


def test_a_map_holds_for_json_too(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", json.dumps({"words": STORY, "paper": "Arlan Post"}))
    (article,) = articles(read(path, "text=words,publisher=paper"))
    assert (article.text, article.outlet) == (STORY, "Arlan Post")
    news = {"content": STORY, "source": {"id": None, "name": "Arlan Post"}, "publishedAt": "2031-05-04T10:00:00Z"}
    (article,) = articles(read(write(tmp_path, "b.jsonl", json.dumps(news))))
    assert (article.outlet, article.published) == ("Arlan Post", date(2031, 5, 4))


MISFITS = {
    "text=words": "it has no column words (its columns: number, story_of_the_day)",
    "": "no column is known to hold the text (its columns: number, story_of_the_day)",
}


@pytest.mark.parametrize(("said", "reason"), MISFITS.items())
def test_a_table_that_does_not_fit_lists_its_columns(said: str, reason: str, tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", table(["number", "story_of_the_day"], ["1", STORY], ["2", STORY]))
    (found,) = read(path, said)
    assert isinstance(found, Skipped)
    assert found.reason == reason
    assert "--map text=" in found.hint


WRONG_MAPS = {
    "text": "not FIELD=NAME",
    "text=": "not FIELD=NAME",
    "body=text": "no field 'body'",
    "text=a,text=b": "twice",
    "": "not FIELD",
}


@pytest.mark.parametrize(("said", "message"), WRONG_MAPS.items())
def test_a_wrong_map_stops_before_anything_is_read(said: str, message: str) -> None:
    with pytest.raises(StopRun, match=message):
        parse_map(said)


def test_a_wrong_map_from_python_stops(tmp_path: Path) -> None:
    with pytest.raises(StopRun, match="no field 'body'"):
        read_paths([tmp_path], columns={"body": "text"})


BAD_ROWS = {  # name: (lines after `id,text`, of each what it gives)
    "another width": (f"1,{OTHER}\n2,a, b\n3,{OTHER}!\n", [OTHER, "! the row has 3 cells, the header 2", f"{OTHER}!"]),
    "too few": (f"1\n3,{OTHER}\n", ["! the row has 1 cells, the header 2", OTHER]),
    "a stray mark": (f'1,"We go" he said\n2,{OTHER}\n', ["! a row that breaks off or has a stray quotation mark", OTHER]),
    "a mark left open": (f'1,{OTHER}\n2,"We go\n', [OTHER, "! a row that breaks off or has a stray quotation mark"]),
    "no text": (f'1,\n2," "\n\n,\n3,{OTHER}\n', ["! its `text` is empty", "! its `text` is empty", OTHER]),
    "no rows": ("", ["! the table has no rows"]),
    "the same id": (f"1,{OTHER}\n1,{OTHER}!\n", [OTHER, "! its id 1 was used before"]),
}


@pytest.mark.parametrize(("lines", "expected"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_a_bad_row_is_named_and_the_others_kept(lines: str, expected: list[str], tmp_path: Path) -> None:
    found = shown(read(write(tmp_path, "a.csv", "id,text\n" + lines)))
    assert [f[: len(e)] for f, e in zip(found, expected, strict=True)] == expected


def test_a_row_is_named_by_the_line_where_it_begins(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", f'id,text\n1,"{OTHER}\n\n{OTHER}"\n2,a,b\n')
    assert [f.where for f in read(path) if isinstance(f, Skipped)] == [f"{path}:5"]


def test_a_mark_left_open_in_a_long_file_costs_no_more_than_a_row_may_hold(tmp_path: Path) -> None:
    line = f"2,{OTHER}\n"
    path = write(tmp_path, "a.csv", 'id,text\n1,"open\n' + line * (LARGEST_FILE // len(line) + 20))
    found = read(path)
    assert isinstance(found[0], Skipped)
    assert any(isinstance(f, Article) for f in found)


QUOTED = '"We will not talk," said the minister of Arlania.'


def test_a_tab_separated_file_without_quoting_is_kept_to_the_letter(tmp_path: Path) -> None:
    (article,) = articles(read(write(tmp_path, "a.tsv", f"id\ttext\n1\t{QUOTED}\n")))
    assert article.text == QUOTED
    (article,) = articles(read(write(tmp_path, "b.tsv", table(["id", "text"], ["1", f"{QUOTED}\nHe left."], delimiter="\t"))))
    assert article.text == f"{QUOTED}\nHe left."


CAFE = "The café’s owner said no. He left at once and was not seen again."


def test_encodings_of_a_table(tmp_path: Path) -> None:
    content = table(["id", "text"], ["1", CAFE])
    for name, raw in {"a": content.encode(), "b": b"\xef\xbb\xbf" + content.encode(), "c": content.encode("utf-16")}.items():
        (article,) = articles(read(write(tmp_path, f"{name}.csv", raw)))
        assert (article.id, article.text, article.notes) == ("1", CAFE, ())
    (article,) = articles(read(write(tmp_path, "d.csv", content.encode("cp1252"))))
    assert article.text == CAFE
    assert "cp1252" in article.notes[0]


def test_a_row_in_another_encoding_far_down_is_read_with_a_note(tmp_path: Path) -> None:
    many = "".join(f"{n},{OTHER} {n}\n" for n in range(2000))
    found = articles(read(write(tmp_path, "a.csv", f"id,text\n{many}".encode() + f"x,{CAFE}\n".encode("cp1252"))))
    assert len(found) == 2001
    assert found[-1].text == CAFE
    assert "cp1252" in found[-1].notes[0]
    assert found[0].notes == ()


@pytest.mark.parametrize(
    "prose", ["Text, body and mind were tired, he said.", "Title: Talks\nBody, text", "text\nbody", "id, text and date; all"]
)
def test_prose_is_no_table(prose: str) -> None:
    assert sniff(prose.encode()) == "text"


# --- Parquet


def parquet(path: Path, select: str) -> Path:
    duckdb.sql(f"COPY ({select}) TO '{str(path).replace(chr(39), chr(39) * 2)}' (FORMAT parquet)")
    return path


PARQUET = """SELECT * FROM (VALUES
  (7, 'Talks', 'The minister left the talks.', DATE '2031-05-04', 'Arlan Post', 1.5, NULL),
  (8, NULL, NULL, NULL, NULL, NULL, NULL),
  (9, 'Riot', 'Police broke up a march.', NULL, 'nan', 'nan'::DOUBLE, NULL)) t(id, title, body, date, source, score, url)"""


def test_parquet(tmp_path: Path) -> None:
    first, second, third = read(parquet(tmp_path / "it's a[1]*.parquet", PARQUET))
    assert first == Article(id="7", title="Talks", text="The minister left the talks.", outlet="Arlan Post", published=date(2031, 5, 4))
    assert isinstance(second, Skipped)
    assert second.where.endswith(".parquet:[2]")
    assert second.reason == "`body` is not a string"
    assert isinstance(third, Article)
    assert (third.id, third.published, third.url) == ("9", None, "")


def test_parquet_with_a_map_a_misfit_and_broken_bytes(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet", "SELECT 'The minister left.' AS words, TIMESTAMP '2031-05-04 10:00:00' AS day")
    (article,) = articles(read(path, "text=Words,date=day"))
    assert article.published == date(2031, 5, 4)
    assert shown(read(path)) == ["! no column is known to hold the text (its columns: words, day)"]
    cut = write(tmp_path, "b.parquet", path.read_bytes()[:-20])
    assert "cannot be read" in shown(read(cut))[0]
    empty = parquet(tmp_path / "c.parquet", "SELECT 'x' AS text WHERE false")
    assert shown(read(empty)) == ["! the table has no rows"]


class Bytes:
    def __init__(self, raw: bytes) -> None:
        self.buffer = io.BytesIO(raw)


def test_parquet_on_standard_input_and_compressed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = parquet(tmp_path / "a.parquet", "SELECT 'The minister left.' AS text").read_bytes()
    monkeypatch.setattr(sys, "stdin", Bytes(raw))
    assert [a.text for a in read_paths(["-"]) if isinstance(a, Article)] == ["The minister left."]
    assert shown(read(write(tmp_path, "b.parquet.gz", gzip.compress(raw)))) == ["The minister left."]


# --- feeds

RSS = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Arlan Post &amp; Mail</title><link>https://a.example</link><description>News</description>
<item><title>Talks &lt;b&gt;fail&lt;/b&gt;</title><link>https://a.example/1</link><pubDate>Sun, 04 May 2031 23:30:00 +0200</pubDate>
<description>Short.</description><content:encoded><![CDATA[<p>The minister left&nbsp;the talks.</p><script>x()</script>
<p>He said <b>no</b>.<br>Twice.</p>]]></content:encoded></item>
<item><title>Arrests</title><link>https://a.example/2</link><description>{OTHER}</description></item>
<item><title>Nothing</title></item></channel></rss>"""
ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Arlan Post</title>
<entry><title>Arrests</title><link href="https://a.example/2"/><updated>2031-05-06T10:00:00Z</updated><id>tag:2</id>
<source><title>Szohod Wire</title></source><content type="text">{OTHER}</content></entry></feed>"""


def test_rss(tmp_path: Path) -> None:
    first, second, third = read(write(tmp_path, "a.xml", RSS), published=date(2031, 1, 1))
    assert isinstance(first, Article)
    assert (first.title, first.outlet, first.url) == ("Talks fail", "Arlan Post & Mail", "https://a.example/1")
    assert first.text == "The minister left the talks.\n\nHe said no.\nTwice."
    assert (first.published, first.notes) == (date(2031, 5, 4), ())
    assert isinstance(second, Article)
    assert (second.text, second.published) == (OTHER, date(2031, 1, 1))
    assert "only a summary" in second.notes[0]
    assert isinstance(third, Skipped)
    assert third.where.endswith("a.xml:[3]")
    assert "no text" in third.reason


def test_atom(tmp_path: Path) -> None:
    (entry,) = articles(read(write(tmp_path, "a", ATOM)))
    assert (entry.text, entry.outlet, entry.published) == (OTHER, "Szohod Wire", date(2031, 5, 6))
    assert "last change" in entry.notes[0]


def test_a_broken_feed_gives_what_stands_before_the_break(tmp_path: Path) -> None:
    found = read(write(tmp_path, "a.rss", RSS[: RSS.index("<item><title>Nothing")]))
    assert [a.title for a in found if isinstance(a, Article)] == ["Talks fail", "Arrests"]
    assert "no entries" in shown(read(write(tmp_path, "b.rss", "<rss><channel><title>x")))[0]


def test_a_feed_reads_no_file_and_no_address(tmp_path: Path) -> None:
    secret = write(tmp_path, "secret.txt", "SECRET")
    feed = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>' + RSS[RSS.index("<rss") :].replace(
        "Short.", "&x;"
    )
    assert "SECRET" not in str(read(write(tmp_path, "a.rss", feed)))


FRAGMENTS = {
    "plain": "plain",
    "a &lt; b &amp; c": "a < b & c",
    "<p>One</p>\n<p>Two <i>words</i></p>": "One\n\nTwo words",
    "<ul><li>One</li><li>Two</li></ul>": "One\nTwo",
    "One<br/><br/>Two": "One\n\nTwo",
    "<style>p {}</style>One": "One",
    "a < b": "a < b",
}


@pytest.mark.parametrize(("html", "text"), FRAGMENTS.items())
def test_pieces_of_html(html: str, text: str) -> None:
    assert fragment_text(html) == text


# --- archives

PAGE = """<!doctype html><html><head><title>{title}</title>{meta}</head><body><article><h1>{title}</h1>
<p>The foreign minister of Arlania said on Monday that the talks with Bordůria had failed.</p>
<p>He left the building without talking to the press, and his driver took him to the airport.</p></article></body></html>"""
DATED = '<meta property="article:published_time" content="2031-05-04T10:00:00Z">'


def record(url: str, body: bytes, *, kind: str = "text/html; charset=utf-8", status: str = "200 OK", more: str = "") -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2031-05-05T01:02:03Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
    )
    return (
        head.encode()
        + f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n".encode()
        + http
        + b"\r\n\r\n"
    )


INFO = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nWARC-Date: 2031-05-05T01:02:03Z\r\nWARC-Record-ID: <urn:uuid:0>\r\n"
INFO += b"Content-Length: 2\r\n\r\nx\n\r\n\r\n"
RECORDS = [
    INFO,
    record("https://a.example/1", PAGE.format(title="One", meta=DATED).encode()),
    record("https://a.example/x.png", b"\x89PNG", kind="image/png"),
    record("https://a.example/2", gzip.compress(PAGE.format(title="Two", meta="").encode()), more="Content-Encoding: gzip\r\n"),
    record("https://a.example/gone", b"gone", status="404 Not Found"),
    record("https://a.example/3", PAGE.format(title="Three", meta="").encode("iso-8859-2"), kind="text/html; charset=iso-8859-2"),
]


@pytest.mark.parametrize("pack", [b"".join, lambda records: b"".join(map(gzip.compress, records)), lambda r: gzip.compress(b"".join(r))])
def test_an_archive(pack: Callable[[list[bytes]], bytes], tmp_path: Path) -> None:
    path = write(tmp_path, "a.warc", pack(RECORDS))
    one, two, three, rest = read(path)
    assert isinstance(one, Article)
    assert (one.title, one.url, one.outlet, one.published, one.notes) == ("One", "https://a.example/1", "a.example", date(2031, 5, 4), ())
    assert isinstance(two, Article)
    assert (two.title, two.published) == ("Two", date(2031, 5, 5))
    assert "fetched" in two.notes[0]
    assert isinstance(three, Article)
    assert "Bordůria" in three.text
    assert isinstance(rest, Skipped)
    assert "2 records hold no page and were left out: 1 image/png, 1 with status 404" in rest.reason


def test_the_option_goes_before_the_day_of_the_crawl(tmp_path: Path) -> None:
    one, two = articles(read(write(tmp_path, "a.warc", RECORDS[1] + RECORDS[3]), published=date(2031, 5, 1)))
    assert (one.published, two.published) == (date(2031, 5, 4), date(2031, 5, 1))


def test_a_broken_archive_gives_what_stands_before_the_break(tmp_path: Path) -> None:
    first, second = read(write(tmp_path, "a.warc", RECORDS[1] + b"rubbish\r\n\r\n" + RECORDS[3]))
    assert isinstance(first, Article)
    assert isinstance(second, Skipped)
    assert "broken here" in second.reason
    packed = gzip.compress(b"".join(RECORDS))
    *_, last = read(write(tmp_path, "b.warc.gz", packed[: len(packed) // 2]))
    assert isinstance(last, Skipped)
    assert "broken" in last.reason
    assert "no pages" in shown(read(write(tmp_path, "c.warc", INFO)))[0]


# --- compressed files, patterns, any bytes

ROWS = "".join(json.dumps({"id": f"r{n}", "text": f"{OTHER} {n}"}) + "\n" for n in range(2000))


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".xz", lzma.compress), (".bz2", bz2.compress)])
def test_compressed_files(suffix: str, pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    assert shown(read(write(tmp_path, f"a.txt{suffix}", pack(STORY.encode())))) == [STORY]
    assert len(articles(read(write(tmp_path, f"a.jsonl{suffix}", pack(ROWS.encode()))))) == 2000
    assert len(articles(read(write(tmp_path, f"b.csv{suffix}", pack(table(["no", "text"], ["1", STORY]).encode()))))) == 1
    raw = pack(ROWS.encode())
    *_, last = read(write(tmp_path, f"c.jsonl{suffix}", raw[: len(raw) // 2]))
    assert isinstance(last, Skipped)
    assert "broken or cut off" in last.reason or "broken JSON" in last.reason


def test_zstandard(tmp_path: Path) -> None:
    from fastwarc import ZstdWriter

    path = tmp_path / "a.jsonl.zst"
    with path.open("wb") as file, ZstdWriter(file) as packed:
        packed.write(ROWS.encode())
    assert len(articles(read(path))) == 2000


def test_patterns(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("b.txt", "a.txt", "sub/c.txt", "x.md"):
        write(tmp_path, name, f"{name}: {OTHER}")
    assert [s[:5] for s in shown(read(tmp_path / "*.txt"))] == ["a.txt", "b.txt"]
    assert [s[:5] for s in shown(read(tmp_path / "**" / "*.txt"))] == ["a.txt", "b.txt", "sub/c"]
    with pytest.raises(StopRun, match="No file matches"):
        read(tmp_path / "*.pdf")
    odd = write(tmp_path, "odd[1].txt", STORY)
    assert shown(read(odd)) == [STORY]


def test_folders_sort_as_paths_do(tmp_path: Path) -> None:
    names = ["a/z.txt", "a.txt", "a-b.txt", "a/b/c.txt", "B.txt", "a b/c.txt"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        write(tmp_path, name, f"{name}| {OTHER}")
    assert [s.split("|")[0] for s in shown(read(tmp_path))] == [str(p) for p in sorted(map(Path, names))]


def test_any_bytes_in_any_form(tmp_path: Path) -> None:
    rng = random.Random(11)
    samples = [
        ("a.warc", b"".join(RECORDS)),
        ("a.warc.gz", gzip.compress(b"".join(RECORDS))),
        ("a.csv", table(HEADER, ROW, ROW).encode()),
        ("a.tsv", table(HEADER, ROW, ROW, delimiter="\t").encode()),
        ("a.rss", RSS.encode()),
        ("a.parquet", parquet(tmp_path / "x.parquet", PARQUET).read_bytes()),
    ]
    for n in range(240):
        name, raw = samples[n % len(samples)]
        changed = bytearray(raw)
        for _ in range(rng.randrange(1, 8)):
            changed[rng.randrange(len(changed))] = rng.randrange(256)
        found = read(write(tmp_path, name, bytes(changed[: rng.randrange(len(changed) // 2, len(changed) + 1)])))
        assert found, name
        assert all(f.reason if isinstance(f, Skipped) else f.text.strip() for f in found)

"""Readers: every input is an article or is named with what is wrong with it; no bytes at all break the run."""

import io
import json
import os
import random
import sys
from datetime import date
from pathlib import Path

import pytest

from sayso.errors import SaysoError, StopRun
from sayso.language.model import LONGEST_ARTICLE
from sayso.readers.dates import field_date, stated_date
from sayso.readers.detect import LARGEST_FILE, LONGEST_TEXT, read_paths
from sayso.readers.pages import foreign as foreign_language
from sayso.readers.rows import lines_of
from sayso.readers.sniff import sniff
from sayso.readers.unpack import HEAD, peeked
from sayso.records import Article, Skipped

STORY = "The foreign minister of Arlania said on Monday that the talks with Borduria had failed.\n\nHe blamed the other side."
PAGE = """<!doctype html><html><head><title>Talks fail | The Arlan Post</title>
<meta property="og:site_name" content="The Arlan Post"><link rel="canonical" href="https://post.example/2031/05/talks.html">
<meta property="article:published_time" content="2031-05-04T10:00:00Z"></head><body><nav><a href="/">Home</a></nav><article>
<h1>Talks fail</h1><p>The foreign minister of Arlania said on Monday that the talks with Borduria had failed.</p>
<p>He left the building without talking to the press, and his driver took him to the airport.</p></article>
<footer>Copyright 2019 The Arlan Post</footer></body></html>"""
CAFE = "The café’s owner said “no”. He left at once and was not seen again."
GERMAN = """Die Regierung in der Hauptstadt hat am Montag erklärt, dass die Verhandlungen über das neue Abkommen gescheitert seien.
Der Außenminister machte die andere Seite dafür verantwortlich und kündigte an, dass man sich nun an den Gerichtshof wenden werde.
Die Opposition kritisierte diesen Schritt scharf und forderte eine Debatte im Parlament noch in dieser Woche."""


def read(path: Path, **options: object) -> list[Article | Skipped]:
    return list(read_paths([path], **options))  # type: ignore[arg-type]


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def one(path: Path, **options: object) -> Article:
    (found,) = read(path, **options)
    assert isinstance(found, Article), str(found)
    return found


def skipped(path: Path, **options: object) -> Skipped:
    (found,) = read(path, **options)
    assert isinstance(found, Skipped)
    return found


# --- what a good input gives

TEXTS = {  # name: (bytes, the text they must give)
    "plain": (STORY.encode(), STORY),
    "byte order mark": (b"\xef\xbb\xbf" + STORY.encode(), STORY),
    "windows line ends": (STORY.replace("\n", "\r\n").encode(), STORY),
    "old mac line ends": (STORY.replace("\n", "\r").encode(), STORY),
    "picture address stays": (f"https://pictures.example/a.jpg\n\n{STORY}".encode(), f"https://pictures.example/a.jpg\n\n{STORY}"),
    "space at the edges stays": (f"  {STORY} \n".encode(), f"  {STORY} \n"),
    "utf-16": (STORY.encode("utf-16"), STORY),
    "windows-1252": (CAFE.encode("cp1252"), CAFE),
    "angle brackets": (b"<b> is a tag. The minister said so.", "<b> is a tag. The minister said so."),
    "curly bracket": (b"{{Infobox}} The minister said so.", "{{Infobox}} The minister said so."),
    "square bracket": (b"[1] The minister said so.", "[1] The minister said so."),
}


@pytest.mark.parametrize(("raw", "text"), TEXTS.values(), ids=TEXTS)
def test_plain_text_is_kept(raw: bytes, text: str, tmp_path: Path) -> None:
    assert one(write(tmp_path, "a.txt", raw)).text == text
    assert one(write(tmp_path, "story", raw)).text == text


def test_a_guessed_encoding_is_noted(tmp_path: Path) -> None:
    assert "cp1252" in one(write(tmp_path, "a.txt", TEXTS["windows-1252"][0])).notes[0]
    assert one(write(tmp_path, "b.txt", STORY)).notes == ()


def test_options_win_for_plain_text(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", f"2031-05-04\n\n{STORY}")
    assert one(path).published == date(2031, 5, 4)
    article = one(path, outlet="arlan.example", published=date(2031, 5, 6))
    assert (article.outlet, article.published) == ("arlan.example", date(2031, 5, 6))


def test_a_page_says_its_own_title_outlet_date_and_address(tmp_path: Path) -> None:
    article = one(write(tmp_path, "a.html", PAGE), outlet="elsewhere.example", published=date(2000, 1, 1))
    assert article.title == "Talks fail"
    assert article.outlet == "The Arlan Post"
    assert article.url == "https://post.example/2031/05/talks.html"
    assert article.published == date(2031, 5, 4)
    assert "talks with Borduria had failed" in article.text
    assert "Copyright" not in article.text
    assert article.text.startswith("The foreign minister")  # the headline is the title
    assert one(write(tmp_path, "page", PAGE)) == article  # told by content, not by name


def test_a_page_without_a_date_gets_none_from_its_copyright_line(tmp_path: Path) -> None:
    page = PAGE.replace('<meta property="article:published_time" content="2031-05-04T10:00:00Z">', "").replace("/2031/05/", "/")
    assert one(write(tmp_path, "a.html", page)).published is None
    assert one(write(tmp_path, "a.html", page), published=date(2031, 5, 6)).published == date(2031, 5, 6)


def test_a_page_that_states_its_date_in_its_text(tmp_path: Path) -> None:
    page = PAGE.replace('<meta property="article:published_time" content="2031-05-04T10:00:00Z">', "").replace("/2031/05/", "/")
    page = page.replace("<p>The foreign", "<p>SZOHOD, May 4, 2031 (Agency) — The foreign")
    assert one(write(tmp_path, "a.html", page), published=date(2031, 5, 6)).published == date(2031, 5, 4)


def test_a_page_in_the_encoding_that_it_declares(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="iso-8859-2">').replace("Borduria", "Bordůrie")
    assert "Bordůrie" in one(write(tmp_path, "a.html", page.encode("iso-8859-2"))).text


def test_a_page_that_says_its_language_is_skipped_before_it_is_searched(tmp_path: Path) -> None:
    german = PAGE.replace("<html>", '<html lang="de-AT">').replace("He left the building", f"{GERMAN}</p><p>He left the building")
    foreign = f'<!doctype html><html lang="de"><head><title>x</title></head><body><p>{GERMAN}</p><p>{GERMAN}</p></body></html>'
    assert foreign_language(foreign) == "de"
    assert foreign_language(foreign.replace(' lang="de"', "")) is None  # it does not say so: the article's text will
    assert "language: de" in skipped(write(tmp_path, "a.html", foreign)).reason
    assert one(write(tmp_path, "b.html", PAGE.replace("<html>", '<html lang="de">'))).title == "Talks fail"  # it is English all the same
    assert one(write(tmp_path, "c.html", german), english_only=False)


ROW = {"id": "a1", "title": "Talks", "published": "2031-05-04", "publisher": "arlan.example", "url": "https://a.example/1", "text": STORY}


def test_json_lines(tmp_path: Path) -> None:
    rows = [ROW, {"text": "  Offsets\r\ncount here. ", "outlet": "b.example", "id": 7}]
    first, second = read(
        write(tmp_path, "a.jsonl", "\n".join(map(json.dumps, rows)) + "\n\n"), outlet="c.example", published=date(2000, 1, 2)
    )
    assert first == Article(
        id="a1", title="Talks", published=date(2031, 5, 4), outlet="arlan.example", url="https://a.example/1", text=STORY, notes=()
    )
    assert isinstance(second, Article)
    assert (second.id, second.text, second.outlet, second.published) == ("7", "  Offsets\r\ncount here. ", "b.example", date(2000, 1, 2))


FORMS = {  # the same document in every form that JSON takes
    "one line, .json": ("a.json", json.dumps(ROW)),
    "over lines": ("a.json", json.dumps(ROW, indent=2)),
    "over lines, no name": ("a", json.dumps(ROW, indent=2)),
    "a list": ("a.json", json.dumps([ROW], indent=1)),
    "a list, no name": ("a", json.dumps([ROW])),
    "rows, no name": ("a", json.dumps(ROW) + "\n"),
    "rows with byte order mark": ("a.jsonl", "\ufeff" + json.dumps(ROW)),
    "one very long line": ("a", json.dumps({**ROW, "title": "Talks", "x": "y" * HEAD})),
    "one very long line, .json": ("a.json", json.dumps({**ROW, "x": "y" * HEAD})),
}


@pytest.mark.parametrize(("name", "content"), FORMS.values(), ids=FORMS)
def test_forms_of_json(name: str, content: str, tmp_path: Path) -> None:
    article = one(write(tmp_path, name, content))
    assert (article.id, article.text) == ("a1", STORY)


def test_folders_are_read_in_the_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("c.txt", "a.txt", "sub/b.txt", ".hidden.txt"):
        write(tmp_path, name, f"{name}: {STORY}")
    texts = [a.text[:9] for a in read(tmp_path) if isinstance(a, Article)]
    assert texts == ["a.txt: Th", "c.txt: Th", "sub/b.txt"]


class Bytes:
    def __init__(self, raw: bytes) -> None:
        self.buffer = io.BytesIO(raw)


@pytest.mark.parametrize("content", [STORY, PAGE, json.dumps(ROW), json.dumps(ROW) + "\n" + "{broken"])
def test_standard_input(content: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Bytes(content.encode()))
    first, *rest = read_paths(["-"])
    assert isinstance(first, Article)
    assert [r.where for r in rest if isinstance(r, Skipped)] == (["standard input:2"] if rest else [])


def test_an_article_knows_where_it_was_read(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", f"\n{json.dumps(ROW)}")
    assert one(path).where == f"{path}:2"
    assert one(write(tmp_path, "a.txt", STORY)).where == str(tmp_path / "a.txt")


def test_ids_come_from_content(tmp_path: Path) -> None:
    a, b = one(write(tmp_path, "a.txt", STORY)), one(write(tmp_path, "b.txt", STORY))
    assert a.id == b.id != one(write(tmp_path, "b.txt", STORY + "!")).id
    assert a.id != one(write(tmp_path, "a.txt", STORY), outlet="arlan.example").id


# --- what a bad input gives

BAD = {  # name: (file, bytes, words that the reason must hold)
    "empty": ("a.txt", b"", "empty"),
    "empty rows": ("a.jsonl", b"\n\n", "empty"),
    "empty page": ("a.html", b"", "empty"),
    "white space": ("a.txt", b" \n\t\r\n ", "white space"),
    "white space with a mark": ("a.txt", b"\xef\xbb\xbf \n", "white space"),
    "white space in utf-16": ("a.txt", " \n".encode("utf-16"), "white space"),
    "zeros": ("a.txt", bytes(1000), "binary"),
    "control characters": ("a.txt", b"word\x01\x02\x03\x04 word " * 50, "binary"),
    "feed": ("a.xml", b'<?xml version="1.0"?><rss><channel><title>News</title></channel></rss>', "no entries"),
    "other xml": ("a.xml", b'<?xml version="1.0"?><TEI><text><p>The minister left.</p></text></TEI>', "XML"),
    "tar": ("a.tar", bytes(257) + b"ustar" + bytes(300), "tar"),
    "random bytes": ("a.txt", random.Random(1).randbytes(3000), "binary"),
    "pdf": ("a.pdf", b"%PDF-1.7 ...", "PDF"),
    "zip": ("a.docx", b"PK\x03\x04....", "zip"),
    "gzip": ("a.jsonl.gz", b"\x1f\x8b\x08....", "compressed data are broken"),
    "picture": ("a.png", b"\x89PNG\r\n\x1a\n....", "picture"),
    "page without text": ("a.html", b"<html><body></body></html>", "no article text"),
    "broken json": ("a.json", b'{"text": "x"', "broken JSON"),
    "json list of numbers": ("a.json", b"[1]", "not an object"),
    "json number": ("a.json", b"17", "not an object"),
    "json list, empty": ("a.json", b"[]", "empty"),
    "no text": ("a.json", b'{"id": "x", "words": "y"}', "no `text` (its keys: id, words)"),
    "text is null": ("a.jsonl", b'{"text": null}', "`text` is not a string"),
    "text is blank": ("a.jsonl", b'{"text": " "}', "empty"),
    "title is a list": ("a.jsonl", b'{"text": "x", "title": ["y"]}', "`title` is a list"),
    "deep json": ("a.json", b"[" * 200_000, "JSON"),
    "huge number": ("a.jsonl", b'{"text": ' + b"1" * 5000 + b"}", "JSON"),
    "row not utf-8": ("a.jsonl", b'{"text": "caf\xe9"}', "not UTF-8 at byte 14"),
    "german": ("a.txt", GERMAN.encode(), "language: de"),
    "russian, unnamed encoding": ("a.txt", ("Министр иностранных дел сказал. " * 20).encode("cp1251"), "language: "),
    "too long": ("a.txt", b"word " * (LONGEST_TEXT // 5 + 1), "1,000,005 characters"),
    "far too long": ("a.txt", b"word\n" * (LARGEST_FILE // 5 + 1), "10 MB"),
}


@pytest.mark.parametrize(("name", "raw", "reason"), BAD.values(), ids=BAD)
def test_a_bad_input_is_named_with_its_reason_and_a_remedy(name: str, raw: bytes, reason: str, tmp_path: Path) -> None:
    path = write(tmp_path, name, raw)
    found = skipped(path)
    assert found.where.startswith(str(path))
    assert reason in found.reason
    assert found.hint
    good = write(tmp_path, "good.txt", STORY)
    assert [type(a) for a in read_paths([path, good])] == [Skipped, Article]  # and the rest goes on


def test_bad_lines_are_named_and_the_others_kept(tmp_path: Path) -> None:
    lines = [json.dumps(ROW), '{"text": "cut', json.dumps(ROW), json.dumps({"id": "a2", "txt": "x"}), "[]", json.dumps({**ROW, "id": "a3"})]
    path = write(tmp_path, "a.jsonl", "\n".join(lines))
    found = read(path)
    assert [a.id if isinstance(a, Article) else a.where for a in found] == ["a1", f"{path}:2", f"{path}:3", f"{path}:4", f"{path}:5", "a3"]
    assert f"at {path}:1" in str(found[2])  # a repeated id names the first


def test_the_same_file_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", STORY)
    assert [type(a) for a in read_paths([path, path])] == [Article, Skipped]


def test_a_missing_path_stops_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(StopRun, match=r"nowhere\.txt"):
        read_paths([write(tmp_path, "a.txt", STORY), tmp_path / "nowhere.txt"])


def test_what_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "a.txt", STORY)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert skipped(path).reason == "it cannot be read: Permission denied"


def test_a_dangling_link_and_an_empty_folder_are_named(tmp_path: Path) -> None:
    os.symlink(tmp_path / "gone", tmp_path / "link.txt")
    (tmp_path / "hollow").mkdir()
    assert "cannot be read" in skipped(tmp_path / "link.txt").reason
    assert "no files" in skipped(tmp_path / "hollow").reason


def test_a_publication_date_that_cannot_be_read_is_noted(tmp_path: Path) -> None:
    article = one(write(tmp_path, "a.jsonl", json.dumps({**ROW, "published": "last spring"})))
    assert article.published is None
    assert "last spring" in article.notes[0]


def test_lone_surrogates_do_not_move_offsets(tmp_path: Path) -> None:
    assert one(write(tmp_path, "a.jsonl", '{"text": "a \\ud800 b"}')).text == "a \ufffd b"


def test_short_foreign_text_is_let_through(tmp_path: Path) -> None:
    assert one(write(tmp_path, "a.txt", GERMAN[:100]))
    assert one(write(tmp_path, "b.txt", GERMAN), english_only=False)


def test_the_longest_text_fits_the_parser() -> None:
    assert LONGEST_TEXT <= LONGEST_ARTICLE


def test_any_bytes_are_an_article_or_are_skipped(tmp_path: Path) -> None:
    rng = random.Random(7)
    pieces = [
        b"{",
        b"}",
        b"[",
        b'"text"',
        b":",
        b'"',
        b"<html>",
        b"<p>",
        b"</p>",
        b"\n",
        b"\r",
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"word ",
    ]
    names = ["a.txt", "a.html", "a.json", "a.jsonl", "a.md", "a"]
    for n in range(300):
        raw = rng.randbytes(rng.randrange(200)) if n % 3 == 0 else b"".join(rng.choices(pieces, k=rng.randrange(30)))
        try:
            found = read(write(tmp_path, rng.choice(names), raw))
        except SaysoError:
            continue
        assert found, raw
        for item in found:
            assert item.reason and item.hint if isinstance(item, Skipped) else item.text.strip(), raw


# --- parts

SNIFFED = {
    "<!DOCTYPE html>": ("", "html"),
    "\ufeff\n <html lang=en>": ("", "html"),
    "<!-- saved --><html>": ("", "html"),
    "<p>A paragraph": ("a.htm", "html"),
    "A text": ("a.html", "text"),
    "<p>A paragraph ": ("a.txt", "text"),
    '{"text": "x"}\n{"text": "y"}': ("a.json", "rows"),
    '{"text": \n"x"}': ("a.txt", "json"),
    '{"text": "cut\n{"text": "y"}': ("", "rows"),
    '[{"text": "x"}]': ("", "json"),
    "{see note} A text": ("", "text"),
    "[Reuters] A text": ("", "text"),
}


@pytest.mark.parametrize(("head", "name", "kind"), [(h, *r) for h, r in SNIFFED.items()], ids=SNIFFED)
def test_what_a_file_is(head: str, name: str, kind: str) -> None:
    assert sniff(head.encode(), name) == kind


@pytest.mark.parametrize("cut", range(0, 30, 3))
def test_lines_do_not_depend_on_where_the_head_ends(cut: int) -> None:
    raw = b"one\n\nthree is longer\nfour"
    head, stream = peeked(io.BytesIO(raw), cut)
    assert head == raw[:cut]
    assert list(lines_of(stream.readline, longest=10)) == [b"one", b"", None, b"four"]


STATED = {
    "2020-08-17\n\nThe minister": date(2020, 8, 17),
    "Talks fail\n17 August 2020\nThe minister": date(2020, 8, 17),
    "Talks fail\nPublished: Aug. 17, 2020 10:30 AM\nThe minister": date(2020, 8, 17),
    "Monday, August 17, 2020\nThe minister": date(2020, 8, 17),
    "(Posted on 17th September, 2020)\nThe minister": date(2020, 9, 17),
    "SZOHOD, Aug. 17, 2020 (Agency) — The minister": date(2020, 8, 17),
    "SZOHOD, 17 August 2020 - The minister": date(2020, 8, 17),
    "On 17 August 2020 the minister left.": None,  # the date of the news
    "The treaty of\n\n\n\nLine\nLine\nLine\n2020-08-17": None,  # too far down
    "2020-02-31\nThe minister": None,
    "Smarch 13, 2020\nThe minister": None,
    "SZOHOD, Monday — The minister": None,
    "2020\nThe minister": None,
    "": None,
}


@pytest.mark.parametrize(("text", "day"), STATED.items(), ids=STATED)
def test_the_date_that_a_text_gives_itself(text: str, day: date | None) -> None:
    assert stated_date(text) == day


FIELDS = {
    "2020-08-17": date(2020, 8, 17),
    "2020-08-17T23:30:00+02:00": date(2020, 8, 17),
    "20200817": date(2020, 8, 17),
    "20200817103000": date(2020, 8, 17),
    "2020/08/17 10:30": date(2020, 8, 17),
    "17 August 2020": date(2020, 8, 17),
    "Aug 17, 2020": date(2020, 8, 17),
    "Mon, 17 Aug 2020 10:00:00 GMT": date(2020, 8, 17),
    "2020-13-17": None,
    "17/08/2020": None,  # 8 July or 17 August? not guessed
    "2020": None,
    "yesterday": None,
}


@pytest.mark.parametrize(("value", "day"), FIELDS.items(), ids=FIELDS)
def test_dates_in_fields(value: str, day: date | None) -> None:
    assert field_date(value) == day
    assert field_date(20200817) is None

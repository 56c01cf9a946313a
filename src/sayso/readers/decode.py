"""Bytes -> text, or a plain statement of why they are not text."""

import re
from dataclasses import dataclass

BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
MAGIC = (  # how well-known files begin that are no text: the name for the message
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\x80-\x9f\ufffd\ufffe\uffff]")
MOST_CONTROL = 0.01  # share of control characters above which bytes are no text
MOST_FOREIGN = 0.1  # share of non-ASCII bytes up to which English text in an unnamed encoding is taken for Windows-1252
SAVE_AS_UTF8 = "Save it as UTF-8 text and run again."


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, with a note where the encoding was guessed."""

    text: str
    note: str = ""
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class NotText:
    """Why these bytes cannot be read, and what to do."""

    reason: str
    hint: str


def decode(raw: bytes) -> Decoded | NotText:
    """UTF-8 first, then what a byte order mark says, then a guess that is noted.

    Method: text that is nearly all ASCII and valid Windows-1252 is taken for that (curly quotes and accents in English copy); other
    bytes go to charset-normalizer. Whatever the encoding, text with more than MOST_CONTROL control characters is refused.
    """
    if name := next((name for magic, name in MAGIC if raw.startswith(magic)), None):
        return NotText(f"it is {name}, not text", "Take the text out of it (or unpack it), and give that.")
    if raw[257:262] == b"ustar":
        return NotText("it is a tar archive, not text", "Unpack it, and give the folder.")
    decoded = _decode(raw)
    if decoded is None and len(re.findall(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]", raw)) > MOST_CONTROL * len(raw):
        return NotText("it is binary data, not text", "Give plain text, HTML or JSON lines.")
    if decoded is None:
        return NotText("its bytes are text in no encoding that is known", SAVE_AS_UTF8)
    if len(CONTROL.findall(decoded.text)) > MOST_CONTROL * len(decoded.text):
        return NotText("it is binary data, not text", "Give plain text, HTML or JSON lines.")
    return decoded


def _decode(raw: bytes) -> Decoded | None:
    encoding = next((name for mark, name in BOMS if raw.startswith(mark)), "utf-8")
    try:
        return Decoded(raw.decode(encoding), encoding=encoding)
    except UnicodeDecodeError:
        pass
    if (guess := _guess(raw)) is None:
        return None
    try:
        text = raw.decode(guess)
    except (UnicodeDecodeError, LookupError):
        return None
    return Decoded(text.removeprefix("\ufeff"), f"The text is not UTF-8; it was read as {guess}, which is a guess.", guess)


def _guess(raw: bytes) -> str | None:
    if sum(byte >= 0x80 for byte in raw) <= MOST_FOREIGN * len(raw):
        try:
            raw.decode("cp1252")
        except UnicodeDecodeError:
            pass
        else:
            return "cp1252"
    from charset_normalizer import from_bytes  # here: only files in other encodings pay for it

    best = from_bytes(raw).best()
    return best.encoding if best else None


def without_surrogates(text: str) -> str:
    """Lone surrogates (JSON can spell them) are no characters and break every writer; U+FFFD takes their place, so offsets hold."""
    return text if text.isascii() else re.sub("[\ud800-\udfff]", "\ufffd", text)

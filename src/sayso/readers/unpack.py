"""Compressed streams -> plain streams, read piece by piece."""

import bz2
import gzip
import io
import lzma
import zlib
from typing import IO, BinaryIO, cast

HEAD = 1 << 16
BROKEN = (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile)  # what reading broken or cut-off compressed data raises
SUFFIXES = (".gz", ".xz", ".bz2", ".zst")


class Rewound(io.RawIOBase):
    """A stream with the bytes in front of it that were read from it already."""

    def __init__(self, head: bytes, stream: IO[bytes]) -> None:
        self._head, self._stream = head, stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        taken, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        taken = taken or self._stream.read(len(buffer))
        buffer[: len(taken)] = taken
        return len(taken)


def peeked(stream: IO[bytes], size: int = HEAD) -> tuple[bytes, BinaryIO]:
    """The first bytes of a stream, and the stream from its start."""
    head = stream.read(size)
    return head, cast(BinaryIO, io.BufferedReader(Rewound(head, stream), HEAD))


def unpacked(stream: BinaryIO) -> tuple[BinaryIO, bool]:
    """The stream without its compression, and whether it had one: gzip (also of several members), xz, bzip2, Zstandard.

    Reading from it raises one of BROKEN, or OSError, where the data are broken.
    """
    magic, whole = peeked(stream, 6)
    if magic.startswith(b"\x1f\x8b"):
        return cast(BinaryIO, gzip.GzipFile(fileobj=whole)), True
    if magic.startswith(b"\xfd7zXZ"):
        return cast(BinaryIO, lzma.LZMAFile(whole)), True
    if magic.startswith(b"BZh"):
        return cast(BinaryIO, bz2.BZ2File(whole)), True
    if magic.startswith(b"\x28\xb5\x2f\xfd"):
        from fastwarc import ZstdReader  # the standard library has none before Python 3.14

        return cast(BinaryIO, ZstdReader(Seekless(whole))), True
    return whole, False


class Seekless:
    """What FastWARC asks of a stream, for one that cannot seek."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._at = stream, 0

    def read(self, size: int = -1) -> bytes:
        taken = self._stream.read(size)
        self._at += len(taken)
        return taken

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        raise OSError(f"cannot seek to {offset} ({whence})")

    def close(self) -> None:
        pass


def plain_name(name: str) -> str:
    """`news.jsonl.gz` -> `news.jsonl`."""
    return next((name[: -len(suffix)] for suffix in SUFFIXES if name.lower().endswith(suffix)), name)

"""Stable ids from content: the same input gives the same id on every machine and in every run."""

from hashlib import sha256


def content_id(*parts: str, length: int = 16) -> str:
    """Hex digest of the parts in order; parts are length-prefixed, so that ("ab", "c") and ("a", "bc") differ."""
    digest = sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        digest.update(f"{len(raw)}:".encode())
        digest.update(raw)
    return digest.hexdigest()[:length]

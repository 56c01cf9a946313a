"""What looks like a statement but is none by the coding guidelines; a wide search keeps it."""

from collections.abc import Iterator

from sayso.language.walk import base, children, marker
from sayso.statements.found import FINITE, Found

FIRST = frozenset({"i", "we"})
GOING_ON = frozenset({"continue", "go", "begin", "start", "keep", "come"})  # "continues to threaten" is to threaten
PAST = frozenset({"VBD", "VBN"})


def reasons_against(found: Found) -> Iterator[str]:
    """Names of the reasons for which the guidelines leave a candidate out."""
    head = found.head
    if len(found.source) == 1 and found.source[0].lower_ in {"my", "our"}:
        yield "own"
    if head is None or head.pos_ not in {"VERB", "AUX", "ADJ"}:
        return
    if _own_voice(found):
        yield "own-voice"
    if _no_subject(found):
        yield "no-subject"
    if _aim(found):
        yield "aim"
    if _to_come(found):
        yield "to-come"


def _own_voice(found: Found) -> bool:
    """`We condemn`, `I hope`: the outlet, or whoever is quoted, speaks in its own voice. `We said` is a report of what was said."""
    head = found.head
    if head is None or len(found.source) != 1 or found.source[0].lower_ not in FIRST | {"you"}:
        return False
    helpers = {c.lower_ for c in children(head, "aux", "cop")}
    return head.tag_ not in PAST and not helpers & {"had", "did", "was", "were"}


def _no_subject(found: Found) -> bool:
    """`Thank you`, `Imagine that`: a wish or an order of the writer."""
    head = found.head
    return head is not None and not found.source and head.tag_ in {"VB", "VBP"} and base(head) in {"root", "conj", "parataxis"}


def _aim(found: Found) -> bool:
    """`met to discuss`, `needs to confirm`: the cue is itself only intended. With a quotation or a `that` it was said after all."""
    head = found.head
    if head is None or not any(c.lower_ == "to" and base(c) in {"mark", "aux"} for c in head.children) or head.tag_ in FINITE:
        return False
    if base(head) == "xcomp" and head.head.lemma_.lower() in GOING_ON:
        return False
    return not found.quoted


def _to_come(found: Found) -> bool:
    """`will announce`, `would demand`."""
    head = found.head
    if head is None or found.quoted:
        return False
    return any(c.lower_ in {"will", "would", "shall", "'ll", "’ll"} for c in children(head, "aux")) and marker(head) != "as"

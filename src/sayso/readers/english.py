"""Is a text English? Only where the answer is sure."""

import re
from functools import cache
from typing import Any

from sayso.records import Skipped

SHORTEST = 200  # letters; below this the answer is a guess (py3langid on single sentences of names)
DOUBT = 0.01  # probability of English up to which a text is surely in another language
SAMPLE = 4_000  # characters looked at
# The commonest English words, of which no other language has more than one: a sixth of news text is these (the median of
# gold/train). Where they are frequent, the model need not be loaded, which takes longer than all else at start-up but spaCy.
COMMONEST = re.compile(r"\b(?:the|of|and|to)\b", re.IGNORECASE)
PLAIN = 0.08


def other_language(text: str) -> str | None:
    """The language of a text that is surely not English, as an ISO 639-1 code; None where it is English, short or doubtful."""
    sample = text[:SAMPLE]
    if sum(map(str.isalpha, sample)) < SHORTEST:
        return None
    if len(COMMONEST.findall(sample)) >= PLAIN * len(sample.split()):
        return None
    ranked = _identifier().rank(sample)  # (language, probability), the likeliest first
    return None if dict(ranked).get("en", 0.0) > DOUBT else str(ranked[0][0])


def not_english(where: str, language: str) -> Skipped:
    return Skipped(where=where, reason=f"it is not in English (language: {language})", hint="Translate it first; sayso reads English.")


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # here: loads numpy and a model

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

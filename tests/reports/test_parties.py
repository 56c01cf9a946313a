"""The choice of parties: slots propose, weights decide; and the cheap question before the parse is asked."""

from collections.abc import Mapping
from dataclasses import replace

from sayso.language.model import Parser
from sayso.lexicons.codebook import load_codebook
from sayso.lexicons.triggers import TriggerLexicon
from sayso.records import Article, Report
from sayso.reports.extract import TriggerReports
from sayso.reports.match import candidates, fits_pos, forms, may_fit, words_of

SENTENCE = "Ruritania attacked Freedonia."
EVEN = {"actor": 0.5, "recipient": 0.5}


def told(text: str, parser: Parser, triggers: TriggerLexicon, weights: Mapping[str, Mapping[str, float]]) -> list[Report]:
    lexicon = replace(triggers, weights={}, parties=weights, party_thresholds=EVEN)
    return [r for r in TriggerReports(lexicon, load_codebook())(parser(Article(id="t", text=text))) if r.type == "ASSAULT"]


def test_without_weights_the_slots_hold(parser: Parser, triggers: TriggerLexicon) -> None:
    (report,) = told(SENTENCE, parser, triggers, {})
    assert ([p.text for p in report.actors], [p.text for p in report.recipients]) == (["Ruritania"], ["Freedonia"])
    assert report.actors[0].because[0].rule == "role:subj"


def test_weights_drop_what_a_slot_proposed(parser: Parser, triggers: TriggerLexicon) -> None:
    (report,) = told(SENTENCE, parser, triggers, {"actor": {"bias": 5.0}, "recipient": {"bias": -5.0}})
    assert report.recipients == ()


def test_a_phrase_that_no_slot_proposed_says_so(parser: Parser, triggers: TriggerLexicon) -> None:
    keep = {"actor": {"bias": -5.0, "rule=A:subj": 10.0}, "recipient": {"bias": -5.0, "word=sylvania": 10.0}}
    (report,) = told("Ruritania attacked Freedonia during a visit by the king of Sylvania.", parser, triggers, keep)
    assert [(p.text, p.because[0].rule) for p in report.recipients] == [("Sylvania", "role:likely")]


def test_what_fits_may_fit(parser: Parser, triggers: TriggerLexicon) -> None:
    """The cheap question never turns away an entry that the parse would let in."""
    found = 0
    for row in triggers.rows[::7]:
        for marked in row.good:
            text = marked
            for tag in ("<a>", "</a>", "<r>", "</r>", "<t>", "</t>"):
                text = text.replace(tag, "")
            doc = parser(Article(id="t", text=text)).doc
            for sentence in doc.sents:
                present = {form for t in sentence for form in forms(t)}
                for token in sentence:
                    for trigger in candidates(token, triggers):
                        if fits_pos(token, trigger) and words_of(token, trigger) is not None:
                            found += 1
                            assert may_fit(trigger, present), (trigger.id, text)
    assert found > 50

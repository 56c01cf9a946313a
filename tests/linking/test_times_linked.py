"""Times: a table of expressions with what they mean, and how reports get theirs."""

import re
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from sayso.lexicons.times import load_times
from sayso.linking import calendar
from sayso.linking.calendar import Interval
from sayso.linking.times import Times
from sayso.records import Article, Reason, Report, Span, When

TIMES = Times(load_times())
TABLE: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("times.yaml").read_text("utf-8"))
PUBLISHED: date = TABLE["published"]


def unmark(marked: str) -> tuple[str, list[str]]:
    return re.sub(r"</?t>", "", marked), re.findall(r"<t>(.*?)</t>", marked)


def shown(interval: Interval | None) -> str:
    """As the table writes it; a stretch that is no whole month or year is told by its ends."""
    if interval is None:
        return "open"
    start, end = interval.start, interval.end
    if start == end:
        return start.isoformat()
    if interval.precision == "month" and interval == calendar.month(start.year, start.month):
        return f"{start:%Y-%m}"
    return f"{start:%Y}" if interval == calendar.year(start.year) else f"{start}/{end}"


@pytest.mark.parametrize(("marked", "answer"), TABLE["rows"], ids=[row[0] for row in TABLE["rows"]])
def test_what_an_expression_means(marked: str, answer: object) -> None:
    text, expected = unmark(marked)
    told = TIMES.tell(Article(id="a", text=text, published=PUBLISHED))
    assert [t.span.of(text) for t in told] == expected
    assert "; ".join(shown(t.interval) for t in told) == str(answer)


def test_the_table_is_as_large_as_promised() -> None:
    assert len({row[0] for row in TABLE["rows"]}) == len(TABLE["rows"]) >= 200


WITHOUT = {  # what can be told where nobody knows when the article was published
    "on <t>16 August 2020</t>": "2020-08-16",
    "in <t>2014</t>": "2014",
    "on <t>Monday</t>": "open",
    "<t>yesterday</t>": "open",
    "in <t>May</t>": "open",
    "<t>two months ago</t>": "open",
    "from <t>5 May 2019</t>, and then on <t>7 June</t>": "2019-05-05; 2019-06-07",
}


@pytest.mark.parametrize(("marked", "answer"), WITHOUT.items(), ids=WITHOUT)
def test_without_a_publication_date(marked: str, answer: str) -> None:
    text, expected = unmark(f"It was held {marked}.")
    told = TIMES.tell(Article(id="a", text=text))
    assert [t.span.of(text) for t in told] == expected
    assert "; ".join(shown(t.interval) for t in told) == answer


def dated(marked: str, when: str = "", **options: Any) -> Report:
    """The report of the trigger marked <e>..</e>; `when` are the words that the reports stage found for it."""
    text = marked.replace("<e>", "").replace("</e>", "")
    start, end = marked.index("<e>"), marked.index("</e>") - 3
    at = text.index(when) if when else 0
    first = max(text.rfind("\n", 0, start) + 1, text.rfind(". ", 0, start) + 2 if ". " in text[:start] else 0)
    sentence = first, text.find(".", end) + 1
    report = Report(
        id="r1",
        trigger=Span(start, end),
        sentence=Span(*sentence),
        type="COERCE",
        when=When(span=Span(at, at + len(when)), text=when) if when else When(),
        **options,
    )
    return TIMES(Article(id="a", text=text, published=PUBLISHED), (report,))[0]


OWN = {  # (sentence, the words that the reports stage gives, date, basis)
    "weekday": ("Police <e>arrested</e> him on Monday.", "on Monday", "2020-08-17", "relative"),
    "date": ("Police <e>arrested</e> him on 5 May 2019.", "5 May 2019", "2019-05-05", "stated"),
    "bare year": ("Police <e>arrested</e> him, 2014 it was.", "2014", "2014", "stated"),
    "bare month": ("Police <e>arrested</e> him, May it was.", "May", "2020-05", "stated"),
    "words that tell no day": ("Police <e>arrested</e> him after the vote.", "after the vote", None, "not stated"),
    "a length": ("Police <e>held</e> him for five weeks on Monday.", "for five weeks", "2020-08-17", "relative"),
    "vague": ("On Monday he left. Police <e>held</e> him years ago.", "years ago", None, "not stated"),
    "since": ("They have <e>held</e> him since May.", "since May", "2020-05", "stated"),
    "the first since": ("It was the first <e>arrest</e> in Szohod since 2014.", "since 2014", None, "not stated"),
    "two that agree": ("Police <e>arrested</e> him late on Monday - Aug. 17.", "late on Monday - Aug. 17", "2020-08-17", "stated"),
    "told before": ("On 5 May 2019 he fled. Police <e>arrested</e> him the next day.", "the next day", "2019-05-06", "context"),
}


@pytest.mark.parametrize(("sentence", "when", "day", "basis"), OWN.values(), ids=OWN)
def test_a_report_with_time_words_of_its_own(sentence: str, when: str, day: str | None, basis: str) -> None:
    report = dated(sentence, when)
    assert (report.when.iso, report.when.basis) == (day, basis)
    assert report.when.text == (when if when != "for five weeks" else "Monday")


def test_what_is_to_come_lies_ahead() -> None:
    assert dated("Police <e>arrest</e> him on Monday.", "Monday", status="future").when.start == date(2020, 8, 24)
    assert dated("Police <e>arrest</e> him on Monday.", "Monday").when.start == date(2020, 8, 17)


ISO = {
    "on Monday": "2020-08-17",
    "in May": "2020-05",
    "last week": "2020-08",
    "two weeks ago": "2020-08",
    "last summer": "2019",
    "last year": "2019",
    "in the 1990s": "1990",
}


@pytest.mark.parametrize(("when", "iso"), ISO.items(), ids=ISO)
def test_a_date_is_written_no_more_exactly_than_it_is_known(when: str, iso: str) -> None:
    assert dated(f"Police <e>arrested</e> him {when}.", when).when.iso == iso


def test_a_coming_date_long_after_a_near_past_one_is_not_meant() -> None:
    report = dated("He is expected to sue over the <e>arrest</e> on August 16.", "August 16")
    assert report.when.iso == "2020-08-16"
    assert dated("The <e>trial</e> is scheduled for November.", "November").when.iso == "2020-11"


def test_since_lasts_until_publication() -> None:
    assert dated("They have <e>held</e> him since May.", "since May").when.end == PUBLISHED


SENTENCE = {  # the reports stage found no words: a time is taken over only where it can be meant for nothing else
    "after it": ("Police <e>arrested</e> him in Szohod on Monday.", "2020-08-17"),
    "before it": ("On Monday police <e>arrested</e> him.", "2020-08-17"),
    "opening with a comma": ("On Monday, police <e>arrested</e> him.", "2020-08-17"),
    "before its noun": ("He spoke of the 2014 <e>arrest</e> of his brother on Monday.", "2014"),
    "the nearer of two": ("In May he fled, and police <e>arrested</e> him on Monday.", "2020-08-17"),
    "in a frame": ("In the May deal, both sides <e>promised</e> to free him.", "2020-05"),
    "in a frame, a year": ("After the 2010 vote, police <e>arrested</e> many.", "2010"),
    "in a frame, but later": ("After the May vote, police <e>arrested</e> many.", None),
    "since, beside it": ("He was <e>jailed</e> since May.", "2020-05"),
    "a deadline": ("Police <e>promised</e> to free him by Friday.", None),
    "a noun with its day": ("Police <e>arrested</e> him over the December 3 rally.", None),
    "a scene with its day": ("Police <e>arrested</e> him at the December 3 rally.", "2019-12-03"),
    "beyond the start of a clause": ("Police <e>arrested</e> him after the vote on Monday.", None),
    "two times": ("On Monday he was <e>arrested</e> in Szohod over a theft in May.", None),
    "beyond a name in commas": ("Police <e>arrested</e> him in Szohod, Borduria, on Monday.", "2020-08-17"),
    "beyond an aside": ("Police <e>arrested</e> him, a poor man, on Monday.", "2020-08-17"),
    "before an aside": ("On Monday the boy, known only as Ivan, was <e>freed</e>.", "2020-08-17"),
    "in front": ("When he came to Szohod on Monday, police <e>arrested</e> him.", "2020-08-17"),
    "in front of another event": ("When he came on Monday, police, who fled, <e>arrested</e> him.", None),
    "in front of its clause": ("He fled to a town where on Sunday police <e>arrested</e> him.", "2020-08-16"),
    "a clause that dates it": ("He spoke at a <e>meeting</e> in Szohod, which ended on Monday.", "2020-08-17"),
    "joined": ("He was flying to Szohod on Monday and was <e>shot</e>.", "2020-08-17"),
    "a part in another year's scene": ("He was <e>jailed</e> for his part in the 2016 coup.", None),
    "as of now": ("A court <e>rejects</e> a plea in 2014.", None),
    "as of now, in the passive": ("He is <e>arrested</e> over it in 2014.", None),
    "beyond a comma": ("Police <e>arrested</e> him, whose brother fled on Monday.", None),
    "beyond a quotation mark": ("Police <e>arrested</e> him, “and on Monday I left”.", None),
    "of another noun": ("Police <e>arrested</e> him over Monday's rally.", None),
    "in the middle, before it": ("The minister, who fled on Monday, was <e>arrested</e>.", None),
    "since": ("It was the first <e>arrest</e> since 2014.", None),
    "none": ("Police <e>arrested</e> him.", None),
}


@pytest.mark.parametrize(("sentence", "day"), SENTENCE.values(), ids=SENTENCE)
def test_a_report_without_time_words(sentence: str, day: str | None) -> None:
    report = dated(sentence)
    assert report.when.iso == day
    assert bool(report.because) == (day is not None)
    if day is None:
        assert report.when == When()


def test_the_time_of_a_cue_is_not_that_of_what_it_reports() -> None:
    assert dated("He said on Monday that police <e>arrested</e> her.", statement="s1").when.iso is None
    assert dated("Police <e>arrested</e> her on Monday, he said.", statement="s1").when.iso == "2020-08-17"


CARRIED = {  # the day told last goes on, until the text turns to another time
    "next sentence": ("On Tuesday he flew to Szohod. Police <e>arrested</e> him.", "2020-08-18"),
    "next paragraph": ("On Tuesday he flew to Szohod.\n\nPolice <e>arrested</e> him.", "2020-08-18"),
    "after a stretch that holds it": ("On Tuesday he flew to Szohod. This week is hard. Police <e>arrested</e> him.", "2020-08-18"),
    "a noun's own time in between": (
        "On Tuesday he flew in. He sat down and read the 2014 deal aloud. Police <e>arrested</e> him.",
        "2020-08-18",
    ),
    "turned to another year": ("On Tuesday he flew to Szohod. In 2014 he fled. Police <e>arrested</e> him.", None),
    "turned by a noun in front": ("On Tuesday he flew in. After the 2010 vote, he fled. Police <e>arrested</e> him.", None),
    "other time in its own sentence": ("On Tuesday he flew in. Police, since 2014, <e>arrested</e> many.", None),
    "what had been before": ("On Tuesday he flew to Szohod. Police had <e>arrested</e> him.", None),
    "earlier": ("On Tuesday he flew to Szohod. Earlier, police <e>arrested</e> him.", None),
    "only of a noun": ("He spoke of Tuesday's vote. Police <e>arrested</e> him.", None),
    "the day of the news": ("Today, he flew to Szohod. Police <e>arrested</e> him.", "2020-08-19"),
    "these days": ("It is so. " * 50 + "Today he flies to Szohod. Police <e>arrested</e> him.", None),
    "this very day": ("He flew to Szohod today. Police <e>arrested</e> him.", "2020-08-19"),
    "a month only": ("In May he flew to Szohod. Police <e>arrested</e> him.", None),
    "a day to come": ("He will fly on 5 October. Police <e>arrested</e> him.", None),
    "past a month that goes with a noun": (
        "On Tuesday he met the king over the deal of May 2019. Police <e>arrested</e> him.",
        "2020-08-18",
    ),
    "of a clause": ("On Tuesday he met those who fled on Sunday. Police <e>arrested</e> him.", "2020-08-18"),
    "of a clause alone": ("He met those who fled on Sunday. Police <e>arrested</e> him.", None),
    "a limit": ("He was away since Sunday. Police <e>arrested</e> him.", None),
    "as he said": ("On Tuesday he met the king. As he said on Friday, he is ill. Police <e>arrested</e> him.", "2020-08-18"),
    "a word of another time behind the event": ("On Tuesday he flew in. Police <e>arrested</e> all who had never left.", "2020-08-18"),
    "said by somebody else": ("“I flew in on Sunday,” he said. Police <e>arrested</e> him.", None),
    "a dateline": ("17 August 2020\nPolice <e>arrested</e> him.", None),
    "the first of two in a sentence": ("On Monday they sued over what he said on Friday. Police <e>arrested</e> him.", "2020-08-17"),
    "what has been since": ("On Tuesday he flew to Szohod. Police have <e>arrested</e> him.", None),
    "far away": ("On Tuesday he flew in.\nOne.\nTwo.\nThree.\nFour.\nFive.\nPolice <e>arrested</e> him.", None),
}


@pytest.mark.parametrize(("text", "day"), CARRIED.values(), ids=CARRIED)
def test_the_day_told_last_is_carried_on(text: str, day: str | None) -> None:
    when = dated(text).when
    assert (when.iso, when.basis) == (day, "context" if day else "not stated")


def test_what_is_not_actual_and_what_others_say_elsewhere_is_not_carried_on() -> None:
    assert dated("On Tuesday he flew in. Police <e>arrested</e> him.", status="hypothetical").when == When()
    assert dated("On Tuesday he flew in.\nPolice <e>arrested</e> him.", statement="s1").when == When()
    assert dated("On Tuesday he flew in. Police <e>arrested</e> him.", statement="s1").when.basis == "context"


def test_what_will_be_done_goes_on_in_a_day_to_come() -> None:
    report = dated("The kings meet on 5 September 2020. They will <e>sign</e> it.", status="future")
    assert (report.when.iso, report.when.basis) == ("2020-09-05", "context")


def test_others_too_tell_of_the_violence_of_the_day() -> None:
    text = "On Tuesday shells fell on Szohod.\nThe army said that rebels <e>fired</e> them."
    at = text.replace("<e>", "").index("fired")
    plain = text.replace("<e>", "").replace("</e>", "")
    report = Report(id="r1", trigger=Span(at, at + 5), sentence=Span(34, len(plain)), type="ASSAULT", statement="s1")
    assert TIMES(Article(id="a", text=plain, published=PUBLISHED), (report,))[0].when.iso == "2020-08-18"


def of_two(marked: str, first: str = "ASSAULT", second: str = "ASSAULT", **options: Any) -> Report:
    """The second of two reports; both triggers are marked, and a sentence ends with a full stop."""
    text = re.sub(r"</?e>", "", marked)
    starts = [m.start() - 7 * n for n, m in enumerate(re.finditer("<e>", marked))]
    lengths = [len(m) for m in re.findall("<e>(.*?)</e>", marked)]
    made = []
    for n, (start, length, kind) in enumerate(zip(starts, lengths, (first, second), strict=True)):
        sentence = Span(text.rfind(". ", 0, start) + 2 if ". " in text[:start] else 0, text.find(".", start) + 1)
        because = (Reason(rule="trigger:noun"),) if n else ()
        made.append(Report(id=f"r{n}", trigger=Span(start, start + length), sentence=sentence, type=kind, because=because, **options))
    return TIMES(Article(id="a", text=text, published=PUBLISHED), tuple(made))[1]


SAME = {
    "the": ("Rebels <e>shelled</e> the town on Friday. Police had fled before the <e>attack</e>.", "2020-08-14"),
    "another": ("Rebels <e>shelled</e> the town on Friday. Police had fled before an <e>attack</e>.", None),
    "a day later": ("Rebels <e>shelled</e> the town on Friday. He was shot two days after the <e>attack</e>.", "2020-08-12"),
}


@pytest.mark.parametrize(("marked", "day"), SAME.values(), ids=SAME)
def test_an_event_told_again_is_of_its_day(marked: str, day: str | None) -> None:
    assert of_two(marked).when.iso == day


COUNTED = {  # (text, types of its two reports, day of the second)
    "back from the day of the sentence": ("He was <e>freed</e> on Friday two days after his <e>arrest</e>.", "2020-08-12"),
    "back from the day of the news": ("He is <e>freed</e> two days after his <e>arrest</e>.", "2020-08-17"),
    "three weeks are a week": ("He is <e>freed</e> three weeks after his <e>arrest</e>.", "2020-07"),
    "on from an event told before": ("They <e>voted</e> on Friday. He was <e>held</e> two days after the vote.", "2020-08-16"),
    "on from an event of which nothing was told": ("They <e>voted</e>. He was <e>held</e> two days after the vote.", None),
    "another clause between": ("He is <e>freed</e> two days after the vote, and police <e>shot</e> him.", None),
}


@pytest.mark.parametrize(("marked", "day"), COUNTED.values(), ids=COUNTED)
def test_what_is_counted_from_another_event(marked: str, day: str | None) -> None:
    report = of_two(marked, "CONCEDE", "COERCE")
    assert report.when.iso == day
    assert (report.because[-1].rule == "time:counted") is (day is not None)


DATELINES = {  # (text, published, what `on Monday` is)
    "agency": ("SZOHOD, Aug 19, 2020 (Reuters) - The army left on Monday.", None, "2020-08-17"),
    "agency without a year": ("SZOHOD, Aug 15 (AFP) — The army left on Monday.", PUBLISHED, "2020-08-17"),
    "some days before the paper": ("SZOHOD, Borduria, Aug 16 (AFP) — The army left on Monday.", PUBLISHED, "2020-08-10"),
    "full stop": ("Szohod, 19 August 2020. The army left on Monday.", None, "2020-08-17"),
    "a line of its own": ("Statement by the king\n19 August 2020\nThe army left on Monday.", None, "2020-08-17"),
    "no year and no paper": ("SZOHOD, Aug 19 (Reuters) - The army left on Monday.", None, None),
    "a date in a sentence": ("In Szohod, on 19 August 2020, it rained. The army left on Monday.", None, None),
    "an old one": ("SZOHOD, Aug 3, 2019 (Reuters) - The army left on Monday.", PUBLISHED, "2020-08-17"),
}


@pytest.mark.parametrize(("text", "published", "monday"), DATELINES.values(), ids=DATELINES)
def test_a_dateline_is_the_day_that_weekdays_are_read_against(text: str, published: date | None, monday: str | None) -> None:
    told = TIMES.tell(Article(id="a", text=text, published=published))
    assert [shown(t.interval) for t in told if t.span.of(text) == "Monday"] == [monday or "open"]


SAID = {  # an act of the speaker, told with no time, is done as it is said
    "we": ("We <e>condemn</e> the attack.", True),
    "I, with words between": ("I would like to <e>thank</e> the king.", True),
    "thanks": ("<e>Thank you</e> for the invitation.", True),
    "thanks, in one word": ("<e>Thank</e> you for the invitation.", True),
    "past": ("We <e>condemned</e> the attack.", False),
    "have, but not the perfect": ("We have come to <e>thank</e> the king.", True),
    "perfect": ("We have <e>met</e> the king.", False),
    "future": ("We will <e>meet</e> the king.", False),
    "another clause": ("We know it, and the king <e>condemns</e> it.", False),
    "no speaker": ("The ministry <e>condemns</e> the attack.", False),
    "a time of something else behind it": ("We <e>condemn</e> the attack, which came in May.", True),
    "an irregular past": ("We <e>met</e> the king.", False),
}


@pytest.mark.parametrize(("text", "publication"), SAID.values(), ids=SAID)
def test_what_is_done_in_the_saying_is_of_the_day_of_publication(text: str, publication: bool) -> None:
    when = dated(text).when
    assert (when.basis == "publication") is publication
    assert when.start == (PUBLISHED if publication else None)


def test_a_promise_is_made_as_it_is_said() -> None:
    report = Report(id="r1", trigger=Span(8, 12), sentence=Span(0, 22), type="AGREE")
    (found,) = TIMES(Article(id="a", text="We will help the king.", published=PUBLISHED), (report,))
    assert found.when.basis == "publication"


HISTORICAL = {
    "in 2014": True,
    "in 2019": True,
    "since 2014": False,
    "in September 2019": False,
    "on 18 August 2019": True,
    "on 20 August 2019": False,
    "in July 2019": True,
    "on Monday": False,
}


@pytest.mark.parametrize(("when", "historical"), HISTORICAL.items(), ids=HISTORICAL)
def test_more_than_a_year_before_publication_is_historical(when: str, historical: bool) -> None:
    assert dated(f"Police <e>arrested</e> him {when}.", when).historical is historical


@pytest.mark.parametrize("published", [date(1, 1, 1), date(9999, 12, 31), date(2020, 2, 29)])
def test_no_publication_date_breaks_a_report(published: date) -> None:
    for row in TABLE["rows"]:
        text, _ = unmark(row[0])
        report = Report(id="r1", trigger=Span(0, 2), sentence=Span(0, len(text)), type="COERCE")
        (found,) = TIMES(Article(id="a", text=text, published=published), (report,))
        assert found.when.start is None or found.when.end is not None


def test_any_text_gives_spans_inside_it_that_do_not_overlap() -> None:
    rng = Random(3)
    pieces = [
        "on ",
        "Monday",
        " ",
        "May",
        "16",
        ", ",
        "2020",
        "-",
        "the ",
        "last ",
        "next ",
        "week",
        "s ",
        "ago",
        "three ",
        "31",
        "/",
        ".",
        "1990s",
    ]
    for _ in range(2000):
        text = "".join(rng.choices(pieces, k=rng.randrange(1, 14)))
        published = rng.choice([None, PUBLISHED, date(1, 1, 1), date(9999, 12, 31)])
        told = TIMES.tell(Article(id="a", text=text, published=published))
        ends = [0, *(t.span.end for t in told)]
        assert all(ends[i] <= t.span.start < t.span.end <= len(text) for i, t in enumerate(told)), text
        assert all(t.interval is None or t.interval.start <= t.interval.end for t in told), text


def test_shifting_months_stays_in_the_month() -> None:
    start = date(2019, 1, 1)
    for n in range(0, 1000, 7):
        for by in (-13, -1, 1, 11, 25):
            there = calendar.shift_months(start + timedelta(days=n), by)
            of = start + timedelta(days=n)
            assert (there.year * 12 + there.month) - (of.year * 12 + of.month) == by
            assert there.day == of.day or there == calendar.month(there.year, there.month).end

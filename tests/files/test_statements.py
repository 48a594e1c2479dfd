"""Statements in the talks file and as CSV: each kind is read as it was meant, each slip named with what to write.

Long because it lists, one case each, what can be wrong with a statement.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

import pytest

from goodoffices import files
from goodoffices.errors import BadFile, BadQuestion, BadTalks
from goodoffices.files import forms, statements_csv
from goodoffices.files.moments_text import NotAMoment, moment, moment_text
from goodoffices.talks import (
    TONES,
    Account,
    AllOf,
    Choice,
    Claim,
    Count,
    Issue,
    Moment,
    Mood,
    Not,
    Option,
    Party,
    Stance,
    Statement,
    Talks,
)

FENCE = """goodoffices: 1
title: A fence
parties: {ann: {name: Ann}, bo: {name: Bo}, carro: {name: Carro, role: mediator}}
issues:
  height: {options: {low: Low, high: High}}
  gate: {options: {none: None, wide: Wide}}
statements:
"""
SAID = "  - {id: s1, at: 2024-02-14 18:30 Africa/Cairo, speaker: Ada, words: No}\n"


def read(*statements: str, head: str = FENCE) -> Talks:
    return files.parse(head + "".join(f"  - {one}\n" for one in statements), "fence.yaml")


def refused(*statements: str, head: str = FENCE) -> list[str]:
    with pytest.raises(BadFile) as error:
        read(*statements, head=head)
    return [str(flaw).removeprefix("fence.yaml:") for flaw in error.value.flaws]


def at(text: str) -> str:
    return f"{{at: {text}, speaker: Ada, words: No}}"


# --- what is read ----------------------------------------------------------------------------------------------------


def test_a_statement_has_what_was_written() -> None:
    (one,) = read(
        "{id: s1, at: 2024-02-14 18:30 Africa/Cairo, unnamed: a delegate, for: ann, through: [The Daily, Radio Coast],"
        " words: {en: No, fr: Non}, mood: firm, confided: bo, confidence: 0.9, expires: 2024-02-15 UTC}"
    ).statements
    cairo = timezone(timedelta(hours=2))
    assert one == Statement(
        "s1",
        Moment(datetime(2024, 2, 14, 18, 30, tzinfo=cairo), "Africa/Cairo"),
        "a delegate",
        named=False,
        speaks_for="ann",
        through=("The Daily", "Radio Coast"),
        words=(("en", "No"), ("fr", "Non")),
        claim=Mood("firm"),
        confided="bo",
        confidence=Fraction(9, 10),
        expires=Moment(datetime(2024, 2, 15, tzinfo=UTC), "UTC", datetime(2024, 2, 16, tzinfo=UTC)),
    )
    assert not one.is_public


@pytest.mark.parametrize(
    ("written", "claim"),
    [
        ("for: ann, must: {height: low, gate: wide}",
         Stance("ann", AllOf((Choice("height", ("low",)), Choice("gate", ("wide",)))))),
        ("for: ann, about: bo, never: {height: low}", Stance("bo", Not(Choice("height", ("low",))))),
        ("about: bo, must: {height: low}", Stance("bo", Choice("height", ("low",)))),
        ("meeting: Cairo", Account("Cairo")),
        *((f"meeting: Cairo, tone: {tone}", Account("Cairo", tone)) for tone in TONES),
        ("mood: waiting", Mood("waiting")),
        ("for: ann, mood: waiting, about: bo", Mood("waiting", "bo")),
        ("count: {of: captives, exactly: 737}", Count("captives", "exactly", Fraction(737))),
        ("count: {of: captives, more_than: 730}", Count("captives", "more_than", Fraction(730))),
        ("count: {of: captives, nearly: 2000}", Count("captives", "nearly", Fraction(2000))),
        ("count: {of: captives, from: 990, to: 1650}", Count("captives", "from_to", Fraction(990), Fraction(1650))),
    ],
)  # fmt: skip
def test_a_claim_is_read_as_it_was_meant(written: str, claim: Claim) -> None:
    (one,) = read(f"{{at: 2024-02-14 UTC, speaker: Ada, {written}}}").statements
    assert (one.id, one.claim, one.words, one.named) == ("statement-1", claim, (), True)


def test_words_quoted_and_words_told() -> None:
    quoted, told = read(
        "{at: 2024-02-14 UTC, speaker: Ada, words: No}", "{at: 2024-02-14 UTC, speaker: Ada, told: no}"
    ).statements
    assert (quoted.words, quoted.indirect) == ((("", "No"),), False)
    assert (told.words, told.indirect) == ((("", "no"),), True)


RIGHT_TO_LEFT = {
    "ar": "«لا اتفاق إلا بوقفٍ دائم لإطلاق النار» — قالها في ١٤ شباط",
    "he": "”לא ייחתם הסכם בלי שחרור כולם“ (בְּרֵאשִׁית)",
    "fa": "می‌گوییم: «هیچ توافقی بدون تضمین نیست»؛ ۷۳۷ نفر",
}


@pytest.mark.parametrize("kind", ["yaml", "json"])
def test_text_from_right_to_left_goes_in_and_comes_out_whole(kind: files.Kind) -> None:
    said = "\n    ".join(f'{tag}: "{text}"' for tag, text in RIGHT_TO_LEFT.items())
    talks = read(
        f'at: 2024-02-14 UTC\n    speaker: "{RIGHT_TO_LEFT["he"]}"\n    through: "{RIGHT_TO_LEFT["ar"]}"\n    mood: '
        f'"{RIGHT_TO_LEFT["fa"]}"\n    words:\n      ' + said.replace("\n    ", "\n      ")
    )
    (one,) = files.parse(files.dump(talks, kind), "again", kind=kind).statements
    assert dict(one.words) == RIGHT_TO_LEFT
    assert (one.speaker, one.through) == (RIGHT_TO_LEFT["he"], (RIGHT_TO_LEFT["ar"],))
    assert one.claim == Mood(RIGHT_TO_LEFT["fa"])
    text = statements_csv.dump_csv(talks)
    assert all(part in text for part in RIGHT_TO_LEFT.values())
    (again,) = statements_csv.parse_csv(text.encode("utf-8-sig"), "said.csv", talks)
    assert dict(again.words) == RIGHT_TO_LEFT


# --- moments ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "start", "zone"),
    [
        ("2024-02-14 18:30 Africa/Cairo", "2024-02-14T18:30:00+02:00", "Africa/Cairo"),
        ("2024-07-14T18:30 Africa/Cairo", "2024-07-14T18:30:00+03:00", "Africa/Cairo"),
        ("2024-02-14 18:30:15 +05:30", "2024-02-14T18:30:15+05:30", "+05:30"),
        ("2024-02-14 18:30-03:30", "2024-02-14T18:30:00-03:30", "-03:30"),
        ("2024-02-14T18:30Z", "2024-02-14T18:30:00+00:00", "UTC"),
        ("2024-02-14 21:00 GMT", "2024-02-14T21:00:00+00:00", "GMT"),
        ("2024-10-31 23:30+03:00 Africa/Cairo", "2024-10-31T23:30:00+03:00", "Africa/Cairo"),
        ("2024-10-31 23:30+02:00 Africa/Cairo", "2024-10-31T23:30:00+02:00", "Africa/Cairo"),
    ],
)
def test_a_time_is_read_in_its_zone(written: str, start: str, zone: str) -> None:
    found = moment(written)
    assert (found.start.isoformat(), found.zone, found.is_day) == (start, zone, False)
    assert moment(moment_text(found)) == found


@pytest.mark.parametrize(
    ("written", "start", "hours"),
    [
        ("2024-02-14 Africa/Cairo", "2024-02-14T00:00:00+02:00", 24),
        ("2024-04-26 Africa/Cairo", "2024-04-26T01:00:00+03:00", 23),  # clocks go forward at midnight
        ("2024-10-31 Africa/Cairo", "2024-10-31T00:00:00+03:00", 25),
        ("2024-11-03 America/Havana", "2024-11-03T00:00:00-04:00", 25),  # midnight comes twice
        ("2024-02-14 -08:00", "2024-02-14T00:00:00-08:00", 24),
    ],
)
def test_a_day_goes_from_its_first_moment_to_the_next_day(written: str, start: str, hours: int) -> None:
    found = moment(written)
    assert found.start.isoformat() == start
    assert found.end is not None
    assert found.end.astimezone(UTC) - found.start.astimezone(UTC) == timedelta(hours=hours)
    assert moment_text(found) == written


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2024-02-14 18:30", "needs a zone; write 2024-02-14 18:30 Africa/Cairo, or 2024-02-14 18:30 +02:00"),
        ("2024-02-14", "needs a zone; write 2024-02-14 Africa/Cairo, or 2024-02-14 +02:00"),
        ("2024-02-14 18:30 Africa/Kairo", "there is no zone 'Africa/Kairo'; did you mean 'Africa/Cairo'?"),
        ("2024-02-14 18:30 localtime", "there is no zone 'localtime'; write one such as Africa/Cairo, or +02:00"),
        ("2024-02-14 18:30 EST", "there is no zone 'EST'; write one such as Africa/Cairo, or +02:00"),
        ("2024-02-14 18:30 ../Cairo", "'2024-02-14 18:30 ../Cairo' is no day or time; write 2024-02-14 18:30 Africa"
         "/Cairo, or 2024-02-14 Africa/Cairo"),
        ("2024-04-26 00:30 Africa/Cairo", "there is no 00:30 on 2024-04-26 in Africa/Cairo, where clocks go forward;"
         " write 2024-04-26 01:30 Africa/Cairo, if that is meant"),
        ("2024-10-31 23:30 Africa/Cairo", "comes twice in Africa/Cairo, where clocks go back; write 2024-10-31 "
         "23:30+03:00 Africa/Cairo (the first time) or 2024-10-31 23:30+02:00 Africa/Cairo (the second)"),
        ("2024-02-14 18:30+03:00 Africa/Cairo",
         "Africa/Cairo is +02:00 from Greenwich then; write 2024-02-14 18:30 Africa/Cairo"),
        ("2024-02-14+02:00 Africa/Cairo", "a day has its zone alone; write 2024-02-14 Africa/Cairo"),
        ("2011-12-30 Pacific/Apia", "there is no 2011-12-30 in Pacific/Apia, where that day was left out"),
        ("2024-02-30 UTC", "there is no day 2024-02-30; write the year, the month, the day"),
        ("2024-02-14 24:00 UTC", "there is no time 24:00; the hours go from 00 to 23"),
        ("1850-02-14 UTC", "the year must lie between 1900 and 2199"),
        ("2024-02-14 18:30 +25:00", "no zone lies +25:00 from Greenwich; write a distance such as +02:00, or "
         "Africa/Cairo"),
        ("Tuesday", "'Tuesday' is no day or time; write 2024-02-14 18:30 Africa/Cairo, or 2024-02-14 Africa/Cairo"),
    ],
)  # fmt: skip
def test_a_moment_that_is_none(written: str, said: str) -> None:
    with pytest.raises(NotAMoment) as error:
        moment(written)
    assert str(error.value) == said
    assert refused(at(written)) == [f"8: statements.0.at: {said}"]


def test_moments_are_compared_across_zones_and_a_day_only_when_it_is_over() -> None:
    cairo, london, day = moment("2024-02-14 18:30 +02:00"), moment("2024-02-14 17:00 UTC"), moment("2024-02-14 UTC")
    assert cairo.before(london)
    assert not london.before(cairo)
    assert not day.before(cairo)
    assert not cairo.before(day)
    assert day.before(moment("2024-02-15 00:00 UTC"))


# --- what is wrong ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("speaker: Ada", "8: statements.0: says nothing; write words: .., told: .., or one of must, never, meeting, "
         "mood, count"),
        ("words: No", "8: statements.0: needs who spoke; write speaker: Mara Tolen, or unnamed: a delegate"),
        ("speaker: Ada, unnamed: a delegate, words: No",
         "8: statements.0: has both 'speaker' and 'unnamed'; write speaker: Mara Tolen, or unnamed: a delegate"),
        ("speaker: Ada, words: No, told: no", "8: statements.0: has both 'words' and 'told'; write words for what is "
         "quoted, told for what is not"),
        ("speaker: Ada, words: ' '", "8: statements.0.words: is empty; write what was said, or leave it out"),
        ("unnamed: ' ', told: x",
         "8: statements.0.unnamed: is empty; write who spoke, or how the one who spoke is described"),
        ("speaker: Ada, words: No, for: an", "8: statements.0.for: there is no party 'an'; did you mean 'ann'?"),
        ("speaker: Ada, words: No, confided: zed",
         "8: statements.0.confided: there is no party 'zed'; there are: ann, bo, carro"),
        ("speaker: Ada, about: an, must: {gate: wide}",
         "8: statements.0.about: there is no party 'an'; did you mean 'ann'?"),
        ("speaker: Ada, for: ann, must: {gaet: wide}",
         "8: statements.0.must.gaet: there is no issue 'gaet'; did you mean 'gate'?"),
        ("speaker: Ada, for: ann, must: {gate: wid}",
         "8: statements.0.must.gate: issue 'gate' has no option 'wid'; did you mean 'wide'?"),
        ("speaker: Ada, must: {gate: wide}",
         "8: statements.0: needs whose condition it is; write for: .. or about: .. with a party's id"),
        ("speaker: Ada, for: ann, must: {gate: wide}, mood: firm",
         "8: statements.0: claims several things (must or never, mood); write a statement for each"),
        ("speaker: Ada, words: No, tone: positive",
         "8: statements.0.tone: stands alone; write which meeting went so, such as meeting: Cairo"),
        ("speaker: Ada, words: No, about: bo",
         "8: statements.0.about: says whose condition or mood it is; take it out where there is none"),
        ("speaker: Ada, meeting: Cairo, tone: postive", "8: statements.0.tone: is not known here; did you mean "
         "'positive'?"),
        ("speaker: Ada, count: {of: captives}", "8: statements.0.count: needs one number; write one of exactly, "
         "more_than, at_least, about, nearly, at_most, less_than, or from and to"),
        ("speaker: Ada, count: {of: captives, from: 3}", "8: statements.0.count: needs one number; write one of "
         "exactly, more_than, at_least, about, nearly, at_most, less_than, or from and to"),
        ("speaker: Ada, count: {of: captives, from: 3, to: 2}",
         "8: statements.0.count: needs the lower number under 'from' and the higher one under 'to'"),
        ("speaker: Ada, count: {exactly: 3}", "8: statements.0.count: 'of' is missing; write of: captives"),
        ("speaker: Ada, words: No, confidence: 1.5",
         "8: statements.0.confidence: must lie above 0 and be at most 1, such as 0.8"),
        ("speaker: Ada, words: No, expires: 2024-02-12 UTC",
         "8: statements.0.expires: lies before the statement itself; write when it expires, later than 'at'"),
        ("speaker: Ada, words: No, through: [The Daily, Radio Coast, the  daily]",
         "8: statements.0.through: leads in a circle: 'The Daily' stands twice between the speaker and here; name each"
         " once, the nearest to the speaker first"),
        ("speaker: Ada, words: No, through: ada", "8: statements.0.through: leads in a circle: 'ada' stands twice "
         "between the speaker and here; name each once, the nearest to the speaker first"),
        ("speaker: Ada, words: No, supersedes: s9", "8: statements.0.supersedes: there is no statement 's9'; there are:"
         " statement-1"),
        ("speeker: Ada, words: No", "8: statements.0.speeker: is not known here; did you mean 'speaker'?"),
    ],
)  # fmt: skip
def test_a_slip_is_named_once_with_what_to_write(rest: str, said: str) -> None:
    assert refused(f"{{at: 2024-02-14 Africa/Cairo, {rest}}}") == [said]


def test_every_slip_of_a_file_is_said_at_once() -> None:
    found = refused(
        "{id: s1, at: 2024-02-14 18:30, speaker: Ada, words: No}",
        "{id: s2, at: 2024-02-14 UTC, speaker: Ada, words: No, supersedes: s3}",
        "{id: s3, at: 2024-02-14 UTC, speaker: Ada, words: No, supersedes: [s2, s7]}",
        "{id: s1, at: 2024-02-14 UTC, speaker: Ada, words: No, supersedes: s1}",
        "{id: s4, at: 2024-02-13 UTC, speaker: Ada, words: No, supersedes: s3}",
    )
    assert found == [
        "8: statements.0.at: needs a zone; write 2024-02-14 18:30 Africa/Cairo, or 2024-02-14 18:30 +02:00",
        "10: statements.2.supersedes: there is no statement 's7'; there are: s1, s2, s3, s4",
        "10: statements.2.supersedes: leads in a circle back to this statement; keep what was said last",
        "11: statements.3.id: 's1' names an earlier statement too; give each its own id",
        "11: statements.3.supersedes: a statement cannot stand in place of itself; take it out",
        "12: statements.4.supersedes: names a statement that was made later; let the later one supersede this",
    ]


POSITIONS = """positions:
  ann:
    red_lines: [{id: low, must: {height: low}, status: stated, evidence: EVIDENCE}]
    answers: [{id: a, importance: [gate, height], evidence: EVIDENCE}]
"""


def test_evidence_names_statements_where_there_are_some() -> None:
    head = POSITIONS.replace("EVIDENCE", "[s1, s11]") + "statements:\n"
    assert sorted(refused(SAID[4:-1], head=FENCE.replace("statements:\n", head))) == [
        "10: positions.ann.answers.0.evidence: there is no statement 's11'; did you mean 's1'?",
        "9: positions.ann.red_lines.0.evidence: there is no statement 's11'; did you mean 's1'?",
    ]
    talks = files.parse(FENCE.replace("statements:\n", head.replace("s11", "s1")) + SAID, "fence.yaml")
    assert talks.position("ann").red_lines[0].evidence == ("s1", "s1")


def test_evidence_is_notes_where_there_are_none() -> None:
    head = FENCE.replace("statements:\n", POSITIONS.replace("EVIDENCE", "[Minutes of 3 May]"))
    assert files.parse(head, "fence.yaml").position("ann").answers[0].evidence == ("Minutes of 3 May",)


def test_talks_built_in_python_are_checked_alike() -> None:
    issue = Issue("height", "Height", (Option("low", "Low"), Option("high", "High")))
    when = moment("2024-02-14 UTC")
    said = [
        Statement("s1", when, "Ada", True, "zed", words=(("", "No"),), supersedes=("s9",)),
        Statement("s1", when, "Ada", True, through=("ada",), words=(("", "No"),), confidence=Fraction(2)),
        Statement("s2", when, "", True, claim=Stance("ann", Choice("heigth", ("low",)))),
        Statement("s3", Moment(datetime(2024, 2, 14), "UTC"), "Ada", True, claim=Mood(" ")),
    ]
    with pytest.raises(BadTalks) as error:
        Talks("A fence", (Party("ann", "Ann"),), (issue,), statements=tuple(said))
    assert {flaw.path for flaw in error.value.flaws} == {
        "statements.0.for", "statements.0.supersedes", "statements.1.id", "statements.1.through",
        "statements.1.confidence", "statements.2", "statements.2.speaker", "statements.3.at", "statements.3.mood",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("one", "said"),
    [
        ({"at": Moment(datetime(2024, 2, 14, 18, 30, 0, 5, tzinfo=UTC), "UTC")}, "is no moment that a file can hold"),
        ({"at": Moment(datetime(2024, 2, 14, 18, tzinfo=UTC), "Africa/Cairo")}, "is no moment that a file can hold"),
        ({"words": (("", "No"), ("fr", "Non"))}, "wordings need a language each"),
        ({"id": " "}, "an id is empty"),
        ({"speaker": "a\x00"}, "a control character"),
    ],
)
def test_statements_that_no_file_can_hold(one: dict[str, object], said: str) -> None:
    talks = files.parse(FENCE + SAID, "fence.yaml")
    changed = replace(talks, statements=(replace(talks.statements[0], **one),))  # type: ignore[arg-type]
    with pytest.raises(BadTalks, match=said):
        files.dump(changed)


# --- files of their own, and CSV -------------------------------------------------------------------------------------

SHEET = """id,at,speaker,unnamed,for,through,words (en),words (ar),must,count
s1,2024-02-14 18:30 Africa/Cairo,Mara Tolen,,ann,The Daily; Radio Coast,We go on,نواصل,,
s2,2024-02-14 Africa/Cairo,,a delegate,bo,,,,{gate: wide},

s3,2024-02-15 UTC,,an official,,,"Two
lines",,,"{of: captives, more_than: 730}"
"""


def test_a_sheet_is_read_as_the_talks_file_would_be() -> None:
    talks = read(
        "{id: s1, at: 2024-02-14 18:30 Africa/Cairo, speaker: Mara Tolen, for: ann, through: [The Daily, Radio Coast],"
        " words: {en: We go on, ar: نواصل}}",
        "{id: s2, at: 2024-02-14 Africa/Cairo, unnamed: a delegate, for: bo, must: {gate: wide}}",
        '{id: s3, at: 2024-02-15 UTC, unnamed: an official, words: {en: "Two\\nlines"}, count: {of: captives,'
        " more_than: 730}}",
    )
    for text in (SHEET, SHEET.replace(",", ";").replace("{of: captives; ", "{of: captives, ").replace("; Radio", "x"),
                 "\ufeff" + SHEET.replace("\n", "\r\n").replace("Two\r\nlines", "Two\nlines")):  # fmt: skip
        if ";" in text.splitlines()[0]:
            text = text.replace("The Dailyx Coast", '"The Daily; Radio Coast"')
        assert statements_csv.parse_csv(text.encode(), "said.csv", talks) == talks.statements
    again = statements_csv.dump_csv(talks)
    assert statements_csv.parse_csv(again.encode("utf-8-sig"), "said.csv", talks) == talks.statements


def test_what_is_wrong_in_a_sheet_is_said_with_its_row() -> None:
    talks = files.parse(FENCE + SAID, "fence.yaml")
    sheet = "id,at,speaker,words,words (en),must,mod\ns1,2024-02-14,Ada,x,,,\n,2024-02-14 UTC,Ada,x,y,{gate: ,z,1\n"
    with pytest.raises(BadFile) as error:
        statements_csv.parse_csv(sheet.encode(), "said.csv", talks)
    found = [str(flaw) for flaw in error.value.flaws]
    assert found[0].startswith("said.csv:1: the column 'mod' is not known here; the columns are id, at, speaker,")
    assert found[1:] == [
        "said.csv:2: 0.at: needs a zone; write 2024-02-14 Africa/Cairo, or 2024-02-14 +02:00",
        "said.csv:3: has more cells than there are headings",
        "said.csv:3: words: stands beside 'words (en)'; give every wording its language",
        "said.csv:3: must: the '{' opened on line 1 is never closed; write '}' where it ends",
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "needs a row of headings first"),
        (b"Issue,Option,Ann\n", "needs a row of headings first"),
        (b"PK\x03\x04", "this is a spreadsheet"),
        ("id,at\ns1,é".encode("latin-1"), "not UTF-8 text"),
        (b'id,at\ns1,"' + b"x" * 200_000, "not readable as CSV"),
        (b"id,at,speaker,words\ns1,2024-02-14 UTC,Ada,a\x00b\n", "a cell holds a character that is no text"),
    ],
)
def test_bytes_that_are_no_sheet_of_statements(data: bytes, said: str) -> None:
    with pytest.raises(BadFile, match=said):
        statements_csv.parse_csv(data, "said.csv", files.parse(FENCE + SAID, "fence.yaml"))


def test_a_cell_that_would_act_in_a_spreadsheet_is_guarded() -> None:
    talks = read('{id: s1, at: 2024-02-14 18:30 +02:00, speaker: Ada, words: "=1+1"}')
    text = statements_csv.dump_csv(talks)
    assert text == "id,at,speaker,words\ns1,'2024-02-14 18:30 +02:00,Ada,'=1+1\n"
    assert statements_csv.parse_csv(text.encode(), "said.csv", talks) == talks.statements


@pytest.mark.parametrize("name", ["a; b", " a ", "a\n"])
def test_what_a_cell_cannot_hold_is_refused_by_name(name: str) -> None:
    talks = files.parse(FENCE + SAID, "fence.yaml")
    one = replace(talks.statements[0], through=(name,))
    with pytest.raises(BadQuestion, match="statement 's1' cannot be written as CSV"):
        statements_csv.dump_csv(replace(talks, statements=(one,)))


@pytest.mark.parametrize("name", ["said.csv", "said.yaml", "said.json"])
def test_statements_in_a_file_of_their_own(name: str, tmp_path: Path) -> None:
    talks = files.parse(FENCE + SAID, "fence.yaml")
    own = {
        "csv": statements_csv.dump_csv(talks),
        "yaml": SAID,
        "json": '[{"id": "s1", "at": "2024-02-14 18:30 Africa/Cairo", "speaker": "Ada", "words": "No"}]',
    }
    (tmp_path / name).write_text(own[name.partition(".")[2]], encoding="utf-8")
    text = FENCE.replace("statements:\n", f"statements: {name}\n")
    (tmp_path / "talks.yaml").write_text(text, encoding="utf-8")
    assert files.load(tmp_path / "talks.yaml") == talks
    with pytest.raises(BadFile, match="statements in a file of their own are not read here; write the statements out"):
        files.load(tmp_path / "talks.yaml", allow_paths=False)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("../said.csv", "leads out of the folder of this file; write a path inside it, such as statements.csv"),
        ("said.txt", "needs a list of statements, or the path of a .yaml, .json or .csv file that holds it"),
        ("folder\\\\said.csv", "write / instead of"),
        ("no.csv", "no.csv"),
        ("wrong.csv", "wrong.csv:2: 0.at: needs a zone"),
        ("map.yaml", "map.yaml:1: needs a list of statements, each on a line that begins with '- '"),
    ],
)
def test_a_path_of_statements_that_cannot_be_read(written: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "wrong.csv").write_text("at,speaker,words\n2024-02-14,Ada,No\n")
    (tmp_path / "map.yaml").write_text("s1: No\n")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "said.csv").write_text("at,speaker,words\n2024-02-14 UTC,Ada,No\n")
    (tmp_path / "talks.yaml").write_text(FENCE.replace("statements:\n", f'statements: "{written}"\n'))
    with pytest.raises(BadFile) as error:
        files.load(tmp_path / "talks.yaml")
    assert said in str(error.value)


def test_no_list_and_no_path() -> None:
    head = FENCE.replace("statements:\n", "statements: {s1: No}\n")
    assert refused(head=head) == ["7: statements: needs a list of statements, each on a line that begins with '- '"]
    assert read(head=FENCE).statements == ()


def test_forms_without_statements_say_that_they_leave_them_out(tmp_path: Path) -> None:
    talks = files.parse(FENCE + SAID, "fence.yaml")
    assert "statements" in forms.save(talks, tmp_path / "fence.csv")
    assert "statements" not in forms.save(replace(talks, statements=()), tmp_path / "fence.csv")
    assert forms.save(talks, tmp_path / "fence.json") == ()

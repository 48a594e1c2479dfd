"""Scoring sheets: what people type is read or refused with its row; what is written reads back the same.

Long because two formats share one set of cases.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from goodoffices.errors import BadFile, BadQuestion
from goodoffices.files import sheets
from goodoffices.files.sheet_form import is_heading
from goodoffices.files.slugs import ids
from goodoffices.talks import (
    WORDS,
    Agreement,
    Answer,
    Bonus,
    Choice,
    Issue,
    IssueScores,
    Link,
    Option,
    Order,
    Party,
    Position,
    RedLine,
    Release,
    Talks,
)

SHEET = """A truce, in short;;;;;
;;;;;
ISSUE;Options;Wording;Arda;Belen;Carro
role;;;;Party;Mediator
;;;;;
Pause;No pause;;0;100;
;Six weeks;Hostilities cease for 42 days.;20;60.5;
;For good;;40;0;
Aid;300;;1/3;;
Aid;600;;-2e1;;

walk away:;;;25;;
"""


NOT_A_NUMBER = (
    "points must be a plain number such as 12, 0.5 or 1/3; leave out signs that group thousands, and write a point, "
    "not a comma, before decimals"
)


def read(text: str) -> Talks:
    return sheets.parse_csv(text.encode(), "sheet.csv")


def book(rows: list[list[Any]], *, change: Callable[[Any], None] | None = None) -> bytes:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    if change:
        change(workbook)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def flaws(data: str | bytes, name: str = "sheet.csv") -> list[str]:
    parse = sheets.parse_xlsx if name.endswith("xlsx") else sheets.parse_csv
    with pytest.raises(BadFile) as caught:
        parse(data.encode() if isinstance(data, str) else data, name)
    return [str(flaw) for flaw in caught.value.flaws]


def test_the_form_in_full() -> None:
    talks = read(SHEET)
    assert talks.title == "A truce, in short"
    assert talks.parties == (Party("arda", "Arda"), Party("belen", "Belen"), Party("carro", "Carro", "mediator"))
    assert talks.issues == (
        Issue(
            "pause",
            "Pause",
            (
                Option("no_pause", "No pause"),
                Option("six_weeks", "Six weeks", (("", "Hostilities cease for 42 days."),)),
                Option("for_good", "For good"),
            ),
        ),
        Issue("aid", "Aid", (Option("300", "300"), Option("600", "600"))),
    )
    assert talks.position("arda") == Position(
        "arda",
        (
            IssueScores("pause", (Fraction(0), Fraction(20), Fraction(40))),
            IssueScores("aid", (Fraction(1, 3), Fraction(-20))),
        ),
        walk_away=Fraction(25),
    )
    assert talks.position("belen") == Position(
        "belen", (IssueScores("pause", (Fraction(100), Fraction(121, 2), Fraction(0))),)
    )
    assert [position.party for position in talks.positions] == ["arda", "belen"]


@pytest.mark.parametrize(
    "text",
    [
        SHEET.replace(",", "").replace(";", ","),
        SHEET.replace(";", "\t"),
        "\ufeff" + SHEET,
        "sep=;\n" + SHEET,
        SHEET.replace("\n", "\r\n"),
        SHEET.replace("ISSUE", " issue ").replace("walk away:", "Walk-Away").replace("role", "ROLE"),
        SHEET.replace("Pause;No pause", "Pause;;;;;\n;No pause"),
    ],
)
def test_what_does_not_matter_does_not_matter(text: str) -> None:
    talks, plain = read(text), read(SHEET)
    assert (talks.issues, talks.parties, talks.positions) == (plain.issues, plain.parties, plain.positions)


def test_without_a_title_the_file_gives_it() -> None:
    assert read("Issue,Option,A\nPause,None,1\n").title == "sheet"


def test_wordings_in_several_languages() -> None:
    text = "Issue,Option,Wording (en),Wording (ar),A\nPause,None,No pause.,لا هدنة,1\n"
    talks = read(text)
    assert talks.issues[0].options[0].text == (("en", "No pause."), ("ar", "لا هدنة"))
    assert sheets.dump_csv(talks) == "sheet\n" + text


def test_digits_of_other_scripts_and_the_true_minus() -> None:
    assert read("Issue,Option,A\nPause,None,−٤٥\n").position("a").points("pause") == (-45,)


def test_every_flaw_is_said_with_its_row_and_no_number_is_repeated() -> None:
    text = """Issue,Option,Arda,Belen,Belen
Role,,buyer,,
Pause,None,"1,234",,
,Long,17.5 points,,
,Long,3,,
Aid,Some,1,"12,5",
,All,,0,
Pause,Again,1,,
Total,,99,,
Walk-away,,1,,
,Orphan,1,,
Walk-away,,0,,
Guards,,,,
"""
    found = flaws(text)
    assert found == [
        "sheet.csv:1: row 1, Belen: this heading stands twice; every column needs its own",
        "sheet.csv:2: row 2, Arda: is not a role; write one of party, mediator, guarantor, observer",
        *(f"sheet.csv:{row}: row {row}, Arda: {NOT_A_NUMBER}" for row in (3, 4)),
        "sheet.csv:5: row 5: option 'Long' stands twice under this issue",
        f"sheet.csv:6: row 6, Belen: {NOT_A_NUMBER}",
        "sheet.csv:8: row 8: issue 'Pause' comes again; keep its options together",
        "sheet.csv:9: row 9: points without an option; only the rows Role and Walk-away stand without one",
        "sheet.csv:11: row 11: an option without an issue; write the issue's name on the first row of its options",
        "sheet.csv:12: row 12: the walk-aways stand twice; keep one row of them",
    ]
    assert not any(secret in line for line in found for secret in ("234", "17.5", "12,5", "99"))


def test_points_are_needed_for_every_option_once_one_has_them() -> None:
    assert flaws("Issue,Option,A,B\nPause,None,1,\n,Some,,\n,All,2,\n") == [
        "sheet.csv:3: row 3, A: no points; once one option of an issue has points, every option of it needs them"
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "sheet.csv: no row has the headings Issue and Option"),
        ("Issue,Points\nPause,3\n", "sheet.csv: no row has the headings"),
        ("Issue,Option\nPause,None\n", "sheet.csv:1: row 1: there is no party"),
        ("Issue,Option,A\n", "sheet.csv: issues: there is no issue"),
        ("Issue,Option,A\nPause\n", "sheet.csv:2: row 2: issue 'Pause' has no option"),
        ("Issue,Option,A\nPause,None,1,2\n", "sheet.csv:2: row 2: a cell stands under no heading"),
        ("Issue,Option,A\nRole,,mediatr\n", "sheet.csv:2: row 2, A: is not a role; did you mean 'mediator'?"),
        ("Issue,Option,A\nPause,No\x07ne,1\n", "sheet.csv:2: row 2: control characters stand here"),
        ("Issue,Option,A\nPause,None,1e999999999\n", "sheet.csv:2: row 2, A: points must be"),
        ("Issue,Option,A\nPause,None,50%\n", "sheet.csv:2: row 2, A: points must be"),
        ("Issue,Option,A\nPause,None,1 000\n", "sheet.csv:2: row 2, A: points must be"),
        ("Issue,Option,A\nPause,None,1/0\n", "sheet.csv:2: row 2, A: points must be"),
    ],
)
def test_bad_sheets_are_refused(text: str, message: str) -> None:
    assert flaws(text)[0].startswith(message)


def test_bytes_that_are_no_sheet_are_refused() -> None:
    assert flaws("Issue,Option,A\nPausé,None,1\n".encode("latin-1")) == [
        "sheet.csv:2: not UTF-8 text; save the sheet as CSV UTF-8, or as XLSX"
    ]
    assert "larger than 8 MiB" in flaws(b" " * (8 * 1024 * 1024 + 1))[0]
    assert "more than 500,000 cells" in flaws("," * 500_001)[0]
    assert "not readable as CSV" in flaws('"' + "x" * 200_000)[0]


def test_files_that_are_not_there(tmp_path: Path) -> None:
    for load in (sheets.load_csv, sheets.load_xlsx):
        with pytest.raises(BadFile, match="there is no such file"):
            load(tmp_path / "none")
        with pytest.raises(BadFile, match="this is a folder; name a file in it"):
            load(tmp_path)


@given(st.binary(max_size=200) | st.text("Issue,Option;\"\n\tAB12= -'", max_size=120).map(str.encode))
def test_any_bytes_are_a_sheet_or_a_bad_file(data: bytes) -> None:
    for parse in (sheets.parse_csv, sheets.parse_xlsx):
        with suppress(BadFile):
            assert parse(data, "sheet").issues


# XLSX.


def test_a_workbook_as_people_make_them(tmp_path: Path) -> None:
    def merge(workbook: Any) -> None:
        workbook.active.merge_cells("A4:A5")
        workbook.create_sheet("Other", 0)

    rows = [
        ["A truce"],
        [],
        ["Issue", "Option", "Arda", "Belen"],
        ["Pause", date(2024, 5, 3), 0.1, 12.0],
        [None, 300, 1e-7, "1/3"],
        ["Walk-away", None, 25],
    ]
    (tmp_path / "truce.xlsx").write_bytes(book(rows, change=lambda b: setattr(b.active, "title", "talks") or merge(b)))
    talks = sheets.load_xlsx(tmp_path / "truce.xlsx")
    assert talks.title == "A truce"
    assert [option.label for option in talks.issues[0].options] == ["2024-05-03", "300"]
    assert talks.position("arda").points("pause") == (Fraction(1, 10), Fraction(1, 10**7))
    assert talks.position("belen").points("pause") == (12, Fraction(1, 3))
    assert talks.position("arda").walk_away == 25


def test_cells_that_are_neither_text_nor_number() -> None:
    rows = [
        ["Issue", "Option", "A"],
        ["Pause", "None", "=1+1"],
        [None, "Some", True],
        [None, "All", date(2024, 1, 3)],
        [None, "Most", "#DIV/0!"],
        [None, "=A1", 3],
    ]
    found = flaws(book(rows), "s.xlsx")
    assert [line.split(": ", 2)[1] for line in found] == [
        "row 2, A",
        "row 3, A",
        "row 4, A",
        "row 5, A",
        "row 6",
    ]
    assert "a formula whose result is not saved" in found[0]
    assert "TRUE or FALSE" in found[1]
    assert "points must be a plain number" in found[2]
    assert "a formula that failed" in found[3]


def test_the_saved_result_of_a_formula_is_read() -> None:
    data = repacked(
        book([["Issue", "Option", "A"], ["Pause", "None", "=1+1"]]),
        lambda name, part: part.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>").replace(b"<v></v>", b"<v>2</v>"),
    )
    assert sheets.parse_xlsx(data, "s.xlsx").position("a").points("pause") == (2,)


def repacked(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, change(entry.filename, old.read(entry)))
    return out.getvalue()


ROWS = [["Issue", "Option", "A"], ["Pause", "None", 1]]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b"<worksheet", b'<!DOCTYPE w [<!ENTITY x "y">]><worksheet', "not a readable XLSX file"),
        (b"</sheetData>", b'<row r="999999999999"><c r="A9"><v>1</v></c></row></sheetData>', "more than 500,000"),
        (b"</sheetData>", b"<row>", "not a readable XLSX file"),
        (b"<v>1</v>", b"<v>one</v>", "not a readable XLSX file"),
        (b"</sheetData>", b" " * (33 * 1024 * 1024) + b"</sheetData>", "unpacks to more than 32 MiB"),
    ],
)
def test_workbooks_that_are_not_harmless_are_refused(old: bytes, new: bytes, message: str) -> None:
    data = repacked(book(ROWS), lambda name, part: part.replace(old, new) if "sheet1" in name else part)
    assert message in flaws(data, "s.xlsx")[0]


def test_a_workbook_that_claims_to_be_huge_costs_nothing() -> None:
    data = repacked(book(ROWS), lambda name, part: part.replace(b'ref="A1:C2"', b'ref="A1:XFD1048576"'))
    assert sheets.parse_xlsx(data, "s.xlsx").packages == 1


WHOLE = book(ROWS)
"""One workbook for every try: the time of day stands in it, and would otherwise make each one a little different."""


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_damaged_workbook_is_read_or_a_bad_file(data: st.DataObject) -> None:
    whole = WHOLE
    place = data.draw(st.integers(0, len(whole) - 1))
    damaged = whole[:place] + data.draw(st.binary(max_size=4)) + whole[place + data.draw(st.integers(0, 60)) :]
    with suppress(BadFile):
        assert sheets.parse_xlsx(damaged, "s.xlsx").parties


# Out, and in again.

NAMES = (
    st.text(
        st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\n=+-@'\",;"), min_size=1, max_size=12
    )
    .map(str.strip)
    .filter(bool)
)
POINTS = st.fractions(max_denominator=60) | st.decimals(allow_nan=False, allow_infinity=False, places=17).map(Fraction)


def names(draw: st.DrawFn, size: int) -> list[str]:
    return draw(st.lists(NAMES, min_size=size, max_size=size, unique=True))


@st.composite
def talks_for_sheets(draw: st.DrawFn) -> Talks:
    """Talks whose ids are those that reading makes out of the names."""
    labels = names(draw, draw(st.integers(1, 3)))
    issues = []
    for id, label in zip(ids(labels, fallback="issue", avoid=WORDS), labels, strict=True):
        options = names(draw, draw(st.integers(1, 3)))
        texts = [((("", draw(NAMES)),) if draw(st.booleans()) else ()) for _ in options]
        issues.append(Issue(id, label, tuple(map(Option, ids(options, fallback="option"), options, texts))))
    people = names(draw, draw(st.integers(1, 3)))
    assume(not any(map(is_heading, people)))
    parties, positions = [], []
    for id, name in zip(ids(people, fallback="party", avoid={"all"}), people, strict=True):
        parties.append(Party(id, name, draw(st.sampled_from(["party", "party", "mediator", "observer"]))))
        scores = tuple(
            IssueScores(issue.id, tuple(draw(POINTS) for _ in issue.options)) for issue in issues if draw(st.booleans())
        )
        position = Position(id, scores, walk_away=draw(st.none() | POINTS))
        positions += [position] if position.is_recorded else []
    return Talks(draw(NAMES), tuple(parties), tuple(issues), positions=tuple(positions))


@given(talks_for_sheets())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_written_as_csv_reads_back(talks: Talks) -> None:
    text = sheets.dump_csv(talks)
    assert sheets.parse_csv(text.encode(), "s.csv") == talks
    for row in csv.reader(io.StringIO(text, newline="")):
        for cell in row:
            number = cell.lstrip("-").replace(".", "").isdigit()
            assert number or not cell.startswith(("=", "+", "-", "@"))


@given(talks_for_sheets())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_written_as_xlsx_reads_back(talks: Talks) -> None:
    data = sheets.dump_xlsx(talks)
    assert sheets.parse_xlsx(data, "s.xlsx") == talks
    for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows():
        assert all(cell.data_type in "sn" for cell in row)


def small(**changes: Any) -> Talks:
    parts: dict[str, Any] = {
        "title": "=T",
        "parties": (Party("a", "@A"), Party("b", "B")),
        "issues": (Issue("pause", "+Pause", (Option("none", "'=1"), Option("some", "-Some"))),),
        "positions": (
            Position(
                "a",
                (
                    IssueScores(
                        "pause",
                        (Fraction(-1, 3), Fraction(-7)),
                    ),
                ),
            ),
        ),
    }
    return Talks(**(parts | changes))


def test_nothing_a_spreadsheet_would_act_upon_is_written() -> None:
    assert sheets.dump_csv(small()) == "'=T\nIssue,Option,'@A,B\n'+Pause,''=1,'-1/3,\n,'-Some,-7,\n"
    sheet = openpyxl.load_workbook(io.BytesIO(sheets.dump_xlsx(small()))).active
    assert (sheet["A1"].value, sheet["A1"].data_type, sheet["A1"].quotePrefix) == ("=T", "s", True)
    assert sheet["C3"].value == "-1/3"
    assert sheet["C4"].value == -7
    assert sheets.parse_xlsx(sheets.dump_xlsx(small()), "s.xlsx").title == "=T"


@pytest.mark.parametrize("label", ["1/3", "007", "12:30", "3-4", "2024-05-03", "3 May", "May 3, 2024", "5%", "1e5",
                                   "12.50", "TRUE", "'1/3", "''007", "1234567890123456"])  # fmt: skip
def test_labels_that_a_spreadsheet_would_change_are_guarded(label: str) -> None:
    talks = small(issues=(Issue("pause", "Pause", (Option("none", label), Option("some", "Some"))),), positions=())
    text = sheets.dump_csv(talks)
    assert text.splitlines()[2] == f'Pause,"\'{label}",,' if "," in label else f"Pause,'{label},,"
    assert sheets.parse_csv(text.encode(), "s.csv").issues[0].options[0].label == label
    data = sheets.dump_xlsx(talks)
    cell = openpyxl.load_workbook(io.BytesIO(data)).active["B3"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert sheets.parse_xlsx(data, "s.xlsx").issues[0].options[0].label == label


@pytest.mark.parametrize("label", ["0", "300", "3 days", "Six", "Maybe 3", "Stage 2", "None", "E5", "'s Hertogenbosch"])
def test_labels_that_a_spreadsheet_leaves_alone_are_written_as_they_are(label: str) -> None:
    talks = small(issues=(Issue("pause", "Pause", (Option("none", label), Option("some", "Some"))),), positions=())
    assert sheets.dump_csv(talks).splitlines()[2] == f"Pause,{label},,"


@pytest.mark.parametrize("data", [WHOLE, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600])
def test_an_office_file_under_the_name_of_a_text(data: bytes) -> None:
    said = "this is a spreadsheet or a word-processor file; save it as .xlsx or .csv and name it so"
    assert flaws(data) == [f"sheet.csv: {said}"]


def test_ranges_are_written_as_their_grid() -> None:
    days = Issue("days", "Days", tuple(Option(str(n), f"{n} days", value=Fraction(n)) for n in (3, 6)), unit="days")
    talks = small(issues=(days,), positions=())
    assert sheets.dump_csv(talks).endswith("Days,3 days,,\n,6 days,,\n")
    assert sheets.leaves_out(talks) == ("units, and that an issue is a range (its grid is written)",)


def test_what_a_sheet_cannot_hold_is_named_all_at_once() -> None:
    some = Choice("pause", ("some",))
    talks = small(
        links=(Link(some),),
        agreement=Agreement(needs=1),
        parties=(Party("a", "A"), Party("b", "A"), Party("c", "Wording")),
        issues=(Issue("pause", " ", (Option("none", "x\x00"), Option("some", "Some", (("a b", ""),)))),),
        positions=(Position("a", red_lines=(RedLine("r", some),)), Position("b", bonuses=(Bonus(some, Fraction(1)),))),
    )
    with pytest.raises(BadQuestion) as caught:
        sheets.dump_csv(talks)
    for part in (
        "links",
        "agreement rule",
        "red lines (of 'a')",
        "bonuses (of 'b')",
        "stands twice ('A')",
        "'Wording'",
        "an issue's name that is blank",
        "control characters",
        "language tag",
    ):
        assert part in str(caught.value), part
    with pytest.raises(BadQuestion, match="more than 32,767 characters"):
        sheets.dump_xlsx(small(title="x" * 40_000))


def test_what_is_left_out_is_said() -> None:
    position = Position(
        "a",
        weights=(("pause", Fraction(1)),),
        releases=(Release(("scores",), ("all",)),),
        answers=(Answer("a1", Order("pause", (("none",),))),),
    )
    issue = Issue("pause", "Pause", (Option("none", "None"),), divisible=True)
    assert sheets.leaves_out(small(issues=(issue,), positions=(position,))) == (
        "which issues are divisible",
        "weights (the points are written)",
        "releases",
        "answers",
    )


def test_the_template_is_the_one_in_the_documentation() -> None:
    documented = Path(__file__).parents[2] / "docs" / "templates" / "scoring_sheet.csv"
    assert sheets.template("csv") == documented.read_bytes()
    talks = sheets.load_csv(documented)
    assert talks.packages == 3 * 3 * 3 * 2
    assert talks.signatories == ("norhaven", "sund", "ferry_company")
    assert [position.walk_away for position in talks.positions] == [45, 40, 50]
    assert sheets.parse_xlsx(sheets.template("xlsx"), "t.xlsx") == talks

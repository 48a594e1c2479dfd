"""Tables: every row as long as its headers, and the numbers that the answer has."""

from __future__ import annotations

from dataclasses import fields, replace
from fractions import Fraction

import pytest
from tests.report.samples import DEAL, NO_DEAL, NOTHING, TWO, looks_like_the_guide

from goodoffices.analysis import analyse
from goodoffices.analysis.answers import Analysis, Conflicts, Pick, Repair, Repairs, Split
from goodoffices.report import tables
from goodoffices.report.gap_table import gap_table
from goodoffices.report.tables import Table, formulas_table, zone_table
from goodoffices.talks import Agreement, Requirement, Talks

MAKERS = [
    tables.zone_table, tables.accepted_table, tables.frontier_table, tables.formulas_table, tables.gains_table,
    tables.picks_table, tables.unused_table, tables.headroom_table, tables.conflicts_table, tables.repairs_table,
    tables.methods_table, tables.rests_table,
]  # fmt: skip


def every_table(analysis: Analysis) -> list[Table]:
    found = [make(analysis) for make in [*MAKERS, gap_table]]
    return [table for table in found if table is not None]


@pytest.mark.parametrize("talks", [DEAL, TWO, NO_DEAL, NOTHING])
def test_rows_fit_their_headers(talks: Talks) -> None:
    for table in every_table(analyse(talks)):
        assert table.rows, table.title
        assert {len(row) for row in table.rows} == {len(table.headers)}, table.title
        assert all(isinstance(cell, str) for row in table.rows for cell in row), table.title
        assert max(table.numbers, default=0) < len(table.headers), table.title


def test_questions_not_asked_have_no_table() -> None:
    asked_nothing = Analysis(DEAL)
    assert {field.name for field in fields(asked_nothing)} >= {"zone", "frontier"}
    assert [make(asked_nothing) for make in MAKERS[:10]] == [None] * 10


def test_gains_are_those_of_the_formulas() -> None:
    analysis = analyse(DEAL)
    table = tables.gains_table(analysis)
    assert table is not None
    assert analysis.formulas is not None
    nash = table.headers.index("Nash")
    assert [row[0] for row in table.rows] == ["Arda", "Belen", "Dara"]
    found = [Fraction(row[nash]) for row in table.rows]
    assert found == list(analysis.formulas["nash"].gains.values())


def test_formulas_that_pick_the_same_share_a_row() -> None:
    gains = {"arda": Fraction(1), "belen": Fraction(2)}
    package = {"pause": "end", "captives": "all", "trucks": "0"}
    picks = {name: Pick(name, package, gains, gains, proved=True) for name in ("nash", "maximin")}
    split = Split("trucks", {"0": Fraction(1, 6), "600": Fraction(5, 6)})
    picks["adjusted_winner"] = Pick("adjusted_winner", {"pause": "end", "captives": "all"}, gains, gains, proved=True,
                                    split=split)  # fmt: skip
    table = tables.picks_table(Analysis(TWO, formulas=picks))
    assert table is not None
    assert [row[0] for row in table.rows] == ["Nash and Maximin", "Adjusted Winner"]
    divided = "Aid is divided: “0 trucks a day” for 16.67 % of it and “600 trucks a day” for 83.33 % of it"
    assert table.rows[1][2].endswith(divided)


def test_conflicts_and_repairs_are_numbered_and_said() -> None:
    analysis = looks_like_the_guide()
    conflicts, repairs = tables.conflicts_table(analysis), tables.repairs_table(analysis)
    assert conflicts is not None
    assert repairs is not None
    assert conflicts.rows[0][1].startswith("Arda will not sign unless Length of the pause is a permanent pause")
    assert [row[:2] for row in repairs.rows] == [("1", "Arda's line set aside"), ("2", "Belen's walk-away down by 4")]


def test_what_is_left_out_is_said() -> None:
    analysis = analyse(DEAL)
    assert analysis.frontier is not None
    assert analysis.frontier.size == 6
    table = tables.frontier_table(replace(analysis, formulas=None), most=2)
    assert table is not None
    assert [row[0] for row in table.rows] == ["1", "2"]
    assert table.note == "The first 2 of 6 points."
    table = tables.frontier_table(analysis, most=2)
    assert table is not None
    assert [row[0] for row in table.rows] == ["1", "2", "5"]
    assert table.note == "The first 2 of 6 points, and those that formulas pick."


def test_long_lists_are_cut_by_a_stated_order_and_say_so() -> None:
    floor = Requirement("belen", "walk_away")
    falls = tuple({"belen": Fraction(fall)} for fall in range(4))
    repair = Repair((floor,), falls, {"pause": "none", "captives": "none", "trucks": "0"})
    found = replace(
        analyse(NO_DEAL),
        conflicts=Conflicts(((floor,),) * 5, False, ""),
        repairs=Repairs((repair,) * 5, True, ""),
    )
    conflicts, repairs = tables.conflicts_table(found, 2), tables.repairs_table(found, 2)
    assert conflicts is not None
    assert repairs is not None
    assert (len(conflicts.rows), len(repairs.rows)) == (2, 2)
    assert conflicts.note == (
        "The first 2 of 5 found so far, those of the fewest requirements first; all are in the JSON (--json). "
        "Not finished: there may be more."
    )
    assert repairs.note == (
        "The first 2 of 5, those of the fewest changes first. Of more ways to fall those are given in which the first "
        "party named gives up least; all are in the JSON (--json)."
    )
    whole = tables.conflicts_table(replace(found, conflicts=Conflicts(((floor,),), True, "")), 2)
    assert whole is not None
    assert whole.note == ""


def test_where_each_party_stands() -> None:
    table = gap_table(analyse(DEAL))
    assert table is not None
    assert table.headers == ("Issue", "Arda", "Belen", "Dara")
    pause, _, aid = table.rows
    assert pause[1] == "best: A permanent pause; can sign: Six weeks or A permanent pause"
    assert aid[3] == "best: 600 trucks a day; can sign: 300 to 600 trucks a day"
    some = replace(DEAL, positions=DEAL.positions[:2])
    table = gap_table(analyse(some))
    assert table is not None
    assert table.rows[0][3] == "nothing recorded"
    assert gap_table(analyse(DEAL, only=["zone"])) is None


def test_lines_are_listed_by_status() -> None:
    table = tables.rests_table(analyse(DEAL))
    assert table is not None
    assert [(row[0], row[1], row[3]) for row in table.rows] == [
        ("Stated", "Arda", "3 May; s1"), ("Confided", "Belen", "5 May"), ("Assumed", "Dara", ""),
    ]  # fmt: skip


def test_gains_below_a_walk_away_are_marked() -> None:
    pick = Pick("utilitarian", {"pause": "end", "captives": "all", "trucks": "600"}, {},
                {"arda": Fraction(-3), "belen": Fraction(2), "dara": Fraction(-1)},
                zero_is_arbitrary=("dara",))  # fmt: skip
    table = formulas_table(Analysis(DEAL, over="all", formulas={"utilitarian": pick}))
    assert table is not None
    assert table.rows[0][1:4] == ("−3 †", "2", "−1")
    assert table.note.endswith("† Below the walk-away.")


def test_the_packages_that_meet_the_links_are_those_counted_by_signatories() -> None:
    analysis = analyse(replace(DEAL, agreement=Agreement(2)))
    table = zone_table(analysis)
    assert table is not None
    assert analysis.zone is not None
    assert analysis.zone.accepted_by is not None
    met = dict(table.rows)["Of which meet the links"]
    assert int(met) == sum(analysis.zone.accepted_by) < DEAL.packages

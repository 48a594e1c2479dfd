"""What is not finished is named, and never drawn or said as if it were known."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from tests.report.samples import BELEN, DEAL, NO_DEAL, TWO, scores

from goodoffices.analysis import analyse
from goodoffices.analysis.answers import Analysis, Conflicts, Frontier, Headroom, Pick, Repair, Repairs, Size, Zone
from goodoffices.report import tables
from goodoffices.report.answer_words import answer_lines
from goodoffices.report.gains_picture import headroom_picture
from goodoffices.report.pick_words import pick_words
from goodoffices.report.repair_words import ask_words, conflict_words
from goodoffices.report.sections import sections
from goodoffices.talks import Position, Requirement, Talks

PACKAGE = {"pause": "six_weeks", "captives": "some", "trucks": "300"}
NOTHING_YET = Analysis(
    TWO,
    zone=Zone("unfinished", Size(0, "at_least"), None, (), {}, "some"),
    frontier=Frontier((), False, ("arda", "belen"), "some"),
    formulas={"nash": Pick("nash", why="Not finished.", unfinished=True), "maximin": Pick("maximin", why="No.")},
    headroom=Headroom(None, False, "some"),
    conflicts=Conflicts((), False, "some"),
    repairs=Repairs((), False, "some"),
)


def test_every_question_that_is_not_finished_is_named() -> None:
    assert answer_lines(NOTHING_YET)[-2] == (
        "Not finished: the frontier; the formula Nash; the headroom; the conflicts; the repairs."
    )
    rows = {row[0]: row[2] for row in tables.methods_table(NOTHING_YET).rows}
    assert set(rows) == {"Zone", "Size of the zone", "Frontier", "Nash formula", "Headroom", "Conflicts", "Repairs"}
    assert rows["Size of the zone"] == "not finished: none counted yet"
    alone = Analysis(TWO, frontier=NOTHING_YET.frontier)
    assert answer_lines(alone)[-2] == "Not finished: the frontier."
    assert not any("no packages" in line for line in answer_lines(alone))
    room = answer_lines(Analysis(TWO, headroom=NOTHING_YET.headroom))
    assert not any("There is no package" in line for line in room)


def test_nothing_is_not_finished_where_all_is_proved() -> None:
    for talks in (DEAL, NO_DEAL):
        assert not any("Not finished" in line for line in answer_lines(analyse(talks)))


def test_what_is_known_by_then_stands_beside() -> None:
    zone = Zone("proved", Size(14, "at_least"), PACKAGE, (), {"stated": ()}, "some")
    pick = Pick("maximin", PACKAGE, {}, {"arda": Fraction(2)}, Fraction(2), False, bound=Fraction(5))
    found = replace(
        NOTHING_YET, zone=zone, formulas={"maximin": pick}, headroom=Headroom({"arda": Fraction(0)}, False, "")
    )
    rows = {row[0]: row[2] for row in tables.methods_table(found).rows}
    assert rows["Size of the zone"] == "not finished: at least 14"
    assert rows["Maximin formula"] == "not finished: its value is 2, and none can pass 5"
    assert "not proved: its value is 2, and none can pass 5." in pick_words(pick, TWO)
    assert "the headroom (it is at least what is given)" in " ".join(answer_lines(found))
    by_id = {section.id: section for section in sections(found)}
    assert by_id["frontier"].lead == ("Not finished: no package of the frontier is known yet.",)
    assert "Not finished: the headroom is at least this." in by_id["headroom"].pictures[0].caption
    assert by_id["headroom"].pictures[0].spec is None  # a bar of 0 would say that there is none
    assert headroom_picture(replace(found, headroom=Headroom({"arda": Fraction(0)}, True, ""))) is not None


def test_the_draft_is_put_to_delegations_only_where_a_formula_picks_one() -> None:
    advice = "Put the draft to each delegation apart."
    open_lines = replace(DEAL, positions=tuple(replace(p, red_lines=()) for p in DEAL.positions))
    assert advice in answer_lines(analyse(open_lines))
    assert advice not in answer_lines(analyse(open_lines, only=["zone"]))


def test_what_may_be_reached_is_never_rounded_up() -> None:
    room = Headroom({"belen": Fraction(209999, 3000)}, True, "")
    table = tables.headroom_table(Analysis(TWO, headroom=room))
    assert table is not None
    assert table.rows[0][2:] == ("69.99", "109.99")
    picture = headroom_picture(Analysis(TWO, headroom=room))
    assert picture is not None
    drawn = str(picture.to_dict(validate=False))
    assert "'69.99'" in drawn
    assert "'70.00'" not in drawn


def test_the_walk_away_that_falls_least_of_its_own_range_is_asked_about_first() -> None:
    """Arda would fall by 9 of 100 points, Belen by 9 of 200."""
    falls = [Repair((Requirement(p, "walk_away"),), ({p: Fraction(9)},), PACKAGE) for p in ("arda", "belen")]
    wider = replace(BELEN, scores=tuple(scores(s.issue, *(int(2 * p) for p in s.points)) for s in BELEN.scores))
    words = ask_words(Repairs(tuple(falls), True, ""), TWO.with_position(wider))
    assert words.startswith("Ask Belen first: would 31 do, ")
    assert words.endswith("this one falls by the smallest share of its own party's points.")
    assert "smallest" not in ask_words(Repairs((falls[0],), True, ""), TWO)


def with_range(position: Position) -> Talks:
    return TWO.with_position(replace(position, walk_away_within=Fraction(5)))


def test_a_middle_is_marked_where_it_counts() -> None:
    talks = with_range(BELEN)
    words = conflict_words((Requirement("belen", "walk_away"),), talks)
    assert words.startswith("Belen's walk-away of 40, the middle of 35 to 45, cannot be reached")
    table = tables.headroom_table(Analysis(talks, headroom=Headroom({"belen": Fraction(1)}, True, "")))
    assert table is not None
    assert table.note == "Belen's walk-away: 40, the middle of 35 to 45."


def test_a_product_of_0_is_said_to_be_one() -> None:
    nash = Pick("nash", PACKAGE, {}, {"arda": Fraction(0), "belen": Fraction(3)}, Fraction(0), True)
    assert "so every product of gains is 0, and it takes what Leximin takes." in pick_words(nash, TWO)
    assert "product" not in pick_words(replace(nash, value=Fraction(1)), TWO)
    assert "every product" not in pick_words(replace(nash, proved=False), TWO)

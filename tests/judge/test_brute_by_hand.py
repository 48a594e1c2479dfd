"""The judge judged: talks small enough to be solved on paper, with the reasoning beside each answer."""

# mypy: disable-error-code="comparison-overlap"
from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest
from tests.judge import brute

from goodoffices.talks import (
    Agreement,
    AllOf,
    AnyOf,
    AtLeast,
    Bonus,
    Choice,
    Condition,
    IfThen,
    Issue,
    IssueScores,
    Link,
    Not,
    Option,
    Party,
    Position,
    RedLine,
    Requirement,
    Talks,
)

ALL = Agreement()
ANN_FLOOR = Requirement("ann", "walk_away")
BO_FLOOR = Requirement("bo", "walk_away")
NO_GREEN = RedLine("no-green", Not(Choice("colour", ("green",))), "stated")


def issue(id: str, *options: str, divisible: bool = False) -> Issue:
    return Issue(id, id, tuple(Option(option, option) for option in options), divisible=divisible)


def position(
    party: str, scores: Mapping[str, Sequence[int]], walk_away: int | None = None, *lines: RedLine
) -> Position:
    entries = tuple(IssueScores(issue, tuple(Fraction(p) for p in points)) for issue, points in scores.items())
    return Position(party, entries, (), lines, None if walk_away is None else Fraction(walk_away))


def judged(
    issues: Sequence[Issue], *positions: Position, links: Sequence[Condition] = (), rule: Agreement = ALL
) -> brute.Table:
    parties = tuple(Party(p.party, p.party) for p in positions)
    return brute.table(Talks("", parties, tuple(issues), tuple(Link(c) for c in links), positions, rule))


def fence(ann: int = 3, bo: int = 4, *lines: RedLine) -> brute.Table:
    """Two neighbours and a fence. In file order the packages and the scores of Ann and Bo are

    low white 3 5, low green 0 9, high white 9 0, high green 6 4.
    """
    return judged(
        [issue("height", "low", "high"), issue("colour", "white", "green")],
        position("ann", {"height": (0, 6), "colour": (3, 0)}, ann, *lines),
        position("bo", {"height": (5, 0), "colour": (0, 4)}, bo),
    )


def names(rows: Sequence[brute.Row]) -> list[str]:
    return [" ".join(row.package.values()) for row in rows]


def test_the_zone_of_the_fence() -> None:
    """Ann takes 3 and more: low white, high white, high green. Bo takes 4 and more: all but high white."""
    table = fence()
    assert names(table.rows) == ["low white", "low green", "high white", "high green"]
    assert names(brute.zone(table)) == ["low white", "high green"]
    assert brute.accepted_by(table) == (0, 2, 2)
    assert brute.status(table) == "proved"


def test_the_frontier_of_the_fence() -> None:
    """In the zone (3, 5) and (6, 4): neither beats the other. Over all, (0, 9) and (9, 0) are unbeaten too."""
    assert list(brute.frontier(fence())) == [(3, 5), (6, 4)]
    assert len(brute.frontier(fence(), "all")) == 4


@pytest.mark.parametrize(
    ("name", "value", "ties"),
    [
        ("nash", 0, 2),  # gains (0, 1) and (3, 0): both products are 0; leximin prefers sorted (0, 3) to (0, 1)
        ("maximin", 0, 2),
        ("leximin", (0, 3), 1),
        ("utilitarian", 3, 1),
        ("kalai_smorodinsky", 0, 2),  # best gains 3 and 1: low white has shares 0 and 1, high green 1 and 0
    ],
)
def test_the_formulas_of_the_fence(name: str, value: object, ties: int) -> None:
    """Gains are (0, 1) for low white and (3, 0) for high green."""
    pick = brute.formula(fence(), name)
    assert pick is not None
    assert pick.package == {"height": "high", "colour": "green"}
    assert (pick.scores, pick.gains) == ({"ann": 6, "bo": 4}, {"ann": 3, "bo": 0})
    assert (pick.value, pick.ties) == (value, ties)


def test_nash_looks_only_where_no_gain_is_negative() -> None:
    """Over all, low green has gains (-3, 5) and high white (6, -4); only the two in the zone are looked at."""
    pick = brute.formula(fence(), "nash", over="all")
    assert pick is not None
    assert (pick.package, pick.value, pick.ties) == ({"height": "high", "colour": "green"}, 0, 2)
    assert brute.formula(fence(ann=20), "nash", over="all") is None


def test_formulas_need_scores_of_everybody() -> None:
    """Bo has only a red line, so nothing of Bo's can be compared."""
    lines = Position("bo", red_lines=(RedLine("low", Choice("height", ("low",))),))
    table = judged([issue("height", "low", "high")], position("ann", {"height": (0, 1)}), lines)
    assert names(brute.zone(table)) == ["low"]
    assert brute.formula(table, "nash") is None


def test_a_best_gain_of_nothing_has_share_one() -> None:
    """Bo can gain nothing anywhere (0, 0, -2); the least shares are then Ann's 1/2 and 1, and Bo's loss is not seen."""
    table = judged([issue("x", "a", "b", "c")], position("ann", {"x": (1, 2, 2)}), position("bo", {"x": (0, 0, -2)}))
    pick = brute.formula(table, "kalai_smorodinsky")
    assert pick is not None
    assert (pick.package, pick.value, pick.ties) == ({"x": "b"}, 1, 2)


def test_equal_packages_are_told_apart_by_file_order_alone() -> None:
    """All packages give (1, 1): five formulas, the same package, four ties."""
    flat = {"x": (1, 1), "y": (0, 0)}
    table = judged([issue("x", "a", "b"), issue("y", "c", "d")], position("ann", flat), position("bo", flat))
    for name in brute.FORMULAS:
        pick = brute.formula(table, name)
        assert pick is not None
        assert (pick.package, pick.ties) == ({"x": "a", "y": "c"}, 4)
    assert brute.frontier(table) == {(1, 1): {"x": "a", "y": "c"}}


def test_headroom_of_the_fence() -> None:
    """Ann's best in the zone is 6, three above its walk-away; Bo's is 5, one above."""
    assert brute.headroom(fence()) == {"ann": 3, "bo": 1}
    assert brute.headroom(fence(bo=6)) is None


def test_without_a_zone() -> None:
    """Bo wants 6: only low green (0, 9), where Ann is 3 short. If Bo gives way, low white is 1 short for Bo."""
    table = fence(bo=6)
    assert brute.status(table) == "none"
    assert brute.conflicts(table) == ((ANN_FLOOR, BO_FLOOR),)
    assert brute.repairs(table) == (
        brute.Repair((ANN_FLOOR,), frozenset({(("ann", Fraction(3)),)})),
        brute.Repair((BO_FLOOR,), frozenset({(("bo", Fraction(1)),)})),
    )


def test_where_a_zone_exists_nothing_conflicts() -> None:
    assert brute.conflicts(fence()) == ()
    assert brute.repairs(fence()) == ()


def test_a_red_line_of_one_status() -> None:
    """Ann will not have green: high green leaves the zone, and comes back without what was merely stated."""
    table = fence(3, 4, NO_GREEN)
    assert names(brute.zone(table)) == ["low white"]
    assert brute.rests_on(table) == {"stated": ("ann:no-green",), "confided": (), "assumed": ()}
    assert names(brute.zone(table, brute.without(table, "stated"))) == ["low white", "high green"]
    assert names(brute.zone(table, brute.without(table, "assumed"))) == ["low white"]


def test_a_red_line_that_excludes_nothing_carries_nothing() -> None:
    """The link leaves white alone, so that nothing rests on Ann's line against green."""
    white = Choice("colour", ("white",))
    table = judged(
        [issue("colour", "white", "green")], position("ann", {}, None, NO_GREEN), position("bo", {}), links=[white]
    )
    assert brute.rests_on(table)["stated"] == ()


def test_a_walk_away_and_a_red_line_in_the_way() -> None:
    """Bo wants 6, so low green; against it stand both Ann's line and Ann's walk-away, each alone enough."""
    table = fence(3, 6, NO_GREEN)
    line = Requirement("ann", "red_line:no-green")
    assert brute.conflicts(table) == ((line, BO_FLOOR), (ANN_FLOOR, BO_FLOOR))
    assert [repair.relax for repair in brute.repairs(table)] == [(BO_FLOOR,), (line, ANN_FLOOR)]
    assert brute.repairs(table)[1].falls == {(("ann", Fraction(3)),)}


def test_falls_that_trade_one_party_against_the_other() -> None:
    """Both want 5. Short are a (1, 4), b (3, 2), c (4, 3); c is worse than b for both."""
    table = judged(
        [issue("x", "a", "b", "c")], position("ann", {"x": (4, 2, 1)}, 5), position("bo", {"x": (1, 3, 2)}, 5)
    )
    assert brute.conflicts(table) == ((ANN_FLOOR,), (BO_FLOOR,))
    (repair,) = brute.repairs(table)
    assert repair.relax == (ANN_FLOOR, BO_FLOOR)
    assert repair.falls == {(("ann", 1), ("bo", 4)), (("ann", 3), ("bo", 2))}


def three(rule: Agreement = ALL) -> brute.Table:
    """Ann 3 1 0, Bo 0 2 3, Cy 1 2 0 for a, b, c, each with a walk-away of 2: a has Ann, b Bo and Cy, c Bo."""
    return judged(
        [issue("x", "a", "b", "c")],
        position("ann", {"x": (3, 1, 0)}, 2),
        position("bo", {"x": (0, 2, 3)}, 2),
        position("cy", {"x": (1, 2, 0)}, 2),
        rule=rule,
    )


def test_a_quorum() -> None:
    """Two of three: b, without Ann. Ann may ask what it likes; Bo and Cy are needed and stand at their walk-aways."""
    assert names(brute.zone(three())) == []
    table = three(Agreement(2))
    assert names(brute.zone(table)) == ["b"]
    assert brute.accepted_by(table) == (0, 2, 1, 0)
    assert brute.headroom(table) == {"ann": "unbounded", "bo": 0, "cy": 0}
    assert brute.coalitions(table) == (("bo", "cy"),)
    assert brute.formula(table, "maximin") is None
    pick = brute.formula(table, "maximin", coalition=("bo", "cy"))
    assert pick is not None
    assert (pick.package, pick.gains) == ({"x": "b"}, {"bo": 0, "cy": 0})


def test_a_quorum_that_includes_somebody() -> None:
    """Two of three, Ann among them: none. Any two walk-aways alone could stand (Ann's and Bo's: a with Ann and Cy)."""
    table = three(Agreement(2, ("ann",)))
    floors = tuple(Requirement(party, "walk_away") for party in ("ann", "bo", "cy"))
    assert brute.zone(table) == []
    assert brute.conflicts(table) == (floors,)
    # Ann down: b with all three for 1, c with Bo for 2. Bo down: a for 2. Cy down: a for 1.
    assert brute.repairs(table) == tuple(
        brute.Repair((floor,), frozenset({((floor.party, Fraction(points)),)}))
        for floor, points in zip(floors, (1, 2, 1), strict=True)
    )


def test_the_coalitions_of_a_generous_package() -> None:
    """a suits all three, so every pair is satisfied too; larger sets come first, then the order of the file."""
    sides = [position(party, {"x": (1,)}, 0) for party in ("ann", "bo", "cy")]
    table = judged([issue("x", "a")], *sides, rule=Agreement(2))
    assert brute.coalitions(table) == (("ann", "bo", "cy"), ("ann", "bo"), ("ann", "cy"), ("bo", "cy"))


def test_nothing_recorded_is_compatible_and_no_more() -> None:
    table = judged([issue("x", "a", "b")], position("ann", {"x": (0, 1)}, 1), Position("bo"))
    assert brute.status(table) == "compatible"
    assert brute.nothing_recorded(table) == ("bo",)
    assert brute.headroom(table) == {"ann": 0}


def test_the_mediator_has_no_say() -> None:
    """Mira's red line excludes everything; Mira does not sign."""
    never = Position("mira", red_lines=(RedLine("no", AnyOf(())),))
    parties = (Party("ann", "Ann"), Party("mira", "Mira", "mediator"))
    table = brute.table(Talks("", parties, (issue("x", "a", "b"),), positions=(never,)))
    assert table.wants == ()
    assert names(brute.zone(table)) == ["a", "b"]


X, Y = Choice("x", ("a",)), Choice("y", ("c",))


@pytest.mark.parametrize(
    ("condition", "meeting"),
    [
        (Choice("x", ("a", "b")), "ac ad bc bd"),
        (Choice("x", ()), ""),
        (AllOf((X, Y)), "ac"),
        (AllOf(()), "ac ad bc bd"),
        (AnyOf((X, Y)), "ac ad bc"),
        (AnyOf(()), ""),
        (Not(X), "bc bd"),
        (AtLeast(1, (X, Y)), "ac ad bc"),
        (AtLeast(2, (X, Y)), "ac"),
        (AtLeast(2, (X, Y, X)), "ac ad"),
        (AtLeast(0, ()), "ac ad bc bd"),
        (IfThen(X, Y), "ac bc bd"),
        (Not(IfThen(X, Y)), "ad"),
    ],
)
def test_what_every_node_of_the_grammar_means(condition: Condition, meeting: str) -> None:
    """Two issues of two options: x is a or b, y is c or d."""
    talks = Talks("", (Party("ann", "Ann"),), (issue("x", "a", "b"), issue("y", "c", "d")))
    met = [package for package in brute.packages(talks) if brute.meets(condition, package)]
    assert " ".join(package["x"] + package["y"] for package in met) == meeting


def test_bonuses_are_added_and_taken_off() -> None:
    """x a is worth 1; a with c brings 1/2 more, d costs 2."""
    bonuses = Bonus(AllOf((X, Y)), Fraction(1, 2)), Bonus(Not(Y), Fraction(-2))
    ann = Position("ann", (IssueScores("x", (Fraction(1), Fraction(0))),), bonuses)
    table = judged([issue("x", "a", "b"), issue("y", "c", "d")], ann)
    assert [row.scores[0] for row in table.rows] == [Fraction(3, 2), -1, 0, -2]


def test_a_score_that_equals_the_walk_away_is_accepted_and_one_a_hair_below_is_not() -> None:
    tenth, hair = Fraction(1, 10), Fraction(1, 10**40)
    for floor, size in ((3 * tenth, 1), (3 * tenth + hair, 0)):
        ann = Position("ann", (IssueScores("x", (tenth,)), IssueScores("y", (2 * tenth,))), walk_away=floor)
        assert len(brute.zone(judged([issue("x", "a"), issue("y", "a")], ann))) == size


@pytest.mark.parametrize(
    ("first", "second", "divisible", "share"),
    [
        ((60, 40), (40, 60), (True, True), Fraction(60, 100)),  # each wins what it values more: equal at once
        ((60, 40), (60, 40), (True, True), Fraction(1, 2)),  # the same tastes: half each
        ((60, 40), (60, 40), (False, False), Fraction(40, 100)),  # nothing may be split: somebody has the lesser issue
        ((60, 40), (60, 40), (True, False), Fraction(1, 2)),  # one takes y and 1/6 of x: 40 + 10; the other 5/6 of 60
        ((90, 10), (80, 20), (False, True), Fraction(20, 100)),  # x to the first, all of y to the second
        # Camp David: Israel 60 and Egypt 75 at first, then 60 + 35 t = 75 - 55 t, so t = 1/6 and 395/6 each
        ((35, 10, 20, 10, 5, 20), (55, 5, 10, 5, 20, 5), (True,) * 6, Fraction(395, 600)),
        ((35, 10, 20, 10, 5, 20), (55, 5, 10, 5, 20, 5), (False,) * 6, Fraction(60, 100)),
        # the Trump divorce: Donald 78, Ivana 70 at first; 38 + 40 t = 70 + 20 (1 - t), so t = 13/15 and 218/3 each
        ((10, 40, 10, 38, 2), (38, 20, 30, 10, 2), (True,) * 5, Fraction(218, 300)),
    ],
)
def test_adjusted_winner(
    first: Sequence[int], second: Sequence[int], divisible: Sequence[bool], share: Fraction
) -> None:
    """Every issue is settled on the terms of ann or of bo."""
    issues = [issue(f"i{number}", "ann", "bo", divisible=d) for number, d in enumerate(divisible)]
    table = judged(
        issues,
        position("ann", {f"i{number}": (points, 0) for number, points in enumerate(first)}),
        position("bo", {f"i{number}": (0, points) for number, points in enumerate(second)}),
    )
    assert brute.adjusted_winner(table) == share


def test_a_stake_is_the_distance_between_the_two_best_options() -> None:
    """Ann: 10 for a, 4 for c; Bo: 6 for c, 1 for a. b, in the middle, is nobody's best and does not matter."""
    table = judged([issue("x", "a", "b", "c")], position("ann", {"x": (10, 9, 4)}), position("bo", {"x": (1, 5, 6)}))
    assert brute.stakes(table) == [brute.Stake("x", False, ("a", "c"), (Fraction(6), Fraction(5)))]

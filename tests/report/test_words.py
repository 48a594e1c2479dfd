"""The voice: exact sentences, since words are what a mediator acts on."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from tests.report.samples import ARDA, BELEN, DEAL, NO_DEAL, NOTHING, TWO, looks_like_the_guide

from goodoffices.analysis import analyse
from goodoffices.analysis.answers import (
    Analysis,
    Coalitions,
    Conflicts,
    Headroom,
    Pick,
    Repair,
    Repairs,
    Size,
    Without,
    Zone,
)
from goodoffices.report.answer_words import answer_lines, chosen, could_sign, looks_at
from goodoffices.report.pick_words import pick_words
from goodoffices.report.position_words import source_words
from goodoffices.report.repair_words import conflict_words, repair_words, repairs_words
from goodoffices.report.words import (
    condition_words,
    count_words,
    exact_words,
    package_words,
    points_words,
    say_list,
    size_words,
    whose,
)
from goodoffices.talks import Agreement, AllOf, AnyOf, AtLeast, Choice, IfThen, Not, RedLine, Requirement

PACKAGE = {"pause": "six_weeks", "captives": "some", "trucks": "300"}


def zone(status: str, packages: int = 0, **more: object) -> Zone:
    """A zone with as many packages, and whatever else is given."""
    rests: dict[str, tuple[str, ...]] = {"stated": (), "confided": (), "assumed": ()}
    given: dict[str, object] = {"size": Size(packages, "exact"), "example": None, "nothing_recorded": (),
                                "rests_on": rests, "method": "enumerate"}  # fmt: skip
    return Zone(status, **(given | more))  # type: ignore[arg-type]


def test_the_answer_speaks_as_the_guide_does() -> None:
    assert answer_lines(looks_like_the_guide()) == [
        "There is no agreement all three could sign.",
        "Arda will not sign unless Length of the pause is a permanent pause (stated, 3 May); Belen's walk-away of 40 "
        "cannot be reached with that.",
        "Either would open a deal: Arda's line set aside, or Belen's walk-away down by 4.",
        "Without the lines that were only stated in public, there would be 12 packages.",
        "Ask Belen first: would 36 do, with a permanent pause (Length of the pause), all (Release of captives) and "
        "600 trucks a day (Aid)?",
    ]


def test_a_deal_is_counted_never_foretold() -> None:
    gains = {"arda": Fraction(15), "belen": Fraction(12), "dara": Fraction(1, 3)}
    pick = Pick("nash", PACKAGE, gains, gains, Fraction(60), True)
    rests = {"stated": ("arda:no-short-pause",), "confided": (), "assumed": ("dara:enough-aid",)}
    without = {"stated": Without(True, Size(12, "exact")), "assumed": Without(True, Size(20, "exact"), ("nash",))}
    found = zone("proved", 12, rests_on=rests, without=without)
    lines = answer_lines(Analysis(DEAL, zone=found, formulas={"nash": pick}))
    assert lines == [
        "There are 12 packages all three could sign.",
        "The Nash formula leaves Arda 15, Belen 12 and Dara 0.33 points above their walk-aways, with Six weeks "
        "(Length of the pause), Women and minors (Release of captives) and 300 trucks a day (Aid).",
        "It rests on red lines: one stated in public and one assumed.",
        "Without the lines that were only stated in public the answer would be the same.",
        "Without the lines that are only assumed, there would be 20 packages, and Nash would pick another.",
        "Ask Dara first whether its line stands: so far it is only assumed.",
    ]
    assert not any(word in line for line in lines for word in ("will accept", "should", "!", "Oops"))


def test_nothing_recorded_names_the_question() -> None:
    lines = answer_lines(Analysis(NOTHING, zone=zone("compatible", 33, nothing_recorded=("arda", "belen", "dara"))))
    assert lines == [
        "Nothing is recorded of any position, so nothing is ruled out: 33 packages are compatible with the links.",
        "Ask Arda first: what would it not sign without, and what would it do without an agreement?",
    ]


def test_a_part_of_the_positions_gives_a_compatible_answer() -> None:
    lines = answer_lines(Analysis(DEAL, zone=zone("compatible", 1, nothing_recorded=("dara",))))
    assert lines[0] == "One package is compatible with what is recorded; nothing is recorded of Dara's position."
    assert lines[-1].startswith("Ask Dara first: ")


def test_an_unfinished_answer_says_so() -> None:
    lines = answer_lines(Analysis(TWO, zone=zone("unfinished")))
    assert lines[0] == "Not finished: it is not proved yet that there is, or is not, an agreement both could sign."
    found = zone("proved", 14, size=Size(14, "at_least"))
    assert answer_lines(Analysis(TWO, zone=found))[0] == (
        "There are at least 14 packages both could sign; the count is not finished."
    )


def test_a_question_not_asked_is_not_answered() -> None:
    assert answer_lines(Analysis(TWO)) == ["Whether there is a deal was not asked."]


def test_a_party_reads_only_of_itself() -> None:
    found = zone("compatible", 20, nothing_recorded=("belen", "dara"))
    lines = answer_lines(Analysis(replace(DEAL, positions=(ARDA,)), zone=found), for_party="arda")
    assert lines == ["20 packages are compatible with Arda's own position and what was released to it."]


def test_quorum_in_words() -> None:
    talks = replace(DEAL, agreement=Agreement(2, ("arda",)))
    assert could_sign(talks) == "two of the three could sign, Arda among them"
    words = conflict_words((Requirement("arda", "walk_away"), Requirement("belen", "walk_away")), talks)
    assert words == (
        "Not enough parties can sign while all of these stand: Arda's walk-away of 45; Belen's walk-away of 40."
    )


def test_coalitions_are_named_only_where_all_cannot_sign_together() -> None:
    talks = replace(DEAL, agreement=Agreement(2))
    some = Analysis(
        talks, zone=zone("proved", 5), coalitions=Coalitions((("arda", "dara"), ("belen", "dara")), True, "enumerate")
    )
    said = "No package suits all three. These could sign one together: Arda and Dara; Belen and Dara."
    assert said in answer_lines(some)
    everybody = replace(some, coalitions=Coalitions((("arda", "belen", "dara"), ("arda", "dara")), True, "enumerate"))
    assert not any("No package suits" in line for line in answer_lines(everybody))


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([("belen", "walk_away")], "Belen's walk-away of 40 cannot be reached within the links."),
        (
            [("arda", "walk_away"), ("belen", "walk_away"), ("dara", "walk_away")],
            "The walk-aways of Arda (45), Belen (40) and Dara (30) cannot all be reached within the links.",
        ),
        (
            [("belen", "red_line:captives-first"), ("dara", "red_line:enough-aid")],
            "Belen will not sign if Release of captives is none (confided, 5 May); Dara will not sign unless Aid is at "
            "least 300 trucks a day (assumed). No package that keeps the links meets both.",
        ),
    ],
)
def test_conflicts_in_words(names: list[tuple[str, str]], words: str) -> None:
    assert conflict_words(tuple(Requirement(*name) for name in names), DEAL) == words


def test_repairs_in_words() -> None:
    floor, other = Requirement("belen", "walk_away"), Requirement("dara", "walk_away")
    falls = ({"belen": Fraction(4), "dara": Fraction(2)}, {"belen": Fraction(10, 3), "dara": Fraction(3)})
    both = Repair((floor, other), falls, PACKAGE)
    assert repair_words(both, DEAL) == "Belen's and Dara's walk-aways down by 4 and 2, or by 3\xa01/3 and 3"
    line = Repair((Requirement("arda", "red_line:no-short-pause"), floor), ({"belen": Fraction(1)},), PACKAGE)
    assert repair_words(line, DEAL) == "Arda's line set aside and Belen's walk-away down by 1"
    assert repairs_words(Repairs((both,), False, ""), DEAL).endswith(
        "3\xa01/3 and 3. The search is not finished: there may be more."
    )
    many = Repairs((line,) * 7, True, "")
    assert repairs_words(many, DEAL).startswith("Any one of these would open a deal: ")
    assert repairs_words(many, DEAL).endswith("; or one of four more, see below.")
    each = Repairs((both,) * 3, True, "")
    assert repairs_words(each, DEAL).count("down by 4 and 2, or in one more way") == 3


def test_a_search_that_was_not_finished_is_said() -> None:
    floor = (Requirement("belen", "walk_away"),)
    found = Analysis(TWO, zone=zone("none", 0), conflicts=Conflicts((floor,), False, ""))
    assert answer_lines(found)[1:] == [
        "Belen's walk-away of 40 cannot be reached within the links.",
        "The search for conflicts is not finished: there may be more.",
    ]
    nothing = replace(found, conflicts=Conflicts((), False, ""), repairs=Repairs((), False, ""))
    said = [
        "The search for conflicts is not finished: none so far.",
        "What would open a deal was not found so far. Give the question more time.",
    ]
    assert answer_lines(nothing)[1:] == said
    assert answer_lines(replace(nothing, zone=None)) == [*said, "Nothing else was asked."]
    many = replace(found, conflicts=Conflicts((floor,) * 5, False, ""))
    assert answer_lines(many)[-2] == "Two more conflicts were found: see below."
    assert "may be" not in " ".join(answer_lines(replace(found, conflicts=Conflicts((floor,), True, ""))))


def test_a_line_is_named_only_where_there_are_several() -> None:
    two_lines = replace(ARDA, red_lines=(*ARDA.red_lines, RedLine("aid", Choice("trucks", ("600",)))))
    talks = replace(DEAL, positions=(two_lines, BELEN))
    repair = Repair((Requirement("arda", "red_line:aid"),), ({},), PACKAGE)
    assert repair_words(repair, talks) == "Arda's line “Aid is 600 trucks a day” set aside"


def test_an_arbitrary_zero_is_said() -> None:
    gains = {"arda": Fraction(60), "belen": Fraction(75)}
    all_zero = Pick("nash", PACKAGE, gains, gains, None, True, zero_is_arbitrary=("arda", "belen"))
    assert pick_words(all_zero, TWO).startswith("The Nash formula gives Arda 60 and Belen 75 points, with ")
    arbitrary = "No walk-away is recorded: there points count from 0, which is arbitrary."
    assert pick_words(all_zero, TWO).endswith(arbitrary)
    unproved = pick_words(replace(all_zero, zero_is_arbitrary=("belen",), proved=False), TWO)
    assert "No walk-away is recorded for Belen: there points" in unproved
    assert unproved.endswith("It is the best found so far, not proved.")


def test_no_example_stands_for_a_draft_where_nothing_is_recorded() -> None:
    nothing = zone("compatible", 33, nothing_recorded=("arda", "belen", "dara"), example=PACKAGE)
    assert chosen(Analysis(NOTHING, zone=nothing)) is None
    assert chosen(Analysis(DEAL, zone=zone("compatible", 3, nothing_recorded=("dara",), example=PACKAGE))) is not None


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Choice("pause", ("six_weeks", "end")), "Length of the pause is six weeks or a permanent pause"),
        (Not(Choice("captives", ("some",))), "Release of captives is not Women and minors"),
        (Choice("trucks", ("300", "450", "600")), "Aid is at least 300 trucks a day"),
        (Choice("trucks", ("0", "150")), "Aid is at most 150 trucks a day"),
        (Choice("trucks", ("150", "300")), "Aid is from 150 to 300 trucks a day"),
        (Choice("trucks", ("0", "600")), "Aid is 0 trucks a day or 600 trucks a day"),
        (
            AllOf((Choice("pause", ("end",)), AnyOf((Choice("captives", ("all",)), Choice("trucks", ("0",)))))),
            "Length of the pause is a permanent pause and (Release of captives is all or Aid is 0 trucks a day)",
        ),
        (
            IfThen(Choice("pause", ("none",)), Choice("captives", ("none",))),
            "Release of captives is none wherever Length of the pause is no pause",
        ),
        (
            AtLeast(1, (Choice("pause", ("end",)), Choice("captives", ("all",)))),
            "at least one of these hold: Length of the pause is a permanent pause; Release of captives is all",
        ),
        (Not(Not(Choice("pause", ("end",)))), "Length of the pause is a permanent pause"),
        (
            Not(AllOf((Choice("pause", ("end",)), Choice("captives", ("all",))))),
            "it does not hold that (Length of the pause is a permanent pause and Release of captives is all)",
        ),
    ],
)
def test_conditions_in_words(condition: object, words: str) -> None:
    assert condition_words(condition, DEAL) == words  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("points", "words"),
    [
        (Fraction(395, 6), "65.83"), (Fraction(12), "12"), (Fraction(1, 2), "0.5"), (Fraction(-4), "−4"),
        (Fraction(449999, 10000), "44.9999"), (Fraction(0), "0"), (Fraction(2, 3), "0.67"), (10**7, "10,000,000"),
    ],
)  # fmt: skip
def test_points_in_words(points: Fraction | int, words: str) -> None:
    assert points_words(points) == words


def test_small_words() -> None:
    assert say_list([]) == ""
    assert whose("United States") == "United States'"
    assert exact_words(Fraction(200, 3)) == "66\xa02/3"
    assert size_words(Size(3000, "estimate", 2800, 3200)) == "about 3,000 (2,800 to 3,200)"
    assert package_words(PACKAGE, DEAL) == (
        "Length of the pause: Six weeks; Release of captives: Women and minors; Aid: 300 trucks a day"
    )


def test_what_was_asked_is_answered_first() -> None:
    gains = {"arda": Fraction(15), "belen": Fraction(12)}
    nash = Pick("nash", PACKAGE, gains, gains, Fraction(180), True)
    assert answer_lines(Analysis(TWO, formulas={"nash": nash})) == [pick_words(nash, TWO), "Nothing else was asked."]
    none = Pick("nash", why="There is no zone.")
    assert answer_lines(Analysis(TWO, formulas={"nash": none}))[0] == (
        "The Nash formula picks no package. There is no zone."
    )
    many = {name: replace(nash, formula=name) for name in ("nash", "maximin", "leximin", "utilitarian")}
    assert len(answer_lines(Analysis(TWO, formulas=many))) == 2
    room = Headroom({"arda": Fraction(3), "belen": "unbounded"}, True, "enumerate")
    assert answer_lines(Analysis(TWO, headroom=room))[:2] == [
        "Arda's walk-away could rise by 3 points.", "Belen's walk-away could rise without bound.",
    ]  # fmt: skip
    blocked = analyse(NO_DEAL)
    asked = Analysis(NO_DEAL, conflicts=blocked.conflicts, repairs=blocked.repairs, frontier=blocked.frontier)
    lines = answer_lines(asked)
    assert lines[0] == "The frontier has no packages."
    assert "will not sign" in lines[1]
    assert any("would open a deal" in line for line in lines)


@pytest.mark.parametrize(
    ("because", "words"),
    [
        (None, "stated"),
        ("Said on 3 May", "stated, 3 May"),
        ("Said to the press on 3 May.", "stated: said to the press on 3 May"),
        ("The spokesman said so", "stated: the spokesman said so"),
        ("Arda's foreign minister, on 3 May", "stated: Arda's foreign minister, on 3 May"),
        ("SAID twice", "stated: SAID twice"),
    ],
)
def test_where_a_line_comes_from_is_a_clause_of_its_own(because: str | None, words: str) -> None:
    assert source_words(RedLine("line", Choice("pause", ("end",)), "stated", because)) == words


def test_the_article_of_a_name_is_small_inside_a_sentence_and_large_at_its_start() -> None:
    esk = replace(DEAL.parties[0], name="The Esk council")
    talks = replace(DEAL, parties=(esk, *DEAL.parties[1:]))
    line, floor = Requirement("arda", "red_line:no-short-pause"), Requirement("arda", "walk_away")
    assert conflict_words((line,), talks).startswith("The Esk council will not sign unless ")
    assert conflict_words((floor,), talks).startswith("The Esk council's walk-away of 45 cannot be reached")
    other = Requirement("belen", "red_line:captives-first")
    assert "; the Esk council will not sign unless" in conflict_words((other, line), talks)
    repairs = Repairs((Repair((floor,), ({"arda": Fraction(4)},), PACKAGE),), True, "")
    assert repairs_words(repairs, talks) == "This would open a deal: the Esk council's walk-away down by 4."
    lines = answer_lines(Analysis(talks, zone=zone("compatible", 1, nothing_recorded=("arda",))))
    assert lines[0].endswith("nothing is recorded of the Esk council's position.")
    assert lines[-1].startswith("Ask the Esk council first")
    room = Headroom({"arda": Fraction(3)}, True, "enumerate")
    assert answer_lines(Analysis(talks, headroom=room))[0] == "The Esk council's walk-away could rise by 3 points."


@pytest.mark.parametrize(("packages", "changed", "asks"), [(12, (), False), (20, (), True), (12, ("nash",), True)])
def test_an_assumed_line_is_asked_about_only_where_it_matters(packages: int, changed: tuple[str, ...],
                                                              asks: bool) -> None:  # fmt: skip
    rests = {"stated": (), "confided": (), "assumed": ("dara:enough-aid",)}
    without = {"assumed": Without(True, Size(packages, "exact"), changed)}
    lines = answer_lines(Analysis(DEAL, zone=zone("proved", 12, rests_on=rests, without=without)))
    assert ("Without the lines that are only assumed the answer would be the same." in lines) is not asks
    assert (lines[-1] == "Ask Dara first whether its line stands: so far it is only assumed.") is asks


@pytest.mark.parametrize("question", ["conflicts", "repairs"])
def test_where_nothing_blocks_a_deal_that_is_said(question: str) -> None:
    lines = answer_lines(analyse(DEAL, only=[question]))
    assert lines[0] == "There is an agreement all three could sign."
    assert not any("was not asked" in line for line in lines)
    assert answer_lines(analyse(DEAL, only=[question]), for_party="arda")[0].startswith("What is recorded allows ")


def test_beside_names_from_right_to_left_every_name_is_kept_apart() -> None:
    days = replace(DEAL.issues[0], options=tuple(replace(o, label="30 أيام") for o in DEAL.issues[0].options))
    talks = replace(DEAL, issues=(days, *DEAL.issues[1:]))
    words = package_words(PACKAGE, talks)
    assert words.startswith("\u2068Length of the pause\u2069: \u206830 أيام\u2069; \u2068Release of captives\u2069: ")
    assert "\u2068" not in package_words(PACKAGE, DEAL)


def test_it_is_said_where_formulas_look() -> None:
    quorum = replace(DEAL, agreement=Agreement(2))
    assert looks_at(analyse(DEAL, only=["nash"])) == "in the zone"
    assert looks_at(analyse(DEAL, only=["nash"], over="all")).endswith("links, in the zone or not")
    whole = analyse(quorum)
    assert whole.zone is not None
    counted = whole.zone.accepted_by
    assert counted is not None
    said = looks_at(whole)
    assert said.startswith("among the packages that all three accept, of which there are ")
    assert said.endswith(count_words(counted[-1]))
    two = analyse(quorum, only=["nash"], coalition=("arda", "dara"))
    assert looks_at(two) == "among the packages that Arda and Dara accept"

"""The benchmarks measure what they say: the spaces, the other programs' answers, the ratios, the table.

Everything is tried on spaces small enough to be listed. Programs that need an environment of their own are left to the
benchmark itself, which compares every answer.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from benchmarks import ours
from benchmarks.__main__ import main
from benchmarks.bench import JUDGE, LEFT_OUT, ROWS, Bench, Row, judged
from benchmarks.checks import differs
from benchmarks.generated import Bonus, Space, rectangles, scores_of, space, with_lines, with_pairs
from benchmarks.goals import Alone, Faster, Within, ratio
from benchmarks.growth import page
from benchmarks.reach import least_score, tight
from benchmarks.readings import Case, Reading, Trial
from benchmarks.running import FAILED, Program, read
from benchmarks.table import busy, notes
from benchmarks.written import as_space, problem, talks

from goodoffices.analysis.numbered import numbered
from goodoffices.exact.problem import scores
from goodoffices.exact.questions import Chosen, Counted, Question, Result, Size
from goodoffices.exact.tables import tables

SMALL = space(3, 4, 3, seed=1, share=0.4)
COARSE = space(3, 5, 4, seed=1, total=9, share=0.4)  # few points, so options often score the same
FINE = space(2, 5, 3, seed=1, total=14, share=None)  # neighbouring points on the frontier
TWO = space(2, 4, 3, seed=1, share=None)
BONUSES = with_pairs(space(3, 4, 3, seed=2, share=0.25), 4, seed=2)
LINES = with_lines(space(3, 4, 3, seed=3, share=None), seed=3)

Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Puts a question to a peer's script in this process, or (None) to our own side."""
    monkeypatch.syspath_prepend(str(Path(ours.__file__).parent / "peers"))

    def put(script: str | None, question: str, given: Space, **more: Any) -> dict[str, Any]:
        case = json.loads(json.dumps(Case(question, given, 20.0, more).plain()))
        prepare = ours.prepare if script is None else importlib.import_module(script).prepare
        call, tell = prepare(case)
        return dict(tell(call()))

    return put


def test_every_measured_call_starts_afresh() -> None:
    given = problem(SMALL)
    assert tables(given) is tables(given)
    remembered = tables(given)
    ours.forget()
    assert tables(given) is not remembered


# spaces


@pytest.mark.parametrize("kind", ["rand", "conf"])
@pytest.mark.parametrize("total", [100, 10**6])
def test_points_add_up_and_every_issue_has_a_best_and_a_worst(kind: Any, total: int) -> None:
    given = space(4, 12, 5, seed=7, kind=kind, total=total, share=0.6)
    assert given.sizes == (5,) * 12
    assert given.floors == (round(0.6 * total),) * 4
    for issues in given.scores:
        assert sum(max(options) for options in issues) == total
        assert all(min(options) == 0 < max(options) for options in issues)


def test_the_same_seed_gives_the_same_space_and_another_another() -> None:
    assert space(3, 4, 3, seed=1, share=0.4) == SMALL
    assert replace(space(3, 4, 3, seed=2, share=0.4), title=SMALL.title) != SMALL


def test_two_parties_of_the_kind_conf_want_opposite_ends() -> None:
    given = space(2, 30, 9, seed=0, total=10**6, share=None)
    places = [[options.index(max(options)) for options in issues] for issues in given.scores]
    assert sum(places[0]) < 30 * 2 < 30 * 6 < sum(places[1])


def test_pairs_fill_about_three_tenths_of_their_cells() -> None:
    given = with_pairs(space(4, 10, 5, seed=0, share=None), 12, seed=0)
    cells = 12 * 25 * 4
    assert len({tuple(issue for issue, _ in bonus.when) for bonus in given.bonuses}) == 12
    assert 0.2 * cells < len(given.bonuses) < 0.35 * cells
    assert {abs(bonus.points) for bonus in given.bonuses} == set(range(1, 9))


def test_rectangles_are_runs_of_options_over_four_issues() -> None:
    given = rectangles(30, 10, 60, seed=0)
    assert [sum(bonus.side == side for bonus in given.bonuses) for side in range(2)] == [60, 60]
    for bonus in given.bonuses:
        assert len({issue for issue, _ in bonus.when}) == 4
        assert all(run == tuple(range(run[0], run[-1] + 1)) and 4 <= len(run) <= 9 for _, run in bonus.when)


def test_red_lines_refuse_the_worse_half_of_the_options() -> None:
    assert [line.side for line in LINES.lines] == [0, 0, 1, 1, 2, 2]
    for line in LINES.lines:
        options = LINES.scores[line.side][line.issue]
        assert [options[k] for k in line.options] == [points for points in options if points > min(options)]


@pytest.mark.parametrize("given", [SMALL, BONUSES, LINES], ids=["plain", "bonuses", "red lines"])
def test_a_space_is_the_same_as_a_problem_and_as_talks(given: Space) -> None:
    as_problem = problem(given)
    assert numbered(talks(given)).problem == as_problem
    assert as_space(as_problem, given.title) == given
    package = (2, 0, 1, 2)
    assert scores(as_problem, package) == scores_of(given, package)


def test_only_plain_bonuses_can_be_handed_to_others() -> None:
    given = replace(SMALL, bonuses=(Bonus(0, ((0, (1,)), (0, (2,))), 5),))
    with pytest.raises(AssertionError):
        as_space(problem(given), "")


def test_tight_walk_aways_leave_a_zone_and_a_little_more_none(ask: Ask) -> None:
    for seed in range(5):
        given = space(3, 5, 3, seed=seed, share=None)
        assert int(ask("plain_listing", "size", tight(given, 0))["count"]) > 0
        assert int(ask("plain_listing", "size", tight(given, -1))["count"]) == 0  # the search finds the best here


def test_the_search_respects_red_lines() -> None:
    given = with_lines(space(3, 5, 3, seed=0, share=None), seed=0, each=4)
    assert least_score(given) <= least_score(replace(given, lines=()))
    everything = replace(given, lines=tuple(replace(line, options=(0,)) for line in given.lines))
    assert least_score(everything) < least_score(replace(given, lines=()))


# programs


@pytest.mark.parametrize(
    ("question", "given"),
    [
        ("frontier", SMALL),
        ("frontier", BONUSES),
        ("bargaining", TWO),
        ("nash", SMALL),
        ("nash", BONUSES),
        ("size", SMALL),
        ("enumeration", SMALL),
        ("conflict", tight(LINES, -6)),
    ],
)
def test_we_find_what_listing_finds(ask: Ask, question: str, given: Space) -> None:
    mine, theirs = ask(None, question, given), ask("plain_listing", question, given)
    assert mine.pop("proved")
    assert {key: mine[key] for key in theirs if key != "conflict"} == {
        key: value for key, value in theirs.items() if key != "conflict"
    }
    assert len(mine.get("conflict", ())) == len(theirs.get("conflict", ()))


@pytest.mark.parametrize(
    ("script", "question", "given"),
    [
        ("plain_table", "frontier", TWO),
        ("plain_table", "frontier", SMALL),
        ("plain_count", "size", SMALL),
        ("plain_count", "size", COARSE),
        ("plain_blocks", "enumeration", SMALL),
        ("plain_blocks", "enumeration", space(8, 4, 3, seed=0, share=0.1)),
        ("cpsat_nash", "nash", SMALL),
        ("cpsat_nash", "nash", BONUSES),
        ("cpsat_frontier", "frontier", TWO),
        ("cpsat_frontier", "frontier", FINE),
        ("cpsat_frontier", "frontier", rectangles(4, 4, 8, seed=1, over=2)),
    ],
)
def test_the_other_programs_find_what_listing_finds(ask: Ask, script: str, question: str, given: Space) -> None:
    theirs = ask(script, question, given)
    assert theirs.pop("proved", True)
    theirs.pop("why", None)
    assert theirs == ask("plain_listing", question, given)


@pytest.mark.parametrize("seed", range(4))
def test_conflicts_are_smallest_minimal_and_confirmed(ask: Ask, seed: int) -> None:
    given = tight(with_lines(space(3, 5, 3, seed=seed, share=None), seed=seed), -4)
    known = ask("plain_listing", "conflict", given)["conflict"]
    smallest = ask("cpsat_conflict", "conflict", given, by="smallest")["conflict"]
    minimal = ask("cpsat_conflict", "conflict", given, by="deletion")["conflict"]
    assert len(smallest) == len(known) <= len(minimal)
    for found in (known, smallest, minimal):
        assert ask("cpsat_conflict", "conflict", given, by="check", conflict=found) == {"confirmed": True}
    for wrong in (known[1:], [*minimal, *(set(range(9)) - set(minimal))][:9], None):
        assert ask("cpsat_conflict", "conflict", given, by="check", conflict=wrong) == {"confirmed": False}


def test_what_we_say_is_proved_only_where_every_answer_is() -> None:
    given = problem(SMALL)
    count: tuple[Result, str] = (Counted(7, exact=True), "a")
    nash: tuple[Result, str] = (Chosen((0, 1, 2, 0), proved=True), "b")
    both: dict[Question, tuple[Result, str]] = {Size(): count, ours.best("nash"): nash}
    assert ours.tell(given, both)["proved"]
    assert not ours.tell(given, both | {Size(): (Counted(7, exact=False), "a")})["proved"]
    assert not ours.tell(given, both | {ours.best("nash"): (Chosen((0, 1, 2, 0), proved=False), "b")})["proved"]


def test_a_program_that_fails_says_so() -> None:
    found = read(Program("nobody", "no_such_script.py"), Case("nash", SMALL, 1.0))
    assert not found.proved
    assert found.why.startswith(FAILED)


# goals


def reading(seconds: float, proved: bool = True, **answer: Any) -> Reading:
    return Reading(seconds, proved, answer)


def against(ours_seconds: float, theirs: float, *, proved: bool = True, finished: bool = True) -> Trial:
    return Trial("", reading(ours_seconds, proved), {"A": reading(theirs, finished)})


def test_a_ratio_is_exact_or_a_bound() -> None:
    assert str(ratio(reading(0.5), reading(2))) == "4"
    assert str(ratio(reading(0.5), reading(2, False))) == ">4"
    assert str(ratio(reading(0.5, False), reading(2))) == "<4"
    assert ratio(reading(0.5, False), reading(2, False)) is None


def test_a_row_is_reached_in_the_mean_and_in_the_worst() -> None:
    trials = [against(1, 2), against(1, 8), against(1, 4)]
    assert Faster("A", 4).judge(trials).reached
    assert not Faster("A", 4.1).judge(trials).reached
    assert Faster("A", 4, mean="geometric").judge(trials).typical == "4"
    assert not Faster("A", 4, worst=3).judge(trials).reached
    assert Faster("A", 4, worst=2).judge(trials).reached
    assert Faster("A", None).judge(trials).reached is None


def test_what_we_did_not_prove_is_not_reached() -> None:
    trials = [against(1, 100), against(1, 100), against(1, 100, proved=False)]
    verdict = Faster("A", 4).judge(trials)
    assert (verdict.typical, verdict.reached) == ("<100", False)
    assert Faster("A", 4).judge([against(1, 9, proved=False, finished=False)]).typical == "neither finished"
    assert Faster("B", 4).judge(trials).typical == "not measured"


def test_the_better_of_two_is_the_first_that_proved_it() -> None:
    trial = Trial("", reading(1), {"A": reading(3, False), "B": reading(5), "C": reading(7)})
    assert Faster("the better", 1).judge([trial]).typical == "5"


def test_alone_means_that_nobody_else_was_done_in_twenty_times_our_time() -> None:
    trials = [against(1, 21), against(1, 30, finished=False), against(1, 19)]
    assert Alone().judge(trials).reached
    assert not Alone().judge(trials[1:]).reached
    assert not Alone().judge([against(1, 30, proved=False)]).reached


def test_within_looks_at_the_slowest() -> None:
    assert Within(5).judge([against(1, 0), against(4, 0)]).reached
    assert not Within(5).judge([against(1, 0), against(6, 0)]).reached
    assert not Within(5).judge([against(1, 0), against(1, 0, proved=False)]).reached


# comparing


@pytest.mark.parametrize(
    ("question", "mine", "theirs", "same"),
    [
        ("frontier", {"size": 2, "print": "a"}, {"size": 2, "print": "b"}, False),
        ("frontier", {"size": 2, "print": "a"}, {"size": 2, "print": "a"}, True),
        ("nash", {"nash": "1000000"}, {"nash": "1000001"}, False),  # we proved less than they found
        ("nash", {"nash": "1000001"}, {"nash": "1000000"}, True),  # within what a solver proves
        ("nash", {"nash": "1001"}, {"nash": "1000"}, False),
        ("nash", {"nash": None}, {"nash": "7"}, False),
        ("nash", {"nash": None}, {"nash": None}, True),
        ("size", {"count": "7"}, {"count": "8"}, False),
        ("enumeration", {"count": "7", "nash": "1"}, {"count": "8", "nash": "1"}, False),
        ("bargaining", {"size": 1, "print": "", "nash": "1"}, {"size": 1, "print": "", "nash": "2"}, False),
        ("conflict", {"conflict": [1, 2]}, {"conflict": [3, 4, 5]}, True),
        ("conflict", {"conflict": [1, 2]}, {"conflict": [3]}, False),
        ("conflict", {"conflict": [1]}, {"conflict": [3, 4], "at_least": 2}, False),
        ("conflict", {"conflict": [1]}, {"confirmed": False}, False),
        ("conflict", {"conflict": None}, {"conflict": [1]}, False),
    ],
)
def test_a_difference_is_seen(question: str, mine: Any, theirs: Any, same: bool) -> None:
    found = differs(question, reading(1, **mine), reading(1, **theirs), "A")
    assert (found == "") is same


def test_what_nobody_proved_is_compared_only_as_far_as_it_goes() -> None:
    found = {"size": 2, "print": "a"}
    assert differs("frontier", reading(1, False, **found), reading(1, size=3, print="b"), "A") is None
    assert differs("nash", reading(1, nash="8"), reading(1, False, nash="9"), "A")
    assert differs("nash", reading(1, False, nash="8"), reading(1, nash="9"), "A") == ""
    assert differs("nash", reading(1, False, nash="9"), reading(1, nash="8"), "A")


def test_a_wrong_package_and_a_failure_of_ours_are_differences() -> None:
    assert "scores" in judged("frontier", "", reading(1, wrong=2), {}, {}).differs
    failed = Reading(1, False, {}, why=f"{FAILED}: ValueError")
    assert "ValueError" in judged("frontier", "", failed, {}, {}).differs


# the command


def test_a_quick_run_prints_the_table(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    markdown, everything = tmp_path / "table.md", tmp_path / "all.json"
    arguments = ["size", "--quick", "--only", "rand", "--markdown", str(markdown), "--json", str(everything)]
    assert main(arguments) == 0
    printed = capsys.readouterr()
    assert "exact zone size" in printed.out
    assert JUDGE in printed.out
    assert "same" in printed.err
    assert "| exact zone size" in markdown.read_text(encoding="utf-8")
    (told,) = json.loads(everything.read_text(encoding="utf-8"))["rows"]
    assert [trial["what"] for trial in told["trials"]] == ["3 parties, 3^4, rand, 100 points, seed 0"]
    assert told["trials"][0]["ours"]["megabytes"] > 10


def test_a_different_answer_is_a_failure(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def measure(bench: Bench) -> Iterator[Trial]:
        yield Trial("left", reading(0.0, False), skipped=LEFT_OUT)
        yield Trial("a space", reading(1.0), {JUDGE: reading(2.0)}, (JUDGE,), "7 against 8")

    monkeypatch.setitem(ROWS, "made up", Row("made up", "a made-up row", [Faster(JUDGE, None)], measure))
    assert main(["made up"]) == 1
    printed = capsys.readouterr()
    assert "DIFFERENT" in printed.out
    assert "7 against 8" in printed.out
    assert "DIFFERENT" in printed.err


def test_what_was_not_reached_says_how_far_it_came() -> None:
    asked = Row("made up", "a made-up row", [Faster("A", 10)], lambda bench: iter(()), why="A is quick")
    assert notes(asked, [against(1, 9)]) == ["made up: not reached: 9 (worst 9) of 10 against A; A is quick"]
    assert notes(asked, [against(1, 11)]) == []
    assert notes(asked, [against(1, 9)], quick=True) == []


def test_a_busy_machine_is_said() -> None:
    def waited(processor: float) -> list[str]:
        return busy([Trial("", Reading(2.0, True, {}, processor=processor))])

    assert waited(1.9) == []
    assert "2.0 times" in waited(1.0)[0]


def test_a_row_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nonesuch"]) == 2
    assert "nonesuch" in capsys.readouterr().err


@pytest.mark.slow
def test_every_row_runs_on_tiny_spaces(tmp_path: Path) -> None:
    assert main(["--quick"]) == 0
    assert "vegaEmbed" in page(Bench(seeds=1, quick=True, limit=5), "here")

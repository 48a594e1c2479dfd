"""The mediator's benchmark measures what it says: the climb, the rows, the means, Klein's talks, what survives Ctrl-C.

Tried on tiny talks, with brute force where there is something to be proved. NegMAS needs an environment of its own and
is left to the benchmark itself; what is handed to it and made of its answer is looked at here.

Long because each part of the benchmark is tried here on tiny talks, with the helpers they share.
"""

from __future__ import annotations

import json
import math
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from benchmarks.__main__ import main
from benchmarks.generated import Space, space
from benchmarks.mediator import climb, contest, contesting, klein, negmas
from benchmarks.mediator.__main__ import PARTS
from benchmarks.mediator.agreements import plans
from benchmarks.mediator.contest import Job
from benchmarks.mediator.keeping import Asked, Kept, made, told, version
from benchmarks.mediator.kinds import ANNEALER, CONTESTANTS, GIVEN, HILL, KINDS, LEARNER, NEGMAS, QUICK, VETO, spec
from benchmarks.mediator.next_question import stages
from benchmarks.mediator.reached import Standing, Standings, first_at, standings, verdicts
from benchmarks.mediator.sections import Section, markdown, text
from benchmarks.written import talks as written

from goodoffices.exact.problem import accepts, scores
from goodoffices.procedures.lots import Lots
from goodoffices.procedures.running import procedures
from goodoffices.procedures.steps import Better, Sign, Table
from goodoffices.simulate.behaviours import behaviour
from goodoffices.simulate.cases import drawing, drawn
from goodoffices.simulate.proceedings import proceeding
from goodoffices.simulate.run import Row, orders, run, stage, walk_away_share
from goodoffices.simulate.summary import Mean

CASE = drawn(drawing("parties=2,issues=4,options=3"), 5)


def asked(folder: Path, **more: Any) -> Asked:
    return Asked(talks=2, cores=1, folder=folder, quick=True, **more)


# the climb


def walked(rounds: int, seed: int) -> tuple[list[tuple[Any, Any]], Any]:
    """Changes that the climb asks about, with whether each was better for everybody; and what it ends with."""
    on = stage(CASE, GIVEN)
    told_of = {"orders": orders(CASE.problem), "walk_aways": tuple(map(walk_away_share, on.own))}
    running = climb.climb(on.table, Lots(seed, "climb"), rounds=rounds, **told_of)
    seen: list[tuple[Any, Any]] = []
    step = next(running)
    try:
        while True:
            question = step.asks[0].question
            if isinstance(question, Sign):
                step = running.send([accepts(side, question.draft) for side in CASE.problem.sides])
                continue
            assert isinstance(question, Better)
            assert [(ask.to, ask.question) for ask in step.asks] == [(0, question), (1, question)]
            after, before = (scores(CASE.problem, draft) for draft in (question.draft, question.than))
            better = [new > old for new, old in zip(after, before, strict=True)]
            seen.append((question, all(better)))
            step = running.send(better)
    except StopIteration as ended:
        return seen, ended.value


def test_the_climb_moves_only_where_everybody_gains_and_asks_nothing_twice() -> None:
    seen, _ = walked(20, seed=1)
    assert len(seen) == 20
    draft, refused = seen[0][0].than, set()
    for question, everybody in seen:
        assert question.than == draft
        assert question.draft not in refused
        assert sum(one != other for one, other in zip(question.draft, draft, strict=True)) in (1, 2)
        refused.add(question.draft)
        if everybody:
            draft, refused = question.draft, set()
    assert {sum(a != b for a, b in zip(q.draft, q.than, strict=True)) for q, _ in seen} == {1, 2}


def test_a_longer_climb_begins_as_a_shorter_one() -> None:
    (short, _), (long, _) = walked(6, seed=2), walked(12, seed=2)
    assert long[:6] == short


def test_the_climb_begins_at_the_best_draft_for_the_mean_positions() -> None:
    table, sizes = Table((2, 2), 2), 2
    best_first = (((0,), (1,)),) * sizes
    assert climb.beginning(table, (best_first, best_first), None, 7) == (0, 0)
    other = (((1,), (0,)), ((0,), (1,)))
    assert climb.beginning(table, (other, other), None, 7) == (1, 0)
    assert climb.beginning(table, (best_first, other), (Fraction(0), Fraction(9, 10)), 7) == (1, 0)


def test_the_climb_takes_part_only_while_it_is_asked_to() -> None:
    with climb.taking_part():
        assert climb.NAME in procedures()
    assert climb.NAME not in procedures()


# the rows


class Fake:
    """Leaves the same draft whatever is asked."""

    def __init__(self, draft: tuple[int, ...] | None) -> None:
        self.draft, self.asked = draft, list[tuple[str, int]]()

    def left(self, mechanism: str, problem: Any, steps: int, seed: int, how: Any = None, times: int = 1) -> Any:
        self.asked.append((mechanism, steps))
        return [negmas.Left(self.draft, steps)] * times, 0.0


def test_a_talks_makes_one_row_for_each_contestant_and_number_of_questions() -> None:
    job = Job(1, 3, quick=True)
    rows = job.rows()
    assert [row.number for row in rows] == list(job.numbers)
    assert {row.procedure for row in rows} == {
        spec(name, many) for name in CONTESTANTS if name not in NEGMAS for many in QUICK[1].tried(name)
    }
    assert {row.questions for row in rows if row.procedure.startswith(ANNEALER)} == {3, 6}
    assert all(row.questions <= 6 for row in rows if row.procedure.startswith(LEARNER))
    assert job.rows() == rows
    assert not set(job.numbers) & {*Job(1, 4, quick=True).numbers, *Job(0, 3, quick=True).numbers}


def test_numbers_of_all_kinds_are_apart() -> None:
    numbers = [number for kind in range(len(KINDS)) for seed in (0, 1, 99_999) for number in Job(kind, seed).numbers]
    assert len(numbers) == len(set(numbers))
    assert {len(Job(kind, 0).numbers) for kind in range(len(KINDS))} == {5, 37}


def test_what_negmas_leaves_is_held_against_the_true_walk_aways(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = replace(QUICK[0], questions=(4,))
    monkeypatch.setattr(contest, "KINDS", (kind,))
    on = stage(drawn(kind.draw, 0), GIVEN)
    every_draft = list(product(*map(range, on.case.problem.sizes)))
    accepted = {draft: all(accepts(side, draft) for side in on.case.problem.sides) for draft in every_draft}
    best = on.yardsticks.product
    assert best
    for draft in (*(next(draft for draft in every_draft if accepted[draft] is holds) for holds in (True, False)), None):
        fake = Fake(draft)
        monkeypatch.setattr(contest, "peer", lambda fake=fake: fake)
        rows = {row.procedure: row for row in Job(0, 0).rows()}
        assert fake.asked == [("VetoSTMechanism", 4), ("HillClimbingSTMechanism", 4)]
        for name in (VETO, HILL):
            row = rows[f"{name}:steps=4"]
            assert row.signed == (draft is not None)
            assert row.false_agreement == (draft is not None and not accepted[draft])
            gained = [] if draft is None else [
                score - side.zero
                for score, side in zip(scores(on.case.problem, draft), on.case.problem.sides, strict=True)
            ]  # fmt: skip
            share = math.prod(gained) / best if gained and min(gained) >= 0 else 0
            assert row.nash_share == pytest.approx(share)


def test_what_is_handed_to_negmas_is_the_talks(monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[dict[str, Any]] = []

    def put(_: Any, asked: dict[str, Any]) -> dict[str, Any]:
        handed.append(json.loads(json.dumps(asked)))
        return {"runs": [{"draft": [0, 1, 2, 0], "steps": 3}, {"draft": None, "steps": 2}], "seconds": 0.5}

    monkeypatch.setattr(negmas.Peer, "__init__", lambda self: None)
    monkeypatch.setattr(negmas.Peer, "_put", put)
    problem = drawn(drawing("parties=3,issues=4,options=3,bonuses=2"), 1).problem
    left, seconds = negmas.Peer().left("VetoSTMechanism", problem, 7, 1, behaviour("mistaken:1/20@all"), 2)
    assert (left, seconds) == ([negmas.Left((0, 1, 2, 0), 3), negmas.Left(None, 2)], 0.5)
    (asked,) = handed
    assert (asked["steps"], asked["times"], asked["mistaken"]) == (7, 2, 0.05)
    given = asked["space"]
    for draft in product(range(3), repeat=4):
        found = [sum(row[k] for row, k in zip(rows, draft, strict=True)) for rows in given["scores"]]
        for bonus in given["bonuses"]:
            holds = all(draft[issue] in options for issue, options in bonus["when"])
            found[bonus["side"]] += bonus["points"] * holds
        assert found == list(scores(problem, draft))
    assert given["floors"] == [side.floor for side in problem.sides]


# means and differences


def row(name: str, many: int, seed: int, share: float | None, **more: Any) -> Row:
    plain = Row(0, "talks", seed, spec(name, many), "truthful", seed, 2, 3, "27", True, True, "0-0-0", share, None,
                None, many, many, False, "", None)  # fmt: skip
    return replace(plain, **more)


def test_differences_are_taken_talks_by_talks() -> None:
    kind = replace(KINDS[0], questions=(20,))
    rows = [row(LEARNER, 20, seed, share) for seed, share in enumerate((0.8, 0.9, 1.0))]
    rows += [row(climb.NAME, 20, seed, share) for seed, share in enumerate((0.5, 0.7, 0.6))]
    rows += [row(VETO, 20, 0, 0.0, false_agreement=True), row(VETO, 20, 1, 0.0, signed=False), row(VETO, 20, 2, 0.3)]
    found = standings(kind, reversed(rows))
    (ours,), (theirs,), (others,) = found[LEARNER], found[climb.NAME], found[VETO]
    assert (ours.share.value, ours.behind) == (pytest.approx(0.9), None)
    assert theirs.behind is not None
    assert theirs.behind.value == pytest.approx((-0.3 - 0.2 - 0.4) / 3)
    # deviation 0.1 over three talks, Student's t of two degrees of freedom
    assert theirs.behind.half == pytest.approx(4.302652730 * 0.1 / math.sqrt(3))
    assert (others.below, others.unsigned) == (1, 1)
    assert verdicts(kind, found)[0][1] is False  # .90 of .93


def test_only_talks_count_that_everybody_has_been_in_and_that_have_a_best() -> None:
    kind = replace(KINDS[0], questions=(20,))
    rows = [row(LEARNER, 20, 0, 0.8), row(LEARNER, 20, 1, 0.1), row(LEARNER, 20, 2, None)]
    rows += [row(HILL, 20, 0, 0.5), row(HILL, 20, 2, None)]
    found = standings(kind, rows)
    assert found[LEARNER][0].share == Mean(0.8, None, 1)
    assert found[HILL][0].share == Mean(0.5, None, 1)
    assert standings(kind, []) == {}


def line(*shares: float, many: tuple[int, ...], behind: tuple[tuple[float, float], ...] = ()) -> list[Standing]:
    found = [Mean(*pair, 9) for pair in behind] + [None] * (len(shares) - len(behind))
    return [
        Standing(asked, Mean(share, 0.1, 9), apart, 0, 0)
        for asked, share, apart in zip(many, shares, found, strict=True)
    ]


@pytest.mark.parametrize(
    ("ours", "theirs", "half"),
    [
        ((0.5, 0.75), (0.4, 0.5, 0.6, 0.7), True),  # 10 questions; theirs more than 20
        ((0.5, 0.75), (0.4, 0.5, 0.75, 0.8), False),  # 15
        ((0.7, 0.8), (0.4, 0.5, 0.75, 0.8), True),  # 7.5 of 15
        ((0.5, 0.7), (0.4, 0.5, 0.6, 0.7), False),  # more than 10: not known
    ],
)
def test_half_the_questions(ours: tuple[float, ...], theirs: tuple[float, ...], half: bool) -> None:
    kind = replace(KINDS[3], questions=(5, 10))
    assert kind.tried(climb.NAME) == (5, 10, 15, 20)
    found: Standings = {
        LEARNER: line(*ours, many=(5, 10)),
        climb.NAME: line(*theirs, many=(5, 10, 15, 20), behind=((-0.1, 0.05), (0.1, 0.2))),
    }
    (below, in_half) = verdicts(kind, found)
    assert below[1]  # the second interval holds 0
    assert in_half[1] is half
    ahead = {**found, climb.NAME: line(*theirs, many=(5, 10, 15, 20), behind=((-0.1, 0.05), (0.1, 0.09)))}
    assert verdicts(kind, ahead)[0] == (f"{kind.says}: below the climb with 10 questions", False)


def test_a_share_that_is_there_from_the_start() -> None:
    assert first_at(line(0.8, 0.9, many=(5, 10))) == (5.0, "5 or fewer")


# Klein's talks


def test_influences_add_up() -> None:
    (one, _), _ = klein.talks(3, 8)
    rng = np.random.Generator(np.random.Philox(np.random.SeedSequence((3, 2003))))
    matrix = rng.integers(-klein.UNITS, klein.UNITS, (8, 8), endpoint=True)
    for draft in product((0, 1), repeat=8):
        plain = sum(int(matrix[i, j]) for i in range(8) for j in range(8) if draft[i] and draft[j])
        assert one.score(draft) == plain


def test_best_and_worst_are_found_where_they_can_be_listed() -> None:
    parties, optimum = klein.talks(1, 9)
    drafts = list(product((0, 1), repeat=9))
    for one in parties:
        assert one.best == max(map(one.score, drafts))
        assert one.worst == min(map(one.score, drafts))
    assert optimum == pytest.approx(max(sum(one.scaled(draft) for one in parties) for draft in drafts))


def test_a_loss_is_the_difference_of_two_scores_wherever_the_text_went() -> None:
    (one, _), _ = klein.talks(2, 9)
    lots, draft = Lots(1, "walk"), (0,) * 9
    for _ in range(200):
        issue = lots.below(9)
        changed = (*draft[:issue], 1 - draft[issue], *draft[issue + 1 :])
        assert one.loss(changed, draft) == one.score(draft) - one.score(changed)
        if lots.below(2):
            draft = changed


def test_shares_are_shares_and_the_same_seed_gives_the_same() -> None:
    job = klein.Job(4, issues=8, rounds=60)
    found = job.shares()
    assert found == job.shares()
    assert found != klein.Job(5, issues=8, rounds=60).shares()
    for share, *each in found.values():
        assert 0 <= share <= 1 + 1e-9
        assert all(0 <= score <= 1 for score in each)


# talks for the next question


def test_more_and_more_is_recorded_and_never_a_position() -> None:
    given: Space = space(2, 4, 3, seed=0, share=0.3)
    found = dict(stages(written(given)))
    answers = [sum(len(position.answers) for position in talks.positions) for talks in found.values()]
    assert answers == [0, 2 * 2, 2 * (2 + 4), 2 * (2 + 4 + 1 + 10), 2 * (2 + 4 + 1 + 10 + 3)]
    assert all(not position.has_scores for talks in found.values() for position in talks.positions)


# what survives


def test_rows_are_kept_and_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = contesting.contest(asked(tmp_path))
    path = tmp_path / "additive-2-quick.csv"
    text_of = path.read_text(encoding="utf-8")
    path.write_text("".join(text_of.splitlines(keepends=True)[:4]), encoding="utf-8")  # the last talks are missing

    def first_only(self: Job) -> Any:
        assert (self.kind, self.seed) != (0, 0), "what is there already is not made again"
        return tuple(self._rows())

    monkeypatch.setattr(Job, "rows", first_only)
    assert contesting.contest(asked(tmp_path, resume=True)) == whole
    assert path.read_text(encoding="utf-8") == text_of
    assert {kind.name for _, kind in contesting.chosen(replace(asked(tmp_path), only="bonuses"))} == {"bonuses 2"}


def test_values_are_kept_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "kept.jsonl"
    kept = Kept(path, "one", asked(tmp_path))
    kept.add("a", [1, 2])
    kept.add("b", 3)
    path.write_text(path.read_text(encoding="utf-8") + '["c", 4', encoding="utf-8")  # broken off
    assert Kept(path, "one", asked(tmp_path, resume=True)).values == {"a": [1, 2], "b": 3}
    with pytest.raises(SystemExit, match="--resume"):
        Kept(path, "one", asked(tmp_path))
    with pytest.raises(SystemExit, match="another version"):
        Kept(path, "two", asked(tmp_path, resume=True))
    assert Kept(path, "two", asked(tmp_path, force=True)).values == {}


def test_jobs_come_out_the_same_on_two_cores(tmp_path: Path) -> None:
    jobs = [klein.Job(seed, 8, 20) for seed in range(3)]
    here = dict(made(klein.Job.shares, jobs, asked(tmp_path), "here"))
    there = dict(made(klein.Job.shares, jobs, replace(asked(tmp_path), cores=2), "there"))
    assert here == there
    assert set(here) == set(jobs)


def test_versions_differ_by_what_is_named() -> None:
    assert version("a") == version("a") != version("b")
    assert told(100) == "2 min"


# the whole


def test_agreements_are_looked_for_among_all_procedures_with_and_without_a_zone(tmp_path: Path) -> None:
    planned = plans(Asked(200, 2, tmp_path)).values()
    assert {one.name for plan in planned for one in plan.procedures} == set(procedures())
    assert sum(map(len, planned)) >= 10_000
    for plan in planned:
        assert {getattr(source, "zone", None) for source in plan.sources} == {"any", "none"}


def test_a_false_agreement_of_ours_is_a_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = Section("made up", ("a", "b"), [("1", "2")], ["a note"], [("so much", False)], failed=True)
    monkeypatch.setitem(PARTS, "speed", (lambda asked: [wrong], lambda asked: 1.0))
    assert main(["mediator", "speed", "--out", "nowhere"]) == 1
    said = capsys.readouterr()
    assert "so much: NOT REACHED" in said.out
    assert "About 1 s in all" in said.err
    assert "| 1 | 2 |" in markdown(wrong)
    assert text(wrong)[2:4] == ["a  b", "1  2"]


def test_a_part_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mediator", "nonesuch"]) == 2
    assert "nonesuch" in capsys.readouterr().err


def test_a_quick_contest_prints_its_tables(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    files = ["--out", str(tmp_path / "rows"), "--json", str(tmp_path / "all.json"), "--markdown", str(tmp_path / "m")]
    assert main(["mediator", "contest", "--quick", "--cores", "1", *files]) == 0
    assert "share of the best Nash product" in capsys.readouterr().out
    told_of = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))["sections"]
    assert [len(section["values"][LEARNER]) for section in told_of] == [1, 2]
    assert "### additive" in (tmp_path / "m").read_text(encoding="utf-8")
    assert main(["mediator", "contest", "--quick", "--cores", "1", *files]) == 2  # rows are there already
    assert "--resume" in capsys.readouterr().err


@pytest.mark.slow
def test_every_part_runs_on_tiny_talks(tmp_path: Path) -> None:
    assert main(["mediator", "--quick", "--cores", "1", "--out", str(tmp_path)]) == 0


def test_the_climb_is_driven_like_every_other_procedure() -> None:
    on = stage(CASE, GIVEN)
    with climb.taking_part():
        found = run(on, proceeding(spec(climb.NAME, 9)), behaviour("truthful"), 3)
    assert (found.questions, found.false_agreement) == (9, False)

"""Every procedure with every behaviour on small talks, held against a list of all packages; and one run by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from tests.simulate import listed

from goodoffices.errors import BadQuestion
from goodoffices.exact.problem import Problem, Side
from goodoffices.exact.trees import Literal, some
from goodoffices.procedures.lots import Lots
from goodoffices.procedures.registry import PROCEDURES, Procedure, settings_of
from goodoffices.procedures.running import procedures
from goodoffices.procedures.steps import Ask, Better, Draft, Ending, Reply, Running, Sign, Step, Table, to_all
from goodoffices.simulate.behaviours import behaviour, declared, every_behaviour
from goodoffices.simulate.cases import Case, drawing, drawn
from goodoffices.simulate.own import Own
from goodoffices.simulate.proceedings import proceeding
from goodoffices.simulate.run import (
    Proceeding,
    Row,
    Stage,
    driven,
    is_false,
    orders,
    rehearsed,
    run,
    stage,
    walk_away_share,
)

FEW = {"rounds": 25, "questions": 3}
"""So few rounds that even what thinks between them is quick."""
NAMES = sorted(procedures())
BEHAVIOURS = [str(one) for one in every_behaviour()]
SEEDS = range(25)
SLOW = {"learning one-text": range(4)}
"""What thinks between questions is tried on fewer talks."""


def few(name: str) -> Proceeding:
    known = settings_of(procedures()[name].start)
    settings = tuple((setting, value) for setting, value in FEW.items() if setting in known)
    return Proceeding(name, name, settings)


@cache
def ready(seed: int) -> Stage:
    return stage(listed.case(seed), frozenset({"orders", "walk-aways"} if seed % 2 else ()))


def rows(name: str, spec: str) -> Iterator[tuple[Problem, Row]]:
    for seed in SLOW.get(name, SEEDS):
        yield ready(seed).case.problem, run(ready(seed), few(name), behaviour(spec), seed)


def draft_of(row: Row) -> Draft | None:
    return None if row.draft is None else tuple(map(int, row.draft.split("-")))


@pytest.mark.parametrize("spec", BEHAVIOURS)
@pytest.mark.parametrize("name", NAMES)
def test_a_row_says_what_a_list_of_all_packages_says(name: str, spec: str) -> None:
    for problem, row in rows(name, spec):
        draft = draft_of(row)
        zone, best, gains = listed.zone(problem), listed.best_product(problem), listed.best_gains(problem)
        assert row.zone == bool(zone)
        assert (row.parties, row.issues, row.packages) == (
            len(problem.sides), len(problem.sizes), str(len(listed.packages(problem))),
        )  # fmt: skip
        assert row.signed == (draft is not None)
        assert not row.false_agreement
        assert draft is None or draft in zone
        over = [listed.units(side, draft) if draft else side.zero for side in problem.sides]
        assert row.still_to_win == float(listed.still_to_win(problem, over))
        gained = [over[k] - side.zero for k, side in enumerate(problem.sides)]
        product = 1
        for gain in gained:
            product *= gain
        if not best:
            assert row.nash_share is None
        else:
            assert row.nash_share == float(Fraction(product if draft and min(gained) >= 0 else 0, best))
        if gains is None:
            assert row.least_served is None
        elif draft is None:
            assert row.least_served == 0
        else:
            shares = [Fraction(g, most) if most > 0 else 1 for g, most in zip(gained, gains, strict=True)]
            assert row.least_served == float(min(shares))
        assert row.gains.split() == [repr(float(one)) for one in shares_of_scale(problem, draft, gained)]
        alone = behaviour(spec).who
        assert row.gain == (None if alone is None else float(row.gains.split()[alone]))


def shares_of_scale(problem: Problem, draft: Draft | None, gained: list[int]) -> list[Fraction]:
    widths = [high - low for low, high in (listed.scale(problem, side) for side in problem.sides)]
    pairs = zip(gained, widths, strict=True)
    return [Fraction(gain, width) if draft and width else Fraction(0) for gain, width in pairs]


def test_there_is_something_to_compare() -> None:
    """Talks with and without a zone, with a quorum, links, red lines, bonuses, and without a walk-away; some deals."""
    problems = [ready(seed).case.problem for seed in SEEDS]
    assert 3 < sum(bool(listed.zone(problem)) for problem in problems) < len(problems)
    assert any(not problem.needs_all and listed.zone(problem) for problem in problems)
    assert any(problem.links for problem in problems)
    sides = [side for problem in problems if listed.zone(problem) for side in problem.sides]
    assert any(side.lines for side in sides)
    assert any(side.bonuses for side in sides)
    assert any(side.floor is None for side in sides)
    for name in NAMES:
        assert any(row.signed for _, row in rows(name, "truthful")), name


@pytest.mark.parametrize("spec", BEHAVIOURS)
@pytest.mark.parametrize("name", NAMES)
def test_a_run_is_what_play_makes_of_the_same_replies(name: str, spec: str) -> None:
    """The quick loop against the careful one, which checks every reply; and questions counted from its record."""
    for seed in list(SLOW.get(name, SEEDS))[:10]:
        on, one = ready(seed), few(name)
        played = rehearsed(on, one, behaviour(spec), seed)
        row = run(on, one, behaviour(spec), seed)
        assert draft_of(row) == played.ending.signed
        counted = [sum(ask.to == party and not isinstance(ask.question, Sign) for step, _ in played.steps
                       for ask in step.asks) for party in range(len(on.own))]  # fmt: skip
        assert row.questions == max(counted)
        asking = [step for step, _ in played.steps if not any(isinstance(ask.question, Sign) for ask in step.asks)]
        assert row.rounds == len(asking)


def test_the_same_run_gives_the_same_row_whatever_ran_before() -> None:
    for name in NAMES:
        first = [row for _, row in rows(name, "mistaken")]
        fresh = [run(stage(ready(seed).case, ready(seed).given), few(name), behaviour("mistaken"), seed)
                 for seed in SLOW.get(name, SEEDS)]  # fmt: skip
        assert first == fresh


def test_seeds_and_talks_seeds_change_what_happens() -> None:
    on = [stage(drawn(drawing("issues=4,options=3"), seed)) for seed in (0, 1)]
    one, how = proceeding("one-text"), behaviour("truthful")
    assert len({run(on[0], one, how, seed).draft for seed in range(10)}) > 2
    same_talks = replace(on[0], case=replace(on[0].case, seed=99))  # the first draft is drawn anew for other talks
    assert any(run(on[0], one, how, seed).draft != run(same_talks, one, how, seed).draft for seed in range(10))


# --- what a false agreement would be ---------------------------------------------------------------------------------

FENCE = Problem(
    (2, 2),
    (Side(((0, 4), (0, 1)), floor=3), Side(((4, 0), (2, 0)), lines=(Literal(1, frozenset({0})),), floor=2)),
    links=(some([Literal(0, frozenset({1})), Literal(1, frozenset({0}))]),),
    needs=2,
)
"""Both sign (1, 0) alone: (1, 1) crosses a red line and a walk-away, (0, 0) a walk-away, (0, 1) the link."""


def test_a_false_agreement_is_seen() -> None:
    assert not is_false(FENCE, (1, 0), frozenset({0, 1}))
    assert all(is_false(FENCE, draft, frozenset({0, 1})) for draft in ((0, 0), (0, 1), (1, 1)))
    quorum = replace(FENCE, needs=1)
    assert not is_false(quorum, (1, 1), frozenset({0}))
    assert is_false(quorum, (1, 1), frozenset({0, 1}))  # the second party signed what it cannot
    assert is_false(replace(quorum, including=frozenset({1})), (1, 1), frozenset({0}))
    assert is_false(quorum, (0, 1), frozenset())


def test_a_party_that_signs_what_it_cannot_makes_the_row_false(monkeypatch: pytest.MonkeyPatch) -> None:
    on = stage(Case("fence", None, FENCE, ("A", "B")))
    monkeypatch.setattr(Own, "signs", lambda own, draft: True)
    drafts = {row.draft: row.false_agreement for seed in range(20)
              for row in [run(on, proceeding("one-text:rounds=0"), behaviour("truthful"), seed)]}  # fmt: skip
    assert drafts == {"0-0": True, "1-0": False, "1-1": True}


def test_one_run_by_hand() -> None:
    """From (0, 0) the change of the first issue is refused by B, that of the second crosses the link with it.

    The draft stays, and A cannot sign it. From (1, 0) nothing is better for both: it is signed; A gains 1 of 5, B 0
    of 6 over its walk-away.
    """
    on = stage(Case("fence", None, FENCE, ("A", "B")))
    how = behaviour("truthful")
    kept = run(on, proceeding("one-text:start=0-0"), how, 1)
    assert (kept.signed, kept.draft, kept.questions, kept.rounds) == (False, None, 1, 1)
    assert (kept.nash_share, kept.least_served, kept.gains) == (None, 0.0, "0.0 0.0")  # the best product is 0
    done = run(on, proceeding("one-text:start=1-0"), how, 1)
    assert (done.signed, done.draft, done.questions, done.rounds) == (True, "1-0", 2, 2)
    assert (done.gains, done.still_to_win, done.least_served) == (f"{1 / 5!r} 0.0", 0.0, 1.0)


# --- what is given to procedures -------------------------------------------------------------------------------------


def test_orders_and_walk_aways_are_those_of_the_talks() -> None:
    assert orders(FENCE) == ((((1,), (0,)), ((1,), (0,))), (((0,), (1,)), ((0,), (1,))))
    assert orders(Problem((3,), (Side(((5, 5, 1),)),))) == ((((0, 1), (2,)),),)
    own = [Own(side, FENCE.sizes, 0, 6) for side in FENCE.sides]
    assert [walk_away_share(one) for one in own] == [Fraction(3, 5), Fraction(1, 3)]
    high = replace(own[0], side=replace(own[0].side, floor=99))
    none = replace(own[0], side=replace(own[0].side, floor=None))
    assert (walk_away_share(high), walk_away_share(none)) == (1, 0)


def asks_nothing(table: Table, lots: Lots, *, walk_aways: Any = None, orders: Any = None) -> Running:
    """A procedure that shows what it was given, by what it asks about."""
    SHOWN.append((walk_aways, orders))
    return (yield from one_step(table))


def one_step(table: Table) -> Running:
    yield to_all(table, Better((0,) * len(table.sizes), (0,) * len(table.sizes)))
    return Ending(None, "over")


SHOWN: list[Any] = []


def test_what_is_given_reaches_the_procedures_that_have_a_setting_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    procedures()
    monkeypatch.setitem(PROCEDURES, "shows", Procedure("shows", "here", asks_nothing))
    case = Case("fence", None, FENCE, ("A", "B"))
    how = behaviour("exaggerating:1/5@1")
    for given in (frozenset[str](), frozenset({"orders"}), frozenset({"orders", "walk-aways"})):
        run(stage(case, given), Proceeding("shows", "shows"), how, 0)
    raised = declared(how, Own(FENCE.sides[0], FENCE.sizes, 1, 5), 0)
    assert raised.side.floor == 4  # 3, and a fifth of its scale over what meets the links, rounded up
    assert [
        (None, None), (None, orders(FENCE)), ((Fraction(4, 5), Fraction(1, 3)), orders(FENCE)),
    ] == SHOWN  # fmt: skip


def test_a_setting_that_cannot_be_is_refused_before_anybody_is_asked() -> None:
    on = stage(Case("fence", None, FENCE, ("A", "B")))
    with pytest.raises(BadQuestion, match="does not meet the links"):
        run(on, proceeding("one-text:start=0-1"), behaviour("truthful"), 0)


def test_a_procedure_may_ask_one_party_alone() -> None:
    def asks_one(table: Table) -> Running:
        for _ in range(3):
            yield Step((Ask(1, Better((0, 0), (1, 1))),))
        yield Step(())
        return Ending(None, "over")

    never: Callable[..., Reply] = lambda question: False  # noqa: E731
    done = driven(asks_one(Table((2, 2), 2)), [never, never])
    assert (done.questions, done.rounds, done.signed_by) == ((0, 3), 4, frozenset())

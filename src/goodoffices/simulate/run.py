"""One run: talks, a procedure, a behaviour and a seed make one row.

The row says what was reached, held against what could have been reached, and what it took. It holds no times, so that
it is the same wherever it was made. Fractions become floats at the very end.

Source: the measures are those by which Klein, Faratin, Sayama & Bar-Yam 2003 and the automated negotiation literature
compare procedures (product of gains, distance from the frontier), each defined at `Row`.

Read next: ``plan.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from typing import Any

from ..exact.chance import start_of
from ..exact.problem import Choices, Problem, accepts, gains, in_zone, scores
from ..exact.trees import holds
from ..exact.watch import QUIET, Watch
from ..procedures.lots import Lots
from ..procedures.registry import settings_of
from ..procedures.running import Played, play, procedures
from ..procedures.settings import check_settings
from ..procedures.steps import Draft, Ending, Running, Sign, Table
from .behaviours import Behaviour, Replies, declared, replies
from .cases import Case
from .own import Own
from .yardsticks import Yardsticks, measured, product_of, still_to_win


@dataclass(frozen=True, slots=True)
class Row:
    """One run. None: it cannot be said, as there is nothing to measure by, or it was not proved in time.

    ``number``: its place in the plan. ``talks_seed``: of drawn talks. ``behaviour``: as ``mistaken:1/20@all``.
    ``zone``: whether there is one. ``draft``: the options signed, as ``0-3-1``. ``nash_share``: the product of gains
    as a share of the best there is; 0 without a deal. ``still_to_win``: the largest share of its scale that every party
    could have gained on top of what was signed, or of no deal. ``least_served``: of all parties' gains as shares of
    their best gains in the zone the least. ``questions``: put to the party that was asked most, and ``rounds``, the
    signature not counted. ``false_agreement``: signed, though by the true positions it crosses a walk-away or a red
    line of somebody who signed, or a link, or too few can sign it. ``gains``: of all parties by their true positions,
    shares of their scales, 0 without a deal; ``gain``: of the one party that behaves otherwise than the rest.
    """

    number: int
    talks: str
    talks_seed: int | None
    procedure: str
    behaviour: str
    seed: int
    parties: int
    issues: int
    packages: str
    zone: bool | None
    signed: bool
    draft: str | None
    nash_share: float | None
    still_to_win: float | None
    least_served: float | None
    questions: int
    rounds: int
    false_agreement: bool
    gains: str
    gain: float | None


@dataclass(frozen=True)
class Proceeding:
    """A procedure with its settings. ``spec`` is what a person wrote for it."""

    spec: str
    name: str
    settings: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, eq=False)
class Stage:
    """Talks made ready: their yardsticks, what each party knows, and what a procedure may know beforehand.

    ``given``: of ``orders`` and ``walk-aways`` what every procedure is told that has a setting for it.
    """

    case: Case
    yardsticks: Yardsticks
    own: tuple[Own, ...]
    table: Table
    given: frozenset[str]
    watch: Callable[[], Watch]
    _won: dict[Draft | None, Fraction | None] = field(default_factory=dict)
    _checked: dict[tuple[Proceeding, Behaviour], dict[str, Any]] = field(default_factory=dict)

    def still(self, draft: Draft | None) -> Fraction | None:
        """What everybody still had to win over a draft, or over no deal; worked out once for each draft."""
        if draft not in self._won:
            problem = self.case.problem
            over = scores(problem, draft) if draft is not None else [side.zero for side in problem.sides]
            self._won[draft] = still_to_win(problem, self.yardsticks.scales, over, self.watch())
        return self._won[draft]

    def settings(self, proceeding: Proceeding, how: Behaviour) -> dict[str, Any]:
        """The settings of a procedure, with what is given to it. Raises `BadQuestion` where one cannot be."""
        if (proceeding, how) not in self._checked:
            found = procedures()[proceeding.name]
            known = settings_of(found.start)
            made = dict(proceeding.settings)
            if "orders" in self.given and "orders" in known:
                made.setdefault("orders", orders(self.case.problem))
            if "walk-aways" in self.given and "walk_aways" in known:
                said = (declared(how, own, place) for place, own in enumerate(self.own))
                made.setdefault("walk_aways", tuple(map(walk_away_share, said)))
            check_settings(found, self.table, made)
            self._checked[proceeding, how] = made
        return self._checked[proceeding, how]


def stage(case: Case, given: frozenset[str] = frozenset(), watch: Callable[[], Watch] = lambda: QUIET) -> Stage:
    """Talks made ready to run; ``watch`` makes a new one for each measure. Raises what `measured` raises."""
    problem, found = case.problem, measured(case.problem, watch())
    sides = zip(problem.sides, found.scales, strict=True)
    own = tuple(Own(side, problem.sizes, low, high) for side, (low, high) in sides)
    return Stage(case, found, own, table_of(problem), given, watch)


def table_of(problem: Problem) -> Table:
    """What a procedure knows of a problem before it begins."""
    enough = None if problem.needs_all else partial(_enough, problem)
    return Table(problem.sizes, len(problem.sides), enough, partial(_meets, problem) if problem.links else None)


def orders(problem: Problem) -> tuple[tuple[tuple[tuple[int, ...], ...], ...], ...]:
    """For each party and issue the options from the best to the worst, those as good as each other in one group.

    >>> from goodoffices.exact.problem import Side
    >>> orders(Problem((3,), (Side(((2, 7, 2),)),)))
    ((((1,), (0, 2)),),)
    """
    return tuple(tuple(_groups(row) for row in side.scores) for side in problem.sides)


def walk_away_share(own: Own) -> Fraction:
    """A party's walk-away on the scale on which its issues' swings add up to 1 and their worst options are 0, within
    0 and 1; 0 where none is recorded.
    """
    rows = own.side.scores
    worst, swings = sum(map(min, rows)), sum(max(row) - min(row) for row in rows)
    if own.side.floor is None or not swings:
        return Fraction(0)
    return min(Fraction(1), max(Fraction(0), Fraction(own.side.floor - worst, swings)))


def run(on: Stage, proceeding: Proceeding, how: Behaviour, seed: int, number: int = 0) -> Row:
    """One run. The same stage, procedure, behaviour and seed give the same row.

    The lots of the procedure, and those of each party, depend on the seed and the talks' seed alone: runs that differ
    only in a behaviour or a setting can be compared pair by pair. Raises `BadQuestion` for a setting that cannot be.
    """
    settings, start = on.settings(proceeding, how), _start(on, seed)
    running = procedures()[proceeding.name].start(on.table, Lots(start, proceeding.name), **settings)
    return _row(on, proceeding, how, seed, number, driven(running, _asked(on, how, start)))


def rehearsed(on: Stage, proceeding: Proceeding, how: Behaviour, seed: int) -> Played:
    """The run that `run` sums up, with all its steps and replies."""
    settings, start = on.settings(proceeding, how), _start(on, seed)
    asked = _asked(on, how, start)
    return play(proceeding.name, on.table, lambda ask: asked[ask.to](ask.question), seed=start, **settings)


def _start(on: Stage, seed: int) -> int:
    return start_of(seed, f"run {on.case.seed}")


def _asked(on: Stage, how: Behaviour, start: int) -> list[Replies]:
    return [replies(how, own, k, Lots(start, f"party {k}")) for k, own in enumerate(on.own)]


@dataclass(frozen=True)
class Driven:
    """How a procedure ended, who signed last, how many questions each party had, and how many rounds there were."""

    ending: Ending
    signed_by: frozenset[int]
    questions: tuple[int, ...]
    rounds: int


def driven(running: Running, asked: Sequence[Replies]) -> Driven:
    """Drive a procedure to its end with parties that reply at once.

    This is the innermost loop of a simulation, and is written out for that reason.
    """
    counts, rounds, signed_by = [0] * len(asked), 0, frozenset[int]()
    try:
        step = next(running)
        while True:
            said = [asked[party](question) for party, question in step.asks]
            if step.asks and type(step.asks[0].question) is Sign:
                signed_by = frozenset(ask.to for ask, yes in zip(step.asks, said, strict=True) if yes is True)
            else:
                rounds += 1
                for party, _ in step.asks:
                    counts[party] += 1
            step = running.send(said)
    except StopIteration as ended:
        return Driven(ended.value, signed_by, tuple(counts), rounds)


def _row(on: Stage, proceeding: Proceeding, how: Behaviour, seed: int, number: int, done: Driven) -> Row:
    """What a run comes to."""
    problem, draft = on.case.problem, done.ending.signed
    gained = _gained(on, draft)
    return Row(
        number=number,
        talks=on.case.name,
        talks_seed=on.case.seed,
        procedure=proceeding.spec,
        behaviour=str(how),
        seed=seed,
        parties=len(problem.sides),
        issues=len(problem.sizes),
        packages=str(problem.packages),
        zone=on.yardsticks.zone,
        signed=draft is not None,
        draft=None if draft is None else "-".join(map(str, draft)),
        nash_share=_plain(_nash_share(on, draft)),
        still_to_win=_plain(on.still(draft)),
        least_served=_plain(_least_served(on, draft)),
        questions=max(done.questions, default=0),
        rounds=done.rounds,
        false_agreement=draft is not None and is_false(problem, draft, done.signed_by),
        gains=" ".join(repr(float(gain)) for gain in gained),
        gain=None if how.who is None else _plain(gained[how.who]),
    )


def is_false(problem: Problem, draft: Choices, signed_by: frozenset[int]) -> bool:
    """Whether a draft was signed that by the true positions cannot stand, or that a signer cannot accept."""
    return not in_zone(problem, draft) or not all(accepts(problem.sides[party], draft) for party in signed_by)


def _nash_share(on: Stage, draft: Draft | None) -> Fraction | None:
    best = on.yardsticks.product
    if not best:  # no zone, not proved, or every deal leaves somebody at the walk-away
        return None
    return Fraction(0 if draft is None else product_of(on.case.problem, draft), best)


def _least_served(on: Stage, draft: Draft | None) -> Fraction | None:
    best = on.yardsticks.best
    if best is None:
        return None
    if draft is None:
        return Fraction(0)
    gained = gains(on.case.problem, scores(on.case.problem, draft))
    shares = [Fraction(gain, most) if most > 0 else Fraction(1) for gain, most in zip(gained, best, strict=True)]
    return min(shares, default=Fraction(0))


def _gained(on: Stage, draft: Draft | None) -> list[Fraction]:
    """Each party's true gain as a share of its scale."""
    if draft is None:
        return [Fraction(0)] * len(on.own)
    return [Fraction(own.gain(draft), own.width) if own.width else Fraction(0) for own in on.own]


def _plain(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _enough(problem: Problem, yes: frozenset[int]) -> bool:
    return len(yes) >= problem.needs and yes >= problem.including


def _meets(problem: Problem, draft: Draft) -> bool:
    return all(holds(link, draft) for link in problem.links)


def _groups(row: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    levels = sorted(set(row), reverse=True)
    return tuple(tuple(option for option, units in enumerate(row) if units == level) for level in levels)

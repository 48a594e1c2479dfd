"""Talks at the edge: nobody to sign, many to sign, links no search settles, more repairs than are kept, no time."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product

import pytest

from goodoffices import analysis
from goodoffices.analysis import links
from goodoffices.errors import BadQuestion, BadTalks
from goodoffices.exact.enumerating import minimal_tally
from goodoffices.exact.solver.satisfy import Undecided
from goodoffices.exact.watch import Watch
from goodoffices.talks import (
    Agreement,
    AnyOf,
    Choice,
    Issue,
    IssueScores,
    Link,
    Not,
    Option,
    Party,
    Position,
    RedLine,
    Talks,
    accepts,
)


class NoTime(Watch):
    """A clock that has run out."""

    def left(self) -> float:
        return 0.0


def issues(number: int, options: int) -> tuple[Issue, ...]:
    listed = tuple(Option(f"o{k}", f"Option {k}") for k in range(options))
    return tuple(Issue(f"i{k}", f"Issue {k}", listed) for k in range(number))


def some_talks(sides: int = 3, **changes: object) -> Talks:
    parties = tuple(Party(f"p{k}", f"Party {k}") for k in range(sides))
    positions = tuple(
        Position(p.id, (IssueScores("i0", (Fraction(k), Fraction(1), Fraction(2 - k))),), walk_away=Fraction(1))
        for k, p in enumerate(parties)
    )
    return replace(Talks("Some talks", parties, issues(2, 3), positions=positions), **changes)


@pytest.mark.parametrize("method", ["enumerate", "logic", None])
def test_with_nobody_to_sign_every_package_is_in_the_zone_and_no_formula_picks(method: str | None) -> None:
    nobody = Talks("Nobody", (Party("carro", "Carro", "mediator"),), issues(2, 3))
    answer = analysis.analyse(nobody, method=method)
    assert answer.zone is not None
    assert answer.formulas is not None
    assert answer.frontier is not None
    assert answer.zone.size.value == 9
    assert answer.frontier.why
    assert all(pick.package is None and pick.why for pick in answer.formulas.values())


@pytest.mark.parametrize("coalition", [[], ["p2"], ["p1", "p2"]])
def test_a_coalition_that_cannot_agree_is_refused(coalition: list[str]) -> None:
    talks = some_talks(agreement=Agreement(needs=2, including=("p0",)))
    with pytest.raises(BadQuestion, match="cannot agree without others"):
        analysis.formula(talks, "nash", coalition=coalition)


@pytest.mark.parametrize("method", ["enumerate", "logic"])
def test_seventy_parties_make_one_coalition(method: str) -> None:
    """More sides than a machine word has bits; p0 alone wants the second option, all the others the first."""
    lines = [RedLine("line", Choice("i0", ("o1" if k == 0 else "o0",))) for k in range(70)]
    talks = Talks(
        "Seventy",
        tuple(Party(f"p{k}", f"P{k}") for k in range(70)),
        issues(1, 2),
        positions=tuple(Position(f"p{k}", red_lines=(line,)) for k, line in enumerate(lines)),
        agreement=Agreement(needs=69),
    )
    found = analysis.coalitions(talks, method=method)
    assert found.complete
    assert found.sets == (tuple(f"p{k}" for k in range(1, 70)),)


@pytest.mark.parametrize("method", ["enumerate", "logic"])
def test_contradictory_links_are_named_where_the_search_gives_up(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four issues, three options, no two alike: no package is left, and no link of the eighteen can be spared but the
    nineteenth, which forbids nothing new."""

    def give_up(*_: object) -> None:
        raise Undecided

    monkeypatch.setattr(links, "contradiction", give_up)
    different = [
        Link(AnyOf((Not(Choice(f"i{a}", (f"o{k}",))), Not(Choice(f"i{b}", (f"o{k}",))))))
        for (a, b), k in product(combinations(range(4), 2), range(3))
    ]
    spare = Link(Choice("i0", ("o0", "o1", "o2")))
    talks = Talks("Pigeons", (Party("p0", "P0"),), issues(4, 3), links=(spare, *different))
    with pytest.raises(BadTalks) as caught:
        analysis.analyse(talks, only=["zone"], method=method)
    assert "links.0 " not in str(caught.value)
    assert all(f"links.{k} " in str(caught.value) for k in range(1, 19))


def test_repairs_past_the_most_kept_are_said_to_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of six parties wants another option of one issue: twenty repairs of three lines, if three must agree."""
    talks = Talks(
        "Six",
        tuple(Party(f"p{k}", f"P{k}") for k in range(6)),
        issues(1, 6),
        positions=tuple(Position(f"p{k}", red_lines=(RedLine("line", Choice("i0", (f"o{k}",))),)) for k in range(6)),
        agreement=Agreement(needs=4),
    )
    whole = analysis.analyse(talks, only=["conflicts", "repairs"], method="enumerate")
    assert whole.repairs is not None
    assert whole.conflicts is not None
    assert (len(whole.repairs.sets), whole.repairs.complete, whole.conflicts.complete) == (20, True, True)
    monkeypatch.setattr(minimal_tally, "MOST_REPAIRS", 7)
    cut = analysis.analyse(talks, only=["conflicts", "repairs"], method="enumerate")
    assert cut.repairs is not None
    assert cut.conflicts is not None
    assert (len(cut.repairs.sets), cut.repairs.complete, cut.conflicts.complete) == (7, False, False)
    assert set(map(str, cut.repairs.sets)) <= set(map(str, whole.repairs.sets))
    assert len(cut.conflicts.sets) == 1
    assert cut.conflicts.sets[0] in whole.conflicts.sets


@pytest.mark.parametrize("method", ["enumerate", "logic"])
def test_without_time_nothing_is_claimed(method: str) -> None:
    lines = (
        RedLine("public", Choice("i1", ("o0", "o1")), "stated"),
        RedLine("guess", Choice("i1", ("o0",)), "assumed"),
    )
    talks = some_talks()
    talks = talks.with_position(replace(talks.position("p0"), red_lines=lines))
    answer = analysis.analyse(talks, method=method, watch=NoTime())
    assert answer.zone is not None
    truth = analysis.analyse(talks, method=method)
    assert truth.zone is not None
    if answer.zone.rests_on_complete:
        assert answer.zone.rests_on == truth.zone.rests_on
    for status, without in answer.zone.without.items():
        assert without.changed in (None, truth.zone.without[status].changed)
        assert without.exists in (None, truth.zone.without[status].exists)


def test_small_talks_are_answered_by_enumerate_whatever_the_limit() -> None:
    answer = analysis.analyse(some_talks(), method="enumerate", watch=NoTime())
    assert answer == analysis.analyse(some_talks(), method="enumerate")


def test_the_best_so_far_is_the_best_that_was_found() -> None:
    """A clock that stops after each number of looks: the least gain reported never falls as time grows."""

    class Looks(Watch):
        def __init__(self, looks: int) -> None:
            self.looks = looks

        def left(self) -> float:
            self.looks -= 1
            return 1.0 if self.looks >= 0 else 0.0

    talks = some_talks(5)
    found = [analysis.formula(talks, "nash", method="logic", watch=Looks(looks)) for looks in range(0, 60, 4)]
    values = [pick.value for pick in found if pick.package is not None and not isinstance(pick.value, tuple)]
    assert values == sorted(values, key=lambda value: value or 0)
    for pick in found:
        assert pick.package is None or all(accepts(talks, party, pick.package) for party in talks.signatories)

"""Non-interference: change anything that one party confided, and nothing that another may see changes by a byte."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.judge.generated import talks_case

from goodoffices.analysis import analyse
from goodoffices.cli.terminal import in_terminal
from goodoffices.confidence import view
from goodoffices.files import dump
from goodoffices.report.contract import as_json
from goodoffices.report.page import page
from goodoffices.talks import Position, Release, Talks, score

seeds = st.integers(0, 419)
WHAT = ("scores", "bonuses", "red_lines", "walk_away")


def seen_by(talks: Talks, who: str) -> list[str]:
    """Everything the program prints for one party, but the page."""
    analysis = analyse(view(talks, who))
    return [
        json.dumps(as_json(analysis)),
        in_terminal(analysis, points=10, party=who),
        repr(view(talks, who)),
    ]


def swapped(talks: Talks, party: str, other: Position) -> Talks:
    """The talks with everything private of one party replaced; what it released keeps its place, word for word."""
    mine = talks.position(party)
    given = {part for release in mine.releases for part in release.what}
    return talks.with_position(
        replace(
            other,
            party=party,
            scores=mine.scores if "scores" in given else other.scores,
            bonuses=mine.bonuses if "bonuses" in given else other.bonuses,
            red_lines=mine.red_lines if "red_lines" in given else other.red_lines,
            walk_away=mine.walk_away if "walk_away" in given else other.walk_away,
            releases=mine.releases,
        )
    )


@st.composite
def changes(draw: st.DrawFn) -> tuple[Talks, Talks, str]:
    """Talks, the same with one party's private part changed, and somebody else who looks at both."""
    talks = talks_case(draw(seeds))
    party, who = draw(st.permutations([p.id for p in talks.parties if p.role != "mediator"]))[:2]
    what = tuple(draw(st.sets(st.sampled_from(WHAT))))
    to = draw(st.sampled_from([("all",), (who,), (party,)]))
    mine = replace(talks.position(party), releases=(Release(what, to),) if what else ())
    before = talks.with_position(mine)
    scored = replace(mine, scores=tuple(replace(s, points=s.points[::-1]) for s in mine.scores))
    lower = replace(mine, walk_away=None if mine.walk_away is None else mine.walk_away - 1)
    other = draw(st.sampled_from([Position(party), scored, lower, replace(mine, red_lines=(), bonuses=())]))
    return before, swapped(before, party, other), who


@given(changes())
@settings(max_examples=150, deadline=None)
def test_what_one_party_sees_does_not_depend_on_what_another_confided(change: tuple[Talks, Talks, str]) -> None:
    before, after, who = change
    assert seen_by(before, who) == seen_by(after, who)


@given(changes())
@settings(max_examples=6, deadline=None)
def test_nor_does_the_page(change: tuple[Talks, Talks, str]) -> None:
    before, after, who = change
    first, second = (page(analyse(view(talks, who)), for_party=who) for talks in (before, after))
    assert first == second


def test_a_planted_leak_is_caught() -> None:
    """The test above would fail, were the whole talks shown to a party."""
    talks = talks_case(3)
    other = talks.with_position(Position("belen"))
    assert view(talks, "arda") == view(other, "arda")
    assert dump(talks) != dump(other)
    assert json.dumps(as_json(analyse(talks))) != json.dumps(as_json(analyse(other)))


def test_the_mediator_sees_everything_and_an_observer_nothing_private() -> None:
    talks = talks_case(3)
    mediator = next(party.id for party in talks.parties if party.role == "mediator")
    assert view(talks, mediator) == talks
    watched = replace(talks, parties=(*talks.parties, replace(talks.parties[0], id="watcher", role="observer")))
    assert view(watched, "watcher").positions == ()


@pytest.mark.parametrize("what", [*WHAT, "scores:issue"])
def test_what_is_released_is_seen_and_no_more(what: str) -> None:
    talks = next(t for t in map(talks_case, range(420)) if all(_full(t.position(p)) for p in t.signatories[:2]))
    giver, taker = talks.signatories[:2]
    position = talks.position(giver)
    part = f"scores:{position.scores[0].issue}" if what == "scores:issue" else what
    talks = talks.with_position(replace(position, releases=(Release((part,), (taker,)),)))
    seen = view(talks, taker).position(giver)
    assert seen.scores == {"scores": position.scores, "scores:issue": position.scores[:1]}.get(what, ())
    assert seen.bonuses == (position.bonuses if what == "bonuses" else ())
    assert [line.holds for line in seen.red_lines] == [x.holds for x in position.red_lines if what == "red_lines"]
    assert all(line.because is None and line.evidence == () for line in seen.red_lines)
    assert seen.walk_away == (position.walk_away if what == "walk_away" else None)
    assert view(talks, taker).position(taker) == talks.position(taker)
    package = {issue.id: issue.options[0].id for issue in talks.issues}
    assert score(view(talks, taker), taker, package) == score(talks, taker, package)


def _full(position: Position) -> bool:
    return bool(position.scores and position.bonuses and position.red_lines and position.walk_away is not None)

"""What a party sees of one run: its own view of the talks, and what everybody was told, whatever others want."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

import goodoffices as go
from goodoffices.confidence import view
from goodoffices.procedures.running import Played, play, procedures
from goodoffices.procedures.steps import Table
from goodoffices.report.run_words import seen_lines
from goodoffices.simulate.behaviours import behaviour
from goodoffices.simulate.cases import given
from goodoffices.simulate.proceedings import proceeding
from goodoffices.simulate.run import rehearsed, stage

FENCE = go.parse(
    """
goodoffices: 1
title: A fence
parties: {ann: {name: Ann}, bo: {name: Bo}}
issues:
  height: {name: Height, options: {low: Low, middle: Middle, high: High}}
  gate: {name: Gate, options: {none: No gate, one: One gate}}
positions:
  ann: {scores: {height: {low: 0, middle: 6, high: 10}, gate: {none: 3, one: 0}}, walk_away: 6}
  bo: {scores: {height: {low: 10, middle: 6, high: 0}, gate: {none: 0, one: 5}}, walk_away: 6}
""",
    "fence.yaml",
)
QUICK = {"learning one-text": ":questions=5", "annealing one-text": ":rounds=6"}


def played(name: str) -> Played:
    return rehearsed(stage(given(FENCE)), proceeding(name + QUICK.get(name, "")), behaviour("truthful"), 1)


@pytest.mark.parametrize("name", sorted(procedures()))
def test_with_the_same_replies_a_party_sees_the_same_whatever_the_others_want(name: str) -> None:
    """The other's position is taken from the talks, made another, and left to the view: not a letter differs."""
    run = played(name)
    for place, party in enumerate(FENCE.signatories):
        seen = seen_lines(FENCE, run, place)
        assert seen == seen_lines(view(FENCE, party), run, place)
        own = FENCE.position(party)
        (other,) = (one for one in FENCE.positions if one.party != party)
        for put in (replace(own, party=other.party), None):
            positions = tuple(p for p in (own, put) if p is not None)
            assert seen == seen_lines(replace(FENCE, positions=positions), run, place)


def test_what_is_seen_is_made_of_the_view(monkeypatch: pytest.MonkeyPatch) -> None:
    from goodoffices.report import run_words

    asked: list[str] = []

    def seen_through(talks: go.Talks, who: str) -> go.Talks:
        asked.append(who)
        return view(
            replace(talks, issues=tuple(replace(one, name=f"{one.name} for {who}") for one in talks.issues)), who
        )

    monkeypatch.setattr(run_words, "view", seen_through)
    for place, who in enumerate(("ann", "bo")):
        lines = "\n".join(seen_lines(FENCE, played("one-text"), place))
        assert f"Height for {who}: Middle; Gate for {who}: " in lines
        assert "Height:" not in lines
    assert asked == ["ann", "bo"]


def test_a_number_is_asked_for_from_one_end_and_the_open_issue_is_not_shown_as_settled() -> None:
    ann, bo = go.rehearsal(FENCE, "split-the-gap", seed=1).values()
    assert "   You are asked as the side that would rather have High, the other as the one for Low." in ann
    assert "   You are asked as the side that would rather have Low, the other as the one for High." in bo
    for lines in (ann, bo):
        assert "Height: " not in lines[0]
        assert lines[0].endswith(" Gate: No gate")
        assert any(line.endswith("for its signature. Height: Middle; Gate: No gate") for line in lines)
    one = replace(FENCE, issues=FENCE.issues[:1], positions=())
    alone = play(
        "split-the-gap", Table((3,), 2), lambda ask: Fraction(2 - 2 * ask.to), seed=1, rounds=2
    )  # nothing settled
    first = seen_lines(one, replace(alone, steps=alone.steps[:1]), 0)[0]
    assert first.endswith("what the other named.")

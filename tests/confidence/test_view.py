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
from goodoffices.talks import Choice, Position, RedLine, Release, Talks, score

seeds = st.integers(0, 419)
WHAT = ("scores", "bonuses", "red_lines", "walk_away")


def seen_by(talks: Talks, who: str) -> list[str]:
    """Everything the program prints for one party, but the page."""
    analysis = analyse(view(talks, who))
    return [
        json.dumps(as_json(analysis, for_party=who)),
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


def annotated(talks: Talks, note: str) -> Talks:
    """The same talks, with a note of the mediator's on every line, and a guess of the mediator's in every position."""
    guess = RedLine(f"guess-{note}", Choice(talks.issues[0].id, talks.issues[0].option_ids[:1]), "assumed", note)
    return replace(
        talks,
        positions=tuple(
            replace(one, red_lines=(*(replace(x, because=note, evidence=(note,)) for x in one.red_lines), guess))
            for one in talks.positions
        ),
    )


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_what_the_mediator_notes_on_a_position_reaches_no_party_not_even_its_own(seed: int) -> None:
    talks = talks_case(seed)
    for party in (party.id for party in talks.parties if party.role != "mediator"):
        assert seen_by(annotated(talks, "one"), party) == seen_by(annotated(talks, "two"), party)


def test_no_note_stands_on_a_party_s_page() -> None:
    talks = annotated(talks_case(3), "a-word-between-us")
    party = next(position.party for position in talks.positions if position.has_scores)
    assert "a-word-between-us" in page(analyse(talks))
    assert "a-word-between-us" not in page(analyse(view(talks, party)), for_party=party)


@st.composite
def released(draw: st.DrawFn) -> Talks:
    """Talks in which every party has released something to somebody."""
    talks = talks_case(draw(seeds))
    someone = st.sampled_from([("all",), *((party.id,) for party in talks.parties), tuple(p.id for p in talks.parties)])
    for position in talks.positions:
        parts = [*WHAT, *(f"scores:{entry.issue}" for entry in position.scores)]
        parts += [f"red_line:{line.id}" for line in position.red_lines]
        what = st.lists(st.sampled_from(parts), min_size=1, max_size=4, unique=True).map(tuple)
        made = draw(st.lists(st.builds(Release, what, someone), max_size=3))
        talks = talks.with_position(replace(position, releases=tuple(made)))
    return talks


@given(released())
@settings(max_examples=150, deadline=None)
def test_a_view_of_a_view_is_the_same_and_names_no_line_it_does_not_show(talks: Talks) -> None:
    for party in talks.parties:
        seen = view(talks, party.id)
        assert view(seen, party.id) == seen
        if party.role == "mediator":
            continue
        for position in seen.positions:
            named = {part for release in position.releases for part in release.what if part.startswith("red_line:")}
            assert named <= {f"red_line:{line.id}" for line in position.red_lines}


@given(released(), st.data())
@settings(max_examples=60, deadline=None)
def test_what_is_released_to_somebody_else_is_not_part_of_a_view(talks: Talks, data: st.DataObject) -> None:
    who = data.draw(st.sampled_from([party.id for party in talks.parties if party.role != "mediator"]))
    others = [party.id for party in talks.parties if party.id != who]
    more = Release(tuple(data.draw(st.sets(st.sampled_from(WHAT), min_size=1))), (data.draw(st.sampled_from(others)),))
    told = replace(
        talks,
        positions=tuple(p if p.party == who else replace(p, releases=(*p.releases, more)) for p in talks.positions),
    )
    assert view(told, who) == view(talks, who)
    assert all(release.to == (who,) for p in view(talks, who).positions if p.party != who for release in p.releases)


def test_a_guess_is_not_named_by_a_release_either() -> None:
    talks = talks_case(3)
    position = talks.position(talks.signatories[0])
    guess = RedLine("guess", Choice(talks.issues[0].id, talks.issues[0].option_ids[:1]), "assumed")
    given_away = Release(("red_line:guess",), ("all",))
    talks = talks.with_position(replace(position, red_lines=(guess,), releases=(given_away,)))
    for who in talks.signatories:
        assert "guess" not in repr(view(talks, who))


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
    told = [line for line in position.red_lines if line.status != "assumed"]
    assert [line.holds for line in seen.red_lines] == [line.holds for line in told if what == "red_lines"]
    assert all(line.because is None and line.evidence == () for line in seen.red_lines)
    assert seen.walk_away == (position.walk_away if what == "walk_away" else None)
    assert seen.releases == (Release((part,), (taker,)),)
    mine, own = talks.position(taker), view(talks, taker).position(taker)
    assert replace(own, red_lines=()) == replace(mine, red_lines=())
    assert [line.id for line in own.red_lines] == [line.id for line in mine.red_lines if line.status != "assumed"]
    package = {issue.id: issue.options[0].id for issue in talks.issues}
    assert score(view(talks, taker), taker, package) == score(talks, taker, package)


def _full(position: Position) -> bool:
    return bool(position.scores and position.bonuses and position.red_lines and position.walk_away is not None)

"""Non-interference: change anything that one party confided, and nothing that another may see changes by a byte."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

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
from goodoffices.talks import (
    Account,
    Alike,
    Answer,
    Choice,
    Count,
    Importance,
    Moment,
    Mood,
    NoMoreLines,
    Order,
    Position,
    RedLine,
    Release,
    Stance,
    Statement,
    Talks,
    Verdict,
    score,
)

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
            red_lines=mine.red_lines if "red_lines" in given else _with_named(other.red_lines, mine.red_lines, given),
            walk_away=mine.walk_away if "walk_away" in given else other.walk_away,
            releases=mine.releases,
        )
    )


def _with_named(lines: tuple[RedLine, ...], mine: tuple[RedLine, ...], given: set[str]) -> tuple[RedLine, ...]:
    """These lines, with those released by name as they are, in their order, and the others before and after them."""
    kept = [line for line in mine if f"red_line:{line.id}" in given]
    others = [line for line in lines if f"red_line:{line.id}" not in given]
    return (*others[:1], *kept, *others[1:])


def noted(position: Position, note: str) -> Position:
    """The same position with other notes of the mediator's: ids, reasons, evidence, how sure, how far off."""
    by = Fraction(len(note), 7)
    lines = tuple(
        RedLine(f"{note}-{line.id}", line.holds, line.status, note, (note,), None if by > 1 else by)
        for line in position.red_lines
    )
    called = {f"red_line:{old.id}": f"red_line:{new.id}" for old, new in zip(position.red_lines, lines, strict=True)}
    return replace(
        position,
        scores=tuple(replace(entry, within=(by,) * len(entry.points)) for entry in position.scores),
        bonuses=tuple(replace(bonus, within=by) for bonus in position.bonuses),
        red_lines=lines,
        walk_away_within=Fraction(0) if position.walk_away is None else by,
        answers=tuple(Answer(f"{note}-{one.id}", one.said, note, (note,)) for one in position.answers),
        releases=tuple(
            replace(one, what=tuple(called.get(part, part) for part in one.what)) for one in position.releases
        ),
    )


def answered(talks: Talks, back: bool = False) -> tuple[Answer, ...]:
    """Two things a party may say, or their opposites."""
    issue, order = talks.issues[0], -1 if back else 1
    said = [Order(issue.id, tuple((id,) for id in issue.option_ids[::order]))]
    draft = tuple((one.id, one.option_ids[0]) for one in talks.issues)
    names = tuple(one.id for one in talks.issues)[::order]
    ends = [tuple((one.id, one.option_ids[place]) for one in talks.issues) for place in (0, -1)]
    more = [Importance(names)] if len(names) > 1 else []
    last = [NoMoreLines() if back else Alike(*ends)]
    return tuple(Answer(f"said-{k}", one) for k, one in enumerate([*said, *more, Verdict(draft, back), *last]))


@st.composite
def changes(draw: st.DrawFn) -> tuple[Talks, Talks, str]:
    """Talks, the same with one party's private part changed, and somebody else who looks at both."""
    talks = talks_case(draw(seeds))
    party, who = draw(st.permutations([p.id for p in talks.parties if p.role != "mediator"]))[:2]
    named = [f"red_line:{line.id}" for line in talks.position(party).red_lines]
    what = tuple(draw(st.sets(st.sampled_from([*WHAT, *named]))))
    to = draw(st.sampled_from([("all",), (who,), (party,)]))
    released = (Release(what, to),) if what else ()
    mine = replace(talks.position(party), releases=released, answers=draw(st.sampled_from([(), answered(talks)])))
    before = talks.with_position(mine)
    scored = replace(mine, scores=tuple(replace(s, points=s.points[::-1]) for s in mine.scores))
    lower = replace(mine, walk_away=None if mine.walk_away is None else mine.walk_away - 1)
    said = replace(mine, answers=answered(talks, back=True))
    other = draw(st.sampled_from([Position(party), scored, lower, replace(mine, red_lines=(), bonuses=()), said]))
    after = swapped(before, party, other)
    if draw(st.booleans()):
        after = after.with_position(noted(after.position(party), "note"))
    return before, after, who


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


WHEN = Moment(datetime(2024, 2, 14, 18, 30, tzinfo=UTC), "UTC")


@st.composite
def said(draw: st.DrawFn, talks: Talks, confided: st.SearchStrategy[str | None]) -> Statement:
    """Anything that may have been said, its id and what it supersedes to be made by `numbered`."""
    parties = st.sampled_from([party.id for party in talks.parties])
    issue = talks.issues[0]
    claims = (
        st.builds(Stance, parties, st.sampled_from(issue.option_ids).map(lambda id: Choice(issue.id, (id,))))
        | st.builds(Account, st.just("Tuesday"), st.sampled_from([None, "positive", "broken_off"]))
        | st.builds(Mood, st.sampled_from(["calm", "firm"]), st.none() | parties)
        | st.builds(Count, st.just("captives"), st.just("exactly"), st.integers(0, 9).map(Fraction))
    )
    words = draw(st.sampled_from([(("", "Yes"),), (("ar", "نعم"), ("en", "Yes")), ()]))
    later = replace(WHEN, start=WHEN.start + timedelta(hours=draw(st.integers(1, 9))))
    return Statement(
        "", WHEN, draw(st.sampled_from(["Ada", "a delegate"])), draw(st.booleans()), draw(st.none() | parties),
        draw(st.sampled_from([(), ("The Daily",), ("The Daily", "Radio Coast")])), words, bool(words), draw(claims),
        draw(confided), draw(st.sampled_from([None, Fraction(1, 2)])), draw(st.sampled_from([None, later])),
    )  # fmt: skip


def numbered(talks: Talks, statements: list[Statement], note: str) -> Talks:
    """The talks with these statements, each named and superseding the one before it, and a line known from them."""
    made = [
        replace(one, id=f"{note}-{place}", supersedes=(f"{note}-{place - 1}",) if place else ())
        for place, one in enumerate(statements)
    ]
    ids = tuple(one.id for one in made)
    held = (
        replace(p, red_lines=tuple(replace(line, evidence=ids) for line in p.red_lines), answers=())
        for p in talks.positions
    )
    return replace(talks, positions=tuple(held), statements=tuple(made))


@st.composite
def tellings(draw: st.DrawFn) -> tuple[Talks, Talks, str]:
    """Talks, the same with other statements that one party confided and other notes on all, and somebody else."""
    talks = talks_case(draw(seeds))
    party, who = draw(st.permutations([p.id for p in talks.parties if p.role != "mediator"]))[:2]
    everybody_else = st.none() | st.sampled_from([p.id for p in talks.parties if p.id != party])
    kept = draw(st.lists(said(talks, everybody_else), max_size=4))
    made = []
    for note in ("first", "second-note"):
        told = [*kept]
        for one in draw(st.lists(said(talks, st.just(party)), max_size=3)):
            told.insert(draw(st.integers(0, len(told))), one)
        sure = draw(st.sampled_from([None, Fraction(1, 3)]))
        made.append(numbered(talks, [replace(one, confidence=sure) for one in told], note))
    return made[0], made[1], who


@given(tellings())
@settings(max_examples=150, deadline=None)
def test_a_view_does_not_depend_on_what_another_confided_in_a_statement(change: tuple[Talks, Talks, str]) -> None:
    before, after, who = change
    assert seen_by(before, who) == seen_by(after, who)
    seen = view(before, who)
    assert view(seen, who) == seen
    assert [one.id for one in seen.statements] == [f"statement-{k + 1}" for k in range(len(seen.statements))]
    assert all(one.confided in {None, who} for one in seen.statements)
    mediator = next((party.id for party in before.parties if party.role == "mediator"), None)
    assert mediator is None or view(before, mediator) == before


@given(tellings())
@settings(max_examples=6, deadline=None)
def test_nor_does_its_page(change: tuple[Talks, Talks, str]) -> None:
    before, after, who = change
    first, second = (page(analyse(view(talks, who)), for_party=who) for talks in (before, after))
    assert first == second


def test_who_sees_which_statement_and_what_of_it() -> None:
    """Public ones go to all, confided ones to who confided them; a condition to the party whose condition it is."""
    talks = talks_case(3)
    one, other = talks.signatories[:2]
    holds = Choice(talks.issues[0].id, talks.issues[0].option_ids[:1])
    words = (("", "No"),)
    told = [
        Statement("a", WHEN, "Ada", True, one, words=words, claim=Stance(one, holds), confidence=Fraction(1, 2)),
        Statement("b", WHEN, "Ada", True, one, claim=Stance(one, holds)),
        Statement("c", WHEN, "Ada", True, one, words=words, claim=Mood("firm"), confided=one, supersedes=("a",)),
        Statement("d", WHEN, "Bea", True, other, claim=Account("Tuesday", "positive"), confided=other),
        Statement("e", WHEN, "Bea", True, other, words=words, claim=Mood("calm"), expires=WHEN),
    ]
    talks = replace(talks, statements=tuple(told))

    def shown(who: str) -> list[tuple[str, str, object]]:
        return [(s.id, told_words(s), s.claim) for s in view(talks, who).statements]

    def told_words(one: Statement) -> str:
        assert (one.confidence, one.supersedes) == (None, ())
        return dict(one.words).get("", "-")

    assert shown(one) == [
        ("statement-1", "No", Stance(one, holds)), ("statement-2", "-", Stance(one, holds)),
        ("statement-3", "No", Mood("firm")), ("statement-4", "No", Mood("calm")),
    ]  # fmt: skip
    assert shown(other) == [
        ("statement-1", "No", None), ("statement-2", "-", Account("Tuesday", "positive")),
        ("statement-3", "No", Mood("calm")),
    ]  # fmt: skip
    assert view(talks, other).statements[2].expires == WHEN


def annotated(talks: Talks, note: str) -> Talks:
    """The same talks, with notes of the mediator's on every position, and a guess of the mediator's in each."""
    guess = RedLine("guess", Choice(talks.issues[0].id, talks.issues[0].option_ids[:1]), "assumed")
    positions = []
    for one in talks.positions:
        lines = (guess, *one.red_lines)
        named = Release(tuple(f"red_line:{line.id}" for line in lines), tuple(talks.signatories))
        full = replace(one, red_lines=lines, answers=answered(talks), releases=(*one.releases, named))
        positions.append(noted(full, note))
    return replace(talks, positions=tuple(positions))


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_what_the_mediator_notes_on_a_position_reaches_no_party_not_even_its_own(seed: int) -> None:
    talks = talks_case(seed)
    for party in (party.id for party in talks.parties if party.role != "mediator"):
        assert seen_by(annotated(talks, "once"), party) == seen_by(annotated(talks, "twice-over"), party)


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


def test_lines_answers_and_ranges_as_their_party_and_another_see_them() -> None:
    """The second of three lines is a guess and the third released: it is the second to its party, the first to all."""
    talks = talks_case(3)
    giver, taker = talks.signatories[:2]
    holds = Choice(talks.issues[0].id, talks.issues[0].option_ids[:1])
    lines = tuple(RedLine(f"bluff-{k}", holds, s) for k, s in enumerate(("confided", "assumed", "stated")))
    named = Release(("red_line:bluff-1", "red_line:bluff-2"), (taker,))
    position = replace(talks.position(giver), red_lines=lines, answers=answered(talks), releases=(named,))
    talks = talks.with_position(noted(position, "guesswork"))
    own, other = view(talks, giver).position(giver), view(talks, taker).position(giver)
    assert [line.id for line in own.red_lines] == ["line-1", "line-2"]
    assert own.releases == (Release(("red_line:line-2",), (taker,)),)
    assert [line.id for line in other.red_lines] == ["line-1"]
    assert other.releases == (Release(("red_line:line-1",), (taker,)),)
    assert [(one.id, one.said) for one in own.answers] == [
        (f"answer-{k}", one.said) for k, one in enumerate(answered(talks), 1)
    ]
    assert talks.position(giver).has_ranges
    assert not own.has_ranges
    assert (own.scores, own.walk_away) == (position.scores, position.walk_away)


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
    ours = [line for line in mine.red_lines if line.status != "assumed"]
    assert own.red_lines == tuple(RedLine(f"line-{k}", one.holds, one.status) for k, one in enumerate(ours, 1))
    package = {issue.id: issue.options[0].id for issue in talks.issues}
    assert score(view(talks, taker), taker, package) == score(talks, taker, package)


def _full(position: Position) -> bool:
    return bool(position.scores and position.bonuses and position.red_lines and position.walk_away is not None)

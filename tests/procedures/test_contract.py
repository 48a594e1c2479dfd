"""What every registered procedure promises, by being registered: no false agreement, the same run from the same seed,
a record that leads to the same state, and an end.

Long because every promise of a procedure stands in one place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from inspect import signature
from random import Random
from typing import Any

import pytest
from tests.procedures.parties import BEHAVIOURS, may_be_signed, rich, small, table_of, truthful
from tests.simulate import listed

from goodoffices.errors import BadQuestion
from goodoffices.procedures.registry import settings_of
from goodoffices.procedures.running import Played, Sitting, play, procedures, resumed, seen_by
from goodoffices.procedures.settings import CHECKS
from goodoffices.procedures.steps import (
    Ask,
    Better,
    Draft,
    LetPass,
    Number,
    Question,
    Rank,
    Reply,
    Sign,
    Step,
    Table,
    Together,
    Which,
    answers,
)


def drafts_of(question: Question) -> tuple[Draft, ...]:
    match question:
        case Sign(draft):
            return (draft,)
        case Better(draft, than) | LetPass(draft, than):
            return (draft, than)
        case Which(drafts) | Rank(drafts):
            return drafts
        case _:
            return ()


NAMES = sorted(procedures())
FEW = {
    name: {one: few for one, few in (("rounds", 4), ("questions", 6)) if one in settings_of(found.start)}
    for name, found in procedures().items()
}
"""So few rounds that a run can be made again after each of its replies."""

LONG = {name: {"questions": 8} if found.asks_by_replies else {} for name, found in procedures().items()}
"""The settings as they are, but for who thinks before each question."""
SEEDS = range(60)
BY_REPLIES = [name for name, found in procedures().items() if found.asks_by_replies]
"""These ask one party by what the others replied, and say so."""


@pytest.mark.parametrize("behaviour", sorted(BEHAVIOURS))
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_agreed_that_somebody_could_not_sign(name: str, behaviour: str) -> None:
    agreed = 0
    for seed in SEEDS:
        problem = small(seed)
        played = play(name, table_of(problem), BEHAVIOURS[behaviour](problem, seed), seed=seed, **LONG[name])
        if (draft := played.ending.signed) is not None:
            agreed += 1
            assert may_be_signed(problem, draft)
            last, replies = played.steps[-1]
            assert [ask.question for ask in last.asks] == [Sign(draft)] * len(problem.sides)
            assert list(replies) == [True] * len(problem.sides)
    assert agreed == 0 if behaviour == "stubborn" else agreed > 0


@pytest.mark.parametrize("behaviour", sorted(BEHAVIOURS))
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_agreed_beyond_links_red_lines_and_quorums(name: str, behaviour: str) -> None:
    """Judged by a list of all packages, and by who said yes last; the learner thinks long, and is tried on fewer."""
    agreed, some_missing = 0, 0
    for seed in range(25) if name in BY_REPLIES else range(120):
        problem = rich(seed)
        played = play(name, table_of(problem), BEHAVIOURS[behaviour](problem, seed), seed=seed, **FEW[name])
        if (draft := played.ending.signed) is not None:
            last, replies = played.steps[-1]
            signed_by = {ask.to for ask, reply in zip(last.asks, replies, strict=True) if reply is True}
            assert [ask.question for ask in last.asks] == [Sign(draft)] * len(problem.sides)
            assert draft in listed.zone(problem)
            assert len(signed_by) >= problem.needs
            assert signed_by >= problem.including
            assert all(listed.signs(problem.sides[party], draft) for party in signed_by)
            agreed, some_missing = agreed + 1, some_missing + (len(signed_by) < len(problem.sides))
    assert agreed
    if name not in {*BY_REPLIES, "split-the-gap"}:
        assert some_missing


@pytest.mark.parametrize("name", NAMES)
def test_nobody_is_asked_the_same_again_unless_told_that_it_is_another_round(name: str) -> None:
    """With parties that never change their mind: no question comes again unchanged, after the same words."""
    short = [Table((1,), 2), Table((2,), 2), Table((2, 1), 2), Table((2, 2), 2), Table((2, 2), 3)]
    nothing = [(table, lambda ask: unwilling(ask.question)) for table in short]
    for seed in range(20):
        problem = small(seed)
        for table, reply in [(table_of(problem), truthful(problem)), *nothing]:
            played = play(name, table, reply, seed=seed, **LONG[name])
            put = [(ask, step.tells) for step, _ in played.steps for ask in step.asks]
            assert len(put) == len(set(put)), put


def unwilling(question: Question) -> Reply:
    """No to everything."""
    match question:
        case Which() | Together():
            return frozenset()
        case Rank():
            return ()
        case Number(last=last, wants_end=wants_end):
            return Fraction(last if wants_end else 0)
        case _:
            return False


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_and_replies_give_the_same_run(name: str) -> None:
    for seed in SEEDS:
        problem = small(seed)
        one, other = (play(name, table_of(problem), truthful(problem), seed=seed, **LONG[name]) for _ in range(2))
        assert one == other
        counted = Counter(ask.to for step, _ in one.steps for ask in step.asks)
        assert one.asked == max(counted.values(), default=0)


@pytest.mark.parametrize("name", NAMES)
def test_a_run_is_a_replay_of_its_replies(name: str) -> None:
    """Replies come in one by one, in any order within a round; at any moment the record leads to the same state."""
    for seed in range(20):
        problem, table = small(seed), table_of(small(seed))
        reply, order = truthful(problem), Random(seed)
        played = play(name, table, reply, seed=seed, **FEW[name])
        sitting = Sitting(name, table, seed=seed, **FEW[name])
        while sitting.step is not None:
            place = order.choice(sitting.waiting_for())
            ask = sitting.step.asks[place]
            sitting.reply(sitting.round, place, ask.to, reply(ask))
            again = resumed(name, table, sitting.replied, seed=seed, **FEW[name])
            assert (again.step, again.ending, again.round) == (sitting.step, sitting.ending, sitting.round)
            assert again.waiting_for() == sitting.waiting_for()
        assert sitting.ending == played.ending


@pytest.mark.parametrize("name", NAMES)
def test_it_ends_though_nobody_ever_replies(name: str) -> None:
    for seed in SEEDS:
        table = table_of(small(seed))
        sitting = Sitting(name, table, seed=seed, **LONG[name])
        for _ in range(2000):
            if sitting.step is None:
                break
            sitting.close_round()
        assert sitting.ending is not None
        assert sitting.ending.signed is None


@pytest.mark.parametrize("name", NAMES)
def test_drafts_meet_the_links(name: str) -> None:
    """A link that forbids half of the packages: no draft that crosses it is ever asked about or signed."""
    table = Table((3, 3, 2), 2, meets_links=lambda draft: sum(draft) % 2 == 0)
    for seed in range(20):
        signs = lambda ask: True if isinstance(ask.question, Sign) else None  # noqa: E731
        played = play(name, table, signs, seed=seed, **LONG[name])
        told = [tell.draft for step, _ in played.steps for tell in step.tells if tell.draft is not None]
        asked = [draft for step, _ in played.steps for ask in step.asks for draft in drafts_of(ask.question)]
        assert all(table.admits(draft) for draft in [*told, *asked])
    nothing = Table((3, 3), 2, meets_links=lambda draft: False)
    assert play(name, nothing, lambda ask: True, seed=1).ending.signed is None


LINKED = Table((3, 3, 2), 2, meets_links=lambda draft: sum(draft) % 2 == 0)
MALFORMED = "is no draft of this table; give a tuple with one option number for each issue: 0 to 2, 0 to 2, 0 to 1"
NO_DRAFTS = [
    ((7, 7), MALFORMED), ((7, 7, 1), MALFORMED), ((0, 0, -1), MALFORMED), ((0, 0, 2), MALFORMED), ((), MALFORMED),
    ([0, 0, 0], MALFORMED), ("000", MALFORMED), ((0, 0, 0.5), MALFORMED), (3, MALFORMED),
    ((0, 0, 1), "the draft (0, 0, 1) does not meet the links"),
]  # fmt: skip


@pytest.mark.parametrize(("bad", "message"), NO_DRAFTS)
@pytest.mark.parametrize("name", NAMES)
def test_a_setting_that_is_no_draft_is_refused_before_anybody_is_asked(name: str, bad: Any, message: str) -> None:
    taken = settings_of(procedures()[name].start)
    given = [({one: bad}, message) for one in ("start", "draft") if one in taken]
    if "drafts" in taken:
        given.append(({"drafts": ((0, 0, 0), (0, 1, 1), bad)}, f"number 3 of 3: .*{re.escape(message)}"))
        given.append(({"drafts": ()}, "give one draft or more"))
    for settings, said in given:
        with pytest.raises(BadQuestion, match=said if "drafts" in settings else re.escape(message)):
            play(name, LINKED, lambda ask: pytest.fail("was asked"), seed=1, **settings)
        with pytest.raises(BadQuestion, match=f"setting '{next(iter(settings))}' of '{name}': "):
            Sitting(name, LINKED, seed=1, **settings)


@pytest.mark.parametrize("name", NAMES)
def test_a_setting_there_is_not_or_cannot_be(name: str) -> None:
    taken = settings_of(procedures()[name].start)
    assert taken.keys() <= CHECKS.keys() | procedures()[name].checks.keys()
    with pytest.raises(BadQuestion, match=f"'{name}' has no setting 'pace'; its settings are: {', '.join(taken)}"):
        play(name, LINKED, lambda ask: None, seed=1, pace=3)
    for setting, wrong in (("rounds", -1), ("rounds", 2.0), ("rounds", True), ("size", 0), ("issue", 3), ("near", 2)):
        if setting in taken:
            with pytest.raises(BadQuestion, match=f"setting '{setting}' of '{name}': {wrong} is no "):
                Sitting(name, LINKED, seed=1, **{setting: wrong})
    play(name, LINKED, lambda ask: None, seed=1, **taken)


def test_a_table_admits_its_own_drafts_and_asks_the_links_of_no_other() -> None:
    table = Table((3, 3), 2, meets_links=lambda draft: draft[0] != draft[1])
    assert [table.admits(draft) for draft in ((0, 1), (1, 1), (0, 3), (0, -1), (0,), ())] == [True] + [False] * 5


@pytest.mark.parametrize("name", NAMES)
def test_a_reply_that_answers_nothing_is_refused_wherever_it_comes_from(name: str) -> None:
    with pytest.raises(BadQuestion, match="this is no reply to question 0 of round 0: "):
        play(name, Table((3, 3), 2), lambda ask: frozenset({99}), seed=1)


@pytest.mark.parametrize("name", NAMES)
def test_a_quorum_is_enough(name: str) -> None:
    """Two of three suffice, the first among them: the third's no stops nothing, the first's does."""
    table = Table((2, 2), 3, enough=lambda yes: len(yes) >= 2 and 0 in yes)
    for against, stops in ((2, False), (0, True)):

        def reply(ask: Any, against: int = against) -> Any:
            if ask.to == against:
                return False if isinstance(ask.question, Sign) else None
            question = ask.question
            if isinstance(question, Together):
                return frozenset()
            if hasattr(question, "drafts"):
                places = range(len(question.drafts))
                return tuple(places) if answers(question, tuple(places)) else frozenset(places)
            return isinstance(question, Sign)

        signed = play(name, table, reply, seed=1).ending.signed
        if name == "split-the-gap":
            assert signed is None  # it is for two parties
        else:
            assert (signed is None) == stops


# --- what a party sees -----------------------------------------------------------------------------------------------


def outcome(table: Table, questions: Sequence[Question], replies: Sequence[Reply]) -> Any:
    """What a round comes to, worked out anew from all replies: the one thing that others may learn of them."""
    match questions[0]:
        case Sign() | Better() | LetPass():
            return table.suffices(frozenset(p for p, reply in enumerate(replies) if reply is True))
        case Which(drafts):
            yes = [frozenset(p for p, r in enumerate(replies) if r is not None and k in r) for k in range(len(drafts))]  # type: ignore[operator]
            return max((k for k in range(len(drafts)) if table.suffices(yes[k])), key=lambda k: len(yes[k]), default=-1)
        case Rank(drafts):
            named = [reply if isinstance(reply, tuple) else () for reply in replies]
            for deep in range(1, len(drafts) + 1):
                found = [
                    k
                    for k in range(len(drafts))
                    if table.suffices(frozenset(p for p, r in enumerate(named) if k in r[:deep]))
                ]
                if found:
                    return max(found, key=lambda k: sum(k in r for r in named))
            return -1
        case Number(last=last):
            wants, gives = replies
            met = isinstance(wants, Fraction) and isinstance(gives, Fraction) and 10 * (wants - gives) <= last
            return (wants + gives) // 2 if met else -1  # type: ignore[operator]
        case Together():
            return tuple(replies)


def otherwise(question: Question, rng: Random) -> Reply:
    """Some reply to a question, whatever the party wants."""
    match question:
        case Which(drafts):
            return frozenset(k for k in range(len(drafts)) if rng.random() < 0.5)
        case Rank(drafts):
            return tuple(rng.sample(range(len(drafts)), rng.randint(0, len(drafts))))
        case Number(last=last):
            return last * Fraction(rng.randint(0, 6), 6)
        case Together(_, among):
            return frozenset(issue for issue in among if rng.random() < 0.5)
        case _:
            return rng.random() < 0.5


def side_by_side(
    name: str, table: Table, reply: Callable[[Ask], Reply], who: int, rng: Random
) -> tuple[Played, Played]:
    """A run; and another in which ``who`` replies the same, the others otherwise, and each round comes to the same."""
    runs = [Sitting(name, table, seed=1, **FEW[name]) for _ in range(2)]
    seen: list[list[tuple[Step, tuple[Reply, ...]]]] = [[], []]
    while (step := runs[0].step) is not None:
        asked = [ask.question for ask in step.asks]
        replies = tuple(map(reply, step.asks))
        other = replies
        for _ in range(30):
            tried = tuple(
                r if ask.to == who else otherwise(ask.question, rng) for ask, r in zip(step.asks, replies, strict=True)
            )
            if outcome(table, asked, tried) == outcome(table, asked, replies):
                other = tried
        for run, record, given in zip(runs, seen, (replies, other), strict=True):
            assert run.step is not None
            record.append((run.step, given))
            now = run.round
            for place, one in enumerate(given):
                run.reply(now, place, step.asks[place].to, one)
    assert runs[0].ending is not None
    assert runs[1].ending is not None
    return Played(tuple(seen[0]), runs[0].ending), Played(tuple(seen[1]), runs[1].ending)


@pytest.mark.parametrize("name", sorted(set(NAMES) - set(BY_REPLIES)))
def test_what_a_party_sees_depends_on_the_others_only_through_what_a_round_comes_to(name: str) -> None:
    """The replies of all others are changed, in every round, so that the round comes to the same: nobody can tell."""
    changed = 0
    for seed in SEEDS:
        problem, rng = small(seed), Random(seed)
        quorum = Table(problem.sizes, 3, enough=lambda yes: len(yes) >= 2)
        for table in (table_of(problem), quorum) if len(problem.sides) == 3 else (table_of(problem),):
            for who in range(table.parties):
                one, other = side_by_side(name, table, truthful(problem), who, rng)
                assert seen_by(one, who) == seen_by(other, who)
                assert one.ending == other.ending
                changed += one != other
    assert changed > 20


@pytest.mark.parametrize("name", BY_REPLIES)
def test_who_is_asked_by_what_others_replied_is_told_so_first(name: str) -> None:
    sitting = Sitting(name, Table((3, 3), 2), seed=1, **FEW[name])
    assert sitting.step is not None
    assert any("rests on what the others" in tell.said for tell in sitting.step.tells)


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_has_a_value_and_the_source_is_named(name: str) -> None:
    found = procedures()[name]
    assert found.source
    assert found.start.__doc__
    settings = [one.name for one in signature(found.start).parameters.values() if one.kind is one.KEYWORD_ONLY]
    assert list(settings_of(found.start)) == settings


# --- replies that cannot be taken ------------------------------------------------------------------------------------


@pytest.fixture
def sitting() -> Sitting:
    return Sitting("one-text", Table((2, 2), 2), seed=1)


BAD: list[tuple[tuple[int, int, int, Any], str]] = [
    ((3, 0, 0, True), "round 3 was never begun; this is round 0"),
    ((0, 7, 0, True), "question 7 of round 0 was never asked"),
    ((0, 0, 5, True), "party 5 is not in these talks"),
    ((0, 0, 1, True), "question 0 of round 0 was put to somebody else"),
    ((0, 0, 0, Fraction(1)), "this is no reply to question 0 of round 0"),
    ((0, 0, 0, "yes"), "this is no reply to question 0 of round 0"),
]


@pytest.mark.parametrize(("given", "message"), BAD)
def test_replies_to_nothing_that_was_asked(sitting: Sitting, given: tuple[int, int, int, Any], message: str) -> None:
    with pytest.raises(BadQuestion, match=message):
        sitting.reply(*given)
    assert (sitting.replied, sitting.waiting_for(), sitting.round) == ([], (0, 1), 0)


def test_a_second_reply_and_a_draft_that_is_withdrawn(sitting: Sitting) -> None:
    sitting.reply(0, 0, 0, True)
    with pytest.raises(BadQuestion, match="question 0 of round 0 has its reply already; a second one is not taken"):
        sitting.reply(0, 0, 0, False)
    sitting.reply(0, 1, 1, False)
    with pytest.raises(BadQuestion, match="round 0 is over; its drafts are withdrawn; this is round 1"):
        sitting.reply(0, 1, 1, True)
    assert sitting.replied == [(0, 0, True), (0, 1, False)]


def test_after_the_end_nothing_is_taken() -> None:
    sitting = Sitting("split-the-gap", Table((2, 2), 3), seed=1)
    assert sitting.ending is not None
    for act in (lambda: sitting.reply(0, 0, 0, True), sitting.close_round):
        with pytest.raises(BadQuestion, match="the procedure has ended"):
            act()


def test_a_record_that_does_not_fit() -> None:
    with pytest.raises(BadQuestion, match="the record has a reply to question 9 of round 0, which was not asked then"):
        resumed("one-text", Table((2, 2), 2), [(0, 9, True)], seed=1)


def test_a_procedure_there_is_not() -> None:
    with pytest.raises(BadQuestion, match="there is no procedure 'duel'; there are: "):
        play("duel", Table((2,), 2), lambda ask: None, seed=1)

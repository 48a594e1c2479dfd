"""Driving a procedure: all at once with parties that reply, or step by step as the replies come in.

`play` is the short loop of a simulation; `Sitting` holds a procedure that waits, takes replies one by one, and can be
made again from what was replied, so that the state of live talks is a replay of their record.

Read next: ``settings.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import BadQuestion
from .lots import Lots
from .registry import PROCEDURES, Procedure
from .settings import check_settings
from .steps import Ask, Ending, Reply, Running, Step, Table, answers


@dataclass(frozen=True, slots=True)
class Played:
    """A whole run: each step with the replies to it, and how it ended."""

    steps: tuple[tuple[Step, tuple[Reply, ...]], ...]
    ending: Ending

    @property
    def asked(self) -> int:
        """How many questions the party that was asked most had to answer, signatures included."""
        counts: dict[int, int] = {}
        for step, _ in self.steps:
            for ask in step.asks:
                counts[ask.to] = counts.get(ask.to, 0) + 1
        return max(counts.values(), default=0)


def procedures() -> dict[str, Procedure]:
    """Every registered procedure by name."""
    # importing a procedure registers it
    from . import annealing, blind_bidding, learning, one_text, poll, split_the_gap  # noqa: F401

    return PROCEDURES


def play(name: str, table: Table, reply: Callable[[Ask], Reply], *, seed: int, **settings: Any) -> Played:
    """Run a procedure to its end with parties that reply at once.

    The same seed and the same replies give the same run. Raises `BadQuestion` for a procedure there is not, for a
    setting it has not or that cannot be at this table, and for a reply that does not answer its question.
    """
    running = _begun(name, table, seed, settings)
    steps: list[tuple[Step, tuple[Reply, ...]]] = []
    try:
        step = next(running)
        while True:
            replies = tuple(map(reply, step.asks))
            for place, (ask, replied) in enumerate(zip(step.asks, replies, strict=True)):
                _check_reply(ask, replied, len(steps), place)
            steps.append((step, replies))
            step = running.send(replies)
    except StopIteration as ended:
        return Played(tuple(steps), ended.value)


def seen_by(played: Played, party: int) -> list[tuple[Any, ...]]:
    """What one party sees of a run: for each step what everybody was told, and its own questions and replies."""
    return [
        (step.tells, tuple((a.question, r) for a, r in zip(step.asks, replies, strict=True) if a.to == party))
        for step, replies in played.steps
    ]


class Sitting:
    """A procedure that waits for replies. Its state is a function of the seed and of the replies so far.

    ``step``: the questions of this round, None at the end; ``ending``: how it ended, None before that. Raises
    `BadQuestion` where `play` would.
    """

    def __init__(self, name: str, table: Table, *, seed: int, **settings: Any) -> None:
        self._running = _begun(name, table, seed, settings)
        self._table = table
        self.step: Step | None = None
        self.ending: Ending | None = None
        self.replied: list[tuple[int, int, Reply]] = []
        self.round = -1
        self._go_on(None)

    def waiting_for(self) -> tuple[int, ...]:
        """The places, among the questions of this round, of those that nobody has answered."""
        asks = self.step.asks if self.step else ()
        return tuple(place for place in range(len(asks)) if place not in self._replies)

    def reply(self, round: int, place: int, party: int, reply: Reply) -> None:
        """Take a party's reply to the question at a place of a round; the last one of a round begins the next.

        Raises `BadQuestion`, and changes nothing, for a round that is over, a question that was never asked or was
        put to somebody else, a second reply, and a reply that does not answer the question.
        """
        if self.step is None:
            raise BadQuestion("the procedure has ended; nothing is asked any more")
        if round != self.round:
            over = "is over; its drafts are withdrawn" if 0 <= round < self.round else "was never begun"
            raise BadQuestion(f"round {round} {over}; this is round {self.round}")
        if not 0 <= place < len(self.step.asks):
            raise BadQuestion(f"question {place} of round {round} was never asked")
        ask = self.step.asks[place]
        if not 0 <= party < self._table.parties:
            raise BadQuestion(f"party {party} is not in these talks")
        if ask.to != party:
            raise BadQuestion(f"question {place} of round {round} was put to somebody else")
        if place in self._replies:
            raise BadQuestion(f"question {place} of round {round} has its reply already; a second one is not taken")
        _check_reply(ask, reply, round, place)
        self._replies[place] = reply
        self.replied.append((round, place, reply))
        if not self.waiting_for():
            self._go_on(tuple(self._replies[k] for k in range(len(self.step.asks))))

    def close_round(self) -> None:
        """End the round without the replies that are missing; they count as none, which is never a yes."""
        if self.step is None:
            raise BadQuestion("the procedure has ended; nothing is asked any more")
        for place in self.waiting_for():
            self._replies[place] = None
            self.replied.append((self.round, place, None))
        self._go_on(tuple(self._replies[k] for k in range(len(self.step.asks))))

    def _go_on(self, replies: Sequence[Reply] | None) -> None:
        self._replies: dict[int, Reply] = {}
        try:
            self.step = next(self._running) if replies is None else self._running.send(replies)
            self.round += 1
        except StopIteration as ended:
            self.step, self.ending = None, ended.value


def resumed(
    name: str, table: Table, replied: Sequence[tuple[int, int, Reply]], *, seed: int, **settings: Any
) -> Sitting:
    """The sitting that these replies, as `Sitting.replied` has them, lead to."""
    sitting = Sitting(name, table, seed=seed, **settings)
    for round, place, reply in replied:
        if sitting.step is None or round != sitting.round or not 0 <= place < len(sitting.step.asks):
            raise BadQuestion(f"the record has a reply to question {place} of round {round}, which was not asked then")
        sitting.reply(round, place, sitting.step.asks[place].to, reply)
    return sitting


def _begun(name: str, table: Table, seed: int, settings: dict[str, Any]) -> Running:
    """The procedure of that name with these settings, which were looked at before anybody is asked anything."""
    known = procedures()
    if name not in known:
        raise BadQuestion(f"there is no procedure '{name}'; there are: {', '.join(known)}")
    check_settings(known[name], table, settings)
    return known[name].start(table, Lots(seed, name), **settings)


def _check_reply(ask: Ask, reply: Reply, round: int, place: int) -> None:
    if not answers(ask.question, reply):
        raise BadQuestion(f"this is no reply to question {place} of round {round}: {type(ask.question).__doc__}")

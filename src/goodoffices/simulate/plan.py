"""All runs of a simulation: talks x seeds x procedures x behaviours, numbered, and cut into batches.

A batch is the unit of work: small, self-contained, and free of anything but plain values, so that it can be sent to
another process or another machine. Drawn talks travel as the few numbers they are drawn by and are made where they
run; talks of a file travel as they are given, and `Batch.private` says so.

Read next: ``summary.py``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, TypeAlias

from ..errors import BadQuestion
from ..exact.watch import QUIET, Watch
from ..procedures.running import procedures as registered
from ..procedures.settings import check_settings
from ..procedures.steps import Table
from .behaviours import Behaviour, behaviour, every_behaviour
from .cases import Case, Drawing, drawn
from .proceedings import GIVEN, proceeding, suits
from .run import Proceeding, Row, Stage, run, stage, table_of

Source: TypeAlias = Drawing | Case
"""Where talks come from: drawn by their seeds, or given."""
WatchFor: TypeAlias = Callable[[float | None], Watch]
"""Makes a watch that runs out after so many seconds; never, for None."""

JOINED = "-"
"""Stands between the salt and the digits of a fingerprint."""
READY = 8
"""Talks that are kept ready in one process."""


def unhurried(seconds: float | None) -> Watch:
    """A watch that never runs out, whatever it is given."""
    return QUIET


@dataclass(frozen=True)
class Batch:
    """Some runs: talks, all procedures and behaviours, some seeds. ``first``: the number of the first run.

    ``talks_seeds``: of drawn talks; (None,) for given ones. ``seeds``: the first, and the one after the last.
    ``done``: numbers of runs that are left out, as their rows are there already. ``limit``: seconds for each measure.
    """

    first: int
    source: Source
    talks_seeds: tuple[int | None, ...]
    seeds: tuple[int, int]
    procedures: tuple[Proceeding, ...]
    behaviours: tuple[Behaviour, ...]
    given: frozenset[str] = frozenset()
    limit: float | None = None
    done: frozenset[int] = frozenset()

    @property
    def private(self) -> bool:
        """Whether it holds talks that somebody gave, rather than what talks are drawn by."""
        return isinstance(self.source, Case)

    @property
    def numbers(self) -> range:
        """The numbers of its runs, those that are done among them."""
        many = len(self.talks_seeds) * (self.seeds[1] - self.seeds[0]) * len(self.procedures) * len(self.behaviours)
        return range(self.first, self.first + many)


@dataclass(frozen=True)
class Plan:
    """What is simulated. ``draws``: how many talks of each drawing, by the seeds from ``first`` on; each of all talks
    is run with ``seeds`` seeds, from ``first`` on too. ``given``: of ``orders`` and ``walk-aways`` what procedures are
    told beforehand. Runs are numbered talks by talks, then by seed, procedure and behaviour. ``version``: of the
    program, which may answer otherwise in another. ``salt``: a secret of whoever keeps the rows, for given talks.
    """

    sources: tuple[Source, ...]
    procedures: tuple[Proceeding, ...]
    behaviours: tuple[Behaviour, ...]
    draws: int = 1
    seeds: int = 1
    first: int = 0
    given: frozenset[str] = frozenset()
    limit: float | None = None
    version: str = ""
    salt: str = ""

    def __len__(self) -> int:
        talks = sum(self.draws if isinstance(source, Drawing) else 1 for source in self.sources)
        return talks * self.seeds * len(self.procedures) * len(self.behaviours)

    @property
    def private(self) -> bool:
        """Whether some of the talks were given, so that what comes of them rests on what was confided."""
        return any(isinstance(source, Case) for source in self.sources)

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen digits that differ, as good as surely, for every plan, given talks and version of the program.

        The limit has no part in it: rows made with more time say more, and nothing else. Whoever knows all of a plan
        but one number could find that number by trying. So with given talks the salt goes in and stands before the
        digits, and what is shown to others has no fingerprint of them at all.
        """
        known = [_text(getattr(replace(self, limit=None), one.name)) for one in fields(self) if one.name != "salt"]
        text = f"{type(self).__name__}({','.join(known)})"
        salt = self.salt if self.private else ""
        digits = hashlib.sha256(f"{salt}{text}".encode()).hexdigest()[:16]
        return f"{salt}{JOINED}{digits}" if salt else digits

    def batches(self, *, talks: int = 1, seeds: int = 8, done: Collection[int] = ()) -> Iterator[Batch]:
        """The plan in batches of so many talks with all their seeds, or of one talks with so many seeds where there
        are more; those whose runs are all ``done`` are left out.
        """
        known, number = frozenset(done), 0
        for source, talks_seeds, chunk in self._cells(max(1, talks), max(1, seeds)):
            batch = Batch(
                number, source, talks_seeds, chunk, self.procedures, self.behaviours, self.given, self.limit
            )  # fmt: skip
            number = batch.numbers.stop
            left_out = known & set(batch.numbers) if known else known
            if len(left_out) < len(batch.numbers):
                yield replace(batch, done=left_out)

    def _cells(self, talks: int, seeds: int) -> Iterator[tuple[Source, tuple[int | None, ...], tuple[int, int]]]:
        end = self.first + self.seeds
        together = talks if self.seeds <= seeds else 1
        for source in self.sources:
            drawn_by: Sequence[int | None] = [None]
            if isinstance(source, Drawing):
                drawn_by = range(self.first, self.first + self.draws)
            for place in range(0, len(drawn_by), together):
                some = tuple(drawn_by[place : place + together])
                for begin in range(self.first, end, seeds):
                    yield source, some, (begin, min(begin + seeds, end))


def runs(batch: Batch, watch_for: WatchFor = unhurried) -> Iterator[Row]:
    """The rows of a batch, in the order of their numbers. ``watch_for`` makes the watch of each measure.

    The rows depend on the batch alone as long as the time suffices for the measures.
    """
    number = batch.first
    for talks_seed in batch.talks_seeds:
        on = None
        for seed in range(*batch.seeds):
            for one in batch.procedures:
                for how in batch.behaviours:
                    if number not in batch.done:
                        on = on or ready(batch.source, talks_seed, batch.given, batch.limit, watch_for)
                        yield run(on, one, how, seed, number)
                    number += 1


@lru_cache(maxsize=READY)
def ready(
    source: Source, talks_seed: int | None, given: frozenset[str], limit: float | None, watch_for: WatchFor
) -> Stage:
    """Talks made ready, and kept so: several batches may be about the same."""

    def watch() -> Watch:
        return watch_for(limit)

    if isinstance(source, Case):
        return stage(source, given, watch)
    assert talks_seed is not None
    return stage(drawn(source, talks_seed, watch()), given, watch)


def plan(
    sources: Sequence[Source],
    *,
    procedures: Sequence[str] = (),
    behaviours: Sequence[str] = (),
    draws: int = 1,
    seeds: int = 1,
    first: int = 0,
    given: Collection[str] = (),
    limit: float | None = None,
    version: str = "",
    salt: str = "",
) -> Plan:
    """A plan from specs, looked at before anything runs.

    ``procedures``: all that suit every one of the talks where it is empty; ``behaviours``: all. ``salt``: a text drawn
    by chance, where rows of given talks are kept; where they are gone on with, the one they have. Raises `BadQuestion`
    for specs that are none, for settings that cannot be in some of the talks, and where there is nothing to run.
    """
    if not sources:
        raise BadQuestion("there are no talks to run: name a file, or say which talks to draw")
    if min(draws, seeds) < 1:
        raise BadQuestion("there is nothing to run: take one seed and one talks or more")
    if unknown := sorted(set(given) - GIVEN.keys()):
        raise BadQuestion(f"'{unknown[0]}' cannot be given to procedures; {' and '.join(GIVEN)} can")
    named = _named(sources)
    tables = [_table(source) for source in named]
    chosen = [proceeding(spec) for spec in dict.fromkeys(procedures)]
    if not procedures:
        chosen = [proceeding(name) for name in registered() if all(suits(name, table) for table in tables)]
    hows = [behaviour(spec) for spec in behaviours] or list(every_behaviour())
    for one in chosen:
        for table in tables:
            check_settings(registered()[one.name], table, dict(one.settings))
    for how in hows:
        if how.who is not None and how.who >= min(table.parties for table in tables):
            raise BadQuestion(f"behaviour '{how}': some of the talks have no party {how.who + 1}")
    runs_of = (tuple(dict.fromkeys(chosen)), tuple(dict.fromkeys(hows)))
    return Plan(named, *runs_of, draws, seeds, first, frozenset(given), limit, version, salt)


def salt_of(fingerprint: str) -> str:
    """The salt in a fingerprint; "" where it has none.

    >>> salt_of("5a17-0123456789abcdef"), salt_of("0123456789abcdef")
    ('5a17', '')
    """
    return fingerprint.rpartition(JOINED)[0]


def _table(source: Source) -> Table:
    if isinstance(source, Case):
        return table_of(source.problem)
    return Table((source.options,) * source.issues, source.parties)


def _named(sources: Sequence[Source]) -> tuple[Source, ...]:
    """The sources, each drawing once, and given talks of one title told apart."""
    found, titles = list[Source](), dict[str, int]()
    for source in dict.fromkeys(sources):
        if isinstance(source, Case):
            titles[source.name] = many = titles.get(source.name, 0) + 1
            source = source if many == 1 else replace(source, name=f"{source.name} ({many})")
        found.append(source)
    return tuple(found)


def _text(value: Any) -> str:
    """A value as text that is the same in every process: sets in order."""
    if is_dataclass(value):
        inner = ",".join(_text(getattr(value, one.name)) for one in fields(value))
        return f"{type(value).__name__}({inner})"
    if isinstance(value, frozenset):
        return f"{{{','.join(sorted(map(_text, value)))}}}"
    if isinstance(value, tuple):
        return f"({','.join(map(_text, value))})"
    return repr(value)

"""The contest as a part of the benchmark: all kinds of talks, all contestants, kept as they go; a table a kind.

Read next: ``speed.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from goodoffices.files.rows_file import RowsFile
from goodoffices.simulate.run import Row

from .contest import Job
from .keeping import Asked, made, version
from .kinds import CONTESTANTS, KINDS, QUICK, TO_REACH, Kind
from .reached import Standings, first_at, standings, verdicts
from .sections import Section

NOTES = (
    "A question is one reply of every party; the signature is not counted. Means over talks with 95 % intervals by "
    "Student's t; in brackets the mean difference to the learner on the same talks.",
    "Told beforehand, and not counted as questions: every party's order of the options within each issue, and its "
    "walk-away, to the learning one-text and to the climb, which alone can use them. Nobody is told which issues hang "
    "together. The annealer and NegMAS's mechanisms can use neither; walk-aways are known to the parties themselves.",
    "The climb is run with half as many questions again, and with twice as many, to see where it reaches a share.",
    "Without a deal the share is 0, and so it is where the text that stands at the end is below somebody's walk-away.",
)


def chosen(asked: Asked) -> list[tuple[int, Kind]]:
    """The kinds asked for, with their numbers."""
    return [(k, kind) for k, kind in enumerate(QUICK if asked.quick else KINDS) if asked.only in kind.says]


def seconds(asked: Asked) -> float:
    """About how long it takes."""
    return sum(kind.seconds * asked.talks for _, kind in chosen(asked)) / asked.cores


def contest(asked: Asked) -> list[Section]:
    """Run what is not there yet, and sum up all."""
    asked.folder.mkdir(parents=True, exist_ok=True)
    sections = list[Section]()
    for number, kind in chosen(asked):
        rows = _rows(number, kind, asked)
        sections.append(_section(kind, rows, asked, first=not sections))
    return sections


def _rows(number: int, kind: Kind, asked: Asked) -> list[Row]:
    """All rows of a kind, from its file and made now."""
    path = asked.folder / f"{kind.name.replace(' ', '-')}{'-quick' if asked.quick else ''}.csv"
    with RowsFile(path, version("contest"), resume=asked.resume, force=asked.force) as file:
        jobs = [Job(number, seed, asked.quick) for seed in range(asked.talks)]
        jobs = [job for job in jobs if not file.rows.keys() >= set(job.numbers)]
        for _, found in made(Job.rows, jobs, asked, kind.says):
            file.add(found)
        return [row for row in file.rows.values() if row.seed < asked.talks]


def _section(kind: Kind, rows: Sequence[Row], asked: Asked, first: bool) -> Section:
    found = standings(kind, rows)
    table = [
        [str(asked_), *(_cell(found, name, place) for name in CONTESTANTS)]
        for place, asked_ in enumerate(kind.questions)
    ]
    if len(kind.questions) > 1:
        table.append([f"first {TO_REACH}", *(first_at(found[n])[1] if n in found else "-" for n in CONTESTANTS)])
    counted = max((one.share.count for of in found.values() for one in of), default=0)
    notes = [f"{counted} talks, walk-aways a quarter of the way from worst to best.", *_left(found)]
    notes += NOTES if first else ()
    if len(talks := {row.talks_seed for row in rows}) > counted:
        notes.append(f"{len(talks) - counted} more talks have no zone, or none with a gain for everybody.")
    said = [] if asked.quick or not found else verdicts(kind, found)
    values = {name: [asdict(one) for one in of] for name, of in found.items()}
    return Section(f"{kind.says}: share of the best Nash product", ("questions", *CONTESTANTS), table, notes, said,
                   values, failed=_is_false(found))  # fmt: skip


def _cell(found: Standings, name: str, place: int) -> str:
    if name not in found:
        return "not run"
    one = found[name][place]
    behind = "" if one.behind is None else f" ({one.behind.value:+.2f} ± {one.behind.half or 0:.2f})"
    return f"{one.share.value:.3f} ± {one.share.half or 0:.3f}{behind}"


def _left(found: Standings) -> list[str]:
    """Notes on deals below somebody's walk-away, and on runs without a deal."""
    said = []
    for name, of in found.items():
        if below := {one.questions: one.below for one in of if one.below}:
            said.append(f"{name}: agreements below somebody's walk-away: {_counts(below)}.")
        if unsigned := {one.questions: one.unsigned for one in of if one.unsigned}:
            said.append(f"{name}: runs without a deal: {_counts(unsigned)}.")
    return said


def _counts(of: dict[int, int]) -> str:
    return ", ".join(f"{count} with {asked} questions" for asked, count in of.items())


def _is_false(found: Standings) -> bool:
    """Whether one of our own procedures made a false agreement."""
    return any(one.below for name, of in found.items() if not name.startswith("NegMAS") for one in of)

"""False agreements: ten thousand runs over small talks with and without a zone, every procedure, every behaviour.

An agreement is false where, by the true positions, somebody who signed is below its walk-away or beyond a red line, a
link is crossed, or too few can sign. Where it is known that there is no zone, any agreement would be one; that is
counted apart, by the exact engine's word alone. A procedure runs on the talks it suits. In none of our behaviours does
a party sign wrongly, so that a run that signs nothing shows nothing: runs that reached an agreement are counted too.
What NegMAS's mechanisms call agreements on the same talks, with truthful parties, stands below ours.

Read next: ``next_question.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from goodoffices.engines.cores import on_cores
from goodoffices.exact.problem import in_zone
from goodoffices.files.rows_file import RowsFile
from goodoffices.procedures.running import procedures
from goodoffices.procedures.steps import Table
from goodoffices.simulate.cases import Drawing, drawing, drawn
from goodoffices.simulate.plan import Plan, plan
from goodoffices.simulate.proceedings import suits
from goodoffices.simulate.run import Row

from .keeping import Asked, say, version
from .kinds import GIVEN, LEARNER, NEGMAS
from .negmas import peer
from .sections import Section

DRAWN = (
    "parties=2,issues=3,options=3",
    "parties=2,issues=3,options=3,zone=none",
    "parties=3,issues=4,options=3,bonuses=3,share=2/5",
    "parties=3,issues=4,options=3,bonuses=3,zone=none",
)
"""Small talks, half of them without a zone."""
ROUNDS = {LEARNER: "questions=8", "annealing one-text": "rounds=40", "one-text": "rounds=40"}
"""How long a procedure may go on, where it is not as it is of itself."""
STEPS = 40
"""Steps of NegMAS's mechanisms."""
OF_ALL, OF_LEARNER = 80, 15
"""Talks of each drawing for all procedures, and for the learning one-text, which takes longest."""
WANTED = 10_000
BEHAVIOURS = ("truthful", "mistaken", "mistaken:2/5", "exaggerating", "stubborn", "stubborn:0@all", "slow")


def plans(asked: Asked) -> dict[str, Plan]:
    """What is run, by the name of the file the rows are kept in."""
    fits = {one: tuple(draw for draw in DRAWN if suits(one, _table(drawing(draw)))) for one in procedures()}
    groups = {"agreements-learner": ([LEARNER], fits[LEARNER], OF_LEARNER)}
    for place, draws in enumerate(dict.fromkeys(of for one, of in fits.items() if one != LEARNER and of)):
        which = [one for one, of in fits.items() if of == draws and one != LEARNER]
        groups["agreements" if place == 0 else f"agreements-{place + 1}"] = (which, draws, OF_ALL)
    return {
        name + ("-quick" if asked.quick else ""): plan(
            [drawing(draw) for draw in draws],
            procedures=[f"{one}:{ROUNDS[one]}" if one in ROUNDS else one for one in which],
            behaviours=BEHAVIOURS,
            draws=1 if asked.quick else talks,
            given=GIVEN,
            version=version("agreements"),
        )
        for name, (which, draws, talks) in groups.items()
    }


def _table(of: Drawing) -> Table:
    """What a procedure knows of talks drawn so."""
    return Table((of.options,) * of.issues, of.parties)


def agreements(asked: Asked) -> list[Section]:
    """Run what is not there yet, and count."""
    rows = list[Row]()
    asked.folder.mkdir(parents=True, exist_ok=True)
    for name, planned in plans(asked).items():
        path = asked.folder / f"{name}.csv"
        with RowsFile(path, planned.fingerprint, resume=asked.resume, force=asked.force) as file:
            for shown, (_, made) in enumerate(on_cores(planned.batches(done=file.rows.keys()), asked.cores)):
                file.add(made)
                if shown % 20 == 0 or len(file.rows) == len(planned):
                    say(f"  {name}: {len(file.rows):,} of {len(planned):,} runs")
            rows += file.rows.values()
    return [_section(rows, asked)]


def _section(rows: Sequence[Row], asked: Asked) -> Section:
    named = sorted({row.procedure for row in rows})
    table = [_line(one, [row for row in rows if row.procedure == one]) for one in named]
    table += [] if asked.quick else [_of_negmas(name) for name in NEGMAS]
    false, without = _false(rows), _signed_without_a_zone(rows)
    signed, behaviours = sum(row.signed for row in rows), len({row.behaviour for row in rows})
    ours = (
        f"{len(rows):,} runs, {signed:,} of them with an agreement, {behaviours} behaviours: {false} false agreements"
    )
    said = [(f"{ours} (0 wanted in {WANTED:,})", None if asked.quick else not false and len(rows) >= WANTED)]
    notes = [f"Signed in talks without a zone, by the exact engine's word: {without}."]
    notes.append(
        "Parties never sign wrongly, whatever else they say: what is tried is that nothing but signatures agrees."
    )
    head = ("procedure", "runs", "of them without a zone", "signed", "false agreements")
    return Section("False agreements", head, table, notes, said, {"runs": len(rows), "signed": signed, "false": false},
                   failed=bool(false or without))  # fmt: skip


def _of_negmas(name: str) -> list[str]:
    """The line of one of NegMAS's mechanisms: one run of as many steps on each of the talks."""
    runs = without = signed = false = 0
    for draw in map(drawing, DRAWN):
        for seed in range(OF_ALL):
            problem = drawn(draw, seed).problem
            (left,), _ = peer().left(name.removeprefix("NegMAS "), problem, STEPS, seed)
            runs, without = runs + 1, without + (draw.zone == "none")
            if left.draft is not None:
                signed, false = signed + 1, false + (not in_zone(problem, left.draft))
    return [f"{name}:steps={STEPS}", *map(str, (runs, without, signed, false))]


def _line(name: str, rows: Sequence[Row]) -> list[str]:
    counts = (len(rows), sum(row.zone is False for row in rows), sum(row.signed for row in rows), _false(rows))
    return [name, *map(str, counts)]


def _false(rows: Iterable[Row]) -> int:
    return sum(row.false_agreement for row in rows)


def _signed_without_a_zone(rows: Iterable[Row]) -> int:
    return sum(row.signed and row.zone is False for row in rows)

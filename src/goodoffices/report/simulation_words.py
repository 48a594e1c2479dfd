"""A simulation in words and tables: what procedures came to with each behaviour, never what anybody will do.

Read next: ``simulation_picture.py``, the same as a chart.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..simulate.behaviours import behaviour
from ..simulate.summary import Entry, Mean
from .tables import Table

NONE = "–"
"""Where nothing can be said."""

HEADERS = ("Procedure", "Signed", "Share of the best product", "Still to win", "Least served", "Questions", "False")
NAMES = ("nash_share", "still_to_win", "least_served")

MEANT = (
    "Share of the best product: the product of all gains, as a share of the best there is (0 without a deal). Still to "
    "win: the share of its scale that every party could have gained besides. Least served: of all parties' gains, as "
    "shares of their best, the least. Questions: of the party asked most, its signature not counted. False: agreements "
    "that somebody's true position forbids. After ±: half of the 95 % interval."
)


def simulation_tables(entries: Sequence[Entry]) -> list[Table]:
    """For each talks and each behaviour one table, procedures down; at the end what a single party gained by its
    behaviour. What the columns mean stands under the last table of measures.
    """
    found = dict[tuple[str, str], list[Entry]]()
    for entry in entries:
        found.setdefault((entry.talks, entry.behaviour), []).append(entry)
    several = len({entry.talks for entry in entries}) > 1
    tables = [
        Table(
            f"{talks}: {behaviour_words(how)}" if several else behaviour_words(how),
            HEADERS,
            tuple(map(_row, of)),
            frozenset(range(1, len(HEADERS))),
            MEANT if place == len(found) - 1 else "",
        )
        for place, ((talks, how), of) in enumerate(found.items())
    ]
    return [*tables, *_by_behaving(entries, several)]


def behaviour_words(spec: str) -> str:
    """A behaviour for people.

    >>> behaviour_words("exaggerating:1/10@1"), behaviour_words("mistaken:1/20@all"), behaviour_words("truthful")
    ('Party 1 exaggerating (1/10), the others truthful', 'Everybody mistaken (1/20)', 'Everybody truthful')
    """
    how = behaviour(spec)
    rate = "" if how.rate is None else f" ({how.rate})"
    if how.who is None:
        return f"Everybody {how.name}{rate}"
    return f"Party {how.who + 1} {how.name}{rate}, the others truthful"


def simulation_lines(entries: Sequence[Entry], asked: int) -> list[str]:
    """What was run and whether anything was agreed that should not have been, in sentences."""
    runs, wrong = sum(entry.runs for entry in entries), sum(entry.false_agreements for entry in entries)
    lines = [
        f"{runs:,} {'run' if runs == 1 else 'runs'}."
        if runs == asked
        else f"{runs:,} of {asked:,} runs; the rest was not begun or finished."
    ]
    signed = any(mean.value > 0 for entry in entries if (mean := entry.means["signed"]) is not None)
    if runs and not signed:
        lines.append("Nothing was agreed.")
    if signed and not wrong:
        lines.append("No agreement was false: each one stands by the true positions of everybody who signed.")
    if wrong:
        which = "1 agreement was" if wrong == 1 else f"{wrong:,} agreements were"
        lines.append(f"{which} false: by somebody's true position it cannot stand.")
    return lines


def _row(entry: Entry) -> tuple[str, ...]:
    signed, asked = entry.means["signed"], entry.means["questions"]
    return (
        entry.procedure,
        NONE if signed is None else f"{round(100 * signed.value)} %",
        *(mean_words(entry.means[name]) for name in NAMES),
        NONE if asked is None else f"{asked.value:.0f}",
        str(entry.false_agreements),
    )


def mean_words(mean: Mean | None) -> str:
    """A mean with its interval, or a dash."""
    return NONE if mean is None else str(mean)


def _by_behaving(entries: Sequence[Entry], several: bool) -> list[Table]:
    """What the one party that behaves otherwise gained by it, over being truthful: procedures down."""
    tables = []
    for talks in dict.fromkeys(entry.talks for entry in entries):
        of = [entry for entry in entries if entry.talks == talks and entry.by_behaving is not None]
        if not of:
            continue
        hows = list(dict.fromkeys(entry.behaviour for entry in of))
        known = {(entry.procedure, entry.behaviour): entry.by_behaving for entry in of}
        rows = tuple(
            (name, *(mean_words(known.get((name, how))) for how in hows))
            for name in dict.fromkeys(entry.procedure for entry in of)
        )
        title = "What a party gained by its behaviour, against being truthful"
        note = "In shares of its scale, by the same talks and seeds; below 0 it lost by it."
        title = f"{talks}: {title[0].lower()}{title[1:]}" if several else title
        tables.append(Table(title, ("Procedure", *hows), rows, frozenset(range(1, len(hows) + 1)), note))
    return tables

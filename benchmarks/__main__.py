"""`./run bench [ROW ...]`: measure, and print one table; `./run bench mediator` is a benchmark of its own.

Progress goes to the standard error, so that the table alone can be kept. The exit status is 1 where any answer was not
the same as another program's.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from . import rows  # noqa: F401  (importing the rows registers them)
from .bench import LEFT_OUT, ROWS, Bench
from .readings import Trial
from .table import busy, lines, machine, markdown, notes, plain, text, told


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the rows asked for, print the table, write what is to be written."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given[:1] == ["mediator"]:
        from .mediator.__main__ import main as mediator

        return mediator(given[1:])
    asked = _parser().parse_args(given)
    chosen = asked.rows or ([] if asked.plot else list(ROWS))
    if unknown := [name for name in chosen if name not in ROWS]:
        print(f"There is no row {', '.join(unknown)}; there are: {', '.join(ROWS)}", file=sys.stderr)
        return 2
    bench = Bench(
        only=asked.only,
        processor=asked.processor,
        seeds=asked.seeds or (1 if asked.quick else 3),
        quick=asked.quick,
        limit=5 if asked.quick else asked.limit,
    )
    measured = {name: trials for name in chosen if (trials := _measure(bench, name))}
    cells = [line for name, trials in measured.items() for line in lines(ROWS[name], trials, asked.quick)]
    said = busy([trial for trials in measured.values() for trial in trials])
    said += [note for name, trials in measured.items() for note in notes(ROWS[name], trials, asked.quick)]
    if chosen:
        print(machine() + (", tiny spaces only" if asked.quick else ""), *text(cells), *said, sep="\n")
    if asked.markdown:
        asked.markdown.write_text("\n".join([machine(), "", *markdown(cells), "", *said, ""]), encoding="utf-8")
    if asked.json:
        everything = [plain(ROWS[name], trials) for name, trials in measured.items()]
        asked.json.write_text(json.dumps({"machine": machine(), "rows": everything}, indent=1), encoding="utf-8")
    if asked.plot:
        from .growth import page

        asked.plot.write_text(page(bench, machine()), encoding="utf-8")
    different = sum(bool(trial.differs) for trials in measured.values() for trial in trials)
    if different:
        print(f"DIFFERENT ANSWERS: {different}; see the notes under the table", file=sys.stderr)
    return 1 if different else 0


def _measure(bench: Bench, name: str) -> list[Trial]:
    trials = []
    print(f"{name}: {ROWS[name].says}", file=sys.stderr)
    for trial in ROWS[name].measure(bench):
        if trial.skipped == LEFT_OUT:
            continue
        trials.append(trial)
        print(f"  {told(trial)}", file=sys.stderr, flush=True)
    return trials


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"all of them where none is named: {', '.join(ROWS)}")
    parser.add_argument("--quick", action="store_true", help="tiny spaces, and no program but our own and numpy")
    parser.add_argument("--seeds", type=int, help="how many seeds a row is measured on (3)")
    parser.add_argument("--limit", type=float, default=60, help="the most seconds we may take for an answer (60)")
    parser.add_argument("--only", default="", metavar="TEXT", help="only spaces whose title has this text")
    parser.add_argument("--processor", action="store_true", help="processor time instead of the clock's")
    parser.add_argument("--json", type=Path, help="write everything measured to this file")
    parser.add_argument("--markdown", type=Path, help="write the table as Markdown to this file")
    parser.add_argument(
        "--plot", type=Path, help="measure how time grows, and draw it in this HTML file (with no ROW: that alone)"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())

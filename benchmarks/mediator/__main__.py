"""`./run bench mediator [PART ...]`: the mediator's benchmark.

Progress goes to the standard error, so that the tables alone can be kept. Rows go to files as they are made; --resume
goes on with them. The exit status is 1 where one of our own agreements was false.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from goodoffices.errors import GoodOfficesError

from ..running import cache
from ..table import machine
from .agreements import agreements
from .contesting import contest, seconds
from .keeping import Asked, say, told
from .klein import klein
from .next_question import question
from .sections import Section, markdown, plain, text
from .speed import speed

PARTS: dict[str, tuple[Callable[[Asked], list[Section]], Callable[[Asked], float]]] = {
    "speed": (speed, lambda asked: 30),
    "question": (question, lambda asked: 30),
    "klein": (klein, lambda asked: 8.0 * min(asked.talks, 100) / asked.cores),
    "agreements": (agreements, lambda asked: 40 / asked.cores),
    "contest": (contest, seconds),
}
"""Every part, with about how many seconds it takes on the machine it was written on."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the parts asked for, print their tables, write what is to be written."""
    wish = _parser().parse_args(arguments)
    chosen = wish.parts or list(PARTS)
    if unknown := [name for name in chosen if name not in PARTS]:
        say(f"There is no part {', '.join(unknown)}; there are: {', '.join(PARTS)}")
        return 2
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")  # of the processes begun here: one core each
    asked = Asked(
        wish.talks or (2 if wish.quick else 200), wish.cores or os.cpu_count() or 1, wish.out, wish.quick,
        wish.resume, wish.force, wish.only,
    )  # fmt: skip
    if not wish.quick:
        times = {name: PARTS[name][1](asked) for name in chosen}
        each = ", ".join(f"{name} {told(took)}" for name, took in times.items())
        say(f"About {told(sum(times.values()))} in all on {asked.cores} cores ({each}); rows go to {asked.folder}")
    sections = list[Section]()
    try:
        for name in chosen:
            say(f"{name}:")
            sections += PARTS[name][0](asked)
    except KeyboardInterrupt:
        say(f"Stopped. Finished rows are in {asked.folder}; the same command with --resume goes on with them.")
        return 130
    except GoodOfficesError as error:
        say(str(error))
        return 2
    _tell(sections, wish.markdown, wish.json)
    return 1 if any(section.failed for section in sections) else 0


def _tell(sections: Sequence[Section], to_markdown: Path | None, to_json: Path | None) -> None:
    print(machine(), *(line for section in sections for line in text(section)), sep="\n")
    if to_markdown:
        lines = [machine(), *(line for section in sections for line in markdown(section)), ""]
        to_markdown.write_text("\n".join(lines), encoding="utf-8")
    if to_json:
        everything = {"machine": machine(), "sections": [plain(section) for section in sections]}
        to_json.write_text(json.dumps(everything, indent=1), encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./run bench mediator", description=__doc__.splitlines()[0] if __doc__ else None
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"all, where none is named: {', '.join(PARTS)}")
    parser.add_argument("--quick", action="store_true", help="tiny talks, and no program but our own")
    parser.add_argument("--talks", type=int, help="talks in a row of the contest (200)")
    parser.add_argument("--only", default="", metavar="TEXT", help="only rows of the contest that have this text")
    parser.add_argument("--cores", type=int, help="processes to run in (all cores)")
    parser.add_argument(
        "--out", type=Path, default=cache() / "mediator-rows", metavar="FOLDER", help="where rows are kept"
    )
    parser.add_argument("--resume", action="store_true", help="go on with the rows that are there already")
    parser.add_argument("--force", action="store_true", help="begin anew, whatever rows are there")
    parser.add_argument("--json", type=Path, help="write everything measured to this file")
    parser.add_argument("--markdown", type=Path, help="write the tables as Markdown to this file")
    return parser


if __name__ == "__main__":
    sys.exit(main())

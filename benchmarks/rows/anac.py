"""The ten-issue space of ANAC 2014, with bonuses over up to four issues, where its folder is at hand.

The folder is looked for in the folders named in ``GOODOFFICES_GENIUS``, and beside the repository. Our frontier is
compared with the points published in the folder, which are shares of each side's highest score.

Read next: ``analyse.py``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from goodoffices.analysis.numbered import numbered
from goodoffices.files import genius

from ..bench import Bench, judged, row
from ..goals import Faster, Within
from ..readings import Case, Reading, Trial
from ..running import ROOT
from ..written import as_space
from .frontier_bonuses import POINTWISE

NAME = "10issues"
HIGHEST = (662, 885)
"""Each side's highest score, by which the published points are divided."""


@row(
    "anac-2014",
    "ANAC 2014 ten-issue space, 1e10 packages, its published frontier",
    [Within(0.1), Faster(POINTWISE, None)],
)
def published(bench: Bench) -> Iterator[Trial]:
    folder = find()
    if folder is None:
        yield Trial(NAME, Reading(0.0, False, {}), skipped="not here: name its folder in GOODOFFICES_GENIUS")
        return
    given = as_space(numbered(genius.load(folder)).problem, "ANAC 2014, 10 issues")
    ours = bench.ours("frontier", given, 60)
    others = {} if bench.quick else {POINTWISE: bench.peer(POINTWISE, Case("frontier", given, 60))}
    trial = judged("frontier", given.title, ours, others, others)
    said = beside(folder, ours)
    both = "; ".join(text for text in (trial.differs, said) if text)
    yield replace(trial, compared=(*trial.compared, "its pareto.xml"), differs=both)


def find() -> Path | None:
    """The folder of the space, or None."""
    named = [Path(entry) for entry in os.environ.get("GOODOFFICES_GENIUS", "").split(os.pathsep) if entry]
    for folder in (*named, ROOT.parent / "shared" / "cases" / "genius"):
        for place in (folder, folder / NAME):
            if place.name == NAME and (place / "pareto.xml").exists():
                return place
    return None


def beside(folder: Path, ours: Reading) -> str:
    """What is not as published: every point must be there, to six digits, and no other."""
    lines = (folder / "pareto.xml").read_text(encoding="utf-8").split("\n")
    known = sorted(tuple(float(part) for part in line.split(",")) for line in lines if line.strip())
    found = sorted(
        tuple(points / top for points, top in zip(vector, HIGHEST, strict=True))
        for vector in ours.answer.get("vectors", ())
    )
    close = len(known) == len(found) and all(
        abs(one - other) < 1e-6 for a, b in zip(known, found, strict=True) for one, other in zip(a, b, strict=True)
    )
    return "" if close else f"{len(found)} points against {len(known)} published"

"""What the mediator's benchmark keeps of its simulations: brought to the disk, of one version, on talks that suit."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from benchmarks.mediator.agreements import plans
from benchmarks.mediator.keeping import Asked, Kept, version

from goodoffices.simulate.cases import Drawing


def test_a_kept_value_is_brought_to_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Kept(tmp_path / "kept.jsonl", "v", Asked(1, 1, tmp_path))
    sizes: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda of: sizes.append(os.fstat(of).st_size))
    kept.add("a", 1)
    assert sizes == [len('"v"\n["a", 1]\n')]


@pytest.mark.parametrize("part", ["exact/planner.py", "exact/chance.py", "analysis/formulas.py", ".c"])
def test_rows_of_another_way_to_measure_are_of_another_version(monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    before, real = version(), Path.read_text

    def changed(path: Path, *rest: str, **more: str) -> str:
        return real(path, *rest, **more) + (" " if path.as_posix().endswith(part) else "")

    monkeypatch.setattr(Path, "read_text", changed)
    assert version() != before


def test_a_procedure_is_tried_on_talks_it_suits(tmp_path: Path) -> None:
    for plan in plans(Asked(200, 2, tmp_path)).values():
        if "split-the-gap" in {one.name for one in plan.procedures}:
            assert {source.parties for source in plan.sources if isinstance(source, Drawing)} == {2}

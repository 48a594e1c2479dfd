"""``convert``: every form into every other, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import goodoffices as go

from .conftest import Ended

Run = Callable[..., Ended]


@pytest.mark.parametrize("name", ["out.yaml", "out.yml", "out.json"])
def test_talks_files_keep_everything(goodoffices: Run, deal: Path, tmp_path: Path, name: str) -> None:
    done = goodoffices("convert", deal, tmp_path / name)
    assert (done.status, done.err) == (0, f"Written: {tmp_path / name}\n")
    assert go.load(tmp_path / name) == go.load(deal)


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx", "folder"])
def test_other_forms_keep_points(goodoffices: Run, no_deal: Path, tmp_path: Path, name: str) -> None:
    assert goodoffices("convert", no_deal, tmp_path / name).status == 0
    back = tmp_path / "back.yaml"
    assert goodoffices("convert", tmp_path / name, back).status == 0
    before, after = go.load(no_deal), go.load(back)
    assert [len(issue.options) for issue in after.issues] == [3, 2]
    assert [party.name for party in after.parties][:1] == ["Ann"] or name == "folder"
    assert go.zone(after).exists == go.zone(before).exists


def test_what_a_form_cannot_hold_is_refused_and_nothing_written(goodoffices: Run, deal: Path, tmp_path: Path) -> None:
    done = goodoffices("convert", deal, tmp_path / "out.csv")
    assert done.status == 2
    assert "link" in done.err
    assert not (tmp_path / "out.csv").exists()


def test_profiles_of_a_genius_folder_are_chosen(goodoffices: Run, no_deal: Path, tmp_path: Path) -> None:
    folder, out = tmp_path / "folder", tmp_path / "out.yaml"
    goodoffices("convert", no_deal, folder)
    assert goodoffices("convert", folder, out, "--profiles", "1", "--walk-aways", "none").status == 0
    talks = go.load(out)
    assert len(talks.parties) == 1
    assert talks.position(talks.parties[0].id).walk_away is None
    assert goodoffices("convert", folder, out, "--walk-aways", "1.5", "--force").status == 2
    assert goodoffices("convert", no_deal, out, "--profiles", "1", "--force").status == 2


def test_nothing_is_overwritten_unasked(goodoffices: Run, no_deal: Path, tmp_path: Path) -> None:
    for name in ("out.yaml", "folder"):
        assert goodoffices("convert", no_deal, tmp_path / name).status == 0
        again = goodoffices("convert", no_deal, tmp_path / name)
        assert again.status == 2
        assert "--force" in again.err
        assert goodoffices("convert", no_deal, tmp_path / name, "--force").status == 0


def test_an_unknown_form_is_named(goodoffices: Run, no_deal: Path, tmp_path: Path) -> None:
    done = goodoffices("convert", no_deal, tmp_path / "out.docx")
    assert done.status == 2
    assert ".docx" in done.err
    assert not (tmp_path / "out.docx").exists()

"""``convert``: every form into every other, whole or not at all."""

from __future__ import annotations

import json
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


def test_a_folder_is_replaced_as_a_whole_and_only_if_it_is_ours(
    goodoffices: Run, no_deal: Path, tmp_path: Path
) -> None:
    folder, three = tmp_path / "folder", tmp_path / "three.yaml"
    more = "  cy: {scores: {height: {low: 0, middle: 1, high: 0}}}\n"
    three.write_text(no_deal.read_text().replace("bo: {name: Bo}}", "bo: {name: Bo}, cy: {name: Cy}}") + more)
    assert goodoffices("convert", three, folder).status == 0
    done = goodoffices("convert", no_deal, folder, "--force")
    assert (done.status, done.err.splitlines()[-1]) == (
        0,
        f"Written: {folder}, in place of the 4 files that stood in it",
    )
    assert sorted(entry.name for entry in folder.iterdir()) == ["1-ann.xml", "2-bo.xml", "domain.xml"]
    (folder / "notes.txt").write_text("mine")
    done = goodoffices("convert", three, folder, "--force")
    assert done.status == 2
    assert "notes.txt" in done.err
    assert len(list(folder.iterdir())) == 4


def test_an_empty_folder_is_written_to_unasked(goodoffices: Run, no_deal: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    assert goodoffices("convert", no_deal, tmp_path / "folder").status == 0


@pytest.fixture
def three_profiles(goodoffices: Run, no_deal: Path, tmp_path: Path) -> Path:
    """A GENIUS folder of three profiles, one with a discount, and a file that is no profile."""
    folder = tmp_path / "folder"
    assert goodoffices("convert", no_deal, folder).status == 0
    third = (folder / "2-bo.xml").read_text()
    (folder / "3-cy.xml").write_text(third.replace('discount_factor value="1.0"', 'discount_factor value="0.5"'))
    (folder / "pareto.xml").write_text("0.5,0.5")
    return folder


def test_notes_on_the_reading_reach_the_person(goodoffices: Run, three_profiles: Path, tmp_path: Path) -> None:
    for command in (["check", three_profiles], ["analyse", three_profiles, "--json"],
                    ["convert", three_profiles, tmp_path / "out.yaml"]):  # fmt: skip
        done = goodoffices(*command)
        assert done.status == 0
        assert f"Note: {three_profiles / 'pareto.xml'}: not XML; passed over" in done.err
        assert "discount" in done.err
        assert "each of the 3 profiles is taken for a party of its own" in done.err
        assert "--profiles" in done.err
        assert "Note: " not in done.out


def test_every_command_that_reads_a_folder_takes_the_choices(
    goodoffices: Run, three_profiles: Path, tmp_path: Path
) -> None:
    done = goodoffices("check", three_profiles, "--profiles", "2")
    assert "2 parties" in done.out
    assert "of its own" not in done.err
    done = goodoffices("analyse", three_profiles, "--profiles", "3-cy,1-ann", "--walk-aways", "none", "--json")
    answer = json.loads(done.out)
    assert answer["signatories"] == ["cy", "ann"]
    assert answer["headroom"] == {}
    for command in ("check", "analyse"):
        done = goodoffices(command, three_profiles, "--profiles", "4-dee")
        assert done.status == 2
        assert "4-dee" in done.err


@pytest.mark.parametrize("command", ["check", "analyse"])
def test_the_choices_are_for_genius_folders(goodoffices: Run, no_deal: Path, command: str) -> None:
    for choice in (["--profiles", "2"], ["--walk-aways", "none"]):
        done = goodoffices(command, no_deal, *choice)
        assert (done.status, done.out) == (2, "")
        assert "GENIUS" in done.err


def test_an_unknown_form_is_named(goodoffices: Run, no_deal: Path, tmp_path: Path) -> None:
    done = goodoffices("convert", no_deal, tmp_path / "out.docx")
    assert done.status == 2
    assert ".docx" in done.err
    assert not (tmp_path / "out.docx").exists()

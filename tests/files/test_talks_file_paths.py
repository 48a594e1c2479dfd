"""Files around the talks file: positions of their own, files that vanish, and writing that leaves nothing half done."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from goodoffices import files
from goodoffices.errors import BadFile, Flaw
from goodoffices.files import atomic
from goodoffices.talks import Talks

TALKS = """\
goodoffices: 1
title: A fence
parties: {ann: {}, bo: {}}
issues: {height: {options: {low: Low, high: High}}}
positions:
  ann: PATH
  bo: {walk_away: 3}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inner = tmp_path / "talks"
    (inner / "positions").mkdir(parents=True)
    (tmp_path / "outside.yaml").write_text("walk_away: 9\n")
    return inner


def load(folder: Path, path: str, **options: bool) -> Talks:
    (folder / "talks.yaml").write_text(TALKS.replace("PATH", path))
    return files.load(folder / "talks.yaml", **options)


def refused(folder: Path, path: str, **options: bool) -> tuple[Flaw, ...]:
    with pytest.raises(BadFile) as caught:
        load(folder, path, **options)
    return caught.value.flaws


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("positions/ann.yaml", "walk_away: 5\n"),
        ("ann.json", '{"walk_away": 5}'),
        ("./positions/Ann A.YML", "walk_away: 5"),
    ],
)
def test_a_position_in_a_file_of_its_own(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)
    talks = load(folder, name)
    assert talks.position("ann").walk_away == 5
    assert files.parse(files.dump(talks), "whole.yaml") == talks  # written as one file


def test_a_talks_file_named_without_its_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "positions/ann.yaml").write_text("walk_away: 5\n")
    load(folder, "positions/ann.yaml")
    monkeypatch.chdir(folder)
    assert files.load("talks.yaml").position("ann").walk_away == 5


def test_flaws_name_the_position_file_and_its_line(folder: Path) -> None:
    (folder / "positions/ann.yaml").write_text(
        "# mine\nwalkaway: 5\nwalkaway: 6\nred_lines:\n  - {must: {heigth: low}}\n"
    )
    file = str(folder / "positions/ann.yaml")
    twice = Flaw("'walkaway' stands twice, first on line 2; keep one of them", "", 3, file)
    unknown = Flaw("is not known here; did you mean 'walk_away'?", "walkaway", 3, file)
    misspelt = Flaw("there is no issue 'heigth'; did you mean 'height'?", "red_lines.0.must.heigth", 5, file)
    assert refused(folder, "positions/ann.yaml") == (twice, unknown, misspelt)


def test_flaws_of_both_files_come_together(folder: Path) -> None:
    (folder / "ann.yaml").write_text("scores: {height: {low: 1}}\n\nbonuses: [}\n")
    (folder / "talks.yaml").write_text(
        TALKS.replace("PATH", "ann.yaml").replace("title: A fence\n", "titel: A fence\n")
    )
    with pytest.raises(BadFile) as caught:
        files.load(folder / "talks.yaml")
    assert {Path(flaw.file).name for flaw in caught.value.flaws} == {"ann.yaml", "talks.yaml"}


OUT = "leads out of the folder of this file; write a path inside it, such as positions/arda.yaml"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("../outside.yaml", f"'../outside.yaml' {OUT}"),
        ("positions/../../outside.yaml", f"'positions/../../outside.yaml' {OUT}"),
        ("positions/../ann.yaml", f"'positions/../ann.yaml' {OUT}"),
        ("/etc/passwd", f"'/etc/passwd' {OUT}"),
        ("'C:/talks/ann.yaml'", f"'C:/talks/ann.yaml' {OUT}"),
        ("'..\\outside.yaml'", f"'../outside.yaml' {OUT}"),
        ("positions\\bo.yaml", "write / instead of \\, as in positions/bo.yaml"),
        ("positions\\gone.yaml", "'positions/gone.yaml': there is no such file"),
        ("positions\\wrong.yaml", "write / instead of \\, as in positions/wrong.yaml"),
        ("link.yaml", "'link.yaml' leads out of the folder of this file; move the position into it"),
        (
            "linked/outside.yaml",
            "'linked/outside.yaml' leads out of the folder of this file; move the position into it",
        ),
        ("folder.yaml", "'folder.yaml' is no file; name a file in this folder"),
        ("pipe.yaml", "'pipe.yaml' is no file; name a file in this folder"),
        ("gone.yaml", "'gone.yaml': there is no such file"),
        ("ann.txt", "needs a position, or the path of a .yaml or .json file that holds it"),
        ("wait and see", "needs a position, or the path of a .yaml or .json file that holds it"),
        ("loop.yaml", "'loop.yaml' cannot be read as a path; name a file in this folder"),
        (f"{'x' * 300}.yaml", f"'{'x' * 57}...' cannot be read as a path; name a file in this folder"),
    ],
)
def test_paths_refused(folder: Path, path: str, said: str) -> None:
    (folder / "ann.yaml").write_text("walk_away: 5\n")
    (folder / "positions/bo.yaml").write_text("walk_away: 5\n")
    (folder / "positions/wrong.yaml").write_text("walk_away: [\n")
    (folder / "link.yaml").symlink_to(folder.parent / "outside.yaml")
    (folder / "linked").symlink_to(folder.parent)
    (folder / "loop.yaml").symlink_to(folder / "loop.yaml")
    (folder / "folder.yaml").mkdir()
    os.mkfifo(folder / "pipe.yaml")
    (flaw,) = refused(folder, path)
    assert (flaw.message, flaw.path, flaw.line) == (said, "positions.ann", 6)
    assert str(folder.parent) not in flaw.message


def test_a_link_inside_the_folder_may_be_followed(folder: Path) -> None:
    (folder / "positions/ann.yaml").write_text("walk_away: 5\n")
    (folder / "short.yaml").symlink_to(folder / "positions/ann.yaml")
    assert load(folder, "short.yaml").position("ann").walk_away == 5


def test_paths_may_be_refused_altogether(folder: Path) -> None:
    (folder / "ann.yaml").write_text("walk_away: 5\n")
    (flaw,) = refused(folder, "ann.yaml", allow_paths=False)
    assert flaw.message == "a position in a file of its own is not read here; write the position out"
    (flaw,) = refused(folder, "positions\\ann.yaml", allow_paths=False)
    assert flaw.message == "a position in a file of its own is not read here; write the position out"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("gone.yaml", "there is no such file"),
        ("positions", "this is a folder; name a file in it"),
        ("nul\0.yaml", "no file can have this name"),
        ("talks.yaml/x.yaml", "this file cannot be read: Not a directory"),
    ],
)
def test_files_that_cannot_be_read(folder: Path, name: str, said: str) -> None:
    (folder / "talks.yaml").write_text(TALKS)
    with pytest.raises(BadFile) as caught:
        files.load(os.path.join(folder, name))
    assert caught.value.flaws == (Flaw(said, file=os.path.join(folder, name)),)


def test_a_file_may_be_forbidden(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", forbidden)
    with pytest.raises(BadFile, match="this file may not be read; ask for permission to read it"):
        files.load(folder / "talks.yaml")


def test_a_large_file_is_read_no_further_than_it_must(folder: Path) -> None:
    with open(folder / "talks.yaml", "wb") as stream:
        stream.truncate(10**12)  # a terabyte of nothing
    with pytest.raises(BadFile, match="the file is larger than 8 MiB; no talks file is"):
        files.load(folder / "talks.yaml")


def test_write_is_whole(tmp_path: Path) -> None:
    atomic.write(tmp_path / "a.yaml", "é\n")
    atomic.write(tmp_path / "b.bin", b"\x00\xff")
    assert (tmp_path / "a.yaml").read_bytes() == "é\n".encode()
    assert (tmp_path / "b.bin").read_bytes() == b"\x00\xff"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml", "b.bin"]


def test_write_keeps_permissions_and_links(tmp_path: Path) -> None:
    real = tmp_path / "real.yaml"
    real.write_text("old")
    real.chmod(0o600)
    (tmp_path / "link.yaml").symlink_to(real)
    atomic.write(tmp_path / "link.yaml", "new")
    assert (tmp_path / "link.yaml").is_symlink()
    assert real.read_text() == "new"
    assert stat.S_IMODE(real.stat().st_mode) == 0o600


@pytest.mark.parametrize("step", ["os.replace", "os.fsync"])
@pytest.mark.parametrize("broken", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_write_broken_off_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, broken: BaseException
) -> None:
    target = tmp_path / "a.yaml"
    target.write_text("old")

    def fail(*_: object) -> None:
        raise broken

    monkeypatch.setattr(step, fail)
    said = "this file cannot be written: No space left on device"
    with pytest.raises(BadFile if isinstance(broken, OSError) else KeyboardInterrupt) as caught:
        atomic.write(target, "new")
    assert isinstance(broken, KeyboardInterrupt) or said in str(caught.value)
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]


def test_write_where_nothing_can_be_written(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="this is a folder; name a file in it"):
        atomic.write(tmp_path, "new")
    with pytest.raises(BadFile, match="this file cannot be written: No such file or directory"):
        atomic.write(tmp_path / "gone" / "a.yaml", "new")
    with pytest.raises(BadFile, match="no file can have this name"):
        atomic.write(f"{tmp_path}/a\0.yaml", "new")
    assert list(tmp_path.iterdir()) == []


def test_write_to_what_is_no_regular_file() -> None:
    atomic.write(os.devnull, "nothing")
    assert not Path(os.devnull).is_file()

"""A folder is replaced whole or not at all, and never one that holds what is not ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from goodoffices.errors import BadQuestion
from goodoffices.files import atomic, whole_folder

OLD = {"domain.xml": "old", "1-ann.xml": "old", "2-bo.xml": "old", "3-cy.xml": "old"}
NEW = {"domain.xml": "new", "1-ann.xml": "new", "2-bo.xml": "new"}


def content(folder: Path) -> dict[str, str]:
    return {entry.name: entry.read_text() for entry in folder.iterdir()}


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """A folder as it was written before, with a party that is no more."""
    folder = tmp_path / "talks"
    whole_folder.write(folder, OLD)
    folder.chmod(0o750)
    return folder


def test_a_new_folder_holds_what_was_written(tmp_path: Path) -> None:
    whole_folder.write(tmp_path / "talks", NEW)
    assert content(tmp_path / "talks") == NEW
    assert [entry.name for entry in tmp_path.iterdir()] == ["talks"]


def test_nothing_of_the_old_folder_stays(there: Path) -> None:
    whole_folder.write(there, NEW)
    assert content(there) == NEW
    assert there.stat().st_mode & 0o777 == 0o750
    assert [entry.name for entry in there.parent.iterdir()] == ["talks"]


def test_a_link_to_a_folder_stays_a_link(there: Path) -> None:
    link = there.with_name("link")
    link.symlink_to(there, target_is_directory=True)
    whole_folder.write(link, NEW)
    assert link.is_symlink()
    assert content(there) == NEW


@pytest.mark.parametrize("stranger", ["notes.txt", "pareto.xml", "Profile1.xml", "1-ann.XML", ".hidden"])
def test_a_folder_with_what_is_not_ours_is_left_alone(there: Path, stranger: str) -> None:
    (there / stranger).write_text("mine")
    with pytest.raises(BadQuestion, match=stranger):
        whole_folder.write(there, NEW)
    assert content(there) == OLD | {stranger: "mine"}
    assert [entry.name for entry in there.parent.iterdir()] == ["talks"]


def test_a_folder_in_the_folder_is_not_ours_either(there: Path) -> None:
    (there / "5-more.xml").mkdir()
    with pytest.raises(BadQuestion, match=r"5-more\.xml"):
        whole_folder.write(there, NEW)


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "talks").write_text("mine")
    with pytest.raises(BadQuestion, match="is a file"):
        whole_folder.write(tmp_path / "talks", NEW)
    assert (tmp_path / "talks").read_text() == "mine"


@pytest.mark.parametrize("moment", range(6))
def test_stopping_at_any_moment_leaves_the_old_or_the_new(
    there: Path, moment: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C before any one of the files is written (0 to 2), or before or after a folder takes its new name."""
    steps = iter(range(100))
    write, rename = atomic.write, Path.rename

    def stop_at(step: int) -> None:
        if step == moment:
            raise KeyboardInterrupt

    def slow_write(path: Path, text: str) -> None:
        stop_at(next(steps))
        write(path, text)

    def slow_rename(self: Path, target: Path) -> Path:
        stop_at(next(steps))
        done = rename(self, target)
        stop_at(next(steps))
        return done

    monkeypatch.setattr(atomic, "write", slow_write)
    monkeypatch.setattr(Path, "rename", slow_rename)
    with pytest.raises(KeyboardInterrupt):
        whole_folder.write(there, NEW)
    monkeypatch.undo()
    assert content(there) in (OLD, NEW)
    assert [entry.name for entry in there.parent.iterdir()] == ["talks"]

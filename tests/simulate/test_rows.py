"""Rows in files: what is read is what was written, whatever ended the program in between."""

from __future__ import annotations

import builtins
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.simulate.test_plan import all_rows, small_plan
from tests.simulate.test_summary import ROW

from goodoffices.errors import BadFile, BadQuestion
from goodoffices.files import rows_parquet, rows_text
from goodoffices.files.rows_file import RowsFile, kept_salt, load
from goodoffices.simulate.run import Row

SHARES = st.none() | st.floats(-2, 2)
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=12)
ROWS = st.builds(
    Row, number=st.integers(0, 10**9), talks=TEXTS, talks_seed=st.none() | st.integers(0, 2**62), procedure=TEXTS,
    behaviour=TEXTS, seed=st.integers(0, 2**62), parties=st.integers(0, 9), issues=st.integers(0, 9), packages=TEXTS,
    zone=st.none() | st.booleans(), signed=st.booleans(), draft=st.none() | TEXTS.filter(bool), nash_share=SHARES,
    still_to_win=SHARES, least_served=SHARES, questions=st.integers(0, 9), rounds=st.integers(0, 9),
    false_agreement=st.booleans(), gains=TEXTS, gain=SHARES,
)  # fmt: skip


@given(st.lists(ROWS, max_size=4))
def test_rows_come_back_as_they_were(rows: list[Row]) -> None:
    plans = frozenset({"p"} if rows else ())
    assert rows_text.parse(rows_text.dump(rows, "p"), "r.csv") == (rows, plans)
    assert rows_parquet.parse(rows_parquet.dump(rows, "p"), "r.parquet") == (rows, plans)


def test_a_csv_has_a_line_of_names_and_one_for_each_run() -> None:
    text = rows_text.dump([ROW, replace(ROW, number=1, nash_share=None, zone=None)], "abc")
    lines = text.splitlines()
    assert lines[0].startswith("number,talks,talks_seed,procedure,behaviour,seed,")
    assert lines[0].endswith(",gains,gain,plan")
    assert lines[1] == "0,t,0,poll,truthful,0,2,1,2,true,true,0,0.5,0.25,0.75,3,2,false,0.5 0.25,,abc"
    assert lines[2] == "1,t,0,poll,truthful,0,2,1,2,,true,0,,0.25,0.75,3,2,false,0.5 0.25,,abc"


def test_parquet_has_the_same_columns_with_types_of_their_own() -> None:
    import io

    import pyarrow.parquet

    table = pyarrow.parquet.read_table(io.BytesIO(rows_parquet.dump([ROW], "abc")))
    assert tuple(table.column_names) == rows_text.COLUMNS
    types = {field.name: str(field.type) for field in table.schema}
    assert (types["number"], types["signed"], types["gain"], types["draft"]) == ("int64", "bool", "double", "string")


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_rows_are_kept_as_they_are_made_and_put_in_order_at_the_end(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"rows{ending}"
    rows = [replace(ROW, number=number) for number in range(6)]
    with RowsFile(path, "p") as file:
        file.add(rows[3:])
        adding = path if ending == ".csv" else tmp_path / "rows.parquet.part.csv"
        assert load(adding) == rows[3:]  # before anything was closed
        file.add(rows[:4])  # one of them for the second time
        assert load(adding) == [*rows[3:], *rows[:3]]
    assert load(path) == rows
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_going_on_with_a_file_makes_it_whole(tmp_path: Path, ending: str) -> None:
    path, plan = tmp_path / f"rows{ending}", small_plan()
    whole = all_rows(plan.batches())
    with RowsFile(path, plan.fingerprint) as file:
        file.add(whole[10:40])
    with RowsFile(path, plan.fingerprint, resume=True) as file:
        assert set(file.rows) == set(range(10, 40))
        file.add(all_rows(plan.batches(done=file.rows)))
    assert load(path) == whole


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_after_a_hard_end_what_was_written_is_gone_on_with(tmp_path: Path, ending: str) -> None:
    """The program is killed in the middle of a line: nothing is closed, nothing put in order."""
    path = tmp_path / f"rows{ending}"
    rows = [replace(ROW, number=number) for number in range(5)]
    if ending == ".parquet":
        with RowsFile(path, "p") as file:
            file.add(rows[:1])
    left = path if ending == ".csv" else tmp_path / "rows.parquet.part.csv"
    left.write_text(rows_text.dump(rows[:4], "p")[:-9], encoding="utf-8")
    with RowsFile(path, "p", resume=True) as file:
        assert [*file.rows] == [0, 1, 2]
        file.add(rows[3:])
    assert load(path) == rows


def test_another_plan_is_refused_with_words(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    with RowsFile(path, "one") as file:
        file.add([ROW])
    before = path.read_bytes()
    with pytest.raises(BadFile, match=r"rows\.csv: its rows are of another plan\. Give the talks"):
        RowsFile(path, "other", resume=True)
    assert path.read_bytes() == before


def test_what_is_there_is_not_written_over_unasked(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("my own notes\n", encoding="utf-8")
    with pytest.raises(BadFile, match="it is there already"):
        RowsFile(path, "p")
    with pytest.raises(BadFile, match="no rows of a simulation"):
        RowsFile(path, "p", resume=True)
    assert path.read_text(encoding="utf-8") == "my own notes\n"
    with RowsFile(path, "p", force=True) as file:
        file.add([ROW])
    assert load(path) == [ROW]
    part = tmp_path / "other.parquet.part.csv"
    part.write_text("", encoding="utf-8")
    with pytest.raises(BadFile, match=r"part\.csv: it is there already"):
        RowsFile(tmp_path / "other.parquet", "p")


def test_flaws_are_named_by_line_all_at_once(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    good = rows_text.dump([ROW, ROW, ROW], "p")
    lines = good.splitlines(keepends=True)
    lines[1] = lines[1].replace("true", "yes")
    lines[3] = "1,2,3\n"
    path.write_text("".join(lines), encoding="utf-8")
    with pytest.raises(BadFile) as refused:
        load(path)
    assert [flaw.line for flaw in refused.value.flaws] == [2, 4]
    for content in (b"\xff\xfe\n", b""):
        path.write_bytes(content)
        with pytest.raises(BadFile, match="no rows of a simulation"):
            load(path)
    parquet = tmp_path / "rows.parquet"
    parquet.write_bytes(b"PAR1 of something else")
    with pytest.raises(BadFile, match="no rows of a simulation"):
        load(parquet)
    with pytest.raises(BadFile, match="cannot be read"):
        load(tmp_path / "nothing.csv")
    with pytest.raises(BadQuestion, match=r"ends in \.csv or \.parquet"):
        load(tmp_path / "rows.txt")


def test_without_pyarrow_the_message_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(BadQuestion, match=r"pip install 'goodoffices\[parquet\]', or write the rows to a \.csv"):
        RowsFile(tmp_path / "rows.parquet", "p")
    with RowsFile(tmp_path / "rows.csv", "p") as file:
        file.add([ROW])


@pytest.mark.parametrize("held", ["another plan", "something else"])
def test_what_force_began_and_a_crash_cut_short_is_gone_on_with(tmp_path: Path, held: str) -> None:
    """The old Parquet file still stands there, and the new rows beside it: those are the right ones."""
    path, rows = tmp_path / "rows.parquet", [replace(ROW, number=number) for number in range(3)]
    if held == "another plan":
        with RowsFile(path, "old") as file:
            file.add([replace(ROW, number=9)])
    else:
        path.write_bytes(b"my own notes")
    file = RowsFile(path, "new", force=True).__enter__()
    file.add(rows[:2])  # and here the machine fails
    assert kept_salt(path) == ""
    with RowsFile(path, "new", resume=True) as file:
        assert sorted(file.rows) == [0, 1]
        file.add(rows[2:])
    assert load(path) == rows
    with pytest.raises(BadFile, match="another plan"):
        RowsFile(path, "old", resume=True)


def test_every_part_is_brought_to_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is synced is the file that rows are added to, with the rows in it."""
    synced: list[tuple[str, int]] = []
    real = os.fsync

    def fsync(of: int) -> None:
        path = Path(os.readlink(f"/proc/self/fd/{of}"))
        synced.append((path.name, path.read_text(encoding="utf-8").count("\n")))
        real(of)

    with RowsFile(tmp_path / "rows.csv", "p") as file:
        monkeypatch.setattr(os, "fsync", fsync)
        file.add([ROW])
        file.add([replace(ROW, number=1)])
        assert synced == [("rows.csv", 2), ("rows.csv", 3)]


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_the_salt_of_given_talks_is_read_back(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"rows{ending}"
    assert kept_salt(path) == ""
    plan = small_plan(salt="5a17")
    with RowsFile(path, plan.fingerprint) as file:
        assert kept_salt(path) == ""
        file.add([ROW])
        assert kept_salt(path) == "5a17"
    assert kept_salt(path) == "5a17"
    with RowsFile(path, small_plan(salt=kept_salt(path)).fingerprint, resume=True) as file:
        assert [*file.rows] == [0]
    with pytest.raises(BadFile, match="another plan"):
        RowsFile(path, small_plan(salt="other").fingerprint, resume=True)

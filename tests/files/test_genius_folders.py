"""The GENIUS folders named in GOODOFFICES_GENIUS (separated as paths are here), with the numbers known of them.

Each entry is a GENIUS folder or a folder of such. Every one of them is read; those whose content is recognised by its
parties, issues and packages have their published or independently computed numbers checked.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from defusedxml import ElementTree

from goodoffices import analysis
from goodoffices.errors import BadFile
from goodoffices.files import genius
from goodoffices.talks import Talks, score

_NAMED = [entry for entry in os.environ.get("GOODOFFICES_GENIUS", "").split(os.pathsep) if entry]
if not _NAMED:
    pytest.skip("GOODOFFICES_GENIUS names no folder, so there is nothing to read here", allow_module_level=True)

FOLDERS = [folder for entry in _NAMED for folder in genius.folders(entry)]


def test_every_entry_holds_a_domain() -> None:
    assert [entry for entry in _NAMED if not genius.folders(entry)] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_folder_is_counted_alike_by_a_second_reader(folder: Path) -> None:
    talks = genius.load(folder)
    last = {issue.id: issue.option_ids[-1] for issue in talks.issues}
    for party, name in zip(talks.signatories, genius.profiles(folder), strict=True):
        root = ElementTree.fromstring((folder / name).read_text(encoding="utf-8").lstrip())
        if root.get("type") == "nonlinear":
            highest = {e.get("index"): int(e.get("upperbound")) for e in root.iter("issue")}
            expected = sum(
                float(r.get("utility"))
                for r in root.iter("hyperRectangle")
                if all(int(b.get("min")) <= highest[b.get("index")] <= int(b.get("max")) for b in r)
            )
        else:
            rows = {e.get("index"): [float(i.get("evaluation")) for i in e.iter("item")] for e in root.iter("issue")}
            weights = {e.get("index"): float(e.get("value")) for e in root.iter("weight")}
            expected = sum(weights[index] * row[-1] / max(row) for index, row in rows.items())
        assert float(score(talks, party, last)) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_can_be_written_reads_back_with_the_same_zone(folder: Path, tmp_path: Path) -> None:
    talks = genius.load(folder)
    for name, text in genius.dump(talks).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    again = genius.load(tmp_path)
    assert (again.signatories, again.packages) == (talks.signatories, talks.packages)
    if talks.packages <= 10_000:
        assert analysis.zone(again).size == analysis.zone(talks).size


@pytest.fixture
def the_folder() -> Callable[[str, int], Path]:
    """Finds the folder of that name with so many packages, or skips: what is not named cannot be checked.

    Where CI is set it fails: there all folders are named, and one that is gone must be noticed.
    """

    def find(name: str, packages: int) -> Path:
        for folder in FOLDERS:
            if folder.resolve().name == name and genius.load(folder).packages == packages:
                return folder
        missing = f"{name} is not among the folders in GOODOFFICES_GENIUS"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)

    return find


Find = Callable[[str, int], Path]


def size(talks: Talks) -> int:
    found = analysis.zone(talks).size
    assert found.kind == "exact"
    return found.value


def value(talks: Talks, formula: str) -> float:
    pick = analysis.formula(talks, formula)
    assert pick.proved
    assert isinstance(pick.value, Fraction)
    return float(pick.value)


def everybody_at(folder: Path, profiles: int | None = None) -> tuple[int, ...]:
    """How many packages give every party at least .6, .7 and .8."""
    return tuple(size(genius.load(folder, profiles=profiles, walk_aways=Fraction(n, 10))) for n in (6, 7, 8))


def test_itex_and_cypress(the_folder: Find) -> None:
    talks = genius.load(the_folder("ItexvsCypress", 180), profiles=["ItexvsCypress_Itex", "ItexvsCypress_Cypress"])
    frontier = analysis.frontier(talks)
    assert (frontier.size, frontier.complete) == (18, True)
    nash = analysis.formula(talks, "nash")
    assert [float(points) for points in nash.scores.values()] == pytest.approx([0.7215, 0.6705], abs=5e-5)
    assert value(talks, "nash") == pytest.approx(0.48374, abs=5e-6)
    assert value(talks, "maximin") == pytest.approx(0.6705, abs=5e-5)


@pytest.mark.parametrize(
    ("name", "packages", "least", "efficient", "product", "at"),
    [
        ("group2-dinner", 1_200, 0.798, 47, 0.56430, (59, 12, 0)),
        ("group2-new_sporthal", 243, 0.872, 10, 0.71923, (61, 18, 2)),
    ],
)
def test_three_parties(
    the_folder: Find, name: str, packages: int, least: float, efficient: int, product: float, at: tuple[int, ...]
) -> None:
    folder = the_folder(name, packages)
    talks = genius.load(folder, walk_aways=Fraction(0))
    assert len(talks.signatories) == 3
    assert value(talks, "maximin") == pytest.approx(least, abs=5e-4)
    assert analysis.frontier(talks).size == efficient
    assert value(talks, "nash") == pytest.approx(product, abs=5e-6)
    assert everybody_at(folder) == at


@pytest.mark.parametrize(
    ("profiles", "least", "efficient", "at"), [(3, 0.856, 16, (465, 109, 2)), (9, 0.704, 635, (202, 1, 0))]
)
def test_tram_with_reservations_set_to_zero(
    the_folder: Find, profiles: int, least: float, efficient: int, at: tuple[int, ...]
) -> None:
    folder = the_folder("group6-tram", 972)
    talks = genius.load(folder, profiles=profiles, walk_aways=Fraction(0))
    assert value(talks, "maximin") == pytest.approx(least, abs=5e-4)
    assert analysis.frontier(talks).size == efficient
    assert everybody_at(folder, profiles) == at


@pytest.mark.parametrize(("profiles", "zone", "least", "efficient"), [(3, 840, 0.3558, None), (9, 779, 0.2159, 503)])
def test_tram_with_the_reservations_in_the_files(
    the_folder: Find, profiles: int, zone: int, least: float, efficient: int | None
) -> None:
    talks = genius.load(the_folder("group6-tram", 972), profiles=profiles)
    assert {position.walk_away for position in talks.positions} <= {Fraction(1, 2), Fraction(1, 10)}
    assert size(talks) == zone
    assert value(talks, "maximin") == pytest.approx(least, abs=5e-5)
    assert efficient is None or analysis.frontier(talks).size == efficient


def test_ten_issues_with_bonuses(the_folder: Find) -> None:
    """The points published beside the domain, in its file ``pareto.xml``, which is a list and no XML."""
    folder = the_folder("10issues", 10**10)
    talks = genius.load(folder)
    published = [tuple(map(float, line.split(","))) for line in (folder / "pareto.xml").read_text().split("\n") if line]
    assert len(published) == 10
    frontier = analysis.frontier(talks)
    assert frontier.complete
    found = sorted((float(a) / 662, float(b) / 885) for a, b in (point.scores.values() for point in frontier.points))
    assert found == [pytest.approx(point, abs=1e-6) for point in sorted(published)]


def test_files_that_are_no_profiles_are_passed_over(the_folder: Find) -> None:
    folder = the_folder("10issues", 10**10)
    assert genius.profiles(folder) == ("profile-1.xml", "profile-2.xml")
    assert [Path(note.file).name for note in genius.read(folder).notes] == ["pareto.xml"]
    with pytest.raises(BadFile, match="not a GENIUS domain file"):
        genius.load(folder / "pareto.xml")

"""``goodoffices robust``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import NO_DEAL, Ended

Run = Callable[..., Ended]


@pytest.fixture
def loose(tmp_path: Path) -> Path:
    """The two gardens, with Ann's walk-away and one of Bo's scores known only as ranges."""
    path = tmp_path / "loose.yaml"
    text = NO_DEAL.replace("walk_away: 13", "walk_away: [8, 12]").replace("middle: 4", "middle: [4, 8]")
    path.write_text(text, encoding="utf-8")
    return path


def test_the_answer_is_in_words_and_in_tables(goodoffices: Run, loose: Path) -> None:
    done = goodoffices("robust", loose, "--draws", 1000)
    assert (done.status, done.err) == (0, "")
    assert "1,000 draws from the ranges recorded of Ann and Bo." in done.out
    words = " ".join(done.out.split())
    # middle and white: Ann's 10 against 8 to 12, Bo's 4 to 8 against 6; of the half that Ann allows Bo allows a half
    assert "they are no chances that anybody accepts" in words
    assert "In how many draws each party could sign" in done.out
    assert "How firmly each formula stands" in done.out
    assert "the sampling error of a share, Wilson's interval at 95 %" in words
    assert "±" not in words
    assert "For the mediator only" in done.out
    assert "will accept" not in done.out
    assert "likely to" not in done.out
    assert "probab" not in done.out.lower()


def test_the_answer_as_json(goodoffices: Run, loose: Path) -> None:
    one, again, other = (
        json.loads(goodoffices("robust", loose, "--draws", 2000, "--json", "--seed", seed).out) for seed in (0, 0, 1)
    )
    assert {**one, "seconds": 0} == {**again, "seconds": 0}
    assert one["zone"] != other["zone"]
    assert (one["draws"], one["asked"], one["seed"], other["seed"]) == (2000, 2000, 0, 1)
    assert one["drawn"] == {"ann": "ranges", "bo": "ranges"}
    assert one["best"] == {"height": "middle", "paint": "white"}
    assert one["proved"] is True
    share = one["tried"][0]["acceptable"]
    assert abs(share["share"] - 0.25) < 0.05
    assert share["low"] < share["share"] < share["high"]
    assert share["count"] == share["share"] * 2000


def test_a_file_without_ranges_says_what_to_write(goodoffices: Run, no_deal: Path) -> None:
    done = goodoffices("robust", no_deal)
    assert done.status == 2
    assert "write [10, 20] in place of a number" in done.err
    done = goodoffices("robust", no_deal, "--within", "2.5", "--draws", 100)
    assert done.status == 0
    assert "100 draws from scores taken as off by up to 2.5 points." in done.out


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--within", "0", "is no number of points above 0"),
        ("--within", "some", "is no number of points above 0"),
        ("--draws", "0", "is not in the range"),
        ("--seed", "-1", "is not in the range"),
        ("--limit", "0", "is no time limit"),
    ],
)
def test_what_makes_no_sense_is_refused(goodoffices: Run, loose: Path, option: str, value: str, said: str) -> None:
    done = goodoffices("robust", loose, option, value)
    assert done.status == 2
    assert said in done.err


def test_a_limit_leaves_an_answer(goodoffices: Run, loose: Path) -> None:
    done = goodoffices("robust", loose, "--limit", "0.000001")
    assert done.status == 0
    assert "draws from the ranges recorded" in " ".join(done.out.split())

"""``analyse`` and ``demo``: what is printed, written and refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import goodoffices as go

from .conftest import Ended

Run = Callable[..., Ended]


def test_a_deal_in_the_terminal(goodoffices: Run, deal: Path) -> None:
    done = goodoffices("analyse", deal)
    assert (done.status, done.err) == (0, "")
    size = go.zone(go.load(deal)).size.value
    assert done.out.startswith(f"Water for two towns\n\nThere are {size} packages both could sign.")
    assert "For the mediator only" in done.out
    assert max(map(len, done.out.splitlines())) <= 100


def test_no_deal_in_the_terminal(goodoffices: Run, no_deal: Path) -> None:
    done = goodoffices("analyse", no_deal)
    assert done.status == 0
    assert "There is no agreement both could sign." in done.out
    assert "What would open a deal" in done.out


def test_a_narrow_terminal_loses_no_word(goodoffices: Run, deal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wide = goodoffices("analyse", deal).out
    monkeypatch.setattr("goodoffices.cli.terminal.UNKNOWN", 46)
    narrow = goodoffices("analyse", deal).out
    assert max(map(len, narrow.splitlines())) <= 46
    assert set(wide.replace("─", "").split()) <= set(narrow.replace(":", "").split()) | set(narrow.split())


def test_json_keeps_the_contract(goodoffices: Run, deal: Path) -> None:
    done = goodoffices("analyse", deal, "--json")
    answer = json.loads(done.out)
    fields = "title packages signatories zone frontier formulas headroom conflicts repairs methods warnings seconds"
    assert set(fields.split()) <= answer.keys()
    assert answer["packages"] == "81"
    assert answer["signatories"] == ["upper", "lower"]
    assert answer["seconds"] >= 0


def test_only_what_is_asked_is_answered(goodoffices: Run, deal: Path) -> None:
    answer = json.loads(goodoffices("analyse", deal, "--json", "--only", "zone,headroom").out)
    assert answer["zone"]
    assert answer["headroom"]
    assert not answer.get("frontier")
    done = goodoffices("analyse", deal, "--only", "zone,peace")
    assert (done.status, done.out) == (2, "")
    assert "peace" in done.err


@pytest.mark.parametrize("method", ["enumerate", "logic"])
def test_both_methods_give_the_same_answer(goodoffices: Run, deal: Path, method: str) -> None:
    answer = json.loads(goodoffices("analyse", deal, "--json", "--only", "zone,nash", "--method", method).out)
    free = json.loads(goodoffices("analyse", deal, "--json", "--only", "zone,nash").out)
    assert answer["formulas"]["nash"]["package"] == free["formulas"]["nash"]["package"]
    assert answer["zone"]["size"] == free["zone"]["size"]


def test_over_all_looks_beyond_the_zone(goodoffices: Run, no_deal: Path) -> None:
    answer = json.loads(goodoffices("analyse", no_deal, "--json", "--over", "all").out)
    assert answer["zone"]["exists"] is False
    assert answer["frontier"]["size"] > 0


def test_the_number_of_points_can_be_chosen(goodoffices: Run, deal: Path) -> None:
    assert "The frontier" not in goodoffices("analyse", deal, "--points", "0").out
    assert "The first 1 of" in goodoffices("analyse", deal, "--points", "1").out


def test_a_limit_is_kept_in_words(goodoffices: Run, deal: Path) -> None:
    assert goodoffices("analyse", deal, "--limit", "60").status == 0


def test_the_report_is_written_whole_and_never_over_the_talks(goodoffices: Run, deal: Path, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    done = goodoffices("analyse", deal, "--html", page)
    assert done.status == 0
    assert str(page) in done.err
    assert page.read_text(encoding="utf-8").rstrip().endswith("</html>")
    before = deal.read_text()
    assert goodoffices("analyse", deal, "--html", deal).status == 2
    assert deal.read_text() == before
    assert goodoffices("analyse", deal, "--html", tmp_path / "none" / "report.html").status == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deal.yaml", "report.html"]


def test_a_party_gets_only_its_own(goodoffices: Run, deal: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    changed = deal.read_text().replace("walk_away: 40", "walk_away: 17").replace("30: 20, 60: 50", "30: 25, 60: 70")
    other.write_text(changed)
    seen = [goodoffices("analyse", file, "--for", "upper").out for file in (deal, other)]
    assert seen[0] == seen[1]
    assert "For Upper Town" in seen[0]
    assert goodoffices("analyse", deal).out != goodoffices("analyse", other).out
    pages = [tmp_path / "a.html", tmp_path / "b.html"]
    for file, page in zip((deal, other), pages, strict=True):
        assert goodoffices("analyse", file, "--for", "upper", "--html", page).status == 0
    assert pages[0].read_text() == pages[1].read_text()
    done = goodoffices("analyse", deal, "--for", "nobody")
    assert (done.status, done.out) == (2, "")


def test_links_that_contradict_are_no_answer(goodoffices: Run, contradiction: Path) -> None:
    done = goodoffices("analyse", contradiction, "--json")
    assert (done.status, done.out) == (2, "")
    assert "links" in done.err


def test_the_demo_is_answered(goodoffices: Run, tmp_path: Path) -> None:
    done = goodoffices("demo", "--html", tmp_path / "demo.html")
    assert done.status == 0
    assert "Arda" in done.out
    assert (tmp_path / "demo.html").exists()


def test_no_message_holds_a_private_number(goodoffices: Run, tmp_path: Path, no_deal: Path) -> None:
    secret = no_deal.read_text().replace("high: 10", "high: 987654").replace("walk_away: 13", "walk_away: 987655, x: 1")
    path = tmp_path / "secret.yaml"
    path.write_text(secret + "surplus: 3\n")
    done = goodoffices("analyse", path)
    assert done.status == 2
    assert "98765" not in done.err

"""``analyse`` and ``demo``: what is printed, written and refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import goodoffices as go
from goodoffices import analysis as go_analysis
from goodoffices.cli.columns import shared, turned
from goodoffices.cli.watch import OnScreen
from goodoffices.exact.planner import methods
from goodoffices.report.tables import Table

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


def test_a_table_of_many_parties_is_turned_before_it_is_broken_up() -> None:
    parties = tuple(f"Party {number}" for number in range(9))
    rows = tuple((f"Formula {number}", *(["12"] * 9), "Nash and Leximin", "A") for number in range(9))
    table = Table("", ("Formula", *parties, "Picked by", "Package"), rows, frozenset(range(1, 10)))
    assert shared(table, 80) is None
    parts = turned(table, 80)
    assert [cell for part in parts for cell in part.headers[1:]] == [row[0] for row in rows]
    for part in parts:
        assert shared(part, 80) is not None or shared(part, 80, frozenset(parties)) is not None
        assert [row[0] for row in part.rows] == [*parties, "Picked by", "Package"]
    assert len(parts) == 2
    assert turned(table, 20) == []
    assert turned(Table("", ("Words", "More"), (("a", "b"),)), 80) == []


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


def test_a_method_that_is_none_lists_them_all(goodoffices: Run, deal: Path) -> None:
    done = goodoffices("analyse", deal, "--method", "guessing")
    assert (done.status, done.out) == (2, "")
    assert all(name in done.err for name in methods())


def test_the_help_names_every_question(goodoffices: Run) -> None:
    said = " ".join(goodoffices("analyse", "--help").out.split())
    assert ", ".join(go_analysis.QUESTIONS) in said


def test_what_was_asked_is_answered_first_and_the_page_has_no_more(
    goodoffices: Run, deal: Path, tmp_path: Path
) -> None:
    page = tmp_path / "nash.html"
    done = goodoffices("analyse", deal, "--only", "nash", "--html", page)
    assert done.out.splitlines()[2].startswith("The Nash formula leaves ")
    assert "was not asked" not in done.out
    assert 'id="gains"' in page.read_text()
    assert 'id="gap-map"' not in page.read_text()


def test_over_all_looks_beyond_the_zone(goodoffices: Run, no_deal: Path) -> None:
    answer = json.loads(goodoffices("analyse", no_deal, "--json", "--over", "all").out)
    assert answer["zone"]["exists"] is False
    assert answer["frontier"]["size"] > 0


def test_the_number_of_points_can_be_chosen(goodoffices: Run, deal: Path) -> None:
    assert "The frontier" not in goodoffices("analyse", deal, "--points", "0").out
    assert "The first 1 of" in goodoffices("analyse", deal, "--points", "1").out


def test_a_limit_is_kept_in_words(goodoffices: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Talks too many to look at in one block, and a clock by which the time is over soon after the work begins."""
    large = tmp_path / "large.yaml"
    issues = "".join(f"  i{n}: {{name: Issue {n}, range: {{from: 0, to: 9, step: 1}}}}\n" for n in range(7))
    scores = ", ".join(f"i{n}: {{0: 0, 9: {90 + n}}}" for n in range(7))
    falling = ", ".join(f"i{n}: {{0: {90 + 2 * n}, 9: 0}}" for n in range(7))
    large.write_text(
        f"goodoffices: 1\ntitle: Large\nparties: {{ann: {{}}, bo: {{}}}}\nissues:\n{issues}positions:\n"
        f"  ann: {{scores: {{{scores}}}, walk_away: 300}}\n  bo: {{scores: {{{falling}}}, walk_away: 300}}\n"
    )
    limits: list[float | None] = []

    class RanOut(OnScreen):
        def __init__(self, seconds: float | None, *, memory: int) -> None:
            super().__init__(seconds, memory=memory)
            limits.append(seconds)

        def left(self) -> float:
            looks.append(1)
            return 1.0 if len(looks) < 20 else 0.0

    looks: list[int] = []
    monkeypatch.setattr("goodoffices.cli.analyse.OnScreen", RanOut)
    done = goodoffices("analyse", large, "--limit", "60", "--method", "enumerate")
    assert (done.status, limits) == (0, [60.0])
    assert re.search(r"There are at least [0-9,]+ packages both could sign; the count is not finished\.", done.out)
    assert "It is the best found so far, not proved: its value is " in " ".join(done.out.split())
    assert "Not finished: the headroom is at least this." in done.out
    assert "Everything above is proved." not in done.out


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
    assert json.loads(goodoffices("analyse", deal, "--for", "upper", "--json").out)["for"] == "upper"
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


def test_a_report_is_written_over_a_report_and_over_nothing_else(
    goodoffices: Run, deal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, other = tmp_path / "report.html", tmp_path / "position.yaml"
    other.write_text("scores: {}\n")
    assert goodoffices("analyse", deal, "--html", page).status == 0
    assert goodoffices("analyse", deal, "--html", page).status == 0
    for command in (("analyse", deal), ("demo",)):
        done = goodoffices(*command, "--html", other)
        assert (done.status, done.out) == (2, "")
        assert "is no report" in done.err
        assert "--force" in done.err
        assert other.read_text() == "scores: {}\n"
    assert goodoffices("analyse", deal, "--html", other, "--force").status == 0
    assert other.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize("seconds", ["nan", "inf", "0", "-1", "soon"])
def test_a_limit_that_is_no_time_is_refused(goodoffices: Run, deal: Path, seconds: str) -> None:
    done = goodoffices("analyse", deal, "--limit", seconds)
    assert (done.status, done.out) == (2, "")
    assert "seconds above 0" in done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--for", "Upper Town"), "did you mean upper?"),
        (("--only", "Zone"), "did you mean zone?"),
        (("--coalition", "uper,lower"), "did you mean upper?"),
        (("--only", "zone,", "frontier"), "in quotes"),
    ],
)
def test_a_name_that_is_none_meets_the_nearest(
    goodoffices: Run, deal: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = goodoffices("analyse", deal, *arguments)
    assert (done.status, done.out) == (2, "")
    assert said in " ".join(done.err.split())


@pytest.mark.parametrize("question", ["conflicts", "repairs"])
def test_no_list_of_methods_is_empty(goodoffices: Run, deal: Path, question: str) -> None:
    done = goodoffices("analyse", deal, "--only", question)
    assert "There is an agreement" in done.out
    assert "Method: ." not in done.out


def test_it_is_said_that_picks_may_lie_outside_the_zone(goodoffices: Run, no_deal: Path) -> None:
    said = goodoffices("analyse", no_deal, "--over", "all").out
    assert "in the zone or not.\n\nPoints above the walk-away" in said
    assert "† Below the walk-away." in said

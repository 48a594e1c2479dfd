"""Whose eyes an answer is for: the terminal, the JSON and the page refuse and say the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.report.samples import ARDA, BELEN, DEAL, NOTHING

from goodoffices.analysis import Analysis, analyse
from goodoffices.cli.terminal import in_terminal
from goodoffices.confidence import view
from goodoffices.errors import BadQuestion
from goodoffices.report.contract import as_json
from goodoffices.report.page import page
from goodoffices.talks import RedLine, Talks

Printer = Callable[[Analysis, str | None], str]
PRINTERS: dict[str, Printer] = {
    "terminal": lambda analysis, party: in_terminal(analysis, points=10, party=party),
    "json": lambda analysis, party: json.dumps(as_json(analysis, for_party=party)),
    "page": lambda analysis, party: page(analysis, for_party=party),
}
printers = pytest.mark.parametrize("printed", PRINTERS.values(), ids=PRINTERS)

GUESSED = replace(ARDA, red_lines=(RedLine("guess", ARDA.red_lines[0].holds, "assumed"),))
"""Arda's position with a line in it that only the analyst supposes."""


@printers
@pytest.mark.parametrize(
    "talks", [DEAL, view(DEAL, "belen"), replace(DEAL, positions=(ARDA,)), replace(DEAL, positions=(GUESSED,))]
)
def test_an_answer_that_rests_on_more_than_its_reader_may_see_is_refused(talks: Talks, printed: Printer) -> None:
    with pytest.raises(BadQuestion, match=r"analyse view\(talks, 'arda'\)"):
        printed(analyse(talks), "arda")


@printers
def test_what_a_party_may_see_is_printed_for_it(printed: Printer) -> None:
    assert printed(analyse(view(DEAL, "arda")), "arda")


@printers
def test_a_reader_must_take_part(printed: Printer) -> None:
    with pytest.raises(BadQuestion, match="no party 'nobody'"):
        printed(analyse(DEAL), "nobody")


@printers
def test_the_mediator_by_name_is_the_mediator(printed: Printer) -> None:
    assert printed(analyse(DEAL), "carro") == printed(analyse(DEAL), None)


@printers
@pytest.mark.parametrize("talks", [DEAL, replace(DEAL, positions=(ARDA,)), replace(DEAL, positions=(ARDA, BELEN))])
def test_a_party_is_never_told_what_is_or_is_not_recorded_of_another(talks: Talks, printed: Printer) -> None:
    said = printed(analyse(view(talks, "arda")), "arda")
    for name in ("Belen", "Dara"):
        assert f"{name}: nothing is recorded" not in said
        assert f"nothing is recorded of {name}" not in said
        assert f"No scores are recorded for {name}" not in said
    assert "recorded for Belen and Dara" not in said
    assert "released" in said


@printers
def test_a_party_is_told_what_is_missing_of_its_own(printed: Printer) -> None:
    half = replace(DEAL, positions=(replace(ARDA, red_lines=(), walk_away=None), BELEN))
    assert "Arda: it has scores but no walk-away" in printed(analyse(view(half, "arda")), "arda")


@printers
def test_the_mediator_is_told_of_everybody(printed: Printer) -> None:
    assert "Belen: nothing is recorded of what it wants" in printed(analyse(replace(DEAL, positions=(ARDA,))), None)


def test_the_json_says_whose_it_is_and_what_was_not_released() -> None:
    for_arda = as_json(analyse(view(NOTHING, "arda")), for_party="arda")
    assert for_arda["for"] == "arda"
    assert for_arda["zone"]["nothing_recorded"] == ["arda"]
    assert for_arda["zone"]["nothing_released"] == ["belen", "dara"]
    assert for_arda["formulas"]["why"]["nash"] == (
        "No scores are recorded for Arda, and none were released by Belen and Dara."
    )
    for_all = as_json(analyse(NOTHING))
    assert for_all["for"] is None
    assert for_all["zone"]["nothing_recorded"] == ["arda", "belen", "dara"]
    assert for_all["zone"]["nothing_released"] == []

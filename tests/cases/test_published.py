"""The four examples re-keyed from the literature give what the literature, or a count of all packages, gives.

| example | source |
|---|---|
| scorable_base | S. Abdelnabi and others, "Cooperation, Competition, and Maliciousness", NeurIPS 2024, Datasets and Benchmarks; arXiv 2309.17234, base game |
| ampo_vs_city | after H. Raiffa, The Art and Science of Negotiation, Harvard University Press 1982 |
| camp_david_1978 | S. J. Brams, J. M. Togman, "Camp David: Was the Agreement Fair?", Conflict Management and Peace Science 15(1), 1996, pp. 99-112 |
| panama_1974 | H. Raiffa 1982, chapter 12; S. J. Brams, A. D. Taylor, Fair Division, Cambridge University Press 1996, chapter 5 |

The facts themselves stand in ``expected.json`` beside each example.
"""  # noqa: E501

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.cases.facts import NAMES, facts_of, number, points, talks_of

from goodoffices import analysis

FORMULAS = [(name, formula) for name in NAMES for formula in facts_of(name)["formulas"]]


@pytest.mark.parametrize("name", NAMES)
def test_zone(name: str) -> None:
    facts, zone = facts_of(name), analysis.zone(talks_of(name))
    assert talks_of(name).packages == facts["packages"]
    assert zone.status == facts["zone"]["status"]
    assert (zone.size.value, zone.size.kind) == (facts["zone"]["size"], "exact")
    assert zone.accepted_by == tuple(facts["zone"]["accepted_by"])


@pytest.mark.parametrize("name", NAMES)
def test_frontier(name: str) -> None:
    frontier = analysis.frontier(talks_of(name))
    assert frontier.size == facts_of(name)["frontier"]["size"]
    assert frontier.complete


@pytest.mark.parametrize(("name", "formula"), FORMULAS)
def test_formula(name: str, formula: str) -> None:
    fact, pick = facts_of(name)["formulas"][formula], analysis.formula(talks_of(name), formula)
    assert pick.proved
    assert pick.value == number(fact["value"])
    assert pick.package == fact["package"]
    counted = pick if pick.ties is not None else analysis.formula(talks_of(name), formula, method="enumerate")
    assert (counted.package, counted.ties) == (pick.package, fact["ties"])
    if "scores" in fact:
        assert dict(pick.scores) == points(fact["scores"])


def test_headroom() -> None:
    """Only the base game has walk-aways."""
    headroom = analysis.headroom(talks_of("scorable_base"))
    assert headroom.by_party is not None
    assert dict(headroom.by_party) == points(facts_of("scorable_base")["headroom"])


@pytest.mark.parametrize("name", ["camp_david_1978", "panama_1974"])
def test_adjusted_winner(name: str) -> None:
    fact, pick = facts_of(name)["adjusted_winner"], analysis.formula(talks_of(name), "adjusted_winner")
    assert pick.why is None
    assert dict(pick.scores) == points(fact["scores"])
    assert pick.split is not None
    assert pick.split.issue == fact["split"]["issue"]
    assert dict(pick.split.shares) == points(fact["split"]["shares"])
    if "first_stage" in fact:
        assert dict(pick.first_stage) == points(fact["first_stage"])


def test_the_printed_decimals() -> None:
    """Camp David 65.83 each; Panama 66 each, 13.33 per cent of land and water split off; the labour contract to four
    decimals."""
    assert round(float(Fraction(395, 6)), 2) == 65.83
    assert facts_of("camp_david_1978")["adjusted_winner"]["scores"]["egypt"] == "395/6"
    assert round(float(Fraction(facts_of("panama_1974")["adjusted_winner"]["split"]["shares"]["us"])), 4) == 0.1333
    printed = {"nash": (0.706, 0.783), "utilitarian": (0.706, 0.783), "maximin": (0.734, 0.7385)}
    for formula, pair in printed.items():
        scores = facts_of("ampo_vs_city")["formulas"][formula]["scores"]
        assert tuple(round(float(Fraction(value)), 4) for value in scores.values()) == pair

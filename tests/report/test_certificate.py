"""The proof by weights in the answer: its sentences, its JSON, and that a party's page has only what it may see."""

from __future__ import annotations

from fractions import Fraction

import pytest

from goodoffices import analysis
from goodoffices.confidence import view
from goodoffices.report.answer_words import answer_lines
from goodoffices.report.contract import as_json
from goodoffices.report.sections import sections
from goodoffices.talks import Choice, Issue, IssueScores, Link, Option, Party, Position, RedLine, Talks

SHARE = Issue("share", "Share", (Option("a", "Ann's"), Option("b", "Bo's"), Option("half", "Half")))
HALF = RedLine("no-half", Choice("share", ("a", "b")), "stated")


def talks_of(ann: str, bo: str, lines: tuple[RedLine, ...] = (), links: tuple[Link, ...] = ()) -> Talks:
    """Ann gets 9, 0 or 5 points, Bo 0, 9 or 5: walk-aways as given."""
    scores = {"ann": (9, 0, 5), "bo": (0, 9, 5)}
    rows = {party: (IssueScores("share", tuple(map(Fraction, points))),) for party, points in scores.items()}
    positions = (
        Position("ann", rows["ann"], (), lines, Fraction(ann)),
        Position("bo", rows["bo"], (), (), Fraction(bo)),
    )
    return Talks("A share", (Party("ann", "Ann"), Party("bo", "Bo")), (SHARE,), links, positions)


def said(talks: Talks) -> list[str]:
    """The proof by weights, which stands with the methods and not in the answer."""
    found = analysis.analyse(talks)
    assert not any("Whatever the package" in line for line in answer_lines(found))
    return [note for section in sections(found) if section.id == "methods" for note in section.notes]


def test_points_taken_once_each() -> None:
    assert said(talks_of("6", "6")) == [
        "Whatever the package, Ann's and Bo's points together come to 10 at most; the walk-aways, so weighed, ask for "
        "12: 2 points more than there are. The weights serve this proof alone and compare no one's points."
    ]


def test_points_taken_more_than_once() -> None:
    """All for Ann comes to 18 so weighed, all for Bo to 9, half for each to 15; 9 and 1 are asked for."""
    (words,) = said(talks_of("9", "1"))
    assert words.startswith(
        "Whatever the package, Ann's points twice and Bo's once come to 18 at most; the walk-aways, so weighed, ask "
        "for 19: 1 point more than there are."
    )
    zone = analysis.zone(talks_of("9", "1"))
    assert zone.certificate == analysis.Certificate({"ann": 2, "bo": 1}, (), Fraction(19), Fraction(18))
    assert str(zone).splitlines()[1] == "  weights ann 2, bo 1: at most 18, asked 19"


def test_links_and_red_lines_are_named() -> None:
    link = Link(Choice("share", ("a", "b", "half")))
    (words,) = said(talks_of("5", "5", (HALF,), (link,)))
    assert words.startswith("Whatever the package within the links and Ann's line, Ann's and Bo's points together come")
    zone = analysis.zone(talks_of("5", "5", (HALF,)))
    assert zone.certificate is not None
    assert zone.certificate.red_lines == ("ann:no-half",)


def test_a_single_party_is_left_to_the_conflict() -> None:
    talks = talks_of("10", "0")
    assert said(talks) == []
    assert analysis.zone(talks).certificate == analysis.Certificate({"ann": 1}, (), Fraction(10), Fraction(9))


def test_in_json() -> None:
    fields = as_json(analysis.analyse(talks_of("11/2", "11/2")))["zone"]
    assert fields["certificate"] == {
        "weights": {"ann": 1, "bo": 1}, "red_lines": [], "asked": 11, "there_is": 10, "short": 1
    }  # fmt: skip
    assert fields["no_weights"] is False
    fields = as_json(analysis.analyse(talks_of("16/3", "5")))["zone"]
    assert fields["certificate"]["exact"] == {"asked": "31/3", "short": "1/3"}
    assert "certificate" not in as_json(analysis.analyse(talks_of("5", "5")))["zone"]


def test_where_no_weights_show_it() -> None:
    talks = talks_of("4", "4", (HALF,))
    zone = analysis.zone(talks)
    assert (zone.status, zone.certificate, zone.no_weights) == ("none", None, True)
    assert as_json(analysis.analyse(talks))["zone"]["no_weights"] is True
    blocks = next(section for section in sections(analysis.analyse(talks)) if section.id == "blocks")
    assert any("No weights on the walk-aways" in note for note in blocks.notes)
    with_proof = sections(analysis.analyse(talks_of("6", "6")))
    assert not next(section for section in with_proof if section.id == "blocks").notes


@pytest.mark.parametrize("walk_away", ["1", "6", "900"])
def test_a_party_learns_nothing_of_the_weights_of_others(walk_away: str) -> None:
    """Whatever Bo confided, Ann's page is the same."""
    talks = view(talks_of("6", walk_away), "ann")
    lines = answer_lines(analysis.analyse(talks), for_party="ann")
    assert lines == answer_lines(analysis.analyse(view(talks_of("6", "2"), "ann")), for_party="ann")
    assert analysis.zone(talks).certificate is None


def test_the_smallest_conflict_has_its_proof() -> None:
    found = analysis.smallest_conflict(talks_of("5", "5", (HALF,)), method="hitting sets")
    assert found.proved
    assert found.set is not None
    assert [(need.party, need.name) for need in found.set] == [
        ("ann", "red_line:no-half"), ("ann", "walk_away"), ("bo", "walk_away")
    ]  # fmt: skip
    assert found.certificate == analysis.Certificate({"ann": 1, "bo": 1}, ("ann:no-half",), Fraction(10), Fraction(9))
    assert str(found).splitlines() == [
        "smallest conflict: ann's red_line:no-half, ann's walk_away, bo's walk_away (proved, by hitting sets)",
        "  weights ann 1, bo 1: at most 9 within ann:no-half, asked 10",
    ]
    none = analysis.smallest_conflict(talks_of("5", "5"))
    assert (none.set, none.proved, none.certificate) == (None, True, None)
    assert str(none) == "smallest conflict: none"

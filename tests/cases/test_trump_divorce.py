"""The Trump divorce by Adjusted Winner: 72.67 points each, Palm Beach split, 86.7 per cent of it to Donald.

Source: S. J. Brams, A. D. Taylor, The Win-Win Solution, Norton 1999; the method in S. J. Brams, A. D. Taylor, Fair
Division, Cambridge University Press 1996, chapter 4.

Points of Donald and Ivana: Connecticut estate 10, 38; Palm Beach mansion 40, 20; Trump Plaza apartment 10, 30; Trump
Tower triplex 38, 10; cash and jewellery 2, 2. On paper: Donald first has Palm Beach and the triplex, 78; Ivana has the
rest, 70 with the cash, which both value alike. Palm Beach has the lower ratio (40/20), and 38 + 40 t = 70 + 20 (1 - t)
gives t = 13/15.
"""

from __future__ import annotations

from fractions import Fraction

from goodoffices import analysis
from goodoffices.talks import Issue, IssueScores, Option, Party, Position, Talks

POINTS = {"connecticut": (10, 38), "palm_beach": (40, 20), "plaza": (10, 30), "tower": (38, 10), "cash": (2, 2)}


def divorce() -> Talks:
    options = (Option("donald", "To Donald"), Option("ivana", "To Ivana"))
    donald = tuple(IssueScores(id, (Fraction(his), Fraction(0))) for id, (his, _) in POINTS.items())
    ivana = tuple(IssueScores(id, (Fraction(0), Fraction(hers))) for id, (_, hers) in POINTS.items())
    return Talks(
        "The Trump divorce",
        (Party("donald", "Donald"), Party("ivana", "Ivana")),
        tuple(Issue(id, id, options, divisible=True) for id in POINTS),
        positions=(Position("donald", donald), Position("ivana", ivana)),
    )


def test_adjusted_winner() -> None:
    pick = analysis.formula(divorce(), "adjusted_winner")
    assert dict(pick.scores) == {"donald": Fraction(218, 3), "ivana": Fraction(218, 3)}
    assert round(float(Fraction(218, 3)), 2) == 72.67
    assert pick.split is not None
    assert pick.split.issue == "palm_beach"
    assert dict(pick.split.shares) == {"donald": Fraction(13, 15), "ivana": Fraction(2, 15)}
    assert round(float(Fraction(13, 15)), 3) == 0.867

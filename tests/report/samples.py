"""Small talks for the tests of words, tables, pictures and the page: fictional, with every kind of issue and line."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from goodoffices.analysis import open_options
from goodoffices.analysis.answers import Analysis, Conflicts, Headroom, Repair, Repairs, Size, Without, Zone
from goodoffices.talks import (
    Choice,
    IfThen,
    Issue,
    IssueScores,
    Link,
    Not,
    Option,
    Party,
    Position,
    RedLine,
    Release,
    Requirement,
    Talks,
)

EN_AR = (("en", "Hostilities cease for forty-two days."), ("ar", "تتوقف الأعمال العدائية اثنين وأربعين يوماً."))

PAUSE = Issue(
    "pause", "Length of the pause",
    (Option("none", "No pause"), Option("six_weeks", "Six weeks", EN_AR), Option("end", "A permanent pause")),
)  # fmt: skip
CAPTIVES = Issue(
    "captives", "Release of captives",
    (Option("none", "None"), Option("some", "Women and minors"), Option("all", "All")),
)  # fmt: skip
TRUCKS = Issue(
    "trucks", "Aid", tuple(Option(str(n), f"{n} trucks a day", value=Fraction(n)) for n in range(0, 601, 150)),
    unit="trucks a day", divisible=True,
)  # fmt: skip


def scores(issue: str, *points: int) -> IssueScores:
    return IssueScores(issue, tuple(Fraction(p) for p in points))


ARDA = Position(
    "arda", (scores("pause", 0, 20, 40), scores("captives", 30, 20, 0), scores("trucks", 0, 10, 20, 25, 30)), (),
    (RedLine("no-short-pause", Choice("pause", ("six_weeks", "end")), "stated", "Said on 3 May", ("s1",)),),
    Fraction(45),
)  # fmt: skip
BELEN = Position(
    "belen", (scores("pause", 50, 30, 0), scores("captives", 0, 12, 30), scores("trucks", 20, 15, 10, 5, 0)), (),
    (RedLine("captives-first", Not(Choice("captives", ("none",))), "confided", "Told the mediator on 5 May"),),
    Fraction(40), releases=(Release(("red_lines",), ("arda",)),),
)  # fmt: skip
DARA = Position(
    "dara", (scores("pause", 0, 10, 20), scores("captives", 0, 20, 40), scores("trucks", 0, 10, 20, 30, 40)), (),
    (RedLine("enough-aid", Choice("trucks", ("300", "450", "600")), "assumed"),), Fraction(30),
)  # fmt: skip

DEAL = Talks(
    "A ceasefire between Arda and Belen",
    (Party("arda", "Arda"), Party("belen", "Belen"), Party("dara", "Dara"), Party("carro", "Carro", "mediator")),
    (PAUSE, CAPTIVES, TRUCKS),
    (Link(IfThen(Choice("pause", ("none",)), Choice("captives", ("none",))), "No release under fire"),),
    (ARDA, BELEN, DARA),
)
TWO = replace(DEAL, parties=(DEAL.parties[0], DEAL.parties[1]), positions=(ARDA, BELEN))
NOTHING = replace(DEAL, positions=())
PERMANENT = replace(ARDA, red_lines=(replace(ARDA.red_lines[0], holds=Choice("pause", ("end",))),))
NO_DEAL = replace(TWO, positions=(PERMANENT, replace(BELEN, walk_away=Fraction(60), red_lines=())))

EVIL = """<script>alert(1)</script></script><img src=x onerror="alert(2)">'"""
HOSTILE = replace(
    DEAL,
    title=EVIL,
    parties=(Party("arda", EVIL), *DEAL.parties[1:]),
    issues=tuple(
        replace(issue, name=issue.name + EVIL, options=tuple(
            replace(option, label=option.label + EVIL, text=(("en", EVIL),)) for option in issue.options
        ))
        for issue in DEAL.issues
    ),
)  # fmt: skip


def looks_like_the_guide() -> Analysis:
    """The answer that the guide to the voice speaks, built by hand: the words must be the guide's."""
    permanent = RedLine("permanent", Choice("pause", ("end",)), "stated", "Said on 3 May")
    talks = replace(DEAL, positions=(replace(ARDA, red_lines=(permanent,)), BELEN, DARA))
    line, floor = Requirement("arda", "red_line:permanent"), Requirement("belen", "walk_away")
    package = {"pause": "end", "captives": "all", "trucks": "600"}
    zone = Zone(
        "none", Size(0, "exact"), None, (), {"stated": ("arda:permanent",), "confided": (), "assumed": ()}, "enumerate",
        without={"stated": Without(True, Size(12, "exact"))},
    )  # fmt: skip
    return Analysis(
        talks, zone=zone,
        headroom=Headroom(None, True, "enumerate"),
        conflicts=Conflicts(((line, floor),), True, "enumerate"),
        repairs=Repairs(
            (Repair((line,), ({},), package), Repair((floor,), ({"belen": Fraction(4)},), package)), True, "enumerate"
        ),
        open_options={party: open_options(talks, party) for party in talks.signatories},
    )  # fmt: skip

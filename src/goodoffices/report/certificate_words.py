"""The proof by weights that there is no deal, in words.

Points of different parties are weighed for the proof alone, and the words say so: nobody's points are said to count for
more.

Read next: ``tables.py``.
"""

from __future__ import annotations

from ..analysis.answers import Certificate
from ..talks import Requirement, Talks
from .position_words import line_name
from .words import count_words, exact_words, points_of, say_list, who, whose

TIMES = {1: "once", 2: "twice"}


def certificate_words(certificate: Certificate, talks: Talks) -> str:
    """The proof in two sentences: what there is at most, what is asked for, and by how much that is more.

    It weighs several parties; where one alone asks for more than there is, the conflict says so better.

    >>> from fractions import Fraction
    >>> from goodoffices.talks import Issue, Option, Party
    >>> sides = (Party("ann", "Ann"), Party("bo", "Bo"))
    >>> talks = Talks("A fence", sides, (Issue("height", "Height", (Option("low", "Low"), Option("high", "High"))),))
    >>> words = certificate_words(Certificate({"ann": 1, "bo": 3}, (), Fraction(14), Fraction(13)), talks)
    >>> words.split("; ")[0]
    "Whatever the package, Ann's points once and Bo's three times come to 13 at most"
    """
    package = _whatever(certificate, talks)
    there_is, asked = exact_words(certificate.there_is), exact_words(certificate.asked)
    return (
        f"{package}, {_weighed(certificate, talks)} come to {there_is} at most; the walk-aways, so weighed, ask for "
        f"{asked}: {points_of(certificate.short)} more than there are. The weights serve this proof alone and compare "
        "no one's points."
    )


def _whatever(certificate: Certificate, talks: Talks) -> str:
    """Which packages the proof speaks of."""
    kept = ["the links"] if talks.links else []
    kept += [line_name(_line(id), talks) for id in certificate.red_lines]
    return f"Whatever the package within {say_list(kept)}" if kept else "Whatever the package"


def _line(id: str) -> Requirement:
    party, _, line = id.partition(":")
    return Requirement(party, f"red_line:{line}")


def _weighed(certificate: Certificate, talks: Talks) -> str:
    """Whose points are taken how often."""
    names = [whose(who(talks, party)) for party in certificate.weights]
    if set(certificate.weights.values()) == {1}:
        return f"{say_list(names)} points together"
    times = [TIMES.get(weight, f"{count_words(weight)} times") for weight in certificate.weights.values()]
    nouns = ["points ", *[""] * (len(names) - 1)]
    return say_list([f"{name} {noun}{often}" for name, noun, often in zip(names, nouns, times, strict=True)])

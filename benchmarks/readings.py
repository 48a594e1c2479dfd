"""What is measured: one reading of one program on one case, and a trial of several programs on the same case.

Read next: ``running.py``, where readings come from; ``goals.py``, what is made of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .generated import Space


@dataclass(frozen=True)
class Case:
    """A question put to a space. ``limit``: seconds; ``more``: what a question or a program needs besides."""

    question: str
    space: Space
    limit: float
    more: Mapping[str, Any] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """The case as the JSON every program is given."""
        return {"question": self.question, "space": self.space.plain(), "limit": self.limit, **self.more}


@dataclass(frozen=True)
class Reading:
    """What one program did: seconds of the call alone (imports and reading of the case are left out).

    ``seconds``: the median of up to nine calls, ``first`` the first of them, ``processor`` the processor's seconds (of
    all cores together; the same on a busy machine); ``proved``: whether it finished with the
    whole answer; ``megabytes``: the peak of its process; ``why``: what kept it from finishing.
    """

    seconds: float
    proved: bool
    answer: Mapping[str, Any]
    megabytes: float = 0.0
    first: float = 0.0
    processor: float = 0.0
    why: str = ""


@dataclass(frozen=True)
class Trial:
    """Several programs on the same case, and what came of comparing their answers.

    ``differs``: what is not the same, "" where all is; ``compared``: with whom the answer was compared. ``skipped``:
    why there is nothing to measure.
    """

    what: str
    ours: Reading
    peers: Mapping[str, Reading] = field(default_factory=dict)
    compared: tuple[str, ...] = ()
    differs: str = ""
    skipped: str = ""

"""What one party can still sign, issue by issue, taken on its own.

Read next: ``analyse.py``.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..exact.questions import Open, Opened
from ..exact.watch import QUIET, Watch
from ..talks import Talks
from .asking import ask, found
from .numbers import numbers


def open_options(
    talks: Talks, party: str, *, method: str | None = None, watch: Watch = QUIET
) -> Mapping[str, tuple[bool, ...]]:
    """For each issue, one truth an option: does some package with it meet the links and this party's own requirements?

    Nobody else's position is looked at.
    """
    talks.party(party)  # raises where there is no such party
    whole = numbers(talks, [party])
    opened: Opened = found(ask(whole.problem, [Open(0)], method, watch), Open(0))
    return {issue.id: truths for issue, truths in zip(talks.issues, opened.options, strict=True)}

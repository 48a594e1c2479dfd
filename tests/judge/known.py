"""What brute force knows of each generated case, worked out once in a test run."""

from __future__ import annotations

from functools import cache

from tests.judge import brute
from tests.judge.generated import talks_case


@cache
def known(seed: int) -> brute.Table:
    """The judge's table of one generated case."""
    return brute.table(talks_case(seed))

"""Everything that can go wrong, in one small tree.

    GoodOfficesError
    ├── BadFile         a file cannot be read as what it should be; carries every Flaw found in it
    ├── BadTalks        talks built in Python contradict themselves; carries every Flaw
    ├── BadQuestion     the question names something these talks do not have
    ├── NoMethod        no method of the exact floor can answer the question on these talks
    └── NoCluster       no cluster is there to make the runs of a simulation, or none that they may be given to

A message says what is wrong and what to write instead. It names parties, issues, options and places in a file,
which the reader of that file may see; it never repeats a score or a walk-away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class GoodOfficesError(Exception):
    """The root: catch this to catch every error this package raises on purpose."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong, at one place.

    ``file`` is the name as the user gave it ("" for talks built in Python), ``line`` counts from 1 (0 where no line
    applies), ``path`` is the way into the file, such as ``positions.arda.red_lines.0.must``.
    """

    message: str
    path: str = ""
    line: int = 0
    file: str = ""

    def __str__(self) -> str:
        place = self.file + (f":{self.line}" if self.line else "")
        return ": ".join(part for part in (place, self.path, self.message) if part)


class _WithFlaws(GoodOfficesError):
    """An error that lists flaws, one a line, in the order of the file."""

    def __init__(self, flaws: Iterable[Flaw]) -> None:
        self.flaws = tuple(sorted(flaws, key=lambda flaw: (flaw.file, flaw.line)))
        super().__init__("\n".join(str(flaw) for flaw in self.flaws))


class BadFile(_WithFlaws):
    """A file that cannot be read; ``flaws`` has every reason at once."""


class BadTalks(_WithFlaws):
    """Talks whose parts do not fit together; ``flaws`` has every reason at once."""


class BadQuestion(GoodOfficesError):
    """A question about something these talks do not have."""


class NoMethod(GoodOfficesError):
    """No method accepts this question on these talks; the message says what would have to be smaller."""


class NoCluster(GoodOfficesError):
    """No cluster answers, or it is not one that runs may be given to; the message says what it lacks."""

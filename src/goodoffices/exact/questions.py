"""What can be asked of a problem, and the shape of each answer. A question is separate from the methods that answer it.

Packages are tuples of option numbers, points whole units, sides and requirements numbers (`problem.requirements`). The
``words`` of a question say what it is called where progress is shown.

Read next: ``watch.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, TypeAlias

from .problem import Choices


@dataclass(frozen=True)
class Exists:
    """Is any package in the zone? Result: `Found`."""

    words: ClassVar[str] = "zone"


@dataclass(frozen=True)
class Found:
    """A package of the zone, or None; without a package, ``proved`` says that there is none."""

    package: Choices | None
    proved: bool


@dataclass(frozen=True)
class Size:
    """How many packages are in the zone? Result: `Counted`."""

    words: ClassVar[str] = "size of the zone"


@dataclass(frozen=True)
class Counted:
    """The zone's size; where it is not ``exact``, an estimate between ``low`` and ``high``, or at least so many.

    ``accepted_by[k]``: how many packages that meet the links exactly k sides accept (None: not counted).
    ``low``, ``high``: the interval of an estimate, else None.
    """

    count: int
    exact: bool
    accepted_by: tuple[int, ...] | None = None
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class Frontier:
    """Which of the zone's packages does none better for one of ``over`` without loss to another? Result: `Points`.

    Where there are more than ``most`` points, a part of them that stands for the rest will do.
    """

    words: ClassVar[str] = "frontier"
    over: tuple[int, ...]
    most: int | None = None


@dataclass(frozen=True)
class Points:
    """One package for each distinct undominated score vector (over the sides asked about), in no promised order.

    Where they are not ``complete``, ``size`` is how many such vectors there are (None: not known), and ``within`` has
    for each side asked about the units by which a package of the zone may be better for it than the point that stands
    for that package (None: nothing is known of the rest). ``gaining`` says of which packages that holds: those in which
    each side asked about gains at least so many units (None: all of the zone).
    """

    points: Sequence[tuple[Choices, tuple[int, ...]]]
    complete: bool
    size: int | None = None
    within: tuple[int, ...] | None = None
    gaining: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Objective:
    """What a formula maximises over the gains of all sides.

    ``value(gains, best)`` is exact and comparable, and never falls when a gain rises; ``best`` has each side's best
    gain in the zone. ``shape`` names a form the methods know to be quick with: ``sum``, ``least``, ``sorted`` (gains
    from the least up), ``share`` (least share of the best gain), ``product``; ``other`` is any other, found through the
    frontier. ``nonnegative`` leaves out packages where a gain is negative.
    """

    name: str
    value: Callable[[tuple[Any, ...], tuple[Any, ...]], Any]
    shape: Literal["sum", "least", "sorted", "share", "product", "other"] = "other"
    nonnegative: bool = False


@dataclass(frozen=True)
class Best:
    """Which package of the zone has the highest value? Result: `Chosen`.

    Ties go to the better sorted gains, then to the first package in file order.
    ``best``: each side's best gain in the zone, where the objective looks at it.
    """

    words: ClassVar[str] = "formulas"
    objective: Objective
    best: tuple[int, ...] = ()


@dataclass(frozen=True)
class Chosen:
    """The package chosen (None: no package qualifies).

    ``ties``: how many packages have its value, where counted. Where it is not ``proved``, the package is the best so
    far, and ``bound`` has for each side a gain in units that no package can pass.
    """

    package: Choices | None
    proved: bool
    ties: int | None = None
    bound: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Highest:
    """What is the highest score of each side in the zone? Result: `Heights`."""

    words: ClassVar[str] = "best scores"


@dataclass(frozen=True)
class Heights:
    """The highest score of each side over the zone; None where the zone is empty.

    Where they are not ``proved``, they are the highest so far.
    """

    heights: tuple[int, ...] | None
    proved: bool


@dataclass(frozen=True)
class Room:
    """How high may the walk-away of ``side`` be before the zone is empty? Result: `Raised`."""

    words: ClassVar[str] = "headroom"
    side: int


@dataclass(frozen=True)
class Raised:
    """The highest walk-away that leaves a zone (None: none does).

    ``unbounded`` where the zone outlives the side's no.
    """

    to: int | None
    unbounded: bool
    proved: bool


@dataclass(frozen=True)
class Excludes:
    """Which red lines exclude some package that meets the links? Result: `Excluding`."""

    words: ClassVar[str] = "red lines"


@dataclass(frozen=True)
class Excluding:
    """Numbers of requirements (`problem.requirements`) that are red lines and exclude something."""

    requirements: tuple[int, ...]
    complete: bool


@dataclass(frozen=True)
class Minimal:
    """Which minimal sets of requirements, dropped, open a zone, and which minimal sets, kept alone, leave none?

    Result: `MinimalSets`. Where there is a zone, both lists are empty.
    """

    words: ClassVar[str] = "conflicts and repairs"


@dataclass(frozen=True)
class Opening:
    """A minimal set of requirements to drop.

    ``falls``: the undominated falls, in units, of the walk-aways in it, in the order of ``requirements``.
    ``package``: one that the first of the falls opens.
    """

    requirements: tuple[int, ...]
    falls: tuple[tuple[int, ...], ...]
    package: Choices
    complete: bool = True


@dataclass(frozen=True)
class MinimalSets:
    """Repairs and conflicts by number of requirements, then file order."""

    repairs: tuple[Opening, ...]
    repairs_complete: bool
    conflicts: tuple[tuple[int, ...], ...]
    conflicts_complete: bool


@dataclass(frozen=True)
class SmallestConflict:
    """Which conflict has the fewest requirements? Of several, the first in file order. Result: `Conflict`."""

    words: ClassVar[str] = "smallest conflict"


@dataclass(frozen=True)
class Conflict:
    """A conflict by the numbers of its requirements; None where there is none.

    ``proved``: that none has fewer requirements, or that there is none; where nothing was found it may be unproved.
    """

    requirements: tuple[int, ...] | None
    proved: bool


@dataclass(frozen=True)
class Coalitions:
    """Which sets of sides, as large as they can be, does some package satisfy? Result: `Sets`.

    Only sets that suffice for agreement are asked for.
    """

    words: ClassVar[str] = "coalitions"


@dataclass(frozen=True)
class Sets:
    """Maximal sets of sides, larger ones first, then file order."""

    sets: tuple[tuple[int, ...], ...]
    complete: bool


@dataclass(frozen=True)
class Open:
    """Which options can ``side`` still sign? Result: `Opened`.

    An option is open where some package with it meets the links and this side's own requirements.
    """

    words: ClassVar[str] = "open options"
    side: int


@dataclass(frozen=True)
class Opened:
    """One truth for every option of every issue. Not ``complete``: a False may still be True."""

    options: tuple[tuple[bool, ...], ...]
    complete: bool


Question: TypeAlias = (
    Exists | Size | Frontier | Best | Highest | Room | Excludes | Minimal | SmallestConflict | Coalitions | Open
)
Result: TypeAlias = (
    Found | Counted | Points | Chosen | Heights | Raised | Excluding | MinimalSets | Conflict | Sets | Opened
)


def nothing_known(question: Question) -> Result:
    """What is answered where nothing at all was found out.

    >>> nothing_known(Exists())
    Found(package=None, proved=False)
    """
    match question:
        case Exists():
            return Found(None, proved=False)
        case Size():
            return Counted(0, exact=False)
        case Frontier():
            return Points((), complete=False)
        case Best():
            return Chosen(None, proved=False)
        case Highest():
            return Heights(None, proved=False)
        case Room():
            return Raised(None, unbounded=False, proved=False)
        case Excludes():
            return Excluding((), complete=False)
        case Minimal():
            return MinimalSets((), False, (), False)
        case SmallestConflict():
            return Conflict(None, proved=False)
        case Coalitions():
            return Sets((), complete=False)
        case Open():
            return Opened((), complete=False)

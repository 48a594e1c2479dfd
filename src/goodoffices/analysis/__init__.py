"""A mediator's questions, each in a file of its own: what is asked, and how the answer is read.

Start with ``answers.py`` (the nouns), then ``zone.py``. ``analyse.py`` asks everything at once.
"""

from .adjusted_winner import adjusted_winner
from .analyse import QUESTIONS, analyse
from .answers import (
    Analysis,
    Certificate,
    Coalitions,
    Conflicts,
    Frontier,
    Headroom,
    Pick,
    Point,
    Repair,
    Repairs,
    Size,
    SmallestConflict,
    Split,
    Without,
    Zone,
)
from .coalitions import coalitions
from .formulas import FORMULAS, Formula, formula
from .frontier import MOST_LISTED, frontier
from .headroom import headroom
from .links import check_links
from .minimal import conflicts, repairs, smallest_conflict
from .open_options import open_options
from .robustness import Firmness, Loss, Robustness, Share, Tried, robustness
from .sampling import sample
from .zone import zone

__all__ = [
    "FORMULAS",
    "MOST_LISTED",
    "QUESTIONS",
    "Analysis",
    "Certificate",
    "Coalitions",
    "Conflicts",
    "Firmness",
    "Formula",
    "Frontier",
    "Headroom",
    "Loss",
    "Pick",
    "Point",
    "Repair",
    "Repairs",
    "Robustness",
    "Share",
    "Size",
    "SmallestConflict",
    "Split",
    "Tried",
    "Without",
    "Zone",
    "adjusted_winner",
    "analyse",
    "check_links",
    "coalitions",
    "conflicts",
    "formula",
    "frontier",
    "headroom",
    "open_options",
    "repairs",
    "robustness",
    "sample",
    "smallest_conflict",
    "zone",
]

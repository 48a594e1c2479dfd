"""A mediator's questions, each in a file of its own: what is asked, and how the answer is read.

Start with ``answers.py`` (the nouns), then ``zone.py``. ``analyse.py`` asks everything at once.
"""

from .adjusted_winner import adjusted_winner
from .analyse import QUESTIONS, analyse
from .answers import (
    Analysis,
    Coalitions,
    Conflicts,
    Frontier,
    Headroom,
    Pick,
    Point,
    Repair,
    Repairs,
    Size,
    Split,
    Without,
    Zone,
)
from .coalitions import coalitions
from .formulas import FORMULAS, Formula, formula
from .frontier import frontier
from .headroom import headroom
from .links import check_links
from .minimal import conflicts, repairs
from .open_options import open_options
from .zone import zone

__all__ = [
    "FORMULAS",
    "QUESTIONS",
    "Analysis",
    "Coalitions",
    "Conflicts",
    "Formula",
    "Frontier",
    "Headroom",
    "Pick",
    "Point",
    "Repair",
    "Repairs",
    "Size",
    "Split",
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
    "zone",
]

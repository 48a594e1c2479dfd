"""What may be concluded about positions from what parties said and answered. Start with ``belief.py``."""

from .belief import Belief, Chance, belief, chance_of_yes, numbers, scores, standing
from .bounds import Standing
from .contradictions import Contradiction
from .frame import DEFAULT, PRIORS, Prior, frame, orders_of
from .samples import MISTAKEN, Rows, Samples, compared, drawn, judged
from .worth import Worth

__all__ = [
    "DEFAULT",
    "MISTAKEN",
    "PRIORS",
    "Belief",
    "Chance",
    "Contradiction",
    "Prior",
    "Rows",
    "Samples",
    "Standing",
    "Worth",
    "belief",
    "chance_of_yes",
    "compared",
    "drawn",
    "frame",
    "judged",
    "numbers",
    "orders_of",
    "scores",
    "standing",
]

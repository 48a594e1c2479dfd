"""What a formula picks, in words: what each party gains, and how near that is to the best where it is not proved.

Read next: ``answer_words.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil

from ..analysis.answers import Pick, Size
from ..talks import Talks
from .repair_words import SHORT_PACKAGE
from .words import fall_words, package_phrase, points_words, reach_words, say_list, size_words, who

LONG = 10**9
"""From here on a value is printed short."""
FORMULA_NAMES: Mapping[str, str] = {
    "nash": "Nash",
    "maximin": "Maximin",
    "leximin": "Leximin",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "utilitarian": "Utilitarian",
    "adjusted_winner": "Adjusted Winner",
}


def formula_name(name: str) -> str:
    """What a formula is called in print."""
    return FORMULA_NAMES.get(name, name.replace("_", " ").capitalize())


def pick_words(pick: Pick, talks: Talks) -> str:
    """What a formula picks and what each party gains by it, measured from its walk-away."""
    gains = [f"{who(talks, party)} {points_words(gain)}" for party, gain in pick.gains.items()]
    name = formula_name(pick.formula)
    from_zero = pick.zero_is_arbitrary
    measured = f"gives {say_list(gains)} points" if len(from_zero) == len(gains) else _leaves(pick, gains)
    words = f"The {name} formula {measured}"
    if pick.package is not None and len(talks.issues) <= SHORT_PACKAGE:
        words += f", with {package_phrase(pick.package, talks)}"
    words += "."
    if from_zero:
        whom = "" if len(from_zero) == len(gains) else f" for {say_list([who(talks, id) for id in from_zero])}"
        words += f" No walk-away is recorded{whom}: there points count from 0, which is arbitrary."
    if not pick.proved:
        bound = bound_words(pick)
        words += f" It is the best found so far, not proved{bound and f': {bound}'}."
    elif pick.formula == "nash" and pick.value == 0:
        words += (
            " Every package leaves some party without a gain, so every product of gains is 0, and it takes what "
            "Leximin takes."
        )
    return words


def bound_words(pick: Pick) -> str:
    """What no package can pass where a pick is not proved, in the formula's own value; of several numbers the least.

    >>> bound_words(Pick("maximin", value=Fraction(2), bound=Fraction(5)))
    'its value is 2, and none can pass 5'
    """
    several = isinstance(pick.bound, tuple)
    bound, value = (part[0] if isinstance(part, tuple) else part for part in (pick.bound, pick.value))
    if pick.proved or bound is None or value is None:
        return ""
    return (
        f"its {'least gain' if several else 'value'} is {_value_words(value)}, and none can pass {_most_words(bound)}"
    )


def _value_words(value: Fraction) -> str:
    """A formula's value: a product of gains soon has too many digits to be read."""
    return size_words(Size(int(value), "estimate")) if value >= LONG else reach_words(value)


def _most_words(bound: Fraction) -> str:
    """A bound, never rounded to less than it is.

    >>> _most_words(Fraction(1234567890123)), _most_words(Fraction(7))
    ('about 1,240,000,000,000', '7')
    """
    if bound < LONG:
        return fall_words(bound)
    scale = int(10 ** (len(str(int(bound))) - 3))
    return size_words(Size(ceil(bound / scale) * scale, "estimate"))


def _leaves(pick: Pick, gains: list[str]) -> str:
    one = len(pick.gains) == 1
    unit = "point" if set(pick.gains.values()) == {1} else "points"
    return f"leaves {say_list(gains)} {unit} above {'its walk-away' if one else 'their walk-aways'}"

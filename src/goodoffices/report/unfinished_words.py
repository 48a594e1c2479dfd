"""The questions that were asked and have no answer yet, in words: each is named, with what is known of it.

Read next: ``tables.py``, whose table of methods gives the numbers.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..analysis.answers import Analysis
from .pick_words import formula_name
from .words import say_list


def not_finished(analysis: Analysis) -> Iterator[str]:
    """The questions that were asked and have no answer yet, or only a part of one, where no line above says so."""
    zone = analysis.zone
    frontier, room = analysis.frontier, analysis.headroom
    parts = []
    if zone is not None and zone.exists and not zone.rests_on_complete:
        parts.append("which red lines exclude something")
    if frontier is not None and not frontier.complete and frontier.within is None and frontier.why is None:
        known = f" (packages of it known so far: {len(frontier.points):,})" if frontier.points else ""
        parts.append(f"the frontier{known}")
    parts += _picks_not_finished(analysis)
    if room is not None and not room.proved:
        parts.append("the headroom" + ("" if room.by_party is None else " (it is at least what is given)"))
    if zone is not None and zone.status != "none":
        found = (("the conflicts", analysis.conflicts), ("the repairs", analysis.repairs))
        parts += [name for name, sets in found if sets is not None and not sets.complete]
    if parts:
        yield f"Not finished: {'; '.join(parts)}."


def _picks_not_finished(analysis: Analysis) -> Iterator[str]:
    """The formulas whose pick is not proved to be the best, and those that have none yet."""
    picks = (analysis.formulas or {}).values()
    so_far = [formula_name(pick.formula) for pick in picks if pick.package is not None and not pick.proved]
    nothing = [formula_name(pick.formula) for pick in picks if pick.unfinished]
    for names, state in ((so_far, " (the best so far is given)"), (nothing, "")):
        if names:
            yield f"the formula{'s' * (len(names) > 1)} {say_list(names)}{state}"

"""A simulation as JSON: a contract like that of ``contract.py``. Read next: ``contract.py``."""

from __future__ import annotations

from collections.abc import Sequence

from ..simulate.plan import Plan
from ..simulate.summary import Entry, Mean
from .contract import Json


def as_json(plan: Plan, entries: Sequence[Entry], seconds: float | None = None) -> Json:
    """The summary of a simulation as one JSON object. ``seconds``: how long it took.

    Of given talks it has no fingerprint, as a number of theirs could be found from it by trying; and it is for the
    mediator only.
    """
    return {
        "plan": None if plan.private else plan.fingerprint,
        "mediator_only": plan.private,
        "runs": sum(entry.runs for entry in entries),
        "asked": len(plan),
        "seed": plan.first,
        "given": sorted(plan.given),
        "summary": [_entry(entry) for entry in entries],
        "false_agreements": sum(entry.false_agreements for entry in entries),
        "seconds": seconds,
    }


def _entry(entry: Entry) -> Json:
    return {
        "talks": entry.talks,
        "procedure": entry.procedure,
        "behaviour": entry.behaviour,
        "runs": entry.runs,
        **{name: _mean(mean) for name, mean in entry.means.items()},
        "false_agreements": entry.false_agreements,
        "by_behaving": _mean(entry.by_behaving),
    }


def _mean(mean: Mean | None) -> Json | None:
    return None if mean is None else {"mean": mean.value, "half": mean.half, "count": mean.count}

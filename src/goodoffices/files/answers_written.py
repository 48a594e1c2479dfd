"""What a party answered, written as the file writes it. Read next: ``conditions_written.py``."""

from __future__ import annotations

from ..talks import Alike, Answer, Importance, Joined, NoMoreLines, Order, Rather, Said, Verdict, Weight
from .numbers_text import written
from .plain import Data


def write_answer(answer: Answer) -> dict[str, Data]:
    """One answer as a mapping, which is read again as the same answer."""
    data: dict[str, Data] = {"id": answer.id, **_said(answer.said)}
    if answer.because is not None:
        data["because"] = answer.because
    if answer.evidence:
        data["evidence"] = list(answer.evidence)
    return data


def _said(said: Said) -> dict[str, Data]:
    match said:
        case Order(issue, groups):
            return {"order": {issue: [group[0] if len(group) == 1 else list(group) for group in groups]}}
        case Importance(issues):
            return {"importance": list(issues)}
        case Weight(issue, low, high):
            return {"weight": {issue: written(low) if low == high else [written(low), written(high)]}}
        case Rather(better, worse):
            return {"rather": dict(better), "than": dict(worse)}
        case Alike(one, other):
            return {"alike": [dict(one), dict(other)]}
        case Verdict(draft, yes):
            return {"draft": dict(draft), "says": "yes" if yes else "no"}
        case Joined(issues, together):
            return {"together" if together else "apart": list(issues)}
        case NoMoreLines():
            return {"red_lines": "no_more"}

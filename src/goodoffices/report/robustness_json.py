"""How firmly answers stand, as JSON: a contract like that of ``contract.py``.

Read next: ``contract.py``.
"""

from __future__ import annotations

from ..analysis.robustness import Firmness, Loss, Robustness, Share, Tried
from .contract import Json, Options, number, options_json, package_json


def as_json(answer: Robustness, seconds: float | None = None) -> Json:
    """The answer as one JSON object. ``seconds``: how long it took."""
    options = options_json(answer.talks)
    return {
        "title": answer.talks.title,
        "packages": str(answer.talks.packages),
        "signatories": list(answer.talks.signatories),
        "draws": answer.bound.draws,
        "asked": answer.asked,
        "seed": answer.seed,
        "drawn": dict(answer.drawn),
        "within": None if answer.within is None else number(answer.within),
        "zone": answer.zone and _share(answer.zone),
        "best": answer.best and package_json(options, answer.best.package),
        "proved": answer.proved,
        "bound": _share(answer.bound),
        "ties": answer.ties,
        "tried": [_tried(options, tried) for tried in answer.tried],
        "formulas": {name: _firmness(options, firm) for name, firm in answer.formulas.items()},
        "why": answer.why,
        "warnings": list(answer.warnings),
        "seconds": seconds,
    }


def _share(share: Share) -> Json:
    low, high = share.interval
    return {"share": float(share.value), "low": low, "high": high, "count": share.count, "draws": share.draws}


def _tried(options: Options, tried: Tried) -> Json:
    return {
        "package": package_json(options, tried.package),
        "picked_by": list(tried.picked_by),
        "acceptable": _share(tried.acceptable),
        "by_party": {party: _share(share) for party, share in tried.by_party.items()},
        "lost": {party: _loss(lost) for party, lost in tried.lost.items()},
    }


def _firmness(options: Options, firm: Firmness) -> Json:
    return {
        "package": firm.package and package_json(options, firm.package),
        "same": firm.same and _share(firm.same),
        "most_often": firm.most_often and package_json(options, firm.most_often),
        "most_often_in": _share(firm.most_often_in),
        "nothing": _share(firm.nothing),
        "packages": firm.packages,
        "value_lost": firm.lost and _loss(firm.lost),
    }


def _loss(lost: Loss) -> Json:
    return {"average": number(lost.average), "greatest": number(lost.greatest)}

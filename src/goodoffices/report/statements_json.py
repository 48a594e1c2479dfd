"""Statements as JSON, so that an answer can be followed by ids to what was said.

Read next: ``contract.py``.
"""

from __future__ import annotations

from typing import Any

from ..talks import Statement, Talks
from .statement_words import evidence_of, statement_words


def evidence_json(talks: Talks, lines: list[str]) -> dict[str, list[str]]:
    """For each red line, as ``party:line``, the ids of the statements that speak for it; lines without any left out."""
    held = {f"{position.party}:{line.id}": line for position in talks.positions for line in position.red_lines}
    found = {name: [one.id for one in evidence_of(held[name], talks)] for name in lines if name in held}
    return {name: ids for name, ids in found.items() if ids}


def statement_json(one: Statement, talks: Talks) -> dict[str, Any]:
    """One statement as a JSON object."""
    return {
        "id": one.id,
        "at": one.at.start.isoformat(),
        "until": None if one.at.end is None else one.at.end.isoformat(),
        "zone": one.at.zone,
        "speaker": one.speaker,
        "named": one.named,
        "for": one.speaks_for,
        "through": list(one.through),
        "words": dict(one.words),
        "quoted": bool(one.words) and not one.indirect,
        "public": one.is_public,
        "confided": one.confided,
        "source": statement_words(one, talks),
    }

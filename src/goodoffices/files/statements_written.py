"""Statements written as the file writes them. Read next: ``layout.py``."""

from __future__ import annotations

from ..talks import Account, Count, Issue, Mood, Stance, Statement
from .conditions_written import write_condition
from .moments_text import moment_text
from .numbers_text import written
from .plain import Data


def write_statement(one: Statement, issues: dict[str, Issue]) -> dict[str, Data]:
    """One statement as a mapping, which is read again as the same. Raises `NotAMoment` where it has none."""
    data: dict[str, Data] = {"id": one.id, "at": moment_text(one.at)}
    data["speaker" if one.named else "unnamed"] = one.speaker
    if one.speaks_for is not None:
        data["for"] = one.speaks_for
    if one.through:
        data["through"] = one.through[0] if len(one.through) == 1 else list(one.through)
    if one.words:
        texts = dict(one.words)
        data["told" if one.indirect else "words"] = texts[""] if list(texts) == [""] else {**texts}
    data |= _claim(one, issues)
    if one.confided is not None:
        data["confided"] = one.confided
    if one.confidence is not None:
        data["confidence"] = written(one.confidence)
    if one.expires is not None:
        data["expires"] = moment_text(one.expires)
    if one.supersedes:
        data["supersedes"] = one.supersedes[0] if len(one.supersedes) == 1 else list(one.supersedes)
    return data


def _claim(one: Statement, issues: dict[str, Issue]) -> dict[str, Data]:
    match one.claim:
        case Stance(party, holds):
            condition = write_condition(holds, issues)
            data: dict[str, Data] = {"never": condition["not"]} if "not" in condition else {"must": condition}
            return data if party == one.speaks_for else {**data, "about": party}
        case Account(meeting, tone):
            return {"meeting": meeting} if tone is None else {"meeting": meeting, "tone": tone}
        case Mood(words, party):
            return {"mood": words} if party is None else {"mood": words, "about": party}
        case Count(of, "from_to", number, to) if to is not None:
            return {"count": {"of": of, "from": written(number), "to": written(to)}}
        case Count(of, measure, number):
            return {"count": {"of": of, measure: written(number)}}
        case None:
            return {}

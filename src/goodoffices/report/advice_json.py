"""Advice as JSON: a contract like that of ``contract.py``. Read next: ``contract.py``."""

from __future__ import annotations

from ..beliefs import Chance
from ..beliefs.advice import Advice, PartyOnDraft, ProposedDraft
from ..beliefs.proposing import Proposed
from ..talks import Talks
from .advice_words import question_words
from .contract import Json, Options, _exact, number, options_json, package_json


def as_json(talks: Talks, advice: Advice, seconds: float | None = None) -> Json:
    """The advice as one JSON object. ``seconds``: how long it took."""
    options = options_json(talks)
    return {
        "title": talks.title,
        "signatories": list(talks.signatories),
        "table": advice.table,
        "question": advice.question and _question(talks, options, advice.question),
        "runner_up": advice.runner_up and _question(talks, options, advice.runner_up),
        "draft": advice.draft and _draft(options, advice.draft),
        "nothing_recorded": list(advice.nothing_recorded),
        "contradictions": [{"party": party, "said": said} for party, said in advice.contradictions],
        "draws": advice.draws,
        "blocked_by": [f"{party}:{line}" for party, line in advice.blocked_by],
        "coalition": None if advice.coalition is None else list(advice.coalition),
        "all_said_yes": advice.all_said_yes,
        "no_walk_away": list(advice.no_walk_away),
        "seconds": seconds,
    }


def _question(talks: Talks, options: Options, asked: Proposed) -> Json:
    return {
        "party": asked.party,
        "kind": asked.kind,
        "words": question_words(talks, asked),
        "issue": asked.issue,
        "drafts": [package_json(options, dict(draft)) for draft in asked.drafts],
        "worth": None if asked.worth is None else number(asked.worth),
        "rests_on": list(asked.rests_on),
        "rests_on_assumed": list(asked.rests_on_assumed),
    }


def _draft(options: Options, draft: ProposedDraft) -> Json:
    return {
        "package": package_json(options, dict(draft.package)),
        "parties": {one.party: _party(one) for one in draft.parties},
        "changes": [
            {"issue": issue, "from": options[issue][then], "to": options[issue][now]}
            for issue, then, now in draft.changes
        ],
        "together": None if draft.together is None else number(draft.together),
        "of_the_best": [number(share) for share in draft.of_the_best],
        "expected": number(draft.expected),
        "missing": number(draft.missing),
        "rests_on": list(draft.rests_on),
        "rests_on_assumed": list(draft.rests_on_assumed),
    }


def _party(one: PartyOnDraft) -> Json:
    standing = one.standing
    return _exact(
        {
            "standing": standing.word,
            "taken_apart": standing.taken_apart,
            "score": standing.score and list(standing.score),
            "margin": standing.margin and list(standing.margin),
            "red_lines_broken": list(standing.broken),
            "chance": one.chance and _chance(one.chance),
            "compared": one.compared,
            "share_better": None if one.share_better is None else number(one.share_better),
        }
    )


def _chance(chance: Chance) -> Json:
    return {
        "value": chance.value,
        "prior": chance.prior,
        "beside": chance.beside,
        "beside_prior": chance.beside_prior,
        "draws": chance.draws,
    }

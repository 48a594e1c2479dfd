"""Advice in words: the next question as one would put it, the next draft, and what each rests on.

Nothing here says that a party will accept: a draft is necessarily, possibly or never acceptable *by what is recorded*,
and a chance comes with the prior it rests on and with the same under another.

Read next: ``advice_json.py``, the same as JSON.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ..beliefs import Chance
from ..beliefs.advice import Advice, PartyOnDraft, ProposedDraft
from ..beliefs.bounds import TAKEN_APART
from ..beliefs.proposing import Proposed
from ..talks import Package, Requirement, Talks
from .position_words import line_name
from .tables import Table
from .words import all_inside, label, option_words, package_words, party_name, say_list, start, who, whose


def advice_lines(talks: Talks, advice: Advice) -> list[str]:
    """The advice as sentences, what to do first the first."""
    lines = [
        f"{start(whose(who(talks, party)))} answers do not fit together: {said}."
        for party, said in advice.contradictions
    ]
    if advice.nothing_recorded:
        names = say_list([who(talks, party) for party in advice.nothing_recorded])
        lines.append(
            f"Nothing is recorded of what {names} want{'' if advice.nothing_recorded[1:] else 's'}; ask first."
        )
    elif advice.draft is None:
        lines.append(_no_draft(talks, advice))
    if advice.question is not None and not advice.table:
        lines += _question(talks, advice.question, "Ask")
    if advice.draft is not None:
        lines += _draft(talks, advice, advice.draft)
    if advice.question is not None and advice.table:
        lines += _question(talks, advice.question, "The best question instead: ask")
    if advice.runner_up is not None:
        lines += _question(talks, advice.runner_up, "Next in line: ask")
    return lines


def question_words(talks: Talks, asked: Proposed) -> str:
    """The question as it may be put to the party.

    >>> from goodoffices.talks import Issue, Option, Party, Talks
    >>> height = Issue("height", "Height", (Option("low", "Low"), Option("high", "High")))
    >>> fence = Talks("A fence", (Party("ann", "Ann"),), (height, Issue("gate", "Gate", (Option("no", "None"),))))
    >>> question_words(fence, Proposed("ann", "red_lines"))
    'Is there anything without which you could not sign, whatever else you get?'
    >>> question_words(fence, Proposed("ann", "importance"))
    'Which of these matters most to you, which next, and so on: Height, Gate?'
    >>> question_words(fence, Proposed("ann", "order", "height"))
    'In which order would you have these, the best first, for Height: Low, High?'
    """
    match asked.kind:
        case "red_lines":
            stated = any(line.status == "stated" for line in talks.position(asked.party).red_lines)
            beside = "Besides what you have said in public, is" if stated else "Is"
            return f"{beside} there anything without which you could not sign, whatever else you get?"
        case "together":
            names = _list(issue.name for issue in talks.issues)
            return f"Of which of these does what one is worth to you depend on how another is settled: {names}?"
        case "importance":
            return f"Which of these matters most to you, which next, and so on: {_list(i.name for i in talks.issues)}?"
        case "order":
            issue = talks.issue(asked.issue or "")
            options = all_inside([label(issue, place) for place in range(len(issue.options))])
            return f"In which order would you have these, the best first, for {issue.name}: {', '.join(options)}?"
        case "draft":
            return f"Could you sign this: {package_words(dict(asked.drafts[0]), talks)}?"
        case "rather":
            return rather_words(talks, *map(dict, asked.drafts))


def rather_words(talks: Talks, one: Package, other: Package) -> str:
    """The question which of two drafts is better, by what they differ in.

    >>> from goodoffices.talks import Issue, Option, Party, Talks
    >>> height = Issue("height", "Height", (Option("low", "Low"), Option("high", "High")))
    >>> rather_words(Talks("A fence", (Party("ann", "Ann"),), (height,)), {"height": "low"}, {"height": "high"})
    'Which would you rather have: Height: Low; or Height: High?'
    """
    differing = [issue.id for issue in talks.issues if one[issue.id] != other[issue.id]]
    first, second = (package_words({issue: draft[issue] for issue in differing}, talks) for draft in (one, other))
    rest = "" if len(differing) == len(talks.issues) else "All else alike, which"
    return f"{rest or 'Which'} would you rather have: {first}; or {second}?"


def draft_table(talks: Talks, draft: ProposedDraft) -> Table:
    """How the draft stands with each party, by what is recorded."""
    beside = any(one.compared for one in draft.parties)
    chances = any(one.chance and one.standing.word == "possibly" for one in draft.parties)
    headers = ("", "By what is recorded", *(("Chance of a yes",) if chances else ()),
               *(("Beside the last draft",) if beside else ()))  # fmt: skip
    rows = tuple(
        (
            party_name(talks, one.party),
            start(one.standing.word) + " acceptable",
            *((_chance(one),) if chances else ()),
            *((_compared(one),) if beside else ()),
        )
        for one in draft.parties
    )
    return Table("The draft, party by party", headers, rows)


def chance_words(chance: Chance | None) -> str:
    """A chance with its prior, and the same under the other.

    >>> chance_words(Chance(0.62, "even weights", 0.58, "even steps", 300))
    '62 % (58 % under the prior "even steps")'
    >>> chance_words(Chance(1.0, "even weights", 0.0, "even steps", 300))  # draws make nothing certain
    'above 99 % (below 1 % under the prior "even steps")'
    """
    if chance is None:
        return "none of its own answers support one"
    return f'{_drawn(chance.value)} ({_drawn(chance.beside)} under the prior "{chance.beside_prior}")'


def percent_words(value: float | Fraction) -> str:
    """A share in whole hundredths; near 0 and 1 it says so."""
    if 0 < value < Fraction(1, 100):
        return "below 1 %"
    return "above 99 %" if Fraction(99, 100) < value < 1 else f"{round(value * 100)} %"


def _drawn(chance: float | Fraction) -> str:
    """A chance by draws, none of which makes anything certain."""
    return "below 1 %" if chance <= 0 else "above 99 %" if chance >= 1 else percent_words(chance)


def _no_draft(talks: Talks, advice: Advice) -> str:
    """That there is no draft, and the red lines that leave none."""
    lines = [line_name(Requirement(party, f"red_line:{line}"), talks) for party, line in advice.blocked_by]
    together = f"{say_list(['the links', *lines])} together" if lines else "the links"
    return f"No draft meets {together}; `goodoffices analyse` says more."


def _resting(talks: Talks, confided: tuple[str, ...], assumed: tuple[str, ...]) -> str:
    """What something rests on; empty where on nothing but what is public."""
    told, guessed = (say_list([who(talks, party) for party in parties]) for parties in (confided, assumed))
    found = [f"what is recorded of {told} beyond what was said in public"] if told else []
    return say_list([*found, *([f"red lines that are assumed of {guessed}"] if guessed else [])])


def _question(talks: Talks, asked: Proposed, lead: str) -> Iterator[str]:
    yield f"{lead} {who(talks, asked.party)}: {question_words(talks, asked)}"
    if resting := _resting(talks, asked.rests_on, asked.rests_on_assumed):
        yield (
            f"  This question rests on {resting}: by the drafts it names, {who(talks, asked.party)} may guess at some "
            "of that."
        )
    if asked.worth is not None:
        yield f"  It raises what can be expected of the next draft by {_small(asked.worth)}."


def _small(worth: Fraction) -> str:
    """A share of a party's scale."""
    if worth < Fraction(1, 200):
        return "less than half a hundredth of a party's own scale"
    number = float(worth * 100)
    return f"about {number:.1f} hundredths of a party's own scale"


def _draft(talks: Talks, advice: Advice, draft: ProposedDraft) -> Iterator[str]:
    never = [who(talks, one.party) for one in draft.parties if one.standing.word == "never"]
    lead = "Table this draft next" if advice.table else "The draft as of now"
    if advice.all_said_yes:
        lead = "Everybody has said yes to this draft; nothing is left to ask. Put it to signature"
    yield f"{lead}: {package_words(dict(draft.package), talks)}."
    if advice.table and advice.question is not None:
        yield f"  Even full knowledge of all positions would raise what can be expected by {_small(draft.missing)}."
    if never:
        yield (
            f"  By what is recorded it is never acceptable to {say_list(never, 'or')}. `goodoffices analyse` says what "
            "blocks a deal."
        )
    if draft.changes:
        changes = [
            f"{talks.issue(issue).name}, from {then} to {now}"
            for issue, then, now in (
                (i, *(option_words(talks.issue(i), o) for o in (t, n))) for i, t, n in draft.changes
            )
        ]
        yield f"  It changes from the last draft: {'; '.join(changes)}."
    for one in draft.parties:
        if one.standing.broken and one.standing.word != "never":
            lines = [line_name(Requirement(one.party, f"red_line:{line}"), talks) for line in one.standing.broken]
            yield f"  It breaks {say_list(lines)}: not sure to be {'red lines' if lines[1:] else 'a red line'}."
    if all(one.standing.word == "necessarily" for one in draft.parties):
        yield "  It meets all that is recorded of everybody."
    elif draft.together is not None and not never:
        yield (
            f"  All together, a yes has a chance of {_drawn(draft.together)}, "
            "if what one party wants says nothing of what another wants."
        )
    if taken := [who(talks, one.party) for one in draft.parties if one.standing.taken_apart]:
        yield f"  How it stands with {say_list(taken)} is told {'of each ' if taken[1:] else ''}{TAKEN_APART}."
    average, worst = draft.of_the_best
    if average:
        yield (
            f"  Over {advice.draws} draws of all positions it reaches {percent_words(average)} of the greatest product "
            f"of gains on average, {percent_words(worst)} at worst."
        )
    if unknown := say_list([who(talks, party) for party in advice.no_walk_away]):
        yield (
            f"  Nothing recorded says when {unknown} would rather have no deal: gains are counted from the worst "
            "package there, which is arbitrary."
        )
    if resting := _resting(talks, draft.rests_on, draft.rests_on_assumed):
        yield (
            f"  It rests on {resting}: without that it would be another draft, and whoever sees it may "
            "infer some of that."
        )


def _chance(one: PartyOnDraft) -> str:
    """A chance only where nothing is certain."""
    return chance_words(one.chance) if one.standing.word == "possibly" else ""


def _compared(one: PartyOnDraft) -> str:
    if one.compared != "open" or one.share_better is None:
        return start(one.compared or "")
    return f"Open: better in {percent_words(one.share_better)} of the positions drawn"


def _list(names: Iterator[str]) -> str:
    return ", ".join(names)

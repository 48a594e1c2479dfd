"""What one party sees of a run of a procedure, step by step, in words: of the talks nothing but its own view of them.

Read next: ``sections.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from ..confidence import view
from ..procedures.running import Played, seen_by
from ..procedures.steps import Better, Draft, LetPass, Number, Question, Rank, Reply, Sign, Tell, Together, Which
from ..talks import Package, Talks
from .advice_words import rather_words
from .words import all_inside, label, package_words, say_list


def seen_lines(talks: Talks, played: Played, party: int) -> list[str]:
    """What the party at a place sees: of each step what everybody was told, and its own question and reply."""
    talks = view(talks, talks.signatories[party])
    lines = []
    for number, (tells, asked) in enumerate(seen_by(played, party), 1):
        still_open = frozenset(question.issue for question, _ in asked if isinstance(question, Number))
        lines += [f"{number}. {_told(talks, tell, still_open)}" for tell in tells]
        lines += [f"   {line}" for question, reply in asked for line in _asked(talks, question, reply)]
    signed = played.ending.signed
    ended = f"There is a deal: {_words(talks, signed)}." if signed else "There is no deal"
    return [*lines, ended if signed else f"{ended}: {played.ending.why}."]


def _told(talks: Talks, tell: Tell, still_open: frozenset[int]) -> str:
    """What everybody was told, with the draft as far as it is settled."""
    open_ids = {talks.issues[issue].id for issue in still_open}
    package = {} if tell.draft is None else _package(talks, tell.draft)
    settled = {issue: option for issue, option in package.items() if issue not in open_ids}
    return f"{tell.said} {package_words(settled, talks)}" if settled else tell.said


def _asked(talks: Talks, question: Question, reply: Reply) -> Iterator[str]:
    """The question that was put to it alone, where what everybody was told is not all of it, and what it replied."""
    match question:
        case Sign():
            yield _yes_or_no(reply)
        case Better(draft, than):
            yield rather_words(talks, _package(talks, draft), _package(talks, than))
            yield _no_reply(reply) or ("The first." if reply is True else "Not the first.")
        case LetPass(draft, than):
            now, before = (
                {
                    issue: option
                    for issue, option in _package(talks, one).items()
                    if option != _package(talks, other)[issue]
                }
                for one, other in ((draft, than), (than, draft))
            )
            yield f"{package_words(now, talks)} takes the place of {package_words(before, talks)}."
            yield _no_reply(reply) or ("It may stand." if reply is True else "It may not stand.")
        case Which(drafts) | Rank(drafts):
            yield from (f"({place}) {_words(talks, draft)}" for place, draft in enumerate(drafts, 1))
            yield _no_reply(reply) or _places(reply, isinstance(question, Rank))
        case Together(None, _):
            yield "Which of the issues hang together, so that what you get on one changes what another is worth?"
            yield _no_reply(reply) or _issues(talks, reply)
        case Together(int(issue), among):
            names = say_list([talks.issues[other].name for other in among])
            yield f"Which of these hang together with {talks.issues[issue].name}: {names}?"
            yield _no_reply(reply) or _issues(talks, reply)
        case Number(_, issue, last, wants_end):
            named = all_inside([label(talks.issues[issue], place) for place in range(last + 1)])
            yield f"Which could you live with for {talks.issues[issue].name}: {', '.join(named)}?"
            ends = (named[-1], named[0]) if wants_end else (named[0], named[-1])
            yield "You are asked as the side that would rather have {}, the other as the one for {}.".format(*ends)
            yield _no_reply(reply) or _named(talks, issue, reply)


def _no_reply(reply: Reply) -> str:
    return "No reply." if reply is None else ""


def _yes_or_no(reply: Reply) -> str:
    return _no_reply(reply) or ("Yes." if reply is True else "No.")


def _places(reply: Reply, ranked: bool) -> str:
    places: Sequence[int] = sorted(reply) if isinstance(reply, frozenset) else reply if isinstance(reply, tuple) else ()
    named = [f"({place + 1})" for place in places]
    return f"{' before '.join(named) if ranked else say_list(named)}." if named else "None of them."


def _issues(talks: Talks, reply: Reply) -> str:
    named = [talks.issues[issue].name for issue in sorted(reply)] if isinstance(reply, frozenset) else []
    return f"{say_list(named)}." if named else "None of them."


def _named(talks: Talks, issue: int, reply: Reply) -> str:
    if isinstance(reply, Fraction) and reply.denominator == 1:
        return f"{label(talks.issues[issue], int(reply))}."
    return f"Place {reply} of the list."


def _package(talks: Talks, draft: Draft) -> Package:
    return {issue.id: issue.option_ids[option] for issue, option in zip(talks.issues, draft, strict=True)}


def _words(talks: Talks, draft: Draft) -> str:
    return package_words(_package(talks, draft), talks)

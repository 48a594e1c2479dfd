"""How firmly answers stand, in words and tables: shares of draws, never chances that somebody accepts.

Read next: ``robustness_json.py``, the same as JSON.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ..analysis.robustness import Firmness, Loss, Robustness, Share, Tried, percent
from ..talks import Package
from .pick_words import formula_name
from .repair_words import SHORT_PACKAGE
from .tables import Table
from .words import (
    package_phrase,
    package_words,
    party_name,
    points_of,
    points_words,
    say_list,
    signatories,
    start,
    who,
    whose,
)

BEST = "In the most draws"
"""What the table calls the package acceptable in the most draws."""


def robustness_lines(answer: Robustness) -> list[str]:
    """The answer as sentences, the most important first; the last says what a share of draws is not."""
    lines = [_drawn(answer), _zone(answer)]
    if answer.best is not None:
        lines += _best(answer, answer.best)
    lines += _formulas(answer)
    lines.append(_modest(answer))
    return lines


def robustness_tables(answer: Robustness) -> list[Table]:
    """The packages that were tried, what each side may lose with them, and how firmly each formula stands.

    A package has a letter, and stands once, in the last table.
    """
    letters = _letters(answer)
    made = (_tried_table, _signed_table, _lost_table, _formulas_table)
    tables = [table(answer, letters) for table in made]
    listed = tuple((letter, words) for words, letter in letters.items())
    tables.append(Table("Packages", ("", ""), listed))
    return [table for table in tables if table.rows]


def share_words(share: Share) -> str:
    """A share of draws with its sampling error.

    >>> share_words(Share(9600, 10_000))
    '96 % (95.5 to 96.4)'
    """
    return str(share).partition(" of ")[0]


def _drawn(answer: Robustness) -> str:
    """What was drawn, and how often."""
    of = {
        kind: say_list([who(answer.talks, party) for party, drawn in answer.drawn.items() if drawn == kind])
        for kind in ("ranges", "samples")
    }
    what = []
    if answer.within is not None:
        what.append(f"scores taken as off by up to {points_of(answer.within)}")
    elif of["ranges"]:
        what.append(f"the ranges recorded of {of['ranges']}")
    if of["samples"]:
        what.append(f"samples of {of['samples']}")
    draws = answer.bound.draws
    lead = f"{draws:,} draws" if draws == answer.asked else f"In the time given, {draws:,} of {answer.asked:,} draws"
    return f"{lead} from {say_list(what)}."


def _zone(answer: Robustness) -> str:
    if answer.zone is None:
        return "In how many of them there is a zone is not finished."
    names = signatories(answer.talks)
    enough = "all could sign" if answer.talks.needs_all else f"{answer.talks.needs} of {len(names)} could sign"
    if answer.zone.draws == answer.bound.draws:
        return f"In {share_words(answer.zone)} of them there is a package that {enough}."
    return f"In {answer.zone} that were looked at there is a package that {enough}."


def _best(answer: Robustness, best: Tried) -> Iterator[str]:
    if len(answer.talks.issues) <= SHORT_PACKAGE:
        package = package_phrase(best.package, answer.talks)
    else:
        package = f"package {_letter(answer, _letters(answer), best.package)}, see below"
    others = f", as are {answer.ties - 1:,} others" if answer.ties and answer.ties > 1 else ""
    others = ", as is one other" if answer.ties == 2 else others
    if answer.ties is None and answer.proved:  # others may do as well
        yield f"No package is acceptable more often than {package}: in {share_words(best.acceptable)}."
    elif not answer.proved:
        yield f"Acceptable in the most draws of those tried, in {share_words(best.acceptable)}, is {package}."
    else:
        yield f"Acceptable in the most draws, in {share_words(best.acceptable)}, is {package}{others}."
    if not answer.proved:
        yield f"It is the best found; no package is acceptable in more than {percent(answer.bound)} % of the draws."
    if best.acceptable.count < best.acceptable.draws:
        often = min(best.by_party, key=lambda party: best.by_party[party].count)
        share = best.by_party[often]
        yield f"{start(whose(who(answer.talks, often)))} numbers allow it in {share_words(share)}, the least of all."


def _formulas(answer: Robustness) -> Iterator[str]:
    if answer.why is not None:
        yield f"What the formulas pick was not asked. {answer.why}"
    said: dict[tuple[int, int], list[str]] = {}
    for name, firm in answer.formulas.items():
        if firm.same is not None:
            said.setdefault((firm.same.count, firm.same.draws), []).append(formula_name(name))
    for (count, draws), names in said.items():
        stays = "stays" if len(names) == 1 else "stay"
        yield f"{say_list(names)} {stays} the same in {Share(count, draws)}."
    asked = max((draws for _, draws in said), default=answer.bound.draws)
    if asked < answer.bound.draws:
        yield f"The formulas were asked again in {asked:,} of the draws: over so many packages each draw takes a while."
    if answer.formulas and not said:
        yield "By the numbers as recorded no formula picks a package, so there is none to stay the same."


def _modest(answer: Robustness) -> str:
    taken = {
        "ranges": "each number that is a range by itself, every value in it as likely as another",
        "samples": "one of a party's samples, each as likely as another",
    }
    kinds = say_list([words for kind, words in taken.items() if kind in answer.drawn.values()])
    return (
        f"A draw takes {kinds} (seed {answer.seed}). In brackets, in percent: the sampling error of a share, Wilson's "
        "interval at 95 %. The shares say how much of an answer hangs on what is not known; they are no chances that "
        "anybody accepts."
    )


def _packages(answer: Robustness) -> Iterator[Package]:
    yield from (one.package for one in answer.tried)
    yield from (firm.most_often for firm in answer.formulas.values() if firm.most_often is not None)


def _letters(answer: Robustness) -> dict[str, str]:
    """A letter for each package, in the order in which they are printed; there are fewer than 26 of them."""
    words = dict.fromkeys(package_words(package, answer.talks) for package in _packages(answer))
    return {package: chr(ord("A") + number) for number, package in enumerate(words)}


def _letter(answer: Robustness, letters: dict[str, str], package: Package | None) -> str:
    return "" if package is None else letters[package_words(package, answer.talks)]


def _called(answer: Robustness, tried: Tried) -> str:
    """What a package is: the best one, the pick of formulas, or both."""
    names = [formula_name(name) for name in tried.picked_by]
    return say_list([*([BEST] if answer.best == tried else []), *names])


def _tried_table(answer: Robustness, letters: dict[str, str]) -> Table:
    """The packages, and in how many draws all (or enough) could sign each."""
    rows = tuple(
        (_letter(answer, letters, one.package), _called(answer, one), share_words(one.acceptable))
        for one in answer.tried
    )
    enough = "All could sign" if answer.talks.needs_all else "Enough could sign"
    return Table("The packages tried", ("", "Picked by", enough), rows, frozenset({2}))


def _signed_table(answer: Robustness, letters: dict[str, str]) -> Table:
    """A row for each party, a column for each package."""
    columns = tuple(_letter(answer, letters, one.package) for one in answer.tried)
    rows = tuple(
        (party_name(answer.talks, party.id), *(f"{percent(one.by_party[party.id])} %" for one in answer.tried))
        for party in signatories(answer.talks)
    )
    title = "In how many draws each party could sign"
    return Table(title, ("", *columns), rows if columns else (), frozenset(range(1, len(columns) + 1)))


def _lost_table(answer: Robustness, letters: dict[str, str]) -> Table:
    """A row for each party, a column for each package that all could sign in some draw."""
    lossy = [one for one in answer.tried if one.lost]
    columns = tuple(_letter(answer, letters, one.package) for one in lossy)
    rows = tuple(
        (party_name(answer.talks, party.id), *(_points_lost(one.lost[party.id]) for one in lossy))
        for party in signatories(answer.talks)
    )
    note = "In the draws where all could sign it, against the package of that draw that is best for the party."
    title = "Points below a party's own best: on average, at most"
    return Table(title, ("", *columns), rows if columns else (), frozenset(range(1, len(columns) + 1)), note)


def _points_lost(lost: Loss) -> str:
    return f"{points_words(round(lost.average, 2))}, {points_words(round(lost.greatest, 2))}"


def _formulas_table(answer: Robustness, letters: dict[str, str]) -> Table:
    rows = tuple(_formula_row(answer, firm, letters) for firm in answer.formulas.values())
    draws = max((firm.nothing.draws for firm in answer.formulas.values()), default=0)
    headers = ("Formula", "The same", "Picks nothing", "Value lost", "Most often", "Picks it", "Packages")
    note = (
        f"Of {draws:,} draws. The same: it picks what it picks by the numbers as recorded, the middle of each range. "
        "Value lost: the share of the formula's own value that this package does not reach, on average and at most, "
        "where all could sign it. Packages: how many it picks in some draw."
    )
    return Table("How firmly each formula stands", headers, rows, frozenset({1, 2, 3, 5, 6}), note)


def _formula_row(answer: Robustness, firm: Firmness, letters: dict[str, str]) -> tuple[str, ...]:
    return (
        formula_name(firm.formula),
        "" if firm.same is None else share_words(firm.same),
        f"{percent(firm.nothing)} %",
        "" if firm.lost is None else f"{_percent_lost(firm.lost.average)}, {_percent_lost(firm.lost.greatest)}",
        _letter(answer, letters, firm.most_often),
        f"{percent(firm.most_often_in)} %",
        f"{firm.packages:,}",
    )


def _percent_lost(share: Fraction) -> str:
    return f"{points_words(round(share * 100, 1))} %"

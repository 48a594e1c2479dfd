"""Talks as a file: what is written here is read again as the same talks.

A number that is no decimal is written as a text, "1/3". Points on a range are written where their line bends. A
position that was written as weights and values is written so again. What was written once for a whole position as
``within`` comes back number by number, each as [low, high].

Read next: ``conditions_written.py``, ``unwritable.py``, then ``layout.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ..errors import BadTalks, Flaw
from ..talks import Agreement, Issue, IssueScores, Link, Option, Position, RedLine, Talks
from .answers_written import write_answer
from .conditions_written import write_condition
from .layout import LineList, Lines, json_text, yaml_text
from .loading import Kind
from .moments_text import NotAMoment
from .numbers_text import written
from .plain import Data, Number
from .shape import VERSION
from .statements_written import write_statement
from .unwritable import data_flaws, steps_of, talks_flaws

_BESIDE_LINKS = {"because", "must", "never"}


def dump(talks: Talks, kind: Kind = "yaml") -> str:
    """The talks as the text of a talks file, which `parse` reads as the same talks.

    Conditions come back meaning the same, and in the same form where the file has a word for it. Raises `BadTalks`
    where talks built in Python hold what no file can: options with numbers that are no range, a control character, a
    number of more than a hundred digits, nesting too deep.
    """
    issues = {issue.id: issue for issue in talks.issues}
    data: dict[str, Data] = Lines(
        goodoffices=Number(str(VERSION)),
        title=talks.title,
        parties=Lines({party.id: _party(party.name, party.role) for party in talks.parties}),
        agreement=_agreement(talks.agreement),
        issues=Lines({issue.id: _issue(issue) for issue in talks.issues}),
    )
    if talks.links:
        data["links"] = LineList(_link(link, issues) for link in talks.links)
    if talks.positions:
        data["positions"] = Lines({position.party: _position(position, issues) for position in talks.positions})
    moments: list[Flaw] = []
    if talks.statements:
        data["statements"] = LineList(_statements(talks, issues, moments))
    if flaws := [*moments, *talks_flaws(talks), *data_flaws(data)]:
        raise BadTalks(flaws)
    return yaml_text(data) if kind == "yaml" else json_text(data)


def _statements(talks: Talks, issues: dict[str, Issue], flaws: list[Flaw]) -> Iterator[Data]:
    for place, one in enumerate(talks.statements):
        try:
            yield write_statement(one, issues)
        except NotAMoment as error:
            flaws.append(Flaw(str(error), f"statements.{place}"))


def _party(name: str, role: str) -> Data:
    return {"name": name} if role == "party" else {"name": name, "role": role}


def _agreement(rule: Agreement) -> Data:
    if rule == Agreement():
        return "all"
    data: dict[str, Data] = {"needs": "all" if rule.needs is None else Number(str(rule.needs))}
    if rule.including:
        data["including"] = list(rule.including)
    if rule.signatories is not None:
        data["of"] = list(rule.signatories)
    return data


def _issue(issue: Issue) -> Data:
    data: dict[str, Data] = {"name": issue.name}
    if (steps := steps_of(issue)) is not None:
        low, high, step = steps
        steps_data: dict[str, Data] = {"from": written(low), "to": written(high), "step": written(step)}
        data["range"] = steps_data if issue.unit is None else {**steps_data, "unit": issue.unit}
    else:
        data["options"] = {option.id: _option(option) for option in issue.options}
    if issue.divisible:
        data["divisible"] = True
    return data


def _option(option: Option) -> Data:
    if not option.text:
        return option.label
    texts = dict(option.text)
    return {"label": option.label, "text": texts[""] if list(texts) == [""] else {**texts}}


def _link(link: Link, issues: dict[str, Issue]) -> Data:
    condition = write_condition(link.condition, issues)
    # An issue may be called 'because', and then only 'must' keeps the two apart.
    data: dict[str, Data] = {"must": condition} if _BESIDE_LINKS & condition.keys() else condition
    return data if link.because is None else {**data, "because": link.because}


def _position(position: Position, issues: dict[str, Issue]) -> Data:
    data: dict[str, Data] = Lines()
    weights = _usable_weights(position)
    if weights is not None:
        data["weights"] = {issue: written(weight) for issue, weight in weights.items()}
    if position.scores:
        factors = weights or {}
        data["scores" if weights is None else "values"] = Lines(
            {
                entry.issue: _points(issues[entry.issue], entry, factors.get(entry.issue, Fraction(1)))
                for entry in position.scores
            }
        )
    if position.bonuses:
        data["bonuses"] = LineList(
            {"when": write_condition(bonus.when, issues), "points": _figure(bonus.points, bonus.within)}
            for bonus in position.bonuses
        )
    if position.red_lines:
        data["red_lines"] = LineList(_red_line(line, issues) for line in position.red_lines)
    if position.walk_away is not None:
        data["walk_away"] = _figure(position.walk_away, position.walk_away_within)
    if position.answers:
        data["answers"] = LineList(map(write_answer, position.answers))
    if position.releases:
        data["releases"] = LineList(
            {"what": _one_or_more(release.what), "to": _one_or_more(release.to)} for release in position.releases
        )
    return data


def _usable_weights(position: Position) -> dict[str, Fraction] | None:
    """The weights, where the points can be written as weights times values; else None, and scores are written."""
    if position.weights is None:
        return None
    weights = dict(position.weights)
    fit = weights.keys() == {entry.issue for entry in position.scores} and sum(weights.values()) > 0
    for entry in position.scores:
        weight = weights.get(entry.issue, Fraction(-1))
        fit = fit and (weight > 0 or (weight == 0 and not any(entry.points) and not any(entry.within)))
    return weights if fit else None


def _points(issue: Issue, entry: IssueScores, factor: Fraction) -> Data:
    """Points by option; on a range, at both ends and wherever the line bends."""
    off = entry.within or (Fraction(0),) * len(entry.points)
    by = factor or Fraction(1)
    kept = entry.bends() if issue.is_range else range(len(entry.points))
    return {issue.options[index].id: _figure(entry.points[index] / by, off[index] / by) for index in kept}


def _figure(middle: Fraction, within: Fraction) -> Data:
    """A number; or, where it is known only as a range, its low and high."""
    return [written(middle - within), written(middle + within)] if within else written(middle)


def _red_line(line: RedLine, issues: dict[str, Issue]) -> Data:
    condition = write_condition(line.holds, issues)
    data: dict[str, Data] = {"id": line.id}
    data |= {"never": condition["not"]} if "not" in condition else {"must": condition}
    data["status"] = line.status
    if line.because is not None:
        data["because"] = line.because
    if line.evidence:
        data["evidence"] = list(line.evidence)
    if line.confidence is not None:
        data["confidence"] = written(line.confidence)
    return data


def _one_or_more(names: tuple[str, ...]) -> Data:
    return names[0] if len(names) == 1 else list(names)

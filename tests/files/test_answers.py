"""Answers in the talks file: each kind is read as it was meant, each slip is named with what to write instead."""

from __future__ import annotations

from fractions import Fraction

import pytest

from goodoffices import files
from goodoffices.confidence import view
from goodoffices.errors import BadFile, BadTalks
from goodoffices.talks import (
    Alike,
    Answer,
    Importance,
    Issue,
    Joined,
    NoMoreLines,
    Option,
    Order,
    Party,
    Position,
    Rather,
    Said,
    Talks,
    Verdict,
    Weight,
)

FENCE = """goodoffices: 1
title: A fence
parties: {ann: {name: Ann}, bo: {name: Bo}, carro: {name: Carro, role: mediator}}
issues:
  height: {options: {low: Low, middle: Middle, high: High}}
  cost: {range: {from: 0, to: 600, step: 300, unit: crowns}}
  gate: {options: {none: None, wide: Wide}}
positions:
  ann:
    answers:
      - ANSWER
"""


def read(answer: str) -> Answer:
    (found,) = files.parse(FENCE.replace("ANSWER", answer), "fence.yaml").position("ann").answers
    return found


READ: list[tuple[str, Said]] = [
    ("order: {height: [high, low, middle]}", Order("height", (("high",), ("low",), ("middle",)))),
    ("order: {height: [[high, low], middle]}", Order("height", (("high", "low"), ("middle",)))),
    ("order: {cost: [0, 300, 600.0]}", Order("cost", (("0",), ("300",), ("600",)))),
    ("order: {cost: rising}", Order("cost", (("600",), ("300",), ("0",)))),
    ("order: {height: falling}", Order("height", (("low",), ("middle",), ("high",)))),
    ("importance: [gate, height]", Importance(("gate", "height"))),
    ("weight: {gate: 0.25}", Weight("gate", Fraction(1, 4), Fraction(1, 4))),
    ("weight: {gate: [0.2, 1/2]}", Weight("gate", Fraction(1, 5), Fraction(1, 2))),
    (
        "{rather: {gate: wide, height: low}, than: {height: high, gate: none}}",
        Rather((("height", "low"), ("gate", "wide")), (("height", "high"), ("gate", "none"))),
    ),
    (
        "{draft: {gate: none, cost: 300, height: low}, says: no}",
        Verdict((("height", "low"), ("cost", "300"), ("gate", "none")), False),
    ),
    ("together: [height, cost, gate]", Joined(("height", "cost", "gate"), True)),
    ("apart: [height, cost]", Joined(("height", "cost"), False)),
    (
        "alike: [{gate: wide, height: low}, {height: high, gate: none}]",
        Alike((("height", "low"), ("gate", "wide")), (("height", "high"), ("gate", "none"))),
    ),
    ("red_lines: no_more", NoMoreLines()),
]


@pytest.mark.parametrize(("text", "said"), READ)
def test_each_kind_is_read(text: str, said: Said) -> None:
    assert read(text) == Answer("answer-1", said)


def test_an_answer_keeps_where_it_is_known_from() -> None:
    found = read("{id: a7, together: [height, cost], because: Over dinner, evidence: [s1, s2]}")
    assert (found.id, found.because, found.evidence) == ("a7", "Over dinner", ("s1", "s2"))


BAD = [
    ("because: x", "says nothing; an answer has one of order, importance, weight, rather, alike, draft, together,"),
    ("because: x", "apart, red_lines"),
    ("{together: [height, cost], apart: [height, gate]}", "says several things (together, apart)"),
    ("odrer: {height: [low, middle, high]}", "odrer: is not known here; did you mean 'order'?"),
    ("order: {heigt: [low]}", "there is no issue 'heigt'; did you mean 'height'?"),
    ("order: {height: [low, middle]}", "order.height: leaves out 'high'; an order names every option"),
    ("order: {height: [low, middle, high, low]}", "names an option twice"),
    ("order: {height: [low, middle, hihg]}", "issue 'height' has no option 'hihg'; did you mean 'high'?"),
    ("order: {height: rissing}", "needs the options from the best to the worst, or rising or falling"),
    ("order: {height: rising, cost: falling}", "names 2 issues; one answer speaks of one"),
    ("order: [low, high]", "order: needs a mapping, such as {pause: [long, short, none]}"),
    ("importance: [gate]", "importance: needs two issues or more, each once"),
    ("importance: [gate, gate]", "importance: needs two issues or more, each once"),
    ("together: [gate, wall]", "there is no issue 'wall'"),
    ("weight: {gate: 40}", "weight.gate: is a share of all issues together: from 0 to 1"),
    ("weight: {gate: wide}", "weight.gate: "),
    ("rather: {gate: wide}", "'rather' needs 'than' beside it"),
    ("{draft: {gate: wide}, says: yes}", "draft: leaves out issue 'height'; a draft settles every issue"),
    ("draft: {gate: none, cost: 300, height: low}", "'draft' needs 'says' beside it"),
    ("{draft: {gate: none, cost: 300, height: low}, says: maybe}", "says: is not known here; write yes or no"),
    ("{order: {cost: rising}, says: yes}", "'says' stands alone"),
    ("{rather: {gate: wide}, than: {height: low}}", "'rather' and 'than' must settle the same issues"),
    ("{rather: {gate: wide}, than: {gate: wide}}", "'rather' and 'than' are the same"),
    ("alike: {gate: wide}", "alike: needs two packages, or parts, such as [{pause: long}, {pause: none}]"),
    ("alike: [{gate: wide}]", "alike: needs two packages, or parts"),
    ("alike: [{gate: wide}, {gate: none}, {gate: none}]", "alike: needs two packages, or parts"),
    ("alike: [{gate: wide}, {height: low}]", "alike: both must settle the same issues"),
    ("alike: [{gate: wide}, {gate: wide}]", "alike: both are the same"),
    ("alike: [{gate: wide}, {gate: wade}]", "alike.1.gate: issue 'gate' has no option 'wade'; did you mean 'wide'?"),
    ("{alike: [{gate: wide}, {gate: none}], says: yes}", "'says' stands alone"),
    ("red_lines: none", "red_lines: is not known here; did you mean 'no_more'?"),
    ("red_lines: [{must: {gate: wide}}]", "red_lines: needs a text"),
    ("{rather: {}, than: {}}", "rather: settles no issue; name an option of one or more"),
    ("{id: ' ', together: [height, cost]}", "id: is empty; give the answer a name"),
]


@pytest.mark.parametrize(("text", "message"), BAD)
def test_each_slip_is_named(text: str, message: str) -> None:
    with pytest.raises(BadFile) as caught:
        read(text)
    assert message in str(caught.value)
    assert str(caught.value).startswith("fence.yaml:11: positions.ann.answers.0")


ONCE = [
    "{draft: {gate: none, cost: 300, height: low}, says: maybe}",
    "{draft: {gate: none, cost: 300, height: low}, sayss: yes}",
    "{order: {cost: rising}, says: maybe}",
    "{rather: {gate: wide}, tahn: {gate: none}}",
    "importance: {gate: 1}",
    "together: {gate: 1}",
    "draft: {gate: none, cost: 300, height: low}",
    "{id: [a], together: [height, cost]}",
    "red_lines: none",
    "alike: {gate: wide}",
    "alike: [{gate: wide}, wide]",
]


@pytest.mark.parametrize("text", ONCE)
def test_one_slip_is_one_error(text: str) -> None:
    with pytest.raises(BadFile) as caught:
        read(text)
    assert len(caught.value.flaws) == 1


def test_two_slips_are_two_errors() -> None:
    with pytest.raises(BadFile) as caught:
        read("{says: maybe}")
    assert [flaw.message.partition(";")[0] for flaw in caught.value.flaws] == ["is not known here", "says nothing"]


def test_an_id_that_is_made_up_gives_way_to_one_that_is_written() -> None:
    """The second has no id, and the third and fourth are called what it and the first would be called."""
    items = ["together: [height, cost]", "apart: [gate, cost]", "{id: answer-2, apart: [height, gate]}"]
    text = FENCE.replace("ANSWER", "\n      - ".join([*items, "{id: answer-1, order: {cost: rising}}"]))
    lines = "red_lines: [{must: {gate: wide}}, {id: line-1, must: {gate: none}}, {must: {height: low}}]\n    "
    talks = files.parse(text.replace("answers:", f"{lines}answers:"), "fence.yaml")
    position = talks.position("ann")
    assert [answer.id for answer in position.answers] == ["answer-3", "answer-4", "answer-2", "answer-1"]
    assert [line.id for line in position.red_lines] == ["line-2", "line-1", "line-3"]
    assert files.parse(files.dump(talks), "again.yaml") == talks


def test_an_id_that_stands_twice() -> None:
    twice = "{id: a, together: [height, cost]}\n      - {id: a, apart: [height, gate]}"
    with pytest.raises(BadFile, match=r"fence.yaml:12: positions.ann.answers.1.id: 'a' names an earlier answer too"):
        read(twice)


def test_the_confidence_of_a_red_line() -> None:
    text = FENCE.replace("answers:\n      - ANSWER", "red_lines: [{must: {gate: wide}, confidence: 0.7}]")
    (line,) = files.parse(text, "fence.yaml").position("ann").red_lines
    assert line.confidence == Fraction(7, 10)
    with pytest.raises(BadFile, match=r"confidence: must lie above 0 and be at most 1, such as 0.8"):
        files.parse(text.replace("0.7", "70"), "fence.yaml")


def test_answers_stay_with_the_party_that_gave_them() -> None:
    talks = files.parse(FENCE.replace("ANSWER", "{together: [height, cost], because: Over dinner}"), "fence.yaml")
    assert view(talks, "bo").position("ann").answers == ()
    (own,) = view(talks, "ann").position("ann").answers
    assert (own.said, own.because) == (Joined(("height", "cost"), True), None)
    assert view(talks, "carro") == talks


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (Order("gate", (("a",),)), "an order names every option of its issue"),
        (Importance(("gate",)), "names fewer than two issues"),
        (Weight("gate", Fraction(1), Fraction(0)), "a weight is a share of all issues together"),
        (Rather((("gate", "a"),), (("wall", "a"),)), "there is no issue 'wall'"),
        (Rather((("gate", "a"),), (("gate", "a"),)), "are the same package"),
        (Alike((("gate", "a"),), (("wall", "a"),)), "there is no issue 'wall'"),
        (Alike((("gate", "a"),), (("gate", "c"),)), "issue 'gate' has no option 'c'"),
        (Alike((("gate", "a"),), ()), "both sides of 'alike' must settle the same issues"),
        (Alike((("gate", "a"),), (("gate", "a"),)), "both sides of 'alike' are the same package"),
        (Verdict((), True), "a draft settles every issue"),
    ],
)
def test_answers_built_in_python_are_checked_too(said: Said, message: str) -> None:
    gate = Issue("gate", "Gate", (Option("a", "A"), Option("b", "B")))
    with pytest.raises(BadTalks, match=message):
        Talks("", (Party("ann", "Ann"),), (gate,), positions=(Position("ann", answers=(Answer("a1", said),)),))

"""The condition grammar: every form of it, as it is read and as it is written again."""

from __future__ import annotations

import pytest

from goodoffices import files
from goodoffices.errors import BadFile
from goodoffices.talks import AllOf, AnyOf, AtLeast, Choice, Condition, IfThen, Link, Not

HEAD = """\
goodoffices: 1
title: Conditions
parties: {ann: {}}
issues:
  pause: {options: {none: None, short: Short, long: Long, longer: Longer, permanent: Permanent}}
  firm: {options: {true: Firm, false: Not firm, null: Open}}
  rooms: {options: {2: Two, 3: Three, 3.5: More, "4.0": Four}}
  trucks: {range: {from: 0, to: 6, step: 1.5}}
  because: {options: {none: None, some: Some}}
"""

NONE, SHORT = Choice("pause", ("none",)), Choice("pause", ("short",))
THREE = Choice("rooms", ("3",))


def read(condition: str) -> Condition:
    return files.parse(f"{HEAD}links: [{{must: {condition}}}]\n", "c.yaml").links[0].condition


def refused(condition: str) -> str:
    with pytest.raises(BadFile) as caught:
        read(condition)
    (flaw,) = caught.value.flaws
    return f"{flaw.path.removeprefix('links.0.must')}: {flaw.message}"


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("{pause: none}", NONE),
        ("{pause: [short, none]}", Choice("pause", ("none", "short"))),
        ("{pause: [short, short]}", SHORT),
        ("{pause: none, rooms: 3}", AllOf((NONE, THREE))),
        ("{pause: {at_least: long}}", Choice("pause", ("long", "longer", "permanent"))),
        ("{pause: {at_least: short, at_most: longer}}", Choice("pause", ("short", "long", "longer"))),
        ("{pause: {at_most: none}}", NONE),
        ("{firm: true}", Choice("firm", ("true",))),
        ("{firm: ['true', false]}", Choice("firm", ("true", "false"))),
        ("{firm: 'null'}", Choice("firm", ("null",))),
        ("{rooms: 3}", THREE),
        ("{rooms: 3.0}", THREE),
        ("{rooms: '3'}", THREE),
        ("{rooms: 4}", Choice("rooms", ("4.0",))),
        ("{trucks: 3}", Choice("trucks", ("3",))),
        ("{trucks: [3.0, 1.5]}", Choice("trucks", ("1.5", "3"))),
        ("{trucks: 3/2}", Choice("trucks", ("1.5",))),
        ("{trucks: {at_least: 2}}", Choice("trucks", ("3", "4.5", "6"))),
        ("{trucks: {at_least: 1.5, at_most: 3}}", Choice("trucks", ("1.5", "3"))),
        ("{trucks: {at_most: 4.4}}", Choice("trucks", ("0", "1.5", "3"))),
        ("{trucks: {at_most: 99}}", Choice("trucks", ("0", "1.5", "3", "4.5", "6"))),
        ("{all: [{pause: none}, {rooms: 3}]}", AllOf((NONE, THREE))),
        ("{all: [{pause: none}]}", AllOf((NONE,))),
        ("{any: [{pause: none}, {rooms: 3}]}", AnyOf((NONE, THREE))),
        ("{any: [{pause: none}, {any: []}]}", AnyOf((NONE, AnyOf(())))),
        ("{not: {pause: none}}", Not(NONE)),
        (
            "{at_least: 2, of: [{pause: none}, {rooms: 3}, {not: {pause: short}}]}",
            AtLeast(2, (NONE, THREE, Not(SHORT))),
        ),
        ("{if: {pause: none}, then: {any: [{rooms: 3}]}}", IfThen(NONE, AnyOf((THREE,)))),
    ],
)
def test_read_and_written_again(text: str, condition: Condition) -> None:
    assert read(text) == condition
    talks = files.parse(f"{HEAD}links: [{{must: {text}}}]\n", "c.yaml")
    assert files.parse(files.dump(talks), "again.yaml") == talks
    assert files.parse(files.dump(talks, "json"), "again.json", kind="json") == talks


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{pauze: none}", ".pauze: there is no issue 'pauze'; did you mean 'pause'?"),
        ("{al: [{pause: none}]}", ".al: there is no issue 'al'; did you mean 'all'?"),
        ("{zzzz: none}", ".zzzz: there is no issue 'zzzz'; there are: pause, firm, rooms, trucks, because"),
        ("{pause: nnoe}", ".pause: issue 'pause' has no option 'nnoe'; did you mean 'none'?"),
        (
            "{pause: [none, qqq]}",
            ".pause: issue 'pause' has no option 'qqq'; there are: none, short, long, longer, permanent",
        ),
        (
            "{pause: true}",
            ".pause: issue 'pause' has no option 'true'; there are: none, short, long, longer, permanent",
        ),
        ("{pause: null}", ".pause: needs an option of 'pause'; there are: none, short, long, longer, permanent"),
        ("{pause: []}", ".pause: names no option; name one or more"),
        ("{pause: {at_lest: none}}", ".pause: needs at_least or at_most, such as {at_least: 2, at_most: 5}"),
        ("{pause: {at_least: long, at_most: short}}", ".pause: no option lies between these bounds"),
        ("{pause: {at_least: lonng}}", ".pause.at_least: issue 'pause' has no option 'lonng'; did you mean 'long'?"),
        ("{trucks: 2}", ".trucks: issue 'trucks' has no option '2'; the nearest are 1.5 and 3"),
        ("{trucks: many}", ".trucks: issue 'trucks' has no option 'many'; write a number from 0 to 6"),
        ("{trucks: {at_least: many}}", ".trucks.at_least: needs a number; write 12, 12.5 or 1/3"),
        ("{trucks: {at_least: 2, at_most: 2.5}}", ".trucks: no option lies between these bounds"),
        ("{trucks: {at_least: 7}}", ".trucks: no option lies between these bounds"),
        ("{}", ": names nothing; write a condition, such as {issue: option}"),
        ("[{pause: none}]", ": needs a condition, such as {issue: option}"),
        ("none", ": needs a condition, such as {issue: option}"),
        ("{all: {pause: none}}", ".all: needs a list of conditions, such as [{issue: option}, {issue: option}]"),
        ("{not: [{pause: none}]}", ".not: needs a condition, such as {issue: option}"),
        ("{pause: none, any: []}", ": 'pause' cannot stand beside 'any'; write {all: [{..}, {..}]}"),
        (
            "{if: {pause: none}}",
            ": if alone is no condition; "
            "write {all: [..]}, {any: [..]}, {not: ..}, {at_least: 2, of: [..]} or {if: .., then: ..}",
        ),
        (
            "{all: [], any: []}",
            ": all and any alone is no condition; "
            "write {all: [..]}, {any: [..]}, {not: ..}, {at_least: 2, of: [..]} or {if: .., then: ..}",
        ),
        ("{at_least: 0, of: [{pause: none}]}", ".at_least: needs a whole number from 1 on"),
        ("{at_least: 1.5, of: [{pause: none}]}", ".at_least: needs a whole number from 1 on"),
        ("{at_least: 2, of: [{pause: none}]}", ".at_least: asks for more conditions than are listed (1)"),
    ],
)
def test_refused(text: str, said: str) -> None:
    assert refused(text) == said


def test_the_forms_of_links() -> None:
    text = """links:
  - {pause: none, because: So it was said}
  - {must: {because: none}}
  - {never: {pause: short}, because: 5}
  - {if: {pause: none}, then: {rooms: 3}, because: }
"""
    talks = files.parse(HEAD + text, "c.yaml")
    assert talks.links == (
        Link(NONE, "So it was said"),
        Link(Choice("because", ("none",))),
        Link(Not(SHORT), "5"),
        Link(IfThen(NONE, THREE)),
    )
    assert files.parse(files.dump(talks), "again.yaml") == talks


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("{because: none}", "links.0: names nothing; write a condition, such as {issue: option}"),
        (
            "{must: {pause: none}, pause: short}",
            "links.0.pause: cannot stand beside 'must' or 'never'; write it inside",
        ),
        ("{must: {pause: none}, becuse: So}", "links.0.becuse: is not known here; did you mean 'because'?"),
        ("{must: {pause: none}, never: {pause: short}}", "links.0: has both 'must' and 'never'"),
        ("{pause: none, because: [so]}", "links.0.because: needs a text"),
        ("pause", "links.0: needs a condition, such as {if: {pause: none}, then: {captives: none}}"),
    ],
)
def test_links_refused(link: str, said: str) -> None:
    with pytest.raises(BadFile) as caught:
        files.parse(f"{HEAD}links:\n  - {link}\n", "c.yaml")
    assert said in str(caught.value)
    assert all(flaw.line == 11 for flaw in caught.value.flaws)


@pytest.mark.parametrize(
    ("condition", "written"),
    [
        (Choice("trucks", ("1.5", "3", "4.5")), "{trucks: {at_least: 1.5, at_most: 4.5}}"),
        (Choice("trucks", ("3", "4.5", "6")), "{trucks: {at_least: 3}}"),
        (Choice("trucks", ("0", "1.5")), "{trucks: {at_most: 1.5}}"),
        (Choice("trucks", ("0", "3")), "{trucks: [0, 3]}"),
        (Choice("trucks", ("0", "1.5", "3", "4.5", "6")), "{trucks: {at_least: 0}}"),
        (Choice("pause", ("none", "short", "long")), "{pause: [none, short, long]}"),
        (Choice("pause", ("none", "short", "long", "longer")), "{pause: {at_most: longer}}"),
        (Choice("rooms", ("3",)), '{rooms: "3"}'),
        (Choice("firm", ("true", "null")), '{firm: ["true", "null"]}'),
        (Choice("pause", ()), "{any: []}"),
        (AtLeast(3, (NONE, SHORT)), "{any: []}"),
        (AtLeast(0, (NONE, SHORT)), "{all: []}"),
        (AllOf((NONE, SHORT)), "{all: [{pause: none}, {pause: short}]}"),
        (AllOf((NONE, THREE)), '{pause: none, rooms: "3"}'),
        (AllOf((NONE, Choice("because", ("some",)))), "must: {pause: none, because: some}"),
    ],
)
def test_written(condition: Condition, written: str) -> None:
    talks = files.parse(HEAD, "c.yaml")
    text = files.dump(type(talks)(talks.title, talks.parties, talks.issues, (Link(condition),)))
    assert written in text.splitlines()[-1]

"""``goodoffices next``: advice one could read out, and the same as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from tests.beliefs.test_advice import ANSWERED, CY, HEAD, NOT_DEEP, PAST_BASICS, SCORED, THREE, well

import goodoffices as go
from goodoffices.beliefs import belief
from goodoffices.beliefs.advice import _open_to_all, advice
from goodoffices.beliefs.picking import first_draft, refused
from goodoffices.exact.watch import QUIET
from goodoffices.report.advice_words import advice_lines

from .conftest import Ended

Run = Callable[..., Ended]
ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(path.as_posix() for path in (ROOT / "examples").glob("*/talks.yaml"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "well.yaml"
    found.write_text(HEAD + ANSWERED, encoding="utf-8")
    return found


def test_the_advice_can_be_read_out(goodoffices: Run, file: Path) -> None:
    said = goodoffices("next", file).out
    assert "Ask " in said
    assert "of the greatest product" in said
    assert "acceptable" in said
    assert said.rstrip().endswith("For the mediator only: this rests on what every side confided.")
    assert "will accept" not in said


def test_the_same_as_json(goodoffices: Run, file: Path) -> None:
    found = json.loads(goodoffices("next", file, "--json").out)
    assert found["question"]["words"].endswith("?")
    assert set(found["draft"]["parties"]) == {"ann", "bo"}
    assert found["draft"]["parties"]["bo"]["chance"] is None
    again = json.loads(goodoffices("next", file, "--json").out)
    assert {**found, "seconds": 0} == {**again, "seconds": 0}


def test_nothing_recorded(goodoffices: Run, tmp_path: Path) -> None:
    file = tmp_path / "well.yaml"
    file.write_text(HEAD, encoding="utf-8")
    said = goodoffices("next", file).out
    assert "Nothing is recorded of what Ann and Bo want; ask first." in said
    assert "Ask Ann: Is there anything without which you could not sign, whatever else you get?" in said
    assert "Next in line: ask Bo: Is there anything" in said


def test_tabling(goodoffices: Run, tmp_path: Path) -> None:
    file = tmp_path / "well.yaml"
    file.write_text(HEAD + SCORED, encoding="utf-8")
    said = goodoffices("next", file).out
    assert "Table this draft next: depth: Middle; site: " in said
    assert "Necessarily acceptable" in said
    assert "  It meets all that is recorded of everybody." in said
    assert "a yes has a chance" not in said  # of 100 %: that would say that they will accept
    resting = "It rests on what is recorded of Ann and Bo beyond what was said in public: without that it would"
    assert resting in " ".join(said.split())


def test_where_somebody_may_say_no_the_chance_is_told(goodoffices: Run, tmp_path: Path) -> None:
    file = tmp_path / "well.yaml"
    verdicts = "\n      - {draft: {depth: middle, site: north, share: 50}, says: yes}\n"
    file.write_text(HEAD + PAST_BASICS.replace("share]}\n", "share]}" + verdicts), encoding="utf-8")
    said = " ".join(goodoffices("next", file).out.split())
    assert "All together, a yes has a chance of " in said
    assert "It meets all" not in said


def test_one_who_may_say_no_is_enough_for_a_chance() -> None:
    found = advice(talks := well(SCORED))
    assert found.draft is not None
    ann, bo = found.draft.parties
    draft = replace(found.draft, parties=(replace(ann, standing=replace(ann.standing, word="possibly")), bo))
    said = " ".join(advice_lines(talks, replace(found, draft=draft)))
    assert "All together, a yes has a chance of above 99 %" in said  # draws make nothing certain
    assert "It meets all" not in said


def test_a_question_says_what_it_may_give_away(goodoffices: Run, tmp_path: Path) -> None:
    file = tmp_path / "well.yaml"
    orders = [f"{{order: {{{issue}: rising}}}}" for issue in ("depth", "site", "share")]
    known = "{red_lines: no_more}, {importance: [share, depth, site]}, {apart: [depth, site, share]}"
    answers = f"answers: [{known}, {', '.join(orders)}]"
    lines = "red_lines: [{never: {share: 0}, status: assumed}]"
    file.write_text(HEAD + f"positions: {{ann: {{{answers}}}, bo: {{{answers}, {lines}}}}}\n", encoding="utf-8")
    asked = json.loads(goodoffices("next", file, "--json").out)["question"]
    assert (asked["kind"] in ("rather", "draft"), asked["rests_on_assumed"]) == (True, ["bo"])
    other, own = ("bo", "ann") if asked["party"] == "ann" else ("ann", "bo")
    assert asked["rests_on"] == [other]
    said = " ".join(goodoffices("next", file).out.split())
    assert (
        f"This question rests on what is recorded of {other.title()} beyond what was said in public and red lines that "
        f"are assumed of Bo: by the drafts it names, {own.title()} may guess at some of that."
    ) in said


def test_lines_that_block_and_lines_that_are_broken_are_named(goodoffices: Run, tmp_path: Path) -> None:
    file = tmp_path / "well.yaml"
    for sure, expected in (
        ("", "No draft meets the links, Ann's line and Bo's line together; `goodoffices analyse` says more."),
        (", confidence: 0.5", "It breaks Ann's line: not sure to be a red line."),
    ):
        ann = f"red_lines: [{{id: hi, must: {{depth: deep}}, status: confided{sure}}}]"
        file.write_text(f"{THREE}positions:\n  ann: {{{ann}}}\n  bo: {{{NOT_DEEP}}}\n{CY}", encoding="utf-8")
        assert expected in " ".join(goodoffices("next", file).out.split())
        found = json.loads(goodoffices("next", file, "--json").out)
        assert found["blocked_by"] == ([] if sure else ["ann:hi", "bo:x"])


def test_proved_limits_stand_as_fractions_too(goodoffices: Run, file: Path) -> None:
    ann = json.loads(goodoffices("next", file, "--json").out)["draft"]["parties"]["ann"]
    fractions = [Fraction(end) for name in ("score", "margin") for end in ann["exact"].get(name) or () if end]
    assert fractions
    for name, ends in ann["exact"].items():
        assert [float(Fraction(end)) for end in ends if end] == [
            at for at, end in zip(ann[name], ends, strict=True) if end
        ]


def test_what_a_word_takes_for_granted_is_said(goodoffices: Run, tmp_path: Path) -> None:
    file, words = tmp_path / "well.yaml", "taking it that no issues hang together for it"
    basics = "{red_lines: no_more}, {order: {depth: rising}}, {importance: [depth, site]}, {order: {site: rising}}"
    yes = "{draft: {depth: middle, site: north}, says: yes}"
    for asked, taken in (("", True), (", {apart: [depth, site]}", False)):
        party, cy = f"{{answers: [{basics}, {yes}{asked}]}}", f"{{answers: [{basics}]}}"
        file.write_text(f"{THREE}positions: {{ann: {party}, bo: {party}, cy: {cy}}}\n", encoding="utf-8")
        found = json.loads(goodoffices("next", file, "--json").out)["draft"]["parties"]["ann"]
        assert (found["taken_apart"], words in " ".join(goodoffices("next", file).out.split())) == (taken, taken), found


def test_a_coalition(goodoffices: Run, tmp_path: Path) -> None:
    file = tmp_path / "well.yaml"
    lines = "  ann: {red_lines: [{must: {depth: shallow}}]}\n  bo: {red_lines: [{never: {site: south}}]}\n"
    file.write_text(THREE + "agreement: {needs: 2}\npositions:\n" + lines + CY, encoding="utf-8")
    ended = goodoffices("next", file)
    assert ended.status == 2
    assert "2 of 3 signatories suffice here" in ended.err
    assert "such as ann,bo" in ended.err
    found = json.loads(goodoffices("next", file, "--coalition", "bo,cy", "--json").out)
    assert (found["coalition"], set(found["draft"]["parties"])) == (["bo", "cy"], {"bo", "cy"})
    assert "did you mean cy?" in goodoffices("next", file, "--coalition", "bo,Cy").err


def test_hard_evidence_that_leaves_no_position(goodoffices: Run, tmp_path: Path) -> None:
    file = tmp_path / "well.yaml"
    weights = "[{id: a1, weight: {depth: 0.8}}, {id: a2, weight: {site: 0.7}}]"
    file.write_text(HEAD + f"positions: {{ann: {{answers: {weights}}}, bo: {{walk_away: 3}}}}\n", encoding="utf-8")
    ended = goodoffices("next", file)
    assert ended.status == 2
    assert "what is recorded of Ann leaves no position at all" in ended.err
    assert "a1" in ended.err
    assert "a2" in ended.err


FIRST = {
    "ampo_vs_city": "Table this draft next: Rise of starting salaries: 1,000 dollars; Rise of the highest salary",
    "arda_and_belen": "Ask the Esk council: Is there anything without which you could not sign, whatever else you get?",
    "camp_david_1978": "Table this draft next: Sinai: On Egypt's terms; Diplomatic recognition: On Israel's terms; ",
    "panama_1974": "Table this draft next: US defense rights: On United States terms; Use rights: On United States",
    "scorable_base": "Table this draft next: Where to build: On land, with a few buildings on the water; Harm to",
}
"""How the advice on each example begins."""


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: Path(path).parent.name)
def test_every_example_gets_advice(goodoffices: Run, example: str) -> None:
    said = " ".join(goodoffices("next", example).out.split("\n\n")[1].split())
    assert said.startswith(FIRST[Path(example).parent.name])


FENCE = """
goodoffices: 1
title: A fence
parties: {ann: {name: Ann}, bo: {name: Bo}}
issues:
  height: {name: Height, options: {low: Low, middle: Middle, high: High}}
  gate: {name: Gate, options: {none: No gate, one: One gate}}
positions:
  ann: {answers: [{red_lines: no_more}, {importance: [height, gate]}, {order: {height: [high, middle, low]}},
    {order: {gate: [none, one]}}, {apart: [height, gate]}ANN]}
  bo: {answers: [{red_lines: no_more}, {importance: [height, gate]}, {order: {height: [low, middle, high]}},
    {order: {gate: [one, none]}}, {apart: [height, gate]}BO]}
"""
MIDDLE = {"height": "middle", "gate": "one"}


def fence(tmp_path: Path, ann: str, bo: str) -> Path:
    """A fence, with what each said to one draft: yes, no, or nothing."""
    file, text = tmp_path / "fence.yaml", FENCE
    for name, said in (("ANN", ann), ("BO", bo)):
        text = text.replace(name, f", {{draft: {{height: middle, gate: one}}, says: {said}}}" if said else "")
    file.write_text(text, encoding="utf-8")
    return file


def test_a_draft_to_which_everybody_said_yes_is_put_to_signature(goodoffices: Run, tmp_path: Path) -> None:
    file = fence(tmp_path, "yes", "yes")
    found = json.loads(goodoffices("next", file, "--json").out)
    assert (found["all_said_yes"], found["table"], found["question"]) == (True, True, None)
    assert found["draft"]["package"] == MIDDLE
    assert [one["chance"] for one in found["draft"]["parties"].values()] == [None, None]  # it is sure, not likely
    assert "Everybody has said yes to this draft; nothing is left to ask." in goodoffices("next", file).out


@pytest.mark.parametrize("first", ["ann", "bo"])
def test_a_draft_that_was_put_to_one_is_put_to_the_other(goodoffices: Run, tmp_path: Path, first: str) -> None:
    file = fence(tmp_path, *(("yes", "") if first == "ann" else ("", "yes")))
    found = json.loads(goodoffices("next", file, "--json").out)
    asked = found["question"]
    assert (found["all_said_yes"], found["table"]) == (False, False)
    assert (asked["kind"], asked["party"]) == ("draft", "bo" if first == "ann" else "ann")
    assert asked["drafts"] == [MIDDLE]
    assert asked["rests_on"] == [first]


def test_a_draft_that_was_refused_is_not_offered_again(goodoffices: Run, tmp_path: Path) -> None:
    for said in (("no", "no"), ("yes", "no"), ("", "no")):
        found = json.loads(goodoffices("next", fence(tmp_path, *said), "--json").out)
        assert found["draft"]["package"] != MIDDLE
        assert "never" not in [one["standing"] for one in found["draft"]["parties"].values()]


def test_it_says_of_whom_no_walk_away_is_known(goodoffices: Run, tmp_path: Path) -> None:
    file = fence(tmp_path, "no", "")
    assert json.loads(goodoffices("next", file, "--json").out)["no_walk_away"] == ["bo"]
    assert "Nothing recorded says when Bo would rather have no deal" in " ".join(goodoffices("next", file).out.split())


def test_what_was_refused_is_not_picked_and_what_is_ruled_out_is_passed_over(tmp_path: Path) -> None:
    """Ann refused the middle with a gate, and so whatever is lower; Bo said nothing of it."""
    talks = go.load(fence(tmp_path, "no", ""))
    beliefs = [belief(talks, party, seed=0) for party in talks.signatories]
    middle, lower, higher = (1, 1), (0, 1), (2, 0)
    assert refused(beliefs) == [middle]
    base, _ = first_draft(talks, beliefs, QUIET)
    assert not base.admits(middle)
    assert base.admits(lower)
    assert _open_to_all(base, [middle, lower, higher]) == 2
    assert _open_to_all(base, [middle, lower]) == 0


def test_no_chance_is_told_of_answers_that_do_not_fit_together(goodoffices: Run, tmp_path: Path) -> None:
    file = fence(tmp_path, "yes", "no")
    best = "{draft: {height: high, gate: none}, says: no}"
    text = file.read_text(encoding="utf-8").replace("says: yes}]", f"says: yes}}, {best}]")
    file.write_text(text, encoding="utf-8")
    found = json.loads(goodoffices("next", file, "--json").out)
    ann = found["draft"]["parties"]["ann"]
    assert [one["party"] for one in found["contradictions"]] == ["ann"]
    assert (ann["standing"], ann["chance"]) == ("possibly", None)

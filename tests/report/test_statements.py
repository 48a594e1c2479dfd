"""From an answer back to what was said: by ids in the JSON, by words for people, and to nobody who may not see it."""

from __future__ import annotations

from typing import Any

import pytest

from goodoffices import files
from goodoffices.analysis import analyse
from goodoffices.confidence import view
from goodoffices.report.answer_words import answer_lines
from goodoffices.report.contract import as_json
from goodoffices.report.statement_words import statement_words
from goodoffices.report.tables import rests_table
from goodoffices.talks import Talks

TALKS = files.parse(
    """goodoffices: 1
title: Two sides
parties: {ann: {name: Ann}, bo: {name: Bo}, med: {name: Med, role: mediator}}
issues: {pause: {options: {none: None, long: Long}}, aid: {options: {none: None, all: All}}}
positions:
  ann: {red_lines: [{id: no-pause, must: {pause: none}, status: confided, evidence: [s4, s2]}]}
  bo:
    red_lines:
      - {id: stop, must: {pause: long}, status: stated, evidence: s7}
      - {id: any-aid, must: {aid: [none, all]}, status: stated, evidence: s1}
statements:
  - {id: s1, at: 2024-02-12 UTC, speaker: Bo, for: bo, words: We will see}
  - {id: s2, at: 2024-02-13 18:30 Africa/Cairo, unnamed: an official, for: ann, through: [A daily, B radio],
     told: no pause, confided: ann}
  - {id: s4, at: 2024-02-13 Africa/Cairo, speaker: Ann, for: ann, must: {pause: none}}
  - {id: s7, at: 2024-02-14 Africa/Cairo, speaker: Bo, for: bo, words: {en: It must stop, ar: يجب أن تتوقف}}
""",
    "two.yaml",
)
WORDS = {
    "s2": "s2: an official (not named), 13 February 2024, 18:30 (Africa/Cairo), reported by B radio, after A daily, "
    "confided by Ann",
    "s4": "s4: Ann, 13 February 2024, no outlet named, said in public",
    "s7": "s7: Bo, 14 February 2024, no outlet named, said in public",
}


def answer(talks: Talks, party: str | None = None) -> dict[str, Any]:
    return as_json(analyse(talks if party is None else view(talks, party)), for_party=party)


def test_an_answer_can_be_followed_to_what_was_said() -> None:
    """`any-aid` excludes nothing: the answer does not rest on it, and names no statement for it."""
    found = answer(TALKS)
    resting = {line for lines in found["zone"]["rests_on"].values() for line in lines}
    assert resting == {"ann:no-pause", "bo:stop"}
    assert found["zone"]["evidence"] == {"ann:no-pause": ["s2", "s4"], "bo:stop": ["s7"]}
    assert {one["id"]: one["source"] for one in found["statements"]} == WORDS
    by_id = {one["id"]: one for one in found["statements"]}
    assert by_id["s7"] == {
        "id": "s7", "at": "2024-02-14T00:00:00+02:00", "until": "2024-02-15T00:00:00+02:00", "zone": "Africa/Cairo",
        "speaker": "Bo", "named": True, "for": "bo", "through": [],
        "words": {"en": "It must stop", "ar": "يجب أن تتوقف"}, "quoted": True, "public": True, "confided": None,
        "source": WORDS["s7"],
    }  # fmt: skip
    told = by_id["s2"]
    assert (told["at"], told["until"], told["quoted"]) == ("2024-02-13T18:30:00+02:00", None, False)
    assert (told["named"], told["public"], told["confided"], told["through"]) == (
        False, False, "ann", ["A daily", "B radio"],
    )  # fmt: skip


def test_the_words_name_what_a_line_is_known_from() -> None:
    lines = " ".join(answer_lines(analyse(TALKS)))
    assert f"Bo will not sign unless pause is Long (stated; {WORDS['s7']})" in lines
    assert f"Ann will not sign unless pause is none (confided; {WORDS['s2']}; {WORDS['s4']})" in lines
    table = rests_table(analyse(TALKS))
    assert table is not None
    assert [row[3] for row in table.rows] == [
        WORDS["s7"], "s1: Bo, 12 February 2024, no outlet named, said in public", f"{WORDS['s2']}; {WORDS['s4']}",
    ]  # fmt: skip


@pytest.mark.parametrize("party", ["ann", "bo"])
def test_a_party_s_answer_names_no_statement(party: str) -> None:
    found = answer(TALKS, party)
    assert (found["statements"], found["zone"]["evidence"]) == ([], {})


def test_a_speaker_written_from_right_to_left_keeps_the_number_behind_it_apart() -> None:
    one = files.parse(
        "{goodoffices: 1, title: T, parties: {a: {}}, issues: {i: {options: {x: X}}}, statements: "
        "[{id: s1, at: 2024-02-14 UTC, speaker: نورا, words: لا}]}",
        "t.yaml",
    )
    assert statement_words(one.statements[0], one) == (
        "s1: \u2068نورا\u2069, 14 February 2024, no outlet named, said in public"
    )

"""Plans and batches: the same rows however they are cut, sent and ordered; and what is refused before anything runs."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from tests.simulate import listed

from goodoffices.errors import BadQuestion
from goodoffices.procedures.running import procedures
from goodoffices.procedures.steps import Table
from goodoffices.simulate.behaviours import behaviour
from goodoffices.simulate.cases import Case, drawing
from goodoffices.simulate.plan import Batch, Plan, plan, ready, runs, salt_of
from goodoffices.simulate.proceedings import proceeding, suits
from goodoffices.simulate.ratios import ratio
from goodoffices.simulate.run import Row

QUICK = ("one-text:rounds=10", "poll", "blind bidding:rounds=1")
SMALL = "parties=2,issues=3,options=3"


def small_plan(**more: object) -> Plan:
    sources = [listed.case(3), drawing(SMALL), listed.case(4), drawing(f"{SMALL},bonuses=1,zone=none")]
    given = {"procedures": QUICK, "behaviours": ("truthful", "mistaken", "exaggerating"), "draws": 3, "seeds": 2}
    return plan(sources, **(given | more))  # type: ignore[arg-type]


def all_rows(batches: object) -> list[Row]:
    return [row for batch in batches for row in runs(batch)]  # type: ignore[attr-defined]


def by_number(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row.number)


def test_runs_are_numbered_talks_by_talks_then_by_seed_procedure_and_behaviour() -> None:
    found = all_rows(small_plan().batches())
    assert [row.number for row in found] == list(range(len(small_plan()))) == list(range(8 * 2 * 9))
    said = [(row.talks, row.talks_seed, row.seed, row.procedure, row.behaviour) for row in found[:11]]
    assert said[0] == ("small 3", None, 0, "one-text:rounds=10", "truthful")
    assert said[1][4] == "mistaken:1/20@all"
    assert said[3][3:] == ("poll", "truthful")
    assert said[9][2:] == (1, "one-text:rounds=10", "truthful")
    assert [row.talks_seed for row in found[18::18]] == [0, 1, 2, None, 0, 1, 2]
    shifted = all_rows(small_plan(first=7).batches())
    assert [row.talks_seed for row in shifted[18::18]] == [7, 8, 9, None, 7, 8, 9]
    assert {row.seed for row in shifted} == {7, 8}


@pytest.mark.parametrize(("talks", "seeds"), [(1, 1), (2, 5), (100, 2), (1, 100), (2, 1)])
def test_the_rows_are_the_same_however_batches_are_cut_ordered_and_sent(talks: int, seeds: int) -> None:
    whole = all_rows(small_plan().batches())
    ready.cache_clear()
    cut = list(small_plan().batches(talks=talks, seeds=seeds))
    Random(talks).shuffle(cut)
    sent = [pickle.loads(pickle.dumps(batch)) for batch in cut]
    assert by_number(all_rows(sent)) == whole
    assert sorted(number for batch in cut for number in batch.numbers) == list(range(len(whole)))


def test_what_is_done_is_left_out() -> None:
    whole = all_rows(small_plan().batches())
    done = {0, 1, *range(36, 72), 100}
    batches = list(small_plan().batches(seeds=1, done=done))
    assert [row.number for row in all_rows(batches)] == [n for n in range(len(whole)) if n not in done]
    assert all(not set(batch.numbers) <= done for batch in batches)
    assert not list(small_plan().batches(done=range(len(whole))))


def test_batches_are_small_and_only_given_talks_are_private() -> None:
    wide = plan([drawing("parties=5,issues=30,bonuses=20"), listed.case(1)], draws=2)
    batches = list(wide.batches())
    assert [batch.private for batch in batches] == [False, False, True]
    drawn = pickle.dumps(batches[0])
    assert len(drawn) < 2000
    assert b"Side" not in drawn


@pytest.mark.parametrize("hashes", ["1", "2", "3"])
def test_a_fingerprint_is_that_of_the_plan_in_every_process(hashes: str) -> None:
    """Sets have another order in each of them."""
    code = "from tests.simulate.test_plan import all_given; print(all_given().fingerprint)"
    other = {"PYTHONHASHSEED": hashes}
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=other)
    assert told.stdout.strip() == all_given().fingerprint
    assert len(all_given().fingerprint) == 16


def all_given() -> Plan:
    return small_plan(given=["orders", "walk-aways"])


@pytest.mark.parametrize(
    "more",
    [
        {"draws": 4}, {"seeds": 3}, {"first": 1}, {"given": ["orders"]}, {"version": "2"},
        {"procedures": QUICK[:2]}, {"procedures": (*QUICK[:2], "blind bidding:rounds=2")},
        {"behaviours": ("truthful",)},
        {"behaviours": ("truthful", "mistaken:1/10", "exaggerating")},
    ],
)  # fmt: skip
def test_another_plan_has_another_fingerprint(more: dict[str, object]) -> None:
    assert small_plan(**more).fingerprint != small_plan().fingerprint


def test_more_time_is_no_other_plan() -> None:
    assert small_plan(limit=5.0).fingerprint == small_plan().fingerprint


def test_other_talks_under_the_same_name_have_another_fingerprint() -> None:
    one, other = listed.case(3), replace(listed.case(4), name="small 3")
    assert plan([one]).fingerprint != plan([other]).fingerprint


def test_with_given_talks_the_salt_goes_into_the_fingerprint_and_with_drawn_ones_it_does_not() -> None:
    given, drawn = plan([listed.case(3)], salt="5a17"), plan([drawing(SMALL)], salt="5a17")
    assert given.private
    assert not drawn.private
    assert given.fingerprint.startswith("5a17-")
    assert salt_of(given.fingerprint) == "5a17"
    other, none = (plan([listed.case(3)], salt=salt).fingerprint for salt in ("5a18", ""))
    assert len({one.rpartition("-")[2] for one in (given.fingerprint, other, none)}) == 3
    assert drawn.fingerprint == plan([drawing(SMALL)]).fingerprint


def test_the_fingerprint_of_drawn_talks_stays_as_it_was() -> None:
    """Rows of drawn talks that were kept by earlier programs are gone on with."""
    known = Plan((drawing(SMALL),), (proceeding("poll"),), (behaviour("truthful"),), version="1")
    assert known.fingerprint == "271e3d239b54b991"


def test_all_that_suits_is_taken_where_nothing_is_named() -> None:
    two, three = (plan([drawing(f"parties={parties},issues=3,options=2")]) for parties in (2, 3))
    assert [one.name for one in two.procedures] == list(procedures())
    assert {one.name for one in two.procedures} - {one.name for one in three.procedures} == {"split-the-gap"}
    assert len(two.behaviours) == 5
    assert not suits("split-the-gap", Table((2, 2), 3))
    assert not suits("poll", Table((2, 2), 2, meets_links=lambda draft: False))


def test_specs_of_procedures_are_read_and_written() -> None:
    one = proceeding(" annealing one-text : rounds = 50 , start=0-3-1")
    assert one.spec == "annealing one-text:rounds=50,start=0-3-1"
    assert dict(one.settings) == {"rounds": 50, "start": (0, 3, 1)}
    assert proceeding(one.spec) == one
    assert dict(proceeding("poll:drafts=0-1+1-0").settings) == {"drafts": ((0, 1), (1, 0))}
    near = dict(proceeding("split-the-gap:near=1/4,issue=1").settings)
    assert near["near"] == 1 / 4
    assert near["issue"] == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"procedures": ["peace"]}, "there is no procedure 'peace'; there are: one-text"),
        ({"procedures": ["poll:rounds=3"]}, "'poll' has no setting 'rounds'; its settings are: drafts, size"),
        ({"procedures": ["poll:size=some"]}, "'some' is no value; write a number"),
        ({"procedures": ["one-text:start=0,1"]}, "has no setting '1'"),
        ({"procedures": ["one-text:start=a-b"]}, "write a draft as 0-3-1"),
        ({"procedures": ["one-text:start=0-0-9"]}, "is no draft of this table"),
        ({"procedures": ["one-text:rounds=-1"]}, "no whole number of 0 or more"),
        ({"behaviours": ["exaggerating@3"]}, "some of the talks have no party 3"),
        ({"behaviours": ["asleep"]}, "there is no behaviour 'asleep'"),
        ({"draws": 0}, "nothing to run"), ({"seeds": 0}, "nothing to run"),
        ({"given": ["scores"]}, "'scores' cannot be given to procedures; orders and walk-aways can"),
    ],
)  # fmt: skip
def test_what_cannot_be_run_is_refused_before_anything_runs(given: dict[str, object], said: str) -> None:
    with pytest.raises(BadQuestion) as refused:
        plan([drawing(SMALL)], **given)  # type: ignore[arg-type]
    assert said in str(refused.value)


def test_what_comes_from_the_talks_is_not_written_in_a_spec() -> None:
    known = [name for name, found in procedures().items() if "orders" in (found.start.__kwdefaults__ or {})]
    for name in known:
        with pytest.raises(BadQuestion, match="ask for it with --given walk-aways"):
            proceeding(f"{name}:walk_aways=1")


@pytest.mark.parametrize("far", ["1e-3000000", "1e3000000", f"1/{'9' * 60}", "1e-999"])
def test_a_number_that_would_take_long_is_refused_at_once(far: str) -> None:
    for make in (lambda: behaviour(f"mistaken:{far}"), lambda: drawing(f"share={far}"),
                 lambda: proceeding(f"annealing one-text:heat={far}")):  # fmt: skip
        with pytest.raises(BadQuestion, match="such as"):
            make()
    with pytest.raises(ValueError, match="is no number"):
        ratio(far)


def test_ratios_are_read_as_they_were() -> None:
    for text in ("1/20", "0.05", "5e-2", ".5", "1.", "1E-2", "-1/2", "0"):
        assert ratio(text) == Fraction(text)
    for text in ("", "1/", "e5", "nan", "1 2", "٣"):
        with pytest.raises(ValueError, match="is no number"):
            ratio(text)


def test_without_talks_there_is_no_plan() -> None:
    with pytest.raises(BadQuestion, match="no talks"):
        plan([])


def test_talks_of_one_title_are_told_apart_and_one_drawing_counts_once() -> None:
    one, other = listed.case(3), Case("small 3", None, listed.small(5, 2), ("A", "B"))
    found = plan([one, other, drawing(SMALL), drawing(SMALL)])
    assert [str(getattr(source, "name", source)) for source in found.sources] == ["small 3", "small 3 (2)", SMALL]


def test_a_batch_says_which_runs_it_has() -> None:
    one = proceeding("poll")
    how = small_plan().behaviours
    batch = Batch(10, drawing(SMALL), (4, 5), (0, 2), (one,), how)
    assert batch.numbers == range(10, 22)
    assert [row.number for row in runs(batch)] == list(batch.numbers)

"""A simulation in tables, a chart, a page, and as JSON."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from tests.simulate.test_plan import all_rows, small_plan
from tests.simulate.test_summary import ROW

from goodoffices.report.simulation_json import as_json
from goodoffices.report.simulation_page import simulation_page
from goodoffices.report.simulation_picture import simulation_picture
from goodoffices.report.simulation_words import simulation_lines, simulation_tables
from goodoffices.report.words import FOR_THE_MEDIATOR
from goodoffices.simulate.cases import drawing
from goodoffices.simulate.plan import plan
from goodoffices.simulate.summary import Entry, summary


def entries() -> tuple[Entry, ...]:
    rows = [
        replace(ROW, number=100 * p + 10 * b + k, talks_seed=k, procedure=name, behaviour=how, nash_share=k / 10,
                gain=None if how == "truthful" else 0.25 + b / 100, gains="0.25 0.5")
        for p, name in enumerate(("one-text:rounds=5", "poll"))
        for b, how in enumerate(("truthful", "exaggerating:1/10@1")) for k in range(4)
    ]  # fmt: skip
    return summary(rows)


def test_tables_have_a_row_for_each_procedure_and_numbers_that_are_those_of_the_summary() -> None:
    first, second, gained = simulation_tables(entries())
    assert first.title == "Everybody truthful"
    assert second.title == "Party 1 exaggerating (1/10), the others truthful"
    assert [row[0] for row in first.rows] == ["one-text:rounds=5", "poll"]
    assert first.rows[0][1:] == ("100 %", "0.15 ± 0.21", "0.25 ± 0.00", "0.75 ± 0.00", "3", "0")
    assert not first.note
    assert "95 % interval" in second.note
    assert gained.headers == ("Procedure", "exaggerating:1/10@1")
    assert gained.rows == (("one-text:rounds=5", "0.01 ± 0.00"), ("poll", "0.01 ± 0.00"))


def test_several_talks_stand_apart_in_tables_and_chart() -> None:
    more = [*entries(), *(replace(entry, talks="other") for entry in entries())]
    tables = simulation_tables(more)
    assert [table.title.split(":")[0] for table in tables] == ["t", "t", "other", "other", "t", "other"]
    chart = simulation_picture(more)
    assert chart is not None
    assert "poll, other" in json.dumps(chart.to_dict())


def test_what_cannot_be_said_is_a_dash() -> None:
    found = summary([replace(ROW, nash_share=None, least_served=None)])
    (table,) = simulation_tables(found)
    assert table.rows[0][2:5] == ("–", "0.25", "–")
    assert simulation_picture(found) is None
    assert "vegaEmbed" not in simulation_page(found, 1, private=False)


def test_sentences_say_what_was_run_and_whether_an_agreement_was_false() -> None:
    assert simulation_lines(entries(), 16) == [
        "16 runs.", "No agreement was false: each one stands by the true positions of everybody who signed.",
    ]  # fmt: skip
    assert simulation_lines(entries(), 20)[0] == "16 of 20 runs; the rest was not begun or finished."
    wrong = summary([replace(ROW, number=k, false_agreement=k == 0) for k in range(3)])
    assert simulation_lines(wrong, 3)[1].startswith("1 agreement was false")
    none = summary([replace(ROW, signed=False, draft=None)])
    assert simulation_lines(none, 1) == ["1 run.", "Nothing was agreed."]
    assert simulation_lines([], 3) == ["0 of 3 runs; the rest was not begun or finished."]


def test_the_chart_has_a_mark_for_every_mean_and_data_of_its_own() -> None:
    chart = simulation_picture(entries())
    assert chart is not None
    spec = chart.to_dict(validate=True)
    values = [layer["data"]["values"] for layer in spec["layer"]]
    assert [len(rows) for rows in values] == [4, 4, 4, 2, 4, 4]
    spans = {(row["procedure"], row["behaviour"]): (row["low"], row["x"], row["high"]) for row in values[1]}
    low, middle, high = spans["poll", "truthful"]
    assert low == 0  # the interval is cut where no share can be
    assert middle == 0.15
    assert 0.3 < high < 0.4
    assert len({(row["colour"], row["shape"]) for row in values[1]}) == 2
    assert '"url"' not in json.dumps(spec)


def test_the_page_is_sealed_and_the_same_every_time() -> None:
    hostile = [replace(entry, talks="<script>alert(1)</script>") for entry in entries()]
    hostile += [replace(entry, talks="t") for entry in entries()]
    text = simulation_page(hostile, 32, private=False)
    assert text == simulation_page(hostile, 32, private=False)
    assert "<script>alert" not in text
    assert "default-src &#39;none&#39;" in text
    own = re.sub(r"<script>.*?</script>", "", text, flags=re.S)  # a library names where it comes from
    assert not re.search(r"(?:src|href)=[\"']?https?:", own)
    assert "will accept" not in own


def test_the_page_of_given_talks_says_for_whose_eyes_it_is() -> None:
    assert f'<p class="eyes">{FOR_THE_MEDIATOR}</p>' in simulation_page(entries(), 16, private=True)
    assert "mediator only" not in simulation_page(entries(), 16, private=False)


def test_the_json_has_every_mean_with_its_interval() -> None:
    found = as_json(small_plan(), entries(), 1.5)
    assert (found["plan"], found["runs"], found["asked"]) == (None, 16, len(small_plan()))
    assert found["mediator_only"] is True
    drawn = plan([drawing("issues=2,options=2")])
    assert as_json(drawn, [])["plan"] == drawn.fingerprint
    assert as_json(drawn, [])["mediator_only"] is False
    entry = found["summary"][2]
    assert (entry["procedure"], entry["behaviour"], entry["runs"]) == ("poll", "truthful", 4)
    assert entry["nash_share"]["count"] == 4
    assert entry["by_behaving"] is None
    assert json.loads(json.dumps(found)) == found


def test_real_rows_are_summed_up() -> None:
    found = summary(all_rows(small_plan().batches()))
    assert len(found) == 4 * 9
    assert simulation_tables(found)
    assert simulation_picture(found) is not None

"""The talks file of the design, read whole: every part of it becomes what it says."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from goodoffices import files
from goodoffices.errors import BadFile
from goodoffices.talks import (
    Agreement,
    AllOf,
    Bonus,
    Choice,
    IfThen,
    Link,
    Not,
    Option,
    Party,
    RedLine,
    Release,
    Talks,
    accepts,
    score,
)

ARDA_AND_BELEN = """\
goodoffices: 1
title: A ceasefire between Arda and Belen        # fictional
parties:
  arda:  {name: Arda}
  belen: {name: Belen}
  carro: {name: Carro, role: mediator}           # party | mediator | guarantor | observer
agreement: all                                   # or {needs: 5, including: [sportco, dot]}
issues:
  pause:
    name: Length of the pause
    options:
      none: No pause
      six_weeks: {label: Six weeks, text: "Hostilities cease for forty-two days from the effective date."}
      permanent: A permanent end of hostilities
  captives: {name: Release of captives, options: {none: None, some: Women and minors, all: All}}
  trucks: {name: Aid, range: {from: 0, to: 600, step: 50, unit: trucks a day}, divisible: true}
links:
  - {if: {pause: none}, then: {captives: none}, because: No release under fire}
positions:                                       # private; a value may also be a path to a file of its own
  arda:
    scores:
      pause: {none: 0, six_weeks: 20, permanent: 40}
      captives: {none: 30, some: 20, all: 0}
      trucks: {0: 0, 300: 20, 600: 30}           # straight lines between the given points
    bonuses: [{when: {pause: permanent, captives: all}, points: 10}]
    red_lines:
      - id: no-short-pause
        must: {pause: [six_weeks, permanent]}
        status: stated
        because: Said on 3 May
        evidence: [s1]
    walk_away: 45
  belen:
    weights: {pause: 0.5, captives: 0.3, trucks: 0.2}   # weights times values, the other common form
    values:
      pause: {none: 100, six_weeks: 60, permanent: 0}
      captives: {none: 0, some: 40, all: 100}
      trucks: {0: 100, 600: 0}
    walk_away: 40
"""


@pytest.fixture
def talks() -> Talks:
    return files.parse(ARDA_AND_BELEN, "talks.yaml")


def changed(*pairs: tuple[str, str]) -> str:
    """The file above with some of its text replaced; each must be there."""
    text = ARDA_AND_BELEN
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


def test_parties_and_agreement(talks: Talks) -> None:
    assert talks.title == "A ceasefire between Arda and Belen"
    assert talks.parties == (Party("arda", "Arda"), Party("belen", "Belen"), Party("carro", "Carro", "mediator"))
    assert talks.agreement == Agreement()
    assert talks.signatories == ("arda", "belen")


def test_issues(talks: Talks) -> None:
    pause, captives, trucks = talks.issues
    text = (("", "Hostilities cease for forty-two days from the effective date."),)
    assert pause.options[1] == Option("six_weeks", "Six weeks", text)
    assert captives.option_ids == ("none", "some", "all")
    assert captives.options[0].label == "None"
    assert (pause.divisible, trucks.divisible, trucks.unit) == (False, True, "trucks a day")
    assert trucks.option_ids == tuple(str(number) for number in range(0, 601, 50))
    assert trucks.options[6] == Option("300", "300 trucks a day", value=Fraction(300))
    assert talks.packages == 3 * 3 * 13


def test_links(talks: Talks) -> None:
    condition = IfThen(Choice("pause", ("none",)), Choice("captives", ("none",)))
    assert talks.links == (Link(condition, "No release under fire"),)


def test_position_of_scores(talks: Talks) -> None:
    arda = talks.position("arda")
    assert arda.points("pause") == (0, 20, 40)
    assert arda.points("trucks") == tuple(
        Fraction(20 * n, 300) if n <= 300 else 20 + Fraction(10 * (n - 300), 300) for n in range(0, 601, 50)
    )
    assert arda.bonuses == (
        Bonus(AllOf((Choice("pause", ("permanent",)), Choice("captives", ("all",)))), Fraction(10)),
    )
    line = RedLine("no-short-pause", Choice("pause", ("six_weeks", "permanent")), "stated", "Said on 3 May", ("s1",))
    assert arda.red_lines == (line,)
    assert (arda.walk_away, arda.weights) == (45, None)


def test_position_of_weights_and_values(talks: Talks) -> None:
    belen = talks.position("belen")
    assert belen.weights == (("pause", Fraction(1, 2)), ("captives", Fraction(3, 10)), ("trucks", Fraction(1, 5)))
    assert belen.points("captives") == (0, 12, 30)
    assert belen.points("trucks")[1] == Fraction(1, 5) * (100 - Fraction(100, 12))


def test_a_score_that_equals_the_walk_away_is_accepted() -> None:
    tenths = changed(
        ("walk_away: 40", "walk_away: 0.3"),
        ("weights: {pause: 0.5, captives: 0.3, trucks: 0.2}", "weights: {pause: 0.1, captives: 0.1, trucks: 0.1}"),
        ("pause: {none: 100, six_weeks: 60, permanent: 0}", "pause: {none: 1, six_weeks: 0, permanent: 0}"),
        ("captives: {none: 0, some: 40, all: 100}", "captives: {none: 1, some: 0, all: 0}"),
        ("trucks: {0: 100, 600: 0}", "trucks: {0: 1, 600: 0}"),
    )
    talks = files.parse(tenths, "talks.yaml")
    package = {"pause": "none", "captives": "none", "trucks": "0"}
    assert 0.1 + 0.1 + 0.1 != 0.3  # which is why points are no floats
    assert score(talks, "belen", package) == Fraction(3, 10)
    assert accepts(talks, "belen", package)


def test_the_same_talks_as_json(talks: Talks) -> None:
    text = files.dump(talks, "json")
    assert text.startswith('{\n  "goodoffices": 1,\n')
    assert files.parse(text, "talks.json", kind="json") == talks


def test_what_is_written_looks_as_a_person_would_write_it(talks: Talks) -> None:
    lines = files.dump(talks).splitlines()
    assert lines[:7] == [
        "goodoffices: 1",
        "title: A ceasefire between Arda and Belen",
        "parties:",
        "  arda: {name: Arda}",
        "  belen: {name: Belen}",
        "  carro: {name: Carro, role: mediator}",
        "agreement: all",
    ]
    assert "  trucks: {name: Aid, range: {from: 0, to: 600, step: 50, unit: trucks a day}, divisible: true}" in lines
    assert "  - {if: {pause: none}, then: {captives: none}, because: No release under fire}" in lines
    assert "      trucks: {0: 0, 300: 20, 600: 30}" in lines
    assert "    weights: {pause: 0.5, captives: 0.3, trucks: 0.2}" in lines
    assert "    walk_away: 45" in lines
    assert max(map(len, lines)) <= 110


def test_a_file_loads_by_its_name(tmp_path: Path, talks: Talks) -> None:
    (tmp_path / "talks.yaml").write_text(ARDA_AND_BELEN)
    (tmp_path / "TALKS.JSON").write_text(files.dump(talks, "json"))
    assert files.load(tmp_path / "talks.yaml") == files.load(str(tmp_path / "TALKS.JSON")) == talks


def test_little_is_needed() -> None:
    text = "goodoffices: 1\ntitle: 1979\nparties: {ann: {}}\nissues: {height: {options: {1: 1, 2.50: true}}}\nlinks:\n"
    talks = files.parse(text, "fence.yaml")
    assert talks.title == "1979"
    assert talks.parties == (Party("ann", "ann"),)
    assert talks.issues[0].options == (Option("1", "1"), Option("2.50", "true"))


def test_wording_in_several_languages() -> None:
    two = changed(
        ('text: "Hostilities cease for forty-two days from the effective date."', "text: {en: Pause, ar: هدنة}")
    )
    talks = files.parse(two, "talks.yaml")
    assert talks.issue("pause").option("six_weeks").text == (("en", "Pause"), ("ar", "هدنة"))
    assert files.parse(files.dump(talks), "again.yaml") == talks


def test_wording_of_several_lines_is_written_as_lines() -> None:
    several = changed(
        ('"Hostilities cease for forty-two days from the effective date."', '"Article 1:\\n\\n- it ceases"')
    )
    talks = files.parse(several, "talks.yaml")
    text = files.dump(talks)
    assert "        text: |-\n          Article 1:\n\n          - it ceases\n" in text
    assert files.parse(text, "again.yaml") == talks


def test_agreement_of_some() -> None:
    some = changed(("agreement: all", "agreement: {needs: 2, including: belen, of: [belen, arda, carro]}"))
    talks = files.parse(some, "talks.yaml")
    assert talks.agreement == Agreement(2, ("belen",), ("belen", "arda", "carro"))
    assert talks.signatories == ("arda", "belen", "carro")
    everyone = files.parse(changed(("agreement: all", "agreement: {needs: all, of: [belen]}")), "talks.yaml")
    assert everyone.agreement == Agreement(None, (), ("belen",))


def test_red_lines_without_id_are_numbered() -> None:
    more = changed(
        ("    walk_away: 45", "      - never: {trucks: 0}\n      - must: {not: {trucks: 50}}\n    walk_away: 45")
    )
    lines = files.parse(more, "talks.yaml").position("arda").red_lines
    assert [line.id for line in lines] == ["no-short-pause", "line-2", "line-3"]
    assert [line.holds for line in lines[1:]] == [Not(Choice("trucks", ("0",))), Not(Choice("trucks", ("50",)))]
    assert lines[1].status == "assumed"
    written = files.dump(files.parse(more, "talks.yaml"))
    assert "      - {id: line-2, never: {trucks: 0}, status: assumed}\n" in written
    assert "      - {id: line-3, never: {trucks: 50}, status: assumed}\n" in written


def test_releases() -> None:
    released = changed(
        (
            "    walk_away: 45",
            "    walk_away: 45\n    releases:\n      - {what: walk_away, to: all}\n"
            '      - {what: ["scores:pause", "red_line:no-short-pause", bonuses], to: [belen, carro]}',
        )
    )
    talks = files.parse(released, "talks.yaml")
    assert talks.position("arda").releases == (
        Release(("walk_away",), ("all",)),
        Release(("scores:pause", "red_line:no-short-pause", "bonuses"), ("belen", "carro")),
    )
    assert files.parse(files.dump(talks), "again.yaml") == talks


def test_a_party_of_which_nothing_is_recorded_may_stand_empty() -> None:
    empty = files.parse(changed(("positions:   ", "positions:\n  carro:\n  #")), "talks.yaml")
    assert not empty.position("carro").is_recorded
    assert len(empty.positions) == 3


def test_range_of_fractions() -> None:
    thirds = changed(("{from: 0, to: 600, step: 50, unit: trucks a day}", "{from: 1/3, to: 1, step: 1/3}")).replace(
        "trucks: {0: 0, 300: 20, 600: 30}", "trucks: {1/3: 0, 0.5: 20, 1: 30}"
    )
    talks = files.parse(thirds.replace("trucks: {0: 100, 600: 0}", "trucks: {1/3: 100, 1: 0}"), "talks.yaml")
    assert talks.issue("trucks").option_ids == ("1/3", "2/3", "1")
    assert talks.position("arda").points("trucks") == (0, 20 + Fraction(10, 3), 30)  # 0.5 lies between two options
    assert files.parse(files.dump(talks), "again.yaml") == talks


def test_range_of_one_value() -> None:
    one = changed(("{from: 0, to: 600, step: 50, unit: trucks a day}", "{from: 5, to: 5, step: 50}")).replace(
        "trucks: {0: 0, 300: 20, 600: 30}", "trucks: {5: 7}"
    )
    talks = files.parse(one.replace("trucks: {0: 100, 600: 0}", "trucks: {5: 0}"), "talks.yaml")
    assert talks.issue("trucks").option_ids == ("5",)
    assert talks.position("arda").points("trucks") == (7,)


def test_reading_imports_nothing_heavy() -> None:
    program = (
        "import sys; from goodoffices import files; files.parse(sys.stdin.read(), 'talks.yaml');"
        "print([name for name in ('numpy', 'ortools', 'pandas', 'altair', 'openpyxl', 'jinja2', 'defusedxml')"
        " if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=ARDA_AND_BELEN, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_messages_name_no_score_and_no_walk_away() -> None:
    wrong = changed(("walk_away: 45", "walk_away: 98765x"), ("permanent: 40}", "permanent: 43210x}"))
    with pytest.raises(BadFile) as caught:
        files.parse(wrong, "talks.yaml")
    assert len(caught.value.flaws) == 2
    assert "98765" not in str(caught.value)
    assert "43210" not in str(caught.value)

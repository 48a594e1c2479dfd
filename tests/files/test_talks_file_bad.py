"""What is wrong in a talks file: one message each, at its line, with what to write instead; and all at once.

Long because it is a list: one case for each thing that can be wrong.
"""

from __future__ import annotations

import pytest

from goodoffices import files
from goodoffices.errors import BadFile
from goodoffices.files import findings

FENCE = """\
goodoffices: 1
title: A fence
parties:
  ann: {name: Ann}
  bo: {name: Bo, role: party}
issues:
  height: {name: Height, options: {low: Low, middle: Middle, high: High}}
  cost: {range: {from: 0, to: 600, step: 50, unit: crowns}}
links:
  - {if: {height: high}, then: {cost: {at_least: 300}}}
  - {never: {height: low, cost: 0}, because: It would fall}
positions:
  ann:
    scores:
      height: {low: 0, middle: 5, high: 9}
      cost: {0: 8, 600: 0}
    red_lines:
      - {id: not-low, never: {height: low}, status: stated}
    walk_away: 7
  bo:
    weights: {height: 40, cost: 60}
    values: {height: {low: 1, middle: 1/2, high: 0}, cost: {0: 0, 600: 1}}
"""


def flaws(*pairs: tuple[str, str]) -> list[str]:
    """What is said of the file above with some of its text replaced."""
    text = FENCE
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    with pytest.raises(BadFile) as caught:
        files.parse(text, "fence.yaml")
    return str(caught.value).splitlines()


def test_the_file_itself_is_good() -> None:
    assert files.parse(FENCE, "fence.yaml").packages == 39


CASES = [
    # unknown keys
    ("walk_away: 7", "walkaway: 7", "19: positions.ann.walkaway: is not known here; did you mean 'walk_away'?"),
    ("title: A fence", "titel: A fence", "2: titel: is not known here; did you mean 'title'?"),
    (", role: party", ", qqq: party", "5: parties.bo.qqq: is not known here; the keys here are: name, role"),
    # duplicate keys
    (
        "    walk_away: 7",
        "    walk_away: 7\n    walk_away: 8",
        "20: positions.ann: 'walk_away' stands twice, first on line 19; keep one of them",
    ),
    # names that do not exist
    (
        "{height: low}, status",
        "{height: lwo}, status",
        "18: positions.ann.red_lines.0.never.height: issue 'height' has no option 'lwo'; did you mean 'low'?",
    ),
    (
        "{height: low}, status",
        "{height: zzz}, status",
        "18: positions.ann.red_lines.0.never.height: issue 'height' has no option 'zzz'; there are: low, middle, high",
    ),
    (
        "{if: {height: high}",
        "{if: {heigth: high}",
        "10: links.0.if.heigth: there is no issue 'heigth'; did you mean 'height'?",
    ),
    (
        "  bo:\n    weights",
        "  boo:\n    weights",
        "20: positions.boo: there is no party 'boo'; did you mean 'bo'?",
    ),
    (
        "{low: 0, middle: 5, high: 9}",
        "{low: 0, middle: 5, high: 9, hihg: 1}",
        "15: positions.ann.scores.height.hihg: issue 'height' has no option 'hihg'; did you mean 'high'?",
    ),
    # a number off the grid
    (
        "{height: low, cost: 0}",
        "{height: low, cost: 325}",
        "11: links.1.never.cost: issue 'cost' has no option '325'; the nearest are 300 and 350",
    ),
    (
        "{height: low, cost: 0}",
        "{height: low, cost: 700}",
        "11: links.1.never.cost: issue 'cost' has no option '700'; the range goes from 0 to 600",
    ),
    # scores missing, or not covering a range's ends
    (
        "{low: 0, middle: 5, high: 9}",
        "{low: 0}",
        "15: positions.ann.scores.height: has no points for 'middle', 'high'; every option needs points, be it 0",
    ),
    (
        "{0: 8, 600: 0}",
        "{0: 8, 550: 0}",
        "16: positions.ann.scores.cost: has no points for 600; both ends of the range need points",
    ),
    (
        "{0: 8, 600: 0}",
        "{50: 8, 60: 0}",
        "16: positions.ann.scores.cost: has no points for 0 and 600; both ends of the range need points",
    ),
    (
        "{0: 8, 600: 0}",
        "{0: 8, 600: 0, 650: 0}",
        "16: positions.ann.scores.cost.650: lies outside the range, which goes from 0 to 600",
    ),
    (
        "{0: 8, 600: 0}",
        "{0: 8, 300: 1, 200: 2, 600: 0}",
        "16: positions.ann.scores.cost.200: stands out of order; write the numbers from low to high, each once",
    ),
    (
        "{0: 8, 600: 0}",
        "{0: 8, 0.0: 1, 600: 0}",
        "16: positions.ann.scores.cost.0.0: stands out of order; write the numbers from low to high, each once",
    ),
    # words of the grammar as issue names
    (
        "  cost: {range",
        "  any: {options: {x: X}}\n  cost: {range",
        "8: issues.any: 'any' is a word of the condition grammar; give the issue another id",
    ),
    # a step that does not divide its range
    ("step: 50,", "step: 70,", "8: issues.cost.range.step: does not divide the range; 200/3 or 75 would"),
    ("step: 50,", "step: 601,", "8: issues.cost.range.step: does not divide the range; 600 would"),
    ("step: 50,", "step: 0.05,", "8: issues.cost.range.step: makes more than 10,000 values; take larger steps"),
    ("step: 50,", "step: 0,", "8: issues.cost.range.step: must be more than 0"),
    ("from: 0,", "from: 900,", "8: issues.cost.range.to: must not lie below 'from'"),
    ("step: 50, ", "", "8: issues.cost.range: 'step' is missing; write step: 50"),
    # numbers
    ("walk_away: 7", "walk_away: seven", "19: positions.ann.walk_away: needs a number; write 12, 12.5 or 1/3"),
    ("walk_away: 7", "walk_away: 007", "19: positions.ann.walk_away: needs a number; write 12, 12.5 or 1/3"),
    ("walk_away: 7", "walk_away: true", "19: positions.ann.walk_away: needs a number; write 12, 12.5 or 1/3"),
    ("walk_away: 7", "walk_away: 1/0", "19: positions.ann.walk_away: needs a number; write 12, 12.5 or 1/3"),
    (
        "walk_away: 7",
        "walk_away: [7]",
        "19: positions.ann.walk_away: needs a number, or two from low to high; write 12, or [10, 20]",
    ),
    (
        "walk_away: 7",
        "walk_away: 1e999999999",
        "19: positions.ann.walk_away: has too many digits; numbers of up to 100 are read",
    ),
    ("middle: 5", "middle: five", "15: positions.ann.scores.height.middle: needs a number; write 12, 12.5 or 1/3"),
    # shape
    ("goodoffices: 1", "goodoffices: one", "1: goodoffices: needs the version of the format; write goodoffices: 1"),
    (
        "goodoffices: 1",
        "goodoffices: 2",
        "1: goodoffices: this file is of version 2, and this program reads 1; install a newer goodoffices",
    ),
    ("goodoffices: 1\n", "", "1: 'goodoffices' is missing; write goodoffices: 1"),
    ("role: party", "role: mediater", "5: parties.bo.role: is not known here; did you mean 'mediator'?"),
    ("role: party", "role: x", "5: parties.bo.role: is not known here; write party, mediator, guarantor or observer"),
    ("  ann: {name: Ann}", "  ann: Ann", "4: parties.ann: needs a mapping, such as {name: Arda}"),
    ("  ann: {name: Ann}", "  ann: {name: [Ann]}", "4: parties.ann.name: needs a text"),
    (
        "  ann: {name: Ann}",
        "  ann: {name: Ann}\n  all: {}",
        "5: parties.all: 'all' stands for every party; give this one another id",
    ),
    (
        "status: stated",
        "status: sated",
        "18: positions.ann.red_lines.0.status: is not known here; did you mean 'stated'?",
    ),
    (
        "id: not-low, never: {height: low}",
        "id: not-low",
        "18: positions.ann.red_lines.0: needs 'must' or 'never', such as must: {issue: option}",
    ),
    (
        "never: {height: low}, status",
        "never: {height: low}, must: {height: high}, status",
        "18: positions.ann.red_lines.0: has both 'must' and 'never'; write one of them, such as must: {issue: option}",
    ),
    (
        "status: stated}",
        "status: stated}\n      - {id: not-low, must: {height: high}}",
        "19: positions.ann.red_lines.1.id: 'not-low' names an earlier red line too; give each its own id",
    ),
    (
        "{low: Low, middle: Middle, high: High}",
        "[low]",
        "7: issues.height.options: needs a mapping, such as options: {low: Low, high: High}",
    ),
    (
        "options: {low: Low, middle: Middle, high: High}",
        "options: {}",
        "7: issues.height.options: there is no option; an issue needs at least one, such as {none: No pause}",
    ),
    (
        "cost: {range",
        "cost: {options: {a: A}, range",
        "8: issues.cost: has both options and a range; write one of them",
    ),
    (
        "  cost: {range",
        "  tax: {name: Tax}\n  cost: {range",
        "8: issues.tax: needs options, such as options: {none: No pause, long: A long pause}, or a range",
    ),
    (
        "    weights: {height: 40, cost: 60}\n",
        "",
        "21: positions.bo.values: needs 'weights' beside it; or write 'scores' instead",
    ),
    (
        "weights: {height: 40, cost: 60}",
        "weights: {height: 40}",
        "22: positions.bo.values.cost: has values but no weight; write both",
    ),
    (
        "weights: {height: 40, cost: 60}",
        "weights: {height: 0, cost: 0}",
        "21: positions.bo.weights: some weight must be above 0",
    ),
    (
        "weights: {height: 40, cost: 60}",
        "weights: {height: -1, cost: 0}",
        "21: positions.bo.weights.height: is below 0; a weight cannot be",
    ),
    # agreement
    (
        "parties:",
        "agreement: most\nparties:",
        "3: agreement: needs all, or a mapping such as {needs: 5, including: [arda]}",
    ),
    (
        "parties:",
        "agreement: {needs: 3}\nparties:",
        "3: agreement.needs: must lie within the number of signatories; write from 1 to 2, or all",
    ),
    (
        "parties:",
        "agreement: {needs: 1, including: [anne]}\nparties:",
        "3: agreement.including: there is no party 'anne'; did you mean 'ann'?",
    ),
    (
        "parties:",
        "agreement: {needs: 1, including: [ann], of: [bo]}\nparties:",
        "3: agreement.including: 'ann' is not a signatory; only signatories' yes counts",
    ),
    (
        "parties:",
        "agreement: {needs: 1, including: [ann, ann]}\nparties:",
        "3: agreement.including: 'ann' stands here 2 times; name it once",
    ),
    # releases
    (
        "    walk_away: 7",
        "    walk_away: 7\n    releases: [{what: walkaway, to: all}]",
        "20: positions.ann.releases.0.what: 'walkaway' is no part of a position; did you mean 'walk_away'?",
    ),
    (
        "    walk_away: 7",
        '    walk_away: 7\n    releases: [{what: "red_line:not-lwo", to: bo}]',
        "20: positions.ann.releases.0.what: there is no red line 'not-lwo'; did you mean 'not-low'?",
    ),
    (
        "    walk_away: 7",
        "    walk_away: 7\n    releases: [{what: scores, to: [all, bo]}]",
        "20: positions.ann.releases.0.to: all stands alone; take out the others, or all",
    ),
    # contradictory links
    (
        "  - {never: {height: low, cost: 0}",
        "  - {height: high}\n  - {cost: {at_most: 250}}\n  - {never: {height: low, cost: 0}",
        "12: links.2: no package can meet this link together with links.0 (line 10) and links.1 (line 11); "
        "change or take out one of them",
    ),
    (
        "  - {never: {height: low, cost: 0}",
        "  - {any: []}\n  - {never: {height: low, cost: 0}",
        "11: links.1: no package can meet this link; change or take out one of them",
    ),
    # a ':' without a space, where YAML sees something else
    (
        "    walk_away: 7\n",
        "    walk_away:7\n    bonuses: []\n",
        "19: positions.ann: put a space after the ':' of 'walk_away'",
    ),
    (
        "    walk_away: 7\n",
        "    walk_away:\xa07\n",
        "19: positions.ann: put a space after the ':' of 'walk_away'; a non-breaking space stands there",
    ),
    ("  bo: {name: Bo, role: party}", "  bo:{}", "5: parties: put a space after the ':' of 'bo'"),
    (
        "  bo: {name: Bo, role: party}",
        "  bo:\xa0{}",
        "5: parties: put a space after the ':' of 'bo'; a non-breaking space stands there",
    ),
    ("{name: Ann}", "{name:Ann}", "4: parties.ann.name: put a space after the ':' of 'name'"),
    (
        "{name: Ann}",
        "{name:\xa0Ann}",
        "4: parties.ann.name: put a space after the ':' of 'name'; a non-breaking space stands there",
    ),
    ("{low: 0, middle", "{low:0, middle", "15: positions.ann.scores.height.low: put a space after the ':' of 'low'"),
    ("  ann: {name: Ann}", "  ann:\n    name:Ann", "4: parties.ann: put a space after the ':' of 'name'"),
    (
        FENCE[FENCE.index("    weights") :],
        "    walk_away:12345\n",
        "20: positions.bo: put a space after the ':' of 'walk_away'",
    ),
    # words with a comma, a colon or a # of their own, in braces
    (
        "because: It would fall}",
        "because: Board minutes, page 3}",
        "11: links.1.because: put text with , : or # in quotes",
    ),
    (
        "status: stated}",
        "because: Minutes, p.3}",
        "18: positions.ann.red_lines.0.because: put text with , : or # in quotes",
    ),
    (
        "because: It would fall}",
        "because: Board minutes: page 3}",
        "11: links.1: put text with , : or # in quotes; or a comma is missing before this",
    ),
    (
        "because: It would fall}",
        "because: Board #3 minutes}",
        "11: links.1: put text with , : or # in quotes; what follows a # is a remark and closes nothing",
    ),
    # a path where none may be
    (
        "  bo:\n",
        "  bo: bo.yaml\n  bob:\n",
        "20: positions.bo: a position in a file of its own is not read here; write the position out",
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), CASES, ids=[case[2].split(";")[0] for case in CASES])
def test_message_and_line(old: str, new: str, said: str) -> None:
    found = flaws((old, new))
    assert f"fence.yaml:{said}" in found
    assert len(found) == 1 or new.startswith("  bo: bo.yaml")


def test_everything_at_once() -> None:
    found = flaws(
        ("title: A fence", "title: A fence\ntitle: A wall"),
        ("role: party", "role: referee"),
        ("step: 50", "step: 70"),
        ("{if: {height: high}", "{if: {heigth: high}"),
        ("{low: 0, middle: 5, high: 9}", "{low: 0, high: nine}"),
        ("{height: low}, status: stated", "{height: lwo}, status: said"),
        ("walk_away: 7", "walk_away: seven"),
        ("middle: 1/2", "midle: 1/2"),
    )
    places = [line.split(": ")[0] + ": " + line.split(": ")[1] for line in found]
    assert places == [
        "fence.yaml:3: 'title' stands twice, first on line 2; keep one of them",
        "fence.yaml:6: parties.bo.role",
        "fence.yaml:9: issues.cost.range.step",
        "fence.yaml:11: links.0.if.heigth",
        "fence.yaml:16: positions.ann.scores.height.high",
        "fence.yaml:16: positions.ann.scores.height",
        "fence.yaml:19: positions.ann.red_lines.0.status",
        "fence.yaml:19: positions.ann.red_lines.0.never.height",
        "fence.yaml:20: positions.ann.walk_away",
        "fence.yaml:23: positions.bo.values.height.midle",
        "fence.yaml:23: positions.bo.values.height",
    ]


def test_a_flawed_issue_is_not_called_unknown() -> None:
    """Its options cannot be checked, so nothing is said of them."""
    found = flaws(("name: Height", "nmae: Height"), ("{height: low}, status", "{height: whatever}, status"))
    assert found == ["fence.yaml:7: issues.height.nmae: is not known here; did you mean 'name'?"]


def test_many_ranges_cannot_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "MOST_VALUES", 20_000)
    ranges = "".join(f"  r{n}: {{range: {{from: 0, to: 9999, step: 1}}}}\n" for n in range(3))
    found = flaws(("  cost: {range", ranges + "  cost: {range"))
    assert found[0].endswith("the ranges make more than 20,000 values in all; take larger steps")


def test_a_file_made_of_errors_is_refused_quickly() -> None:
    options = ", ".join(f"option_{n}: X" for n in range(2_000))
    scores = ", ".join(f"optoin_{n}: 1" for n in range(2_000))
    found = flaws(
        ("{low: Low, middle: Middle, high: High}", f"{{low: Low, middle: M, high: H, {options}}}"),
        ("{low: 0, middle: 5, high: 9}", f"{{{scores}}}"),
    )
    assert len(found) > 2_000
    assert "did you mean" in found[0]
    assert "did you mean" not in found[-1]

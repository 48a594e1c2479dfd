"""The page: self-contained, sealed by its policy, deaf to hostile names, and for one pair of eyes."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from fractions import Fraction
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from tests.report.samples import BELEN, DARA, DEAL, EVIL, HOSTILE, NO_DEAL, NOTHING, TWO, looks_like_the_guide

from goodoffices.analysis import analyse
from goodoffices.confidence import view
from goodoffices.errors import BadQuestion
from goodoffices.report.marks import COLOURS, INK, MUTED, PAPER
from goodoffices.report.page import DARK, MADE_BY, page
from goodoffices.talks import IssueScores, Position, RedLine, Release, Talks

MOST_BYTES = 1_600_000


class Reader(HTMLParser):
    """What a browser would find in the page: elements with attributes, and the text of scripts, styles and the rest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {"script": [], "style": [], "": []}
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self._inside = tag
            self.texts[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[self._inside][-1] += data
        else:
            self.texts[""].append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.texts[""]).split())


@cache
def read(talks: Talks, for_party: str | None = None) -> tuple[str, Reader]:
    """The page of these talks, as text and as read; written once."""
    text = page(analyse(talks), for_party=for_party)
    return text, Reader(text)


@pytest.mark.parametrize("talks", [DEAL, TWO, NO_DEAL, NOTHING, HOSTILE])
def test_nothing_is_fetched_and_the_page_is_light(talks: Talks) -> None:
    text, found = read(talks)
    assert len(text.encode()) < MOST_BYTES
    for tag, attributes in found.elements:
        for name in ("src", "href", "action", "data", "srcset", "poster", "background"):
            assert not (attributes.get(name) or "").startswith(("http", "//")), (tag, attributes)
    assert not found.all("link")
    assert not re.search(r"@import|url\((?!data:font)", found.texts["style"][0])
    specs = json.loads(found.texts["script"][0])
    assert "http" not in json.dumps(specs)


def test_the_policy_lets_nothing_run_but_what_is_inside() -> None:
    _, found = read(DEAL)
    policy = next(m["content"] or "" for m in found.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "http" not in policy
    code = [text for text, attributes in zip(found.texts["script"], found.all("script"), strict=True)
            if attributes.get("type") != "application/json"]  # fmt: skip
    assert len(code) == 4
    for text in [*code, *found.texts["style"]]:
        assert f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" in policy
    assert not any("style" in attributes or any(name.startswith("on") for name in attributes)
                   for _, attributes in found.elements)  # fmt: skip


def test_hostile_names_stay_text() -> None:
    text, found = read(HOSTILE)
    assert EVIL not in text
    assert not found.all("img")
    assert len(found.all("script")) == 5
    assert EVIL in "".join(found.texts[""])
    assert EVIL in json.dumps(json.loads(found.texts["script"][0]), ensure_ascii=False).replace('\\"', '"')
    short, _ = read(view(HOSTILE, "arda"), "arda")
    assert EVIL not in short


def test_the_same_analysis_gives_the_same_page() -> None:
    analysis = analyse(DEAL)
    assert page(analysis) == page(analysis)


def test_the_page_says_whose_eyes_it_is_for() -> None:
    text, found = read(DEAL)
    assert "Mediator only" in found.words
    assert "· Mediator only</title>" in text
    assert "Mediator\\20 only" in found.texts["style"][0]  # on every printed page
    _, found = read(view(DEAL, "arda"), "arda")
    assert "Mediator only" not in found.words
    assert "For Arda This page holds Arda's own position and what was released to it, nothing else." in found.words


def others() -> list[Position]:
    """Belen's and Dara's positions, changed wherever nothing of them was released to Arda."""
    other_lines = (RedLine("secret-line", DARA.red_lines[0].holds, "confided", "A word in private"),)
    changed = tuple(IssueScores(s.issue, tuple(p * 2 + 7 for p in s.points)) for s in BELEN.scores)
    return [
        replace(BELEN, walk_away=Fraction(77)), replace(BELEN, scores=changed), replace(BELEN, walk_away=None),
        replace(BELEN, scores=()), replace(BELEN, releases=(*BELEN.releases, Release(("walk_away",), ("dara",)))),
        replace(DARA, red_lines=other_lines), replace(DARA, walk_away=Fraction(1000)), Position("dara"),
    ]  # fmt: skip


@pytest.mark.parametrize("position", others())
def test_a_party_page_depends_on_nothing_that_another_confided(position: Position) -> None:
    before, found = read(view(DEAL, "arda"), "arda")
    after = page(analyse(view(DEAL.with_position(position), "arda")), for_party="arda")
    assert before == after
    assert "enough-aid" not in before
    assert "Release of captives is not none" in found.words  # this one was released


def test_a_party_page_changes_with_what_was_released() -> None:
    more = replace(BELEN, releases=(Release(("red_lines", "walk_away", "scores"), ("arda",)),))
    before, _ = read(view(DEAL, "arda"), "arda")
    after, _ = read(view(DEAL.with_position(more), "arda"), "arda")
    assert before != after


def test_a_party_page_advises_nothing_and_proposes_nothing() -> None:
    _, found = read(view(DEAL, "arda"), "arda")
    titles = {attributes.get("id") for attributes in found.all("section")}
    assert titles == {"answer", "gap-map", "rests", "methods"}
    assert "Ask " not in found.words
    assert "nothing recorded" not in json.dumps(json.loads(found.texts["script"][0]))


def test_a_party_must_be_of_the_talks() -> None:
    with pytest.raises(BadQuestion):
        page(analyse(DEAL), for_party="nobody")


def test_every_part_of_a_deal_is_there() -> None:
    _, found = read(DEAL)
    assert [section["id"] for section in found.all("section")] == [
        "answer", "gains", "frontier", "headroom", "gap-map", "draft", "rests", "methods",
    ]  # fmt: skip
    assert "Hostilities cease for forty-two days." in found.words or "[Length of the pause:" in found.words


def test_what_blocks_comes_first_where_there_is_no_deal() -> None:
    _, found = read(NO_DEAL)
    assert [section["id"] for section in found.all("section")][:3] == ["answer", "blocks", "gap-map"]
    found = Reader(page(looks_like_the_guide()))
    assert "No package can be signed now. This one could, with Arda's line set aside." in found.words


def test_draft_text_stands_in_its_own_direction() -> None:
    _, found = read(DEAL)
    cells = [attributes for attributes in found.all("td") if attributes.get("lang") == "ar"]
    assert all(cell.get("dir") == "rtl" for cell in cells)
    text, _ = read(TWO)
    assert "Noto Naskh Arabic" in text


def test_headings_tables_and_pictures_can_be_read_by_ear() -> None:
    _, found = read(DEAL)
    assert found.all("html") == [{"lang": "en"}]
    assert len(found.all("h1")) == 1
    assert all(cell.get("scope") in ("col", "row") for cell in found.all("th"))
    assert len(found.all("caption")) == len(found.all("table"))
    assert len(found.all("figcaption")) == len(found.all("figure")) == 4
    assert len([d for d in found.all("details") if "data-table-of" in d]) == 4  # every picture has its table
    assert found.all("a")[0] == {"class": "skip", "href": "#answer"}
    ids = [attributes["id"] for _, attributes in found.elements if attributes.get("id")]
    assert len(ids) == len(set(ids))


def light(colour: str) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(c * weight for c, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one: str, other: str) -> float:
    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_letters_and_marks_can_be_told_from_the_paper() -> None:
    text, _ = read(NOTHING)
    dark_root = re.search(r"prefers-color-scheme: dark\) \{\s*:root \{([^}]*)\}", text)
    assert dark_root is not None
    dark = dict(re.findall(r"--(\w+): (#\w{6})", dark_root[1]))
    for colour in (INK, MUTED, "#1F5C63"):
        assert contrast(colour, PAPER) >= 4.5
    for name in ("ink", "muted", "accent"):
        assert contrast(dark[name], dark["paper"]) >= 4.5
    for colour in COLOURS:
        assert contrast(colour, PAPER) >= 4.4, colour
        shown: Any = DARK[colour]
        assert contrast(dark["accent"] if shown.startswith("var") else shown, dark["paper"]) >= 4.5


def test_names_from_right_to_left_are_elements_of_their_own_direction() -> None:
    options = tuple(replace(option, label="30 أيام") for option in DEAL.issues[0].options)
    days = replace(DEAL.issues[0], name="مدة", options=options)
    text = page(analyse(replace(DEAL, issues=(days, *DEAL.issues[1:]))))
    assert "<bdi>مدة</bdi>: <bdi>30 أيام</bdi>; <bdi>Release of captives</bdi>: <bdi>" in text
    bare = replace(days, options=tuple(replace(option, text=()) for option in options))
    text = page(analyse(replace(DEAL, issues=(bare, *DEAL.issues[1:]))))
    assert "[<bdi>مدة</bdi>: <bdi>30 أيام</bdi>]" in text


def test_the_page_says_near_its_top_what_made_it() -> None:
    assert MADE_BY in page(analyse(DEAL, only=["zone"]))[:300]

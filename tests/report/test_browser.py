"""The page in a browser: sealed, drawn, narrow enough for a phone, and whole without scripts.

Left out, with the reason, where no Chromium is on the machine; where CI is set, that is a failure.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.report.samples import DEAL, HOSTILE, TWO

from goodoffices.analysis import analyse
from goodoffices.report.page import page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"), reason="no Chromium on this machine's PATH"
)

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run"]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    assert CHROMIUM is not None, "CI is set, and no Chromium is on this machine's PATH: the pages are not looked at"
    if os.environ.get("CI"):
        from playwright import sync_api as playwright
    else:
        playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


class Opened:
    """A page in the browser, with everything it complained of or asked for."""

    def __init__(self, browser: Any, file: Path, **context: Any) -> None:
        self.complaints: list[str] = []
        self.tab = browser.new_context(**context).new_page()
        self.tab.on("console", lambda message: self.complaints.append(message.text))
        self.tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.tab.on("dialog", lambda dialog: self.complaints.append(f"dialog: {dialog.message}"))
        self.tab.on("request", self._asked)
        self.tab.goto(file.as_uri())

    def _asked(self, request: Any) -> None:
        if not request.url.startswith(("file:", "data:")):
            self.complaints.append(f"request: {request.url}")

    def drawn(self) -> int:
        self.tab.wait_for_selector("html[data-drawn]")
        return int(self.tab.evaluate("document.documentElement.dataset.drawn"))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    found = {}
    for name, talks in {"deal": DEAL, "two": TWO, "hostile": HOSTILE}.items():
        found[name] = folder / f"{name}.html"
        found[name].write_text(page(analyse(talks)), encoding="utf-8")
    return found


@pytest.mark.parametrize("name", ["deal", "two", "hostile"])
def test_every_picture_is_drawn_and_the_policy_is_kept(browser: Any, files: dict[str, Path], name: str) -> None:
    opened = Opened(browser, files[name])
    assert opened.drawn() == 4
    assert opened.tab.locator(".chart svg").count() == 4
    assert opened.complaints == []


def test_pointing_at_a_package_shows_it(browser: Any, files: dict[str, Path]) -> None:
    opened = Opened(browser, files["two"])
    opened.drawn()
    point = opened.tab.locator("#frontier .chart svg .mark-symbol path").nth(2)
    point.scroll_into_view_if_needed()
    box = point.bounding_box()
    opened.tab.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    tip = opened.tab.locator("#vg-tooltip-element.visible")
    tip.wait_for()
    assert "Length of the pause" in tip.inner_text()
    assert opened.complaints == []


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_never_scrolls_sideways(browser: Any, files: dict[str, Path], width: int) -> None:
    opened = Opened(browser, files["deal"], viewport={"width": width, "height": 800})
    opened.drawn()
    assert opened.tab.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_the_tables_stand_open(browser: Any, files: dict[str, Path]) -> None:
    opened = Opened(browser, files["deal"], java_script_enabled=False)
    assert opened.tab.locator("#gains figure table").is_visible()
    assert opened.tab.locator("#gap-map table").is_visible()


def test_dark_paper_has_light_letters_in_pictures(browser: Any, files: dict[str, Path]) -> None:
    opened = Opened(browser, files["deal"], color_scheme="dark")
    opened.drawn()
    letters = opened.tab.locator("#gains .chart svg text", has_text="Nash").first
    assert letters.evaluate("text => getComputedStyle(text).fill") == "rgb(233, 229, 220)"


def test_hostile_names_do_nothing_when_pointed_at(browser: Any, files: dict[str, Path]) -> None:
    opened = Opened(browser, files["hostile"])
    opened.drawn()
    mark = opened.tab.locator("#gap-map .chart svg .mark-symbol path").last
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    opened.tab.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    opened.tab.locator("#vg-tooltip-element.visible").wait_for()
    assert opened.tab.locator("img").count() == 0
    assert opened.complaints == []


@pytest.mark.parametrize(("width", "hints"), [(390, 4), (1280, 0)])
def test_a_picture_that_is_wider_than_the_window_says_so(
    browser: Any, files: dict[str, Path], width: int, hints: int
) -> None:
    opened = Opened(browser, files["deal"], viewport={"width": width, "height": 800})
    opened.drawn()
    assert opened.tab.locator(".more:visible").count() == hints


def test_on_paper_closed_tables_are_open(browser: Any, files: dict[str, Path]) -> None:
    opened = Opened(browser, files["deal"])
    opened.drawn()
    assert not opened.tab.locator("#gains figure table").is_visible()
    opened.tab.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert opened.tab.locator("main details:not([open])").count() == 0
    opened.tab.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert not opened.tab.locator("#gains figure table").is_visible()

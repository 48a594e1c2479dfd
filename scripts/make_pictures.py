"""Make ``docs/pictures`` again: parts of real reports, as a browser draws them.

Run it as ``.venv/bin/python scripts/make_pictures.py`` after ``./run test`` has made ``.venv``. It needs the system's
Chromium, and touches no network. Look at the pictures before they are committed.

``tests/house/test_docs.py`` looks that the pictures are there, small enough, and shown somewhere.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

import goodoffices as go

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
WIDTH, MARGIN = 976, 24
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run"]  # fmt: skip

SHOWN = {
    "gap_map": ("arda_and_belen", "#gap-map"),
    "frontier": ("scorable_base", "#frontier"),
}
"""The name of each picture, the example whose report it is taken from, and the part of the page it shows."""


def main() -> None:
    """Draw every picture."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        sys.exit("There is no Chromium on this machine. On Debian: apt-get install chromium")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=QUIET)
        for name, (example, part) in SHOWN.items():
            report = Path(folder) / f"{example}.html"
            report.write_text(
                go.page(go.analyse(go.load(ROOT / "examples" / example / "talks.yaml"))), encoding="utf-8"
            )
            draw(browser, report, part, PICTURES / f"{name}.png")
        browser.close()


def draw(browser: Any, report: Path, part: str, picture: Path) -> None:
    """Write one part of a report as a picture, with a margin around it."""
    page = browser.new_page(viewport={"width": WIDTH, "height": 800}, color_scheme="light")
    page.goto(report.as_uri())
    page.wait_for_selector("html[data-drawn]")
    page.locator(f"{part} > h2").evaluate("head => { head.style.border = 0 }")  # the rule above it is the page's
    top = page.locator(part).bounding_box()["y"] - MARGIN // 2
    caption = page.locator(f"{part} figcaption").bounding_box()
    clip = {"x": 0, "y": top, "width": WIDTH, "height": caption["y"] + caption["height"] + MARGIN - top}
    page.screenshot(path=picture, clip=clip, full_page=True)
    page.close()
    print(f"{picture.relative_to(ROOT)}: {picture.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()

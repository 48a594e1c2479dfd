"""What a page carries inside itself: chart libraries, letters, licences, all vendored with the package.

These are the package's own data, made by ``scripts/vendor_assets.py`` and checked against ``assets/manifest.json`` by a
test; no user's file is read here. A font is taken along only where the page has letters of its script.

Read next: ``page.py``.
"""

from __future__ import annotations

import base64
import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

SCRIPTS = ("vega.min.js", "vega-lite.min.js", "vega-embed.min.js")
LICENCES = ("licences/charts.txt", "licences/fonts.txt")
ALWAYS = "latin"


@cache
def asset(path: str) -> bytes:
    """A vendored file's content."""
    return (files(__package__) / "assets" / path).read_bytes()


@cache
def manifest() -> dict[str, Any]:
    """Which packages the assets come from, the SHA-256 of each file, and the fonts with their ranges of letters."""
    found: dict[str, Any] = json.loads(asset("manifest.json"))
    return found


def script(name: str) -> str:
    """A chart library as text, without the pointer to its source map, which no page has beside it."""
    return asset(name).decode().split("\n//# sourceMappingURL")[0].strip()


def font_faces(text: str) -> str:
    """The ``@font-face`` rules for the letters in ``text``, each font inside the rule.

    Cost: one pass over the distinct letters for each font.
    """
    letters = {ord(letter) for letter in text}
    return "\n".join(_face(font) for font in manifest()["fonts"] if _is_needed(font, letters))


def _is_needed(font: dict[str, Any], letters: set[int]) -> bool:
    if font["script"] == ALWAYS:
        return True
    ranges = [(low, high) for low, high in _ranges(font["range"]) if low > 0xFF and not 0x2000 <= low <= 0x206F]
    return any(low <= letter <= high for letter in letters for low, high in ranges)


def _ranges(unicode_range: str) -> list[tuple[int, int]]:
    """A CSS unicode-range as pairs of code points.

    >>> _ranges("U+0-FF,U+131") == [(0, 255), (305, 305)]
    True
    """
    pairs = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", unicode_range)
    return [(int(low, 16), int(high or low, 16)) for low, high in pairs]


def _face(font: dict[str, Any]) -> str:
    content = base64.b64encode(asset(font["file"])).decode()
    return (
        f"@font-face{{font-family:'{font['family']}';font-weight:{font['weight']};font-style:normal;font-display:swap;"
        f"src:url(data:font/woff2;base64,{content}) format('woff2');unicode-range:{font['range']}}}"
    )

"""The vendored assets are those of the manifest, to the byte, with their licences."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from goodoffices.report import assets

FOLDER = Path(assets.__file__).parent / "assets"


def test_every_file_has_the_hash_of_the_manifest_and_no_other_file_is_there() -> None:
    found = {
        path.relative_to(FOLDER).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in FOLDER.rglob("*") if path.is_file() and path.name != "manifest.json"
    }  # fmt: skip
    assert found == assets.manifest()["sha256"]


def test_every_package_has_its_licence() -> None:
    texts = {name: assets.asset(name).decode() for name in assets.LICENCES}
    for package in assets.manifest()["packages"]:
        assert any(package in text for text in texts.values()), package
    assert "SIL OPEN FONT LICENSE" in texts["licences/fonts.txt"].upper()
    assert "Redistribution and use in source and binary forms" in texts["licences/charts.txt"]


def test_the_script_that_makes_them_names_the_same_packages(root: Path) -> None:
    script = (root / "scripts" / "vendor_assets.py").read_text(encoding="utf-8")
    assert all(f'"{package}"' in script for package in assets.manifest()["packages"])
    assert not re.search(r"https?://", script)


def test_a_font_comes_only_where_its_letters_are() -> None:
    latin, arabic = assets.font_faces("A pause"), assets.font_faces("A pause, هدنة")
    assert "Source Serif 4" in latin
    assert "Noto" not in latin
    assert {"Noto Naskh Arabic", "Noto Sans Arabic"} <= set(re.findall(r"font-family:'([^']+)'", arabic))
    assert "Noto Sans Hebrew" in assets.font_faces("הפוגה")
    assert assets.font_faces("Ł").count("@font-face") == latin.count("@font-face") + 4


def test_no_script_can_close_its_element() -> None:
    for name in assets.SCRIPTS:
        assert "</script" not in assets.script(name).lower()
        assert "sourceMappingURL" not in assets.script(name)

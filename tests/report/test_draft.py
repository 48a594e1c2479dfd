"""Draft text: numbered, in every language, open wording in brackets."""

from __future__ import annotations

from dataclasses import replace

from tests.report.samples import DEAL, PAUSE

from goodoffices.report.draft import direction, draft, language_name
from goodoffices.talks import Issue, Option, Talks

PACKAGE = {"pause": "six_weeks", "captives": "all", "trucks": "300"}


def test_clauses_stand_in_every_language_of_the_talks() -> None:
    text = draft(DEAL, PACKAGE)
    assert text.languages == ("en", "ar")
    assert [clause.number for clause in text.clauses] == [1, 2, 3]
    first = text.clauses[0].wordings
    assert first[0].text == "Hostilities cease for forty-two days."
    assert first[1].language == "ar"
    assert not first[1].open


def test_an_option_without_wording_stands_in_brackets() -> None:
    wordings = draft(DEAL, PACKAGE).clauses[2].wordings
    assert {wording.text for wording in wordings} == {"[Aid: 300 trucks a day]"}
    assert all(wording.open for wording in wordings)


def test_a_wording_without_a_language_stands_in_the_first() -> None:
    plain = Issue("seal", "Seal", (Option("wax", "Wax", (("", "The seal is of wax."),)),))
    both = draft(Talks("Seals", (), (PAUSE, plain)), {"pause": "six_weeks", "seal": "wax"})
    assert [w.text for w in both.clauses[1].wordings] == ["The seal is of wax.", "[Seal: Wax]"]
    alone = draft(Talks("Seals", (), (plain,)), {"seal": "wax"})
    assert alone.languages == ("",)
    assert str(alone) == "1. The seal is of wax."


def test_plain_text_has_the_languages_below_one_another() -> None:
    lines = str(draft(replace(DEAL, issues=(PAUSE,), links=(), positions=()), {"pause": "six_weeks"})).splitlines()
    assert lines[0] == "English"
    assert lines[1] == "1. Hostilities cease for forty-two days."
    assert lines[3] == "Arabic"


def test_directions() -> None:
    assert [direction(tag) for tag in ("ar-EG", "he", "fa", "ur", "en", "ku", "ku-Arab", "")] == [
        "rtl", "rtl", "rtl", "rtl", "ltr", "ltr", "rtl", "ltr",
    ]  # fmt: skip
    assert language_name("tlh") == "tlh"

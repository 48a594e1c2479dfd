"""A package as draft text: numbered clauses made of the options' wording, languages side by side where there are
several.

An option without a wording in a language stands there as its label in [square brackets], which is where the drafters'
work begins. A wording that names no language stands in the first language of the talks, or alone where there is none.

Read next: ``page.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..talks import Issue, Option, Package, Talks
from .words import all_apart, option_words

RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "syr", "ug", "ur", "yi"})
RIGHT_TO_LEFT_SCRIPTS = frozenset({"arab", "aran", "hebr", "nkoo", "syrc", "thaa"})

LANGUAGE_NAMES = {
    "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fa": "Persian", "fr": "French", "he": "Hebrew",
    "it": "Italian", "ku": "Kurdish", "nl": "Dutch", "ps": "Pashto", "pt": "Portuguese", "ru": "Russian",
    "so": "Somali", "sw": "Swahili", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "zh": "Chinese",
}  # fmt: skip


@dataclass(frozen=True)
class Wording:
    """A clause in one language; ``open`` where no wording is recorded and ``text`` is the label in brackets."""

    language: str
    text: str
    open: bool


@dataclass(frozen=True)
class Clause:
    """One numbered clause: an issue, the option chosen, and its wording in every language of the draft."""

    number: int
    issue: str
    wordings: tuple[Wording, ...]


@dataclass(frozen=True)
class Draft:
    """Draft text: its languages in order ("" where the talks name none) and its clauses in the order of the issues."""

    languages: tuple[str, ...]
    clauses: tuple[Clause, ...]

    def __str__(self) -> str:
        """The draft as plain text, a language below the other."""
        blocks = []
        for place, language in enumerate(self.languages):
            head = [language_name(language)] if language and len(self.languages) > 1 else []
            blocks.append("\n".join(head + [f"{c.number}. {c.wordings[place].text}" for c in self.clauses]))
        return "\n\n".join(blocks)


def draft(talks: Talks, package: Package) -> Draft:
    """The package as numbered clauses.

    >>> from goodoffices.talks import Party
    >>> options = (Option("low", "Low", (("", "The fence is one metre high."),)), Option("high", "High"))
    >>> talks = Talks("A fence", (Party("ann", "Ann"),), (Issue("height", "Height", options),))
    >>> print(draft(talks, {"height": "low"}))
    1. The fence is one metre high.
    >>> print(draft(talks, {"height": "high"}))
    1. [Height: High]
    """
    languages = tuple(_languages(talks)) or ("",)
    clauses = tuple(
        Clause(number, issue.name, tuple(_wording(issue, package[issue.id], language, languages)
                                         for language in languages))
        for number, issue in enumerate(talks.issues, 1)
    )  # fmt: skip
    return Draft(languages, clauses)


def _languages(talks: Talks) -> Iterator[str]:
    """Every language some option is worded in, once, in the order they are first met."""
    yield from dict.fromkeys(
        language for issue in talks.issues for option in issue.options for language, _ in option.text if language
    )


def _wording(issue: Issue, option: str, language: str, languages: tuple[str, ...]) -> Wording:
    text = _text(issue.option(option), language, first=language == languages[0])
    if text is not None:
        return Wording(language, text, open=False)
    return Wording(language, f"[{': '.join(all_apart([issue.name, option_words(issue, option)]))}]", open=True)


def _text(option: Option, language: str, *, first: bool) -> str | None:
    wordings = dict(option.text)
    return wordings.get(language, wordings.get("") if first else None)


def direction(language: str) -> str:
    """``rtl`` for a language written from right to left, else ``ltr``.

    >>> direction("ar"), direction("en-GB"), direction("ku-Arab")
    ('rtl', 'ltr', 'rtl')
    """
    parts = language.lower().replace("_", "-").split("-")
    rtl = parts[0] in RIGHT_TO_LEFT or not RIGHT_TO_LEFT_SCRIPTS.isdisjoint(parts[1:])
    return "rtl" if rtl else "ltr"


def language_name(language: str) -> str:
    """The language's English name where it is known here, else its tag."""
    return LANGUAGE_NAMES.get(language.lower().split("-")[0], language)

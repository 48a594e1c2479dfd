"""The shape of a talks file: which keys stand where, and what each may hold.

Each class is one mapping of the file, checked by pydantic on its own, so that a flaw in one part hides none in another
(``pieces.py`` does that). What a part holds in turn is left to the reader of that part; here it only has the name of
its shape, out of which ``json_schema.py`` makes the JSON Schema. A key that is null is as if not there;
``needed`` has the keys that may not, each with an example of what to write.

Read next: ``pieces.py``.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, ClassVar, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from ..talks import ROLES, STATUSES, TONES
from .findings import nearest
from .numbers_text import Figure, NotANumber, number, number_or_range
from .plain import Number

VERSION = 1
"""The version of the talks file that this program reads and writes."""


def _text(value: object) -> str:
    """Text, also where it looks like a number or a boolean: taken as it was written."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Number):
        return value.text
    if not isinstance(value, str):
        raise PydanticCustomError("text", "needs a text")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, dict) or value is None:
        raise PydanticCustomError("texts", "needs a text or a list of texts, such as [one, two]")
    return tuple(_text(item) for item in (value if isinstance(value, list) else [value]))


def _numeral(value: object) -> Fraction:
    try:
        return number(value)
    except NotANumber as error:
        raise PydanticCustomError("number", "{said}", {"said": str(error)}) from None


def _figure(value: object) -> Figure:
    try:
        return number_or_range(value)
    except NotANumber as error:
        raise PydanticCustomError("figure", "{said}", {"said": str(error)}) from None


def _one_of(*words: str) -> PlainValidator:
    def check(value: object) -> str:
        text = _text(value)
        if text not in words:
            meant = nearest(text, words)
            *first, last = words
            said = f"did you mean '{meant}'?" if meant else f"write {', '.join(first)}{' or ' * bool(first)}{last}"
            raise PydanticCustomError("word", "{said}", {"said": f"is not known here; {said}"})
        return text

    return PlainValidator(check)


def _needs(value: object) -> int | None:
    if value == "all":
        return None
    if isinstance(value, Number) and value.text.isdigit() and len(value.text) < 9:
        return int(value.text)
    raise PydanticCustomError("needs", "needs a whole number of signatories, or all")


def part(name: str) -> WithJsonSchema:
    """Marks what a value holds: the part of that name in ``json_schema.py``."""
    return WithJsonSchema({"part": name})


Text: TypeAlias = Annotated[str, PlainValidator(_text), part("text")]
Texts: TypeAlias = Annotated[tuple[str, ...], PlainValidator(_texts), part("texts")]
Numeral: TypeAlias = Annotated[Fraction, PlainValidator(_numeral), part("number")]
NumeralOrRange: TypeAlias = Annotated[Figure, PlainValidator(_figure), part("figure")]
Condition: TypeAlias = Annotated[Any, part("condition")]


class Shape(BaseModel):
    """One mapping of the file. ``called`` says what it is, in a message that asks for it.

    ``examples`` says of keys that hold a mapping and may be left out what to write.
    """

    model_config = ConfigDict(extra="forbid", strict=True, validate_assignment=True, hide_input_in_errors=True)
    called: ClassVar[str]
    needed: ClassVar[dict[str, str]] = {}
    examples: ClassVar[dict[str, str]] = {}


class TalksShape(Shape):
    """Talks: parties, issues, the links between them, and what each party wants."""

    called = "a mapping that begins with goodoffices: 1"
    needed = {
        "goodoffices": "goodoffices: 1",
        "title": "title: A ceasefire between Arda and Belen",
        "parties": "parties: {arda: {name: Arda}, belen: {name: Belen}}",
        "issues": "issues: {pause: {name: Pause, options: {none: No pause, long: A long pause}}}",
    }
    examples = {"positions": "positions: {arda: {walk_away: 45}}"}
    goodoffices: Annotated[Any, WithJsonSchema({"const": VERSION})] = Field(
        None, description="Version of this format: 1."
    )
    title: Text | None = Field(None, description="What these talks are about.")
    parties: dict[str, Annotated[Any, part("party")]] | None = Field(None, description="Who takes part, by id.")
    agreement: Annotated[Any, part("agreement")] = Field(None, description="Whose yes is needed: all, or a number.")
    issues: dict[str, Annotated[Any, part("issue")]] | None = Field(None, description="What is to be settled, by id.")
    links: list[Annotated[Any, part("link")]] | None = Field(
        None, description="Conditions every package must meet, whoever likes it."
    )
    positions: dict[str, Annotated[Any, part("position_or_path")]] | None = Field(
        None, description="What each party wants, by party id. Private."
    )
    statements: Annotated[Any, part("statements_or_path")] = Field(
        None, description="Who said what, when, for whom, through whom; or the path of a file of its own."
    )


class PartyShape(Shape):
    """One who takes part."""

    called = "a mapping, such as {name: Arda}"
    name: Text | None = Field(None, description="The name as people say it; the id where there is none.")
    role: Annotated[str, _one_of(*ROLES), WithJsonSchema({"enum": list(ROLES)})] | None = Field(
        None, description="party (the default), mediator, guarantor or observer."
    )


class AgreementShape(Shape):
    """Whose yes makes an agreement."""

    called = "all, or a mapping such as {needs: 5, including: [arda]}"
    needs: Annotated[
        int | None,
        PlainValidator(_needs),
        WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 1}, {"const": "all"}]}),
    ] = Field(None, description="How many signatories must say yes; all by default.")
    including: Texts | None = Field(None, description="Signatories that must be among them.")
    of: Texts | None = Field(None, description="The signatories; by default every party of role party.")


class IssueShape(Shape):
    """What is to be settled: by one of several options, or by a number from a range."""

    called = "a mapping, such as {name: Pause, options: {none: No pause, long: A long pause}}"
    examples = {"options": "options: {low: Low, high: High}"}
    name: Text | None = Field(None, description="The name as people say it; the id where there is none.")
    options: dict[str, Annotated[Any, part("option")]] | None = Field(
        None, description="Every way to settle the issue, by id, in an order that means something."
    )
    range: Annotated[Any, part("range")] = Field(None, description="Numbers at equal steps, instead of options.")
    divisible: bool | None = Field(None, description="Whether Adjusted Winner may split the issue.")


class OptionShape(Shape):
    """One way to settle an issue."""

    called = "a label, or a mapping such as {label: Six weeks, text: ...}"
    label: Text | None = Field(None, description="What the option is called; its id where there is none.")
    text: Annotated[Any, part("wording")] = Field(
        None, description="The wording as it would stand in the agreement, or wordings by language tag."
    )


class RangeShape(Shape):
    """Numbers from one to another at equal steps."""

    called = "a mapping, such as {from: 0, to: 600, step: 50, unit: trucks a day}"
    needed = {"from": "from: 0", "to": "to: 600", "step": "step: 50"}
    from_: Numeral | None = Field(None, alias="from", description="The lowest number.")
    to: Numeral | None = Field(None, description="The highest number.")
    step: Numeral | None = Field(None, description="From one number to the next; must divide the range.")
    unit: Text | None = Field(None, description="What the numbers count.")


class LinkShape(Shape):
    """A condition every package must meet, spelt out with must or never."""

    called = "a condition, such as {if: {pause: none}, then: {captives: none}}"
    must: Condition = Field(None, description="What must hold.")
    never: Condition = Field(None, description="What must not hold.")
    because: Text | None = Field(None, description="Why.")


class PositionShape(Shape):
    """What one party wants: scores, bonuses, red lines, a walk-away. Private."""

    called = "a mapping, such as {scores: ..., red_lines: ..., walk_away: ...}"
    examples = {
        "scores": "scores: {pause: {none: 0, long: 40}}",
        "weights": "weights: {pause: 0.6, captives: 0.4}",
        "values": "values: {pause: {none: 0, long: 100}}",
    }
    scores: dict[str, Annotated[Any, part("points")]] | None = Field(None, description="Points by issue and option.")
    weights: dict[str, Annotated[Any, part("number")]] | None = Field(
        None, description="The weight of each issue, with values; instead of scores."
    )
    values: dict[str, Annotated[Any, part("points")]] | None = Field(
        None, description="Values by issue and option; points are weight times value."
    )
    bonuses: list[Annotated[Any, part("bonus")]] | None = Field(None, description="Points for several things at once.")
    red_lines: list[Annotated[Any, part("red_line")]] | None = Field(
        None, description="Conditions without which the party will not sign."
    )
    within: Numeral | None = Field(
        None, description="By how much every number under scores, values and bonuses may be off."
    )
    walk_away: NumeralOrRange | None = Field(None, description="The score below which no deal is better.")
    answers: list[Annotated[Any, part("answer")]] | None = Field(
        None, description="What the party said when it was asked: orders, weights, this rather than that, yes or no."
    )
    releases: list[Annotated[Any, part("release")]] | None = Field(
        None, description="What the party allowed others to learn of its position."
    )


class BonusShape(Shape):
    """Points added, or taken off where negative, where a condition holds."""

    called = "a mapping, such as {when: {pause: long}, points: 10}"
    needed = {"when": "when: {pause: long}", "points": "points: 10"}
    when: Condition = Field(None, description="Where the bonus is given.")
    points: NumeralOrRange | None = Field(None, description="How many points.")


class RedLineShape(Shape):
    """A condition without which a party will not sign, whatever else it gets."""

    called = "a mapping, such as {id: no-short-pause, must: {pause: long}, status: stated}"
    id: Text | None = Field(None, description="A name of its own; line-1, line-2, ... where there is none.")
    must: Condition = Field(None, description="What must hold.")
    never: Condition = Field(None, description="What must not hold.")
    status: Annotated[str, _one_of(*STATUSES), WithJsonSchema({"enum": list(STATUSES)})] | None = Field(
        None, description="stated (in public), confided (to the mediator) or assumed (the default)."
    )
    because: Text | None = Field(None, description="Where this is known from.")
    evidence: Texts | None = Field(
        None, description="Ids of statements; where the file has none, notes of what was said."
    )
    confidence: Numeral | None = Field(None, description="How sure the analyst is of it: above 0, up to 1.")


class AnswerShape(Shape):
    """One thing a party said of its own position when it was asked."""

    called = "a mapping, such as {order: {pause: [long, short, none]}}"
    id: Text | None = Field(None, description="A name of its own; answer-1, answer-2, ... where there is none.")
    order: Annotated[Any, part("order")] = Field(
        None, description="The options of one issue from the best to the worst, or rising, or falling."
    )
    importance: Texts | None = Field(None, description="Issues from the most to the least important.")
    weight: Annotated[Any, part("weight")] = Field(
        None, description="The share of one issue in all: how much lies between its best and its worst option."
    )
    rather: Annotated[Any, part("settled")] = Field(None, description="A package, or part of one, that is better ...")
    than: Annotated[Any, part("settled")] = Field(None, description="... than this one.")
    alike: Annotated[Any, part("settled_twice")] = Field(
        None, description="Two packages, or two parts of one, that are as good as each other."
    )
    draft: Annotated[Any, part("settled")] = Field(None, description="A draft that was put to the party.")
    says: Annotated[str, _one_of("yes", "no"), WithJsonSchema({"enum": ["yes", "no"]})] | None = Field(
        None, description="yes or no to the draft."
    )
    together: Texts | None = Field(None, description="Issues that hang together.")
    apart: Texts | None = Field(None, description="Issues that do not.")
    red_lines: Annotated[str, _one_of("no_more"), WithJsonSchema({"const": "no_more"})] | None = Field(
        None, description="no_more: asked, it named no red line besides those recorded, if any."
    )
    because: Text | None = Field(None, description="Where this is known from.")
    evidence: Texts | None = Field(
        None, description="Ids of statements; where the file has none, notes of what was said."
    )


class ReleaseShape(Shape):
    """What a party allowed others to learn about its own position."""

    called = "a mapping, such as {what: walk_away, to: all}"
    needed = {"what": "what: walk_away", "to": "to: all"}
    what: Texts | None = Field(
        None, description='walk_away, scores, "scores:ISSUE", bonuses, red_lines or "red_line:ID"; one or a list.'
    )
    to: Texts | None = Field(None, description="all, or the ids of parties.")


class StatementShape(Shape):
    """One thing that somebody said."""

    called = "a mapping, such as {id: s1, at: 2024-02-14 Africa/Cairo, speaker: Mara Tolen, words: We go on}"
    needed = {"at": "at: 2024-02-14 18:30 Africa/Cairo"}
    id: Text | None = Field(None, description="A name of its own; statement-1, statement-2, ... where there is none.")
    at: Text | None = Field(None, description="When: a day, the time where it is known, and the zone.")
    speaker: Text | None = Field(None, description="Who spoke, by name.")
    unnamed: Text | None = Field(None, description="How one who is not named is described; instead of speaker.")
    for_: Text | None = Field(None, alias="for", description="The party for which it was said.")
    through: Texts | None = Field(None, description="Who reports it, the nearest to the speaker first.")
    words: Annotated[Any, part("wording")] = Field(None, description="The words quoted, or words by language tag.")
    told: Annotated[Any, part("wording")] = Field(
        None, description="What was said in the words of those who report it; instead of words."
    )
    must: Condition = Field(None, description="Claimed: what the party could not sign without.")
    never: Condition = Field(None, description="Claimed: what the party could not sign with.")
    meeting: Text | None = Field(None, description="Claimed: how this meeting went, or that it took place.")
    tone: Annotated[str, _one_of(*TONES), WithJsonSchema({"enum": list(TONES)})] | None = Field(
        None, description="How the meeting went: agreed, positive, mixed, no_breakthrough or broken_off."
    )
    mood: Text | None = Field(None, description="Claimed: a mood, in a few words.")
    count: Annotated[Any, part("count")] = Field(None, description="Claimed: how many of something.")
    about: Text | None = Field(
        None, description="The party whose condition or mood it is, where it is not the one under for."
    )
    confided: Text | None = Field(
        None, description="The party that told the mediator in confidence; else it is public."
    )
    confidence: Numeral | None = Field(None, description="How sure it is that it was said so: above 0, up to 1.")
    expires: Text | None = Field(None, description="Until when it is to hold: written like at.")
    supersedes: Texts | None = Field(None, description="Ids of the statements in place of which it stands.")


class CountShape(Shape):
    """How many of something."""

    called = "a mapping, such as {of: captives, more_than: 730}"
    needed = {"of": "of: captives"}
    of: Text | None = Field(None, description="What is counted.")
    exactly: Numeral | None = Field(None, description="This many.")
    more_than: Numeral | None = Field(None, description="More than this.")
    at_least: Numeral | None = Field(None, description="This many or more.")
    about: Numeral | None = Field(None, description="About this many.")
    nearly: Numeral | None = Field(None, description="Nearly this many.")
    at_most: Numeral | None = Field(None, description="This many or fewer.")
    less_than: Numeral | None = Field(None, description="Fewer than this.")
    from_: Numeral | None = Field(None, alias="from", description="From this many ...")
    to: Numeral | None = Field(None, description="... to this many.")

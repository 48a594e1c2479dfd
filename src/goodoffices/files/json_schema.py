"""The talks file as a JSON Schema, so that editors complete keys and check shapes as one writes.

It is made of the same shapes that read the file (``shape.py``), so the two cannot drift apart; the condition grammar,
which refers to itself, stands here. A schema cannot know which issues a file has: names are checked by reading.

Read next: ``atomic.py``.
"""

from __future__ import annotations

from typing import Any

from ..talks import WORDS
from .numbers_text import NUMBER_TEXT
from .shape import (
    AgreementShape,
    AnswerShape,
    BonusShape,
    CountShape,
    IssueShape,
    LinkShape,
    OptionShape,
    PartyShape,
    PositionShape,
    RangeShape,
    RedLineShape,
    ReleaseShape,
    Shape,
    StatementShape,
    TalksShape,
)

_Schema = dict[str, Any]

_TEXT: _Schema = {"type": ["string", "number", "boolean"]}
_NUMBER: _Schema = {
    "anyOf": [{"type": "number"}, {"type": "string", "pattern": f"^{NUMBER_TEXT}$"}],
    "description": "A number: 12, 12.5 or 1/3.",
}
_SHAPES: dict[str, type[Shape]] = {
    "party": PartyShape,
    "issue": IssueShape,
    "range": RangeShape,
    "position": PositionShape,
    "bonus": BonusShape,
    "red_line": RedLineShape,
    "release": ReleaseShape,
    "answer": AnswerShape,
    "statement": StatementShape,
    "count": CountShape,
}


def schema() -> _Schema:
    """The JSON Schema (draft 2020-12) of a talks file.

    >>> schema()["required"]
    ['goodoffices', 'title', 'parties', 'issues']
    """
    whole = _of(TalksShape)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Good Offices talks file",
        **whole,
        "$defs": _parts(),
    }


def _parts() -> _Schema:
    """Everything that `part` names in ``shape.py``."""
    parts = {name: _of(shape) for name, shape in _SHAPES.items()}
    parts["text"] = _TEXT
    parts["texts"] = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
    parts["number"] = _NUMBER
    parts["figure"] = {
        "anyOf": [_ref("number"), {"type": "array", "items": _ref("number"), "minItems": 2, "maxItems": 2}],
        "description": "A number, or two where it is known only as a range: [low, high].",
    }
    parts["points"] = {
        "type": "object",
        "additionalProperties": _ref("figure"),
        "description": "Points by option; for a range, at some of its numbers, both ends among them.",
    }
    parts["order"] = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": {
            "anyOf": [
                {"enum": ["rising", "falling"]},
                {"type": "array", "items": {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}},
            ]
        },
    }
    parts["weight"] = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": _ref("figure"),
    }
    parts["settled"] = {"type": "object", "minProperties": 1, "additionalProperties": _TEXT}
    parts["settled_twice"] = {"type": "array", "minItems": 2, "maxItems": 2, "items": _ref("settled")}
    parts["agreement"] = {"anyOf": [{"const": "all"}, _of(AgreementShape)]}
    parts["option"] = {"anyOf": [_TEXT, _of(OptionShape)]}
    parts["wording"] = {
        "anyOf": [
            {"type": "string"},
            {"type": "object", "minProperties": 1, "additionalProperties": {"type": "string"}},
        ]
    }
    parts["position_or_path"] = {
        "anyOf": [
            _ref("position"),
            {"type": "null"},
            {
                "type": "string",
                "pattern": r"\.([yY][aA]?[mM][lL]|[jJ][sS][oO][nN])$",
                "description": "A file of its own.",
            },
        ]
    }
    parts["statements_or_path"] = {
        "anyOf": [
            {"type": "array", "items": _ref("statement")},
            {"type": "null"},
            {
                "type": "string",
                "pattern": r"\.([yY][aA]?[mM][lL]|[jJ][sS][oO][nN]|[cC][sS][vV])$",
                "description": "A file of their own.",
            },
        ]
    }
    parts["condition"] = {"anyOf": _forms({})}
    because = {"because": {"anyOf": [_ref("text"), {"type": "null"}], "description": "Why."}}
    spelt_out = {"type": "object", "anyOf": [{"required": ["must"]}, {"required": ["never"]}]}
    parts["link"] = {"anyOf": [{**_of(LinkShape), **spelt_out}, *_forms(because)]}
    parts["choice"] = _choice()
    return parts


def _forms(beside: _Schema) -> list[_Schema]:
    """The forms of a condition, each with the keys that may stand beside it."""
    several = {"type": "array", "items": _ref("condition")}
    count = {"type": "integer", "minimum": 1}
    one = _ref("condition")
    return [
        _form("Every one of these holds.", {"all": several}, beside),
        _form("At least one of these holds.", {"any": several}, beside),
        _form("This does not hold.", {"not": one}, beside),
        _form("At least so many of these hold.", {"at_least": count, "of": several}, beside),
        _form("Where the one holds, the other holds too.", {"if": one, "then": one}, beside),
        {
            "type": "object",
            "minProperties": 1,
            "description": "How issues are settled; several issues in one mapping mean and.",
            "properties": beside,
            "propertyNames": {"not": {"enum": sorted(WORDS)}},
            "additionalProperties": _ref("choice"),
            # What stands beside a condition is none.
            **({"not": {"maxProperties": 1, "required": list(beside)}} if beside else {}),
        },
    ]


def _form(description: str, keys: _Schema, beside: _Schema) -> _Schema:
    return {
        "type": "object",
        "description": description,
        "properties": {**keys, **beside},
        "required": list(keys),
        "additionalProperties": False,
    }


def _choice() -> _Schema:
    """What a condition may ask of one issue."""
    bound = {"anyOf": [_TEXT]}
    return {
        "anyOf": [
            {**_TEXT, "description": "This option."},
            {"type": "array", "minItems": 1, "items": _TEXT, "description": "One of these options."},
            {
                "type": "object",
                "minProperties": 1,
                "properties": {"at_least": bound, "at_most": bound},
                "additionalProperties": False,
                "description": "From one to another: by number, or in the order the options are listed.",
            },
        ]
    }


def _of(shape: type[Shape]) -> _Schema:
    """One shape as a schema: its keys with their descriptions, the needed ones, and references for its parts."""
    made = shape.model_json_schema(by_alias=True)
    properties = {key: _referring(value) for key, value in made["properties"].items()}
    for key in shape.needed:
        properties[key] = _without_null(properties[key])
    found: _Schema = {"type": "object", "description": shape.__doc__, "properties": properties}
    if shape.needed:
        found["required"] = list(shape.needed)
    return {**found, "additionalProperties": False}


def _without_null(found: _Schema) -> _Schema:
    """The same, of a key that may not be null."""
    if "anyOf" not in found:
        return found
    kinds = [kind for kind in found["anyOf"] if kind != {"type": "null"}]
    rest = {key: value for key, value in found.items() if key != "anyOf"}
    return {**kinds[0], **rest} if len(kinds) == 1 else {**rest, "anyOf": kinds}


def _referring(made: Any) -> Any:
    """What pydantic made, with a reference wherever ``shape.part`` left a name, and without its titles and defaults."""
    if isinstance(made, list):
        return [_referring(item) for item in made]
    if not isinstance(made, dict):
        return made
    kept = {key: _referring(value) for key, value in made.items() if key not in {"part", "title", "default"}}
    return {**_ref(made["part"]), **kept} if "part" in made else kept


def _ref(name: str) -> _Schema:
    return {"$ref": f"#/$defs/{name}"}

"""The published JSON Schema: it accepts what is read, and refuses what a schema can see to be wrong."""

from __future__ import annotations

import json

import jsonschema
import pytest

from goodoffices import files
from goodoffices.files import shape
from goodoffices.talks import WORDS

VALIDATOR = jsonschema.Draft202012Validator(files.schema())

TALKS = {
    "goodoffices": 1,
    "title": "A fence",
    "parties": {"ann": {"name": "Ann"}, "bo": {}, "med": {"name": "M", "role": "mediator"}},
    "agreement": {"needs": 2, "including": ["ann"], "of": ["ann", "bo"]},
    "issues": {
        "height": {"options": {"low": "Low", "high": {"label": "High", "text": {"en": "High.", "ar": "عال"}}}},
        "cost": {"name": "Cost", "range": {"from": 0, "to": 6, "step": "3/2", "unit": "crowns"}, "divisible": True},
        "rooms": {"options": {"3": 3, "4": True}},
    },
    "links": [
        {"height": "low", "because": "So"},
        {"if": {"height": ["low", "high"]}, "then": {"cost": {"at_least": 1, "at_most": 5}}, "because": None},
        {"must": {"all": [{"any": [{"not": {"rooms": 3}}]}]}},
        {"never": {"at_least": 1, "of": [{"height": "high", "cost": 0}]}, "because": "No"},
    ],
    "positions": {
        "ann": {
            "scores": {"height": {"low": 0, "high": "1/3"}},
            "bonuses": [{"when": {"height": "low"}, "points": -2.5}],
            "red_lines": [{"id": "a", "never": {"height": "low"}, "status": "stated", "evidence": ["s1"]}],
            "walk_away": "2/3",
            "releases": [{"what": ["walk_away", "scores:height"], "to": "all"}, {"what": "red_line:a", "to": ["bo"]}],
        },
        "bo": {"weights": {"height": 1}, "values": {"height": {"low": 1, "high": 0}}},
        "med": None,
    },
    "statements": [
        {
            "id": "s1",
            "at": "2024-02-14 UTC",
            "speaker": "Ann",
            "for": "ann",
            "words": {"ar": "لا"},
            "never": {"height": "low"},
        },
        {
            "at": "2024-02-14 18:30 +02:00",
            "unnamed": "a clerk",
            "through": ["A", "B"],
            "told": "no",
            "confided": "bo",
            "count": {"of": "posts", "from": 3, "to": "7/2"},
            "confidence": 0.5,
            "expires": "2024-02-15 UTC",
        },
        {"at": "2024-02-15 UTC", "speaker": "Ann", "meeting": "Monday", "tone": "mixed", "supersedes": "s1"},
        {"at": "2024-02-15 UTC", "speaker": "Ann", "mood": "calm", "about": "bo"},
    ],
}


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(files.schema())
    json.dumps(files.schema())


def test_what_is_read_is_accepted() -> None:
    talks = files.parse(json.dumps(TALKS), "fence.json", kind="json")
    VALIDATOR.validate(TALKS)
    VALIDATOR.validate(json.loads(files.dump(talks, "json")))
    VALIDATOR.validate({**TALKS, "positions": {"ann": "positions/ann.yaml"}, "agreement": "all", "links": None})
    VALIDATOR.validate({**TALKS, "statements": "said.csv"})
    VALIDATOR.validate({**TALKS, "statements": None})


@pytest.mark.parametrize(
    "part",
    [
        {"title": None},
        {"goodoffices": 2},
        {"parties": {"ann": {"nmae": "Ann"}}},
        {"parties": {"ann": {"role": "referee"}}},
        {"agreement": "most"},
        {"agreement": {"needs": 0}},
        {"issues": {"height": {"range": {"from": 0, "to": 1}}}},
        {"issues": {"height": {"options": {"low": ["Low"]}}}},
        {"links": [{"if": {"height": "low"}}]},
        {"links": [{}]},
        {"links": [{"height": {"at_lest": 1}}]},
        {"links": [{"height": []}]},
        {"links": [{"height": "low", "any": []}]},
        {"links": [{"because": "So"}]},
        {"positions": {"ann": "anywhere"}},
        {"positions": {"ann": {"walk_away": "seven"}}},
        {"positions": {"ann": {"red_lines": [{"must": {"height": "low"}, "status": "said"}]}}},
        {"positions": {"ann": {"bonuses": [{"when": {"not": []}, "points": 1}]}}},
        {"positions": {"ann": {"bonuses": [{"when": {"height": "low"}}]}}},
        {"statements": "said.txt"},
        {"statements": {}},
        {"statements": [{"speaker": "Ann", "words": "No"}]},
        {"statements": [{"at": "2024-02-14 UTC", "speeker": "Ann"}]},
        {"statements": [{"at": "2024-02-14 UTC", "speaker": "Ann", "meeting": "Monday", "tone": "good"}]},
        {"statements": [{"at": "2024-02-14 UTC", "speaker": "Ann", "count": {"exactly": 3}}]},
    ],
)
def test_what_is_wrong_in_shape_is_refused(part: dict[str, object]) -> None:
    assert not VALIDATOR.is_valid({**TALKS, **part})


def test_every_key_of_every_shape_is_described() -> None:
    schema = files.schema()
    parts = [
        schema,
        *schema["$defs"].values(),
        *(kind for part in schema["$defs"].values() for kind in part.get("anyOf", [])),
    ]
    described = {
        frozenset(part["properties"]): part
        for part in parts
        if part.get("additionalProperties") is False and "description" in part
    }
    shapes = [thing for thing in vars(shape).values() if isinstance(thing, type) and issubclass(thing, shape.Shape)]
    for kind in shapes:
        if kind is not shape.Shape:
            part = described[frozenset(field.alias or name for name, field in kind.model_fields.items())]
            assert all("description" in key for key in part["properties"].values()), kind
            assert set(part.get("required", ())) == set(kind.needed), kind


def test_words_of_the_grammar_are_those_of_the_talks() -> None:
    (choices,) = (form for form in files.schema()["$defs"]["condition"]["anyOf"] if "propertyNames" in form)
    assert set(choices["propertyNames"]["not"]["enum"]) == WORDS


def test_no_reference_leads_nowhere() -> None:
    text = json.dumps(files.schema())
    named = {part.split('"')[0] for part in text.split("#/$defs/")[1:]}
    assert named <= set(files.schema()["$defs"])

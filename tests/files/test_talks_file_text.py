"""The text of a talks file: a strict subset of YAML, and JSON, with the line of everything that is refused."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices import files
from goodoffices.errors import BadFile
from goodoffices.files import json_text, plain, yaml_text
from goodoffices.files.plain import Data, Number

QUOTES = """the text ends at its second '; write "..." around it, or '' for a ' inside"""


def refused(text: str | bytes, kind: files.Kind = "yaml") -> list[str]:
    with pytest.raises(BadFile) as caught:
        files.parse(text, "t", kind=kind)
    return str(caught.value).splitlines()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("NO", "NO"),
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("True", "True"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("Null", "Null"),
        ("12:30", "12:30"),
        ("2024-02-01", "2024-02-01"),
        ("007", "007"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("+5", "+5"),
        (".5", ".5"),
        (".inf", ".inf"),
        ("1/3", "1/3"),
        ("0", Number("0")),
        ("-12", Number("-12")),
        ("12.50", Number("12.50")),
        ("1e3", Number("1e3")),
        ("'12'", "12"),
        ('"true"', "true"),
        ("|\n  two\n  lines", "two\nlines\n"),
        ("١٢", "١٢"),
    ],
)
def test_what_is_written_is_what_is_read(written: str, read: Data) -> None:
    assert yaml_text.read(f"a: {written}\n", "t").data == {"a": read}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("{12:30: a, b: c:d}", {"12:30": "a", "b": "c:d"}),
        ("{'b:c': , d: }", {"b:c": None, "d": None}),
        ("{a: x, b, c d: e}", {"a": "x", "b": None, "c d": "e"}),
        ("{six weeks, none}", {"six weeks": None, "none": None}),
        ("{because: 'x, y', z: 'a: b #3'}", {"because": "x, y", "z": "a: b #3"}),
        ("{a: 1, b c}", {"a": Number("1"), "b c": None}),
    ],
)
def test_what_is_no_slip_in_braces(written: str, read: Data) -> None:
    assert yaml_text.read(written, "t").data == read


def test_the_fast_parser_needs_a_space_before_a_brace() -> None:
    if yaml_text._LOADER is not yaml.SafeLoader:
        assert refused("a: {b:{c: d}}") == ["t:1: a: put a space after the ':' of 'b'"]


def test_keys_are_text_as_written() -> None:
    data = yaml_text.read("{0: a, NO: b, 1.50: c, true: d, null: e, 12:30: f, '7': g}", "t").data
    assert isinstance(data, dict)
    assert list(data) == ["0", "NO", "1.50", "true", "null", "12:30", "7"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: 2\na: 3", "t:3: 'a' stands twice, first on line 1; keep one of them"),
        ("x:\n  - {a: 1, b: 2,\n     a: 3}", "t:3: x.0: 'a' stands twice, first on line 2; keep one of them"),
        ("0: 1\n'0': 2", "t:2: '0' stands twice, first on line 1; keep one of them"),
        ("a: &x 1\n", "t:1: an anchor (&) is not read here; take it out, or put the text in quotes"),
        ("a: 1\nb: *a\n", "t:2: an alias (*) is not read here; write the value out, or put it in quotes"),
        ("a: !!str 1", "t:1: a tag (!) is not read here; take it out, or put the text in quotes"),
        (
            "a: !!python/object/apply:os.getcwd []",
            "t:1: a tag (!) is not read here; take it out, or put the text in quotes",
        ),
        ("a: 1\n---\nb: 2", "t:2: a second document begins here; a file holds one, so take out '---'"),
        ("? [a]\n: b", "t:1: a key must be a text, not a list or a mapping"),
        ("{a: 1}: b", "t:1: a key must be a text, not a list or a mapping"),
        ("{'': 1}", "t:1: a key is missing before ':'; every entry of a mapping needs one"),
        ("a:\n\tb: 1", "t:2: there is a tab before this text; indent with spaces"),
        ("a: @x", "t:1: a text cannot begin with @; put it in quotes"),
        ("a: 'x\nb: 1\n\n", "t:2: a quotation mark opened on line 1 is not closed"),
        ("x: 1\na: [\n", "t:2: a: the '[' opened on line 2 is never closed; write ']' where it ends"),
        ("a: [1,\nb: 2", "t:1: a: the '[' opened on line 1 is never closed; write ']' where it ends"),
        ("a: {b: 1\n", "t:1: a: the '{' opened on line 1 is never closed; write '}' where it ends"),
        ("a:\n  {b: [[1], 'x]',\n\n", "t:2: a.b: the '[' opened on line 2 is never closed; write ']' where it ends"),
        ("a: [\nb: 1\nc: 2\n", "t:3: a: the '[' opened on line 1 is not closed, or a comma is missing before this"),
        ("a: {b: [1,\n 2}", "t:2: a.b: the '[' opened on line 1 is not closed before this '}'"),
        ("a: {b: 'x' c: 'y'}", "t:1: a: the '{' opened on line 1 is not closed, or a comma is missing before this"),
        ("a: 1\nb: ]", "t:2: the ']' closes nothing, for no bracket is open here; take it out"),
        ("a: {b: c}}", "t:1: the '}' closes nothing, for no bracket is open here; take it out"),
        ("a: [b,, c]", "t:1: a: a value is missing before this"),
        ("x: 1\ntitle: 'The bus drivers' strike in Holm'\ny: 2", f"t:2: {QUOTES}"),
        ("x: {title: 'The bus drivers' strike: in Holm', y: 2}", f"t:1: x: {QUOTES}"),
        ("- 'It's so'\n- b", f"t:1: {QUOTES}"),
        ("a: 'Ann's: 3'", f"t:1: {QUOTES}"),
        ('a: "He said "no""', """t:1: the text ends at its second "; write '...' around it, or \\" for a " inside"""),
        ("a:\n  b:\n    c: d\n\tb: e\n", "t:4: a.b: there is a tab before this text; indent with spaces"),
        ("a:\n  b: {c: d}\n\te: f\n", "t:3: a: there is a tab before this text; indent with spaces"),
        ("a: 1\nb:2\n\n# so\nc: 3", "t:2: put a space after the ':' of 'b'"),
        ("a:\n  b:2\n\n  c: 3", "t:2: put a space after the ':' of 'b'"),
        ("a:\n  - b:2\n    c: 3", "t:2: a: put a space after the ':' of 'b'"),
        ("a:\n  b:[2]\n  c: 3", "t:2: put a space after the ':' of 'b'"),
        (
            "a: 1\nb\nc: 3",
            "t:2: this line is not 'key: value'; a ':' is missing, or the line is indented too little",
        ),
        (
            "title: It's: here",
            "t:1: this does not fit here; indent it as the lines around it, "
            "or put text that holds ': ' or '- ' in quotes",
        ),
        ('a: "\\q"', r"t:1: after \ in double quotes stands what is not an escape; write \\, or use single quotes"),
        ('a: "\\0"', "t:1: a text holds a character that cannot be printed; take it out"),
        ("a: 1\nb: x\x00", "t:2: here is a character that is no text; this may be no talks file, else take it out"),
        (b"\x89PNG\r\n\x1a\n", "t:1: this is not UTF-8 text; save the file as UTF-8"),
        (b"a: 1\nb: caf\xe9", "t:2: this is not UTF-8 text; save the file as UTF-8"),
        ("a: 1".encode("utf-16"), "t:1: the file is written in UTF-16; save it as UTF-8"),
        ("a" * 10_000_000, "t: the file is larger than 8 MiB; no talks file is"),
        ("", "t:1: the file is empty; begin it with goodoffices: 1"),
        ("# nothing\n", "t:1: the file is empty; begin it with goodoffices: 1"),
        ("- a", "t:1: needs a mapping that begins with goodoffices: 1"),
        (
            "[" * 100_000,
            "t:1: 0.0.0.0.0.0.0.0....: brackets or indentation are nested more than 60 deep; no talks need that",
        ),
        (
            "a: " + "{a: " * 100_000,
            "t:1: a.a.a.a.a.a.a.a....: brackets or indentation are nested more than 60 deep; no talks need that",
        ),
        (
            "- " * 100_000,
            "t:1: 0.0.0.0.0.0.0.0....: brackets or indentation are nested more than 60 deep; no talks need that",
        ),
    ],
)
@pytest.mark.parametrize("parser", ["fast", "pure"])
def test_yaml_refused(text: str | bytes, said: str, parser: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same words from either of PyYAML's parsers, at the same line."""
    if parser == "pure":
        monkeypatch.setattr(yaml_text, "_LOADER", yaml.SafeLoader)
    assert said in refused(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1,\n "a": 2}', "t:2: 'a' stands twice, first on line 1; keep one of them"),
        ('{"a": 1,\n}', "t:2: take out the comma before '}'"),
        ("[1, 2,]", "t:1: take out the comma before ']'"),
        ('{"a"\n 1}', "t:2: needs ':' after the key"),
        ("{a: 1}", 't:1: needs a key in double quotes here, such as "title"'),
        ("[1\n2]", "t:2: needs ',' or ']' here"),
        ('{"a": [1}', "t:1: a: needs ',' or ']' here"),
        ('{"a": 1}\n{', "t:2: the JSON ended before this; take the rest out"),
        (
            '{"a": NaN}',
            "t:1: needs a value here: a text in double quotes, a number, true, false, null",
        ),
        (
            '{"a": -Infinity}',
            "t:1: needs a value here: a text in double quotes, a number, true, false, null",
        ),
        ('{"a": 007}', "t:1: needs a number such as 12 or 12.5, or a text in double quotes"),
        ('{"a": 1.}', "t:1: needs a number such as 12 or 12.5, or a text in double quotes"),
        ('{"a": "x', "t:1: a quotation mark is not closed"),
        ('{\n"a": "x\ny"}', r"t:2: a text in quotes holds a line break, a tab or a wrong escape; write \n, \t or \\"),
        ('{"a": "\\ud800"}', "t:1: a text holds a character that cannot be printed; take it out"),
        ('{"a": "\\u0000"}', "t:1: a text holds a character that cannot be printed; take it out"),
        ('{"\\u001b[2J": 1}', "t:1: a text holds a character that cannot be printed; take it out"),
        ("{", 't:1: needs a key in double quotes here, such as "title"'),
        ("", "t:1: the file is empty; begin it with goodoffices: 1"),
        ("null", "t:1: the file is empty; begin it with goodoffices: 1"),
        (
            "[" * 100_000,
            "t:1: 0.0.0.0.0.0.0.0....: brackets or indentation are nested more than 60 deep; no talks need that",
        ),
    ],
)
def test_json_refused(text: str, said: str) -> None:
    assert said in refused(text, "json")


def test_too_many_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "MOST", 1_000)
    said = ["t:1: the file has more than 1,000 entries; no talks need that"]
    assert refused("[" + "1," * 1_000 + "1]", "json") == said
    assert refused("[" + "1," * 1_000 + "1]") == said


def test_a_byte_order_mark_is_passed_over() -> None:
    text = "goodoffices: 1\ntitle: A fence\nparties: {ann: {}}\nissues: {height: {options: {low: Low}}}\n"
    assert (
        files.parse(b"\xef\xbb\xbf" + text.encode(), "t") == files.parse("\ufeff" + text, "t") == files.parse(text, "t")
    )


def test_lines_of_keys_and_items() -> None:
    text = "a: 1\nb:\n  - x\n  - c: 2\n    d:\n      e: 3\n"
    places = yaml_text.read(text, "t").places
    paths = [("a",), ("b",), ("b", 0), ("b", 1), ("b", 1, "d"), ("b", 1, "d", "e"), ("b", 1, "nothing")]
    assert [places.at(path).line for path in paths] == [1, 2, 3, 4, 5, 6, 4]
    places = json_text.read('{"a": 1,\n"b": [\n"x",\n{"c": 2,\n"d":\n{"e":\n3}}]}', "t").places
    assert [places.at(path).line for path in paths] == [1, 2, 3, 4, 5, 6, 4]


trees = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.text(st.characters(categories=["L", "N", "P", "S", "Zs"])),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc ,:{}[]#'\"", min_size=1), inner, max_size=4)
    ),
    max_leaves=20,
)


def as_data(tree: object) -> Data:
    """A tree of the standard library's JSON as our plain data."""
    if isinstance(tree, dict):
        return {key: as_data(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [as_data(item) for item in tree]
    if isinstance(tree, int) and not isinstance(tree, bool):
        return Number(str(tree))
    assert tree is None or isinstance(tree, bool | str)
    return tree


@settings(max_examples=150, deadline=None)
@given(trees, st.sampled_from([None, 1]))
def test_json_is_read_as_the_standard_library_reads_it(tree: object, indent: int | None) -> None:
    text = json.dumps(tree, indent=indent)
    if any(not key.strip() for key in _keys(tree)):
        with pytest.raises(BadFile):
            json_text.read(text, "t")
    else:
        assert json_text.read(text, "t").data == as_data(tree)


def _keys(tree: object) -> list[str]:
    if isinstance(tree, dict):
        return [*tree, *(key for value in tree.values() for key in _keys(value))]
    return [key for item in tree for key in _keys(item)] if isinstance(tree, list) else []

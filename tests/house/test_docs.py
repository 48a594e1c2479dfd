"""The words a newcomer meets: what a page shows is what comes out, what it lists is complete, what it links is there.

Lines of Python in the pages are run by pytest itself (``--doctest-glob`` in ``pyproject.toml``). Here are the commands
they show, the files, the tables and the numbers. Where a table is out of date, the message has it as it should be.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import click
import pytest
from tests.beliefs.test_advice import ANSWERED, HEAD
from tests.judge.generated import CASES

import goodoffices as go
from goodoffices.analysis import FORMULAS, MOST_LISTED
from goodoffices.analysis.coalitions import MOST_COALITIONS
from goodoffices.cli.program import COMMANDS, program
from goodoffices.exact import minimal
from goodoffices.exact.enumerating import enumeration, minimal_tally
from goodoffices.exact.planner import methods
from goodoffices.exact.solver import logic, logic_sets
from goodoffices.files import issues_text, numbers_text, opening, plain, shape
from goodoffices.files.pieces import keys_of
from goodoffices.procedures.registry import settings_of
from goodoffices.procedures.running import procedures
from goodoffices.report.advice_json import as_json as advice_json
from goodoffices.report.contract import as_json
from goodoffices.report.robustness_json import as_json as robustness_json
from goodoffices.talks import WORDS

from .source import ROOT
from .test_source import FOREIGN

README, GLOSSARY = "README.md", "GLOSSARY.md"
FORM, EXACT, JSON = "docs/talks-file.md", "docs/exactness.md", "docs/json.md"
PAGES = tuple(
    path.relative_to(ROOT).as_posix()
    for path in sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md")])
)
CALM = {name: value for name, value in os.environ.items() if name not in {"FORCE_COLOR", "TTY_COMPATIBLE", "COLUMNS"}}
"""The environment without what makes a program take a pipe for a terminal, or for a narrow one."""

NOUNS = (
    "Adjusted Winner", "Agreement", "Answer", "Ask", "Attribution", "Behaviour", "Belief", "Bonus", "Coalition",
    "Condition", "Conflict", "Draft", "Formula", "Frontier", "Gain", "Guarantor", "Headroom", "Issue", "Link",
    "Mediator", "Method", "Observer", "Option", "Package", "Party", "Position", "Procedure", "Proved", "Red line",
    "Release", "Repair", "Requirement", "Robustness", "Scale", "Score", "Signatory", "Statement", "Status", "Talks",
    "View", "Walk-away", "Zone",
)  # fmt: skip
"""Every word of the design that stands for something in this release."""

SECTIONS: dict[type[shape.Shape], str] = {
    shape.TalksShape: "The file", shape.PartyShape: "Parties", shape.AgreementShape: "Agreement",
    shape.IssueShape: "Issues", shape.OptionShape: "Options", shape.RangeShape: "Ranges", shape.LinkShape: "Links",
    shape.PositionShape: "Positions", shape.BonusShape: "Bonuses", shape.RedLineShape: "Red lines",
    shape.ReleaseShape: "Releases",
    shape.AnswerShape: "Answers", shape.StatementShape: "Statements", shape.CountShape: "Counts",
}  # fmt: skip
"""Where ``docs/talks-file.md`` has the keys of each shape."""


TOLD = """
goodoffices: 1
title: A fence
parties: {ann: {}}
issues: {height: {options: {low: Low, high: High}}}
positions: {ann: {red_lines: [{id: low, must: {height: low}, status: stated, evidence: s1}]}}
statements: [{id: s1, at: 2024-02-14 UTC, speaker: Ann, for: ann, must: {height: low}}]
"""


@cache
def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text_of(page), re.M | re.S)


@cache
def sections(page: str) -> dict[str, str]:
    """What stands under each heading, up to the next one of any level. Remarks in fenced blocks are no headings."""
    found, title, fenced = {"": ""}, "", False
    for line in text_of(page).splitlines(keepends=True):
        fenced ^= line.startswith("```")
        if line.startswith("#") and not fenced:
            title = line.lstrip("#").strip()
            assert title not in found, f"{page} has two headings '{title}'"
            found[title] = ""
        else:
            found[title] += line
    return found


def rows(text: str) -> list[list[str]]:
    """The cells of every table in a text, without its headings."""
    lines = [[cell.strip() for cell in line[1:-1].split(" | ")] for line in text.splitlines() if line.startswith("| ")]
    return [cells for cells in lines if cells[0] not in {"key", "condition", "example", "command", "field"}]


def anchors(page: str) -> set[str]:
    """The names by which headings of a page can be linked."""
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in sections(page)}


# --- what is shown is run --------------------------------------------------------------------------------------------


def shown() -> Iterator[tuple[str, str, str]]:
    """Every command shown with its output: the page, the command, what the page says comes out.

    A long output may stand in several blocks; the later ones then hold no command.
    """
    for page in PAGES:
        for part in re.split(r"^\$ ", "".join(blocks(page, "console")), flags=re.M)[1:]:
            command, _, output = part.partition("\n")
            yield page, command, output


def trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.rstrip().splitlines())


@pytest.mark.parametrize(
    ("page", "command", "output"), [pytest.param(*one, id=f"{one[0]}: {one[1]}") for one in shown()]
)
def test_a_command_prints_what_the_page_shows(page: str, command: str, output: str, tmp_path: Path) -> None:
    for block in blocks(page, "yaml"):
        if named := re.match(r"# (\w+\.yaml)\n", block):
            (tmp_path / named[1]).write_text(block, encoding="utf-8")
    arguments = command.removeprefix("./run ").removeprefix("goodoffices ").split()
    start = [sys.executable, "-X", "utf8", "-c", "from goodoffices.cli import main; main()", *arguments]
    done = subprocess.run(
        start, cwd=tmp_path, env=CALM, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False
    )
    assert trimmed(done.stdout) == trimmed(output), f"{page} should show:\n\n$ {command}\n{done.stdout}"


def test_the_readme_shows_the_demo() -> None:
    assert (README, "./run demo") in {(page, command) for page, command, _ in shown()}


# --- commands and options --------------------------------------------------------------------------------------------


def commands() -> dict[str, click.Command]:
    for name in COMMANDS:
        import_module(f"goodoffices.cli.{name}")
    return {name: program.commands[name] for name in COMMANDS}


def commands_table() -> str:
    """The commands and their options as ``--help`` has them."""
    lines = ["| command | option | what it does |", "|---|---|---|"]
    for name, command in commands().items():
        context = click.Context(command)
        arguments = [p.make_metavar(context) for p in command.params if isinstance(p, click.Argument)]
        lines.append(f"| `{' '.join(['goodoffices', name, *arguments])}` | | {command.get_short_help_str(limit=200)} |")
        for option in (p for p in command.params if isinstance(p, click.Option)):
            taken = "" if option.is_flag else option.make_metavar(context).strip("[]").replace("|", " or ")
            lines.append(f"| | `{' '.join([*option.opts, taken]).strip()}` | {option.help} |")
    return "\n".join(lines)


def test_every_command_and_option_is_in_the_readme_as_help_has_it() -> None:
    assert commands_table() in text_of(README), f"README.md should have this table:\n\n{commands_table()}\n"


@pytest.mark.parametrize("page", PAGES)
def test_no_page_names_a_command_or_option_that_is_not_there(page: str) -> None:
    doors = set(re.findall(r"\./run (\w+)", text_of("run").partition("set -eu")[0]))
    options = {opt for command in commands().values() for param in command.params for opt in param.opts}
    options |= {"--help", "--version", "--slow"}
    text = text_of(page)
    assert set(re.findall(r"\./run (\w+)", text)) <= doors
    assert set(re.findall(r"(?:`|\$ )goodoffices ([a-z]+)", text)) <= commands().keys()
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) <= options


# --- words, nouns, sources -------------------------------------------------------------------------------------------


def test_the_glossary_has_every_word_in_its_order() -> None:
    assert tuple(re.findall(r"^## (.+)$", text_of(GLOSSARY), re.M)) == NOUNS
    assert list(NOUNS) == sorted(NOUNS, key=str.lower)


@pytest.mark.parametrize("word", NOUNS)
def test_a_word_takes_one_to_three_sentences_and_at_most_three_lines_that_run(word: str) -> None:
    entry = sections(GLOSSARY)[word]
    said, _, code = entry.partition("```python")
    assert 1 <= len(re.findall(r"\.(?=\s|$)", said)) <= 3
    assert 1 <= len(re.findall(r"^(?:>>>|\.\.\.)", code, re.M)) <= 3


@pytest.mark.parametrize("name", go.__all__)
def test_every_name_of_the_package_is_explained(name: str) -> None:
    said = text_of(README) + text_of(GLOSSARY) + text_of(EXACT)
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
    assert re.search(rf"\b(?:go\.)?{name}\b", said) or words in said.lower()


def test_every_formula_is_explained_with_its_source() -> None:
    lines = [f"| `{f.name}` | {f.says} | {f.source} |" for f in FORMULAS.values()]
    table = "\n".join(["| formula | what it picks | source |", "|---|---|---|", *lines])
    assert table in text_of(EXACT), f"{EXACT} should have this table:\n\n{table}\n"


def test_every_method_is_explained_with_its_source() -> None:
    found = {cells[0].strip("`"): cells[2] for cells in rows(sections(EXACT)["Methods"]) if cells[0].startswith("`")}
    assert found == {method.name: method.source for method in methods().values()}


@pytest.mark.parametrize("name", sorted(procedures()))
def test_every_procedure_is_shown_with_its_source_and_settings(name: str) -> None:
    found, said = procedures()[name], text_of("docs/procedures.md")
    shown = next(part for part in re.split(r"(?m)^## ", said) if f'go.rehearsal(fence, "{name}' in part)
    assert f"| `{name}` |" in said
    assert all(f"`{setting}`" in shown for setting in settings_of(found.start))
    assert all(year in said for year in re.findall(r"\b(?:19|20)\d\d\b", found.source))


@pytest.mark.parametrize("page", PAGES)
def test_pages_use_the_words_of_the_design(page: str) -> None:
    assert not set(re.findall(r"\w+", text_of(page).lower())) & FOREIGN


# --- the answer as JSON ----------------------------------------------------------------------------------------------


def fields() -> dict[str, set[str]]:
    """The fields that stand in the answers to all examples, by the section of ``docs/json.md``."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "examples").glob("*/talks.yaml")):
        answer = as_json(go.analyse(go.load(path)), 0.0)
        parts = {"The object": [answer], "Zone fields": [answer["zone"]], "Frontier fields": [answer["frontier"]],
                 "Formula fields": [p for name, p in answer["formulas"].items() if p and name != "why"],
                 "Conflict and repair fields": answer["repairs"]["sets"]}  # fmt: skip
        for title, objects in parts.items():
            found.setdefault(title, set()).update(*objects)
    told = as_json(go.analyse(go.parse(TOLD, "told.yaml")))
    assert told["zone"]["evidence"] == {"ann:low": ["s1"]}
    found["Statement fields"] = set(told["statements"][0])
    drawn = robustness_json(go.robustness(go.load(ROOT / "examples/arda_and_belen/talks.yaml"), draws=100, within=3))
    next_draft = advice_json(talks := go.parse(HEAD + ANSWERED, "well.yaml"), go.advice(talks))
    found |= {"Advice fields": set(next_draft), "Question fields": set(next_draft["question"]),
              "Draft fields": set(next_draft["draft"]),
              "Fields of a party beside a draft": set(next_draft["draft"]["parties"]["ann"])}  # fmt: skip
    found |= {"Robustness fields": set(drawn), "Share fields": set(drawn["zone"]),
              "Fields of a package tried": set(drawn["tried"][0]),
              "Fields of a formula over draws": set(drawn["formulas"]["nash"])}  # fmt: skip
    return {title: names - {"exact"} for title, names in found.items()}


def test_every_field_of_the_json_is_explained() -> None:
    explained = {title: [cells[0].strip("`") for cells in rows(text)] for title, text in sections(JSON).items()}
    assert {title: set(names) for title, names in explained.items() if names} == fields()


# --- the talks file --------------------------------------------------------------------------------------------------


def test_every_shape_has_its_section() -> None:
    assert set(SECTIONS) == set(shape.Shape.__subclasses__())


@pytest.mark.parametrize("form", SECTIONS, ids=lambda form: form.__name__)
def test_every_key_is_explained(form: type[shape.Shape]) -> None:
    found = {cells[0].strip("`"): cells[1] for cells in rows(sections(FORM)[SECTIONS[form]])}
    assert list(found) == keys_of(form)
    assert {key for key, said in found.items() if said.startswith("Needed.")} == set(form.needed)


def test_the_whole_file_has_every_key() -> None:
    whole = blocks(FORM, "yaml")[0]
    assert not [key for form in SECTIONS for key in keys_of(form) if not re.search(rf"\b{key}:", whole)]


def test_what_was_added_is_marked() -> None:
    marked = {
        (title, cells[0].strip("`"))
        for title in SECTIONS.values()
        for cells in rows(sections(FORM)[title])
        if cells[1].startswith("*Added.*")
    }
    assert marked == {
        ("Agreement", "of"), ("Links", "must"), ("Links", "never"), ("Positions", "within"), ("Positions", "releases"),
        ("Positions", "answers"), ("Red lines", "confidence"), ("The file", "statements"),
    }  # fmt: skip


@pytest.mark.parametrize(("page", "title"), [(README, "Write a talks file"), (FORM, "Conditions")])
def test_the_conditions_of_a_page_can_be_read_and_show_the_whole_grammar(page: str, title: str) -> None:
    whole = blocks(page, "yaml")[0]
    conditions = [cells[0].strip("`") for cells in rows(sections(page)[title])]
    links = "".join(f"  - {{must: {condition}}}\n" for condition in conditions)
    for condition in conditions:
        one = re.sub(r"^links:.*\n", f"links:\n  - {{must: {condition}}}\n", whole, flags=re.M)
        assert go.parse(one, page).links[0].condition
    assert {word for word in WORDS if re.search(rf"\b{word}:", links)} == WORDS


# --- examples, numbers, pictures, links ------------------------------------------------------------------------------


def test_the_examples_are_listed_with_their_numbers_and_sources() -> None:
    folders = sorted(path.parent.name for path in (ROOT / "examples").glob("*/talks.yaml"))
    listed = {re.findall(r"examples/(\w+)/", cells[0])[0]: cells for cells in rows(sections(README)["Examples"])}
    assert sorted(listed) == folders
    for name, (title, packages, signed, source) in listed.items():
        file = f"examples/{name}/talks.yaml"
        talks = go.load(ROOT / file)
        assert title == f"[{talks.title}]({file})"
        assert (packages, signed) == (f"{talks.packages:,}", f"{go.zone(talks).size.value:,}")
        assert not set(re.findall(r"[A-Z]\w{3,}|\d{4}", source)) - set(re.findall(r"\w+", text_of(file)))


QUOTED = {
    README: [
        f"version {go.__version__}:", f"{CASES} generated talks", f"more than {MOST_LISTED:,} points",
        f"no more than {MOST_COALITIONS:,} are listed",
    ],
    EXACT: [
        f"{CASES} generated talks", f"up to {enumeration.MOST_PACKAGES:,} packages", f"up to {logic.MOST_COUNTED:,}",
        f"{minimal_tally.MOST_REPAIRS} repairs with *enumerate*", f"{logic_sets.MOST_REPAIRS} with *logic*",
        f"{minimal.MOST_SETS:,} conflicts", f"{MOST_COALITIONS:,} coalitions",
    ],
    FORM: [
        f"up to {opening.LARGEST // 1024**2} MiB", f"{plain.MOST:,} entries", f"{plain.DEEPEST} levels",
        f"{issues_text.MOST_VALUES:,} numbers", f"{numbers_text.DIGITS} digits", f"form: {shape.VERSION}.",
    ],
}  # fmt: skip
"""Numbers of the code that the pages quote."""


@pytest.mark.parametrize(("page", "words"), [(page, words) for page, found in QUOTED.items() for words in found])
def test_a_number_that_is_quoted_is_that_of_the_code(page: str, words: str) -> None:
    assert words in " ".join(text_of(page).split())


def pictures() -> Iterator[tuple[str, str, str]]:
    """Every picture a page shows: the page, the words for those who cannot see it, where it is."""
    for page in PAGES:
        yield from ((page, words, target) for words, target in re.findall(r"!\[(.*?)\]\((.*?)\)", text_of(page), re.S))


def test_every_picture_is_small_and_shown_with_words() -> None:
    made = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs" / "pictures").iterdir()}
    assert made == {((ROOT / page).parent / target).relative_to(ROOT).as_posix() for page, _, target in pictures()}
    for name in made:
        content = (ROOT / name).read_bytes()
        assert content.startswith(b"\x89PNG")
        assert len(content) < 200_000
    assert all(len(words) > 40 for _, words, _ in pictures())


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(page)):
        file, _, anchor = target.partition("#")
        found = (ROOT / page).parent / file if file else ROOT / page
        assert found.resolve().is_relative_to(ROOT), target
        assert found.exists(), target
        assert not anchor or anchor in anchors(found.resolve().relative_to(ROOT).as_posix()), target


@pytest.mark.parametrize("page", PAGES)
def test_no_page_names_a_host_but_those_for_documentation(page: str) -> None:
    hosts = re.findall(r"(?:://|\bwww\.)([\w.-]+)", text_of(page))
    assert not [host for host in hosts if not re.search(r"(?:^|\.)(?:example(?:\.\w+)?|test|localhost)$", host)]

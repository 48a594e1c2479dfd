"""What is written is read again as the same talks: on generated talks of every kind a file can hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices import files
from goodoffices.analysis.links import contradictory_links
from goodoffices.errors import BadQuestion, BadTalks
from goodoffices.files import statements_csv
from goodoffices.files.issues_text import grid
from goodoffices.files.moments_text import NotAMoment, moment, moment_text
from goodoffices.files.numbers_text import NotANumber, number, text_of, written
from goodoffices.files.plain import UNPRINTABLE, Number
from goodoffices.talks import (
    MEASURES,
    ROLES,
    STATUSES,
    TONES,
    WORDS,
    Account,
    Agreement,
    Alike,
    AllOf,
    Answer,
    AnyOf,
    AtLeast,
    Bonus,
    Choice,
    Condition,
    Count,
    IfThen,
    Importance,
    Issue,
    IssueScores,
    Joined,
    Link,
    Moment,
    Mood,
    NoMoreLines,
    Not,
    Option,
    Order,
    Party,
    Position,
    Rather,
    RedLine,
    Release,
    Said,
    Stance,
    Statement,
    Talks,
    Verdict,
    Weight,
    holds,
)

AWKWARD = [
    "true", "null", "~", "NO", "12:30", "007", "1", "1/3", "-5", "1e5", ".5", "a: b", "a #b", "- a", "[x]", "{x}",
    "'", '"', "\\", "*a", "&a", "!a", "@", "`", "|", ">", "%", "?", ":", "-", " a ", "a\tb", "a\rb",
    "two\nlines", "a,b", "x\n\ny\n", "\n", " x\ny", "x \ny", "\x85", "\xa0", "\u2028", "\ufeff", "\u200f", "هدنة", "😀",
    "<<", "=", "---", "...", "because", "must", "all", "at_least", "scores:a", "2024-02-01", "x" * 1200,
]  # fmt: skip
printable = st.text(max_size=8).filter(lambda text: not UNPRINTABLE.search(text))
texts = st.sampled_from(AWKWARD) | printable
ids = texts.filter(lambda text: bool(text.strip()))
numbers = (
    st.fractions(max_denominator=1000)
    | st.integers(-1000, 1000).map(Fraction)
    | st.decimals(allow_nan=False, allow_infinity=False, places=3)
    .map(Fraction)
    .filter(lambda value: abs(value) < 10**50)
)


@st.composite
def issues_of_talks(draw: st.DrawFn) -> Issue:
    id, name = draw(ids.filter(lambda text: text not in WORDS)), draw(texts)
    divisible = draw(st.booleans())
    if draw(st.booleans()):
        low, step = draw(numbers), abs(draw(numbers.filter(bool)))
        unit = draw(st.none() | texts.filter(bool))
        return Issue(id, name, grid(low, low + draw(st.integers(0, 8)) * step, step, unit), unit, divisible)
    wordings = (
        st.just(())
        | texts.map(lambda text: (("", text),))
        | st.dictionaries(ids, texts, min_size=1, max_size=2).map(lambda found: tuple(found.items()))
    )
    options = [
        Option(id, draw(texts), draw(wordings)) for id in draw(st.lists(ids, min_size=1, max_size=5, unique=True))
    ]
    return Issue(id, name, tuple(options), divisible=divisible)


def conditions(issues: tuple[Issue, ...]) -> st.SearchStrategy[Condition]:
    def choice(issue: Issue) -> st.SearchStrategy[Condition]:
        some = st.sets(st.sampled_from(issue.option_ids), min_size=1)
        return some.map(lambda chosen: Choice(issue.id, tuple(id for id in issue.option_ids if id in chosen)))

    def joined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        several = st.lists(inner, max_size=3).map(tuple)
        counted = st.lists(inner, min_size=1, max_size=3).flatmap(
            lambda parts: st.integers(1, len(parts)).map(lambda count: AtLeast(count, tuple(parts)))
        )
        one = inner.map(Not) | st.tuples(inner, inner).map(lambda pair: IfThen(*pair))
        return several.map(AllOf) | several.map(AnyOf) | counted | one

    return st.recursive(st.sampled_from(issues).flatmap(choice), joined, max_leaves=5)


@st.composite
def positions(draw: st.DrawFn, party: str, issues: tuple[Issue, ...], parties: list[str]) -> Position:
    conditions_here = conditions(issues)
    scored = draw(st.lists(st.sampled_from(issues), unique_by=lambda issue: issue.id))
    weights = {issue.id: draw(numbers.map(abs)) for issue in draw(st.permutations(scored))}
    weighed = draw(st.booleans()) and sum(weights.values()) > 0
    scores = [
        IssueScores(
            issue.id,
            tuple(draw(numbers) * (weights[issue.id] if weighed else 1) for _ in issue.options),
        )
        for issue in scored
    ]
    lines = [
        RedLine(
            id,
            draw(conditions_here),
            draw(st.sampled_from(STATUSES)),
            draw(st.none() | texts),
            draw(evidence),
            draw(st.none() | st.sampled_from([Fraction(1, 3), Fraction(7, 10), Fraction(1)])),
        )
        for id in draw(st.lists(ids, max_size=3, unique=True))
    ]
    named = ["walk_away", "scores", "bonuses", "red_lines", *(f"scores:{issue.id}" for issue in issues)]
    named += [f"red_line:{line.id}" for line in lines]
    to = st.just(("all",)) | st.lists(st.sampled_from(parties), min_size=1, unique=True).map(tuple)
    releases = [
        Release(tuple(draw(st.lists(st.sampled_from(named), min_size=1))), draw(to))
        for _ in range(draw(st.integers(0, 2)))
    ]
    return Position(
        party,
        tuple(scores),
        tuple(draw(st.lists(st.builds(Bonus, conditions_here, numbers), max_size=2))),
        tuple(lines),
        draw(st.none() | numbers),
        tuple(weights.items()) if weighed else None,
        tuple(releases),
        answers=tuple(
            Answer(id, draw(said(issues)), draw(st.none() | texts), draw(evidence))
            for id in draw(st.lists(ids, max_size=3, unique=True))
        ),
    )


@st.composite
def said(draw: st.DrawFn, issues: tuple[Issue, ...]) -> Said:
    """Any answer about these issues; where there are not enough of them, an order."""
    issue = draw(st.sampled_from(issues))
    several = tuple(one.id for one in draw(st.permutations(issues))[: draw(st.integers(2, 3))])
    settled = [tuple((one.id, draw(st.sampled_from(one.option_ids))) for one in issues) for _ in range(2)]
    low, high = sorted(draw(st.tuples(shares, shares)))
    options = draw(st.permutations(issue.option_ids))
    cut = draw(st.integers(1, len(options)))
    groups = (tuple(options[:cut]), *((option,) for option in options[cut:]))
    forms: list[Said] = [Order(issue.id, groups), Weight(issue.id, low, high), Verdict(settled[0], draw(st.booleans()))]
    forms.append(NoMoreLines())
    if len(several) > 1:
        forms += [Importance(several), Joined(several, draw(st.booleans()))]
    if settled[0] != settled[1]:
        forms += [Rather(settled[0], settled[1]), Alike(settled[0], settled[1])]
    return draw(st.sampled_from(forms))


shares = st.fractions(0, 1, max_denominator=20)
evidence = st.lists(texts, max_size=2).map(tuple)


@st.composite
def all_talks(draw: st.DrawFn) -> Talks:
    names = draw(st.lists(ids.filter(lambda id: id != "all"), min_size=1, max_size=4, unique=True))
    parties = [Party(id, draw(texts), draw(st.sampled_from(ROLES))) for id in names]
    issues = tuple(draw(st.lists(issues_of_talks(), min_size=1, max_size=3, unique_by=lambda issue: issue.id)))
    links = draw(st.lists(st.builds(Link, conditions(issues), st.none() | texts), max_size=2))
    told = draw(statements(issues, names))
    held = [draw(positions(id, issues, names)) for id in draw(st.lists(st.sampled_from(names), unique=True))]
    if told:  # then evidence names statements
        held = [with_evidence(position, draw(st.sampled_from(told)).id) for position in held]
    return Talks(draw(texts), tuple(parties), issues, tuple(links), tuple(held), draw(agreements(parties)), told)


def with_evidence(position: Position, id: str) -> Position:
    return replace(
        position,
        red_lines=tuple(replace(line, evidence=(id,)) for line in position.red_lines),
        answers=tuple(replace(answer, evidence=(id, id)) for answer in position.answers),
    )


ZONES = [
    "Africa/Cairo",
    "Asia/Gaza",
    "Europe/London",
    "America/St_Johns",
    "Asia/Tehran",
    "UTC",
    "GMT",
    "+02:00",
    "-03:30",
]


@st.composite
def moments(draw: st.DrawFn) -> Moment:
    """A day or a time of some zone, those included that clocks showed twice."""
    day = draw(st.dates(date(1950, 1, 1), date(2100, 1, 1)) | st.sampled_from([date(2024, 10, 31), date(2024, 10, 27)]))
    clock = draw(st.none() | st.times().map(lambda found: found.replace(microsecond=0)) | st.just(time(23, 30)))
    zone = draw(st.sampled_from(ZONES))
    try:
        return moment(f"{day} {clock or ''} {zone}")
    except NotAMoment as error:
        return moment(str(error).partition("write ")[2].partition(" (")[0].partition(", if")[0])


@st.composite
def statements(draw: st.DrawFn, issues: tuple[Issue, ...], parties: list[str]) -> tuple[Statement, ...]:
    """Statements of every kind, none of which supersedes a later one."""
    party = st.none() | st.sampled_from(parties)
    said = texts.filter(lambda text: bool(text.strip()))
    by_language = st.dictionaries(ids, said, min_size=1, max_size=2).map(lambda found: tuple(found.items()))
    wordings = st.just(()) | said.map(lambda text: (("", text),)) | by_language
    counts = st.builds(Count, said, st.sampled_from(MEASURES[:-1]), numbers)
    ranges = st.builds(
        lambda of, low, high: Count(of, "from_to", min(low, high), max(low, high)), said, numbers, numbers
    )
    stances = st.builds(Stance, st.sampled_from(parties), conditions(issues))
    claims = stances | st.builds(Account, said, st.none() | st.sampled_from(TONES)) | st.builds(Mood, said, party)
    made: list[Statement] = []
    for id in draw(st.lists(ids, max_size=4, unique=True)):
        words, claim = draw(wordings), draw(st.none() | claims | counts | ranges)
        claim = Mood("calm") if claim is None and not words else claim
        chain = draw(st.lists(said, min_size=1, max_size=3, unique_by=lambda name: " ".join(name.casefold().split())))
        at, until = draw(moments()), draw(st.none() | moments())
        earlier = [one.id for one in made if not at.before(one.at)]
        made.append(
            Statement(
                id, at, chain[0], draw(st.booleans()), draw(party), tuple(chain[1:]), words,
                bool(words) and draw(st.booleans()), claim, draw(party),
                draw(st.none() | st.sampled_from([Fraction(1, 3), Fraction(1)])),
                None if until is None or until.before(at) else until,
                tuple(draw(st.lists(st.sampled_from(earlier), max_size=2))) if earlier else (),
            )
        )  # fmt: skip
    return tuple(made)


@given(moments())
@settings(deadline=None)
def test_a_moment_is_written_as_it_is_read(one: Moment) -> None:
    again = moment(moment_text(one))
    assert again == one
    assert again.start.utcoffset() == one.start.utcoffset()


@settings(max_examples=100, deadline=None)
@given(all_talks())
def test_statements_as_csv_come_back_or_are_refused_by_name(talks: Talks) -> None:
    try:
        text = statements_csv.dump_csv(talks)
    except BadQuestion:
        return  # what a cell cannot hold; see test_what_a_cell_cannot_hold_is_refused_by_name
    again = statements_csv.parse_csv(text.encode(), "said.csv", talks)
    assert [replace(one, words=tuple(sorted(one.words))) for one in again] == [
        replace(one, words=tuple(sorted(one.words))) for one in talks.statements
    ]


@st.composite
def agreements(draw: st.DrawFn, parties: list[Party]) -> Agreement:
    signatories = draw(st.none() | st.lists(st.sampled_from([party.id for party in parties]), unique=True))
    counted = [party.id for party in parties if party.role == "party"] if signatories is None else signatories
    including = draw(st.lists(st.sampled_from(counted), unique=True)) if counted else []
    most = len(counted)
    needs = draw(st.none() | st.integers(max(1, len(including)), most)) if most else None
    return Agreement(needs, tuple(including), None if signatories is None else tuple(signatories))


@settings(max_examples=100, deadline=None)
@given(all_talks(), st.sampled_from(["yaml", "json"]))
def test_what_is_written_is_read_again(talks: Talks, kind: files.Kind) -> None:
    if contradictory_links(talks):
        return  # a file refuses these; see test_contradictions_are_those_of_brute_force
    text = files.dump(talks, kind)
    again = files.parse(text, "again", kind=kind)
    assert again == talks
    assert files.dump(again, kind) == text


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_contradictions_are_those_of_brute_force(data: st.DataObject) -> None:
    issues = tuple(
        Issue(id, id, tuple(Option(str(number), "") for number in range(data.draw(st.integers(1, 3))))) for id in "abc"
    )
    links = data.draw(st.lists(st.builds(Link, conditions(issues)), max_size=4))
    talks = Talks("", (Party("p", "P"),), issues, tuple(links))
    packages = [
        {"a": a, "b": b, "c": c}
        for a in issues[0].option_ids
        for b in issues[1].option_ids
        for c in issues[2].option_ids
    ]

    def possible(some: list[Link]) -> bool:
        return any(all(holds(link.condition, package) for link in some) for package in packages)

    found = contradictory_links(talks)
    assert bool(found) == (not possible(links))
    if found:
        assert not possible([links[index] for index in found])
        assert all(possible([links[index] for index in found if index != left]) for left in found)


@given(numbers)
def test_numbers_are_written_exactly(value: Fraction) -> None:
    assert number(text_of(value)) == value
    assert number(written(value)) == value


@pytest.mark.parametrize(
    "text", ["", " 1", "+1", ".5", "1.", "01", "1_0", "1/0", "1/-3", "1 / 3", "١", "inf", "nan", "1,5"]
)
def test_texts_that_are_no_numbers(text: str) -> None:
    with pytest.raises(NotANumber, match="needs a number"):
        number(text)


@pytest.mark.parametrize(
    "text", ["1e999999999", "1e-999999999", "1e" + "9" * 5000, "9" * 101, "1/" + "9" * 101, "0." + "1" * 101]
)
def test_numbers_too_long(text: str) -> None:
    with pytest.raises(NotANumber, match="has too many digits; numbers of up to 100 are read"):
        number(Number(text))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"issues": (Issue("i", "I", (Option("a", "a", value=Fraction(1)),)),)}, "written as a range"),
        ({"issues": (Issue("i", "I", (Option("a", "a"),), unit="km"),)}, "written as a range"),
        (
            {"issues": (Issue("i", "I", (Option("a", "a", (("", "x"), ("en", "y"))),)),)},
            "wordings need a language each",
        ),
        ({"issues": (Issue("i", "I", (Option(" ", "a"),)),)}, "an id is empty"),
        ({"title": "a\x00"}, "a control character"),
        ({"title": "\ud800"}, "a control character"),
        ({"parties": (Party("all", "All"),)}, "'all' stands for every party"),
        ({"positions": (Position("p", walk_away=Fraction(1, 10**101)),)}, "too many digits"),
        ({"positions": (Position("p", walk_away=Fraction(1, 3**300)),)}, "too many digits"),
    ],
)
def test_talks_that_no_file_can_hold(changes: dict[str, object], said: str) -> None:
    parts: dict[str, object] = {
        "title": "T",
        "parties": (Party("p", "P"),),
        "issues": (Issue("i", "I", (Option("a", "a"),)),),
    }
    with pytest.raises(BadTalks, match=said):
        files.dump(Talks(**{**parts, **changes}))  # type: ignore[arg-type]


def test_conditions_too_deep_for_a_file() -> None:
    condition: Condition = Choice("i", ("a",))
    for _ in range(70):
        condition = Not(condition)
    talks = Talks("T", (Party("p", "P"),), (Issue("i", "I", (Option("a", "a"),)),), (Link(condition),))
    with pytest.raises(BadTalks, match="nested more than 60 deep"):
        files.dump(talks)

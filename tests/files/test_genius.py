"""GENIUS folders: what is read is what GENIUS would count, exactly; what is written reads back the same, scaled.

Long because reading, writing and every refusal share the small domains written out here.
"""

from __future__ import annotations

import itertools
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.errors import BadFile, BadQuestion
from goodoffices.files import genius, opening, xml_text
from goodoffices.talks import (
    Agreement,
    AllOf,
    AnyOf,
    Bonus,
    Choice,
    Issue,
    IssueScores,
    Link,
    Not,
    Option,
    Party,
    Position,
    RedLine,
    Talks,
    accepts,
    score,
)

DOMAIN = """<negotiation_template>
<utility_space number_of_issues="2">
<objective index="0" name="root" type="objective" etype="objective">
  <issue index="1" name="Pause" type="discrete" vtype="discrete" etype="discrete">
    <item index="1" value="No pause"/>
    <item index="2" value="Six weeks"/>
    <item index="3" value="For good"/>
  </issue>
  <objective index="5" name="Civil matters" type="objective">
    <issue index="2" name="Trucks" etype="integer" lowerbound="2" upperbound="6"/>
  </objective>
</objective>
</utility_space>
</negotiation_template>"""

PROFILE = """<utility_space>
<objective index="0" name="root" type="objective" etype="objective">
  <weight index="1" value="0.7"/>
  <issue index="1" name="Pause" type="discrete">
    <item index="2" value="For good" evaluation="8.5"/>
    <item index="1" value="No pause" evaluation="0"/>
    <item index="3" value="Six weeks" evaluation="3"/>
  </issue>
  <objective index="5" name="Civil matters" type="objective">
    <weight index="2" value="0.3"/>
    <issue index="2" name="Trucks" type="integer" lowerbound="2" upperbound="6">
      <evaluator ftype="linear" offset="0.1" slope="0.2"/>
    </issue>
  </objective>
</objective>
<discount_factor value="0.9"/>
<reservation value="0.45"/>
</utility_space>"""

NONLINEAR_DOMAIN = """<negotiation_template><utility_space><objective index="0" name="Wells">
<issue index="1" name="Depth" type="integer" lowerbound="0" upperbound="3"/>
<issue index="2" name="Share" type="integer"><range lowerbound="0" upperbound="2"/></issue>
</objective></utility_space></negotiation_template>"""

NONLINEAR = """<utility_space type="nonlinear"><objective index="0" name="Wells">
<utility maxutility="80">
  <ufun type="PlainUfun" weight="1" aggregation="sum">
    <hyperRectangle utility="50"><INCLUDES index="1" min="1" max="2"/><INCLUDES index="2" min="0" max="2"/>
    </hyperRectangle>
    <hyperRectangle utility="20" weight="0.5"><INCLUDES index="1" min="2" max="3"/><INCLUDES index="2" min="1" max="1"/>
    </hyperRectangle>
    <hyperRectangle utility="5"><EXCLUDES index="2" min="2" max="2"/></hyperRectangle>
    <hyperRectangle utility="3"/>
    <hyperRectangle utility="99"><INCLUDES index="1" min="7" max="9"/></hyperRectangle>
    <ufun weight="2" aggregation="sum">
      <hyperRectangle utility="7"><INCLUDES index="2" min="2" max="2"/></hyperRectangle>
    </ufun>
  </ufun>
</utility></objective><reservation value="0.5"/></utility_space>"""


def folder(path: Path, **files: str) -> Path:
    """A folder with these XML files; ``a__b`` stands for a name with a hyphen."""
    path.mkdir(exist_ok=True)
    for name, text in files.items():
        (path / f"{name.replace('__', '-')}.xml").write_text(text, encoding="utf-8")
    return path


def packages(talks: Talks) -> list[dict[str, str]]:
    ids = [issue.id for issue in talks.issues]
    return [dict(zip(ids, each, strict=True)) for each in itertools.product(*(i.option_ids for i in talks.issues))]


def test_additive_profile_is_counted_as_genius_counts_it(tmp_path: Path) -> None:
    reading = genius.read(folder(tmp_path / "Truce", domain=DOMAIN, left=PROFILE, right=PROFILE))
    talks = reading.talks
    assert talks.title == "Truce"
    assert [(issue.id, issue.name) for issue in talks.issues] == [("pause", "Pause"), ("trucks", "Trucks")]
    assert [option.label for option in talks.issues[0].options] == ["No pause", "Six weeks", "For good"]
    assert talks.issues[0].option_ids == ("no_pause", "six_weeks", "for_good")
    assert [option.value for option in talks.issues[1].options] == [2, 3, 4, 5, 6]
    left = talks.position("left")
    # 0.7 * 3 / 8.5 has no end as a decimal; it is kept as a fraction.
    assert left.points("pause") == (0, Fraction(7, 10) * 3 / Fraction(17, 2), Fraction(7, 10))
    assert left.points("trucks") == tuple(Fraction(3, 10) * Fraction(n, 10) for n in (1, 3, 5, 7, 9))
    assert left.walk_away == Fraction(45, 100)
    assert left.weights == (("pause", Fraction(7, 10)), ("trucks", Fraction(3, 10)))
    assert any("discount" in note.message and note.file.endswith("left.xml") for note in reading.notes)


def test_the_division_by_the_largest_evaluation_decides_who_can_sign(tmp_path: Path) -> None:
    talks = genius.load(folder(tmp_path, domain=DOMAIN, a=PROFILE, b=PROFILE))
    assert score(talks, "a", {"pause": "six_weeks", "trucks": "3"}) == Fraction(21, 85) + Fraction(9, 100)
    assert not accepts(talks, "a", {"pause": "six_weeks", "trucks": "3"})
    assert accepts(talks, "a", {"pause": "for_good", "trucks": "2"})


def test_a_line_is_kept_between_0_and_1_and_a_note_says_so(tmp_path: Path) -> None:
    steep = PROFILE.replace('slope="0.2"', 'slope="0.3"')
    reading = genius.read(folder(tmp_path, domain=DOMAIN, a=steep))
    assert reading.talks.position("a").points("trucks") == tuple(Fraction(3, 100) * n for n in (1, 4, 7, 10, 10))
    assert any("leaves 0 to 1" in note.message for note in reading.notes)


def test_an_issue_that_is_all_zeros_counts_for_nothing(tmp_path: Path) -> None:
    flat = PROFILE.replace('evaluation="8.5"', 'evaluation="0"').replace('evaluation="3"', 'evaluation="0"')
    talks = genius.load(folder(tmp_path, domain=DOMAIN, a=flat))
    assert talks.position("a").points("pause") == (0, 0, 0)


def test_a_weight_of_zero_leaves_no_weights_to_divide_by(tmp_path: Path) -> None:
    none = PROFILE.replace('value="0.3"', 'value="0"')
    assert genius.load(folder(tmp_path, domain=DOMAIN, a=none)).position("a").weights is None


def test_no_reservation_value_is_a_walk_away_of_zero(tmp_path: Path) -> None:
    silent = PROFILE.replace('<reservation value="0.45"/>', "")
    where = folder(tmp_path, domain=DOMAIN, a=silent, b=PROFILE)
    assert [p.walk_away for p in genius.load(where).positions] == [0, Fraction(9, 20)]
    assert [p.walk_away for p in genius.load(where, walk_aways=None).positions] == [None, None]
    assert [p.walk_away for p in genius.load(where, walk_aways=Fraction(1, 3)).positions] == [Fraction(1, 3)] * 2


def test_nonlinear_profiles_keep_raw_points(tmp_path: Path) -> None:
    talks = genius.load(folder(tmp_path, domain=NONLINEAR_DOMAIN, a=NONLINEAR))
    assert talks.title == "Wells"
    assert score(talks, "a", {"depth": "2", "share": "1"}) == 50 + 10 + 5 + 3
    assert score(talks, "a", {"depth": "0", "share": "2"}) == 3 + 14
    assert score(talks, "a", {"depth": "0", "share": "0"}) == 5 + 3
    assert talks.position("a").walk_away == 40
    assert genius.load(tmp_path, walk_aways=Fraction(1, 4)).position("a").walk_away == 20


def test_a_run_over_a_whole_issue_is_no_condition(tmp_path: Path) -> None:
    bonuses = genius.load(folder(tmp_path, domain=NONLINEAR_DOMAIN, a=NONLINEAR)).position("a").bonuses
    assert bonuses[0] == Bonus(Choice("depth", ("1", "2")), Fraction(50))
    assert bonuses[1].when == AllOf((Choice("depth", ("2", "3")), Choice("share", ("1",))))
    assert bonuses[3].when == AllOf(())
    assert len(bonuses) == 5  # the rectangle outside the domain pays nobody


def test_profiles_come_in_natural_order_and_can_be_chosen(tmp_path: Path) -> None:
    names = [f"Profile{n}" for n in (10, 2, 1)]
    where = folder(tmp_path, aaa=DOMAIN, **dict.fromkeys(names, PROFILE))
    assert genius.profiles(where) == ("Profile1.xml", "Profile2.xml", "Profile10.xml")
    assert genius.load(where).signatories == ("profile1", "profile2", "profile10")
    assert genius.load(where, profiles=2).signatories == ("profile1", "profile2")
    assert genius.load(where, profiles=["Profile10", "Profile1.xml"]).signatories == ("profile10", "profile1")
    for wrong in (["Profile3"], [], ["Profile1", "Profile1.xml"], 0, 4):
        with pytest.raises(BadQuestion, match=r"profile"):
            genius.load(where, profiles=wrong)


def test_the_domain_is_found_by_its_content(tmp_path: Path) -> None:
    where = folder(tmp_path, profile=DOMAIN, domain=PROFILE)
    assert genius.profiles(where) == ("domain.xml",)
    assert genius.load(where / "profile.xml") == genius.load(where)
    with pytest.raises(BadFile, match="not a GENIUS domain file"):
        genius.load(where / "domain.xml")
    folder(tmp_path, second=DOMAIN)
    with pytest.raises(BadFile, match=r"several domain files: profile\.xml, second\.xml"):
        genius.load(where)
    assert genius.load(where / "second.xml").signatories == ("domain",)


def test_a_utility_space_without_preferences_is_a_domain(tmp_path: Path) -> None:
    bare = DOMAIN.replace("<negotiation_template>\n", "").replace("</negotiation_template>", "")
    assert genius.load(folder(tmp_path, a=PROFILE, d=bare)).signatories == ("a",)


def test_other_files_are_passed_over_with_a_note(tmp_path: Path) -> None:
    where = folder(tmp_path, domain=DOMAIN, a=PROFILE, pareto="\n0.5, 1.0\n0.6, 0.9\n", agents="<repository/>")
    (where / "notes.txt").write_text("nothing")
    reading = genius.read(where)
    assert reading.talks.signatories == ("a",)
    passed = [Path(note.file).name for note in reading.notes if "passed over" in note.message]
    assert sorted(passed) == ["agents.xml", "pareto.xml"]


def test_a_profile_that_is_broken_is_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"b\.xml:18: not well-formed"):
        genius.load(folder(tmp_path, domain=DOMAIN, a=PROFILE, b=PROFILE.replace("</utility_space>", "")))


def test_folders_finds_the_domain_folders(tmp_path: Path) -> None:
    one, two = folder(tmp_path / "one", d=DOMAIN), folder(tmp_path / "two", d=DOMAIN)
    folder(tmp_path / "three", p=PROFILE)
    assert genius.folders(tmp_path) == (one, two)
    assert genius.folders(one) == (one,)
    with pytest.raises(BadFile, match="there is no such folder"):
        genius.folders(tmp_path / "none")


def test_a_declaration_below_blank_lines_is_read_and_lines_stay_true(tmp_path: Path) -> None:
    late = "\n\n \n<?xml version='1.0' encoding='UTF-8'?>\n" + PROFILE
    assert genius.load(folder(tmp_path, domain="\n" + DOMAIN, a=late, b="\ufeff" + late)).signatories == ("a", "b")
    with pytest.raises(BadFile, match=r"a\.xml:9: issue 'Pause', 'For good': evaluation="):
        genius.load(folder(tmp_path, domain=DOMAIN, a=late.replace("8.5", "8,5")))


def test_names_and_items_are_matched_by_text_then_by_index(tmp_path: Path) -> None:
    renamed = PROFILE.replace('name="Trucks"', 'name="Lorries"').replace(
        '<item index="3" value="Six weeks"', '<item index="2" value="6 weeks"'
    )
    reading = genius.read(folder(tmp_path, domain=DOMAIN, a=renamed, b=PROFILE))
    assert reading.talks.position("a").scores == reading.talks.position("b").scores
    notes = [note.path for note in reading.notes if "matched by its index" in note.message]
    assert notes == ["issue 'Trucks'", "issue 'Pause'"]


def test_everything_wrong_is_said_at_once_and_no_number_is_repeated(tmp_path: Path) -> None:
    wrong = (
        PROFILE.replace('<weight index="2" value="0.3"/>', "")
        .replace('evaluation="3"', "")
        .replace('value="0.45"', 'value="45%"')
        .replace('value="No pause"', 'value="None at all"')
    )
    with pytest.raises(BadFile) as caught:
        genius.load(folder(tmp_path, domain=DOMAIN, a=wrong, b=PROFILE.replace('"linear"', '"triangular"')))
    text = str(caught.value)
    assert len(caught.value.flaws) == 4
    assert "a.xml:7: issue 'Pause', 'Six weeks': evaluation= of <item> is missing" in text
    assert "a.xml:11: issue 'Trucks': there is no <weight>" in text
    assert "a.xml:17: value= of <reservation> is not a plain decimal number" in text
    assert "b.xml:12: issue 'Trucks': evaluators of type 'triangular' are not read" in text
    assert "45" not in text


def test_an_item_that_is_missing_is_named(tmp_path: Path) -> None:
    short = PROFILE.replace('<item index="3" value="Six weeks" evaluation="3"/>', "")
    with pytest.raises(BadFile, match="there is no <item> for the domain's 'Six weeks'"):
        genius.load(folder(tmp_path, domain=DOMAIN, a=short))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('etype="integer"', 'etype="real"', "issues of type 'real' are not read"),
        ('upperbound="6"', 'upperbound="1"', "bounds must be whole numbers, the lower one first"),
        ('upperbound="6"', 'upperbound="2.5"', "bounds must be whole numbers"),
        ('upperbound="6"', 'upperbound="1e90"', "more than 10,000 whole numbers"),
        ('upperbound="6"', 'upperbound="1e999999999"', "is not a plain decimal number"),
        ('lowerbound="2" upperbound="6"', "", "lowerbound= of <issue> is missing"),
        ("item", "thing", "there is no <item>"),
        ("issue", "thing", "the domain has no <issue>"),
    ],
)
def test_bad_domains_are_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(BadFile, match=message):
        genius.load(folder(tmp_path, domain=DOMAIN.replace(old, new), a=PROFILE))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('type="nonlinear"', 'type="constraint"', "profiles of type 'constraint' are not read"),
        ('aggregation="sum">\n', 'aggregation="max">\n', "aggregate by 'max'"),
        ('maxutility="80"', "", "needs a maxutility"),
        ('maxutility="80"', 'maxutility="-1.0"', "needs a maxutility"),
        ('index="2" min="1"', 'index="9" min="1"', "no index of an issue in the domain"),
        ('min="1" max="1"', 'min="1"', "max= of <INCLUDES> is missing"),
        ('<EXCLUDES index="2"', '<INCLUDES index="1" min="0" max="0"/><EXCLUDES index="2"', "write two rectangles"),
        ("ufun", "function", "needs <utility maxutility"),
    ],
)
def test_bad_nonlinear_profiles_are_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in NONLINEAR
    with pytest.raises(BadFile, match=message):
        genius.load(folder(tmp_path, domain=NONLINEAR_DOMAIN, a=NONLINEAR.replace(old, new)))


def test_a_rectangle_over_named_options_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="issue 'Pause': a rectangle over an issue that is not of type integer"):
        genius.load(folder(tmp_path, domain=DOMAIN, a=NONLINEAR))


def test_an_empty_exclusion_always_pays(tmp_path: Path) -> None:
    always = NONLINEAR.replace('<EXCLUDES index="2" min="2" max="2"/>', '<EXCLUDES index="2" min="5" max="4"/>')
    talks = genius.load(folder(tmp_path, domain=NONLINEAR_DOMAIN, a=always))
    assert score(talks, "a", {"depth": "0", "share": "2"}) == 5 + 3 + 14


def test_rectangles_that_would_fill_the_memory_are_refused(tmp_path: Path) -> None:
    wide = NONLINEAR_DOMAIN.replace('upperbound="3"', 'upperbound="9999"')
    many = '<hyperRectangle utility="1"><INCLUDES index="1" min="0" max="9998"/></hyperRectangle>' * 200
    with pytest.raises(BadFile, match="rectangles name more than 1,000,000 values") as caught:
        genius.load(folder(tmp_path, domain=wide, a=NONLINEAR.replace('<hyperRectangle utility="3"/>', many)))
    assert len(caught.value.flaws) == 1


def test_folders_without_talks_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="no GENIUS domain file"):
        genius.load(folder(tmp_path / "a", a=PROFILE))
    with pytest.raises(BadFile, match="no GENIUS profile"):
        genius.load(folder(tmp_path / "b", a=DOMAIN))
    with pytest.raises(BadFile, match="there is no such folder"):
        genius.load(tmp_path / "missing")


BOMB = '<!DOCTYPE a [<!ENTITY b "{}">]><utility_space name="&b;"/>'.format("x" * 50)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BOMB, "declares a document type or entities"),
        ('<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>', "declares a document type or entities"),
        ("<utility_space>" * 60, "nested deeper than 50"),
        ("<utility_space>" + "<a/>" * 100_001 + "</utility_space>", "more than 100,000 of them"),
        ("<utility_space " + " " * opening.LARGEST + "/>", "larger than 8 MiB"),
        ('<?xml version="1.0" encoding="nix"?><utility_space/>', "unknown encoding"),
        ("<utility_space>&nbsp;</utility_space>", "undefined entity"),
    ],
)
def test_xml_that_is_not_harmless_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(BadFile, match=message):
        genius.load(folder(tmp_path, domain=DOMAIN, a=PROFILE, b=text))


@given(st.binary(max_size=300) | st.text("<>/ab=\"'&;![]-? \n", max_size=80).map(str.encode))
def test_any_bytes_are_xml_or_a_bad_file(data: bytes) -> None:
    with suppress(BadFile):
        assert xml_text.read_xml(data, "x.xml").name


@given(st.data())
@settings(max_examples=150)
def test_a_damaged_profile_is_read_or_a_bad_file(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([PROFILE, NONLINEAR]))
    start = data.draw(st.integers(0, len(text)))
    typed, lost = data.draw(st.text('<>"/0e-. ax', max_size=6)), data.draw(st.integers(0, 30))
    damaged = text[:start] + typed + text[start + lost :]
    where = tmp_path_factory.mktemp("damaged")
    domain = DOMAIN if text == PROFILE else NONLINEAR_DOMAIN
    with suppress(BadFile):
        assert genius.load(folder(where, domain=domain, a=text, b=damaged)).signatories == ("a", "b")


# Out, and in again.

NUMBERS = st.fractions(-50, 50, max_denominator=12)


@st.composite
def additive(draw: st.DrawFn) -> Talks:
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=3))
    issues = tuple(
        Issue(
            f"i{n}",
            draw(st.sampled_from(["Aid", "Zoll & Grenze", "مساعدات", f"i{n}"])),
            tuple(Option(f"o{m}", draw(st.sampled_from(["<none>", 'a "quoted" one', f"o{m}"]))) for m in range(size)),
        )
        for n, size in enumerate(sizes)
    )
    return Talks(
        "Two sides",
        (Party("a", "A"), Party("b", "B")),
        issues,
        positions=(
            draw(positions("a", issues)),
            draw(positions("b", issues)),
        ),
    )


@st.composite
def positions(draw: st.DrawFn, party: str, issues: tuple[Issue, ...]) -> Position:
    scores = [
        IssueScores(issue.id, tuple(draw(NUMBERS) for _ in issue.options))
        for issue in issues
        if issue is issues[0] or draw(st.booleans())
    ]
    return Position(party, tuple(scores), walk_away=draw(st.none() | NUMBERS))


@st.composite
def with_bonuses(draw: st.DrawFn) -> Talks:
    talks = draw(additive())
    for party in ("a", "b"):
        bonuses = []
        for _ in range(draw(st.integers(0 if party == "b" else 1, 3))):
            runs = []
            for issue in draw(st.lists(st.sampled_from(talks.issues), max_size=3)):
                low = draw(st.integers(0, len(issue.options) - 1))
                runs.append(Choice(issue.id, issue.option_ids[low : draw(st.integers(low + 1, len(issue.options)))]))
            when = AllOf(tuple(runs))
            bonuses.append(Bonus(Not(when) if runs and draw(st.booleans()) else when, draw(NUMBERS)))
        position = talks.position(party)
        talks = talks.with_position(Position(party, position.scores, tuple(bonuses), walk_away=position.walk_away))
    return talks


def check_round_trip(talks: Talks, where: Path) -> None:
    for name, text in genius.dump(talks).items():
        (where / name).write_text(text, encoding="utf-8")
    again = genius.load(where)
    assert (again.title, again.signatories) == (talks.title, talks.signatories)
    pairs = list(zip(packages(talks), packages(again), strict=True))
    for party in talks.signatories:
        ours = [score(talks, party, package) for package, _ in pairs]
        theirs = [score(again, party, package) for _, package in pairs]
        spread = max(ours) - min(ours)
        scale = (max(theirs) - min(theirs)) / spread if spread else Fraction(1)
        assert scale > 0
        assert [score - theirs[0] for score in theirs] == [scale * (score - ours[0]) for score in ours]
        if not any(position.bonuses for position in talks.positions):
            assert min(theirs) >= 0
            assert max(theirs) <= 1
        for package, other in pairs:
            assert accepts(talks, party, package) == accepts(again, party, other)


@given(additive())
@settings(max_examples=60, deadline=None)
def test_additive_talks_come_back_scaled(tmp_path_factory: pytest.TempPathFactory, talks: Talks) -> None:
    check_round_trip(talks, tmp_path_factory.mktemp("out"))


@given(with_bonuses())
@settings(max_examples=60, deadline=None)
def test_talks_with_bonuses_come_back_scaled(tmp_path_factory: pytest.TempPathFactory, talks: Talks) -> None:
    check_round_trip(talks, tmp_path_factory.mktemp("out"))


def small(**changes: object) -> Talks:
    issue = Issue("pause", "Pause", (Option("none", "None"), Option("some", "Some"), Option("all", "All")))
    scores = (IssueScores("pause", (Fraction(0), Fraction(1), Fraction(3))),)
    parts: dict[str, object] = {
        "title": "T",
        "parties": (Party("a", "A"), Party("b", "B")),
        "issues": (issue,),
        "positions": (Position("a", scores), Position("b", scores)),
    }
    return Talks(**(parts | changes))  # type: ignore[arg-type]


def test_weights_add_up_to_one_where_they_can(tmp_path: Path) -> None:
    talks = small()
    assert '<weight index="1" value="1"/>' in genius.dump(talks)["1-a.xml"]
    thirds = small(
        issues=(*talks.issues, Issue("aid", "Aid", (Option("x", "X"), Option("y", "Y")))),
        positions=(
            Position("a", (*talks.position("a").scores, IssueScores("aid", (Fraction(0), Fraction(4))))),
            talks.position("b"),
        ),
    )
    text = genius.dump(thirds)["1-a.xml"]  # 3/7 and 4/7 have no end as decimals
    assert '<weight index="1" value="0.3"/>' in text
    assert '<weight index="2" value="0.4"/>' in text


def test_whole_ranges_keep_their_numbers_beside_bonuses(tmp_path: Path) -> None:
    days = Issue("days", "Days", tuple(Option(str(n), str(n), value=Fraction(n)) for n in range(3, 7)))
    bonus = Position("a", bonuses=(Bonus(Choice("days", ("4", "5")), Fraction(9)),), walk_away=Fraction(2))
    talks = small(issues=(days,), positions=(bonus, Position("b", bonuses=bonus.bonuses)))
    files = genius.dump(talks)
    assert 'lowerbound="3" upperbound="6"' in files["domain.xml"]
    assert '<INCLUDES index="1" min="4" max="5"/>' in files["1-a.xml"]
    assert genius.leaves_out(talks) == ("the roles and names of parties",)
    check_round_trip(talks, tmp_path)


def test_what_genius_cannot_hold_is_named_all_at_once() -> None:
    line = RedLine("never", Choice("pause", ("none",)))
    bonus = Bonus(AnyOf(()), Fraction(1))
    scattered = Bonus(Choice("pause", ("none", "all")), Fraction(1))
    base = small()
    talks = small(
        links=(Link(Choice("pause", ("none", "some"))),),
        agreement=Agreement(needs=1),
        positions=(
            Position("a", base.position("a").scores, (bonus,), (line,)),
            Position("b", base.position("b").scores, (scattered,)),
        ),
    )
    with pytest.raises(BadQuestion) as caught:
        genius.dump(talks)
    for part in ("links", "agreement rule", "red lines (of 'a')", "bonuses", "(of 'a')", "(of 'b')"):
        assert part in str(caught.value)
    with pytest.raises(BadQuestion, match="a party without scores"):
        genius.dump(small(positions=base.positions[:1]))
    with pytest.raises(BadQuestion, match="fewer than two signatories"):
        genius.dump(small(parties=(Party("a", "A"), Party("b", "B", "mediator"))))
    with pytest.raises(BadQuestion, match="control characters"):
        genius.dump(small(title="\x00"))
    with pytest.raises(BadQuestion, match="cannot name a file"):
        genius.dump(
            small(
                parties=(Party("a", "A"), Party("../b", "B")),
                positions=(
                    base.position("a"),
                    Position("../b", base.position("b").scores),
                ),
            )
        )


def test_what_is_left_out_is_said() -> None:
    options = (Option("none", "None", (("", "No pause."),)), Option("all", "All"))
    issue = Issue("pause", "Pause", options, divisible=True)
    scores = (IssueScores("pause", (Fraction(0), Fraction(3))),)
    talks = small(issues=(issue,), positions=(Position("a", scores), Position("b", scores)))
    assert genius.leaves_out(talks) == (
        "the roles and names of parties",
        "the wording of options",
        "units and which issues are divisible",
    )

"""What stands in the report and in which order: the answer's parts, each with its words, pictures and tables.

Where there is no deal, what blocks it and what would open one come first; where there is one, the gains do. A page for
a party leaves out the parts for which it was released nothing.

Read next: ``templates/report.html``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ..analysis.answers import Analysis
from ..talks import Package
from . import tables
from .answer_words import chosen, looks_at
from .certificate_words import certificate_words
from .draft import Draft, draft
from .frontier_picture import frontier_picture
from .frontier_points import drawn
from .gains_picture import gains_picture, headroom_picture
from .gap_map import drawn_conflicts, gap_map
from .gap_table import gap_table
from .marks import WIDTH
from .notes import joined
from .pick_words import formula_name
from .repair_words import repair_words
from .tables import Table
from .words import say_list, split_words, who, within_words

NOT_FINISHED = "Not finished: no package of the frontier is known yet."


@dataclass(frozen=True)
class Picture:
    """A picture, its words and its table.

    ``spec`` is its Vega-Lite spec, None where there is nothing to draw; ``least`` the pixels it needs across, below
    which it scrolls by itself.
    """

    name: str
    title: str
    caption: str
    spec: dict[str, Any] | None
    table: Table | None
    least: int = 560


@dataclass(frozen=True)
class Section:
    """One part of the report. ``folded`` tables stand closed under their title."""

    id: str
    title: str
    lead: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Table, ...] = ()
    folded: tuple[Table, ...] = ()
    draft: Draft | None = None
    notes: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


def sections(analysis: Analysis, *, for_party: str | None = None) -> list[Section]:
    """The report's parts after the answer, in reading order, without those that have nothing in them."""
    blocked = [_blocks(analysis)]
    stands = [_gap(analysis, for_party)]
    has_picks = bool(tables.picks(analysis))
    fair = [_gains(analysis, for_party)]
    if for_party is None or has_picks:  # what is computed from half of the positions would mislead a party
        fair += [_frontier(analysis), _headroom(analysis)]
    order = fair + stands + blocked if has_picks and not _is_blocked(analysis) else blocked + stands + fair
    order += [_draft(analysis, for_party), _rests(analysis)]
    order += [_methods(analysis, for_party), _warnings(analysis)]
    return [section for section in order if section is not None]


def _is_blocked(analysis: Analysis) -> bool:
    return analysis.zone is not None and analysis.zone.exists is False


def _spec(chart: Any) -> dict[str, Any] | None:
    """A chart's Vega-Lite spec without the address of its schema, which nothing in the page reads.

    That the specs are valid is tested; checking again on every page would take half its time.
    """
    if chart is None:
        return None
    spec: dict[str, Any] = chart.to_dict(validate=False)
    spec.pop("$schema", None)
    return spec


def _gains(analysis: Analysis, for_party: str | None) -> Section | None:
    table, unused = tables.picks_table(analysis), tables.unused_table(analysis)
    gains = tables.gains_table(analysis)
    if table is None:
        if unused is None or for_party is not None or _is_blocked(analysis):
            return None
        lead = tuple(f"No formula picks a package. {why.rstrip('.')}." for _, why in unused.rows[:1])
        more = (unused,) if len(unused.rows) > 1 else ()
        return Section("gains", "What each party gains", lead=lead if not more else (), tables=more)
    caption = f"Each formula picks one package {looks_at(analysis)}. "
    caption += "A bar is what a party has there above its walk-away; all bars stand on one scale, though points of "
    caption += "different parties cannot be added up."
    if any(pick.zero_is_arbitrary for pick in tables.picks(analysis).values()):
        caption += " Where no walk-away is recorded it starts from 0, which is arbitrary."
    picture = Picture("gains", "Gains", caption, _spec(gains_picture(analysis)), gains, least=560)
    return Section("gains", "What each party gains", pictures=(picture,), tables=(table,),
                   folded=(unused,) if unused else ())  # fmt: skip


def _frontier(analysis: Analysis) -> Section | None:
    frontier = analysis.frontier
    if frontier is None:
        return None
    if not frontier.points:
        if analysis.zone is None or analysis.zone.exists is False:
            return None
        nothing = "There is nothing to compare." if frontier.complete else NOT_FINISHED
        why = frontier.why or nothing
        return Section("frontier", "The frontier", lead=(why[:1].upper() + why[1:].rstrip(".") + ".",))
    shown, talks = len(drawn(analysis)), analysis.talks
    caption = "The packages that none betters for one party without loss to another. "
    if len(frontier.over) == 2:
        if any(talks.position(party).walk_away is not None for party in frontier.over):
            caption += "Walk-aways are dashed; the tinted ground is where they are reached. "
    else:
        caption += "A line is a package; each upright runs from the least to the most its party gets among these, "
        caption += "or from its walk-away, which is the thick tick. Formulas are named. "
    if set(frontier.over) < set(talks.signatories):
        names = say_list([who(talks, party) for party in frontier.over])
        caption += f"Only {names} are compared: no other scores are recorded. "
    if shown < frontier.size:
        caption += f"{shown:,} of {frontier.size:,} are drawn: "
        caption += (
            "those that are listed. "
            if shown == len(frontier.points)
            else "some at even distances in the list, and those that formulas pick. "
        )
    if not frontier.complete and frontier.within is None:
        caption += f"Not finished: {len(frontier.points):,} so far. "
    if frontier.within is not None:
        caption += f"{len(frontier.points):,} stand for all: {within_words(talks, frontier)}. "
    caption += "Point at one to see its package."
    least = 480 if len(frontier.over) == 2 else 560
    table = tables.frontier_table(analysis)
    picture = Picture("frontier", "Frontier", caption, _spec(frontier_picture(analysis)), table, least=least)
    return Section("frontier", "The frontier", pictures=(picture,))


def _headroom(analysis: Analysis) -> Section | None:
    table = tables.headroom_table(analysis)
    if table is None:
        is_open = analysis.headroom is not None and not analysis.headroom.proved
        return Section("headroom", "Headroom", lead=("Not finished: no headroom is known yet.",)) if is_open else None
    caption = "How far one party's walk-away could rise, all else fixed, before no package is left."
    if analysis.headroom is not None and not analysis.headroom.proved:
        caption += f" {tables.AT_LEAST}"
    picture = Picture("headroom", "Headroom", caption, _spec(headroom_picture(analysis)), table, least=480)
    return Section("headroom", "Headroom", pictures=(picture,))


def _gap(analysis: Analysis, for_party: str | None) -> Section | None:
    if analysis.open_options is None:
        return None
    nothing = "nothing recorded" if for_party is None else "nothing released"
    caption = (
        "A mark is what a party wants best. The solid stretch is what it can still sign: some package with that option "
        "meets the links, its red lines and its walk-away. What these exclude is left blank."
    )
    if for_party is not None:
        caption += " Of the other parties only what they released is counted."
    choice = _choice(analysis, for_party)
    if choice is not None:
        caption += " The pale band runs through the options of the draft."
    if drawn_conflicts(analysis):
        caption += (
            " The numbered lines at the right join what cannot hold together: a full dot is a red line, an open one a "
            "walk-away."
        )
    spec = _spec(gap_map(analysis, choice[1] if choice else None, nothing=nothing))
    table = gap_table(analysis, nothing=nothing)
    picture = Picture("gap-map", "Gap map", caption, spec, table, least=WIDTH)  # its labels are wrapped for this
    return Section("gap-map", "Where each party stands", pictures=(picture,))


def _blocks(analysis: Analysis) -> Section | None:
    conflicts, repairs = tables.conflicts_table(analysis), tables.repairs_table(analysis)
    if conflicts is None and repairs is None:
        return None
    found = tuple(table for table in (conflicts, repairs) if table is not None)
    notes: tuple[str, ...] = ()
    if analysis.zone is not None and analysis.zone.no_weights:
        notes = ("No weights on the walk-aways show by themselves that there is no deal; it is proved by a search.",)
    return Section("blocks", "What blocks a deal, and what would open one", tables=found, notes=notes)


def _choice(analysis: Analysis, for_party: str | None) -> tuple[str, Package] | None:
    """The package to draft; a party's page has none that is a mere example, since it would be read as a proposal."""
    choice = chosen(analysis)
    return None if choice is not None and choice[0] == "example" and for_party is not None else choice


def _draft(analysis: Analysis, for_party: str | None) -> Section | None:
    """The chosen package as text, or the one the first repair opens."""
    choice = _choice(analysis, for_party)
    if choice is not None:
        name, package = choice
        pick = (analysis.formulas or {}).get(name)
        lead = f"What the {formula_name(name)} formula picks, as text."
        if name == "example":
            lead = "One package that is compatible with what is recorded, as text: an example, not a proposal."
        notes = (split_words(pick.split, analysis.talks) + ".",) if pick is not None and pick.split is not None else ()
        return _as_text(analysis, package, lead, notes)
    if for_party is None and analysis.repairs is not None and analysis.repairs.sets:
        first = analysis.repairs.sets[0]
        change = repair_words(first, analysis.talks)
        return _as_text(analysis, first.opens, f"No package can be signed now. This one could, with {change}.")
    return None


def _as_text(analysis: Analysis, package: Package, lead: str, notes: tuple[str, ...] = ()) -> Section:
    text = draft(analysis.talks, package)
    if any(wording.open for clause in text.clauses for wording in clause.wordings):
        notes += ("In square brackets: options for which no wording is recorded.",)
    return Section("draft", "Draft text", lead=(lead,), draft=text, notes=notes)


def _rests(analysis: Analysis) -> Section | None:
    table = tables.rests_table(analysis)
    if table is None:
        return None
    return Section("rests", "What the answer rests on", tables=(table,))


def _methods(analysis: Analysis, for_party: str | None) -> Section:
    missing = "Nothing recorded of" if for_party is None else "Nothing released of"
    if for_party is not None and not tables.picks(analysis):
        analysis = replace(analysis, frontier=None, headroom=None)  # their parts are left out too
    found = [tables.zone_table(analysis, missing=missing), tables.methods_table(analysis)]
    if for_party is None:
        found.append(tables.accepted_table(analysis))
    proof = analysis.zone.certificate if analysis.zone is not None else None
    notes = (certificate_words(proof, analysis.talks),) if proof is not None and len(proof.weights) > 1 else ()
    listed = tuple(table for table in found if table is not None)
    return Section("methods", "Methods and proofs", tables=listed, notes=notes)


def _warnings(analysis: Analysis) -> Section | None:
    return Section("warnings", "Warnings", items=joined(analysis.warnings)) if analysis.warnings else None

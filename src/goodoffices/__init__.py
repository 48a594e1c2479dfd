"""Good Offices: the mediator's workbench for indirect talks.

    >>> import goodoffices as go
    >>> talks = go.parse('''
    ... goodoffices: 1
    ... title: A fence
    ... parties: {ann: {name: Ann}, bo: {name: Bo}}
    ... issues: {height: {name: Height, options: {low: Low, middle: Middle, high: High}}}
    ... positions:
    ...   ann: {scores: {height: {low: 0, middle: 6, high: 10}}, walk_away: 5}
    ...   bo: {scores: {height: {low: 10, middle: 4, high: 0}}, walk_away: 3}
    ... ''', "fence.yaml")
    >>> go.zone(talks).example
    {'height': 'middle'}
    >>> go.formula(talks, "nash").gains
    {'ann': Fraction(1, 1), 'bo': Fraction(1, 1)}

This file is the facade: questions as functions, with ``limit=SECONDS`` for the best answer so far, and every noun and
error by its name. Nothing is loaded before it is used, and no inner file imports this one.

Read next: ``talks/talks.py``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from importlib import import_module
from typing import TYPE_CHECKING, Literal

__version__ = "0.1.0"

if TYPE_CHECKING:
    import altair as alt

    from .analysis.answers import (
        Analysis,
        Coalitions,
        Conflicts,
        Frontier,
        Headroom,
        Pick,
        Point,
        Repair,
        Repairs,
        Size,
        SmallestConflict,
        Split,
        Without,
        Zone,
    )
    from .analysis.robustness import Robustness
    from .beliefs.advice import Advice
    from .confidence import view
    from .errors import BadFile, BadQuestion, BadTalks, Flaw, GoodOfficesError, NoMethod
    from .exact.watch import Watch
    from .files import dump, parse, schema
    from .files.forms import load, save
    from .simulate.run import Row
    from .talks import (
        Agreement,
        AllOf,
        AnyOf,
        AtLeast,
        Bonus,
        Choice,
        Condition,
        IfThen,
        Issue,
        IssueScores,
        Link,
        Not,
        Option,
        Package,
        Party,
        Position,
        RedLine,
        Release,
        Requirement,
        Talks,
        accepts,
        agrees,
        holds,
        score,
    )

__all__ = [
    "Advice",
    "Agreement",
    "AllOf",
    "Analysis",
    "AnyOf",
    "AtLeast",
    "BadFile",
    "BadQuestion",
    "BadTalks",
    "Bonus",
    "Choice",
    "Coalitions",
    "Condition",
    "Conflicts",
    "Flaw",
    "Frontier",
    "GoodOfficesError",
    "Headroom",
    "IfThen",
    "Issue",
    "IssueScores",
    "Link",
    "NoMethod",
    "Not",
    "Option",
    "Package",
    "Party",
    "Pick",
    "Point",
    "Position",
    "RedLine",
    "Release",
    "Repair",
    "Repairs",
    "Requirement",
    "Robustness",
    "Row",
    "Size",
    "SmallestConflict",
    "Split",
    "Talks",
    "Without",
    "Zone",
    "accepts",
    "advice",
    "agrees",
    "analyse",
    "conflicts",
    "dump",
    "formula",
    "frontier",
    "headroom",
    "holds",
    "load",
    "page",
    "parse",
    "pictures",
    "rehearsal",
    "repairs",
    "robustness",
    "sample",
    "save",
    "schema",
    "score",
    "simulation",
    "smallest_conflict",
    "view",
    "words",
    "zone",
]

_HOMES = (
    *("talks", "errors", "analysis.answers", "analysis.robustness", "beliefs.advice"),
    *("files.forms", "files", "confidence", "simulate.run"),
)
"""Where the nouns live, the lightest first."""


def __getattr__(name: str) -> object:
    """Load a noun from its home when it is first asked for (PEP 562)."""
    for home in _HOMES if name in __all__ else ():
        if (noun := getattr(import_module(f".{home}", __name__), name, None)) is not None:
            globals()[name] = noun
            return noun
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]


def zone(talks: Talks, *, method: str | None = None, limit: float | None = None) -> Zone:
    """Is there a deal: does it exist, how many packages are in the zone, an example, and what that rests on."""
    from . import analysis

    return analysis.zone(talks, method=method, watch=_watch(limit))


def frontier(
    talks: Talks,
    *,
    over: Literal["zone", "all"] = "zone",
    most: int | None = None,
    method: str | None = None,
    limit: float | None = None,
) -> Frontier:
    """The zone's packages that none betters for one party without loss to another; of more than ``most`` a part."""
    from . import analysis

    return analysis.frontier(talks, over=over, most=most, method=method, watch=_watch(limit))


def formula(
    talks: Talks,
    name: str,
    *,
    over: Literal["zone", "all"] = "zone",
    coalition: Sequence[str] | None = None,
    method: str | None = None,
    limit: float | None = None,
) -> Pick:
    """The package that a formula picks, or why it picks none.

    ``name`` is ``nash``, ``maximin``, ``leximin``, ``kalai_smorodinsky``, ``utilitarian`` or ``adjusted_winner``.
    Raises `BadQuestion` for another.
    """
    from . import analysis

    return analysis.formula(talks, name, over=over, coalition=coalition, method=method, watch=_watch(limit))


def headroom(talks: Talks, *, method: str | None = None, limit: float | None = None) -> Headroom:
    """How far each party's walk-away could rise, all else fixed, before the zone is empty."""
    from . import analysis

    return analysis.headroom(talks, method=method, watch=_watch(limit))


def conflicts(talks: Talks, *, method: str | None = None, limit: float | None = None) -> Conflicts:
    """The minimal sets of requirements that cannot hold together."""
    from . import analysis

    return analysis.conflicts(talks, method=method, watch=_watch(limit))


def smallest_conflict(talks: Talks, *, method: str | None = None, limit: float | None = None) -> SmallestConflict:
    """One conflict of the fewest requirements, found fast; of several the first in file order."""
    from . import analysis

    return analysis.smallest_conflict(talks, method=method, watch=_watch(limit))


def repairs(talks: Talks, *, method: str | None = None, limit: float | None = None) -> Repairs:
    """The minimal sets of requirements whose relaxation opens a zone, and by how much walk-aways would have to fall."""
    from . import analysis

    return analysis.repairs(talks, method=method, watch=_watch(limit))


def robustness(
    talks: Talks,
    *,
    draws: int = 10_000,
    seed: int = 0,
    samples: Mapping[str, Sequence[Position]] | None = None,
    within: Fraction | int | None = None,
    limit: float | None = None,
) -> Robustness:
    """How firmly zone, package and formulas stand over many draws, where numbers are known only as ranges or samples.

    ``samples``: by party positions it may have; ``within``: by how many points every score may be off.
    """
    from . import analysis

    return analysis.robustness(talks, draws=draws, seed=seed, samples=samples, within=within, watch=_watch(limit))


def sample(
    talks: Talks, count: int = 1, *, seed: int = 0, coalition: Sequence[str] | None = None, limit: float | None = None
) -> tuple[Package, ...]:
    """So many packages of the zone by chance, all packages alike, however many there are.

    Raises `NoMethod` where the zone can neither be counted nor hit often enough.
    """
    from . import analysis

    return analysis.sample(talks, count, seed=seed, coalition=coalition, watch=_watch(limit))


def advice(
    talks: Talks, *, seed: int = 0, before: Package | None = None, coalition: Sequence[str] | None = None
) -> Advice:
    """What to ask next, and of whom, or which draft to table next; ``before``: the draft tabled last.

    ``coalition``: signatories for whom alone it is, where not all have to sign. The same talks and seed give the same
    advice.
    """
    from .beliefs.advice import advice

    before_it = None if before is None else tuple(before.items())
    return advice(talks, seed=seed, before=before_it, coalition=coalition)


def simulation(
    *talks: Talks | str,
    procedures: Sequence[str] = (),
    behaviours: Sequence[str] = (),
    draws: int = 20,
    seeds: int = 1,
    seed: int = 0,
    given: Collection[str] = (),
    cores: int = 1,
    limit: float | None = None,
) -> list[Row]:
    """Run procedures on talks, given or drawn by a spec such as ``parties=2,issues=10``, and return one row a run.

    ``procedures`` and ``behaviours``: by specs such as ``one-text:rounds=50`` and ``mistaken:1/20@all``; all, where
    there are none. ``draws``: how many talks of each spec. ``cores``: with more than one, guard the script by
    ``if __name__ == "__main__"``. ``limit``: seconds for each measure of a run. Raises `BadQuestion` for specs that are
    none, and for talks without scores.
    """
    from .engines.cores import on_cores
    from .simulate.cases import drawing
    from .simulate.cases import given as as_given
    from .simulate.plan import plan

    sources = [drawing(one) if isinstance(one, str) else as_given(one) for one in talks]
    found = plan(
        sources, procedures=procedures, behaviours=behaviours, draws=draws, seeds=seeds, first=seed, given=given,
        limit=limit, version=__version__,
    )  # fmt: skip
    rows = (row for _, some in on_cores(found.batches(), cores) for row in some)
    return sorted(rows, key=lambda row: row.number)


def rehearsal(
    talks: Talks, procedure: str, *, behaviour: str = "truthful", seed: int = 0, given: Collection[str] = ()
) -> dict[str, list[str]]:
    """Try a procedure once on talks with scores, and return what each signatory sees of it, in words, by its id.

    The run is the one that `simulation` sums up in a row. Raises `BadQuestion` as that does.
    """
    from .report.run_words import seen_lines
    from .simulate.behaviours import behaviour as how
    from .simulate.cases import given as as_given
    from .simulate.proceedings import proceeding
    from .simulate.run import rehearsed, stage

    played = rehearsed(stage(as_given(talks), frozenset(given)), proceeding(procedure), how(behaviour), seed)
    return {party: seen_lines(talks, played, place) for place, party in enumerate(talks.signatories)}


def analyse(
    talks: Talks,
    *,
    only: Collection[str] | None = None,
    over: Literal["zone", "all"] = "zone",
    coalition: Sequence[str] | None = None,
    most: int | None = 1000,
    method: str | None = None,
    limit: float | None = None,
) -> Analysis:
    """Every question at once, or those named in ``only``.

    Of a frontier of more than ``most`` points a part is listed that stands for all of it (None: all are listed).
    """
    from . import analysis

    return analysis.analyse(
        talks, only=only, over=over, coalition=coalition, most=most, method=method, watch=_watch(limit)
    )


def page(analysis: Analysis, *, for_party: str | None = None) -> str:
    """The report of an analysis: one HTML page that needs no network.

    The page for one party is that of what it may see: ``page(analyse(view(talks, "arda")), for_party="arda")``.
    """
    from .report.page import page

    return page(analysis, for_party=for_party)


def words(analysis: Analysis) -> str:
    """The answer in a few sentences, as the report begins: what there is, why, and what to do next."""
    from .report.answer_words import answer_lines

    return "\n".join(answer_lines(analysis))


def pictures(analysis: Analysis) -> dict[str, alt.LayerChart]:
    """The report's charts for a notebook: those of ``gap_map``, ``frontier``, ``gains``, ``headroom`` that apply."""
    from .report.pictures import pictures

    return pictures(analysis)


def _watch(limit: float | None) -> Watch:
    """A watch that runs out after ``limit`` seconds; one that never does, for None.

    Raises `BadQuestion` for a limit that leaves no time.
    """
    from .engines.clock import Deadline

    if limit is not None and not limit > 0:  # which nan is not either
        from .errors import BadQuestion

        raise BadQuestion(f"limit={limit} is no time limit: give seconds above 0, such as 60, or None for no limit")
    return Deadline(limit)

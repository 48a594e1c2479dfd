"""``goodoffices simulate``: procedures tried on drawn or given talks, with parties that answer in one way or another.

Everything is looked at before the first run: the talks, the specs, what is to be written. Rows go to their file as they
are made, so that Ctrl-C, or a machine that fails, costs no finished run.

Read next: ``engines/cores.py``, where the runs are made; ``engines/cluster.py``, where else.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import NoCluster
from .analyse import Seconds, end_where_stopped, refuse
from .program import plain, program, tell
from .source import read
from .watch import OnScreen

if TYPE_CHECKING:
    import altair as alt

    from ..engines.cluster import Cluster, Runs
    from ..files.rows_file import RowsFile
    from ..simulate.plan import Plan
    from ..simulate.run import Row
    from ..simulate.summary import Entry

DRAWN = "parties=2,issues=10,options=5"
"""What is drawn where neither files nor drawings are named."""
LIMIT = 60.0
"""Seconds for each measure of a run, where nobody says."""
CHARTS = (".html", ".svg", ".json")
GO_ON = "The rows of finished runs are in {}. To go on, give the same command with --resume."
PEM = click.Path(exists=True, dir_okay=False, path_type=Path)


@dataclass(frozen=True)
class Asked:
    """What the person asked for."""

    files: tuple[str, ...]
    draw: tuple[str, ...]
    talks: int
    procedure: tuple[str, ...]
    behaviour: tuple[str, ...]
    seeds: int
    seed: int
    given: tuple[str, ...]
    cores: int | None
    dask: str | None
    send_talks: bool
    tls_ca: Path | None
    tls_cert: Path | None
    tls_key: Path | None
    limit: float
    out: Path | None
    resume: bool
    force: bool
    chart: Path | None
    as_json: bool


@program.command()
@click.argument("files", nargs=-1, type=click.Path(), metavar="[FILE]...")
@click.option(
    "--draw", multiple=True, metavar="SPEC", help=f"Draw talks such as {DRAWN},bonuses=12,zone=none; may be repeated."
)
@click.option(
    "--talks", type=click.IntRange(1, 10**6), default=20, show_default=True, metavar="N", help="Talks of each drawing."
)
@click.option(
    "--procedure",
    multiple=True,
    metavar="SPEC",
    help="A procedure such as one-text:rounds=50; may be repeated. All that suit, otherwise.",
)
@click.option(
    "--behaviour",
    multiple=True,
    metavar="SPEC",
    help="How parties answer, such as mistaken:1/20@all or exaggerating:1/10@1; may be repeated. All, otherwise.",
)
@click.option(
    "--seeds", type=click.IntRange(1, 10**6), default=1, show_default=True, metavar="N", help="Runs of each of these."
)
@click.option(
    "--seed", type=click.IntRange(0, 2**63), default=0, metavar="N", help="The first seed, of talks and of runs."
)
@click.option(
    "--given",
    multiple=True,
    type=click.Choice(["orders", "walk-aways"]),
    help="Tell this of every party to procedures that can use it.",
)
@click.option("--cores", type=click.IntRange(1, 1024), metavar="N", help="Processes to run in; all cores, otherwise.")
@click.option(
    "--dask",
    metavar="ADDRESS",
    help="Run on a Dask cluster: its tcp:// or tls:// address, or local for one of --cores processes.",
)
@click.option("--send-talks", is_flag=True, help="Let talks of files go to the cluster; by TLS alone.")
@click.option("--tls-ca", type=PEM, help="Who signed the certificates of a tls:// cluster.")
@click.option("--tls-cert", type=PEM, help="The certificate to show to it.")
@click.option("--tls-key", type=PEM, help="The key of that certificate.")
@click.option(
    "--limit",
    type=Seconds(),
    default=LIMIT,
    show_default=True,
    metavar="SECONDS",
    help="For each measure of a run; what is not proved by then is left empty.",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="One row a run, to .csv or .parquet.")
@click.option("--resume", is_flag=True, help="Go on with the rows that stand in --out already.")
@click.option("--force", is_flag=True, help="Write over what is there already.")
@click.option(
    "--chart", type=click.Path(dir_okay=False, path_type=Path), help="The summary as a picture: .html, .svg or .json."
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def simulate(**asked: object) -> None:
    """Try procedures on many talks, and sum up what they come to.

    FILE is a talks file (.yaml, .json), a scoring sheet (.csv, .xlsx) or a GENIUS folder, in which every signatory has
    scores to answer by. Without one, talks are drawn.
    """
    wish = Asked(**asked)  # type: ignore[arg-type]  # click made the types
    _check_what_is_written(wish)
    cluster = _cluster(wish)
    plan = _plan(wish)
    begun = time.perf_counter()
    with OnScreen(None) as watch:
        rows = _run(plan, wish, watch, cluster)
    seconds = time.perf_counter() - begun

    from ..simulate.summary import summary

    entries = summary(rows)
    if wish.chart is not None:
        _draw(wish.chart, entries, plan)
    if wish.as_json:
        from ..report.simulation_json import as_json

        click.echo(json.dumps(as_json(plan, entries, seconds), indent=2, ensure_ascii=False))
    else:
        click.echo(plain(_in_terminal(entries, len(plan), private=plan.private)))
    if watch.stopped and wish.out is not None:
        tell(GO_ON.format(wish.out))
    end_where_stopped(watch)


def _check_what_is_written(asked: Asked) -> None:
    """Say what cannot be written before a long computation, not after it."""
    if asked.resume and asked.out is None:
        raise click.ClickException("--resume goes on with the rows in a file: name it with --out.")
    if asked.out is not None and asked.out == asked.chart:
        raise click.ClickException("--out and --chart name the same file.")
    for path in (asked.out, asked.chart):
        if path is not None and not path.parent.is_dir():
            raise click.ClickException(f"{path.parent}: there is no such folder. Make it first, or name another.")
    if asked.out is not None:
        from ..files.rows_file import check_ending

        check_ending(asked.out)
    if asked.chart is None:
        return
    if asked.chart.suffix.lower() not in CHARTS:
        raise click.ClickException(f"{asked.chart}: a chart is written to a name that ends in {', '.join(CHARTS)}.")
    if asked.chart.suffix.lower() == ".svg":
        _svg_of()
    if asked.chart.suffix.lower() == ".html":
        refuse(asked.chart, asked.force)
    elif asked.chart.exists() and not asked.force:
        raise click.ClickException(f"{asked.chart} is there already. Name another file, or write over it with --force.")


def _plan(asked: Asked) -> Plan:
    from .. import __version__
    from ..simulate.cases import drawing, given
    from ..simulate.plan import plan

    specs = asked.draw or (() if asked.files else (DRAWN,))
    cases = [given(read(file, None, "file")) for file in asked.files]
    salt = _salt(asked) if cases else ""
    return plan(
        [*cases, *map(drawing, specs)],
        procedures=asked.procedure,
        behaviours=asked.behaviour,
        draws=asked.talks,
        seeds=asked.seeds,
        first=asked.seed,
        given=asked.given,
        limit=asked.limit,
        version=__version__,
        salt=salt,
    )


def _salt(asked: Asked) -> str:
    """The salt of the rows that are to be gone on with; else a new one, drawn by the machine."""
    from ..files.rows_file import kept_salt

    kept = kept_salt(asked.out) if asked.resume and asked.out is not None else ""
    return kept or secrets.token_hex(8)


def _cluster(asked: Asked) -> Cluster | None:
    """The cluster that was asked for; what cannot be is refused before anything is read or connected."""
    files = (asked.tls_ca, asked.tls_cert, asked.tls_key)
    if asked.dask is None:
        if asked.send_talks or any(files):
            raise click.ClickException("--send-talks, --tls-ca, --tls-cert and --tls-key go with --dask ADDRESS.")
        return None
    from ..engines.clock import cores
    from ..engines.cluster import LOCAL, Cluster, check
    from ..engines.cluster_way import Tls

    if any(files) and not all(files):
        raise click.ClickException("--tls-ca, --tls-cert and --tls-key go together.")
    if asked.cores is not None and asked.dask != LOCAL:
        raise click.ClickException("--cores is for this machine: a cluster has the workers that were started for it.")
    tls = Tls(*map(str, files)) if all(files) else None
    found = Cluster(asked.dask, asked.cores or cores(), asked.send_talks, tls)
    check(found, private=bool(asked.files))
    return found


def _run(plan: Plan, asked: Asked, watch: OnScreen, cluster: Cluster | None = None) -> Collection[Row]:
    """Every run that is not done yet, into memory and the file; with Ctrl-C those that were finished by then."""
    rows: dict[int, Row] = {}
    with ExitStack() as stack:
        file: RowsFile | None = None
        if asked.out is not None:
            from ..files.rows_file import RowsFile

            file = RowsFile(asked.out, plan.fingerprint, resume=asked.resume, force=asked.force)
            rows |= file.rows
        runs = _runs(asked, watch, cluster, stack)  # a cluster that is not there leaves the file as it was
        if file is not None:
            stack.enter_context(file)
        begun = len(rows)
        made = runs(plan.batches(done=rows.keys()), stopped=lambda: watch.stopped)
        stack.callback(made.close)
        try:
            for _, found in made:
                rows |= {row.number: row for row in found}
                if file is not None:
                    file.add(found)
                watch.step((len(rows) - begun) / max(1, len(plan) - begun), f"{len(rows):,} of {len(plan):,} runs")
        except NoCluster:
            if asked.out is not None:
                tell(GO_ON.format(asked.out))
            raise
    return rows.values()


def _runs(asked: Asked, watch: OnScreen, cluster: Cluster | None, stack: ExitStack) -> Runs:
    """What makes the runs: this machine's cores, or a cluster."""
    if cluster is None:
        from ..engines.cores import on_cores

        here = asked.cores or watch.cores
        return lambda batches, *, stopped: on_cores(batches, here, stopped=stopped)
    from ..engines.cluster import connected

    return stack.enter_context(connected(cluster, private=bool(asked.files)))


def _draw(path: Path, entries: Sequence[Entry], plan: Plan) -> None:
    """The chart in the form that the name asks for."""
    from ..files import atomic
    from ..report.simulation_page import simulation_page
    from ..report.simulation_picture import simulation_picture

    chart = simulation_picture(entries)
    if path.suffix.lower() == ".html":
        atomic.write(path, simulation_page(entries, len(plan), private=plan.private))
    elif chart is None:
        tell("There is nothing to draw: no share of the best product is known.")
        return
    elif path.suffix.lower() == ".json":
        atomic.write(path, json.dumps(_spec(chart, plan), indent=1, sort_keys=True) + "\n")
    else:
        atomic.write(path, _svg_of()(_spec(chart, plan)))
    tell(f"The chart is in {path}.")


def _spec(chart: alt.LayerChart, plan: Plan) -> dict[str, Any]:
    """The chart as a spec, with for whose eyes it is where talks were given."""
    from ..report.words import FOR_THE_MEDIATOR

    said: dict[str, Any] = chart.properties(title=FOR_THE_MEDIATOR).to_dict() if plan.private else chart.to_dict()
    return said


def _svg_of() -> Callable[[dict[str, Any]], str]:
    """What draws a chart's spec as SVG."""
    try:
        from vl_convert import vegalite_to_svg
    except ImportError:
        raise click.ClickException(
            "A still picture needs vl-convert: pip install 'goodoffices[pictures]', or write the chart to a .html."
        ) from None
    to_svg: Callable[[dict[str, Any]], str] = vegalite_to_svg
    return to_svg


def _in_terminal(entries: Sequence[Entry], asked: int, *, private: bool) -> str:
    """The summary as text: its sentences, its tables, and for whose eyes it is where talks were ``private``."""
    from rich.console import RenderableType
    from rich.text import Text

    from ..report.simulation_words import simulation_lines, simulation_tables
    from ..report.words import FOR_THE_MEDIATOR
    from .columns import drawn, title
    from .terminal import _console

    console = _console()
    parts: list[RenderableType] = [title("Procedures compared"), Text("\n".join(simulation_lines(entries, asked)))]
    parts += [drawn(table, console.width) for table in simulation_tables(entries)]
    if private:
        parts.append(Text(FOR_THE_MEDIATOR, style="dim"))
    with console.capture() as captured:
        for part in parts:
            console.print(part)
            console.print()
    return "\n".join(line.rstrip() for line in captured.get().rstrip().splitlines())

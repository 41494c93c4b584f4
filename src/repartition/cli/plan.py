"""Commands about plans: make one, and verify one.

What a command needs is imported when it runs: loading the solver takes longer than a help page.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click
from rich.console import RenderableType

from repartition.cli.options import (
    command,
    json_option,
    run_argument,
    run_folder,
    scenario_argument,
    set_option,
    time_limit_option,
)
from repartition.cli.reader import Reader
from repartition.domain.plan import Policy
from repartition.errors import UnfinishedError, VerificationError
from repartition.language import _

if TYPE_CHECKING:
    from repartition.pipeline import Run
    from repartition.report.earlier import EarlierRun


def solve_command() -> click.Command:
    """Return the command ``solve``."""
    return command(
        "solve",
        solve,
        summary=_("Make a plan, beside usual practice."),
        help_text=_(
            "Makes the plan: who could be proposed which dwelling. Writes a run folder and shows "
            "its summary, beside usual practice."
        ),
        parameters=[
            scenario_argument(),
            click.Option(
                ["-o", "--output"],
                metavar="RUN",
                type=click.Path(file_okay=False, path_type=Path),
                help=_(
                    "The folder to write; runs/NAME beside the scenario where not given. An older "
                    "run is replaced, any other folder is refused."
                ),
            ),
            time_limit_option(),
            click.Option(
                ["--policy"],
                type=click.Choice(get_args(Policy)),
                default="optimal",
                show_default=True,
                help=_(
                    "optimal: every dwelling at once; sequential: usual practice, one dwelling "
                    "after the other."
                ),
            ),
            set_option(),
            click.Option(
                ["--against"],
                metavar="RUN",
                type=run_folder(),
                help=_("Show what changes against this earlier run."),
            ),
        ],
        epilog=_(
            "Exit status: 0 done; 2 bad input; 3 proven that no plan meets every hard rule; 4 "
            "stopped before the proof was finished."
        ),
    )


@click.pass_obj
def solve(
    reader: Reader,
    scenario: Path,
    *,
    output: Path | None,
    time_limit: float | None,
    policy: Policy,
    overrides: tuple[str, ...],
    against: Path | None,
) -> int | None:
    """Make the plan, write its folder, show its summary."""
    from repartition import pipeline
    from repartition.cli.progress import progress_on
    from repartition.report.earlier import EarlierRun

    # Read first: the earlier run may be the very one that this run replaces.
    earlier = None if against is None else EarlierRun.read(against)
    with progress_on(reader) as progress:
        run = pipeline.solve(
            scenario,
            output=output,
            policy=policy,
            overrides=overrides,
            # What went by before this counts too.
            time_limit=None if time_limit is None else max(0.0, time_limit - reader.seconds()),
            progress=progress,
        )
    try:
        if not reader.quiet:
            reader.show(*_shown(run, earlier, verbose=reader.verbose))
    except KeyboardInterrupt:
        reader.complain(_("Stopped on request: the run is written in {folder}.", folder=run.folder))
        return UnfinishedError.exit_status
    if run.finished:
        return None
    reader.complain(_how_it_stopped(run))
    return UnfinishedError.exit_status


def _shown(run: "Run", earlier: "EarlierRun | None", *, verbose: bool) -> Iterator[RenderableType]:
    from repartition.report.summary import summary

    yield from summary(run, verbose=verbose)
    if earlier is not None:
        yield from earlier.against(run, verbose=verbose)
    yield _("Run written in {folder}.", folder=run.folder)


def _how_it_stopped(run: "Run") -> str:
    if run.outcome.policy == "optimal" and not run.outcome.proven:
        return _("Stopped before the proof was finished: this is the best plan found so far.")
    return _("Stopped on request: the plan had been found by then, and is written.")


def verify_command() -> click.Command:
    """Return the command ``verify``."""
    return command(
        "verify",
        verify,
        summary=_("Recompute a plan from its files, without the solver."),
        help_text=_(
            "Reads a run again with its inputs and recomputes, without the solver, every "
            "attribution, charge, quota and objective value. Exit status 5 where anything differs."
        ),
        parameters=[run_argument(), json_option()],
    )


@click.pass_obj
def verify(reader: Reader, folder: Path, *, as_json: bool) -> int | None:
    """Show what was recomputed, and every difference."""
    from repartition import audit
    from repartition.report.findings import verification, verification_as_json

    found = audit.verify(folder)
    if as_json:
        reader.answer(verification_as_json(found))
    elif found.ok:
        reader.show(*verification(found))
    else:
        reader.complain(*verification(found))
    return None if found.ok else VerificationError.exit_status

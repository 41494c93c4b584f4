"""Commands about plans: make one, and verify one.

What a command needs is imported when it runs: loading the solver takes longer than a help page.
"""

from pathlib import Path
from typing import get_args

import click

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
    from repartition.audit import recount
    from repartition.cli.progress import progress_on
    from repartition.report.difference import Attributions, Origin, difference, origin_caution
    from repartition.report.summary import summary
    from repartition.report.worth import Worth, worth

    # Read first: the earlier run may be the very one that this run replaces.
    earlier = (
        None
        if against is None
        else (Attributions.of_run(against), Worth.of_run(against), Origin.of_run(against))
    )
    with progress_on(reader) as progress:
        run = pipeline.solve(
            scenario,
            output=output,
            policy=policy,
            overrides=overrides,
            time_limit=time_limit,
            progress=progress,
        )
    reader.show(*summary(run, verbose=reader.verbose))
    if earlier is not None:
        attributions, value, origin = earlier
        reader.show(*origin_caution(origin, Origin.of_run(run.folder)))
        outcome = run.outcome
        now = Attributions.of_plan(outcome.instance, outcome.plan)
        reader.show(*difference(attributions, now, earlier=str(against), verbose=reader.verbose))
        found = recount(outcome.instance, outcome.charging, outcome.plan)
        reader.show(*worth(value, Worth.of_recount(found)))
    reader.show(_("Run written in {folder}.", folder=run.folder))
    if run.finished:
        return None
    reader.complain(_("Stopped before the proof was finished: this is the best plan found so far."))
    return UnfinishedError.exit_status


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

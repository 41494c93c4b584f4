"""The main job on one page: from the files to a plan, judged, written and ready to be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from repartition.audit import Outcome, RunRecord, check_target, write_run
from repartition.clock import Clock
from repartition.domain.plan import Plan, Policy, TierResult
from repartition.eligibility.cautions import inadmissible_cautions
from repartition.errors import Fault
from repartition.ingest import hash_inputs, read_scenario
from repartition.pipeline.allowance import Allowance
from repartition.pipeline.judging import judge_plan
from repartition.pipeline.planning import make_plan, order_cost, usual_practice_cautions
from repartition.pipeline.preparation import Prepared, prepare
from repartition.usual_practice import attribute_in_turn

if TYPE_CHECKING:
    from repartition.optimisation import Watcher

RUNS_FOLDER: Final = "runs"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Run:
    """What ``solve`` made: the plan, usual practice beside it, and the folder that holds it.

    Attributes
    ----------
    scenario_path
        The file it was asked for.
    order_cost
        Attributions that the order of the objectives gives up, where it puts something above
        access; None where it does not, or where there was no time to tell.
    seconds
        Time spent, by phase.
    cautions_on_proposals
        How many of ``cautions``, the first ones, are on households of the plan: always shown.
    is_certified
        Whether the prices beside the plan prove every tier, recomputed without the solver; None
        where that was left out.
    was_stopped
        Whether Ctrl-C was pressed once there was a plan.
    shows_everything
        Whether there is time for a summary of everything.
    """

    scenario_path: Path
    folder: Path
    outcome: Outcome
    usual: Plan
    tiers: tuple[TierResult, ...]
    cautions: tuple[Fault, ...]
    order_cost: int | None
    seconds: Mapping[str, float]
    cautions_on_proposals: int = 0
    is_certified: bool | None = False
    was_stopped: bool = False
    shows_everything: bool = True

    @property
    def finished(self) -> bool:
        """Whether the run did all it was asked: every tier proven, or usual practice followed."""
        return not self.was_stopped and (self.outcome.policy == "sequential" or self.outcome.proven)


def solve(
    scenario_path: Path,
    *,
    output: Path | None = None,
    policy: Policy = "optimal",
    overrides: Sequence[str] = (),
    time_limit: float | None = None,
    progress: "Watcher | None" = None,
) -> Run:
    """Make a plan, judge it without the solver, write its run folder and return it.

    Ctrl-C, or the end of the time, leaves the best plan there is then, judged and written; before
    there is any, nothing. Once the plan is found a first Ctrl-C only leaves out what can be, a
    second one leaves nothing.

    Parameters
    ----------
    output
        Folder to write; ``runs/NAME`` beside the scenario where missing.
    time_limit
        Seconds for all of it, reading included, and for showing its summary.

    Raises
    ------
    InputError, UsageError
        If the input cannot be used, or the folder not written to; nothing is written.
    InfeasibleError
        If no plan meets every hard rule: proven; nothing is written.
    UnfinishedError
        If time ran out before there was any plan; nothing is written.
    """
    allowance = Allowance(Clock(time_limit))
    with allowance.before_any_plan():
        with allowance.phase("read"):
            scenario_file = read_scenario(scenario_path, overrides)
            target = output or scenario_path.parent / RUNS_FOLDER / scenario_file.scenario.name
            check_target(target, scenario_file.files)
            inputs = hash_inputs(scenario_file)
        ready = prepare(scenario_file, allowance)
        with allowance.phase("usual practice"):
            usual = attribute_in_turn(
                ready.instance, ready.charging, ready.pairs, check=allowance.clock.check
            )
    with allowance.phase("optimise"):
        made = make_plan(ready, usual, policy, allowance, progress)
    outcome = _outcome(ready, made.plan, policy, made.tiers)
    if policy == "optimal" and not outcome.proven and allowance.to_search() != 0:
        allowance.stop()  # with time left to search, it was Ctrl-C that ended it
    with allowance.phase("order"):
        cost = order_cost(ready, outcome, allowance)
    with allowance.finishing():
        with allowance.phase("audit"):
            is_certified = judge_plan(outcome, made.tiers, made.certificate, allowance)
        with allowance.phase("write"):
            record = RunRecord(
                scenario_file=scenario_file,
                overrides=tuple(overrides),
                inputs=inputs,
                outcome=outcome,
                tiers=made.tiers,
                certificate=made.certificate,
                is_certified=is_certified,
                seconds=allowance.seconds,
            )
            folder = write_run(target, record)
    proposed = inadmissible_cautions(ready.instance, made.plan.household)
    others = [caution for caution in ready.cautions if caution not in proposed]
    return Run(
        scenario_path=scenario_path,
        folder=folder,
        outcome=outcome,
        usual=usual,
        tiers=made.tiers,
        cautions=(*proposed, *others, *usual_practice_cautions(ready.instance, usual)),
        order_cost=cost,
        seconds=allowance.seconds,
        cautions_on_proposals=len(proposed),
        is_certified=is_certified,
        was_stopped=allowance.stopped,
        shows_everything=allowance.allows_everything_shown(),
    )


def _outcome(ready: Prepared, plan: Plan, policy: Policy, tiers: Sequence[TierResult]) -> Outcome:
    proven = policy == "optimal" and all(tier.proven for tier in tiers)
    return Outcome(ready.instance, ready.charging, ready.pairs, plan, policy, proven=proven)

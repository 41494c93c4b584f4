"""The main job on one page: from the files to a plan, judged, written and ready to be shown."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from repartition.audit import (
    Outcome,
    RunRecord,
    audit_plan,
    audit_results,
    check_target,
    recount,
    write_run,
)
from repartition.audit.access import nowhere_cautions, without_any_pair
from repartition.audit.outcome import Standing
from repartition.audit.proof import judge
from repartition.domain.certificate import Certificate
from repartition.domain.instance import Instance
from repartition.domain.plan import Plan, Policy, TierResult
from repartition.domain.tiers import tiers_of
from repartition.eligibility.cautions import fixed_pair_cautions, inadmissible_cautions
from repartition.eligibility.charging import Charging, resolve_charging
from repartition.eligibility.pairs import Pairs, find_pairs
from repartition.errors import Fault, InfeasibleError
from repartition.ingest import ScenarioFile, hash_inputs, read_instance, read_scenario
from repartition.ingest.cautions import tiers_above_access
from repartition.language import _
from repartition.optimisation import Watcher, conflicts_in_words, most_attributions, optimise
from repartition.usual_practice import attribute_in_turn, never_freed

RUNS_FOLDER: Final = "runs"
_RULES: Final = ("quotas", "contingents")

# Measured on 4.8 to 9 million pairs, nine and ten tiers: what a run takes beyond its start.
_BYTES_AT_START: Final = 250_000_000
_BYTES_PER_PAIR: Final = 65
_SECONDS_PER_PAIR_AND_TIER: Final = 6e-7


class RejectedPlanError(Exception):
    """The audit rejects the plan that was just made: a mistake of the program, never the user's."""


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """What every command starts from: the instance, and the pairs that no rule refuses."""

    scenario_file: ScenarioFile
    instance: Instance
    charging: Charging
    pairs: Pairs
    cautions: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """What ``check`` shows: the input is sound; this is what it holds and what solving it takes."""

    instance: Instance
    pairs_count: int
    households_without_dwelling: int
    memory_bytes: int
    expected_seconds: float
    cautions: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """What ``solve`` made: the plan, usual practice beside it, and the folder that holds it.

    Attributes
    ----------
    order_cost
        Attributions that the order of the objectives gives up, where it puts something above
        access; None where it does not, or where there was no time to tell.
    seconds
        Time spent, by phase.
    cautions_on_proposals
        How many of ``cautions``, the first ones, are on households of the plan: always shown.
    is_certified
        Whether the prices beside the plan prove every tier, recomputed without the solver.
    """

    folder: Path
    outcome: Outcome
    usual: Plan
    tiers: tuple[TierResult, ...]
    cautions: tuple[Fault, ...]
    order_cost: int | None
    seconds: Mapping[str, float]
    cautions_on_proposals: int = 0
    is_certified: bool = False

    @property
    def finished(self) -> bool:
        """Whether the run did all it was asked: every tier proven, or usual practice followed."""
        return self.outcome.policy == "sequential" or self.outcome.proven


@dataclass(slots=True)
class _Stopwatch:
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = time.perf_counter() - started


def prepare(scenario_file: ScenarioFile) -> Prepared:
    """Return the instance of a scenario and its eligible pairs.

    Raises
    ------
    InputError
        With every fault of the tables.
    """
    instance = read_instance(scenario_file)
    charging = resolve_charging(instance)
    pairs = find_pairs(instance, charging)
    cautions = (
        *nowhere_cautions(instance, pairs),
        *instance.cautions,
        *fixed_pair_cautions(instance, charging),
    )
    return Prepared(scenario_file, instance, charging, pairs, cautions)


def check(scenario_path: Path, overrides: Sequence[str] = ()) -> Check:
    """Return what a scenario and its tables hold, and what solving them would take.

    Raises
    ------
    InputError
        With every fault of the scenario and of the tables.
    """
    ready = prepare(read_scenario(scenario_path, overrides))
    work = len(ready.pairs) * len(tiers_of(ready.instance))
    return Check(
        instance=ready.instance,
        pairs_count=len(ready.pairs),
        households_without_dwelling=len(without_any_pair(ready.instance, ready.pairs)),
        memory_bytes=_BYTES_AT_START + _BYTES_PER_PAIR * len(ready.pairs),
        expected_seconds=1 + work * _SECONDS_PER_PAIR_AND_TIER,
        cautions=ready.cautions,
    )


def solve(
    scenario_path: Path,
    *,
    output: Path | None = None,
    policy: Policy = "optimal",
    overrides: Sequence[str] = (),
    time_limit: float | None = None,
    progress: Watcher | None = None,
) -> Run:
    """Make a plan, judge it without the solver, write its run folder and return it.

    Parameters
    ----------
    output
        Folder to write; ``runs/NAME`` beside the scenario where missing.
    time_limit
        Seconds for all of it, reading included.

    Raises
    ------
    InputError, UsageError
        If the input cannot be used, or the folder not written to; nothing is written.
    InfeasibleError
        If no plan meets every hard rule: proven; nothing is written.
    UnfinishedError
        If time ran out before there was any plan; nothing is written.
    """
    started = time.monotonic()
    watch = _Stopwatch()
    with watch.phase("read"):
        scenario_file = read_scenario(scenario_path, overrides)
        target = output or scenario_path.parent / RUNS_FOLDER / scenario_file.scenario.name
        check_target(target, scenario_file.files)
        inputs = hash_inputs(scenario_file)
        ready = prepare(scenario_file)
    with watch.phase("usual practice"):
        usual = attribute_in_turn(ready.instance, ready.charging, ready.pairs)
    with watch.phase("optimise"):
        left = _seconds_left(time_limit, time.monotonic() - started)
        try:
            plan, tiers, certificate = _plan(ready, usual, policy, left, progress)
        except InfeasibleError as error:
            still = None if time_limit is None else time_limit - (time.monotonic() - started)
            raise _with_causes(ready, error, policy, still) from None
    outcome = Outcome(
        ready.instance,
        ready.charging,
        ready.pairs,
        plan,
        policy,
        proven=policy == "optimal" and all(tier.proven for tier in tiers),
    )
    with watch.phase("order"):
        if left is not None:
            left = max(0.0, left - watch.seconds["optimise"])
        order_cost = _order_cost(ready, outcome, left)
    with watch.phase("audit"):
        is_certified = _judge(outcome, tiers, certificate)
        folder = write_run(
            target,
            RunRecord(
                scenario_file=scenario_file,
                overrides=tuple(overrides),
                inputs=inputs,
                outcome=outcome,
                tiers=tiers,
                certificate=certificate,
                is_certified=is_certified,
                seconds=watch.seconds,
            ),
        )
    proposed = inadmissible_cautions(ready.instance, plan.household)
    others = [caution for caution in ready.cautions if caution not in proposed]
    cautions = (*proposed, *others, *_usual_practice_cautions(ready.instance, usual))
    return Run(
        folder,
        outcome,
        usual,
        tiers,
        cautions,
        order_cost,
        watch.seconds,
        len(proposed),
        is_certified,
    )


def _seconds_left(time_limit: float | None, spent: float) -> float | None:
    """Return what is left to search.

    Starting, the last step of the search, judging and writing take about three times as long as
    reading the input and following usual practice did.
    """
    return None if time_limit is None else max(0.0, time_limit - 4 * spent)


def _plan(
    ready: Prepared,
    usual: Plan,
    policy: Policy,
    seconds: float | None,
    progress: Watcher | None,
) -> tuple[Plan, tuple[TierResult, ...], Certificate | None]:
    if policy == "sequential":
        _stop_if_stranded(ready.instance, usual)
        found = recount(ready.instance, ready.charging, usual)
        tiers = [TierResult(tier.id, value, None, proven=False) for tier, value in found.tiers]
        return usual, tuple(tiers), None
    solution = optimise(
        ready.instance,
        ready.charging,
        ready.pairs,
        time_limit=seconds,
        progress=progress,
        fallback=usual,
    )
    return solution.plan, solution.tiers, solution.certificate


def _with_causes(
    ready: Prepared, error: InfeasibleError, policy: Policy, seconds: float | None
) -> InfeasibleError:
    """Return the error with what explains it: rules in conflict, and what the input warns of."""
    conflicts: tuple[str, ...] = ()
    if policy == "optimal":
        # Who stops here still gets what is known already.
        with suppress(KeyboardInterrupt):
            conflicts = conflicts_in_words(ready.instance, time_limit=seconds)
    # Those about quotas and transfers first: they are the likeliest to tell the cause.
    cautions = sorted(ready.cautions, key=lambda fault: not fault.column.startswith(_RULES))
    return error.with_causes(conflicts, cautions)


def _usual_practice_cautions(instance: Instance, usual: Plan) -> Iterator[Fault]:
    for vacancy, household in never_freed(instance, usual):
        yield Fault(
            _(
                "usual practice follows the decision that gives {vacancy}, but finds no dwelling"
                " for {household}, who lives there",
                vacancy=vacancy,
                household=household,
            ),
            _("read its figures with that attribution in mind"),
        )


def _stop_if_stranded(instance: Instance, usual: Plan) -> None:
    """Stop where a decision gives away the home of somebody whom usual practice houses nowhere.

    Raises
    ------
    InfeasibleError
        Usual practice follows the decisions, and has no way to make room for them.
    """
    sentences = [
        _(
            "dwelling {vacancy} is given by a decision, but usual practice finds no other"
            " dwelling for {household}, whose move would free it: review the decision, or look"
            " for the optimal plan",
            vacancy=vacancy,
            household=household,
        )
        for vacancy, household in never_freed(instance, usual)
    ]
    if sentences:
        raise InfeasibleError("\n".join(sentences))


def _order_cost(ready: Prepared, outcome: Outcome, seconds: float | None) -> int | None:
    """Return the homes left empty for the sake of what stands above access, if anything does.

    None also where ``seconds`` are not enough to tell.
    """
    if outcome.standing is not Standing.PROVEN or not any(tiers_above_access(ready.instance)):
        return None
    if seconds == 0:
        return None
    most = most_attributions(ready.instance, ready.charging, ready.pairs, time_limit=seconds)
    return None if most is None else most - len(outcome.plan)


def _judge(
    outcome: Outcome, tiers: tuple[TierResult, ...], certificate: Certificate | None
) -> bool:
    """Judge a plan before anyone sees it; return whether prices prove that none is better.

    Raises
    ------
    RejectedPlanError
        If it does not hold what is claimed of it.
    """
    found = recount(outcome.instance, outcome.charging, outcome.plan)
    faults = [
        *audit_plan(outcome.instance, outcome.charging, outcome.plan, policy=outcome.policy),
        *audit_results(found, tiers, policy=outcome.policy),
    ]
    if faults:
        raise RejectedPlanError("\n".join(str(fault) for fault in faults))
    if certificate is None or outcome.standing is not Standing.PROVEN:
        return False
    return judge(outcome, found.tiers, certificate).proves(len(found.tiers))

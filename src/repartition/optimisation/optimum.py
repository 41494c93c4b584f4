"""The optimal plan of an instance: the package's one entry."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from repartition.domain.certificate import Certificate
from repartition.domain.instance import Instance
from repartition.domain.plan import Plan, TierResult
from repartition.domain.tiers import Tier, tiers_of
from repartition.eligibility.charging import Charging
from repartition.eligibility.pairs import Pairs
from repartition.errors import UnfinishedError
from repartition.language import _
from repartition.optimisation.bound import highest_sum
from repartition.optimisation.certify import certificate_of
from repartition.optimisation.choices import smallest_slacks, total
from repartition.optimisation.clock import Clock, OutOfTime
from repartition.optimisation.diagnosis import explain_infeasibility
from repartition.optimisation.program import Objective, Program, build_program
from repartition.optimisation.progress import Watcher
from repartition.optimisation.search import Search
from repartition.optimisation.second_opinion import finds_hard_shortfall

ATTRIBUTIONS: Final = "attributions"
NEARNESS: Final = Tier("nearness", maximise=True, measure=ATTRIBUTIONS)


@dataclass(frozen=True, slots=True)
class Solution:
    """A plan, what is known of each tier, in order, and the prices that prove it."""

    plan: Plan
    tiers: tuple[TierResult, ...]
    certificate: Certificate

    @property
    def finished(self) -> bool:
        """Whether every tier is proven."""
        return all(tier.proven for tier in self.tiers)


def optimise(
    instance: Instance,
    charging: Charging,
    pairs: Pairs,
    *,
    time_limit: float | None = None,
    progress: Watcher | None = None,
    fallback: Plan | None = None,
    near: Plan | None = None,
) -> Solution:
    """Return a plan that no other beats in the lexicographic order of the tiers.

    Parameters
    ----------
    time_limit
        Seconds. When they run out, the best plan so far is returned, its later tiers unproven.
    progress
        Called as the search enters each tier, and as more is known of it.
    fallback
        A plan to return when time runs out before any other is found; ignored unless it meets
        every hard rule.
    near
        Of the plans that are equal in every tier, the one that has most attributions in common
        with this one is returned.

    Raises
    ------
    InfeasibleError
        If it is proven that no plan meets every hard rule.
    UnfinishedError
        If time runs out before there is any plan; ``fallback`` is one only once the programme is
        built.
    """
    clock = Clock(time_limit)
    try:
        program = build_program(instance, charging, pairs, tiers_of(instance), clock=clock)
        if near is not None:
            program = replace(program, objectives=(*program.objectives, _nearness(program, near)))
        search = Search(program, clock, progress)
        if fallback is not None:
            search.start_from(program.columns_of(fallback))
    except (OutOfTime, KeyboardInterrupt):
        raise _no_plan_yet() from None
    try:
        search.run()
        if search.is_infeasible():
            _ask_again(program, search, clock)
    except (OutOfTime, KeyboardInterrupt):
        return _best_so_far(program, search)
    if search.is_infeasible():
        raise explain_infeasibility(instance, pairs, search, clock=clock)
    return _solution(program, search)


def most_attributions(
    instance: Instance, charging: Charging, pairs: Pairs, *, time_limit: float | None = None
) -> int | None:
    """Return how many attributions a plan can make at most, where one meets every hard rule.

    None where ``time_limit``, in seconds, comes before the answer.
    """
    clock = Clock(time_limit)
    hard = tiers_of(instance)[0]
    everyone = Tier(ATTRIBUTIONS, maximise=True, measure=ATTRIBUTIONS)
    try:
        program = build_program(instance, charging, pairs, (hard, everyone), clock=clock)
        search = Search(program, clock, None)
        search.run()
    except OutOfTime:
        return None
    return len(program.plan(search.best_plan()))


def _ask_again(program: Program, search: Search, clock: Clock) -> None:
    """Ask a second solver whether no plan meets every hard rule, where no exact bound says so."""
    step = search.steps[0]
    if step.bound.whole < 0:
        return
    if not finds_hard_shortfall(program, step.face, step.within(0), clock=clock):
        clock.check()
        raise AssertionError("two solvers disagree on whether there is a plan")


def _nearness(program: Program, near: Plan) -> Objective:
    """Return the tier that counts the attributions a plan has in common with another."""
    weights = program.in_common(near).astype(np.int64)
    return program.further_tier(NEARNESS, weights=weights)


def _results(program: Program, search: Search) -> tuple[TierResult, ...]:
    """Return what is known of each tier: proven up to the first that the plan may not reach."""
    plan = search.best_plan()
    slacks = smallest_slacks(program, plan)
    found = []
    proven = True
    for index, objective in enumerate(program.objectives):
        if objective.tier is NEARNESS:
            break  # it only chooses among equals
        value = objective.value(total(program, index, plan, slacks))
        # A bound of the search holds among plans that are best in the former tiers: once one of
        # them is open, only what no plan at all can exceed is certain.
        highest = search.steps[index].target if index < len(search.steps) and proven else None
        bound = objective.value(highest_sum(program, objective) if highest is None else highest)
        proven = highest is not None and value == bound
        found.append(TierResult(objective.tier.id, value, bound, proven))
    return tuple(found)


def _best_so_far(program: Program, search: Search) -> Solution:
    if not search.has_plan():
        raise _no_plan_yet()
    return _solution(program, search)


def _no_plan_yet() -> UnfinishedError:
    return UnfinishedError(
        _(
            "Stopped before there was any plan that meets every hard rule: nothing was written. "
            "Let it run longer, or make soft what may be missed."
        )
    )


def _solution(program: Program, search: Search) -> Solution:
    results = _results(program, search)
    # Every tier that the plan reaches, and the first that it may not.
    certificate = certificate_of(program, search.steps[: search.reached + 1])
    # What only chooses among equals needs no proof.
    certificate = replace(certificate, tiers=certificate.tiers[: len(results)])
    return Solution(program.plan(search.best_plan()), results, certificate)

"""The optimal plan of an instance: the package's one entry."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import Instance
from repartition.domain.plan import Plan, TierResult
from repartition.eligibility.charging import Charging
from repartition.eligibility.pairs import Pairs
from repartition.errors import UnfinishedError
from repartition.language import _
from repartition.optimisation.clock import Clock, OutOfTime
from repartition.optimisation.diagnosis import explain_infeasibility
from repartition.optimisation.program import Program, build_program
from repartition.optimisation.search import Progress, Search, smallest_slacks, total


@dataclass(frozen=True, slots=True)
class Solution:
    """A plan and what is known of each tier, in order."""

    plan: Plan
    tiers: tuple[TierResult, ...]

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
    progress: Progress | None = None,
    fallback: Plan | None = None,
    forced: tuple[int, int] | None = None,
) -> Solution:
    """Return a plan that no other beats in the lexicographic order of the tiers.

    Parameters
    ----------
    time_limit
        Seconds. When they run out, the best plan so far is returned, its later tiers unproven.
    progress
        Called as the search enters each tier.
    fallback
        A plan to return when time runs out before any other is found; ignored unless it meets
        every hard rule.
    forced
        (household, vacancy): an eligible pair that the plan must contain.

    Raises
    ------
    InfeasibleError
        If it is proven that no plan meets every hard rule.
    UnfinishedError
        If time runs out before there is any plan.
    """
    if forced is not None:
        pairs = _around(pairs, *forced)
    program = build_program(instance, charging, pairs)
    if forced is not None:
        program.required[forced[0]] = True
    search = Search(program, Clock(time_limit), progress, [])
    try:
        search.run()
    except OutOfTime:
        return _best_so_far(program, search, fallback)
    plan = _plan_of(search)
    if search.steps[0].target < 0:
        raise explain_infeasibility(instance, program, plan)
    return Solution(program.plan(plan), _results(program, search, plan))


def _around(pairs: Pairs, household: int, vacancy: int) -> Pairs:
    """Return the pairs with one forced: its household and its dwelling have no other."""
    other = (pairs.household == household) != (pairs.vacancy == vacancy)
    return Pairs(pairs.household[~other], pairs.vacancy[~other])


def _plan_of(search: Search) -> NDArray[np.int64]:
    if search.plan is None:
        raise UnfinishedError(_("The time limit was reached before there was any plan."))
    return search.plan


def _results(
    program: Program, search: Search, plan: NDArray[np.int64]
) -> tuple[TierResult, ...]:
    slacks = smallest_slacks(program, plan)
    found = []
    proven = True
    for index, objective in enumerate(program.objectives):
        value = objective.value(total(program, index, plan, slacks))
        bound = objective.value(_highest(program, search, index))
        # A tier is only compared among plans that are best in all the former ones.
        proven = proven and index < len(search.steps) and value == bound
        found.append(TierResult(objective.tier.id, value, value if proven else bound, proven))
    return tuple(found)


def _highest(program: Program, search: Search, tier: int) -> int:
    """Return the tier's proven target, or what no plan at all can exceed."""
    if tier < len(search.steps):
        return search.steps[tier].target
    return search.highest(tier)


def _best_so_far(program: Program, search: Search, fallback: Plan | None) -> Solution:
    if search.plan is not None and search.reached > 0 and search.steps[0].target == 0:
        return Solution(program.plan(search.plan), _results(program, search, search.plan))
    raise UnfinishedError(_("The time limit was reached before there was any plan."))


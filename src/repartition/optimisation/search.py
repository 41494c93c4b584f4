"""Tier after tier: the best plan in the strict order of the objectives.

Each tier is relaxed and bounded on the face that the former tiers left; the bound, rounded down,
is what a whole plan can reach at most, and nearly always what one does reach. So tiers whose bound
is a whole number are taken at their word, and a whole plan is sought when a bound is not one, and
at the end. A plan that reaches every target proves them all at once; where none does, the first
target that cannot be reached is found, lowered to what can be proven, and the tiers after it are
solved again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from repartition.optimisation.bound import Bound, Prices, exact_bound, settle
from repartition.optimisation.clock import Clock
from repartition.optimisation.face import UNBOUNDED, Face
from repartition.optimisation.integers import NoWholePlanError, WholePlan, best_whole_plan
from repartition.optimisation.program import Program
from repartition.optimisation.relaxation import Relaxation, RelaxationError, solve_relaxation

_POOLS = (3_000, 12_000, 50_000)
_POOL_EFFORT = 20.0
Progress = Callable[[str, int, int], None]
"""Called with what is being done, the number of the tier, and the number of tiers."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One tier: the face it was solved on, what bounds it, and the sum to be reached."""

    tier: int
    face: Face
    relaxation: Relaxation | None
    bound: Bound
    target: int

    def next_face(self, program: Program) -> Face:
        """Return the face of the plans that reach the target."""
        return settle(program, self.face, self.tier, self.bound, self.target)


@dataclass(slots=True, eq=False)
class Search:
    """The state of a search that can be stopped at any time.

    Attributes
    ----------
    steps
        The tiers bounded so far, in order.
    reached
        Number of steps that ``plan`` reaches: those are proven.
    plan
        Columns of the best whole plan so far, None before there is one.
    """

    program: Program
    clock: Clock
    progress: Progress | None
    steps: list[Step] = field(default_factory=list)
    reached: int = 0
    plan: NDArray[np.int64] | None = None

    def start_from(self, plan: NDArray[np.int64]) -> None:
        """Take a plan as the best so far, if it meets every hard rule."""
        face = Face.whole(self.program).without_hard_shortfall(self.program)
        if holds(self.program, face, plan, smallest_slacks(self.program, plan)):
            self.plan = plan

    def has_plan(self) -> bool:
        """Return whether there is a plan that meets every hard rule."""
        return self.plan is not None and not self.is_infeasible()

    def best_plan(self) -> NDArray[np.int64]:
        """Return the columns of the best plan so far; only where there is one."""
        if self.plan is None:
            raise LookupError
        return self.plan

    def run(self) -> None:
        """Settle every tier; on return ``plan`` is optimal and every step is reached.

        Raises
        ------
        OutOfTime
            With the search left in its last valid state.
        """
        n_tiers = len(self.program.objectives)
        while self.reached < n_tiers and not self.is_infeasible():
            try:
                if len(self.steps) < n_tiers:
                    self._bound_next_tier()
            except RelaxationError:
                # Where a plan reaches every target so far the relaxation has a point: a failure is
                # the solver's. Otherwise a target was set too high, and has to come down.
                if self.reached == len(self.steps):
                    raise
                self._reach()
                continue
            if self._must_reach():
                self._reach()

    def is_infeasible(self) -> bool:
        """Return whether it is proven that no plan meets every hard rule."""
        return self.reached > 0 and self.steps[0].target < 0

    def _must_reach(self) -> bool:
        """Return whether a whole plan is wanted now: a bound that is no whole number, or the end."""
        last = self.steps[-1]
        return (
            last.tier == 0
            or len(self.steps) == len(self.program.objectives)
            or last.bound.total % last.bound.denominator != 0
        )

    def _bound_next_tier(self) -> None:
        tier = len(self.steps)
        objective = self.program.objectives[tier]
        if self.progress is not None:
            self.progress(objective.tier.id, tier + 1, len(self.program.objectives))
        face = self._next_face()
        if self._is_already_best(tier, face):
            return
        start = self._support_so_far()
        relaxation = solve_relaxation(
            self.program, face, objective, start=start, clock=self.clock
        )
        bound = exact_bound(self.program, face, objective, relaxation.prices)
        self.steps.append(Step(tier, face, relaxation, bound, bound.whole))
        if relaxation.is_integral() and self._reaches(relaxation.support(), len(self.steps)):
            self.plan, self.reached = relaxation.support(), len(self.steps)

    def _is_already_best(self, tier: int, face: Face) -> bool:
        """Settle a tier whose highest conceivable sum the plan in hand reaches."""
        if self.reached < tier:
            return False
        plan = self._starting_plan() if self.plan is None else self.plan
        bound = self._bound_without_prices(tier, face)
        slacks = smallest_slacks(self.program, plan)
        if not holds(self.program, face, plan, slacks):
            return False
        if total(self.program, tier, plan, slacks) < bound.whole:
            return False
        self.steps.append(Step(tier, face, self._last_relaxation(), bound, bound.whole))
        self.plan, self.reached = plan, tier + 1
        return True

    def highest(self, tier: int) -> int:
        """Return a sum that no plan can exceed in a tier."""
        return self._bound_without_prices(tier, Face.whole(self.program)).whole

    def _bound_without_prices(self, tier: int, face: Face) -> Bound:
        nothing = Prices(
            np.zeros(self.program.n_vacancies),
            np.zeros(self.program.side.n_rows),
            np.zeros(len(face.kept)),
        )
        return exact_bound(self.program, face, self.program.objectives[tier], nothing)

    def _starting_plan(self) -> NDArray[np.int64]:
        """Return the plan in which nobody moves but by decision: the last column of each that must."""
        required = np.flatnonzero(self.program.required)
        return self.program.household_start[required + 1] - 1

    def _support_so_far(self) -> NDArray[np.int64]:
        """Return columns among which there is a point of the present face."""
        parts = [np.zeros(0, np.int64)] if self.plan is None else [self.plan]
        if (relaxation := self._last_relaxation()) is not None:
            parts.append(relaxation.support())
        return np.unique(np.concatenate(parts))

    def _last_relaxation(self) -> Relaxation | None:
        return self.steps[-1].relaxation if self.steps else None

    def _next_face(self) -> Face:
        if not self.steps:
            return Face.whole(self.program)
        face = self.steps[-1].next_face(self.program)
        return face.without_hard_shortfall(self.program) if len(self.steps) == 1 else face

    def _reach(self) -> None:
        """Find a whole plan that reaches every target so far, or lower the first that none does."""
        if self.reached == len(self.steps):
            return
        last = self.steps[-1]
        if (found := self._plan_that_reaches(last)) is not None:
            self.plan, self.reached = found, len(self.steps)
            return
        for step in self.steps[self.reached :]:
            best = self._best_plan(step)
            self.plan, self.reached = best.columns, step.tier + 1
            if best.total < step.target:
                lowered = Step(step.tier, step.face, step.relaxation, step.bound, best.total)
                self.steps[step.tier :] = [lowered]
                return

    def _plan_that_reaches(self, step: Step) -> NDArray[np.int64] | None:
        """Return a whole plan that reaches the step's target, None if there is none to be had."""
        objective = self.program.objectives[step.tier]
        for columns, complete in self._pools(step, step.target):
            try:
                found = best_whole_plan(
                    self.program, step.face, objective, columns, clock=self.clock,
                    hint=_support(step), at_least=step.target,
                    effort=None if complete else _POOL_EFFORT,
                )
            except NoWholePlanError:
                continue
            if found is not None:
                return found.columns
        return None

    def _best_plan(self, step: Step) -> WholePlan:
        """Return the best whole plan of a step on whose face there is one, proven."""
        objective = self.program.objectives[step.tier]
        floor = step.target
        margin = 1
        while True:
            columns = self._within(step, floor)
            try:
                found = best_whole_plan(
                    self.program, step.face, objective, columns, clock=self.clock,
                    hint=_support(step),
                )
            except NoWholePlanError:
                found = None
            # A better plan than the one found would only use columns of this same set.
            if found is not None and found.total >= floor:
                return found
            if len(columns) == len(step.face.columns):
                if found is None:
                    raise NoWholePlanError
                return found
            floor = found.total if found is not None else step.target - margin
            margin *= 4

    def _pools(self, step: Step, target: int) -> list[tuple[NDArray[np.int64], bool]]:
        """Return sets of columns to look for a plan in, the last one complete for the target."""
        complete = self._within(step, target)
        order = np.argsort(step.bound.reduced, kind="stable")
        support = _support(step)
        pools = [
            (np.union1d(step.face.columns[order[:size]], support), False)
            for size in _POOLS
            if size < len(complete)
        ]
        return [*pools, (complete, True)]

    def _within(self, step: Step, target: int) -> NDArray[np.int64]:
        gap = step.bound.total - target * step.bound.denominator
        return step.face.columns[step.bound.reduced <= gap]

    def _reaches(self, columns: NDArray[np.int64], n_steps: int) -> bool:
        """Return whether a choice of columns is a plan that reaches the first ``n_steps`` targets."""
        last = self.steps[n_steps - 1]
        slacks = smallest_slacks(self.program, columns)
        return holds(self.program, last.face, columns, slacks) and all(
            total(self.program, step.tier, columns, slacks) >= step.target
            for step in self.steps[:n_steps]
        )


def total(
    program: Program, tier: int, columns: NDArray[np.int64], slacks: NDArray[np.int64]
) -> int:
    """Return the exact sum of a tier for a choice of columns and its slacks."""
    objective = program.objectives[tier]
    return int(objective.weights[columns].sum()) + int((objective.slack_weights * slacks).sum())


def activities(program: Program, columns: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return ``a·x`` of every side row: int64 (n_side_rows,)."""
    side = program.side
    way = program.way[columns]
    found = np.zeros(side.n_rows, np.int64)
    for start, end in zip(side.way_start[way].tolist(), side.way_start[way + 1].tolist(), strict=True):
        np.add.at(found, side.row[start:end], side.coefficient[start:end])
    return found


def smallest_slacks(program: Program, columns: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the shortfalls of a choice of columns: int64 (n_slacks,)."""
    found = np.zeros(program.side.n_slacks, np.int64)
    missing = np.maximum(activities(program, columns) - program.side.upper, 0)
    np.maximum.at(found, program.side.slack, missing)
    return found


def holds(
    program: Program, face: Face, columns: NDArray[np.int64], slacks: NDArray[np.int64]
) -> bool:
    """Return whether a choice of columns respects every row of a face, in integers."""
    households = np.bincount(program.household[columns], minlength=program.n_households)
    vacancies = np.bincount(program.vacancy[columns], minlength=program.n_vacancies)
    bent = activities(program, columns) - slacks[program.side.slack]
    lower = np.where(face.lower > UNBOUNDED, face.lower, bent)
    return bool(
        np.all(households <= 1)
        and np.all(vacancies <= 1)
        and np.all(households[face.household_required] == 1)
        and np.all(vacancies[face.vacancy_required] == 1)
        and np.all(slacks <= face.slack_limit)
        and np.all(bent >= lower)
        and np.isin(columns, face.columns).all()
    )


def _support(step: Step) -> NDArray[np.int64]:
    return np.zeros(0, np.int64) if step.relaxation is None else step.relaxation.support()

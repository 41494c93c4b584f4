"""Tier after tier: the best plan in the strict order of the objectives.

Each tier is relaxed and bounded on the face that the former tiers left; the bound, rounded down,
is what a whole plan can reach at most, and nearly always what one does reach. So tiers whose bound
is a whole number are taken at their word, and a whole plan is sought when a bound is not one, and
at the end. A plan that reaches every target proves them all at once; where none does, the first
target that cannot be reached is found, lowered to what can be proven, and the tiers after it are
solved again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from repartition.optimisation.bound import Bound, Prices, exact_bound, settle
from repartition.optimisation.choices import holds, smallest_slacks, total
from repartition.optimisation.clock import Clock, OutOfTime
from repartition.optimisation.face import Face
from repartition.optimisation.integers import (
    NoWholePlanError,
    WholePlan,
    WholeQuestion,
    best_whole_plan,
)
from repartition.optimisation.master import Basis, Relaxation, RelaxationError
from repartition.optimisation.program import Program
from repartition.optimisation.relaxation import solve_relaxation

_POOLS = (3_000, 12_000, 50_000)
_MOST_COLUMNS = 150_000
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

    def next_face(self) -> Face:
        """Return the face of the plans that reach the target."""
        return settle(self.face, self.tier, self.bound, self.target)


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
    most_columns
        Give up, as if time had run out, rather than hand CP-SAT more columns than this; None =
        never.
    """

    program: Program
    clock: Clock
    progress: Progress | None
    steps: list[Step] = field(default_factory=list)
    reached: int = 0
    plan: NDArray[np.int64] | None = None
    most_columns: int | None = None

    def start_from(self, plan: NDArray[np.int64]) -> None:
        """Take a plan as the best so far, if it meets every hard rule."""
        if holds(self.program, plan, smallest_slacks(self.program, plan)):
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

        Ends as soon as it is proven that no plan meets every hard rule.

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
                # the linear solver's, and the tier does without it. Otherwise a target was set too
                # high, and has to come down.
                if self.reached == len(self.steps):
                    self._settle_in_integers()
                else:
                    self._lower_first_out_of_reach()
                continue
            if self._must_reach() and not self.is_infeasible():
                self._reach()

    def is_infeasible(self) -> bool:
        """Return whether it is proven that no plan meets every hard rule."""
        # The target of a tier is what its exact bound allows, or what was found to be the best.
        return bool(self.steps) and self.steps[0].target < 0

    def _must_reach(self) -> bool:
        """Return whether a whole plan is wanted now: at the end, or where a bound is not whole."""
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
        relaxation, bound = solve_relaxation(
            self.program,
            face,
            objective,
            start=start,
            basis=self._last_basis(),
            clock=self.clock,
        )
        self.steps.append(Step(tier, face, relaxation, bound, bound.whole))
        if relaxation.is_integral() and self._reaches(relaxation.support(), self.steps):
            self.plan, self.reached = relaxation.support(), len(self.steps)

    def _is_already_best(self, tier: int, face: Face) -> bool:
        """Settle a tier whose highest conceivable sum the plan in hand reaches."""
        if self.reached < tier:
            return False
        plan = self.program.staying() if self.plan is None else self.plan
        bound = self._bound_without_prices(tier, face)
        step = Step(tier, face, self._last_relaxation(), bound, bound.whole)
        if not self._reaches(plan, [*self.steps, step]):
            return False
        self.steps.append(step)
        self.plan, self.reached = plan, tier + 1
        return True

    def highest(self, tier: int) -> int:
        """Return a sum that no plan can exceed in a tier.

        Everyone's best column, or every dwelling's, whichever is less; and no shortfall.
        """
        weights = np.maximum(self.program.objectives[tier].weights, 0)
        return min(
            _sum_of_largest(weights, rows)
            for rows in (self.program.household, self.program.vacancy)
        )

    def _bound_without_prices(self, tier: int, face: Face) -> Bound:
        nothing = Prices(
            np.zeros(self.program.n_vacancies),
            np.zeros(self.program.side.n_rows),
            np.zeros(len(face.kept)),
        )
        return exact_bound(self.program, face, self.program.objectives[tier], nothing)

    def _support_so_far(self) -> NDArray[np.int64]:
        """Return columns among which there is a point of the present face."""
        # With everyone where he is, a first master has a point whatever the decisions.
        parts = [self.program.staying() if self.plan is None else self.plan]
        if (relaxation := self._last_relaxation()) is not None:
            parts.append(relaxation.carried())
        return np.unique(np.concatenate(parts))

    def _last_basis(self) -> Basis | None:
        last = self._last_relaxation()
        return None if last is None else last.basis

    def _last_relaxation(self) -> Relaxation | None:
        return self.steps[-1].relaxation if self.steps else None

    def _settle_in_integers(self) -> None:
        """Settle a tier on the word of CP-SAT alone, from a bound that no prices improve."""
        tier, face = len(self.steps), self._next_face()
        bound = self._bound_without_prices(tier, face)
        self.steps.append(Step(tier, face, None, bound, bound.whole))
        self._reach()

    def _next_face(self) -> Face:
        if not self.steps:
            return Face.whole(self.program)
        face = self.steps[-1].next_face()
        return face.without_hard_shortfall(self.program) if len(self.steps) == 1 else face

    def _reach(self) -> None:
        """Find a whole plan that reaches every target so far, or lower a target."""
        if self.reached == len(self.steps):
            return
        last = self.steps[-1]
        complete = self.within(last, last.target)
        if (found := self._plan_in_pools(last, complete)) is not None:
            self._accept(found, self.steps)
            return
        # The tiers to come leave fewer columns: what is too large to decide now may not be then.
        if len(complete) > _MOST_COLUMNS and len(self.steps) < len(self.program.objectives):
            return
        self._lower_first_out_of_reach()

    def _lower_first_out_of_reach(self) -> None:
        """Reach the steps one by one, and lower the first target that is too high."""
        for step in self.steps[self.reached :]:
            best = self._best_plan(step)
            if best.total < step.target:
                lowered = Step(step.tier, step.face, step.relaxation, step.bound, best.total)
                self.steps[step.tier :] = [lowered]
                self._accept(best.columns, self.steps)
                return
            self._accept(best.columns, self.steps[: step.tier + 1])

    def _accept(self, plan: NDArray[np.int64], steps: Sequence[Step]) -> None:
        """Take a plan that reaches the first ``steps``; what the faces imply is checked here."""
        if steps[0].target == 0 and not self._reaches(plan, steps):
            raise AssertionError(f"the faces admit a plan that misses a target: {steps[-1].tier}")
        self.plan, self.reached = plan, len(steps)

    def _plan_in_pools(self, step: Step, complete: NDArray[np.int64]) -> NDArray[np.int64] | None:
        """Return a whole plan that reaches the step's target, sought among ever more columns.

        ``complete`` holds every column that such a plan can have. None where none is found.
        """
        for size in (*_POOLS, _MOST_COLUMNS):
            whole = size >= len(complete)
            columns = complete if whole else self._likeliest(step, size)
            try:
                found = best_whole_plan(
                    self.program,
                    self._question(step, columns, at_least=step.target),
                    clock=self.clock,
                    effort=None if whole else _POOL_EFFORT,
                )
            except NoWholePlanError:
                found = None
            if found is not None or whole:
                return None if found is None else found.columns
        return None

    def _likeliest(self, step: Step, size: int) -> NDArray[np.int64]:
        """Return the support and the columns of least reduced cost."""
        order = np.argsort(step.bound.reduced, kind="stable")[:size]
        return np.union1d(step.face.columns[order], _support(step))

    def _question(
        self, step: Step, columns: NDArray[np.int64], at_least: int | None = None
    ) -> WholeQuestion:
        objective = self.program.objectives[step.tier]
        return WholeQuestion(step.face, objective, columns, _support(step), at_least)

    def _best_plan(self, step: Step) -> WholePlan:
        """Return the best whole plan of a step on whose face there is one, proven."""
        floor = step.target
        margin = 1
        while True:
            columns = self.within(step, floor)
            if self.most_columns is not None and len(columns) > self.most_columns:
                raise OutOfTime
            try:
                found = best_whole_plan(
                    self.program, self._question(step, columns), clock=self.clock
                )
            except NoWholePlanError:
                found = None
            if found is not None and not found.is_best:
                # Only time can have stopped it. The plan is one of the tiers before.
                self._accept(found.columns, self.steps[: step.tier])
                raise OutOfTime
            # A better plan than the one found would only use columns of this same set.
            if found is not None and found.total >= floor:
                return found
            if len(columns) == len(step.face.columns):
                if found is None:
                    raise NoWholePlanError
                return found
            floor = found.total if found is not None else step.target - margin
            margin *= 4

    def within(self, step: Step, target: int) -> NDArray[np.int64]:
        """Return the columns that a plan of the step's face reaching ``target`` can have."""
        gap = step.bound.total - target * step.bound.denominator
        return step.face.columns[step.bound.reduced <= gap]

    def _reaches(self, columns: NDArray[np.int64], steps: Sequence[Step]) -> bool:
        """Return whether a choice of columns is a plan that reaches the targets of ``steps``."""
        slacks = smallest_slacks(self.program, columns)
        return holds(self.program, columns, slacks) and all(
            total(self.program, step.tier, columns, slacks) >= step.target for step in steps
        )


def _sum_of_largest(values: NDArray[np.int64], group: NDArray[np.int32]) -> int:
    """Return the sum over groups of the largest value of each; values are not negative."""
    largest = np.zeros(int(group.max(initial=0)) + 1, np.int64)
    np.maximum.at(largest, group, values)
    return sum(largest.tolist())


def _support(step: Step) -> NDArray[np.int64]:
    return np.zeros(0, np.int64) if step.relaxation is None else step.relaxation.support()

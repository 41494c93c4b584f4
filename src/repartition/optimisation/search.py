"""Tier after tier: the best plan in the strict order of the objectives.

Each tier is relaxed and bounded on the face that the former tiers left; the bound, rounded down,
is what a whole plan can reach at most, and nearly always what one does reach. Where the bound is
not a whole number because some quota counts a fraction, the face is divided until it is
(:mod:`repartition.optimisation.branching`). A plan that reaches the bound is the relaxation's own
point where that is whole; otherwise it is sought around the dwellings that the relaxation divides.
Where none is found soon the bound is taken at its word, since the tiers to come leave less to look
at, and a plan that reaches every target proves them all at once. If none is found at the end, the
first target that is out of reach is lowered to what can be proven, and the tiers after it are
solved again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from repartition.optimisation.bound import bound_without_prices
from repartition.optimisation.branching import Part, best_part, divide_best
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
from repartition.optimisation.neighbourhood import neighbourhoods
from repartition.optimisation.pieces import whole_plan_in_pieces
from repartition.optimisation.pricing import Market
from repartition.optimisation.program import Program
from repartition.optimisation.progress import Progress, Watcher
from repartition.optimisation.relaxation import promising_columns, solve_relaxation
from repartition.optimisation.step import Step

_MOST_PARTS = 64
_FEW_COLUMNS = 3_000
_FIRST_EFFORT = 1.0
_EFFORT = 20.0


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
    priced
        Columns looked at since the start.
    most_columns
        Give up, as if time had run out, rather than hand CP-SAT more columns than this; None =
        never.
    """

    program: Program
    clock: Clock
    progress: Watcher | None
    steps: list[Step] = field(default_factory=list)
    reached: int = 0
    plan: NDArray[np.int64] | None = None
    priced: int = 0
    most_columns: int | None = None
    looked_at: Step | None = None
    """The last step, once a plan that reaches it was looked for in vain."""

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
            if self.steps and not self.reached:
                # Whether there is a plan at all is settled before anything else.
                self._settle_first_open()
                continue
            if len(self.steps) == n_tiers:
                self._settle_at_the_end()
                continue
            try:
                self._bound_next_tier()
            except RelaxationError:
                # Where a plan reaches every target so far the relaxation has a point: a failure is
                # the linear solver's, and the tier does without it. Otherwise a target was set too
                # high, and has to come down.
                if self.reached == len(self.steps):
                    self._settle_in_integers()
                else:
                    self._settle_first_open()

    def is_infeasible(self) -> bool:
        """Return whether it is proven that no plan meets every hard rule."""
        # The target of a tier is what its exact bound allows, or what was found to be the best.
        return bool(self.steps) and self.steps[0].target < 0

    def _bound_next_tier(self) -> None:
        tier = len(self.steps)
        objective = self.program.objectives[tier]
        self._say(tier)
        face = self._next_face()
        market = Market.of(self.program, face, objective)
        if self._is_already_best(tier, market):
            return
        relaxation, bound = solve_relaxation(
            market,
            start=np.union1d(self._support_so_far(), promising_columns(market)),
            basis=self._last_basis(),
            clock=self.clock,
            priced=self._count,
        )
        parts: tuple[Part, ...] = (Part(face, relaxation, bound),)
        while not best_part(parts).counts_whole() and len(parts) < _MOST_PARTS:
            self._say(tier, best_part(parts).bound.whole)
            divided = divide_best(
                market, parts, priced_only=True, clock=self.clock, priced=self._count
            )
            if divided is None:
                break
            parts = divided
        step = Step(tier, face, parts, best_part(parts).bound.whole)
        self.steps.append(step)
        self._say(tier, step.target)
        if self.is_infeasible() or self._look_for_plan(step, _FIRST_EFFORT):
            return
        step = self._divide_further(market, step)
        if self._is_small(step):
            self._settle_first_open()

    def _divide_further(self, market: Market, step: Step) -> Step:
        """Divide a tier by counts that move its bound until a plan is found, and return it.

        A bound that is a whole number can be above every plan as well as any other: the tiers after
        it would then be solved for nothing.
        """
        while self.reached == step.tier and len(step.parts) < _MOST_PARTS:
            if self.is_infeasible():
                break
            parts = divide_best(
                market, step.parts, priced_only=True, clock=self.clock, priced=self._count
            )
            if parts is None:
                break
            best = best_part(parts)
            step = self._replace(replace(step, parts=parts, target=best.bound.whole))
            self._say(step.tier, step.target)
            if best.counts_whole() and self._look_for_plan(step, _FIRST_EFFORT):
                break
        return step

    def _count(self, columns: int) -> None:
        self.priced += columns
        self._say(len(self.steps))

    def _say(self, tier: int, bound: int | None = None) -> None:
        """Tell whoever watches what is known of a tier."""
        n_tiers = len(self.program.objectives)
        if self.progress is None or tier >= n_tiers:
            return
        objective, value = self.program.objectives[tier], None
        if self.plan is not None:
            slacks = smallest_slacks(self.program, self.plan)
            value = objective.value(total(self.program, tier, self.plan, slacks))
        self.progress(
            Progress(
                objective.tier.id,
                tier + 1,
                n_tiers,
                value,
                None if bound is None else objective.value(bound),
                self.priced,
            )
        )

    def _is_small(self, step: Step) -> bool:
        """Return whether a step can be settled at once, all that a plan can have looked at."""
        return self.reached == step.tier and len(step.left(step.target)) <= _FEW_COLUMNS

    def _look_for_plan(self, step: Step, effort: float) -> bool:
        """Return whether a plan reaches a step and all before it; it is then taken."""
        point = step.relaxation
        if point is None:
            return False
        steps = self.steps[: step.tier + 1]
        if point.is_integral() and self._reaches(point.support(), steps):
            self._accept(point.support(), steps)
            return True
        part = step.best
        found_in_pieces = whole_plan_in_pieces(
            self.program, part, step.target, clock=self.clock, effort=effort
        )
        if found_in_pieces is not None and self._reaches(found_in_pieces, steps):
            self._accept(found_in_pieces, steps)
            return True
        for columns in neighbourhoods(self.program, part, step.target):
            question = WholeQuestion(
                part.face,
                self.program.objectives[step.tier],
                columns,
                point.support(),
                at_least=step.target,
            )
            try:
                found = best_whole_plan(self.program, question, clock=self.clock, effort=effort)
            except NoWholePlanError:
                found = None
            if found is not None:
                self._accept(found.columns, steps)
                return True
        return False

    def _is_already_best(self, tier: int, market: Market) -> bool:
        """Settle a tier whose highest conceivable sum the plan in hand reaches."""
        if self.reached < tier:
            return False
        plan = self.program.staying() if self.plan is None else self.plan
        bound = bound_without_prices(market)
        part = Part(market.face, self._last_relaxation(), bound)
        step = Step(tier, market.face, (part,), bound.whole)
        if not self._reaches(plan, [*self.steps, step]):
            return False
        self.steps.append(step)
        self.plan, self.reached = plan, tier + 1
        return True

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
        bound = bound_without_prices(Market.of(self.program, face, self.program.objectives[tier]))
        self.steps.append(Step(tier, face, (Part(face, None, bound),), bound.whole))
        self._settle_first_open()

    def _next_face(self) -> Face:
        if not self.steps:
            return Face.whole(self.program)
        face = self.steps[-1].next_face()
        return face.without_hard_shortfall(self.program) if len(self.steps) == 1 else face

    def _settle_at_the_end(self) -> None:
        """Find a plan that reaches every step, or settle the first that none reaches yet."""
        last = self.steps[-1]
        if last is self.looked_at or not self._look_for_plan(last, _EFFORT):
            self.looked_at = last
            self._settle_first_open()

    def _settle_first_open(self) -> None:
        """Find a plan that reaches the first step that none does yet, or lower its target."""
        step = self.steps[self.reached]
        if self._look_for_plan(step, _EFFORT):
            return
        market = Market.of(self.program, step.face, self.program.objectives[step.tier])
        while len(step.parts) < _MOST_PARTS:
            parts = divide_best(
                market, step.parts, priced_only=False, clock=self.clock, priced=self._count
            )
            if parts is None:
                break
            step = self._replace(replace(step, parts=parts, target=best_part(parts).bound.whole))
            if self._look_for_plan(step, _FIRST_EFFORT):
                return
        best = self._best_plan(step)
        if best.total < step.target:
            step = self._replace(replace(step, target=best.total))
        self._accept(best.columns, self.steps[: step.tier + 1])

    def _replace(self, step: Step) -> Step:
        """Put a step in the place of the one of its tier; those after a lower target are gone."""
        lower = step.target < self.steps[step.tier].target
        self.steps[step.tier : None if lower else step.tier + 1] = [step]
        return step

    def _accept(self, plan: NDArray[np.int64], steps: Sequence[Step]) -> None:
        """Take a plan that reaches the first ``steps``; what the faces imply is checked here."""
        if steps[0].target == 0 and not self._reaches(plan, steps):
            raise AssertionError(f"the faces admit a plan that misses a target: {steps[-1].tier}")
        self.plan, self.reached = plan, len(steps)

    def _best_plan(self, step: Step) -> WholePlan:
        """Return the best whole plan of a step on whose face there is one, proven."""
        floor = step.target
        margin = 1
        while True:
            left = step.left(floor)
            if self.most_columns is not None and len(left) > self.most_columns:
                raise OutOfTime
            columns = left.number
            question = WholeQuestion(
                step.face, self.program.objectives[step.tier], columns, self._hint(step)
            )
            try:
                found = best_whole_plan(self.program, question, clock=self.clock)
            except NoWholePlanError:
                found = None
            if found is not None and not found.is_best:
                # Only time can have stopped it. The plan is one of the tiers before.
                self._accept(found.columns, self.steps[: step.tier])
                raise OutOfTime
            # A better plan than the one found would only use columns of this same set.
            if found is not None and found.total >= floor:
                return found
            if len(columns) == len(step.face.alive):
                if found is None:
                    raise NoWholePlanError
                return found
            floor = found.total if found is not None else step.target - margin
            margin *= 4

    def _hint(self, step: Step) -> NDArray[np.int64]:
        """Return columns that a plan is likely to have."""
        point = step.relaxation
        return np.zeros(0, np.int64) if point is None else point.support()

    def _reaches(self, columns: NDArray[np.int64], steps: Sequence[Step]) -> bool:
        """Return whether a choice of columns is a plan that reaches the targets of ``steps``."""
        slacks = smallest_slacks(self.program, columns)
        return holds(self.program, columns, slacks) and all(
            total(self.program, step.tier, columns, slacks) >= step.target for step in steps
        )

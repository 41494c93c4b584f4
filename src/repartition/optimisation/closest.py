"""The plan that misses least of the hard rules: the smallest change that makes them possible.

Loosening each rule that it misses to what it reaches is enough, by that very plan. Of the plans
that miss as little in all, the one wanted

1. misses least by leaving people without the home that a decision gives away;
2. houses most priority households;
3. misses as late as possible in the scenario: what a rule misses, times the number of hard rules
   from it to the last one, sums to the least.

It is found as any plan is, tier by tier, on the same programme: what the hard rules miss is then
an ordinary tier, and nothing is hard.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import Instance
from repartition.domain.tiers import Tier
from repartition.optimisation.choices import smallest_slacks, weigh
from repartition.optimisation.clock import Clock, OutOfTime
from repartition.optimisation.integers import NoWholePlanError, WholeQuestion, best_whole_plan
from repartition.optimisation.program import Objective, Program
from repartition.optimisation.search import Search

MOST_COLUMNS: Final = 150_000
"""More than this CP-SAT is not asked to look at while the cause of a failure is sought."""

_MISSED = 1
"""The tier of what the hard rules miss; the one before it is empty, since nothing is hard."""
_POOL_EFFORT: Final = 20.0


@dataclass(frozen=True, slots=True, eq=False)
class Closest:
    """The plan closest to every hard rule, and what is known of it.

    Attributes
    ----------
    columns
        The plan.
    missed
        What it misses in all, in attributions.
    least
        What every plan misses at least; ``missed`` where that is proven to be the smallest.
    others
        Whether other rules, or the same ones by other amounts, could be loosened instead, by as
        much in all; None where that is not known.
    """

    columns: NDArray[np.int64]
    missed: Fraction
    least: Fraction
    others: bool | None

    @property
    def is_proven(self) -> bool:
        """Whether no plan misses less."""
        return self.missed == self.least


def closest_plan(instance: Instance, failed: Search, *, clock: Clock) -> Closest:
    """Return the plan that misses least of the hard rules, the preferred one of its equals.

    When time runs out it is the best plan found so far, and the answer says what is not known.

    Parameters
    ----------
    failed
        The search that has proven that no plan meets every hard rule.
    """
    search = _search(_bending(failed.program), clock)
    _take_over(search, failed)
    found = _least(search)
    if not found.is_proven:
        return found
    plan = _preferred(instance, search, found.columns)
    return replace(found, columns=plan, others=_other_changes(search, plan))


def least_missed(program: Program, *, clock: Clock) -> Closest:
    """Return a plan that misses least of the hard rules, whichever; ``others`` is not known."""
    return _least(_search(_bending(program), clock))


def _least(search: Search) -> Closest:
    missing = search.program.objectives[_MISSED]
    if _run(search):
        plan = search.best_plan()
        missed = _value(missing, plan, search.program)
        return Closest(plan, missed, missed, others=None)
    plan = _some_plan(search)
    steps = search.steps
    least = missing.value(steps[_MISSED].target) if len(steps) > _MISSED else Fraction(0)
    return Closest(plan, _value(missing, plan, search.program), least, others=None)


def _bending(program: Program) -> Program:
    """Return the programme in which the hard rules bend too, and what they miss is a tier."""
    side = replace(program.side, slack_level=program.side.slack_level + 1)
    missing = program.objectives[0]
    return replace(program, side=side, objectives=(program.further_tier(_tier("hard")), missing))


def _tier(name: str) -> Tier:
    return Tier(name, maximise=True)


def _search(program: Program, clock: Clock) -> Search:
    search = Search(program, clock, None, most_columns=MOST_COLUMNS)
    search.start_from(program.staying())
    return search


def _take_over(search: Search, failed: Search) -> None:
    """Spare the search what is known already: the bound on what the hard rules miss."""
    nothing = Search(
        replace(search.program, objectives=search.program.objectives[:_MISSED]), search.clock, None
    )
    if not _run(nothing):
        return
    search.steps = [*nothing.steps, replace(failed.steps[0], tier=_MISSED)]
    search.reached = _MISSED
    if failed.reached:
        search.plan, search.reached = failed.best_plan(), _MISSED + 1


def _run(search: Search) -> bool:
    """Return whether the search came to its end; whatever it found, it keeps."""
    try:
        search.run()
    except (OutOfTime, KeyboardInterrupt):
        return False
    return True


def _go_on(search: Search, plan: NDArray[np.int64], *objectives: Objective) -> Search:
    """Return a search that settles further tiers among the plans that miss least."""
    settled = (search.program.objectives[0], search.program.objectives[_MISSED])
    return Search(
        replace(search.program, objectives=(*settled, *objectives)),
        search.clock,
        None,
        steps=list(search.steps[: len(settled)]),
        reached=len(settled),
        plan=plan,
        most_columns=MOST_COLUMNS,
    )


def _some_plan(search: Search) -> NDArray[np.int64]:
    """Return a good plan, where the best one could not be found: made of what the bound is of."""
    step = search.steps[-1] if len(search.steps) > _MISSED else None
    if step is None or step.relaxation is None:
        return search.best_plan()
    columns = step.relaxation.columns
    question = WholeQuestion(
        step.face, search.program.objectives[_MISSED], columns, step.relaxation.support()
    )
    try:
        found = best_whole_plan(search.program, question, clock=search.clock, effort=_POOL_EFFORT)
    except (NoWholePlanError, OutOfTime, KeyboardInterrupt):
        found = None
    return search.best_plan() if found is None else found.columns


def _value(missing: Objective, plan: NDArray[np.int64], program: Program) -> Fraction:
    return missing.value(weigh(missing, plan, smallest_slacks(program, plan)))


# --- of equal changes, the one that is shown


def _preferred(instance: Instance, search: Search, plan: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the plan wanted most of those that miss as little; the best found when time is up."""
    wanted = [
        prefer(instance, search.program) for prefer in (_keep_homes, _house_priority, _miss_late)
    ]
    further = _go_on(search, plan, *wanted)
    _run(further)
    return further.best_plan()


def _keep_homes(instance: Instance, program: Program) -> Objective:
    exits = (program.vacancy >= instance.n_vacancies).astype(np.int64)
    return program.further_tier(_tier("homes given away"), weights=-exits)


def _house_priority(instance: Instance, program: Program) -> Objective:
    column = instance.households.table.column("priority")
    if column is None:
        return program.further_tier(_tier("priority"))
    priority = column.test(lambda cell: cell == "true")
    moves = program.way < len(program.ways)
    weights = (priority[program.household] & moves).astype(np.int64)
    return program.further_tier(_tier("priority"), weights=weights)


def _miss_late(_instance: Instance, program: Program) -> Objective:
    hard = program.objectives[_MISSED].slack_weights
    from_the_end = np.cumsum((hard != 0)[::-1])[::-1]
    return program.further_tier(_tier("order"), slack_weights=hard * from_the_end)


# --- whether other changes would do as well


def _other_changes(search: Search, plan: NDArray[np.int64]) -> bool | None:
    """Return whether some plan that misses as little in all misses other rules, or otherwise.

    Such a plan misses less of one of the rules that ``plan`` misses: either less of all of them
    together, or, where they carry the whole of it, less of one of them and more of another.
    """
    program = search.program
    missing = program.objectives[_MISSED]
    slacks = np.flatnonzero(smallest_slacks(program, plan) * missing.slack_weights)
    exits = plan[missing.weights[plan] != 0]
    together = _misses_less(search, plan, slacks, exits)
    if together is not False or len(slacks) + len(exits) == 1:
        return together
    none = np.zeros(0, np.int64)
    one_by_one = [
        *((slack, none) for slack in slacks[:, np.newaxis]),
        *((none, leaving) for leaving in exits[:, np.newaxis]),
    ]
    answers = (_misses_less(search, plan, *one) for one in one_by_one)
    return next((answer for answer in answers if answer is not False), False)


def _misses_less(
    search: Search,
    plan: NDArray[np.int64],
    slacks: NDArray[np.int64],
    exits: NDArray[np.int64],
) -> bool | None:
    """Return whether a plan that misses as little in all misses less of these; None = unknown."""
    program = search.program
    missing = program.objectives[_MISSED]
    weights, slack_weights = np.zeros_like(missing.weights), np.zeros_like(missing.slack_weights)
    weights[exits] = missing.weights[exits]
    slack_weights[slacks] = missing.slack_weights[slacks]
    of_these = program.further_tier(_tier("others"), weights=weights, slack_weights=slack_weights)
    further = _go_on(search, plan, of_these)
    if not _run(further):
        return None
    return _value(of_these, further.best_plan(), program) > _value(of_these, plan, program)

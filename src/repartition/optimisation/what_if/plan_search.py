"""A plan that prices call the best, looked for around whom the change moved."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.domain.plan import Plan, TierResult
from repartition.domain.table import NO_ROW
from repartition.eligibility.pairs import Pairs
from repartition.optimisation.certify import certificate_of
from repartition.optimisation.choices import holds, smallest_slacks, total
from repartition.optimisation.clock import Clock
from repartition.optimisation.integers import NoWholePlanError, WholeQuestion, best_whole_plan
from repartition.optimisation.optimum import NEARNESS, Solution
from repartition.optimisation.program import Objective, Program
from repartition.optimisation.side_rows import members
from repartition.optimisation.step import Step
from repartition.optimisation.what_if.effects import Effects
from repartition.optimisation.what_if.fragment import Fragments
from repartition.optimisation.what_if.repricing import Repriced
from repartition.optimisation.what_if.solved import Solved
from repartition.optimisation.what_if.units import units_after

_REGIONS: Final = ((100, 0.2), (250, 0.4))
"""How many other dwellings a plan is looked for among, and the effort it is worth."""
_MOST_WAITING: Final = 200
_LOOKED_AT: Final = 8
"""Columns of a dwelling among which one is taken that says it is offered."""


def look_for_plan(
    solved: Solved, effects: Effects, repriced: Repriced, fragments: Fragments, *, near: bool
) -> Solution | None:
    """Return a plan that reaches what the prices allow; None where none is found soon.

    Raises
    ------
    LooseError, OtherRowsError
        If the prices leave a gap, or do not fit the rows.
    """
    before = solved.program.plan(solved.plan)
    units = units_after(solved, effects, fragments.instance)
    for number, effort in _REGIONS:
        fragment = fragments.of(_pairs_around(solved, effects, repriced, number), units)
        program = fragment.program
        steps = fragment.steps(solved, repriced.residual.prices)
        columns = _whole_plan(program, steps, before, effort, near=near)
        if columns is not None:
            return _solution(program, steps, columns)
    return None


def _whole_plan(
    program: Program, steps: list[Step], before: Plan, effort: float, *, near: bool
) -> NDArray[np.int64] | None:
    """Return the columns of a plan on the face that all tiers leave, near the one before."""
    face = steps[-1].next_face()
    common = program.in_common(before)
    objective: Objective = program.objectives[0]
    if near:
        objective = program.further_tier(NEARNESS, weights=common.astype(np.int64))
    question = WholeQuestion(
        face,
        objective,
        face.columns,
        np.flatnonzero(common),
        at_least=None if near else steps[0].target,
    )
    try:
        found = best_whole_plan(program, question, clock=Clock(), effort=effort)
    except NoWholePlanError:
        return None
    return None if found is None else found.columns


def _solution(program: Program, steps: list[Step], columns: NDArray[np.int64]) -> Solution:
    slacks = smallest_slacks(program, columns)
    # The faces imply all of it; a plan that did not hold would be a mistake of the program.
    assert holds(program, columns, slacks)
    results = []
    for step, objective in zip(steps, program.objectives, strict=True):
        assert total(program, step.tier, columns, slacks) == step.target
        value = objective.value(step.target)
        results.append(TierResult(objective.tier.id, value, value, proven=True))
    return Solution(program.plan(columns), tuple(results), certificate_of(program, steps))


# --- where it is looked for


def _pairs_around(solved: Solved, effects: Effects, repriced: Repriced, number: int) -> Pairs:
    """Return the pairs that a plan is looked for among: few are open, the rest stays."""
    program, new = solved.program, effects.new_pairs
    households, vacancies = _neighbourhood(solved, effects, repriced, number)
    near = np.zeros(program.n_vacancies, np.bool_)
    near[vacancies] = True
    columns, _place = members(program.household_start, households)
    columns = repriced.residual.of_best_plans(columns[near[program.vacancy[columns]]])
    plan = solved.plan
    stays_put = effects.closed.keeps(program.household[plan], program.vacancy[plan])
    stays_put &= ~np.isin(program.household[plan], households)
    columns = np.union1d(columns, plan[stays_put])
    columns = columns[program.way[columns] < len(program.ways)]
    some = _one_of_each_freed(solved, effects)
    n_vacancies = effects.n_vacancies
    household = np.concatenate((program.household[columns], program.household[some], new.household))
    vacancy = np.concatenate((program.vacancy[columns], program.vacancy[some], new.vacancy))
    of_pair = np.divmod(np.unique(household.astype(np.int64) * n_vacancies + vacancy), n_vacancies)
    return Pairs(of_pair[0].astype(np.int32), of_pair[1].astype(np.int32))


def _neighbourhood(
    solved: Solved, effects: Effects, repriced: Repriced, number: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the households and dwellings, of those that were there, that are matched anew."""
    n_households, n_vacancies = solved.program.n_households, solved.program.n_vacancies
    home, after = solved.home, repriced.matching.home[:n_households]
    moved = np.flatnonzero(after != home)
    pinned = [] if effects.pinned is None else [effects.pinned[1]]
    seeds = np.concatenate((after[moved], home[moved], repriced.free.free_vacancies, pinned))
    seeds = np.unique(seeds.astype(np.int64))
    vacancies = _dwellings_around(solved, seeds[(seeds >= 0) & (seeds < n_vacancies)], number)
    tenants = solved.occupant[vacancies]
    households = np.unique(
        np.concatenate(
            (
                tenants[tenants != NO_ROW],
                moved,
                repriced.free.free_households,
                solved.waiting[:_MOST_WAITING],
            )
        ).astype(np.int64)
    )
    return households[households < n_households], vacancies


def _dwellings_around(solved: Solved, seeds: NDArray[np.int64], number: int) -> NDArray[np.int64]:
    """Return some dwellings of the solved plan, sorted: the seeds, and ``number`` others.

    Half of the others are those that share most rules with the seeds, rules of few dwellings
    before those of many: where a change moves a count, they can move it back. The other half are an
    even sample.
    """
    program = solved.program
    entry, column = program.side.entries(program.way[solved.plan])
    row, vacancy = program.side.row[entry], program.vacancy[solved.plan[column]]
    is_seed = np.zeros(program.n_vacancies, np.bool_)
    is_seed[seeds] = True
    shared = np.zeros(program.side.n_rows, np.bool_)
    shared[row[is_seed[vacancy]]] = True
    weight = np.where(shared, 1 / np.maximum(np.bincount(row, minlength=len(shared)), 1), 0.0)
    score = np.bincount(vacancy, weight[row], minlength=program.n_vacancies)
    near = np.argsort(-score, kind="stable")[: number // 2]
    even = np.arange(0, program.n_vacancies, max(1, 2 * program.n_vacancies // number))
    found: NDArray[np.int64] = np.unique(np.concatenate((seeds, near, even)))
    return found


def _one_of_each_freed(solved: Solved, effects: Effects) -> NDArray[np.int64]:
    """Return a column of each dwelling that a move would free: then somebody can stay in it."""
    program, closed = solved.program, effects.closed
    freed = program.vacancy[program.way == len(program.ways)]
    place = solved.vacancy_start[freed][:, np.newaxis] + np.arange(_LOOKED_AT)
    columns = solved.by_vacancy[
        np.minimum(place, solved.vacancy_start[freed + 1][:, np.newaxis] - 1)
    ]
    household, vacancy = program.household[columns], program.vacancy[columns]
    usable = closed.keeps(household, vacancy)
    if effects.is_pinned_where_it_stays and effects.pinned is not None:
        usable |= (vacancy == effects.pinned[1]) & ~closed.household[household]
    usable &= program.way[columns] < len(program.ways)
    first = columns[np.arange(len(freed)), np.argmax(usable, axis=1)]
    found: NDArray[np.int64] = first[usable.any(axis=1)].astype(np.int64)
    return found

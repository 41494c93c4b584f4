"""Whole plans: the best choice of columns in integers, by CP-SAT, on what is left to decide.

CP-SAT works in exact integers, so what it proves is proven on the very numbers of the programme.
It never sees all pairs: only the columns that reduced costs cannot exclude, or a few that hold a
good plan.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from repartition.optimisation.clock import Clock
from repartition.optimisation.face import UNBOUNDED, Face
from repartition.optimisation.program import Objective, Program

_SEED = 2014


@dataclass(frozen=True, slots=True, eq=False)
class WholePlan:
    """A choice of columns that respects every row of a face, and the tier's exact sum."""

    columns: NDArray[np.int64]
    total: int
    is_best: bool
    """Proven: no choice among the columns offered is better."""


@dataclass(frozen=True, slots=True, eq=False)
class WholeQuestion:
    """The question which whole plan made of ``columns`` respects a face and is best in a tier.

    Attributes
    ----------
    hint
        Columns of a plan (perhaps of fractions) to start from.
    at_least
        Any plan whose sum is this or more will do; None asks for the best.
    """

    face: Face
    objective: Objective
    columns: NDArray[np.int64]
    hint: NDArray[np.int64]
    at_least: int | None = None


class NoWholePlanError(Exception):
    """Proven: no choice among the columns offered answers the question."""


def best_whole_plan(
    program: Program, question: WholeQuestion, *, clock: Clock, effort: float | None = None
) -> WholePlan | None:
    """Return the whole plan asked for; None if the effort ran out before any was found.

    Parameters
    ----------
    effort
        In CP-SAT's deterministic time, so that the same input gives the same plan; None = no end.

    Raises
    ------
    NoWholePlanError
        If there is none.
    OutOfTime
        If the clock runs out before there is an answer.
    """
    clock.check()
    face, objective, columns = question.face, question.objective, question.columns
    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _column in range(len(columns))]
    slacks = [
        model.new_int_var(least, limit, "")
        for least, limit in zip(face.slack_least.tolist(), face.slack_limit.tolist(), strict=True)
    ]
    one_each(model, chosen, program.household[columns], face.household_required)
    one_each(model, chosen, program.vacancy[columns], face.vacancy_required)
    _hold_side_rows(model, program, question, chosen, slacks)
    for branch in face.branches:
        weight = program.counts.weight_of_ways(branch)[program.way[columns]]
        counted = [chosen[i] for i in np.flatnonzero(weight).tolist()]
        model.add(branch.sign * cp_model.LinearExpr.sum(counted) <= branch.upper)
    for tier, target in face.kept:
        model.add(_sum(program.objectives[tier], columns, chosen, slacks) >= target)
    total = _sum(objective, columns, chosen, slacks)
    if question.at_least is None:
        model.maximize(total)
    else:
        model.add(total >= question.at_least)
    for variable, hinted in zip(chosen, np.isin(columns, question.hint).tolist(), strict=True):
        model.add_hint(variable, hinted)
    solver = solver_for(clock, effort)
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        raise NoWholePlanError
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        clock.check()
        return None
    taken = np.fromiter((solver.boolean_value(v) for v in chosen), np.bool_, len(chosen))
    bent = np.array([solver.value(slack) for slack in slacks], np.int64)
    reached = int(objective.weights[columns[taken]].sum())
    reached += int((objective.slack_weights * bent).sum())
    return WholePlan(columns[taken], reached, status == cp_model.OPTIMAL)


def solver_for(clock: Clock, effort: float | None) -> cp_model.CpSolver:
    """Return CP-SAT with an effort, in its deterministic time, and what is left on the clock."""
    solver = cp_model.CpSolver()
    # One worker, one seed: the same question has the same answer on every machine.
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = _SEED
    solver.parameters.linearization_level = 2
    solver.parameters.catch_sigint_signal = False
    if effort is not None:
        solver.parameters.max_deterministic_time = effort
    if clock.limit is not None:
        solver.parameters.max_time_in_seconds = max(0.01, clock.left())
    return solver


def one_each(
    model: cp_model.CpModel,
    chosen: list[cp_model.IntVar],
    group: NDArray[np.int32],
    required: NDArray[np.bool_],
    *,
    among: NDArray[np.int32] | None = None,
) -> None:
    """At most one column of each group, one where required; all required have one, or ``among``."""
    order = np.argsort(group, kind="stable")
    present, first = np.unique(group[order], return_index=True)
    last = np.append(first[1:], len(order))
    for row, start, end in zip(present.tolist(), first.tolist(), last.tolist(), strict=False):
        variables = [chosen[i] for i in order[start:end].tolist()]
        if required[row]:
            model.add_exactly_one(variables)
        else:
            model.add_at_most_one(variables)
    if among is None and np.setdiff1d(np.flatnonzero(required), present).size:
        model.add_bool_or([])  # a row that must be filled has no column: there is no plan


def _hold_side_rows(
    model: cp_model.CpModel,
    program: Program,
    question: WholeQuestion,
    chosen: list[cp_model.IntVar],
    slacks: list[cp_model.IntVar],
) -> None:
    """Hold lower ≤ a·x − s ≤ upper for every side row."""
    side, face = program.side, question.face
    entry, column = side.entries(program.way[question.columns])
    row = side.row[entry]
    order = np.argsort(row, kind="stable")
    ends = np.searchsorted(row[order], np.arange(side.n_rows + 1))
    for index in range(side.n_rows):
        members = order[ends[index] : ends[index + 1]]
        activity = cp_model.LinearExpr.weighted_sum(
            [*(chosen[i] for i in column[members].tolist()), slacks[side.slack[index]]],
            [*side.coefficient[entry[members]].tolist(), -1],
        )
        model.add(activity <= int(face.upper[index]))
        if face.lower[index] > UNBOUNDED:
            model.add(activity >= int(face.lower[index]))


def _sum(
    objective: Objective,
    columns: NDArray[np.int64],
    chosen: list[cp_model.IntVar],
    slacks: list[cp_model.IntVar],
) -> cp_model.LinearExprT:
    weights = objective.weights[columns]
    used = np.flatnonzero(weights)
    bent = np.flatnonzero(objective.slack_weights)
    return cp_model.LinearExpr.weighted_sum(
        [*(chosen[i] for i in used.tolist()), *(slacks[i] for i in bent.tolist())],
        [*weights[used].tolist(), *objective.slack_weights[bent].tolist()],
    )

"""Whole plans: the best choice of columns in integers, by CP-SAT, on what is left to decide.

CP-SAT works in exact integers, so what it proves is proven on the very numbers of the programme.
It never sees all pairs: only the columns that reduced costs cannot exclude, or a few that hold a
good plan.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from repartition.optimisation.aside import answer_of
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
    must, may = _settled(program, question)
    left = np.flatnonzero(may).tolist()
    model = cp_model.CpModel()
    variables = [model.new_bool_var("") for _column in left]
    slacks = _hold(model, program, question, variables, must, may)
    solver = solver_for(clock, effort)
    status = answer_of(lambda: solver.solve(model), stop=solver.stop_search, clock=clock)
    if status == cp_model.INFEASIBLE:
        raise NoWholePlanError
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        clock.check()
        return None
    taken = must.copy()
    taken[left] = [solver.boolean_value(variable) for variable in variables]
    bent = np.array([solver.value(slack) for slack in slacks], np.int64)
    columns, objective = question.columns[taken], question.objective
    reached = int(objective.weights[columns].sum())
    reached += int((objective.slack_weights * bent).sum())
    return WholePlan(columns, reached, status == cp_model.OPTIMAL)


def _hold(
    model: cp_model.CpModel,
    program: Program,
    question: WholeQuestion,
    variables: list[cp_model.IntVar],
    must: NDArray[np.bool_],
    may: NDArray[np.bool_],
) -> list[cp_model.IntVar]:
    """Write every row of the face, and what is asked; return the slacks."""
    face, columns = question.face, question.columns
    left = np.flatnonzero(may).tolist()
    chosen: list[cp_model.LinearExprT] = must.astype(int).tolist()
    for column, variable in zip(left, variables, strict=True):
        chosen[column] = variable
    slacks = [
        model.new_int_var(least, limit, "")
        for least, limit in zip(face.slack_least.tolist(), face.slack_limit.tolist(), strict=True)
    ]
    for group, required in (
        (program.household[columns], face.household_required),
        (program.vacancy[columns], face.vacancy_required),
    ):
        missing = required.copy()
        missing[group[must]] = False
        one_each(model, variables, group[may], missing)
    _hold_side_rows(model, program, question, chosen, slacks)
    for branch in face.branches:
        weight = program.counts.weight_of_ways(branch)[program.way[columns]]
        counted = [chosen[i] for i in np.flatnonzero(weight).tolist()]
        model.add(branch.sign * cp_model.LinearExpr.sum(counted) <= branch.upper)
    for tier, target in face.kept:
        model.add(_sum(program.objectives[tier], columns, chosen, slacks) >= target)
    total = _sum(question.objective, columns, chosen, slacks)
    if question.at_least is None:
        model.maximize(total)
    else:
        model.add(total >= question.at_least)
    hinted = np.isin(columns[may], question.hint).tolist()
    for variable, hint in zip(variables, hinted, strict=True):
        model.add_hint(variable, hint)
    return slacks


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


def _settled(
    program: Program, question: WholeQuestion
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which columns every plan asked for has, and which are left to be chosen.

    A row that must be filled and has one column settles it, and closes all that share a row with
    it. Around a solved plan that is nearly everybody.

    Raises
    ------
    NoWholePlanError
        If two columns that every plan has share a row.
    """
    face, columns = question.face, question.columns
    household, vacancy = program.household[columns], program.vacancy[columns]
    must = face.household_required[household] & (np.bincount(household)[household] == 1)
    must |= face.vacancy_required[vacancy] & (np.bincount(vacancy)[vacancy] == 1)
    for rows in (household, vacancy):
        if len(np.unique(rows[must])) < np.count_nonzero(must):
            raise NoWholePlanError
    taken = np.isin(household, household[must]) | np.isin(vacancy, vacancy[must])
    return must, ~taken


def one_each(
    model: cp_model.CpModel,
    variables: list[cp_model.IntVar],
    group: NDArray[np.int32],
    required: NDArray[np.bool_],
    *,
    among: NDArray[np.int32] | None = None,
) -> None:
    """Choose at most one of each group, one where required.

    All that is required has one of these, or what of it is in ``among``.
    """
    order = np.argsort(group, kind="stable")
    present, first = np.unique(group[order], return_index=True)
    last = np.append(first[1:], len(order))
    for row, start, end in zip(present.tolist(), first.tolist(), last.tolist(), strict=False):
        some = [variables[i] for i in order[start:end].tolist()]
        if required[row]:
            model.add_exactly_one(some)
        else:
            model.add_at_most_one(some)
    if among is None and np.setdiff1d(np.flatnonzero(required), present).size:
        model.add_bool_or([])  # a row that must be filled has no column: there is no plan


def _hold_side_rows(
    model: cp_model.CpModel,
    program: Program,
    question: WholeQuestion,
    chosen: list[cp_model.LinearExprT],
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
    chosen: list[cp_model.LinearExprT],
    slacks: list[cp_model.IntVar],
) -> cp_model.LinearExprT:
    weights = objective.weights[columns]
    used = np.flatnonzero(weights)
    bent = np.flatnonzero(objective.slack_weights)
    return cp_model.LinearExpr.weighted_sum(
        [*(chosen[i] for i in used.tolist()), *(slacks[i] for i in bent.tolist())],
        [*weights[used].tolist(), *objective.slack_weights[bent].tolist()],
    )

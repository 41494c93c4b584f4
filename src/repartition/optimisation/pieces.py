"""Whole plans found piece by piece, where what the relaxation divides falls apart.

With no gap between bound and target the rows of the next face imply the target: what is wanted is
any whole point of it. What the relaxation has whole stays; the households and the dwellings that
it divides, and the side rows that can still bind among them, fall into pieces that have nothing in
common. CP-SAT answers for each in turn, where one question about all of them would be too much for
it. Nothing rests on this: a plan is held against every target like any other.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from repartition.optimisation.aside import answer_of
from repartition.optimisation.bound import narrowed
from repartition.optimisation.branching import Part
from repartition.optimisation.choices import activities
from repartition.optimisation.clock import Clock
from repartition.optimisation.face import UNBOUNDED, Face
from repartition.optimisation.integers import one_each, solver_for
from repartition.optimisation.neighbourhood import between
from repartition.optimisation.program import Program

_MOST_COLUMNS: Final = 150_000


@dataclass(frozen=True, slots=True, eq=False)
class Remainder:
    """What is left to decide once some columns are chosen.

    Attributes
    ----------
    columns
        int64 (n,): those still open.
    entry_row, entry_column, coefficient
        int64 (n_entries,) each: what open columns, by place, weigh on rows: the side rows, then
        the bounds on counts.
    lower, upper
        int64 (n_rows,): what the open columns of each row, less its slack, may sum to.
    slack
        int64 (n_rows,): the slack of each side row; of a bound on a count, a number of its own.
    """

    columns: NDArray[np.int64]
    entry_row: NDArray[np.int64]
    entry_column: NDArray[np.int64]
    coefficient: NDArray[np.int64]
    lower: NDArray[np.int64]
    upper: NDArray[np.int64]
    slack: NDArray[np.int64]
    slack_least: NDArray[np.int64]
    slack_limit: NDArray[np.int64]


def whole_plan_in_pieces(
    program: Program, part: Part, target: int, *, clock: Clock, effort: float
) -> NDArray[np.int64] | None:
    """Return columns that make a whole point of a part, of sum ``target``; None: none found.

    None is sought unless the part's bound is the target, and no tier is kept as a row.

    Raises
    ------
    OutOfTime
        If the clock runs out.
    """
    point = part.relaxation
    if point is None or part.bound.gap(target) or part.face.kept:
        return None
    face = narrowed(part.face, part.bound, target)
    divided = point.divided()
    whole = np.setdiff1d(point.support(), divided, assume_unique=True)
    for among in (point.columns, None):
        near = part.within(target, between(program, divided, among))
        if len(near) > _MOST_COLUMNS:
            return None
        found = _fill(program, face, whole, near, clock=clock, effort=effort)
        if found is not None:
            return np.sort(np.concatenate((whole, found)))
    return None


def _fill(
    program: Program,
    face: Face,
    whole: NDArray[np.int64],
    near: NDArray[np.int64],
    *,
    clock: Clock,
    effort: float,
) -> NDArray[np.int64] | None:
    rest = _remainder(program, face, whole, near)
    binds = binding(program, rest)
    chosen = []
    for piece in pieces(program, rest, binds):
        taken = _answer(program, face, rest, binds, piece, clock=clock, effort=effort)
        if taken is None:
            return None
        chosen.append(rest.columns[taken])
    return np.concatenate([near[:0], *chosen])


def _remainder(
    program: Program, face: Face, whole: NDArray[np.int64], near: NDArray[np.int64]
) -> Remainder:
    side = program.side
    entry, column = side.entries(program.way[near])
    used = activities(program, whole)
    rows, places, weights = [side.row[entry]], [column], [side.coefficient[entry]]
    lower = [np.where(face.lower > UNBOUNDED, face.lower - used, UNBOUNDED)]
    upper = [face.upper - used]
    for index, branch in enumerate(face.branches):
        weight = program.counts.weight_of_ways(branch)
        counted = np.flatnonzero(weight[program.way[near]])
        rows.append(np.full(len(counted), side.n_rows + index))
        places.append(counted)
        weights.append(weight[program.way[near[counted]]])
        lower.append(np.array([UNBOUNDED]))
        upper.append(np.array([branch.upper - int(weight[program.way[whole]].sum())]))
    n_branches = len(face.branches)
    nothing = np.zeros(n_branches, np.int64)
    return Remainder(
        near,
        np.concatenate(rows),
        np.concatenate(places),
        np.concatenate(weights),
        np.concatenate(lower),
        np.concatenate(upper),
        np.concatenate((side.slack, side.n_slacks + np.arange(n_branches))).astype(np.int64),
        np.concatenate((face.slack_least, nothing)),
        np.concatenate((face.slack_limit, nothing)),
    )


def binding(program: Program, rest: Remainder) -> NDArray[np.bool_]:
    """Return which rows some choice of open columns could break: bool (n_rows,)."""
    # A household has one column at most: of each, the one that weighs most in a row, or none.
    household = program.household[rest.columns[rest.entry_column]].astype(np.int64)
    pair, place = np.unique(rest.entry_row * program.n_households + household, return_inverse=True)
    highest, lowest = np.zeros(len(pair), np.int64), np.zeros(len(pair), np.int64)
    np.maximum.at(highest, place, rest.coefficient)
    np.minimum.at(lowest, place, rest.coefficient)
    most, least = np.zeros(len(rest.upper), np.int64), np.zeros(len(rest.upper), np.int64)
    np.add.at(most, pair // program.n_households, highest)
    np.add.at(least, pair // program.n_households, lowest)
    below = most - rest.slack_least[rest.slack] <= rest.upper
    above = least - rest.slack_limit[rest.slack] >= rest.lower
    # What is chosen already may bend a row further than it can, whatever else is chosen.
    return ~(below & above)


def pieces(program: Program, rest: Remainder, binds: NDArray[np.bool_]) -> list[NDArray[np.int64]]:
    """Return the open columns, by place, in groups that share no household, dwelling or row."""
    size = len(rest.columns)
    inside = binds[rest.entry_row]
    groups = [
        (program.household[rest.columns].astype(np.int64), np.arange(size)),
        (program.vacancy[rest.columns].astype(np.int64), np.arange(size)),
        (rest.slack[rest.entry_row[inside]], rest.entry_column[inside]),
    ]
    label, before = np.arange(size), np.full(size, -1)
    while not np.array_equal(label, before):
        before = label.copy()
        for group, column in groups:
            least = np.full(int(group.max(initial=-1)) + 1, size)
            np.minimum.at(least, group, label[column])
            np.minimum.at(label, column, least[group])
    order = np.argsort(label, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(label[order])) + 1) if size else []


def _answer(
    program: Program,
    face: Face,
    rest: Remainder,
    binds: NDArray[np.bool_],
    piece: NDArray[np.int64],
    *,
    clock: Clock,
    effort: float,
) -> NDArray[np.int64] | None:
    """Return the places of columns that make a whole point of a piece; None: not found."""
    clock.check()
    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _column in range(len(piece))]
    columns = rest.columns[piece]
    for group, required in (
        (program.household[columns], face.household_required),
        (program.vacancy[columns], face.vacancy_required),
    ):
        one_each(model, chosen, group, required, among=np.unique(group))
    _hold_rows(model, rest, binds, piece, chosen)
    solver = solver_for(clock, effort)
    status = answer_of(lambda: solver.solve(model), stop=solver.stop_search, clock=clock)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        clock.check()
        return None
    taken = np.fromiter((solver.boolean_value(v) for v in chosen), np.bool_, len(chosen))
    return piece[taken]


def _hold_rows(
    model: cp_model.CpModel,
    rest: Remainder,
    binds: NDArray[np.bool_],
    piece: NDArray[np.int64],
    chosen: list[cp_model.IntVar],
) -> None:
    place = np.full(len(rest.columns), -1)
    place[piece] = np.arange(len(piece))
    entry = np.flatnonzero((place[rest.entry_column] >= 0) & binds[rest.entry_row])
    slacks: dict[int, cp_model.IntVar] = {}
    for row in np.unique(rest.entry_row[entry]).tolist():
        slack = int(rest.slack[row])
        if slack not in slacks:
            least, limit = int(rest.slack_least[slack]), int(rest.slack_limit[slack])
            slacks[slack] = model.new_int_var(least, limit, "")
        own = entry[rest.entry_row[entry] == row]
        activity = cp_model.LinearExpr.weighted_sum(
            [*(chosen[i] for i in place[rest.entry_column[own]].tolist()), slacks[slack]],
            [*rest.coefficient[own].tolist(), -1],
        )
        model.add(activity <= int(rest.upper[row]))
        if rest.lower[row] > UNBOUNDED:
            model.add(activity >= int(rest.lower[row]))

"""The linear relaxation of one tier over a face, by column generation.

A restricted master holds the columns that matter, GLOP solves it, numpy prices every column of
the face, and the best of those that would gain enter, until none would. Only the prices and the
fractions of the last master leave this module; what they prove is computed in
:mod:`repartition.optimisation.bound`.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt

from repartition.optimisation.bound import Prices, exact_bound, price_columns
from repartition.optimisation.clock import Clock, OutOfTime
from repartition.optimisation.completion import complete_prices
from repartition.optimisation.face import UNBOUNDED, Face
from repartition.optimisation.program import Objective, Program

_PER_VACANCY = 6
_PER_HOUSEHOLD = 2
_START_PER_VACANCY = 8
_START_PER_HOUSEHOLD = 2
_TOLERANCE = 1e-6
_MOST_ROUNDS = 200


class RelaxationError(Exception):
    """The linear solver gave no usable answer on a master that has one."""


@dataclass(frozen=True, slots=True, eq=False)
class Relaxation:
    """An optimal point of the relaxation.

    Attributes
    ----------
    columns
        int64 (n_master,), sorted: the columns of the last master.
    values
        float64 (n_master,): their fractions.
    slacks
        float64 (n_slacks,).
    prices
        Dual prices, floats.
    total
        The tier's sum at this point.
    """

    columns: NDArray[np.int64]
    values: NDArray[np.float64]
    slacks: NDArray[np.float64]
    prices: Prices
    total: float

    def support(self) -> NDArray[np.int64]:
        """Return the columns with a positive fraction."""
        return self.columns[self.values > _TOLERANCE]

    def is_integral(self) -> bool:
        """Return whether every column is chosen wholly or not at all."""
        return bool(np.all((self.values < _TOLERANCE) | (self.values > 1 - _TOLERANCE)))


def solve_relaxation(
    program: Program,
    face: Face,
    objective: Objective,
    *,
    start: NDArray[np.int64],
    clock: Clock,
) -> Relaxation:
    """Return an optimal point of the relaxation.

    Parameters
    ----------
    start
        Columns to begin with; those of the face among them must allow a point of the face (the
        support of the former tier's optimum does).

    Raises
    ------
    OutOfTime
        If the clock runs out.
    RelaxationError
        If GLOP fails on a master that has a solution.
    """
    start = start[np.isin(start, face.columns, assume_unique=True)]
    master = np.union1d(start, _promising(program, face, objective.weights.astype(float)))
    for _round in range(_MOST_ROUNDS):
        clock.check()
        point = _solve_master(program, face, objective, master, clock)
        entering = _entering(program, face, objective, point)
        if not len(entering):
            return point
        if (prices := _proving_prices(program, face, objective, point)) is not None:
            return replace(point, prices=prices)
        master = np.union1d(master, entering)
    raise RelaxationError


def _proving_prices(
    program: Program, face: Face, objective: Objective, point: Relaxation
) -> Prices | None:
    """Return prices that prove that no point of the face beats a whole one; None if none is found."""
    if not point.is_integral():
        return None
    free = replace(point.prices, vacancy=np.zeros(program.n_vacancies))
    net = price_columns(
        program, program.objectives, face.kept, objective.weights, free, face.columns
    )
    vacancy = complete_prices(program, face, net, point.prices.vacancy, point.support())
    if vacancy is None:
        return None
    prices = replace(point.prices, vacancy=vacancy)
    bound = exact_bound(program, face, objective, prices)
    return prices if bound.total <= (point.total + _TOLERANCE) * bound.denominator else None


def _promising(
    program: Program, face: Face, weights: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return a first choice of columns: the best of each dwelling, some of each household."""
    gain = weights[face.columns]
    return _best_of_each(
        program, face.columns, gain, per_vacancy=_START_PER_VACANCY,
        per_household=_START_PER_HOUSEHOLD,
    )


def _entering(
    program: Program, face: Face, objective: Objective, point: Relaxation
) -> NDArray[np.int64]:
    """Return the columns that would gain most at the point's prices; none if no column would."""
    net = price_columns(
        program, program.objectives, face.kept, objective.weights, point.prices, face.columns
    )
    owner = program.household[face.columns]
    # The household's price is the best its master columns offer, or nothing if it may be left out.
    known = np.isin(face.columns, point.columns, assume_unique=True)
    best = np.full(program.n_households, -np.inf)
    np.maximum.at(best, owner[known], net[known])
    best = np.where(face.household_required, best, np.maximum(best, 0.0))
    gain = net - best[owner]
    scale = max(1.0, float(np.abs(objective.weights).max(initial=0)))
    gaining = np.flatnonzero(gain > _TOLERANCE * min(scale, 100.0))
    return _best_of_each(
        program, face.columns[gaining], gain[gaining], per_vacancy=_PER_VACANCY,
        per_household=_PER_HOUSEHOLD,
    )


def _best_of_each(
    program: Program,
    columns: NDArray[np.int64],
    gain: NDArray[np.float64],
    *,
    per_vacancy: int,
    per_household: int,
) -> NDArray[np.int64]:
    """Return the columns of largest gain of each dwelling and of each household, ties spread."""
    if not len(columns):
        return columns
    _values, rank = np.unique(-gain, return_inverse=True)
    # A fixed scramble of the column number spreads ties over the households and dwellings.
    scramble = (columns * np.int64(0x9E3779B1)) >> 7 & 0xFFFF
    key = (rank.astype(np.int64) << 16) | scramble
    chosen = [
        columns[_first_of_each(rows[columns], key, count)]
        for rows, count in ((program.vacancy, per_vacancy), (program.household, per_household))
    ]
    return np.union1d(*chosen)


def _first_of_each(
    group: NDArray[np.int32], key: NDArray[np.int64], count: int
) -> NDArray[np.int64]:
    # One sort of one number is several times faster than a sort by two keys.
    order = np.argsort((group.astype(np.int64) << 40) | np.minimum(key, (1 << 40) - 1))
    grouped = group[order]
    first = np.flatnonzero(np.diff(grouped, prepend=-1))
    place = np.arange(len(order)) - np.repeat(first, np.diff(np.append(first, len(order))))
    return order[place < count]


def _solve_master(
    program: Program, face: Face, objective: Objective, columns: NDArray[np.int64], clock: Clock
) -> Relaxation:
    model, scales = _write_master(program, face, objective, columns)
    limit = clock.left()
    parameters = mathopt.SolveParameters(threads=1)
    if limit != float("inf"):
        parameters.time_limit = timedelta(seconds=max(0.01, limit))
    result = mathopt.solve(
        mathopt.Model.from_model_proto(model), mathopt.SolverType.GLOP, params=parameters
    )
    if result.termination.reason is not mathopt.TerminationReason.OPTIMAL:
        clock.check()
        raise RelaxationError(result.termination)
    values = np.fromiter(result.variable_values().values(), float)
    duals = np.fromiter(result.dual_values().values(), float)
    n_columns = len(columns)
    n_vacancies, n_side = program.n_vacancies, program.side.n_rows
    # The rows of the households come first; their prices follow from the others.
    duals = duals[len(duals) - n_vacancies - n_side - len(face.kept) :]
    return Relaxation(
        columns,
        values[:n_columns],
        values[n_columns:],
        Prices(
            duals[:n_vacancies],
            duals[n_vacancies : n_vacancies + n_side],
            -duals[n_vacancies + n_side :] / scales,
        ),
        result.objective_value(),
    )


def _write_master(
    program: Program, face: Face, objective: Objective, columns: NDArray[np.int64]
) -> tuple[model_pb2.ModelProto, NDArray[np.float64]]:
    """Return the master as a model: rows of households, dwellings, side rows, settled tiers."""
    side = program.side
    owners, household_row = np.unique(program.household[columns], return_inverse=True)
    first_side = len(owners) + program.n_vacancies
    first_kept = first_side + side.n_rows
    n_columns = len(columns)
    position = np.arange(n_columns)
    ways = program.way[columns]
    counts = (side.way_start[1:] - side.way_start[:-1])[ways]
    entry_column = np.repeat(position, counts)
    within = np.arange(len(entry_column)) - np.repeat(np.cumsum(counts) - counts, counts)
    entry = side.way_start[ways][entry_column] + within
    slack_rows = np.arange(side.n_rows)
    rows = [household_row, len(owners) + program.vacancy[columns], first_side + side.row[entry],
            first_side + slack_rows]
    cells = [position, position, entry_column, n_columns + side.slack]
    coefficients = [np.ones(n_columns), np.ones(n_columns), side.coefficient[entry].astype(float),
                    -np.ones(side.n_rows)]
    scales = np.ones(len(face.kept))
    kept_lower = np.zeros(len(face.kept))
    for index, (tier, target) in enumerate(face.kept):
        other = program.objectives[tier]
        weights = np.concatenate((other.weights[columns], other.slack_weights)).astype(float)
        scales[index] = max(1.0, np.abs(weights).max(initial=0.0))
        used = np.flatnonzero(weights)
        rows.append(np.full(len(used), first_kept + index))
        cells.append(used)
        coefficients.append(weights[used] / scales[index])
        kept_lower[index] = target / scales[index]
    lower = np.concatenate((
        face.household_required[owners].astype(float),
        face.vacancy_required.astype(float),
        np.where(face.lower > UNBOUNDED, face.lower.astype(float), -np.inf),
        kept_lower,
    ))
    upper = np.concatenate((
        np.ones(first_side), side.upper.astype(float), np.full(len(face.kept), np.inf)
    ))
    model = model_pb2.ModelProto()
    _write_variables(model, n_columns, face)
    _write_rows(model, lower, upper)
    _write_matrix(model, np.concatenate(rows), np.concatenate(cells), np.concatenate(coefficients))
    weights = np.concatenate((objective.weights[columns], objective.slack_weights)).astype(float)
    used = np.flatnonzero(weights)
    model.objective.maximize = True
    model.objective.linear_coefficients.ids.extend(used.tolist())
    model.objective.linear_coefficients.values.extend(weights[used].tolist())
    return model, scales


def _write_variables(model: model_pb2.ModelProto, n_columns: int, face: Face) -> None:
    count = n_columns + len(face.slack_limit)
    model.variables.ids.extend(range(count))
    model.variables.lower_bounds.extend([0.0] * n_columns)
    model.variables.lower_bounds.extend(face.slack_least.astype(float).tolist())
    # A column is at most 1 by its household's row: a bound of its own would only add work.
    model.variables.upper_bounds.extend([float("inf")] * n_columns)
    model.variables.upper_bounds.extend(face.slack_limit.astype(float).tolist())
    model.variables.integers.extend([False] * count)


def _write_rows(
    model: model_pb2.ModelProto, lower: NDArray[np.float64], upper: NDArray[np.float64]
) -> None:
    model.linear_constraints.ids.extend(range(len(lower)))
    model.linear_constraints.lower_bounds.extend(lower.tolist())
    model.linear_constraints.upper_bounds.extend(upper.tolist())


def _write_matrix(
    model: model_pb2.ModelProto,
    row: NDArray[np.integer],
    column: NDArray[np.integer],
    coefficient: NDArray[np.float64],
) -> None:
    order = np.lexsort((column, row))
    matrix = model.linear_constraint_matrix
    matrix.row_ids.extend(row[order].tolist())
    matrix.column_ids.extend(column[order].tolist())
    matrix.coefficients.extend(coefficient[order].tolist())

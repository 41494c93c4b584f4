"""A face over some columns, written as a linear model from arrays."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt import model_pb2

from repartition.optimisation.face import UNBOUNDED, Face
from repartition.optimisation.program import Objective, Program

_INFINITY = float("inf")
_FAINT = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class LinearModel:
    """A model: variables are the columns, the slacks, then what breaks each branch.

    A share with many decimals makes large and small integers; here every row is divided so that
    its coefficients are of the order of one, and slacks are in attributions.

    Attributes
    ----------
    columns
        int64: the columns, sorted.
    households
        int64, sorted: the households that have a row.
    side_scale, kept_scale
        float64: what each side row, and the row of each settled tier, was divided by.
    """

    proto: model_pb2.ModelProto
    columns: NDArray[np.int64]
    households: NDArray[np.int64]
    side_scale: NDArray[np.float64]
    kept_scale: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Some rows of a model: entries with rows counted from 0, and the ends of each row."""

    row: NDArray[np.int64]
    variable: NDArray[np.int64]
    coefficient: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]


def write_model(
    program: Program,
    face: Face,
    objective: Objective,
    columns: NDArray[np.int64],
    *,
    penalty: float | None = None,
) -> LinearModel:
    """Return the model; rows in order: households, dwellings, side rows, settled tiers, branches.

    Households of which no column is there have no row. With a ``penalty``, a branch may be broken
    at that cost for each attribution: a model has a point even where the part searched has none.
    """
    households, household = np.unique(program.household[columns], return_inverse=True)
    side_rows, side_scale = _side_rows(program, face, columns)
    settled, kept_scale = _settled_tiers(program, face, columns)
    blocks = (
        _one_each(household, face.household_required[households]),
        _one_each(program.vacancy[columns], face.vacancy_required),
        side_rows,
        settled,
        _branches(program, face, columns),
    )
    proto = model_pb2.ModelProto()
    _write_variables(
        proto,
        len(columns),
        face,
        program.side.slack_scale,
        most_broken=0.0 if penalty is None else _INFINITY,
    )
    _write_rows(proto, blocks)
    weights = _weights(program, objective, columns)
    used = np.flatnonzero(weights)
    proto.objective.maximize = True
    proto.objective.linear_coefficients.ids.extend(used.tolist())
    proto.objective.linear_coefficients.values.extend(weights[used].tolist())
    if penalty is not None:
        first = len(columns) + program.side.n_slacks
        proto.objective.linear_coefficients.ids.extend(range(first, first + len(face.branches)))
        proto.objective.linear_coefficients.values.extend([-penalty] * len(face.branches))
    return LinearModel(proto, columns, households.astype(np.int64), side_scale, kept_scale)


def _one_each(group: NDArray[np.integer], required: NDArray[np.bool_]) -> _Rows:
    """At most one column of each household or dwelling; exactly one where required."""
    size = len(group)
    return _Rows(
        group.astype(np.int64),
        np.arange(size),
        np.ones(size),
        required.astype(float),
        np.ones(len(required)),
    )


def _side_rows(
    program: Program, face: Face, columns: NDArray[np.int64]
) -> tuple[_Rows, NDArray[np.float64]]:
    """Write lower ≤ a·x − s ≤ upper, divided; a row too faint to be told from nothing is open."""
    side = program.side
    entry, column = side.entries(program.way[columns])
    largest = np.zeros(side.n_rows)
    np.maximum.at(largest, side.row, np.abs(side.coefficient).astype(float))
    bends = face.slack_limit[side.slack] > 0
    scale = np.where(bends | (largest == 0), side.row_scale, largest)
    faint = (largest > 0) & (largest < _FAINT * scale)
    rows = _Rows(
        np.concatenate((side.row[entry], np.flatnonzero(bends))),
        np.concatenate((column, len(columns) + side.slack[bends])),
        np.concatenate(
            (
                side.coefficient[entry] / scale[side.row[entry]],
                -side.row_scale[bends] / scale[bends],
            )
        ),
        np.where((face.lower > UNBOUNDED) & ~faint, face.lower / scale, -_INFINITY),
        np.where(faint, _INFINITY, face.upper / scale),
    )
    return rows, scale


def _weights(
    program: Program, objective: Objective, columns: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the weights of the variables in a tier: the columns, then the slacks."""
    slacks = objective.slack_weights * program.side.slack_scale
    return np.concatenate((objective.weights[columns], slacks)).astype(float)


def _settled_tiers(
    program: Program, face: Face, columns: NDArray[np.int64]
) -> tuple[_Rows, NDArray[np.float64]]:
    """Write w·x ≥ target for the tiers kept as rows, divided so that weights are at most 1."""
    rows, variables, coefficients = [], [], []
    scale, lower = np.ones(len(face.kept)), np.zeros(len(face.kept))
    for index, (tier, target) in enumerate(face.kept):
        weights = _weights(program, program.objectives[tier], columns)
        scale[index] = max(1.0, np.abs(weights).max(initial=0.0))
        used = np.flatnonzero(weights)
        rows.append(np.full(len(used), index))
        variables.append(used)
        coefficients.append(weights[used] / scale[index])
        lower[index] = target / scale[index]
    nothing = [np.zeros(0, np.int64)]
    found = _Rows(
        np.concatenate(rows or nothing),
        np.concatenate(variables or nothing),
        np.concatenate(coefficients or [np.zeros(0)]),
        lower,
        np.full(len(face.kept), _INFINITY),
    )
    return found, scale


def _branches(program: Program, face: Face, columns: NDArray[np.int64]) -> _Rows:
    """Write σ·n − e ≤ upper for each branch, e = what breaks it."""
    first = len(columns) + program.side.n_slacks
    rows, variables, coefficients = [], [], []
    for index, branch in enumerate(face.branches):
        weight = program.counts.weight_of_ways(branch)[program.way[columns]]
        used = np.flatnonzero(weight)
        rows.append(np.full(len(used) + 1, index))
        variables.append(np.append(used, first + index))
        coefficients.append(np.append(weight[used], -1).astype(float))
    nothing = [np.zeros(0, np.int64)]
    return _Rows(
        np.concatenate(rows or nothing),
        np.concatenate(variables or nothing),
        np.concatenate(coefficients or [np.zeros(0)]),
        np.full(len(face.branches), -_INFINITY),
        np.array([branch.upper for branch in face.branches], float),
    )


def _write_variables(
    proto: model_pb2.ModelProto,
    n_columns: int,
    face: Face,
    slack_scale: NDArray[np.int64],
    *,
    most_broken: float,
) -> None:
    n_branches = len(face.branches)
    count = n_columns + len(face.slack_limit) + n_branches
    proto.variables.ids.extend(range(count))
    proto.variables.lower_bounds.extend([0.0] * n_columns)
    proto.variables.lower_bounds.extend((face.slack_least / slack_scale).tolist())
    proto.variables.lower_bounds.extend([0.0] * n_branches)
    # A column is at most 1 by its household's row: a bound of its own would only add work.
    proto.variables.upper_bounds.extend([_INFINITY] * n_columns)
    proto.variables.upper_bounds.extend((face.slack_limit / slack_scale).tolist())
    proto.variables.upper_bounds.extend([most_broken] * n_branches)
    proto.variables.integers.extend([False] * count)


def _write_rows(proto: model_pb2.ModelProto, blocks: tuple[_Rows, ...]) -> None:
    sizes = np.array([len(block.lower) for block in blocks])
    first = np.cumsum(sizes) - sizes
    proto.linear_constraints.ids.extend(range(int(sizes.sum())))
    for block in blocks:
        proto.linear_constraints.lower_bounds.extend(block.lower.tolist())
        proto.linear_constraints.upper_bounds.extend(block.upper.tolist())
    row = np.concatenate([block.row + start for block, start in zip(blocks, first, strict=True)])
    variable = np.concatenate([block.variable for block in blocks])
    coefficient = np.concatenate([block.coefficient for block in blocks])
    order = np.lexsort((variable, row))
    matrix = proto.linear_constraint_matrix
    matrix.row_ids.extend(row[order].tolist())
    matrix.column_ids.extend(variable[order].tolist())
    matrix.coefficients.extend(coefficient[order].tolist())

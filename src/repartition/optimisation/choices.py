"""A choice of columns, weighed and held against the rows in integers."""

import numpy as np
from numpy.typing import NDArray

from repartition.optimisation.program import Objective, Program


def total(
    program: Program, tier: int, columns: NDArray[np.int64], slacks: NDArray[np.int64]
) -> int:
    """Return the exact sum of a tier for a choice of columns and its slacks."""
    return weigh(program.objectives[tier], columns, slacks)


def weigh(objective: Objective, columns: NDArray[np.int64], slacks: NDArray[np.int64]) -> int:
    """Return the exact sum of an objective for a choice of columns and its slacks."""
    return int(objective.weights[columns].sum()) + int((objective.slack_weights * slacks).sum())


def activities(program: Program, columns: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return ``a·x`` of every side row: int64 (n_side_rows,)."""
    side = program.side
    entry, _column = side.entries(program.way[columns])
    found = np.zeros(side.n_rows, np.int64)
    np.add.at(found, side.row[entry], side.coefficient[entry])
    return found


def smallest_slacks(program: Program, columns: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the shortfalls of a choice of columns: int64 (n_slacks,)."""
    found = np.zeros(program.side.n_slacks, np.int64)
    missing = np.maximum(activities(program, columns) - program.side.upper, 0)
    np.maximum.at(found, program.side.slack, missing)
    return found


def holds(program: Program, columns: NDArray[np.int64], slacks: NDArray[np.int64]) -> bool:
    """Return whether a choice of columns is a plan that meets every hard rule.

    ``slacks`` are its smallest (:func:`smallest_slacks`), with which every side row holds.
    """
    households = np.bincount(program.household[columns], minlength=program.n_households)
    vacancies = np.bincount(program.vacancy[columns], minlength=program.n_vacancies)
    return bool(
        np.all(households <= 1)
        and np.all(vacancies <= 1)
        and np.all(households[program.required] == 1)
        and total(program, 0, columns, slacks) == 0
    )

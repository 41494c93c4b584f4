"""Where whole plans are looked for: around what the relaxation divides."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from repartition.optimisation.branching import Part
from repartition.optimisation.program import Program
from repartition.optimisation.side_rows import members

_FEW, _MANY = 0, 100
_MOST_COLUMNS = 150_000


def neighbourhoods(program: Program, part: Part, target: int) -> Iterator[NDArray[np.int64]]:
    """Yield ever more columns among which a plan that reaches ``target`` may be found.

    All that the relaxation has whole stays as it is; the households and the dwellings that it
    divides are matched anew, among the columns that the bound does not exclude: first those that
    the relaxation has looked at, then all of them, then with some others undone as well.
    """
    point = part.relaxation
    if point is None:
        return
    divided, support = point.divided(), point.support()
    whole = np.setdiff1d(support, divided, assume_unique=True)
    for among, undone in ((point.columns, _FEW), (None, _FEW), (None, _MANY)):
        some = whole[:: max(1, len(whole) // undone)] if undone else whole[:0]
        open_columns = np.concatenate((divided, some))
        near = part.within(target, between(program, open_columns, among))
        if len(near) <= _MOST_COLUMNS:
            yield np.union1d(near, support)


def between(
    program: Program, ends: NDArray[np.int64], among: NDArray[np.int64] | None
) -> NDArray[np.int64]:
    """Return the columns between the households and the dwellings of some; all, or ``among``."""
    households = np.zeros(program.n_households, np.bool_)
    households[program.household[ends]] = True
    vacancies = np.zeros(program.n_vacancies, np.bool_)
    vacancies[program.vacancy[ends]] = True
    if among is None:
        among = members(program.household_start, np.flatnonzero(households))[0]
    return among[households[program.household[among]] & vacancies[program.vacancy[among]]]

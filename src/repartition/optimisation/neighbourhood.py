"""Where whole plans are looked for: around what the relaxation divides."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from repartition.optimisation.branching import Part
from repartition.optimisation.program import Program

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
    columns = part.within(target)
    divided, support = point.divided(), point.support()
    whole = np.setdiff1d(support, divided, assume_unique=True)
    seen = columns[np.isin(columns, point.columns, assume_unique=True)]
    for among, undone in ((seen, _FEW), (columns, _FEW), (columns, _MANY)):
        some = whole[:: max(1, len(whole) // undone)] if undone else whole[:0]
        open_columns = np.concatenate((divided, some))
        households = np.zeros(program.n_households, np.bool_)
        households[program.household[open_columns]] = True
        vacancies = np.zeros(program.n_vacancies, np.bool_)
        vacancies[program.vacancy[open_columns]] = True
        near = among[households[program.household[among]] & vacancies[program.vacancy[among]]]
        if len(near) <= _MOST_COLUMNS:
            yield np.union1d(near, support)

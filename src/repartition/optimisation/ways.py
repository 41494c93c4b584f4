"""Ways: the distinct manners in which an attribution can weigh on the side rows.

What an attribution adds to a quota or to a transfer depends only on the class of the household,
the class of the dwelling and the contingent charged. So the millions of pairs fall into a few
thousand *cells* (household class × vacancy class), and each cell has the few *ways* in which its
attributions can be charged. Every coefficient of the programme is computed once per way.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import Instance
from repartition.domain.quotas import QuotaFamily
from repartition.eligibility.charging import Charging
from repartition.eligibility.pairs import Pairs
from repartition.optimisation.side_rows import members
from repartition.optimisation.weights import slices

_MOST_CELLS_IN_A_TABLE = 50_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """The ways of every cell, cell after cell, in the order of charging.

    Attributes
    ----------
    start
        int64 (n_cells + 1,): the ways of cell ``i`` are ``start[i]:start[i + 1]``.
    household, vacancy
        int32 (n_ways,): one pair of the way's cell, standing for all.
    contingent, transfer
        int32 (n_ways,): who is charged, and through which transfer (``NO_ROW`` = none).
    """

    start: NDArray[np.int64]
    household: NDArray[np.int32]
    vacancy: NDArray[np.int32]
    contingent: NDArray[np.int32]
    transfer: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.contingent)

    def keep(self, wanted: NDArray[np.bool_]) -> "Ways":
        """Return only the ways where ``wanted`` holds: bool (n_ways,)."""
        kept_before = np.concatenate(([0], np.cumsum(wanted)))
        return Ways(
            kept_before[self.start],
            self.household[wanted],
            self.vacancy[wanted],
            self.contingent[wanted],
            self.transfer[wanted],
        )

    def of_pairs(
        self, cell_of_pair: NDArray[np.int32]
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return every pair in every way of its cell: the pair and the way, int32 (n_columns,)."""
        count = np.diff(self.start)
        size = sum(int(count[cell_of_pair[some]].sum()) for some in slices(len(cell_of_pair)))
        pair, way = np.empty(size, np.int32), np.empty(size, np.int32)
        end = 0
        for some in slices(len(cell_of_pair)):
            found, own = members(self.start, cell_of_pair[some])
            place = slice(end, end + len(own))
            pair[place], way[place] = own + some.start, found
            end = place.stop
        return pair, way


def list_ways(
    instance: Instance, charging: Charging, pairs: Pairs, families: Sequence[QuotaFamily]
) -> tuple[Ways, NDArray[np.int32]]:
    """Return every way open in each cell of the pairs, and each pair's cell: int32 (n_pairs,)."""
    household_class = _classes(
        [charging.household_class]
        + [mask for family in families for mask in (family.counted_who, family.among_who)],
        instance.n_households,
    )
    vacancy_class = _classes(
        [charging.vacancy_class] + [family.vacancy_group for family in families],
        instance.n_vacancies,
    )
    cell_of_pair, representative = _cells(pairs, household_class, vacancy_class)
    household = pairs.household[representative]
    vacancy = pairs.vacancy[representative]
    place = charging.cell(household, vacancy)
    first = charging.way_start[place]
    count = charging.way_start[place + 1] - first
    start = np.concatenate(([0], np.cumsum(count))).astype(np.int64)
    cell = np.repeat(np.arange(len(count)), count)
    source = np.arange(start[-1]) - start[cell] + first[cell]
    ways = Ways(
        start,
        household[cell],
        vacancy[cell],
        charging.way_contingent[source],
        charging.way_transfer[source],
    )
    return ways, cell_of_pair


def _classes(features: Sequence[NDArray[np.generic]], length: int) -> NDArray[np.int32]:
    """Return the class of each row: rows alike in every feature share one."""
    found = np.zeros(length, np.int64)
    for feature in features:
        _values, code = np.unique(feature, return_inverse=True)
        _pairs, found = np.unique(
            found * (int(code.max(initial=0)) + 1) + code, return_inverse=True
        )
    return found.astype(np.int32)


def _cells(
    pairs: Pairs, household_class: NDArray[np.int32], vacancy_class: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return the cell of each pair, by class of household, then of dwelling, and one pair each."""
    n_vacancy_classes = int(vacancy_class.max(initial=0)) + 1
    n_keys = (int(household_class.max(initial=0)) + 1) * n_vacancy_classes

    def key(some: slice) -> NDArray[np.int64]:
        row = household_class.astype(np.int64)[pairs.household[some]] * n_vacancy_classes
        found: NDArray[np.int64] = row + vacancy_class[pairs.vacancy[some]]
        return found

    if n_keys > _MOST_CELLS_IN_A_TABLE:
        _keys, first, inverse = np.unique(key(slice(None)), return_index=True, return_inverse=True)
        return inverse.astype(np.int32), first
    # A table with a place for every possible key spares sorting the millions there are.
    table = np.zeros(n_keys, np.int32)
    for some in slices(len(pairs)):
        table[key(some)] = 1
    distinct = np.flatnonzero(table)
    table[distinct] = np.arange(len(distinct), dtype=np.int32)
    cell, where = np.empty(len(pairs), np.int32), np.zeros(len(distinct), np.int64)
    for some in slices(len(pairs)):
        cell[some] = table[key(some)]
        where[cell[some]] = np.arange(some.start, some.stop)
    return cell, where

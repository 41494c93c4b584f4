"""The pairs that no rule refuses: all that a plan may be made of.

Rules are cheap where few dwellings or households differ in what the rule looks at: fit (typology,
surface, accessibility) is computed for each distinct kind of household, place (ceiling, commune,
contingent) for each distinct kind of dwelling, and both are spread over a block of households by
look-up. The effort rule, the dearest, sees only the pairs that survive.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import Instance
from repartition.eligibility.charging import Charging
from repartition.eligibility.effort import HousingCosts, monthly_budget
from repartition.eligibility.rules import (
    Rows,
    above_ceiling,
    decided_against,
    nobody_to_charge,
    not_accessible,
    not_wished,
    too_small,
    wrong_typology,
)

_BLOCK_CELLS: Final = 2**20
"""Cells (household × vacancy) looked at together: what bounds the memory used on the way."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Eligible pairs, sorted by household then vacancy: int32 (n_pairs,) rows of the tables."""

    household: NDArray[np.int32]
    vacancy: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.household)

    def open_to(self, household: int) -> NDArray[np.int32]:
        """Return the dwellings that are open to a household: int32."""
        ends = np.array([household, household + 1], self.household.dtype)
        first, last = np.searchsorted(self.household, ends).tolist()
        return self.vacancy[first:last]


def find_pairs(
    instance: Instance, charging: Charging, *, check: Callable[[], None] = lambda: None
) -> Pairs:
    """Return every pair that no rule refuses, the fixed pairs among them.

    A household or a dwelling that a decision fixes appears in its fixed pair only, which is there
    even where a rule refuses it. A household never gets the dwelling it frees. ``check`` is called
    after each block of households and may raise to stop.
    """
    decisions = instance.decisions
    households = _free(instance.households.active, decisions.fixed_household)
    vacancies = _free(instance.vacancies.of_period, decisions.fixed_vacancy)
    found = []
    for block in _blocks(instance, charging, households, vacancies):
        found.append(block)
        check()
    household = np.concatenate([decisions.fixed_household, *(pair[0] for pair in found)])
    vacancy = np.concatenate([decisions.fixed_vacancy, *(pair[1] for pair in found)])
    if len(decisions.fixed_household):
        order = np.lexsort((vacancy, household))
        household, vacancy = household[order], vacancy[order]
    return Pairs(household.astype(np.int32, copy=False), vacancy.astype(np.int32, copy=False))


def _free(usable: Flags, fixed: NDArray[np.int32]) -> NDArray[np.int32]:
    left = usable.copy()
    left[fixed] = False
    return np.flatnonzero(left).astype(np.int32)


def _blocks(
    instance: Instance,
    charging: Charging,
    households: NDArray[np.int32],
    vacancies: NDArray[np.int32],
) -> Iterator[tuple[NDArray[np.int32], NDArray[np.int32]]]:
    """Yield the pairs of one block of households after the other."""
    if not len(vacancies):
        return
    fit, kind = _fit(instance, households, vacancies)
    places, place = _places(instance, charging, vacancies)
    costs, budget = _means(instance)
    size = max(1, _BLOCK_CELLS // len(vacancies))
    for start in range(0, len(households), size):
        block = households[start : start + size]
        refused = above_ceiling(instance, block, places)
        refused |= not_wished(instance, block, places)
        refused |= nobody_to_charge(charging, block, places)
        allowed = fit[kind[start : start + size]]
        allowed &= ~refused[:, place]
        allowed &= ~_closed_one_by_one(instance, block, vacancies)
        row, column = np.divmod(np.flatnonzero(allowed), len(vacancies))
        household, vacancy = block[row], vacancies[column]
        if costs is not None:
            within = ~costs.exceeds(budget, household, vacancy)
            household, vacancy = household[within], vacancy[within]
        yield household, vacancy


def _fit(instance: Instance, households: Rows, vacancies: Rows) -> tuple[Flags, NDArray[np.intp]]:
    """Return which dwellings fit each kind of household, and the kind of each household."""
    own = instance.households
    looked_at = (own.persons, own.smallest, own.largest, own.accessible)
    first, kind = _kinds(tuple(column[households] for column in looked_at))
    examples = households[first]
    fit = ~wrong_typology(instance, examples, vacancies)
    fit &= ~too_small(instance, examples, vacancies)
    fit &= ~not_accessible(instance, examples, vacancies)
    return fit, kind


def _places(
    instance: Instance, charging: Charging, vacancies: Rows
) -> tuple[Rows, NDArray[np.intp]]:
    """Return one dwelling of each kind of place, and the kind of each dwelling."""
    first, kind = _kinds(
        (
            instance.vacancies.financing[vacancies],
            instance.commune_of_vacancy()[vacancies],
            charging.vacancy_class[vacancies],
        )
    )
    return vacancies[first], kind


def _kinds(
    columns: tuple[NDArray[np.generic], ...],
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the first row of each distinct combination of cells, and that of every row."""
    _values, first, kind = np.unique(
        np.column_stack(columns), axis=0, return_index=True, return_inverse=True
    )
    return first, kind.reshape(-1)


def _means(instance: Instance) -> tuple[HousingCosts | None, NDArray[np.int64]]:
    if instance.scenario.eligibility.max_effort is False:
        return None, np.zeros(0, np.int64)
    return HousingCosts.of(instance), monthly_budget(instance)


def _closed_one_by_one(instance: Instance, households: Rows, vacancies: Rows) -> Flags:
    """Return the pairs shut for their own sake: by a decision, or freed by that household."""
    closed = decided_against(instance, households, vacancies)
    closed |= households[:, np.newaxis] == instance.vacancies.freed_by[vacancies]
    return closed

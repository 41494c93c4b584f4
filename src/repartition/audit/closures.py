"""Where no pair is left: how many dwellings (or requests) each rule closes, alone or with others.

Looked at only for the households no dwelling is open to, and for the dwellings open to nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import Instance
from repartition.eligibility.charging import Charging
from repartition.eligibility.rules import RULES, refusals

DECIDED: Final = "decided"
"""A decision has given the dwelling, or has given another one to the household."""
OWN: Final = "own"
"""It is the dwelling that the household itself would free."""
CLOSURES: Final = (*RULES, DECIDED, OWN)

_BLOCK_CELLS: Final = 2**20
"""Cells (household × vacancy) looked at together: bounds the memory."""


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    rows: slice
    closed: NDArray[np.bool_]
    """bool (len(CLOSURES), households, vacancies)."""


def closures_of_households(
    instance: Instance, charging: Charging, households: NDArray[np.int32]
) -> NDArray[np.int64]:
    """Return how many dwellings of the period each cause closes: int64 (n, len(CLOSURES))."""
    vacancies = np.flatnonzero(instance.vacancies.of_period).astype(np.int32)
    counts = np.zeros((len(households), len(CLOSURES)), np.int64)
    for block in _blocks(instance, charging, households, vacancies):
        counts[block.rows] = block.closed.sum(axis=2).T
    return counts


def closures_of_vacancies(
    instance: Instance, charging: Charging, vacancies: NDArray[np.int32]
) -> NDArray[np.int64]:
    """Return to how many active households each cause closes them: int64 (n, len(CLOSURES))."""
    households = np.flatnonzero(instance.households.active).astype(np.int32)
    counts = np.zeros((len(vacancies), len(CLOSURES)), np.int64)
    for block in _blocks(instance, charging, households, vacancies):
        counts += block.closed.sum(axis=1).T
    return counts


def shut_alone(
    instance: Instance, charging: Charging, households: NDArray[np.int32]
) -> NDArray[np.bool_]:
    """Return whether some dwelling is closed to each by that rule and no other cause.

    Looks at every dwelling, also those that only ``active`` closes: bool (n, len(RULES)).
    """
    vacancies = np.arange(instance.n_vacancies, dtype=np.int32)
    found = np.zeros((len(households), len(RULES)), np.bool_)
    for block in _blocks(instance, charging, households, vacancies):
        single = block.closed.sum(axis=0, dtype=np.int8) == 1
        for index in range(len(RULES)):
            found[block.rows, index] = (block.closed[index] & single).any(axis=1)
    return found


def closed_by(
    instance: Instance,
    charging: Charging,
    households: NDArray[np.int32],
    vacancies: NDArray[np.int32],
) -> NDArray[np.bool_]:
    """Return what each cause closes: bool (len(CLOSURES), len(households), len(vacancies)).

    Rows must be distinct. It takes some hundred bytes a cell on the way.
    """
    refused = refusals(instance, charging, households, vacancies)
    decided = np.isin(households, instance.decisions.fixed_household)[:, np.newaxis] | np.isin(
        vacancies, instance.decisions.fixed_vacancy
    )
    own = instance.vacancies.freed_by[vacancies] == households[:, np.newaxis]
    return np.stack([*(refused[rule] for rule in RULES), decided, own])


def _blocks(
    instance: Instance,
    charging: Charging,
    households: NDArray[np.int32],
    vacancies: NDArray[np.int32],
) -> Iterator[_Block]:
    """Yield what each cause closes, block by block of households."""
    if not len(vacancies):
        return
    step = max(1, _BLOCK_CELLS // len(vacancies))
    for start in range(0, len(households), step):
        rows = slice(start, min(start + step, len(households)))
        yield _Block(rows, closed_by(instance, charging, households[rows], vacancies))

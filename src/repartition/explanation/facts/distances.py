"""How far pairs are from what one rule asks for: what makes a miss the nearest."""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import Instance
from repartition.eligibility.effort import HousingCosts
from repartition.eligibility.measures import effort_rate
from repartition.eligibility.rules import income_ceilings, least_surface, rooms_allowed

Rows = NDArray[np.int32]


def distances(
    instance: Instance, rule: str, households: Rows, vacancies: Rows
) -> NDArray[np.int64]:
    """Return how far each pair is from what a rule asks for: the smaller, the nearer.

    One of the two lists has one row only. Only pairs of one rule compare; where a rule knows no
    nearer and farther, all are equal.
    """
    found = np.zeros((len(households), len(vacancies)), np.int64)
    if rule in _DISTANCES:
        found += _DISTANCES[rule](instance, households, vacancies)
    return found.reshape(-1)


def _days_late(instance: Instance, households: Rows, vacancies: Rows) -> NDArray[np.int64]:  # noqa: ARG001 - one shape for all
    return instance.vacancies.available_on[vacancies][np.newaxis, :]


def _rooms_off(instance: Instance, households: Rows, vacancies: Rows) -> NDArray[np.int64]:
    assert instance.grid is not None  # the rule refuses nobody without one
    smallest, largest = rooms_allowed(instance, instance.grid, households)
    rooms = instance.vacancies.rooms[vacancies]
    found: NDArray[np.int64] = np.maximum(
        smallest[:, np.newaxis] - rooms, rooms - largest[:, np.newaxis]
    )
    return found


def _surface_lacking(instance: Instance, households: Rows, vacancies: Rows) -> NDArray[np.int64]:
    least = least_surface(instance, households)
    found: NDArray[np.int64] = least[:, np.newaxis] - instance.vacancies.surface[vacancies]
    return found


def _income_above(instance: Instance, households: Rows, vacancies: Rows) -> NDArray[np.int64]:
    assert instance.ceilings is not None  # the rule refuses nobody without them
    ceiling = income_ceilings(instance, instance.ceilings, households, vacancies)
    income = instance.households.reference_income[households]
    found: NDArray[np.int64] = income[:, np.newaxis] - ceiling
    return found


def _rate_too_high(instance: Instance, households: Rows, vacancies: Rows) -> NDArray[np.int64]:
    household = np.repeat(households, len(vacancies))
    vacancy = np.tile(vacancies, len(households))
    rate = effort_rate(instance, household, vacancy)
    # Without income there is no rate: after all who have one, the cheapest dwelling first.
    to_pay = HousingCosts.of(instance).to_pay(household, vacancy)
    income = instance.households.monthly_income[household]
    found = np.where(income > 0, rate, np.iinfo(np.int32).max + to_pay)
    return found.reshape(len(households), len(vacancies))


_DISTANCES: Final[dict[str, Callable[[Instance, Rows, Rows], NDArray[np.int64]]]] = {
    "active": _days_late,
    "typology": _rooms_off,
    "surface": _surface_lacking,
    "ceiling": _income_above,
    "effort": _rate_too_high,
}

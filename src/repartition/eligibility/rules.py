"""The nine rules of eligibility, each alone: whom it refuses for which dwelling, and nothing else.

Every function answers for all pairs of a list of households and a list of vacancies (distinct rows)
as a bool matrix (len(households), len(vacancies)), ``True`` = refused. A rule the scenario switches
off refuses nobody.
"""

from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import Instance
from repartition.domain.law import CEILING_CATEGORIES, Ceilings, Grid
from repartition.eligibility.charging import Charging
from repartition.eligibility.effort import HousingCosts, monthly_budget

RULES: Final = (
    "active",
    "typology",
    "surface",
    "ceiling",
    "effort",
    "commune",
    "accessible",
    "contingent",
    "decision",
)
"""In the order in which a refusal is cited."""

LEGAL_SURFACE: Final = (900, 1600, 2500, 3400, 4300, 5200, 6100, 7000)
"""Least surface for 1, 2, … persons, the last for eight and more: hundredths of a square metre.

Source: code de la construction et de l'habitation, R822-25 (9 m² for one person, 16 m² for two,
9 m² more for each other up to 70 m²).
"""

Rows = NDArray[np.integer]
Refused = NDArray[np.bool_]


def refusals(
    instance: Instance, charging: Charging, households: Rows, vacancies: Rows
) -> dict[str, Refused]:
    """Return what each rule alone refuses: bool (len(households), len(vacancies)), by ``RULES``.

    Every rule is evaluated on every pair, whatever the others say; rows must be distinct. It takes
    some hundred bytes a cell on the way: ask for many households in blocks.
    """
    return {
        "active": inactive(instance, households, vacancies),
        "typology": wrong_typology(instance, households, vacancies),
        "surface": too_small(instance, households, vacancies),
        "ceiling": above_ceiling(instance, households, vacancies),
        "effort": beyond_means(instance, households, vacancies),
        "commune": not_wished(instance, households, vacancies),
        "accessible": not_accessible(instance, households, vacancies),
        "contingent": nobody_to_charge(charging, households, vacancies),
        "decision": decided_against(instance, households, vacancies),
    }


def inactive(instance: Instance, households: Rows, vacancies: Rows) -> Refused:
    """Refuse a household that is not active, and a dwelling that is not of the period."""
    active = instance.households.active[households]
    of_period = instance.vacancies.of_period[vacancies]
    return ~(active[:, np.newaxis] & of_period)


def wrong_typology(instance: Instance, households: Rows, vacancies: Rows) -> Refused:
    """Refuse unless smallest ≤ rooms ≤ largest: of the grid, or the household's own where given."""
    grid = instance.grid
    if grid is None:
        return _nobody(households, vacancies)
    smallest, largest = rooms_allowed(instance, grid, households)
    rooms = instance.vacancies.rooms[vacancies]
    return (rooms < smallest[:, np.newaxis]) | (rooms > largest[:, np.newaxis])


def rooms_allowed(
    instance: Instance, grid: Grid, households: Rows
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the fewest and the most rooms of each household: of the grid, or its own."""
    own = instance.households
    line = np.minimum(own.persons[households], len(grid.smallest)) - 1
    smallest, largest = own.smallest[households], own.largest[households]
    return (
        np.where(smallest > 0, smallest, grid.smallest[line]),
        np.where(largest > 0, largest, grid.largest[line]),
    )


def too_small(instance: Instance, households: Rows, vacancies: Rows) -> Refused:
    """Refuse a dwelling under the legal surface for that many persons."""
    if not instance.scenario.eligibility.surface:
        return _nobody(households, vacancies)
    least = least_surface(instance, households)
    refused: Refused = instance.vacancies.surface[vacancies] < least[:, np.newaxis]
    return refused


def least_surface(instance: Instance, households: Rows) -> NDArray[np.int64]:
    """Return the legal surface each household needs: int64, hundredths of a square metre."""
    persons = np.minimum(instance.households.persons[households], len(LEGAL_SURFACE))
    found: NDArray[np.int64] = np.array(LEGAL_SURFACE, np.int64)[persons - 1]
    return found


def above_ceiling(instance: Instance, households: Rows, vacancies: Rows) -> Refused:
    """Refuse a reference income above the ceiling of financing × zone × category."""
    ceilings = instance.ceilings
    if ceilings is None:
        return _nobody(households, vacancies)
    ceiling = income_ceilings(instance, ceilings, households, vacancies)
    return instance.households.reference_income[households][:, np.newaxis] > ceiling


def income_ceilings(
    instance: Instance, ceilings: Ceilings, households: Rows, vacancies: Rows
) -> NDArray[np.int64]:
    """Return the yearly income ceilings, in cents: int64 (len(households), len(vacancies)).

    The ceiling of the sixth category grows by the extra amount for each person above six.
    """
    financing = instance.vacancies.financing[vacancies]
    zone = instance.communes.zone[instance.commune_of_vacancy()[vacancies]]
    category = np.minimum(instance.households.ceiling_category[households], CEILING_CATEGORIES)
    above_six = instance.households.ceiling_extra[households]
    ceiling = ceilings.amounts[financing, zone][:, category - 1].T
    found: NDArray[np.int64] = ceiling + ceilings.extra[financing, zone] * above_six[:, np.newaxis]
    return found


def beyond_means(instance: Instance, households: Rows, vacancies: Rows) -> Refused:
    """Refuse where rent + charges − APL > max_effort × monthly income, exactly.

    Without income only a dwelling that costs nothing is left.
    """
    if instance.scenario.eligibility.max_effort is False:
        return _nobody(households, vacancies)
    shape = (len(households), len(vacancies))
    household = np.repeat(households, len(vacancies))
    vacancy = np.tile(vacancies, len(households))
    exceeds = HousingCosts.of(instance).exceeds(monthly_budget(instance), household, vacancy)
    return exceeds.reshape(shape)


def not_wished(instance: Instance, households: Rows, vacancies: Rows) -> Refused:
    """Refuse a commune that the household has not asked for; one that lists none goes anywhere."""
    if not instance.scenario.eligibility.communes:
        return _nobody(households, vacancies)
    wishes = [instance.households.communes[household] for household in households.tolist()]
    length = np.array([len(wished) for wished in wishes], np.intp)
    refused = np.repeat(length[:, np.newaxis] > 0, len(instance.communes.zone), axis=1)
    wished = np.fromiter(chain.from_iterable(wishes), np.intp, int(length.sum()))
    refused[np.repeat(np.arange(len(households)), length), wished] = False
    return refused[:, instance.commune_of_vacancy()[vacancies]]


def not_accessible(instance: Instance, households: Rows, vacancies: Rows) -> Refused:
    """Refuse a dwelling that is not accessible to a household that needs one that is."""
    if not instance.scenario.eligibility.accessible:
        return _nobody(households, vacancies)
    needs = instance.households.accessible[households]
    return needs[:, np.newaxis] & ~instance.vacancies.accessible[vacancies]


def nobody_to_charge(charging: Charging, households: Rows, vacancies: Rows) -> Refused:
    """Refuse a dwelling that can be charged to no contingent, and not to nobody either."""
    has_way = charging.has_way()[charging.household_class[households]]
    return ~has_way[:, charging.vacancy_class[vacancies]]


def decided_against(instance: Instance, households: Rows, vacancies: Rows) -> Refused:
    """Refuse a pair whose latest decision forbids it."""
    refused = _nobody(households, vacancies)
    row = np.full(instance.n_households, -1)
    row[households] = np.arange(len(households))
    column = np.full(instance.n_vacancies, -1)
    column[vacancies] = np.arange(len(vacancies))
    rows = row[instance.decisions.forbidden_household]
    columns = column[instance.decisions.forbidden_vacancy]
    inside = (rows >= 0) & (columns >= 0)
    refused[rows[inside], columns[inside]] = True
    return refused


def _nobody(households: Rows, vacancies: Rows) -> Refused:
    return np.zeros((len(households), len(vacancies)), np.bool_)

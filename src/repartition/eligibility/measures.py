"""What one attribution counts for in a tier, in hundredths, exactly.

A measure is rounded to two decimals for each attribution, halves away from zero; sums of it are
then sums of integers.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.domain.cells import parse_boolean, parse_number
from repartition.domain.instance import Instance
from repartition.domain.table import CellKind, Column
from repartition.domain.tiers import LOTTERY_TIER, WAITING_DAYS, Tier
from repartition.eligibility.effort import amount_to_pay
from repartition.errors import Fault, InputError
from repartition.language import _

HUNDREDTHS: Final = 100
MOST_HUNDREDTHS: Final = 10**13
"""The largest measure of one attribution: sums over nearly a million of them fit an int64."""

Rows = NDArray[np.integer]
Hundredths = NDArray[np.int64]


def measure(instance: Instance, tier: Tier, household: Rows, vacancy: Rows) -> Hundredths:
    """Return what each pair counts for in a tier, in hundredths; 0 where who or where do not match.

    ``via``, which depends on the contingent charged, is left to the caller:
    ``tier.via.matches(instance.via_view())``.

    Raises
    ------
    InputError
        If no table has a column of that name whose every cell is a number or a truth value.
    """
    counts = tier.who.matches(instance.who_view())[household]
    counts &= tier.where.matches(instance.where_view())[vacancy]
    found = np.zeros(len(household), np.int64)
    found[counts] = _measured(instance, tier, household[counts], vacancy[counts])
    return found


def round_half_away(value: Fraction) -> int:
    """Return the nearest whole number, halves away from zero."""
    size = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return size if value >= 0 else -size


def effort_rate(instance: Instance, household: Rows, vacancy: Rows) -> Hundredths:
    """Return (rent + charges − APL) / monthly income of each pair, in hundredths of a percent.

    Without income it is 0 where nothing is to pay and 100 % otherwise; it is negative where the
    APL is more than rent and charges.
    """
    pay = amount_to_pay(instance, household, vacancy)
    income = instance.households.monthly_income[household]
    divisor = np.maximum(income, 1)
    size = (2 * np.abs(pay) * HUNDREDTHS * 100 + divisor) // (2 * divisor)
    without_income = np.where(pay > 0, 100 * HUNDREDTHS, 0)
    return np.where(income > 0, np.sign(pay) * size, without_income)


def spare_rooms(instance: Instance, household: Rows, vacancy: Rows) -> Hundredths:
    """Return the rooms beyond one per person of each pair, at least 0, in hundredths."""
    rooms = instance.vacancies.rooms[vacancy]
    spare: Hundredths = np.maximum(rooms - instance.households.persons[household], 0)
    return spare * HUNDREDTHS


def wish_rank(instance: Instance, household: Rows, vacancy: Rows) -> Hundredths:
    """Return the place of the dwelling's commune among the wishes, first = 0, in hundredths.

    A household that lists none counts 0; a commune it has not listed counts the length of its list.
    """
    present, row = np.unique(household, return_inverse=True)
    rank = np.zeros((len(present), len(instance.communes.zone)), np.int64)
    for place, asking in enumerate(present.tolist()):
        wishes = instance.households.communes[asking]
        rank[place] = len(wishes)
        # From the last to the first, so that a commune listed twice keeps its better place.
        for position in reversed(range(len(wishes))):
            rank[place, wishes[position]] = position
    return rank[row.reshape(-1), instance.commune_of_vacancy()[vacancy]] * HUNDREDTHS


def _attributions(instance: Instance, household: Rows, vacancy: Rows) -> Hundredths:  # noqa: ARG001 - one shape for all
    return np.full(len(household), HUNDREDTHS, np.int64)


def _waiting_days(instance: Instance, household: Rows, vacancy: Rows) -> Hundredths:  # noqa: ARG001 - one shape for all
    return instance.households.waiting_days[household] * HUNDREDTHS


NAMED_MEASURES: Final[dict[str, Callable[[Instance, Rows, Rows], Hundredths]]] = {
    "attributions": _attributions,
    WAITING_DAYS: _waiting_days,
    "effort_rate": effort_rate,
    "spare_rooms": spare_rooms,
    "wish_rank": wish_rank,
}
"""The measures that are not columns; a column of the same name does not replace them."""


def _measured(instance: Instance, tier: Tier, household: Rows, vacancy: Rows) -> Hundredths:
    if tier.id == LOTTERY_TIER:
        return instance.households.lottery[household] * HUNDREDTHS
    if named := NAMED_MEASURES.get(tier.measure):
        return named(instance, household, vacancy)
    of_household = instance.who_view().column(tier.measure)
    if of_household is not None and is_measurable(of_household):
        return _hundredths(tier.measure, of_household)[household]
    of_vacancy = instance.where_view().column(tier.measure)
    if of_vacancy is not None and is_measurable(of_vacancy):
        return _hundredths(tier.measure, of_vacancy)[vacancy]
    raise InputError([_not_a_measure(tier)])


def is_measurable(column: Column) -> bool:
    """Return whether every cell is empty or a number, or every one is empty or a truth value."""
    if column.kind not in {CellKind.NUMBER, CellKind.BOOLEAN, CellKind.UNKNOWN}:
        return False
    cells = [cell for cell in column.values if cell]
    return all(parse_number(cell) is not None for cell in cells) or all(
        parse_boolean(cell) is not None for cell in cells
    )


def _hundredths(name: str, column: Column) -> Hundredths:
    return column.integers(lambda cell: _cell_hundredths(name, cell))


def _cell_hundredths(name: str, cell: str) -> int:
    number = parse_number(cell) if cell else None
    if number is None:
        # An empty cell is no truth either: it counts 0.
        return HUNDREDTHS if parse_boolean(cell) else 0
    hundredths = round_half_away(Fraction(number) * HUNDREDTHS)
    if abs(hundredths) > MOST_HUNDREDTHS:
        raise InputError(
            [
                Fault(
                    column=name,
                    value=cell,
                    problem=_("the number is too large to be summed in an objective"),
                    remedy=_("write it in a larger unit"),
                )
            ]
        )
    return hundredths


def _not_a_measure(tier: Tier) -> Fault:
    return Fault(
        column=tier.id,
        value=tier.measure,
        problem=_("no table has a column of that name made of numbers, or of yes and no"),
        remedy=_("name such a column, or one of: {names}", names=", ".join(NAMED_MEASURES)),
    )

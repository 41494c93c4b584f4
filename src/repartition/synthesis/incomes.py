"""Incomes of a household: what it lives on, each month and by its tax notice."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.synthesis.knobs import Demand
from repartition.synthesis.source import Source

MINIMUM_INCOME: Final = 0
COUPLE: Final = 2
STABLE_JOB: Final = 4
UNSTABLE_JOB: Final = 3
_NOTHING: Final = 6

# Euros a month of the first adult, lowest and highest, in the order of ``Demand.activities``.
_FIRST_ADULT: Final = np.array(
    [(440, 440), (790, 790), (520, 1250), (580, 1380), (1150, 2150), (700, 1500), (0, 0)]
)
_SECOND_ADULT: Final = (450, 1550)
_OTHER_ADULT: Final = (400, 1000)
# Chance that a second adult earns, per thousand, by activity of the first; then of each other.
_SECOND_EARNS: Final = np.array([0, 250, 350, 400, 550, 300, 0])
_OTHER_EARNS: Final = 300
# The minimum income grows with the household, family benefits included.
_MINIMUM_SECOND_ADULT: Final = 200
_MINIMUM_CHILD: Final = 150
# Family benefits from the second child, and for each further one (2014).
_SECOND_CHILD_BENEFIT: Final = 129
_NEXT_CHILD_BENEFIT: Final = 166
# The tax notice is two years old: taxed income then, in percent of income now.
_THEN: Final = np.array([(0, 45), (0, 35), (45, 140), (50, 125), (75, 106), (90, 102), (0, 60)])


@dataclass(frozen=True, slots=True, eq=False)
class Incomes:
    """(n,) arrays."""

    activity: NDArray[np.int64]
    """Index into ``Demand.activities``."""
    monthly: NDArray[np.int64]
    """Euros a month, of everybody who will live there."""
    reference: NDArray[np.int64]
    """Reference income for tax (*revenu fiscal de référence*), euros a year."""


def make_incomes(
    source: Source, demand: Demand, *, adults: NDArray[np.int64], children: NDArray[np.int64]
) -> Incomes:
    """Return what each household lives on."""
    count = len(adults)
    activity = source.choose("income.activity", demand.activities, count)
    lowest, highest = _FIRST_ADULT[activity].T
    earned = source.between("income.first", lowest, highest, count)
    second_earns = (adults > 1) & source.happens(
        "income.second_earns", _SECOND_EARNS[activity], count
    )
    earned += second_earns * source.between("income.second", *_SECOND_ADULT, count)
    other_earns = (adults > COUPLE) & source.happens("income.other_earns", _OTHER_EARNS, count)
    earned += other_earns * source.between("income.other", *_OTHER_ADULT, count)
    on_minimum = activity == MINIMUM_INCOME
    helped = np.where(
        on_minimum,
        _MINIMUM_SECOND_ADULT * (adults - 1) + _MINIMUM_CHILD * children,
        (children > 1) * (_SECOND_CHILD_BENEFIT + _NEXT_CHILD_BENEFIT * (children - 2)),
    )
    helped[activity == _NOTHING] = 0
    least, most = _THEN[activity].T
    then = source.between("income.then", least, most, count)
    level = demand.income_percent
    # Nine tenths of what is declared is taxed.
    return Incomes(
        activity=activity,
        monthly=(earned + helped) * level // 100,
        reference=earned * then * 12 * 9 // 1000 * level // 100,
    )


def unit_tenths(persons: NDArray[np.int64], under_14: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return tenths of a consumption unit: 10, 3 for each child under 14, 5 for each other."""
    return 10 + 3 * under_14 + 5 * (persons - 1 - under_14)


def quartiles(
    monthly: NDArray[np.int64], persons: NDArray[np.int64], under_14: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return each household's quartile of income per consumption unit among these, 1 to 4.

    Equal incomes per unit fall in the same quartile: the lowest any of them has.
    """
    # Scaled so that whole division keeps the order of distinct incomes.
    per_unit = monthly * 12 * 1_000_000 // unit_tenths(persons, under_14)
    below = np.searchsorted(np.sort(per_unit), per_unit, side="left")
    return below * 4 // len(monthly) + 1

"""Dated law as data: typology grids, income ceilings, and the parameters of the APL."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

FINANCINGS: Final = ("PLAI", "PLUS", "PLS", "PLI")
CEILING_ZONES: Final = ("autres_regions", "ile_de_france", "paris_et_limitrophes")
APL_ZONES: Final = (1, 2, 3)
CEILING_CATEGORIES: Final = 6
NO_CEILING: Final = -1


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Smallest and largest number of rooms for each number of persons.

    ``smallest[n - 1]`` holds for ``n`` persons; the last entry holds for that many and more.
    """

    smallest: NDArray[np.int64]
    largest: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Ceilings:
    """Yearly income ceilings, in cents.

    Attributes
    ----------
    amounts
        int64, (financing, zone, category − 1), ``NO_CEILING`` where the law gives none; the order
        of the axes is that of ``FINANCINGS`` and ``CEILING_ZONES``.
    extra
        int64, (financing, zone): added for each person above six.
    """

    amounts: NDArray[np.int64]
    extra: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class HousingBenefit:
    """Parameters of the APL's closed form, at one date. Amounts in cents, rates in millionths.

    Arrays "by family" have one entry for: alone, couple, one dependant, two dependants, … ; what
    comes after the last entry grows by the step of the same name.
    """

    rent_cap: NDArray[np.int64]
    """(zone − 1, 3): alone, couple, one dependant."""
    rent_cap_step: NDArray[np.int64]
    """(zone − 1,): each dependant after the first."""
    charges: int
    charges_step: int
    """Added for each dependant."""
    family_rate: NDArray[np.int64]
    """(2 + dependants listed,), millionths."""
    family_rate_step: int
    """Millionths, added (it is negative) for each dependant after the last; never below 0."""
    allowance: NDArray[np.int64]
    """(2 + dependants listed,), R0 in cents a year."""
    allowance_step: int
    participation_minimum: int
    participation_rate: int
    """Share of rent and charges always paid, in millionths (0.085)."""
    rent_rate_thresholds: tuple[int, int]
    """0.45 and 0.75, in hundred-thousandths, as RL is rounded."""
    rent_rate_slopes: tuple[int, int]
    """0.0045 and 0.0068, in millionths."""
    abatement: int
    """The 5 euros taken off since October 2017, in cents."""
    minimum_paid: int
    """A benefit below this is not paid, in cents."""

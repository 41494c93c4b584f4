"""The law the tests stand on, typed in from the published tables: APL of 2026, a grid, ceilings."""

import numpy as np

from repartition.domain.law import Ceilings, Grid, HousingBenefit

APL_2026 = HousingBenefit(
    rent_cap=np.array(
        [[333_14, 401_78, 454_10], [290_34, 355_38, 399_89], [272_12, 329_88, 369_88]], np.int64
    ),
    rent_cap_step=np.array([65_89, 58_21, 53_01], np.int64),
    charges=60_59,
    charges_step=13_74,
    family_rate=np.array([28300, 31500, 27000, 23800, 20100, 18500, 17900, 17300], np.int64),
    family_rate_step=-600,
    allowance=100 * np.array([5235, 7501, 8947, 9148, 9498, 9851, 10202, 10554], np.int64),
    allowance_step=346_00,
    participation_minimum=39_56,
    participation_rate=85_000,
    rent_rate_thresholds=(45_000, 75_000),
    rent_rate_slopes=(4_500, 6_800),
    abatement=5_00,
    minimum_paid=10_00,
)

USUAL_GRID = Grid(
    smallest=np.array([1, 2, 3, 3, 4, 5], np.int64), largest=np.array([2, 3, 4, 4, 5, 99], np.int64)
)
"""1 person T1–T2, 2 T2–T3, 3 and 4 T3–T4, 5 T4–T5, 6 and more T5 and over."""


def ceilings() -> Ceilings:
    """Return the ceilings of 2014 in "autres régions" for PLAI and PLUS; none elsewhere."""
    amounts = np.full((4, 3, 6), -1, np.int64)
    amounts[0, 0] = 100 * np.array([11006, 16036, 19283, 21457, 25105, 28292])
    amounts[1, 0] = 100 * np.array([20013, 26725, 32140, 38800, 45643, 51440])
    extra = np.zeros((4, 3), np.int64)
    extra[0, 0], extra[1, 0] = 3155_00, 5738_00
    return Ceilings(amounts, extra)

"""The ways in which pairs can be charged, looked up in the table of ways."""

import numpy as np
from numpy.typing import NDArray

from repartition.eligibility.charging import Charging


def ways_of(
    charging: Charging, household: NDArray[np.integer], vacancy: NDArray[np.integer]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return, for each pair, its first entry in the table of ways and how many it has there."""
    cell = charging.cell(household, vacancy)
    start = charging.way_start[cell]
    return start, charging.way_start[cell + 1] - start

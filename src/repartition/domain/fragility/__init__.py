"""The index of fragility: weighted percentile ranks of indicators, cut into degrees.

Of the N classed programmes, let n_j have the indicator j. The **percentile rank** of i among them
is that of the middle of its equals, so that equal values have equal ranks:

    r_ij = 2 · (programmes below i) + (programmes equal to i, itself included)      1 … 2 n_j − 1
    p_ij = 100 · r_ij / (2 n_j)

"Below" is "less fragile": for an indicator of which more is less fragile, r becomes 2 n_j − r. The
**score** is the mean of the ranks the programme has, by weight:

    s_i = Σ_j w_j · p_ij / Σ_j w_j          over the indicators j that i has

A threshold t is reached where s_i ≥ t; a quantile q where at least q · N classed programmes score
strictly less. The **degree** is how many are reached. Ranks and weights are whole numbers, scores
exact fractions: no rounding decides a degree, and programmes of equal scores have equal degrees.
"""

from repartition.domain.fragility.computing import compute_index
from repartition.domain.fragility.index import (
    HIGHEST_SCORE,
    NO_DEGREE,
    SURE_FROM,
    Basis,
    FragilityIndex,
)

__all__ = ["HIGHEST_SCORE", "NO_DEGREE", "SURE_FROM", "Basis", "FragilityIndex", "compute_index"]

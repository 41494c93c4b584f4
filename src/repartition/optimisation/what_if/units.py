"""The units that the tiers of a changed instance count in.

A measure is counted in what the values of all eligible pairs have in common; a change can take away
the pair that made it fine, or bring one that makes it finer. Prices are proven in the units that
whoever checks them will find, so these have to be the same.
"""

from collections.abc import Iterator
from fractions import Fraction
from math import gcd
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import Instance
from repartition.domain.tiers import Tier
from repartition.eligibility.measures import HUNDREDTHS, measure
from repartition.eligibility.pairs import Pairs
from repartition.optimisation.what_if.effects import Effects
from repartition.optimisation.what_if.solved import Solved

_AT_FIRST: Final = 1_000
_GROWTH: Final = 100


def units_after(solved: Solved, effects: Effects, instance: Instance) -> tuple[Fraction, ...]:
    """Return the unit of each tier after a change, in the tier's own terms.

    Those of shortfalls are left as they were: rules tell them, not pairs.
    """
    return tuple(
        objective.unit
        if objective.tier.level is not None
        else Fraction(
            _divisor(
                effects,
                instance,
                objective.tier,
                solved.situation.pairs,
                before=int(objective.unit * HUNDREDTHS),
            ),
            HUNDREDTHS,
        )
        for objective in solved.program.objectives
    )


def _divisor(effects: Effects, instance: Instance, tier: Tier, pairs: Pairs, *, before: int) -> int:
    """Return what the values of all pairs have in common, looking at as few as tell it."""
    # What the values before had in common divides all but those of new pairs.
    least, found = before, 0
    for place, (household, vacancy) in enumerate(_pairs(effects, pairs)):
        values = measure(instance, tier, household, vacancy)
        found = gcd(found, int(np.gcd.reduce(values)))
        if place == 0:
            least = gcd(least, found)
        if found == least:
            break
    return max(1, found)


def _pairs(effects: Effects, pairs: Pairs) -> Iterator[tuple[NDArray[np.int32], NDArray[np.int32]]]:
    """Yield the pairs after a change: those that are new, then more and more of the others."""
    yield effects.new_pairs.household, effects.new_pairs.vacancy
    first, size = 0, _AT_FIRST
    while first < len(pairs):
        household = pairs.household[first : first + size]
        vacancy = pairs.vacancy[first : first + size]
        kept = effects.closed.keeps(household, vacancy)
        if effects.is_pinned_where_it_stays and effects.pinned is not None:
            kept |= (vacancy == effects.pinned[1]) & ~effects.closed.household[household]
        yield household[kept], vacancy[kept]
        first, size = first + size, size * _GROWTH

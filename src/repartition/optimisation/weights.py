"""What each column counts for in a tier, made a block at a time and kept in few bytes.

There are tens of millions of pairs: a temporary of eight bytes for each is what the memory of a
run would be measured by.
"""

from collections.abc import Iterator
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import Instance
from repartition.domain.table import NO_ROW
from repartition.domain.tiers import Tier
from repartition.eligibility.measures import measure
from repartition.eligibility.pairs import Pairs

_BLOCK: Final = 2**18

Scalar = TypeVar("Scalar", bound=np.generic)


def measured(
    instance: Instance, tier: Tier, pairs: Pairs, pair: NDArray[np.int32]
) -> tuple[NDArray[np.signedinteger], int]:
    """Return what each column's pair counts for, divided by a number, and that number.

    More is always better: what is to be small counts negatively.

    Parameters
    ----------
    pair
        int32 (n_columns,): the pair of each column; one of none counts 0.

    Returns
    -------
    weights
        (n_columns,), in the smallest signed integers that hold them.
    divisor
        The largest that divides all; 1 where all are 0.
    """
    sign = 1 if tier.maximise else -1
    values = np.concatenate(
        [
            np.zeros(0, np.int8),
            *(
                small(sign * measure(instance, tier, pairs.household[some], pairs.vacancy[some]))
                for some in slices(len(pairs))
            ),
        ]
    )
    divisor = max(1, abs(int(np.gcd.reduce(values))))
    weights = look_up(small(values // divisor), pair)
    weights[pair == NO_ROW] = 0
    return weights, divisor


def look_up(values: NDArray[Scalar], index: NDArray[np.integer]) -> NDArray[Scalar]:
    """Return ``values[index]``; what is −1 gets any of them."""
    found = np.zeros(len(index), values.dtype)
    if len(values):
        for some in slices(len(index)):
            found[some] = values[index[some]]
    return found


def slices(length: int) -> Iterator[slice]:
    """Yield the blocks of an array, in order."""
    for first in range(0, length, _BLOCK):
        yield slice(first, min(first + _BLOCK, length))


def small(values: NDArray[np.signedinteger]) -> NDArray[np.signedinteger]:
    """Return the same numbers in the smallest signed integers that hold them all."""
    least, most = int(values.min(initial=0)), int(values.max(initial=0))
    kinds = (np.int8, np.int16, np.int32, np.int64)
    kind = next(k for k in kinds if np.iinfo(k).min <= least and most <= np.iinfo(k).max)
    return values.astype(kind)

"""The columns that gain most of each dwelling, found among tens of millions seen block by block."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

_KEY_BITS: Final = 63
_SCRAMBLE: Final = 0x2545F491
_MOST_KEPT: Final = 2**20


class BestOfEach:
    """Gathers columns, and keeps the ``count`` of largest gain of each group.

    Whatever a group has no more room for is not even kept until the next sort.
    """

    def __init__(self, n_groups: int, count: int) -> None:
        self._count = count
        self._least = np.full(n_groups, -np.inf)
        self._kept: list[tuple[NDArray[np.int32], NDArray[np.float64], NDArray[np.int64]]] = []
        self._size = 0

    def add(
        self, group: NDArray[np.int32], gain: NDArray[np.float64], number: NDArray[np.int64]
    ) -> None:
        """Take some columns, each of a group and with a gain."""
        wanted = gain >= self._least[group]
        self._kept.append((group[wanted], gain[wanted], number[wanted]))
        self._size += len(self._kept[-1][0])
        if self._size > _MOST_KEPT:
            self._sort()

    def numbers(self) -> NDArray[np.int64]:
        """Return the columns kept, sorted: int64."""
        if not self._kept:
            return np.zeros(0, np.int64)
        self._sort()
        return self._kept[0][2]

    def _sort(self) -> None:
        """Keep what each group has room for."""
        group, gain, number = (np.concatenate(parts) for parts in zip(*self._kept, strict=True))
        chosen = np.sort(first_of_each(group, gain, number, count=self._count))
        place = np.searchsorted(number, chosen)
        group, gain = group[place], gain[place]
        self._kept, self._size = [(group, gain, chosen)], len(chosen)
        full = np.bincount(group, minlength=len(self._least)) >= self._count
        least = np.full(len(self._least), np.inf)
        np.minimum.at(least, group, gain)
        self._least = np.where(full, least, -np.inf)


def first_of_each(
    group: NDArray[np.int32],
    gain: NDArray[np.float64],
    number: NDArray[np.int64],
    *,
    count: int,
) -> NDArray[np.int64]:
    """Return the numbers of the ``count`` largest gains of each group: int64.

    Group, loss and number are packed into one integer, because one sort of plain integers is many
    times faster than a sort by several keys. Losses are coarse where bits run out, which a choice
    of good columns can bear; numbers are scrambled, so that ties spread over everyone.
    """
    if not len(group):
        return number
    number_bits = max(1, int(number.max()).bit_length())
    group_bits = max(1, int(group.max()).bit_length())
    loss_bits = min(30, _KEY_BITS - number_bits - group_bits)
    mask = (1 << number_bits) - 1
    highest, lowest = float(gain.max()), float(gain.min())
    steps = (1 << loss_bits) - 1
    loss = ((highest - gain) * (steps / max(highest - lowest, 1e-12))).astype(np.int64)
    key = (group.astype(np.int64) << loss_bits | np.minimum(loss, steps)) << number_bits
    key |= number * _SCRAMBLE & mask
    key.sort()
    grouped = key >> (loss_bits + number_bits)
    first = np.flatnonzero(np.diff(grouped, prepend=-1))
    place = np.arange(len(key)) - np.repeat(first, np.diff(np.append(first, len(key))))
    # The scramble is a product with an odd number, which the inverse undoes.
    return (key[place < count] & mask) * pow(_SCRAMBLE, -1, mask + 1) & mask

"""Random integers that are the same on every machine and with every version of every library.

The words are SHA-256 in counter mode, turned into bounded integers by the few lines below:
no library's distribution is used, and nothing is ever a float.
"""

from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import ArrayLike, NDArray

_WORDS_PER_DIGEST = 8
_WORD_BITS = 32


@dataclass(frozen=True, slots=True)
class Source:
    """A family of independent streams of integers, one per name.

    A column draws from the stream of its own name, so that a new column changes no other.

    Attributes
    ----------
    seed
        Public seed of the dataset.
    """

    seed: str

    def words(self, name: str, count: int) -> NDArray[np.uint64]:
        """Return integers uniform below 2**32: digests of ``seed:name:block``, (count,)."""
        blocks = -(-count // _WORDS_PER_DIGEST)
        digests = b"".join(
            sha256(f"{self.seed}:{name}:{block}".encode()).digest() for block in range(blocks)
        )
        return np.frombuffer(digests, dtype=">u4")[:count].astype(np.uint64)

    def below(self, name: str, bound: ArrayLike, count: int) -> NDArray[np.int64]:
        """Return integers uniform from 0 to ``bound`` excluded (one bound, or one each), (count,).

        ``bound`` is positive and below 2**31. Multiplying and shifting favours some values by
        less than one part in ``2**32 / bound``.
        """
        scaled = self.words(name, count) * np.asarray(bound, np.uint64)
        return (scaled >> np.uint64(_WORD_BITS)).astype(np.int64)

    def between(self, name: str, low: ArrayLike, high: ArrayLike, count: int) -> NDArray[np.int64]:
        """Return integers from ``low`` to ``high`` included, the middle likelier, (count,).

        The sum of two uniform draws: a triangle, symmetric about the middle of the range.
        """
        width = np.asarray(high, np.int64) - np.asarray(low, np.int64)
        first = self.below(f"{name}:1", width // 2 + 1, count)
        second = self.below(f"{name}:2", width - width // 2 + 1, count)
        return np.asarray(low, np.int64) + first + second

    def choose(self, name: str, weights: ArrayLike, count: int) -> NDArray[np.int64]:
        """Return indices drawn with probability proportional to whole ``weights``, (count,)."""
        cumulated = np.cumsum(np.asarray(weights, np.int64))
        return np.searchsorted(cumulated, self.below(name, cumulated[-1], count), side="right")

    def happens(self, name: str, per_thousand: ArrayLike, count: int) -> NDArray[np.bool_]:
        """Return whether an event happens, with one chance per thousand or one each, (count,)."""
        return self.below(name, 1000, count) < np.asarray(per_thousand, np.int64)

    def shuffled(self, name: str, count: int) -> NDArray[np.int64]:
        """Return the numbers from 0 to ``count`` excluded in a random order, (count,)."""
        return np.argsort(self.words(name, count), kind="stable")

"""Some columns of a programme, one bit each, looked at a block at a time.

There are tens of millions of columns and a face for every tier: what is kept of each face is which
columns it has, and what is computed of a column is computed block by block, so that no temporary
is as long as the face, and each fits the processor's cache.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from repartition.optimisation.program import Program

_BLOCK = 2**18
"""Columns looked at together."""
_BITS = 8

Scalar = TypeVar("Scalar", bound=np.generic)


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Some columns of a programme, with what prices look up of each.

    Attributes
    ----------
    place
        Where they are in arrays over the programme's columns, in order: a slice where they follow
        each other, else int64 (n,).
    household, vacancy, way
        int32 (n,).
    """

    place: slice | NDArray[np.int64]
    household: NDArray[np.int32]
    vacancy: NDArray[np.int32]
    way: NDArray[np.int32]

    @classmethod
    def at(cls, program: Program, place: slice | NDArray[np.int64]) -> "Block":
        """Return the columns at some places."""
        return cls(place, program.household[place], program.vacancy[place], program.way[place])

    def __len__(self) -> int:
        return len(self.household)

    @property
    def number(self) -> NDArray[np.int64]:
        """Which columns they are: int64 (n,)."""
        if isinstance(self.place, slice):
            return np.arange(self.place.start, self.place.stop)
        return self.place

    def of(self, values: NDArray[Scalar]) -> NDArray[Scalar]:
        """Return what an array over the programme's columns says of these: (n,)."""
        return values[self.place]


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Some columns of a programme, in order.

    Attributes
    ----------
    bits
        uint8 (n_columns / 8, rounded up): one bit for each column of the programme, as
        ``np.packbits`` writes them; None where all columns are there.
    size
        How many there are.
    """

    program: Program
    bits: NDArray[np.uint8] | None
    size: int

    @classmethod
    def every(cls, program: Program) -> "Columns":
        """Return all columns; nothing is copied."""
        return cls(program, None, program.n_columns)

    @classmethod
    def flagged(cls, program: Program, wanted: NDArray[np.bool_]) -> "Columns":
        """Return the columns where ``wanted`` holds: bool (n_columns,)."""
        return cls(program, np.packbits(wanted), int(np.count_nonzero(wanted)))

    @classmethod
    def union(cls, parts: Sequence["Columns"]) -> "Columns":
        """Return the columns that are in any of some parts of one programme."""
        bits = [part.bits for part in parts if part.bits is not None]
        if len(bits) < len(parts):
            return next(part for part in parts if part.bits is None)
        joined = np.bitwise_or.reduce(bits)
        return cls(parts[0].program, joined, int(np.bitwise_count(joined).sum(dtype=np.int64)))

    def __len__(self) -> int:
        return self.size

    @property
    def number(self) -> NDArray[np.int64]:
        """Which they are: int64 (n,), sorted. As long as the face: for where they are few."""
        return self._gathered(lambda block: block.number, np.int64)

    @property
    def household(self) -> NDArray[np.int32]:
        """The household of each: int32 (n,). As long as the face."""
        return self._gathered(lambda block: block.household, np.int32)

    @property
    def vacancy(self) -> NDArray[np.int32]:
        """The dwelling of each: int32 (n,). As long as the face."""
        return self._gathered(lambda block: block.vacancy, np.int32)

    @property
    def way(self) -> NDArray[np.int32]:
        """The way of each: int32 (n,). As long as the face."""
        return self._gathered(lambda block: block.way, np.int32)

    def blocks(self) -> Iterator[Block]:
        """Yield the columns in order; a household's are all in one block."""
        start = self.program.household_start
        ends = np.searchsorted(start, np.arange(0, self.program.n_columns, _BLOCK))
        cuts = np.unique(np.append(start[ends], self.program.n_columns))
        for first, end in pairwise(cuts.tolist()):
            place = self._places(first, end)
            if isinstance(place, slice) or len(place):
                yield Block.at(self.program, place)

    def has(self, columns: NDArray[np.integer]) -> NDArray[np.bool_]:
        """Return which of some columns of the programme are among these."""
        if self.bits is None:
            return np.ones(len(columns), np.bool_)
        mask = np.uint8(2 ** (_BITS - 1)) >> (columns % _BITS).astype(np.uint8)
        found: NDArray[np.bool_] = (self.bits[columns // _BITS] & mask) != 0
        return found

    def keep(self, wanted: NDArray[np.bool_]) -> "Columns":
        """Return the columns where ``wanted`` holds: bool (n,)."""
        ends = iter(np.split(wanted, np.cumsum([len(block) for block in self.blocks()])))
        return self.where(lambda _block: next(ends))

    def where(self, wanted: Callable[[Block], NDArray[np.bool_]]) -> "Columns":
        """Return the columns for which ``wanted``, asked of each block in order, holds."""
        flags = np.zeros(self.program.n_columns, np.bool_)
        for block in self.blocks():
            flags[block.place] = wanted(block)
        found = Columns.flagged(self.program, flags)
        return self if len(found) == len(self) else found

    def sample(self, most: int) -> NDArray[np.int64]:
        """Return every so many of them, ``most`` and a few more at most: int64, sorted."""
        step, before = max(1, len(self) // max(most, 1)), 0
        chosen = []
        for block in self.blocks():
            chosen.append(block.number[-before % step :: step])
            before += len(block)
        return np.concatenate([np.zeros(0, np.int64), *chosen])

    def _places(self, first: int, end: int) -> slice | NDArray[np.int64]:
        """Return where the columns from ``first`` to ``end`` are that are among these."""
        if self.bits is None:
            return slice(first, end)
        byte = first // _BITS
        flags = np.unpackbits(self.bits[byte : -(-end // _BITS)]).view(np.bool_)
        found = np.flatnonzero(flags[first - _BITS * byte : end - _BITS * byte])
        if len(found) == end - first:
            return slice(first, end)
        return found + first

    def _gathered(
        self, look_up: Callable[[Block], NDArray[Scalar]], dtype: type[Scalar]
    ) -> NDArray[Scalar]:
        return np.concatenate([np.zeros(0, dtype), *(look_up(block) for block in self.blocks())])

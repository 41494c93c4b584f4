"""Where the chances of an instance come from: hypothesis, so that it shrinks, or a seed."""

import random
from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

from hypothesis import strategies as st

Value = TypeVar("Value")


class Chooser(Protocol):
    """A source of whole numbers; what is simplest comes first."""

    def integer(self, least: int, most: int) -> int:
        """Return a whole number between the two, ends included."""
        ...


class Drawn:
    """Choices drawn by hypothesis: they shrink towards the first, the smallest, the absent."""

    def __init__(self, data: Any) -> None:
        self._draw = data

    def integer(self, least: int, most: int) -> int:
        """See `Chooser.integer`."""
        return int(self._draw(st.integers(least, most)))


class Seeded:
    """Choices of a seeded generator."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def integer(self, least: int, most: int) -> int:
        """See `Chooser.integer`."""
        return self._random.randint(least, most)


def pick(chooser: Chooser, values: Sequence[Value]) -> Value:
    """One of the values; the first is the simplest."""
    return values[chooser.integer(0, len(values) - 1)]


def some(chooser: Chooser, values: Sequence[Value], percent: int) -> list[Value]:
    """Each value with this chance."""
    return [value for value in values if chance(chooser, percent)]


def chance(chooser: Chooser, percent: int) -> bool:
    """Return true so many times in a hundred; false is the simplest."""
    return chooser.integer(0, 99) >= 100 - percent

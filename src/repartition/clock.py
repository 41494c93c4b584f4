"""The time a solve may take, and the way to stop it between two steps."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

Item = TypeVar("Item")


class OutOfTime(Exception):  # noqa: N818 - a signal inside the package, not a fault of anyone's
    """The time limit was reached; whoever holds the best plan so far catches this."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Counts down from ``limit`` seconds (None = no limit), from the moment it is made."""

    limit: float | None = None
    started: float = field(default_factory=time.monotonic)

    def left(self) -> float:
        """Return the seconds left; infinite without a limit."""
        return float("inf") if self.limit is None else self.limit - self.elapsed()

    def elapsed(self) -> float:
        """Return the seconds since the start."""
        return time.monotonic() - self.started

    def check(self) -> None:
        """Raise OutOfTime if no time is left."""
        if self.left() <= 0:
            raise OutOfTime

    def each(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield the items one by one; OutOfTime instead of the first that comes too late."""
        for item in items:
            self.check()
            yield item

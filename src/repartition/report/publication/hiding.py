"""Which counts are hidden: the small ones, and as few others as leave each of them in doubt.

A hidden count is in doubt when a reader cannot tell the true table from two others in which it
differs by the threshold or more. These are sought by walking along directions that move hidden
counts only; where none goes far enough, the counts of a cheap direction that does are hidden too,
and must be in doubt in their turn.

Hiding more never makes a doubt smaller: a table that fits what is printed fits the less that is
printed later. So one pass over the hidden counts, new ones at its end, settles all of them.
"""

from collections import deque
from dataclasses import dataclass
from typing import Final

from repartition.report.publication.directions import (
    Aim,
    Direction,
    cheap_direction,
    steps_along,
)
from repartition.report.publication.doubts import NO_DOUBT, Changes, Doubt, Hiding
from repartition.report.publication.system import System

_ENDLESS: Final = 1 << 62
"""Steps that no falling count bears: a direction that does has rising counts only."""


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One way to look for a direction.

    Attributes
    ----------
    steps
        How far it must go; None for all that is missing.
    hides
        Whether it may move counts that are shown, and hide them.
    haste, looks
        See ``Aim``.
    """

    steps: int | None
    hides: bool
    haste: int
    looks: int


_ATTEMPTS: Final = (
    _Attempt(None, hides=False, haste=3, looks=1_000),
    _Attempt(1, hides=False, haste=3, looks=1_000),
    # Where totals are hidden too, everything may rise together: few ways on, so soon found.
    _Attempt(_ENDLESS, hides=False, haste=12, looks=1_000),
    # Sums of sums leave many relations to close: in haste, before anything more is hidden.
    _Attempt(1, hides=False, haste=12, looks=3_000),
    _Attempt(None, hides=True, haste=3, looks=3_000),
    _Attempt(1, hides=True, haste=12, looks=3_000),
    _Attempt(1, hides=True, haste=60, looks=20_000),
    _Attempt(_ENDLESS, hides=True, haste=12, looks=20_000),
)
"""Tried in turn: nothing more is hidden while what is hidden will do."""


def hide_cells(system: System, threshold: int) -> Hiding:
    """Return what is hidden, so that every hidden count is in doubt by ``threshold`` or more."""
    small = [
        cell
        for cell, count in enumerate(system.counts)
        if system.is_possible[cell] and count < threshold
    ]
    search = _Search(system, threshold)
    # Some fixed order; the smallest first was tried, and hides as many.
    search.hide(sorted(small, key=lambda cell: (-system.counts[cell], cell)))
    search.run()
    return Hiding(
        small=frozenset(small),
        cells=frozenset(search.hidden),
        withheld=frozenset(search.withheld),
        doubts={cell: search.doubts[cell] for cell in sorted(search.hidden - search.withheld)},
    )


def _prices(system: System) -> list[int]:
    """Return what it costs to hide each count: how much it tells.

    That is its length in binary digits, so that a great count costs more than a small one and less
    than several, and one more for a total. What nobody prints costs nothing.
    """
    totals = {
        side[0]
        for relation in system.relations
        for sign in (1, -1)
        if len(side := [term.other for term in relation if term.sign == sign]) == 1
    }
    return [
        count.bit_length() + (cell in totals) if system.is_printed[cell] else 0
        for cell, count in enumerate(system.counts)
    ]


class _Search:
    """What is hidden so far, and the doubts found."""

    def __init__(self, system: System, threshold: int) -> None:
        self.system = system
        self.threshold = threshold
        self.hidden = set[int]()
        self.withheld = set[int]()
        self.waiting = deque[int]()
        self.doubts: dict[int, Doubt] = {}
        self.prices = _prices(system)

    def hide(self, cells: list[int]) -> None:
        """Hide counts; from then on they cost nothing, and must be in doubt."""
        self.hidden.update(cells)
        self.waiting.extend(cells)
        for cell in cells:
            self.prices[cell] = 0

    def run(self) -> None:
        """Put every hidden count in doubt, or withhold it with all that it is linked to."""
        while self.waiting:
            cell = self.waiting.popleft()
            while cell not in self.withheld and self._missing(cell) > 0:
                if not any(self._try(attempt, cell) for attempt in _ATTEMPTS):
                    self._withhold(cell)

    def _missing(self, cell: int) -> int:
        return self.threshold - self.doubts.get(cell, NO_DOUBT).width(cell)

    def _try(self, attempt: _Attempt, cell: int) -> bool:
        """Widen the doubt of ``cell`` upwards or downwards; return whether a way was found."""
        missing, doubt = self._missing(cell), self.doubts.get(cell, NO_DOUBT)
        steps, budget = attempt.steps or missing, None if attempt.hides else 0
        best: tuple[Direction, Changes] | None = None
        for sign, start in ((1, doubt.highest), (-1, doubt.lowest)):
            aim = Aim(cell, sign, steps, budget, attempt.haste, attempt.looks)
            found = cheap_direction(self.system, self._at(start), aim=aim, prices=self.prices)
            if found is not None:
                best, budget = (found.direction, start), found.cost - 1
            if budget is not None and budget < 0:
                break  # nothing is cheaper than what hides nothing
        if best is None:
            return False
        direction, start = best
        self.hide([moved for moved in sorted(direction) if self.prices[moved]])
        end = steps_along(self._at(start), direction)
        self._record(start, direction, missing if end is None else min(missing, end))
        return True

    def _at(self, changes: Changes) -> list[int]:
        """Return every count of another table."""
        at = list(self.system.counts)
        for cell, change in changes.items():
            at[cell] += change
        return at

    def _record(self, start: Changes, direction: Direction, steps: int) -> None:
        """Note the table at the end of a walk, for every count that is furthest there."""
        end = dict(start)
        for cell, move in direction.items():
            end[cell] = end.get(cell, 0) + move * steps
        for cell, change in end.items():
            doubt = self.doubts.get(cell, NO_DOUBT)
            if change > doubt.highest.get(cell, 0):
                self.doubts[cell] = Doubt(doubt.lowest, end)
            elif change < doubt.lowest.get(cell, 0):
                self.doubts[cell] = Doubt(end, doubt.highest)

    def _withhold(self, cell: int) -> None:
        """Hide all that is linked to ``cell``: where nothing is printed nothing is worked out."""
        linked = self.system.linked_to(cell)
        self.hidden.update(linked)
        self.withheld.update(linked)

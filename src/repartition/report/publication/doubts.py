"""The proof that what is hidden stays hidden: two other tables for each count, and a recount."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from repartition.report.publication.system import System

Changes = Mapping[int, int]
"""Another table, as what it adds to the true count of each cell that differs."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two tables that fit all that is printed: the lowest and the highest found for one count."""

    lowest: Changes
    highest: Changes

    def width(self, cell: int) -> int:
        """Return by how much the count of ``cell`` differs from one of the tables to the other."""
        return self.highest.get(cell, 0) - self.lowest.get(cell, 0)


NO_DOUBT: Final = Doubt({}, {})
"""The true table twice: what is known of a count before anything is found."""


@dataclass(frozen=True, slots=True, eq=False)
class Hiding:
    """What is hidden of a system.

    Attributes
    ----------
    small
        The counts under the threshold, by number.
    cells
        Every hidden count: the small ones, and those that would give one away.
    withheld
        Those of them that no doubt was found for: nothing they are linked to is printed.
    doubts
        The doubt of every other one.
    """

    small: frozenset[int]
    cells: frozenset[int]
    withheld: frozenset[int]
    doubts: Mapping[int, Doubt]


def unproven(system: System, hiding: Hiding, threshold: int) -> frozenset[int]:
    """Return the counts that something is wrong with; none where the hiding is proven.

    Right is a count that is 0 for everybody to know; one that is shown, and not under
    ``threshold``; one whose doubt is as wide as ``threshold``, both its tables possible; and one
    withheld together with everything linked to it.
    """
    possible = (cell for cell, is_possible in enumerate(system.is_possible) if is_possible)
    return frozenset(c for c in possible if not _is_right(system, hiding, c, threshold))


def _is_right(system: System, hiding: Hiding, cell: int, threshold: int) -> bool:
    if cell not in hiding.cells:
        return system.counts[cell] >= threshold
    if cell in hiding.withheld:
        return _neighbours(system, cell) <= hiding.withheld
    doubt = hiding.doubts[cell]
    return doubt.width(cell) >= threshold and all(
        _fits(system, hiding, table) for table in (doubt.lowest, doubt.highest)
    )


def _neighbours(system: System, cell: int) -> set[int]:
    """Return the counts that share a relation with ``cell``."""
    relations = (system.relations[relation] for relation, _sign in system.relations_of[cell])
    return {term.other for relation in relations for term in relation}


def _fits(system: System, hiding: Hiding, table: Changes) -> bool:
    """Return whether a reader cannot tell ``table`` from the true one."""
    sums: dict[int, int] = {}
    for cell, change in table.items():
        if cell not in hiding.cells and system.is_printed[cell]:
            return False
        if system.counts[cell] + change < 0:
            return False
        for relation, sign in system.relations_of[cell]:
            sums[relation] = sums.get(relation, 0) + sign * change
    return not any(sums.values())

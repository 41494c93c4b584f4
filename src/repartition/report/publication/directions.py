"""Ways to move hidden counts that no printed sum notices, cheap ones first.

A *direction* is a change of whole households to some counts that keeps every relation: +1 here,
−1 there, as around the corners of a rectangle in a table with totals. Where only hidden counts
move, a reader cannot tell the table from the one it leads to.

The search moves one count and then closes, one after another, the relations this leaves
unbalanced: Dijkstra's algorithm whose places are the imbalances. In a table with two margins these
are pairs of rows and columns, and the way found is an augmenting path of a network (Gusfield 1988);
where counts stand in more relations the search may miss a direction, but never returns a wrong one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Final

from repartition.report.publication.system import System

Direction = dict[int, int]
"""How far each count moves; counts that stay are not in it."""

_Entry = tuple[int, int]
"""An unbalanced relation, by number, and its sum."""

_Ways = list[tuple[int, int]]
"""Counts whose move closes a relation, each with that move."""

_MANY: Final = 3
"""Ways from which on it no longer matters how many there are: what was opened last comes first."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What a direction must do: move ``cell`` by ``sign``, and bear to be walked ``steps`` times.

    Attributes
    ----------
    budget
        Most that the counts it moves may cost together; None for no limit.
    haste
        What each unbalanced relation counts beside the cost: much finds sooner, and dearer.
    looks
        Moves that are weighed before the search gives up.
    """

    cell: int
    sign: int
    steps: int
    budget: int | None
    haste: int
    looks: int


@dataclass(frozen=True, slots=True)
class Found:
    """A direction, and what the counts it moves cost."""

    direction: Direction
    cost: int


@dataclass(frozen=True, slots=True, eq=False)
class _Chain:
    """Moves made so far: the last, those before it, and what all of them cost."""

    before: "_Chain | None"
    cell: int
    move: int
    cost: int
    length: int

    def direction(self) -> Direction:
        """Return every move of the chain, those of one count together."""
        moves: Direction = {}
        link: _Chain | None = self
        while link is not None:
            moves[link.cell] = moves.get(link.cell, 0) + link.move
            link = link.before
        return {cell: move for cell, move in moves.items() if move}


def steps_along(at: Sequence[int], direction: Direction) -> int | None:
    """Return how many steps leave every count at 0 or more; None where there is no end."""
    ends = [at[cell] // -move for cell, move in direction.items() if move < 0]
    return min(ends, default=None)


def cheap_direction(
    system: System, at: Sequence[int], *, aim: Aim, prices: Sequence[int]
) -> Found | None:
    """Return a direction that answers ``aim`` from the counts ``at``, or None if none was found.

    Parameters
    ----------
    at
        The count of each cell where the walk starts.
    prices
        What it costs to move each count: 0 for those that are hidden.
    """
    return _Search(system, at, aim, prices).run()


class _Search:
    """What one search has seen: how each imbalance can be mended, and which are settled."""

    def __init__(self, system: System, at: Sequence[int], aim: Aim, prices: Sequence[int]) -> None:
        self.system = system
        self.at = at
        self.aim = aim
        self.prices = prices
        self.known: dict[_Entry, _Ways] = {}

    def run(self) -> Found | None:
        """Return the first direction that comes to its end."""
        aim, settled, looks = self.aim, set[frozenset[_Entry]](), 0
        first = _Chain(None, aim.cell, aim.sign, self.prices[aim.cell], 0)
        if not self._bears(aim.cell, aim.sign) or not self._affords(first.cost):
            return None
        waiting = [(0, looks, self._moved((), aim.cell, aim.sign), first)]
        while waiting and looks < aim.looks:
            _rank, _age, imbalance, chain = heappop(waiting)
            place = frozenset(imbalance)
            if not imbalance and self._is_answer(chain.direction()):
                return Found(chain.direction(), chain.cost)
            if not imbalance or place in settled:
                continue
            settled.add(place)
            for cell, move in self._next_ways(imbalance):
                cost = chain.cost + self.prices[cell]
                if self._affords(cost):
                    looks += 1
                    left = self._moved(imbalance, cell, move)
                    # Of two that cost the same the one with fewer moves: fewer counts tied up.
                    rank = cost + aim.haste * len(left) + chain.length
                    longer = _Chain(chain, cell, move, cost, chain.length + 1)
                    heappush(waiting, (rank, looks, left, longer))
        return None

    def _next_ways(self, imbalance: tuple[_Entry, ...]) -> _Ways:
        """Return the ways on from the relation that leaves fewest, of many the one opened last."""
        return min(map(self._ways, reversed(imbalance)), key=lambda ways: min(len(ways), _MANY))

    def _ways(self, entry: _Entry) -> _Ways:
        known = self.known.get(entry)
        if known is None:
            relation, excess = entry
            known = self.known[entry] = [
                (cell, -excess * sign)
                for cell, sign in self.system.relations[relation]
                if cell != self.aim.cell
                and self._affords(self.prices[cell])
                and self._bears(cell, -excess * sign)
            ]
        return known

    def _moved(self, imbalance: tuple[_Entry, ...], cell: int, move: int) -> tuple[_Entry, ...]:
        """Return what is unbalanced once ``cell`` has moved too, the newest at the end."""
        left = dict(imbalance)
        for relation, sign in self.system.relations_of[cell]:
            excess = left.pop(relation, 0) + sign * move
            if excess:
                left[relation] = excess
        return tuple(left.items())

    def _bears(self, cell: int, move: int) -> bool:
        return self.at[cell] + move * self.aim.steps >= 0

    def _affords(self, cost: int) -> bool:
        return self.aim.budget is None or cost <= self.aim.budget

    def _is_answer(self, direction: Direction) -> bool:
        """Return whether the moves together do what was asked: a count may have moved twice."""
        return direction.get(self.aim.cell) == self.aim.sign and all(
            self._bears(cell, move) for cell, move in direction.items()
        )

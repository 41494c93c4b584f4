"""Counts and the sums that tie them, as numbers: what can be worked out from what is printed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

Key = tuple[str, ...]
"""What a count is called: the same in every table it stands in, such as ``("37261", "qpv")``."""

Terms = Mapping[Key, int]
"""A relation: Σ sign · count = 0, with signs of 1 and −1."""


class Term(NamedTuple):
    """One count in one relation: the number of the other of the two, and the sign, 1 or −1."""

    other: int
    sign: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A count of households, as the program knows it.

    Attributes
    ----------
    impossible
        Why nobody could be counted here, in words; empty where somebody could.
    is_printed
        False where no table shows the count, and it matters only because it could be worked out.
    """

    count: int
    impossible: str = ""
    is_printed: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """Counts by number, in the order of their keys, and the relations among them.

    Counts that cannot be but 0 are in no relation: everybody knows them, and they move nothing.

    Attributes
    ----------
    relations
        For each relation its counts, as (number of the count, sign).
    relations_of
        For each count its relations, as (number of the relation, sign).
    is_possible
        For each count, whether it could be other than 0.
    """

    keys: tuple[Key, ...]
    counts: tuple[int, ...]
    relations: tuple[tuple[Term, ...], ...]
    relations_of: tuple[tuple[Term, ...], ...]
    is_printed: tuple[bool, ...]
    is_possible: tuple[bool, ...]

    def linked_to(self, cell: int) -> frozenset[int]:
        """Return every count that a chain of relations ties to ``cell``, itself included."""
        reached, waiting = {cell}, [cell]
        while waiting:
            for relation, _sign in self.relations_of[waiting.pop()]:
                new = [term.other for term in self.relations[relation] if term.other not in reached]
                reached.update(new)
                waiting.extend(new)
        return frozenset(reached)


def build_system(cells: Mapping[Key, Cell], relations: Iterable[Terms]) -> System:
    """Return the system of ``cells``, the same in whatever order they and the relations come."""
    keys = tuple(sorted(cells))
    number = {key: index for index, key in enumerate(keys)}
    rows = sorted({_canonical(terms, number) for terms in relations})
    possible = _possible([not cells[key].impossible for key in keys], rows)
    kept = [tuple(term for term in row if possible[term.other]) for row in rows]
    kept = sorted({row for row in kept if row})
    of_cell: list[list[Term]] = [[] for _key in keys]
    for relation, row in enumerate(kept):
        for cell, sign in row:
            of_cell[cell].append(Term(relation, sign))
    return System(
        keys=keys,
        counts=tuple(cells[key].count for key in keys),
        relations=tuple(kept),
        relations_of=tuple(tuple(terms) for terms in of_cell),
        is_printed=tuple(cells[key].is_printed for key in keys),
        is_possible=tuple(possible),
    )


def _canonical(terms: Terms, number: Mapping[Key, int]) -> tuple[Term, ...]:
    """Return the terms by number, the first of them positive: one form for x = y and y = x."""
    row = sorted((number[key], sign) for key, sign in terms.items())
    lead = row[0][1]
    return tuple(Term(cell, sign * lead) for cell, sign in row)


def _possible(declared: list[bool], rows: Sequence[Sequence[Term]]) -> list[bool]:
    """Return which counts could be other than 0: counts of one sign that sum to 0 could not."""
    possible, changed = list(declared), True
    while changed:
        changed = False
        for row in rows:
            left = [term for term in row if possible[term.other]]
            if left and len({term.sign for term in left}) == 1:
                changed = True
                for cell, _sign in left:
                    possible[cell] = False
    return possible

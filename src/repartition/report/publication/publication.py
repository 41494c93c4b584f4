"""What is to be published: counts, what ties them, and the figures worked out from them."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from operator import index
from typing import Final

from repartition.report.publication.doubts import unproven
from repartition.report.publication.hiding import hide_cells
from repartition.report.publication.ranges import Range, known_ranges
from repartition.report.publication.system import Cell, Key, build_system

THRESHOLD: Final = 11
"""Households under which no count is published: the rule of fiscal secrecy that INSEE applies."""


class PublicationError(ValueError):
    """The counts of a publication contradict one another, or one is missing: its maker errs."""


@dataclass(frozen=True, slots=True, eq=False)
class Hidden:
    """What a publication may not show.

    Attributes
    ----------
    counts
        The counts that are hidden, printed or not.
    figures
        The figures that are hidden: each is worked out from a hidden count.
    small
        Those of ``counts`` that are under the threshold; the others protect them.
    withheld
        Those of ``counts`` hidden with everything linked to them, for want of a lesser way.
    impossible
        Why nobody could be counted, for each count of 0 that is shown because of it; empty where
        that follows from others.
    ranges
        Between which two numbers a reader knows each count to lie, hidden or shown.
    n_counts
        Printed counts in all, hidden or shown.
    n_counts_hidden
        Those of them that are hidden.
    n_counts_small
        Those of them that are under the threshold.
    """

    counts: frozenset[Key]
    figures: frozenset[Hashable]
    small: frozenset[Key]
    withheld: frozenset[Key]
    impossible: dict[Key, str]
    ranges: dict[Key, Range]
    n_counts: int
    n_counts_hidden: int
    n_counts_small: int

    @property
    def share(self) -> Fraction:
        """Share of the printed counts that is hidden; 0 where nothing is printed."""
        return Fraction(self.n_counts_hidden, self.n_counts) if self.n_counts else Fraction(0)


class Publication:
    """Everything that is to be printed together, and what ties it: what hides, is decided once.

    Give it every count whose value a reader can see *or work out* from a figure, every relation
    among them, every figure; then ask what to hide. The order does not matter.

    Examples
    --------
    Four attributions in La Riche could be worked out from the total; so another commune hides too,
    the smallest that leaves both in doubt:

    >>> publication = Publication()
    >>> for commune, count in {"Tours": 310, "La Riche": 4, "Fondettes": 38}.items():
    ...     publication.add((commune,), count)
    >>> publication.add(("all",), 352)
    >>> publication.relate(("all",), [("Tours",), ("La Riche",), ("Fondettes",)])
    >>> sorted(publication.hide().counts)
    [('Fondettes',), ('La Riche',)]
    """

    def __init__(self, *, threshold: int = THRESHOLD) -> None:
        if threshold < 1:
            raise PublicationError(f"a threshold of {threshold} hides nothing")
        self._threshold = threshold
        self._cells: dict[Key, Cell] = {}
        self._relations: list[dict[Key, int]] = []
        self._figures: dict[Hashable, frozenset[Key]] = {}

    def add(self, key: Key, count: int, *, impossible: str = "", is_printed: bool = True) -> None:
        """Add a count of households; one that stands in several tables has one key.

        Parameters
        ----------
        impossible
            Why the count could never be but 0, in words that are printed: a 0 is then no secret.
        is_printed
            False for a count no table shows, but a reader could work out: what a table leaves out
            of its total, or those of a group who are not in another one.

        Raises
        ------
        PublicationError
            If it is not a count, or not the count this key has already.
        """
        count = index(count)  # a whole number of any kind becomes a plain one
        if count < 0:
            raise PublicationError(f"{key}: {count} is no count of households")
        if impossible and count:
            raise PublicationError(f"{key}: {count} counted where nobody could be: {impossible}")
        before = self._cells.get(key, Cell(count, is_printed=False))
        if before.count != count:
            raise PublicationError(f"{key}: counted twice, as {before.count} and as {count}")
        self._cells[key] = replace(
            before,
            impossible=before.impossible or impossible,
            is_printed=before.is_printed or is_printed,
        )

    def relate(self, total: Key, parts: Iterable[Key], *, less: Iterable[Key] = ()) -> None:
        """Say that ``total`` = sum of ``parts`` − sum of ``less``.

        Raises
        ------
        PublicationError
            If one of them has not been added, stands there twice, or the sum is another.
        """
        terms = [(total, -1), *((part, 1) for part in parts), *((part, -1) for part in less)]
        for key, _sign in terms:
            self._count(key)
        relation = dict(terms)
        if len(relation) < len(terms):
            raise PublicationError(f"{total}: a count stands twice in its sum")
        difference = sum(sign * self._count(key) for key, sign in terms)
        if difference:
            raise PublicationError(f"{total}: its parts are {difference} more than it is")
        self._relations.append(relation)

    def share(self, name: Hashable, part: Key, whole: Key) -> None:
        """Add the share of ``part`` in ``whole``; what is left of the whole must be no secret.

        The rest is a count like any other, though no table prints it: a share of 97 % of 300 tells
        that 9 are not among them.

        Raises
        ------
        PublicationError
            If one of the two has not been added, or the part is greater than the whole.
        """
        rest = ("", *whole, "without", *part)
        self.add(rest, self._count(whole) - self._count(part), is_printed=False)
        self.relate(whole, [part, rest])
        self.figure(name, [part, whole])

    def figure(self, name: Hashable, counts: Sequence[Key]) -> None:
        """Add a figure worked out from counts: a mean from its count, a change from its two.

        It tells them as surely as a table would: from then on they count as printed.

        Raises
        ------
        PublicationError
            If one of the counts has not been added.
        """
        for key in counts:
            self.add(key, self._count(key))
        self._figures[name] = self._figures.get(name, frozenset()) | frozenset(counts)

    def hide(self) -> Hidden:
        """Return what must be hidden, proven to be enough and recomputed before it is returned."""
        system = build_system(self._cells, self._relations)
        hiding = hide_cells(system, self._threshold)
        if unproven(system, hiding, self._threshold):
            raise AssertionError("a count was said to be in doubt, and is not")
        keys = system.keys
        hidden = frozenset(keys[cell] for cell in hiding.cells)
        printed = {cell for cell, is_printed in enumerate(system.is_printed) if is_printed}
        return Hidden(
            counts=hidden,
            figures=frozenset(name for name, used in self._figures.items() if used & hidden),
            small=frozenset(keys[cell] for cell in hiding.small),
            withheld=frozenset(keys[cell] for cell in hiding.withheld),
            impossible={
                keys[cell]: self._cells[keys[cell]].impossible
                for cell in sorted(printed)
                if not system.is_possible[cell]
            },
            ranges=dict(zip(keys, known_ranges(system, hiding.cells), strict=True)),
            n_counts=len(printed),
            n_counts_hidden=len(printed & hiding.cells),
            n_counts_small=len(printed & hiding.small),
        )

    def _count(self, key: Key) -> int:
        if key not in self._cells:
            raise PublicationError(f"{key}: this count has not been added")
        return self._cells[key].count

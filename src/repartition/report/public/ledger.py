"""The counts of a public page: each is written once, tied to the others, and shown or hidden.

A chapter does not print numbers: it asks the ledger for cells. It is asked twice: before what
hides is decided, to note all that the page would show, and after, to show what may be shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from repartition.report.cells import written
from repartition.report.document import Amount, Cell, Column, Unit
from repartition.report.numerals import ratio
from repartition.report.publication import HIDDEN, Hidden, Key, Publication, PublicationError


@dataclass(frozen=True, slots=True)
class Told(Amount):
    """A number that the ledger lets a page show: nothing else may stand in a column of numbers.

    ``why`` says, of a count of 0, why nobody could be counted; ``""`` elsewhere.
    """

    why: str = ""


class Ledger:
    """Every count of a page with what ties it, and, once it is closed, what is hidden of them."""

    def __init__(self) -> None:
        self._publication = Publication()
        self._counts: dict[Key, int] = {}
        self._reasons: dict[Key, str] = {}
        self._parts: set[tuple[Key, Key]] = set()
        self._noted: set[tuple[Key, ...]] = set()
        self._hidden: Hidden | None = None

    # ------------------------------------------------------------------------------ counting
    def count(self, key: Key, count: int, *, impossible: str = "") -> Key:
        """Write a count down; nothing is printed of it before a cell is asked for.

        ``impossible`` says why nobody could be counted; it is not looked at where somebody is.
        """
        why = "" if count else impossible
        self._publication.add(key, count, impossible=why, is_printed=False)
        self._counts[key] = count
        if why:
            self._reasons[key] = why
        return key

    def sum(self, total: Key, parts: Iterable[Key], *, less: Iterable[Key] = ()) -> None:
        """Say that ``total`` = sum of ``parts`` − sum of ``less``."""
        parts, less = tuple(parts), tuple(less)
        self._publication.relate(total, parts, less=less)
        if not less:
            self._parts.update((part, total) for part in parts)

    def rest(self, whole: Key, parts: Iterable[Key], *, name: Key, impossible: str = "") -> Key:
        """Write down what ``parts`` leave of ``whole``, under ``name``."""
        parts = tuple(parts)
        left = self._counts[whole] - sum(self._counts[part] for part in parts)
        self.count(name, left, impossible=impossible)
        self.sum(whole, [*parts, name])
        return name

    def knows(self, key: Key) -> bool:
        """Return whether a count was written down."""
        return key in self._counts

    def value(self, key: Key) -> int:
        """Return a count as it was written down, hidden or not: for what is not printed."""
        return self._counts[key]

    # ------------------------------------------------------------------------------ printing
    def cell(self, key: Key) -> Cell:
        """Return the cell of one count."""
        why = self._reasons.get(key, "")
        return self._told(self._counts[key], Unit.COUNT, (key,), why=why)

    def change(self, before: Key, after: Key) -> Cell:
        """Return the cell of what changes from one count to another."""
        change = self._counts[after] - self._counts[before]
        return self._told(change, Unit.CHANGE, (before, after))

    def share(self, part: Key, whole: Key) -> Cell:
        """Return the cell of a share; what it leaves of the whole is a count of the ledger too.

        Raises
        ------
        PublicationError
            If no sum says that ``part`` is a part of ``whole``: nobody would protect the rest.
        """
        if (part, whole) not in self._parts:
            raise PublicationError(f"{part}: not known as a part of {whole}")
        found = ratio(self._counts[part], self._counts[whole])
        return self._told(found, Unit.SHARE, (part, whole))

    def figure(self, value: int | Fraction | None, unit: Unit, *, of: Iterable[Key]) -> Cell:
        """Return the cell of a figure that may be shown where every count of ``of`` may be."""
        return self._told(value, unit, tuple(of))

    def given(self, value: int | Fraction | None, unit: Unit) -> Cell:
        """Return the cell of a number that is about no household at all."""
        return Told(value, unit)

    def text(self, cell: Cell) -> str:
        """Return a cell as a sentence writes it."""
        return written(cell, Column("", Unit.COUNT))

    def are_shown(self, *keys: Key) -> bool:
        """Return whether counts may all be shown; before that is decided, yes."""
        return self._hidden is None or not self._hidden.counts & set(keys)

    def is_known_less(self, count: Key, other: Key) -> bool:
        """Return whether what is shown leaves no doubt that one count is less than another.

        So it may be said of hidden counts too; before it is decided what hides, as it is.
        """
        if self._hidden is None:
            return self._counts[count] < self._counts[other]
        ranges = self._hidden.ranges
        return ranges[count].most < ranges[other].least

    def is_known_not_less(self, count: Key, other: Key) -> bool:
        """Return whether what is shown leaves no doubt of the contrary."""
        if self._hidden is None:
            return self._counts[count] >= self._counts[other]
        ranges = self._hidden.ranges
        return ranges[count].least >= ranges[other].most

    def close(self) -> Hidden:
        """Decide what is hidden: from now on cells show or hide, and nothing new is printed."""
        self._hidden = self._publication.hide()
        return self._hidden

    def _told(
        self, value: int | Fraction | None, unit: Unit, of: tuple[Key, ...], *, why: str = ""
    ) -> Cell:
        if self._hidden is None:
            self._publication.figure(of, of)
            self._noted.add(of)
        elif of not in self._noted:
            raise PublicationError(f"{of}: printed, and not declared")
        elif of in self._hidden.figures:
            return HIDDEN
        return Told(value, unit, why)

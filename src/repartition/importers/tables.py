"""What one file gives of the contract's tables: text, as their CSV would hold it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from repartition.language import _

KEY_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "communes": ("commune",),
    "programmes": ("programme",),
    "vacancies": ("vacancy",),
    "households": ("household",),
    "contingents": ("contingent",),
    "decisions": ("vacancy", "household", "decided_on", "decision"),
    "counters": ("quota", "group"),
    "approvals": ("commune", "year", "financing"),
}
"""The columns that name a row of each table: an import adds to the row of the same name."""


@dataclass(frozen=True, slots=True)
class ImportedTable:
    """Some rows and columns of one table of the dataset.

    Attributes
    ----------
    table
        Its name, one of the contract's.
    columns
        Cells by column, all of the same length, the columns that name a row among them; an empty
        cell says nothing.
    places
        Where each row stands in the file, in words; empty where its reader does not say.
    """

    table: str
    columns: Mapping[str, Sequence[str]]
    places: Sequence[str] = ()

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()))) if self.columns else 0

    def place(self, row: int) -> str:
        """Return where a row stands: in the file, where that is known, else in the table."""
        return self.places[row] if self.places else _("row {row} of the table", row=row + 1)

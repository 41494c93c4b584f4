"""A table as its file holds it: text, and the line each cell stands on."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.domain.table import Column
from repartition.errors import Fault
from repartition.language import _

_AMOUNT: Final = re.compile(r"[1-9]\d{1,6},\d\d")
_COMMUNES: Final = re.compile(r"\d[\dAB]\d{3}\|\d[\dAB]\d{3}")
NO_HEADER_LINE = 0
"""Line of a header that stands on none, as in Parquet."""


@dataclass(frozen=True, slots=True, eq=False)
class RawTable:
    """What one file or sheet says, before anything is read into it.

    Attributes
    ----------
    name
        Name of the table, as the contract writes it.
    file
        How messages call the file.
    columns
        The text of the cells, surrounding spaces taken off, by column.
    lines
        int64, (n_rows,): the physical line a row starts on (row of the sheet, or of the Parquet
        table).
    header_line
        The line of the column names; None where the format has none.
    line_steps
        For the rows that hold line breaks: how many lines below its row each cell starts.
    unread
        Columns of the file that are not in ``columns``, for nobody can tell what they say: two
        have this name, or a formula of theirs has no result. That is a fault already.
    has_every_row
        Whether no row was left out for its shape.
    """

    name: str
    file: str
    columns: Mapping[str, Column]
    lines: NDArray[np.int64]
    header_line: int | None
    line_steps: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    has_every_row: bool = True

    def __len__(self) -> int:
        return len(self.lines)

    def line(self, row: int, column: str = "") -> int:
        """Return the physical line of a cell, or of the start of its row."""
        return int(self.lines[row]) + self.line_steps.get(row, {}).get(column, 0)

    def cell(self, row: int, column: str) -> str:
        """Return the text of a cell, ``""`` where the table lacks the column."""
        return self.columns[column].cell(row) if column in self.columns else ""

    def fault(self, row: int, column: str, *, problem: str, remedy: str = "") -> Fault:
        """Return a fault of one cell of this table."""
        return Fault(
            problem=problem,
            remedy=remedy,
            file=self.file,
            line=self.line(row, column),
            column=column,
            value=self.cell(row, column),
        )

    def take(self, order: NDArray[np.intp]) -> "RawTable":
        """Return the table with its rows in another order; lines follow their rows."""
        place = {int(row): new for new, row in enumerate(order)} if self.line_steps else {}
        return replace(
            self,
            columns={name: column.take(order) for name, column in self.columns.items()},
            lines=self.lines[order],
            line_steps={place[row]: steps for row, steps in self.line_steps.items()},
        )

    def without(self, unread: Iterable[str]) -> "RawTable":
        """Return the table with some of its columns not read."""
        gone = frozenset(unread)
        columns = {name: column for name, column in self.columns.items() if name not in gone}
        return replace(self, columns=columns, unread=self.unread | gone)

    def sorted_by(self, column: str) -> "RawTable":
        """Return the table sorted by the text of one column, so that row order means nothing."""
        if column not in self.columns:
            return self
        return self.take(np.argsort(self.columns[column].codes, kind="stable"))


@dataclass(frozen=True, slots=True)
class Record:
    """One row of cells as its file holds it, the line it starts on and how many it takes."""

    line: int
    cells: Sequence[str]
    height: int = 1

    def is_blank(self) -> bool:
        """Return whether every cell is empty, as spreadsheets leave below a table."""
        return not any(cell.strip() for cell in self.cells)


def table_from_records(
    name: str, file: str, *, header: Record, records: Iterable[Record], separator: str = ""
) -> tuple[RawTable, list[Fault]]:
    """Return the table that a header and its records make, and what is wrong with their shape.

    Blank rows are skipped; empty cells beyond the header too. A row that is too long or too short
    is a fault, and is left out.

    Parameters
    ----------
    separator
        The character between two cells of the file; empty where they cannot be confused.
    """
    names = [cell.strip() for cell in header.cells]
    while names and not names[-1]:
        names.pop()
    faults = _header_faults(file, header.line or None, names)
    width = len(names)
    kept: list[Record] = []
    ragged: list[Fault] = []
    filled = [record for record in records if not record.is_blank()]
    usual = min((len(record.cells) for record in filled), default=0)
    longest = max(usual, len(header.cells))
    for record in filled:
        # One cell more than its neighbours, the last empty: a decimal comma has shifted the others.
        shifted = len(record.cells) > longest and _decimal_comma(record, separator)
        if len(record.cells) == width:
            kept.append(record)
        elif (
            len(record.cells) > width
            and not shifted
            and not any(c.strip() for c in record.cells[width:])
        ):
            kept.append(Record(record.line, record.cells[:width], record.height))
        else:
            ragged.append(_ragged(file, record, width, separator=separator))
    rows = list(zip(*(record.cells for record in kept), strict=True)) or [()] * width
    columns = {
        name: stripped_column(cells) for name, cells in zip(names, rows, strict=True) if name
    }
    table = RawTable(
        name=name,
        file=file,
        columns=columns,
        lines=np.array([record.line for record in kept], np.int64),
        header_line=header.line or None,
        line_steps=_line_steps(names, kept),
        has_every_row=not ragged,
    )
    twice = [name for name, times in Counter(names).items() if times > 1 and name]
    return table.without(twice), [*faults, *ragged]


def stripped_column(cells: Sequence[str]) -> Column:
    """Return a column of these cells without the spaces around them, line ends as Unix has."""
    raw = Column.from_cells(cells)
    clean = [value.replace("\r\n", "\n").replace("\r", "\n").strip() for value in raw.values]
    if tuple(clean) == raw.values:
        return raw
    merged = Column.from_cells(clean)
    return Column(merged.values, merged.codes[raw.codes])


def _header_faults(file: str, line: int | None, names: Sequence[str]) -> list[Fault]:
    faults: list[Fault] = []
    for position, name in enumerate(names, start=1):
        if not name:
            faults.append(
                Fault(
                    _("column {position} has no name", position=position),
                    _("name it in the first row, or delete it"),
                    file=file,
                    line=line,
                )
            )
        elif name in names[: position - 1]:
            faults.append(
                Fault(
                    _("two columns have this name"),
                    _("rename one of them, or delete it"),
                    file=file,
                    line=line,
                    column=name,
                )
            )
    return faults


def _ragged(file: str, record: Record, width: int, *, separator: str) -> Fault:
    found = len(record.cells)
    if found < width:
        remedy = _("write the cells that are missing; a cell with a line break needs double quotes")
    elif number := _decimal_comma(record, separator):
        remedy = _(
            "if {number} is one number with a decimal comma, put it in double quotes, "
            "or separate the cells with semicolons",
            number=number,
        )
    elif codes := _list_with_commas(record, separator):
        remedy = _("separate the items of a list with |, as in {example}", example=codes)
    elif separator:
        words = {",": _("a comma"), ";": _("a semicolon"), "\t": _("a tab")}
        remedy = _(
            "put in double quotes the cell that holds {separator}", separator=words[separator]
        )
    else:
        remedy = _("delete what stands beyond the last column, or give it a name in the first row")
    problem = _("{found} cells where the header has {width}", found=found, width=width)
    return Fault(problem, remedy, file=file, line=record.line)


def _decimal_comma(record: Record, separator: str) -> str:
    """Return the first two cells that look like one amount cut at its comma, ``""`` if none."""
    if separator != ",":
        return ""
    pairs = (f"{one.strip()},{other.strip()}" for one, other in pairwise(record.cells))
    return next((pair for pair in pairs if _AMOUNT.fullmatch(pair)), "")


def _list_with_commas(record: Record, separator: str) -> str:
    """Return the first two cells that look like communes of one list, as a list is written."""
    if separator != ",":
        return ""
    pairs = (f"{one.strip()}|{other.strip()}" for one, other in pairwise(record.cells))
    return next((pair for pair in pairs if _COMMUNES.fullmatch(pair)), "")


def _line_steps(names: Sequence[str], records: Sequence[Record]) -> dict[int, dict[str, int]]:
    steps: dict[int, dict[str, int]] = {}
    for row, record in enumerate(records):
        if record.height == 1:
            continue
        below = 0
        steps[row] = {}
        for name, cell in zip(names, record.cells, strict=True):
            steps[row][name] = below
            below += len(cell.replace("\r\n", "\n").replace("\r", "\n").split("\n")) - 1
    return steps

"""The tables of a run folder as sheets of text: their layout, how they are written and read again.

Written: UTF-8 without BOM, comma, decimal point, LF, booleans ``true`` and ``false``, rows sorted
by the columns that name them. Read: in any order of rows and columns, with any line ends.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from repartition.errors import Fault, system_reason
from repartition.language import _, n_


class CellType(Enum):
    """How the cells of a column are compared: letter by letter, as numbers, as truths."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"


TEXT: Final = CellType.TEXT
NUMBER: Final = CellType.NUMBER
BOOLEAN: Final = CellType.BOOLEAN


@dataclass(frozen=True, slots=True)
class Layout:
    """What a file of a run holds: its columns, in order, and how many of them name a row.

    Attributes
    ----------
    file
        Name of the file.
    columns
        Name and type of each column.
    key
        How many of the first columns name a row.
    in_order
        Whether the order of the rows means something; where it does not, they are sorted.
    """

    file: str
    columns: Mapping[str, CellType]
    key: int
    in_order: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(self.columns)

    def name_of(self, row: Mapping[str, str]) -> tuple[str, ...]:
        """Return the cells that name a row."""
        return tuple(row[column] for column in self.names[: self.key])


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file of a run: its layout and its rows, cells in the order of the columns."""

    layout: Layout
    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, layout: Layout, rows: Iterator[tuple[str, ...]]) -> "Sheet":
        """Return the sheet of these rows, sorted unless their order means something."""
        return cls(layout, tuple(rows) if layout.in_order else tuple(sorted(rows)))

    def text(self) -> str:
        """Return the file, whole."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.layout.names)
        writer.writerows(self.rows)
        return out.getvalue()

    def records(self) -> Iterator[dict[str, str]]:
        """Yield each row as a table from column to cell."""
        return (dict(zip(self.layout.names, row, strict=True)) for row in self.rows)


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row found in a file: its line, and its cells by column."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """What a file was found to hold, and what cannot be read of it.

    ``rows`` is None where the file cannot be read at all.
    """

    rows: tuple[ReadRow, ...] | None
    faults: tuple[Fault, ...] = ()


def read_text(path: Path) -> str | Fault:
    """Return the text of a file of a run, or what keeps it from being read."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return Fault(_("this file of the run is missing"), file=path.name)
    except UnicodeDecodeError:
        return Fault(_("this file is not text in UTF-8"), file=path.name)
    except OSError as error:
        return Fault(
            _("this file cannot be read ({error})", error=system_reason(error)), file=path.name
        )


def read_sheet(folder: Path, layout: Layout) -> ReadSheet:
    """Return what a file of a run holds: never an exception, whatever is in it."""
    text = read_text(folder / layout.file)
    if isinstance(text, Fault):
        return ReadSheet(None, (text,))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        lines = [(reader.line_num, cells) for cells in reader if cells]
    except csv.Error:
        problem = _("this line is not comma-separated text")
        return ReadSheet(None, (Fault(problem, file=layout.file, line=reader.line_num),))
    if faults := _judge_header(header, layout):
        return ReadSheet(None, faults)
    return _rows(header, lines, layout)


def _judge_header(header: list[str], layout: Layout) -> tuple[Fault, ...]:
    missing = [name for name in layout.names if name not in header]
    strange = [name for name in dict.fromkeys(header) if name not in layout.columns]
    double = [name for name in layout.names if header.count(name) > 1]
    problems = [
        *((name, _("this column is missing")) for name in missing),
        *((name, _("the program writes no such column")) for name in strange),
        *((name, _("this column stands there more than once")) for name in double),
    ]
    return tuple(
        Fault(problem, file=layout.file, line=1, column=name) for name, problem in problems
    )


def _rows(header: list[str], lines: list[tuple[int, list[str]]], layout: Layout) -> ReadSheet:
    rows: list[ReadRow] = []
    faults: list[Fault] = []
    for line, cells in lines:
        if len(cells) == len(header):
            rows.append(ReadRow(line, dict(zip(header, cells, strict=True))))
            continue
        problem = n_(
            "this row has {number} cell, the header has {expected}",
            "this row has {number} cells, the header has {expected}",
            len(cells),
            expected=len(header),
        )
        faults.append(Fault(problem, file=layout.file, line=line))
    return ReadSheet(tuple(rows), tuple(faults))

"""The columns of a spreadsheet, read by what a mapping says of each."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from repartition.domain.cells import parse_number
from repartition.domain.table import CellKind
from repartition.importers.account import HIDDEN, Account, is_short_code
from repartition.importers.dataset.programmes import Programmes
from repartition.importers.sheet.days import day_of, without_hour
from repartition.importers.sheet.mapping import ColumnSource
from repartition.importers.sheet.units import ROOMS, converted, is_amount, loses_decimals
from repartition.ingest.descriptions import ColumnDescription
from repartition.ingest.raw import RawTable
from repartition.ingest.validation import read_cells, write_cell
from repartition.language import _

_SIGNS: Final = re.compile(r"\s*(?:€|%|m²|m2|eur|euros?)\s*$", re.IGNORECASE)
"""What a cell may say after its figure; its unit is the column's business."""
_HUNDRED: Final = 100
_PERHAPS_THOUSANDS: Final = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
"""A figure of which nobody can tell whether it is ``6.000``, six, or six thousand."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one column: text, canonical, empty where nothing could be read."""

    name: str
    cells: list[str]
    required: bool


def may_be_thousands(cell: str) -> bool:
    """Return whether the decimals of a figure may be the end of a thousand.

    >>> may_be_thousands("6.000 €"), may_be_thousands("343,0867"), may_be_thousands("1343.086")
    (True, False, False)
    """
    return _PERHAPS_THOUSANDS.fullmatch(_SIGNS.sub("", cell)) is not None


@dataclass(frozen=True, slots=True)
class ColumnReader:
    """Reads the columns of one spreadsheet, each on its distinct cells."""

    raw: RawTable
    account: Account
    programmes: Programmes
    described: dict[str, ColumnDescription]
    figures: bool
    """Whether the columns of the office's own hold figures, and nothing else."""
    about_people: bool
    """Whether its cells may say who somebody is."""
    numbers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The cells that a workbook holds as numbers, by header: their point is a decimal one."""

    def column(self, ours: str, source: ColumnSource) -> Cells:
        """Return one column of the table."""
        description = self.described.get(ours)
        if source.value:
            cells = [source.value] * len(self.raw)
        else:
            cells = self._translated(ours, source, description)
        return Cells(ours, cells, required=description is not None and description.required)

    def _translated(
        self, ours: str, source: ColumnSource, description: ColumnDescription | None
    ) -> list[str]:
        found = self.raw.columns[source.column]
        values = [self._one(cell, source, description) for cell in found.values]
        self._count_rounded(ours, source, description)
        if source.match:
            self._count_unmatched(ours, source, values)
        elif description is not None:
            texts, refusals = read_cells(description, values)
            values = [texts.get(code, "") for code in range(len(values))]
            for code, (problem, _remedy) in refusals.items():
                self._count(ours, source, code, problem)
        elif is_amount(None, source.unit) or self.figures:
            self._empty_what_is_no_figure(ours, source, values)
        return [values[code] for code in found.codes.tolist()]

    def _empty_what_is_no_figure(self, ours: str, source: ColumnSource, values: list[str]) -> None:
        """Take out of a column of the office's own what is no number, or no percentage."""
        for code, value in enumerate(values):
            number = parse_number(value)
            if value and number is None:
                self._count(ours, source, code, _("is not a number"))
            elif number is not None and self.figures and not 0 <= number <= _HUNDRED:
                self._count(ours, source, code, _("no percentage from 0 to 100"))
            else:
                continue
            values[code] = ""

    def _one(self, cell: str, source: ColumnSource, description: ColumnDescription | None) -> str:
        if cell in source.codes or not cell:
            return source.codes.get(cell, "")
        if source.match:
            return self.programmes.called(cell)
        if source.format:
            return day_of(cell, source.format)
        if description is not None and description.kind is CellKind.DATE:
            return without_hour(cell)
        if source.unit == ROOMS:
            return f"T{cell}" if cell[:1].isdigit() else cell
        if is_amount(description, source.unit) or (description is None and self.figures):
            return self._amount(cell, source, description)
        return cell

    def _amount(
        self, cell: str, source: ColumnSource, description: ColumnDescription | None
    ) -> str:
        """Return a figure in the unit of its column; of ours, with the decimals it is judged by."""
        value = _figure(cell)
        if value is None or (
            loses_decimals(value, source.unit, description) and not self._is_certain(cell, source)
        ):
            return cell
        figure = converted(value, source.unit, description)
        return write_cell(figure) if description is None else f"{figure:f}"

    def _is_certain(self, cell: str, source: ColumnSource) -> bool:
        """Return whether nobody can take the decimals of a figure for thousands."""
        return cell in self.numbers.get(source.column, ()) or not may_be_thousands(cell)

    def _count_rounded(
        self, ours: str, source: ColumnSource, description: ColumnDescription | None
    ) -> None:
        """Count the amounts in euros that have more decimals than there are cents."""
        found = self.raw.columns[source.column]
        for code, cell in enumerate(found.values):
            value = _figure(cell)
            if (
                value is not None
                and cell not in source.codes
                and loses_decimals(value, source.unit, description)
                and self._is_certain(cell, source)
            ):
                what = _("{column}: more than two decimals; rounded to the cent", column=ours)
                for row in (found.codes == code).nonzero()[0].tolist():
                    self.account.odd(what, _("line {line}", line=self.raw.line(row)))

    def _count_unmatched(self, ours: str, source: ColumnSource, values: Sequence[str]) -> None:
        column = self.raw.columns[source.column]
        for row, code in enumerate(column.codes.tolist()):
            if column.values[code] and not values[code]:
                cell, place = column.values[code], _("line {line}", line=self.raw.line(row))
                self.account.unknown_code(ours, self._shown(cell), place, self._not_found(cell))

    def _not_found(self, name: str) -> str:
        """Return what to say of a name by which no programme could be told."""
        if self.programmes.are_called(name):
            return _("several programmes of the dataset have this name")
        if self.about_people or not (near := self.programmes.nearest_name(name)):
            return _("no programme of the dataset has this name")
        return _(
            "no programme of the dataset has this name; the nearest is {nearest}", nearest=near
        )

    def _shown(self, cell: str) -> str:
        """Return a cell as the report may show it: of people, only what is too short for a name."""
        return cell if not self.about_people or is_short_code(cell) else HIDDEN

    def _count(self, ours: str, source: ColumnSource, code: int, problem: str) -> None:
        """Count the cells that could not be read: of a column of codes, which ones."""
        column = self.raw.columns[source.column]
        coded = ours in self.described and self.described[ours].allowed
        for row in (column.codes == code).nonzero()[0].tolist():
            place = _("line {line}", line=self.raw.line(row))
            if coded:
                treated = _("read as empty")
                self.account.unknown_code(ours, self._shown(column.values[code]), place, treated)
            else:
                what = _("{column}: {problem}; read as empty", column=ours, problem=problem)
                self.account.odd(what, place)


def _figure(cell: str) -> Decimal | None:
    return parse_number(_SIGNS.sub("", cell))

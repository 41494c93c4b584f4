"""Formulas of a workbook whose result its file does not hold.

A program that writes a workbook may leave the results to whoever opens it; until a spreadsheet has
saved it again such a cell looks empty, and would silently stand at its default.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zipfile import ZipFile

from openpyxl import Workbook

from repartition.errors import Fault
from repartition.ingest.raw import RawTable
from repartition.language import _, n_

_SHEETS: Final = "xl/worksheets/"
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s/>]")
_BLOCK: Final = 1 << 20
_OVERLAP: Final = 32
"""Bytes, more than the longest start of a formula: one may be cut by the end of a block."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that has a formula and no result."""

    line: int
    position: int
    """The column, 0 for the first."""
    text: str


def has_formulas(path: Path) -> bool:
    """Return whether a workbook has formulas; most have none, and are not read a second time."""
    with ZipFile(path) as archive:
        for name in archive.namelist():
            if not name.startswith(_SHEETS):
                continue
            with archive.open(name) as sheet:
                seen = b""
                while block := sheet.read(_BLOCK):
                    if _FORMULA.search(seen + block):
                        return True
                    seen = block[-_OVERLAP:]
    return False


def formulas_without_result(
    written: Workbook, stored: Workbook, sheets: Iterable[str]
) -> dict[str, list[Formula]]:
    """Return, for each sheet, the formulas whose result the workbook does not hold.

    Parameters
    ----------
    written, stored
        The workbook read for its formulas, and read for their results.
    """
    return {
        sheet: [
            Formula(line, position, str(getattr(formula.value, "text", formula.value)))
            for line, (formulas, results) in enumerate(
                zip(written[sheet].iter_rows(), stored[sheet].iter_rows(), strict=True), start=1
            )
            for position, (formula, result) in enumerate(zip(formulas, results, strict=True))
            # An empty text is a result: its cell has the type of a text.
            if formula.data_type == "f" and result.value is None and result.data_type != "str"
        ]
        for sheet in sheets
    }


def without_formulas(
    table: RawTable, names: Mapping[int, str], formulas: Iterable[Formula]
) -> tuple[RawTable, list[Fault]]:
    """Return the table without the columns that such formulas are in, and a fault for each.

    Parameters
    ----------
    names
        The columns by their position in the sheet.
    """
    found: dict[str, list[Formula]] = {}
    for formula in formulas:
        if formula.line > (table.header_line or 0) and (name := names.get(formula.position)):
            found.setdefault(name, []).append(formula)
    faults = [_fault(table.file, name, several) for name, several in found.items()]
    return table.without(found), faults


def _fault(file: str, name: str, formulas: list[Formula]) -> Fault:
    problem = _("this formula has no stored result")
    if others := len(formulas) - 1:
        problem += f" ({n_('and {number} more row', 'and {number} more rows', others)})"
    return Fault(
        problem,
        _("open the workbook, save it again, or paste the values instead of the formulas"),
        file=file,
        line=formulas[0].line,
        column=name,
        value=formulas[0].text,
    )

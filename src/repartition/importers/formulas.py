"""Cells that a spreadsheet would run as a formula are written as the text they are.

A table of a dataset is opened in a spreadsheet by whoever corrects it; what a file from elsewhere
says must not become an instruction there (CWE-1236, OWASP "CSV injection").
"""

from collections.abc import Sequence
from typing import Final

from repartition.domain.cells import parse_number
from repartition.importers.account import Account
from repartition.importers.tables import ImportedTable
from repartition.language import _

_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def disarmed(table: ImportedTable, account: Account) -> dict[str, Sequence[str]]:
    """Return the columns without the signs that start a formula; what was changed is counted."""
    return {name: _column(table, name, account) for name in table.columns}


def _column(table: ImportedTable, name: str, account: Account) -> Sequence[str]:
    cells = table.columns[name]
    if not any(_is_formula(cell) for cell in set(cells)):
        return cells
    what = _(
        "{column} starts like a formula of a spreadsheet; the sign was taken off",
        column=f"{table.table}.{name}",
    )
    found: list[str] = []
    for row, cell in enumerate(cells):
        is_formula = _is_formula(cell)
        if is_formula:
            account.odd(what, table.place(row))
        found.append(cell.lstrip("".join(_STARTS) + " ") if is_formula else cell)
    return found


def _is_formula(cell: str) -> bool:
    return cell.startswith(_STARTS) and parse_number(cell) is None

"""Communes wished for that the dataset knows nothing of: people do not stop at its border."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import compress
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.domain.cells import LIST_SEPARATOR, parse_list
from repartition.importers.account import Account
from repartition.importers.dataset.record import read_present
from repartition.importers.tables import ImportedTable
from repartition.language import _

_COMMUNES: Final = "communes"
UNREADABLE: Final = "?"
"""A wish for a commune whose code cannot be read: outside every dataset, and never written."""


def wishes_within(
    table: ImportedTable, data: Path, account: Account
) -> tuple[ImportedTable, NDArray[np.bool_]]:
    """Return the households with the wishes that the dataset can fulfil, and which rows are left.

    A wish for a commune outside is left out of the list, and one that cannot be read. Whoever
    wishes for nothing inside is left out: an empty list would mean that any commune will do.

    Parameters
    ----------
    data
        The dataset, for its communes; where it has none yet, every one that can be read is inside.
    """
    known = _communes(data)
    wishes = table.columns.get(_COMMUNES)
    kept = np.ones(len(table), np.bool_)
    if wishes is None or not any(wishes):
        return table, kept
    if not known:
        account.remark(_("The dataset has no communes yet: wishes were not compared with them."))
    inside: list[str] = []
    for row, cell in enumerate(wishes):
        asked = parse_list(cell)
        readable = [commune for commune in asked if commune != UNREADABLE]
        found = [commune for commune in readable if commune in known] if known else readable
        inside.append(LIST_SEPARATOR.join(found))
        if asked and not found:
            kept[row] = False
            account.drop(
                _("every commune wished for is outside the dataset, or cannot be read"),
                table.place(row),
            )
        elif len(found) < len(readable):
            account.odd(
                _("a commune wished for is outside the dataset, and left out"), table.place(row)
            )
    account.keep(-int((~kept).sum()))
    return rows_of(replace(table, columns={**table.columns, _COMMUNES: inside}), kept), kept


def rows_of(table: ImportedTable, kept: NDArray[np.bool_]) -> ImportedTable:
    """Return some rows of a table."""
    places = tuple(compress(table.places, kept))
    return ImportedTable(table.table, cells_of(table.columns, kept), places)


def cells_of(columns: Mapping[str, Sequence[str]], kept: NDArray[np.bool_]) -> dict[str, list[str]]:
    """Return some rows of some columns."""
    rows = np.flatnonzero(kept).tolist()
    return {name: [cells[row] for row in rows] for name, cells in columns.items()}


def _communes(data: Path) -> frozenset[str]:
    communes = read_present(data, _COMMUNES)
    return frozenset() if communes is None else frozenset(communes.keys)

"""Rows of one table as one source gives them, and their composition."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.domain.cells import (
    LIST_SEPARATOR,
    parse_boolean,
    parse_date,
    parse_list,
    parse_number,
    write_decimal,
)
from repartition.domain.table import CellKind
from repartition.importers.tables import KEY_COLUMNS
from repartition.ingest.descriptions import describe

_KEY_SEPARATOR: Final = "\x1f"


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Some cells of one table.

    Attributes
    ----------
    keys
        What names each row, no two alike.
    columns
        Text by column, object arrays (n_rows,), the columns of the key among them; an empty cell
        says nothing.
    """

    keys: tuple[str, ...]
    columns: Mapping[str, NDArray[np.object_]]

    def __len__(self) -> int:
        return len(self.keys)

    def rows(self) -> dict[str, int]:
        """Return the row of each key."""
        return {key: row for row, key in enumerate(self.keys)}

    def cells(self, column: str) -> NDArray[np.object_]:
        """Return a column, empty cells where there is none."""
        found = self.columns.get(column)
        return np.full(len(self), "", object) if found is None else found

    def take(self, rows: NDArray[np.bool_]) -> "Layer":
        """Return some of the rows."""
        kept = tuple(key for key, keep in zip(self.keys, rows, strict=True) if keep)
        return Layer(kept, {name: cells[rows] for name, cells in self.columns.items()})


EMPTY: Final = Layer((), {})


def layer_of(
    table: str, columns: Mapping[str, Sequence[str]], *, kinds: Mapping[str, CellKind]
) -> Layer:
    """Return the layer that these cells make: canonical, of several rows of one key the first."""
    arrays = {
        name: canonical(np.array(cells, object), kinds.get(name, CellKind.UNKNOWN))
        for name, cells in columns.items()
    }
    length = len(next(iter(arrays.values()))) if arrays else 0
    parts = [arrays.get(name, np.full(length, "", object)) for name in KEY_COLUMNS[table]]
    keys = [joined_key(row) for row in zip(*parts, strict=True)]
    first = {key: row for row, key in reversed(list(enumerate(keys)))}
    rows = np.array(sorted(first.values()), np.intp)
    return Layer(
        tuple(keys[row] for row in rows), {name: cells[rows] for name, cells in arrays.items()}
    )


def joined_key(parts: Iterable[str]) -> str:
    """Return the key of a row from the cells that name it."""
    return _KEY_SEPARATOR.join(parts)


def parts_of_key(key: str) -> list[str]:
    """Return the cells that name a row."""
    return key.split(_KEY_SEPARATOR)


def key_in_words(key: str) -> str:
    """Return a key as messages show it."""
    return ", ".join(filter(None, parts_of_key(key)))


def kinds_of(table: str) -> dict[str, CellKind]:
    """Return how the columns of a table are read."""
    return {column.name: column.kind for column in describe(table)}


def canonical(cells: NDArray[np.object_], kind: CellKind) -> NDArray[np.object_]:
    """Return cells in one spelling: ``385,20`` and ``385.2`` are the same amount.

    So a spreadsheet that has saved a table in its own habit has corrected nothing.
    """
    spell = _SPELLINGS.get(kind)
    if spell is None:
        return cells
    spelt = {cell: spell(cell) for cell in set(cells.tolist())}
    if all(cell == word for cell, word in spelt.items()):
        return cells
    return np.array([spelt[cell] for cell in cells.tolist()], object)


def _number(cell: str) -> str:
    value = parse_number(cell)
    return cell if value is None else write_decimal(value)


def _own(cell: str) -> str:
    """Return a cell of a column of the office's own: a number, unless zeros before it count."""
    return cell if re.match(r"[+-]?0\d", cell) else _day(_number(cell))


def _truth(cell: str) -> str:
    value = parse_boolean(cell)
    return cell if value is None else str(value).lower()


def _day(cell: str) -> str:
    value = parse_date(cell)
    return cell if value is None else value.isoformat()


def _list(cell: str) -> str:
    return LIST_SEPARATOR.join(parse_list(cell))


_SPELLINGS: Final[Mapping[CellKind, Callable[[str], str]]] = {
    CellKind.NUMBER: _number,
    CellKind.BOOLEAN: _truth,
    CellKind.DATE: _day,
    CellKind.LIST: _list,
    CellKind.UNKNOWN: _own,
}


@dataclass(frozen=True, slots=True)
class Clash:
    """Two different things said of one cell: which was kept, and who said the other.

    ``kept_from`` is empty where a person wrote what was kept.
    """

    table: str
    column: str
    key: str
    kept: str
    kept_from: str
    other: str
    other_from: str


def compose(table: str, layers: Mapping[str, Layer]) -> tuple[Layer, list[Clash]]:
    """Return one layer of several, the earlier before the later, and where they differ.

    Capitals are no difference: one file shouts the names that another writes.

    Parameters
    ----------
    layers
        By the name of their source.
    """
    row_of: dict[str, int] = {}
    for layer in layers.values():
        for key in layer.keys:
            row_of.setdefault(key, len(row_of))
    columns: dict[str, NDArray[np.object_]] = {}
    said_by: dict[str, NDArray[np.object_]] = {}
    clashes: list[Clash] = []
    for source, layer in layers.items():
        rows = np.fromiter((row_of[key] for key in layer.keys), np.intp, len(layer))
        for name, cells in layer.columns.items():
            target = columns.setdefault(name, np.full(len(row_of), "", object))
            authors = said_by.setdefault(name, np.full(len(row_of), "", object))
            present = target[rows]
            clashes += [
                Clash(
                    table=table,
                    column=name,
                    key=layer.keys[at],
                    kept=str(present[at]),
                    kept_from=str(authors[rows[at]]),
                    other=str(cells[at]),
                    other_from=source,
                )
                for at in np.flatnonzero((present != "") & (cells != "") & (present != cells))
                if present[at].casefold() != cells[at].casefold()
            ]
            silent = (present == "") & (cells != "")
            target[rows[silent]] = cells[silent]
            authors[rows[silent]] = source
    return Layer(tuple(row_of), columns), clashes


def names_of(layers: Iterable[Layer]) -> list[str]:
    """Return the columns that some of the layers have, in the order they come up."""
    return list(dict.fromkeys(name for layer in layers for name in layer.columns))

"""A schematic map: one tile a commune, those that the grid does not know after the others."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from repartition.report.document import Area

_GRID: Final = "tiles-tours-metropole.toml"
_SIDE: Final = 0.94
"""Of a tile, its neighbour being one away."""


def tile_map(communes: Sequence[str]) -> tuple[Area, ...]:
    """Return a tile for each commune, by INSEE code, in their order.

    Communes that the grid does not know stand in rows of their own, south of the others.
    """
    grid = _grid()
    width = 1 + max(column for column, _row in grid.values())
    known = [grid[code] for code in communes if code in grid]
    first_row = 1 + max((row for _column, row in known), default=-1)
    if known:
        first_row += 1  # a row of air: these tiles are not neighbours of those above
    strangers = [code for code in communes if code not in grid]
    placed = {
        code: (index % width, first_row + index // width) for index, code in enumerate(strangers)
    }
    return tuple(_tile(code, *(grid.get(code) or placed[code])) for code in communes)


def is_on_grid(commune: str) -> bool:
    """Return whether the grid says where a commune is."""
    return commune in _grid()


@cache
def _grid() -> dict[str, tuple[int, int]]:
    text = (files("repartition.report.maps") / _GRID).read_text(encoding="utf-8")
    return {code: (column, row) for code, (column, row) in tomllib.loads(text)["tiles"].items()}


def _tile(code: str, column: int, row: int) -> Area:
    left, top = float(column), -float(row)
    right, bottom = left + _SIDE, top - _SIDE
    corners = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
    return Area(code, (corners,))

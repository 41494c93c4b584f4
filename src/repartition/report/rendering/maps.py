"""A map of communes: their areas coloured in steps, each with its number on it."""

import math
import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

from repartition.language import _
from repartition.report.cells import written
from repartition.report.document import Area, Column, Map, Table, amount_of
from repartition.report.numerals import NOTHING

_RISING: Final = ("#EAF2F8", "#C3DDEC", "#8FC0DD", "#3F8FBF", "#0B5A8A")
"""Light to dark: more."""
_FALLING: Final = ("#F7F2E6", "#F2D9A2", "#E0A93B", "#B87A0B", "#7A5300")
"""Light to dark: further below zero."""
_NONE: Final = "#F4F4F4"
_EMPTY: Final = "#FFFFFF"
"""Nothing, which is 0; and no number at all."""
_DARK_FROM: Final = 3
_INK, _PAPER = "#1B1B1B", "#FFFFFF"
_LINES, _MOST_LETTERS = 2, 14
_LIFTED, _LOWERED = 0.14, 0.15
"""Of the height of a tile: where its number and its name stand, from its middle."""
_NAMED_BELOW: Final = 40
"""More areas than this have no room for their names."""


def map_layers(chart: Map, table: Table) -> dict[str, Any]:
    """Return the layers of a map, in Vega-Lite: areas, names where there is room, numbers.

    An area whose cell holds a word is not drawn: its number is one that may not be shown.
    """
    column = table.columns[chart.value]
    amounts = {
        str(row[chart.code]): (row, amount_of(row[chart.value], column)[0]) for row in table.rows
    }
    rows = {code: row for code, (row, value) in amounts.items() if not isinstance(value, str)}
    values = {
        code: Fraction(value)
        for code, (_cells, value) in amounts.items()
        if value is not None and not isinstance(value, str)
    }
    most = max((abs(value) for value in values.values()), default=Fraction(0))
    areas = [area for area in chart.areas if area.code in rows]
    colours = {area.code: _colours(values.get(area.code), most) for area in areas}
    classes = _classes([(colours[area.code][0], values.get(area.code)) for area in areas], column)
    features = []
    for area in areas:
        fill, ink = colours[area.code]
        x, y, span = _middle(area)
        row = rows[area.code]
        features.append(
            {
                "type": "Feature",
                "geometry": {"type": "Polygon", "coordinates": area.rings},
                "name": str(row[chart.name]),
                "short": _two_lines(str(row[chart.name])),
                "text": written(row[chart.value], column),
                "class": classes[fill],
                "fill": fill,
                "ink": ink,
                "x": x,
                "y": y + (span * _LIFTED if chart.is_schematic else 0),
                "below": y - span * _LOWERED,
            }
        )
    shapes = {
        "mark": {"type": "geoshape", "stroke": "#5A5A5A", "strokeWidth": 0.7},
        "encoding": {
            "color": {
                "field": "class",
                "type": "nominal",
                "scale": {"domain": list(classes.values()), "range": list(classes)},
                "legend": {
                    "title": chart.legend,
                    "symbolStrokeColor": "#5A5A5A",
                },
            },
            "tooltip": [
                {"field": "name", "title": " "},
                {"field": "text", "title": chart.legend},
            ],
        },
    }
    layers = [shapes, _texts("text", "y", size=13 if chart.is_schematic else 11, bold=True)]
    if chart.is_schematic and len(features) <= _NAMED_BELOW:
        layers.append(_texts("short", "below", size=8, bold=False))
    return {
        "projection": {"type": "identity", "reflectY": True},
        "data": {"values": features},
        "layer": layers,
        "resolve": {"scale": {"color": "independent"}},
    }


def _texts(field: str, height: str, *, size: float, bold: bool) -> dict[str, Any]:
    return {
        "mark": {
            "type": "text",
            "fontSize": size,
            "fontWeight": "bold" if bold else "normal",
            "baseline": "middle",
            "lineBreak": "\n",
        },
        "encoding": {
            "longitude": {"field": "x", "type": "quantitative"},
            "latitude": {"field": height, "type": "quantitative"},
            "text": {"field": field},
            "color": {"field": "ink", "type": "nominal", "scale": None},
        },
    }


def _step(value: Fraction | None, most: Fraction) -> int:
    """Return how dark an area is: 0 to 4, by equal steps of the square root.

    One town has most of everything: equal steps would leave all the others alike.
    """
    if not value or not most:
        return 0
    return min(len(_RISING) - 1, int(math.sqrt(abs(value) / most) * len(_RISING)))


def _classes(shown: Sequence[tuple[str, Fraction | None]], column: Column) -> dict[str, str]:
    """Return, for each colour from the lowest numbers up, the numbers that have it in words."""
    found: dict[str, list[Fraction]] = {}
    for fill, value in shown:
        if value is not None:
            found.setdefault(fill, []).append(value)
    ordered = sorted(found.items(), key=lambda pair: min(pair[1]))
    classes = {fill: _from_to(min(numbers), max(numbers), column) for fill, numbers in ordered}
    return classes | ({_EMPTY: NOTHING} if len(shown) > sum(map(len, found.values())) else {})


def _from_to(low: Fraction, high: Fraction, column: Column) -> str:
    first, last = written(low, column), written(high, column)
    return first if first == last else _("{low} to {high}", low=first, high=last)


def _colours(value: Fraction | None, most: Fraction) -> tuple[str, str]:
    if value is None:
        return _EMPTY, _INK
    if not value:
        return _NONE, _INK
    step = _step(value, most)
    scale = _RISING if value > 0 else _FALLING
    return scale[step], _PAPER if step >= _DARK_FROM else _INK


def _middle(area: Area) -> tuple[float, float, float]:
    """Return the middle of the largest ring's box, and its height."""
    ring = max(area.rings, key=lambda ring: _width(ring) * _height(ring))
    xs, ys = zip(*ring, strict=True)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2, max(ys) - min(ys)


def aspect(areas: Sequence[Area]) -> float:
    """Return the height of a map for a width of one."""
    points = tuple(point for area in areas for ring in area.rings for point in ring)
    wide, high = _width(points), _height(points)
    return min(1.2, max(0.3, high / wide if wide else 1.0))


def _width(points: Sequence[tuple[float, float]]) -> float:
    xs = [x for x, _y in points]
    return max(xs) - min(xs)


def _height(points: Sequence[tuple[float, float]]) -> float:
    ys = [y for _x, y in points]
    return max(ys) - min(ys)


def _two_lines(name: str) -> str:
    """Return a name on two lines at most, cut where it has a hyphen or a space."""
    lines = [""]
    for part in re.findall(r"[^- ]+[- ]?", name):
        if lines[-1] and len(lines[-1] + part.rstrip()) > _MOST_LETTERS:
            lines.append("")
        lines[-1] += part
    first, second = (*lines, "")[:_LINES]
    if len(lines) > _LINES or len(second) > _MOST_LETTERS + 1:
        second = f"{second[: _MOST_LETTERS - 1]}…"
    return "\n".join(line.rstrip() for line in (first[: _MOST_LETTERS + 2], second) if line)

"""A chart of a table as a Vega specification, and as the still picture of it.

What a reader wrote (names of communes, of programmes) enters as data only, never as an expression
or the name of a field.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from typing import Any, Final

import vl_convert

from repartition.report.cells import written
from repartition.report.document import (
    Bars,
    Bubbles,
    Cell,
    Chart,
    Map,
    Ranges,
    Table,
    Unit,
    amount_of,
)
from repartition.report.numerals import decimal_mark, thousands_mark
from repartition.report.rendering.maps import aspect, map_layers

Spec = dict[str, Any]

WIDTH: Final = 680
HALF_WIDTH: Final = 430
"""Of a chart that has another one beside it."""
_LEGEND: Final = 45
"""Height that the legend of a map takes."""
_SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"
_VEGA_LITE: Final = "6.4"
# Light and dark: told apart on a black-and-white print too. After Okabe and Ito (2008), whose
# colours people with any usual kind of colour blindness tell apart.
_COLOURS: Final = (("#F0C36D", "#7A5300"), ("#0B5A8A", "#0B5A8A"))
_ONLY: Final = (("#0B5A8A", "#0B5A8A"),)
_INK: Final = "#1B1B1B"
_UNSEEN: Final = "\u200b"
_SHADES: Final = ("#FDF6E3", "#0B3A5A")
"""From nobody to everybody: pale to dark, on a black-and-white print too."""
_ROW, _BAR, _LABEL_ROOM = 22, 14, Fraction(118, 100)
_BUBBLE_ROW = 26
_BUBBLES: Final = (14, 420)
"""Areas of the least and of the most, in square pixels: one dwelling must still be seen."""


def is_drawable(chart: Chart, table: Table) -> bool:
    """Return whether there is anything to draw."""
    if isinstance(chart, Map):
        codes = {area.code for area in chart.areas}
        return any(
            str(row[chart.code]) in codes
            and not isinstance(amount_of(row[chart.value], table.columns[chart.value])[0], str)
            for row in table.rows
        )
    match chart:
        case Bars():
            places = chart.series
        case Ranges():
            places = (chart.middle,)
        case Bubbles():
            places = (chart.along,)
    return any(
        isinstance(_number(table, row, place), Fraction) for row in table.rows for place in places
    )


def rows_drawn(chart: Chart, table: Table) -> int | None:
    """Return how many rows of its table a chart draws, the first ones; None = all."""
    if isinstance(chart, Map | Bubbles) or len(table.rows) <= chart.most:
        return None
    return chart.most


@cache
def library() -> str:
    """Return the script that draws specifications: Vega, made part of the page."""
    return vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")


def vega_spec(chart: Chart, table: Table) -> Spec:
    """Return the specification of a chart, its data inside."""
    width = HALF_WIDTH if len(table.charts) > 1 else WIDTH
    match chart:
        case Bars():
            body = _bars(chart, table)
        case Ranges():
            body = _ranges(chart, table)
        case Bubbles():
            body = _bubbles(chart, table)
        case Map():
            height = round(width * aspect(chart.areas)) + _LEGEND
            body = {**map_layers(chart, table), "height": height}
    found: Spec = vl_convert.vegalite_to_vega(
        {
            "$schema": _SCHEMA,
            "background": "white",
            "config": _config(),
            "autosize": {"type": "fit", "contains": "padding"},
            "width": width,
            **body,
        },
        vl_version=_VEGA_LITE,
    )
    return found


def still(spec: Spec, key: str) -> str:
    """Return a chart as SVG, its identifiers made unique by ``key``."""
    drawn: str = vl_convert.vega_to_svg(spec)
    # Counted anew: some that Vega gives hang on what it has drawn before.
    for index, name in enumerate(dict.fromkeys(re.findall(r'\bid="([^"]+)"', drawn))):
        drawn = drawn.replace(f'id="{name}"', f'id="{key}-{index}"')
        drawn = drawn.replace(f"url(#{name})", f"url(#{key}-{index})")
    return drawn


def _config() -> Spec:
    # No currency is written by an axis; the two empty texts are what Vega asks for.
    number = {
        "decimal": decimal_mark(),
        "thousands": thousands_mark(),
        "grouping": [3],
        "currency": ["", ""],
    }
    words = {"labelColor": _INK, "titleColor": _INK, "labelFontSize": 12, "titleFontSize": 12}
    return {
        "locale": {"number": number},
        "font": "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif",
        "axis": {**words, "labelLimit": 230, "titleFontWeight": "normal", "gridColor": "#E3E3E3"},
        "legend": {
            **words,
            "titleLimit": 0,
            "orient": "top",
            "symbolType": "square",
            "symbolStrokeWidth": 1,
        },
        "view": {"stroke": None},
    }


def _bars(chart: Bars, table: Table) -> Spec:
    names = [table.columns[place].title for place in chart.series]
    values = list(_bar_values(chart, table, names))
    most = max((value["v"] for value in values), default=0) or 1
    least = min((value["v"] for value in values), default=0)
    room = float(_LABEL_ROOM)
    x = {
        "field": "v",
        "type": "quantitative",
        "title": chart.axis,
        "scale": {"domain": [min(0.0, least * room), most * room], "nice": False},
        "axis": {"tickCount": 5},
    }
    side_by_side: Spec = {}
    if len(names) > 1:
        scale = {"paddingInner": 0.1}
        side_by_side = {"yOffset": {"field": "s", "type": "nominal", "sort": names, "scale": scale}}
    return {
        "height": {"step": _BAR if side_by_side else _ROW},
        "data": {"values": values},
        "encoding": {"y": _categories(), **side_by_side},
        "layer": [
            {
                "mark": {"type": "bar", "tooltip": True, "strokeWidth": 1},
                "encoding": {"x": x, **_series_colours(names), **_tooltip()},
            },
            _labels({"x": x}),
        ],
    }


def _categories() -> Spec:
    """Return the axis that names the rows of the table, in their order."""
    return {
        "field": "c",
        "type": "nominal",
        "sort": None,
        "title": None,
        "scale": {"paddingInner": 0.3},
        "axis": {"domain": False, "ticks": False},
    }


def _series_colours(names: list[str]) -> Spec:
    """Return the fill and the stroke of each column drawn, the reference lighter."""
    fills, strokes = zip(*(_COLOURS if len(names) > 1 else _ONLY), strict=True)
    legend = {"title": None} if len(names) > 1 else None
    return {
        channel: {
            "field": "s",
            "type": "nominal",
            "scale": {"domain": names, "range": list(colours)},
            "legend": legend,
        }
        for channel, colours in (("fill", fills), ("stroke", strokes))
    }


def _labels(encoding: Spec) -> Spec:
    """Return the layer that writes each number to the right of what it draws."""
    mark = {"type": "text", "align": "left", "baseline": "middle", "dx": 5}
    return {
        "mark": {**mark, "fontSize": 11, "color": _INK},
        "encoding": {**encoding, "text": {"field": "t"}},
    }


def _bar_values(chart: Bars, table: Table, names: list[str]) -> Iterator[Mapping[str, Any]]:
    for category, row in _rows(chart, table):
        for place, name in zip(chart.series, names, strict=True):
            value = _number(table, row, place)
            if value is not None:
                yield {
                    "c": category,
                    "s": name,
                    "v": float(value),
                    "t": written(row[place], table.columns[place]),
                }


def _ranges(chart: Ranges, table: Table) -> Spec:
    values: list[Spec] = [
        {
            "c": category,
            "a": float(low),
            "m": float(middle),
            "b": float(high),
            "t": written(row[chart.middle], table.columns[chart.middle]),
            "r": f"{written(row[chart.low], table.columns[chart.low])} – "
            f"{written(row[chart.high], table.columns[chart.high])}",
        }
        for category, row in _rows(chart, table)
        if (low := _number(table, row, chart.low)) is not None
        and (middle := _number(table, row, chart.middle)) is not None
        and (high := _number(table, row, chart.high)) is not None
    ]
    most = max((value["b"] for value in values), default=1.0)
    scale = {"domain": [0, most * float(_LABEL_ROOM)], "nice": False}
    tooltip = {
        "tooltip": [
            {"field": "c", "title": " "},
            {"field": "t", "title": table.columns[chart.middle].title},
            {"field": "r", "title": " "},
        ]
    }
    axis = {"type": "quantitative", "title": chart.axis, "scale": scale, "axis": {"tickCount": 6}}
    return {
        "height": {"step": _ROW},
        "data": {"values": values},
        "encoding": {"y": _categories()},
        "layer": [
            {
                "mark": {"type": "bar", "height": 10, "fill": "#9CC4DE", "stroke": "#0B5A8A"},
                "encoding": {"x": {"field": "a", **axis}, "x2": {"field": "b"}, **tooltip},
            },
            {
                "mark": {"type": "tick", "thickness": 3, "size": 16, "color": "#0B3A5A"},
                "encoding": {"x": {"field": "m", **axis}, **tooltip},
            },
            _labels({"x": {"field": "b", **axis}}),
        ],
    }


def _bubbles(chart: Bubbles, table: Table) -> Spec:
    values = list(_bubble_values(chart, table))
    # The page sets these to what the reader picks; "" = everything.
    picks = {place: f"pick{place}" for place in table.choices}
    size = {
        "field": "n",
        "type": "quantitative",
        "scale": {
            "domain": [0, max((value["n"] for value in values), default=1)],
            "range": list(_BUBBLES),
        },
        "legend": {"title": chart.size_legend, "symbolType": "circle", "tickCount": 3},
    }
    shades = {
        "field": "f",
        "type": "quantitative",
        "scale": {"domain": [0, 100], "range": list(_SHADES)},
        "legend": {"title": chart.shade_legend, "gradientLength": 120, "tickCount": 2},
    }
    fill: Spec = {"value": _SHADES[0]}
    if chart.shade is not None:
        fill = {"condition": {"test": "isValid(datum.f)", **shades}, "value": "white"}
    return {
        "height": {"step": _BUBBLE_ROW},
        "data": {"values": values},
        "params": [{"name": pick, "value": ""} for pick in picks.values()],
        "encoding": {
            "y": _categories(),
            "x": {
                "field": "v",
                "type": "quantitative",
                "title": chart.axis,
                "scale": {"zero": False, "nice": True, "padding": 12},
                "axis": {"tickCount": 6},
            },
        },
        "layer": [
            # Unseen, and all of them: the axes stay as they are, whatever is picked.
            {"mark": {"type": "circle", "opacity": 0, "size": 1, "tooltip": None}},
            {
                "transform": [
                    {"filter": f"{pick} === '' || datum.w{place} === {pick}"}
                    for place, pick in picks.items()
                ],
                "mark": {
                    "type": "circle",
                    "strokeWidth": 1,
                    "stroke": _COLOURS[1][1],
                    "opacity": 0.85,
                },
                "encoding": {
                    "size": size,
                    "fill": fill,
                    # The small ones on top.
                    "order": {"field": "n", "sort": "descending"},
                    "tooltip": [
                        {"field": f"w{place}", "title": column.full_title}
                        for place, column in enumerate(table.columns)
                    ],
                },
            },
        ],
    }


def _bubble_values(chart: Bubbles, table: Table) -> Iterator[Mapping[str, Any]]:
    for row in table.rows:
        along, size = _number(table, row, chart.along), _number(table, row, chart.size)
        shade = None if chart.shade is None else _number(table, row, chart.shade)
        if along is not None and size is not None:
            words = {
                f"w{place}": written(cell, column)
                for place, (cell, column) in enumerate(zip(row, table.columns, strict=True))
            }
            yield {
                **words,
                "c": words["w0"],
                "v": float(along),
                "n": float(size),
                "f": None if shade is None else float(shade),
            }


def _tooltip() -> Spec:
    return {
        "tooltip": [
            {"field": "c", "title": " "},
            {"field": "s", "title": "  "},
            {"field": "t", "title": "   "},
        ]
    }


def _number(table: Table, row: tuple[Cell, ...], place: int) -> Fraction | None:
    """Return the number of a cell, as the chart draws it: a share in percent."""
    value, unit = amount_of(row[place], table.columns[place])
    if value is None or isinstance(value, str):
        return None
    return Fraction(value) * (100 if unit is Unit.SHARE else 1)


def _rows(chart: Bars | Ranges, table: Table) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """Yield the rows that a chart draws, each under a name of its own.

    Where two rows have the same name, nothing that is seen tells the later one apart.
    """
    times: Counter[str] = Counter()
    for row in table.rows[: chart.most]:
        name = written(row[0], table.columns[0])
        yield name + _UNSEEN * times[name], row
        times[name] += 1

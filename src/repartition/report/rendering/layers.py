"""The layers of a chart whose rows stand one under the other: bars, ranges, bubbles."""

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from repartition.report.cells import written
from repartition.report.document import Bars, Bubbles, Cell, Ranges, Table, Unit, amount_of

Spec = dict[str, Any]

INK: Final = "#1B1B1B"
# Light and dark: told apart on a black-and-white print too. After Okabe and Ito (2008), whose
# colours people with any usual kind of colour blindness tell apart.
_COLOURS: Final = (("#F0C36D", "#7A5300"), ("#0B5A8A", "#0B5A8A"))
_ONLY: Final = (("#0B5A8A", "#0B5A8A"),)
_SHADES: Final = ("#FDF6E3", "#0B3A5A")
"""From nobody to everybody: pale to dark, on a black-and-white print too."""
_UNSEEN: Final = "\u200b"
_ROW, _BAR, _LABEL_ROOM = 22, 14, Fraction(118, 100)
_BUBBLE_ROW = 26
_BUBBLES: Final = (14, 420)
"""Areas of the least and of the most, in square pixels: one dwelling must still be seen."""


def bar_layers(chart: Bars, table: Table) -> Spec:
    """Return bars side by side, one group a row, with the number of each."""
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


def range_layers(chart: Ranges, table: Table) -> Spec:
    """Return a bar from a low to a high number, a row each, with a mark between."""
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
        if (low := number_drawn(table, row, chart.low)) is not None
        and (middle := number_drawn(table, row, chart.middle)) is not None
        and (high := number_drawn(table, row, chart.high)) is not None
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


def bubble_layers(chart: Bubbles, table: Table) -> Spec:
    """Return bubbles, those of one name on one line; a reader may pick which."""
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


def number_drawn(table: Table, row: tuple[Cell, ...], place: int) -> Fraction | None:
    """Return the number of a cell, as the chart draws it: a share in percent."""
    value, unit = amount_of(row[place], table.columns[place])
    if value is None or isinstance(value, str):
        return None
    return Fraction(value) * (100 if unit is Unit.SHARE else 1)


def _bar_values(chart: Bars, table: Table, names: list[str]) -> Iterator[Mapping[str, Any]]:
    for category, row in _rows(chart, table):
        for place, name in zip(chart.series, names, strict=True):
            value = number_drawn(table, row, place)
            if value is not None:
                yield {
                    "c": category,
                    "s": name,
                    "v": float(value),
                    "t": written(row[place], table.columns[place]),
                }


def _bubble_values(chart: Bubbles, table: Table) -> Iterator[Mapping[str, Any]]:
    for row in table.rows:
        along, size = number_drawn(table, row, chart.along), number_drawn(table, row, chart.size)
        shade = None if chart.shade is None else number_drawn(table, row, chart.shade)
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


def _rows(chart: Bars | Ranges, table: Table) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """Yield the rows that a chart draws, each under a name of its own.

    Where two rows have the same name, nothing that is seen tells the later one apart.
    """
    times: Counter[str] = Counter()
    for row in table.rows[: chart.most]:
        name = written(row[0], table.columns[0])
        yield name + _UNSEEN * times[name], row
        times[name] += 1


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
        "mark": {**mark, "fontSize": 11, "color": INK},
        "encoding": {**encoding, "text": {"field": "t"}},
    }


def _tooltip() -> Spec:
    return {
        "tooltip": [
            {"field": "c", "title": " "},
            {"field": "s", "title": "  "},
            {"field": "t", "title": "   "},
        ]
    }

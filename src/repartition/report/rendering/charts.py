"""A chart of a table as a Vega specification, and as the still picture of it.

What a reader wrote (names of communes, of programmes) enters as data only, never as an expression
or the name of a field.
"""

import re
from fractions import Fraction
from functools import cache
from typing import Final

import vl_convert

from repartition.report.document import Bars, Bubbles, Chart, Map, Ranges, Table, amount_of
from repartition.report.numerals import decimal_mark, thousands_mark
from repartition.report.rendering.layers import (
    INK,
    Spec,
    bar_layers,
    bubble_layers,
    number_drawn,
    range_layers,
)
from repartition.report.rendering.maps import aspect, map_layers

WIDTH: Final = 680
HALF_WIDTH: Final = 430
"""Of a chart that has another one beside it."""
_LEGEND: Final = 45
"""Height that the legend of a map takes."""
_SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"
_VEGA_LITE: Final = "6.4"


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
        isinstance(number_drawn(table, row, place), Fraction)
        for row in table.rows
        for place in places
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
            body = bar_layers(chart, table)
        case Ranges():
            body = range_layers(chart, table)
        case Bubbles():
            body = bubble_layers(chart, table)
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
    words = {"labelColor": INK, "titleColor": INK, "labelFontSize": 12, "titleFontSize": 12}
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

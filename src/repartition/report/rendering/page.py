"""A report as one page of HTML that needs no network: style, script and data are inside.

The page forbids itself any request (its Content-Security-Policy has ``default-src 'none'``), and
runs no script but its own two, named by their hashes.
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from repartition.audit.manifest import program_version
from repartition.language import _
from repartition.report.cells import written
from repartition.report.document import Cell, Chart, Column, Report, Table, Unit, amount_of
from repartition.report.rendering.charts import (
    is_drawable,
    library,
    rows_drawn,
    still,
    vega_spec,
)
from repartition.report.rendering.markup import asset, environment, paper_head

_SHORT: Final = 16
"""Letters up to which the words of a cell stay on one line."""
# "<" could end a script or begin a comment, "&" is for older readers, and the two others end a line
# of script in old engines: none of them is needed in JSON.
_ESCAPES: Final = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class _Figure:
    key: str
    kind: str
    title: str
    label: str
    still: Markup


@dataclass(frozen=True, slots=True)
class _Head:
    title: str
    scope: str
    columns: int
    rows: int
    is_number: bool


@dataclass(frozen=True, slots=True)
class _Written:
    text: str
    look: str


def page_of(report: Report) -> str:
    """Return the whole page of a report."""
    specs: dict[str, Any] = {}
    figures: dict[str, list[_Figure]] = {}
    for table in report.tables:
        figures[table.key] = []
        for index, chart in enumerate(table.charts):
            if is_drawable(chart, table):
                key = f"{table.key}-{index}"
                specs[key] = vega_spec(chart, table)
                picture = Markup(still(specs[key], key))
                figures[table.key].append(_figure(key, chart, table, picture))
    # Ours, read from the package: nothing a user wrote is in them.
    style, script = Markup(asset("style.css")), Markup(asset("page.js"))
    style += Markup(paper_head(report.banner))
    drawing = Markup(library())
    return (
        environment()
        .get_template("page.html")
        .render(
            said=_said(),
            report=report,
            figures=figures,
            heads=_heads,
            cells=_cells,
            style=style,
            script=script,
            library=drawing,
            specs=_json(specs),
            words=_json(_words()),
            policy=_policy(drawing, script),
        )
    )


def _figure(key: str, chart: Chart, table: Table, picture: Markup) -> _Figure:
    title = chart.title
    if (drawn := rows_drawn(chart, table)) is not None:
        title = _("{title} (the first {number} rows of the table)", title=title, number=drawn)
    return _Figure(
        key=key,
        kind=type(chart).__name__.lower(),
        title=title,
        label=_("{title}: the table below has the same figures", title=title),
        still=picture,
    )


def _said() -> dict[str, str]:
    """Return the words of the page itself."""
    return {
        "skip": _("Skip to the report"),
        "kind": _("Attribution of social housing: report on a plan"),
        "contents": _("Contents"),
        "foot": _(
            "Made by repartition {version}: a proposal, which binds nobody. The commission "
            "decides.",
            version=program_version(),
        ),
    }


def _words() -> dict[str, str]:
    return {
        "more": _("Show the {number} other rows"),
        "fewer": _("Show fewer rows"),
        "any": _("(all)"),
        "cut": _("On paper {number} rows are left out: the screen and the workbook have them."),
    }


def _policy(*scripts: str) -> str:
    """Return what the page may do: run these scripts, have its own style; nothing else."""
    hashes = (hashlib.sha256(script.encode()).digest() for script in scripts)
    allowed = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in hashes)
    return (
        "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'unsafe-inline'; "
        f"script-src {allowed}"
    )


def _json(content: object) -> Markup:
    """Return data for a script tag that nothing in them can end."""
    return Markup(json.dumps(content, ensure_ascii=False).translate(_ESCAPES))


def _heads(table: Table) -> list[list[_Head]]:
    """Return the lines of heads: two where some columns stand under one head."""
    if not any(column.group for column in table.columns):
        return [[_head(column, rows=1) for column in table.columns]]
    upper: list[_Head] = []
    lower: list[_Head] = []
    for group, columns in _groups(table.columns):
        if group:
            upper.append(_Head(group, "colgroup", len(columns), 1, is_number=False))
            lower += [_head(column, rows=1) for column in columns]
        else:
            upper += [_head(column, rows=2) for column in columns]
    return [upper, lower]


def _groups(columns: tuple[Column, ...]) -> Iterator[tuple[str, list[Column]]]:
    """Yield the runs of neighbours under one head."""
    run: list[Column] = []
    for column in columns:
        if run and column.group != run[-1].group:
            yield run[-1].group, run
            run = []
        run.append(column)
    yield run[-1].group, run


def _head(column: Column, *, rows: int) -> _Head:
    return _Head(column.title, "col", 1, rows, is_number=not column.unit.is_text)


def _cells(table: Table) -> list[list[_Written]]:
    return [
        [
            _Written(written(cell, column), _look(cell, column))
            for cell, column in zip(row, table.columns, strict=True)
        ]
        for row in table.rows
    ]


def _look(cell: Cell, column: Column) -> str:
    """Return the classes of a cell: numbers to the right, what misses marked, words with room."""
    value, unit = amount_of(cell, column)
    if unit is Unit.CODE:
        return "code"
    if unit is Unit.TEXT:
        return "short" if len(str(value)) <= _SHORT else "long"
    misses = unit is Unit.COUNT and not isinstance(value, str) and value is not None and value < 0
    return "n below" if misses else "n"

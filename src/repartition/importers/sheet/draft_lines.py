"""The lines of a drafted mapping: a header for each column, and what else is to be said of it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

import numpy as np
import tomli_w

from repartition.domain.table import CellKind, Column
from repartition.importers.account import is_short_code
from repartition.importers.sheet.days import EXCEL, without_hour
from repartition.importers.sheet.spelling import plain_words, usual_units
from repartition.importers.sheet.units import units_of
from repartition.ingest.descriptions import ColumnDescription
from repartition.ingest.forbidden import ABOUT_PEOPLE
from repartition.ingest.raw import RawTable
from repartition.ingest.validation import read_cells
from repartition.language import _, n_

_MOST_CODES: Final = 12
_FEW_LONG: Final = 4
"""One in so many of the cells that are no code known may be longer than a code."""
_EXCEL_DAYS: Final = range(20_000, 80_001)
"""Days that Excel counts from 1954 to 2119: no other column of days holds such numbers."""
_LIKELY: Final = {
    **dict.fromkeys(("o", "y", "v", "x"), "true"),
    **dict.fromkeys(("n", "f"), "false"),
}
_FORMATS: Final = ("%d.%m.%Y", "%d-%m-%Y", "%Y%m%d", "%d/%m/%y", "%d %m %Y")


def head(file: str, table: str, sheet: str, header_row: int) -> Iterator[str]:
    """Yield what stands above the columns."""
    yield "# " + _("Drafted from the headers of {file}: look every line over.", file=file)
    yield "# " + _("Left: the column of the dataset. Right: the header of your file.")
    yield ""
    yield "schema = 1"
    yield _assignment("table", table)
    if sheet:
        yield _assignment("sheet", sheet)
    if header_row != 1:
        yield f"header_row = {header_row}"
    yield ""
    yield "[columns]"


def column_line(
    name: str,
    header: str,
    raw: RawTable,
    described: Sequence[ColumnDescription],
    *,
    by_name: bool,
) -> str:
    """Return the line of one column: its header, and what else must be said to read its cells.

    Parameters
    ----------
    by_name
        Whether its programmes are found by their name.
    """
    column = next((c for c in described if c.name == name), None)
    more = {"match": "name"} if by_name else _more(header, raw, column)
    more = {key: value for key, value in more.items() if value}
    if not more:
        return _assignment(name, header)
    parts = [_assignment("column", header), *(_inline(key, value) for key, value in more.items())]
    allowed = f"  # {'|'.join(column.allowed)}" if column is not None and "codes" in more else ""
    return f"{name} = {{ {', '.join(parts)} }}{allowed}"


def _more(
    header: str, raw: RawTable, column: ColumnDescription | None
) -> dict[str, str | dict[str, str]]:
    if column is None:
        return {}
    unit = usual_units().get(plain_words(header), "")
    of_unit = {"unit": unit if unit in units_of(column) else ""}
    if header not in raw.columns:
        return {**of_unit}  # its cells cannot be read yet; its header says the unit all the same
    found = raw.columns[header]
    values = list(found.values)
    if column.kind is CellKind.DATE:
        values = [without_hour(value) for value in values]
    _texts, refused_cells = read_cells(column, values)
    unread = sorted(values[code] for code in refused_cells)
    return {
        **of_unit,
        "codes": _codes(found, refused_cells) if column.allowed else {},
        "format": _format(unread) if column.kind is CellKind.DATE else "",
    }


def _codes(found: Column, unread: Collection[int]) -> dict[str, str]:
    """Return the words that the program does not know, with what they most likely mean.

    Words long enough to be somebody's name are not written. Where many are, none is: the column is
    then another than it seems.
    """
    short = sorted(code for code in unread if is_short_code(found.values[code]))
    rows = np.bincount(found.codes, minlength=len(found.values))
    long = sum(int(rows[code]) for code in set(unread) - set(short))
    if len(short) > _MOST_CODES or long * _FEW_LONG > sum(int(rows[code]) for code in unread):
        return {}
    words = sorted(found.values[code] for code in short)
    return {word: _LIKELY.get(plain_words(word), "") for word in words}


def _format(unread: Sequence[str]) -> str:
    """Return how dates are written, where one way fits all of them."""
    if unread and all(cell.isdecimal() and int(cell) in _EXCEL_DAYS for cell in unread):
        return EXCEL
    return next((form for form in _FORMATS if unread and _fits(unread, form)), "")


def _fits(cells: Sequence[str], form: str) -> bool:
    try:
        for cell in cells:
            datetime.strptime(cell, form)
    except ValueError:
        return False
    return True


def lines_to_fill(described: Sequence[ColumnDescription], guessed: dict[str, str]) -> Iterator[str]:
    """Yield the columns for which no header was found."""
    yield ""
    yield "# " + _("No header found for these; take the # away and write yours:")
    for column in described:
        if column.name not in guessed:
            need = _("required") if column.required else _("may be left out")
            yield f'# {column.name} = ""  # {_(column.meaning)} ({need})'


def lines_to_read_over(free: Mapping[str, str]) -> Iterator[str]:
    """Yield the columns of free text, behind a #: they may hold what must not be kept."""
    if free:
        yield ""
        yield "# " + _(
            "Free text may hold names, nationality or health, which must not be kept: take the # "
            "away only once every cell was read over."
        )
        yield from (f"# {_assignment(name, header)}" for name, header in free.items())


def lines_of_theirs(unused: Sequence[str], left_out: Sequence[str], table: str) -> Iterator[str]:
    """Yield the headers that are not used, and those that may not be."""
    if unused and table in ABOUT_PEOPLE:
        yield ""
        yield "# " + n_(
            "{number} header of yours is not used; a filter can use any you add.",
            "{number} headers of yours are not used; a filter can use any you add.",
            len(unused),
        )
    elif unused:
        yield ""
        yield "# " + _("Headers of yours that are not used; a filter can use any you add:")
        yield from (f"# {_quoted(header)}" for header in unused)
    if left_out:
        yield ""
        yield "# " + _(
            "Not read, because nothing may be decided by it: {names}.", names=", ".join(left_out)
        )


def _quoted(text: str) -> str:
    return _assignment("x", text).removeprefix("x = ")


def _inline(key: str, value: str | dict[str, str]) -> str:
    if isinstance(value, str):
        return _assignment(key, value)
    return f"{key} = {{ {', '.join(_assignment(word, ours) for word, ours in value.items())} }}"


def _assignment(key: str, value: str) -> str:
    return tomli_w.dumps({key: value}).strip()

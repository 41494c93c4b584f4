"""A first mapping, from the headers of a spreadsheet: for a person to look over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import tomli_w

from repartition.domain.table import CellKind
from repartition.importers.account import is_short_code
from repartition.importers.files import SourceFile, refused
from repartition.importers.rows import read_rows, sheet_of, top_rows
from repartition.importers.sheet.days import EXCEL, without_hour
from repartition.importers.sheet.free_texts import free_texts
from repartition.importers.sheet.mapping import PROGRAMME
from repartition.importers.sheet.spelling import plain_words, usual_headers, usual_units
from repartition.importers.sheet.units import units_of
from repartition.importers.tables import KEY_COLUMNS
from repartition.ingest.descriptions import ColumnDescription, describe
from repartition.ingest.forbidden import ABOUT_PEOPLE, tells_origin_or_name
from repartition.ingest.raw import RawTable
from repartition.ingest.validation import read_cells
from repartition.language import _, n_

_ROWS_LOOKED_AT: Final = 30
_MOST_CODES: Final = 12
_ENOUGH_RECOGNISED: Final = 2
_EXCEL_DAYS: Final = range(20_000, 80_001)
"""Days that Excel counts from 1954 to 2119: no other column of days holds such numbers."""
_LIKELY: Final = {
    **dict.fromkeys(("o", "y", "v", "x"), "true"),
    **dict.fromkeys(("n", "f"), "false"),
}
_FORMATS: Final = ("%d.%m.%Y", "%d-%m-%Y", "%Y%m%d", "%d/%m/%y", "%d %m %Y")


@dataclass(frozen=True, slots=True)
class Draft:
    """A mapping to look over.

    Attributes
    ----------
    text
        The file.
    guessed
        Their header by our column.
    missing
        Columns that are required and for which no header was found.
    left_out
        Headers that may not be used.
    """

    text: str
    guessed: dict[str, str]
    missing: tuple[str, ...]
    left_out: tuple[str, ...]


def draft_mapping(file: SourceFile, table: str, *, sheet: str = "", named: bool = False) -> Draft:
    """Return a mapping for a spreadsheet, as far as its headers tell.

    Parameters
    ----------
    named
        Whether its programmes are those of the dataset, found by their name where they have no
        identifier.

    Raises
    ------
    InputError
        If the file cannot be read, or no row of it looks like headers.
    """
    sheet = sheet_of(file, sheet)
    header_row, headers = _header(file, sheet, table)
    guessed = _with_programme(_guesses(headers, table), table, named=named)
    free = {ours: guessed.pop(ours) for ours in list(free_texts(table, guessed))}
    raw, _faults = read_rows(
        file, sheet, header_row=header_row, headers=frozenset(guessed.values())
    )
    described = describe(table)
    keys = KEY_COLUMNS[table]
    needed = [c.name for c in described if (c.name in keys if named else c.required)]
    missing = [name for name in needed if name not in guessed]
    left_out = [h for h in headers if tells_origin_or_name(h, table)]
    named_above = {*guessed.values(), *free.values(), *left_out}
    unused = [h for h in headers if h and h not in named_above]
    lines = [
        *_head(file, table, sheet, header_row),
        *(_line(name, header, raw, described) for name, header in guessed.items()),
        *_to_fill(described, {**guessed, **free}),
        *_to_read_over(free),
        *_of_theirs(unused, left_out, table),
    ]
    return Draft("\n".join(lines) + "\n", guessed, tuple(missing), tuple(left_out))


def _header(file: SourceFile, sheet: str, table: str) -> tuple[int, list[str]]:
    """Return the row that names the columns, and their names: titles may stand above it.

    Two of its names are known, or one of two at most: a row of somebody's figures is never taken
    for it, nor written into a draft.
    """
    best: tuple[int, int] = (0, 0)
    found: tuple[int, list[str]] | None = None
    for record in top_rows(file, sheet, _ROWS_LOOKED_AT):
        headers = [cell.strip() for cell in record.cells]
        known, filled = len(_guesses(headers, table)), sum(map(bool, headers))
        is_header = known >= min(_ENOUGH_RECOGNISED, max(filled - 1, 1))
        promise = (known, filled)
        if is_header and promise > best:
            best, found = promise, (record.line, headers)
    if found is None:
        problem = _("no row looks like the names of columns")
        remedy = _("name the columns in its first row, or write the mapping by hand")
        raise refused(file.name, problem, remedy)
    return found


def _guesses(headers: Sequence[str], table: str) -> dict[str, str]:
    """Return the header for each column: our own name for it, or one that offices give it."""
    by_words: dict[str, str] = {}
    for header in headers:
        if header:
            by_words.setdefault(plain_words(header), header)
    taken: set[str] = set()
    guessed: dict[str, str] = {}
    usual = usual_headers().get(table, {})
    ours = list(dict.fromkeys((*(c.name for c in describe(table)), *usual)))
    for name in ours:
        candidates = [*usual.get(name, []), plain_words(name)]
        found = next((by_words[words] for words in candidates if words in by_words), None)
        if found is not None and found not in taken:
            guessed[name] = found
            taken.add(found)
    return {name: guessed[name] for name in ours if name in guessed}


def _with_programme(guessed: dict[str, str], table: str, *, named: bool) -> dict[str, str]:
    if not named or table != "programmes" or PROGRAMME in guessed or "name" not in guessed:
        return guessed
    rest = {name: header for name, header in guessed.items() if name != "name"}
    return {PROGRAMME: guessed["name"], **rest}


def _head(file: SourceFile, table: str, sheet: str, header_row: int) -> Iterator[str]:
    yield "# " + _("Drafted from the headers of {file}: look every line over.", file=file.name)
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


def _line(name: str, header: str, raw: RawTable, described: Sequence[ColumnDescription]) -> str:
    """Return the line of one column: its header, and what else must be said to read its cells."""
    column = next((c for c in described if c.name == name), None)
    more = {key: value for key, value in _more(name, header, raw, column).items() if value}
    if not more:
        return _assignment(name, header)
    parts = [_assignment("column", header), *(_inline(key, value) for key, value in more.items())]
    allowed = f"  # {'|'.join(column.allowed)}" if column is not None and "codes" in more else ""
    return f"{name} = {{ {', '.join(parts)} }}{allowed}"


def _more(
    name: str, header: str, raw: RawTable, column: ColumnDescription | None
) -> dict[str, str | dict[str, str]]:
    if name == PROGRAMME and plain_words(header) in usual_headers()["programmes"]["name"]:
        return {"match": "name"}
    if column is None or header not in raw.columns:
        return {}
    values = list(raw.columns[header].values)
    if column.kind is CellKind.DATE:
        values = [without_hour(value) for value in values]
    _texts, refused_cells = read_cells(column, values)
    unread = sorted(values[code] for code in refused_cells)
    unit = usual_units().get(plain_words(header), "")
    return {
        "unit": unit if unit in units_of(column) else "",
        "codes": _codes(unread) if column.allowed else {},
        "format": _format(unread) if column.kind is CellKind.DATE else "",
    }


def _codes(unread: Sequence[str]) -> dict[str, str]:
    """Return the words that the program does not know, with what they most likely mean.

    None where one is long enough to be somebody's name: the column is then another than it seems.
    """
    if len(unread) > _MOST_CODES or not all(map(is_short_code, unread)):
        return {}
    return {value: _LIKELY.get(plain_words(value), "") for value in unread}


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


def _to_fill(described: Sequence[ColumnDescription], guessed: dict[str, str]) -> Iterator[str]:
    yield ""
    yield "# " + _("No header found for these; take the # away and write yours:")
    for column in described:
        if column.name not in guessed:
            need = _("required") if column.required else _("may be left out")
            yield f'# {column.name} = ""  # {_(column.meaning)} ({need})'


def _to_read_over(free: dict[str, str]) -> Iterator[str]:
    if free:
        yield ""
        yield "# " + _(
            "Free text may hold names, nationality or health, which must not be kept: take the # "
            "away only once every cell was read over."
        )
        yield from (f"# {_assignment(name, header)}" for name, header in free.items())


def _of_theirs(unused: Sequence[str], left_out: Sequence[str], table: str) -> Iterator[str]:
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

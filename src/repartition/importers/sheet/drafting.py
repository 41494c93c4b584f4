"""A first mapping, from the headers of a spreadsheet: for a person to look over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from repartition.errors import Fault
from repartition.importers.dataset.programmes import Programmes
from repartition.importers.files import SourceFile, refused
from repartition.importers.rows import read_rows, sheet_of, sheets_of, top_rows
from repartition.importers.sheet.draft_lines import (
    column_line,
    head,
    lines_of_theirs,
    lines_to_fill,
    lines_to_read_over,
)
from repartition.importers.sheet.free_texts import free_texts
from repartition.importers.sheet.mapping import PROGRAMME
from repartition.importers.sheet.spelling import plain_words, usual_headers
from repartition.importers.tables import KEY_COLUMNS
from repartition.ingest.descriptions import describe
from repartition.ingest.forbidden import ABOUT_PEOPLE, tells_origin_or_name
from repartition.ingest.raw import RawTable, Record
from repartition.language import _, n_

_ROWS_LOOKED_AT: Final = 30
_ENOUGH_RECOGNISED: Final = 2
_CODED: Final = frozenset({"code", "id", "ident", "identifiant", "n", "num", "numero", "reference"})
"""Words of a header whose column holds identifiers, whatever else it says."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A mapping to look over.

    Attributes
    ----------
    text
        The file.
    sheet, header_row
        The sheet of a workbook it was drafted from, and the row that names the columns.
    guessed
        Their header by our column.
    missing
        Columns that are required and for which no header was found.
    unused
        Their other headers; of a table about people, none is named: see ``unnamed``.
    unnamed
        How many headers are not used and not named either.
    left_out
        Headers that may not be used.
    cautions
        What keeps a column from being read, and must be put right in the file: whole sentences.
    """

    text: str
    sheet: str
    header_row: int
    guessed: dict[str, str]
    missing: tuple[str, ...]
    unused: tuple[str, ...]
    unnamed: int
    left_out: tuple[str, ...]
    cautions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Header:
    """The row that names the columns, and those around it."""

    sheet: str
    row: int
    cells: list[str]
    around: tuple[Record, ...]


def draft_mapping(
    file: SourceFile,
    table: str,
    *,
    sheet: str = "",
    named: bool = False,
    programmes: Programmes | None = None,
) -> Draft:
    """Return a mapping for a spreadsheet, as far as its headers tell.

    Parameters
    ----------
    named
        Whether its programmes are those of the dataset, found by their name where they have no
        identifier.
    programmes
        Those of the dataset.

    Raises
    ------
    InputError
        If the file cannot be read, or no row of it looks like headers.
    """
    header = _header(file, sheet, table)
    guessed = _with_programme(_guesses(header.cells, table), table, named=named)
    free = {ours: guessed.pop(ours) for ours in list(free_texts(table, guessed))}
    raw, faults = read_rows(
        file, header.sheet, header_row=header.row, headers=frozenset(guessed.values())
    )
    described = describe(table)
    keys = KEY_COLUMNS[table]
    needed = [c.name for c in described if (c.name in keys if named else c.required)]
    left_out = [h for h in header.cells if tells_origin_or_name(h, table)]
    used = {*guessed.values(), *free.values(), *left_out, ""}
    unused = list(dict.fromkeys(h for h in header.cells if h not in used))
    found_by_name = named and _gives_names(guessed, raw, programmes or Programmes({}))
    lines = [
        *head(file.name, table, header.sheet, header.row),
        *(
            column_line(name, theirs, raw, described, by_name=found_by_name and name == PROGRAMME)
            for name, theirs in guessed.items()
        ),
        *lines_to_fill(described, {**guessed, **free}),
        *lines_to_read_over(free),
        *lines_of_theirs(unused, left_out, table),
    ]
    hidden = table in ABOUT_PEOPLE
    return Draft(
        text="\n".join(lines) + "\n",
        sheet=header.sheet,
        header_row=header.row,
        guessed=guessed,
        missing=tuple(name for name in needed if name not in guessed),
        unused=() if hidden else tuple(unused),
        unnamed=len(unused) if hidden else 0,
        left_out=tuple(left_out),
        cautions=tuple(_cautions(file, header, guessed, table=table, faults=faults)),
    )


def _gives_names(guessed: dict[str, str], raw: RawTable, programmes: Programmes) -> bool:
    """Return whether a column of programmes holds their names: no identifiers of the dataset."""
    header = guessed.get(PROGRAMME, "")
    cells = [cell for cell in getattr(raw.columns.get(header), "values", ()) if cell]
    known = sum(cell in programmes.names for cell in cells)
    called = sum(programmes.are_called(cell) for cell in cells)
    if known or called:
        return called > known
    return bool(header) and not _CODED & set(plain_words(header).split())


def _cautions(
    file: SourceFile,
    header: _Header,
    guessed: dict[str, str],
    *,
    table: str,
    faults: Sequence[Fault],
) -> Iterator[str]:
    """Yield what is wrong with the columns, and headers that seem to stand on two lines."""
    for fault in faults:
        if fault.column and (fault.column in guessed.values() or table not in ABOUT_PEOPLE):
            yield str(fault)
    nameless = [
        position
        for position, name in enumerate(header.cells)
        if not name
        and any(position < len(r.cells) and r.cells[position].strip() for r in header.around)
    ]
    if nameless:
        yield n_(
            "{file}: column {places} has no name on line {line}: where names stand on two lines, "
            "write each whole on one line, and delete the other",
            "{file}: columns {places} have no name on line {line}: where names stand on two lines, "
            "write each whole on one line, and delete the other",
            len(nameless),
            file=file.name,
            places=", ".join(str(position + 1) for position in nameless),
            line=header.row,
        )


def _header(file: SourceFile, sheet: str, table: str) -> _Header:
    """Return the row that names the columns: of the sheet asked for, else of the first with one.

    Two of its names are known, or one of two at most: a row of somebody's figures is never taken
    for it, nor written into a draft. Titles may stand above it.
    """
    sheets = (sheet_of(file, sheet),) if sheet else sheets_of(file)
    found = next(filter(None, (_header_of(file, each, table) for each in sheets)), None)
    if found is None:
        problem = _("no row looks like the names of columns")
        remedy = _("name the columns in its first row, or write the mapping by hand")
        raise refused(file.name, problem, remedy)
    return found


def _header_of(file: SourceFile, sheet: str, table: str) -> _Header | None:
    best: tuple[int, int] = (0, 0)
    place: int | None = None
    rows = top_rows(file, sheet, _ROWS_LOOKED_AT)
    for at, record in enumerate(rows):
        headers = [cell.strip() for cell in record.cells]
        known, filled = len(_guesses(headers, table)), sum(map(bool, headers))
        is_header = known >= min(_ENOUGH_RECOGNISED, max(filled - 1, 1))
        promise = (known, filled)
        if is_header and promise > best:
            best, place = promise, at
    if place is None:
        return None
    cells = [cell.strip() for cell in rows[place].cells]
    around = (*rows[max(place - 1, 0) : place], *rows[place + 1 : place + 2])
    return _Header(sheet, rows[place].line, cells, around)


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

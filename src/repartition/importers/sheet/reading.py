"""A spreadsheet and its mapping to one table of the dataset."""

from collections.abc import Sequence
from typing import Final

from repartition.errors import Fault, InputError
from repartition.importers.account import Account
from repartition.importers.dataset import Import
from repartition.importers.dataset.programmes import Programmes
from repartition.importers.files import SourceFile, count_broken_rows
from repartition.importers.pseudonyms import HOUSEHOLD_COLUMNS
from repartition.importers.rows import check_rows, read_rows, sheet_of
from repartition.importers.sheet.columns import Cells, ColumnReader, may_be_thousands
from repartition.importers.sheet.free_texts import free_texts
from repartition.importers.sheet.mapping import PROGRAMME, Mapping
from repartition.importers.sheet.oddities import count_odd_households, count_odd_percentages
from repartition.importers.tables import KEY_COLUMNS, ImportedTable
from repartition.ingest.descriptions import describe
from repartition.ingest.forbidden import ABOUT_PEOPLE, tells_origin_or_name
from repartition.ingest.nearest import nearest, suggestion
from repartition.ingest.raw import RawTable
from repartition.ingest.workbooks import lines_without_digits, may_lack_digits, number_texts
from repartition.language import _, n_

OPS: Final = "ops"
"""The import whose own columns are all percentages."""
HOUSEHOLDS: Final = "households"


def read_sheet(
    file: SourceFile, mapping: Mapping, *, kind: str, source: str, programmes: Programmes
) -> Import:
    """Return what a spreadsheet gives of a table.

    Parameters
    ----------
    kind
        What the command calls this import.
    source
        Its name in the dataset; empty = its kind and table.
    programmes
        Those of the dataset: a mapping may find them by their name.

    Raises
    ------
    InputError
        If the file cannot be read, or lacks a column that the mapping names.
    """
    rules = mapping.rules
    sheet = sheet_of(file, rules.sheet)
    wanted = frozenset(each.column for each in rules.columns.values() if each.column)
    raw, faults = read_rows(file, sheet, header_row=rules.header_row, headers=wanted)
    _check_headers(raw, mapping, faults)
    check_rows(file, raw, faults)
    account = Account()
    account.read(len(raw))
    count_broken_rows(raw, faults, account)
    _note_what_is_left_out(raw, mapping, account)
    _note_free_texts(mapping, account)
    described = {column.name: column for column in describe(rules.table)}
    reader = ColumnReader(
        raw,
        account,
        programmes,
        described,
        figures=kind == OPS,
        about_people=rules.table in ABOUT_PEOPLE,
        numbers=_numbers(file, sheet, mapping, raw),
    )
    columns = [reader.column(ours, each) for ours, each in rules.columns.items()]
    lost = _lost_digits(file, sheet, mapping, raw)
    kept = _rows_kept(raw, mapping, columns, account, lost)
    account.keep(len(kept))
    places = tuple(_("line {line}", line=raw.line(row)) for row in kept)
    table = ImportedTable(
        rules.table, {each.name: [each.cells[row] for row in kept] for each in columns}, places
    )
    if kind == OPS:
        count_odd_percentages(table, mapping, places, account)
        _warn_of_new_programmes(table, programmes, account)
    elif rules.table == HOUSEHOLDS:
        count_odd_households(table, places, account)
    name = source or f"{kind}-{rules.table}"
    return Import(name, kind, file.name, file.sha256, (table,), account)


def _check_headers(raw: RawTable, mapping: Mapping, shape: Sequence[Fault]) -> None:
    """Raise InputError with every column of the mapping that the file lacks, or has twice."""
    faults: list[Fault] = []
    for ours, source in mapping.rules.columns.items():
        if source.column in raw.unread:
            faults += [fault for fault in shape if fault.column == source.column]
        elif source.column and source.column not in raw.columns:
            problem = _("{file} has no such column", file=raw.file)
            remedy = _header_meant(source.column, raw, mapping.rules.table)
            faults.append(mapping.fault(ours, problem, remedy, value=source.column))
    if faults:
        raise InputError(faults)


def _header_meant(written: str, raw: RawTable, table: str) -> str:
    """Return the remedy for a header that is not there; of a table about people, none is listed.

    Where the wrong row is taken for the header, what it lists is what somebody's row says.
    """
    readable = [name for name in raw.columns if not tells_origin_or_name(name, table)]
    look = _("see its header row")
    if table not in ABOUT_PEOPLE:
        return suggestion(written, readable, otherwise=look)
    best = nearest(written, readable)
    return _("write {nearest}?", nearest=best) if best else look


def _lost_digits(
    file: SourceFile, sheet: str, mapping: Mapping, raw: RawTable
) -> dict[str, frozenset[int]]:
    """Return, by identifier of ours, the lines of a workbook on which digits of it are lost."""
    table = mapping.rules.table
    naming = {*KEY_COLUMNS[table], *HOUSEHOLD_COLUMNS.get(table, ())}
    sources = {
        ours: source.column
        for ours, source in mapping.rules.columns.items()
        if ours in naming and source.column
    }
    longest = [value for name in sources.values() for value in raw.columns[name].values]
    if not sheet or raw.header_line is None or not any(map(may_lack_digits, longest)):
        return {}
    lines = lines_without_digits(file.path, sheet, raw.header_line, frozenset(sources.values()))
    return {ours: lines[column] for ours, column in sources.items() if column in lines}


def _numbers(
    file: SourceFile, sheet: str, mapping: Mapping, raw: RawTable
) -> dict[str, frozenset[str]]:
    """Return, by header, the cells that a workbook holds as numbers, where that may matter."""
    headers = {
        source.column
        for source in mapping.rules.columns.values()
        if any(map(may_be_thousands, getattr(raw.columns.get(source.column), "values", ())))
    }
    if not sheet or raw.header_line is None or not headers:
        return {}
    return number_texts(file.path, sheet, raw.header_line, frozenset(headers))


def _warn_of_new_programmes(table: ImportedTable, programmes: Programmes, account: Account) -> None:
    """Say which programmes of a survey the dataset does not have: most are written otherwise."""
    given = table.columns[PROGRAMME]
    new = [row for row, name in enumerate(given) if name not in programmes.names]
    if not programmes.names or not new:
        return
    for row in new:
        near = programmes.nearest_identifier(given[row]) or programmes.nearest_name(given[row])
        treated = (
            _("not found in the dataset, made anew; the nearest is {nearest}", nearest=near)
            if near
            else _("not found in the dataset, made anew")
        )
        account.unknown_code(PROGRAMME, given[row], table.place(row), treated)
    account.warn(
        n_(
            "{number} programme was not found in the dataset and is made anew, without a landlord "
            'or a commune: if the file gives names, write match = "name" in its mapping.',
            "{number} programmes were not found in the dataset and are made anew, without a "
            'landlord or a commune: if the file gives names, write match = "name" in its mapping.',
            len(new),
        )
    )


def _note_what_is_left_out(raw: RawTable, mapping: Mapping, account: Account) -> None:
    used = {source.column for source in mapping.rules.columns.values()}
    others = [name for name in raw.columns if name not in used]
    for name in others:
        if tells_origin_or_name(name, mapping.rules.table):
            account.leave_out(name)
    unused = [name for name in others if name not in account.names_left_out]
    if unused:
        account.remark(
            _("Columns that the mapping does not use: {names}.", names=", ".join(unused))
        )


def _note_free_texts(mapping: Mapping, account: Account) -> None:
    theirs = {ours: each.column for ours, each in mapping.rules.columns.items() if each.column}
    if found := list(free_texts(mapping.rules.table, theirs)):
        account.remark(
            _(
                "Free text was kept: {names}. It may say names, nationality or health, which must "
                "not be kept: read every cell over, and empty those that do.",
                names=", ".join(found),
            )
        )


def _rows_kept(
    raw: RawTable,
    mapping: Mapping,
    columns: Sequence[Cells],
    account: Account,
    lost: dict[str, frozenset[int]],
) -> list[int]:
    """Return the rows that have all they need, each of its identifier once."""
    by_name = {each.name: each.cells for each in columns}
    keys = [by_name[name] for name in KEY_COLUMNS[mapping.rules.table] if name in by_name]
    seen: set[tuple[str, ...]] = set()
    kept: list[int] = []
    for row in range(len(raw)):
        place = _("line {line}", line=raw.line(row))
        key = tuple(cells[row] for cells in keys)
        missing = next((e.name for e in columns if e.required and not e.cells[row]), None)
        cut = next((name for name, lines in lost.items() if raw.line(row) in lines), None)
        if cut is not None:
            reason = _(
                "{column} is a number of more than 15 digits, and Excel has lost the last ones: "
                "format the column as text and type them again, or export the source as CSV",
                column=cut,
            )
            account.drop(reason, place)
        elif missing is not None:
            source = mapping.rules.columns[missing]
            named = source.match and raw.cell(row, source.column)
            account.drop(
                _("{column}: this name was not found in the dataset", column=missing)
                if named
                else _("{column} is empty, or could not be read", column=missing),
                place,
            )
        elif key in seen:
            account.drop(_("an earlier row has the same identifier"), place)
        else:
            seen.add(key)
            kept.append(row)
    return kept

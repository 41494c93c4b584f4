"""A spreadsheet and its mapping to one table of the dataset."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from repartition.domain.cells import parse_number
from repartition.domain.table import CellKind
from repartition.errors import Fault, InputError
from repartition.importers.account import HIDDEN, Account, is_short_code
from repartition.importers.dataset import Import
from repartition.importers.dataset.record import plain_name
from repartition.importers.files import SourceFile, count_broken_rows
from repartition.importers.pseudonyms import HOUSEHOLD_COLUMNS
from repartition.importers.rows import check_rows, read_rows, sheet_of
from repartition.importers.sheet.days import day_of, without_hour
from repartition.importers.sheet.free_texts import free_texts
from repartition.importers.sheet.mapping import ColumnSource, Mapping
from repartition.importers.sheet.oddities import count_odd_households, count_odd_percentages
from repartition.importers.sheet.units import ROOMS, converted, is_amount
from repartition.importers.tables import KEY_COLUMNS, ImportedTable
from repartition.ingest.descriptions import ColumnDescription, describe
from repartition.ingest.forbidden import ABOUT_PEOPLE, tells_origin_or_name
from repartition.ingest.nearest import nearest, suggestion
from repartition.ingest.raw import RawTable
from repartition.ingest.validation import read_cells, write_cell
from repartition.ingest.workbooks import lines_without_digits, may_lack_digits
from repartition.language import _

_SIGNS: Final = re.compile(r"\s*(?:€|%|m²|m2|eur|euros?)\s*$", re.IGNORECASE)
"""What a cell may say after its figure; its unit is the column's business."""

OPS: Final = "ops"
"""The import whose own columns are all percentages."""
HOUSEHOLDS: Final = "households"
ProgrammeNames = dict[str, list[str]]
"""Identifiers of the dataset's programmes by the bare words of their names."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one column: text, canonical, empty where nothing could be read."""

    name: str
    cells: list[str]
    required: bool


def read_sheet(
    file: SourceFile, mapping: Mapping, *, kind: str, source: str, programmes: ProgrammeNames
) -> Import:
    """Return what a spreadsheet gives of a table.

    Parameters
    ----------
    kind
        What the command calls this import.
    source
        Its name in the dataset; empty = its kind and table.
    programmes
        Programmes by name, for a mapping that finds them so.

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
    reader = _Reader(
        raw,
        account,
        programmes,
        described,
        figures=kind == OPS,
        about_people=rules.table in ABOUT_PEOPLE,
    )
    columns = [reader.column(ours, each) for ours, each in rules.columns.items()]
    lost = _lost_digits(file, sheet, mapping, raw)
    kept = _rows_kept(raw, rules.table, columns, account, lost)
    account.keep(len(kept))
    places = tuple(_("line {line}", line=raw.line(row)) for row in kept)
    table = ImportedTable(
        rules.table, {each.name: [each.cells[row] for row in kept] for each in columns}, places
    )
    if kind == OPS:
        count_odd_percentages(table, mapping, places, account)
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
    table: str,
    columns: Sequence[Cells],
    account: Account,
    lost: dict[str, frozenset[int]],
) -> list[int]:
    """Return the rows that have all they need, each of its identifier once."""
    by_name = {each.name: each.cells for each in columns}
    keys = [by_name[name] for name in KEY_COLUMNS[table] if name in by_name]
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
            account.drop(_("{column} is empty, or could not be read", column=missing), place)
        elif key in seen:
            account.drop(_("an earlier row has the same identifier"), place)
        else:
            seen.add(key)
            kept.append(row)
    return kept


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the columns of one spreadsheet, each on its distinct cells."""

    raw: RawTable
    account: Account
    programmes: ProgrammeNames
    described: dict[str, ColumnDescription]
    figures: bool
    """Whether the columns of the office's own hold figures, and nothing else."""
    about_people: bool
    """Whether its cells may say who somebody is."""

    def column(self, ours: str, source: ColumnSource) -> Cells:
        """Return one column of the table."""
        description = self.described.get(ours)
        if source.value:
            cells = [source.value] * len(self.raw)
        else:
            cells = self._translated(ours, source, description)
        return Cells(ours, cells, required=description is not None and description.required)

    def _translated(
        self, ours: str, source: ColumnSource, description: ColumnDescription | None
    ) -> list[str]:
        found = self.raw.columns[source.column]
        values = [self._one(cell, source, description) for cell in found.values]
        if source.match:
            self._count_unmatched(ours, source, values)
        elif description is not None:
            texts, refusals = read_cells(description, values)
            values = [texts.get(code, "") for code in range(len(values))]
            for code, (problem, _remedy) in refusals.items():
                self._count(ours, source, code, problem)
        elif is_amount(None, source.unit) or self.figures:
            for code, value in enumerate(values):
                if value and parse_number(value) is None:
                    values[code] = ""
                    self._count(ours, source, code, _("is not a number"))
        return [values[code] for code in found.codes.tolist()]

    def _one(self, cell: str, source: ColumnSource, description: ColumnDescription | None) -> str:
        if cell in source.codes or not cell:
            return source.codes.get(cell, "")
        if source.match:
            found = self.programmes.get(plain_name(cell), [])
            return found[0] if len(found) == 1 else ""
        if source.format:
            return day_of(cell, source.format)
        if description is not None and description.kind is CellKind.DATE:
            return without_hour(cell)
        if source.unit == ROOMS:
            return f"T{cell}" if cell[:1].isdigit() else cell
        if is_amount(description, source.unit) or (description is None and self.figures):
            return _amount(cell, source.unit, description)
        return cell

    def _count_unmatched(self, ours: str, source: ColumnSource, values: Sequence[str]) -> None:
        column = self.raw.columns[source.column]
        for row, code in enumerate(column.codes.tolist()):
            if column.values[code] and not values[code]:
                place = _("line {line}", line=self.raw.line(row))
                treated = _("no programme of the dataset has this name, or several have it")
                self.account.unknown_code(ours, self._shown(column.values[code]), place, treated)

    def _shown(self, cell: str) -> str:
        """Return a cell as the report may show it: of people, only what is too short for a name."""
        return cell if not self.about_people or is_short_code(cell) else HIDDEN

    def _count(self, ours: str, source: ColumnSource, code: int, problem: str) -> None:
        """Count the cells that could not be read: of a column of codes, which ones."""
        column = self.raw.columns[source.column]
        coded = ours in self.described and self.described[ours].allowed
        for row in (column.codes == code).nonzero()[0].tolist():
            place = _("line {line}", line=self.raw.line(row))
            if coded:
                treated = _("read as empty")
                self.account.unknown_code(ours, self._shown(column.values[code]), place, treated)
            else:
                what = _("{column}: {problem}; read as empty", column=ours, problem=problem)
                self.account.odd(what, place)


def _amount(cell: str, unit: str, description: ColumnDescription | None) -> str:
    """Return a figure in the unit of its column; of ours, with the decimals it is judged by."""
    value = parse_number(_SIGNS.sub("", cell))
    if value is None:
        return cell
    figure = converted(value, unit, description)
    return write_cell(figure) if description is None else f"{figure:f}"

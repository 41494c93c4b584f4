"""Compares what a file of a run holds with what was recomputed: content, never bytes."""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from repartition.audit.numbers import read_exact
from repartition.audit.sheets import CellType, ReadRow, ReadSheet, Sheet
from repartition.errors import Fault
from repartition.language import _


def compare_sheet(
    found: ReadSheet, expected: Sheet, *, without: Collection[str] = ()
) -> Iterator[Fault]:
    """Yield every difference of a file from the sheet recomputed; none where it is unreadable.

    The order of the rows matters only where the layout says so; numbers and truths are compared
    by value, everything else letter by letter; columns named in ``without`` are not compared.
    """
    if found.rows is None:
        return
    layout = expected.layout
    wanted = {layout.name_of(record): record for record in expected.records()}
    lines: dict[tuple[str, ...], int] = {}
    for row in found.rows:
        name = layout.name_of(row.cells)
        if name in lines:
            problem = _("this row already stands on line {line}", line=lines[name])
            yield _row_fault(layout.file, name, problem, line=row.line)
        elif name not in wanted:
            yield _row_fault(
                layout.file, name, _("recomputed, there is no such row"), line=row.line
            )
        else:
            yield from _compare_cells(expected, row, wanted[name], without)
        lines.setdefault(name, row.line)
    for name in (name for name in wanted if name not in lines):
        yield _row_fault(layout.file, name, _("this row is missing"))


def compare_json(
    found: object, expected: object, *, file: str, path: tuple[str, ...] = ()
) -> Iterator[Fault]:
    """Yield every difference of a JSON value from the one recomputed, with its place."""
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        for key in {**expected, **found}:
            here = (*path, str(key))
            if key not in found:
                yield Fault(_("this is missing"), file=file, column=".".join(here))
            elif key not in expected:
                yield Fault(
                    _("recomputed, there is no such thing"), file=file, column=".".join(here)
                )
            else:
                yield from compare_json(found[key], expected[key], file=file, path=here)
    elif not _same_value(found, expected):
        yield Fault(
            _("recomputed, this is {value}", value=_shown(expected)),
            file=file,
            column=".".join(path),
            value=_shown(found),
        )


def _compare_cells(
    expected: Sheet, row: ReadRow, record: Mapping[str, str], without: Collection[str]
) -> Iterator[Fault]:
    for column, cell_type in expected.layout.columns.items():
        cell, wanted = row.cells[column], record[column]
        if column not in without and not _same_cell(cell, wanted, cell_type):
            yield Fault(
                _("recomputed, this is {value}", value=wanted or _("empty")),
                file=expected.layout.file,
                line=row.line,
                column=column,
                value=cell or _("empty"),
            )


def _same_cell(cell: str, wanted: str, cell_type: CellType) -> bool:
    if cell == wanted:
        return True
    match cell_type:
        case CellType.NUMBER:
            number = read_exact(cell)
            return number is not None and number == read_exact(wanted)
        case CellType.BOOLEAN:
            return cell.lower() == wanted
        case CellType.TEXT:
            return False


def _same_value(found: object, expected: object) -> bool:
    """Return whether two JSON values are the same: 1 and 1.0 are, 1 and true are not."""
    if isinstance(found, bool) or isinstance(expected, bool):
        return found is expected
    if isinstance(expected, float):
        expected = Decimal(repr(expected))
    if isinstance(expected, int | Decimal):
        return isinstance(found, int | Decimal) and found == expected
    return type(found) is type(expected) and found == expected


def _row_fault(file: str, name: tuple[str, ...], problem: str, *, line: int | None = None) -> Fault:
    return Fault(problem, file=file, line=line, value=", ".join(name))


def _shown(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case Mapping() | list():
            return "…"
        case _:
            return str(value)

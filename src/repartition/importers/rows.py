"""The rows of a spreadsheet file: CSV, a sheet of a workbook, or Parquet."""

from collections.abc import Sequence
from typing import Final

from repartition.errors import Fault, InputError
from repartition.importers.files import SourceFile, check_table_size, refused
from repartition.ingest.dataset import OTHER_WORKBOOKS, WORKBOOK
from repartition.ingest.nearest import suggestion
from repartition.ingest.parquet_files import read_parquet
from repartition.ingest.raw import RawTable, Record
from repartition.ingest.text_files import first_records, read_csv
from repartition.ingest.workbooks import first_rows, read_sheets, sheet_names
from repartition.language import _

_PARQUET: Final = ".parquet"
_FAULTS_SHOWN: Final = 5
_OTHER: Final = OTHER_WORKBOOKS | {".pdf", ".doc", ".docx"}


def sheet_of(file: SourceFile, asked: str = "") -> str:
    """Return the sheet to read: the one asked for, else the first; empty where there are none.

    Raises
    ------
    InputError
        If the file is of a kind that is not read, or has no such sheet.
    """
    names = sheets_of(file)
    if asked and names != ("",) and asked not in names:
        raise refused(
            file.name,
            _("the workbook has no sheet {sheet}", sheet=asked),
            suggestion(asked, names),
        )
    return asked if asked in names else names[0]


def sheets_of(file: SourceFile) -> tuple[str, ...]:
    """Return the sheets of a workbook; one without a name where the file is none.

    Raises
    ------
    InputError
        If the file is of a kind that is not read, larger than can be held, or damaged.
    """
    suffix = file.path.suffix.lower()
    if suffix in _OTHER:
        problem = _("this kind of file is not read")
        raise refused(file.name, problem, _("save it as .xlsx or .csv"))
    check_table_size(file)
    if suffix != WORKBOOK:
        return ("",)
    names = sheet_names(file.path)
    if not names:
        problem, remedy = _("the workbook is damaged"), _("open it and save it again")
        raise refused(file.name, problem, remedy)
    return tuple(names)


def top_rows(file: SourceFile, sheet: str, number: int) -> list[Record]:
    """Return the first rows of a file, for whoever looks for its header."""
    if sheet:
        return first_rows(file.path, sheet, number)
    if file.path.suffix.lower() == _PARQUET:
        raw, _faults = read_parquet(file.path, "", file=file.name)
        return [] if raw is None else [Record(1, list(raw.columns))]
    return first_records(file.path, number)


def read_rows(
    file: SourceFile, sheet: str, *, header_row: int, headers: frozenset[str]
) -> tuple[RawTable, list[Fault]]:
    """Return the rows of a file below its header, and what is wrong with its shape.

    Parameters
    ----------
    headers
        Headers that it should have: they tell how its cells are set apart.

    Raises
    ------
    InputError
        If there is nothing to read.
    """
    path = file.path
    if sheet:
        labels = {sheet: f"{file.name}[{sheet}]"}
        raw, faults = read_sheets(path, labels, header_line=header_row)[sheet]
    elif path.suffix.lower() == _PARQUET:
        raw, faults = read_parquet(path, "", file=file.name)
    else:
        raw, faults = read_csv(path, "", file=file.name, known=headers, header_line=header_row)
    if raw is None:
        raise InputError(faults)
    return raw, faults


def check_rows(file: SourceFile, raw: RawTable, shape: Sequence[Fault]) -> None:
    """Raise InputError where no row can be read: it would empty what the source gave before."""
    if len(raw):
        return
    if broken := [each for each in shape if each.line != raw.header_line and not each.column]:
        raise InputError(broken[:_FAULTS_SHOWN])
    problem = _("the file has a header and no row below it")
    raise refused(file.name, problem, _("export it again"))

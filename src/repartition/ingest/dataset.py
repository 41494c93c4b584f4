"""Where the tables of a dataset are, and their reading: a folder, or one workbook."""

import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from repartition.errors import Fault
from repartition.ingest.descriptions import describe
from repartition.ingest.nearest import lookalike
from repartition.ingest.parquet_files import read_parquet
from repartition.ingest.schemas import KEYED_TABLES, OPTIONAL_TABLES, TABLES
from repartition.ingest.text_files import read_csv
from repartition.ingest.validation import ReadTable, validate
from repartition.ingest.workbooks import ReadSheet, read_sheets, sheet_names
from repartition.language import _

_CSV: Final = ".csv"
_PARQUET: Final = ".parquet"
WORKBOOK: Final = ".xlsx"
_LOCK_OF_EXCEL: Final = "~$"
OTHER_WORKBOOKS: Final = frozenset({".xls", ".xlsm", ".xlsb", ".ods"})
"""Endings of workbooks the program does not read."""
PENDING_IMPORT: Final = "imports/.pending"
"""Where, in a dataset, an import keeps what it is writing until all of it is in its place."""


@dataclass(frozen=True, slots=True)
class Source:
    """One place a table is written in."""

    table: str
    path: Path
    sheet: str = ""

    def label(self, folder: Path) -> str:
        """Return how messages call this place."""
        file = relative(self.path, folder)
        return f"{file}[{self.sheet}]" if self.sheet else file


@dataclass(frozen=True, slots=True)
class Sources:
    """The places the tables of a dataset are written in, in the order of the contract."""

    found: tuple[Source, ...]
    strangers: tuple[str, ...]
    """Files and sheets whose name is that of no table."""

    def files(self) -> tuple[Path, ...]:
        """Return the files a reading depends on."""
        return tuple(sorted({source.path for source in self.found}))


def relative(path: Path, folder: Path) -> str:
    """Return ``path`` as seen from ``folder``, with slashes whatever the system."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # on another drive
        return path.as_posix()


def is_dataset(data: Path) -> bool:
    """Return whether tables can be looked for there: a folder, or a workbook that opens."""
    is_workbook = data.is_file() and data.suffix.lower() == WORKBOOK
    return data.is_dir() or (is_workbook and bool(sheet_names(data)))


def find_sources(data: Path) -> Sources:
    """Return where each table of a dataset is written; nothing if ``data`` does not exist."""
    if data.is_file():
        found, strangers = _sheets(data) if data.suffix.lower() == WORKBOOK else ([], [])
    elif data.is_dir():
        found, strangers = _folder(data)
    else:
        found, strangers = [], []
    order = list(TABLES)
    found.sort(key=lambda source: (order.index(source.table), source.path, source.sheet))
    return Sources(tuple(found), tuple(strangers))


def read_tables(
    data: Path, folder: Path, *, check: Callable[[], None] = lambda: None
) -> tuple[dict[str, ReadTable], list[Fault]]:
    """Return the tables of a dataset by name, rows sorted by identifier, and every fault in them.

    Parameters
    ----------
    folder
        Messages name files as seen from here.
    check
        Called before each table; may raise to stop.
    """
    sources = find_sources(data)
    faults = _presence_faults(data, folder, sources)
    tables: dict[str, ReadTable] = {}
    for name, (raw, shape_faults) in _read_all(sources, folder).items():
        check()
        faults += shape_faults
        if raw is None:
            continue
        identifier = describe(name)[0].name
        if name in KEYED_TABLES:
            raw = raw.sorted_by(identifier)
        table, cell_faults = validate(raw)
        faults += cell_faults
        if name in KEYED_TABLES:
            faults += _duplicates(table, identifier)
        tables[name] = table
    return tables, faults


def stranger_cautions(data: Path, folder: Path) -> list[Fault]:
    """Return a caution for each file or sheet that looks like a table and is none."""
    return [
        Fault(
            _("this table is not one the program knows, and is not read"),
            _("rename it {nearest} if that is what it holds", nearest=like),
            file=relative(data, folder),
            value=name,
        )
        for name in find_sources(data).strangers
        if (like := lookalike(Path(name).stem, TABLES))
    ]


def _sheets(path: Path) -> tuple[list[Source], list[str]]:
    names = sheet_names(path)
    known = [Source(name, path, name) for name in names if name in TABLES]
    return known, [name for name in names if name not in TABLES]


def _folder(data: Path) -> tuple[list[Source], list[str]]:
    found: list[Source] = []
    strangers: list[str] = []
    for path in sorted(data.iterdir()):
        suffix = path.suffix.lower()
        if not path.is_file() or path.name.startswith(_LOCK_OF_EXCEL):
            continue
        if suffix == WORKBOOK:
            sheets, others = _sheets(path)
            found += sheets
            strangers += others
        elif suffix in {_CSV, _PARQUET}:
            if path.stem in TABLES:
                found.append(Source(path.stem, path))
            else:
                strangers.append(path.name)
    return found, strangers


def _read_all(sources: Sources, folder: Path) -> dict[str, ReadSheet]:
    """Return each table that is written in one place, in the order of the contract."""
    times = Counter(source.table for source in sources.found)
    once = [source for source in sources.found if times[source.table] == 1]
    sheets: dict[Path, dict[str, str]] = {}
    for source in once:
        if source.sheet:
            sheets.setdefault(source.path, {})[source.sheet] = source.label(folder)
    books = {path: read_sheets(path, labels) for path, labels in sheets.items()}
    return {
        source.table: books[source.path][source.sheet] if source.sheet else _read(source, folder)
        for source in once
    }


def _read(source: Source, folder: Path) -> ReadSheet:
    file = source.label(folder)
    known = frozenset(column.name for column in describe(source.table))
    try:
        if source.path.suffix.lower() == _PARQUET:
            return read_parquet(source.path, source.table, file=file)
        return read_csv(source.path, source.table, file=file, known=known)
    except OSError:
        problem, remedy = _("the file cannot be opened"), _("close it in other programs")
        return None, [Fault(problem, remedy, file=file)]


def _presence_faults(data: Path, folder: Path, sources: Sources) -> list[Fault]:
    if not is_dataset(data):
        return []  # the path is wrong: which tables are missing says nothing more
    label = relative(data, folder)
    if (data / PENDING_IMPORT).exists():
        problem = _("an import into this dataset was stopped halfway")
        remedy = _("run any import into it again: it finishes that one first")
        return [Fault(problem, remedy, file=label)]
    if not sources.found and (others := _other_workbooks(data)):
        problem, remedy = _("this is not a workbook the program can open"), _("save it as .xlsx")
        return [Fault(problem, remedy, file=relative(path, folder)) for path in others]
    faults: list[Fault] = []
    for name in TABLES:
        places = [source.label(folder) for source in sources.found if source.table == name]
        if not places and name not in OPTIONAL_TABLES:
            faults.append(_missing_table(label, name, sources.strangers))
        elif len(places) > 1:
            faults.append(
                Fault(
                    _("the table is given {count} times", count=len(places)),
                    _("keep one of {places}", places=", ".join(places)),
                    file=label,
                    value=name,
                )
            )
    return faults


def _other_workbooks(data: Path) -> list[Path]:
    """Return the workbooks of a folder that are saved in a format the program does not read."""
    files = sorted(data.iterdir()) if data.is_dir() else []
    return [path for path in files if path.suffix.lower() in OTHER_WORKBOOKS and path.is_file()]


def _missing_table(label: str, name: str, strangers: Sequence[str]) -> Fault:
    like = next((s for s in strangers if lookalike(Path(s).stem, [name])), "")
    remedy = _("add {name}.csv, {name}.parquet, or a sheet {name} in a workbook", name=name)
    if like:
        remedy = _("add {name}.csv, or rename {like}", name=name, like=like)
    return Fault(_("the table is missing"), remedy, file=label, value=name)


def _duplicates(table: ReadTable, identifier: str) -> list[Fault]:
    """Return a fault for every row whose identifier an earlier line already has."""
    column = table.column(identifier)
    faults: list[Fault] = []
    if not len(column):
        return faults
    order = column.codes  # rows are sorted by it: equal identifiers are neighbours
    repeated = {int(code) for code in order[1:][order[1:] == order[:-1]]}
    for code in sorted(repeated):
        if not column.values[code]:
            continue
        rows = [int(row) for row in (order == code).nonzero()[0]]
        rows.sort(key=table.raw.line)
        first = table.raw.line(rows[0])
        faults += [
            table.raw.fault(
                row,
                identifier,
                problem=_("line {line} already has this identifier", line=first),
                remedy=_("give each row its own, or delete one"),
            )
            for row in rows[1:]
        ]
    return faults

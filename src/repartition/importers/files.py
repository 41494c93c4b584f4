"""A file that is to be imported: there, of a size that a table can have, and its hash."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final
from zipfile import BadZipFile, ZipFile

from repartition.errors import Fault, InputError, system_reason
from repartition.importers.account import Account
from repartition.ingest.dataset import WORKBOOK
from repartition.ingest.raw import RawTable
from repartition.language import _

LARGEST: Final = 8 * 10**9
"""Bytes of the largest file that is read: two million requests. They are streamed."""
_LARGEST_TABLE: Final = 5 * 10**8
"""Bytes of the largest text or workbook, unpacked: it is held in memory while it is read."""
_BLOCK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to import.

    Attributes
    ----------
    name
        What messages and reports call it: its name without its folder.
    """

    path: Path
    name: str
    sha256: str


def source_file(path: Path) -> SourceFile:
    """Return a file that can be read.

    Raises
    ------
    InputError
        If it is missing, empty, no file, or larger than any that is meant.
    """
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise refused(path.name, _("this is no file"), _("give the file itself"))
        if size == 0:
            raise refused(path.name, _("the file is empty"), _("export it again"))
        if size > LARGEST:
            raise too_large(path.name, size)
        digest = sha256()
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError as error:
        problem = _("the file cannot be read ({reason})", reason=system_reason(error))
        raise refused(path.name, problem, _("check its path and your rights")) from error
    return SourceFile(path, path.name, digest.hexdigest())


def check_table_size(file: SourceFile) -> None:
    """Raise InputError where a table is larger than can be held, whatever its archive claims."""
    size = file.path.stat().st_size
    if file.path.suffix.lower() == WORKBOOK:
        try:
            with ZipFile(file.path) as archive:
                size = sum(entry.file_size for entry in archive.infolist())
        except BadZipFile:
            return  # its reader says what is wrong with it
    if size > _LARGEST_TABLE:
        raise too_large(file.name, size)


def count_broken_rows(raw: RawTable, faults: Iterable[Fault], account: Account) -> None:
    """Count the rows that are too long or too short for their header: nobody can tell their cells.

    What is wrong with the header itself is none of a row's; it matters where a column is missed.
    """
    for fault in faults:
        if fault.line is not None and fault.line != raw.header_line and not fault.column:
            account.read()
            account.drop(fault.problem, _("line {line}", line=fault.line))


def refused(name: str, problem: str, remedy: str) -> InputError:
    """Return the refusal of a whole file."""
    return InputError([Fault(problem, remedy, file=name)])


def too_large(name: str, size: int) -> InputError:
    """Return the refusal of a file of ``size`` bytes."""
    problem = _(
        "the file holds {size} million bytes, more than any table that is meant",
        size=size // 10**6,
    )
    return refused(name, problem, _("export fewer rows or columns, or split it"))

"""Imports that a dataset cannot take: each is refused before anything is written."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from repartition.errors import Fault, InputError, UsageError
from repartition.importers.dataset.imported import Import
from repartition.importers.dataset.record import SourceRecord
from repartition.ingest.dataset import find_sources
from repartition.language import _

_CSV: Final = ".csv"


def refuse_what_gives_nothing(imported: Import) -> None:
    """Raise InputError where no row of a file can be kept: it would empty what its source gave.

    Whoever has an empty file has another one than is meant far more often than an empty source.
    """
    if any(map(len, imported.tables)):
        return
    problem = _("no row of the file can be kept, so nothing was imported or changed")
    if reasons := "; ".join(imported.account.lines_of_dropped()):
        problem += f" ({reasons})"
    remedy = _("check that it is the right file, and what it is imported with")
    raise InputError([Fault(problem, remedy, file=imported.file)])


def check_name(record: SourceRecord, sources: Sequence[SourceRecord]) -> None:
    """Raise UsageError where a source would take the name or the folder of another."""
    for source in sources:
        if source.name == record.name and source.kind != record.kind:
            raise UsageError(
                _(
                    "{name} is a source of another kind in this dataset ({kind}): give this one "
                    "another name with --source",
                    name=record.name,
                    kind=source.kind,
                )
            )
        if source.name != record.name and source.folder == record.folder:
            raise UsageError(
                _(
                    "{name} has the same folder as the source {other}: name it so with --source "
                    "to replace what that gave, or give it another name",
                    name=record.name,
                    other=source.name,
                )
            )


def check_folder(data: Path) -> None:
    """Raise UsageError where a dataset is no folder."""
    if data.exists() and not data.is_dir():
        raise UsageError(
            _("{path}: an import needs a folder of CSV tables: name a folder with -o", path=data)
        )


def check_tables(data: Path, imported: Import) -> None:
    """Raise UsageError where tables cannot be written: they are somewhere else than in CSV."""
    given = {table.table for table in imported.tables}
    for source in find_sources(data).found:
        if source.table in given and source.path.suffix.lower() != _CSV:
            raise UsageError(
                _(
                    "{place}: the table stands in this file, which an import does not change: "
                    "save it as {table}.csv in its place",
                    place=source.label(data),
                    table=source.table,
                )
            )

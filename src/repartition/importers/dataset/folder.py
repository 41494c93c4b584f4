"""One import into the folder of a dataset: read, merged, and written whole or not at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from repartition.errors import UsageError
from repartition.importers.account import Account
from repartition.importers.dataset.corrections import apply, corrections_of
from repartition.importers.dataset.layers import EMPTY, Layer, compose, kinds_of, layer_of
from repartition.importers.dataset.lock import alone_in
from repartition.importers.dataset.record import (
    IMPORTS,
    REPORT,
    REPORT_FOR_PROGRAMS,
    SOURCES,
    SourceRecord,
    read_layers,
    read_present,
    read_sources,
    sources_text,
    table_text,
)
from repartition.importers.dataset.report import MergeReport, TableReport, json_text, report_text
from repartition.importers.dataset.writing import finish_writing, replace_files
from repartition.importers.formulas import disarmed
from repartition.importers.pseudonyms import names_households
from repartition.importers.tables import ImportedTable
from repartition.ingest.dataset import PENDING_IMPORT, find_sources
from repartition.language import _

_CSV: Final = ".csv"
_NO_KEY_YET: Final = "-"
"""No fingerprint of a key."""


@dataclass(frozen=True, slots=True)
class Import:
    """What one file gave, and where it came from.

    Attributes
    ----------
    source
        Its name in the dataset: an import of the same name replaces what it gave.
    kind
        What the command calls its format.
    file, sha256
        Name of the file, without its folder, and hash of its content.
    account
        What became of its rows.
    key
        Fingerprint of the key its pseudonyms were made with; empty where it has none.
    """

    source: str
    kind: str
    file: str
    sha256: str
    tables: tuple[ImportedTable, ...]
    account: Account = field(default_factory=Account)
    key: str = ""


def merge_into(
    data: Path,
    imported: Import,
    *,
    on: date,
    overwrite: bool = False,
    first: bool = False,
    committed: Callable[[], None] = lambda: None,
) -> MergeReport:
    """Write what a file gave into a dataset, and return what has changed there.

    What the same source gave before is replaced, what other sources gave and what a person has
    written in the tables stays. Everything is read before anything is written, while no other
    import into this dataset can run; an import that was stopped halfway is finished first.

    Parameters
    ----------
    data
        The folder of the dataset, made where it is missing.
    on
        The day of the import, for the record.
    overwrite
        Whether this source replaces what a person has written in the cells it gives.
    first
        Whether this source is believed before the others from now on.
    committed
        Called once it is certain that what is returned will be in the dataset.

    Raises
    ------
    UsageError
        If the dataset is no folder of CSV tables, names its households otherwise, has this source
        as one of another kind, cannot be written, or another import into it is under way.
    InputError
        If its tables cannot be read.
    """
    _check_folder(data)
    with alone_in(data):
        finish_writing(data)
        _check_tables(data, imported)
        merged, files = _merge(data, imported, on=on, overwrite=overwrite, first=first)
        replace_files(data, files, committed=committed)
    return merged


def finish_stopped(data: Path) -> None:
    """Finish an import into a dataset that was stopped halfway, if there is one.

    Raises
    ------
    UsageError
        If the dataset cannot be written, or another import into it is under way.
    InputError
        If what is left of it is damaged.
    """
    if (data / PENDING_IMPORT).exists():
        with alone_in(data):
            finish_writing(data)


def refuse_new_key(data: Path) -> None:
    """Raise UsageError where the households of a dataset are named otherwise than by a new key."""
    _check_key(_NO_KEY_YET, read_sources(data))


def _merge(
    data: Path, imported: Import, *, on: date, overwrite: bool, first: bool
) -> tuple[MergeReport, dict[str, str | None]]:
    """Return what an import changes, and the files to write and (None) to take away."""
    sources = read_sources(data)
    record = _record(imported, on)
    older = next((source for source in sources if source.name == record.name), None)
    _check_name(record, sources)
    _check_key(record.key, sources)
    ranked = _ranked(sources, record, first=first)
    files: dict[str, str | None] = {}
    reports: list[TableReport] = []
    for table in dict.fromkeys((*(older.tables if older else ()), *record.tables)):
        given = _given(imported, table)
        after, report = _merged(
            data,
            table,
            given=given,
            sources=sources,
            ranked=ranked,
            author=record.name,
            overwrite=overwrite,
        )
        inner = f"{IMPORTS}/{record.folder}/{table}{_CSV}"
        files[f"{table}{_CSV}"] = table_text(table, after)
        files[inner] = table_text(table, given) if len(given) else None
        reports.append(report)
    merged = MergeReport(record, imported.account, tuple(reports), replaced=older)
    files[f"{IMPORTS}/{record.folder}/{REPORT}"] = report_text(merged)
    files[f"{IMPORTS}/{record.folder}/{REPORT_FOR_PROGRAMS}"] = json_text(merged)
    files[SOURCES] = sources_text(ranked)
    return merged, files


def _merged(
    data: Path,
    table: str,
    *,
    given: Layer,
    sources: Sequence[SourceRecord],
    ranked: Sequence[SourceRecord],
    author: str,
    overwrite: bool,
) -> tuple[Layer, TableReport]:
    """Return a table with what a source gives of it now, and what has changed in it."""
    former = read_layers(data, sources, table)
    before = compose(table, former)[0]
    # A table that is not there was not emptied by hand: it is written anew.
    present = read_present(data, table)
    present = before if present is None else present
    layers = {**former, author: given}
    composed, clashes = compose(
        table, {each.name: layers[each.name] for each in ranked if each.name in layers}
    )
    applied = apply(
        corrections_of(present, before),
        composed,
        table=table,
        source=author,
        overwriting=given if overwrite else EMPTY,
    )
    ours = [clash for clash in clashes if author in {clash.kept_from, clash.other_from}]
    return applied.table, TableReport.of(
        table, before=present, given=given, after=applied, clashes=ours
    )


def _record(imported: Import, on: date) -> SourceRecord:
    return SourceRecord(
        name=imported.source,
        kind=imported.kind,
        file=imported.file,
        sha256=imported.sha256,
        imported_on=on.isoformat(),
        tables=tuple(table.table for table in imported.tables if len(table)),
        key=imported.key if names_households(imported.tables) else None,
    )


def _ranked(
    sources: Sequence[SourceRecord], record: SourceRecord, *, first: bool
) -> list[SourceRecord]:
    """Return the sources in the order they are believed: a new one comes last, unless asked."""
    if first:
        return [record, *(source for source in sources if source.name != record.name)]
    if any(source.name == record.name for source in sources):
        return [record if source.name == record.name else source for source in sources]
    return [*sources, record]


def _given(imported: Import, table: str) -> Layer:
    given = next((given for given in imported.tables if given.table == table), None)
    if given is None or not given.columns:
        return EMPTY
    return layer_of(table, disarmed(given, imported.account), kinds=kinds_of(table))


def _check_name(record: SourceRecord, sources: Sequence[SourceRecord]) -> None:
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


def _check_key(key: str | None, sources: Sequence[SourceRecord]) -> None:
    """Raise UsageError where one household would go by two names in a dataset."""
    if key is None:
        return
    for source in sources:
        if source.key in {None, key}:
            continue
        if source.key:
            raise UsageError(
                _(
                    "the pseudonyms of this dataset (source {other}) were made with another key "
                    "than this import was given: give that key with --pseudonymise, or import "
                    "into another folder",
                    other=source.name,
                )
            )
        raise UsageError(
            _(
                "the households of this dataset (source {other}) go by their own numbers, those "
                "of this import by pseudonyms: import without --pseudonymise (import sne: with "
                "--clear-identifiers), or into another folder",
                other=source.name,
            )
        )


def _check_folder(data: Path) -> None:
    """Raise UsageError where a dataset is no folder."""
    if data.exists() and not data.is_dir():
        raise UsageError(
            _("{path}: an import needs a folder of CSV tables: name a folder with -o", path=data)
        )


def _check_tables(data: Path, imported: Import) -> None:
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

"""One import into the folder of a dataset: read, merged, and written whole or not at all."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from repartition.importers.dataset.corrections import (
    apply,
    corrections_of,
    with_waiting,
)
from repartition.importers.dataset.imported import Import
from repartition.importers.dataset.layers import EMPTY, Layer, compose, kinds_of, layer_of
from repartition.importers.dataset.lock import alone_in
from repartition.importers.dataset.naming import check_key
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
from repartition.importers.dataset.refusals import (
    check_folder,
    check_name,
    check_tables,
    refuse_what_gives_nothing,
)
from repartition.importers.dataset.report import MergeReport, TableReport, json_text, report_text
from repartition.importers.dataset.waiting import WAITING, Waiting, read_waiting, waiting_text
from repartition.importers.dataset.writing import finish_writing, replace_files
from repartition.importers.formulas import disarmed
from repartition.importers.pseudonyms import names_households
from repartition.ingest.dataset import PENDING_IMPORT

_CSV: Final = ".csv"


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
        If its tables cannot be read, or the file gives no row at all.
    """
    refuse_what_gives_nothing(imported)
    check_folder(data)
    with alone_in(data):
        finish_writing(data)
        check_tables(data, imported)
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


def _merge(
    data: Path, imported: Import, *, on: date, overwrite: bool, first: bool
) -> tuple[MergeReport, dict[str, str | None]]:
    """Return what an import changes, and the files to write and (None) to take away."""
    sources = read_sources(data)
    record = _record(imported, on)
    older = next((source for source in sources if source.name == record.name), None)
    check_name(record, sources)
    check_key(record.key, sources)
    ranked = _ranked(sources, record, first=first)
    waiting = read_waiting(data)
    files: dict[str, str | None] = {}
    reports: list[TableReport] = []
    for table in dict.fromkeys((*(older.tables if older else ()), *record.tables)):
        after, given, report = _merged(
            data,
            imported,
            table,
            sources=sources,
            ranked=ranked,
            overwrite=overwrite,
            waiting=waiting.get(table, {}),
        )
        waiting[table] = report.waiting
        inner = f"{IMPORTS}/{record.folder}/{table}{_CSV}"
        files[f"{table}{_CSV}"] = table_text(table, after)
        files[inner] = table_text(table, given) if len(given) else None
        reports.append(report)
    merged = MergeReport(record, imported.account, tuple(reports), replaced=older)
    files[f"{IMPORTS}/{record.folder}/{REPORT}"] = report_text(merged)
    files[f"{IMPORTS}/{record.folder}/{REPORT_FOR_PROGRAMS}"] = json_text(merged)
    files[SOURCES] = sources_text(ranked)
    files[WAITING] = waiting_text(waiting)
    return merged, files


def _merged(
    data: Path,
    imported: Import,
    table: str,
    *,
    sources: Sequence[SourceRecord],
    ranked: Sequence[SourceRecord],
    overwrite: bool,
    waiting: Waiting,
) -> tuple[Layer, Layer, TableReport]:
    """Return a table with what a source gives of it now, that alone, and what has changed.

    Parameters
    ----------
    waiting
        Corrections of rows that no source had when they were last looked at.
    """
    author, given = imported.source, _given(imported, table)
    former = read_layers(data, sources, table)
    before = compose(table, former)[0]
    present = _present(data, table, before)
    layers = {**former, author: given}
    composed, clashes = compose(
        table, {each.name: layers[each.name] for each in ranked if each.name in layers}
    )
    applied = apply(
        with_waiting(corrections_of(present, before), waiting, taken=present.keys),
        composed,
        table=table,
        source=author,
        overwriting=given if overwrite else EMPTY,
    )
    ours = [clash for clash in clashes if author in {clash.kept_from, clash.other_from}]
    report = TableReport.of(
        table, before=present, given=given, after=applied, clashes=ours, waited=waiting
    )
    return applied.table, given, report


def _present(data: Path, table: str, before: Layer) -> Layer:
    """Return a table as it stands; that of its sources where nobody has touched it since.

    A table that is not there was not emptied by hand: it is written anew.
    """
    path = data / f"{table}{_CSV}"
    if path.exists() and path.read_bytes() == table_text(table, before).encode():
        return before  # reading it would take longer than writing it
    present = read_present(data, table)
    return before if present is None else present


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

"""What every import is told, and what it ends with: a dataset, and a report of every row."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import wraps
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, Final

import click

from repartition.cli.options import command, json_option
from repartition.cli.reader import Reader
from repartition.errors import UnfinishedError
from repartition.language import _, n_

if TYPE_CHECKING:
    from repartition.importers.dataset import Import

_FAULTS_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Merging:
    """What every import is told about the dataset it goes into."""

    source: str
    overwrite: bool
    first: bool
    as_json: bool
    pseudonymise: Path | None = None


def merge(reader: Reader, data: Path, imported: "Import", asked: Merging) -> None:
    """Write what a file gave into the dataset, and show the report and what is still missing."""
    written = Event()
    try:
        _merge(reader, data, imported, asked, committed=written.set)
    except KeyboardInterrupt as stop:
        if not written.is_set():
            raise
        raise UnfinishedError(
            _("Stopped on request: the import had been written by then.")
        ) from stop


def _merge(
    reader: Reader,
    data: Path,
    imported: "Import",
    asked: Merging,
    *,
    committed: Callable[[], None],
) -> None:
    """Do what ``merge`` does, and call ``committed`` once the dataset is sure to be written."""
    from repartition.importers.dataset import (
        merge_into,
        refuse_new_key,
        refuse_what_gives_nothing,
    )
    from repartition.importers.dataset.report import report_as_json, report_lines, warnings_of
    from repartition.importers.pseudonyms import (
        fingerprint,
        is_open_to_others,
        names_households,
        pseudonymised,
        read_key,
    )

    refuse_what_gives_nothing(imported)  # before a key is made for it
    if asked.pseudonymise is not None:
        if names_households(imported.tables) and not asked.pseudonymise.exists():
            refuse_new_key(data, asked.pseudonymise)
        key, is_new = read_key(asked.pseudonymise, data)
        tables = pseudonymised(imported.tables, key, imported.account)
        imported = replace(imported, tables=tables, key=fingerprint(key))
        if is_new:
            imported.account.remark(
                _(
                    "A key for pseudonyms was made: {path}. Keep it safe and apart from the "
                    "dataset: without it the next import gives other pseudonyms.",
                    path=asked.pseudonymise,
                )
            )
        if is_open_to_others(asked.pseudonymise):
            imported.account.remark(
                _(
                    "Other accounts of this machine can read the key {path}: with it anybody can "
                    "tell whose a pseudonym is. Close it: chmod 600 {path}",
                    path=asked.pseudonymise,
                )
            )
    merged = merge_into(
        data,
        imported,
        on=date.today(),
        overwrite=asked.overwrite,
        first=asked.first,
        committed=committed,
    )
    if asked.as_json:
        reader.answer(report_as_json(merged))
    else:
        reader.show(*report_lines(merged), *_still_missing(data))
    for warning in warnings_of(merged):
        reader.complain(warning)


def _still_missing(data: Path) -> Iterator[str]:
    """Yield what keeps a dataset from being used: most are made by more than one import."""
    from repartition.ingest.dataset import read_tables
    from repartition.ingest.references import reference_faults, row_faults

    tables, faults = read_tables(data, data.resolve().parent)
    faults = [*faults, *reference_faults(tables), *row_faults(tables)]
    if faults:
        yield n_(
            "Before this dataset can be used, {number} fault remains:",
            "Before this dataset can be used, {number} faults remain:",
            len(faults),
        )
        yield from (f"- {fault}" for fault in faults[:_FAULTS_SHOWN])
        if len(faults) > _FAULTS_SHOWN:
            yield "- …"


def import_command_of(
    name: str,
    callback: Callable[..., int | None],
    *,
    summary: str,
    help_text: str,
    parameters: Sequence[click.Parameter],
) -> click.Command:
    """Return one command of ``import``, with what they all take."""
    return command(
        name,
        _after_what_was_stopped(callback),
        summary=summary,
        help_text=help_text,
        parameters=[
            click.Argument(
                ["path"], metavar=_("FILE"), type=file_type(), help=_("The file to read.")
            ),
            click.Option(
                ["-o", "--output", "data"],
                required=True,
                metavar="DATASET",
                type=click.Path(path_type=Path),
                help=_("The folder of the dataset, made where it is missing."),
            ),
            *parameters,
            click.Option(
                ["--source"],
                default="",
                metavar=_("NAME"),
                help=_(
                    "The name of this source in the dataset: an import of the same name replaces "
                    "what it gave."
                ),
            ),
            click.Option(
                ["--overwrite"],
                is_flag=True,
                help=_("Replace what was corrected by hand in the cells that this file gives."),
            ),
            click.Option(
                ["--first"],
                is_flag=True,
                help=_("Believe this source before the others where they differ, from now on."),
            ),
            json_option(),
        ],
    )


def _after_what_was_stopped(callback: Callable[..., int | None]) -> Callable[..., int | None]:
    """Return a command that first finishes an import that was stopped: it reads the dataset."""

    @wraps(callback)
    def finish_and_call(*, data: Path, **given: Any) -> int | None:
        from repartition.importers.dataset import finish_stopped

        finish_stopped(data)
        return callback(data=data, **given)

    return finish_and_call


def pseudonym_option() -> click.Option:
    """Return ``--pseudonymise``."""
    return click.Option(
        ["--pseudonymise"],
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="KEYFILE",
        help=_(
            "Give every household a pseudonym made with the key of this file, which is made "
            "where it is missing and must lie outside the dataset."
        ),
    )


def membership_option() -> click.Option:
    """Return ``--membership``."""
    return click.Option(
        ["--membership"],
        type=file_type(),
        metavar=_("FILE"),
        help=_(
            "Rules that say whom the agreement (ACI) is about and through which contingents a "
            "household may be proposed: a TOML file. The contingents of the dataset must be there."
        ),
    )


def file_type() -> click.Path:
    """Return the type of an option that names a file to read."""
    return click.Path(exists=True, dir_okay=False, path_type=Path)

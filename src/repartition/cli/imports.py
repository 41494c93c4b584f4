"""Commands that bring an office's own files into a dataset.

What a command needs is imported when it runs: loading it takes longer than a help page.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from repartition.cli.group import OrderedGroup
from repartition.cli.options import command, common_options, json_option
from repartition.cli.reader import Reader
from repartition.errors import UsageError
from repartition.language import _, n_

if TYPE_CHECKING:
    from repartition.importers.dataset import Import

_FAULTS_SHOWN: Final = 10


def import_command() -> click.Group:
    """Return the commands of ``import``: one for each kind of file."""
    commands = (rpls_command(), ops_command(), sheet_command())
    return OrderedGroup(
        "import",
        commands={each.name or "": each for each in commands},
        params=list(common_options()),
        short_help=_("Bring files of your office into a dataset."),
        help=_(
            "Brings a file of your office into a dataset, and reports what became of every row. "
            "Several imports make one dataset; the same import again replaces what it gave, and "
            "what you have corrected in the tables stays."
        ),
    )


def rpls_command() -> click.Command:
    """Return the command ``import rpls``."""
    return _import_command(
        "rpls",
        import_rpls,
        summary=_("The landlord's file of the RPLS: programmes and dwellings to give."),
        help_text=_(
            "Reads the landlord's file of the RPLS, one line per dwelling: the stock by programme, "
            "the dwellings offered and vacant, the contingents that have reserved them."
        ),
        parameters=[
            click.Option(
                ["--on"],
                type=_day(),
                metavar=_("DAY"),
                help=_("The day the file describes; 1 January of this year where not given."),
            ),
            click.Option(
                ["--bailleur"],
                default="",
                metavar="B",
                help=_("The landlord of every dwelling; as the file says where not given."),
            ),
            click.Option(
                ["--programme-column"],
                default="COMPLGEO",
                show_default=True,
                metavar=_("COLUMN"),
                help=_("The column that tells programmes apart."),
            ),
            click.Option(
                ["--codes"],
                type=_file(),
                metavar=_("FILE"),
                help=_("What codes mean that the program cannot decide: a TOML file."),
            ),
        ],
    )


@click.pass_obj
def import_rpls(
    reader: Reader,
    /,
    path: Path,
    data: Path,
    *,
    on: datetime | None,
    bailleur: str,
    programme_column: str,
    codes: Path | None,
    **merging: Any,
) -> None:
    """Import a landlord's file and report."""
    from repartition.importers.files import source_file
    from repartition.importers.rpls import RplsSettings, read_rpls
    from repartition.importers.rpls.codes import read_codes

    settings = RplsSettings(
        codes=read_codes(codes),
        on=on.date() if on else date.today().replace(month=1, day=1),
        bailleur=bailleur,
        programme=programme_column,
        source=merging["source"],
    )
    _merge(reader, data, read_rpls(source_file(path), settings), _Merging(**merging))


def ops_command() -> click.Command:
    """Return the command ``import ops``."""
    return _import_command(
        "ops",
        import_ops,
        summary=_("The OPS survey: who lives in each programme, in percent."),
        help_text=_(
            "Reads percentages by programme, such as those of the survey of who lives in social "
            "housing (OPS), into indicator columns of the programmes. The columns of the survey "
            "have no public names: without --mapping a mapping is drafted beside the file, for "
            "you to look over."
        ),
        parameters=[_mapping_option(), _sheet_option()],
    )


@click.pass_obj
def import_ops(
    reader: Reader,
    /,
    path: Path,
    data: Path,
    *,
    mapping: Path | None,
    sheet: str,
    **merging: Any,
) -> None:
    """Import percentages by programme, or draft a mapping for them."""
    _import_by_mapping(
        reader, path, data, kind="ops", table="programmes", mapping=mapping, sheet=sheet, **merging
    )


def sheet_command() -> click.Command:
    """Return the command ``import sheet``."""
    return _import_command(
        "sheet",
        import_sheet,
        summary=_("Any spreadsheet, by a small file that says which column is which."),
        help_text=_(
            "Reads a spreadsheet (.xlsx, .csv, .parquet) into one table. With --table a mapping is "
            "drafted beside it, from its headers; look it over, then import with --mapping."
        ),
        parameters=[
            click.Option(
                ["--table"],
                type=click.Choice(_tables()),
                help=_("Draft a mapping for this table."),
            ),
            _mapping_option(),
            _sheet_option(),
            *_pseudonym_options(),
        ],
    )


@click.pass_obj
def import_sheet(
    reader: Reader,
    /,
    path: Path,
    data: Path,
    *,
    table: str | None,
    mapping: Path | None,
    sheet: str,
    **merging: Any,
) -> None:
    """Import a spreadsheet, or draft a mapping for it."""
    if mapping is None and table is None:
        raise click.UsageError(_("Give --table to draft a mapping, then --mapping to import."))
    _import_by_mapping(
        reader, path, data, kind="sheet", table=table or "", mapping=mapping, sheet=sheet, **merging
    )


def _import_by_mapping(
    reader: Reader,
    path: Path,
    data: Path,
    *,
    kind: str,
    table: str,
    mapping: Path | None,
    sheet: str,
    **merging: Any,
) -> None:
    from repartition.importers.dataset.record import programmes_by_name
    from repartition.importers.files import source_file
    from repartition.importers.sheet import read_mapping, read_sheet

    file = source_file(path)
    if mapping is None:
        _draft(reader, path, table, sheet=sheet, named=kind == "ops")
        return
    rules = read_mapping(mapping, table=table)
    imported = read_sheet(
        file, rules, kind=kind, source=merging["source"], programmes=programmes_by_name(data)
    )
    _merge(reader, data, imported, _Merging(**merging))


def _draft(reader: Reader, path: Path, table: str, *, sheet: str, named: bool) -> None:
    """Write a mapping beside a spreadsheet, and say what to do with it."""
    from repartition.importers.files import source_file
    from repartition.importers.sheet import draft_mapping

    target = path.with_name(f"{path.name}.{table}.toml")
    draft = draft_mapping(source_file(path), table, sheet=sheet, named=named)
    if target.exists():
        raise UsageError(
            _("{path} is already there: import with --mapping, or move it", path=target)
        )
    target.write_text(draft.text, encoding="utf-8")
    reader.show(
        _("Drafted: {path}. Nothing was imported yet.", path=target),
        *(f"- {ours} = {theirs}" for ours, theirs in draft.guessed.items()),
    )
    if draft.missing:
        reader.show(
            _("No header found for what is required: {names}.", names=", ".join(draft.missing))
        )
    if draft.left_out:
        names = ", ".join(draft.left_out)
        reader.show(_("Not read, because nothing may be decided by it: {names}.", names=names))
    reader.show(_("Look every line over, then give it as --mapping {path}.", path=target))


@dataclass(frozen=True, slots=True)
class _Merging:
    """What every import is told about the dataset it goes into."""

    source: str
    overwrite: bool
    first: bool
    as_json: bool
    pseudonymise: Path | None = None


def _merge(reader: Reader, data: Path, imported: "Import", asked: _Merging) -> None:
    """Write what a file gave into the dataset, and show the report and what is still missing."""
    from repartition.importers.dataset import merge_into
    from repartition.importers.dataset.report import report_as_json, report_lines
    from repartition.importers.pseudonyms import pseudonymised, read_key

    if asked.pseudonymise is not None:
        key, is_new = read_key(asked.pseudonymise, data)
        imported = replace(imported, tables=pseudonymised(imported.tables, key))
        if is_new:
            imported.account.remark(
                _(
                    "A key for pseudonyms was made: {path}. Keep it safe and apart from the "
                    "dataset: without it the next import gives other pseudonyms.",
                    path=asked.pseudonymise,
                )
            )
    merged = merge_into(
        data, imported, on=date.today(), overwrite=asked.overwrite, first=asked.first
    )
    if asked.as_json:
        reader.answer(report_as_json(merged))
    else:
        reader.show(*report_lines(merged), *_still_missing(data))


def _still_missing(data: Path) -> Iterator[str]:
    """Yield what keeps a dataset from being used: most are made by more than one import."""
    from repartition.ingest.dataset import read_tables

    _read, faults = read_tables(data, data.resolve().parent)
    if faults:
        yield n_(
            "Before this dataset can be used, {number} fault remains:",
            "Before this dataset can be used, {number} faults remain:",
            len(faults),
        )
        yield from (f"- {fault}" for fault in faults[:_FAULTS_SHOWN])
        if len(faults) > _FAULTS_SHOWN:
            yield "- …"


def _import_command(
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
        callback,
        summary=summary,
        help_text=help_text,
        parameters=[
            click.Argument(["path"], metavar=_("FILE"), type=_file(), help=_("The file to read.")),
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


def _mapping_option() -> click.Option:
    return click.Option(
        ["--mapping"],
        type=_file(),
        metavar=_("FILE"),
        help=_("The file that says which of its columns is which of ours; drafted without."),
    )


def _sheet_option() -> click.Option:
    return click.Option(
        ["--sheet"],
        default="",
        metavar=_("NAME"),
        help=_("The sheet of the workbook to draft from; the first where not given."),
    )


def _pseudonym_options() -> list[click.Option]:
    return [
        click.Option(
            ["--pseudonymise"],
            type=click.Path(dir_okay=False, path_type=Path),
            metavar="KEYFILE",
            help=_(
                "Give every household a pseudonym made with the key of this file, which is made "
                "where it is missing and must lie outside the dataset."
            ),
        )
    ]


def _tables() -> list[str]:
    from repartition.importers.tables import KEY_COLUMNS

    return list(KEY_COLUMNS)


def _file() -> click.Path:
    return click.Path(exists=True, dir_okay=False, path_type=Path)


def _day() -> click.DateTime:
    return click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])

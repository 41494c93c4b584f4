"""Commands that bring an office's own files into a dataset.

What a command needs is imported when it runs: loading it takes longer than a help page.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repartition.cli.group import OrderedGroup
from repartition.cli.options import command, common_options, json_option
from repartition.cli.reader import Reader
from repartition.language import _

if TYPE_CHECKING:
    from repartition.importers.dataset import Import


def import_command() -> click.Group:
    """Return the commands of ``import``: one for each kind of file."""
    commands = (rpls_command(),)
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
    _merge(reader, data, read_rpls(source_file(path), settings), **merging)


def _merge(
    reader: Reader,
    data: Path,
    imported: "Import",
    *,
    overwrite: bool,
    first: bool,
    as_json: bool,
    source: str,  # noqa: ARG001 - the reader of the file has named the source with it
) -> None:
    """Write what a file gave into the dataset, and show the report."""
    from repartition.importers.dataset import merge_into
    from repartition.importers.dataset.report import report_as_json, report_lines

    merged = merge_into(data, imported, on=date.today(), overwrite=overwrite, first=first)
    if as_json:
        reader.answer(report_as_json(merged))
    else:
        reader.show(*report_lines(merged))


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


def _file() -> click.Path:
    return click.Path(exists=True, dir_okay=False, path_type=Path)


def _day() -> click.DateTime:
    return click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])

"""The command that reads a landlord's stock."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from repartition.cli.imports.common import Merging, file_type, import_command_of, merge
from repartition.cli.options import day_type
from repartition.cli.reader import Reader
from repartition.language import _


def rpls_command() -> click.Command:
    """Return the command ``import rpls``."""
    return import_command_of(
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
                type=day_type(),
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
                type=file_type(),
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
    merge(reader, data, read_rpls(source_file(path), settings), Merging(**merging))

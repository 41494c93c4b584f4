"""The command that reads the requests of the national register."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from repartition.cli.imports.common import (
    Merging,
    file_type,
    import_command_of,
    membership_option,
    merge,
    pseudonym_option,
)
from repartition.cli.options import day_type
from repartition.cli.reader import Reader
from repartition.language import _


def sne_command() -> click.Command:
    """Return the command ``import sne``."""
    return import_command_of(
        "sne",
        import_sne,
        summary=_("Requests of the national register (SNE), XML 02.00."),
        help_text=_(
            "Reads the requests of the national register (SNE), XML 02.00: composition and income "
            "of each household by the legal definitions, what it wishes, how long it has waited. "
            "Names, nationality, sex, birthplace and addresses are not read. Households go by "
            "pseudonyms; the key is DATASET.key, beside the dataset, where --pseudonymise names no "
            "other. The register says neither whom the agreement (ACI) is about nor through which "
            "contingents a household may be proposed: --membership does."
        ),
        parameters=[
            click.Option(
                ["--on"],
                type=day_type(),
                metavar=_("DAY"),
                help=_("The day ages and incomes are looked at; that of the file where not given."),
            ),
            membership_option(),
            click.Option(
                ["--form"],
                type=file_type(),
                metavar=_("FILE"),
                help=_("Elements of your own export that the program does not know: a TOML file."),
            ),
            pseudonym_option(),
            click.Option(
                ["--clear-identifiers"],
                is_flag=True,
                help=_("Keep the numbers of the register instead of pseudonyms."),
            ),
        ],
    )


@click.pass_obj
def import_sne(
    reader: Reader,
    /,
    path: Path,
    data: Path,
    *,
    on: datetime | None,
    membership: Path | None,
    form: Path | None,
    clear_identifiers: bool,
    **merging: Any,
) -> None:
    """Import requests and report."""
    from repartition.importers.dataset import Import
    from repartition.importers.files import source_file
    from repartition.importers.membership import granted_to
    from repartition.importers.sne import read_requests
    from repartition.importers.sne.form import read_form
    from repartition.importers.wishes import cells_of, wishes_within

    asked = Merging(**merging)
    if clear_identifiers and asked.pseudonymise is not None:
        raise click.UsageError(
            _("--pseudonymise and --clear-identifiers contradict each other: give one.")
        )
    if not clear_identifiers and asked.pseudonymise is None:
        asked = replace(asked, pseudonymise=_usual_key(data))
    file = source_file(path)
    found = read_requests(file, on=on.date() if on else None, form=read_form(form))
    table, kept = wishes_within(found.table, data, found.account)
    source = asked.source or "sne"
    imported = Import(source, "sne", file.name, file.sha256, (table,), found.account)
    imported = granted_to(imported, membership, data, facts=cells_of(found.facts, kept))
    merge(reader, data, imported, asked)


def _usual_key(data: Path) -> Path:
    """Return the file of the key beside a dataset, called like its folder whatever it is given as.

    Raises
    ------
    UsageError
        If there is no such place.
    """
    folder, here = data.resolve(), Path.cwd()
    key = folder.parent / f"{folder.name}.key"
    if not folder.name or key.is_relative_to(folder):
        raise click.UsageError(
            _(
                "{folder} has no place for a key beside it: name one with --pseudonymise",
                folder=data,
            )
        )
    return key.relative_to(here) if key.is_relative_to(here) else key

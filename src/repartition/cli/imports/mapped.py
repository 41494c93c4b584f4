"""The commands that read spreadsheets by a mapping: a survey of programmes, and any table."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repartition.cli.imports.common import (
    Merging,
    file_type,
    import_command_of,
    membership_option,
    merge,
    pseudonym_option,
)
from repartition.cli.reader import Reader
from repartition.errors import UsageError
from repartition.language import _, n_

if TYPE_CHECKING:
    from repartition.importers.dataset import Import
    from repartition.importers.sheet.drafting import Draft


def ops_command() -> click.Command:
    """Return the command ``import ops``."""
    return import_command_of(
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
    if mapping is None:
        _draft(reader, path, data, "programmes", sheet=sheet, named=True)
        return
    asked = Merging(**merging)
    imported = _read(
        path, mapping, data, kind="ops", table="programmes", sheet=sheet, source=asked.source
    )
    merge(reader, data, imported, asked)


def sheet_command() -> click.Command:
    """Return the command ``import sheet``."""
    return import_command_of(
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
            membership_option(),
            pseudonym_option(),
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
    membership: Path | None,
    **merging: Any,
) -> None:
    """Import a spreadsheet, or draft a mapping for it."""
    from repartition.importers.membership import granted_to

    if mapping is None and table is None:
        raise click.UsageError(_("Give --table to draft a mapping, then --mapping to import."))
    if mapping is None:
        _draft(reader, path, data, table or "", sheet=sheet, named=False)
        return
    asked = Merging(**merging)
    imported = _read(
        path, mapping, data, kind="sheet", table=table or "", sheet=sheet, source=asked.source
    )
    merge(reader, data, granted_to(imported, membership, data), asked)


def _read(
    path: Path, mapping: Path, data: Path, *, kind: str, table: str, sheet: str, source: str
) -> "Import":
    """Return what a spreadsheet gives by a mapping, which has to be about ``table`` where named.

    ``sheet`` goes before the sheet that the mapping names.
    """
    from repartition.importers.dataset.programmes import programmes_of
    from repartition.importers.files import source_file
    from repartition.importers.sheet import read_mapping, read_sheet
    from repartition.importers.wishes import wishes_within

    imported = read_sheet(
        source_file(path),
        read_mapping(mapping, table=table, sheet=sheet),
        kind=kind,
        source=source,
        programmes=programmes_of(data),
    )
    tables = (
        wishes_within(each, data, imported.account)[0] if each.table == "households" else each
        for each in imported.tables
    )
    return replace(imported, tables=tuple(tables))


def _draft(reader: Reader, path: Path, data: Path, table: str, *, sheet: str, named: bool) -> None:
    """Write a mapping beside a spreadsheet, and say what to do with it."""
    from repartition.importers.dataset.programmes import programmes_of
    from repartition.importers.files import source_file
    from repartition.importers.sheet import draft_mapping

    target = path.with_name(f"{path.name}.{table}.toml")
    programmes = programmes_of(data) if named else None
    file = source_file(path)
    draft = draft_mapping(file, table, sheet=sheet, named=named, programmes=programmes)
    if target.exists():
        raise UsageError(
            _("{path} is already there: import with --mapping, or move it", path=target)
        )
    target.write_text(draft.text, encoding="utf-8")
    reader.show(
        _("Drafted: {path}. Nothing was imported yet.", path=target),
        *_read_from(draft),
        *(f"- {ours} = {theirs}" for ours, theirs in draft.guessed.items()),
        *_not_guessed(draft),
    )
    for caution in draft.cautions:
        reader.complain(_("Warning: {sentence}", sentence=caution))
    reader.show(_("Look every line over, then give it as --mapping {path}.", path=target))


def _read_from(draft: "Draft") -> Iterator[str]:
    if draft.sheet:
        yield _(
            "Sheet {sheet}; the names of its columns stand on line {line}.",
            sheet=draft.sheet,
            line=draft.header_row,
        )
    elif draft.header_row != 1:
        yield _("The names of its columns stand on line {line}.", line=draft.header_row)


def _not_guessed(draft: "Draft") -> Iterator[str]:
    if draft.missing:
        yield _("No header found for what is required: {names}.", names=", ".join(draft.missing))
    if draft.unused:
        yield _("Headers that are not used: {names}.", names=", ".join(draft.unused))
    if draft.unnamed:
        yield n_(
            "{number} header of yours is not used; the import will name it.",
            "{number} headers of yours are not used; the import will name them.",
            draft.unnamed,
        )
    if draft.left_out:
        names = ", ".join(draft.left_out)
        yield _("Not read, because nothing may be decided by it: {names}.", names=names)


def _mapping_option() -> click.Option:
    return click.Option(
        ["--mapping"],
        type=file_type(),
        metavar=_("FILE"),
        help=_("The file that says which of its columns is which of ours; drafted without."),
    )


def _sheet_option() -> click.Option:
    return click.Option(
        ["--sheet"],
        default="",
        metavar=_("NAME"),
        help=_("The sheet of the workbook to read; to draft, the first with headers if not given."),
    )


def _tables() -> list[str]:
    from repartition.importers.tables import KEY_COLUMNS

    return list(KEY_COLUMNS)

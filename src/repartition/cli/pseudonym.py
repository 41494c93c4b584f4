"""The command that says which pseudonym a request goes by, for who keeps the key."""

from pathlib import Path
from typing import TextIO

import click

from repartition.cli.options import command, json_option
from repartition.cli.reader import Reader
from repartition.language import _


def pseudonym_command() -> click.Command:
    """Return the command ``pseudonym``."""
    return command(
        "pseudonym",
        pseudonym,
        summary=_("Say which pseudonym the number of a request goes by."),
        help_text=_(
            "Says which pseudonym each request goes by in a dataset that was imported with the key "
            "of KEYFILE. A pseudonym cannot be turned back into a number: to find whose it is, "
            "give all the numbers there are (--list) and look for it. Only who keeps the key can "
            "do either. Writes nothing."
        ),
        parameters=[
            click.Argument(
                ["keyfile"],
                metavar="KEYFILE",
                type=click.Path(exists=True, dir_okay=False, path_type=Path),
                help=_("The key that the import has made, such as dataset.key."),
            ),
            click.Argument(
                ["numbers"],
                metavar=_("[NUMBER]..."),
                nargs=-1,
                help=_("The numbers, as they stand in the imported file, capitals included."),
            ),
            click.Option(
                ["--list", "listed"],
                metavar=_("FILE"),
                type=click.File(encoding="utf-8-sig"),
                help=_("A file with one number a line, also; - reads them from what comes before."),
            ),
            json_option(),
        ],
    )


@click.pass_obj
def pseudonym(
    reader: Reader,
    keyfile: Path,
    numbers: tuple[str, ...],
    *,
    listed: TextIO | None,
    as_json: bool,
) -> None:
    """Show each number beside its pseudonym."""
    from repartition.importers.pseudonyms import key_in
    from repartition.importers.pseudonyms import pseudonym as pseudonym_of

    try:
        lines = [] if listed is None else [line.strip() for line in listed]
    except UnicodeDecodeError as error:
        raise click.UsageError(_("--list: save the file as text in UTF-8.")) from error
    asked = [number.strip() for number in (*numbers, *lines) if number.strip()]
    if not asked:
        raise click.UsageError(_("Give the number of a request, or a file of them with --list."))
    key = key_in(keyfile)
    found = [(number, pseudonym_of(number, key)) for number in asked]
    if as_json:
        reader.answer([{"number": number, "pseudonym": name} for number, name in found])
    else:
        reader.show(*(f"{number}  {name}" for number, name in found))

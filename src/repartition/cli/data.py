"""Commands about data: an empty template, a synthetic dataset, a check of what was read.

What a command needs is imported when it runs: loading the solver takes longer than a help page.
"""

from pathlib import Path

import click

from repartition.cli.options import command, json_option, scenario_argument, set_option
from repartition.cli.reader import Reader
from repartition.language import _, n_


def template_command() -> click.Command:
    """Return the command ``template``."""
    return command(
        "template",
        template,
        summary=_("Write empty tables to fill in."),
        help_text=_(
            "Writes empty tables to fill in: a folder of CSV files, or one workbook where TARGET "
            "ends in .xlsx, with headers, explanations, an example row and drop-down lists."
        ),
        parameters=[
            click.Argument(
                ["target"],
                metavar="TARGET",
                type=click.Path(path_type=Path),
                help=_("A folder, or a workbook FILE.xlsx."),
            )
        ],
    )


@click.pass_obj
def template(reader: Reader, target: Path) -> None:
    """Write the empty tables and say which."""
    from repartition.ingest.template import write_template

    written = write_template(target)
    reader.show(*(str(path) for path in written))


def generate_command() -> click.Command:
    """Return the command ``generate``."""
    from repartition.synthesis import presets

    return command(
        "generate",
        generate,
        summary=_("Write a synthetic dataset."),
        help_text=_(
            "Writes a synthetic dataset, the same one every time: a real territory, made-up "
            "people. Tables of the same name in the folder are replaced. NAME is one of: {names}.",
            names=", ".join(presets()),
        ),
        parameters=[
            click.Argument(["name"], metavar="NAME", help=_("Which dataset.")),
            click.Option(
                ["-o", "--output", "folder"],
                required=True,
                metavar=_("FOLDER"),
                type=click.Path(file_okay=False, path_type=Path),
                help=_("Where to write it."),
            ),
        ],
    )


@click.pass_obj
def generate(reader: Reader, name: str, folder: Path) -> None:
    """Write the dataset and say what was written."""
    from repartition.synthesis import generate as write_dataset

    written = write_dataset(name, folder)
    reader.show(
        n_(
            "{number} table of synthetic data written in {folder}.",
            "{number} tables of synthetic data written in {folder}.",
            len(written),
            folder=folder,
        )
    )


def check_command() -> click.Command:
    """Return the command ``check``."""
    return command(
        "check",
        check,
        summary=_("Read and validate a scenario and its data."),
        help_text=_(
            "Reads a scenario and its data and says what it read: every fault, every warning, how "
            "many pairs there are, and about how long solving will take. Writes nothing."
        ),
        parameters=[scenario_argument(), set_option(), json_option()],
    )


@click.pass_obj
def check(reader: Reader, scenario: Path, overrides: tuple[str, ...], *, as_json: bool) -> None:
    """Show what was read."""
    from repartition import pipeline
    from repartition.report.reading import reading, reading_as_json

    checked = pipeline.check(scenario, overrides)
    if as_json:
        reader.answer(reading_as_json(checked))
    else:
        reader.show(*reading(checked, verbose=reader.verbose))

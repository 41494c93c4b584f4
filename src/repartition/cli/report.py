"""The command that writes a report on a run."""

from pathlib import Path
from typing import Final

import click

from repartition.cli.options import command, run_argument
from repartition.cli.reader import Reader
from repartition.language import _

_USUAL: Final = "usual"


def report_command() -> click.Command:
    """Return the command ``report``."""
    file = click.Path(dir_okay=False, path_type=Path)
    return command(
        "report",
        report,
        summary=_("Write a report: a page to read and print, a workbook."),
        help_text=_(
            "Writes a report on a run: one page of HTML that opens in any browser, without a "
            "network, and prints on A4; the same tables as a workbook where asked. The run is "
            "verified first; the solver is not needed."
        ),
        parameters=[
            run_argument(),
            click.Option(
                ["-o", "--output", "page"],
                metavar="FILE.html",
                type=file,
                help=_("The page to write; report.html in the run folder where not given."),
            ),
            click.Option(
                ["--against"],
                metavar="RUN|usual",
                default=_USUAL,
                show_default=True,
                callback=_other_run,
                help=_("Compare with another run, or with usual practice on the same tables."),
            ),
            click.Option(
                ["--xlsx", "workbook"],
                metavar="FILE.xlsx",
                type=file,
                help=_("Write the same tables as a workbook too."),
            ),
            click.Option(
                ["--public"],
                is_flag=True,
                help=_(
                    "Make the version fit to be published, report-public.html where no other name "
                    "is given: no count under 11 households, no identifier."
                ),
            ),
            click.Option(
                ["--shapes"],
                metavar="FILE.geojson",
                type=click.Path(exists=True, dir_okay=False, path_type=Path),
                help=_(
                    "Draw maps with these outlines of the communes, found by INSEE code, instead "
                    "of the schematic ones."
                ),
            ),
        ],
        epilog=_("Exit status: 0 done; 2 bad input; 5 the run does not hold what it says."),
    )


@click.pass_obj
def report(
    reader: Reader,
    folder: Path,
    *,
    page: Path | None,
    against: Path | None,
    workbook: Path | None,
    shapes: Path | None,
    public: bool,
) -> None:
    """Write the report, say where it is."""
    from repartition.report.making import Request, make_report

    for file in make_report(Request(folder, against, page, workbook, shapes, public)):
        reader.show(_("Report written in {file}.", file=file))


def _other_run(context: click.Context, option: click.Parameter, given: str) -> Path | None:
    """Return the folder to compare with; None stands for usual practice."""
    if given == _USUAL:
        return None
    if not Path(given).is_dir():
        raise click.BadParameter(
            _("'{given}' is neither usual nor the folder of a run.", given=given), context, option
        )
    return Path(given)

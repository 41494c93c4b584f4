"""The command that writes a report on a run, or the papers of one landlord's session."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from click.core import ParameterSource

from repartition.cli.options import command, day_type, run_argument
from repartition.language import _

if TYPE_CHECKING:
    from repartition.cli.reader import Reader

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
            "network, and prints on A4; the same tables as a workbook where asked. With "
            "--bailleur, the papers of that landlord's session: its dwellings between two days, "
            "one page each. The run is verified first; the solver is not needed."
        ),
        parameters=[
            run_argument(),
            click.Option(
                ["-o", "--output", "page"],
                metavar="FILE.html",
                type=file,
                help=_(
                    "The page to write; where not given, report.html in the run folder, or "
                    "session-B.html with --bailleur B."
                ),
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
            *_session_options(),
        ],
        epilog=_("Exit status: 0 done; 2 bad input; 5 the run does not hold what it says."),
    )


def _session_options() -> tuple[click.Option, ...]:
    return (
        click.Option(
            ["--bailleur"],
            metavar="B",
            help=_("Write the papers of this landlord's session, with --from and --to."),
        ),
        click.Option(
            ["--from", "first"],
            metavar=_("DAY"),
            type=day_type(),
            help=_(
                "First day of the session: dwellings that are free from then on. Where the move of "
                "a tenant frees one, it is free on the day of the dwelling that the plan gives to "
                "that tenant."
            ),
        ),
        click.Option(
            ["--to", "last"],
            metavar=_("DAY"),
            type=day_type(),
            help=_(
                "Last day of the session, included. Dwellings free already are in every session; "
                "those whose tenant the plan does not move are in none."
            ),
        ),
    )


@click.pass_context
def report(
    context: click.Context,
    /,
    folder: Path,
    *,
    page: Path | None,
    workbook: Path | None,
    bailleur: str | None,
    **others: Any,
) -> None:
    """Write the report, or the papers of a session; say where they are."""
    if bailleur is None:
        files = _write_report(context, (folder, page, workbook), **others)
    else:
        files = _write_session(context, (folder, page, workbook), bailleur, **others)
    reader: Reader = context.obj
    for file in files:
        reader.show(_("Report written in {file}.", file=file))


def _write_report(
    context: click.Context,
    places: tuple[Path, Path | None, Path | None],
    *,
    against: Path | None,
    shapes: Path | None,
    public: bool,
    first: datetime | None,
    last: datetime | None,
) -> tuple[Path, ...]:
    if first is not None or last is not None:
        raise click.UsageError(
            _("--from and --to are the days of a session: say whose, with --bailleur."), context
        )
    from repartition.report.making import Request, make_report

    folder, page, workbook = places
    return make_report(Request(folder, against, page, workbook, shapes, public))


def _write_session(
    context: click.Context,
    places: tuple[Path, Path | None, Path | None],
    bailleur: str,
    *,
    first: datetime | None,
    last: datetime | None,
    **of_reports: object,
) -> tuple[Path, ...]:
    if first is None or last is None:
        raise click.UsageError(
            _("Give the first and the last day of the session, --from and --to."), context
        )
    for name in of_reports:
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise click.UsageError(
                _(
                    "--bailleur and --{option} contradict each other: the papers of a session "
                    "compare nothing and draw nothing.",
                    option=name,
                ),
                context,
            )
    from repartition.commission.session import SessionRequest, make_session

    folder, page, workbook = places
    days = first.date(), last.date()
    return make_session(SessionRequest(folder, bailleur, *days, page, workbook))


def _other_run(context: click.Context, option: click.Parameter, given: str) -> Path | None:
    """Return the folder to compare with; None stands for usual practice."""
    if given == _USUAL:
        return None
    if not Path(given).is_dir():
        raise click.BadParameter(
            _("'{given}' is neither usual nor the folder of a run.", given=given), context, option
        )
    return Path(given)

"""Options and arguments that several commands share.

Everything here is a function: a help text is written when the command line is built, once the
reader's language is known.
"""

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from repartition.cli.reader import Reader, Verbosity
from repartition.language import LANGUAGES, _


def command(
    name: str,
    callback: Callable[..., int | None],
    *,
    summary: str,
    help_text: str,
    parameters: Sequence[click.Parameter],
    epilog: str | None = None,
) -> click.Command:
    """Return the command ``name``; the options every command has are added."""
    return click.Command(
        name,
        callback=callback,
        params=[*parameters, *common_options()],
        short_help=summary,
        help=help_text,
        epilog=epilog,
    )


def common_options() -> list[click.Option]:
    """Return ``--lang``, ``-q`` and ``-v``, accepted before and after the command."""
    return [
        click.Option(
            ["--lang"],
            type=click.Choice(LANGUAGES),
            expose_value=False,  # read beforehand: the help is written in it too
            help=_("Language of the messages; the system's where not given."),
        ),
        _verbosity(["-q", "--quiet"], "quiet", _("Say nothing but faults and warnings.")),
        _verbosity(
            ["-v", "--verbose"], "verbose", _("Show every row and detail, and what went wrong.")
        ),
    ]


def scenario_argument() -> click.Argument:
    """Return the argument SCENARIO."""
    return click.Argument(
        ["scenario"],
        metavar="SCENARIO",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help=_("The scenario, a TOML file."),
    )


def run_argument() -> click.Argument:
    """Return the argument RUN."""
    return click.Argument(
        ["folder"], metavar="RUN", type=run_folder(), help=_("The folder that `solve` wrote.")
    )


def run_folder() -> click.Path:
    """Return the type of an option that names the folder of a run."""
    return click.Path(exists=True, file_okay=False, path_type=Path)


def set_option() -> click.Option:
    """Return ``--set``, which changes the scenario for one run."""
    return click.Option(
        ["--set", "overrides"],
        metavar=_("KEY=VALUE"),
        multiple=True,
        callback=_check_overrides,
        help=_(
            "Change one key of the scenario for this run, such as "
            "quotas.aci-cap-fragile.max_share=0.15. Repeatable; recorded in the run."
        ),
    )


def json_option() -> click.Option:
    """Return ``--json``."""
    return click.Option(
        ["--json", "as_json"], is_flag=True, help=_("Answer in JSON, for another program.")
    )


def day_type() -> click.DateTime:
    """Return the type of an option that names a day."""
    return click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])


def time_limit_option() -> click.Option:
    """Return ``--time-limit``."""
    seconds = click.FloatRange(min=0, min_open=True)
    seconds.name = _("number of seconds")  # what click says it expects
    return click.Option(
        ["--time-limit"],
        type=seconds,
        metavar=_("SECONDS"),
        callback=_check_finite,
        help=_(
            "Stop after this many seconds, reading and writing included, with the best plan found."
        ),
    )


def _verbosity(names: Sequence[str], verbosity: Verbosity, help_text: str) -> click.Option:
    def remember(context: click.Context, _option: click.Parameter, given: Any) -> None:
        if not given:
            return
        reader: Reader = context.obj
        if reader.verbosity not in {"normal", verbosity}:
            raise click.UsageError(_("-q and -v contradict each other: give one."), context)
        reader.verbosity = verbosity

    return click.Option(
        names, is_flag=True, expose_value=False, callback=remember, help=help_text, is_eager=True
    )


def _check_overrides(
    context: click.Context, option: click.Parameter, given: Sequence[str]
) -> Sequence[str]:
    for override in given:
        key, equals, _value = override.partition("=")
        if not (key.strip() and equals):
            raise click.BadParameter(
                _(
                    "'{override}' is not KEY=VALUE, such as seed=7.",
                    override=override,
                ),
                context,
                option,
            )
    return given


def _check_finite(
    context: click.Context, option: click.Parameter, given: float | None
) -> float | None:
    if given is not None and not math.isfinite(given):
        raise click.BadParameter(_("give a number of seconds."), context, option)
    return given

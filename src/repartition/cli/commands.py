"""The program and its commands, in the order a reader needs them."""

import click

from repartition.cli.data import check_command, generate_command, template_command
from repartition.cli.explain import explain_command
from repartition.cli.group import OrderedGroup
from repartition.cli.imports import import_command
from repartition.cli.options import common_options
from repartition.cli.plan import solve_command, verify_command
from repartition.cli.pseudonym import pseudonym_command
from repartition.cli.report import report_command
from repartition.language import _


def program() -> click.Group:
    """Return the whole command line, its help in the reader's language."""
    commands = (
        template_command(),
        generate_command(),
        import_command(),
        check_command(),
        solve_command(),
        verify_command(),
        explain_command(),
        report_command(),
        pseudonym_command(),
    )
    group = OrderedGroup(
        "repartition",
        commands={command.name or "": command for command in commands},
        params=list(common_options()),
        help=_(
            "Proposes attributions of social housing under reservation rights and mix targets, "
            "verifies them, and explains them. The commission decides."
        ),
        epilog=_(
            "Exit status: 0 done; 1 an unexpected fault; 2 wrong usage or bad input; 3 proven that "
            "no plan meets every hard rule; 4 stopped before the proof was finished; 5 a run does "
            "not hold what it says."
        ),
    )
    return click.version_option(package_name="repartition")(group)

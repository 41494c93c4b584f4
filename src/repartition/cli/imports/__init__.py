"""Commands that bring an office's own files into a dataset.

What a command needs is imported when it runs: loading it takes longer than a help page.
"""

import click

from repartition.cli.group import OrderedGroup
from repartition.cli.imports.mapped import ops_command, sheet_command
from repartition.cli.imports.rpls import rpls_command
from repartition.cli.imports.sne import sne_command
from repartition.cli.options import common_options
from repartition.language import _


def import_command() -> click.Group:
    """Return the commands of ``import``: one for each kind of file."""
    commands = (rpls_command(), sne_command(), ops_command(), sheet_command())
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

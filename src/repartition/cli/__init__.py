"""The command line: options become arguments, errors become sentences and exit statuses.

No rule of allocation lives here.
"""

from collections.abc import Sequence

from repartition.errors import UnfinishedError
from repartition.signals import ending_as_ctrl_c

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that ``arguments`` (or the process) ask for and return its exit status.

    Whoever presses Ctrl-C, or ends the process, gets that of a run that was stopped: also while
    the program is still being loaded, or when everything has been said.
    """
    try:
        with ending_as_ctrl_c():
            from repartition.cli.entry import run

            return run(arguments)
    except KeyboardInterrupt:
        return UnfinishedError.exit_status

"""The command line: options become arguments, errors become sentences and exit statuses.

No rule of allocation lives here.
"""

from repartition.cli.entry import main

__all__ = ["main"]

"""What a reader sees while the solver works: on a terminal only."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from repartition.cli.reader import Reader
from repartition.language import _
from repartition.report.labels import tier_name

Progress: TypeAlias = Callable[[str, int, int], None]
"""Called with a tier, its place and the number of tiers, as each one is begun."""


@contextmanager
def progress_on(reader: Reader) -> Iterator[Progress | None]:
    """Show how far solving has come, and take it away at the end; nothing off a terminal."""
    if reader.quiet or not reader.err.is_terminal:
        yield None
        return
    with reader.err.status(_("Reading the tables...")) as status:

        def show(tier: str, place: int, of: int) -> None:
            status.update(
                _(
                    "Objective {place} of {number}: {tier}",
                    place=place,
                    number=of,
                    tier=tier_name(tier),
                )
            )

        yield show

"""What a reader sees while the solver works: on a terminal only."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from repartition.audit.numbers import say_exact
from repartition.cli.reader import Reader
from repartition.language import _, whole
from repartition.report.labels import tier_name

if TYPE_CHECKING:
    from repartition.optimisation import Progress, Watcher


@contextmanager
def progress_on(reader: Reader) -> "Iterator[Watcher | None]":
    """Show how far solving has come, and take it away at the end; nothing off a terminal."""
    if reader.quiet or not reader.err.is_terminal:
        yield None
        return
    with reader.err.status(_("Reading the tables...")) as status:

        def show(progress: "Progress") -> None:
            status.update(" ".join(_sentences(progress)))

        yield show


def _sentences(progress: "Progress") -> Iterator[str]:
    yield _(
        "Objective {place} of {number}: {tier}.",
        place=progress.place,
        number=progress.of,
        tier=tier_name(progress.tier),
    )
    if progress.gap is not None and progress.value is not None and progress.bound is not None:
        yield _(
            "Plan {value}, best {bound} at most, gap {gap}.",
            value=say_exact(progress.value),
            bound=say_exact(progress.bound),
            gap=say_exact(progress.gap),
        )
    if progress.priced:
        yield _("Pairs priced: {number}.", number=whole(progress.priced))

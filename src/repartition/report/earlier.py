"""An earlier run, read before the run that it is compared with may replace it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import RenderableType

from repartition.audit.recount import recount
from repartition.pipeline import Run
from repartition.report.difference import Attributions, Origin, difference, origin_caution
from repartition.report.worth import Worth, worth


@dataclass(frozen=True, slots=True)
class EarlierRun:
    """What is compared of an earlier run."""

    folder: Path
    attributions: Attributions
    worth: Worth
    origin: Origin | None

    @classmethod
    def read(cls, folder: Path) -> "EarlierRun":
        """Return what is compared of the run in a folder.

        Raises
        ------
        UsageError
            If the folder is no run.
        InputError
            If it cannot be read.
        """
        return cls(folder, Attributions.of_run(folder), Worth.of_run(folder), Origin.of_run(folder))

    def against(self, run: Run, *, verbose: bool) -> Iterator[RenderableType]:
        """Yield what changes from it to a run just made."""
        outcome = run.outcome
        yield from origin_caution(self.origin, Origin.of_run(run.folder))
        now = Attributions.of_plan(outcome.instance, outcome.plan)
        yield from difference(self.attributions, now, earlier=str(self.folder), verbose=verbose)
        found = recount(outcome.instance, outcome.charging, outcome.plan)
        yield from worth(self.worth, Worth.of_recount(found))

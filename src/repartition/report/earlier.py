"""An earlier run, read before the run that it is compared with may replace it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import RenderableType

from repartition.audit.recount import recount
from repartition.pipeline import Run
from repartition.report.difference import (
    Attributions,
    Origin,
    difference,
    have_same_data,
    origin_caution,
)
from repartition.report.layout import paragraph
from repartition.report.same_rule import recounted, rule_words
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
        yield from self._worth(run, Worth.of_recount(found))

    def _worth(self, run: Run, now: Worth) -> Iterator[RenderableType]:
        """Yield what the objectives and the targets of the new run make of both plans."""
        found = None
        if have_same_data(self.origin, Origin.of_run(run.folder)):
            found = recounted(run.outcome, self.attributions)
        before = (
            self.worth.by_the_bounds_of(now)
            if found is None
            else Worth.of_recount(found).with_what_is_only_in(self.worth)
        )
        yield from worth(before, now)
        yield paragraph(rule_words(self.folder.name, has_same_data=found is not None))

"""The time of one run: how much is left, what it goes to, and when to come to an end.

What comes after the search looks at every pair once more, as finding the pairs and following usual
practice did before it. So the *measure* of a run is how long these two took, on this machine, with
these data and under whatever else the machine had to do; the rest is counted in it.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from repartition.clock import Clock, OutOfTime
from repartition.errors import UnfinishedError
from repartition.language import _
from repartition.signals import first_noted

MEASURED: Final = ("pairs", "usual practice")
"""The phases that the measure of a run is the length of."""

# In that measure, as it was found on 4.8 and 9.1 million pairs.
_BUILDING: Final = 4.0
_ENDING_THE_SEARCH: Final = 2.0
"""Half of it to come to a look at the clock, half to bound what is left open."""
_WRITING: Final = 2.0
_SHOWING_EVERYTHING: Final = 2.0
_BEGINNING_THE_PROOF: Final = 2.0
_HOWEVER_FEW_PAIRS: Final = 0.3
"""Seconds: what judging, writing and showing a plan take where there are hardly any pairs."""


@dataclass(slots=True)
class Allowance:
    """What a run may still take.

    Attributes
    ----------
    clock
        Counts down the limit, if there is one, from the start.
    stopped
        Whether Ctrl-C was pressed once there was a plan.
    """

    clock: Clock = field(default_factory=Clock)
    stopped: bool = False
    _seconds: dict[str, float] = field(default_factory=dict)

    @property
    def seconds(self) -> Mapping[str, float]:
        """Time spent, by phase."""
        return self._seconds

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Note how long what is inside takes, added to what the same phase has taken before."""
        started = time.perf_counter()
        try:
            yield
        finally:
            spent = time.perf_counter() - started
            self._seconds[name] = self._seconds.get(name, 0.0) + spent

    @contextmanager
    def before_any_plan(self) -> Iterator[None]:
        """Have the end of the time said in words: there is nothing yet to show.

        Raises
        ------
        UnfinishedError
            If the clock ran out inside.
        """
        try:
            self.clock.check()
            yield
            self.clock.check()
        except OutOfTime:
            raise UnfinishedError(
                _(
                    "The time limit was over before the tables were read and usual practice "
                    "followed: there is no plan yet, and nothing was written. Give --time-limit "
                    "more seconds; `repartition check` says about how many the proof takes."
                )
            ) from None

    @contextmanager
    def finishing(self) -> Iterator[None]:
        """Take a first Ctrl-C as a wish to be done soon, for there is a plan; a second one stops.

        What can be left out is left out from then on.
        """
        with first_noted(self.stop):
            yield

    def stop(self) -> None:
        """Be done soon: Ctrl-C was pressed."""
        self.stopped = True

    def to_search(self) -> float | None:
        """Return the seconds that a search may take; None without a limit.

        None are left where they would not do to build the programme.
        """
        if self.clock.limit is None:
            return None
        if not self._allows(_BUILDING + _ENDING_THE_SEARCH + _WRITING):
            return 0.0
        return self.clock.left() - self._reserve(_ENDING_THE_SEARCH + _WRITING)

    def check_proof(self) -> None:
        """Raise OutOfTime if the proof is to be left out: something has to be left to write."""
        if self.stopped or self.clock.left() < self._reserve(_WRITING):
            raise OutOfTime

    def allows_proof(self) -> bool:
        """Return whether it is worth beginning to recompute the proof."""
        return self._allows(_BEGINNING_THE_PROOF + _WRITING)

    def allows_everything_shown(self) -> bool:
        """Return whether there is time for the parts of a summary that look at every pair."""
        return self._allows(_SHOWING_EVERYTHING)

    def _allows(self, measures: float) -> bool:
        return not self.stopped and self.clock.left() >= self._reserve(measures)

    def _reserve(self, measures: float) -> float:
        measure = sum(self._seconds.get(phase, 0.0) for phase in MEASURED)
        return _HOWEVER_FEW_PAIRS + measures * measure

"""What a contender is given, and what it says as it goes."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from repartition.domain.plan import Plan
from repartition.domain.tiers import tiers_of
from repartition.optimisation.program import Program, build_program
from repartition.pipeline import Prepared

Say = Callable[[dict[str, object]], None]
"""Called with each event as it happens: what is killed later has still said it."""


@dataclass(slots=True, eq=False)
class Task:
    """One instance to solve.

    Attributes
    ----------
    ready
        The instance and its eligible pairs.
    seconds
        What solving may take.
    say
        Takes the events.
    plan
        What the contender proposes in the end, if anything: it is audited when the clock has
        stopped.
    """

    ready: Prepared
    seconds: float
    say: Say
    plan: Plan | None = None
    started: float = field(default_factory=time.perf_counter)

    def spent(self) -> float:
        """Return the seconds since solving began."""
        return time.perf_counter() - self.started

    def left(self) -> float:
        """Return the seconds there still are."""
        return self.seconds - self.spent()

    def program(self) -> Program:
        """Return the programme, for those that are given columns and rows."""
        ready = self.ready
        program = build_program(
            ready.instance, ready.charging, ready.pairs, tiers_of(ready.instance)
        )
        self.say({"event": "program", "columns": program.n_columns, "rows": program.side.n_rows})
        return program

    def tier(
        self, name: str, value: Fraction | None, bound: Fraction | None, *, proven: bool
    ) -> None:
        """Say what is known of a tier."""
        self.say(
            {
                "event": "tier",
                "tier": name,
                "value": None if value is None else str(value),
                "bound": None if bound is None else str(bound),
                "proven": proven,
                "at": self.spent(),
            }
        )

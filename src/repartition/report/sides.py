"""The plans that a report sets side by side, and the columns of a table that does."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from repartition.audit.outcome import Outcome
from repartition.audit.recount import QuotaCount, Recount, recount
from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.language import _
from repartition.pipeline import Reopened
from repartition.report.document import Area, Cell, Column, Unit


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """A plan with its counts, and what the heads of columns call it."""

    name: str
    outcome: Outcome
    found: Recount

    @classmethod
    def of(cls, name: str, outcome: Outcome) -> "Side":
        """Return a plan with its counts."""
        return cls(name, outcome, recount(outcome.instance, outcome.charging, outcome.plan))

    @property
    def instance(self) -> Instance:
        """What the plan was made from."""
        return self.outcome.instance

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.outcome.plan


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """All that a report speaks of.

    Attributes
    ----------
    run
        The run reported on.
    before
        What its plan is compared with; None where there is nothing else to compare with, since the
        plan is itself usual practice's.
    after
        Its plan.
    before_targets
        What the plan compared with puts in the targets of the run reported on: both are judged by
        one rule. Without the rows where that cannot be told.
    other
        The run compared with; None where that is usual practice, or nothing.
    has_same_data
        Whether what is compared is made from the same tables.
    has_same_people
        Whether it is about the same households: if not, nobody is said to gain or to lose.
    shapes
        The outlines of communes, where the reader gives some.
    """

    run: Reopened
    before: Side | None
    after: Side
    before_targets: tuple[QuotaCount, ...] = ()
    other: Reopened | None = None
    has_same_data: bool = True
    has_same_people: bool = True
    shapes: tuple[Area, ...] | None = None

    @property
    def instance(self) -> Instance:
        """What the plan reported on was made from."""
        return self.after.instance

    @property
    def sides(self) -> tuple[Side, ...]:
        """What is compared, the plan reported on last."""
        return (self.after,) if self.before is None else (self.before, self.after)

    def columns(self, group: str, unit: Unit, *, with_change: bool = True) -> Iterator[Column]:
        """Yield the columns of one figure: a column for each plan, and what changes."""
        for side in self.sides:
            yield Column(side.name, unit, group)
        if with_change and self.before is not None:
            yield Column(_("change"), Unit.CHANGE, group)

    def cells(self, before: Cell, after: Cell, *, with_change: bool = True) -> Iterator[Cell]:
        """Yield the cells under those columns."""
        if self.before is not None:
            yield before
        yield after
        if with_change and self.before is not None:
            yield _difference(before, after)


def _difference(before: Cell, after: Cell) -> int | Fraction | None:
    if isinstance(before, int | Fraction) and isinstance(after, int | Fraction):
        return after - before
    return None

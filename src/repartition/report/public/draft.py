"""What the chapters of the public report are written from, and the cells they write."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from repartition.report.document import Cell, Unit
from repartition.report.public.ledger import Ledger
from repartition.report.public.moves import Moves
from repartition.report.public.places import BEFORE, PLAN
from repartition.report.publication import Key
from repartition.report.sides import Side, Subject


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """A subject with all that is counted of it.

    Attributes
    ----------
    places
        The places of each partition, in a fixed order.
    kinds
        Kinds of contingents that attributions could be charged to.
    occupied
        Degrees of the programmes that say who lives in them today.
    has_effort_limit
        Whether the scenario limits the share of income to pay.
    left_out
        Targets that are not printed, because a count of some group of theirs is hidden.
    """

    subject: Subject
    ledger: Ledger
    places: Mapping[str, tuple[str, ...]]
    kinds: tuple[str, ...]
    moves: Moves
    occupied: tuple[str, ...]
    has_effort_limit: bool
    left_out: frozenset[str] = frozenset()

    @property
    def sides(self) -> Iterator[tuple[str, Side]]:
        """The plans side by side with what their counts are called by, the plan last."""
        if self.subject.before is not None:
            yield BEFORE, self.subject.before
        yield PLAN, self.subject.after

    def cells(self, key: Callable[[str], Key], *, with_change: bool = True) -> Iterator[Cell]:
        """Yield the cells of one count in each plan, and what changes.

        Empty where the data of another run lack the column it is counted by.
        """
        ledger = self.ledger
        keys = [key(side) for side, _plan in self.sides]
        for each in keys:
            yield ledger.cell(each) if ledger.knows(each) else None
        if with_change and self.subject.before is not None:
            yield ledger.change(*keys) if all(map(ledger.knows, keys)) else None

    def shares(self, part: Callable[[str], Key], whole: Callable[[str], Key]) -> Iterator[Cell]:
        """Yield the cells of one share in each plan."""
        for side, _plan in self.sides:
            yield self.ledger.share(part(side), whole(side))

    def given(self, value: int) -> Cell:
        """Return the cell of a count of something else than households."""
        return self.ledger.given(value, Unit.COUNT)

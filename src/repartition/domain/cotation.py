"""The points grid (*grille de cotation*): its criteria as a file says them, and what they give.

A grid helps a commission, it does not decide (CCH L441-2-8, R441-2-10). Points are whole numbers
of hundredths throughout.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Annotated, Final, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from repartition.domain.filters import EVERYTHING, FilterField
from repartition.domain.scenario import Closed, ExactDecimal, Identifier

HUNDREDTHS: Final = 100
MOST_POINTS: Final = 10**5
MOST_CRITERIA: Final = 200
"""Most points one criterion may give, and most criteria: beyond any grid, and hundredths of what
all of them give together stay within 32 bits."""
_LARGEST: Final = 10**9

Points = Annotated[ExactDecimal, Field(ge=-MOST_POINTS, le=MOST_POINTS, decimal_places=2)]
SomePoints = Annotated[ExactDecimal, Field(gt=0, le=MOST_POINTS, decimal_places=2)]
Step = Annotated[ExactDecimal, Field(gt=0, le=_LARGEST, decimal_places=6)]
Level = Annotated[ExactDecimal, Field(ge=-_LARGEST, le=_LARGEST, decimal_places=6)]


class Group(Closed):
    """Criteria that are counted together."""

    id: Identifier
    label: Identifier
    counts: Literal["sum", "highest"] = "sum"
    """Whether the criteria met add up, or the highest of them alone counts."""
    cap: SomePoints | None = None
    """Most points the group gives."""


class Criterion(Closed):
    """One criterion of a grid: whom it is about, or what it measures, and the points it gives.

    ``points`` for whoever matches ``who``; with a ``measure``, ``points`` for each whole ``per`` of
    it above ``from``, and no further than ``cap``.
    """

    id: Identifier
    label: Identifier
    proof: Identifier
    """The document that proves it."""
    group: str | None = None
    who: FilterField = EVERYTHING
    measure: str | None = None
    per: Step = Decimal(1)
    from_: Level = Field(default=Decimal(0), alias="from")
    points: Points
    cap: Points | None = None

    def columns(self) -> tuple[str, ...]:
        """Return the columns of the households it looks at, each once, sorted."""
        measured = set() if self.measure is None else {self.measure}
        return tuple(sorted(self.who.columns() | measured))


class CotationGrid(Closed):
    """A points grid."""

    name: Identifier
    source: str = ""
    verified: bool = False
    """Whether somebody has compared it with the grid published."""
    cap: SomePoints | None = None
    """Most points it gives in all."""
    group: tuple[Group, ...] = ()
    criterion: Annotated[tuple[Criterion, ...], Field(max_length=MOST_CRITERIA)]


class LineKind(Enum):
    """What a line of a breakdown is: points of a criterion, or points taken off again."""

    CRITERION = "criterion"
    CRITERION_CAP = "criterion_cap"
    """What goes beyond the cap of one criterion."""
    HIGHEST = "highest"
    """What the other criteria met give, in a group where the highest alone counts."""
    GROUP_CAP = "group_cap"
    GRID_CAP = "grid_cap"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a breakdown; ``of`` is the criterion or group it is about, ``""`` the grid."""

    kind: LineKind
    of: str

    @property
    def id(self) -> str:
        """Its name in the files of a run; no criterion has a colon in its own, nor is ``cap``."""
        match self.kind:
            case LineKind.CRITERION:
                return self.of
            case LineKind.HIGHEST:
                return f"highest:{self.of}"
            case LineKind.GRID_CAP:
                return GRID_CAP
            case _:
                return f"cap:{self.of}"


GRID_CAP: Final = "cap"
"""Name of the line of what the cap of the whole grid takes off: no criterion may have it."""
SEPARATOR: Final = ":"
"""What no identifier of a grid may hold: it marks the lines of what is taken off."""


@dataclass(frozen=True, slots=True, eq=False)
class Cotation:
    """What a grid gives to each household, line by line.

    Attributes
    ----------
    label
        How messages call the grid's file.
    lines
        The criteria in the order of the grid, each before what its own cap takes off; then what
        each group takes off; then what the grid does. Only lines that the grid can have.
    amounts
        int32 (n_lines, n_households): hundredths of a point. Those of a household sum to its
        points; lines that take off are never positive.
    """

    grid: CotationGrid
    label: str
    lines: tuple[Line, ...]
    amounts: NDArray[np.int32]

    def totals(self) -> NDArray[np.int64]:
        """Return the points of each household, in hundredths: int64 (n_households,)."""
        found: NDArray[np.int64] = self.amounts.sum(axis=0, dtype=np.int64)
        return found

    def of_criteria(self) -> Iterator[tuple[Criterion, NDArray[np.int32]]]:
        """Yield each criterion with what it gives before anything is taken off, by household."""
        rows = (
            amounts
            for line, amounts in zip(self.lines, self.amounts, strict=True)
            if line.kind is LineKind.CRITERION
        )
        return zip(self.grid.criterion, rows, strict=True)

"""The day a dwelling is free on in a plan: its own, or that of the move which frees it.

1. A dwelling whose tenant (``freed_by``) the plan does not move is occupied, and free on no day.
2. Else it is free on its ``available_on``, where it has one.
3. Else, where a tenant moves out, on the day of the dwelling the plan gives to that tenant, and so
   on along the chain of moves.
4. Else it is free already.

A circle of such moves, each waiting for another, is an exchange: it has no day of its own.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import NEVER
from repartition.domain.table import NO_ROW
from repartition.explanation.facts.plan_view import PlanView


@dataclass(frozen=True, slots=True)
class Freeing:
    """When and how one dwelling is free.

    Attributes
    ----------
    day
        The day; None = already, or as soon as ``mover`` moves, or an exchange.
    mover, moves_to
        Whose move frees it, and the dwelling the plan gives that household; ``""`` = nobody's.
    is_exchange
        Whether it is freed by a circle of moves that has no day.
    """

    day: date | None
    mover: str
    moves_to: str
    is_exchange: bool


@dataclass(frozen=True, slots=True, eq=False)
class FreeDays:
    """When each dwelling is free in a plan: (n_vacancies,) each.

    Attributes
    ----------
    day
        int64, day ordinals; ``NEVER`` = already, or no day.
    is_occupied
        Whether its tenant stays, so that it is not free at all.
    is_exchange
        Whether only a circle of moves frees it, which has no day.
    """

    view: PlanView
    day: NDArray[np.int64]
    is_occupied: NDArray[np.bool_]
    is_exchange: NDArray[np.bool_]

    @classmethod
    def of(cls, view: PlanView) -> "FreeDays":
        """Return the days of a plan, decisions included."""
        own = view.instance.vacancies
        every = np.arange(view.instance.n_vacancies)
        occupied = ~view.moves(every)
        waits = (own.available_on == NEVER) & (own.freed_by != NO_ROW) & ~occupied
        ahead = every.copy()
        ahead[waits] = view.vacancy_of[own.freed_by[waits]]
        # Each round doubles how many moves are followed: in the end more than a chain can have.
        for _round in range(len(every).bit_length()):
            ahead = ahead[ahead]
        return cls(view, own.available_on[ahead], occupied[ahead], waits[ahead])

    def freeing(self, vacancy: int) -> Freeing:
        """Return when and how one dwelling is free."""
        names, day = self.view.names, int(self.day[vacancy])
        mover = int(self.view.instance.vacancies.freed_by[vacancy])
        moves_to = NO_ROW if mover == NO_ROW else int(self.view.vacancy_of[mover])
        return Freeing(
            day=None if day == NEVER else date.fromordinal(day),
            mover="" if mover == NO_ROW else names.household[mover],
            moves_to="" if moves_to == NO_ROW else names.vacancy[moves_to],
            is_exchange=bool(self.is_exchange[vacancy]),
        )

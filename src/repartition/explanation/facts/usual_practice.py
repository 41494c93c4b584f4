"""Usual practice, turn by turn: why a dwelling went past a household when its turn came."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.domain.table import NO_ROW
from repartition.explanation.facts.plan_view import PlanView
from repartition.explanation.facts.target_changes import Way, ways_of_pair
from repartition.usual_practice import order_of_service, order_of_turns

Cause = Literal["not_freed", "had_one", "behind", "passed_over"]
Criterion = Literal["points", "waiting_days", "lottery", "household"]


@dataclass(frozen=True, slots=True)
class Turn:
    """What a household met when the turn of a dwelling came.

    Attributes
    ----------
    place
        Place of the dwelling among the turns, from 1; None where its turn never came.
    served
        The household that got it, ``""`` = nobody.
    cause
        ``not_freed``: its turn never came, since who lives there did not move; ``had_one``: the
        household had a dwelling (``had``) by then; ``behind``: the one served came first, by
        ``by``, where the two have these ``values`` (the one served first) and the household stands
        ``places_behind`` in the order of service; ``passed_over``: every way of charging it would
        have broken a limit.
    """

    household: str
    vacancy: str
    place: int | None
    served: str
    cause: Cause
    had: str = ""
    by: Criterion | None = None
    values: tuple[str, str] | None = None
    places_behind: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Register:
    """The turns of usual practice, replayed from its plan.

    Attributes
    ----------
    turn_of
        int64 (n_vacancies,): place of each dwelling from 1, 0 = a decision came first, -1 = never.
    rank
        int64 (n_households,): place in the order of service.
    """

    view: PlanView
    turn_of: NDArray[np.int64]
    rank: NDArray[np.int64]

    @classmethod
    def of(cls, view: PlanView) -> "Register":
        """Return the register of a run of usual practice."""
        turn_of = np.full(view.instance.n_vacancies, -1, np.int64)
        order = order_of_turns(view.instance, view.plan)
        turn_of[order] = np.arange(1, len(order) + 1)
        turn_of[view.instance.decisions.fixed_vacancy] = 0
        return cls(view, turn_of, service_rank(view.instance))

    def meet(self, household: int, vacancy: int) -> Turn:
        """Return what an eligible household met at the turn of a dwelling it did not get."""
        view, place = self.view, int(self.turn_of[vacancy])
        served, had = int(view.household_of[vacancy]), int(view.vacancy_of[household])
        names = view.names
        behind = 0 if served == NO_ROW else int(self.rank[household] - self.rank[served])
        cause: Cause
        by: Criterion | None = None
        values: tuple[str, str] | None = None
        if place < 0:
            cause = "not_freed"
        elif had != NO_ROW and self.turn_of[had] < place:
            cause = "had_one"
        elif behind > 0:
            cause, by = "behind", _criterion(view.instance, served, household)
            values = (_cell(view, by, served), _cell(view, by, household))
        else:
            cause = "passed_over"
        return Turn(
            household=names.household[household],
            vacancy=names.vacancy[vacancy],
            place=None if place < 0 else place,
            served="" if served == NO_ROW else names.household[served],
            cause=cause,
            had=names.vacancy[had] if cause == "had_one" else "",
            by=by,
            values=values,
            places_behind=behind if cause == "behind" else None,
        )

    def waiting_at(self, vacancy: int, households: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return which of these had no dwelling yet at a turn, the first to be served first."""
        had = self.view.vacancy_of[households]
        housed = (had != NO_ROW) & (self.turn_of[had] < self.turn_of[vacancy])
        left = households[~housed]
        found: NDArray[np.int32] = left[np.argsort(self.rank[left], kind="stable")]
        return found

    def ways_at(self, household: int, vacancy: int) -> tuple[Way, ...]:
        """Return what charging the pair would have broken at that turn, as things stood."""
        plan, place = self.view.plan, self.turn_of[vacancy]
        before = (self.turn_of[plan.vacancy] < place) & (plan.vacancy != vacancy)
        so_far = Plan(
            plan.household[before],
            plan.vacancy[before],
            plan.contingent[before],
            plan.transfer[before],
        )
        return ways_of_pair(
            self.view, household, vacancy, plan=so_far, binding=lambda row: row.is_fixed_cap
        )


def service_rank(instance: Instance) -> NDArray[np.int64]:
    """Return the place of each household in the order of usual practice, 0 = first."""
    rank = np.empty(instance.n_households, np.int64)
    rank[order_of_service(instance)] = np.arange(instance.n_households)
    return rank


def _criterion(instance: Instance, first: int, second: int) -> Criterion:
    own = instance.households
    if own.points_order[first] != own.points_order[second]:
        return "points"
    if own.waiting_days[first] != own.waiting_days[second]:
        return "waiting_days"
    return "lottery" if own.lottery[first] != own.lottery[second] else "household"


def _cell(view: PlanView, criterion: Criterion, household: int) -> str:
    """Return what a household has of what the order of service looks at."""
    own = view.instance.households
    points = own.table.column("points")
    return {
        "points": "" if points is None else points.cell(household),
        "waiting_days": str(own.waiting_days[household]),
        "lottery": str(own.lottery[household]),
        "household": view.names.household[household],
    }[criterion]

"""How the rules, one after the other, leave a household its dwellings, or a dwelling its requests.

And what each rule alone shuts: were it switched off, and the others kept, that would be open.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.audit.closures import CLOSURES, closed_by
from repartition.eligibility.rules import RULES
from repartition.explanation.facts.distances import distances
from repartition.explanation.facts.plan_view import PlanView
from repartition.explanation.facts.profiles import place_of
from repartition.explanation.facts.refusals import Refusal, openers, refusal_of

_TOLD_APART: Final[dict[str, Callable[[PlanView, int], tuple[str, ...]]]] = {
    "commune": lambda view, vacancy: (place_of(view, vacancy).name,),
    "contingent": openers,
}
"""Rules whose refusals of a household are told apart by names rather than by a distance."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one cause shuts, alone or with others, and what is left after it and those before."""

    rule: str
    shuts: int
    left: int


@dataclass(frozen=True, slots=True)
class Share:
    """How many of those that one rule alone shuts have something in common."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Barrier:
    """What one rule alone shuts, and the nearest miss.

    ``by`` says in which communes, or which contingents would open them (one dwelling may be opened
    by several); it is empty for the other rules, and for a dwelling asked about.
    """

    rule: str
    count: int
    household: str
    vacancy: str
    nearest: Refusal
    by: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class Screening:
    """What the rules leave of ``of`` dwellings of the period, or of ``of`` active requests.

    Attributes
    ----------
    steps
        Every cause in order: the nine rules, ``decided`` (settled by a decision), ``own`` (the
        dwelling the household itself frees).
    barriers
        What each rule alone shuts; dwellings of no period and requests not active included.
    open
        int32: rows of what is left.
    """

    of: int
    steps: tuple[Step, ...]
    barriers: tuple[Barrier, ...]
    open: tuple[int, ...]


def screening_of_household(view: PlanView, household: int) -> Screening:
    """Return which rules leave a household how many dwellings."""
    vacancies = np.arange(view.instance.n_vacancies, dtype=np.int32)
    asked = np.array([household], np.int32)
    closed = closed_by(view.instance, view.outcome.charging, asked, vacancies)[:, 0, :]
    alone = _alone(closed)
    barriers = []
    for index, rule in enumerate(RULES):
        shut = vacancies[alone[index]]
        if len(shut):
            nearest = int(shut[np.argmin(distances(view.instance, rule, asked, shut))])
            by = _shares(view, rule, shut) if rule in _TOLD_APART else ()
            barriers.append(_barrier(view, rule, len(shut), household, nearest, by))
    return _screening(closed, view.instance.vacancies.of_period, tuple(barriers))


def screening_of_vacancy(view: PlanView, vacancy: int) -> Screening:
    """Return which rules leave a dwelling how many of the active requests."""
    households = np.arange(view.instance.n_households, dtype=np.int32)
    dwelling = np.array([vacancy], np.int32)
    closed = closed_by(view.instance, view.outcome.charging, households, dwelling)[:, :, 0]
    alone = _alone(closed)
    barriers = []
    for index, rule in enumerate(RULES):
        shut = households[alone[index]]
        if len(shut):
            nearest = int(shut[np.argmin(distances(view.instance, rule, shut, dwelling))])
            barriers.append(_barrier(view, rule, len(shut), nearest, vacancy, ()))
    return _screening(closed, view.instance.households.active, tuple(barriers))


def _alone(closed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    single: NDArray[np.bool_] = closed.sum(axis=0) == 1
    return closed & single


def _screening(
    closed: NDArray[np.bool_], counted: NDArray[np.bool_], barriers: tuple[Barrier, ...]
) -> Screening:
    left = counted.copy()
    steps = []
    for cause, shut in zip(CLOSURES, closed, strict=True):
        left &= ~shut
        steps.append(Step(cause, shuts=int((shut & counted).sum()), left=int(left.sum())))
    rows = tuple(np.flatnonzero(left).tolist())
    return Screening(int(counted.sum()), tuple(steps), barriers, rows)


def _barrier(
    view: PlanView, rule: str, count: int, household: int, vacancy: int, by: tuple[Share, ...]
) -> Barrier:
    return Barrier(
        rule=rule,
        count=count,
        household=view.names.household[household],
        vacancy=view.names.vacancy[vacancy],
        nearest=refusal_of(view, rule, household, vacancy),
        by=by,
    )


def _shares(view: PlanView, rule: str, shut: NDArray[np.int32]) -> tuple[Share, ...]:
    """Return the communes of what is shut, or what would open it: the most frequent first."""
    names_of = _TOLD_APART[rule]
    counts = Counter(name for vacancy in shut.tolist() for name in names_of(view, vacancy))
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Share(name, count) for name, count in ordered)

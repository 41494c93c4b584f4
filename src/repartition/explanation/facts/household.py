"""The facts about one household: what is open to it, what it has, and who has the rest."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from repartition.audit.empty_homes import quotas_that_leave_empty
from repartition.audit.outcome import Standing
from repartition.audit.reasons import reason_of_household
from repartition.domain.table import NO_ROW
from repartition.explanation.facts.comparison import Contest, contests_for_dwellings
from repartition.explanation.facts.cotation import CotationFact, cotation_fact
from repartition.explanation.facts.json_values import WORDS
from repartition.explanation.facts.plan_view import Attribution, DecisionFact, PlanView
from repartition.explanation.facts.profiles import (
    DwellingProfile,
    HouseholdProfile,
    dwelling_profile,
    household_profile,
)
from repartition.explanation.facts.screening import Barrier, Step, screening_of_household
from repartition.explanation.facts.target_changes import broken_by_move, broken_limits
from repartition.explanation.facts.usual_practice import Register, Turn


@dataclass(frozen=True, slots=True)
class Closed:
    """An eligible dwelling that the household cannot be given as the plan stands.

    ``cause``: ``not_freed`` (``by`` = who lives there and does not move) or ``limit`` (``by`` = the
    quotas and transfers that giving it would break, whoever has it, separated by commas);
    ``left_empty``: nobody has it, and nothing closes it (``by`` = the soft quotas for whose sake
    it is left empty, if any).
    """

    vacancy: str
    cause: Literal["not_freed", "limit", "left_empty"]
    by: str


@dataclass(frozen=True, slots=True)
class HouseholdFacts:
    """Everything said of a household.

    Attributes
    ----------
    situation
        ``decided`` (a decision has settled it), ``housed``, ``unplaced``, ``inactive``.
    standing
        What is claimed of the plan.
    freed_for
        Who gets the dwelling that its move frees; ``""`` = nobody.
    of, steps, open, barriers
        The rules: see :class:`~repartition.explanation.facts.screening.Screening`.
    reason
        Why an active household has none, in the words of ``unplaced.csv``; ``""`` if it has one.
    contests
        For each open dwelling that another household has, who counts for more (an optimal plan).
    turns
        For each open dwelling it did not get, what it met at its turn (usual practice).
    closed
        Open dwellings that something else than another household keeps from it.
    cotation
        What its points are made of; None where no grid gives them.
    """

    data: HouseholdProfile
    standing: Standing
    situation: Literal["decided", "housed", "unplaced", "inactive"]
    attribution: Attribution | None
    dwelling: DwellingProfile | None
    freed_for: str
    decision: DecisionFact | None
    other_decisions: tuple[DecisionFact, ...]
    of: int
    steps: tuple[Step, ...]
    open: tuple[str, ...]
    barriers: tuple[Barrier, ...]
    contests: tuple[Contest, ...]
    turns: tuple[Turn, ...]
    closed: tuple[Closed, ...]
    cotation: CotationFact | None
    reason: str = field(default="", metadata={WORDS: True})


def household_facts(view: PlanView, household: int) -> HouseholdFacts:
    """Return the facts about a household."""
    screening = screening_of_household(view, household)
    vacancy = int(view.vacancy_of[household])
    decision = view.fixing(household=household)
    elsewhere = np.array([row for row in screening.open if row != vacancy], np.int32)
    usual = view.outcome.standing is Standing.USUAL_PRACTICE
    given = elsewhere[view.household_of[elsewhere] != NO_ROW]
    situation = _situation(view, household, decision)
    unplaced = situation == "unplaced"
    return HouseholdFacts(
        data=household_profile(view, household),
        standing=view.outcome.standing,
        situation=situation,
        attribution=view.attribution(household),
        dwelling=None if vacancy == NO_ROW else dwelling_profile(view, vacancy),
        freed_for=view.freed_for(household),
        decision=decision,
        other_decisions=tuple(d for d in view.decisions(household=household) if d != decision),
        of=screening.of,
        steps=screening.steps,
        open=tuple(view.names.vacancy[row] for row in screening.open),
        barriers=screening.barriers,
        contests=() if usual else contests_for_dwellings(view, household, given),
        turns=_turns(view, household, elsewhere) if usual else (),
        closed=() if usual else tuple(_closed(view, household, elsewhere)),
        cotation=cotation_fact(view, household),
        reason=reason_of_household(view.outcome, household).sentence if unplaced else "",
    )


def _situation(
    view: PlanView, household: int, decision: DecisionFact | None
) -> Literal["decided", "housed", "unplaced", "inactive"]:
    if decision is not None:
        return "decided"
    if view.vacancy_of[household] != NO_ROW:
        return "housed"
    return "unplaced" if view.instance.households.active[household] else "inactive"


def _turns(view: PlanView, household: int, vacancies: NDArray[np.int32]) -> tuple[Turn, ...]:
    register = Register.of(view)
    met = (register.meet(household, vacancy) for vacancy in vacancies.tolist())
    # Those whose turn never came are last.
    return tuple(sorted(met, key=lambda turn: (turn.place is None, turn.place or 0)))


def _closed(view: PlanView, household: int, vacancies: NDArray[np.int32]) -> Iterator[Closed]:
    names, freed_by = view.names, view.instance.vacancies.freed_by
    given, free = view.household_of[vacancies] != NO_ROW, view.moves(vacancies)
    broken = _broken_limits(view, household, vacancies)
    targets = quotas_that_leave_empty(
        view.outcome, np.full(len(vacancies), household, np.int32), vacancies
    )
    for place, vacancy in enumerate(vacancies.tolist()):
        name = names.vacancy[vacancy]
        if not free[place]:
            yield Closed(name, "not_freed", names.household[freed_by[vacancy]])
        elif broken[place]:
            yield Closed(name, "limit", ", ".join(broken[place]))
        elif not given[place]:
            yield Closed(name, "left_empty", ", ".join(targets[place]))


def _broken_limits(
    view: PlanView, household: int, vacancies: NDArray[np.int32]
) -> list[tuple[str, ...]]:
    """Return what giving each dwelling would break, everything else staying as it is."""
    if view.vacancy_of[household] == NO_ROW:
        return broken_limits(view, np.full(len(vacancies), household, np.int32), vacancies)
    # It would give up the dwelling it has: looked at one by one, where nobody has the other.
    return [
        broken_by_move(view, household, vacancy) if view.household_of[vacancy] == NO_ROW else ()
        for vacancy in vacancies.tolist()
    ]

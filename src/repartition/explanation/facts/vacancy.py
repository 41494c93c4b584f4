"""The facts about one dwelling: who could have it, who has it and why, or why nobody has."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from repartition.audit.outcome import Standing
from repartition.audit.reasons import reason_of_vacancy
from repartition.domain.table import NO_ROW
from repartition.explanation.facts.comparison import (
    Contest,
    TierStanding,
    contests_for_households,
    tier_standings,
)
from repartition.explanation.facts.json_values import WORDS
from repartition.explanation.facts.plan_view import Attribution, DecisionFact, PlanView
from repartition.explanation.facts.profiles import (
    DwellingProfile,
    HouseholdProfile,
    dwelling_profile,
    household_profile,
)
from repartition.explanation.facts.screening import Barrier, Step, screening_of_vacancy
from repartition.explanation.facts.target_changes import broken_limits
from repartition.explanation.facts.usual_practice import Register, Turn, service_rank

Situation = Literal[
    "decided",
    "given",
    "not_of_period",
    "nobody",
    "not_freed",
    "all_housed",
    "limit",
    "left_empty",
]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A household without a dwelling that could have this one.

    ``full`` names the quotas and transfers that would be broken, everything else staying as it is.
    """

    household: str
    points: str
    waiting_days: int
    full: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VacancyFacts:
    """Everything said of a dwelling.

    Attributes
    ----------
    situation
        ``decided``, ``given``; or why it is empty: ``not_of_period``, ``nobody`` (closed to every
        request), ``not_freed``, ``all_housed`` (whoever could have it has another), ``limit``
        (quotas or transfers are full), ``left_empty``.
    reason
        Why a dwelling of the period is empty, in the words of ``vacant.csv``; ``""`` if it is not.
    freed_for
        Who gets the dwelling that the move of its household frees; ``""`` = nobody.
    of, steps, eligible, barriers
        The rules, counted over the active requests.
    housed_elsewhere
        How many of the eligible have another dwelling.
    candidates
        Those who have none, in the order of usual practice: points, waiting, lottery.
    standings
        What each objective says of the attribution, beside the same dwelling given to each of the
        candidates (an optimal plan).
    contests
        How each candidate compares with the household that has it (an optimal plan).
    turn
        Place of its turn, from 1; 0 = decided before; None where it never came (usual practice).
    waiting
        Households eligible and without a dwelling when its turn came, in the order of service.
    turns
        What each candidate met at that turn.
    """

    data: DwellingProfile
    standing: Standing
    situation: Situation
    attribution: Attribution | None
    household: HouseholdProfile | None
    freed_for: str
    decision: DecisionFact | None
    other_decisions: tuple[DecisionFact, ...]
    of: int
    steps: tuple[Step, ...]
    eligible: int
    housed_elsewhere: int
    barriers: tuple[Barrier, ...]
    candidates: tuple[Candidate, ...]
    standings: tuple[TierStanding, ...]
    contests: tuple[Contest, ...]
    turn: int | None
    waiting: tuple[str, ...]
    turns: tuple[Turn, ...]
    reason: str = field(default="", metadata={WORDS: True})


def vacancy_facts(view: PlanView, vacancy: int) -> VacancyFacts:
    """Return the facts about a dwelling."""
    screening = screening_of_vacancy(view, vacancy)
    holder = int(view.household_of[vacancy])
    decision = view.fixing(vacancy=vacancy)
    eligible = np.array(screening.open, np.int32)
    unplaced = eligible[view.vacancy_of[eligible] == NO_ROW]
    unplaced = unplaced[np.argsort(service_rank(view.instance)[unplaced], kind="stable")]
    candidates = _candidates(view, vacancy, unplaced)
    compared = holder != NO_ROW and view.outcome.standing is not Standing.USUAL_PRACTICE
    turn, waiting, turns = _turn(view, vacancy, eligible, unplaced)
    others = eligible[eligible != holder]
    empty = holder == NO_ROW and bool(view.instance.vacancies.of_period[vacancy])
    return VacancyFacts(
        data=dwelling_profile(view, vacancy),
        standing=view.outcome.standing,
        situation=_situation(view, vacancy, eligible, candidates),
        attribution=None if holder == NO_ROW else view.attribution(holder),
        household=None if holder == NO_ROW else household_profile(view, holder),
        freed_for=view.freed_for(holder),
        decision=decision,
        other_decisions=tuple(d for d in view.decisions(vacancy=vacancy) if d != decision),
        of=screening.of,
        steps=screening.steps,
        eligible=len(eligible),
        housed_elsewhere=len(others) - len(unplaced),
        barriers=screening.barriers,
        candidates=candidates,
        standings=tier_standings(view, holder, vacancy, unplaced) if compared else (),
        contests=contests_for_households(view, vacancy, holder, unplaced) if compared else (),
        turn=turn,
        waiting=waiting,
        turns=turns,
        reason=reason_of_vacancy(view.outcome, vacancy).sentence if empty else "",
    )


def _situation(
    view: PlanView, vacancy: int, eligible: NDArray[np.int32], candidates: tuple[Candidate, ...]
) -> Situation:
    held = bool(view.household_of[vacancy] != NO_ROW)
    free = bool(view.moves(np.array([vacancy]))[0])
    clauses: tuple[tuple[bool, Situation], ...] = (
        (view.fixing(vacancy=vacancy) is not None, "decided"),
        (held, "given"),
        (not view.instance.vacancies.of_period[vacancy], "not_of_period"),
        (not len(eligible), "nobody"),
        (not free, "not_freed"),
        (not candidates, "all_housed"),
        (all(candidate.full for candidate in candidates), "limit"),
    )
    return next((situation for holds, situation in clauses if holds), "left_empty")


def _candidates(
    view: PlanView, vacancy: int, households: NDArray[np.int32]
) -> tuple[Candidate, ...]:
    broken = broken_limits(view, households, np.full(len(households), vacancy, np.int32))
    own = view.instance.households
    points = own.table.column("points")
    return tuple(
        Candidate(
            household=view.names.household[household],
            points="" if points is None else points.cell(household),
            waiting_days=int(own.waiting_days[household]),
            full=full,
        )
        for household, full in zip(households.tolist(), broken, strict=True)
    )


def _turn(
    view: PlanView, vacancy: int, eligible: NDArray[np.int32], unplaced: NDArray[np.int32]
) -> tuple[int | None, tuple[str, ...], tuple[Turn, ...]]:
    """Return the turn of a dwelling, who waited for it, and what the candidates met."""
    if view.outcome.standing is not Standing.USUAL_PRACTICE:
        return None, (), ()
    register = Register.of(view)
    place = int(register.turn_of[vacancy])
    if place < 1:
        return (None if place < 0 else place), (), ()
    waiting = register.waiting_at(vacancy, eligible)
    return (
        place,
        tuple(view.names.household[row] for row in waiting),
        tuple(register.meet(row, vacancy) for row in unplaced.tolist()),
    )

"""The facts about one dwelling: who could have it, who has it and why, or why nobody has."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from repartition.audit.limits import limit_names
from repartition.audit.obstacles import judge_pairs
from repartition.audit.outcome import Standing
from repartition.domain.table import NO_ROW
from repartition.explanation.case import Attribution, Case, DecisionFact
from repartition.explanation.comparison import (
    Contest,
    TierStanding,
    contests_for_households,
    tier_standings,
)
from repartition.explanation.passage import Barrier, Step, passage_of_vacancy
from repartition.explanation.sheets import (
    DwellingSheet,
    HouseholdSheet,
    dwelling_sheet,
    household_sheet,
)
from repartition.explanation.turns import Register, Turn, service_rank

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

    data: DwellingSheet
    standing: Standing
    situation: Situation
    attribution: Attribution | None
    household: HouseholdSheet | None
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


def vacancy_facts(case: Case, vacancy: int) -> VacancyFacts:
    """Return the facts about a dwelling."""
    passage = passage_of_vacancy(case, vacancy)
    holder = int(case.household_of[vacancy])
    decision = case.fixing(vacancy=vacancy)
    eligible = np.array(passage.open, np.int32)
    unplaced = eligible[case.vacancy_of[eligible] == NO_ROW]
    unplaced = unplaced[np.argsort(service_rank(case.instance)[unplaced], kind="stable")]
    candidates = _candidates(case, vacancy, unplaced)
    compared = holder != NO_ROW and case.outcome.standing is not Standing.USUAL_PRACTICE
    turn, waiting, turns = _turn(case, vacancy, eligible, unplaced)
    others = eligible[eligible != holder]
    return VacancyFacts(
        data=dwelling_sheet(case, vacancy),
        standing=case.outcome.standing,
        situation=_situation(case, vacancy, eligible, candidates),
        attribution=None if holder == NO_ROW else case.attribution(holder),
        household=None if holder == NO_ROW else household_sheet(case, holder),
        freed_for=case.freed_for(holder),
        decision=decision,
        other_decisions=tuple(d for d in case.decisions(vacancy=vacancy) if d != decision),
        of=passage.of,
        steps=passage.steps,
        eligible=len(eligible),
        housed_elsewhere=len(others) - len(unplaced),
        barriers=passage.barriers,
        candidates=candidates,
        standings=tier_standings(case, holder, vacancy, unplaced) if compared else (),
        contests=contests_for_households(case, vacancy, holder, unplaced) if compared else (),
        turn=turn,
        waiting=waiting,
        turns=turns,
    )


def _situation(
    case: Case, vacancy: int, eligible: NDArray[np.int32], candidates: tuple[Candidate, ...]
) -> Situation:
    held = bool(case.household_of[vacancy] != NO_ROW)
    free = bool(case.moves(np.array([vacancy]))[0])
    clauses: tuple[tuple[bool, Situation], ...] = (
        (case.fixing(vacancy=vacancy) is not None, "decided"),
        (held, "given"),
        (not case.instance.vacancies.of_period[vacancy], "not_of_period"),
        (not len(eligible), "nobody"),
        (not free, "not_freed"),
        (not candidates, "all_housed"),
        (all(candidate.full for candidate in candidates), "limit"),
    )
    return next((situation for holds, situation in clauses if holds), "left_empty")


def _candidates(case: Case, vacancy: int, households: NDArray[np.int32]) -> tuple[Candidate, ...]:
    if not len(households):
        return ()
    found = judge_pairs(case.outcome, households, np.full(len(households), vacancy, np.int32))
    limits = limit_names(case.instance, policy=case.outcome.policy)
    own = case.instance.households
    points = own.table.column("points")
    return tuple(
        Candidate(
            household=case.names.household[household],
            points="" if points is None else points.cell(household),
            waiting_days=int(own.waiting_days[household]),
            full=tuple(limits[index] for index in np.flatnonzero(found.part[place])),
        )
        for place, household in enumerate(households.tolist())
    )


def _turn(
    case: Case, vacancy: int, eligible: NDArray[np.int32], unplaced: NDArray[np.int32]
) -> tuple[int | None, tuple[str, ...], tuple[Turn, ...]]:
    """Return the turn of a dwelling, who waited for it, and what the candidates met."""
    if case.outcome.standing is not Standing.USUAL_PRACTICE:
        return None, (), ()
    register = Register.of(case)
    place = int(register.turn_of[vacancy])
    if place < 1:
        return (None if place < 0 else place), (), ()
    waiting = register.waiting_at(vacancy, eligible)
    return (
        place,
        tuple(case.names.household[row] for row in waiting),
        tuple(register.meet(row, vacancy) for row in unplaced.tolist()),
    )

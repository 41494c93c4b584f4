"""The facts about one household and one dwelling: what stands between them, and what it costs."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from repartition.audit.closures import CLOSURES, DECIDED, OWN, closed_by
from repartition.audit.outcome import Standing
from repartition.domain.table import NO_ROW
from repartition.eligibility.charging import resolve_charging_undecided
from repartition.eligibility.rules import RULES
from repartition.explanation.facts.alternatives import Alternative, with_pair_given, without_pair
from repartition.explanation.facts.comparison import TierComparison, contest
from repartition.explanation.facts.cotation import CotationFact, cotation_fact
from repartition.explanation.facts.plan_view import Attribution, DecisionFact, PlanView
from repartition.explanation.facts.profiles import (
    DwellingProfile,
    HouseholdProfile,
    dwelling_profile,
    household_profile,
)
from repartition.explanation.facts.refusals import Refusal, refusal_of
from repartition.explanation.facts.target_changes import Way, ways_of_pair
from repartition.explanation.facts.usual_practice import Register, Turn
from repartition.optimisation import Watcher

Verdict = Literal["decided", "attributed", "settled", "refused", "own", "eligible"]


@dataclass(frozen=True, slots=True)
class PairFacts:
    """Everything said of a household and a dwelling.

    Attributes
    ----------
    verdict
        ``decided``: a decision gives it the dwelling; ``attributed``: the plan does; ``settled``:
        a decision has settled one of them otherwise; ``refused``: by a rule; ``own``: it is the
        dwelling its own move would free; ``eligible``: nothing but the plan stands between them.
    refusals
        Every rule that refuses the pair, in order, with its arithmetic; for a decided pair, the
        rules it is kept in spite of.
    decisions
        Those on this pair, and those that settle the household or the dwelling otherwise.
    household_has, vacancy_of
        The dwelling the household has in the plan, and who has this one.
    freed
        Whether the dwelling is free in the plan.
    comparison
        Every objective, the household against the one that has the dwelling.
    ways
        For an eligible pair, what charging it would break, everything else staying as it is; of
        usual practice, as things stood at that turn.
    turn
        What the household met at the dwelling's turn (usual practice).
    alternative
        The best plan with the pair, or without it where the plan has it.
    cotation
        What the household's points are made of; None where no grid gives them.
    """

    household: HouseholdProfile
    dwelling: DwellingProfile
    standing: Standing
    verdict: Verdict
    attribution: Attribution | None
    refusals: tuple[Refusal, ...]
    decisions: tuple[DecisionFact, ...]
    household_has: str
    vacancy_of: str
    freed: bool
    comparison: tuple[TierComparison, ...]
    ways: tuple[Way, ...]
    turn: Turn | None
    alternative: Alternative | None
    cotation: CotationFact | None


def pair_facts(
    view: PlanView, household: int, vacancy: int, progress: Watcher | None = None
) -> PairFacts:
    """Return the facts about a pair; solves again where the pair is eligible, or in the plan."""
    refusals, verdict = _judged(view, household, vacancy)
    usual = view.outcome.standing is Standing.USUAL_PRACTICE
    has, holder = int(view.vacancy_of[household]), int(view.household_of[vacancy])
    eligible = verdict == "eligible"
    turn, ways = _in_the_way(view, household, vacancy) if eligible else (None, ())
    compared = eligible and not usual and holder != NO_ROW
    return PairFacts(
        household=household_profile(view, household),
        dwelling=dwelling_profile(view, vacancy),
        standing=view.outcome.standing,
        verdict=verdict,
        attribution=view.attribution(household) if has == vacancy else None,
        refusals=refusals,
        decisions=_decisions(view, household, vacancy),
        household_has="" if has == NO_ROW else view.names.vacancy[has],
        vacancy_of="" if holder == NO_ROW else view.names.household[holder],
        freed=bool(view.moves(np.array([vacancy]))[0]),
        comparison=contest(view, household, holder, vacancy) if compared else (),
        ways=ways,
        turn=turn,
        alternative=None if usual else _alternative(view, household, vacancy, verdict, progress),
        cotation=cotation_fact(view, household),
    )


def _alternative(
    view: PlanView, household: int, vacancy: int, verdict: Verdict, progress: Watcher | None
) -> Alternative | None:
    match verdict:
        case "eligible":
            return with_pair_given(view, household, vacancy, progress)
        case "attributed":
            return without_pair(view, household, vacancy, progress)
        case _:
            return None


def _judged(view: PlanView, household: int, vacancy: int) -> tuple[tuple[Refusal, ...], Verdict]:
    """Return the rules that refuse a pair, and the verdict on it."""
    fixed = view.fixing(household, vacancy) is not None
    instance, charging = view.instance, view.outcome.charging
    if view.fixing(household=household) is not None:
        # A household that is fixed can always be charged: whether it could without is asked as if
        # the commission had decided nothing.
        charging = resolve_charging_undecided(instance)
    asked, dwelling = np.array([household], np.int32), np.array([vacancy], np.int32)
    closed = closed_by(instance, charging, asked, dwelling)[:, 0, 0]
    causes = [cause for cause, shut in zip(CLOSURES, closed.tolist(), strict=True) if shut]
    refusals = tuple(refusal_of(view, rule, household, vacancy) for rule in causes if rule in RULES)
    verdicts: tuple[tuple[bool, Verdict], ...] = (
        (fixed, "decided"),
        (bool(view.vacancy_of[household] == vacancy), "attributed"),
        (DECIDED in causes, "settled"),
        (bool(refusals), "refused"),
        (OWN in causes, "own"),
    )
    return refusals, next((verdict for holds, verdict in verdicts if holds), "eligible")


def _decisions(view: PlanView, household: int, vacancy: int) -> tuple[DecisionFact, ...]:
    """Return the decisions on the pair, then those that settle one of them otherwise."""
    settling = (view.fixing(household=household), view.fixing(vacancy=vacancy))
    found = (*view.decisions(household, vacancy), *(each for each in settling if each))
    return tuple(dict.fromkeys(found))


def _in_the_way(
    view: PlanView, household: int, vacancy: int
) -> tuple[Turn | None, tuple[Way, ...]]:
    """Return what an eligible household met at the turn of a dwelling, and what it would break."""
    if view.outcome.standing is not Standing.USUAL_PRACTICE:
        return None, ways_of_pair(view, household, vacancy)
    register = Register.of(view)
    turn = register.meet(household, vacancy)
    passed_over = turn.cause == "passed_over"
    return turn, register.ways_at(household, vacancy) if passed_over else ()

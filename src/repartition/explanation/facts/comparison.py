"""Two attributions of one dwelling compared, objective by objective, in their order.

What one attribution adds to each objective that sums a measure; the targets (shortfalls) weigh on
groups of attributions, not on one, and are shown where a change of the whole plan is.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from repartition.domain.tiers import Tier, tiers_of
from repartition.eligibility.measures import measure
from repartition.explanation.facts.plan_view import PlanView

Favour = Literal["asked", "rival", "neither"]


@dataclass(frozen=True, slots=True)
class TierComparison:
    """What one objective makes of the household asked about and of its rival."""

    tier: str
    measure: str
    maximise: bool
    asked: Decimal
    rival: Decimal
    favours: Favour


@dataclass(frozen=True, slots=True)
class Contest:
    """Who of two households one dwelling counts for more, and the objective that says so first.

    ``decisive`` is None where no objective tells them apart.
    """

    asked: str
    rival: str
    vacancy: str
    favours: Favour
    decisive: TierComparison | None


@dataclass(frozen=True, slots=True)
class TierStanding:
    """What an attribution counts in one objective, and how many others would count more or less."""

    tier: str
    measure: str
    maximise: bool
    value: Decimal
    better: int
    equal: int
    worse: int


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What some attributions count, objective by objective.

    ``values`` is int64 (tiers, attributions), in hundredths.
    """

    tiers: tuple[Tier, ...]
    values: NDArray[np.int64]

    def gains(self) -> NDArray[np.int64]:
        """Return the same, signed so that more is better."""
        sign = np.array([1 if tier.maximise else -1 for tier in self.tiers], np.int64)
        found: NDArray[np.int64] = self.values * sign[:, np.newaxis]
        return found


def weigh(
    view: PlanView,
    household: NDArray[np.integer],
    vacancy: NDArray[np.integer],
    contingent: NDArray[np.integer],
) -> Weights:
    """Return what these attributions count in each objective that sums a measure."""
    tiers = tuple(tier for tier in tiers_of(view.instance) if tier.level is None)
    via = view.instance.via_view()
    rows = [
        np.where(
            tier.via.matches(via)[contingent],
            measure(view.instance, tier, household, vacancy),
            0,
        )
        for tier in tiers
    ]
    return Weights(tiers, np.array(rows, np.int64).reshape(len(tiers), len(household)))


def weigh_pairs(
    view: PlanView, household: NDArray[np.integer], vacancy: NDArray[np.integer]
) -> Weights:
    """Return what eligible pairs would count, each charged in the first way open to it."""
    charging = view.outcome.charging
    start, _ways = charging.ways_of_pairs(household, vacancy)
    return weigh(view, household, vacancy, charging.way_contingent[start])


def decisive_tiers(asked: Weights, rival: Weights) -> NDArray[np.int64]:
    """Return, for each couple, the first objective that tells them apart; -1 where none does."""
    differ = asked.values != rival.values
    return np.where(differ.any(axis=0), differ.argmax(axis=0), -1)


def contest(view: PlanView, asked: int, rival: int, vacancy: int) -> tuple[TierComparison, ...]:
    """Return every objective in its order; the rival is charged as in the plan where it has it."""
    return comparisons(view, np.array([asked]), rival, vacancy)[0]


def comparisons(
    view: PlanView, asked: NDArray[np.integer], rival: int, vacancy: int
) -> tuple[tuple[TierComparison, ...], ...]:
    """Return the same for each of several households against one rival."""
    mine = weigh_pairs(view, asked, np.full(len(asked), vacancy))
    dwelling, other = np.array([vacancy]), np.array([rival])
    if view.household_of[vacancy] == rival:
        one = weigh(view, other, dwelling, view.charged(dwelling))
    else:
        one = weigh_pairs(view, other, dwelling)
    theirs = Weights(one.tiers, np.repeat(one.values, len(asked), axis=1))
    return tuple(
        tuple(compare(mine, theirs, couple, index) for index in range(len(mine.tiers)))
        for couple in range(len(asked))
    )


def contests_for_dwellings(
    view: PlanView, household: int, vacancies: NDArray[np.integer]
) -> tuple[Contest, ...]:
    """Return how a household compares with whoever has each of these dwellings."""
    if not len(vacancies):
        return ()
    asked = np.full(len(vacancies), household)
    holders = view.household_of[vacancies]
    mine = weigh_pairs(view, asked, vacancies)
    theirs = weigh(view, holders, vacancies, view.charged(vacancies))
    return _contests(view, asked, holders, vacancies, (mine, theirs))


def contests_for_households(
    view: PlanView, vacancy: int, holder: int, households: NDArray[np.integer]
) -> tuple[Contest, ...]:
    """Return how each of these households compares with the one that has the dwelling."""
    if not len(households):
        return ()
    dwellings = np.full(len(households), vacancy)
    holders = np.full(len(households), holder)
    mine = weigh_pairs(view, households, dwellings)
    theirs = weigh(view, holders, dwellings, view.charged(dwellings))
    return _contests(view, households, holders, dwellings, (mine, theirs))


def tier_standings(
    view: PlanView, household: int, vacancy: int, others: NDArray[np.integer]
) -> tuple[TierStanding, ...]:
    """Return what an attribution of the plan counts, against the same dwelling given to others."""
    dwelling = np.array([vacancy])
    mine = weigh(view, np.array([household]), dwelling, view.charged(dwelling))
    theirs = weigh_pairs(view, others, np.full(len(others), vacancy)).gains()
    own = mine.gains()
    return tuple(
        TierStanding(
            tier=tier.id,
            measure=tier.measure,
            maximise=tier.maximise,
            value=_exact(mine, index, 0),
            better=int((theirs[index] > own[index]).sum()),
            equal=int((theirs[index] == own[index]).sum()),
            worse=int((theirs[index] < own[index]).sum()),
        )
        for index, tier in enumerate(mine.tiers)
    )


def compare(asked: Weights, rival: Weights, couple: int, index: int) -> TierComparison:
    """Return what one objective makes of one couple."""
    tier = asked.tiers[index]
    more = int(asked.values[index, couple]) - int(rival.values[index, couple])
    ahead = more if tier.maximise else -more
    favours: Favour = "asked" if ahead > 0 else "rival" if ahead < 0 else "neither"
    return TierComparison(
        tier=tier.id,
        measure=tier.measure,
        maximise=tier.maximise,
        asked=_exact(asked, index, couple),
        rival=_exact(rival, index, couple),
        favours=favours,
    )


def _contests(
    view: PlanView,
    asked: NDArray[np.integer],
    rivals: NDArray[np.integer],
    vacancies: NDArray[np.integer],
    weights: tuple[Weights, Weights],
) -> tuple[Contest, ...]:
    found = []
    for couple, index in enumerate(decisive_tiers(*weights).tolist()):
        decisive = None if index < 0 else compare(*weights, couple, index)
        found.append(
            Contest(
                asked=view.names.household[asked[couple]],
                rival=view.names.household[rivals[couple]],
                vacancy=view.names.vacancy[vacancies[couple]],
                favours="neither" if decisive is None else decisive.favours,
                decisive=decisive,
            )
        )
    return tuple(found)


def _exact(weights: Weights, index: int, couple: int) -> Decimal:
    return Decimal(int(weights.values[index, couple])).scaleb(-2)

"""Soft quotas for whose sake dwellings are left empty.

A dwelling that nothing closes is left empty where giving it would make a soft quota miss, or miss
by more, and that quota's level stands above every objective which the attribution would serve.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from repartition.audit.limits import limit_names
from repartition.audit.obstacles import judge_pairs
from repartition.audit.outcome import Outcome, Standing
from repartition.domain.quotas import resolve_quotas
from repartition.domain.table import NO_ROW
from repartition.domain.tiers import HARD_LEVEL, tiers_of
from repartition.eligibility.measures import measure

_BLOCK = 200_000
"""Pairs judged at once: bounds the memory."""


def quotas_that_leave_empty(
    outcome: Outcome, household: NDArray[np.int32], vacancy: NDArray[np.int32]
) -> list[tuple[str, ...]]:
    """Return, for each pair, the soft quotas for whose sake its dwelling is left empty.

    None where the dwelling is given, or kept by what must hold; none either of a plan that is not
    proven, which may leave a dwelling empty for nothing.
    """
    kept: list[tuple[str, ...]] = [()] * len(household)
    if outcome.standing is not Standing.PROVEN:
        return kept
    given = np.zeros(outcome.instance.n_vacancies, np.bool_)
    given[outcome.plan.vacancy] = True
    housed = outcome.plan.vacancy_of_household(outcome.instance.n_households) != NO_ROW
    asked = np.flatnonzero(~given[vacancy] & ~housed[household])
    for start in range(0, len(asked), _BLOCK):
        rows = asked[start : start + _BLOCK]
        found = _kept_by(outcome, household[rows], vacancy[rows])
        for row, names in zip(rows.tolist(), found, strict=True):
            kept[row] = names
    return kept


def _kept_by(
    outcome: Outcome, household: NDArray[np.int32], vacancy: NDArray[np.int32]
) -> Iterator[tuple[str, ...]]:
    hard = judge_pairs(outcome, household, vacancy)
    free = ~(hard.full | hard.waits)
    every = judge_pairs(outcome, household, vacancy, soft=True)
    served = _first_served(outcome, household, vacancy)
    names = limit_names(outcome.instance, policy=outcome.policy, soft=True)
    places = np.array([*_places(outcome, names)], np.int64)
    above = every.part & free[:, np.newaxis] & (places < served[:, np.newaxis])
    for broken in above.tolist():
        yield tuple(name for name, breaks in zip(names, broken, strict=True) if breaks)


def _places(outcome: Outcome, names: tuple[str, ...]) -> Iterator[int]:
    """Yield the place, among the tiers, of each limit's level; past the last for what is hard."""
    tiers = tiers_of(outcome.instance)
    level_of = {family.quota.id: family.level for family in resolve_quotas(outcome.instance)}
    first = {tier.level: place for place, tier in reversed([*enumerate(tiers)])}
    for name in names:
        level = level_of.get(name, HARD_LEVEL)
        yield len(tiers) if level == HARD_LEVEL else first[level]


def _first_served(
    outcome: Outcome, household: NDArray[np.int32], vacancy: NDArray[np.int32]
) -> NDArray[np.int64]:
    """Return the place of the first tier that giving each pair would serve; -1 where none is."""
    instance, charging = outcome.instance, outcome.charging
    start, _ways = charging.ways_of_pairs(household, vacancy)
    contingent = charging.way_contingent[start]
    via = instance.via_view()
    served = np.full(len(household), -1, np.int64)
    for place, tier in enumerate(tiers_of(instance)):
        if tier.level is not None:
            continue
        sign = 1 if tier.maximise else -1
        gain = sign * measure(instance, tier, household, vacancy)
        better = (gain > 0) & tier.via.matches(via)[contingent] & (served < 0)
        served[better] = place
    return served

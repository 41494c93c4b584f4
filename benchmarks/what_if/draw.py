"""Random changes, as many of each kind, each of its kind drawn evenly: of all, or of the housed.

Most pairs are not in the plan and most households are not housed, so to withhold such a pair, or to
withdraw such a request, changes nothing. ``housed`` draws what does: pairs and households of the
plan.
"""

import random
from collections.abc import Iterator
from decimal import Decimal
from itertools import cycle
from typing import Final

from repartition.domain.plan import Plan
from repartition.eligibility.pairs import Pairs
from repartition.optimisation.what_if import (
    AnotherHousehold,
    AnotherVacancy,
    Change,
    Decide,
    Give,
    ImpossibleChangeError,
    QuotaBound,
    Solved,
    Withhold,
    WithoutHousehold,
    WithoutVacancy,
    changed_rules,
)

KINDS: Final = (
    Give,
    Withhold,
    Decide,
    WithoutHousehold,
    WithoutVacancy,
    AnotherHousehold,
    AnotherVacancy,
    QuotaBound,
)
_NEW: Final = "~new"
_STEP: Final = {True: Decimal("0.01"), False: Decimal(1)}
"""How far a bound is moved: a hundredth of a share, or one."""


def draw_changes(solved: Solved, seed: int, *, housed: bool) -> Iterator[Change]:
    """Yield changes without end, kind after kind."""
    r = random.Random(seed)
    for kind in cycle(KINDS):
        yield _possible(solved, kind, r, housed=housed)


def _possible(solved: Solved, kind: type[Change], r: random.Random, *, housed: bool) -> Change:
    while True:
        change = _drawn(solved, kind, r, housed=housed)
        try:
            changed_rules(solved.situation, change)
        except ImpossibleChangeError:
            continue
        return change


def _drawn(solved: Solved, kind: type[Change], r: random.Random, *, housed: bool) -> Change:
    instance, pairs = solved.situation.instance, solved.situation.pairs
    if kind is WithoutVacancy:
        return WithoutVacancy(r.randrange(instance.n_vacancies))
    if kind is AnotherHousehold:
        return AnotherHousehold(r.randrange(instance.n_households), _NEW)
    if kind is AnotherVacancy:
        return AnotherVacancy(r.randrange(instance.n_vacancies), _NEW)
    if kind is QuotaBound:
        quota = r.choice(instance.scenario.quotas)
        bound, number = r.choice(quota.bounds())
        moved = number + r.choice((-1, 1)) * _STEP[bound.endswith("share")]
        return QuotaBound(quota.id, bound, max(Decimal(0), moved))
    if kind is Withhold or kind is WithoutHousehold:
        plan = solved.program.plan(solved.plan)
        household, vacancy = _pair(plan if housed else pairs, r)
        if kind is Withhold:
            return Withhold(household, vacancy)
        return WithoutHousehold(household if housed else r.randrange(instance.n_households))
    household, vacancy = _pair(pairs, r)
    while solved.home[household] == vacancy:
        household, vacancy = _pair(pairs, r)
    return Decide(household, vacancy) if kind is Decide else Give(household, vacancy)


def _pair(pairs: Pairs | Plan, r: random.Random) -> tuple[int, int]:
    place = r.randrange(len(pairs))
    return int(pairs.household[place]), int(pairs.vacancy[place])

"""Random changes, as many of each kind, each of its kind drawn evenly.

None is one that could not matter: what is withheld or taken away was in the plan, what is given was
not.
"""

import random
from collections.abc import Iterator
from decimal import Decimal
from itertools import cycle
from typing import Final

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


def draw_changes(solved: Solved, seed: int) -> Iterator[Change]:
    """Yield changes without end, kind after kind."""
    r = random.Random(seed)
    for kind in cycle(KINDS):
        yield _possible(solved, kind, r)


def _possible(solved: Solved, kind: type[Change], r: random.Random) -> Change:
    while True:
        change = _drawn(solved, kind, r)
        try:
            changed_rules(solved.situation, change)
        except ImpossibleChangeError:
            continue
        return change


def _drawn(solved: Solved, kind: type[Change], r: random.Random) -> Change:
    instance, pairs = solved.situation.instance, solved.situation.pairs
    plan = solved.program.plan(solved.plan)
    housed = r.randrange(len(plan))
    household, vacancy = int(plan.household[housed]), int(plan.vacancy[housed])
    if kind is Withhold:
        return Withhold(household, vacancy)
    if kind is WithoutHousehold:
        return WithoutHousehold(household)
    if kind is WithoutVacancy:
        return WithoutVacancy(vacancy)
    if kind is AnotherHousehold:
        return AnotherHousehold(r.randrange(instance.n_households), _NEW)
    if kind is AnotherVacancy:
        return AnotherVacancy(r.randrange(instance.n_vacancies), _NEW)
    if kind is QuotaBound:
        quota = r.choice(instance.scenario.quotas)
        bound, number = r.choice(quota.bounds())
        moved = number + r.choice((-1, 1)) * _STEP[bound.endswith("share")]
        return QuotaBound(quota.id, bound, max(Decimal(0), moved))
    pair = r.randrange(len(pairs))
    while solved.home[pairs.household[pair]] == pairs.vacancy[pair]:
        pair = r.randrange(len(pairs))
    given = int(pairs.household[pair]), int(pairs.vacancy[pair])
    return Decide(*given) if kind is Decide else Give(*given)

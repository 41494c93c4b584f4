"""Changes that make no sense of an instance, refused with the reason."""

from decimal import Decimal
from typing import Final

import numpy as np

from repartition.domain.instance import Instance
from repartition.domain.table import NO_ROW
from repartition.eligibility.pairs import Pairs
from repartition.optimisation.what_if.changes import (
    AnotherHousehold,
    AnotherVacancy,
    Change,
    Decide,
    Give,
    ImpossibleChangeError,
    QuotaBound,
    Withhold,
    WithoutHousehold,
    WithoutVacancy,
)

_NO_TWIN: Final = "what a decision or a chain of moves is about has no twin"


def refuse_nonsense(instance: Instance, pairs: Pairs, change: Change) -> None:
    """Refuse a change that makes no sense of an instance.

    Raises
    ------
    ImpossibleChangeError
        If there is no such household, dwelling, pair or bound, or a decision stands against it.
    """
    match change:
        case Give() | Withhold() | Decide():
            _refuse_pair(instance, pairs, change)
        case WithoutHousehold(household) | AnotherHousehold(household):
            _refuse_household(instance, household, twin=isinstance(change, AnotherHousehold))
        case WithoutVacancy(vacancy) | AnotherVacancy(vacancy):
            _refuse_vacancy(instance, vacancy, twin=isinstance(change, AnotherVacancy))
        case QuotaBound(quota, kind, bound):
            kinds = {q.id: [k for k, _bound in q.bounds()] for q in instance.scenario.quotas}
            _refuse_if(kind not in kinds.get(quota, []), f"no quota {quota} has a bound {kind}")
            most = Decimal(1) if kind.endswith("share") else Decimal("Infinity")
            _refuse_if(not 0 <= bound <= most, f"{bound} is no {kind}")
            _refuse_if(most > 1 and bound != int(bound), f"{bound} is no whole number")
    if isinstance(change, AnotherHousehold | AnotherVacancy):
        is_household = isinstance(change, AnotherHousehold)
        table = instance.households.table if is_household else instance.vacancies.table
        known = table.identifiers()
        _refuse_if(not change.name or change.name in known, f"{change.name!r} is no new name")


def _refuse_pair(instance: Instance, pairs: Pairs, change: Give | Withhold | Decide) -> None:
    household, vacancy, decisions = change.household, change.vacancy, instance.decisions
    _refuse_unknown(household, instance.n_households)
    _refuse_unknown(vacancy, instance.n_vacancies)
    _refuse_if(
        household in decisions.fixed_household or vacancy in decisions.fixed_vacancy,
        "a decision has settled the household or the dwelling",
    )
    _refuse_if(
        instance.vacancies.freed_by[vacancy] == household,
        "a household never gets the dwelling it frees",
    )
    if not isinstance(change, Decide):
        open_to_it = pairs.open_to(household)
        _refuse_if(vacancy not in open_to_it, "a rule refuses the pair")


def _refuse_household(instance: Instance, household: int, *, twin: bool) -> None:
    decisions = instance.decisions
    _refuse_unknown(household, instance.n_households)
    _refuse_if(household in decisions.fixed_household, "a decision houses the household")
    _refuse_if(not instance.households.active[household], "the household is not active")
    if twin:
        _refuse_if(household in decisions.forbidden_household, _NO_TWIN)
        _refuse_if(instance.households.frees[household] != NO_ROW, _NO_TWIN)


def _refuse_vacancy(instance: Instance, vacancy: int, *, twin: bool) -> None:
    decisions = instance.decisions
    _refuse_unknown(vacancy, instance.n_vacancies)
    _refuse_if(vacancy in decisions.fixed_vacancy, "a decision gives the dwelling")
    _refuse_if(not instance.vacancies.of_period[vacancy], "the dwelling is not of the period")
    if twin:
        _refuse_if(vacancy in decisions.forbidden_vacancy, _NO_TWIN)
        _refuse_if(instance.vacancies.freed_by[vacancy] != NO_ROW, _NO_TWIN)


def _refuse_unknown(row: int, size: int) -> None:
    _refuse_if(not 0 <= row < size, f"there is no row {row}")


def _refuse_if(condition: bool | np.bool_, reason: str) -> None:  # noqa: FBT001 - it is named so
    if condition:
        raise ImpossibleChangeError(reason)

"""A situation, and what a change makes of it: what its tables, changed, would be read as."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from repartition.domain.instance import Decisions, Households, Instance, Vacancies
from repartition.domain.lottery import lottery_number
from repartition.domain.table import NO_ROW, Column, Table
from repartition.eligibility.charging import Charging, resolve_charging
from repartition.eligibility.pairs import Pairs
from repartition.optimisation.what_if.changes import (
    AnotherHousehold,
    AnotherVacancy,
    Change,
    Decide,
    Give,
    QuotaBound,
    Withhold,
    WithoutHousehold,
    WithoutVacancy,
)
from repartition.optimisation.what_if.refusals import refuse_nonsense


@dataclass(frozen=True, slots=True, eq=False)
class Situation:
    """An instance with its charging and its eligible pairs: what is solved."""

    instance: Instance
    charging: Charging
    pairs: Pairs


def changed(before: Situation, change: Change) -> Situation:
    """Return the situation after a change: what reading changed tables would have given.

    Raises
    ------
    ImpossibleChangeError
        If there is no such household, dwelling, pair or bound, or a decision stands against it.
    """
    instance, charging = changed_rules(before, change)
    return Situation(instance, charging, _pairs(before, change))


def changed_rules(before: Situation, change: Change) -> tuple[Instance, Charging]:
    """Return the instance and the charging after a change, in no time: pairs are not looked at.

    Raises
    ------
    ImpossibleChangeError
        If there is no such household, dwelling, pair or bound, or a decision stands against it.
    """
    refuse_nonsense(before.instance, before.pairs, change)
    instance = _instance(before.instance, change)
    if isinstance(change, Give | Withhold | WithoutHousehold | QuotaBound):
        return instance, before.charging
    return instance, resolve_charging(instance)


def _instance(instance: Instance, change: Change) -> Instance:
    match change:
        case Give(household, vacancy) | Decide(household, vacancy):
            return _decided(_pardoned(instance, household, vacancy), household, vacancy)
        case Withhold():
            return instance
        case WithoutHousehold(household):
            active = instance.households.active.copy()
            active[household] = False
            return replace(instance, households=replace(instance.households, active=active))
        case WithoutVacancy(vacancy):
            of_period = instance.vacancies.of_period.copy()
            of_period[vacancy] = False
            return replace(instance, vacancies=replace(instance.vacancies, of_period=of_period))
        case AnotherHousehold(like, name):
            return replace(instance, households=_another_household(instance, like, name))
        case AnotherVacancy(like, name):
            return replace(instance, vacancies=_another_vacancy(instance, like, name))
        case QuotaBound(quota, kind, bound):
            number = bound if kind.endswith("share") else int(bound)
            quotas = tuple(
                each.model_copy(update={kind: number}) if each.id == quota else each
                for each in instance.scenario.quotas
            )
            scenario = instance.scenario.model_copy(update={"quotas": quotas})
            return replace(instance, scenario=scenario)


def _decided(instance: Instance, household: int, vacancy: int) -> Instance:
    """Return the instance as if a decision had fixed one more pair: it moves, and nobody stays."""
    decisions = instance.decisions
    households = np.append(decisions.fixed_household, household)
    vacancies = np.append(decisions.fixed_vacancy, vacancy)
    order = np.lexsort((vacancies, households))
    fixed = replace(
        decisions,
        fixed_household=households[order].astype(np.int32),
        fixed_vacancy=vacancies[order].astype(np.int32),
    )
    return replace(instance, decisions=fixed)


def _pardoned(instance: Instance, household: int, vacancy: int) -> Instance:
    """Return the instance without an earlier decision against the pair: the latest counts."""
    decisions = instance.decisions
    against = (decisions.forbidden_household == household) & (
        decisions.forbidden_vacancy == vacancy
    )
    if not against.any():
        return instance
    kept: Decisions = replace(
        decisions,
        forbidden_household=decisions.forbidden_household[~against],
        forbidden_vacancy=decisions.forbidden_vacancy[~against],
    )
    return replace(instance, decisions=kept)


def _pairs(before: Situation, change: Change) -> Pairs:
    pairs = before.pairs
    match change:
        case Give(household, vacancy):
            return _around(pairs, household, vacancy)
        case Decide(household, vacancy):
            other = (pairs.household != household) & (pairs.vacancy != vacancy)
            return _with(_only(pairs, other), [household], [vacancy])
        case Withhold(household, vacancy):
            return _only(pairs, (pairs.household != household) | (pairs.vacancy != vacancy))
        case WithoutHousehold(household):
            return _only(pairs, pairs.household != household)
        case WithoutVacancy(vacancy):
            return _only(pairs, pairs.vacancy != vacancy)
        case _:
            return _with(pairs, *_pairs_of_twin(before, change))


def _around(pairs: Pairs, household: int, vacancy: int) -> Pairs:
    """Return the pairs with one forced: its household and its dwelling have no other."""
    other = (pairs.household == household) != (pairs.vacancy == vacancy)
    return Pairs(pairs.household[~other], pairs.vacancy[~other])


def _pairs_of_twin(
    before: Situation, change: Change
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the pairs of what is added: those of the one it is like."""
    pairs, instance = before.pairs, before.instance
    match change:
        case AnotherHousehold(like):
            vacancy = pairs.open_to(like)
            return np.full(len(vacancy), instance.n_households, np.int32), vacancy
        case AnotherVacancy(like):
            household = pairs.household[pairs.vacancy == like]
            return household, np.full(len(household), instance.n_vacancies, np.int32)
        case _:
            return np.zeros(0, np.int32), np.zeros(0, np.int32)


def _only(pairs: Pairs, kept: NDArray[np.bool_]) -> Pairs:
    return Pairs(pairs.household[kept], pairs.vacancy[kept])


def _with(pairs: Pairs, household: ArrayLike, vacancy: ArrayLike) -> Pairs:
    """Return the pairs with others added, in order."""
    households = np.concatenate((pairs.household, np.asarray(household, np.int32)))
    vacancies = np.concatenate((pairs.vacancy, np.asarray(vacancy, np.int32)))
    order = np.lexsort((vacancies, households))
    return Pairs(households[order], vacancies[order])


def _another_household(instance: Instance, like: int, name: str) -> Households:
    households = instance.households
    table = _one_more(households.table, like, {"household": name})
    lottery = lottery_number(instance.scenario.seed, name)
    given: dict[str, Any] = {
        "table": table,
        "lottery": np.append(households.lottery, lottery),
        "frees": np.append(households.frees, NO_ROW).astype(np.int32),
    }
    return replace(households, **given, **_twin(households, like, given))


def _another_vacancy(instance: Instance, like: int, name: str) -> Vacancies:
    vacancies = instance.vacancies
    table = _one_more(vacancies.table, like, {"vacancy": name, "freed_by": ""})
    given: dict[str, Any] = {
        "table": table,
        "freed_by": np.append(vacancies.freed_by, NO_ROW).astype(np.int32),
    }
    return replace(vacancies, **given, **_twin(vacancies, like, given))


def _twin(rows: Households | Vacancies, like: int, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return every array that is not given, with the cell of ``like`` once more at its end."""
    found: dict[str, Any] = {}
    for field in fields(rows):
        values = getattr(rows, field.name)
        if field.name in given:
            continue
        if isinstance(values, tuple):
            found[field.name] = (*values, values[like])
        else:
            found[field.name] = np.append(values, values[like])
    return found


def _one_more(table: Table, like: int, cells: Mapping[str, str]) -> Table:
    """Return a table with one more row, the last: that of ``like``, but for some cells."""
    columns = {}
    for name, column in table.columns.items():
        if name in cells:
            columns[name] = Column.from_cells([*column.cells(), cells[name]], column.kind)
        else:
            codes = np.append(column.codes, column.codes[like])
            columns[name] = Column(column.values, codes, column.kind)
    return Table(table.name, columns)

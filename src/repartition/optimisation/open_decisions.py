"""An instance in which some decisions do not bind: their pairs stay possible, and nothing more.

To strike a decision from the tables would not do: where a rule refuses its pair, the pair would be
gone with it, and a quota that the decision meets would seem to be impossible by itself.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import Instance
from repartition.eligibility.charging import Charging, resolve_charging
from repartition.eligibility.pairs import Pairs, find_pairs


def with_decisions_open(
    instance: Instance, kept: Sequence[int]
) -> tuple[Instance, Charging, Pairs]:
    """Return the instance with only the decisions ``kept`` (places), its charging and its pairs.

    Every plan that follows all the decisions is one of its plans.
    """
    taken = instance.decisions
    opened = np.setdiff1d(np.arange(len(taken.fixed_household)), kept)
    households, vacancies = taken.fixed_household[opened], taken.fixed_vacancy[opened]
    fewer = replace(
        instance,
        decisions=replace(
            taken,
            fixed_household=np.delete(taken.fixed_household, opened),
            fixed_vacancy=np.delete(taken.fixed_vacancy, opened),
        ),
    )
    charging = resolve_charging(fewer)
    pairs = find_pairs(fewer, charging)
    if len(opened):
        decided = resolve_charging(instance)
        charging = _with_ways_of(charging, decided, households, vacancies)
        pairs = _with_pairs(instance, pairs, households, vacancies)
    return fewer, charging, pairs


def _with_pairs(
    instance: Instance, pairs: Pairs, households: NDArray[np.int32], vacancies: NDArray[np.int32]
) -> Pairs:
    key, more = (
        h.astype(np.int64) * instance.n_vacancies + v
        for h, v in ((pairs.household, pairs.vacancy), (households, vacancies))
    )
    household, vacancy = np.divmod(np.union1d(key, more), instance.n_vacancies)
    return Pairs(household.astype(np.int32), vacancy.astype(np.int32))


def _with_ways_of(
    charging: Charging,
    decided: Charging,
    households: NDArray[np.int32],
    vacancies: NDArray[np.int32],
) -> Charging:
    """Return ``charging`` in which these pairs, and no others, have their ways of ``decided``.

    Each pair's household and dwelling become classes of their own; its ways are one more cell.
    """
    n_vacancy_classes = charging.n_vacancy_classes
    cells = np.arange(len(charging.way_start) - 1).reshape(-1, n_vacancy_classes)
    rows = np.append(np.arange(len(cells)), charging.household_class[households])
    columns = np.append(np.arange(n_vacancy_classes), charging.vacancy_class[vacancies])
    source = cells[np.ix_(rows, columns)]
    place = np.arange(len(households))
    source[len(cells) + place, n_vacancy_classes + place] = cells.size + place
    household_class, vacancy_class = charging.household_class.copy(), charging.vacancy_class.copy()
    household_class[households] = len(cells) + place
    vacancy_class[vacancies] = n_vacancy_classes + place
    ways = [
        np.array(decided.ways(h, v), np.int64)
        for h, v in zip(households.tolist(), vacancies.tolist(), strict=True)
    ]
    own = np.concatenate(ways)
    ends = charging.way_start[-1] + np.cumsum([len(way) for way in ways])
    start = np.concatenate((charging.way_start, ends))
    count = np.diff(start)[source.ravel()]
    way_start = np.concatenate(([0], np.cumsum(count))).astype(np.int64)
    taken = np.arange(way_start[-1]) + np.repeat(start[source.ravel()] - way_start[:-1], count)
    return Charging(
        household_class,
        vacancy_class,
        len(columns),
        way_start,
        np.append(charging.way_contingent, decided.way_contingent[own])[taken],
        np.append(charging.way_transfer, decided.way_transfer[own])[taken],
        charging.caps,
    )

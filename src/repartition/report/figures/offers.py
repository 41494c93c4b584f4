"""What households kept out of fragile programmes were given instead."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.audit.names import Names
from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.domain.table import NO_ROW, index_of
from repartition.eligibility.measures import HUNDREDTHS, effort_rate, spare_rooms, wish_rank
from repartition.report.figures.places import fragile_vacancies

_PERCENT: Final = 100


@dataclass(frozen=True, slots=True)
class Fit:
    """How well dwellings suit the households that have them, on average; None of nobody.

    Attributes
    ----------
    effort
        Share of the income to pay for rent and charges, APL deducted.
    wish_rank
        Place of the commune among the wishes, first = 0.
    spare_rooms
        Rooms beyond one per person.
    """

    effort: Fraction | None
    wish_rank: Fraction | None
    spare_rooms: Fraction | None


@dataclass(frozen=True, slots=True)
class Offers:
    """Households that one plan houses in a fragile programme and another one does not.

    Attributes
    ----------
    kept_out
        How many there are.
    same_commune, other_commune
        Those given a dwelling outside fragile programmes, in the commune of the first or elsewhere.
    without
        Those left without a dwelling.
    before, after
        How well the dwellings suit those who have one in both.
    """

    kept_out: int
    same_commune: int
    other_commune: int
    without: int
    before: Fit
    after: Fit


def offers(before: tuple[Instance, Plan], after: tuple[Instance, Plan], *, aci: bool) -> Offers:
    """Return what became of the households that ``before`` houses in fragile programmes.

    Only those that are ACI, or that are not. Two plans of different data are compared by
    identifiers; a household that the later data do not have is not counted.
    """
    was, had = _in_fragile(*before, aci=aci)
    now = _same_households(before[0], after[0], was)
    known = now != NO_ROW
    was, had, now = was[known], had[known], now[known]
    given = after[1].vacancy_of_household(after[0].n_households)[now]
    stays = (given != NO_ROW) & fragile_vacancies(after[0])[given]
    was, had, now, given = was[~stays], had[~stays], now[~stays], given[~stays]
    housed = given != NO_ROW
    same = _communes(before[0], had[housed]) == _communes(after[0], given[housed])
    return Offers(
        kept_out=len(now),
        same_commune=int(same.sum()),
        other_commune=int((~same).sum()),
        without=int((~housed).sum()),
        before=_fit(before[0], was[housed], had[housed]),
        after=_fit(after[0], now[housed], given[housed]),
    )


def _in_fragile(
    instance: Instance, plan: Plan, *, aci: bool
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    chosen = fragile_vacancies(instance)[plan.vacancy]
    chosen &= instance.households.aci[plan.household] == aci
    return plan.household[chosen], plan.vacancy[chosen]


def _same_households(
    before: Instance, after: Instance, rows: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Return the rows that the same identifiers have in other data, ``NO_ROW`` where none."""
    if before is after:
        return rows
    names = Names.of(before).household
    place = index_of(Names.of(after).household)
    return np.array([place.get(names[row], NO_ROW) for row in rows.tolist()], np.int32)


def _communes(instance: Instance, vacancies: NDArray[np.int32]) -> NDArray[np.object_]:
    codes = np.array(instance.communes.table.identifiers(), np.object_)
    found: NDArray[np.object_] = codes[instance.commune_of_vacancy()[vacancies]]
    return found


def _fit(instance: Instance, household: NDArray[np.int32], vacancy: NDArray[np.int32]) -> Fit:
    if not len(household):
        return Fit(None, None, None)
    sums = [
        Fraction(int(measure(instance, household, vacancy).sum()), HUNDREDTHS * len(household))
        for measure in (effort_rate, wish_rank, spare_rooms)
    ]
    return Fit(sums[0] / _PERCENT, sums[1], sums[2])

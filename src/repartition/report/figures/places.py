"""How many dwellings, and attributions to whom, there are in each place."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.domain.table import Column
from repartition.report.figures.known import known_column
from repartition.report.numerals import ratio


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """What a plan does in one place.

    Attributes
    ----------
    dwellings
        Dwellings of the period there, given or not.
    attributions, aci, aci_outside_fragile
        Attributions there; to ACI households; of these, outside fragile programmes.
    """

    dwellings: int = 0
    attributions: int = 0
    aci: int = 0
    aci_outside_fragile: int = 0

    @property
    def aci_in_fragile(self) -> int:
        """Attributions to ACI households in fragile programmes."""
        return self.aci - self.aci_outside_fragile

    @property
    def aci_share(self) -> Fraction | None:
        """Share of the attributions that go to ACI households."""
        return ratio(self.aci, self.attributions)

    def __add__(self, other: "PlaceCount") -> "PlaceCount":
        return PlaceCount(
            self.dwellings + other.dwellings,
            self.attributions + other.attributions,
            self.aci + other.aci,
            self.aci_outside_fragile + other.aci_outside_fragile,
        )


NOTHING_THERE = PlaceCount()


def count_by(instance: Instance, plan: Plan, name: str) -> dict[str, PlaceCount]:
    """Return what a plan does for each value of a column that ``where`` sees, values sorted.

    Nothing where no file has the column.
    """
    column = known_column(instance, name)
    if column is None:
        return {}
    return count_places(instance, plan, column)


def count_places(instance: Instance, plan: Plan, place: Column) -> dict[str, PlaceCount]:
    """Return what a plan does in each place: ``place`` has one cell per vacancy."""
    given = place.codes[plan.vacancy]
    aci = instance.households.aci[plan.household]
    outside = aci & ~fragile_vacancies(instance)[plan.vacancy]
    counts = (
        _counts(place, place.codes[instance.vacancies.of_period]),
        _counts(place, given),
        _counts(place, given[aci]),
        _counts(place, given[outside]),
    )
    return {
        value: PlaceCount(*(int(count[code]) for count in counts))
        for code, value in enumerate(place.values)
        if counts[0][code] or counts[1][code]
    }


def count_all(instance: Instance, plan: Plan) -> PlaceCount:
    """Return what a plan does everywhere."""
    everywhere = Column.constant("", instance.n_vacancies)
    return count_places(instance, plan, everywhere).get("", NOTHING_THERE)


def fragile_vacancies(instance: Instance) -> NDArray[np.bool_]:
    """Return which vacancies are in fragile programmes: bool (n_vacancies,)."""
    degree = instance.programmes.fragility[instance.vacancies.programme]
    fragile: NDArray[np.bool_] = degree >= instance.scenario.fragility.fragile_from
    return fragile


def _counts(place: Column, codes: NDArray[np.int32]) -> NDArray[np.int64]:
    return np.bincount(codes, minlength=len(place.values)).astype(np.int64)

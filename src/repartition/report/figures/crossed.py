"""Attributions of each place, crossed: to ACI households or to others, in fragile stock or not."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.domain.table import Column
from repartition.report.figures.places import fragile_vacancies


@dataclass(frozen=True, slots=True)
class Crossed:
    """What a plan does in one place; *sound* is what does not count as fragile.

    Attributes
    ----------
    aci_sound, aci_fragile, other_sound, other_fragile
        Attributions to ACI households and to others, outside fragile programmes and in them.
    has_sound, has_fragile
        Whether anybody could be housed there, outside fragile programmes and in them: it has a
        dwelling of the period, or one the plan gives all the same.
    """

    aci_sound: int = 0
    aci_fragile: int = 0
    other_sound: int = 0
    other_fragile: int = 0
    has_sound: bool = False
    has_fragile: bool = False


def crossed(
    instance: Instance, plan: Plan, place: Column, *, within: NDArray[np.bool_] | None = None
) -> dict[str, Crossed]:
    """Return what a plan does in each place where somebody could be housed, values sorted.

    Parameters
    ----------
    place
        One cell per vacancy.
    within
        Which vacancies are looked at: bool (n_vacancies,); None for all.
    """
    chosen = np.ones(instance.n_vacancies, np.bool_) if within is None else within
    fragile = fragile_vacancies(instance)
    homes = letting(instance, plan) & chosen
    given = chosen[plan.vacancy]
    aci, weak = instance.households.aci[plan.household], fragile[plan.vacancy]
    size = len(place.values)
    counts = [
        np.bincount(place.codes[plan.vacancy[given & who & where]], minlength=size).tolist()
        for who in (aci, ~aci)
        for where in (~weak, weak)
    ]
    has = [
        np.bincount(place.codes[homes & where], minlength=size).astype(np.bool_).tolist()
        for where in (~fragile, fragile)
    ]
    found = zip(place.values, *counts, *has, strict=True)
    return {value: Crossed(*numbers) for value, *numbers in found if any(numbers)}


def letting(instance: Instance, plan: Plan) -> NDArray[np.bool_]:
    """Return the dwellings somebody could be given: bool (n_vacancies,).

    Those of the period, and what the plan gives all the same, as the commission decided.
    """
    homes: NDArray[np.bool_] = instance.vacancies.of_period.copy()
    homes[plan.vacancy] = True
    return homes

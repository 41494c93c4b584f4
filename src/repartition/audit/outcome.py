"""A plan, and all it takes to judge it."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import Instance
from repartition.domain.plan import Plan, Policy
from repartition.domain.table import NO_ROW
from repartition.eligibility.charging import Charging
from repartition.eligibility.pairs import Pairs


class Standing(Enum):
    """What is claimed of a plan, and so what may be said of whom it passes over."""

    PROVEN = "proven"
    """No plan is better: every tier is proven."""
    BEST_FOUND = "best_found"
    """The search was stopped before the proof was finished."""
    USUAL_PRACTICE = "usual_practice"
    """Dwelling by dwelling, as is usually done: nothing is claimed."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """A plan with the instance, the ways of charging and the pairs it was made from."""

    instance: Instance
    charging: Charging
    pairs: Pairs
    plan: Plan
    policy: Policy
    proven: bool
    """Whether every tier is claimed to be proven."""

    @property
    def standing(self) -> Standing:
        """What is claimed of the plan."""
        if self.policy == "sequential":
            return Standing.USUAL_PRACTICE
        return Standing.PROVEN if self.proven else Standing.BEST_FOUND

    def unplaced(self) -> NDArray[np.bool_]:
        """Return which active households are left without a dwelling: bool (n_households,)."""
        instance = self.instance
        housed = self.plan.vacancy_of_household(instance.n_households) != NO_ROW
        left: NDArray[np.bool_] = instance.households.active & ~housed
        return left

    def vacant(self) -> NDArray[np.bool_]:
        """Return which dwellings of the period are left empty: bool (n_vacancies,)."""
        left: NDArray[np.bool_] = self.instance.vacancies.of_period.copy()
        left[self.plan.vacancy] = False
        return left

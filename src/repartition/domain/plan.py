"""A plan: who gets which dwelling, charged to whom. And what is claimed of it, tier by tier."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from repartition.domain.table import NO_ROW

Policy: TypeAlias = Literal["optimal", "sequential"]
"""How a plan is made: the best there is, or dwelling by dwelling as usual practice does."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Attributions, sorted by vacancy: (n,) int32 arrays of rows of the instance's tables.

    Attributes
    ----------
    household, vacancy
        Rows; no household and no vacancy appears twice.
    contingent
        The contingent charged; ``n_contingents`` = nobody.
    transfer
        Index of the transfer used in the scenario's list, ``NO_ROW`` = none.
    """

    household: NDArray[np.int32]
    vacancy: NDArray[np.int32]
    contingent: NDArray[np.int32]
    transfer: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.household)

    @classmethod
    def of(
        cls,
        household: NDArray[np.integer],
        vacancy: NDArray[np.integer],
        contingent: NDArray[np.integer],
        transfer: NDArray[np.integer],
    ) -> "Plan":
        """Return the plan made of these attributions, put in order."""
        order = np.argsort(vacancy, kind="stable")
        return cls(
            *(
                np.asarray(a)[order].astype(np.int32)
                for a in (household, vacancy, contingent, transfer)
            )
        )

    def vacancy_of_household(self, n_households: int) -> NDArray[np.int32]:
        """Return the vacancy each household gets, ``NO_ROW`` = none."""
        found = np.full(n_households, NO_ROW, np.int32)
        found[self.household] = self.vacancy
        return found


@dataclass(frozen=True, slots=True)
class TierResult:
    """What a run claims of one tier: its exact value, the best bound, and whether they meet.

    ``bound`` is None where nothing is claimed: usual practice bounds nothing.
    """

    tier: str
    value: Fraction
    bound: Fraction | None
    proven: bool

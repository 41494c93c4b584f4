"""What attributions are worth net of prices, a block at a time: there are tens of millions."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from repartition.audit.proof.attributions import Attributions, blocks
from repartition.audit.proof.model import Worth
from repartition.domain.certificate import PartPrices


@dataclass(frozen=True, slots=True, eq=False)
class Net:
    """What some attributions are worth in a tier, less all that is paid but the household's price.

    Attributes
    ----------
    cost
        int64 (n_kinds + 1,): what each kind pays to rows and counts.
    worths
        Of the tier, and of each tier that the face keeps.
    """

    attributions: Attributions
    prices: PartPrices
    cost: NDArray[np.int64]
    worths: dict[int, Worth]
    tier: int

    def of(self, some: slice) -> NDArray[np.int64]:
        """Return it of a block of the attributions, over the denominator of the prices."""
        own = self.attributions
        net = self.worths[self.tier].attribution[some].astype(np.int64) * self.prices.denominator
        net -= self.prices.vacancy[own.vacancy[some]]
        net -= self.cost[own.kind[some]]
        for kept, paid in self.prices.kept.items():
            net += paid * self.worths[kept].attribution[some].astype(np.int64)
        return net

    def best_of_each(
        self, size: int, otherwise: int
    ) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Return the best of each household's attributions, and who has any."""
        best, offered = np.full(size, otherwise), np.zeros(size, np.bool_)
        for some in blocks(len(self.attributions)):
            household = self.attributions.household[some]
            first = np.flatnonzero(np.diff(household, prepend=-1))
            # A household whose attributions two blocks share has the better of both.
            owner = household[first]
            best[owner] = np.maximum(best[owner], np.maximum.reduceat(self.of(some), first))
            offered[owner] = True
        return best, offered

    def left(self, household: NDArray[np.int64], gap: int) -> Attributions:
        """Return the attributions that lose no more than the gap, at the households' prices."""
        wanted = np.zeros(len(self.attributions), np.bool_)
        for some in blocks(len(self.attributions)):
            price = household[self.attributions.household[some]]
            wanted[some] = price - self.of(some) <= gap
        return self.attributions if wanted.all() else self.attributions.keep(wanted)

"""What passes from one kind of contingent to another, and which kinds could be charged at all."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.domain.table import NO_ROW
from repartition.report.figures.crossed import letting
from repartition.report.figures.rights import NOBODY


@dataclass(frozen=True, slots=True)
class Flows:
    """Attributions by kind of contingent.

    Attributes
    ----------
    own
        Those charged to each kind without a transfer; every kind that could have any is there.
    through
        Those of dwellings that the first kind has reserved, charged to the second through a
        transfer; every pair of kinds that a transfer joins is there.
    """

    own: dict[str, int]
    through: dict[tuple[str, str], int]

    def received(self, kind: str) -> int:
        """Return what a kind was given through transfers."""
        return sum(count for (_from, to), count in self.through.items() if to == kind)

    def handed_back(self, kind: str) -> int:
        """Return what a kind gave through transfers."""
        return sum(count for (source, _to), count in self.through.items() if source == kind)

    def charged(self, kind: str) -> int:
        """Return all that is charged to a kind."""
        return self.own.get(kind, 0) + self.received(kind)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Every kind that could have anything."""
        return tuple(dict.fromkeys((*self.own, *(kind for pair in self.through for kind in pair))))


def flows_of(instance: Instance, plan: Plan) -> Flows:
    """Return what a plan charges to each kind, and what passes between them."""
    kinds = (*instance.contingents.kind, NOBODY)  # NO_ROW finds the last entry: nobody
    own = dict.fromkeys(_chargeable(instance, plan), 0)
    through = dict.fromkeys(_joined(instance, plan), 0)
    passes = plan.transfer != NO_ROW
    charged = Counter(kinds[row] for row in plan.contingent[~passes].tolist())
    owner = instance.vacancies.contingent[plan.vacancy[passes]].tolist()
    pairs = zip(owner, plan.contingent[passes].tolist(), strict=True)
    passed = Counter((kinds[source], kinds[to]) for source, to in pairs)
    return Flows({**own, **charged}, {**through, **passed})


def _chargeable(instance: Instance, plan: Plan) -> list[str]:
    """Return the kinds that could be charged without a transfer, in the order of the tables."""
    kinds = (*instance.contingents.kind, NOBODY)
    if instance.scenario.contingents.mode == "flow":
        return list(dict.fromkeys(kinds))
    owner = instance.vacancies.contingent[letting(instance, plan)]
    return list(dict.fromkeys(kinds[row] for row in np.unique(owner).tolist()))


def _joined(instance: Instance, plan: Plan) -> list[tuple[str, str]]:
    """Return the pairs of kinds that some transfer joins, over some dwelling there is."""
    kinds, view = instance.contingents.kind, instance.via_view()
    homes = letting(instance, plan) & (instance.vacancies.contingent != NO_ROW)
    found: dict[tuple[str, str], None] = {}
    for transfer in instance.scenario.contingents.transfers:
        chosen = homes & transfer.where.matches(instance.where_view())
        owners = np.unique(instance.vacancies.contingent[chosen]).tolist()
        gives, takes = transfer.from_.matches(view), transfer.to.matches(view)
        sources = {kinds[row] for row in owners if gives[row]}
        for source in sorted(sources):
            found |= {(source, kind): None for row, kind in enumerate(kinds) if takes[row]}
    return list(found)

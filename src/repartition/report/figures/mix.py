"""Who is housed inside the priority districts (QPV), and outside: quartiles of income, and ACI."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.report.figures.known import IN_QPV, known_column
from repartition.report.numerals import ratio


@dataclass(frozen=True, slots=True)
class QuartileMix:
    """Attributions on one side of the perimeter of the QPV.

    Attributes
    ----------
    known
        Those of households whose quartile is known.
    first_quartile
        Of these, to the first quartile.
    """

    attributions: int
    aci: int
    known: int
    first_quartile: int

    @property
    def aci_share(self) -> Fraction | None:
        """Share of the attributions that go to ACI households."""
        return ratio(self.aci, self.attributions)

    @property
    def first_share(self) -> Fraction | None:
        """Share, among the quartiles known, of the first."""
        return ratio(self.first_quartile, self.known)

    @property
    def upper_share(self) -> Fraction | None:
        """Share, among the quartiles known, of the second to the fourth."""
        return ratio(self.known - self.first_quartile, self.known)


def quartile_mix(instance: Instance, plan: Plan, *, inside: bool) -> QuartileMix | None:
    """Return who is housed inside the QPV, or outside; None where no file tells the QPV."""
    qpv = known_column(instance, IN_QPV)
    if qpv is None:
        return None
    quartile = instance.who_view().column("quartile")
    in_qpv = qpv.test(lambda cell: cell == "true")
    household = plan.household[in_qpv[plan.vacancy] == inside]
    known = first = np.zeros(instance.n_households, np.bool_)
    if quartile is not None:
        known = quartile.test(bool)
        first = quartile.test(lambda cell: cell == "1")
    return QuartileMix(
        attributions=len(household),
        aci=int(instance.households.aci[household].sum()),
        known=int(known[household].sum()),
        first_quartile=int(first[household].sum()),
    )

"""What a household would pay for a dwelling: the APL in its closed form, in exact integers.

With L the rent up to its cap, C the lump sum of charges, R the yearly resources, both families of
parameters (by household and by zone) dated in :class:`~repartition.domain.law.HousingBenefit`::

    AL = L + C − max(p·(L + C), P_min) − abatement − (TF + TL)·max(0, R − R0)
    APL = ⌊AL⌋ to the cent, or 0 where AL is below the least amount paid

TL grows by brackets of RL = L / (cap of zone 2), which the law rounds to five decimals; halves are
rounded up. R = 12 × 0.9 × monthly income. A couple is two adults or more; dependants are the other
persons beyond the first. Source: arrêté du 27 septembre 2019 relatif au calcul des aides
personnelles au logement.

Everything but R is the same for all households of one kind of family, so AL is ``a − t·x`` with
``a`` and ``t`` in a table (kind of family × dwelling) and ``x`` the resources above R0. Units:
``x`` in tenths of a cent (10.8 × an income in cents), ``t`` in 1e-11, hence ``a`` in 1e-12 cents.
Nothing overflows int64 for incomes up to 8e16 cents and benefits up to 90,000 euros a month.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import Instance
from repartition.domain.law import HousingBenefit

COUPLE_ADULTS: Final = 2
MOST_DEPENDANTS: Final = 1000
"""A larger household gets the benefit of one with that many: keeps every amount in an int64."""

_CENT: Final = 10**12
_MILLIONTH: Final = 10**6
_RATIO_UNIT: Final = 10**5
_RATE_UNIT_PER_MILLIONTH: Final = 10**5
_TENTHS_OF_YEARLY_RESOURCES: Final = 108
_ZONE_2: Final = 1
_FIRST_DEPENDANT: Final = 2
_MORE_THAN_ANY_BENEFIT: Final = 9 * 10**6

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class HousingCosts:
    """Rent, charges and APL of an instance, ready for any list of pairs.

    Attributes
    ----------
    cost
        int64 (n_vacancies,): rent + charges, in cents.
    resources
        int64 (n_households,): yearly resources above R0, at least 0, in tenths of a cent.
    family
        int64 (n_households,): row of the tables below.
    base, rate, vanishing
        int64 (kinds of family × n_vacancies,), flat: ``a`` in 1e-12 cents, ``t`` in 1e-11, and
        the least resources from which ``a − t·x`` is negative.
    minimum_paid
        A benefit below this is not paid, in cents.
    """

    cost: Integers
    resources: Integers
    family: Integers
    base: Integers
    rate: Integers
    vanishing: Integers
    minimum_paid: int

    @classmethod
    def of(cls, instance: Instance) -> "HousingCosts":
        """Return the housing costs of an instance; without APL where it has no parameters."""
        cost = instance.vacancies.rent + instance.vacancies.charges
        law = instance.benefit
        if law is None:
            nobody = np.zeros(instance.n_households, np.int64)
            never = np.full(instance.n_vacancies, -1, np.int64)
            return cls(cost, nobody, nobody, never, np.zeros_like(never), never + 1, 0)
        kinds, family = np.unique(family_kind(instance), return_inverse=True)
        base, rate = _base_and_rate(instance, law, kinds[:, np.newaxis])
        # Beyond this the product could overflow and the benefit is nil anyway.
        vanishing = np.where(rate > 0, base // np.maximum(rate, 1) + 1, np.iinfo(np.int64).max)
        return cls(
            cost=cost,
            resources=_resources_above_allowance(instance, law),
            family=family.reshape(-1).astype(np.int64),
            base=base.reshape(-1),
            rate=rate.reshape(-1),
            vanishing=np.maximum(vanishing, 0).reshape(-1),
            minimum_paid=law.minimum_paid,
        )

    def benefit(self, household: NDArray[np.integer], vacancy: NDArray[np.integer]) -> Integers:
        """Return the APL of each pair, in cents, rounded down."""
        exact = self._exact_benefit(household, vacancy)
        return np.where(exact >= self.minimum_paid * _CENT, np.maximum(exact, 0) // _CENT, 0)

    def to_pay(self, household: NDArray[np.integer], vacancy: NDArray[np.integer]) -> Integers:
        """Return rent + charges − APL of each pair, in cents; negative where the APL is larger."""
        found: Integers = self.cost[vacancy] - self.benefit(household, vacancy)
        return found

    def exceeds(
        self, budget: Integers, household: NDArray[np.integer], vacancy: NDArray[np.integer]
    ) -> NDArray[np.bool_]:
        """Return, for each pair, whether rent + charges − APL is more than ``budget[household]``.

        The APL is a whole number of cents, so it fills a gap of whole cents exactly where the
        amount before rounding does: no division is needed.
        """
        gap = self.cost[vacancy] - budget[household]
        wanted = np.minimum(np.maximum(gap, self.minimum_paid), _MORE_THAN_ANY_BENEFIT) * _CENT
        found: NDArray[np.bool_] = (gap > 0) & (self._exact_benefit(household, vacancy) < wanted)
        return found

    def _exact_benefit(
        self, household: NDArray[np.integer], vacancy: NDArray[np.integer]
    ) -> Integers:
        """Return AL of each pair in 1e-12 cents; some negative number where it is negative."""
        cell = self.family[household] * len(self.cost) + vacancy
        resources = np.minimum(self.resources[household], self.vanishing[cell])
        found: Integers = self.base[cell] - self.rate[cell] * resources
        return found


def amount_to_pay(
    instance: Instance, household: NDArray[np.integer], vacancy: NDArray[np.integer]
) -> Integers:
    """Return rent + charges − APL of each pair, in cents; negative where the APL is larger."""
    return HousingCosts.of(instance).to_pay(household, vacancy)


def monthly_budget(instance: Instance) -> Integers:
    """Return the most each household may pay a month under ``max_effort``: cents, rounded down.

    What is paid is a whole number of cents, so rounding down loses nothing. Only meaningful where
    the rule is on.
    """
    share = Fraction(instance.scenario.eligibility.max_effort)
    part, whole = share.numerator, share.denominator
    # Python's own integers: the share may have any number of decimals.
    incomes = instance.households.monthly_income.tolist()
    return np.array([income * part // whole for income in incomes], np.int64)


def family_kind(instance: Instance) -> Integers:
    """Return the place of each household in the tables by family: alone, couple, by dependants.

    int64 (n_households,): 0 alone, 1 couple, then 1 + the number of dependants.
    """
    households = instance.households
    couple = households.adults >= COUPLE_ADULTS
    dependants = np.clip(households.persons - 1 - couple, 0, MOST_DEPENDANTS)
    return np.where(dependants > 0, dependants + 1, couple).astype(np.int64)


def _base_and_rate(
    instance: Instance, law: HousingBenefit, kinds: Integers
) -> tuple[Integers, Integers]:
    """Return ``a`` and ``t``: int64 (kinds of family, n_vacancies); ``kinds`` is a column."""
    zone = instance.communes.apl_zone[instance.commune_of_vacancy()] - 1
    rent = np.minimum(instance.vacancies.rent, _rent_cap(law, kinds, zone))
    assisted = rent + law.charges + law.charges_step * np.maximum(kinds - 1, 0)
    least_paid = np.maximum(
        law.participation_rate * assisted, law.participation_minimum * _MILLIONTH
    )
    base = (assisted - law.abatement) * _MILLIONTH - least_paid
    reference = _rent_cap(law, kinds, np.array(_ZONE_2))
    # Twice the ratio plus one half, halved: halves round up.
    ratio = (2 * _RATIO_UNIT * rent + reference) // (2 * reference)
    rate = _family_rate(law, kinds) * _RATE_UNIT_PER_MILLIONTH + _rent_rate(law, ratio)
    return base * (_CENT // _MILLIONTH), rate


def _rent_cap(law: HousingBenefit, kinds: Integers, zone: NDArray[np.integer]) -> Integers:
    listed = law.rent_cap[zone, np.minimum(kinds, _FIRST_DEPENDANT)]
    found: Integers = listed + law.rent_cap_step[zone] * np.maximum(kinds - _FIRST_DEPENDANT, 0)
    return found


def _family_rate(law: HousingBenefit, kinds: Integers) -> Integers:
    return np.maximum(_extended(law.family_rate, law.family_rate_step, kinds), 0)


def _rent_rate(law: HousingBenefit, ratio: Integers) -> Integers:
    """Return TL in 1e-11: each slope applies to the part of RL in its own bracket."""
    (low, high), (slope, upper_slope) = law.rent_rate_thresholds, law.rent_rate_slopes
    found: Integers = slope * (np.clip(ratio, low, high) - low)
    found += upper_slope * np.maximum(ratio - high, 0)
    return found


def _resources_above_allowance(instance: Instance, law: HousingBenefit) -> Integers:
    allowance = _extended(law.allowance, law.allowance_step, family_kind(instance))
    resources = instance.households.monthly_income * _TENTHS_OF_YEARLY_RESOURCES
    found: Integers = np.maximum(resources - 10 * allowance, 0)
    return found


def _extended(listed: Integers, step: int, kinds: Integers) -> Integers:
    """Return the entry of each kind of family; after the last listed it grows by ``step``."""
    last = len(listed) - 1
    found: Integers = listed[np.minimum(kinds, last)] + step * np.maximum(kinds - last, 0)
    return found

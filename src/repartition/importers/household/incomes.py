"""What a household lives on in a month, and the yearly income its ceilings are compared with."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.importers.household.law import HouseholdLaw

NOT_GIVEN: Final = -1
INCOMES_STATED: Final = "incomes_stated"
"""The column that is false where a household says no income at all, and 0 stands in."""
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True, eq=False)
class Incomes:
    """What is written of the incomes of households, and what of it only stands in.

    Attributes
    ----------
    monthly, reference
        int64: cents a month, cents a year.
    says_no_month, says_no_reference
        bool: nobody of the household says one, and what the other tells stands in; 0 where nobody
        says either.
    """

    monthly: NDArray[np.int64]
    reference: NDArray[np.int64]
    says_no_month: NDArray[np.bool_]
    says_no_reference: NDArray[np.bool_]

    @property
    def stated(self) -> NDArray[np.bool_]:
        """Return of which households any income is stated: one of nothing is an income."""
        return ~(self.says_no_month & self.says_no_reference)


@dataclass(frozen=True, slots=True, eq=False)
class Resources:
    """What persons say they receive, one entry each, in any order.

    Attributes
    ----------
    household
        int64: index of the household.
    kind
        int64: position in the list of the law; ``NOT_GIVEN`` for a code that it does not have.
    cents
        int64: cents a month.
    """

    household: NDArray[np.int64]
    kind: NDArray[np.int64]
    cents: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class TaxedIncomes:
    """Reference incomes for tax, one entry for each person who says one.

    Attributes
    ----------
    household
        int64: index of the household.
    two_years_before, last_year
        int64: cents a year for N-2 and N-1; ``NOT_GIVEN`` where the person does not say it.
    """

    household: NDArray[np.int64]
    two_years_before: NDArray[np.int64]
    last_year: NDArray[np.int64]


def incomes_of(
    resources: Resources, taxed: TaxedIncomes, count: int, *, law: HouseholdLaw
) -> Incomes:
    """Return the incomes of ``count`` households.

    Where no resource of the month is stated, a twelfth of the reference income stands in, rounded
    down to the cent; where no reference income is, twelve times what is taxable in a month.
    """
    monthly = monthly_income(resources, count)
    reference = reference_income(taxed, count, law=law)
    says_no_month = np.bincount(resources.household, minlength=count) == 0
    says_no_reference = reference == NOT_GIVEN
    a_year = _MONTHS * taxable_income(resources, count, law=law)
    a_month = np.maximum(reference, 0) // _MONTHS
    return Incomes(
        monthly=np.where(says_no_month, a_month, monthly),
        reference=np.where(says_no_reference, a_year, reference),
        says_no_month=says_no_month,
        says_no_reference=says_no_reference,
    )


def monthly_income(resources: Resources, count: int) -> NDArray[np.int64]:
    """Return the cents a month of ``count`` households: all that they receive.

    Housing benefit is not among the resources: whoever reads them leaves out the codes that the
    law says never count.
    """
    return _sums(resources.household, resources.cents, count)


def taxable_income(resources: Resources, count: int, *, law: HouseholdLaw) -> NDArray[np.int64]:
    """Return the cents a month of what is taxable; an unknown code counts as taxable."""
    # The last entry is that of NOT_GIVEN.
    is_taxable = np.array([*(kind.taxable for kind in law.resources.list), True])
    chosen = is_taxable[resources.kind]
    return _sums(resources.household[chosen], resources.cents[chosen], count)


def reference_income(incomes: TaxedIncomes, count: int, *, law: HouseholdLaw) -> NDArray[np.int64]:
    """Return the reference income of households in cents, ``NOT_GIVEN`` where nobody says one.

    It is that of N-2; or that of N-1 if everybody who has one for N-2 says it, and

        N-1 ≤ (1 − lower_by) · N-2.

    Source: arrêté of 29 July 1987, article 4.
    """
    before, last = incomes.two_years_before, incomes.last_year
    total_before = _sums(incomes.household, np.maximum(before, 0), count)
    total_last = _sums(incomes.household, np.maximum(last, 0), count)
    silent = np.bincount(
        incomes.household[(before != NOT_GIVEN) & (last == NOT_GIVEN)], minlength=count
    )
    numerator, denominator = (1 - law.reference_income.lower_by).as_integer_ratio()
    is_lower = (silent == 0) & (total_last * denominator <= total_before * numerator)
    given = np.bincount(incomes.household, minlength=count) > 0
    return np.where(given, np.where(is_lower, total_last, total_before), NOT_GIVEN)


def _sums(household: NDArray[np.int64], cents: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    sums = np.zeros(count, np.int64)
    np.add.at(sums, household, cents)
    return sums

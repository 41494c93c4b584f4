"""The rents of the period's dwellings: where they are low, and what ACI households could pay.

A rent is *low* if, by the square metre, it is at or below the first quartile of all dwellings of
the period. It says nothing of who can pay it: APL pays most of many a rent that is not low.

A dwelling *fits* an ACI household if neither the typology rule nor the legal surface refuses it; it
is *within its means* if rent + charges − APL is at most ``max_effort`` × monthly income, as the
rule ``effort`` has it. Communes wished for, ceilings and reservations are not looked at: what is
asked is where rents are low, not who may be proposed what.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import Instance
from repartition.eligibility.effort import HousingCosts, monthly_budget
from repartition.eligibility.rules import too_small, wrong_typology
from repartition.report.numerals import ratio

_BLOCK_CELLS: Final = 2**20
"""Pairs looked at together: bounds the memory."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How numbers are spread: how many, and the values a quarter, half and three quarters reach.

    None where there is no number. Between two numbers a quartile is interpolated, as a
    spreadsheet's QUARTILE does.
    """

    count: int
    low: Fraction | None
    median: Fraction | None
    high: Fraction | None

    @classmethod
    def of(cls, values: Sequence[Fraction]) -> "Spread":
        """Return how values are spread."""
        ordered = sorted(values)
        if not ordered:
            return cls(0, None, None, None)
        low, median, high = (_quantile(ordered, Fraction(k, 4)) for k in (1, 2, 3))
        return cls(len(ordered), low, median, high)


@dataclass(frozen=True, slots=True, eq=False)
class Means:
    """Which of the period's dwellings active ACI households could pay.

    Attributes
    ----------
    households
        Number of active ACI households.
    fitting, paying
        int64 (n_vacancies,): how many of them each dwelling fits; of these, how many could pay it.
        0 for a dwelling that is not of the period.
    with_income, without_income
        For each of them that some dwelling fits, the share of those dwellings it could pay: those
        who have an income, and those who have none, whose limit is to pay nothing at all.
    """

    households: int
    fitting: NDArray[np.int64]
    paying: NDArray[np.int64]
    with_income: tuple[Fraction, ...]
    without_income: tuple[Fraction, ...]

    @property
    def shares(self) -> tuple[Fraction, ...]:
        """The shares of all of them."""
        return self.with_income + self.without_income


@dataclass(frozen=True, slots=True)
class LowRents:
    """How many low rents there are among some dwellings of the period.

    Attributes
    ----------
    dwellings, low
        How many dwellings there are; how many of them have a low rent.
    asking
        Active ACI households that would live there.
    """

    dwellings: int
    low: int
    asking: int

    @property
    def share(self) -> Fraction | None:
        """Share of the dwellings whose rent is low."""
        return ratio(self.low, self.dwellings)

    @property
    def asking_for_each(self) -> Fraction | None:
        """ACI households that would live there, for each dwelling of low rent; None without one."""
        return ratio(self.asking, self.low)


@dataclass(frozen=True, slots=True)
class RentCount:
    """The rents of some dwellings of the period.

    Attributes
    ----------
    dwellings
        How many there are.
    rent
        How their rents without charges are spread, in euros per square metre.
    mean_means
        Of the pairs of such a dwelling and an ACI household that it fits, the share in which the
        household could pay it; None where none fits, or where the scenario has no limit of effort.
    within_half
        Dwellings that at least half of the ACI households they fit could pay.
    """

    dwellings: int
    rent: Spread
    mean_means: Fraction | None
    within_half: int | None


def means_of(instance: Instance) -> Means | None:
    """Return what ACI households could pay; None where the scenario limits no effort."""
    if instance.scenario.eligibility.max_effort is False:
        return None
    own = instance.households
    asking = np.flatnonzero(own.aci & own.active).astype(np.int32)
    dwellings = np.flatnonzero(instance.vacancies.of_period).astype(np.int32)
    fitting, paying = np.zeros((2, instance.n_vacancies), np.int64)
    shares: list[Fraction | None] = []
    for fits, pays in _blocks(instance, asking, dwellings):
        fitting[dwellings] += fits.sum(axis=0)
        paying[dwellings] += pays.sum(axis=0)
        shares += map(ratio, pays.sum(axis=1).tolist(), fits.sum(axis=1).tolist())
    has_income = (own.monthly_income[asking] > 0).tolist()
    # Not strict: where there is no dwelling there is no share at all.
    both = zip(shares, has_income, strict=False)
    known = [(share, has) for share, has in both if share is not None]
    return Means(
        households=len(asking),
        fitting=fitting,
        paying=paying,
        with_income=tuple(share for share, has in known if has),
        without_income=tuple(share for share, has in known if not has),
    )


def low_rent_limit(instance: Instance) -> Fraction | None:
    """Return the highest low rent, in euros per square metre; None without a dwelling."""
    rows = np.flatnonzero(instance.vacancies.of_period)
    return Spread.of(_rents_per_square_metre(instance, rows)).low


def low_rents_by_commune(instance: Instance) -> list[LowRents]:
    """Return the low rents of each commune, by row, beside the ACI households that ask for it."""
    limit = low_rent_limit(instance)
    rows = np.flatnonzero(instance.vacancies.of_period)
    own = instance.vacancies
    is_low = np.array(
        [
            limit is not None and surface > 0 and Fraction(rent, surface) <= limit
            for rent, surface in zip(
                own.rent[rows].tolist(), own.surface[rows].tolist(), strict=True
            )
        ],
        np.bool_,
    )
    commune = instance.commune_of_vacancy()[rows]
    size = len(instance.communes.zone)
    counts = (np.bincount(each, minlength=size).tolist() for each in (commune, commune[is_low]))
    asking = wishes_by_commune(instance).tolist()
    return [LowRents(*numbers) for numbers in zip(*counts, asking, strict=True)]


def rent_count(instance: Instance, means: Means | None, rows: NDArray[np.intp]) -> RentCount:
    """Return the rents of some dwellings of the period, given by their rows: (n,)."""
    spread = Spread.of(_rents_per_square_metre(instance, rows))
    if means is None:
        return RentCount(len(rows), spread, None, None)
    fitting, paying = means.fitting[rows], means.paying[rows]
    return RentCount(
        dwellings=len(rows),
        rent=spread,
        mean_means=ratio(int(paying.sum()), int(fitting.sum())),
        within_half=int(((2 * paying >= fitting) & (fitting > 0)).sum()),
    )


def rents_by(instance: Instance, means: Means | None, name: str) -> dict[str, RentCount]:
    """Return the rents for each value of a column that ``where`` sees: see ``rents_crossed``."""
    return {value: found for (value,), found in rents_crossed(instance, means, (name,)).items()}


def rents_crossed(
    instance: Instance, means: Means | None, names: Sequence[str]
) -> dict[tuple[str, ...], RentCount]:
    """Return the rents for each combination of values of columns that ``where`` sees.

    Only combinations that some dwelling of the period has, in the order of their values; none
    where one of the columns is missing.
    """
    seen = [instance.where_view().column(name) for name in names]
    columns = [column for column in seen if column is not None]
    rows = np.flatnonzero(instance.vacancies.of_period)
    if len(columns) < len(names) or not len(rows):
        return {}
    codes = np.stack([column.codes[rows] for column in columns])
    combinations, group = np.unique(codes, axis=1, return_inverse=True)
    order = np.argsort(group.ravel(), kind="stable")
    starts = np.cumsum(np.bincount(group.ravel()))[:-1]
    return {
        tuple(column.values[code] for column, code in zip(columns, combination, strict=True)): (
            rent_count(instance, means, chosen)
        )
        for combination, chosen in zip(
            combinations.T.tolist(), np.split(rows[order], starts), strict=True
        )
    }


def wishes_by_commune(instance: Instance) -> NDArray[np.int64]:
    """Return how many active ACI households would live in each commune: int64 (n_communes,).

    A household that names no commune would live anywhere.
    """
    found = np.zeros(len(instance.communes.zone), np.int64)
    own = instance.households
    for household in np.flatnonzero(own.aci & own.active).tolist():
        wishes = own.communes[household]
        found[list(set(wishes)) if wishes else slice(None)] += 1
    return found


def _rents_per_square_metre(instance: Instance, rows: NDArray[np.intp]) -> list[Fraction]:
    # Cents for hundredths of a square metre: euros for square metres.
    rents, surfaces = instance.vacancies.rent[rows], instance.vacancies.surface[rows]
    pairs = zip(rents.tolist(), surfaces.tolist(), strict=True)
    return [Fraction(rent, surface) for rent, surface in pairs if surface]


def _quantile(ordered: Sequence[Fraction], share: Fraction) -> Fraction:
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def _blocks(
    instance: Instance, households: NDArray[np.int32], vacancies: NDArray[np.int32]
) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """Yield which dwellings fit a block of households, and which of these they could pay."""
    if not len(vacancies):
        return
    exceeds: Callable[..., NDArray[np.bool_]] = HousingCosts.of(instance).exceeds
    budget = monthly_budget(instance)
    step = max(1, _BLOCK_CELLS // len(vacancies))
    for start in range(0, len(households), step):
        block = households[start : start + step]
        fits = ~wrong_typology(instance, block, vacancies) & ~too_small(instance, block, vacancies)
        row, column = np.nonzero(fits)
        pays = fits.copy()
        pays[row, column] = ~exceeds(budget, block[row], vacancies[column])
        yield fits, pays

"""Persons to households: how many, how old, and who of them counts for what."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.importers.household.law import HouseholdLaw, Role

UNKNOWN: Final = -1
_YEAR, _MONTH = 10_000, 100
_COUPLE: Final = 2


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """The persons of all households, one entry each, in any order.

    Attributes
    ----------
    household
        int64: index of the household.
    role
        int64: a :class:`Role`.
    born
        int64: the day of birth as yyyymmdd, that on which it is expected for an unborn child; 0
        where it is not known.
    """

    household: NDArray[np.int64]
    role: NDArray[np.int64]
    born: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Composition:
    """What households are made of: int64, (n_households,), but for ``is_young_couple`` (bool).

    Attributes
    ----------
    adults, dependants
        Those who would live there; an adult is the applicant or holds the lease with him.
    under_14
        Dependants below that age; one whose age is not known among them.
    ceiling_dependants
        Dependants that count for the category of the ceilings.
    is_young_couple
        Two persons of a couple whose completed ages are known and add up to no more than the law
        says, without a dependant that counts for the ceilings.
    """

    adults: NDArray[np.int64]
    dependants: NDArray[np.int64]
    under_14: NDArray[np.int64]
    ceiling_dependants: NDArray[np.int64]
    is_young_couple: NDArray[np.bool_]

    @property
    def persons(self) -> NDArray[np.int64]:
        """Everyone who would live there."""
        return self.adults + self.dependants


def as_number(day: date) -> int:
    """Return a day as yyyymmdd.

    >>> as_number(date(2014, 3, 1))
    20140301
    """
    return day.year * _YEAR + day.month * _MONTH + day.day


def completed_ages(born: NDArray[np.int64], on: date) -> NDArray[np.int64]:
    """Return the years completed on a day, ``UNKNOWN`` (or less: not yet born) where none are.

    A year is completed on the birthday; of those born on 29 February, on 1 March of other years.
    """
    return np.where(born > 0, (as_number(on) - born) // _YEAR, UNKNOWN)


def compose(members: Members, count: int, *, on: date, law: HouseholdLaw) -> Composition:
    """Return the composition of ``count`` households on a day."""
    lives, counts = _rules(on, law)
    # A child whose birth is expected by that day is taken as born.
    is_due = (members.role == Role.UNBORN) & (members.born > 0) & (members.born <= as_number(on))
    role = np.where(is_due, Role.DEPENDANT, members.role)
    is_adult = role < Role.DEPENDANT
    age = completed_ages(members.born, on)
    is_here = lives[role]

    def number(chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.bincount(members.household[chosen], minlength=count).astype(np.int64)

    adults = number(is_adult & is_here)
    in_ceiling = number(~is_adult & counts[role])
    has_known_ages = number(is_adult & (age < 0)) == 0
    years = np.zeros(count, np.int64)
    np.add.at(years, members.household[is_adult], age[is_adult])
    is_couple = (adults == _COUPLE) & (number(role == Role.PARTNER) == 1)
    return Composition(
        adults=adults,
        dependants=number(~is_adult & is_here),
        under_14=number(~is_adult & is_here & (age < law.young_child.below)),
        ceiling_dependants=in_ceiling,
        is_young_couple=is_couple
        & (in_ceiling == 0)
        & has_known_ages
        & (years <= law.young_couple.most_years),
    )


def _rules(on: date, law: HouseholdLaw) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return, by role, who lives there and who counts for the ceilings, on a day."""
    rules = [law.member_rule(role) for role in Role]
    lives = np.array([rule.lives_there and rule.since <= on for rule in rules])
    counts = np.array([rule.in_ceiling and rule.since <= on for rule in rules])
    return lives, counts

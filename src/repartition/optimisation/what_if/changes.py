"""What may be changed of an instance that has been solved.

Households and dwellings are named by their rows. What is added is the twin of what there is: alike
in every cell but its identifier, free of decisions and of chains.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from repartition.domain.scenario import QuotaKind


@dataclass(frozen=True, slots=True)
class Give:
    """The household gets the dwelling: an eligible pair is in every plan."""

    household: int
    vacancy: int


@dataclass(frozen=True, slots=True)
class Withhold:
    """The household does not get the dwelling: an eligible pair is in no plan."""

    household: int
    vacancy: int


@dataclass(frozen=True, slots=True)
class Decide:
    """The commission gives the household the dwelling, even where a rule refuses it."""

    household: int
    vacancy: int


@dataclass(frozen=True, slots=True)
class WithoutHousehold:
    """The request is withdrawn: the household is no longer active."""

    household: int


@dataclass(frozen=True, slots=True)
class WithoutVacancy:
    """The dwelling is not to let in the period after all."""

    vacancy: int


@dataclass(frozen=True, slots=True)
class AnotherHousehold:
    """One more request, alike in everything but the identifier and so the lottery."""

    like: int
    name: str


@dataclass(frozen=True, slots=True)
class AnotherVacancy:
    """One more dwelling, alike in everything but the identifier; free today."""

    like: int
    name: str


@dataclass(frozen=True, slots=True)
class QuotaBound:
    """Another number in the place of a bound that a quota has."""

    quota: str
    kind: QuotaKind
    bound: Decimal


Change: TypeAlias = (
    Give
    | Withhold
    | Decide
    | WithoutHousehold
    | WithoutVacancy
    | AnotherHousehold
    | AnotherVacancy
    | QuotaBound
)


class ImpossibleChangeError(ValueError):
    """The change makes no sense of this instance: the message says why."""

"""The dated definitions of a household, from ``household.toml``, each with its source."""

import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import IntEnum
from functools import cache
from importlib.resources import files
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from repartition.domain.scenario import ExactDecimal
from repartition.language import N_, _

_IN_WORDS: Final = {
    "applicant": N_("the applicant"),
    "partner": N_("the partner"),
    "co_tenant": N_("others who share the lease"),
    "dependant": N_("dependants"),
    "alternating": N_("children in alternating custody"),
    "visiting": N_("children with a right to visit"),
    "unborn": N_("children to be born"),
    "young_couple": N_("young couples"),
    "young_child": N_("young children"),
    "disability": N_("the signs of a disability"),
    "reference_income": N_("the year of the reference income"),
    "resources": N_("the list of resources"),
}


class Role(IntEnum):
    """What a person is in a request; adults first."""

    APPLICANT = 0
    PARTNER = 1
    CO_TENANT = 2
    DEPENDANT = 3
    ALTERNATING = 4
    VISITING = 5
    UNBORN = 6


class _Sourced(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    verified: bool


class MemberRule(_Sourced):
    """Whether the persons of one role count, and from which day on."""

    role: str
    lives_there: bool
    in_ceiling: bool
    since: date = date.min


class YoungCouple(_Sourced):
    """Until which sum of completed ages a couple without dependants is a young one."""

    most_years: int


class YoungChild(_Sourced):
    """Below which age a person counts 0.3 consumption units."""

    below: int


class Disability(_Sourced):
    """Codes of resources that are taken as the sign of a recognised disability."""

    signs: frozenset[str]


class LowerIncome(_Sourced):
    """By which share last year's income must be lower to be taken instead."""

    lower_by: Annotated[ExactDecimal, Field(ge=0, lt=1)]


class ResourceKind(BaseModel):
    """One code of the list of resources."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    taxable: bool


class ResourceList(_Sourced):
    """The codes of resources, and those that never count."""

    never: frozenset[str]
    list: tuple[ResourceKind, ...]


class HouseholdLaw(BaseModel):
    """Every parameter of what a household is and lives on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    date: date
    member: tuple[MemberRule, ...]
    young_couple: YoungCouple
    young_child: YoungChild
    disability: Disability
    reference_income: LowerIncome
    resources: ResourceList

    def member_rule(self, role: Role) -> MemberRule:
        """Return what holds of one role."""
        return next(rule for rule in self.member if rule.role == role.name.lower())

    def unverified(self) -> Iterator[str]:
        """Yield the name of each parameter that no text we could read confirms."""
        yield from (rule.role for rule in self.member if not rule.verified)
        for name in type(self).model_fields:
            part = getattr(self, name)
            if isinstance(part, _Sourced) and not part.verified:
                yield name


def part_in_words(name: str) -> str:
    """Return how a part of the law is called, as :meth:`HouseholdLaw.unverified` names it."""
    return _(_IN_WORDS[name])


@cache
def household_law() -> HouseholdLaw:
    """Return the definitions of the program."""
    text = files("repartition.importers.household").joinpath("household.toml")
    return HouseholdLaw.model_validate(
        tomllib.loads(text.read_text(encoding="utf-8"), parse_float=Decimal)
    )

"""Whom and what an objective or a target is about, in words: its filters, column by column."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from repartition.domain.filters import Between, Condition, Filter, OneOf, Present, Scalar
from repartition.domain.scenario import Quota
from repartition.domain.tiers import Tier
from repartition.language import _, day
from repartition.report.labels import tier_sense
from repartition.report.numerals import number


def tier_words(tier: Tier) -> str:
    """Return what a tier asks for, and of whom: ``most attributions; households: ACI``."""
    return _("; ").join((tier_sense(tier), *scope_words(tier)))


def quota_words(quota: Quota) -> str:
    """Return which attributions a target counts: ``households: ACI``; all where it says nothing."""
    return _("; ").join(scope_words(quota)) or _("all attributions")


def scope_words(found: Tier | Quota) -> Iterator[str]:
    """Yield of whom, where and through which contingents attributions count; nothing = of all."""
    if found.who.columns():
        yield _("households: {filter}", filter=filter_words(found.who))
    if found.where.columns():
        yield _("dwellings: {filter}", filter=filter_words(found.where))
    if found.via.columns():
        yield _("contingents: {filter}", filter=filter_words(found.via))


def column_words(column: str) -> str:
    """Return what a column holds; one that the program does not know keeps its own name."""
    return {
        "aci": _("ACI"),
        "dalo": _("DALO"),
        "priority": _("priority"),
        "in_qpv": _("in a QPV"),
        "fragile": _("fragile programme"),
        "fragility": _("degree of fragility"),
        "bailleur": _("landlord"),
        "programme": _("programme"),
        "commune": _("commune"),
        "typology": _("typology"),
        "financing": _("financing"),
        "accessible": _("accessible"),
        "new_build": _("new build"),
        "quartile": _("income quartile"),
        "persons": _("persons"),
        "adults": _("adults"),
        "children": _("children"),
        "under_14": _("persons under 14"),
        "monthly_income": _("income a month"),
        "reference_income": _("reference income"),
        "points": _("points"),
        "waiting_days": _("days waited"),
        "rooms": _("rooms"),
        "kind": _("kind of contingent"),
        "occupies": _("programme it lives in"),
    }.get(column, column)


def filter_words(found: Filter) -> str:
    """Return which rows a filter is about: ``ACI or DALO``."""
    return _(" or ").join(
        _(" and ").join(_condition(name, condition) for name, condition in conditions)
        for conditions in found.alternatives
    )


def _condition(name: str, condition: Condition) -> str:
    column = column_words(name)
    match condition:
        case OneOf(values=(True,)):
            return column
        case OneOf(values=(False,)):
            return _("not {column}", column=column)
        case OneOf():
            values = _(" or ").join(_scalar(value) for value in condition.values)
            return _("{column} = {values}", column=column, values=values)
        case Present():
            given = _("{column} given", column=column)
            return given if condition.wanted else _("{column} not given", column=column)
        case Between():
            return _range(column, condition)


def _range(column: str, found: Between) -> str:
    if found.high is None:
        return _("{column} from {low}", column=column, low=_scalar(found.low))
    if found.low is None:
        return _("{column} up to {high}", column=column, high=_scalar(found.high))
    return _(
        "{column} from {low} to {high}",
        column=column,
        low=_scalar(found.low),
        high=_scalar(found.high),
    )


def _scalar(value: Scalar | None) -> str:
    match value:
        case bool():
            return _("yes") if value else _("no")
        case date():
            return day(value)
        case int() | Decimal():
            return number(Fraction(value), decimals=10)
        case None | "":
            return _("empty")
        case str():
            return value

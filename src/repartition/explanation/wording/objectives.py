"""Objectives in words, and the rows their filters are about."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from repartition.domain.filters import Between, Condition, Filter, OneOf, Present, Scalar
from repartition.domain.scenario import Quota
from repartition.domain.tiers import LOTTERY_TIER, Tier, tier_named
from repartition.explanation.wording.amounts import yes_no
from repartition.explanation.wording.lexicon import Lexicon, column_words
from repartition.language import _, day
from repartition.report.labels import tier_name, tier_sense
from repartition.report.numerals import number


def objective(lexicon: Lexicon, identifier: str) -> str:
    """Return an objective by its identifier, with what it asks for and of whom."""
    tier = tier_named(lexicon.scenario, identifier)
    if tier.id == LOTTERY_TIER:
        return _("“lottery” (the public draw between equals, smallest number first)")
    return _(
        "“{objective}” ({sense})",
        objective=tier_name(tier.id),
        sense=_("; ").join((tier_sense(tier), *counted_words(tier))),
    )


def counted_words(found: Tier | Quota) -> list[str]:
    """Return what an objective or a target counts: of whom, where and through which contingents."""
    return [
        words.strip()
        for words, narrowed in (
            (_("households: {filter}", filter=filter_words(found.who)), found.who),
            (_("dwellings: {filter}", filter=filter_words(found.where)), found.where),
            (_("contingents: {filter}", filter=filter_words(found.via)), found.via),
        )
        if narrowed.columns()
    ]


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
            return yes_no(truth=value)
        case date():
            return day(value)
        case int() | Decimal():
            return number(Fraction(value), decimals=10)
        case None | "":
            return _("empty")
        case str():
            return value

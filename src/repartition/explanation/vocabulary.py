"""Words that every answer uses: amounts, lists, causes, objectives, filters, decisions."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from repartition.audit.wording import closure_words
from repartition.domain.filters import Between, Condition, Filter, OneOf, Present, Scalar
from repartition.domain.scenario import Scenario
from repartition.domain.tiers import LOTTERY_TIER, tier_named
from repartition.eligibility.rules import RULES
from repartition.explanation.case import DecisionFact
from repartition.explanation.margins import Place
from repartition.language import _, n_
from repartition.report.labels import tier_sense
from repartition.report.numerals import day, number

_NAMES_SHOWN: Final = 10
_EURO_DECIMALS: Final = 2


def amount(value: Decimal | Fraction) -> str:
    """Return euros: with cents, or without any where there are none."""
    exact = Fraction(value)
    text = number(exact)
    if exact.denominator > 1:
        whole, mark, decimals = text.partition(_("."))
        text = f"{whole}{mark}{decimals:0<{_EURO_DECIMALS}}"
    return _("€{amount}", amount=text)


def rate(percents: Decimal) -> str:
    """Return a percentage, every decimal of it."""
    return _("{number}%", number=number(Fraction(percents), decimals=10))


def area(value: Decimal) -> str:
    """Return square metres."""
    return _("{area} m²", area=number(Fraction(value)))


def names(identifiers: Sequence[str]) -> str:
    """Return the first identifiers of a list, and how many more there are."""
    shown = ", ".join(identifiers[:_NAMES_SHOWN])
    more = len(identifiers) - _NAMES_SHOWN
    if more <= 0:
        return shown
    return n_("{shown} and {number} more", "{shown} and {number} more", more, shown=shown)


def places(found: Sequence[Place]) -> str:
    """Return communes by name, with their codes."""
    return names([f"{place.name} ({place.commune})" for place in found])


def yes_no(*, truth: bool) -> str:
    """Return a truth in words."""
    return _("yes") if truth else _("no")


def cause(name: str) -> str:
    """Return what closes: a rule with the name scenarios give it, or another cause."""
    words = closure_words(name)
    return _("{words} (rule “{rule}”)", words=words, rule=name) if name in RULES else words


def objective(scenario: Scenario, identifier: str) -> str:
    """Return an objective by its identifier, with what it asks for and of whom."""
    tier = tier_named(scenario, identifier)
    if tier.id == LOTTERY_TIER:
        return _("“lottery” (the public draw between equals, smallest number first)")
    about = [
        words.strip()
        for words, narrowed in (
            (_("households: {filter}", filter=filter_words(tier.who)), tier.who),
            (_("dwellings: {filter}", filter=filter_words(tier.where)), tier.where),
            (_("contingents: {filter}", filter=filter_words(tier.via)), tier.via),
        )
        if narrowed.columns()
    ]
    return _(
        "“{objective}” ({sense})", objective=tier.id, sense=_("; ").join((tier_sense(tier), *about))
    )


def filter_words(found: Filter) -> str:
    """Return which rows a filter is about: ``aci = yes or dalo = yes``."""
    return _(" or ").join(
        _(" and ").join(_condition(name, condition) for name, condition in conditions)
        for conditions in found.alternatives
    )


def decision_words(decision: DecisionFact) -> str:
    """Return a decision with its pair, its day and its reason."""
    who = {"vacancy": decision.vacancy, "household": decision.household}
    said = {
        "attribution": _("the commission gives {vacancy} to {household}", **who),
        "attribution_ranked": _("the commission ranks {household} for {vacancy}", **who),
        "attribution_conditional": _(
            "the commission gives {vacancy} to {household}, under a condition", **who
        ),
        "non_attribution": _("the commission does not give {vacancy} to {household}", **who),
        "inadmissible": _(
            "the commission, asked to give {vacancy} to {household}, finds the request "
            "inadmissible",
            **who,
        ),
        "refused_by_household": _("the household {household} has refused {vacancy}", **who),
    }[decision.decision]
    if decision.rank is not None:
        said = _("{decision}, rank {rank}", decision=said, rank=decision.rank)
    if decision.decided_on is not None:
        said = _("{decision}, on {day}", decision=said, day=day(decision.decided_on))
    if decision.reason:
        said = _("{decision} (reason: {reason})", decision=said, reason=decision.reason)
    return said


def sentence(clause: str) -> str:
    """Return a clause as a sentence: a capital first, a full stop last."""
    return f"{clause[:1].upper()}{clause[1:]}."


def _condition(name: str, condition: Condition) -> str:
    match condition:
        case OneOf():
            values = _(" or ").join(_scalar(value) for value in condition.values)
            return _("{column} = {values}", column=name, values=values)
        case Present():
            given = _("{column} given", column=name)
            return given if condition.wanted else _("{column} not given", column=name)
        case Between():
            return _range(name, condition)


def _range(name: str, found: Between) -> str:
    if found.high is None:
        return _("{column} from {low}", column=name, low=_scalar(found.low))
    if found.low is None:
        return _("{column} up to {high}", column=name, high=_scalar(found.high))
    return _(
        "{column} from {low} to {high}",
        column=name,
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

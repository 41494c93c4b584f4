"""Sentences about what a rule refuses, and by how much."""

from typing import Final, assert_never

from repartition.audit.wording import closure_words
from repartition.explanation.facts.refusals import (
    AccessibleRefusal,
    ActiveRefusal,
    CeilingRefusal,
    CommuneRefusal,
    ContingentRefusal,
    DecisionRefusal,
    EffortRefusal,
    Refusal,
    SurfaceRefusal,
    TypologyRefusal,
)
from repartition.explanation.wording.amounts import amount, area, names, places, rate
from repartition.explanation.wording.decisions import decision_words
from repartition.explanation.wording.lexicon import Lexicon
from repartition.language import _, day, n_

_AS_LARGE_AS_ANY: Final = 9
"""Rooms from which a grid means no upper end: no typology has a longer name."""


def arithmetic_words(lexicon: Lexicon, refusal: Refusal) -> str:  # noqa: C901 - one rule, one line
    """Return by how much a rule refuses a pair: a clause with its arithmetic."""
    match refusal:
        case ActiveRefusal():
            return _active(refusal)
        case TypologyRefusal():
            return _typology(refusal)
        case SurfaceRefusal():
            return _surface(refusal)
        case CeilingRefusal():
            return _ceiling(refusal)
        case EffortRefusal():
            return _effort(refusal)
        case CommuneRefusal():
            return _commune(refusal)
        case AccessibleRefusal():
            return _("the household needs an accessible dwelling, which this one is not")
        case ContingentRefusal():
            return _contingent(lexicon, refusal)
        case DecisionRefusal():
            decision = refusal.decision
            return _("a decision is against it") if decision is None else decision_words(decision)
        case _:
            assert_never(refusal)


def refusal_words(lexicon: Lexicon, refusal: Refusal) -> str:
    """Return which rule refuses a pair, with the name scenarios give it, and by how much."""
    return _(
        "{words} (rule “{rule}”): {arithmetic}",
        words=closure_words(refusal.rule),
        rule=refusal.rule,
        arithmetic=arithmetic_words(lexicon, refusal),
    )


def _active(refusal: ActiveRefusal) -> str:
    if not refusal.household_active:
        return _("the request is not active")
    if refusal.available_on is None:
        return _("the dwelling is not of the period")
    return _(
        "the dwelling is free on {day}, after the period, which ends on {end}",
        day=day(refusal.available_on),
        end=day(refusal.period_end),
    )


def _typology(refusal: TypologyRefusal) -> str:
    return n_(
        "the dwelling is a T{rooms}; for {number} person, {asked}",
        "the dwelling is a T{rooms}; for {number} persons, {asked}",
        refusal.persons,
        rooms=refusal.rooms,
        asked=_rooms_asked(refusal),
    )


def _rooms_asked(refusal: TypologyRefusal) -> str:
    if refusal.largest >= _AS_LARGE_AS_ANY:
        return _("T{smallest} or larger", smallest=refusal.smallest)
    return _("T{smallest} to T{largest}", smallest=refusal.smallest, largest=refusal.largest)


def _surface(refusal: SurfaceRefusal) -> str:
    return n_(
        "{surface}, where the law asks for {least} for {number} person: {lacking} too small",
        "{surface}, where the law asks for {least} for {number} persons: {lacking} too small",
        refusal.persons,
        surface=area(refusal.surface),
        least=area(refusal.least),
        lacking=area(refusal.least - refusal.surface),
    )


def _ceiling(refusal: CeilingRefusal) -> str:
    return _(
        "a reference income of {income} a year against a ceiling of {ceiling} "
        "({financing}, category {category}): {excess} too much",
        income=amount(refusal.reference_income),
        ceiling=amount(refusal.ceiling),
        financing=refusal.financing,
        category=refusal.category,
        excess=amount(refusal.excess),
    )


def _effort(refusal: EffortRefusal) -> str:
    sums = _(
        "{rent} of rent + {charges} of charges − {benefit} of APL = {to_pay} a month to pay",
        rent=amount(refusal.rent),
        charges=amount(refusal.charges),
        benefit=amount(refusal.benefit),
        to_pay=amount(refusal.to_pay),
    )
    if refusal.rate is None:
        return _("the household has no income, and there is something to pay: {sums}", sums=sums)
    return _(
        "{rate} of its income against {most} at most: {sums}, out of {income}; {excess} too much",
        rate=rate(refusal.rate),
        most=rate(refusal.largest_rate),
        sums=sums,
        income=amount(refusal.income),
        excess=amount(refusal.excess),
    )


def _commune(refusal: CommuneRefusal) -> str:
    return _(
        "the dwelling is in {commune}; the household asks for {wishes}",
        commune=places((refusal.place,)),
        wishes=places(refusal.wishes),
    )


def _contingent(lexicon: Lexicon, refusal: ContingentRefusal) -> str:
    held = names([lexicon.contingent(each) for each in refusal.held]) or _("no contingent")
    reserved_for = lexicon.contingent(refusal.reserved_for) or _("nobody")
    if refusal.openers == (refusal.reserved_for,):
        return _(
            "the dwelling is reserved for {contingent}; the household may be proposed through "
            "{held}",
            contingent=reserved_for,
            held=held,
        )
    openers = names([lexicon.contingent(each) for each in refusal.openers])
    return _(
        "the dwelling is reserved for {contingent}, and could be opened by {openers}; the "
        "household may be proposed through {held}",
        contingent=reserved_for,
        openers=openers or _("none"),
        held=held,
    )

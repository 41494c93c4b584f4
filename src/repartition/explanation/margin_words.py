"""Sentences about what a rule refuses, and by how much."""

from collections.abc import Iterator, Sequence
from typing import Final, Literal, assert_never

from repartition.explanation.margins import (
    AccessibleMargin,
    ActiveMargin,
    CeilingMargin,
    CommuneMargin,
    ContingentMargin,
    DecisionMargin,
    EffortMargin,
    Margin,
    SurfaceMargin,
    TypologyMargin,
)
from repartition.explanation.passage import Barrier, Step
from repartition.explanation.vocabulary import (
    amount,
    area,
    cause,
    decision_words,
    names,
    places,
    rate,
    sentence,
)
from repartition.language import _, n_
from repartition.report.numerals import day

_AS_LARGE_AS_ANY: Final = 9
"""Rooms from which a grid means no upper end: no typology has a longer name."""
Asked = Literal["household", "vacancy"]


def margin_words(margin: Margin) -> str:  # noqa: C901 - one rule, one line
    """Return by how much a rule refuses a pair: a clause with its arithmetic."""
    match margin:
        case ActiveMargin():
            return _active(margin)
        case TypologyMargin():
            return _typology(margin)
        case SurfaceMargin():
            return _surface(margin)
        case CeilingMargin():
            return _ceiling(margin)
        case EffortMargin():
            return _effort(margin)
        case CommuneMargin():
            return _commune(margin)
        case AccessibleMargin():
            return _("the household needs an accessible dwelling, which this one is not")
        case ContingentMargin():
            return _contingent(margin)
        case DecisionMargin():
            decision = margin.decision
            return _("a decision is against it") if decision is None else decision_words(decision)
        case _:
            assert_never(margin)


def refusal_words(margin: Margin) -> str:
    """Return which rule refuses a pair, and by how much."""
    return _("{cause}: {arithmetic}", cause=cause(margin.rule), arithmetic=margin_words(margin))


def step_words(steps: Sequence[Step]) -> Iterator[str]:
    """Yield what each cause that shuts something shuts, and what is left after it."""
    for step in steps:
        if step.shuts:
            yield _(
                "{cause}: shuts {shuts}, {left} left",
                cause=cause(step.rule),
                shuts=step.shuts,
                left=step.left,
            )


def barrier_words(barrier: Barrier, asked: Asked) -> str:
    """Return how many dwellings (or requests) one rule alone shuts, and the nearest miss."""
    if asked == "household":
        shut = n_(
            "{number} dwelling is shut by this rule alone: {cause}",
            "{number} dwellings are shut by this rule alone: {cause}",
            barrier.count,
            cause=cause(barrier.rule),
        )
        near = barrier.vacancy
    else:
        shut = n_(
            "{number} request is shut out by this rule alone: {cause}",
            "{number} requests are shut out by this rule alone: {cause}",
            barrier.count,
            cause=cause(barrier.rule),
        )
        near = barrier.household
    return _("{shut}; {nearest}", shut=shut, nearest=_nearest(barrier, near))


def _nearest(barrier: Barrier, near: str) -> str:
    by = names([f"{share.name} ({share.count})" for share in barrier.by])
    if by and barrier.rule == "commune":
        return _("they lie in {communes}", communes=by)
    if by:
        return _("what would open them: {contingents}", contingents=by)
    if barrier.rule in {"accessible", "decision", "commune", "contingent"}:
        return _("for instance {name}: {arithmetic}", name=near, arithmetic=_of(barrier))
    return _("the nearest, {name}: {arithmetic}", name=near, arithmetic=_of(barrier))


def _of(barrier: Barrier) -> str:
    return margin_words(barrier.nearest)


def alone_sentences(barriers: Sequence[Barrier], asked: Asked) -> list[str]:
    """Return a sentence for each rule that alone shuts something; or that none does."""
    if barriers:
        return [sentence(barrier_words(barrier, asked)) for barrier in barriers]
    if asked == "household":
        return [_("No dwelling is shut by one rule alone: each is shut by several at once.")]
    return [_("No request is shut out by one rule alone: each is shut out by several at once.")]


def _active(margin: ActiveMargin) -> str:
    if not margin.household_active:
        return _("the request is not active")
    if margin.available_on is None:
        return _("the dwelling is not of the period")
    return _(
        "the dwelling is free on {day}, after the period, which ends on {end}",
        day=day(margin.available_on),
        end=day(margin.period_end),
    )


def _typology(margin: TypologyMargin) -> str:
    return n_(
        "the dwelling is a T{rooms}; for {number} person, {asked}",
        "the dwelling is a T{rooms}; for {number} persons, {asked}",
        margin.persons,
        rooms=margin.rooms,
        asked=_rooms_asked(margin),
    )


def _rooms_asked(margin: TypologyMargin) -> str:
    if margin.largest >= _AS_LARGE_AS_ANY:
        return _("T{smallest} or larger", smallest=margin.smallest)
    return _("T{smallest} to T{largest}", smallest=margin.smallest, largest=margin.largest)


def _surface(margin: SurfaceMargin) -> str:
    return n_(
        "{surface}, where the law asks for {least} for {number} person: {lacking} too small",
        "{surface}, where the law asks for {least} for {number} persons: {lacking} too small",
        margin.persons,
        surface=area(margin.surface),
        least=area(margin.least),
        lacking=area(margin.least - margin.surface),
    )


def _ceiling(margin: CeilingMargin) -> str:
    return _(
        "a reference income of {income} a year against a ceiling of {ceiling} "
        "({financing}, category {category}): {excess} too much",
        income=amount(margin.reference_income),
        ceiling=amount(margin.ceiling),
        financing=margin.financing,
        category=margin.category,
        excess=amount(margin.excess),
    )


def _effort(margin: EffortMargin) -> str:
    sums = _(
        "{rent} of rent + {charges} of charges − {benefit} of APL = {to_pay} a month to pay",
        rent=amount(margin.rent),
        charges=amount(margin.charges),
        benefit=amount(margin.benefit),
        to_pay=amount(margin.to_pay),
    )
    if margin.rate is None:
        return _("the household has no income, and there is something to pay: {sums}", sums=sums)
    return _(
        "{rate} of its income against {most} at most: {sums}, out of {income}; {excess} too much",
        rate=rate(margin.rate),
        most=rate(margin.largest_rate),
        sums=sums,
        income=amount(margin.income),
        excess=amount(margin.excess),
    )


def _commune(margin: CommuneMargin) -> str:
    return _(
        "the dwelling is in {commune}; the household asks for {wishes}",
        commune=places((margin.place,)),
        wishes=places(margin.wishes),
    )


def _contingent(margin: ContingentMargin) -> str:
    held = names(margin.held) or _("no contingent")
    openers = names(margin.openers)
    if openers == margin.reserved_for:
        return _(
            "the dwelling is reserved for {contingent}; the household may be proposed through "
            "{held}",
            contingent=margin.reserved_for,
            held=held,
        )
    return _(
        "the dwelling is reserved for {contingent}, and could be opened by {openers}; the "
        "household may be proposed through {held}",
        contingent=margin.reserved_for or _("nobody"),
        openers=openers or _("none"),
        held=held,
    )

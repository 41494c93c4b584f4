"""A state that changes are asked of: made of a plan and its prices, or of none."""

from dataclasses import replace

import numpy as np
import pytest
from tests.factories import household, instance, vacancy
from tests.optimisation.instances import draw
from tests.optimisation.plans import solve
from tests.optimisation.what_if.changes import situation_of

from repartition.domain.certificate import Certificate, CountBound, PartPrices
from repartition.optimisation.what_if import (
    Give,
    Situation,
    UnfitCertificateError,
    answer,
    reopen,
)


@pytest.fixture
def before() -> Situation:
    """Return two homes for three households, one of them larger."""
    return situation_of(
        instance(
            households=[
                household(name, points=points)
                for name, points in zip("abc", (9, 7, 4), strict=True)
            ],
            vacancies=[vacancy("v1"), vacancy("v2")],
            scenario={
                "quotas": [{"id": "most", "max": 2}],
                "objectives": [{"id": "points", "maximise": "points"}],
            },
        )
    )


def with_first_part(certificate: Certificate, part: PartPrices) -> Certificate:
    first, *others = certificate.tiers
    return Certificate(((part, *first[1:]), *others))


def test_the_columns_left_in_the_end_are_those_of_plans_as_good(before: Situation) -> None:
    found = solve(before.instance)
    state = reopen(before, found.plan, found.certificate)
    assert state.is_tight
    left = np.flatnonzero(state.last_tier == len(state.steps))
    # ``a`` and ``b`` can have either home; ``c`` has none in any plan as good.
    assert sorted(state.program.household[left].tolist()) == [0, 0, 1, 1]
    assert np.isin(state.plan, left).all()


@pytest.mark.parametrize("seed", range(20))
def test_what_prices_prove_is_drawn_again_as_the_search_drew_it(seed: int) -> None:
    before = situation_of(draw(seed, smallest=3, largest=6, soft=True))
    found = solve(before.instance)
    state = reopen(before, found.plan, found.certificate)
    for step, tier, objective in zip(
        state.steps, found.tiers, state.program.objectives, strict=True
    ):
        assert objective.value(step.target) == tier.value
        assert step.bound.whole >= step.target


@pytest.mark.parametrize(
    "spoil",
    [
        lambda part: replace(part, vacancy=part.vacancy[:-1]),
        lambda part: replace(part, plain=np.append(part.plain, 1)),
        lambda part: replace(part, cap=np.append(part.cap, 1)),
        lambda part: replace(part, tightened=part.tightened[:-1]),
        lambda part: replace(part, denominator=0),
        lambda part: replace(part, vacancy=part.vacancy - 1),
        lambda part: replace(part, plain=part.plain - 1),
        lambda part: replace(part, vacancy=part.vacancy + 2**62),
        lambda part: replace(part, split=(CountBound(0, 0, 1, 1),)),
        lambda part: replace(part, count={CountBound(9, 0, 1, 1): 1}),
    ],
)
def test_prices_that_are_not_those_of_the_programme_are_refused(
    before: Situation, spoil: "object"
) -> None:
    found = solve(before.instance)
    part = found.certificate.tiers[0][0]
    assert callable(spoil)
    with pytest.raises(UnfitCertificateError):
        reopen(before, found.plan, with_first_part(found.certificate, spoil(part)))


def test_a_plan_that_breaks_a_hard_rule_is_no_state(before: Situation) -> None:
    """Three quotas allow one attribution; the plan has two."""
    found = solve(before.instance)
    quotas = tuple(q.model_copy(update={"max": 1}) for q in before.instance.scenario.quotas)
    scenario = before.instance.scenario.model_copy(update={"quotas": quotas})
    strict = situation_of(replace(before.instance, scenario=scenario))
    with pytest.raises(UnfitCertificateError):
        reopen(strict, found.plan, found.certificate)


@pytest.mark.parametrize("doublings", [30, 43, 50, 58])
def test_prices_too_large_to_add_up_are_not_reckoned_with(
    before: Situation, doublings: int
) -> None:
    """The same prices over another denominator prove the same; sums along paths must fit."""
    found = solve(before.instance)
    tiers = [
        tuple(
            replace(
                part,
                denominator=part.denominator << doublings,
                vacancy=part.vacancy << doublings,
                cap=part.cap << doublings,
                plain=part.plain << doublings,
                tightened=part.tightened << doublings,
            )
            for part in parts
        )
        for parts in found.certificate.tiers
    ]
    try:
        state = reopen(before, found.plan, Certificate(tuple(tiers)))
    except UnfitCertificateError:
        assert doublings > 30  # a lottery number has twenty bits
        return
    told = answer(state, Give(2, 0))
    assert told.from_prices == (doublings < 24)
    assert [tier.value for tier in told.solution.tiers][1] == 13


def test_a_bound_below_the_plan_is_no_bound(before: Situation) -> None:
    """A price of its own for each home, left out of the sum: the plan would beat its bound."""
    found = solve(before.instance)
    worse = replace(
        found.plan,
        household=found.plan.household[:0],
        vacancy=found.plan.vacancy[:0],
        contingent=found.plan.contingent[:0],
        transfer=found.plan.transfer[:0],
    )
    state = reopen(before, worse, found.certificate)
    assert not state.is_tight


def test_other_prices_prove_less_and_the_answer_is_solved_for(before: Situation) -> None:
    found = solve(before.instance)
    tiers = [
        tuple(replace(part, vacancy=part.vacancy + part.denominator) for part in parts)
        for parts in found.certificate.tiers
    ]
    state = reopen(before, found.plan, Certificate(tuple(tiers)))
    assert not state.is_tight
    assert not answer(state, Give(2, 0)).from_prices


def test_prices_of_a_search_that_was_stopped_are_a_state_without_answers(
    before: Situation,
) -> None:
    found = solve(before.instance)
    state = reopen(before, found.plan, Certificate(found.certificate.tiers[:2]))
    assert not state.is_tight
    assert not answer(state, Give(2, 0)).from_prices

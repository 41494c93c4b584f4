"""No plan is worth more than what prices prove, and what settles a tier loses no plan of it."""

import random
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from tests.factories import household, instance, vacancy
from tests.optimisation.instances import draw
from tests.optimisation.plans import program_of
from tests.optimisation.points import choices, lies_on, narrowed, points, priced

from repartition.domain.certificate import CountBound
from repartition.optimisation.bound import Bound, exact_bound, is_safe, settle
from repartition.optimisation.choices import smallest_slacks, total
from repartition.optimisation.face import UNBOUNDED, Face
from repartition.optimisation.pricing import Market, Prices
from repartition.optimisation.program import Program

SEEDS = range(60)


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_no_point_of_a_face_is_worth_more_than_the_bound_of_any_prices(start: int) -> None:
    seen = 0
    for seed in range(start, start + 20):
        r = random.Random(seed)
        program = program_of(draw(seed, largest=3))
        face = narrowed(program, r)
        found = list(points(program, face, mix=r))
        for tier, objective in enumerate(program.objectives):
            prices = priced(program, face, r)
            bound = exact_bound(Market.of(program, face, objective), prices)
            for point in found:
                seen += 1
                worth = total(program, tier, point.columns, point.slacks)
                assert worth * bound.denominator <= bound.total, (seed, tier)
                assert worth <= bound.whole
    assert seen > 200


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_settling_keeps_every_point_that_reaches_the_target_and_only_drops(start: int) -> None:
    kept = dropped = 0
    for seed in range(start, start + 20):
        r = random.Random(seed)
        program = program_of(draw(seed, largest=3))
        face = narrowed(program, r)
        found = list(points(program, face, mix=r))
        for tier, objective in enumerate(program.objectives):
            bound = exact_bound(Market.of(program, face, objective), priced(program, face, r))
            sums = [total(program, tier, point.columns, point.slacks) for point in found]
            targets = {bound.whole, bound.whole - 1, *sums[:3], max(sums, default=0)}
            for target in targets:
                settled = settle(face, tier, bound, target)
                for point, worth in zip(found, sums, strict=True):
                    stays = lies_on(program, settled, point)
                    assert stays or worth < target, (seed, tier)
                    # Where a kept tier is above its target, the next may be below and stay.
                    exact = all(
                        total(program, other, point.columns, point.slacks) == least
                        for other, least in face.kept
                    )
                    assert not (stays and exact) or worth >= target, (seed, tier)
                    kept, dropped = kept + stays, dropped + (exact and not stays)
    assert kept > 100
    assert dropped > 100


def test_the_bound_of_no_prices_is_everything_at_its_best() -> None:
    """Two households of 3 and 5 points: without prices each may take a dwelling, 8 at most."""
    program = auction()
    bound = bound_of(program, vacancy_prices=[0, 0])
    assert (bound.total, bound.denominator) == (8, 1)
    assert bound.household.tolist() == [3, 5]


def auction() -> Program:
    """Two households of 3 and 5 points and two dwellings, the second too small for the second."""
    return program_of(
        instance(
            households=[household("a", points=3), household("b", points=5, persons=2)],
            vacancies=[vacancy("v", surface=20), vacancy("w", surface=10)],
            scenario={"objectives": [{"id": "points", "maximise": "points"}]},
        )
    )


def bound_of(program: Program, vacancy_prices: list[float], face: Face | None = None) -> Bound:
    prices = Prices(np.array(vacancy_prices), np.zeros(0), np.zeros(0), np.zeros(0))
    market = Market.of(program, face or Face.whole(program), program.objectives[1])
    return exact_bound(market, prices)


@pytest.mark.parametrize(
    ("prices", "total_bound", "household_prices", "reduced"),
    [
        # p_v + p_w + max(0, 3 − p) + max(0, 5 − p_v)
        ([0, 0], 8, [3, 5], [0, 0, 0]),
        ([1, 0], 8, [3, 4], [1, 0, 0]),
        ([6, 0], 9, [3, 0], [6, 0, 1]),
        ([4, 4], 9, [0, 1], [1, 1, 0]),
        ([-1, 0], 8, [3, 5], [0, 0, 0]),  # a dwelling that may stay empty has no price below 0
    ],
)
def test_a_bound_is_what_dwellings_cost_and_what_households_gain(
    prices: list[float],
    total_bound: int,
    household_prices: list[int],
    reduced: list[int],
) -> None:
    bound = bound_of(auction(), prices)
    assert (bound.total, bound.denominator) == (total_bound, 1)
    assert bound.household.tolist() == household_prices
    assert bound.reduced.tolist() == reduced


def test_a_bound_in_between_is_rounded_down_as_sums_are_whole() -> None:
    bound = bound_of(auction(), [0, 0])
    assert replace(bound, total=15, denominator=2).whole == 7
    assert replace(bound, total=-15, denominator=2).whole == -8


def test_a_dwelling_that_must_be_given_may_have_a_price_below_zero() -> None:
    """It then counts in the bound: −1 + (3 + 1) + … is no more than 8 − 0."""
    program = auction()
    face = replace(Face.whole(program), vacancy_required=np.array([True, False]))
    bound = bound_of(program, [-1, 0], face)
    assert bound.prices.vacancy.tolist() == [-1, 0]
    assert bound.total == -1 + max(3 + 1, 3) + (5 + 1)


def test_a_household_that_must_move_may_lose() -> None:
    """At a price of 6 for ``v`` the second household would rather stay, and may not."""
    program = auction()
    required = replace(Face.whole(program), household_required=np.array([False, True]))
    assert bound_of(program, [6, 0]).total == 6 + 3 + 0
    assert bound_of(program, [6, 0], required).total == 6 + 3 + (5 - 6)


def test_settling_closes_what_loses_more_than_the_gap_and_fills_what_is_worth_more() -> None:
    """Prices (1, 0): bound 8. For ``a``, dwelling ``v`` loses 1, and every one is worth 3 or 4."""
    program = auction()
    face = Face.whole(program)
    bound = bound_of(program, [1, 0])
    exact = settle(face, 1, bound, 8)
    assert exact.columns.tolist() == [1, 2]
    assert exact.household_required.tolist() == [True, True]
    assert exact.vacancy_required.tolist() == [True, False]
    assert exact.kept == ()
    near = settle(face, 1, bound, 7)  # a gap of 1: the column and the price of 1 stay within it
    assert near.columns.tolist() == [0, 1, 2]
    assert near.vacancy_required.tolist() == [False, False]
    assert near.kept == ((1, 7),)
    far = settle(face, 1, bound, 4)  # a gap of 4: even households worth 4 may go without
    assert far.household_required.tolist() == [False, False]
    assert settle(face, 1, bound, 5).household_required.tolist() == [False, True]


def quota_program() -> Program:
    """Four households, four dwellings; at least two attributions, softly, and at most three."""
    return program_of(
        instance(
            households=[household(f"h{i}") for i in range(4)],
            vacancies=[vacancy(f"v{i}") for i in range(4)],
            scenario={
                "quotas": [
                    {"id": "least", "min": 2, "soft": 1},
                    {"id": "most", "max": 3},
                ],
                "objectives": [{"id": "house", "maximise": "attributions"}],
            },
        )
    )


def test_settling_a_priced_row_leaves_it_the_room_of_the_gap() -> None:
    """``most`` at a price of 1: bound 3 × 1 for ``house``; each attribution nets 0."""
    program = quota_program()
    face = Face.whole(program).without_hard_shortfall(program)
    prices = Prices(np.zeros(4), np.array([0.0, 1.0]), np.zeros(0), np.zeros(0))
    bound = exact_bound(Market.of(program, face, program.objectives[2]), prices)
    assert bound.total == 3
    assert settle(face, 2, bound, 3).lower.tolist() == [UNBOUNDED, 3]
    assert settle(face, 2, bound, 2).lower.tolist() == [UNBOUNDED, 2]
    assert bound.slack_reduced.tolist() == [0, -1]  # one more shortfall would gain one more home


def test_settling_a_slack_that_costs_leaves_it_the_room_of_the_gap() -> None:
    """The shortfall of ``least`` costs 1 a unit in its own tier, and is 2 at most."""
    program = quota_program()
    face = Face.whole(program)
    nothing = Prices(np.zeros(4), np.zeros(2), np.zeros(0), np.zeros(0))
    bound = exact_bound(Market.of(program, face, program.objectives[1]), nothing)
    assert bound.total == 0
    assert [settle(face, 1, bound, -gap).slack_limit[0] for gap in range(4)] == [0, 1, 2, 2]


def test_settling_a_slack_that_gains_keeps_it_high() -> None:
    """A price of 3 on ``least`` and a cost of 1: the shortfall gains 2, so it is wanted at 2."""
    program = quota_program()
    face = Face.whole(program)
    prices = Prices(np.zeros(4), np.array([3.0, 0.0]), np.zeros(0), np.zeros(0))
    bound = exact_bound(Market.of(program, face, program.objectives[1]), prices)
    assert bound.slack_reduced[0] == -2
    # gap 0: 2; gap 1: still 2 (one unit less costs 2); gap 2: 1; gap 4: 0.
    least = [settle(face, 1, bound, bound.total - gap).slack_least[0] for gap in (0, 1, 2, 4)]
    assert least == [2, 2, 1, 0]


def test_a_row_priced_below_zero_stays_at_its_lower_end() -> None:
    """With at least two attributions as lower end, a price of −2 pays for them."""
    program = quota_program()
    face = replace(
        Face.whole(program).without_hard_shortfall(program), lower=np.array([UNBOUNDED, 2])
    )
    prices = Prices(np.zeros(4), np.array([0.0, -2.0]), np.zeros(0), np.zeros(0))
    fewest = replace(program.objectives[2], weights=-program.objectives[2].weights)
    bound = exact_bound(Market.of(program, face, fewest), prices)
    assert bound.prices.side.tolist() == [0, -2]
    # −2 × 2 and each of four households gains −1 + 2 = 1.
    assert bound.total == -4 + 4
    uppers = [settle(face, 2, bound, -gap).upper[1] for gap in (0, 1, 2, 3)]
    assert uppers == [2, 2, 3, 3]
    # Without a lower end such a price says nothing, and is dropped.
    free = exact_bound(
        Market.of(program, replace(face, lower=np.full(2, UNBOUNDED)), fewest), prices
    )
    assert free.prices.side.tolist() == [0, 0]


def test_settled_tiers_that_are_kept_may_be_priced() -> None:
    """Points at a price of 1 against a second tier that wants the other household."""
    program = auction()
    face = Face.whole(program).keep(1, 5)
    fewest = replace(program.objectives[1], weights=-program.objectives[1].weights)
    prices = Prices(np.zeros(2), np.zeros(0), np.array([1.0]), np.zeros(0))
    bound = exact_bound(Market.of(program, face, fewest), prices)
    assert bound.total == -5  # −w + w gains nothing, less the 5 that were promised
    below = exact_bound(Market.of(program, face, fewest), replace(prices, kept=np.array([-1.0])))
    assert below.prices.kept.tolist() == [0]
    assert below.total == 0


@pytest.mark.parametrize("size", [1, 10**3, 10**9, 10**12])
@pytest.mark.parametrize("price", [1.0, 0.3, 1 / 3, 2**0.5])
def test_the_bound_is_exact_whatever_the_size_of_the_measures(size: int, price: float) -> None:
    """Computed again in integers without an end: nothing has left 64 bits."""
    program = auction()
    objective = replace(
        program.objectives[1], weights=program.objectives[1].weights.astype(np.int64) * size
    )
    face = Face.whole(program)
    prices = Prices(np.array([price * size, 0.1]), np.zeros(0), np.zeros(0), np.zeros(0))
    bound = exact_bound(Market.of(program, face, objective), prices)
    whole = bound.prices.vacancy.tolist()
    net = [
        weight * bound.denominator - whole[dwelling]
        for weight, dwelling in zip(
            objective.weights.tolist(), program.vacancy.tolist(), strict=True
        )
    ]
    assert bound.total == sum(whole) + max(0, net[0], net[1]) + max(0, net[2])
    assert bound.total * Fraction(1, bound.denominator) >= 8 * size
    # Prices were rounded, by half of one unit at most.
    assert abs(whole[0] - price * size * bound.denominator) <= max(1, abs(whole[0]) * 1e-5)


@pytest.mark.parametrize(
    ("price", "denominator"), [(2.0, 1), (0.5, 2), (1 / 3, 3), (0.15, 20), (1 / 7, 2**24)]
)
def test_prices_are_written_over_the_smallest_denominator_that_holds_them(
    price: float, denominator: int
) -> None:
    assert bound_of(auction(), [price, 0]).denominator == denominator


def test_columns_are_priced_by_all_they_weigh_on() -> None:
    """Weight less dwelling, rows and branch, plus what a kept tier pays: 1 − 2 − 3 + 5 × 1 − 4."""
    program = quota_program()
    face = Face.whole(program).keep(2, 1).branch(CountBound(0, 0, 1, 1))
    prices = Prices(np.array([2, 0, 0, 0]), np.array([0, 3]), np.array([5]), np.array([4]))
    market = Market.of(program, face, program.objectives[2])
    net = market.at(prices, denominator=7).net_of(face.columns)
    counted = (program.counts.group_of_way[0] == 0)[program.way[:2]].tolist()
    assert net[:2].tolist() == [
        7 - 2 - 3 + 5 - 4 * counted[0],
        7 - 0 - 3 + 5 - 4 * counted[1],
    ]


def test_a_plan_that_meets_every_rule_is_on_the_face_without_hard_shortfall() -> None:
    program = quota_program()
    face = Face.whole(program).without_hard_shortfall(program)
    found = [plan for plan in choices(program) if len(plan) <= 3]
    assert len(found) == 1 + 16 + 72 + 96
    assert len({len(p.columns) for p in points(program, face, mix=random.Random(1))}) == 4
    assert smallest_slacks(program, found[-1]).tolist() == [0, 0]


def test_the_largest_weight_of_a_market_is_that_of_either_sign() -> None:
    program = auction()
    face = Face.whole(program).keep(1, 5)
    fewest = replace(program.objectives[1], weights=-program.objectives[1].weights)
    assert Market.of(program, face, program.objectives[1]).largest == 5
    assert Market.of(program, face, fewest).largest == 5
    assert Market.of(program, face, fewest).kept_largest == (5,)


@pytest.mark.parametrize(("price", "denominator", "safe"), [(2**59, 1, True), (2**62, 8, False)])
def test_whole_prices_are_safe_where_their_own_sums_fit_whatever_they_are_over(
    price: int, denominator: int, *, safe: bool
) -> None:
    """Both are the same fraction of a point; the sums are those of the whole numbers."""
    program = auction()
    face = Face.whole(program)
    prices = Prices(np.array([price, 0]), *(np.zeros(0, np.int64) for _rows in range(3)))
    market = Market.of(program, face, program.objectives[1])
    assert is_safe(market, prices, denominator) == safe


def test_prices_too_large_to_sum_are_left_out_and_the_bound_still_holds() -> None:
    """Prices of 10^30 say nothing: 3 + 5 is what everyone's best column is worth."""
    bound = bound_of(auction(), [1e30, 0])
    assert bound.prices.vacancy.tolist() == [0, 0]
    assert bound.total == 8 * bound.denominator

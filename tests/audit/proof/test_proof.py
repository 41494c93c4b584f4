"""Stored prices prove what is best, and no prices whatever prove more than is true."""

import random
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from tests.optimisation.instances import draw, odd_cycles, shares
from tests.optimisation.plans import every_plan, solve

from repartition.audit.outcome import Outcome
from repartition.audit.proof import Judgement, certificate_bytes, judge, read_certificate
from repartition.audit.recount import recount
from repartition.domain.certificate import Certificate, CountBound, PartPrices, covers
from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.domain.tiers import tiers_of
from repartition.eligibility.charging import resolve_charging
from repartition.eligibility.pairs import find_pairs
from repartition.errors import InfeasibleError
from repartition.optimisation import Solution
from repartition.usual_practice import attribute_in_turn

pytestmark = pytest.mark.no_cover  # many drawn instances: tracing them would double their time


def judged(case: Instance, plan: Plan, certificate: Certificate) -> Judgement:
    charging = resolve_charging(case)
    outcome = Outcome(case, charging, find_pairs(case, charging), plan, "optimal", proven=True)
    return judge(outcome, recount(case, charging, plan).tiers, certificate)


def solved(seeds: range) -> Iterator[tuple[int, Instance, Solution]]:
    """Yield instances of every kind that have a plan, with the best one."""
    for seed in seeds:
        for case in (draw(seed, largest=4), shares(seed)):
            try:
                solution = solve(case)
            except InfeasibleError:
                continue
            yield seed, case, solution


@pytest.mark.parametrize("start", range(0, 60, 10))
def test_the_prices_of_a_search_prove_every_tier(start: int) -> None:
    for seed, case, solution in solved(range(start, start + 10)):
        found = judged(case, solution.plan, solution.certificate)
        assert found.unusable is None, seed
        assert found.proves(len(tiers_of(case))), seed
        assert {tier.tier: tier.bound for tier in found.tiers} == every_plan(case).best(), seed


def test_some_of_them_are_proven_part_by_part() -> None:
    parts = [
        len(tier) for _seed, _case, found in solved(range(20)) for tier in found.certificate.tiers
    ]
    assert sum(number > 1 for number in parts) > 5


def test_a_proof_that_leaves_a_part_out_proves_nothing() -> None:
    left_out = 0
    for seed, case, solution in solved(range(10)):
        tiers = list(solution.certificate.tiers)
        for index, parts in enumerate(tiers):
            if len(parts) > 1:
                without = Certificate((*tiers[:index], parts[1:], *tiers[index + 1 :]))
                found = judged(case, solution.plan, without)
                assert found.unusable == solution.tiers[index].tier, seed
                left_out += 1
    assert left_out > 2


def scrambled(certificate: Certificate, r: random.Random) -> Certificate:
    """Return prices changed at random, some a little and some beyond recognition."""

    def change(prices: np.ndarray) -> np.ndarray:
        spread = r.choice([0, 1, 3, 20])
        return prices + np.array([r.randint(-spread, spread) for _price in prices], np.int64)

    def part(prices: PartPrices) -> PartPrices:
        return PartPrices(
            split=prices.split,
            denominator=max(1, prices.denominator + r.choice([0, 0, 1, -1])),
            vacancy=np.maximum(change(prices.vacancy), r.choice([0, 0, -5])),
            cap=np.maximum(change(prices.cap), r.choice([0, 0, -5])),
            plain=np.maximum(change(prices.plain), r.choice([0, 0, -5])),
            tightened=change(prices.tightened) * (prices.tightened != 0),
            kept={tier: max(0, price + r.randint(-2, 2)) for tier, price in prices.kept.items()},
            count={
                count: max(0, price + r.randint(-2, 2)) for count, price in prices.count.items()
            },
        )

    return Certificate(tuple(tuple(part(p) for p in tier) for tier in certificate.tiers))


@pytest.mark.parametrize("start", range(0, 40, 10))
def test_no_prices_prove_a_bound_that_a_plan_beats(start: int) -> None:
    """Whatever the prices, what they prove of the best plan is true, or they prove nothing."""
    usable = 0
    for seed, case, solution in solved(range(start, start + 10)):
        r = random.Random(seed)
        best = every_plan(case).best()
        for _time in range(8):
            found = judged(case, solution.plan, scrambled(solution.certificate, r))
            for tier, result in zip(tiers_of(case), found.tiers, strict=False):
                usable += 1
                sign = 1 if tier.maximise else -1
                assert sign * result.bound >= sign * best[tier.id], (seed, tier.id)
    assert usable > 100


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_a_plan_that_is_not_the_best_is_proven_by_no_prices_of_the_best(start: int) -> None:
    others = 0
    for seed, case, solution in solved(range(start, start + 20)):
        charging = resolve_charging(case)
        usual = attribute_in_turn(case, charging, find_pairs(case, charging))
        values = {tier.id: value for tier, value in recount(case, charging, usual).tiers}
        if values["hard"] or values == {t.tier: t.value for t in solution.tiers}:
            continue
        others += 1
        found = judged(case, usual, solution.certificate)
        assert not found.proves(len(tiers_of(case))), seed
    assert others > 3


def test_what_only_integers_tell_is_left_open_with_what_prices_do_prove() -> None:
    """Two triples of which one each can be housed: prices prove 3 homes at most, there are 2."""
    case = odd_cycles(2, 0)
    solution = solve(case)
    assert solution.finished
    found = judged(case, solution.plan, solution.certificate)
    house = found.first_open()
    assert house is not None
    assert (house.tier, house.value, house.bound) == ("house", 2, 3)
    assert not found.proves(len(tiers_of(case)))


BELOW = CountBound(0, 1, 1, 3)
LEFT = CountBound(2, 0, -1, -4)


@pytest.mark.parametrize(
    ("splits", "whole"),
    [
        ([()], True),
        ([(BELOW,), (BELOW.complement(),)], True),
        ([(BELOW,), (BELOW.complement(), LEFT), (BELOW.complement(), LEFT.complement())], True),
        ([], False),
        ([(), ()], False),
        ([(BELOW,)], False),
        ([(BELOW,), (BELOW.other_side(),)], False),  # n ≤ 3 and n ≥ 3: more than all, not a split
        ([(BELOW,), (CountBound(0, 1, -1, -5),)], False),  # n ≤ 3 and n ≥ 5: 4 is left out
        ([(BELOW,), (BELOW,), (BELOW.complement(),)], False),
        ([(BELOW,), (BELOW.complement(), LEFT)], False),
    ],
)
def test_parts_hold_every_plan_where_each_division_has_both_its_sides(
    splits: list[tuple[CountBound, ...]], *, whole: bool
) -> None:
    assert covers(splits) == whole


def test_complements_leave_no_whole_number_out() -> None:
    assert BELOW.complement() == CountBound(0, 1, -1, -4)  # n ≤ 3, or n ≥ 4
    assert BELOW.complement().complement() == BELOW


def test_a_certificate_is_read_as_it_was_written(tmp_path: Path) -> None:
    for _seed, _case, solution in solved(range(6)):
        path = tmp_path / "certificate.npz"
        path.write_bytes(certificate_bytes(solution.certificate))
        found = read_certificate(path)
        assert isinstance(found, Certificate)
        assert certificate_bytes(found) == path.read_bytes()


def test_prices_so_large_that_sums_would_leave_64_bits_prove_nothing() -> None:
    _seed, case, solution = next(solved(range(3)))
    first, *others = solution.certificate.tiers
    (part,) = first
    huge = PartPrices(
        part.split,
        part.denominator,
        np.full_like(part.vacancy, 2**62),
        part.cap,
        part.plain,
        part.tightened,
        part.kept,
        part.count,
    )
    found = judged(case, solution.plan, Certificate(((huge,), *others)))
    assert (found.tiers, found.unusable) == ((), "hard")


def test_a_bound_is_in_the_terms_of_its_tier() -> None:
    _seed, case, solution = next(solved(range(3)))
    found = judged(case, solution.plan, solution.certificate)
    assert [tier.value for tier in found.tiers] == [tier.value for tier in solution.tiers]
    assert all(tier.gap == Fraction(0) for tier in found.tiers)

"""What prices let a tier close off is in no plan as good: every plan there is, any prices."""

import random
from dataclasses import replace

import numpy as np
import pytest
from tests.factories import household, instance, vacancy
from tests.optimisation.instances import draw, shares
from tests.optimisation.plans import Choice, EveryPlan, every_plan

from repartition.audit.proof.face import Face, UnusablePricesError, around, bound_of, settle
from repartition.audit.proof.model import Model, Worth, model_of, worth_of
from repartition.domain.certificate import CountBound, PartPrices
from repartition.domain.instance import Instance
from repartition.domain.table import NO_ROW
from repartition.domain.tiers import tiers_of
from repartition.eligibility.charging import resolve_charging
from repartition.eligibility.pairs import find_pairs

pytestmark = pytest.mark.no_cover  # many drawn instances: tracing them would double their time

Point = tuple[np.ndarray, np.ndarray]
"""Places of the attributions of a plan, and its shortfalls."""


def modelled(case: Instance) -> Model:
    charging = resolve_charging(case)
    return model_of(case, charging, find_pairs(case, charging))


def points(model: Model, plans: EveryPlan) -> list[Point]:
    """Return every plan as a choice of attributions, those who stay included."""
    every = model.attributions
    place: dict[Choice, int] = {}
    stays: dict[int, int] = {}
    for index, (h, v, k) in enumerate(zip(every.household, every.vacancy, every.kind, strict=True)):
        if k < len(model.kinds):
            way = int(model.kinds.contingent[k]), int(model.kinds.transfer[k])
            place[int(h), int(v), *way] = index
        else:
            stays[int(h)] = index
    found = []
    for taken in plans.taken:
        chosen = [plans.choices[i] for i in np.flatnonzero(taken)]
        moving = {choice[0] for choice in chosen}
        columns = [place[choice] for choice in chosen]
        columns += [index for household, index in stays.items() if household not in moving]
        found.append(with_slacks(model, np.array(sorted(columns), np.int64)))
    return found


def activity(model: Model, columns: np.ndarray, block: int) -> np.ndarray:
    rows, kind = model.blocks[block], model.attributions.kind[columns]
    found = np.zeros(len(rows.upper), np.int64)
    inside = rows.row[kind] >= 0
    np.add.at(found, rows.row[kind][inside], rows.coefficient[kind][inside])
    return found


def with_slacks(model: Model, columns: np.ndarray) -> Point:
    slacks = np.zeros(len(model.slacks.level), np.int64)
    for index, block in enumerate(model.blocks):
        missing = np.where(block.exists, activity(model, columns, index) - block.upper, 0)
        np.maximum.at(slacks, block.slack, np.maximum(missing, 0))
    return columns, slacks


def lies_on(model: Model, face: Face, point: Point) -> bool:
    columns, slacks = point
    every, left = model.attributions, face.attributions
    # Attributions are told apart by who, what and how: a face has its own list of them.
    mine = np.column_stack((every.household, every.vacancy, every.kind))[columns]
    still = np.column_stack((left.household, left.vacancy, left.kind))
    households = np.bincount(every.household[columns], minlength=len(model.required))
    vacancies = np.bincount(every.vacancy[columns], minlength=model.n_vacancies)
    rows = all(
        np.all((low <= a) & (a <= high) | ~block.exists)
        for index, (block, low, high) in enumerate(
            zip(model.blocks, face.lower, face.upper, strict=True)
        )
        for a in [activity(model, columns, index) - slacks[block.slack]]
    )
    return bool(
        (mine[:, np.newaxis] == still).all(axis=2).any(axis=1).all()
        and (households[face.household_filled] == 1).all()
        and (vacancies[face.vacancy_filled] == 1).all()
        and rows
        and (face.slack_least <= slacks).all()
        and (slacks <= face.slack_most).all()
        and all(counted(model, columns, count) <= count.upper for count in face.counts)
    )


def counted(model: Model, columns: np.ndarray, count: CountBound) -> int:
    kind = model.attributions.kind[columns]
    return count.sign * int((model.counted[count.quota][kind] == count.group).sum())


def total(worth: Worth, point: Point) -> int:
    columns, slacks = point
    return int(worth.attribution[columns].sum() + (worth.slack * slacks).sum())


def drawn(model: Model, face: Face, r: random.Random) -> PartPrices:
    """Return prices drawn at random, of either sign where the face allows it."""

    def prices(signed: np.ndarray) -> np.ndarray:
        high = r.choice([1, 4, 20])
        return np.array([r.randint(-high if free else 0, high) for free in signed], np.int64)

    def of_blocks(blocks: range) -> np.ndarray:
        parts = [
            prices(face.lower[index] > -(2**61)) * model.blocks[index].exists for index in blocks
        ]
        return np.concatenate([np.zeros(0, np.int64), *parts])

    last = len(model.blocks)
    return PartPrices(
        split=(),
        denominator=r.choice([1, 2, 3]),
        vacancy=prices(face.vacancy_filled),
        cap=of_blocks(range(1)),
        plain=of_blocks(range(1, last, 2)),
        tightened=of_blocks(range(2, last, 2)),
        kept={tier: r.randrange(4) for tier in face.kept},
        count={count: r.randrange(6) for count in sorted(face.counts, key=repr)},
    )


@pytest.mark.parametrize("start", range(0, 40, 10))
def test_every_plan_as_good_stays_on_the_face_and_none_exceeds_the_bound(start: int) -> None:
    stayed = left = 0
    for seed in range(start, start + 10):
        for case in (draw(seed, largest=3), shares(seed)):
            r = random.Random(seed)
            model = modelled(case)
            found = points(model, every_plan(case))
            for _time in range(4):
                some = r.sample(found, min(len(found), 25))
                on, off = follow(case, model, some, r)
                stayed, left = stayed + on, left + off
    assert stayed > 200
    assert left > 5


def follow(case: Instance, model: Model, found: list[Point], r: random.Random) -> tuple[int, int]:
    """Settle tier after tier at the value of some plan, and hold every plan against the face."""
    face, stayed, left = Face.whole(model), 0, 0
    tiers = tiers_of(case)
    for index, tier in enumerate(tiers):
        whole = {k: worth_of(model, tiers[k], model.attributions) for k in {index, *face.kept}}
        worths = {k: worth_of(model, tiers[k], face.attributions) for k in whole}
        if r.random() < 0.4 and model.counted:
            some = r.choice(found)[0]
            bound = CountBound(r.randrange(len(model.counted)), 0, r.choice([-1, 1]), 0)
            bound = replace(bound, upper=counted(model, some, bound) + r.randrange(2))
            found = [point for point in found if counted(model, point[0], bound) <= bound.upper]
            face = replace(face, counts=face.counts | {bound})
        proven = bound_of(model, face, drawn(model, face, r), worths, index)
        sums = [total(whole[index], point) for point in found]
        assert all(worth <= proven.whole for worth in sums), tier.id
        if not sums:
            break
        target = r.choice([max(sums), *sums[:4]])
        face = settle(face, proven, index, target, keep=r.random() < 0.2)
        good = [point for point, worth in zip(found, sums, strict=True) if worth >= target]
        assert all(lies_on(model, face, point) for point in good), (tier.id, target)
        stayed += len(good)
        left += sum(not lies_on(model, face, point) for point in found)
        found = good
    return stayed, left


@pytest.mark.parametrize("seed", range(12))
def test_a_face_around_several_holds_the_plans_of_each(seed: int) -> None:
    case = shares(seed)
    r = random.Random(seed)
    model = modelled(case)
    found = points(model, every_plan(case))
    tier = len(tiers_of(case)) - 1
    worth = worth_of(model, tiers_of(case)[tier], model.attributions)
    faces = []
    for _part in range(3):
        whole = Face.whole(model)
        proven = bound_of(model, whole, drawn(model, whole, r), {tier: worth}, tier)
        target = total(worth, r.choice(found))
        faces.append(settle(whole, proven, tier, target, keep=True))
    held = around(faces)
    for point in r.sample(found, min(len(found), 60)):
        assert lies_on(model, held, point) or not any(lies_on(model, f, point) for f in faces)


def test_prices_of_a_sign_that_proves_nothing_are_refused() -> None:
    case = shares(0)
    model = modelled(case)
    face = Face.whole(model)
    worths = {0: worth_of(model, tiers_of(case)[0], model.attributions)}
    good = drawn(model, face, random.Random(0))
    negative = np.full(len(good.vacancy), -1)
    alien = CountBound(0, 0, 1, 9)
    for wrong in (
        replace(good, vacancy=negative),
        replace(good, vacancy=good.vacancy[:-1]),
        replace(good, plain=good.plain - 10**6),
        replace(good, kept={0: 1}),
        replace(good, count={alien: 1}),
        replace(good, denominator=0),
    ):
        with pytest.raises(UnusablePricesError):
            bound_of(model, face, wrong, worths, 0)
    with pytest.raises(UnusablePricesError):
        strange = replace(face, counts=frozenset({CountBound(99, 0, 1, 9)}))
        bound_of(model, strange, good, worths, 0)
    assert NO_ROW not in model.attributions.kind


def test_a_price_on_a_row_that_is_not_there_is_refused() -> None:
    """Where a share of all there can be is a whole number, whole numbers add nothing to it."""
    case = shares(0)
    model = modelled(case)
    face = Face.whole(model)
    missing = np.concatenate([~block.exists for block in model.tightened])
    assert missing.any()
    worths = {0: worth_of(model, tiers_of(case)[0], model.attributions)}
    wrong = replace(drawn(model, face, random.Random(0)), tightened=missing.astype(np.int64))
    with pytest.raises(UnusablePricesError):
        bound_of(model, face, wrong, worths, 0)


def test_a_price_too_large_is_refused_on_a_row_that_nobody_is_in_too() -> None:
    """Nobody pays it, and yet it is summed: for the shortfall that bends the row."""
    case = instance(
        households=[household("a")],
        vacancies=[vacancy("v")],
        scenario={"quotas": [{"id": "large", "who": {"persons": {"min": 9}}, "max": 0}]},
    )
    model = modelled(case)
    face = Face.whole(model)
    worths = {0: worth_of(model, tiers_of(case)[0], model.attributions)}
    good = drawn(model, face, random.Random(0))
    bound_of(model, face, good, worths, 0)
    with pytest.raises(UnusablePricesError):
        bound_of(model, face, replace(good, plain=np.array([2**61])), worths, 0)


def test_settling_a_shortfall_that_gains_keeps_it_high() -> None:
    """A price of 3 on ``least`` and a cost of 1: the shortfall gains 2, so it is wanted at 2."""
    case = instance(
        households=[household(f"h{i}") for i in range(4)],
        vacancies=[vacancy(f"v{i}") for i in range(4)],
        scenario={"quotas": [{"id": "least", "min": 2, "soft": 1}]},
    )
    model = modelled(case)
    face = Face.whole(model)
    worths = {1: worth_of(model, tiers_of(case)[1], model.attributions)}
    nothing = drawn(model, face, random.Random(0))
    prices = replace(
        nothing,
        denominator=1,
        vacancy=np.zeros_like(nothing.vacancy),
        plain=np.array([3]),
        tightened=np.zeros_like(nothing.tightened),
    )
    bound = bound_of(model, face, prices, worths, 1)
    assert bound.slack_loss.tolist() == [-2]
    gaps = (0, 1, 2, 4)
    settled = [settle(face, bound, 1, bound.total - gap, keep=False) for gap in gaps]
    assert [int(one.slack_least[0]) for one in settled] == [2, 2, 1, 0]


def test_a_gap_beyond_all_sums_closes_no_row() -> None:
    """Room in a row is its end less the gap: in 64 bits it would come out on the other side."""
    model = modelled(instance(households=[household("a")], vacancies=[vacancy("v")]))
    tier = tiers_of(model.instance)[0]
    face = Face.whole(model)
    nothing = PartPrices(
        split=(),
        denominator=1,
        vacancy=np.zeros(model.n_vacancies, np.int64),
        cap=np.zeros(0, np.int64),
        plain=np.zeros(0, np.int64),
        tightened=np.zeros(0, np.int64),
        kept={},
        count={},
    )
    bound = bound_of(model, face, nothing, {0: worth_of(model, tier, face.attributions)}, 0)
    settle(face, bound, 0, bound.total - 2**60, keep=False)
    for gap in (2**61, 2**63 - 1, -1):
        with pytest.raises(UnusablePricesError):
            settle(face, bound, 0, bound.total - gap, keep=False)


def test_what_a_tier_counts_is_whole_whatever_its_size_and_sign() -> None:
    case = instance(
        households=[household("a", points=1), household("b", points=1000)],
        vacancies=[vacancy("v")],
        scenario={"objectives": [{"id": "points", "minimise": "points"}]},
    )
    model = modelled(case)
    worth = worth_of(model, tiers_of(case)[1], model.attributions)
    assert worth.attribution.tolist() == [-1, -1000]


def test_around_several_faces_only_what_holds_in_all_of_them_holds() -> None:
    model = modelled(shares(1))
    whole = Face.whole(model)
    first = np.zeros(len(model.required), np.bool_)
    first[0] = True
    count = CountBound(0, 0, 1, 2)
    narrow = replace(
        whole,
        household_filled=first,
        vacancy_filled=np.ones(model.n_vacancies, np.bool_),
        slack_most=np.zeros_like(whole.slack_most),
        kept={0: 0},
        counts=frozenset({count}),
    )
    held = around([narrow, whole])
    assert not held.household_filled.any()
    assert not held.vacancy_filled.any()
    assert held.slack_most.tolist() == whole.slack_most.tolist()
    assert (held.kept, held.counts) == ({}, frozenset())
    assert len(held.attributions) == len(whole.attributions)
    twice = around([narrow, narrow])
    assert twice.household_filled.tolist() == first.tolist()
    assert (twice.kept, twice.counts) == ({0: 0}, frozenset({count}))
